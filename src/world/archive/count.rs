//! How many articles match: by the numbers of the index where it has some, else by a look at each block.
//!
//! Guarantees: the same number either way. Never: an article counted twice.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::batch::{is_behind, read_block};
use super::files::At;
use super::read::Texts;
use super::search::{Ask, Progress, Search, Stream, Told};
use super::store::Lost;
use crate::index::{Block, Gram, Plan, Segment};
use crate::search::Query;

/// Blocks between two reports.
const REPORT: usize = 1 << 9;

/// The most blocks read at once: 64 KiB, which stay in a core's own cache.
const TOGETHER: usize = 4;

/// Blocks that say what is rare in the others.
const SAMPLES: usize = 4;

/// Threads that count.
const COUNTERS: usize = 2;

/// What was found before what is left is counted.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Blocks that were looked at.
    pub(super) blocks: usize,
    /// Articles that match.
    pub(super) articles: usize,
    batches: HashMap<u32, usize>,
}

impl Before {
    /// Notes an article of `batch` that matches.
    pub(super) fn note(&mut self, batch: u32) {
        self.articles += 1;
        *self.batches.entry(batch).or_default() += 1;
    }

    /// How many were in `batch`.
    fn of(&self, batch: u32) -> usize {
        self.batches.get(&batch).copied().unwrap_or_default()
    }
}

impl Search<'_> {
    /// How many articles match, of which those `before` were found already; `streams` have the other blocks.
    pub(super) fn count(
        &self,
        mut streams: Vec<Stream<'_>>,
        before: &Before,
        told: &mut dyn FnMut(Told),
    ) -> Option<usize> {
        let numbers = self.numbers()?;
        let known = numbers.iter().map(|(batch, number)| number.saturating_sub(before.of(*batch)));
        let articles = before.articles + known.sum::<usize>();
        let looked = before.blocks;
        let mut rest = Vec::new();
        for stream in &mut streams {
            while let Some(block) = stream.take(self) {
                if rest.len() % REPORT == 0 && self.stop.load(Ordering::Relaxed) {
                    return None;
                }
                if !numbers.contains_key(&block.batch) {
                    rest.push(block);
                }
            }
        }
        let all = looked + rest.len();
        let [next, done, found] = [const { AtomicUsize::new(0) }; 3];
        let runs: Vec<&[Block]> = rest.chunk_by(is_behind).flat_map(|run| run.chunks(TOGETHER)).collect();
        let many = rest.len() > REPORT;
        let tuned = many.then(|| Ask { query: self.tuned(&rest), ..self.ask.clone() });
        let search = Search { ask: tuned.as_ref().unwrap_or(self.ask), plan: Plan::default(), ..*self };
        let work = |report: &mut dyn FnMut(usize)| -> Option<()> {
            let mut buffer = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(run) = runs.get(index) else { return Some(()) };
                search.look(run, &mut buffer, &mut |_, _| {
                    found.fetch_add(1, Ordering::Relaxed);
                    Some(())
                })?;
                let before = done.fetch_add(run.len(), Ordering::Relaxed);
                if before % REPORT < run.len() {
                    report(before);
                }
            }
        };
        let helped = thread::scope(|scope| {
            let help = || work(&mut |_| ());
            let helpers: Vec<_> = (1..COUNTERS)
                .filter(|_| many)
                // Where the system has no thread to give, all is done here.
                .filter_map(|_| thread::Builder::new().spawn_scoped(scope, help).ok())
                .collect();
            let own = work(&mut |index| {
                let articles = articles + found.load(Ordering::Relaxed);
                told(Told::Progress(Progress { articles, blocks: (looked + index, all) }));
            });
            // A helper ends early only as we do: because `stop` was set.
            for helper in helpers {
                drop(helper.join());
            }
            own
        });
        helped.filter(|()| !self.stop.load(Ordering::Relaxed))?;
        Some(articles + found.into_inner())
    }

    /// The query, as it is cheapest in some of many `blocks`.
    fn tuned(&self, blocks: &[Block]) -> Query {
        let (mut sample, mut buffer) = (Vec::new(), Vec::new());
        for block in blocks.iter().step_by((blocks.len() / SAMPLES).max(1)) {
            let Some(texts) = self.archive.texts.get(&block.batch) else { continue };
            // One that is damaged is told where it is searched.
            sample.extend(read_block(&texts.file, block, &mut buffer).into_iter().flatten());
        }
        if sample.is_empty() { self.ask.query.clone() } else { self.ask.query.tuned(&sample) }
    }

    /// The batches of which the index says how many of their articles match, each with that number: those that are as they
    /// were when they were counted, without an article that is left out.
    fn numbers(&self) -> Option<HashMap<u32, usize>> {
        let mut numbers = HashMap::new();
        let Some(gram) = Plan::sole(&self.ask.query) else { return Some(numbers) };
        for (id, segment) in &self.archive.segments {
            for batch in segment.counted() {
                if self.stop.load(Ordering::Relaxed) {
                    return None;
                }
                let is_whole = |texts: &Texts| texts.batch.dead.is_empty();
                if !self.archive.texts.get(&batch).is_some_and(is_whole) {
                    continue;
                }
                match self.number(segment, gram, batch) {
                    Ok(number) => numbers.extend(number.map(|number| (batch, number as usize))),
                    Err(error) => self.damaged(Lost::Segment(*id), error),
                }
            }
        }
        Some(numbers)
    }

    fn number(&self, segment: &Segment<At>, gram: Gram, batch: u32) -> io::Result<Option<u64>> {
        let Some(number) = segment.articles_with(gram, batch)? else { return Ok(None) };
        let except = self.ask.except.iter().map(String::as_str);
        Ok(if segment.may_hold(except, batch)? { None } else { Some(number) })
    }
}
