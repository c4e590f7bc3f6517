//! From one place of a text to the next at which a query may be answered.
//!
//! Guarantees: whoever looks only at parts of the text that hold a place misses no part that answers by itself, if he goes on
//! behind each part he looked at; the text is gone through once for each word. Never: a match told.

use std::sync::atomic::AtomicBool;

use super::Query;
use super::term::Term;

/// Behind all texts: that there is no place.
pub const NOWHERE: usize = usize::MAX;

/// A text that is gone through.
#[derive(Debug)]
pub struct Places<'a> {
    text: &'a str,
    /// Words of which one must stand there as it was typed, each with where it stands next; none where that is not known.
    words: Vec<(&'a Term, Option<usize>)>,
}

impl Query {
    /// The places of `text`.
    pub fn places<'a>(&'a self, text: &'a str) -> Places<'a> {
        let words = self.words().map(|(words, _)| words).unwrap_or_default();
        let are_plain = words.iter().all(|word| word.is_plain());
        Places { text, words: words.into_iter().filter(|_| are_plain).map(|word| (word, None)).collect() }
    }
}

impl Places<'_> {
    /// The first place from `from` on, which never falls, or [`NOWHERE`]; `None` when `stop` was set on the way.
    pub fn next(&mut self, from: usize, stop: &AtomicBool) -> Option<usize> {
        if self.words.is_empty() {
            return Some(from);
        }
        let mut first = NOWHERE;
        for (word, next) in &mut self.words {
            if next.is_none_or(|next| next < from) {
                let found = word.first(self.text.get(from..)?, stop)?;
                *next = Some(from.saturating_add(found));
            }
            first = first.min(next.unwrap_or(NOWHERE));
        }
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::Query;
    use crate::search::{Field, Rules};

    #[test]
    fn a_text_is_gone_through_from_place_to_place() {
        let stop = AtomicBool::new(false);
        for (typed, text, want) in [
            ("渡口", "渡口的灯，渡口", &[0, 15][..]),
            ("渡口", "的渡 口灯，渡\u{3000}\u{3000}口渡口", &[3, 16, 28]),
            ("渡口", "渡\n口", &[]),
            ("國际", "国际國際", &[0, 6]),
            ("灯|渡口", "渡口的灯渡口", &[0, 9, 12]),
            ("灯 渡口", "渡口的灯渡口灯", &[9, 18]),
            ("-渡口", "ab", &[0, 1, 2]),
            ("title:渡口", "ab", &[0, 1, 2]),
            ("渡口|dukou", "ab", &[0, 1, 2]),
        ] {
            let query = Query::filter(typed, Rules::default(), &[Field::Title]);
            let (mut places, mut got, mut from) = (query.places(text), Vec::new(), 0);
            while let Some(rest) = text.get(places.next(from, &stop).unwrap()..) {
                got.push(text.len() - rest.len());
                from = text.len() - rest.len() + rest.chars().next().map_or(1, char::len_utf8);
            }
            assert_eq!(got, want, "{typed} in {text}");
        }
        let query = Query::filter("渡口", Rules::default(), &[]);
        assert_eq!(query.places("渡口").next(0, &AtomicBool::new(true)), None);
    }
}
