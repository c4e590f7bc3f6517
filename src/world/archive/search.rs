//! A search through an archive: the newest articles first, each found by the matcher in its text; then how many there are.
//!
//! Blocks come from the segments as the index knows them, and from what is not indexed yet, merged by their days. A query
//! of which the index knows nothing looks at all blocks.
//!
//! Guarantees: index or none, damaged or not, the same articles in the same order; it ends within a block of `stop`.
//! Never: an article told twice.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::count::Before;
use super::files::At;
use super::look::Found;
use super::read::Archive;
use super::store::Lost;
use crate::app::effect::HuntJob;
use crate::hands;
use crate::index::{Block, Candidates, Plan, Segment, newest_first};
use crate::library::excerpt::samples;
use crate::library::rank::{Often, weight};
use crate::library::{Hit, facts};
use crate::search::{Field, Known, Query};

/// Matches of an article that are shown with what stands around them.
const SAMPLES: usize = 3;

/// Articles among which the most relevant are chosen: the newest.
const RANKED: usize = 2000;

/// Blocks that are looked at before it is found out which need not be, where that takes long: in the newest ones there is
/// often enough.
const UNPLANNED: usize = 160;

/// Blocks of which it is found out at once then, and three times as many as before after that.
const PLANNED: u32 = 1 << 14;

/// Blocks that are looked at one by one.
const ALONE: usize = 64;

/// The most that are looked at together.
const TOGETHER: usize = 256;

/// Fewer are not worth a thread.
const SHARED: usize = 8;

/// How hits are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Order {
    /// By day, the newest first
    #[default]
    Newest,
    /// By how much an article is about it, among the newest two thousand
    Relevance,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// What must hold; made with [`Ask::FIELDS`].
    pub query: Query,
    /// The order of hits.
    pub order: Order,
    /// The most hits told.
    pub limit: usize,
    /// 字 told on either side of a match.
    pub around: usize,
    /// Whether those behind the limit are counted.
    pub count: bool,
    /// What the reader did with articles.
    pub known: Known,
    /// Articles that are left out, by their fingerprints.
    pub except: HashSet<String>,
}

impl Ask {
    /// The fields that a query can name.
    pub const FIELDS: [Field; 8] = HuntJob::FIELDS;
}

/// What a search tells.
#[derive(Clone, Debug)]
pub enum Told {
    /// An article, in its place in the order.
    Hit(Box<Hit>),
    /// How far it came; after the hits.
    Progress(Progress),
}

/// How far a search came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles that match, so far.
    pub articles: usize,
    /// Blocks that were looked at, and that are to be.
    pub blocks: (usize, usize),
}

/// What came of a search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Articles that match: all of them, where they were counted.
    pub articles: usize,
    /// Whether that is all.
    pub complete: bool,
    pub(super) lost: BTreeSet<Lost>,
}

impl Archive {
    /// Searches; `None` where `stop` was set on the way. Hits and progress go to `told`. What is found damaged on the way
    /// is told in [`Archive::told`], and no more looked at.
    pub fn search(&mut self, ask: &Ask, stop: &AtomicBool, told: &mut dyn FnMut(Told)) -> Option<Outcome> {
        let damage = Mutex::new(Vec::new());
        let plan = Plan::of(&ask.query);
        let outcome = Search { archive: self, ask, plan, stop, damage: &damage }.run(told);
        let damage = damage.into_inner().unwrap_or_default();
        for (lost, error) in damage {
            self.lose(lost, &error);
        }
        outcome
    }
}

pub(super) struct Search<'a> {
    pub(super) archive: &'a Archive,
    pub(super) ask: &'a Ask,
    pub(super) plan: Plan,
    pub(super) stop: &'a AtomicBool,
    pub(super) damage: &'a Mutex<Vec<(Lost, io::Error)>>,
}

/// A hit, with its day, its place in its block, and how much the article is about what was asked.
type Placed = (u32, usize, Hit, f64);

/// How many blocks are looked at together where so many were: one, where most searches end; then some more each time.
fn together(looked: usize) -> usize {
    // Up to there all are looked at, and then it is found out which need not be.
    let room = UNPLANNED.checked_sub(looked).filter(|room| *room > 0);
    if looked < ALONE { 1 } else { (looked / 4).min(room.unwrap_or(TOGETHER)) }
}

/// Where a hit stands in the order, the first first: its day, the block, its place there.
type Key = (u32, usize, usize);

impl Search<'_> {
    fn run(&self, told: &mut dyn FnMut(Told)) -> Option<Outcome> {
        let mut streams = self.streams();
        let most = match self.ask.order {
            Order::Newest => self.ask.limit,
            Order::Relevance => RANKED,
        };
        let mut ranked = Vec::new();
        let mut take = |hit: Hit, weight: f64| match self.ask.order {
            Order::Newest => told(Told::Hit(Box::new(hit))),
            Order::Relevance => ranked.push((weight, hit)),
        };
        let mut outcome = Outcome { complete: true, ..Outcome::default() };
        let mut waiting: BTreeMap<Key, (Hit, f64)> = BTreeMap::new();
        let mut before = Before::default();
        let (mut given, mut buffer) = (0, Vec::new());
        while given < most {
            if before.blocks == UNPLANNED {
                self.plan(&mut streams)?;
            }
            let next = self.next(&mut streams);
            // What is newer than all that may come is in its place.
            let newest = next.map_or(0, |block| block.day);
            while given < most
                && let Some(first) = waiting.first_entry().filter(|first| u32::MAX - first.key().0 >= newest)
            {
                let (hit, weight) = first.remove();
                take(hit, weight);
                given += 1;
            }
            let Some(block) = next.filter(|_| given < most) else {
                // The block that was taken is not looked at yet.
                streams.extend(next.map(Stream::one));
                break;
            };
            let more = std::iter::from_fn(|| self.next(&mut streams)).take(together(before.blocks) - 1);
            let blocks: Vec<Block> = std::iter::once(block).chain(more).collect();
            for (block, found) in blocks.iter().zip(self.hits(&blocks, &mut buffer)?) {
                for (day, place, hit, weight) in found {
                    before.note(block.batch);
                    waiting.insert((u32::MAX - day, before.blocks, place), (hit, weight));
                }
                before.blocks += 1;
            }
        }
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        if self.ask.order == Order::Relevance {
            // The newer one first where two weigh the same.
            ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
            ranked.into_iter().take(self.ask.limit).for_each(|(_, hit)| told(Told::Hit(Box::new(hit))));
        }
        outcome.articles = before.articles;
        if given >= most && self.ask.count {
            self.plan(&mut streams)?;
            outcome.articles = self.count(streams, &before, told)?;
        } else if given >= most {
            outcome.complete = self.next(&mut streams).is_none();
        }
        told(Told::Progress(Progress { articles: outcome.articles, blocks: (before.blocks, before.blocks) }));
        Some(outcome)
    }

    /// The blocks to look at: all for now where it takes long to say which.
    fn streams(&self) -> Vec<Stream<'_>> {
        let archive = self.archive;
        let mut streams = vec![Stream { supply: Supply::Blocks(archive.loose.iter()), head: None }];
        for (id, segment) in &archive.segments {
            let all = Supply::All(*id, segment, 0);
            let supply = if self.plan.is_dear() { all } else { self.planned(all) };
            streams.push(Stream { supply, head: None });
        }
        streams
    }

    /// Leaves out what the index says of the blocks that are still to come; `None` where `stop` was set on the way.
    fn plan<'s>(&'s self, streams: &mut [Stream<'s>]) -> Option<()> {
        for stream in streams {
            let supply = std::mem::replace(&mut stream.supply, Supply::Blocks([].iter()));
            stream.supply = self.planned(supply);
            if self.stop.load(Ordering::Relaxed) {
                return None;
            }
        }
        Some(())
    }

    fn planned<'s>(&self, supply: Supply<'s>) -> Supply<'s> {
        let Supply::All(id, segment, next) = supply else { return supply };
        let all = segment.blocks().len() as u32;
        // What takes long is done for the newest blocks first, and then for more and more of them.
        let end = if self.plan.is_dear() { next.saturating_add(PLANNED.max(next * 3)).min(all) } else { all };
        match self.plan.candidates(segment, next..end, self.stop) {
            Ok(candidates) => Supply::Index(id, segment, candidates, next, end),
            Err(error) => {
                self.damaged(Lost::Segment(id), error);
                Supply::Blocks(segment.blocks().get(next as usize..).unwrap_or_default().iter())
            }
        }
    }

    /// The newest block of all streams.
    fn next(&self, streams: &mut [Stream<'_>]) -> Option<Block> {
        for stream in &mut *streams {
            stream.fill(self);
        }
        let heads = streams.iter_mut().filter(|stream| stream.head.is_some());
        let first = heads.min_by(|one, other| match (&one.head, &other.head) {
            (Some(one), Some(other)) => newest_first(one, other),
            _ => std::cmp::Ordering::Equal,
        })?;
        first.head.take()
    }

    pub(super) fn damaged(&self, lost: Lost, error: io::Error) {
        if let Ok(mut damage) = self.damage.lock() {
            damage.push((lost, error));
        }
    }

    /// Of each of `blocks` its hits; by several hands where that is worth it.
    fn hits(&self, blocks: &[Block], buffer: &mut Vec<u8>) -> Option<Vec<Vec<Placed>>> {
        let of_block = |block: &Block, buffer: &mut Vec<u8>| {
            let mut all = Vec::new();
            self.look(&[*block], buffer, &mut |place, candidate| {
                let Some(found) = self.open(candidate) else { return Some(()) };
                let (hit, weight) = self.hit(&found)?;
                all.push((found.volume.day, place, hit, weight));
                Some(())
            })?;
            Some(all)
        };
        if let [block] = blocks {
            return of_block(block, buffer).map(|hits| vec![hits]);
        }
        let of_share = |blocks: &[Block]| {
            let mut buffer = Vec::new();
            blocks.iter().map(|block| of_block(block, &mut buffer)).collect()
        };
        hands::share(blocks, SHARED, of_share).into_iter().collect()
    }

    /// The hit, and how much the article is about what was asked.
    fn hit(&self, found: &Found<'_>) -> Option<(Hit, f64)> {
        let Found { volume, entry } = found;
        let parts = [(Field::Title, entry.title), (Field::Byline, entry.byline)];
        let hits = self.ask.query.marks(entry.text, &parts, self.stop)?;
        let hit = Hit {
            source: volume.path.to_path_buf(),
            ordinal: entry.ordinal,
            fingerprint: entry.fingerprint.to_owned(),
            headline: entry.title.of(entry.text).to_owned(),
            paper: (!volume.paper.is_empty()).then(|| volume.paper.to_owned()),
            date: volume.dated.then(|| facts::iso(volume.day)),
            count: hits.spans.len(),
            more: hits.more,
            samples: samples(entry.text, entry.title, &hits.spans, (SAMPLES, self.ask.around)),
            ..Hit::default()
        };
        let titled = hits.within(entry.title).1.len();
        let often = Often { all: hits.spans.len(), read: hits.read, titled };
        Some((hit, weight(often, entry.text.len())))
    }
}

/// Blocks in order, the first of them taken out.
pub(super) struct Stream<'a> {
    supply: Supply<'a>,
    head: Option<Block>,
}

/// Where the blocks of a stream come from.
enum Supply<'a> {
    /// The blocks of a segment that the index names; the next one to look at where it breaks off, and behind the last that it
    /// was asked about.
    Index(u32, &'a Segment<At>, Candidates<'a, At>, u32, u32),
    /// All blocks of a segment from one on.
    All(u32, &'a Segment<At>, u32),
    Blocks(std::slice::Iter<'a, Block>),
}

impl Stream<'_> {
    fn one(block: Block) -> Self {
        Self { supply: Supply::Blocks([].iter()), head: Some(block) }
    }

    fn fill(&mut self, search: &Search<'_>) {
        if self.head.is_none() {
            self.head = self.supply.next(search);
        }
    }

    pub(super) fn take(&mut self, search: &Search<'_>) -> Option<Block> {
        self.head.take().or_else(|| self.supply.next(search))
    }
}

impl Supply<'_> {
    fn next(&mut self, search: &Search<'_>) -> Option<Block> {
        let (id, segment, candidates, next, end) = match self {
            Self::Blocks(blocks) => return blocks.next().copied(),
            Self::All(_, segment, next) => {
                *next += 1;
                return segment.blocks().get(*next as usize - 1).copied();
            }
            Self::Index(id, segment, candidates, next, end) => (id, *segment, candidates, next, *end),
        };
        match candidates.advance() {
            Ok(found) => {
                let Some(found) = found else {
                    let is_behind =
                        end as usize >= segment.blocks().len() || search.stop.load(Ordering::Relaxed);
                    let all = Self::All(*id, segment, end);
                    *self = if is_behind { Self::Blocks([].iter()) } else { search.planned(all) };
                    return self.next(search);
                };
                *next = found + 1;
                segment.blocks().get(found as usize).copied()
            }
            Err(error) => {
                search.damaged(Lost::Segment(*id), error);
                *self = Self::Blocks(segment.blocks().get(*next as usize..).unwrap_or_default().iter());
                self.next(search)
            }
        }
    }
}
