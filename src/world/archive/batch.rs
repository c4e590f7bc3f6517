//! A batch of recovered articles as bytes: blocks of about 16 KiB, each with all that a hit in it says; behind them their
//! headlines once more, where all of that is, and which files they came from.
//!
//! Guarantees: a block is read with its checksum, and by itself. Never: an article cut in two; one that is longer than a
//! block is one by itself.

use std::io::{self, Write};

use xxhash_rust::xxh3::xxh3_64;

use super::files::At;
use super::heads::{HeadWriter, Heads};
use super::volume::{Volume, VolumeRef, put_text, put_volume};
use crate::article::{Article, Span};
use crate::index::{Block, Cursor, ReadAt, put_number};
use crate::search::Day;

/// Bytes of text after which a block is full.
const BLOCK: usize = 1 << 14;

/// What a batch ends with: name and version of the form.
const MAGIC: u64 = u64::from_le_bytes(*b"bltext\0\x03");

/// Bytes behind the tables: how many they have, their hash, the name of the form.
const FOOTER: usize = 24;

/// Numbers of an article before its fingerprint: its file, its place there, from where to where title and byline are, its bytes.
const FIELDS: usize = 7;

/// An article as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its place among the articles of the file, from 0.
    pub ordinal: usize,
    /// What tells it from any other.
    pub fingerprint: &'a str,
    /// Where its title stands in the text.
    pub title: Span,
    /// Where it says who wrote it; empty where it does not.
    pub byline: Span,
    /// The text.
    pub text: &'a str,
}

impl<'a> Entry<'a> {
    /// The article at `ordinal` of its file.
    pub fn of(ordinal: usize, article: &'a Article) -> Self {
        let text = article.text().as_str();
        let span = |part: &str| {
            let start = text.find(part).filter(|_| !part.is_empty()).unwrap_or_default();
            Span::new(start, start + part.len())
        };
        let byline = article.byline().map_or_else(Span::default, span);
        Self { ordinal, fingerprint: article.fingerprint(), title: span(article.title()), byline, text }
    }
}

/// A batch being written.
#[derive(Debug)]
pub(super) struct BatchWriter<W> {
    to: W,
    id: u32,
    at: u64,
    blocks: Vec<Block>,
    volumes: Vec<u8>,
    count: u32,
    heads: HeadWriter,
    pub(super) articles: u64,
    open: Open,
}

/// The block being filled.
#[derive(Debug, Default)]
struct Open {
    volumes: Vec<u8>,
    volume_count: u64,
    /// The volume that came last, by its number in the batch.
    last: Option<u32>,
    entries: Vec<u8>,
    entry_count: u64,
    text: String,
    day: Day,
}

impl<W: Write> BatchWriter<W> {
    /// The batch `id`, to be written to `to`.
    pub(super) fn new(id: u32, to: W) -> Self {
        let (blocks, volumes, heads) = (Vec::new(), Vec::new(), HeadWriter::default());
        Self { to, id, at: 0, blocks, volumes, count: 0, heads, articles: 0, open: Open::default() }
    }

    /// Bytes written so far.
    pub(super) const fn size(&self) -> u64 {
        self.at
    }

    /// Takes a file and its articles.
    ///
    /// # Errors
    /// What could not be written.
    pub(super) fn add<'e>(
        &mut self,
        volume: &Volume,
        entries: impl Iterator<Item = Entry<'e>>,
    ) -> io::Result<()> {
        let number = self.count;
        self.count += 1;
        put_volume(&mut self.volumes, volume);
        for entry in entries {
            if !self.open.text.is_empty() && self.open.text.len() + entry.text.len() > BLOCK {
                self.close()?;
            }
            self.open.add(number, volume, &entry);
            self.heads.add(number, entry.title.of(entry.text));
            self.articles += 1;
        }
        Ok(())
    }

    fn close(&mut self) -> io::Result<()> {
        let open = std::mem::take(&mut self.open);
        let mut bytes = Vec::with_capacity(open.text.len() + open.entries.len() + open.volumes.len() + 16);
        put_number(&mut bytes, open.volume_count);
        bytes.extend_from_slice(&open.volumes);
        put_number(&mut bytes, open.entry_count);
        bytes.extend_from_slice(&open.entries);
        bytes.extend_from_slice(open.text.as_bytes());
        self.to.write_all(&bytes)?;
        self.blocks.push(Block {
            batch: self.id,
            offset: self.at,
            length: u32::try_from(bytes.len()).map_err(io::Error::other)?,
            sum: sum(&bytes),
            day: open.day,
        });
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// Writes the tables, and gives what was written to and the blocks.
    ///
    /// # Errors
    /// What could not be written.
    pub(super) fn finish(mut self) -> io::Result<(W, Vec<Block>)> {
        if self.open.entry_count > 0 {
            self.close()?;
        }
        let mut tables = Vec::new();
        put_number(&mut tables, self.blocks.len() as u64);
        for block in &self.blocks {
            for field in [block.length, block.sum, block.day] {
                put_number(&mut tables, field.into());
            }
        }
        let (heads, of_heads) = self.heads.finish();
        self.to.write_all(&heads)?;
        tables.extend_from_slice(&of_heads);
        put_number(&mut tables, self.count.into());
        tables.extend_from_slice(&self.volumes);
        let footer = [tables.len() as u64, xxh3_64(&tables), MAGIC];
        tables.extend(footer.iter().flat_map(|field| field.to_le_bytes()));
        self.to.write_all(&tables)?;
        Ok((self.to, self.blocks))
    }
}

impl Open {
    fn add(&mut self, number: u32, volume: &Volume, entry: &Entry<'_>) {
        if self.last != Some(number) {
            self.last = Some(number);
            self.volume_count += 1;
            put_number(&mut self.volumes, number.into());
            put_volume(&mut self.volumes, volume);
        }
        self.day = self.day.max(volume.day);
        put_number(&mut self.entries, self.volume_count - 1);
        let Entry { ordinal, title, byline, text, .. } = entry;
        for field in [*ordinal, title.start, title.end, byline.start, byline.end, text.len()] {
            put_number(&mut self.entries, field as u64);
        }
        put_text(&mut self.entries, entry.fingerprint.as_bytes());
        self.entry_count += 1;
        self.text.push_str(entry.text);
    }
}

/// The checksum of a part.
pub(super) fn sum(bytes: &[u8]) -> u32 {
    xxh3_64(bytes) as u32
}

pub(super) fn damaged(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// The tables of a batch.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    pub(super) blocks: Vec<Block>,
    pub(super) volumes: Vec<Volume>,
    pub(super) heads: Heads,
}

impl Tables {
    /// The tables of the batch `id` in `size` bytes of `file`.
    ///
    /// # Errors
    /// The system's; bytes that are not what was written.
    pub(super) fn read(id: u32, file: &At, size: u64) -> io::Result<Self> {
        let bytes = Self::bytes(file, size)?;
        let mut from = Cursor(&bytes);
        let mut tables = Self::parse(id, &mut from)?;
        for _ in 0..from.number()? {
            tables.volumes.push(VolumeRef::read(&mut from)?.owned());
        }
        Ok(tables)
    }

    /// The same without the files.
    ///
    /// # Errors
    /// The system's; bytes that are not what was written.
    pub(super) fn read_blocks(id: u32, file: &At, size: u64) -> io::Result<Self> {
        Self::parse(id, &mut Cursor(&Self::bytes(file, size)?))
    }

    fn bytes(file: &At, size: u64) -> io::Result<Vec<u8>> {
        let end = size.checked_sub(FOOTER as u64).ok_or_else(|| damaged("its end is missing"))?;
        let mut footer = [0; FOOTER];
        file.read_at(end, &mut footer)?;
        let mut fields = footer.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes));
        let (length, hash, magic) = (fields.next(), fields.next(), fields.next());
        let start = length.and_then(|length| end.checked_sub(length)).filter(|_| magic == Some(MAGIC));
        let start = start.ok_or_else(|| damaged("its end is damaged"))?;
        let mut bytes = vec![0; (end - start) as usize];
        file.read_at(start, &mut bytes)?;
        if Some(xxh3_64(&bytes)) == hash { Ok(bytes) } else { Err(damaged("its tables are damaged")) }
    }

    /// The blocks and the headlines.
    fn parse(id: u32, from: &mut Cursor<'_>) -> io::Result<Self> {
        let mut tables = Self::default();
        let mut offset = 0;
        for _ in 0..from.number()? {
            let (length, sum, day) = (from.small()?, from.small()?, from.small()?);
            tables.blocks.push(Block { batch: id, offset, length, sum, day });
            offset += u64::from(length);
        }
        tables.heads = Heads::parse(from, offset)?;
        Ok(tables)
    }
}

/// The bytes of blocks that lie one behind the other, each to be [`whole`] yet.
///
/// # Errors
/// The system's.
pub(super) fn read_run<'b>(file: &At, run: &[Block], buffer: &'b mut Vec<u8>) -> io::Result<&'b [u8]> {
    let length = run.iter().map(|block| block.length as usize).sum();
    if buffer.len() < length {
        buffer.resize(length, 0);
    }
    let bytes = buffer.get_mut(..length).unwrap_or_default();
    file.read_at(run.first().map_or(0, |first| first.offset), bytes)?;
    Ok(bytes)
}

/// Whether one block lies behind another.
pub(super) fn is_behind(one: &Block, other: &Block) -> bool {
    (one.batch, one.offset + u64::from(one.length)) == (other.batch, other.offset)
}

/// The bytes of a block, if they are what was written.
///
/// # Errors
/// Bytes that are not.
pub(super) fn whole<'b>(bytes: &'b [u8], block: &Block) -> io::Result<&'b [u8]> {
    if sum(bytes) == block.sum { Ok(bytes) } else { Err(damaged("a block is damaged")) }
}

/// The bytes of a block.
///
/// # Errors
/// The system's; bytes that are not what was written.
pub(super) fn read_block<'b>(file: &At, block: &Block, buffer: &'b mut Vec<u8>) -> io::Result<&'b [u8]> {
    whole(read_run(file, &[*block], buffer)?, block)
}

/// A block taken apart as far as its texts, which are bytes still: only texts were written, and the checksum says that these
/// were. That they are texts is looked at where one is opened, which most are not.
#[derive(Debug)]
pub(super) struct Outline<'b> {
    /// What says which files are in it.
    files: Cursor<'b>,
    /// What says which articles.
    articles: Cursor<'b>,
    /// Their texts, one behind the other.
    pub(super) texts: &'b [u8],
}

/// An article in a block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sealed<'b> {
    /// The place of its file among those of the block.
    pub(super) of: usize,
    pub(super) text: &'b [u8],
    /// All else.
    entry: Entry<'b>,
}

impl<'b> Outline<'b> {
    /// Takes the bytes of a block apart.
    ///
    /// # Errors
    /// Bytes that are no block.
    pub(super) fn parse(bytes: &'b [u8]) -> io::Result<Self> {
        let mut from = Cursor(bytes);
        let files = from;
        for _ in 0..from.number()? {
            from.small()?;
            VolumeRef::read(&mut from)?;
        }
        let articles = from;
        for _ in 0..from.number()? {
            for _ in 0..FIELDS {
                from.number()?;
            }
            let length = from.small()? as usize;
            from.bytes(length)?;
        }
        Ok(Self { files, articles, texts: from.0 })
    }

    /// The articles, up to one that is none.
    pub(super) fn articles(&self) -> impl Iterator<Item = io::Result<Sealed<'b>>> {
        let mut from = self.articles;
        let mut texts = Cursor(self.texts);
        let count = from.number().unwrap_or_default();
        (0..count).map(move |_| {
            let mut number = || from.number().map(|number| number as usize);
            let (of, ordinal) = (number()?, number()?);
            let title = Span::new(number()?, number()?);
            let byline = Span::new(number()?, number()?);
            let text = texts.bytes(number()?)?;
            let fingerprint = from.text()?;
            Ok(Sealed { of, text, entry: Entry { ordinal, fingerprint, title, byline, text: "" } })
        })
    }

    /// The articles opened, each with the place of its file.
    ///
    /// # Errors
    /// Bytes that are no articles.
    pub(super) fn entries(&self) -> io::Result<Vec<(usize, Entry<'b>)>> {
        self.articles().map(|article| article.and_then(|article| Ok((article.of, article.open()?)))).collect()
    }

    /// The file at a place, with its number in the batch.
    ///
    /// # Errors
    /// Bytes that are no files.
    pub(super) fn volume(&self, place: usize) -> io::Result<(u32, VolumeRef<'b>)> {
        let mut from = self.files;
        let mut files = (0..from.number()?).map(|_| Ok((from.small()?, VolumeRef::read(&mut from)?)));
        files.nth(place).unwrap_or_else(|| Err(damaged("an article has no file")))
    }
}

impl<'b> Sealed<'b> {
    /// What tells it from any other.
    pub(super) const fn fingerprint(&self) -> &'b str {
        self.entry.fingerprint
    }

    /// The article.
    ///
    /// # Errors
    /// Bytes that are no text.
    pub(super) fn open(&self) -> io::Result<Entry<'b>> {
        let text = simdutf8::basic::from_utf8(self.text).ok().ok_or_else(|| damaged("a text is no text"))?;
        Ok(Entry { text, ..self.entry })
    }
}
