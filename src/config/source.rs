//! A named text and its entries: TOML taken apart with the place of every key and value.
//!
//! Guarantees: a line that does not parse costs only itself; every other entry comes out with its place. Never: what
//! an entry means (settings, keymap, theme and language know their own), nor a file read.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::Problem;

/// A text with the name its reader knows it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
}

/// A value as far as our files use them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A string.
    Text(String),
    /// A whole number.
    Number(i64),
    /// `true` or `false`.
    Truth(bool),
    /// A list: each string in it, `None` for what is none, and where it stands, in bytes.
    List(Vec<(Option<String>, Range<usize>)>),
    /// What none of our files holds, by the name of its type.
    Other(&'static str),
}

impl Value {
    /// The name of its type, as TOML calls it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::Number(_) => "integer",
            Self::Truth(_) => "boolean",
            Self::List(_) => "array",
            Self::Other(kind) => kind,
        }
    }
}

/// One `key = value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The `[section]` it stands in; empty above the first.
    pub section: String,
    /// The key.
    pub key: String,
    /// Where the key stands, in bytes.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Value,
    /// Where the value stands, in bytes.
    pub value_span: Range<usize>,
}

/// What a text holds, in the order it holds it.
#[derive(Clone, Debug, Default)]
pub struct Entries {
    /// The names of the sections and where they stand.
    pub sections: Vec<(String, Range<usize>)>,
    /// Every entry of a line that parses.
    pub entries: Vec<Entry>,
    /// Syntax errors.
    pub problems: Vec<Problem>,
}

impl Source {
    /// A text under a name; a byte order mark in front is dropped.
    pub fn new(name: &str, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { name: name.to_owned(), text: text.to_owned() }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Line and column in characters, both from 1, of a byte offset; past the end, the end.
    pub fn place(&self, offset: usize) -> (usize, usize) {
        let before = self.before(offset);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// A problem at `span`.
    pub fn problem(&self, span: &Range<usize>, what: impl Into<String>) -> Problem {
        let (line, column) = self.place(span.start);
        let source_line = self.text.lines().nth(line - 1).unwrap_or_default().to_owned();
        Problem { line, column, source_line, ..Problem::of_file(&self.name, what.into()) }
    }

    /// Takes the text apart.
    pub fn entries(&self) -> Entries {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        let mut found = Entries::default();
        let mut broken = Vec::new();
        for error in errors {
            let span = error.span().unwrap_or_default();
            broken.push(self.place(span.start).0);
            broken.push(self.place(span.end).0);
            let what = error.message().trim().replace('\n', "; ");
            found.problems.push(self.problem(&span, what));
        }
        for (key, value) in table.get_ref() {
            match value.get_ref() {
                DeValue::Table(section) => {
                    found.sections.push((key.get_ref().to_string(), key.span()));
                    for (inner, value) in section {
                        found.entries.push(entry(key.get_ref(), inner, value));
                    }
                }
                _ => found.entries.push(entry("", key, value)),
            }
        }
        // What the parser rescues from a broken line is a guess, and a guess must not become a setting.
        if !broken.is_empty() {
            found.entries.retain(|entry| !broken.contains(&self.place(entry.key_span.start).0));
        }
        found.entries.sort_by_key(|entry| entry.key_span.start);
        found.sections.sort_by_key(|(_, span)| span.start);
        found
    }

    fn before(&self, offset: usize) -> &str {
        let end = (0..=offset.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at));
        self.text.get(..end.unwrap_or_default()).unwrap_or_default()
    }
}

type DeText<'t> = Spanned<std::borrow::Cow<'t, str>>;

fn entry(section: &str, key: &DeText<'_>, value: &Spanned<DeValue<'_>>) -> Entry {
    let plain = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other("integer too large to hold"), Value::Number),
        DeValue::Array(items) => {
            let item =
                |item: &Spanned<DeValue<'_>>| (item.get_ref().as_str().map(str::to_owned), item.span());
            Value::List(items.iter().map(item).collect())
        }
        other => Value::Other(other.type_str()),
    };
    Entry {
        section: section.to_owned(),
        key: key.get_ref().to_string(),
        key_span: key.span(),
        value: plain,
        value_span: value.span(),
    }
}

/// Problems in the order in which a reader of the file meets them.
pub(crate) fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    problems
}

#[cfg(test)]
mod tests {
    use super::{Source, Value};

    #[test]
    fn a_broken_line_costs_only_itself() {
        let source = Source::new("f.toml", "\u{feff}a = 1\nb = \"x\nc = true\n[报]\nd = = 2\ne = 'é'\n");
        let found = source.entries();
        let kept: Vec<_> =
            found.entries.iter().map(|e| (e.section.as_str(), e.key.as_str(), &e.value)).collect();
        assert!(kept.contains(&("", "a", &Value::Number(1))), "{kept:?}");
        assert!(kept.contains(&("报", "e", &Value::Text("é".to_owned()))), "{kept:?}");
        assert!(!kept.iter().any(|(_, key, _)| ["b", "d"].contains(key)), "{kept:?}");
        assert!(found.problems.len() >= 2, "{:?}", found.problems);
    }

    #[test]
    fn places_count_characters_from_one() {
        let source = Source::new("f.toml", "报栏\nab");
        for (offset, want) in [(0, (1, 1)), (3, (1, 2)), (4, (1, 2)), (6, (1, 3)), (7, (2, 1)), (99, (2, 3))]
        {
            assert_eq!(source.place(offset), want, "{offset}");
        }
    }
}
