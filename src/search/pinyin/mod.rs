//! Latin letters found as the readings of Han characters: an automaton that holds all readings of a character at once,
//! one bit for each place of the query.
//!
//! Guarantees: the leftmost matches, each the shortest at its place, with at least one character that was read; time
//! grows with the text and not with the number of readings. Never: a query of one letter, one longer than 63
//! characters, or one with white space in it.

mod double;
mod sounds;
mod spell;
mod spelling;
mod steps;

pub use double::{SCHEMES, Scheme};
pub use sounds::{Bits, Paths, SOUNDS, Sounds};
pub use spell::{Fuzzy, Notation, PAIRS, Ways};
pub use spelling::{Spelling, Stretch};

use super::rules::{LONGEST_GAP, Rules};
use super::scan::Look;
use crate::article::Span;
use crate::text::pinyin::{Readings, Syllable};
use crate::text::same::{fold, variants};
use steps::Steps;

/// Longest full way of a syllable.
const STEP: usize = 6;

/// Most characters of a query: a bit each, and one for the end.
const LONGEST: usize = 63;

/// A query in Latin letters, ready to be looked for.
#[derive(Clone, Debug)]
pub(super) struct Pinyin {
    rules: Rules,
    /// As it was typed, folded, without apostrophes between letters.
    letters: Vec<char>,
    /// How each syllable may go on.
    moves: Vec<Moves>,
    /// Of each set of syllables, from which places one of them goes on, and where from the first place.
    sets: Vec<(u64, u64)>,
    /// The same for a character: most of a text's characters go nowhere, which this says at once.
    steps: Steps,
    /// The places at which each character stands for itself.
    ascii: Box<[u64; 128]>,
    others: Vec<(char, u64)>,
    /// The bit behind the last place.
    end: u64,
    /// Whether only Han characters next to each other match, two of them or one that is all of the syllable: two letters
    /// are too few for anything else.
    strict: bool,
}

/// How a syllable goes on in the query: bit `i` says from place `i`.
#[derive(Clone, Copy, Debug, Default)]
struct Moves {
    /// To the end: what is left of the query begins the syllable.
    finish: u64,
    /// By so many characters and one.
    by: [u64; STEP],
    /// All of these.
    any: u64,
}

/// Where the automaton is: with a character that was read, or with none yet.
#[derive(Clone, Copy, Debug)]
struct At {
    read: u64,
    plain: u64,
}

/// A query taken apart.
struct Letters {
    chars: Vec<char>,
    /// Whether a letter may be part of a syllable: small, or a capital among small ones.
    spell: Vec<bool>,
    /// Places where a syllable must begin, by an apostrophe.
    cuts: Vec<usize>,
}

impl Letters {
    fn new(typed: &str, rules: Rules) -> Self {
        let mut letters = Self { chars: Vec::new(), spell: Vec::new(), cuts: Vec::new() };
        let wanted = rules.wanted(typed.chars());
        let is_latin = |c: &char| c.is_ascii_alphabetic();
        let half = |c: char| crate::text::fold::fold_char(c);
        let capital = |c: char| c.is_uppercase();
        let mut before = None;
        for run in wanted.chunk_by(|a, b| is_latin(&half(*a)) == is_latin(&half(*b))) {
            let small = !run.iter().all(|&c| capital(c)) && run.first().is_some_and(|&c| is_latin(&half(c)));
            for &c in run {
                let folded = fold(c);
                if folded == '\'' && before.is_some_and(|b: char| b.is_ascii_alphabetic()) {
                    letters.cuts.push(letters.chars.len());
                } else {
                    letters.chars.push(if folded == 'ü' { 'v' } else { folded });
                    letters.spell.push(small || folded == 'ü' || folded == ';');
                }
                before = Some(folded);
            }
        }
        letters
    }

    /// Whether there is anything to be read.
    fn is_query(&self) -> bool {
        let letters = self.chars.iter().zip(&self.spell).any(|(c, spell)| *spell && c.is_ascii_alphabetic());
        letters && (2..=LONGEST).contains(&self.chars.len()) && !self.chars.iter().any(|c| c.is_whitespace())
    }

    /// Whether two letters are all there is: two initials, or one syllable.
    fn is_strict(&self) -> bool {
        self.chars.len() == 2 && self.spell.iter().all(|spell| *spell)
    }

    /// How many characters from `at` on are those of `way`; `None` where they are others.
    fn follows(&self, at: usize, way: &str) -> Option<usize> {
        let mut length = 0;
        for want in way.chars() {
            let place = at + length;
            let Some(&c) = self.chars.get(place) else { break };
            let cut = length > 0 && self.cuts.contains(&place);
            if c != want || cut || self.spell.get(place) != Some(&true) {
                return None;
            }
            length += 1;
        }
        (length > 0).then_some(length)
    }

    /// How a syllable that can be typed in these ways goes on.
    fn moves(&self, ways: &Ways) -> Moves {
        let mut moves = Moves::default();
        let full = ways.full.iter().map(|way| (way, true));
        for (way, is_full) in full.chain(ways.initial.iter().map(|way| (way, false))) {
            let begins = way.chars().next();
            for (at, _) in self.chars.iter().enumerate().filter(|(_, c)| Some(**c) == begins) {
                let bit = 1_u64 << at;
                let Some(length) = self.follows(at, way) else { continue };
                let whole = is_full && length == way.len();
                if self.is_strict() && length == 2 && !whole {
                    continue;
                }
                if length == way.len() {
                    if let Some(by) = moves.by.get_mut(length - 1) {
                        *by |= bit;
                    }
                } else if is_full && at + length == self.chars.len() {
                    moves.finish |= bit;
                }
            }
        }
        moves.any = moves.by.iter().fold(moves.finish, |all, places| all | places);
        moves
    }
}

impl Pinyin {
    /// What `typed` says; `None` where it is no query in letters.
    pub(super) fn new(typed: &str, rules: Rules) -> Option<Self> {
        let letters = Letters::new(typed, rules);
        if !rules.notation.on || !letters.is_query() {
            return None;
        }
        let table = Readings::table();
        let moves: Vec<Moves> = rules.notation.all_ways().iter().map(|ways| letters.moves(ways)).collect();
        let mut pinyin = Self {
            rules,
            moves,
            sets: Vec::new(),
            steps: Steps::default(),
            ascii: Box::new([0; 128]),
            others: Vec::new(),
            end: 1 << letters.chars.len(),
            strict: letters.is_strict(),
            letters: letters.chars,
        };
        let themselves = if pinyin.strict { Vec::new() } else { pinyin.letters.clone() };
        for (at, c) in themselves.into_iter().enumerate() {
            for form in variants(c) {
                pinyin.stands_for_itself(form, 1 << at);
            }
        }
        pinyin.others.sort_unstable();
        pinyin.sets = (0..table.sets()).map(|set| pinyin.of_set(table.of_set(set))).collect();
        pinyin.steps = Steps::of(&pinyin, table);
        Some(pinyin)
    }

    /// Of some syllables, from which places one of them goes on, and where from the first place.
    fn of_set(&self, syllables: &[Syllable]) -> (u64, u64) {
        let moves = syllables.iter().filter_map(|syllable| self.moves.get(usize::from(*syllable)));
        moves.fold((0, 0), |(any, first), moves| (any | moves.any, first | moves.from(1, self.end)))
    }

    fn stands_for_itself(&mut self, form: char, bit: u64) {
        if let Some(places) = self.ascii.get_mut(form as usize) {
            *places |= bit;
        } else if let Some((_, places)) = self.others.iter_mut().find(|(other, _)| *other == form) {
            *places |= bit;
        } else {
            self.others.push((form, bit));
        }
    }

    /// The places at which `c` stands for itself.
    #[inline]
    fn itself(&self, c: char) -> u64 {
        if let Some(places) = self.ascii.get(c as usize) {
            return *places;
        }
        if self.others.first().is_none_or(|(first, _)| c < *first) {
            return 0;
        }
        let found = self.others.binary_search_by_key(&c, |(other, _)| *other);
        found.ok().and_then(|at| self.others.get(at)).map_or(0, |(_, places)| *places)
    }

    /// The first match that begins where it is looked for.
    pub(super) fn find(&self, text: &str, look: Look) -> Option<Span> {
        let table = Readings::table();
        let rest = text.get(look.at..)?;
        let matched = |at: usize| {
            let length = self.matched(table, rest.get(at..)?)?;
            Some(Span::new(look.at + at, look.at + at + length))
        };
        let mut before = (0, 0);
        for (at, c) in rest.char_indices() {
            let (any, first) = self.steps.of_char(c).unwrap_or_else(|| self.ways(table, c));
            // Two characters are looked at together: one alone begins too often, and cannot be foreseen.
            if before.0 & any != 0
                && let Some(span) = matched(before.1)
            {
                return Some(span);
            }
            if look.at + at >= look.to {
                return None;
            }
            if first & self.end != 0 {
                return matched(at);
            }
            before = (first, at);
        }
        None
    }

    fn set(&self, set: usize) -> (u64, u64) {
        self.sets.get(set).copied().unwrap_or_default()
    }

    /// From which places `c` goes on, from all where it may be passed over, and where from the first place.
    fn ways(&self, table: &Readings, c: char) -> (u64, u64) {
        let (any, first) = self.set(table.set(c));
        let itself = self.itself(c);
        let over = if self.rules.passes_over(c) { u64::MAX } else { 0 };
        (any | itself | over, first | (itself & 1) << 1)
    }

    /// The bytes of the shortest match at the start of `rest`.
    fn matched(&self, table: &Readings, rest: &str) -> Option<usize> {
        let mut chars = rest.chars();
        let mut before = chars.next()?;
        let mut at = At { read: self.set(table.set(before)).1, plain: (self.itself(before) & 1) << 1 };
        while at.read & self.end == 0 {
            if at.read | at.plain == 0 {
                return None;
            }
            let mut c = chars.next()?;
            if self.rules.passes_over(c) {
                c = self.pass_over(before, c, &mut chars)?;
            }
            at = self.step(table, at, c);
            before = c;
        }
        Some(rest.len() - chars.as_str().len())
    }

    /// The character behind a gap, if there may be one here.
    fn pass_over(&self, left: char, first: char, chars: &mut std::str::Chars<'_>) -> Option<char> {
        let mut c = first;
        let mut passed = 0;
        while !self.strict && passed < LONGEST_GAP && self.rules.passes_over(c) {
            passed += 1;
            c = chars.next()?;
        }
        (passed > 0 && !self.rules.passes_over(c) && self.rules.may_gap(left, c)).then_some(c)
    }

    #[inline]
    fn step(&self, table: &Readings, at: At, c: char) -> At {
        let itself = self.itself(c);
        let mut next = At { read: (at.read & itself) << 1, plain: (at.plain & itself) << 1 };
        let from = at.read | at.plain;
        let set = table.set(c);
        if self.set(set).0 & from != 0 {
            let moves =
                table.of_set(set).iter().filter_map(|syllable| self.moves.get(usize::from(*syllable)));
            next.read |= moves.fold(0, |read, moves| read | moves.from(from, self.end));
        }
        next
    }
}

impl Moves {
    /// The places to which it goes from the places `from`.
    #[inline]
    fn from(&self, from: u64, end: u64) -> u64 {
        if self.any & from == 0 {
            return 0;
        }
        let finished = if self.finish & from == 0 { 0 } else { end };
        let by = self.by.iter().enumerate();
        by.fold(finished, |all, (by, places)| all | (from & places) << (by + 1))
    }
}
