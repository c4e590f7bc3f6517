//! What of a query an index can answer: grams that must stand together, or one of several.
//!
//! Guarantees: the blocks come in a segment's own order, the newest first, each when it is asked for; a query of which an
//! index knows nothing gives all blocks. Never: a hit; that is for the matcher.

use std::io;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

use super::blocks::Blocks;
use super::frames::ReadAt;
use super::grams::{Class, Gram, class, pair, single, triple};
use super::list::Postings;
use super::segment::Segment;
use super::spelt;
use crate::search::{Need, Query, Spelling, Want};

/// How many steps in a list cost as much as a look at a block: a microsecond or two against five.
const STEPS: u64 = 3000;

/// What blocks must hold: one choice of every part.
#[derive(Clone, Debug, Default)]
pub struct Plan(Vec<Vec<Choice>>);

#[derive(Clone, Debug)]
enum Choice {
    /// All of these.
    All(Vec<Gram>),
    /// What is read so.
    Read(Box<Spelling>),
}

impl Plan {
    /// The plan for a query.
    pub fn of(query: &Query) -> Self {
        let choice = |want| match want {
            Want::Stands(need) => Choice::All(grams(&need)),
            Want::Read(spelling) => Choice::Read(spelling),
        };
        let parts = query.wants().into_iter().map(|part| part.into_iter().map(choice).collect::<Vec<_>>());
        // A choice without a gram is there in any block.
        let is_any = |choice: &Choice| matches!(choice, Choice::All(grams) if grams.is_empty());
        Self(parts.filter(|part| !part.iter().any(is_any)).collect())
    }

    /// The gram whose articles are those that `query` finds, if there is one.
    pub fn sole(query: &Query) -> Option<Gram> {
        match *query.sole()? {
            [c] if class(c) != Class::Space => Some(single(c)),
            [a, b] if [a, b].map(class) == [Class::Letter; 2] => Some(pair(a, b)),
            _ => None,
        }
    }

    /// Whether any block may match, as far as an index knows.
    pub const fn is_any(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it takes some milliseconds to say which blocks may match.
    pub fn is_dear(&self) -> bool {
        self.0.iter().flatten().any(|choice| matches!(choice, Choice::Read(_)))
    }

    /// Which of the blocks `among` of `segment` may match; where `stop` was set on the way there may be more of them.
    ///
    /// # Errors
    /// What could not be read, or is damaged.
    pub fn candidates<'a, R: ReadAt>(
        &self,
        segment: &'a Segment<R>,
        among: Range<u32>,
        stop: &AtomicBool,
    ) -> io::Result<Candidates<'a, R>> {
        let total = segment.blocks().len() as u64;
        let mut parts = Vec::new();
        for part in &self.0 {
            let nodes = part.iter().map(|choice| match choice {
                Choice::All(grams) => all(segment, grams),
                Choice::Read(spelling) => {
                    let blocks = spelt::blocks(segment, spelling, &among, stop)?;
                    Ok(blocks.map_or(Node::Every(total), Node::of))
                }
            });
            let choices: io::Result<Vec<_>> = nodes.collect();
            parts.push(match choices? {
                mut one if one.len() == 1 => one.remove(0),
                several => Node::Any(several),
            });
        }
        let root = if parts.is_empty() { Node::Every(total) } else { Node::both(parts, total) };
        Ok(Candidates { root, next: among.start, end: among.end })
    }
}

/// The grams of a text that holds `need`.
fn grams(need: &Need) -> Vec<Gram> {
    let mut grams = Vec::new();
    let mut first = None;
    let mut before: Option<(char, bool)> = None;
    for &c in &need.chars {
        let class = class(c);
        if class == Class::Space {
            continue;
        }
        let paired = before.filter(|_| class == Class::Letter && need.close);
        if let Some((before, _)) = paired {
            grams.push(pair(before, c));
            grams.extend(first.map(|first| triple(first, before, c)));
            first = Some(before);
        } else {
            first = None;
            // The character before stands alone after all, unless a pair has it.
            grams.extend(before.filter(|(_, paired)| !paired).map(|(c, _)| single(c)));
        }
        if class == Class::Letter {
            before = Some((c, paired.is_some()));
        } else {
            before = None;
            grams.push(single(c));
        }
    }
    grams.extend(before.filter(|(_, paired)| !paired).map(|(c, _)| single(c)));
    grams.sort_unstable();
    grams.dedup();
    grams
}

/// The blocks that hold all `grams`.
fn all<'a, R: ReadAt>(segment: &'a Segment<R>, grams: &[Gram]) -> io::Result<Node<'a, R>> {
    let mut lists = Vec::new();
    for gram in grams {
        match segment.find(*gram)? {
            Some(list) => lists.push(Node::List(Box::new(list))),
            None => return Ok(Node::Any(Vec::new())),
        }
    }
    Ok(Node::both(lists, segment.blocks().len() as u64))
}

/// A part of a plan on a segment.
#[derive(Debug)]
enum Node<'a, R> {
    /// The blocks below this number.
    Every(u64),
    /// These, and how many they are.
    Blocks(Blocks, u64),
    List(Box<Postings<'a, R>>),
    Both(Vec<Self>),
    Any(Vec<Self>),
}

impl<R: ReadAt> Node<'_, R> {
    fn of(blocks: Blocks) -> Self {
        let count = blocks.count().into();
        Self::Blocks(blocks, count)
    }

    /// All of `nodes`, the rarest first. One that leaves out fewer blocks than going through it costs is left out.
    fn both(mut nodes: Vec<Self>, total: u64) -> Self {
        nodes.sort_by_key(Self::count);
        let least = nodes.first().map_or(0, Self::count);
        let mut first = true;
        nodes.retain(|node| {
            let left_out = least.saturating_mul(total.saturating_sub(node.count())) / total.max(1);
            std::mem::take(&mut first) || node.length() <= left_out.saturating_mul(STEPS)
        });
        if nodes.len() == 1 { nodes.remove(0) } else { Self::Both(nodes) }
    }

    /// About how many blocks it has at most.
    fn count(&self) -> u64 {
        match self {
            Self::Every(count) | Self::Blocks(_, count) => *count,
            Self::List(list) => list.count,
            Self::Both(nodes) => nodes.first().map_or(0, Self::count),
            Self::Any(nodes) => nodes.iter().map(Self::count).sum(),
        }
    }

    /// About how many bytes going through it reads.
    fn length(&self) -> u64 {
        match self {
            Self::Every(_) | Self::Blocks(..) => 0,
            Self::List(list) => list.length,
            Self::Both(nodes) | Self::Any(nodes) => nodes.iter().map(Self::length).sum(),
        }
    }

    /// The first block from `target` on; `target` never falls.
    fn seek(&mut self, target: u32) -> io::Result<Option<u32>> {
        match self {
            Self::Every(total) => Ok((u64::from(target) < *total).then_some(target)),
            Self::Blocks(blocks, _) => Ok(blocks.seek(target)),
            Self::List(list) => list.seek(target),
            Self::Any(nodes) => {
                let mut first = None;
                for node in nodes {
                    let found = node.seek(target)?;
                    first = first.into_iter().chain(found).min();
                }
                Ok(first)
            }
            Self::Both(nodes) => {
                let mut at = target;
                loop {
                    let before = at;
                    for node in &mut *nodes {
                        let Some(found) = node.seek(at)? else { return Ok(None) };
                        at = found;
                    }
                    if at == before {
                        return Ok(Some(at));
                    }
                }
            }
        }
    }
}

/// The blocks that may match, by their numbers, the newest first.
#[derive(Debug)]
pub struct Candidates<'a, R> {
    root: Node<'a, R>,
    next: u32,
    end: u32,
}

impl<R: ReadAt> Candidates<'_, R> {
    /// The next one.
    ///
    /// # Errors
    /// What could not be read, or is damaged.
    pub fn advance(&mut self) -> io::Result<Option<u32>> {
        let found = self.root.seek(self.next)?.filter(|found| *found < self.end);
        self.next = found.map_or(u32::MAX, |block| block + 1);
        Ok(found)
    }
}
