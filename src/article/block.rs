//! An article: one shared text, and blocks that say what each part of it is and where it came from.
//!
//! Guarantees: blocks stand in reading order, do not overlap, and are separated by exactly one line feed.
//! Never: a change after [`super::Builder::finish`].

use std::sync::Arc;

use super::{DumpSpan, Span, Table};
use crate::text::punctuation::Punctuation;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A line above the headline (引题).
    Kicker,
    /// The headline (主题).
    Headline,
    /// A line below the headline (副题).
    Subtitle,
    /// Who wrote it, as a line of its own (署名).
    Byline,
    /// A section heading (小标题).
    Heading,
    /// A paragraph of the body.
    Paragraph,
    /// Words to a picture.
    Caption,
    /// An item of a list, with its mark.
    Item,
    /// A line of a quotation.
    Quote,
    /// A line that ends where its author ended it: verse, an address, a line of a chat.
    Verse,
    /// A line of code: its white space and marks mean something.
    Code,
    /// A row of a table, its cells apart by tabs or upright strokes.
    Table,
}

impl BlockKind {
    /// Its name, as `baolan parse` prints it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kicker => "kicker",
            Self::Headline => "headline",
            Self::Subtitle => "subtitle",
            Self::Byline => "byline",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::Caption => "caption",
            Self::Item => "item",
            Self::Quote => "quote",
            Self::Verse => "verse",
            Self::Code => "code",
            Self::Table => "table",
        }
    }

    /// Whether it stands in the body of a text as a block like others, no title and no line about the text.
    pub const fn is_body(self) -> bool {
        !matches!(self, Self::Kicker | Self::Headline | Self::Subtitle | Self::Byline | Self::Caption)
    }

    /// How its marks are shown where those of a paragraph are shown as `how`: code and tables keep their own.
    #[must_use]
    pub const fn marks(self, how: Punctuation) -> Punctuation {
        match self {
            Self::Code | Self::Table => Punctuation::AsIs,
            _ => how,
        }
    }

    /// Whether it belongs to lines whose ends and blank lines are the author's.
    pub const fn is_line(self) -> bool {
        matches!(self, Self::Item | Self::Quote | Self::Verse | Self::Code | Self::Table)
    }
}

/// A run of a block's text that came from one place in the dump.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// Where the run starts in the article's text. It ends where the next piece starts, or with the block.
    pub at: usize,
    /// The bytes of the dump; as many as the run has.
    pub source: DumpSpan,
    /// How it came to stand behind the piece before it.
    pub join: Join,
}

/// How two pieces of a block came together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Join {
    /// They stood in the same block of the dump: a line end, or what was taken out, was between them. The first piece
    /// of a block is joined so too.
    Line,
    /// They stood in two blocks of the dump, cut by the end of a column: a seam, and how sure it is that they belong
    /// together.
    Seam(Confidence),
}

/// One block of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the article's text; never empty.
    pub span: Span,
    /// Characters (Unicode scalar values) of the article's text before it.
    pub before: usize,
    /// Where it came from, in order; at least one.
    pub pieces: Vec<Piece>,
    /// Whether an empty line stands before it that means something; in a newspaper's dump none does.
    pub apart: bool,
}

impl Block {
    /// Where its seams are, in bytes of the article's text, and how sure they are.
    pub fn seams(&self) -> impl Iterator<Item = (usize, Confidence)> {
        self.seams_in(self.span)
    }

    /// The seams whose first byte is in `span`; costs what is in it, however many the block has.
    pub fn seams_in(&self, span: Span) -> impl Iterator<Item = (usize, Confidence)> {
        let first = self.pieces.partition_point(|piece| piece.at < span.start);
        let rest = self.pieces.get(first..).unwrap_or_default();
        rest.iter().take_while(move |piece| piece.at < span.end).filter_map(|piece| match piece.join {
            Join::Line => None,
            Join::Seam(sure) => Some((piece.at, sure)),
        })
    }
}

/// How sure recovery is, from 0 (a guess) to 1: how often it is right when it is as sure as that.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, serde::Serialize)]
pub struct Confidence(pub f32);

impl Confidence {
    /// What is right less often than this is worth a look.
    const DOUBT: f32 = 0.9;

    /// Whether it is wrong so often that the reader should see it.
    pub fn is_doubtful(self) -> bool {
        self.0 < Self::DOUBT
    }
}

/// A newspaper article, or any other text read as one.
#[derive(Clone, Debug)]
pub struct Article {
    /// No `Arc<str>`: to make one costs a second copy of a whole book.
    pub(super) text: Arc<String>,
    pub(super) blocks: Vec<Block>,
    pub(super) tables: Vec<Table>,
    pub(super) title: Span,
    pub(super) dateline: Option<Span>,
    pub(super) byline: Option<Span>,
    pub(super) confidence: Confidence,
    pub(super) characters: usize,
    pub(super) fingerprint: String,
}

impl Article {
    /// All blocks' text, one line feed between two blocks.
    pub const fn text(&self) -> &Arc<String> {
        &self.text
    }

    /// The blocks in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The table that the block with this index is a row of.
    pub fn table_at(&self, block: usize) -> Option<&Table> {
        let table = self.tables.partition_point(|table| table.blocks.end <= block);
        self.tables.get(table).filter(|table| table.blocks.contains(&block))
    }

    /// The text of `block`.
    pub fn block_text(&self, block: &Block) -> &str {
        block.span.of(&self.text)
    }

    /// The texts of all blocks of one kind.
    pub fn texts(&self, kind: BlockKind) -> impl Iterator<Item = &str> {
        self.blocks.iter().filter(move |block| block.kind == kind).map(|block| block.span.of(&self.text))
    }

    /// The headline, or where there is none the first words of the text: at most one block, and not a book.
    pub fn title(&self) -> &str {
        self.title.of(&self.text)
    }

    /// Where that stands in the text.
    pub const fn title_span(&self) -> Span {
        self.title
    }

    /// The dateline (电头: 本报讯, 新华社…电) inside the first paragraph.
    pub fn dateline(&self) -> Option<&str> {
        self.dateline.map(|span| span.of(&self.text))
    }

    /// Where the dateline stands in the text.
    pub const fn dateline_span(&self) -> Option<Span> {
        self.dateline
    }

    /// Who wrote it: a byline block, or the bracket in the dateline. Part of the text in either case.
    pub fn byline(&self) -> Option<&str> {
        self.byline.map(|span| span.of(&self.text))
    }

    /// Where that stands in the text.
    pub const fn byline_span(&self) -> Option<Span> {
        self.byline
    }

    /// How sure recovery is of this article.
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Length in 字: characters that are not white space, of all blocks.
    pub const fn characters(&self) -> usize {
        self.characters
    }

    /// What tells this text from any other, however it is set: a hash of its words. Never empty.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The index of the block that holds the byte at `offset`; the line feed after a block counts to that block.
    pub fn block_at(&self, offset: usize) -> usize {
        self.blocks.partition_point(|block| block.span.start <= offset).saturating_sub(1)
    }

    /// The byte at which the character with this number starts; nothing where the text has no such character.
    pub(super) fn byte_of(&self, character: usize) -> Option<usize> {
        let block = self.blocks.partition_point(|block| block.before <= character).checked_sub(1)?;
        let block = self.blocks.get(block)?;
        // The line feed behind the block counts to it.
        let rest = self.text.get(block.span.start..)?;
        let mut chars = rest.chars();
        if let Some(skipped) = (character - block.before).checked_sub(1) {
            chars.nth(skipped)?;
        }
        let left = chars.as_str().len();
        (left > 0).then(|| self.text.len() - left)
    }
}
