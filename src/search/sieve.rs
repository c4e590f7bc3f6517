//! Whether a dump may become articles that answer a query, by a look at the dump before recovery is run.
//!
//! Of each word the rarest character is looked for, and what stands around it is compared with the rest of the word, up to the
//! ends of its line: there recovery may go on with another line from anywhere in the page.
//!
//! Guarantees: whoever drops the dumps that do not pass drops no article that answers, wherever recovery joins pieces of it
//! (`tests/hunting.rs`), however they are written. Never: a match told; a dump that passes may hold none.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use super::literal::share;
use super::needle::Needle;
use super::rules::Marks;
use super::scan::{Look, scan};
use super::{Need, Query};
use crate::article::Span;
use crate::text::hazard::is_hazard;
use crate::text::same::{is_mark, variants};

/// Bytes of the first dump that say which characters are rare.
const LEARNT: usize = 1 << 18;

/// What a dump must hold: of each part one.
#[derive(Clone, Debug)]
pub struct Sieve {
    parts: Vec<Vec<Word>>,
}

/// Characters that a dump may hold in one piece, or in pieces at the ends of its lines.
#[derive(Clone, Debug)]
struct Word {
    /// The forms of each, without white space; without marks where those do not count.
    chars: Vec<Vec<char>>,
    marks: Marks,
    /// Which of them is looked for; the first dump says which is the rarest.
    rarest: OnceLock<(usize, Needle)>,
}

/// How far a word goes on in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// To its end.
    Whole,
    /// Over so many of its characters, where the line ends.
    Edge(usize),
    /// Something else stands there.
    Other,
}

impl Sieve {
    /// A sieve for what `query` needs.
    pub fn new(query: &Query) -> Self {
        let of_part = |choices: Vec<Need>| choices.iter().map(Word::new).collect();
        let has_words = |choices: &Vec<Word>| choices.iter().all(|word| !word.chars.is_empty());
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
            for word in choices {
                holds = holds || word.may_stand_in(dump, stop)?;
            }
            if !holds {
                return Some(false);
            }
        }
        Some(true)
    }
}

impl Word {
    fn new(need: &Need) -> Self {
        let marks = if need.close { Marks::Kept } else { Marks::Ignored };
        let kept = |c: &char| !c.is_whitespace() && (need.close || !is_mark(*c));
        let folded = need.chars.iter().filter(|c| kept(c));
        Self { chars: folded.map(|&c| variants(c)).collect(), marks, rarest: OnceLock::new() }
    }

    /// Which of its characters is the rarest, in newspapers and in the beginning of this dump, and what looks for it.
    fn rarest(&self, dump: &str) -> (usize, Needle) {
        let needle = |forms: &[char]| {
            Needle::new(&forms.iter().map(|c| c.to_string().into_bytes()).collect::<Vec<_>>())
        };
        let cost = |(at, forms): (usize, &Vec<char>)| {
            let (needle, mut times, mut from) = (needle(forms), 0, 0);
            while let Some(found) = needle.find(dump.as_bytes(), from, LEARNT.min(dump.len())) {
                (times, from) = (times + 1, found + 1);
            }
            // Many forms cost about as much as a few more places.
            let usual = forms.first().map_or(1, |&c| share(c));
            ((usual + times) * 3 + forms.len() * 4, at, needle)
        };
        let rarest = self.chars.iter().enumerate().map(cost).min_by_key(|(cost, ..)| *cost);
        rarest.map_or((0, Needle::None), |(_, at, needle)| (at, needle))
    }

    fn may_stand_in(&self, dump: &str, stop: &AtomicBool) -> Option<bool> {
        let (rarest, needle) = self.rarest.get_or_init(|| self.rarest(dump));
        let find = |look: Look| {
            let at = needle.find(dump.as_bytes(), look.at, look.to)?;
            Some(Span::new(at, at + dump.get(at..)?.chars().next()?.len_utf8()))
        };
        // Where the word goes on in a line that begins so, or one that ends so.
        let [mut begins, mut ends] = [BTreeSet::new(), BTreeSet::new()];
        let mut stands = false;
        scan(dump.as_bytes(), stop, find, |span| {
            match self.around(dump, *rarest, span) {
                (Reach::Other, _) | (_, Reach::Other) => {}
                (Reach::Whole, Reach::Edge(behind)) => drop(begins.insert(rarest + 1 + behind)),
                (Reach::Edge(before), Reach::Whole) => drop(ends.insert(rarest - before)),
                (Reach::Whole, Reach::Whole) | (Reach::Edge(_), Reach::Edge(_)) => stands = true,
            }
            if stands { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        Some(stands || (begins.len() + ends.len() > 0 && self.goes_on(dump, &begins, &ends)))
    }

    /// How far the word goes on before and behind its rarest character.
    fn around(&self, dump: &str, rarest: usize, span: Span) -> (Reach, Reach) {
        let (before, rest) = self.chars.split_at_checked(rarest).unwrap_or_default();
        let behind = rest.get(1..).unwrap_or_default();
        let right = dump.get(span.end..).map_or(Reach::Other, |text| self.reach(text.chars(), behind.iter()));
        if right == Reach::Other {
            return (right, right);
        }
        let left = dump.get(..span.start).unwrap_or_default();
        (self.reach(left.chars().rev(), before.iter().rev()), right)
    }

    /// Whether some line begins with what stands behind one of the cuts `begins`, or ends with what stands before one of
    /// `ends`, or lies inside of that.
    fn goes_on(&self, dump: &str, begins: &BTreeSet<usize>, ends: &BTreeSet<usize>) -> bool {
        let is_so = |reach| !matches!(reach, Reach::Other | Reach::Edge(0));
        let mut from = 0;
        memchr::memchr2_iter(b'\n', b'\r', dump.as_bytes()).chain([dump.len()]).any(|at| {
            let line = dump.get(from..at).unwrap_or_default();
            from = at + 1;
            let behind = |cut: &usize| self.chars.get(*cut..).unwrap_or_default().iter();
            let before = |cut: &usize| self.chars.get(..*cut).unwrap_or_default().iter().rev();
            begins.iter().any(|cut| is_so(self.reach(line.chars(), behind(cut))))
                || ends.iter().any(|cut| is_so(self.reach(line.chars().rev(), before(cut))))
        })
    }

    /// How far `line` goes on with `chars`.
    fn reach<'a>(
        &self,
        mut line: impl Iterator<Item = char>,
        chars: impl Iterator<Item = &'a Vec<char>>,
    ) -> Reach {
        for (done, forms) in chars.enumerate() {
            loop {
                match line.next() {
                    None | Some('\n' | '\r') => return Reach::Edge(done),
                    Some(c) if forms.contains(&c) => break,
                    Some(c) if self.passes_over(c) => {}
                    Some(_) => return Reach::Other,
                }
            }
        }
        Reach::Whole
    }

    /// Whether recovery may leave `c` out, or the matcher look over it.
    fn passes_over(&self, c: char) -> bool {
        c.is_whitespace() || is_hazard(c) || self.marks == Marks::Ignored && is_mark(c)
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
