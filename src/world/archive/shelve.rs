//! Segments made: of a batch, of several segments; and small or mostly dead batches made one.
//!
//! Guarantees: each step is whole by itself, and may be the last. Never: a large batch of texts rewritten because a small one
//! came.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, ErrorKind};
use std::path::Path;

use super::batch::{Entry, Outline, read_block};
use super::files::{self, At, Room, is_passing};
use super::import::{BATCH, Import};
use super::manifest::{Batch, Piece};
use super::store::{Lost, Store};
use super::volume::Volume;
use crate::app::event::{Failure, FailureKind};
use crate::article::Span;
use crate::index::{Block, Gatherer, MOST, Segment, merge, newest_first};
use crate::world::disk;

/// How many segments of a size, and small batches, are made one.
const TIER: usize = 8;

/// A segment over the blocks of one batch.
pub(super) fn index(folder: &Path, id: u32, mut blocks: Vec<Block>) -> Result<Piece, Failure> {
    blocks.sort_by(newest_first);
    let path = files::segment(folder, id);
    let batches = blocks.iter().map(|block| block.batch).collect::<BTreeSet<u32>>();
    let write = || {
        let mut gatherer = Gatherer::default();
        let mut buffer = Vec::new();
        if let Some(batch) = batches.first() {
            let (texts, _) = At::open(&files::texts(folder, *batch))?;
            for block in &blocks {
                let entries = Outline::parse(read_block(&texts, block, &mut buffer)?)?.entries()?;
                gatherer.add(entries.iter().map(|(_, entry)| (entry.fingerprint, entry.text)))?;
            }
        }
        Store::name(gatherer.finish(&blocks, Store::begin(folder)?)?, &path)
    };
    let bytes = write().map_err(Store::unwritable(&path))?;
    Ok(Piece { id, bytes, batches })
}

impl Store {
    /// Brings the archive in order, step by step, while `go_on` says so: what has no segment gets one, small batches and
    /// mostly dead ones become one, segments of one size do.
    ///
    /// # Errors
    /// What could not be written.
    pub fn tidy(&mut self, go_on: &dyn Fn() -> bool) -> Result<(), Failure> {
        while go_on() && (self.index_one()? || self.join_batches()? || self.join_segments(go_on)?) {}
        Ok(())
    }

    /// Indexes a batch that has no segment.
    fn index_one(&mut self) -> Result<bool, Failure> {
        let Some(batch) = self.manifest.loose().map(|batch| batch.id).next() else { return Ok(false) };
        let id = self.manifest.take_number();
        let tables = Self::blocks(&self.folder, batch);
        let made = tables.map_err(Self::unwritable(&files::texts(&self.folder, batch)));
        match made.and_then(|tables| index(&self.folder, id, tables.blocks)) {
            Ok(piece) => self.manifest.segments.push(piece),
            Err(failure) if self.is_whole(batch) => return Err(failure),
            Err(_) => self.drop_batch(batch),
        }
        self.commit()?;
        Ok(true)
    }

    /// Whether all blocks of a batch can be read, as far as that can be said just now.
    fn is_whole(&self, batch: u32) -> bool {
        let read = || -> io::Result<()> {
            let (file, _) = At::open(&files::texts(&self.folder, batch))?;
            let mut buffer = Vec::new();
            let blocks = Self::blocks(&self.folder, batch)?.blocks;
            blocks.iter().try_for_each(|block| read_block(&file, block, &mut buffer).map(drop))
        };
        read().map_or_else(|error| is_passing(&error), |()| true)
    }

    fn drop_batch(&mut self, batch: u32) {
        let path = files::texts(&self.folder, batch);
        let told = "is damaged; what it holds is read again by the next `baolan index`";
        self.told.push(disk::failure(FailureKind::Changed, &path, &told));
        self.forget(&[Lost::Texts(batch)].into());
    }

    /// Makes the small batches and those that are mostly dead one new batch.
    fn join_batches(&mut self) -> Result<bool, Failure> {
        let is_small = |batch: &&Batch| batch.bytes < BATCH / TIER as u64;
        let is_dead = |batch: &&Batch| batch.dead.len() * 2 > batch.volumes as usize;
        let small = self.manifest.batches.iter().filter(is_small).count() >= TIER;
        let old = self.manifest.batches.iter().filter(|batch| is_dead(batch) || small && is_small(batch));
        // No more than a batch has room for: the rest comes with the next step.
        let mut room = BATCH;
        let fits = |batch: &&Batch| {
            room = room.saturating_sub(batch.live_bytes());
            room > 0
        };
        let old: Vec<Batch> = old.take_while(fits).cloned().collect();
        if old.is_empty() {
            return Ok(false);
        }
        let mut kept = Vec::new();
        for batch in &old {
            match kept_of(&self.folder, batch) {
                Ok(volumes) => kept.extend(volumes),
                Err(error) if is_passing(&error) => {
                    return Err(Self::unwritable(&files::texts(&self.folder, batch.id))(error));
                }
                Err(_) => self.drop_batch(batch.id),
            }
        }
        let mut import = Import::instead(self, old.iter().map(|batch| batch.id).collect());
        for (volume, articles) in &kept {
            import.add(volume, articles.iter().map(Owned::entry), None)?;
        }
        import.finish()?;
        Ok(true)
    }

    /// Makes the segments of a size one, where there are many.
    fn join_segments(&mut self, go_on: &dyn Fn() -> bool) -> Result<bool, Failure> {
        let mut tiers: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for piece in &self.manifest.segments {
            let tier = (piece.bytes >> 20).max(1).ilog2() / TIER.ilog2();
            tiers.entry(tier).or_default().push(piece.id);
        }
        let Some(mut old) = tiers.into_values().find(|tier| tier.len() >= TIER) else { return Ok(false) };
        old.truncate(MOST);
        let id = self.manifest.take_number();
        let path = files::segment(&self.folder, id);
        let (mut segments, mut lost, mut room) = (Vec::new(), BTreeSet::new(), Room::new());
        for piece in &old {
            let opened = room.open(&files::segment(&self.folder, *piece));
            match opened.and_then(|(file, size)| Segment::open(file, size)) {
                Ok(segment) => segments.push(segment),
                Err(error) if is_passing(&error) => return Err(Self::unwritable(&path)(error)),
                Err(_) => drop(lost.insert(Lost::Segment(*piece))),
            }
        }
        if !lost.is_empty() {
            self.forget(&lost);
            self.commit()?;
            return Ok(true);
        }
        let keep = |block: &Block| self.manifest.batch(block.batch).is_some();
        let merged = Self::begin(&self.folder)
            .and_then(|file| Self::name(merge(&segments, keep, file, go_on, self.hands)?, &path));
        match merged {
            Ok(bytes) => {
                let (gone, stay): (Vec<Piece>, _) =
                    self.manifest.segments.drain(..).partition(|piece| old.contains(&piece.id));
                let batches = gone.into_iter().flat_map(|piece| piece.batches).collect();
                self.manifest.segments = stay;
                self.manifest.segments.push(Piece { id, bytes, batches });
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(false),
            // One of them is damaged: all are made again, which is slow and right.
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                self.forget(&old.iter().map(|piece| Lost::Segment(*piece)).collect());
            }
            Err(error) => return Err(Self::unwritable(&path)(error)),
        }
        self.commit()?;
        Ok(true)
    }
}

/// An article out of a block.
struct Owned {
    ordinal: usize,
    fingerprint: String,
    title: Span,
    byline: Span,
    text: String,
}

impl Owned {
    fn new(entry: &Entry<'_>) -> Self {
        let Entry { ordinal, fingerprint, title, byline, text } = *entry;
        let (fingerprint, text) = (fingerprint.to_owned(), text.to_owned());
        Self { ordinal, fingerprint, title, byline, text }
    }

    fn entry(&self) -> Entry<'_> {
        let Self { ordinal, fingerprint, title, byline, text } = self;
        Entry { ordinal: *ordinal, fingerprint, title: *title, byline: *byline, text }
    }
}

/// What of a batch is alive.
fn kept_of(folder: &Path, batch: &Batch) -> io::Result<Vec<(Volume, Vec<Owned>)>> {
    let (file, _) = At::open(&files::texts(folder, batch.id))?;
    let tables = Store::tables(folder, batch.id)?;
    let live = (0..).zip(tables.volumes).filter(|(number, _)| !batch.dead.contains(number));
    let mut kept: BTreeMap<u32, (Volume, Vec<Owned>)> = live
        .map(|(number, volume)| {
            let stamp = batch.stamp(number, volume.stamp);
            (number, (Volume { stamp, ..volume }, Vec::new()))
        })
        .collect();
    let mut buffer = Vec::new();
    for block in &tables.blocks {
        let outline = Outline::parse(read_block(&file, block, &mut buffer)?)?;
        for (of, entry) in outline.entries()? {
            if let Some((_, articles)) = kept.get_mut(&outline.volume(of)?.0) {
                articles.push(Owned::new(&entry));
            }
        }
    }
    Ok(kept.into_values().collect())
}
