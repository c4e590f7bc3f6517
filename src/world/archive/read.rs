//! An archive open for reading: any number of copies may have it open while one writes.
//!
//! Guarantees: what is held open stays readable, whatever the writer does, and that is all but what the system has no room
//! for; what is damaged is left out and told, and its texts are scanned. Never: a lock, a write.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::files::{self, At, MANIFEST, Room, is_passing};
use super::glean::Field;
use super::manifest::{Batch, Manifest, Status};
use super::store::{Lost, Store};
use crate::app::event::{Failure, FailureKind};
use crate::index::{Block, Segment, newest_first};
use crate::world::disk;

/// How often it is opened anew where a writer took away files meanwhile.
const TRIES: usize = 5;

/// What tells a manifest from the next one.
type Seen = Option<(u64, Option<SystemTime>, u64)>;

/// An archive.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    seen: Seen,
    manifest: Manifest,
    pub(super) texts: HashMap<u32, Texts>,
    pub(super) segments: Vec<(u32, Segment<At>)>,
    /// Blocks that no segment knows, the newest first.
    pub(super) loose: Vec<Block>,
    pub(super) lost: BTreeSet<Lost>,
    /// Where is looked for what letters may mean, once that was asked.
    pub(super) field: Option<Field>,
    /// What is damaged.
    pub told: Vec<Failure>,
}

/// The texts of a batch.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) file: At,
    pub(super) batch: Batch,
}

impl Archive {
    /// Opens the archive in `folder`; an empty one where there is none.
    pub fn open(folder: &Path) -> Self {
        let mut archive = Self::empty(folder);
        for _ in 0..TRIES {
            archive = Self::once(folder);
            // Files that are missing were perhaps taken away since the manifest was read.
            if archive.lost.is_empty() || archive.seen == seen(folder) {
                break;
            }
        }
        archive
    }

    /// Opens it anew where a writer changed it.
    pub fn refresh(&mut self) {
        if seen(&self.folder) != self.seen {
            *self = Self::open(&self.folder);
        }
    }

    /// The archive in numbers.
    pub fn status(&self) -> Status {
        self.manifest.status()
    }

    /// Whether there is nothing in it.
    pub const fn is_empty(&self) -> bool {
        self.manifest.batches.is_empty()
    }

    pub(super) const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    fn empty(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            seen: seen(folder),
            manifest: Manifest::default(),
            texts: HashMap::new(),
            segments: Vec::new(),
            loose: Vec::new(),
            lost: BTreeSet::new(),
            field: None,
            told: Vec::new(),
        }
    }

    fn once(folder: &Path) -> Self {
        let mut archive = Self::empty(folder);
        match Manifest::read(folder) {
            Ok(manifest) => archive.manifest = manifest,
            Err(failure) => archive.told.push(failure),
        }
        let mut room = Room::new();
        archive.open_texts(&mut room);
        archive.open_segments(&mut room);
        archive.open_loose();
        archive
    }

    fn open_texts(&mut self, room: &mut Room) {
        let mut batches = self.manifest.batches.clone();
        // The small ones are held first: a writer makes them one soon, and takes them away.
        batches.sort_by_key(|batch| batch.bytes);
        for batch in batches {
            match room.open(&files::texts(&self.folder, batch.id)) {
                Ok((file, _)) => drop(self.texts.insert(batch.id, Texts { file, batch })),
                Err(error) => self.lose(Lost::Texts(batch.id), &error),
            }
        }
    }

    fn open_segments(&mut self, room: &mut Room) {
        for piece in self.manifest.segments.clone() {
            let opened = room.open(&files::segment(&self.folder, piece.id));
            match opened.and_then(|(file, size)| Segment::open(file, size)) {
                Ok(segment) => self.segments.push((piece.id, segment)),
                Err(error) => self.lose(Lost::Segment(piece.id), &error),
            }
        }
    }

    /// The blocks of batches that no open segment knows.
    fn open_loose(&mut self) {
        let open: BTreeSet<u32> = self.segments.iter().map(|(id, _)| *id).collect();
        let pieces = self.manifest.segments.iter().filter(|piece| open.contains(&piece.id));
        let known: BTreeSet<u32> = pieces.flat_map(|piece| piece.batches.iter().copied()).collect();
        let loose: Vec<u32> = self.texts.keys().copied().filter(|id| !known.contains(id)).collect();
        for id in loose {
            match Store::blocks(&self.folder, id) {
                Ok(tables) => self.loose.extend(tables.blocks),
                Err(error) => self.lose(Lost::Texts(id), &error),
            }
        }
        self.loose.sort_by(newest_first);
    }

    /// Notes that a file is damaged or missing; or tells that it could not be read just now.
    pub(super) fn lose(&mut self, lost: Lost, why: &std::io::Error) {
        let telling = self.telling(lost, why);
        let is_new = if is_passing(why) { !self.told.contains(&telling) } else { self.lost.insert(lost) };
        self.told.extend(Some(telling).filter(|_| is_new));
    }

    /// How it is told that a file is lost.
    fn telling(&self, lost: Lost, why: &std::io::Error) -> Failure {
        let (path, then) = match lost {
            Lost::Texts(id) => (files::texts(&self.folder, id), "its articles are read again"),
            Lost::Segment(id) => {
                (files::segment(&self.folder, id), "its texts are scanned, and indexed again")
            }
        };
        if is_passing(why) {
            let told = format!("{why}; nothing is lost, and it is looked at again by the next search");
            return disk::failure(FailureKind::Unreadable, &path, &told);
        }
        let kind =
            if why.kind() == ErrorKind::NotFound { FailureKind::Missing } else { FailureKind::Changed };
        disk::failure(kind, &path, &format_args!("{why}; {then} by the next `baolan index`"))
    }

    /// Drops what is damaged from the manifest, so that the next `baolan index` makes it anew. Where the folder cannot be
    /// written, or another copy writes, that is left to it.
    pub fn heal(&mut self) {
        if self.lost.is_empty() {
            return;
        }
        if let Ok(mut store) = Store::open(&self.folder, Duration::ZERO) {
            store.forget(&self.lost);
            // What cannot be written now is found damaged again.
            let _ = store.commit();
        }
    }
}

fn seen(folder: &Path) -> Seen {
    let kind = fs::metadata(folder.join(MANIFEST)).ok()?;
    Some((kind.len(), kind.modified().ok(), identity(&kind)))
}

#[cfg(unix)]
fn identity(kind: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(kind)
}

#[cfg(not(unix))]
const fn identity(_: &fs::Metadata) -> u64 {
    0
}
