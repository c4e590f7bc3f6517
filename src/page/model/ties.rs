//! The words a short block shares with the text after it and with the text before it: the tie of a headline to its own
//! text.
//!
//! Guarantees: linear in the page: each pair and each run of three characters is looked up once and is a number from
//! then on; only the first [`LOOK`] characters of a block count. Never: a dictionary.

use rustc_hash::FxHashMap;

use super::look::Facts;
use crate::page::words::{is_everywhere, is_letter};

/// Characters of a block that count for shared words.
const LOOK: usize = 300;
/// Characters up to which a block is looked at as a title.
pub(super) const SHORT: usize = 90;
/// Body blocks before and after that a title is compared with.
const NEAR: usize = 4;
/// Runs of three that are counted.
const MANY: usize = 5;

/// What one short block shares with the text around it. Shares run from 0 to 1, counts to [`MANY`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tie {
    /// The share of its pairs that stand in the text after it too.
    pub(super) next: f32,
    /// The share of its pairs that stand in the text before it too.
    pub(super) last: f32,
    /// The share of pairs after it that stand before it too.
    pub(super) body: f32,
    /// Its runs of three that stand in the text after it too.
    pub(super) next3: u8,
    /// Its runs of three that stand in the text before it too.
    pub(super) last3: u8,
    /// The runs of three that stand both before and after it.
    pub(super) body3: u8,
    /// Its runs of three that stand in the first body block after it; nothing without one.
    pub(super) first3: Option<u8>,
}

/// The pairs and the runs of three characters of one block, each once, as numbers.
#[derive(Default)]
struct Grams {
    pairs: Vec<u32>,
    triples: Vec<u32>,
}

/// The ties of every block with at most [`SHORT`] characters; the others have none.
pub(super) fn ties(facts: &[Facts<'_>]) -> Vec<Tie> {
    let mut numbers = Numbers::with_room_for(facts);
    let grams: Vec<Grams> = facts.iter().map(|one| numbers.grams(one.text)).collect();
    let mut marks = Marks(vec![0; numbers.known.len()]);
    let tie = |(at, one): (usize, &Facts<'_>)| match one.size {
        ..=SHORT => marks.tie(facts, &grams, at),
        _ => Tie::default(),
    };
    facts.iter().enumerate().map(tie).collect()
}

/// A number for each run of characters on the page.
struct Numbers {
    known: FxHashMap<u64, u32>,
    /// The block that each run was last found in.
    within: Vec<u32>,
    block: u32,
}

impl Numbers {
    fn with_room_for(facts: &[Facts<'_>]) -> Self {
        // Two runs begin at each character, and about half of those on a page are there for the first time.
        let room = facts.iter().map(|one| one.size.min(LOOK)).sum::<usize>() * 10 / 9;
        let known = FxHashMap::with_capacity_and_hasher(room, rustc_hash::FxBuildHasher);
        Self { known, within: Vec::with_capacity(room), block: 0 }
    }

    fn grams(&mut self, text: &str) -> Grams {
        self.block += 1;
        let mut found = Grams::default();
        let (mut a, mut b) = (0, 0);
        let mut before = 0;
        for c in text.chars().take(LOOK) {
            let letter = if is_letter(c) { u64::from(c) } else { 0 };
            let own = if is_everywhere(c) { 0 } else { letter };
            if before != 0 && own != 0 {
                let gram = self.first_seen(before << 21 | own);
                found.pairs.extend(gram);
            }
            before = own;
            if a != 0 && b != 0 && letter != 0 {
                let gram = self.first_seen(a << 42 | b << 21 | letter);
                found.triples.extend(gram);
            }
            (a, b) = (b, letter);
        }
        found
    }

    /// The number of a run, if the block did not have it before.
    fn first_seen(&mut self, run: u64) -> Option<u32> {
        let next = self.within.len() as u32;
        let number = *self.known.entry(run).or_insert(next);
        if number == next {
            self.within.push(0);
        }
        let within = self.within.get_mut(number as usize)?;
        let new = *within != self.block;
        *within = self.block;
        new.then_some(number)
    }
}

const AFTER: u8 = 1;
const BEFORE: u8 = 2;
const FIRST: u8 = 4;

/// For each run of characters, where around one block it stands; all zero between two blocks.
struct Marks(Vec<u8>);

impl Marks {
    fn tie(&mut self, facts: &[Facts<'_>], grams: &[Grams], at: usize) -> Tie {
        let is_body = |index: &usize| facts.get(*index).is_some_and(Facts::is_body);
        let after: Vec<usize> = (at + 1..facts.len()).take(NEAR + 4).filter(is_body).take(NEAR).collect();
        let before: Vec<usize> = (0..at).rev().take(NEAR + 4).filter(is_body).take(NEAR).collect();
        let first = after.first().copied().filter(|first| *first <= at + 5);
        let near = |indexes: &[usize]| -> Vec<&Grams> {
            indexes.iter().filter_map(|&index| grams.get(index)).collect()
        };
        let (after, before, first) = (near(&after), near(&before), near(first.as_slice()));
        let own = grams.get(at);
        for grams in &before {
            self.add(BEFORE, &grams.pairs);
            self.add(BEFORE, &grams.triples);
        }
        let (mut all, mut both, mut body3) = (0, 0, 0);
        for grams in &after {
            let (new, shared) = self.add(AFTER, &grams.pairs);
            (all, both) = (all + new, both + shared);
            body3 += self.add(AFTER, &grams.triples).1;
        }
        for grams in &first {
            self.add(FIRST, &grams.triples);
        }
        let pairs = own.map_or(&[][..], |own| &own.pairs);
        let triples = own.map_or(&[][..], |own| &own.triples);
        let tie = Tie {
            next: share(self.count(AFTER, pairs), pairs.len()),
            last: share(self.count(BEFORE, pairs), pairs.len()),
            body: share(both, all),
            next3: self.count(AFTER, triples).min(MANY) as u8,
            last3: self.count(BEFORE, triples).min(MANY) as u8,
            body3: body3.min(MANY) as u8,
            first3: (!first.is_empty()).then(|| self.count(FIRST, triples).min(MANY) as u8),
        };
        for grams in after.iter().chain(&before) {
            self.clear(&grams.pairs);
            self.clear(&grams.triples);
        }
        tie
    }

    /// Marks these runs. How many were not marked so, and how many of those stand before the block as well.
    fn add(&mut self, mark: u8, runs: &[u32]) -> (usize, usize) {
        let (mut new, mut shared) = (0, 0);
        for &run in runs {
            if let Some(marks) = self.0.get_mut(run as usize) {
                let is_new = *marks & mark == 0;
                new += usize::from(is_new);
                shared += usize::from(is_new && *marks & BEFORE != 0);
                *marks |= mark;
            }
        }
        (new, shared)
    }

    fn count(&self, mark: u8, runs: &[u32]) -> usize {
        runs.iter().filter(|&&run| self.0.get(run as usize).is_some_and(|marks| marks & mark != 0)).count()
    }

    fn clear(&mut self, runs: &[u32]) {
        for &run in runs {
            if let Some(marks) = self.0.get_mut(run as usize) {
                *marks = 0;
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few thousand")]
fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
