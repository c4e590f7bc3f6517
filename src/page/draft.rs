//! What was decided about a page, as indices of blocks: the seam between decisions and the model.
//!
//! Guarantees: each block is named once. Never: text.

use crate::article::{BlockKind, Confidence};

/// One block of an article to be: its kind and the dump's blocks that it is made of, in order.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What it is.
    pub(super) kind: BlockKind,
    /// Indices of blocks.
    pub(super) from: Vec<usize>,
}

/// One article to be.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// Kicker, headline and subtitle, wherever they stood.
    pub(super) titles: Vec<Part>,
    /// The rest, in reading order.
    pub(super) parts: Vec<Part>,
    /// From 0 to 1.
    pub(super) confidence: f32,
}

/// Everything decided about a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Decided {
    /// The articles in the order of their first blocks.
    pub(super) drafts: Vec<Draft>,
    /// Blocks that are furniture.
    pub(super) furniture: Vec<usize>,
    /// For each block, how sure it is what it is; a block without one is as sure as can be.
    pub(super) sure: Vec<Confidence>,
}
