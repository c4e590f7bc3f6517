//! How long the open article is and how far the reader has come: in rows once they are counted, until then in bytes.
//!
//! Guarantees: a number of rows is exact or there is none; 100 per cent is said exactly when the last row is on the
//! screen. Never: a count of a long article while the reader waits; that is asked of the world.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use super::{LONGEST_SCROLL, Reader};
use crate::app::effect::Ticket;
use crate::article::Span;
use crate::layout::{CountJob, Heights, Position};
use crate::text::cluster::boundary;

/// Bytes of an article whose rows are counted at once, well under a millisecond: what newspapers print is shorter.
const SHORT: usize = 64 * 1024;

impl Reader {
    /// Whether its rows are counted.
    pub fn is_counted(&self) -> bool {
        self.sheet.height().is_some()
    }

    /// Counts the rows of a short article.
    pub fn count_if_short(&mut self) {
        let wanted = !self.is_counted() && self.article().text().len() <= SHORT;
        let count = || self.sheet.count_job().run(&AtomicBool::new(false));
        if let Some(heights) = wanted.then(count).flatten() {
            self.know(heights);
        }
    }

    /// The count that it waits for.
    pub const fn asked(&self) -> Option<Ticket> {
        self.asked
    }

    /// The work of counting its rows, done for `ticket`.
    pub fn ask(&mut self, ticket: Ticket) -> CountJob {
        self.asked = Some(ticket);
        self.sheet.count_job()
    }

    /// Takes the count of its rows.
    pub fn know(&mut self, heights: Heights) {
        self.sheet.know(heights);
        self.above = self.sheet.number_of(self.top);
    }

    /// The rows on the screen by their numbers from 0, blank ones too, and how many the article has; nothing as long as
    /// they are not counted.
    pub fn rows(&self) -> Option<(Range<usize>, usize)> {
        let above = self.above?;
        Some((above..above + self.window.len(), self.sheet.height()?))
    }

    /// The bytes on the screen.
    pub fn shown(&self) -> Span {
        let mut rows = self.window.iter().filter_map(|line| line.row);
        let first = rows.next().unwrap_or_default();
        let last = rows.next_back().unwrap_or(first);
        Span::new(first.start, last.end)
    }

    /// How far the bottom of the window is, in per cent of the article; 100 exactly when the last row is shown.
    pub fn percent(&self) -> usize {
        if self.at_end() {
            return 100;
        }
        let (end, all) = match self.rows() {
            Some((rows, all)) => (rows.end, all),
            None => (self.shown().end, self.article().text().len()),
        };
        share(end, 100, all).min(99)
    }

    /// 字 below the window.
    pub fn left(&self) -> usize {
        let length = self.article().text().len();
        self.characters_in(Span::new(self.shown().end.min(length), length))
    }

    /// 字 at `span`. Exact, by counting; for a long one, by its share of the article's length.
    pub fn characters_in(&self, span: Span) -> usize {
        /// Bytes worth counting for one frame: under a tenth of a millisecond.
        const COUNTED: usize = 64 * 1024;
        let text = self.article().text();
        if span.len() <= COUNTED {
            span.of(text).chars().filter(|c| !c.is_whitespace()).count()
        } else {
            share(span.len(), self.article().characters(), text.len())
        }
    }

    /// Whether the last row is on the screen.
    pub fn at_end(&self) -> bool {
        self.shown().end >= self.article().text().len()
    }

    /// Puts the row with `percent` per cent of all rows above it at the top, and the cursor on the first paragraph from
    /// there; as long as the rows are not counted, the byte.
    pub fn go_to_percent(&mut self, percent: usize) {
        let percent = percent.min(100);
        let all = self.sheet.height().unwrap_or(0);
        let offset = if let Some(line) = self.sheet.line_with(share(percent, all, 100)) {
            self.sheet.offset_of(line)
        } else {
            let text = self.article().text();
            boundary(text, share(percent, text.len(), 100))
        };
        self.go_to(offset);
    }

    /// The line `lines` further down, at most the last.
    pub(super) fn line_below(&mut self, lines: usize) -> Position {
        match self.above.filter(|_| lines > LONGEST_SCROLL) {
            Some(above) => self.sheet.line_with(above.saturating_add(lines)).unwrap_or(self.top),
            None => self.sheet.forward(self.top, lines.min(LONGEST_SCROLL)),
        }
    }

    /// The line `lines` further up, at least the first.
    pub(super) fn line_above(&mut self, lines: usize) -> Position {
        match self.above.filter(|_| lines > LONGEST_SCROLL) {
            Some(above) => self.sheet.line_with(above.saturating_sub(lines)).unwrap_or(self.top),
            None => self.sheet.back(self.top, lines.min(LONGEST_SCROLL)),
        }
    }
}

/// `part` of `all`, of `whole`.
fn share(part: usize, whole: usize, all: usize) -> usize {
    let share = part as u128 * whole as u128 / (all.max(1) as u128);
    usize::try_from(share).unwrap_or(usize::MAX)
}
