//! Whether a dump may become articles that answer a query, by a look at the dump before recovery is run.
//!
//! Guarantees: whoever drops the dumps that do not pass drops no article that answers, wherever recovery joins pieces of it
//! (`tests/hunting.rs`); a gap of hundreds of characters without a line's end is not looked over. Never: a match told; a dump
//! that passes may hold none.

use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;

use super::literal::Literal;
use super::scan::scan;
use super::{Need, Query};
use crate::text::hazard::is_hazard;
use crate::text::same::{fold, is_mark, variants};

/// What a dump must hold: of each part one.
#[derive(Clone, Debug)]
pub struct Sieve {
    parts: Vec<Vec<Words>>,
}

/// Characters that a dump may hold in one piece, or in pieces at the ends of its lines.
#[derive(Clone, Debug)]
struct Words {
    whole: Literal,
    /// Folded, without white space; without marks where those do not count.
    chars: Vec<char>,
    /// Every form of each of them: what is looked up here need not be folded.
    forms: Vec<char>,
    marks: bool,
}

impl Sieve {
    /// A sieve for what `query` needs.
    pub fn new(query: &Query) -> Self {
        let of_part = |choices: Vec<Need>| choices.iter().map(Words::new).collect();
        let has_words = |choices: &Vec<Words>| choices.iter().all(|words| !words.chars.is_empty());
        Self { parts: query.needs().into_iter().map(of_part).filter(has_words).collect() }
    }

    /// Whether nothing can be dropped.
    pub const fn is_open(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether `dump` may hold what is needed; `None` when `stop` was set on the way.
    pub fn passes(&self, dump: &str, stop: &AtomicBool) -> Option<bool> {
        for choices in &self.parts {
            let mut holds = false;
            for words in choices {
                holds = holds || words.may_stand_in(dump, stop)?;
            }
            if !holds {
                return Some(false);
            }
        }
        Some(true)
    }
}

impl Words {
    fn new(need: &Need) -> Self {
        let kept = |c: &char| !c.is_whitespace() && (need.close || !is_mark(*c));
        let chars: Vec<char> = need.chars.iter().copied().filter(kept).collect();
        let forms = chars.iter().flat_map(|&c| variants(c)).collect();
        Self { whole: Literal::in_dump(need), chars, forms, marks: need.close }
    }

    fn may_stand_in(&self, dump: &str, stop: &AtomicBool) -> Option<bool> {
        let mut is_in = false;
        scan(
            dump,
            stop,
            |look| self.whole.find(dump, look),
            |_| {
                is_in = true;
                ControlFlow::Break(())
            },
        )?;
        Some(is_in || self.may_be_cut(dump))
    }

    /// Whether a line ends with a beginning of the words and another begins with the rest, or lies inside them: recovery
    /// may put such lines together from all over the page.
    fn may_be_cut(&self, dump: &str) -> bool {
        let all = self.chars.len();
        let (mut ends, mut starts) = (vec![false; all], vec![false; all]);
        let mut from = 0;
        for at in memchr::memchr2_iter(b'\n', b'\r', dump.as_bytes()).chain([dump.len()]) {
            let line = dump.get(from..at).unwrap_or_default();
            from = at + 1;
            // Nearly all lines are done with after a look at their edges.
            let edges = [self.kept(line.chars()).next(), self.kept(line.chars().rev()).next()];
            if !edges.iter().flatten().any(|edge| self.forms.contains(edge)) {
                continue;
            }
            for (cut, (ends, starts)) in ends.iter_mut().zip(&mut starts).enumerate().skip(1) {
                let (before, behind) = self.chars.split_at_checked(cut).unwrap_or_default();
                *ends |= self.wanted(line.chars().rev()).take(cut).eq(before.iter().rev().copied());
                *starts |= self.wanted(line.chars()).take(all - cut).eq(behind.iter().copied());
            }
            if self.is_inside(line) {
                return true;
            }
        }
        ends.iter().zip(&starts).any(|(ends, starts)| *ends && *starts)
    }

    /// Whether all of a line lies inside the words.
    fn is_inside(&self, line: &str) -> bool {
        let own: Vec<char> = self.wanted(line.chars()).take(self.chars.len()).collect();
        !own.is_empty()
            && own.len() < self.chars.len()
            && self.chars.windows(own.len()).any(|part| part == own)
    }

    /// The characters of a line that count, folded.
    fn wanted(&self, line: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
        self.kept(line).map(fold)
    }

    /// The characters of a line that count, as they stand.
    fn kept(&self, line: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
        line.filter(|c| !c.is_whitespace() && !is_hazard(*c) && (self.marks || !is_mark(*c)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::Sieve;
    use crate::search::{Field, Marks, Query, Rules};

    /// Whether a dump passes; a `~` in the query lets marks not count.
    fn passes(typed: &str, dump: &str) -> bool {
        let marks = if typed.contains('~') { Marks::Ignored } else { Marks::Kept };
        let rules = Rules { marks, ..Rules::default() };
        let query = Query::filter(&typed.replace('~', ""), rules, &[Field::Title, Field::Date]);
        Sieve::new(&query).passes(dump, &AtomicBool::new(false)).unwrap()
    }

    #[test]
    fn a_dump_without_the_words_does_not_pass() {
        for (typed, dump) in [
            ("科创中心", "科创与中心"),
            ("科创中心", "在科\n别的\n中心城"),
            ("科创 灯", "科创中心"),
            ("灯|船", "渡口"),
            ("title:灯", "渡口"),
            ("AB", "a-b"),
            ("渡口", "江口渡船"),
            ("渡口", "江口\n渡船"),
        ] {
            assert!(!passes(typed, dump), "{typed} in {dump:?}");
        }
    }

    #[test]
    fn words_pass_in_every_form_and_however_they_are_cut() {
        for (typed, dump) in [
            ("科创中心", "国际科創中心"),
            ("科创中心", "国际科\u{200b}创 中\u{3000}心"),
            ("科创中心", "国际科创\r\n\r\n　　中心城"),
            ("科创中心", "国际科创  \n\n另一篇的标题\n\n\u{ad}　中心城"),
            ("科创中心", "国际科\n\n别的\n\n创中\n\n别的\n\n心城"),
            ("渡口", "老渡\n别的\n口上"),
            ("~长三角国际", "长(三角)\n别的\n（国际"),
            ("a b", "a\n\nb"),
            ("-灯", "渡口"),
            ("/x/", "渡口"),
            ("dukou", "渡口"),
            ("dukou", "山"),
            ("", "山"),
            ("。", "好。"),
        ] {
            assert!(passes(typed, dump), "{typed} in {dump:?}");
        }
    }

    #[test]
    fn a_sieve_stops_when_nobody_waits_for_it() {
        let sieve = Sieve::new(&Query::filter("灯", Rules::default(), &[]));
        assert_eq!(sieve.passes("渡口", &AtomicBool::new(true)), None);
    }
}
