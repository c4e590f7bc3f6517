//! Any text that is no newspaper page: one article, its paragraphs as they stand.
//!
//! Guarantees: no line is cut, and lines are joined only where they are plainly one paragraph set to a width. Never:
//! a headline that is not clearly one; furniture.

use std::sync::Arc;

use crate::article::{Article, BlockKind, Builder, Confidence, DumpSpan};

use super::facts::{is_closed, is_hanging, length};
use super::lines::{Line, lines, space_between};

/// Longest title of a text, in characters.
const TITLE: usize = 40;
/// Narrowest line, in cells, that a paragraph set to a width has.
const SET: usize = 44;
/// By how many cells lines of words differ that are set to a width.
const SLACK_OF_WORDS: usize = 14;

/// The text as an article; none where it holds only white space and hazards.
pub(super) fn article(dump: &str) -> Option<Arc<Article>> {
    let mut builder = Builder::new(dump);
    let mut all = lines(dump).peekable();
    let mut sources = Vec::new();
    let mut block: Vec<Line> = Vec::new();
    while let Some(line) = all.next() {
        block.push(line);
        let more = all.peek().is_some_and(|next| !next.after_blank);
        // A run of lines is looked at as a whole to see whether it is one paragraph; a huge one surely is not.
        if more && block.len() < 400 {
            continue;
        }
        let title = builder.is_empty() && is_title(dump, &block, all.peek());
        let joined = is_set(dump, &block);
        for (index, line) in block.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| block.get(index));
            if let (Some(before), true) = (before, joined) {
                sources.extend(space_between(dump, before.span, line.span));
            }
            line.pieces(dump, &mut sources);
            if !joined || index + 1 == block.len() {
                let kind = if title && index == 0 { BlockKind::Headline } else { BlockKind::Paragraph };
                push(&mut builder, kind, &mut sources);
            }
        }
        block.clear();
    }
    (!builder.is_empty()).then(|| Arc::new(builder.finish(Confidence(1.0))))
}

fn push(builder: &mut Builder<'_>, kind: BlockKind, sources: &mut Vec<DumpSpan>) {
    builder.push(kind, sources);
    sources.clear();
}

/// A first line of its own, short and open, with more text after it.
fn is_title(dump: &str, block: &[Line], next: Option<&Line>) -> bool {
    let Some(first) = block.first() else { return false };
    let text = first.span.of(dump);
    let alone = match block.get(1) {
        None => next.is_some(),
        Some(second) => length(second.span.of(dump)) > 2 * TITLE,
    };
    let words = text.chars().any(char::is_alphabetic);
    alone && words && length(text) <= TITLE && !is_closed(text) && !is_hanging(text) && !text.ends_with('.')
}

/// Whether these lines are one paragraph broken at a width: long, nearly equal, the last not longer, none of them
/// starting a list item or ending a verse.
fn is_set(dump: &str, block: &[Line]) -> bool {
    if block.len() < 2 || block.iter().skip(1).any(|line| line.indent >= 1) {
        return false;
    }
    let cells = |line: &Line| -> usize {
        line.span.of(dump).chars().take(1000).map(|c| if (c as u32) < 0x1100 { 1 } else { 2 }).sum()
    };
    let full = block.get(..block.len() - 1).unwrap_or_default();
    let (mut least, mut most) = (usize::MAX, 0);
    for line in full {
        let cells = cells(line);
        (least, most) = (least.min(cells), most.max(cells));
        // Most lines that are no such paragraph say so at once.
        if least < SET || most > least + SLACK_OF_WORDS {
            return false;
        }
    }
    let latin = full.iter().any(|line| line.span.of(dump).chars().any(|c| c.is_ascii_alphabetic()))
        && full.iter().all(|line| line.span.of(dump).is_ascii());
    // Latin words differ in length, ideographs do not; one closing mark may hang or move to the next line.
    let slack = if latin { SLACK_OF_WORDS } else { 4 };
    let ending = block.last().map_or(0, cells);
    let marked = |line: &Line| {
        let text = line.span.of(dump);
        text.starts_with(['-', '*', '+', '#', '|', '>', '•', '·', '[', '{', '}', '/', '<', '`', '=', '$'])
            || text.starts_with(|c: char| c.is_ascii_digit())
            || text.contains("  ")
            || text.contains('\t')
    };
    let ends =
        full.iter().filter(|line| is_closed(line.span.of(dump)) || is_hanging(line.span.of(dump))).count();
    let verse = !latin && ends * 3 > full.len();
    most <= least + slack && ending <= most + slack && !verse && !block.iter().any(marked)
}
