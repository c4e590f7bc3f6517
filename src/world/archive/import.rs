//! Articles on their way into an archive: collected into batches, each of which is indexed beside the next one.
//!
//! Guarantees: after [`Import::finish`] all is named, or the failure is told and what was named before still is. Never: more
//! than two batches at work, so that memory stays the same for any library.

use std::collections::{BTreeSet, VecDeque};
use std::io::BufWriter;
use std::path::PathBuf;
use std::thread::{self, JoinHandle};

use super::batch::{BatchWriter, Entry};
use super::files;
use super::manifest::{Batch, Piece};
use super::shelve;
use super::store::Store;
use super::volume::Volume;
use crate::app::event::{Failure, FailureKind};
use crate::index::Block;
use crate::world::begun::Begun;
use crate::world::disk;

/// Bytes of texts of a full batch.
pub(super) const BATCH: u64 = 64 << 20;

/// Batches that are indexed at the same time.
const AT_WORK: usize = 2;

/// Articles being taken in.
#[derive(Debug)]
pub struct Import<'s> {
    store: &'s mut Store,
    open: Option<Collected>,
    /// What the open batch takes the place of.
    old: Vec<(u32, u32)>,
    /// Batches that all of it takes the place of.
    instead: BTreeSet<u32>,
    at_work: VecDeque<Work>,
}

#[derive(Debug)]
struct Collected {
    id: u32,
    writer: BatchWriter<BufWriter<Begun>>,
    volumes: u32,
}

/// A batch that is whole, and what it takes the place of.
#[derive(Debug)]
struct Whole {
    batch: Batch,
    blocks: Vec<Block>,
    old: Vec<(u32, u32)>,
}

/// A batch that is being indexed.
#[derive(Debug)]
struct Work {
    batch: Batch,
    old: Vec<(u32, u32)>,
    thread: JoinHandle<Result<Piece, Failure>>,
}

impl<'s> Import<'s> {
    /// An import into `store`.
    pub const fn new(store: &'s mut Store) -> Self {
        Self::instead(store, BTreeSet::new())
    }

    /// An import that takes the place of whole batches: one batch's worth.
    pub(super) const fn instead(store: &'s mut Store, instead: BTreeSet<u32>) -> Self {
        Self { store, open: None, old: Vec::new(), instead, at_work: VecDeque::new() }
    }

    /// Takes a file and its articles, in the place of the one in batch and at number `old`.
    ///
    /// # Errors
    /// What could not be written.
    pub fn add<'e>(
        &mut self,
        volume: &Volume,
        entries: impl Iterator<Item = Entry<'e>>,
        old: Option<(u32, u32)>,
    ) -> Result<(), Failure> {
        if self.open.as_ref().is_some_and(|open| open.writer.size() >= BATCH) {
            self.turn()?;
        }
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.begin()?,
        };
        open.volumes += 1;
        let path = files::texts(&self.store.folder, open.id);
        open.writer.add(volume, entries).map_err(Store::unwritable(&path))?;
        self.open = Some(open);
        self.old.extend(old);
        Ok(())
    }

    fn begin(&mut self) -> Result<Collected, Failure> {
        let id = self.store.manifest.take_number();
        let path = files::texts(&self.store.folder, id);
        let file = Store::begin(&self.store.folder).map_err(Store::unwritable(&path))?;
        Ok(Collected { id, writer: BatchWriter::new(id, file), volumes: 0 })
    }

    /// Closes the open batch, if there is one.
    fn close(&mut self) -> Result<Option<Whole>, Failure> {
        let Some(open) = self.open.take() else { return Ok(None) };
        let path = files::texts(&self.store.folder, open.id);
        let articles = open.writer.articles;
        let written = open.writer.finish().and_then(|(file, blocks)| {
            Store::name(file, &path)?;
            Ok(blocks)
        });
        let blocks = written.map_err(Store::unwritable(&path))?;
        let bytes = blocks.iter().map(|block| u64::from(block.length)).sum();
        let batch = Batch { id: open.id, bytes, articles, volumes: open.volumes, ..Batch::default() };
        Ok(Some(Whole { batch, blocks, old: std::mem::take(&mut self.old) }))
    }

    /// Closes the open batch, and begins to index it.
    fn turn(&mut self) -> Result<(), Failure> {
        while self.at_work.len() >= AT_WORK {
            self.wait()?;
        }
        let Some(Whole { batch, blocks, old }) = self.close()? else { return Ok(()) };
        let (folder, id): (PathBuf, u32) = (self.store.folder.clone(), self.store.manifest.take_number());
        let work = move || shelve::index(&folder, id, blocks);
        let begun = thread::Builder::new().name("index".to_owned()).spawn(work);
        let thread = begun.map_err(Store::unwritable(&self.store.folder))?;
        self.at_work.push_back(Work { batch, old, thread });
        // One thread indexes or reads, and does not do both.
        if self.store.hands == 1 { self.wait() } else { Ok(()) }
    }

    /// Waits for the oldest batch at work, and names it.
    fn wait(&mut self) -> Result<(), Failure> {
        let Some(work) = self.at_work.pop_front() else { return Ok(()) };
        let broken = |_| disk::failure(FailureKind::Changed, &self.store.folder, &"indexing broke off");
        let piece = work.thread.join().map_err(broken)??;
        self.take(work.batch, piece, &work.old)
    }

    fn take(&mut self, batch: Batch, piece: Piece, old: &[(u32, u32)]) -> Result<(), Failure> {
        for (batch, number) in old {
            self.store.bury(*batch, *number);
        }
        self.store.manifest.batches.push(batch);
        self.store.manifest.segments.push(piece);
        self.store.commit()
    }

    /// Takes in what is left.
    ///
    /// # Errors
    /// What could not be written.
    pub fn finish(mut self) -> Result<(), Failure> {
        while !self.at_work.is_empty() {
            self.wait()?;
        }
        let whole = self.close()?;
        self.store.manifest.batches.retain(|batch| !self.instead.contains(&batch.id));
        let Some(Whole { batch, blocks, old }) = whole else { return self.store.commit() };
        let id = self.store.manifest.take_number();
        let piece = shelve::index(&self.store.folder, id, blocks)?;
        self.take(batch, piece, &old)
    }
}
