//! Gathers the grams of blocks, and makes a segment of them: pairs of gram and block, sorted in runs that fit into memory,
//! each run packed at once, all of them merged at the end.
//!
//! Guarantees: it holds a run and what is packed, whatever comes. Never: more than [`Gatherer::MOST`] blocks.

use std::io::{self, Write};

use super::frames::ReadAt;
use super::grams::{Gram, Grams, triple_in, triple_of};
use super::list::{each_bit, put_list};
use super::merge::merge_lists;
use super::rows::Rows;
use super::segment::{Block, Segment};
use super::write::SegmentWriter;

/// Bits of a block's number beside a gram.
const BITS: u32 = 22;

/// Pairs of a run: 48 MB.
const RUN: usize = 6 << 20;

/// Characters of the basic plane, each of which is noted once a block.
const PLANE: usize = 1 << 16;

/// A segment being gathered.
#[derive(Debug)]
pub struct Gatherer {
    grams: Grams,
    /// In which block each character was noted last, counted from 1.
    seen: Vec<u32>,
    pairs: Vec<u64>,
    triples: Rows,
    runs: Vec<Vec<u8>>,
    blocks: u32,
    most: usize,
}

impl Default for Gatherer {
    fn default() -> Self {
        Self::with_runs(RUN)
    }
}

impl Gatherer {
    /// The most blocks.
    pub const MOST: usize = 1 << BITS;

    /// With runs of about `most` pairs.
    pub fn with_runs(most: usize) -> Self {
        let seen = vec![0; PLANE];
        let triples = Rows::new();
        Self { grams: Grams::new(), seen, pairs: Vec::new(), triples, runs: Vec::new(), blocks: 0, most }
    }

    /// The next block: the texts of its articles.
    ///
    /// # Errors
    /// None that memory has not.
    pub fn add<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> io::Result<()> {
        let block = self.blocks;
        self.blocks += 1;
        self.triples.begin();
        let Self { grams, seen, pairs, triples, .. } = self;
        for text in texts {
            grams.each(text, |gram| {
                if let Some(bucket) = triple_in(gram) {
                    triples.note(bucket);
                    return;
                }
                if let Some(last) = seen.get_mut(gram as usize) {
                    if *last == block + 1 {
                        return;
                    }
                    *last = block + 1;
                }
                pairs.push(gram << BITS | u64::from(block));
            });
        }
        if self.pairs.len() >= self.most { self.pack() } else { Ok(()) }
    }

    /// Makes a run of what was gathered.
    fn pack(&mut self) -> io::Result<()> {
        let mut writer = SegmentWriter::new(Vec::new());
        self.drain(&mut writer)?;
        self.runs.push(writer.finish(&[])?);
        Ok(())
    }

    fn drain<W: Write>(&mut self, to: &mut SegmentWriter<W>) -> io::Result<()> {
        self.pairs.sort_unstable();
        self.pairs.dedup();
        let (mut list, mut blocks) = (Vec::new(), Vec::new());
        for of_gram in self.pairs.chunk_by(|one, other| one >> BITS == other >> BITS) {
            let gram: Gram = of_gram.first().map_or(0, |first| first >> BITS);
            blocks.clear();
            blocks.extend(of_gram.iter().map(|pair| (pair & ((1 << BITS) - 1)) as u32));
            put_list(&mut list, &mut blocks);
            to.put(gram, blocks.len() as u64, &list)?;
        }
        self.pairs.clear();
        Ok(())
    }

    /// Writes the segment, whose blocks are these, as they were added.
    ///
    /// # Errors
    /// What `to` could not take.
    pub fn finish<W: Write>(mut self, blocks: &[Block], to: W) -> io::Result<W> {
        let mut writer = SegmentWriter::new(to);
        if self.runs.is_empty() {
            self.drain(&mut writer)?;
        } else {
            if !self.pairs.is_empty() {
                self.pack()?;
            }
            self.pairs = Vec::new();
            let runs: io::Result<Vec<_>> = self.runs.into_iter().map(open).collect();
            merge_lists(&runs?, None, &mut writer, &|| true)?;
        }
        // All triples stand behind all pairs.
        let (mut list, mut numbers) = (Vec::new(), Vec::new());
        for (bucket, bits) in self.triples.finish().into_iter().enumerate() {
            numbers.clear();
            each_bit(bits, |block| numbers.push(block));
            if !numbers.is_empty() {
                put_list(&mut list, &mut numbers);
                writer.put(triple_of(bucket), numbers.len() as u64, &list)?;
            }
        }
        writer.finish(blocks)
    }
}

fn open(bytes: Vec<u8>) -> io::Result<Segment<impl ReadAt>> {
    let size = bytes.len() as u64;
    Segment::open(bytes, size)
}
