//! Characters found as they stand, each in any of its forms; what may be passed over between two of them is.
//!
//! Guarantees: the leftmost matches, as if each place of the text were tried; the query is folded, never the text, so
//! a match is bytes of the text as it stands. Never: a look back before the end of the match before.

use super::chars::{Chars, length};
use super::needle::{MOST, Needle};
use super::needs::Need;
use super::rules::{Gaps, LONGEST_GAP, Marks, Rules};
use super::scan::Look;
use super::slip::{LENGTHS, alike};
use crate::article::Span;
use crate::text::same::{fold, is_han, variants};

/// Most characters of a query that are looked for as one; a longer one is refused where it is read.
pub(super) const LONGEST: usize = 400;

/// The commonest characters of newspapers, the commonest first. The rest are rare enough to look for.
const COMMON: &str = "的一国在中是人和有大年不了发上为会业新工这日经到地市要出行行作生家以成时对方来个产高公学全用能分于同力进政动多业\
    我部后面社合化主建开现长他展加关下过民实体本重机可理事前保场城里水都法外民从推子天百间点科企区定级活海动入量三得自平两十通与性通员设向度万当期位最创项目强内月管资电意心好服就物务第如相之小文代特商品教交应看表技安名山路制但正代打投东化世信改所系统变件提增车计结等其及着并将由则数被让据说";

/// With what bytes white space begins, of one paragraph and of several. Han characters and the marks beside them do not, but
/// for a few, which are told from it where they are looked at.
const SPACES: [&[u8]; 10] =
    [b"\t", b"\x0b", b"\x0c", b"\r", b" ", b"\xc2", b"\xe1", b"\xe2", b"\xe3\x80\x80", b"\n"];

/// How many of ten thousand characters have one of these behind them.
const PASSED: usize = 150;

/// How much more it costs to go through ten thousand characters for several byte strings than for one, which is looked for
/// four times as fast: as much as this many rarities.
const SEVERAL: usize = 300;

/// How many bytes are gone through for one byte string while what stands around a place is compared.
const COMPARED: usize = 500;

/// A literal, ready to be looked for.
#[derive(Clone, Debug)]
pub(super) struct Literal {
    spots: Vec<Spot>,
    rules: Rules,
    /// Which of the spots is looked for first; all others are compared around it.
    anchor: usize,
    needle: Needle,
    /// The spot where other characters stand than were typed, if there is one.
    slip: Option<usize>,
}

/// A character of a literal.
#[derive(Clone, Debug)]
struct Spot {
    forms: Vec<char>,
    /// Whether something may be passed over before it.
    gap: Gap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    No,
    Yes,
}

impl Literal {
    /// What `typed` says.
    pub(super) fn new(typed: &str, rules: Rules) -> Self {
        let folded: Vec<char> = rules.wanted(typed.chars()).into_iter().map(fold).collect();
        let gap = |at: usize| {
            let (left, right) = (folded.get(at.wrapping_sub(1)), folded.get(at));
            let (Some(&left), Some(&right)) = (left, right) else { return Gap::No };
            let free = |c: char| !rules.passes_over(c) && !c.is_whitespace();
            if free(left) && free(right) && rules.may_gap(left, right) { Gap::Yes } else { Gap::No }
        };
        let spots: Vec<Spot> =
            folded.iter().enumerate().map(|(at, &c)| Spot { forms: variants(c), gap: gap(at) }).collect();
        let (anchor, needles) = anchor(&folded, &spots, passed(rules));
        Self { spots, rules, anchor, needle: Needle::new(&needles), slip: None }
    }

    /// The same with one character another, for each of its characters; none where it is not made of Han characters, or
    /// of too few or too many.
    pub(super) fn slips(&self) -> Vec<Self> {
        let folded: Vec<char> = self.spots.iter().filter_map(|spot| spot.forms.first().copied()).collect();
        let wanted = LENGTHS.contains(&folded.len()) && folded.iter().all(|&c| is_han(c));
        let slip = |(at, &c): (usize, &char)| {
            let mut spots = self.spots.clone();
            spots.get_mut(at)?.forms = alike(c);
            let (anchor, needles) = anchor(&folded, &spots, passed(self.rules));
            Some(Self { spots, anchor, needle: Needle::new(&needles), slip: Some(at), ..self.clone() })
        };
        folded.iter().enumerate().filter(|_| wanted).filter_map(slip).collect()
    }

    /// The same, of which that is looked for first which costs least in `sample`, a part of the text to be gone through.
    pub(super) fn tuned(&self, sample: &[u8]) -> Self {
        let cost = |way: &Way<'_>| {
            let needle = Needle::new(&way.needles(&self.spots));
            let (mut times, mut from) = (0, 0);
            while let Some(found) = needle.find(sample, from, sample.len()) {
                (times, from) = (times + 1, found + 1);
            }
            let bytes = if way.needles > 1 { sample.len() * 4 } else { sample.len() };
            (bytes + times * COMPARED, way.at, needle)
        };
        let ways = ways(&self.spots, passed(self.rules)).map(|way| cost(&way));
        let best = ways.min_by_key(|(cost, ..)| *cost);
        best.map_or_else(|| self.clone(), |(_, anchor, needle)| Self { anchor, needle, ..self.clone() })
    }

    /// What a text must hold for a match.
    pub(super) fn need(&self) -> Need {
        // Beside a slip the longer part is needed.
        let (before, behind) = self.slip.and_then(|at| self.spots.split_at_checked(at)).unwrap_or_default();
        let parts = [before, behind.get(1..).unwrap_or_default()];
        let part = parts.into_iter().max_by_key(|part| part.len()).filter(|_| self.slip.is_some());
        let spots = part.unwrap_or(&self.spots);
        let chars = spots.iter().filter_map(|spot| spot.forms.first().copied()).collect();
        Need { chars, close: self.rules.marks == Marks::Kept }
    }

    /// Its characters in folded form, where they are looked for by the default rules.
    pub(super) fn sole(&self) -> Option<Vec<char>> {
        let Rules { gaps, marks, .. } = Rules::default();
        let is_default = self.rules.gaps == gaps && self.rules.marks == marks;
        let chars = self.spots.iter().map(|spot| spot.forms.first().copied());
        if is_default && self.slip.is_none() { chars.collect() } else { None }
    }

    /// The first match that begins at `look.from` or later and whose anchor is looked for.
    pub(super) fn find(&self, text: &[u8], look: Look) -> Option<Span> {
        let mut at = look.at;
        while at < look.to {
            let found = self.needle.find(text, at, look.to)?;
            if let Some(span) = self.around(text, look.from, found) {
                return Some(span);
            }
            at = found + 1;
        }
        None
    }

    /// The match whose anchor stands at `at`, where one of its forms begins, if it begins at `from` or later.
    fn around(&self, text: &[u8], from: usize, at: usize) -> Option<Span> {
        let (before, after) = self.spots.split_at_checked(self.anchor)?;
        let mut end = at + length(*text.get(at)?);
        for spot in after.get(1..)? {
            end += self.ahead(text.get(end..)?, spot)?;
        }
        let mut start = at;
        let mut gap = after.first().map_or(Gap::No, |spot| spot.gap);
        for spot in before.iter().rev() {
            start -= self.behind(text.get(from..start)?, spot, gap)?;
            gap = spot.gap;
        }
        Some(Span::new(start, end))
    }

    /// The bytes at the start of `rest` up to the end of this spot.
    #[inline]
    fn ahead(&self, rest: &[u8], spot: &Spot) -> Option<usize> {
        let mut chars = Chars(rest);
        let mut c = chars.next()?;
        if !spot.forms.contains(&c) {
            let mut passed = 0;
            while spot.gap == Gap::Yes && passed < LONGEST_GAP && self.rules.passes_over(c) {
                passed += 1;
                c = chars.next()?;
            }
            if passed == 0 || !spot.forms.contains(&c) {
                return None;
            }
        }
        Some(rest.len() - chars.0.len())
    }

    /// The bytes at the end of `rest` from the start of this spot; `gap` is that behind it.
    fn behind(&self, rest: &[u8], spot: &Spot, gap: Gap) -> Option<usize> {
        let mut chars = Chars(rest);
        let mut c = chars.next_back()?;
        if !spot.forms.contains(&c) {
            let mut passed = 0;
            while gap == Gap::Yes && passed < LONGEST_GAP && self.rules.passes_over(c) {
                passed += 1;
                c = chars.next_back()?;
            }
            if passed == 0 || !spot.forms.contains(&c) {
                return None;
            }
        }
        Some(rest.len() - chars.0.len())
    }
}

/// About how many of ten thousand characters of a newspaper are this one.
pub(super) fn share(c: char) -> usize {
    match c {
        '\n' => 150,
        ' ' | ',' | '.' | '。' | '、' => 300,
        c if c.is_ascii_alphanumeric() => 60,
        c if !c.is_alphanumeric() => 80,
        c => COMMON.chars().position(|common| common == c).map_or(2, |rank| 10 + 600 / (rank + 2)),
    }
}

/// With what bytes begins what may be passed over; `None` where that is too much to look for.
fn passed(rules: Rules) -> Option<&'static [&'static [u8]]> {
    let paragraph = SPACES.split_last().map(|(_, spaces)| spaces);
    match (rules.marks, rules.gaps) {
        (Marks::Ignored, _) => None,
        (Marks::Kept, Gaps::None) => Some(&[]),
        (Marks::Kept, Gaps::Spaces) => paragraph,
        (Marks::Kept, Gaps::Paragraphs) => Some(&SPACES),
    }
}

/// What of a literal may be looked for first: a spot, or it with its neighbour.
#[derive(Clone, Copy)]
struct Way<'a> {
    at: usize,
    /// The neighbour, and what may be passed over before it.
    behind: Option<(&'a Spot, &'a [&'a [u8]])>,
    /// How many byte strings that is.
    needles: usize,
}

/// What may be looked for first.
fn ways<'a>(spots: &'a [Spot], between: Option<&'a [&'a [u8]]>) -> impl Iterator<Item = Way<'a>> {
    let of_spot = move |(at, spot): (usize, &'a Spot)| {
        let alone = Way { at, behind: None, needles: spot.forms.len() };
        let next = spots.get(at + 1).and_then(|next| Some((next, next.passed(between)?)));
        let both = next.map(|(next, passed)| {
            let needles = spot.forms.len() * (next.forms.len() + passed.len());
            Way { at, behind: Some((next, passed)), needles }
        });
        both.into_iter().chain([alone])
    };
    spots.iter().enumerate().flat_map(of_spot).filter(|way| (1..=MOST).contains(&way.needles))
}

impl Way<'_> {
    /// The byte strings.
    fn needles(&self, spots: &[Spot]) -> Vec<Vec<u8>> {
        let forms = spots.get(self.at).map_or(&[][..], |spot| &spot.forms);
        let behind = self.behind.map(|(next, passed)| next.beginnings(passed));
        let from = |c: &char| {
            let c = c.to_string().into_bytes();
            let with = |next: &Vec<u8>| [c.as_slice(), next].concat();
            behind.as_ref().map_or_else(|| vec![c.clone()], |behind| behind.iter().map(with).collect())
        };
        forms.iter().flat_map(from).collect()
    }
}

/// Which spot to look for first, and its byte strings: the rarest, or it with its neighbour, which is rarer than either; a
/// common one rather than several at once.
fn anchor(folded: &[char], spots: &[Spot], between: Option<&[&[u8]]>) -> (usize, Vec<Vec<u8>>) {
    let share_of = |at: usize| folded.get(at).map_or(1, |&c| share(c));
    let rarity = |way: &Way<'_>| {
        let several = if way.needles > 1 { SEVERAL } else { 0 };
        let here = share_of(way.at);
        let Some((next, _)) = way.behind else { return here * 3 + way.needles * 4 + several };
        let there = share_of(way.at + 1) + if next.gap == Gap::Yes { PASSED } else { 0 };
        here * there * 3 / 10_000 + way.needles / 2 + several
    };
    ways(spots, between).min_by_key(rarity).map_or((0, Vec::new()), |way| (way.at, way.needles(spots)))
}

impl Spot {
    /// With what may begin what stands before it and is passed over, as far as that is known.
    fn passed<'a>(&self, between: Option<&'a [&'a [u8]]>) -> Option<&'a [&'a [u8]]> {
        if self.gap == Gap::No { Some(&[]) } else { between }
    }

    /// With what bytes goes on what stands before it: one of its forms, or what is passed over.
    fn beginnings(&self, passed: &[&[u8]]) -> Vec<Vec<u8>> {
        let forms = self.forms.iter().map(|c| c.to_string().into_bytes());
        forms.chain(passed.iter().map(|bytes| bytes.to_vec())).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Literal, Look, passed};
    use crate::search::{Gaps, Marks, Rules};

    #[test]
    fn white_space_that_may_be_passed_over_begins_as_is_said() {
        for gaps in [Gaps::Spaces, Gaps::Paragraphs] {
            let rules = Rules { gaps, ..Rules::default() };
            for c in ('\0'..=char::MAX).filter(|c| rules.passes_over(*c)) {
                let begins = |bytes: &&[u8]| c.to_string().as_bytes().starts_with(bytes);
                assert!(passed(rules).unwrap().iter().any(begins), "{c:?}");
            }
        }
    }

    fn words(least: usize) -> impl Strategy<Value = String> {
        let part = prop::sample::select(vec![
            "江", "江", "风", "国", "國", "国", "a", "Ａ", "A", "，", " ", "\u{3000}", "\u{2002}", "\n", "𠀋",
        ]);
        prop::collection::vec(part, least..9).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]
        /// As if each place of the text were tried.
        #[test]
        fn the_leftmost_match_is_found_whichever_of_it_is_looked_for_first(
            typed in words(1),
            mut text in prop::collection::vec(words(0), 0..40).prop_map(|parts| parts.concat()),
            plant in any::<bool>(),
            gaps in prop::sample::select(vec![Gaps::None, Gaps::Spaces, Gaps::Paragraphs]),
            marks in prop::sample::select(vec![Marks::Kept, Marks::Ignored]),
        ) {
            if plant {
                text.push_str(&typed);
            }
            let literal = Literal::new(&typed, Rules { gaps, marks, ..Rules::default() });
            let tuned = literal.tuned(text.as_bytes());
            for literal in literal.slips().iter().chain([&literal, &tuned]) {
                let first = Literal { anchor: 0, ..literal.clone() };
                let begins = |at: usize, c: char| literal.spots[0].forms.contains(&c).then_some(at);
                let mut starts = text.char_indices().filter_map(|(at, c)| begins(at, c));
                let want = starts.find_map(|at| first.around(text.as_bytes(), 0, at));
                let got = literal.find(text.as_bytes(), Look { from: 0, at: 0, to: text.len() });
                prop_assert_eq!(got, want, "{} in {}", typed, text);
            }
        }
    }
}
