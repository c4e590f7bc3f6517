//! Posting lists: rising numbers of blocks as differences, a byte each where blocks lie close.
//!
//! Guarantees: a list is read in pieces, only as far as it is asked for. Never: a list that is not rising; that is damage.

use std::io;

use super::bytes::{damaged, number, put_number};
use super::frames::{Framed, ReadAt};

/// Bytes read first, and most bytes read at once: a search that ends early reads little.
const PIECE: (usize, usize) = (1 << 10, 1 << 16);

/// Most bytes that a number takes.
const LONGEST: usize = 9;

/// A list being written.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    pub(super) bytes: Vec<u8>,
    pub(super) count: u64,
    last: u32,
}

impl List {
    /// Takes the next block, a later one than all before.
    pub(super) fn push(&mut self, block: u32) {
        // From the second on the smallest difference is one, and written as nought.
        let behind = if self.count == 0 { block } else { block - self.last - 1 };
        put_number(&mut self.bytes, u64::from(behind));
        self.last = block;
        self.count += 1;
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.count = 0;
    }
}

/// Hands the blocks of a whole list to `take`.
///
/// # Errors
/// A list that is not rising, or cut.
pub(super) fn each(mut bytes: &[u8], mut take: impl FnMut(u32)) -> io::Result<()> {
    let mut next = 0_u64;
    while !bytes.is_empty() {
        let (behind, length) = number(bytes).ok_or_else(|| damaged("a list is cut"))?;
        let block =
            u32::try_from(next.saturating_add(behind)).ok().ok_or_else(|| damaged("a list runs away"))?;
        take(block);
        next = u64::from(block) + 1;
        bytes = bytes.get(length..).unwrap_or_default();
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
    at: usize,
    size: usize,
    next: u64,
    current: Option<u32>,
    /// How many blocks it has.
    pub(super) count: u64,
}

impl<'a, R: ReadAt> Postings<'a, R> {
    /// The list of `count` blocks at `place` of `from`, from the first byte to behind the last.
    pub(super) fn new(from: &'a Framed<R>, place: (u64, u64), count: u64) -> Self {
        let (buffer, piece) = (Vec::new(), Vec::new());
        Self { from, rest: place, buffer, piece, at: 0, size: PIECE.0, next: 0, current: None, count }
    }

    /// The first block from `target` on; `target` never falls.
    pub(super) fn seek(&mut self, target: u32) -> io::Result<Option<u32>> {
        while self.current.is_none_or(|current| current < target) {
            let Some(block) = self.step()? else { return Ok(None) };
            self.current = Some(block);
        }
        Ok(self.current)
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
