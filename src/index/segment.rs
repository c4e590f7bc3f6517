//! A segment: written once, it says of each gram which blocks hold it.
//!
//! Pages of up to 256 grams, each with its lists behind its part of the dictionary, so that a rare gram and its blocks come
//! with one look at the file; behind them where each page is and the blocks themselves, the newest first. A gram is
//! written as the difference to the one before it.
//!
//! Guarantees: opening reads where the pages and the blocks are and no more. Never: an answer from damaged bytes.

use std::cmp::Ordering;
use std::io;
use std::iter::Peekable;
use std::ops::Range;
use std::sync::OnceLock;

use super::bytes::{Cursor, damaged};
use super::counts::{may_hold, number_of, print};
use super::frames::{FRAME, Framed, ReadAt};
use super::grams::{Gram, char_of};
use super::list::Postings;

/// What a segment begins its footer with: name and version of the form.
pub(super) const MAGIC: u64 = u64::from_le_bytes(*b"blseg\0\0\x03");

/// A run of articles in a batch of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// The batch, by its number.
    pub batch: u32,
    /// Its first byte in the batch.
    pub offset: u64,
    /// Its bytes.
    pub length: u32,
    /// Their checksum.
    pub sum: u32,
    /// The day of its newest article, as [`crate::search::Day`].
    pub day: u32,
}

/// The order of blocks: the newest first, and those of a day as they were read, the last batch first.
pub fn newest_first(one: &Block, other: &Block) -> Ordering {
    let key = |block: &Block| (u32::MAX - block.day, u32::MAX - block.batch, block.offset);
    key(one).cmp(&key(other))
}

/// Where a page is.
#[derive(Clone, Copy, Debug)]
struct Page {
    first: Gram,
    offset: u64,
    dictionary: u32,
}

/// A segment to be asked.
#[derive(Debug)]
pub struct Segment<R> {
    frames: Framed<R>,
    pages: Vec<Page>,
    /// Behind the last page.
    end: u64,
    blocks: Vec<Block>,
    /// Batches of which there are numbers, each with where these begin, where its articles begin, and where they end.
    counts: Vec<(u32, [u64; 3])>,
    grams: u64,
    chars: OnceLock<Vec<char>>,
}

impl<R: ReadAt> Segment<R> {
    /// The segment in `size` bytes of `from`.
    ///
    /// # Errors
    /// The system's; bytes that are not a segment as it was written.
    pub fn open(from: R, size: u64) -> io::Result<Self> {
        let (frames, [magic, end, tables, numbers, grams]) = Framed::open(from, size)?;
        if magic != MAGIC {
            return Err(damaged("it is no segment of this version"));
        }
        let mut buffer = Vec::new();
        let length = |from: u64, to: u64| to.checked_sub(from).ok_or_else(|| damaged("tables overlap"));
        let bytes = frames.read(end, length(end, tables)? as usize, &mut buffer)?;
        let pages = pages(bytes)?;
        let bytes = frames.read(tables, length(tables, numbers)? as usize, &mut buffer)?;
        let mut cursor = Cursor(bytes);
        let counts = counts(&mut cursor, numbers)?;
        let blocks = blocks(cursor)?;
        Ok(Self { frames, pages, end, blocks, counts, grams, chars: OnceLock::new() })
    }

    /// The blocks, the newest first; a list names them by their place here.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// How many grams it knows.
    pub const fn grams(&self) -> u64 {
        self.grams
    }

    /// The batches of which it has numbers.
    pub fn counted(&self) -> impl Iterator<Item = u32> {
        self.counts.iter().map(|(batch, _)| *batch)
    }

    /// How many articles of `batch` hold `gram`, as far as a search by the default rules finds them; nothing where there
    /// is no number.
    ///
    /// # Errors
    /// What could not be read, or is damaged.
    pub fn articles_with(&self, gram: Gram, batch: u32) -> io::Result<Option<u64>> {
        let place = self.place_of_counts(batch).map(|[from, to, _]| from..to);
        place.map_or(Ok(None), |place| number_of(gram, &self.bytes(place)?))
    }

    /// Whether an article with one of `fingerprints` may be in `batch`; it may where nothing is known.
    ///
    /// # Errors
    /// What could not be read, or is damaged.
    pub fn may_hold<'f>(
        &self,
        mut fingerprints: impl Iterator<Item = &'f str>,
        batch: u32,
    ) -> io::Result<bool> {
        let Some([_, from, to]) = self.place_of_counts(batch) else { return Ok(true) };
        let Some(first) = fingerprints.next() else { return Ok(false) };
        let prints: Vec<u32> = std::iter::once(first).chain(fingerprints).map(print).collect();
        Ok(may_hold(&self.bytes(from..to)?, &prints))
    }

    /// The numbers and the articles of `batch`, as they are written.
    pub(super) fn counts(&self, batch: u32) -> io::Result<Option<[Vec<u8>; 2]>> {
        let Some([numbers, articles, end]) = self.place_of_counts(batch) else { return Ok(None) };
        Ok(Some([self.bytes(numbers..articles)?, self.bytes(articles..end)?]))
    }

    fn place_of_counts(&self, batch: u32) -> Option<[u64; 3]> {
        self.counts.iter().find(|(known, _)| *known == batch).map(|(_, places)| *places)
    }

    fn bytes(&self, place: Range<u64>) -> io::Result<Vec<u8>> {
        let mut buffer = Vec::new();
        let length = place.end.saturating_sub(place.start);
        if length > self.frames.length() {
            return Err(damaged("numbers are outside"));
        }
        Ok(self.frames.read(place.start, length as usize, &mut buffer)?.to_vec())
    }

    /// The list of a gram.
    pub(super) fn find(&self, gram: Gram) -> io::Result<Option<Postings<'_, R>>> {
        let index = self.pages.partition_point(|page| page.first <= gram).checked_sub(1);
        let Some(page) = index.and_then(|index| self.pages.get(index)) else { return Ok(None) };
        let mut buffer = Vec::new();
        let dictionary = self.frames.read(page.offset, page.dictionary as usize, &mut buffer)?;
        let mut entries = Entries::new(dictionary, page.first);
        while let Some(entry) = entries.next()? {
            if entry.gram >= gram {
                let lists = page.offset + u64::from(page.dictionary);
                let place = (lists + entry.list.0, lists + entry.list.1);
                let found = entry.gram == gram;
                return Ok(found.then(|| Postings::new(&self.frames, place, entry.count)));
            }
        }
        Ok(None)
    }

    /// The folded characters that it knows, rising; read when they are first asked for.
    ///
    /// # Errors
    /// What could not be read, or is damaged.
    pub(super) fn chars(&self) -> io::Result<&[char]> {
        if let Some(chars) = self.chars.get() {
            return Ok(chars);
        }
        let (mut chars, mut buffer) = (Vec::new(), Vec::new());
        for page in self.pages.iter().take_while(|page| char_of(page.first).is_some()) {
            let dictionary = self.frames.read(page.offset, page.dictionary as usize, &mut buffer)?;
            let mut entries = Entries::new(dictionary, page.first);
            while let Some(entry) = entries.next()? {
                chars.extend(char_of(entry.gram));
            }
        }
        Ok(self.chars.get_or_init(|| chars))
    }

    /// Hands the lists of those of `grams` that it knows to `take`, each with what stands beside the gram; they rise.
    ///
    /// # Errors
    /// What could not be read, or is damaged; what `take` says.
    pub(super) fn lists<T: Copy>(
        &self,
        grams: impl Iterator<Item = (T, Gram)>,
        mut take: impl FnMut(T, &[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut grams = grams.peekable();
        let [mut buffer, mut together] = [Vec::new(), Vec::new()];
        let mut found = Vec::new();
        while let Some(lists) = self.turn_to(&mut grams, &mut found, &mut buffer)? {
            let wanted: Vec<_> =
                found.drain(..).filter_map(|(beside, entry)| Some((beside, entry?.list))).collect();
            // What lies in one frame or in two behind each other is read at once.
            for run in wanted.chunk_by(|(_, one), (_, other)| other.0 - one.1 <= FRAME) {
                let (Some((_, (from, _))), Some((_, (_, to)))) = (run.first(), run.last()) else { continue };
                let bytes = self.frames.read(lists + from, (to - from) as usize, &mut together)?;
                for (beside, (start, end)) in run {
                    take(
                        *beside,
                        bytes.get((start - from) as usize..(end - from) as usize).unwrap_or_default(),
                    )?;
                }
            }
        }
        Ok(())
    }

    /// The same, each to be read as far as it is needed, and `None` for those that it does not know.
    ///
    /// # Errors
    /// What could not be read, or is damaged; what `take` says.
    pub(super) fn postings<'s, T>(
        &'s self,
        grams: impl Iterator<Item = (T, Gram)>,
        mut take: impl FnMut(T, Option<Postings<'s, R>>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut grams = grams.peekable();
        let (mut buffer, mut found) = (Vec::new(), Vec::new());
        while let Some(lists) = self.turn_to(&mut grams, &mut found, &mut buffer)? {
            for (beside, entry) in found.drain(..) {
                let place = |(from, to)| (lists + from, lists + to);
                let list = |entry: Entry| Postings::new(&self.frames, place(entry.list), entry.count);
                take(beside, entry.map(list))?;
            }
        }
        Ok(())
    }

    /// Takes those of `grams` that the page of the first of them may have to `found`, each with what is known of it, and says
    /// where the lists of that page begin; `None` where there are no more.
    fn turn_to<T>(
        &self,
        grams: &mut Peekable<impl Iterator<Item = (T, Gram)>>,
        found: &mut Vec<(T, Option<Entry>)>,
        buffer: &mut Vec<u8>,
    ) -> io::Result<Option<u64>> {
        let Some((_, first)) = grams.peek() else { return Ok(None) };
        let behind = self.pages.partition_point(|page| page.first <= *first);
        let next = self.pages.get(behind).map_or(Gram::MAX, |page| page.first);
        let Some(page) = behind.checked_sub(1).and_then(|index| self.pages.get(index)) else {
            found.extend(
                std::iter::from_fn(|| grams.next_if(|(_, gram)| *gram < next))
                    .map(|(beside, _)| (beside, None)),
            );
            return Ok(Some(0));
        };
        let dictionary = self.frames.read(page.offset, page.dictionary as usize, buffer)?;
        let mut entries = Entries::new(dictionary, page.first);
        let mut entry = entries.next()?;
        while let Some((beside, gram)) = grams.next_if(|(_, gram)| *gram < next) {
            while entry.is_some_and(|entry| entry.gram < gram) {
                entry = entries.next()?;
            }
            found.push((beside, entry.filter(|entry| entry.gram == gram)));
        }
        Ok(Some(page.offset + u64::from(page.dictionary)))
    }

    /// All grams with their lists, in order.
    pub(super) fn stream(&self) -> Stream<'_, R> {
        Stream { segment: self, page: 0, entries: Vec::new(), at: 0, lists: Vec::new(), buffer: Vec::new() }
    }
}

fn pages(bytes: &[u8]) -> io::Result<Vec<Page>> {
    let mut cursor = Cursor(bytes);
    let (mut first, mut offset) = (0, 0_u64);
    let mut pages = Vec::new();
    while !cursor.0.is_empty() {
        first += cursor.number()?;
        offset += cursor.number()?;
        pages.push(Page { first, offset, dictionary: cursor.small()? });
    }
    Ok(pages)
}

/// Where the numbers of batches are, from the byte at `from` on.
fn counts(cursor: &mut Cursor<'_>, mut from: u64) -> io::Result<Vec<(u32, [u64; 3])>> {
    let mut counts = Vec::new();
    for _ in 0..cursor.number()? {
        let batch = cursor.small()?;
        let articles = from.saturating_add(cursor.number()?);
        let end = articles.saturating_add(cursor.number()?);
        counts.push((batch, [from, articles, end]));
        from = end;
    }
    Ok(counts)
}

fn blocks(mut cursor: Cursor<'_>) -> io::Result<Vec<Block>> {
    let mut blocks = Vec::new();
    while !cursor.0.is_empty() {
        blocks.push(Block {
            batch: cursor.small()?,
            offset: cursor.number()?,
            length: cursor.small()?,
            sum: cursor.small()?,
            day: cursor.small()?,
        });
    }
    Ok(blocks)
}

/// A gram of a page's dictionary.
#[derive(Clone, Copy, Debug)]
struct Entry {
    gram: Gram,
    count: u64,
    /// The bytes of its list among the page's lists.
    list: (u64, u64),
}

/// A page's dictionary being read.
struct Entries<'a> {
    cursor: Cursor<'a>,
    gram: Gram,
    lists: u64,
}

impl<'a> Entries<'a> {
    const fn new(dictionary: &'a [u8], first: Gram) -> Self {
        Self { cursor: Cursor(dictionary), gram: first, lists: 0 }
    }

    fn next(&mut self) -> io::Result<Option<Entry>> {
        if self.cursor.0.is_empty() {
            return Ok(None);
        }
        self.gram = self.gram.saturating_add(self.cursor.number()?);
        let (count, length) = (self.cursor.number()?, self.cursor.number()?);
        let from = self.lists;
        self.lists = from.saturating_add(length);
        Ok(Some(Entry { gram: self.gram, count, list: (from, self.lists) }))
    }
}

/// A segment read from its beginning to its end.
pub(super) struct Stream<'a, R> {
    segment: &'a Segment<R>,
    page: usize,
    entries: Vec<Entry>,
    at: usize,
    lists: Vec<u8>,
    buffer: Vec<u8>,
}

impl<R: ReadAt> Stream<'_, R> {
    /// The next gram with the bytes of its list.
    pub(super) fn next(&mut self) -> io::Result<Option<(Gram, u64, &[u8])>> {
        if self.at == self.entries.len() && !self.turn()? {
            return Ok(None);
        }
        let entry = self.entries.get(self.at).copied();
        self.at += 1;
        let list = entry.and_then(|entry| {
            let bytes = self.lists.get(entry.list.0 as usize..entry.list.1 as usize)?;
            Some((entry.gram, entry.count, bytes))
        });
        list.map(Some).ok_or_else(|| damaged("a list is outside"))
    }

    /// The next page.
    fn turn(&mut self) -> io::Result<bool> {
        let segment = self.segment;
        let Some(page) = segment.pages.get(self.page) else { return Ok(false) };
        self.page += 1;
        let end = segment.pages.get(self.page).map_or(segment.end, |next| next.offset);
        let length = end.checked_sub(page.offset).ok_or_else(|| damaged("pages overlap"))?;
        let bytes = segment.frames.read(page.offset, length as usize, &mut self.buffer)?;
        let split = bytes.split_at_checked(page.dictionary as usize);
        let (dictionary, lists) = split.ok_or_else(|| damaged("a dictionary is cut"))?;
        self.lists.clear();
        self.lists.extend_from_slice(lists);
        self.entries.clear();
        self.at = 0;
        let mut entries = Entries::new(dictionary, page.first);
        while let Some(entry) = entries.next()? {
            self.entries.push(entry);
        }
        Ok(!self.entries.is_empty())
    }
}
