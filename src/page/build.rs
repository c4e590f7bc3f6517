//! Decisions into the model: articles with their blocks, dateline and byline, and the page's furniture.
//!
//! Guarantees: every block of the dump that was decided about is in the page. Never: a decision of its own about
//! what belongs together.

use std::sync::Arc;

use crate::article::{Article, BlockKind, Builder, Confidence, DumpSpan, Furniture, Join, Page, Span};

use super::blocks::Raw;
use super::draft::{Decided, Draft, Part};
use super::facts::{bracket_byline, dateline};
use super::lines::space_between;

/// Puts what was decided into `page`.
pub(super) fn fill(page: &mut Page, dump: &str, blocks: &[Raw], decided: Decided) {
    let source = Source { dump, blocks, sure: &decided.sure };
    for draft in decided.drafts {
        page.articles.push(Arc::new(source.article(&draft)));
    }
    for raw in decided.furniture.into_iter().filter_map(|at| blocks.get(at)) {
        let whole = raw.pieces.iter().filter(|piece| !piece.of(dump).trim().is_empty());
        page.furniture.extend(whole.map(|&span| Furniture { text: span.of(dump).to_owned(), span }));
    }
}

/// What articles are made from.
struct Source<'a> {
    dump: &'a str,
    blocks: &'a [Raw],
    /// How sure each block is what it is.
    sure: &'a [Confidence],
}

impl Source<'_> {
    fn article(&self, draft: &Draft) -> Article {
        let mut builder = Builder::new(self.dump);
        let mut first = true;
        let signed = draft.parts.iter().any(|part| part.kind == BlockKind::Byline);
        for part in draft.titles.iter().chain(&draft.parts) {
            let span = builder.push_joined(part.kind, &self.pieces(part));
            if let (true, BlockKind::Paragraph, Some(span)) = (first, part.kind, span) {
                first = false;
                open(&mut builder, span);
                if let (false, Some(names)) = (signed, bracketed(&builder, span)) {
                    builder.byline(names);
                }
            }
        }
        builder.finish(Confidence(draft.confidence))
    }

    /// The dump's bytes of a part; where Latin words meet at a seam the white space between them stays.
    fn pieces(&self, part: &Part) -> Vec<(DumpSpan, Join)> {
        let mut all: Vec<(DumpSpan, Join)> = Vec::new();
        for (raw, at) in part.from.iter().filter_map(|&at| Some((self.blocks.get(at)?, at))) {
            if let (Some(&(before, _)), Some(&after)) = (all.last(), raw.pieces.first()) {
                let letters = before.of(self.dump).ends_with(|c: char| c.is_ascii_alphabetic())
                    && after.of(self.dump).starts_with(|c: char| c.is_ascii_alphabetic());
                let space = letters.then(|| space_between(self.dump, before, after)).flatten();
                all.extend(space.map(|space| (space, Join::Line)));
            }
            let seam = Join::Seam(self.sure.get(at).copied().unwrap_or(Confidence(1.0)));
            let joins = std::iter::once(seam).chain(std::iter::repeat(Join::Line));
            all.extend(raw.pieces.iter().copied().zip(joins));
        }
        all
    }
}

/// Notes the dateline of the first paragraph.
fn open(builder: &mut Builder<'_>, span: Span) {
    let text = span.of(builder.text());
    if let Some(end) = dateline(text) {
        builder.dateline(Span::new(span.start, span.start + end));
    }
}

/// The reporters named in a bracket of the first paragraph.
fn bracketed(builder: &Builder<'_>, span: Span) -> Option<Span> {
    let (start, end) = bracket_byline(span.of(builder.text()))?;
    Some(Span::new(span.start + start, span.start + end))
}
