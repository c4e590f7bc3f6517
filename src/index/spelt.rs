//! Blocks that may hold what a query in letters is read as: those with a pair of neighbours for each two stretches of a way
//! through it.
//!
//! All pairs of two syllables are some hundred, and a block holds one of them much rarer than either syllable; those of two
//! initials are many thousand, and nearly every block holds one. So the way that most blocks may hold is narrowed, again and
//! again, by the two neighbours of it that are cheapest to look up, as long as that costs less than a look at the blocks.
//!
//! Guarantees: no block that holds what is read so is left out, whatever was looked up and not. Never: a hit; another answer
//! where it was stopped, which is none.

use std::cell::OnceCell;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use super::blocks::Blocks;
use super::frames::ReadAt;
use super::grams::{Class, Gram, class, pair, single};
use super::list::each_below;
use super::segment::Segment;
use crate::search::{Spelling, Stretch};

/// The most pairs that are looked up for two stretches, and for a query: some milliseconds, and some ten.
const MOST: (usize, usize) = (12 << 10, 64 << 10);

/// How many pairs are looked up while a block is looked at.
const PAIRS: f64 = 12.0;

/// Of how many pairs on only those blocks are taken that may hold the rest of a way too.
const FILTERED: usize = 512;

/// What part of the blocks that hold two links have them at one character, at most in most cases.
const CHAINED: f64 = 0.25;

/// Which of the blocks `among` of `segment` may hold what is spelt; `None` where that may be all, or `stop` was set.
///
/// # Errors
/// What could not be read, or is damaged.
pub(super) fn blocks<R: ReadAt>(
    segment: &Segment<R>,
    spelling: &Spelling,
    among: &Range<u32>,
    stop: &AtomicBool,
) -> io::Result<Option<Blocks>> {
    let mut ways = Ways::new(segment, spelling, among.clone())?;
    ways.narrow(stop)?;
    let blocks = ways.goes(None).map(|blocks| ways.chained(blocks, stop)).transpose()?;
    Ok(blocks.filter(|_| !stop.load(Ordering::Relaxed)))
}

/// The ways through a query on a segment.
pub(super) struct Ways<'a, R> {
    pub(super) segment: &'a Segment<R>,
    /// The characters of the segment.
    held: &'a [char],
    pub(super) spelling: &'a Spelling,
    /// The blocks in question.
    among: Range<u32>,
    /// Of each stretch the characters that the segment holds.
    chars: Vec<OnceCell<Vec<char>>>,
    /// By the stretch before.
    pub(super) links: Vec<Link>,
}

/// Two stretches one behind the other, or the only one of a way.
pub(super) struct Link {
    pub(super) before: usize,
    pub(super) behind: Option<usize>,
    /// What was looked up.
    pub(super) found: Option<Found>,
    /// What part of the blocks that were in question hold it.
    share: f64,
}

/// The blocks that hold a link, and by which characters.
#[derive(Default)]
pub(super) struct Found {
    blocks: Blocks,
    pub(super) pairs: Vec<Pair>,
}

/// A pair of characters in a block, by their places among those of their stretches.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) block: u32,
    pub(super) before: u16,
    pub(super) behind: u16,
}

impl<'a, R: ReadAt> Ways<'a, R> {
    fn new(segment: &'a Segment<R>, spelling: &'a Spelling, among: Range<u32>) -> io::Result<Self> {
        let held = segment.chars()?;
        let stretches = &spelling.stretches;
        let mut links = Vec::new();
        for (before, stretch) in stretches.iter().enumerate() {
            let link = |behind| Link { before, behind, found: None, share: 1.0 };
            if stretch.to < spelling.end {
                let first = stretches.partition_point(|next| next.from < stretch.to);
                let next = stretches.iter().enumerate().skip(first);
                links.extend(
                    next.take_while(|(_, next)| next.from == stretch.to).map(|(at, _)| link(Some(at))),
                );
            } else if stretch.from == 0 {
                links.push(link(None));
            }
        }
        let chars = vec![OnceCell::new(); stretches.len()];
        Ok(Self { segment, held, spelling, among, chars, links })
    }

    /// Looks up what narrows the ways.
    fn narrow(&mut self, stop: &AtomicBool) -> io::Result<()> {
        let total = self.among.end.saturating_sub(self.among.start);
        let mut room = MOST.1;
        while !stop.load(Ordering::Relaxed) {
            let (width, way) = self.widest();
            let open = way.into_iter().filter_map(|at| Some((self.cost(self.links.get(at)?)?, at)));
            // As many pairs as may be looked up while those blocks are.
            let dear = width * f64::from(total) * PAIRS;
            let cheapest =
                open.min().filter(|(cost, _)| *cost <= MOST.0.min(room) && f64::from(*cost as u32) <= dear);
            let Some((cost, at)) = cheapest else { break };
            room -= cost;
            let among = if cost < FILTERED { None } else { self.through(at) };
            let found = if cost == 0 { Found::default() } else { self.look_up(at, among.as_ref(), stop)? };
            if let Some(link) = self.links.get_mut(at) {
                let all = among.map_or(total, |among| among.count());
                link.share = f64::from(found.blocks.count()) / f64::from(all.max(1));
                link.found = Some(found);
            }
        }
        Ok(())
    }

    /// The way that most blocks may hold, as its links, and what part of all blocks these are.
    fn widest(&self) -> (f64, Vec<usize>) {
        let mut best: Vec<(f64, Option<usize>)> = self
            .spelling
            .stretches
            .iter()
            .map(|stretch| (if self.is_last(stretch) { 1.0 } else { 0.0 }, None))
            .collect();
        for (at, link) in self.links.iter().enumerate().rev() {
            let (mut behind, next) =
                link.behind.and_then(|behind| best.get(behind)).copied().unwrap_or((1.0, None));
            let is_known = |link: &Link| link.found.is_some();
            if is_known(link) && next.and_then(|next| self.links.get(next)).is_some_and(is_known) {
                behind *= CHAINED;
            }
            if let Some(best) = best.get_mut(link.before).filter(|best| behind * link.share > best.0) {
                *best = (behind * link.share, Some(at));
            }
        }
        let starts = self.spelling.stretches.iter().zip(&best).filter(|(stretch, _)| stretch.from == 0);
        let (width, mut next) = starts
            .map(|(_, best)| *best)
            .fold((0.0, None), |most, one| if one.0 > most.0 { one } else { most });
        let mut way = Vec::new();
        while let Some(link) = next.and_then(|at| self.links.get(at)) {
            way.extend(next);
            next = link.behind.and_then(|behind| best.get(behind)?.1);
        }
        (width, way)
    }

    /// Whether a way ends with this stretch, and did not begin with it.
    pub(super) fn is_last(&self, stretch: &Stretch) -> bool {
        stretch.to == self.spelling.end && stretch.from > 0
    }

    /// How many grams are looked up for a link; `None` where it was done, or cannot be.
    fn cost(&self, link: &Link) -> Option<usize> {
        let of = |stretch: usize| {
            Some(self.chars(stretch)).filter(|chars| chars.iter().all(|c| class(*c) == Class::Letter))
        };
        let behind = link.behind.map_or(Some(1), |behind| of(behind).map(<[char]>::len));
        let cost = of(link.before)?.len() * behind?;
        link.found.is_none().then_some(cost)
    }

    /// The characters of a stretch that the segment holds.
    pub(super) fn chars(&self, stretch: usize) -> &[char] {
        let held =
            |chars: &[char]| chars.iter().copied().filter(|c| self.held.binary_search(c).is_ok()).collect();
        let cell = self.chars.get(stretch).zip(self.spelling.stretches.get(stretch));
        cell.map_or(&[], |(cell, stretch)| cell.get_or_init(|| held(stretch.chars())))
    }

    /// Which of the blocks `among`, or of all, hold a link.
    fn look_up(&self, link: usize, among: Option<&Blocks>, stop: &AtomicBool) -> io::Result<Found> {
        let mut found = Found { blocks: Blocks::none_of(self.among.end as usize), pairs: Vec::new() };
        let Some(link) = self.links.get(link) else { return Ok(found) };
        let before = (0_u16..)
            .zip(self.chars(link.before).iter().copied())
            .take_while(|_| !stop.load(Ordering::Relaxed));
        let grams: Box<dyn Iterator<Item = ((u16, u16), Gram)> + '_> = match link.behind {
            None => Box::new(before.map(|(at, c)| ((at, 0), single(c)))),
            Some(behind) => {
                let behind = self.chars(behind);
                let pairs = move |(at, a): (u16, char)| {
                    (0..).zip(behind).map(move |(next, b)| ((at, next), pair(a, *b)))
                };
                Box::new(before.flat_map(pairs))
            }
        };
        self.segment.lists(grams, |(before, behind), list| {
            each_below(self.among.end, list, |block| {
                if self.among.contains(&block) && among.is_none_or(|among| among.has(block)) {
                    found.blocks.put(block);
                    found.pairs.push(Pair { block, before, behind });
                }
            })
        })?;
        Ok(found)
    }

    /// The blocks that may hold a way through a link; `None` where that may be all.
    fn through(&self, link: usize) -> Option<Blocks> {
        let link = self.links.get(link)?;
        let goes = link.behind.and_then(|behind| self.goes(Some(behind)));
        match (self.comes(link.before), goes) {
            (Some(comes), Some(goes)) => Some(comes.common(&goes)),
            (comes, goes) => comes.or(goes),
        }
    }

    /// The blocks that may hold what is behind a stretch, or one of the ways; `None` where that may be all.
    fn goes(&self, stretch: Option<usize>) -> Option<Blocks> {
        let stretches = &self.spelling.stretches;
        let ends = |stretch: &Stretch| if self.is_last(stretch) { None } else { Some(Blocks::default()) };
        let mut goes: Vec<Option<Blocks>> = stretches.iter().map(ends).collect();
        for link in self.links.iter().rev() {
            let behind = link.behind.and_then(|behind| goes.get(behind)?.as_ref());
            let more = link.with(behind);
            join(goes.get_mut(link.before), more);
        }
        if let Some(stretch) = stretch {
            return goes.into_iter().nth(stretch).flatten();
        }
        let starts = stretches.iter().zip(goes).filter(|(stretch, _)| stretch.from == 0);
        starts.map(|(_, goes)| goes).try_fold(Blocks::default(), |mut all, goes| {
            all.join(&goes?);
            Some(all)
        })
    }

    /// The blocks that may hold what is before a stretch; `None` where that may be all.
    fn comes(&self, stretch: usize) -> Option<Blocks> {
        let begins = |stretch: &Stretch| if stretch.from == 0 { None } else { Some(Blocks::default()) };
        let mut comes: Vec<Option<Blocks>> = self.spelling.stretches.iter().map(begins).collect();
        for link in &self.links {
            let more = link.with(comes.get(link.before).and_then(Option::as_ref));
            join(link.behind.and_then(|behind| comes.get_mut(behind)), more);
        }
        comes.into_iter().nth(stretch).flatten()
    }
}

impl Link {
    /// The blocks that may hold it, among `those`, or all.
    fn with(&self, those: Option<&Blocks>) -> Option<Blocks> {
        match (&self.found, those) {
            (Some(found), Some(those)) => Some(found.blocks.common(those)),
            (Some(found), None) => Some(found.blocks.clone()),
            (None, those) => those.cloned(),
        }
    }
}

/// Takes `more` into `blocks`, where `None` is all.
fn join(blocks: Option<&mut Option<Blocks>>, more: Option<Blocks>) {
    if let Some(blocks) = blocks {
        *blocks = blocks.take().zip(more).map(|(mut all, more)| {
            all.join(&more);
            all
        });
    }
}
