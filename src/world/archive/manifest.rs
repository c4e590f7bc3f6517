//! What an archive consists of: its batches and segments by their numbers, and what does not count any more.
//!
//! Guarantees: read only as it was written, by a version that means the same; anything else is rebuilt. Never: a list of
//! articles; batches have their own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::files::{self, MANIFEST};
use crate::app::event::{Failure, FailureKind};
use crate::index::{TABLE, TOKENIZER};
use crate::search::SOUNDS;
use crate::world::disk;

/// The version of the form of all files of an archive.
const FORMAT: u32 = 4;

/// A batch of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Batch {
    pub(super) id: u32,
    /// Bytes of the blocks.
    pub(super) bytes: u64,
    pub(super) articles: u64,
    /// How many files its articles came from.
    pub(super) volumes: u32,
    /// Those that are gone or were read anew, by their numbers in the batch.
    #[serde(default)]
    pub(super) dead: BTreeSet<u32>,
    /// Those that were touched and not changed: their new times of change and of looking.
    #[serde(default)]
    pub(super) touched: BTreeMap<u32, (u64, u64)>,
}

impl Batch {
    /// How many of its files are alive.
    pub(super) fn live(&self) -> u64 {
        u64::from(self.volumes).saturating_sub(self.dead.len() as u64)
    }

    /// About how many of `all` belong to these.
    fn share(&self, all: u64) -> u64 {
        if self.dead.is_empty() { all } else { all * self.live() / u64::from(self.volumes.max(1)) }
    }

    /// About how many bytes are theirs.
    pub(super) fn live_bytes(&self) -> u64 {
        self.share(self.bytes)
    }
}

/// A segment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Piece {
    pub(super) id: u32,
    pub(super) bytes: u64,
    /// The batches that it knows; some may be gone.
    pub(super) batches: BTreeSet<u32>,
}

/// What there is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    tokenizer: u32,
    table: u64,
    sounds: u64,
    /// The next number of a file.
    pub(super) next: u32,
    pub(super) batches: Vec<Batch>,
    pub(super) segments: Vec<Piece>,
    /// The folders and files of the setting `library`, as it was when the archive was brought up to date last.
    #[serde(default)]
    pub(super) library: BTreeSet<String>,
}

impl Default for Manifest {
    fn default() -> Self {
        let (batches, segments) = (Vec::new(), Vec::new());
        let library = BTreeSet::new();
        let (format, tokenizer, table, sounds) = (FORMAT, TOKENIZER, TABLE, SOUNDS);
        Self { format, tokenizer, table, sounds, next: 0, batches, segments, library }
    }
}

/// An archive in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Articles that can be found.
    pub articles: u64,
    /// Files they came from.
    pub files: u64,
    /// Batches of texts, and bytes of their texts.
    pub batches: (usize, u64),
    /// Segments, and their bytes.
    pub segments: (usize, u64),
    /// Batches that wait for a segment, and are scanned.
    pub waiting: usize,
}

impl Manifest {
    /// The manifest of `folder`: empty where there is none.
    ///
    /// # Errors
    /// One that is damaged or means something else; then all is to be made anew.
    pub(super) fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(MANIFEST);
        let Some(bytes) = disk::read(&path)? else { return Ok(Self::default()) };
        Self::parse(&bytes).map_err(|why| {
            let told = format!("{why}; `baolan index` makes the index anew");
            disk::failure(FailureKind::Changed, &path, &told)
        })
    }

    fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        let (hash, json) = text.split_once('\n').ok_or("is damaged")?;
        if hash != written_hash(json) {
            return Err("is damaged");
        }
        let manifest: Self = serde_json::from_str(json).ok().ok_or("is of another version")?;
        let ours = Self::default();
        let same = |one: &Self| (one.format, one.tokenizer, one.table, one.sounds);
        if same(&manifest) == same(&ours) { Ok(manifest) } else { Err("is of another version") }
    }

    /// As bytes for its file.
    pub(super) fn write(&self) -> String {
        // Only a map whose keys are neither strings nor numbers could fail, and there is none.
        let json = serde_json::to_string(self).unwrap_or_default();
        format!("{}\n{json}", written_hash(&json))
    }

    /// A number that no file had yet.
    pub(super) const fn take_number(&mut self) -> u32 {
        self.next += 1;
        self.next
    }

    /// The files that it names.
    pub(super) fn files(&self, folder: &Path) -> BTreeSet<PathBuf> {
        let texts = self.batches.iter().map(|batch| files::texts(folder, batch.id));
        texts.chain(self.segments.iter().map(|one| files::segment(folder, one.id))).collect()
    }

    pub(super) fn batch(&self, id: u32) -> Option<&Batch> {
        self.batches.iter().find(|batch| batch.id == id)
    }

    /// The batches that no segment knows.
    pub(super) fn loose(&self) -> impl Iterator<Item = &Batch> {
        self.batches.iter().filter(|batch| self.segments.iter().all(|one| !one.batches.contains(&batch.id)))
    }

    /// The archive in numbers.
    pub(super) fn status(&self) -> Status {
        Status {
            articles: self.batches.iter().map(|batch| batch.share(batch.articles)).sum(),
            files: self.batches.iter().map(Batch::live).sum(),
            batches: (self.batches.len(), self.batches.iter().map(|batch| batch.bytes).sum()),
            segments: (self.segments.len(), self.segments.iter().map(|one| one.bytes).sum()),
            waiting: self.loose().count(),
        }
    }
}

fn written_hash(json: &str) -> String {
    format!("{:016x}", xxh3_64(json.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{Batch, FORMAT, Manifest, Piece, TOKENIZER, written_hash};

    fn manifest() -> Manifest {
        let mut manifest = Manifest::default();
        let id = manifest.take_number();
        let batch = Batch { id, dead: [3].into(), touched: [(4, (5, 6))].into(), ..Batch::default() };
        manifest.batches.push(batch);
        let piece = Piece { id: manifest.take_number(), bytes: 1, batches: [id].into() };
        manifest.segments.push(piece);
        manifest
    }

    #[test]
    fn a_manifest_comes_back_and_a_damaged_one_does_not() {
        let text = manifest().write();
        assert_eq!(Manifest::parse(text.as_bytes()), Ok(manifest()));
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            assert!(Manifest::parse(&bytes).is_err(), "byte {at}");
            assert!(Manifest::parse(&text.as_bytes()[..at]).is_err(), "{at} bytes");
        }
    }

    #[test]
    fn another_version_is_not_read() {
        for (name, version) in [("format", FORMAT), ("tokenizer", TOKENIZER)] {
            let (what, other) = (format!("\"{name}\":{version}"), format!("\"{name}\":{}", version + 1));
            let (_, json) =
                manifest().write().split_once('\n').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
            assert!(json.contains(&what));
            let json = json.replace(&what, &other);
            let text = format!("{}\n{json}", written_hash(&json));
            assert_eq!(Manifest::parse(text.as_bytes()), Err("is of another version"));
        }
    }
}
