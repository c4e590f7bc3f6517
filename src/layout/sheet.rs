//! An article as a stack of lines: rows of text and blank lines, made only where somebody looks.
//!
//! Guarantees: a position is a place in the text, never a row number from the top, so opening, jumping and resizing
//! cost the same in a note and in a book; the lines around a position are the same whichever way it was reached.
//! Never: the whole article laid out. A block longer than [`STRIP`] bytes is laid out in strips of that size, each
//! cut after a sentence where one ends near by; only there a row may be short inside a paragraph.

use std::collections::HashMap;
use std::sync::Arc;

use super::fill::{Measure, Row, balanced_rows, rows};
use crate::article::{Article, BlockKind, Span};

/// Longest text laid out at once, in bytes.
const STRIP: usize = 16 * 1024;

/// Strips whose rows are kept; beyond it all are dropped and made again when needed.
const KEPT: usize = 256;

/// How an article is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// The measure; its indent is that of paragraphs.
    pub measure: Measure,
    /// Blank lines between two paragraphs.
    pub paragraph_gap: usize,
}

/// A line of the stack: the strip it belongs to, and its number in the strip, blank lines before the text included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    strip: usize,
    line: usize,
}

/// One line as it is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The block it belongs to, by its index in the article.
    pub block: usize,
    /// The row of text, or nothing for a blank line.
    pub row: Option<Row>,
}

/// A piece of a block that is laid out at once.
#[derive(Clone, Copy, Debug)]
struct Strip {
    block: usize,
    span: Span,
    /// Blank lines before it.
    gap: usize,
    /// Whether it starts its block.
    opens: bool,
}

/// An article set in a style.
#[derive(Clone, Debug)]
pub struct Sheet {
    article: Arc<Article>,
    style: Style,
    strips: Vec<Strip>,
    made: HashMap<usize, Arc<[Row]>>,
}

impl Sheet {
    /// `article` set in `style`. Nothing is laid out yet.
    pub fn new(article: Arc<Article>, style: Style) -> Self {
        let mut strips = Vec::with_capacity(article.blocks().len());
        let mut above: Option<BlockKind> = None;
        for (index, block) in article.blocks().iter().enumerate() {
            let gap = above.map_or(0, |above| gap(above, block.kind, style));
            for (number, span) in cut(article.text(), block.span).enumerate() {
                let opens = number == 0;
                strips.push(Strip { block: index, span, gap: if opens { gap } else { 0 }, opens });
            }
            above = Some(block.kind);
        }
        Self { article, style, strips, made: HashMap::new() }
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
        let mut lines = Vec::with_capacity(count);
        let mut at = top;
        while lines.len() < count && at.strip < self.strips.len() {
            let strip = self.strips[at.strip];
            let rows = self.rows(at.strip);
            for line in at.line..strip.gap + rows.len() {
                if lines.len() == count {
                    break;
                }
                let row = line.checked_sub(strip.gap).and_then(|row| rows.get(row)).copied();
                lines.push(Line { block: strip.block, row });
            }
            at = Position { strip: at.strip + 1, line: 0 };
        }
        lines
    }

    /// `lines` further down, at most the last line.
    pub fn forward(&mut self, from: Position, mut lines: usize) -> Position {
        let mut at = from;
        while at.strip < self.strips.len() {
            let left = self.lines(at.strip).saturating_sub(at.line + 1);
            if lines <= left {
                return Position { line: at.line + lines, ..at };
            }
            if at.strip + 1 == self.strips.len() {
                return Position { line: at.line + left, ..at };
            }
            lines -= left + 1;
            at = Position { strip: at.strip + 1, line: 0 };
        }
        from
    }

    /// `lines` further up, at least the first line.
    pub fn back(&mut self, from: Position, mut lines: usize) -> Position {
        let mut at = from;
        loop {
            if lines <= at.line {
                return Position { line: at.line - lines, ..at };
            }
            if at.strip == 0 {
                return Position::default();
            }
            lines -= at.line + 1;
            at = Position { strip: at.strip - 1, line: self.lines(at.strip - 1).saturating_sub(1) };
        }
    }

    /// The last line.
    pub fn last(&mut self) -> Position {
        let strip = self.strips.len().saturating_sub(1);
        Position { strip, line: self.lines(strip).saturating_sub(1) }
    }

    /// The lowest top line that still fills a window of `height` lines, if the article is that long.
    pub fn last_top(&mut self, height: usize) -> Position {
        let last = self.last();
        self.back(last, height.saturating_sub(1))
    }

    /// The line that shows the byte at `offset`.
    pub fn line_of(&mut self, offset: usize) -> Position {
        let strip = self.strips.partition_point(|strip| strip.span.start <= offset).saturating_sub(1);
        let Some(gap) = self.strips.get(strip).map(|strip| strip.gap) else {
            return Position::default();
        };
        let rows = self.rows(strip);
        let row = rows.partition_point(|row| row.start <= offset).saturating_sub(1);
        Position { strip, line: gap + row }
    }

    /// The first line of a block, the blank lines before it left out.
    pub fn line_of_block(&mut self, block: usize) -> Position {
        let strip = self.strips.partition_point(|strip| strip.block < block);
        match self.strips.get(strip) {
            Some(found) => Position { strip, line: found.gap },
            None => self.last(),
        }
    }

    /// The byte that a line starts with; for a blank line, the next one's.
    pub fn offset_of(&mut self, at: Position) -> usize {
        let Some(strip) = self.strips.get(at.strip).copied() else {
            return self.article.text().len();
        };
        let rows = self.rows(at.strip);
        rows.get(at.line.saturating_sub(strip.gap)).map_or(strip.span.start, |row| row.start)
    }

    fn lines(&mut self, strip: usize) -> usize {
        let gap = self.strips.get(strip).map_or(0, |strip| strip.gap);
        gap + self.rows(strip).len()
    }

    fn rows(&mut self, strip: usize) -> Arc<[Row]> {
        if let Some(rows) = self.made.get(&strip) {
            return Arc::clone(rows);
        }
        let rows: Arc<[Row]> =
            self.strips.get(strip).map_or_else(|| Arc::from([]), |strip| self.set(*strip).into());
        if self.made.len() >= KEPT {
            self.made.clear();
        }
        self.made.insert(strip, Arc::clone(&rows));
        rows
    }

    fn set(&self, strip: Strip) -> Vec<Row> {
        let text = strip.span.of(self.article.text());
        let kind = self.article.blocks().get(strip.block).map_or(BlockKind::Paragraph, |block| block.kind);
        let indent = if kind == BlockKind::Paragraph && strip.opens { self.style.measure.indent } else { 0 };
        let measure = Measure { indent, ..self.style.measure };
        // The source's own indent would add to ours; it stays in the text for copying.
        let blank = text.len() - text.trim_start_matches(['\u{3000}', ' ']).len();
        let body = text.get(blank..).unwrap_or_default();
        let base = strip.span.start + blank;
        let mut rows = match kind {
            BlockKind::Kicker | BlockKind::Headline | BlockKind::Subtitle => {
                balanced_rows(body, base, measure)
            }
            _ => rows(body, base, measure),
        };
        if let Some(first) = rows.first_mut() {
            first.start = strip.span.start + blank;
        }
        rows
    }
}

/// Blank lines between two blocks.
const fn gap(above: BlockKind, below: BlockKind, style: Style) -> usize {
    use BlockKind::{Byline, Caption, Heading, Headline, Kicker, Paragraph, Subtitle};
    match (above, below) {
        (Kicker | Headline | Subtitle | Byline, Kicker | Headline | Subtitle | Byline) => 0,
        (Kicker | Headline | Subtitle | Byline, Paragraph | Heading | Caption) => 1,
        (_, Heading | Byline | Caption) | (Caption, _) => 1,
        (Heading, Paragraph) => 0,
        (Paragraph, Paragraph) => style.paragraph_gap,
        (Heading | Paragraph, _) => 1,
    }
}

/// `span` in pieces of at most [`STRIP`] bytes, each ending after a sentence if one ends in its second half.
fn cut(text: &str, span: Span) -> impl Iterator<Item = Span> + '_ {
    let mut rest = span;
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        if rest.len() <= STRIP {
            done = true;
            return Some(rest);
        }
        let mut end = rest.start + STRIP;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let half = rest.start + (end - rest.start) / 2;
        let mut from = half;
        while !text.is_char_boundary(from) {
            from -= 1;
        }
        let stop =
            text.get(from..end).and_then(|tail| tail.rfind(['。', '！', '？', '\u{20}']).map(|at| from + at));
        let end =
            stop.and_then(|at| text.get(at..)?.chars().next().map(|c| at + c.len_utf8())).unwrap_or(end);
        let strip = Span::new(rest.start, end);
        rest = Span::new(end, rest.end);
        Some(strip)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Measure, Position, Sheet, Style};
    use crate::article::{BlockKind, Builder, Confidence, DumpSpan};
    use crate::layout::Level;
    use crate::text::width::Widths;

    fn sheet(paragraphs: &[&str], cells: usize) -> Sheet {
        let dump: String = paragraphs.concat();
        let mut builder = Builder::new(&dump);
        let mut at = 0;
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let kind = if index == 0 { BlockKind::Headline } else { BlockKind::Paragraph };
            builder.push(kind, &[DumpSpan::new(at, at + paragraph.len())]);
            at += paragraph.len();
        }
        let measure = Measure { cells, indent: 4, level: Level::Strict, widths: Widths::default() };
        Sheet::new(Arc::new(builder.finish(Confidence(1.0))), Style { measure, paragraph_gap: 0 })
    }

    fn text(sheet: &mut Sheet, top: Position, count: usize) -> Vec<String> {
        let article = Arc::clone(sheet.article());
        let lines = sheet.window(top, count);
        lines
            .iter()
            .map(|line| line.row.map_or(String::new(), |row| article.text()[row.start..row.end].to_owned()))
            .collect()
    }

    #[test]
    fn the_window_shows_blank_lines_and_rows_in_order() {
        let mut sheet = sheet(&["江城晚报", "水上巴士今天开航", "票价两元"], 8);
        assert_eq!(
            text(&mut sheet, Position::default(), 9),
            ["江城晚报", "", "水上", "巴士今天", "开航", "票价", "两元"]
        );
    }

    #[test]
    fn forward_and_back_are_inverse_and_stop_at_the_ends() {
        let mut sheet = sheet(&["江城晚报", "水上巴士今天开航", "票价两元"], 8);
        for lines in 0..7 {
            let down = sheet.forward(Position::default(), lines);
            assert_eq!(sheet.back(down, lines), Position::default(), "{lines} down and up");
        }
        assert_eq!(sheet.forward(Position::default(), 100), sheet.last());
        let last = sheet.last();
        assert_eq!(sheet.back(last, 100), Position::default());
        let top = sheet.last_top(3);
        assert_eq!(text(&mut sheet, top, 9), ["开航", "票价", "两元"]);
    }

    #[test]
    fn an_offset_is_found_in_the_row_that_shows_it() {
        let mut sheet = sheet(&["江城晚报", "水上巴士今天开航", "票价两元"], 8);
        let article = Arc::clone(sheet.article());
        for (offset, _) in article.text().char_indices().filter(|(_, c)| *c != '\n') {
            let at = sheet.line_of(offset);
            let line = sheet.window(at, 1)[0].row.expect("a row of text");
            assert!(line.start <= offset && offset < line.end, "byte {offset} in {line:?}");
        }
    }

    #[test]
    fn a_paragraph_of_megabytes_is_laid_out_only_where_it_is_looked_at() {
        let long = "甲乙丙丁戊己庚辛。".repeat(200_000);
        let mut sheet = sheet(&["题", &long], 40);
        let top = sheet.last_top(50);
        assert_eq!(sheet.window(top, 60).len(), 50);
        assert!(sheet.made.len() < 8, "{} strips were laid out", sheet.made.len());
    }
}
