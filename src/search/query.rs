//! What the reader typed, ready to be looked for: in a text, or as a filter over a list.
//!
//! Guarantees: equal under [`crate::text::same`] and the reader's [`Rules`]; a match covers whole characters; in a text,
//! what stands there as it was typed comes before what the language of queries makes of it. Never: a mistake that costs
//! the rest of the query.

use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use super::find::Hits;
use super::language::{Atom, Clause, Mistake, Parser, Reading, Wrong};
use super::literal::LONGEST;
use super::rules::Rules;
use super::subject::{Field, Subject};
use super::term::Term;
use crate::article::Span;
use crate::text::fold::fold_char;

/// A query.
#[derive(Clone, Debug)]
pub struct Query {
    typed: String,
    /// All of it as it stands, for a search in a text.
    pub(super) whole: Option<Box<Term>>,
    pub(super) clauses: Vec<Clause>,
    mistake: Option<Mistake>,
}

impl Query {
    /// A search for `typed` in a text.
    pub fn new(typed: &str, rules: Rules) -> Self {
        let mut query = Self::plain(typed, rules);
        let mut signs = typed.chars().map(fold_char);
        if query.mistake.is_none() && signs.any(|c| c.is_whitespace() || matches!(c, '"' | '|' | '/')) {
            let Parser { clauses, mistake, .. } = Parser::read(typed, rules, Reading::Text);
            query.clauses = clauses;
            query.mistake = mistake;
        }
        query
    }

    /// A search for `typed` as it stands, in which nothing is a sign.
    pub fn plain(typed: &str, rules: Rules) -> Self {
        let long = typed.chars().count() > LONGEST;
        let mistake = long.then_some(Mistake { at: 0..typed.len(), what: Wrong::Long });
        let whole = (!typed.is_empty() && !long).then(|| Box::new(Term::new(typed, rules)));
        Self { typed: typed.to_owned(), whole, clauses: Vec::new(), mistake }
    }

    /// A filter over things that have `fields`.
    pub fn filter(typed: &str, rules: Rules, fields: &[Field]) -> Self {
        let Parser { clauses, mistake, .. } = Parser::read(typed, rules, Reading::Things(fields));
        Self { typed: typed.to_owned(), whole: None, clauses, mistake }
    }

    /// The same, whose words are looked for as is cheapest in texts like `sample`: what is rare in newspapers may be common in
    /// these, where the word itself is.
    #[must_use]
    pub fn tuned(&self, sample: &[u8]) -> Self {
        let mut query = self.clone();
        for atom in query.clauses.iter_mut().flat_map(|clause| &mut clause.any) {
            if let Atom::Term(_, term) = atom {
                **term = term.tuned(sample);
            }
        }
        query
    }

    /// As it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether there is nothing to look for.
    pub const fn is_empty(&self) -> bool {
        self.whole.is_none() && self.clauses.is_empty()
    }

    /// What is wrong with it.
    pub const fn mistake(&self) -> Option<&Mistake> {
        self.mistake.as_ref()
    }

    /// Whether it asks what stands only in the reader's own files, or in the name of a page.
    pub fn asks_beyond_text(&self) -> bool {
        let beyond = |atom: &Atom| match atom {
            Atom::Term(field, _) | Atom::Pattern(field, _) => {
                field.is_some_and(|field| !matches!(field, Field::Title | Field::Byline))
            }
            Atom::Days(_) | Atom::State(_) => true,
        };
        self.clauses.iter().flat_map(|clause| &clause.any).any(beyond)
    }

    /// Whether it asks for a day.
    pub fn asks_day(&self) -> bool {
        self.clauses.iter().flat_map(|clause| &clause.any).any(|atom| matches!(atom, Atom::Days(_)))
    }

    /// Whether it asks what the reader did.
    pub fn asks_state(&self) -> bool {
        self.clauses.iter().flat_map(|clause| &clause.any).any(|atom| matches!(atom, Atom::State(_)))
    }

    /// Whether its search may take longer than a look at the text takes: with a pattern in it.
    pub fn is_slow(&self) -> bool {
        self.clauses.iter().flat_map(|clause| &clause.any).any(|atom| matches!(atom, Atom::Pattern(..)))
    }

    /// The words of which a text must hold one, where the query begins with such; and whether that is all it asks.
    pub(super) fn words(&self) -> Option<(Vec<&Term>, bool)> {
        let is_word = |atom: &Atom| matches!(atom, Atom::Term(None, _));
        let clause = self.clauses.iter().find(|clause| !clause.not && clause.any.iter().all(is_word))?;
        let terms = clause.any.iter().filter_map(|atom| match atom {
            Atom::Term(_, term) => Some(&**term),
            _ => None,
        });
        Some((terms.collect(), self.clauses.len() == 1))
    }

    /// Whether `subject` passes, as it does where nothing is asked; `None` when `stop` was set on the way.
    pub fn passes(&self, subject: &Subject<'_>, stop: &AtomicBool) -> Option<bool> {
        for clause in &self.clauses {
            let mut holds = false;
            for atom in &clause.any {
                holds = holds || atom.holds(subject, stop)?;
            }
            if holds == clause.not {
                return Some(false);
            }
        }
        Some(true)
    }

    /// All matches in `text`, or `None` when `stop` was set on the way.
    pub fn hits(&self, text: &str, stop: &AtomicBool) -> Option<Hits> {
        let Some(whole) = &self.whole else { return Some(Hits::default()) };
        let mut hits = whole.stands(text, stop)?;
        // What was typed stands there, and if it means anything else besides, that is not what was meant.
        if !hits.spans.is_empty() || self.clauses.is_empty() {
            hits.join_read(whole.read(text, stop)?);
            return Some(hits);
        }
        let atoms = || self.clauses.iter().flat_map(|clause| &clause.any);
        for atom in atoms() {
            hits.join(atom.stands(text, stop)?);
        }
        for atom in atoms() {
            if let Atom::Term(_, term) = atom {
                hits.join_read(term.read(text, stop)?);
            }
        }
        Some(hits)
    }

    /// All matches of what a filter asks for in `text`, in which fields stand at `parts`; `None` when `stop` was set on
    /// the way. What stands there as it was typed comes before what is only read so.
    pub fn marks(&self, text: &str, parts: &[(Field, Span)], stop: &AtomicBool) -> Option<Hits> {
        let wanted = self.clauses.iter().filter(|clause| !clause.not).flat_map(|clause| &clause.any);
        let placed = wanted.filter_map(|atom| Some((atom, atom.part(text, parts)?)));
        let mut hits = Hits::default();
        for (atom, part) in placed.clone() {
            hits.join(atom.stands(part.of(text), stop)?.moved(part.start));
        }
        for (atom, part) in placed {
            if let Atom::Term(_, term) = atom {
                hits.join_read(term.read(part.of(text), stop)?.moved(part.start));
            }
        }
        Some(hits)
    }
}

impl Atom {
    /// Where in `text` it is looked for.
    fn part(&self, text: &str, parts: &[(Field, Span)]) -> Option<Span> {
        match self {
            Self::Term(None, _) | Self::Pattern(None, _) => Some(Span::new(0, text.len())),
            Self::Term(Some(field), _) | Self::Pattern(Some(field), _) => {
                parts.iter().find(|(known, _)| known == field).map(|(_, span)| *span)
            }
            Self::Days(_) | Self::State(_) => None,
        }
    }

    fn holds(&self, subject: &Subject<'_>, stop: &AtomicBool) -> Option<bool> {
        match self {
            Self::Days(days) => Some(subject.date.is_some_and(|day| days.contains(day))),
            Self::State(state) => Some(subject.states.has(*state)),
            Self::Term(field, _) | Self::Pattern(field, _) => match field {
                None => self.in_any(subject.texts.iter().copied(), stop),
                Some(Field::Tag) => self.in_any(subject.tags.iter().map(String::as_str), stop),
                Some(Field::Title) => self.is_in(subject.title, stop),
                Some(Field::Byline) => self.is_in(subject.byline, stop),
                Some(Field::Page) => self.is_in(subject.page, stop),
                Some(Field::Source) => self.is_in(subject.source, stop),
                Some(Field::Note) => self.is_in(subject.note, stop),
                Some(Field::Paper) => self.is_in(subject.paper, stop),
                Some(Field::Date | Field::Is | Field::Has) => Some(false),
            },
        }
    }

    fn in_any<'a>(&self, texts: impl Iterator<Item = &'a str>, stop: &AtomicBool) -> Option<bool> {
        for text in texts {
            if self.is_in(text, stop)? {
                return Some(true);
            }
        }
        Some(false)
    }

    fn is_in(&self, text: &str, stop: &AtomicBool) -> Option<bool> {
        let mut is_in = false;
        match self {
            Self::Term(_, term) => is_in = term.is_in(text, stop)?,
            Self::Pattern(_, pattern) => pattern.scan(text, stop, |_| {
                is_in = true;
                ControlFlow::Break(())
            })?,
            Self::Days(_) | Self::State(_) => {}
        }
        Some(is_in)
    }

    fn stands(&self, text: &str, stop: &AtomicBool) -> Option<Hits> {
        match self {
            Self::Term(_, term) => term.stands(text, stop),
            Self::Pattern(_, pattern) => {
                let mut hits = Hits::default();
                pattern.scan(text, stop, |span| hits.take(span))?;
                Some(hits)
            }
            Self::Days(_) | Self::State(_) => Some(Hits::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::{Query, Rules, Wrong};

    /// `typed` finds what stands in brackets, in a text.
    fn check(typed: &str, want: &str) {
        let text: String = want.chars().filter(|c| !"[]".contains(*c)).collect();
        let hits = Query::new(typed, Rules::default()).hits(&text, &AtomicBool::new(false)).unwrap();
        let mut got = text;
        for span in hits.spans.iter().rev() {
            got.insert(span.end, ']');
            got.insert(span.start, '[');
        }
        assert_eq!(got, want, "{typed}");
    }

    #[test]
    fn a_text_is_searched_for_what_stands_there_and_else_for_what_the_signs_mean() {
        for (typed, want) in [
            ("江|风", "[江]上有[风]"),
            ("江｜fengguang", "[江]上[风光]"),
            ("a|b", "[a|b]，a或b"),
            ("江 风", "[江 风]，江风"),
            ("江 风", "[江]上有[风]"),
            ("江 ", "[江]上"),
            (" 江", "[江]上"),
            ("\"江 上\"", "[江 上]，江"),
            ("“江上", "[江上]有风"),
            ("“江上”", "[“江上”]，江上"),
            ("“江上”", "[江上]有风"),
            ("/江.风/", "[江上风]，[江的风]"),
            ("/江/风", "江风"),
            ("/江/风", "[/江/风]"),
            ("/a+/", "b[aA]b"),
            ("/x*/", "bab"),
            ("/^江/", "[江]上\n[江]"),
            ("/上$/", "江[上]\n江[上]"),
            ("/江", "江上"),
            ("title:江", "江上"),
            ("title:江", "[title:江]"),
            ("-江", "江上[-江]"),
            ("\\d", "1[\\d]"),
            ("", "江"),
            ("  ", "江"),
            ("|", "江[|]"),
            ("。", "江[。]"),
            ("，，，", "，，"),
            ("“”", "江"),
            ("//", "江"),
        ] {
            check(typed, want);
        }
    }

    #[test]
    fn bad_input_is_told_or_finds_nothing_and_comes_to_an_end() {
        let stop = AtomicBool::new(false);
        let text = "啊哈".repeat(20_000) + &"科 ".repeat(20_000);
        for typed in [
            "哈".repeat(10_000),
            "h".repeat(10_000),
            "a h".repeat(3_000),
            format!("/{}/", "(a*)*".repeat(1000)),
            "/(.*)*(.*)*(.*)*x/".to_owned(),
            format!("/({}){{50}}/", "啊?".repeat(50)),
            "ah".repeat(31),
            format!("{}嘿", "啊哈".repeat(199)),
            format!("{}创", "科".repeat(399)),
            "，。！？".repeat(90),
            "\"/|-:".repeat(60),
            "\u{0}\u{fffd}\u{10ffff}".to_owned(),
            // What becomes of half a surrogate pair in a paste.
            String::from_utf16_lossy(&[0xd842, 0x79d1]),
            String::new(),
            "\"科创 title: (| /[".to_owned(),
        ] {
            let query = Query::new(&typed, Rules::default());
            let hits = query.hits(&text, &stop).unwrap();
            let few: String = typed.chars().take(12).collect();
            assert!(hits.spans.len() <= 60_000, "{few}");
            if typed.chars().count() > 400 && !typed.starts_with('/') {
                assert_eq!(query.mistake().map(|mistake| &mistake.what), Some(&Wrong::Long), "{few}");
            }
            let _ = Query::filter(&typed, Rules::default(), &[]);
        }
    }
}
