//! Several segments made one.
//!
//! Guarantees: the new one says of every block that is kept what the old ones said; blocks stand the newest first in it, as
//! in them, so that no list has to be sorted anew. Never: a segment as a whole in memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, ErrorKind, Write};

use super::frames::ReadAt;
use super::grams::Gram;
use super::list::{each, put_list};
use super::segment::{Block, Segment, Stream, newest_first};
use super::write::SegmentWriter;

/// The most segments that are merged at once; each is an open file and a page in memory.
pub const MOST: usize = 128;

/// Grams between two looks at whether to go on.
const LOOK: u64 = 1 << 12;

/// The number of a block that is not kept.
const DROPPED: u32 = u32::MAX;

/// Merges `segments` into `to`, with the blocks that `keep` wants, while `go_on` says so.
///
/// # Errors
/// What could not be read or written; `Interrupted` where it was not to go on.
pub fn merge<R: ReadAt, W: Write>(
    segments: &[Segment<R>],
    keep: impl Fn(&Block) -> bool,
    to: W,
    go_on: &dyn Fn() -> bool,
) -> io::Result<W> {
    let mut all: Vec<(Block, usize, usize)> = Vec::new();
    let mut numbers: Vec<Vec<u32>> = Vec::new();
    for (index, segment) in segments.iter().enumerate() {
        numbers.push(vec![DROPPED; segment.blocks().len()]);
        let kept = segment.blocks().iter().enumerate().filter(|(_, block)| keep(block));
        all.extend(kept.map(|(number, block)| (*block, index, number)));
    }
    all.sort_by(|(one, ..), (other, ..)| newest_first(one, other));
    for (new, (_, index, old)) in all.iter().enumerate() {
        if let Some(number) = numbers.get_mut(*index).and_then(|numbers| numbers.get_mut(*old)) {
            *number = u32::try_from(new).unwrap_or(DROPPED);
        }
    }
    // What is said of a batch is kept where all of it is.
    let mut counts = Vec::new();
    for segment in segments {
        for batch in segment.counted() {
            if segment.blocks().iter().filter(|block| block.batch == batch).all(&keep) {
                counts.extend(segment.counts(batch)?.map(|parts| (batch, parts)));
            }
        }
    }
    let blocks: Vec<Block> = all.into_iter().map(|(block, ..)| block).collect();
    let mut writer = SegmentWriter::new(to);
    merge_lists(segments, Some(&numbers), &mut writer, go_on)?;
    writer.finish(&blocks, &counts)
}

/// Merges the lists of `segments`. `numbers` has the new number of each block; without it they keep theirs.
pub(super) fn merge_lists<R: ReadAt, W: Write>(
    segments: &[Segment<R>],
    numbers: Option<&[Vec<u32>]>,
    to: &mut SegmentWriter<W>,
    go_on: &dyn Fn() -> bool,
) -> io::Result<()> {
    let mut inputs: Vec<Input<'_, R>> = segments.iter().map(Input::new).collect();
    let mut heap = BinaryHeap::with_capacity(inputs.len());
    for (index, input) in inputs.iter_mut().enumerate() {
        heap.extend(input.next()?.map(|gram| Reverse((gram, index))));
    }
    let (mut blocks, mut list, mut grams) = (Vec::new(), Vec::new(), 0_u64);
    while let Some(Reverse((gram, _))) = heap.peek().copied() {
        grams += 1;
        if grams.is_multiple_of(LOOK) && !go_on() {
            return Err(ErrorKind::Interrupted.into());
        }
        blocks.clear();
        while let Some(mut top) = heap.peek_mut() {
            let Reverse((same, index)) = *top;
            if same != gram {
                break;
            }
            let Some(input) = inputs.get_mut(index) else { break };
            let map = numbers.and_then(|numbers| numbers.get(index));
            each(&input.list, |block| {
                let new = map.map_or(block, |map| map.get(block as usize).copied().unwrap_or(DROPPED));
                if new != DROPPED {
                    blocks.push(new);
                }
            })?;
            if let Some(next) = input.next()? {
                *top = Reverse((next, index));
            } else {
                std::collections::binary_heap::PeekMut::pop(top);
            }
        }
        if !blocks.is_empty() {
            put_list(&mut list, &mut blocks);
            to.put(gram, blocks.len() as u64, &list)?;
        }
    }
    Ok(())
}

/// One of several segments, at a gram.
struct Input<'a, R> {
    stream: Stream<'a, R>,
    list: Vec<u8>,
}

impl<'a, R: ReadAt> Input<'a, R> {
    fn new(segment: &'a Segment<R>) -> Self {
        Self { stream: segment.stream(), list: Vec::new() }
    }

    fn next(&mut self) -> io::Result<Option<Gram>> {
        let next = self.stream.next()?;
        Ok(next.map(|(gram, _, list)| {
            self.list.clear();
            self.list.extend_from_slice(list);
            gram
        }))
    }
}
