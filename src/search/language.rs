//! The language of queries: words, `-not`, `"phrases"`, `one|other`, `/patterns/`, `field:value`; its signs half or full
//! width, since an input method may be on.
//!
//! Guarantees: what is not typed to its end yet asks for nothing; a mistake is told with its place. Never: an error for a
//! plain word; what is no sign stands for itself.

use std::ops::Range;

use super::date::Days;
use super::literal::LONGEST;
use super::pattern::Pattern;
use super::rules::Rules;
use super::subject::{FIELDS, Field, STATES, State};
use super::term::Term;
use crate::text::fold::fold_char;

/// A part of a query; all parts must hold.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// Whether it must not hold.
    pub not: bool,
    /// One of these must hold.
    pub any: Vec<Atom>,
}

/// What a clause is made of.
#[derive(Clone, Debug)]
pub(super) enum Atom {
    /// A word or phrase, in a field or anywhere.
    Term(Option<Field>, Box<Term>),
    /// A pattern, in a field or anywhere.
    Pattern(Option<Field>, Pattern),
    /// A day.
    Days(Days),
    /// What is true of it.
    State(State),
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where, in bytes of what was typed.
    pub at: Range<usize>,
    /// What.
    pub what: Wrong,
}

/// Kinds of mistakes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// This list has no such field; its name as typed.
    Field(String),
    /// Not a date.
    Date(String),
    /// Nothing that `is:` or `has:` knows.
    State(String),
    /// Not a pattern, and why.
    Pattern(String),
    /// A word of more characters than are looked for.
    Long,
}

/// How a query is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading<'a> {
    /// As a search in one text: without fields and negation, and an open phrase is one.
    Text,
    /// As a filter over things with these fields.
    Things(&'a [Field]),
}

/// A query being read.
pub(super) struct Parser<'a> {
    typed: &'a str,
    at: usize,
    rules: Rules,
    reading: Reading<'a>,
    /// What was read.
    pub clauses: Vec<Clause>,
    /// The first mistake.
    pub mistake: Option<Mistake>,
}

impl<'a> Parser<'a> {
    /// Reads `typed`.
    pub(super) fn read(typed: &'a str, rules: Rules, reading: Reading<'a>) -> Self {
        let mut parser = Self { typed, at: 0, rules, reading, clauses: Vec::new(), mistake: None };
        loop {
            parser.skip_spaces();
            if parser.peek().is_none() {
                return parser;
            }
            parser.clause();
        }
    }

    fn rest(&self) -> &'a str {
        self.typed.get(self.at..).unwrap_or_default()
    }

    /// The next character, half width.
    fn peek(&self) -> Option<char> {
        self.rest().chars().next().map(fold_char)
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest().chars().next()?;
        self.at += c.len_utf8();
        Some(fold_char(c))
    }

    fn skip_spaces(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.next();
        }
    }

    fn wrong(&mut self, at: Range<usize>, what: Wrong) {
        self.mistake.get_or_insert(Mistake { at, what });
    }

    fn clause(&mut self) {
        let negated = self.peek() == Some('-') && self.reading != Reading::Text;
        if negated {
            self.next();
        }
        let mut any = Vec::new();
        loop {
            any.extend(self.atom());
            let before = self.at;
            self.skip_spaces();
            if self.peek() != Some('|') {
                self.at = before;
                break;
            }
            while self.peek().is_some_and(|c| c == '|' || c.is_whitespace()) {
                self.next();
            }
        }
        if !any.is_empty() {
            self.clauses.push(Clause { not: negated, any });
        }
    }

    fn atom(&mut self) -> Option<Atom> {
        let field = self.field();
        match (field, self.peek()) {
            (_, None) => None,
            (Some(field @ (Field::Date | Field::Is | Field::Has)), Some(_)) => self.fact(field),
            (field, Some('"')) => self.phrase(field),
            (field, Some('/')) => self.pattern(field),
            (field, Some(_)) => {
                let word = self.word();
                self.term(field, word)
            }
        }
    }

    /// The name of a field and its colon, where they stand here.
    fn field(&mut self) -> Option<Field> {
        let Reading::Things(known) = self.reading else { return None };
        let rest = self.rest();
        let length = rest.find([':', '：'])?;
        let name: String = rest.get(..length)?.chars().map(fold_char).collect();
        let (_, field) = FIELDS.iter().find(|(known, _)| *known == name)?;
        let start = self.at;
        self.at += length;
        self.next();
        if !known.contains(field) && self.peek().is_some_and(|c| !c.is_whitespace()) {
            self.wrong(start..start + length, Wrong::Field(name));
        }
        // A space behind the colon: the value is still to come.
        Some(*field)
    }

    /// The bytes of what is typed up to a space or a bar.
    fn word(&mut self) -> Range<usize> {
        let start = self.at;
        while self.peek().is_some_and(|c| !c.is_whitespace() && c != '|') {
            self.next();
        }
        start..self.at
    }

    fn term(&mut self, field: Option<Field>, at: Range<usize>) -> Option<Atom> {
        let word = self.typed.get(at.clone()).unwrap_or_default();
        if word.chars().count() > LONGEST {
            self.wrong(at, Wrong::Long);
            return None;
        }
        (!word.is_empty()).then(|| Atom::Term(field, Box::new(Term::new(word, self.rules))))
    }

    fn phrase(&mut self, field: Option<Field>) -> Option<Atom> {
        self.next();
        let start = self.at;
        while self.peek().is_some_and(|c| c != '"') {
            self.next();
        }
        let at = start..self.at;
        let closed = self.next().is_some();
        let term = if closed || self.reading == Reading::Text { self.term(field, at) } else { None };
        term.map(|atom| match atom {
            Atom::Term(field, term) => Atom::Term(field, Box::new(term.quoted())),
            other => other,
        })
    }

    fn pattern(&mut self, field: Option<Field>) -> Option<Atom> {
        let open = self.at;
        self.next();
        let start = self.at;
        let mut escaped = false;
        while self.peek().is_some_and(|c| c != '/' || escaped) {
            escaped = self.next() == Some('\\') && !escaped;
        }
        let at = start..self.at;
        let closed = self.next().is_some();
        if closed && self.peek().is_some_and(|c| !c.is_whitespace() && c != '|') {
            // A slash inside a word: a path, a date.
            self.at = open;
            let word = self.word();
            return self.term(field, word);
        }
        let pattern = self.typed.get(at.clone()).unwrap_or_default();
        if !closed || pattern.is_empty() {
            return None;
        }
        match Pattern::new(pattern) {
            Ok(pattern) => Some(Atom::Pattern(field, pattern)),
            Err(why) => {
                self.wrong(at, Wrong::Pattern(why));
                None
            }
        }
    }

    /// What stands behind `date:`, `is:` and `has:`.
    fn fact(&mut self, field: Field) -> Option<Atom> {
        let at = self.word();
        let word = self.typed.get(at.clone()).unwrap_or_default();
        if field == Field::Date {
            let days = Days::parse(word);
            if days.is_err() {
                self.wrong(at, Wrong::Date(word.to_owned()));
            }
            return days.ok().flatten().map(Atom::Days);
        }
        let lower: String = word.chars().map(fold_char).collect();
        let mut states = STATES.iter().filter(|(_, of, _)| *of == field);
        if let Some((_, _, state)) = states.clone().find(|(name, ..)| *name == lower) {
            return Some(Atom::State(*state));
        }
        // As long as it may become one, it is being typed.
        let begun = at.end == self.typed.len() && states.any(|(name, ..)| name.starts_with(&lower));
        if !lower.is_empty() && !begun {
            self.wrong(at, Wrong::State(word.to_owned()));
        }
        None
    }
}
