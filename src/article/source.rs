//! Where a text came from and went to: bytes of the dump to places in articles, and back.
//!
//! Guarantees: a byte that is in an article is found in it, from there and back; one that is in none leads to what
//! stands nearest behind it. Never: the dump itself.

use super::{Article, Block, Page};

impl Block {
    /// The byte of the dump where it starts: what names it in a correction.
    pub fn source(&self) -> usize {
        self.pieces.first().map_or(0, |piece| piece.source.start)
    }
}

impl Article {
    /// The byte of the dump that stands at `offset` of the text. For the line feed behind a block, or an offset
    /// behind the text, one past the last byte before it.
    pub fn source_of(&self, offset: usize) -> Option<usize> {
        let block = self.blocks().get(self.block_at(offset))?;
        let index = block.pieces.partition_point(|piece| piece.at <= offset).saturating_sub(1);
        let piece = block.pieces.get(index)?;
        Some(piece.source.start + offset.saturating_sub(piece.at).min(piece.source.len()))
    }
}

/// How far a byte of the dump is from what was found for it: whether that stands before it, and how many bytes.
type Far = (bool, usize);

impl Article {
    /// The offset at which the byte `source` of the dump stands, or what comes next behind it, or the last.
    pub fn offset_of(&self, source: usize) -> usize {
        self.near(source).map_or(0, |(_, offset)| offset)
    }

    fn near(&self, source: usize) -> Option<(Far, usize)> {
        let pieces = self.blocks().iter().flat_map(|block| &block.pieces);
        let found = pieces.map(|piece| {
            let from = piece.source;
            let inside = source.clamp(from.start, from.end.saturating_sub(1).max(from.start));
            ((inside < source, source.abs_diff(inside)), piece.at + (inside - from.start))
        });
        found.min_by_key(|(far, _)| *far)
    }
}

impl Page {
    /// The article in which the byte `source` of the dump stands, and its offset there. What stands in no article
    /// leads to the next that does, or to the last of all; an empty page to nothing.
    pub fn find(&self, source: usize) -> Option<(usize, usize)> {
        let near = self.articles.iter().enumerate();
        let near = near.filter_map(|(index, article)| Some((article.near(source)?, index)));
        near.min_by_key(|((rank, _), _)| *rank).map(|((_, offset), index)| (index, offset))
    }

    /// The seams of a block: for each the offset of the article and the byte of the dump where its second side starts.
    /// A character taken out between two pieces makes no seam; a line that ended there does.
    pub fn seams(&self, article: &Article, block: usize) -> Vec<(usize, usize)> {
        let Some(block) = article.blocks().get(block) else { return Vec::new() };
        let text = |at: usize, length: usize| article.text().get(at..at + length).unwrap_or_default();
        let mut seams = Vec::new();
        for (before, after) in block.pieces.iter().zip(block.pieces.iter().skip(1)) {
            let blank = |at, length| text(at, length).trim().is_empty();
            if blank(after.at, after.source.len()) {
                continue;
            }
            let spaced = blank(before.at, before.source.len());
            if spaced || !self.is_removed(before.source.end, after.source.start) {
                seams.push((after.at, after.source.start));
            }
        }
        seams
    }

    /// Whether all bytes of the dump from `start` to `end` were taken out.
    fn is_removed(&self, start: usize, end: usize) -> bool {
        let mut at = start;
        let first = self.removed.partition_point(|run| run.span.end <= start);
        for run in self.removed.iter().skip(first) {
            if at >= end || run.span.start > at {
                break;
            }
            at = run.span.end;
        }
        at >= end
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::article::{BlockKind, Builder, Confidence, DumpSpan, Page, Removed};

    /// Two articles of the dump `ab|cd_ef\x07gh..ij`, the second with two pieces and a hazard between others.
    fn page() -> Page {
        let dump = "ab|cd_ef\u{7}gh..ij";
        let span = DumpSpan::new;
        let mut first = Builder::new(dump);
        first.push(BlockKind::Headline, &[span(0, 2)]);
        let mut second = Builder::new(dump);
        second.push(BlockKind::Paragraph, &[span(3, 5), span(6, 8), span(9, 11)]);
        second.push(BlockKind::Paragraph, &[span(13, 15)]);
        let articles = [first, second].map(|builder| Arc::new(builder.finish(Confidence(1.0))));
        let removed = vec![Removed { what: '\u{7}', span: span(8, 9) }];
        Page { articles: articles.to_vec(), removed, ..Page::default() }
    }

    #[test]
    fn a_byte_is_found_in_its_article_or_what_stands_behind_it() {
        let page = page();
        for (source, want) in [
            (0, (0, 0)),
            (1, (0, 1)),
            (2, (1, 0)),
            (4, (1, 1)),
            (5, (1, 2)),
            (7, (1, 3)),
            (10, (1, 5)),
            (12, (1, 7)),
            (14, (1, 8)),
            (99, (1, 8)),
        ] {
            assert_eq!(page.find(source), Some(want), "byte {source}");
        }
        assert_eq!(Page::default().find(3), None);
    }

    #[test]
    fn an_offset_knows_its_byte() {
        let article = &page().articles[1];
        for (offset, want) in [(0, 3), (1, 4), (2, 6), (5, 10), (6, 11), (7, 13), (9, 15), (50, 15)] {
            assert_eq!(article.source_of(offset), Some(want), "offset {offset}");
        }
    }

    #[test]
    fn a_seam_is_where_a_line_ended() {
        let page = page();
        assert_eq!(page.seams(&page.articles[1], 0), [(2, 6)]);
        assert!(page.seams(&page.articles[0], 0).is_empty());
        assert!(page.seams(&page.articles[0], 9).is_empty());
    }
}
