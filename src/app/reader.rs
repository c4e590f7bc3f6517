//! The open article: what is on the screen, where the reader is, which paragraph the keyboard means.
//!
//! Guarantees: the place is an offset in the text, so a new size or measure shows the same words at the top; limits
//! come from rows, so the last row can always be reached and nothing below it. Never: a wrap or a width of its own.

mod extent;

use std::sync::Arc;

use super::effect::Ticket;
use super::find::Find;
use super::marking::Marked;
use super::selection::Selection;
use crate::article::{Article, BlockKind};
use crate::layout::{Line, Measure, Options, Position, Row, Sheet, Style};
use crate::text::punctuation::Punctuation;

/// Rows that one key press moves at most as long as they are not counted: two megabytes of text, laid out in a few
/// hundredths of a second. Larger counts would hold the screen; `G` and `%` go further at once.
const LONGEST_SCROLL: usize = 20_000;

/// Blocks among which the first paragraph is looked for; titles are few.
const NEAR: usize = 20;

/// An article being read.
#[derive(Clone, Debug)]
pub struct Reader {
    sheet: Sheet,
    /// Rows the pane has for text.
    height: usize,
    /// Rows kept between what is looked at and the window's edge.
    margin: usize,
    top: Position,
    /// The byte that stands in the top row, kept while size and measure change.
    anchor: usize,
    /// The block under the cursor.
    cursor: usize,
    /// Where the reader put the cursor; on a small screen it may have to stand elsewhere for a while.
    chosen: usize,
    window: Vec<Line>,
    /// Rows above the window, once they are counted.
    above: Option<usize>,
    /// The count that was asked for.
    asked: Option<Ticket>,
    /// What was left, where it is the dump of a page that is read.
    left: Option<Left>,
    /// The search in this article.
    pub find: Option<Find>,
    /// The bookmarks in this article.
    pub marked: Vec<Marked>,
    /// The words being selected.
    pub selection: Option<Selection>,
}

/// The article that was left for its page's dump.
#[derive(Clone, Debug)]
struct Left {
    article: Arc<Article>,
    /// Its place and cursor.
    at: (usize, usize),
    /// Place and cursor in the dump at first; as long as they stay, the way back leads to where it was left.
    shown: (usize, usize),
}

impl Reader {
    /// Opens `article` with the byte at `offset` in the top row.
    pub fn new(article: Arc<Article>, style: Style, height: usize, offset: usize) -> Self {
        let mut reader = Self {
            sheet: Sheet::new(article, style),
            height: height.max(1),
            margin: 0,
            top: Position::default(),
            anchor: offset,
            cursor: 0,
            chosen: 0,
            window: Vec::new(),
            above: None,
            asked: None,
            left: None,
            find: None,
            marked: Vec::new(),
            selection: None,
        };
        reader.restore();
        reader.put_cursor(reader.first_block());
        reader.clamp_cursor();
        reader
    }

    /// The same with the page's dump in the place of the article, at the same words.
    #[must_use]
    pub fn with_dump(&self, dump: &Arc<Article>) -> Self {
        let mut reader = Self::new(Arc::clone(dump), plain(self.sheet.style()), self.height, 0);
        if let Some((top, cursor)) = self.sources() {
            reader.show_both(dump.offset_of(top), dump.offset_of(cursor));
        }
        let (at, shown) = ((self.anchor, self.cursor), (reader.anchor, reader.cursor));
        reader.left = Some(Left { article: Arc::clone(self.article()), at, shown });
        reader
    }

    /// Whether it is the dump of a page that is read, and not what was made of it.
    pub const fn is_dump(&self) -> bool {
        self.left.is_some()
    }

    /// The article that the list has for what is read.
    pub fn home(&self) -> &Arc<Article> {
        self.left.as_ref().map_or_else(|| self.article(), |left| &left.article)
    }

    /// Place and cursor in the article that was left for this dump, if the reader did not move in it.
    pub fn way_back(&self) -> Option<(usize, usize)> {
        let left = self.left.as_ref()?;
        (left.shown == (self.anchor, self.cursor)).then_some(left.at)
    }

    /// The bytes of the dump in the top row and at the start of the block under the cursor, or of as much of it as is
    /// not above the window.
    pub fn sources(&self) -> Option<(usize, usize)> {
        let top = self.article().source_of(self.anchor)?;
        let block = self.article().blocks().get(self.cursor)?;
        Some((top, if block.span.contains(self.anchor) { top } else { block.source() }))
    }

    /// Shows the byte at `place` in the top row, and the cursor on the block of the byte at `cursor`, of which a part
    /// is on the screen in any case.
    pub fn show_both(&mut self, place: usize, cursor: usize) {
        let block = self.article().block_at(cursor);
        self.return_to(place, block);
        if !self.window.iter().any(|line| line.block == block && line.row.is_some()) {
            self.reveal(cursor);
        }
    }

    /// The place to come back to in the article that the list has.
    pub fn place_at_home(&self) -> usize {
        let Some(left) = &self.left else { return self.anchor };
        let source = self.article().source_of(self.anchor).unwrap_or(0);
        self.way_back().map_or_else(|| left.article.offset_of(source), |(place, _)| place)
    }

    /// The article.
    pub const fn article(&self) -> &Arc<Article> {
        self.sheet.article()
    }

    /// How marks are shown: as they were measured.
    pub const fn punctuation(&self) -> Punctuation {
        self.sheet.style().punctuation
    }

    /// How it is set.
    pub const fn style(&self) -> Style {
        self.sheet.style()
    }

    /// The lines on the screen, from the top.
    pub fn window(&self) -> &[Line] {
        &self.window
    }

    /// How many lines the article has, where all of them are on the screen and there is room for more.
    pub fn all_lines(&self) -> Option<usize> {
        let start = self.article().blocks().first().map_or(0, |block| block.span.start);
        (self.window.len() < self.height && self.anchor <= start).then_some(self.window.len())
    }

    /// The block under the cursor.
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// Whether the cursor stands elsewhere than where it stands by itself in this window.
    pub fn cursor_was_moved(&self) -> bool {
        self.cursor != self.first_block()
    }

    /// The byte in the top row: the place to come back to.
    pub const fn place(&self) -> usize {
        self.anchor
    }

    /// Rows the pane has.
    pub const fn height(&self) -> usize {
        self.height
    }

    /// Sets the article anew for another size or style; the same words stay at the top.
    pub fn fit(&mut self, style: Style, height: usize) {
        let height = height.max(1);
        let style = if self.is_dump() { plain(style) } else { style };
        if style == self.sheet.style() && height == self.height {
            return;
        }
        if style != self.sheet.style() {
            self.sheet.restyle(style);
            self.asked = None;
        }
        self.height = height;
        self.restore();
        self.cursor = self.chosen;
        self.clamp_cursor();
    }

    /// Puts the cursor on a block, by the reader's choice.
    const fn put_cursor(&mut self, block: usize) {
        self.cursor = block;
        self.chosen = block;
    }

    fn restore(&mut self) {
        // The start needs no look at the end.
        self.top = match self.anchor {
            0 => Position::default(),
            anchor => self.sheet.line_of(anchor).min(self.sheet.last_top(self.height)),
        };
        self.look();
    }

    fn show(&mut self, top: Position) {
        self.top = top.min(self.sheet.last_top(self.height));
        self.anchor = self.sheet.offset_of(self.top);
        if self.top == Position::default() {
            self.anchor = 0;
        }
        self.look();
    }

    /// Makes what is seen from the top row on.
    fn look(&mut self) {
        self.window = self.sheet.window(self.top, self.height);
        self.above = self.sheet.number_of(self.top);
    }

    /// Moves the window down. Says whether it moved.
    pub fn scroll_down(&mut self, lines: usize) -> bool {
        let before = self.top;
        let top = self.line_below(lines);
        self.show(top);
        self.clamp_cursor();
        self.chosen = self.cursor;
        self.top != before
    }

    /// Moves the window up. Says whether it moved.
    pub fn scroll_up(&mut self, lines: usize) -> bool {
        let before = self.top;
        let top = self.line_above(lines);
        self.show(top);
        self.clamp_cursor();
        self.chosen = self.cursor;
        self.top != before
    }

    /// Goes to the first row and the first block.
    pub fn to_top(&mut self) {
        self.show(Position::default());
        self.put_cursor(self.first_block());
        self.clamp_cursor();
    }

    /// Goes to the last row and the last block.
    pub fn to_bottom(&mut self) {
        let top = self.sheet.last_top(self.height);
        self.show(top);
        self.put_cursor(self.article().blocks().len().saturating_sub(1));
    }

    /// Puts the byte at `offset` on the screen, in the upper third if the window has to move, and the cursor on its
    /// block.
    pub fn reveal(&mut self, offset: usize) {
        let line = self.sheet.line_of(offset);
        if !self.is_on_screen(line) {
            let top = self.sheet.back(line, self.height / 3);
            self.show(top);
        }
        self.put_cursor(self.article().block_at(offset));
    }

    /// Puts the byte at `offset` into the top row, and the cursor on the first paragraph from there.
    pub fn go_to(&mut self, offset: usize) {
        let line = self.sheet.line_of(offset);
        self.show(line);
        self.put_cursor(self.first_block());
        self.clamp_cursor();
    }

    /// Goes back to an earlier place and cursor.
    pub fn return_to(&mut self, place: usize, cursor: usize) {
        self.anchor = place;
        self.restore();
        self.put_cursor(cursor);
    }

    /// Moves the cursor by `by` blocks that can be marked, and the window with it. Says whether it moved.
    pub fn move_cursor(&mut self, by: isize) -> bool {
        let before = self.cursor;
        let last = self.article().blocks().len().saturating_sub(1);
        self.put_cursor(self.cursor.saturating_add_signed(by).min(last));
        let line = self.sheet.line_of_block(self.cursor);
        if !self.is_on_screen(line) || self.cut_off_below(line) {
            let above = if by > 0 { self.height / 3 } else { self.margin.max(1) };
            let top = self.sheet.back(line, above);
            self.show(top);
        }
        self.cursor != before
    }

    /// Puts the cursor on the block shown in row `row` of the window.
    pub fn point_at(&mut self, row: usize) {
        if let Some(line) = self.window.get(row).copied() {
            self.put_cursor(line.block);
        }
    }

    /// The row that is `by` rows below or above that of the byte at `offset`, or the last before the article ends.
    pub fn row_near(&mut self, offset: usize, by: isize) -> Option<Row> {
        let mut at = self.sheet.line_of(offset);
        let mut row = self.sheet.window(at, 1).first()?.row;
        for _ in 0..by.unsigned_abs().min(LONGEST_SCROLL) {
            let mut found = None;
            while found.is_none() {
                let next = if by > 0 { self.sheet.forward(at, 1) } else { self.sheet.back(at, 1) };
                if next == at {
                    return row;
                }
                at = next;
                found = self.sheet.window(at, 1).first()?.row;
            }
            row = found;
        }
        row
    }

    /// Puts the byte at `offset` on the screen, moving the window no further than it takes, and the cursor on its block.
    pub fn keep_in_sight(&mut self, offset: usize) {
        let line = self.sheet.line_of(offset);
        let lowest = self.sheet.back(line, self.height - 1);
        if line < self.top || self.top < lowest {
            self.show(if line < self.top { line } else { lowest });
        }
        self.put_cursor(self.article().block_at(offset));
    }

    /// Keeps `rows` between what is looked at and the window's edge, where the article does not end before.
    pub const fn keep_margin(&mut self, rows: usize) {
        self.margin = rows;
    }

    fn is_on_screen(&mut self, line: Position) -> bool {
        let margin = self.margin.min((self.height - 1) / 2);
        let mut first = self.top;
        if first != Position::default() {
            first = self.sheet.forward(first, margin);
        }
        let mut last = self.sheet.forward(self.top, self.height - 1);
        if last != self.sheet.last() {
            last = self.sheet.back(last, margin);
        }
        first <= line && line <= last
    }

    /// Whether a block that starts at `line` runs out of the window though it would fit into it.
    fn cut_off_below(&mut self, line: Position) -> bool {
        let end = self.sheet.line_of_block(self.cursor + 1);
        let tall = self.sheet.forward(line, self.height) <= end;
        !tall && !self.is_on_screen(end) && self.top < line && end != self.sheet.last()
    }

    /// Keeps the cursor on a block that is on the screen.
    fn clamp_cursor(&mut self) {
        let shown = |line: &&Line| line.row.is_some();
        let first = self.window.iter().find(shown).map_or(0, |line| line.block);
        let last = self.window.iter().rev().find(shown).map_or(first, |line| line.block);
        self.cursor = self.cursor.clamp(first, last.max(first));
    }

    /// The first paragraph from the top of the window on, or whatever stands there.
    fn first_block(&self) -> usize {
        let top = self.window.first().map_or(0, |line| line.block);
        let body = self.article().blocks().iter().enumerate().skip(top).take(NEAR);
        body.into_iter().find(|(_, block)| block.kind == BlockKind::Paragraph).map_or(top, |(index, _)| index)
    }
}

/// How the lines of a dump are set: as they are.
const fn plain(style: Style) -> Style {
    Style {
        measure: Measure { indent: 0, options: Options::NONE, ..style.measure },
        paragraph_gap: 0,
        punctuation: Punctuation::AsIs,
    }
}
