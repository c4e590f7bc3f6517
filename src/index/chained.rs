//! Blocks whose pairs may be links of one chain: of two neighbouring pairs the character between them is the same.
//!
//! A block that holds a pair for each two stretches of a way seldom holds them of the same characters: it has some thousand
//! pairs, and two syllables are some hundred of them. Where it does, the chains are followed character by character, to be
//! held against the triples ([`Chains`]). Guarantees: what is left out holds no way. Never: a look at the text.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use super::blocks::Blocks;
use super::frames::ReadAt;
use super::grams::triple_bucket;
use super::spelt::{Link, Pair, Ways};
use super::tripled::Chains;

/// So few blocks are looked at at once.
const FEW: u32 = 32;

/// How many steps the chains of a block are followed.
const STEPS: usize = 256;

/// How likely a bucket of triples holds a block that has not the triple.
const HELD: f64 = 1.0 / 6.0;

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
    /// Those of `blocks` in which the pairs that were looked up are links of a chain, whose triples the index knows there;
    /// any of them where `stop` is set.
    ///
    /// # Errors
    /// What could not be read, or is damaged.
    pub(super) fn chained(&self, blocks: Blocks, stop: &AtomicBool) -> io::Result<Blocks> {
        if blocks.count() <= FEW {
            return Ok(blocks);
        }
        let (starts, pairs) = self.by_block(&blocks);
        let mut reach = self.nowhere();
        let mut chains = Chains::default();
        let going = blocks.each().zip(starts.windows(2)).take_while(|_| !stop.load(Ordering::Relaxed));
        for (block, range) in going {
            let of_block = range.first().zip(range.last()).and_then(|(from, to)| pairs.get(*from..*to));
            let pairs = of_block.unwrap_or_default();
            if self.goes_through(pairs, &mut reach) {
                self.follow(block, pairs, &reach, &mut chains);
            }
        }
        chains.held(self.segment, blocks.room(), stop)
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

/// The chains of a block as they are followed.
struct Follower<'a, R> {
    ways: &'a Ways<'a, R>,
    /// The pairs of the block, those of the last link first.
    pairs: &'a [Linked],
    reach: &'a Reach,
    /// The buckets of the triples on the way.
    buckets: Vec<u16>,
    chains: &'a mut Chains,
    block: u32,
    /// How many steps it may still go.
    room: usize,
    /// How many more chains may be held by mistake: where one of them is in most cases, none is asked about.
    doubt: f64,
}

/// A character that a chain has come to, by its place among those of its stretch, and the one before it; neither is known
/// behind what was not looked up.
#[derive(Clone, Copy, Default)]
struct Come {
    at: Option<u16>,
    before: Option<char>,
}

impl<R: ReadAt> Ways<'_, R> {
    /// Takes the chains of `pairs`, which `reach` was made of, to `chains`; of too many that nothing is known of the block.
    fn follow(&self, block: u32, pairs: &[Linked], reach: &Reach, chains: &mut Chains) {
        let begun = chains.mark();
        let buckets = Vec::new();
        let mut follower =
            Follower { ways: self, pairs, reach, buckets, chains, block, room: STEPS, doubt: 1.0 };
        let starts = self.spelling.stretches.iter().enumerate().filter(|(_, stretch)| stretch.from == 0);
        let whole = starts.map(|(at, _)| at).try_for_each(|at| follower.go_on(at, Come::default()));
        if whole.is_none() {
            chains.back_to(begun);
            chains.put(block, &[]);
        }
    }
}

impl<R: ReadAt> Follower<'_, R> {
    /// Follows the chains on from a stretch; `None` where there are too many.
    fn go_on(&mut self, stretch: usize, come: Come) -> Option<()> {
        let ways = self.ways;
        self.room = self.room.checked_sub(1)?;
        if ways.spelling.stretches.get(stretch).is_some_and(|stretch| ways.is_last(stretch)) {
            return self.end();
        }
        let first = ways.links.partition_point(|link| link.before < stretch);
        let links = ways.links.iter().enumerate().skip(first);
        for (at, link) in links.take_while(|(_, link)| link.before == stretch) {
            self.pass(at, link, come)?;
        }
        Some(())
    }

    /// Takes the chain that was followed.
    fn end(&mut self) -> Option<()> {
        self.doubt -= self.buckets.iter().fold(1.0, |chance, _| chance * HELD);
        self.chains.put(self.block, &self.buckets);
        (self.doubt > 0.0).then_some(())
    }

    /// The same through one link.
    fn pass(&mut self, at: usize, link: &Link, come: Come) -> Option<()> {
        let Some(behind) = link.behind else {
            // A way of one character has no triple.
            return self.end();
        };
        if link.found.is_none() {
            let any = self.reach.any.get(behind) == Some(&true);
            return if any { self.go_on(behind, Come::default()) } else { Some(()) };
        }
        let pairs = self.pairs;
        let from = pairs.partition_point(|pair| usize::from(pair.link) > at);
        let of_link = pairs.iter().skip(from).take_while(|pair| usize::from(pair.link) == at);
        for pair in of_link.filter(|pair| come.at.is_none_or(|at| at == pair.before)) {
            if !self.reach.has(behind, pair.behind) {
                continue;
            }
            let c = |stretch: usize, at: u16| self.ways.chars(stretch).get(usize::from(at)).copied();
            let here = c(link.before, pair.before);
            let triple = come.before.zip(here).zip(c(behind, pair.behind));
            self.buckets.extend(triple.map(|((a, b), c)| triple_bucket(a, b, c)));
            self.go_on(behind, Come { at: Some(pair.behind), before: here })?;
            if triple.is_some() {
                self.buckets.pop();
            }
        }
        Some(())
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
