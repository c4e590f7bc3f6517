//! What a text must hold for a query to match in it: what an index can answer without the text.
//!
//! Guarantees: whoever drops the texts that do not hold what is needed drops no match. Never: an index.

use super::Query;
use super::language::{Atom, Clause};
use super::pinyin::Spelling;
use super::subject::Field;
use super::term::Term;

/// Characters that stand one behind another in a text, each in folded form ([`crate::text::same::fold`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The characters.
    pub chars: Vec<char>,
    /// Whether nothing but white space stands between two of them; else marks may too.
    pub close: bool,
}

/// What a text may hold for a part of a query.
#[derive(Clone, Debug)]
pub enum Want {
    /// This stands there.
    Stands(Need),
    /// It is read there.
    Read(Box<Spelling>),
}

impl Query {
    /// For each part of the query of which a text must hold one: the choices. A part of which nothing can be said is
    /// left out, so no part at all means any text.
    pub fn needs(&self) -> Vec<Vec<Need>> {
        self.parts(|term| term.need().map(|need| vec![need]))
    }

    /// The same where what may be read is a choice too.
    pub fn wants(&self) -> Vec<Vec<Want>> {
        self.parts(Term::wants)
    }

    /// What `of_term` says of the terms of each part, if it says something of all.
    fn parts<T>(&self, of_term: impl Fn(&Term) -> Option<Vec<T>>) -> Vec<Vec<T>> {
        let whole = self.whole.as_ref().filter(|_| self.clauses.is_empty()).map(|term| of_term(term));
        let wanted = self.clauses.iter().filter(|clause| !clause.not && self.whole.is_none());
        let of_clause = |clause: &Clause| -> Option<Vec<T>> {
            let choices: Option<Vec<Vec<T>>> =
                clause.any.iter().map(|atom| atom.term().and_then(&of_term)).collect();
            choices.map(|choices| choices.into_iter().flatten().collect())
        };
        whole.into_iter().chain(wanted.map(of_clause)).flatten().collect()
    }
}

impl Query {
    /// The characters, in folded form, that are all it asks for, where the rules are the default ones: it passes wherever
    /// these stand one behind another, with no more between them than those rules pass over.
    pub fn sole(&self) -> Option<Vec<char>> {
        let ([Clause { not: false, any }], None, None) = (&*self.clauses, &self.whole, self.mistake()) else {
            return None;
        };
        match &**any {
            [Atom::Term(None, term)] => term.sole(),
            _ => None,
        }
    }
}

impl Atom {
    /// The term that a text must hold for it; `None` where that cannot be said.
    fn term(&self) -> Option<&Term> {
        match self {
            // Both stand in the text.
            Self::Term(None | Some(Field::Title | Field::Byline), term) => Some(term),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::search::{Field, Gaps, Marks, Query, Rules};

    fn check(typed: &str, want: &[&[&str]]) {
        let query = Query::filter(typed, Rules::default(), &[Field::Title, Field::Date]);
        let got: Vec<Vec<String>> = query
            .needs()
            .iter()
            .map(|choices| choices.iter().map(|need| need.chars.iter().collect()).collect())
            .collect();
        assert_eq!(got, want, "{typed}");
    }

    #[test]
    fn a_query_says_what_a_text_must_hold() {
        check("渡口", &[&["渡口"]]);
        check("渡口 title:燈", &[&["渡口"], &["灯"]]);
        check("渡口|船 -风", &[&["渡口", "船"]]);
        check("\"Ａ 船\"", &[&["a 船"]]);
        for nothing in ["", "-风", "/渡.口/", "渡口|/x/", "dukou", "渡口|dukou", "date:2026", "source:x"]
        {
            check(nothing, &[]);
        }
    }

    #[test]
    fn of_a_word_by_the_default_rules_it_is_said_that_it_is_all() {
        let marks = Rules { marks: Marks::Ignored, ..Rules::default() };
        let gaps = Rules { gaps: Gaps::None, ..Rules::default() };
        for (typed, rules, want) in [
            ("渡口", Rules::default(), Some("渡口")),
            ("\"國Ａ\"", Rules::default(), Some("国a")),
            ("渡口", marks, None),
            ("渡口", gaps, None),
            ("渡 口", Rules::default(), None),
            ("-渡", Rules::default(), None),
            ("渡|口", Rules::default(), None),
            ("title:渡", Rules::default(), None),
            ("dukou", Rules::default(), None),
            ("渡 date:x", Rules::default(), None),
            ("", Rules::default(), None),
        ] {
            let query = Query::filter(typed, rules, &[Field::Title, Field::Date]);
            let got = query.sole().map(|chars| chars.into_iter().collect::<String>());
            assert_eq!(got.as_deref(), want, "{typed}");
            let slip = query.slipped().into_iter().next();
            assert!(slip.is_none_or(|slip| slip.sole().is_none()), "{typed}");
        }
    }

    #[test]
    fn what_may_stand_between_is_said() {
        for (marks, close) in [(Marks::Kept, true), (Marks::Ignored, false)] {
            let query = Query::new("渡口", Rules { marks, ..Rules::default() });
            assert_eq!(query.needs()[0][0].close, close);
        }
        assert!(Query::new("渡口 船", Rules::default()).needs().is_empty());
    }
}
