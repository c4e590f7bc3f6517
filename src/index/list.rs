//! Posting lists: rising numbers of blocks, as differences where they lie apart, as bits where they lie close.
//!
//! Guarantees: of both forms the shorter; a list is read in pieces, only as far as it is asked for, and of bits only
//! those that are asked for. Never: a list that is not rising; that is damage.

use std::io;

use super::bytes::{damaged, number, put_number};
use super::frames::{Framed, ReadAt};

/// Bytes read first, and most bytes read at once: a search that ends early reads little.
const PIECE: (usize, usize) = (1 << 10, 1 << 16);

/// Most bytes that a number takes.
const LONGEST: usize = 9;

/// What a list begins with: its form.
const DIFFERENCES: u8 = 0;
const BITS: u8 = 1;

/// Writes the list of `blocks`, each there once, in place of what `to` holds. Puts them in order where that is needed.
pub(super) fn put_list(to: &mut Vec<u8>, blocks: &mut [u32]) {
    to.clear();
    let bits = blocks.iter().max().map_or(0, |last| *last as usize / 8 + 1);
    // A difference takes a byte at least.
    if blocks.len() <= bits {
        if !blocks.is_sorted() {
            blocks.sort_unstable();
        }
        to.push(DIFFERENCES);
        let mut next = 0;
        for block in &*blocks {
            // From the second on the smallest difference is one, and written as nought.
            put_number(to, u64::from(*block) - next);
            next = u64::from(*block) + 1;
        }
    }
    if to.len() > bits || to.is_empty() {
        to.clear();
        to.push(BITS);
        to.resize(bits + 1, 0);
        set(to.get_mut(1..).unwrap_or_default(), blocks);
    }
}

/// Sets the bits with these numbers, of which none is outside.
fn set(bits: &mut [u8], numbers: &[u32]) {
    for number in numbers {
        if let Some(byte) = bits.get_mut(*number as usize / 8) {
            *byte |= 1 << (number % 8);
        }
    }
}

/// The bits of some bytes, 64 in each word.
fn words(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes.chunks(8).map(|bytes| {
        let mut word = [0; 8];
        word.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
        u64::from_le_bytes(word)
    })
}

/// Hands the numbers of the bits that are set to `take`, rising.
pub(super) fn each_bit(words: impl IntoIterator<Item = u64>, mut take: impl FnMut(u32)) {
    for (at, mut word) in (0_u32..).step_by(64).zip(words) {
        while word != 0 {
            take(at + word.trailing_zeros());
            word &= word - 1;
        }
    }
}

/// Hands the blocks of a whole list to `take`.
///
/// # Errors
/// A list that is not rising, or cut.
pub(super) fn each(list: &[u8], take: impl FnMut(u32)) -> io::Result<()> {
    each_below(u32::MAX, list, take)
}

/// Hands the blocks of a list up to about `end` to `take`.
///
/// # Errors
/// A list that is not rising, or cut.
pub(super) fn each_below(end: u32, list: &[u8], mut take: impl FnMut(u32)) -> io::Result<()> {
    let Some((form, mut bytes)) = list.split_first() else { return Err(damaged("a list is cut")) };
    match *form {
        BITS => each_bit(words(bytes).take((end / 64) as usize + 1), take),
        DIFFERENCES => {
            let mut next = 0_u64;
            while !bytes.is_empty() && next < u64::from(end) {
                let (behind, length) = number(bytes).ok_or_else(|| damaged("a list is cut"))?;
                let block = u32::try_from(next.saturating_add(behind)).ok();
                let block = block.ok_or_else(|| damaged("a list runs away"))?;
                take(block);
                next = u64::from(block) + 1;
                bytes = bytes.get(length..).unwrap_or_default();
            }
        }
        _ => return Err(damaged("a list has no form")),
    }
    Ok(())
}

/// A list being read from a segment.
#[derive(Debug)]
pub(super) struct Postings<'a, R> {
    from: &'a Framed<R>,
    /// Bytes that are not read yet.
    rest: (u64, u64),
    buffer: Vec<u8>,
    piece: Vec<u8>,
    /// Where in the piece it is read on.
    at: usize,
    size: usize,
    form: Option<u8>,
    /// The least number that may come: as bits, that of the first bit of the piece.
    next: u64,
    current: Option<u32>,
    /// How many blocks it has.
    pub(super) count: u64,
    /// How many bytes.
    pub(super) length: u64,
}

impl<'a, R: ReadAt> Postings<'a, R> {
    /// The list of `count` blocks at `place` of `from`, from the first byte to behind the last.
    pub(super) fn new(from: &'a Framed<R>, place: (u64, u64), count: u64) -> Self {
        let (buffer, piece) = (Vec::new(), Vec::new());
        let length = place.1.saturating_sub(place.0);
        let (form, current) = (None, None);
        Self { from, rest: place, buffer, piece, at: 0, size: PIECE.0, form, next: 0, current, count, length }
    }

    /// The first block from `target` on; `target` never falls.
    pub(super) fn seek(&mut self, target: u32) -> io::Result<Option<u32>> {
        if self.current.is_some_and(|current| current >= target) {
            return Ok(self.current);
        }
        if self.form.is_none() {
            self.fill()?;
            self.form = self.piece.first().copied();
            self.at = 1;
        }
        match self.form {
            Some(BITS) => self.seek_bit(target),
            Some(DIFFERENCES) => {
                while self.current.is_none_or(|current| current < target) {
                    let Some(block) = self.step()? else { return Ok(None) };
                    self.current = Some(block);
                }
                Ok(self.current)
            }
            None if self.count == 0 => Ok(None),
            _ => Err(damaged("a list has no form")),
        }
    }

    fn step(&mut self) -> io::Result<Option<u32>> {
        if self.piece.len() < self.at + LONGEST && self.rest.0 < self.rest.1 {
            self.fill()?;
        }
        let bytes = self.piece.get(self.at..).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(None);
        }
        let (behind, length) = number(bytes).ok_or_else(|| damaged("a list is cut"))?;
        self.at += length;
        let block = u32::try_from(self.next.saturating_add(behind))
            .ok()
            .ok_or_else(|| damaged("a list runs away"))?;
        self.next = u64::from(block) + 1;
        Ok(Some(block))
    }

    fn seek_bit(&mut self, target: u32) -> io::Result<Option<u32>> {
        let mut target = u64::from(target);
        loop {
            let ahead = usize::try_from(target.saturating_sub(self.next) / 8).unwrap_or(usize::MAX);
            let here = self.at.saturating_add(ahead);
            if let Some(byte) = self.piece.get(here) {
                let bits = u64::from(*byte) & (0xff << (target % 8));
                if bits != 0 {
                    let block = target / 8 * 8 + u64::from(bits.trailing_zeros());
                    self.current = u32::try_from(block).ok();
                    return self.current.map(Some).ok_or_else(|| damaged("a list runs away"));
                }
                target = (target / 8 + 1) * 8;
                continue;
            }
            // What lies before the target is not read.
            let passed = (here - self.piece.len()) as u64;
            self.next += 8 * ((self.piece.len() - self.at) as u64 + passed);
            self.at = self.piece.len();
            self.rest.0 = self.rest.0.saturating_add(passed).min(self.rest.1);
            if self.rest.0 == self.rest.1 {
                return Ok(None);
            }
            self.fill()?;
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let (from, to) = self.rest;
        let length = self.size.min(usize::try_from(to - from).unwrap_or(usize::MAX));
        let bytes = self.from.read(from, length, &mut self.buffer)?;
        self.piece.drain(..self.at);
        self.piece.extend_from_slice(bytes);
        self.at = 0;
        self.rest.0 += length as u64;
        self.size = (self.size * 4).min(PIECE.1);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::{Postings, each, put_list};
    use crate::index::frames::{FrameWriter, Framed};

    /// Lists of all densities.
    fn blocks() -> impl Strategy<Value = BTreeSet<u32>> {
        (1..200_000_u32, 0..3000_usize)
            .prop_flat_map(|(limit, count)| prop::collection::btree_set(0..limit, 0..=count))
    }

    proptest! {
        #[test]
        fn a_list_is_read_as_it_was_written_whole_and_by_targets(
            blocks in blocks(),
            targets in prop::collection::btree_set(0..200_000_u32, 0..60),
        ) {
            let list: Vec<u32> = blocks.iter().copied().collect();
            let mut bytes = Vec::new();
            let mut turned: Vec<u32> = list.iter().rev().copied().collect();
            put_list(&mut bytes, &mut turned);
            let mut got = Vec::new();
            each(&bytes, |block| got.push(block)).unwrap();
            prop_assert_eq!(&got, &list);
            let mut writer = FrameWriter::new(Vec::new());
            writer.put(b"before").unwrap();
            writer.put(&bytes).unwrap();
            let file = writer.finish([0; 5]).unwrap();
            let size = file.len() as u64;
            let (framed, _) = Framed::open(file, size).unwrap();
            let place = (6, 6 + bytes.len() as u64);
            let mut postings = Postings::new(&framed, place, list.len() as u64);
            for target in targets {
                prop_assert_eq!(postings.seek(target).unwrap(), blocks.range(target..).next().copied());
            }
            let mut every = Postings::new(&framed, place, list.len() as u64);
            let mut next = 0;
            for block in &list {
                prop_assert_eq!(every.seek(next).unwrap(), Some(*block));
                next = block + 1;
            }
            prop_assert_eq!(every.seek(next).unwrap(), None);
        }

        #[test]
        fn any_bytes_are_a_list_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = each(&bytes, |_| ());
            let mut writer = FrameWriter::new(Vec::new());
            writer.put(&bytes).unwrap();
            let file = writer.finish([0; 5]).unwrap();
            let size = file.len() as u64;
            let (framed, _) = Framed::open(file, size).unwrap();
            let mut postings = Postings::new(&framed, (0, bytes.len() as u64), 9);
            let mut next = 0;
            while let Ok(Some(block)) = postings.seek(next) {
                prop_assert!(block >= next);
                next = block.saturating_add(1);
                if next > 1000 { break }
            }
        }
    }
}
