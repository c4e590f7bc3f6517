//! Blocks looked at before it is their turn: few where hits are common, many on two threads where they are rare.
//!
//! Guarantees: the blocks come in their order with what answers in each. Never: a hit told.

use std::collections::VecDeque;
use std::iter;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::search::{LOOKERS, Search, Stream};
use crate::index::Block;
use crate::library::Hit;

/// Most blocks that are looked at before the hits of the first of them are told.
const AHEAD: usize = 1 << 8;

/// Blocks that are worth a thread: a look takes ten microseconds or so, a thread a few looks.
const SHARED: usize = 32;

/// Blocks that were looked at, in their order, with what answers in each.
pub(super) type Ahead = VecDeque<(Block, Vec<Answer>)>;

/// An article of a block that answers.
pub(super) struct Answer {
    /// Its day, as [`crate::search::Day`].
    pub(super) day: u32,
    /// Which article of the block it is.
    pub(super) place: usize,
    pub(super) hit: Hit,
    /// How much it is about what was asked.
    pub(super) weight: f64,
}

/// How many blocks to look at before their hits are told, where so many hits are missing and so many were found in the
/// blocks `looked` at: about half of those that it will take. So a query that is answered from the first few blocks has
/// no others looked at, and a rare one has many looked at at once.
pub(super) fn pace(missing: usize, found: usize, looked: usize) -> usize {
    let needed = missing.saturating_mul(looked + 1) / (found + 1);
    (needed / 2).min(looked + 1).clamp(1, AHEAD)
}

impl Search<'_> {
    /// Looks at the next blocks, `many` at most, and gives them in their order with what answers in each.
    pub(super) fn ahead(&self, streams: &mut [Stream<'_>], many: usize) -> Option<Ahead> {
        let blocks: Vec<Block> = iter::from_fn(|| self.next(streams)).take(many).collect();
        let at = AtomicUsize::new(0);
        let work = || {
            let mut buffer = Vec::new();
            let mut found = Vec::new();
            loop {
                let index = at.fetch_add(1, Ordering::Relaxed);
                let Some(block) = blocks.get(index) else { return Some(found) };
                let answers = self.answers(block, &mut buffer)?;
                if !answers.is_empty() {
                    found.push((index, answers));
                }
            }
        };
        let helpers = if blocks.len() < SHARED { 0 } else { LOOKERS - 1 };
        let found = thread::scope(|scope| {
            let helpers: Vec<_> = (0..helpers)
                // Where the system has no thread to give, all is done here.
                .filter_map(|_| thread::Builder::new().spawn_scoped(scope, work).ok())
                .collect();
            let mut found = work();
            for helper in helpers {
                let more = helper.join().unwrap_or_else(|panic| resume_unwind(panic));
                found = found.zip(more).map(|(mut found, more): (Vec<_>, Vec<_>)| {
                    found.extend(more);
                    found
                });
            }
            found
        });
        let mut ahead: Ahead = blocks.iter().map(|block| (*block, Vec::new())).collect();
        for (index, answers) in found? {
            if let Some(place) = ahead.get_mut(index) {
                place.1 = answers;
            }
        }
        Some(ahead)
    }

    /// What answers in a block.
    fn answers(&self, block: &Block, buffer: &mut Vec<u8>) -> Option<Vec<Answer>> {
        let mut answers = Vec::new();
        self.look(block, buffer, |place, found| {
            let (hit, weight) = self.hit(found)?;
            answers.push(Answer { day: found.volume.day, place, hit, weight });
            Some(())
        })?;
        Some(answers)
    }
}
