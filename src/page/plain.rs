//! Any text that is no newspaper page: one article, its paragraphs as they stand.
//!
//! Guarantees: no line is cut, and lines are joined only where they are plainly one paragraph set to a width; lines of
//! code keep the white space before them. Never: a headline that is not clearly one; furniture.

use std::sync::Arc;

use crate::article::{Article, BlockKind, Builder, Confidence, DumpSpan};

use super::facts::{is_closed, is_hanging, length};
use super::forms;
use super::lines::{Line, lines, pieces, space_between, whole};

/// Longest title of a text, in characters.
const TITLE: usize = 40;
/// Narrowest line, in cells, that a paragraph set to a width has.
const SET: usize = 44;
/// By how many cells lines of words differ that are set to a width.
const SLACK_OF_WORDS: usize = 14;

/// Lines that are looked at as a whole to see whether they are one paragraph; a longer run surely is not.
const RUN: usize = 400;

/// The text as an article; none where it holds only white space and hazards.
pub(super) fn article(dump: &str) -> Option<Arc<Article>> {
    let mut setting = Setting { dump, builder: Builder::new(dump), sources: Vec::new() };
    let mut all = lines(dump).peekable();
    let mut run: Vec<Line> = Vec::new();
    // Bytes of the dump before which every fence is closed, or known to have no other.
    let mut fenced = 0;
    while let Some(line) = all.next() {
        if run.is_empty() && line.span.start >= fenced {
            fenced = code_end(dump, line.span).unwrap_or(fenced);
        }
        if line.span.start < fenced {
            setting.code(line);
            continue;
        }
        run.push(line);
        let opens = |next: &Line| code_end(dump, next.span).is_some();
        let more = all.peek().is_some_and(|next| !next.after_blank && !opens(next));
        if more && run.len() < RUN {
            continue;
        }
        setting.run(&run, all.peek());
        run.clear();
    }
    let builder = setting.builder;
    (!builder.is_empty()).then(|| Arc::new(builder.finish(Confidence(1.0))))
}

/// Where the block of code ends that the line at `span` opens; nothing where it opens none, or one without an end.
fn code_end(dump: &str, span: DumpSpan) -> Option<usize> {
    let fence = forms::fence(span.of(dump))?;
    let rest = dump.get(span.end..)?;
    let mut closings = memchr::memmem::find_iter(rest.as_bytes(), fence.as_bytes());
    let closes = |at: &usize| {
        let before = rest.get(..*at).unwrap_or_default();
        before.trim_end_matches([' ', '\t']).ends_with('\n')
    };
    let at = span.end + closings.find(closes)?;
    Some(at + fence.len())
}

/// What the blocks of a text are put into.
struct Setting<'a> {
    dump: &'a str,
    builder: Builder<'a>,
    /// The pieces of the block at hand.
    sources: Vec<DumpSpan>,
}

impl Setting<'_> {
    /// Lines between two empty ones; `next` comes behind them.
    fn run(&mut self, run: &[Line], next: Option<&Line>) {
        let dump = self.dump;
        let title = self.builder.is_empty() && is_title(dump, run, next);
        if is_set(dump, run) {
            for (index, line) in run.iter().enumerate() {
                if let Some(before) = index.checked_sub(1).and_then(|index| run.get(index)) {
                    self.sources.extend(space_between(dump, before.span, line.span));
                }
                line.pieces(dump, &mut self.sources);
            }
            self.push(BlockKind::Paragraph, run.first());
            return;
        }
        let (head, rest) = run.split_at(usize::from(title));
        let heads = head.iter().map(|line| (line, BlockKind::Headline));
        for (line, kind) in heads.chain(rest.iter().zip(forms::forms(dump, rest))) {
            // A tabulator before the first words of a table leaves its first column empty.
            if kind == BlockKind::Code || kind == BlockKind::Table {
                pieces(dump, whole(dump, line.span), &mut self.sources);
            } else {
                line.pieces(dump, &mut self.sources);
            }
            self.push(kind, Some(line));
        }
    }

    /// A line between fences, or one of the fences.
    fn code(&mut self, line: Line) {
        pieces(self.dump, whole(self.dump, line.span), &mut self.sources);
        self.push(BlockKind::Code, Some(&line));
    }

    /// Makes a block of the pieces at hand, which begin with `first`.
    fn push(&mut self, kind: BlockKind, first: Option<&Line>) {
        if first.is_some_and(|line| line.after_blank) {
            self.builder.apart();
        }
        self.builder.push(kind, &self.sources);
        self.sources.clear();
    }
}

/// A first line of its own, short and open, with more text after it.
fn is_title(dump: &str, block: &[Line], next: Option<&Line>) -> bool {
    let Some(first) = block.first() else { return false };
    let text = first.span.of(dump);
    let alone = match block.get(1) {
        None => next.is_some_and(|next| next.after_blank),
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

#[cfg(test)]
mod tests {
    use super::article;

    /// The blocks of a text: the first letter of the kind, a `/` where an empty line stands before it, the words.
    fn check(dump: &str, want: &str) {
        let article = article(dump).unwrap();
        let blocks = article.blocks().iter().map(|block| {
            let kind = format!("{:?}", block.kind).remove(0);
            format!("{kind}{}{}", if block.apart { "/" } else { "" }, article.block_text(block))
        });
        assert_eq!(blocks.collect::<Vec<_>>().join("|"), want, "{dump:?}");
    }

    #[test]
    fn blocks_have_the_form_and_the_distance_that_their_author_gave_them() {
        for (dump, want) in [
            ("江上灯\n\n一点在水\n一点在天\n\n船过了", "H江上灯|V/一点在水|V一点在天|P/船过了"),
            ("灯\n\n- 船\n- 岸\n\n- 水", "H灯|I/- 船|I- 岸|I/- 水"),
            ("灯\n```\n  a\n\n  b\n```\n岸", "P灯|C```|C  a|C/  b|C```|P岸"),
            ("```\n没有结束", "V```|V没有结束"),
            ("~~~\na\n~~~\n~~~\nb\n~~~", "C~~~|Ca|C~~~|C~~~|Cb|C~~~"),
        ] {
            check(dump, want);
        }
    }
}
