//! Blocks whose pairs may be links of one chain: of two neighbouring pairs the character between them is the same.
//!
//! A block that holds a pair for each two stretches of a way seldom holds them of the same characters: it has some thousand
//! pairs, and two syllables are some hundred of them. Guarantees: what is left out holds no way. Never: a look at the file.

use super::blocks::Blocks;
use super::frames::ReadAt;
use super::spelt::{Pair, Ways};

/// So few blocks are looked at at once.
const FEW: u32 = 32;

/// A pair of a block, and the link that it is of.
#[derive(Clone, Copy)]
struct Linked {
    link: u16,
    before: u16,
    behind: u16,
}

/// From which characters of each stretch a way goes on to its end in a block.
struct Reach {
    /// A bit for each character of a stretch.
    bits: Vec<u64>,
    /// Where the bits of each stretch begin, and of the last where they end.
    starts: Vec<usize>,
    /// Whether it goes on from all characters of a stretch.
    all: Vec<bool>,
    any: Vec<bool>,
}

impl<R: ReadAt> Ways<'_, R> {
    /// Those of `blocks` in which the pairs that were looked up are links of a chain.
    pub(super) fn chained(&self, blocks: Blocks) -> Blocks {
        if blocks.count() <= FEW {
            return blocks;
        }
        let (starts, pairs) = self.by_block(&blocks);
        let mut reach = self.nowhere();
        let mut left = Blocks::none_of(blocks.room());
        for (block, range) in blocks.each().zip(starts.windows(2)) {
            let of_block = range.first().zip(range.last()).and_then(|(from, to)| pairs.get(*from..*to));
            if self.goes_through(of_block.unwrap_or_default(), &mut reach) {
                left.put(block);
            }
        }
        left
    }

    /// The pairs of each of `blocks`, those of the last link first, and where those of each block begin.
    fn by_block(&self, blocks: &Blocks) -> (Vec<usize>, Vec<Linked>) {
        let ranks = blocks.ranks();
        let found = || {
            let links = (0_u16..).zip(&self.links).collect::<Vec<_>>().into_iter().rev();
            let pairs = links.filter_map(|(at, link)| Some((at, &link.found.as_ref()?.pairs)));
            pairs.flat_map(|(at, pairs)| pairs.iter().map(move |pair| (at, pair)))
        };
        let rank = |pair: &Pair| blocks.rank(&ranks, pair.block);
        // The first counts are of none, so that they become places.
        let mut starts = vec![0_usize; blocks.count() as usize + 1];
        for (_, pair) in found() {
            if let Some(count) = rank(pair).and_then(|rank| starts.get_mut(rank + 1)) {
                *count += 1;
            }
        }
        let mut all = 0;
        for start in &mut starts {
            all += *start;
            *start = all;
        }
        let mut pairs = vec![Linked { link: 0, before: 0, behind: 0 }; all];
        let mut next = starts.clone();
        for (link, pair) in found() {
            let place = rank(pair).and_then(|rank| next.get_mut(rank));
            if let Some(to) = place.and_then(|place| {
                *place += 1;
                pairs.get_mut(*place - 1)
            }) {
                *to = Linked { link, before: pair.before, behind: pair.behind };
            }
        }
        (starts, pairs)
    }

    fn nowhere(&self) -> Reach {
        let stretches = self.spelling.stretches.len();
        let mut starts = vec![0];
        for stretch in 0..stretches {
            let last = starts.last().copied().unwrap_or(0);
            // Of what was not looked up all characters are the same.
            let is_known = self
                .links
                .iter()
                .any(|link| link.found.is_some() && (link.before == stretch || link.behind == Some(stretch)));
            starts.push(last + if is_known { self.chars(stretch).len().div_ceil(64) } else { 0 });
        }
        let bits = vec![0; starts.last().copied().unwrap_or(0)];
        Reach { bits, starts, all: vec![false; stretches], any: vec![false; stretches] }
    }

    /// Whether one of the ways is a chain of `pairs`, or of what was not looked up.
    fn goes_through(&self, pairs: &[Linked], reach: &mut Reach) -> bool {
        reach.bits.fill(0);
        for ((all, any), stretch) in reach.all.iter_mut().zip(&mut reach.any).zip(&self.spelling.stretches) {
            *all = self.is_last(stretch);
            *any = *all;
        }
        let mut pairs = pairs;
        for (at, link) in self.links.iter().enumerate().rev() {
            if link.found.is_none() {
                if link.behind.is_none_or(|behind| reach.any.get(behind) == Some(&true)) {
                    reach.put_all(link.before);
                }
                continue;
            }
            while let Some((pair, rest)) =
                pairs.split_first().filter(|(pair, _)| usize::from(pair.link) == at)
            {
                pairs = rest;
                if link.behind.is_none_or(|behind| reach.has(behind, pair.behind)) {
                    reach.put(link.before, pair.before);
                }
            }
        }
        let mut starts =
            self.spelling.stretches.iter().zip(&reach.any).filter(|(stretch, _)| stretch.from == 0);
        starts.any(|(_, any)| *any)
    }
}

impl Reach {
    fn has(&self, stretch: usize, c: u16) -> bool {
        let word = self.starts.get(stretch).and_then(|start| self.bits.get(start + usize::from(c / 64)));
        self.all.get(stretch) == Some(&true) || word.is_some_and(|word| word >> (c % 64) & 1 == 1)
    }

    fn put(&mut self, stretch: usize, c: u16) {
        let start = self.starts.get(stretch);
        if let Some(word) = start.and_then(|start| self.bits.get_mut(start + usize::from(c / 64))) {
            *word |= 1 << (c % 64);
        }
        self.any.get_mut(stretch).into_iter().for_each(|any| *any = true);
    }

    fn put_all(&mut self, stretch: usize) {
        self.all.get_mut(stretch).into_iter().for_each(|all| *all = true);
        self.any.get_mut(stretch).into_iter().for_each(|any| *any = true);
    }
}
