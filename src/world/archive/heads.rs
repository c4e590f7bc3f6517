//! The headlines of a batch, in groups, and behind them of each sound in which headlines it stands, a bit each. Where is
//! looked for what letters may mean: an index knows characters and not how they are read.
//!
//! A query asks for some tens of some six hundred sounds, and reads no more than these. Guarantees: a group and a sound are
//! read with their checksums, each by itself. Never: a text behind its headline.

use std::io;

use super::batch::{damaged, sum};
use super::files::At;
use crate::index::{Cursor, ReadAt, put_number};
use crate::search::{Bits, Sounds};

/// Headlines being written.
#[derive(Debug, Default)]
pub(super) struct HeadWriter {
    groups: Vec<Vec<u8>>,
    sounds: Vec<Sounds>,
    /// The headlines of the group being filled, each with the number of its file.
    open: Vec<(u32, String)>,
    /// All headlines.
    count: usize,
}

impl HeadWriter {
    /// The next headline, in the file of this number.
    pub(super) fn add(&mut self, file: u32, title: &str) {
        self.count += 1;
        self.open.push((file, title.to_owned()));
        if self.open.len() == Sounds::TEXTS {
            self.close();
        }
    }

    fn close(&mut self) {
        let titles = std::mem::take(&mut self.open);
        self.sounds.push(Sounds::of(titles.iter().map(|(_, title)| title.as_str())));
        // How many there are, and of each its file and where it ends: most are passed over, and at once.
        let mut numbers = vec![titles.len() as u32];
        let mut end = 0;
        for (file, title) in &titles {
            end += title.len();
            numbers.extend([*file, u32::try_from(end).unwrap_or(u32::MAX)]);
        }
        let mut group: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        for (_, title) in &titles {
            group.extend_from_slice(title.as_bytes());
        }
        self.groups.push(group);
    }

    /// What is written: the headlines and their sounds, and the table of both.
    pub(super) fn finish(mut self) -> (Vec<u8>, Vec<u8>) {
        if !self.open.is_empty() {
            self.close();
        }
        let (mut bytes, mut table) = (Vec::new(), Vec::new());
        put_number(&mut table, self.count as u64);
        for group in &self.groups {
            put_number(&mut table, group.len() as u64);
            put_number(&mut table, sum(group).into());
            bytes.extend_from_slice(group);
        }
        for sound in 0..Sounds::count() {
            let start = bytes.len();
            let bits = self.sounds.iter().filter_map(|sounds| sounds.all().get(sound));
            bytes.extend(bits.flatten().take(words(self.count)).flat_map(|word| word.to_le_bytes()));
            put_number(&mut table, sum(bytes.get(start..).unwrap_or_default()).into());
        }
        (bytes, table)
    }
}

/// How many words have a bit for each of `count` headlines.
const fn words(count: usize) -> usize {
    count.div_ceil(64)
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
        if buffer.len() < self.length {
            buffer.resize(self.length, 0);
        }
        let bytes = buffer.get_mut(..self.length).unwrap_or_default();
        file.read_at(self.offset, bytes)?;
        if sum(bytes) == self.sum { Ok(bytes) } else { Err(damaged("headlines are damaged")) }
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
        let count = from.small()? as usize;
        for _ in 0..count.div_ceil(Sounds::TEXTS) {
            heads.groups.push(part(from.small()? as usize, from.small()?));
        }
        let length = words(count) * size_of::<u64>();
        for _ in 0..Sounds::count() {
            heads.sounds.push(part(length, from.small()?));
        }
        Ok(heads)
    }

    /// How many groups there are, each of [`Sounds::TEXTS`] headlines at most.
    pub(super) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// Hands those headlines of a group to `take` whose places are `wanted`, which rise, each with the number of its file; ends
    /// early where that gives `None`.
    ///
    /// # Errors
    /// The system's; bytes that are not what was written.
    pub(super) fn each(
        &self,
        group: usize,
        wanted: &[usize],
        (file, buffer): (&At, &mut Vec<u8>),
        mut take: impl FnMut(u32, &str) -> Option<()>,
    ) -> io::Result<Option<()>> {
        let part = self.groups.get(group).copied().unwrap_or_default();
        let mut from = Cursor(part.read(file, buffer)?);
        let count = from.bytes(4)?.first_chunk().copied().map_or(0, u32::from_le_bytes);
        let numbers = from.bytes(count as usize * 8)?.as_chunks::<4>().0.as_chunks::<2>().0;
        let number = |place: usize| numbers.get(place).map(|pair| pair.map(u32::from_le_bytes));
        for place in wanted {
            // Where a sound was damaged there may be more of them than there are headlines.
            let Some([file, end]) = number(*place) else { break };
            let start = place.checked_sub(1).and_then(number).map_or(0, |[_, end]| end);
            let text = from.0.get(start as usize..end as usize).and_then(|text| str::from_utf8(text).ok());
            if take(file, text.ok_or_else(|| damaged("a headline is no text"))?).is_none() {
                return Ok(None);
            }
        }
        Ok(Some(()))
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
