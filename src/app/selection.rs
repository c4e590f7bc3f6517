//! A selection in the open article: where it began, where it ends now, and how it grows.
//!
//! Guarantees: both ends are first bytes of clusters, and what stands at either is selected; no end rests on the line
//! end between two blocks; the end that moves stays on the screen. Never: a row kept; a new size keeps the words.

use super::reader::Reader;
use crate::article::Span;
use crate::layout::Row;
use crate::text::punctuation::Punctuated;
use crate::text::units;

/// A selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The end that stays.
    fixed: usize,
    /// The end that moves.
    head: usize,
    /// The cell that moves by rows aim at.
    column: Option<usize>,
}

/// What the moving end goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A character.
    Character,
    /// To where a word begins.
    Word,
    /// To where a word ends.
    WordEnd,
    /// To where a sentence begins or ends.
    Sentence,
    /// To where a paragraph begins or ends.
    Paragraph,
}

impl Reader {
    /// What is selected.
    pub fn selected(&self) -> Option<Span> {
        let Selection { fixed, head, .. } = self.selection?;
        Some(Span::new(fixed.min(head), units::after(self.article().text(), fixed.max(head))))
    }

    /// Begins a selection at the first character of the block under the cursor that is on the screen.
    pub fn begin_selection(&mut self) {
        let start = self.article().blocks().get(self.cursor()).map_or(0, |block| block.span.start);
        let place = start.max(self.shown().start);
        let text = self.article().text();
        let rest = text.get(place..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
        self.select(place + blanks, place + blanks);
    }

    /// Selects from one byte to another, each with the cluster it is in.
    pub fn select(&mut self, fixed: usize, head: usize) {
        let (fixed, head) = (self.settled(fixed), self.settled(head));
        self.selection = Some(Selection { fixed, head, column: None });
        self.keep_in_sight(head);
    }

    /// The same byte, or the last cluster of the block where it is the line end behind it.
    fn settled(&self, offset: usize) -> usize {
        let text = self.article().text();
        let behind = text.get(offset..).is_none_or(|rest| rest.is_empty() || rest.starts_with('\n'));
        if behind { units::before(text, offset.min(text.len())).unwrap_or(0) } else { offset }
    }

    /// Moves the end that moves. Says whether it did.
    fn select_to(&mut self, head: Option<usize>) -> bool {
        let (Some(selection), Some(head)) = (self.selection, head) else { return false };
        self.select(selection.fixed, head);
        self.selection.is_some_and(|new| new.head != selection.head)
    }

    /// The other end moves from now on.
    pub fn swap_ends(&mut self) {
        if let Some(Selection { fixed, head, .. }) = self.selection {
            self.select(head, fixed);
        }
    }

    /// Moves the end that moves by `by` units. Says whether it did.
    pub fn grow(&mut self, unit: Unit, by: isize) -> bool {
        let mut moved = false;
        for _ in 0..by.unsigned_abs() {
            let Some(head) = self.selection.map(|selection| selection.head) else { return false };
            let to = if by > 0 { self.next(unit, head) } else { self.previous(unit, head) };
            if !self.select_to(to) {
                return moved;
            }
            moved = true;
        }
        moved
    }

    fn next(&self, unit: Unit, head: usize) -> Option<usize> {
        let text = self.article().text();
        match unit {
            Unit::Character => {
                let next = units::after(text, head);
                let ends = text.get(next..)?.starts_with('\n');
                Some(if ends { next + 1 } else { next })
            }
            Unit::Word => units::word_next(text, head),
            Unit::WordEnd => units::word_end(text, head),
            Unit::Sentence => units::sentence_end(text, head),
            Unit::Paragraph => {
                let blocks = self.article().blocks();
                let here = self.article().block_at(head);
                let last = |block: usize| units::before(text, blocks.get(block)?.span.end);
                last(here).filter(|end| *end > head).or_else(|| last(here + 1))
            }
        }
    }

    fn previous(&self, unit: Unit, head: usize) -> Option<usize> {
        let text = self.article().text();
        match unit {
            Unit::Character => {
                let before = units::before(text, head)?;
                let ends = text.get(before..)?.starts_with('\n');
                if ends { units::before(text, before) } else { Some(before) }
            }
            Unit::Word | Unit::WordEnd => units::word_previous(text, head),
            Unit::Sentence => units::sentence_start(text, head),
            Unit::Paragraph => {
                let here = self.article().block_at(head);
                let first = |block: usize| self.article().blocks().get(block).map(|block| block.span.start);
                first(here).filter(|start| *start < head).or_else(|| first(here.checked_sub(1)?))
            }
        }
    }

    /// Moves the end that moves by rows, as near to its cell as they allow. Says whether it did.
    pub fn grow_rows(&mut self, by: isize) -> bool {
        let Some(Selection { fixed, head, column }) = self.selection else { return false };
        let Some(here) = self.row_near(head, 0) else { return false };
        let cell = self.placed(here).into_iter().take_while(|(at, _)| *at <= head).last();
        let column = column.or(cell.map(|(_, cell)| cell)).unwrap_or(0);
        let Some(row) = self.row_near(head, by) else { return false };
        if row == here {
            // In the first row the row's start is meant, in the last one its end.
            let edge = if by > 0 { self.placed(row).last().map(|(at, _)| *at) } else { Some(row.start) };
            return self.select_to(edge);
        }
        let to = self.placed(row).into_iter().take_while(|(_, cell)| *cell <= column).last();
        let to = to.map_or(row.start, |(at, _)| at);
        self.select(fixed, to);
        if let Some(selection) = self.selection.as_mut() {
            selection.column = Some(column);
        }
        true
    }

    /// Moves the end that moves to the first or the last character of the article.
    pub fn grow_to_end(&mut self, by: isize) -> bool {
        let length = self.article().text().len();
        self.select_to(Some(if by > 0 { length } else { 0 }))
    }

    /// The byte that is shown in line `number` of the window, `cells` behind its start; nothing on a blank line.
    pub fn byte_at(&self, number: usize, cells: usize) -> Option<usize> {
        let row = self.window().get(number)?.row?;
        let found = self.placed(row).into_iter().take_while(|(_, cell)| *cell <= cells).last();
        Some(found.map_or(row.start, |(at, _)| at))
    }

    /// The clusters of a row, each with its first byte and its first cell.
    fn placed(&self, row: Row) -> Vec<(usize, usize)> {
        let article = self.article();
        let number = article.block_at(row.start);
        let Some(block) = article.blocks().get(number) else { return Vec::new() };
        let start = block.span.start;
        let part = row.start - start..row.end - start;
        let marks = block.kind.marks(self.punctuation());
        let shown = Punctuated::new(marks, article.block_text(block), part);
        let setting = self.style().setting(article, number);
        setting.placed(&shown, start, row).map(|glyph| (glyph.offset, glyph.x)).collect()
    }
}
