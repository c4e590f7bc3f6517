//! What a text must hold for a query to match in it: what an index can answer without the text.
//!
//! Guarantees: whoever drops the texts that do not hold what is needed drops no match. Never: an index.

use super::Query;
use super::language::Atom;
use super::subject::Field;

/// Characters that stand one behind another in a text, each in folded form ([`crate::text::same::fold`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The characters.
    pub chars: Vec<char>,
    /// Whether nothing but white space stands between two of them; else marks may too.
    pub close: bool,
}

impl Query {
    /// For each part of the query of which a text must hold one: the choices. A part of which nothing can be said is
    /// left out, so no part at all means any text.
    pub fn needs(&self) -> Vec<Vec<Need>> {
        let whole = self.whole.as_ref().filter(|_| self.clauses.is_empty());
        let whole = whole.map(|term| term.need().map(|need| vec![need]));
        let wanted = self.clauses.iter().filter(|clause| !clause.not && self.whole.is_none());
        let parts = wanted.map(|clause| clause.any.iter().map(Atom::need).collect());
        whole.into_iter().chain(parts).flatten().collect()
    }
}

impl Atom {
    /// What a text must hold for it; `None` where that cannot be said.
    fn need(&self) -> Option<Need> {
        match self {
            // Both stand in the text.
            Self::Term(None | Some(Field::Title | Field::Byline), term) => term.need(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::search::{Field, Marks, Query, Rules};

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
    fn what_may_stand_between_is_said() {
        for (marks, close) in [(Marks::Kept, true), (Marks::Ignored, false)] {
            let query = Query::new("渡口", Rules { marks, ..Rules::default() });
            assert_eq!(query.needs()[0][0].close, close);
        }
        assert!(Query::new("渡口 船", Rules::default()).needs().is_empty());
    }
}
