//! From one place of a text to the next at which a query may be answered.
//!
//! Guarantees: whoever looks only at parts of the text that hold a place misses no part that answers by itself, if he goes on
//! behind each part he looked at; the text is gone through once for each word. Never: a match told.

use std::sync::atomic::AtomicBool;

use super::Query;
use super::term::Term;
use crate::article::Span;

/// Behind all texts: that there is no place.
pub const NOWHERE: Span = Span::new(usize::MAX, usize::MAX);

/// A text that is gone through.
#[derive(Debug)]
pub struct Places<'a> {
    text: &'a [u8],
    /// Words of which one must stand there as it was typed, each with where it stands next; none where that is not known.
    words: Vec<(&'a Term, Option<Span>)>,
    /// Whether that is all that is asked.
    are_all: bool,
}

impl Query {
    /// The places of `text`, of which nobody need have looked yet whether it is one.
    pub fn places<'a>(&'a self, text: &'a [u8]) -> Places<'a> {
        let (words, are_all) = self.words().unwrap_or_default();
        let are_plain = words.iter().all(|word| word.is_plain());
        let words = words.into_iter().filter(|_| are_plain).map(|word| (word, None)).collect();
        Places { text, words, are_all }
    }
}

impl Places<'_> {
    /// The first place from `from` on, which never falls, or [`NOWHERE`]; `None` when `stop` was set on the way. A text that
    /// holds all of the place answers the query; a place of which that is not known ends nowhere.
    pub fn next(&mut self, from: usize, stop: &AtomicBool) -> Option<Span> {
        if self.words.is_empty() {
            return Some(Span::new(from, NOWHERE.end));
        }
        let mut first = NOWHERE;
        for (word, next) in &mut self.words {
            if next.is_none_or(|next| next.start < from) {
                let found = word.first(self.text.get(from..)?, stop)?;
                *next = Some(Span::new(from.saturating_add(found.start), from.saturating_add(found.end)));
            }
            first = next.filter(|next| next.start < first.start).unwrap_or(first);
        }
        Some(if self.are_all { first } else { Span::new(first.start, NOWHERE.end) })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::{NOWHERE, Query};
    use crate::article::Span;
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
            let (mut places, mut got, mut from) = (query.places(text.as_bytes()), Vec::new(), 0);
            while let Some(rest) = text.get(places.next(from, &stop).unwrap().start..) {
                got.push(text.len() - rest.len());
                from = text.len() - rest.len() + rest.chars().next().map_or(1, char::len_utf8);
            }
            assert_eq!(got, want, "{typed} in {text}");
        }
        let query = Query::filter("渡口", Rules::default(), &[]);
        assert_eq!(query.places("渡口".as_bytes()).next(0, &AtomicBool::new(true)), None);
    }

    #[test]
    fn a_place_ends_where_what_holds_all_of_it_answers() {
        for (typed, text, want) in [
            ("渡口", "的渡 口灯", Span::new(3, 10)),
            ("灯塔|渡口", "渡口灯塔", Span::new(0, 6)),
            ("渡口", "灯", NOWHERE),
            ("灯 渡口", "渡口灯", Span::new(6, NOWHERE.end)),
            ("渡口 -灯", "渡口灯", Span::new(0, NOWHERE.end)),
            ("-渡口", "渡口", Span::new(0, NOWHERE.end)),
            ("title:渡口", "渡口", Span::new(0, NOWHERE.end)),
            ("渡口|dukou", "渡口", Span::new(0, NOWHERE.end)),
        ] {
            let query = Query::filter(typed, Rules::default(), &[Field::Title]);
            let place = query.places(text.as_bytes()).next(0, &AtomicBool::new(false));
            assert_eq!(place, Some(want), "{typed} in {text}");
        }
    }
}
