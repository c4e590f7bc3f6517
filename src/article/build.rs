//! The only way to make an [`Article`]: push blocks of dump pieces in reading order, then finish.
//!
//! Guarantees: a block's text is exactly its pieces' text put end to end, where a piece that is one line feed reads
//! as one space; empty pieces and empty blocks leave no
//! trace. Never: a character that was not in the dump.

use std::sync::Arc;

use super::anchor::fingerprint;
use super::{Article, Block, BlockKind, Confidence, DumpSpan, Piece, Span};

/// Collects the blocks of one article from a decoded dump.
#[derive(Debug)]
pub struct Builder<'a> {
    dump: &'a str,
    text: String,
    blocks: Vec<Block>,
    dateline: Option<Span>,
    byline: Option<Span>,
}

impl<'a> Builder<'a> {
    /// A builder over `dump`.
    pub const fn new(dump: &'a str) -> Self {
        Self { dump, text: String::new(), blocks: Vec::new(), dateline: None, byline: None }
    }

    /// Adds a block made of `sources` put end to end, and says where it stands in the article's text; nothing is
    /// added where they hold no text.
    pub fn push(&mut self, kind: BlockKind, sources: &[DumpSpan]) -> Option<Span> {
        if sources.iter().all(|source| source.of(self.dump).is_empty()) {
            return None;
        }
        if !self.blocks.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        let mut pieces = Vec::with_capacity(sources.len());
        for &source in sources {
            let piece = source.of(self.dump);
            if !piece.is_empty() {
                pieces.push(Piece { at: self.text.len(), source });
                // A line end that had to stay as a space between two Latin words: one byte for one byte.
                if piece == "\n" { self.text.push(' ') } else { self.text.push_str(piece) }
            }
        }
        let span = Span::new(start, self.text.len());
        self.blocks.push(Block { kind, span, pieces });
        if kind == BlockKind::Byline && self.byline.is_none() {
            self.byline = Some(span);
        }
        Some(span)
    }

    /// Notes the dateline, a span of a block already pushed.
    pub const fn dateline(&mut self, span: Span) {
        self.dateline = Some(span);
    }

    /// Notes the byline, a span of a block already pushed.
    pub const fn byline(&mut self, span: Span) {
        self.byline = Some(span);
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing was pushed.
    pub const fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The article.
    pub fn finish(self, confidence: Confidence) -> Article {
        let characters = self.text.chars().filter(|c| !c.is_whitespace()).count();
        Article {
            fingerprint: fingerprint(&self.text),
            text: Arc::from(self.text),
            blocks: self.blocks,
            dateline: self.dateline,
            byline: self.byline,
            confidence,
            characters,
        }
    }
}
