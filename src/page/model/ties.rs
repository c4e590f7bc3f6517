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
/// Body blocks before and after that a title is compared with, and the blocks among which they are looked for.
const NEAR: usize = 4;
const REACH: usize = NEAR + 4;
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
struct Grams {
    pairs: Vec<u32>,
    triples: Vec<u32>,
}

/// The ties of every block with at most [`SHORT`] characters; the others have none.
pub(super) fn ties(facts: &[Facts<'_>]) -> Vec<Tie> {
    let mut numbers = Numbers::with_room_for(facts);
    let grams: Vec<Grams> = facts.iter().map(|one| numbers.grams(one.text)).collect();
    let mut near = Near { grams: &grams, within: vec![0; numbers.within.len()] };
    (0..grams.len().min(REACH)).for_each(|index| near.enter(index));
    let tie = |(at, one): (usize, &Facts<'_>)| {
        near.enter(at + REACH);
        if let Some(gone) = at.checked_sub(REACH + 1) {
            near.leave(gone);
        }
        if one.size <= SHORT { near.tie(facts, at) } else { Tie::default() }
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
        // Most runs of a block are new to it; a buffer that grows would be copied again and again.
        let room = (text.len() / 3).min(LOOK);
        let mut found = Grams { pairs: Vec::with_capacity(room), triples: Vec::with_capacity(room) };
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

/// For each run of characters, which of the blocks around one block have it: a bit for each block, the same for every
/// thirty-second, and only those within [`REACH`] are set.
struct Near<'a> {
    grams: &'a [Grams],
    within: Vec<u32>,
}

const fn bit(index: usize) -> u32 {
    1 << (index % 32)
}

fn bits(indexes: &[usize]) -> u32 {
    indexes.iter().fold(0, |all, &index| all | bit(index))
}

impl Near<'_> {
    fn enter(&mut self, index: usize) {
        let Some(grams) = self.grams.get(index) else { return };
        for &run in grams.pairs.iter().chain(&grams.triples) {
            if let Some(within) = self.within.get_mut(run as usize) {
                *within |= bit(index);
            }
        }
    }

    fn leave(&mut self, index: usize) {
        let Some(grams) = self.grams.get(index) else { return };
        for &run in grams.pairs.iter().chain(&grams.triples) {
            if let Some(within) = self.within.get_mut(run as usize) {
                *within &= !bit(index);
            }
        }
    }

    fn tie(&self, facts: &[Facts<'_>], at: usize) -> Tie {
        let is_body = |index: &usize| facts.get(*index).is_some_and(Facts::is_body);
        let after: Vec<usize> = (at + 1..facts.len()).take(REACH).filter(is_body).take(NEAR).collect();
        let before: Vec<usize> = (0..at).rev().take(REACH).filter(is_body).take(NEAR).collect();
        let first = after.first().copied().filter(|first| *first <= at + 5).map(bit);
        let (below, above) = (bits(&after), bits(&before));
        let (all, both) = self.body(&after, above, |grams| &grams.pairs);
        let (_, body3) = self.body(&after, above, |grams| &grams.triples);
        let own = self.grams.get(at);
        let pairs = own.map_or(&[][..], |own| &own.pairs);
        let triples = own.map_or(&[][..], |own| &own.triples);
        Tie {
            next: share(self.count(below, pairs), pairs.len()),
            last: share(self.count(above, pairs), pairs.len()),
            body: share(both, all),
            next3: self.count(below, triples).min(MANY) as u8,
            last3: self.count(above, triples).min(MANY) as u8,
            body3: body3.min(MANY) as u8,
            first3: first.map(|first| self.count(first, triples).min(MANY) as u8),
        }
    }

    fn holds(&self, blocks: u32, run: u32) -> bool {
        self.within.get(run as usize).is_some_and(|within| within & blocks != 0)
    }

    /// How many of these runs are in one of these blocks.
    fn count(&self, blocks: u32, runs: &[u32]) -> usize {
        runs.iter().filter(|&&run| self.holds(blocks, run)).count()
    }

    /// The runs of the blocks `after`, each counted once, and how many of them are in the blocks `above` too.
    fn body(&self, after: &[usize], above: u32, runs: impl Fn(&Grams) -> &[u32]) -> (usize, usize) {
        let (mut all, mut both) = (0, 0);
        let mut told = 0;
        for &index in after {
            for &run in self.grams.get(index).map_or(&[][..], &runs) {
                let new = !self.holds(told, run);
                all += usize::from(new);
                both += usize::from(new && self.holds(above, run));
            }
            told |= bit(index);
        }
        (all, both)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a few thousand")]
fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
