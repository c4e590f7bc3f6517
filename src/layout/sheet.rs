//! An article as a stack of lines: rows of text and blank lines, made only where somebody looks.
//!
//! Guarantees: a position is a place in the text, never a row number from the top, so opening, jumping and resizing
//! cost the same in a note and in a book; the lines around a position are the same whichever way it was reached.
//! Never: the whole article laid out, or walked through; `heights` does that elsewhere, to number lines. A block longer
//! than [`STRIP`] bytes is laid out in pieces of about that size, each cut after a sentence where one ends near by; only
//! there a row may be short inside a paragraph.

use std::collections::HashMap;
use std::sync::Arc;

use super::heights::Known;
use super::measure::{Measure, Row};
use crate::article::{Article, Block, BlockKind, Span};
use crate::text::class::{Class, class};
use crate::text::cluster::boundary;
use crate::text::punctuation::{Punctuated, Punctuation};

/// Text laid out at once, in bytes: a piece has at most half as much more.
const STRIP: usize = 16 * 1024;

/// Pieces whose rows are kept; beyond it all are dropped and made again when needed.
const KEPT: usize = 256;

/// Marks that are looked through behind a stop: quotation marks and brackets that close there.
const MARKS: usize = 4;

/// How an article is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The measure; its indent is that of paragraphs.
    pub measure: Measure,
    /// Blank lines between two paragraphs.
    pub paragraph_gap: usize,
    /// How marks are shown: it says how wide they are and where a row may end beside them.
    pub punctuation: Punctuation,
}

/// A line of the stack: the piece of text it belongs to, and its number there, blank lines before the text included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub(super) strip: Strip,
    pub(super) line: usize,
}

/// A piece of a block that is laid out at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Strip {
    block: usize,
    piece: usize,
}

/// One line as it is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The block it belongs to, by its index in the article.
    pub block: usize,
    /// The row of text, or nothing for a blank line.
    pub row: Option<Row>,
}

/// An article set in a style.
#[derive(Clone, Debug)]
pub struct Sheet {
    article: Arc<Article>,
    style: Style,
    made: HashMap<Strip, Arc<[Row]>>,
    /// Its lines, once somebody has counted them in this style.
    pub(super) known: Option<Known>,
}

impl Sheet {
    /// `article` set in `style`. Nothing is laid out yet.
    pub fn new(article: Arc<Article>, style: Style) -> Self {
        Self { article, style, made: HashMap::new(), known: None }
    }

    /// Sets the same article in another style. A position of the style before may stand for other words.
    pub fn restyle(&mut self, style: Style) {
        self.style = style;
        self.made.clear();
        self.known = None;
    }

    /// The article.
    pub const fn article(&self) -> &Arc<Article> {
        &self.article
    }

    /// The style it is set in.
    pub const fn style(&self) -> Style {
        self.style
    }

    /// The lines from `top` on, at most `count`.
    pub fn window(&mut self, top: Position, count: usize) -> Vec<Line> {
        let mut lines = Vec::with_capacity(count.min(self.article.text().len()));
        let mut next = Some(top).filter(|top| top.strip.block < self.article.blocks().len());
        while let Some(Position { strip, line: first }) = next.filter(|_| lines.len() < count) {
            let gap = self.gap(strip);
            let rows = self.rows(strip);
            let here = (first..gap + rows.len()).take(count - lines.len()).map(|line| {
                let row = line.checked_sub(gap).and_then(|row| rows.get(row)).copied();
                Line { block: strip.block, row }
            });
            lines.extend(here);
            next = self.after(strip).map(|strip| Position { strip, line: 0 });
        }
        lines
    }

    /// `lines` further down, at most the last line.
    pub fn forward(&mut self, from: Position, mut lines: usize) -> Position {
        let mut at = from;
        loop {
            let left = self.lines(at.strip).saturating_sub(at.line + 1);
            if lines <= left {
                return Position { line: at.line + lines, ..at };
            }
            let Some(strip) = self.after(at.strip) else {
                return Position { line: at.line + left, ..at };
            };
            lines -= left + 1;
            at = Position { strip, line: 0 };
        }
    }

    /// `lines` further up, at least the first line.
    pub fn back(&mut self, from: Position, mut lines: usize) -> Position {
        let mut at = from;
        loop {
            if lines <= at.line {
                return Position { line: at.line - lines, ..at };
            }
            let Some(strip) = self.before(at.strip) else { return Position::default() };
            lines -= at.line + 1;
            at = Position { strip, line: self.lines(strip).saturating_sub(1) };
        }
    }

    /// The last line.
    pub fn last(&mut self) -> Position {
        let block = self.article.blocks().len().saturating_sub(1);
        let strip = Strip { block, piece: self.pieces(block) - 1 };
        Position { strip, line: self.lines(strip).saturating_sub(1) }
    }

    /// The lowest top line that still fills a window of `height` lines, if the article is that long.
    pub fn last_top(&mut self, height: usize) -> Position {
        let last = self.last();
        self.back(last, height.saturating_sub(1))
    }

    /// The line that shows the byte at `offset`.
    pub fn line_of(&mut self, offset: usize) -> Position {
        let strip = self.strip_at(offset);
        let row = self.rows(strip).partition_point(|row| row.start <= offset).saturating_sub(1);
        Position { strip, line: self.gap(strip) + row }
    }

    /// The first line of a block, the blank lines before it left out.
    pub fn line_of_block(&mut self, block: usize) -> Position {
        if block >= self.article.blocks().len() {
            return self.last();
        }
        let strip = Strip { block, piece: 0 };
        Position { strip, line: self.gap(strip) }
    }

    /// The byte that a line starts with; for a blank line, the next one's.
    pub fn offset_of(&mut self, at: Position) -> usize {
        let row = at.line.saturating_sub(self.gap(at.strip));
        self.rows(at.strip).get(row).map_or(self.span(at.strip).start, |row| row.start)
    }

    /// The piece that holds the byte at `offset`.
    pub(super) fn strip_at(&self, offset: usize) -> Strip {
        let block = self.article.block_at(offset);
        let in_grid = offset.saturating_sub(self.block(block).start) / STRIP;
        let piece = in_grid.min(self.pieces(block) - 1);
        // A piece starts at or before its place in the grid, so the byte may belong to the next one.
        let next = Strip { block, piece: piece + 1 };
        if next.piece < self.pieces(block) && self.span(next).start <= offset {
            next
        } else {
            Strip { block, piece }
        }
    }

    /// Where a block stands; at the end of the text where there is no such block.
    fn block(&self, block: usize) -> Span {
        let end = self.article.text().len();
        self.article.blocks().get(block).map_or(Span::new(end, end), |block| block.span)
    }

    /// In how many pieces a block is laid out.
    fn pieces(&self, block: usize) -> usize {
        self.block(block).len().div_ceil(STRIP).max(1)
    }

    pub(super) fn after(&self, Strip { block, piece }: Strip) -> Option<Strip> {
        if piece + 1 < self.pieces(block) {
            return Some(Strip { block, piece: piece + 1 });
        }
        (block + 1 < self.article.blocks().len()).then_some(Strip { block: block + 1, piece: 0 })
    }

    pub(super) fn before(&self, Strip { block, piece }: Strip) -> Option<Strip> {
        if let Some(piece) = piece.checked_sub(1) {
            return Some(Strip { block, piece });
        }
        let block = block.checked_sub(1)?;
        Some(Strip { block, piece: self.pieces(block) - 1 })
    }

    pub(super) fn span(&self, Strip { block, piece }: Strip) -> Span {
        let (text, block) = (self.article.text(), self.block(block));
        Span::new(cut(text, block, piece), cut(text, block, piece + 1))
    }

    /// Blank lines before a piece.
    fn gap(&self, Strip { block, piece }: Strip) -> usize {
        let blocks = self.article.blocks();
        let above = block.checked_sub(1).filter(|_| piece == 0).and_then(|block| blocks.get(block));
        above.zip(blocks.get(block)).map_or(0, |(above, below)| gap(above.kind, below, self.style))
    }

    pub(super) fn lines(&mut self, strip: Strip) -> usize {
        self.gap(strip) + self.rows(strip).len()
    }

    /// The lines of a piece; its rows are not kept.
    pub(super) fn count(&self, strip: Strip) -> usize {
        self.gap(strip) + self.set(strip).len()
    }

    fn rows(&mut self, strip: Strip) -> Arc<[Row]> {
        if let Some(rows) = self.made.get(&strip) {
            return Arc::clone(rows);
        }
        let rows: Arc<[Row]> = self.set(strip).into();
        if self.made.len() >= KEPT {
            self.made.clear();
        }
        self.made.insert(strip, Arc::clone(&rows));
        rows
    }

    fn set(&self, strip: Strip) -> Vec<Row> {
        let Some(block) = self.article.blocks().get(strip.block) else { return Vec::new() };
        let span = self.span(strip);
        let text = self.article.block_text(block);
        let part = span.start - block.span.start..span.end - block.span.start;
        let shown = Punctuated::new(block.kind.marks(self.style.punctuation), text, part.clone());
        self.style.setting(&self.article, strip.block).rows(&shown, part, block.span.start)
    }
}

/// Blank lines between two blocks.
const fn gap(above: BlockKind, below: &Block, style: Style) -> usize {
    use BlockKind::{Byline, Caption, Heading, Headline, Kicker, Paragraph, Subtitle};
    match (above, below.kind) {
        (Kicker | Headline | Subtitle | Byline, Kicker | Headline | Subtitle | Byline) => 0,
        (Kicker | Headline | Subtitle | Byline, _) => 1,
        (_, Heading | Byline | Caption) | (Caption, _) => 1,
        (Heading, Paragraph) => 0,
        (Paragraph, Paragraph) => style.paragraph_gap,
        // Lines stand apart where their author set them apart.
        (_, below_kind) if above.is_line() || below_kind.is_line() => below.apart as usize,
        _ => 1,
    }
}

/// Where the piece with this number begins: behind the last sentence that ends in the half before its place in a grid
/// of [`STRIP`] bytes, or at that place. Each cut stands by itself, so none has to be kept or counted up to.
fn cut(text: &str, block: Span, piece: usize) -> usize {
    let place = block.start.saturating_add(piece.saturating_mul(STRIP));
    if piece == 0 || place >= block.end {
        return if piece == 0 { block.start } else { block.end };
    }
    let place = boundary(text, place);
    let from = boundary(text, place - STRIP / 2);
    let before = text.get(from..place).unwrap_or_default();
    let stops = before.rmatch_indices(['。', '！', '？', '\u{20}']).map(|(at, stop)| from + at + stop.len());
    stops.filter_map(|end| behind_marks(text, end)).find(|&end| end <= place).unwrap_or(place)
}

/// The end of the marks that close behind a stop, where it is plain that they do.
fn behind_marks(text: &str, end: usize) -> Option<usize> {
    let rest = text.get(end..)?;
    let closes = |c: &char| class(*c).closes() || matches!(class(*c), Class::Pause | Class::Space);
    let marks: usize = rest.chars().take(MARKS).take_while(closes).map(char::len_utf8).sum();
    let next = rest.get(marks..)?.chars().next();
    let plain = next.is_none_or(|c| !closes(&c) && class(c) != Class::Straight);
    plain.then_some(end + marks)
}

#[cfg(test)]
mod tests;
