//! The marks of a half-width dump as print has them: `,` `:` `;` `!` `?` `(` `)` and straight quotation marks between
//! Chinese words are shown as `，：；！？（）“”‘’`.
//!
//! Guarantees: one character stands for one character, so no offset in a text changes and what is searched, kept or
//! written is the text's own; of a pair both are shown so or neither; what is shown for a byte depends on its text and
//! not on where somebody begins to look; linear, and nothing is allocated where nothing changes. Never: a mark inside a
//! number, a time, an address or Latin text; a change of the text.
//!
//! `around` says what stands beside a mark, `plan` decides.

mod around;
mod plan;

use std::borrow::Cow;
use std::ops::Range;

use crate::text::cluster::{Clusters, boundary, clusters};
use plan::plan;

/// Bytes that are decided together. A pair over the end of such a stretch is not seen as one; only in paragraphs that
/// are longer.
pub const STRETCH: usize = 16 * 1024;

/// How marks are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Punctuation {
    /// As the text has them.
    AsIs,
    /// In full width between Chinese words.
    #[default]
    Full,
}

impl Punctuation {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::AsIs => Self::Full,
            Self::Full => Self::AsIs,
        }
    }

    /// `text`, the words of one block, as it is shown.
    pub fn show(self, text: &str) -> Cow<'_, str> {
        let shown = Punctuated::new(self, text, 0..text.len());
        if shown.changes.is_empty() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(shown.clusters(0..text.len()).map(|(_, cluster)| cluster).collect())
    }
}

/// The words of one block, and what is shown for the marks in a part of them.
#[derive(Clone, Debug)]
pub struct Punctuated<'a> {
    text: &'a str,
    /// Where another character is shown, in order.
    changes: Vec<Change>,
}

/// The byte at which a mark stands, and what is shown for it.
pub type Change = (usize, &'static str);

impl<'a> Punctuated<'a> {
    /// `text`, the words of one block, of which the bytes of `part` will be asked for.
    pub fn new(how: Punctuation, text: &'a str, part: Range<usize>) -> Self {
        let mut changes = Vec::new();
        if how == Punctuation::Full {
            let mut start = part.start - part.start % STRETCH;
            while start < part.end.min(text.len()) {
                let stretch = boundary(text, start)..boundary(text, start.saturating_add(STRETCH));
                plan(text, stretch, &mut changes);
                start = start.saturating_add(STRETCH);
            }
        }
        Self { text, changes }
    }

    /// The words of the block, as they are.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// Where another character is shown in the part that was asked for, and maybe around it, in order.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The clusters of `part` as they are shown, each with its first byte in the text.
    pub fn clusters(&self, part: Range<usize>) -> Shown<'a, '_> {
        let first = self.changes.partition_point(|(at, _)| *at < part.start);
        Shown {
            start: part.start,
            clusters: clusters(self.text.get(part).unwrap_or_default()),
            changes: self.changes.get(first..).unwrap_or_default(),
        }
    }
}

/// What [`Punctuated::clusters`] gives.
#[derive(Clone, Debug)]
pub struct Shown<'a, 'c> {
    start: usize,
    clusters: Clusters<'a>,
    changes: &'c [Change],
}

impl<'a> Iterator for Shown<'a, '_> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let (at, cluster) = self.clusters.next()?;
        let at = self.start + at;
        let Some((&(place, shown), rest)) = self.changes.split_first().filter(|((place, _), _)| *place <= at)
        else {
            return Some((at, cluster));
        };
        self.changes = rest;
        // A mark that carries accents is a cluster of its own kind.
        Some((at, if place == at && cluster.len() == 1 { shown } else { cluster }))
    }
}

#[cfg(test)]
mod tests;
