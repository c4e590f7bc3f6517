//! How far the reader is in the open article, and how much is left.
//!
//! Guarantees: 100 per cent exactly where the last row is shown. Never: a walk through a long article.

use super::Reader;
use crate::article::Span;

impl Reader {
    /// How far the bottom of the window is, in per cent of the article; 100 exactly when the last row is shown.
    pub fn percent(&self) -> usize {
        let length = self.article().text().len();
        let end = self.shown().end;
        if end >= length { 100 } else { (end * 100 / length).min(99) }
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
            let share = span.len() as u128 * self.article().characters() as u128 / text.len() as u128;
            usize::try_from(share).unwrap_or(usize::MAX)
        }
    }

    /// Whether the last row is on the screen.
    pub fn at_end(&self) -> bool {
        self.shown().end >= self.article().text().len()
    }
}
