//! Chains of characters held against the buckets of their triples: a block that has all pairs of a chain seldom has them one
//! behind the other, and then most buckets of its triples do not hold the block.
//!
//! Guarantees: a chain that stands in its block is never broken; a list is gone through once, and only as far as it is asked
//! for. Never: a look at a text.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use super::blocks::Blocks;
use super::frames::ReadAt;
use super::grams::triple_of;
use super::segment::Segment;

/// Chains, each of a block.
#[derive(Debug, Default)]
pub(super) struct Chains {
    /// The block of each, rising.
    blocks: Vec<u32>,
    /// The buckets that must hold the block of a chain.
    wants: Vec<Want>,
}

/// A bucket, and a chain by its place among all.
type Want = (u16, u32);

impl Chains {
    /// Takes a chain of `block`, which is none before the last one's, with the buckets of its triples.
    pub(super) fn put(&mut self, block: u32, buckets: &[u16]) {
        let chain = self.blocks.len() as u32;
        self.blocks.push(block);
        self.wants.extend(buckets.iter().map(|bucket| (*bucket, chain)));
    }

    /// How much there is.
    pub(super) const fn mark(&self) -> (usize, usize) {
        (self.blocks.len(), self.wants.len())
    }

    /// Forgets what was taken since then.
    pub(super) fn back_to(&mut self, (blocks, wants): (usize, usize)) {
        self.blocks.truncate(blocks);
        self.wants.truncate(wants);
    }

    /// The blocks, with room for so many, of which a chain may stand there; any of them where `stop` is set.
    ///
    /// # Errors
    /// What could not be read, or is damaged.
    pub(super) fn held<R: ReadAt>(
        mut self,
        segment: &Segment<R>,
        room: usize,
        stop: &AtomicBool,
    ) -> io::Result<Blocks> {
        // Those of a bucket together, and their blocks rise.
        self.wants.sort_unstable();
        let Self { blocks, wants } = self;
        let mut broken = vec![false; blocks.len()];
        let buckets = wants
            .chunk_by(|(one, _), (other, _)| one == other)
            .filter_map(|wants| Some((wants, triple_of(usize::from(wants.first()?.0)))))
            .take_while(|_| !stop.load(Ordering::Relaxed));
        segment.postings(buckets, |wants, mut list| {
            for (_, chain) in wants {
                let chain = *chain as usize;
                if let Some((is_broken, block)) = broken.get_mut(chain).zip(blocks.get(chain))
                    && !*is_broken
                {
                    let found = list.as_mut().map(|list| list.seek(*block)).transpose()?.flatten();
                    *is_broken = found != Some(*block);
                }
            }
            Ok(())
        })?;
        let mut left = Blocks::none_of(room);
        blocks.iter().zip(broken).filter(|(_, broken)| !broken).for_each(|(block, _)| left.put(*block));
        Ok(left)
    }
}
