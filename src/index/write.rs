//! Writes a segment, gram by gram.
//!
//! Guarantees: no more than a page is held, whatever the size of the segment. Never: a gram out of order; whoever writes
//! gives them rising.

use std::io::{self, Write};

use super::bytes::put_number;
use super::frames::FrameWriter;
use super::grams::Gram;
use super::segment::{Block, MAGIC};

/// Grams of a page, and bytes of lists after which it is full.
const PAGE: (usize, usize) = (256, 1 << 14);

/// A segment being written.
#[derive(Debug)]
pub(super) struct SegmentWriter<W> {
    frames: FrameWriter<W>,
    dictionary: Vec<u8>,
    lists: Vec<u8>,
    entries: usize,
    /// The first gram of the page, and the last.
    page: (Gram, Gram),
    /// Where the pages are, and what was written there last.
    pages: Vec<u8>,
    last: (Gram, u64),
    grams: u64,
}

impl<W: Write> SegmentWriter<W> {
    pub(super) const fn new(to: W) -> Self {
        Self {
            frames: FrameWriter::new(to),
            dictionary: Vec::new(),
            lists: Vec::new(),
            entries: 0,
            page: (0, 0),
            pages: Vec::new(),
            last: (0, 0),
            grams: 0,
        }
    }

    /// The next gram, with the bytes of its list of `count` blocks.
    pub(super) fn put(&mut self, gram: Gram, count: u64, list: &[u8]) -> io::Result<()> {
        if self.entries == PAGE.0 || self.lists.len() >= PAGE.1 {
            self.close()?;
        }
        if self.entries == 0 {
            self.page = (gram, gram);
        }
        put_number(&mut self.dictionary, gram - self.page.1);
        put_number(&mut self.dictionary, count);
        put_number(&mut self.dictionary, list.len() as u64);
        self.lists.extend_from_slice(list);
        self.page.1 = gram;
        self.entries += 1;
        self.grams += 1;
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        let here = (self.page.0, self.frames.at());
        put_number(&mut self.pages, here.0 - self.last.0);
        put_number(&mut self.pages, here.1 - self.last.1);
        put_number(&mut self.pages, self.dictionary.len() as u64);
        self.last = here;
        self.frames.put(&self.dictionary)?;
        self.frames.put(&self.lists)?;
        self.dictionary.clear();
        self.lists.clear();
        self.entries = 0;
        Ok(())
    }

    /// The end: the blocks that the lists name, and the numbers and articles of whole batches.
    pub(super) fn finish(mut self, blocks: &[Block], counts: &[(u32, [Vec<u8>; 2])]) -> io::Result<W> {
        if self.entries > 0 {
            self.close()?;
        }
        let pages = self.frames.at();
        self.frames.put(&self.pages)?;
        let table = self.frames.at();
        let mut bytes = Vec::new();
        put_number(&mut bytes, counts.len() as u64);
        for (batch, [numbers, articles]) in counts {
            for field in [u64::from(*batch), numbers.len() as u64, articles.len() as u64] {
                put_number(&mut bytes, field);
            }
        }
        for block in blocks {
            put_number(&mut bytes, block.batch.into());
            put_number(&mut bytes, block.offset);
            for field in [block.length, block.sum, block.day] {
                put_number(&mut bytes, field.into());
            }
        }
        self.frames.put(&bytes)?;
        let numbers = self.frames.at();
        for part in counts.iter().flat_map(|(_, parts)| parts) {
            self.frames.put(part)?;
        }
        self.frames.finish([MAGIC, pages, table, numbers, self.grams])
    }
}
