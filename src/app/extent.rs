//! How far the reader is in the open article, and how much is left.
//!
//! Guarantees: 100 per cent exactly where the last row is shown. Never: a walk through a long article.

use super::Reader;

impl Reader {
    /// How far the bottom of the window is, in per cent of the article; 100 exactly when the last row is shown.
    pub fn percent(&self) -> usize {
        let length = self.article().text().len();
        let end = self.shown().end;
        if end >= length { 100 } else { (end * 100 / length).min(99) }
    }

    /// 字 below the window. Exact, by counting what is left; for a long rest, by its share of the article's length.
    pub fn left(&self) -> usize {
        /// Bytes worth counting for one frame: under a tenth of a millisecond.
        const COUNTED: usize = 64 * 1024;
        let text = self.article().text();
        let end = self.shown().end.min(text.len());
        let rest = text.get(end..).unwrap_or_default();
        if rest.len() <= COUNTED {
            rest.chars().filter(|c| !c.is_whitespace()).count()
        } else {
            let share = rest.len() as u128 * self.article().characters() as u128 / text.len() as u128;
            usize::try_from(share).unwrap_or(usize::MAX)
        }
    }

    /// Whether the last row is on the screen.
    pub fn at_end(&self) -> bool {
        self.shown().end >= self.article().text().len()
    }
}
