//! Several segments made one.
//!
//! Guarantees: the new one says of every block that is kept what the old ones said; blocks stand the newest first in it, as
//! in them, so that no list has to be sorted anew. Never: a segment as a whole in memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io::{self, ErrorKind, Write};
use std::sync::mpsc;
use std::thread;

use super::frames::ReadAt;
use super::grams::Gram;
use super::list::{each, put_list};
use super::segment::{Block, Segment, Stream, newest_first};
use super::write::SegmentWriter;

/// The most segments that are merged at once; each is an open file and a page in memory.
pub const MOST: usize = 128;

/// Numbers of blocks that are read before they are written: what a core's own cache holds.
const LOT: usize = 1 << 16;

/// How many such lots may wait.
const AHEAD: usize = 2;

/// The number of a block that is not kept.
const DROPPED: u32 = u32::MAX;

/// Merges `segments` into `to`, with the blocks that `keep` wants, while `go_on` says so, by two threads where there are as many
/// `hands`.
///
/// # Errors
/// What could not be read or written; `Interrupted` where it was not to go on.
pub fn merge<R: ReadAt + Sync, W: Write>(
    segments: &[Segment<R>],
    keep: impl Fn(&Block) -> bool,
    to: W,
    go_on: &dyn Fn() -> bool,
    hands: usize,
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
    if hands > 1 {
        merge_beside(segments, &numbers, &mut writer, go_on)?;
    } else {
        merge_lists(segments, Some(&numbers), &mut writer, go_on)?;
    }
    writer.finish(&blocks, &counts)
}

/// Merges the lists of `segments`. `numbers` has the new number of each block; without it they keep theirs.
pub(super) fn merge_lists<R: ReadAt, W: Write>(
    segments: &[Segment<R>],
    numbers: Option<&[Vec<u32>]>,
    to: &mut SegmentWriter<W>,
    go_on: &dyn Fn() -> bool,
) -> io::Result<()> {
    let mut lists = Lists::new(segments, numbers)?;
    let (mut lot, mut list) = (Lot::default(), Vec::new());
    while lists.fill(&mut lot)? {
        lot.put(&mut list, to, go_on)?;
    }
    Ok(())
}

/// The same by two threads: one reads and brings together what the other writes.
fn merge_beside<R: ReadAt + Sync, W: Write>(
    segments: &[Segment<R>],
    numbers: &[Vec<u32>],
    to: &mut SegmentWriter<W>,
    go_on: &dyn Fn() -> bool,
) -> io::Result<()> {
    let mut lists = Lists::new(segments, Some(numbers))?;
    thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(AHEAD);
        let read = move || -> io::Result<()> {
            let mut lot = Lot::default();
            // Nobody takes it any more where writing ended early.
            while lists.fill(&mut lot)? && send.send(std::mem::take(&mut lot)).is_ok() {}
            Ok(())
        };
        let reader = thread::Builder::new().name("merge".to_owned()).spawn_scoped(scope, read)?;
        let mut list = Vec::new();
        for mut lot in receive {
            lot.put(&mut list, to, go_on)?;
        }
        reader.join().unwrap_or_else(|_| Err(io::Error::other("merging broke off")))
    })
}

/// Grams on their way from where they are read to where they are written, each with how many of the blocks are its.
#[derive(Debug, Default)]
struct Lot {
    grams: Vec<(Gram, usize)>,
    blocks: Vec<u32>,
}

impl Lot {
    /// Writes them, with `list` to make each list in.
    fn put<W: Write>(
        &mut self,
        list: &mut Vec<u8>,
        to: &mut SegmentWriter<W>,
        go_on: &dyn Fn() -> bool,
    ) -> io::Result<()> {
        if !go_on() {
            return Err(ErrorKind::Interrupted.into());
        }
        let mut rest = self.blocks.as_mut_slice();
        for (gram, count) in &self.grams {
            let (blocks, behind) = rest.split_at_mut_checked(*count).unwrap_or_default();
            rest = behind;
            put_list(list, blocks);
            to.put(*gram, *count as u64, list)?;
        }
        Ok(())
    }
}

/// The lists of several segments, brought together gram by gram.
struct Lists<'a, R> {
    inputs: Vec<Input<'a, R>>,
    numbers: Option<&'a [Vec<u32>]>,
    /// The next gram of each input that has one.
    heap: BinaryHeap<Reverse<(Gram, usize)>>,
}

impl<'a, R: ReadAt> Lists<'a, R> {
    fn new(segments: &'a [Segment<R>], numbers: Option<&'a [Vec<u32>]>) -> io::Result<Self> {
        let mut inputs: Vec<Input<'_, R>> = segments.iter().map(Input::new).collect();
        let mut heap = BinaryHeap::with_capacity(inputs.len());
        for (index, input) in inputs.iter_mut().enumerate() {
            heap.extend(input.next()?.map(|gram| Reverse((gram, index))));
        }
        Ok(Self { inputs, numbers, heap })
    }

    /// Puts the next grams into `lot`, in place of what it holds; whether there are any.
    fn fill(&mut self, lot: &mut Lot) -> io::Result<bool> {
        lot.grams.clear();
        lot.blocks.clear();
        while lot.blocks.len() < LOT
            && let Some(Reverse((gram, _))) = self.heap.peek().copied()
        {
            let before = lot.blocks.len();
            self.gather(gram, &mut lot.blocks)?;
            let count = lot.blocks.len() - before;
            lot.grams.extend((count > 0).then_some((gram, count)));
        }
        Ok(!lot.grams.is_empty())
    }

    /// Puts the blocks of `gram`, which is the next one, behind `blocks`.
    fn gather(&mut self, gram: Gram, blocks: &mut Vec<u32>) -> io::Result<()> {
        while let Some(mut top) = self.heap.peek_mut() {
            let Reverse((same, index)) = *top;
            if same != gram {
                break;
            }
            let Some(input) = self.inputs.get_mut(index) else { break };
            let map = self.numbers.and_then(|numbers| numbers.get(index));
            each(&input.list, |block| {
                let new = map.map_or(block, |map| map.get(block as usize).copied().unwrap_or(DROPPED));
                if new != DROPPED {
                    blocks.push(new);
                }
            })?;
            if let Some(next) = input.next()? {
                *top = Reverse((next, index));
            } else {
                PeekMut::pop(top);
            }
        }
        Ok(())
    }
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
