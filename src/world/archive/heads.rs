//! The headlines of a batch: groups of texts, and behind them of each sound in which headlines it stands, a bit each. Where is
//! looked for what letters may mean: an index knows characters and not how they are read.
//!
//! A query asks for some tens of some six hundred sounds, and reads no more than these. Guarantees: a group and a sound are
//! read with their checksums, each by itself. Never: a text behind its headline.

use std::io;

use xxhash_rust::xxh3::xxh3_64;

use super::batch::damaged;
use super::files::At;
use crate::index::{Cursor, ReadAt, put_number};
use crate::search::{Bits, Sounds};

/// What stands behind each headline: in none of them, since it is taken out at import, and no rule passes over it.
pub(super) const BETWEEN: char = '\0';

/// Headlines being written.
#[derive(Debug, Default)]
pub(super) struct HeadWriter {
    groups: Vec<Vec<u8>>,
    sounds: Vec<Sounds>,
    /// The group being filled, and its headlines.
    open: String,
    count: usize,
}

impl HeadWriter {
    /// The next headline.
    pub(super) fn add(&mut self, title: &str) {
        self.open.push_str(title);
        self.open.push(BETWEEN);
        self.count += 1;
        if self.count == Sounds::TEXTS {
            self.close();
        }
    }

    fn close(&mut self) {
        let group = std::mem::take(&mut self.open);
        self.sounds.push(Sounds::of(group.split_terminator(BETWEEN)));
        self.groups.push(group.into_bytes());
        self.count = 0;
    }

    /// What is written: the headlines and their sounds, and the table of both.
    pub(super) fn finish(mut self) -> (Vec<u8>, Vec<u8>) {
        if self.count > 0 {
            self.close();
        }
        let (mut bytes, mut table) = (Vec::new(), Vec::new());
        put_number(&mut table, self.groups.len() as u64);
        for group in &self.groups {
            put_number(&mut table, group.len() as u64);
            put_number(&mut table, sum(group).into());
            bytes.extend_from_slice(group);
        }
        for sound in 0..Sounds::count() {
            let start = bytes.len();
            let bits = self.sounds.iter().filter_map(|sounds| sounds.all().get(sound));
            bytes.extend(bits.flatten().flat_map(|word| word.to_le_bytes()));
            put_number(&mut table, sum(bytes.get(start..).unwrap_or_default()).into());
        }
        (bytes, table)
    }
}

fn sum(bytes: &[u8]) -> u32 {
    xxh3_64(bytes) as u32
}

/// A part of the bytes of a batch.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    offset: u64,
    length: usize,
    sum: u32,
}

impl Part {
    fn read<'b>(&self, file: &At, buffer: &'b mut Vec<u8>) -> io::Result<&'b [u8]> {
        buffer.resize(self.length, 0);
        file.read_at(self.offset, buffer)?;
        if sum(buffer) == self.sum { Ok(buffer) } else { Err(damaged("headlines are damaged")) }
    }
}

/// Where headlines and their sounds are.
#[derive(Clone, Debug, Default)]
pub(super) struct Heads {
    groups: Vec<Part>,
    sounds: Vec<Part>,
}

impl Heads {
    /// Those of the table that `from` reads, which begin at the byte `at` of their file.
    ///
    /// # Errors
    /// Bytes that are no such table.
    pub(super) fn parse(from: &mut Cursor<'_>, mut at: u64) -> io::Result<Self> {
        let mut heads = Self::default();
        let mut part = |length: usize, sum: u32| {
            let offset = at;
            at += length as u64;
            Part { offset, length, sum }
        };
        for _ in 0..from.number()? {
            heads.groups.push(part(from.small()? as usize, from.small()?));
        }
        let length = heads.groups.len() * size_of::<Bits>();
        for _ in 0..Sounds::count() {
            heads.sounds.push(part(length, from.small()?));
        }
        Ok(heads)
    }

    /// How many groups there are, each of [`Sounds::TEXTS`] headlines at most.
    pub(super) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// The headlines of a group, each with [`BETWEEN`] behind it.
    ///
    /// # Errors
    /// The system's; bytes that are not what was written.
    pub(super) fn group<'b>(&self, group: usize, file: &At, buffer: &'b mut Vec<u8>) -> io::Result<&'b str> {
        let part = self.groups.get(group).copied().unwrap_or_default();
        let text = simdutf8::basic::from_utf8(part.read(file, buffer)?);
        text.ok().ok_or_else(|| damaged("headlines are no text"))
    }

    /// In which headlines of each group a sound stands.
    ///
    /// # Errors
    /// The system's; bytes that are not what was written.
    pub(super) fn sound(&self, sound: usize, file: &At, buffer: &mut Vec<u8>) -> io::Result<Vec<Bits>> {
        let part = self.sounds.get(sound).copied().unwrap_or_default();
        let mut groups = vec![Bits::default(); self.groups.len()];
        let words = part.read(file, buffer)?.as_chunks::<8>().0;
        for (to, word) in groups.iter_mut().flatten().zip(words) {
            *to = u64::from_le_bytes(*word);
        }
        Ok(groups)
    }
}
