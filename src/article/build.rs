//! The only way to make an [`Article`]: push blocks of dump pieces in reading order, then finish.
//!
//! Guarantees: a block's text is exactly its pieces' text put end to end, where a piece that is one line feed reads
//! as one space; empty pieces and empty blocks leave no
//! trace. Never: a character that was not in the dump.

use std::sync::Arc;

use super::anchor::{Told, tell};
use super::table::tables;
use super::{Article, Block, BlockKind, Confidence, DumpSpan, Join, Piece, Span};

/// Characters of a title; the longest headlines in print have sixty.
const LONGEST_TITLE: usize = 120;

/// Collects the blocks of one article from a decoded dump.
#[derive(Debug)]
pub struct Builder<'a> {
    dump: &'a str,
    text: String,
    /// Characters of the text.
    length: usize,
    blocks: Vec<Block>,
    dateline: Option<Span>,
    byline: Option<Span>,
    /// Whether the next block stands apart.
    apart: bool,
}

impl<'a> Builder<'a> {
    /// A builder over `dump`.
    pub const fn new(dump: &'a str) -> Self {
        Self {
            dump,
            text: String::new(),
            length: 0,
            blocks: Vec::new(),
            dateline: None,
            byline: None,
            apart: false,
        }
    }

    /// Adds a block made of `sources` put end to end, and says where it stands in the article's text; nothing is
    /// added where they hold no text.
    pub fn push(&mut self, kind: BlockKind, sources: &[DumpSpan]) -> Option<Span> {
        self.put(kind, sources.iter().map(|&source| (source, Join::Line)))
    }

    /// The same, where it matters how the sources came together.
    pub fn push_joined(&mut self, kind: BlockKind, sources: &[(DumpSpan, Join)]) -> Option<Span> {
        self.put(kind, sources.iter().copied())
    }

    fn put(
        &mut self,
        kind: BlockKind,
        sources: impl ExactSizeIterator<Item = (DumpSpan, Join)> + Clone,
    ) -> Option<Span> {
        if sources.clone().all(|(source, _)| source.of(self.dump).is_empty()) {
            return None;
        }
        if !self.blocks.is_empty() {
            self.text.push('\n');
            self.length += 1;
        }
        let start = self.text.len();
        let mut pieces = Vec::with_capacity(sources.len());
        for (source, join) in sources {
            let piece = source.of(self.dump);
            if !piece.is_empty() {
                let join = if pieces.is_empty() { Join::Line } else { join };
                pieces.push(Piece { at: self.text.len(), source, join });
                // A line end that had to stay as a space between two Latin words: one byte for one byte.
                if piece == "\n" { self.text.push(' ') } else { self.text.push_str(piece) }
            }
        }
        let span = Span::new(start, self.text.len());
        let apart = std::mem::take(&mut self.apart);
        self.blocks.push(Block { kind, span, before: self.length, pieces, apart });
        self.length += span.of(&self.text).chars().count();
        if kind == BlockKind::Byline && self.byline.is_none() {
            self.byline = Some(span);
        }
        Some(span)
    }

    /// Notes that an empty line stands before the next block.
    pub const fn apart(&mut self) {
        self.apart = true;
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

    /// Where the title stands: in the headline, or else in the first block.
    fn title(&self) -> Span {
        let headline = self.blocks.iter().find(|block| block.kind == BlockKind::Headline);
        let Some(block) = headline.or(self.blocks.first()) else { return Span::default() };
        let words = block.span.of(&self.text);
        let length = words.char_indices().nth(LONGEST_TITLE).map_or(words.len(), |(at, _)| at);
        Span::new(block.span.start, block.span.start + length)
    }

    /// The article.
    pub fn finish(mut self, confidence: Confidence) -> Article {
        self.text.shrink_to_fit();
        let Told { fingerprint, characters } = tell(&self.text);
        Article {
            fingerprint,
            title: self.title(),
            tables: tables(&self.text, &self.blocks),
            text: Arc::new(self.text),
            blocks: self.blocks,
            dateline: self.dateline,
            byline: self.byline,
            confidence,
            characters,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BlockKind, Builder, Confidence, DumpSpan};
    use crate::article::Article;

    fn article(blocks: &[(BlockKind, &str)]) -> Article {
        let dump: String = blocks.iter().map(|(_, text)| *text).collect();
        let mut builder = Builder::new(&dump);
        let mut at = 0;
        for (kind, text) in blocks {
            builder.push(*kind, &[DumpSpan::new(at, at + text.len())]);
            at += text.len();
        }
        builder.finish(Confidence(1.0))
    }

    #[test]
    fn the_title_is_the_headline_or_the_first_words() {
        use BlockKind::{Headline, Kicker, Paragraph};
        let long = "灯".repeat(300);
        for (blocks, want) in [
            (&[][..], ""),
            (&[(Paragraph, "船靠岸了。"), (Paragraph, "人散了。")], "船靠岸了。"),
            (&[(Kicker, "东江沿岸"), (Headline, "渡口亮灯"), (Headline, "又亮了")], "渡口亮灯"),
            (&[(Kicker, "东江沿岸"), (Paragraph, "船靠岸了。")], "东江沿岸"),
            (&[(Paragraph, &long)], &"灯".repeat(120)),
        ] {
            assert_eq!(article(blocks).title(), want);
        }
    }

    #[test]
    fn a_character_is_found_by_its_number() {
        let blocks = ["渡口", "a", "e\u{301}𠮷", "灯。"].map(|text| (BlockKind::Paragraph, text));
        let article = article(&blocks);
        let mut numbers = 0;
        for (number, (byte, _)) in article.text().char_indices().enumerate() {
            assert_eq!(article.byte_of(number), Some(byte), "character {number}");
            numbers = number + 1;
        }
        for none in [numbers, numbers + 1, usize::MAX] {
            assert_eq!(article.byte_of(none), None, "character {none}");
        }
        for block in article.blocks() {
            assert_eq!(article.byte_of(block.before), Some(block.span.start));
        }
    }
}
