//! A dump's lines put together into blocks: what stands between two empty lines, or one line, or the lines of a
//! column that were kept as lines.
//!
//! Guarantees: every line is in exactly one block, in order. Never: a join across blocks; that is a decision.

use crate::article::DumpSpan;

use super::facts::is_closed;
use super::lines::{Line, lines, space_between};

/// Widest line, in ideographs, that a newspaper column has; a longer one was not cut by a column.
const COLUMN: usize = 26;

/// One block.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    /// Its bytes without hazards and line ends.
    pub(super) pieces: Vec<DumpSpan>,
    /// Its text: the pieces put end to end.
    pub(super) text: String,
    /// Whether the indent says that a paragraph starts here; none where the dump has no indents.
    pub(super) indented: Option<bool>,
}

/// How a dump separates its blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Setting {
    /// Empty lines between blocks.
    Blank,
    /// Each line is a block.
    Lines,
    /// Column lines; an indent or a short line ends a paragraph.
    Columns,
}

/// The blocks of `dump`.
pub(super) fn blocks(dump: &str) -> Vec<Raw> {
    let lines: Vec<Line> = lines(dump).collect();
    let setting = setting(dump, &lines);
    let indents = lines.iter().filter(|line| line.indent >= 1).count();
    let uses_indents = indents * 8 >= lines.len() && indents >= 2;
    let widths: Vec<usize> = lines.iter().map(|line| width(dump, line)).collect();
    let mut found: Vec<Vec<Line>> = Vec::new();
    for (index, &line) in lines.iter().enumerate() {
        let goes_on = match setting {
            Setting::Blank => !line.after_blank && line.indent < 2,
            Setting::Lines => false,
            Setting::Columns => {
                let close = line.after_blank || line.indent >= 1;
                !close && index > 0 && runs_on(dump, &lines, &widths, index)
            }
        };
        match found.last_mut() {
            Some(block) if goes_on => block.push(line),
            _ => found.push(vec![line]),
        }
    }
    let indented = |block: &[Line]| block.first().is_some_and(|line| line.indent >= 1);
    found
        .iter()
        .map(|block| Raw { indented: uses_indents.then(|| indented(block)), ..raw(dump, block) })
        .collect()
}

fn setting(dump: &str, lines: &[Line]) -> Setting {
    let gaps = lines.iter().skip(1).filter(|line| line.after_blank).count();
    if gaps * 25 >= lines.len() && gaps > 0 {
        return Setting::Blank;
    }
    let indented = lines.iter().filter(|line| line.indent >= 1).count();
    let narrow = lines.iter().filter(|line| width(dump, line) <= COLUMN).count();
    let columns =
        lines.len() >= 12 && indented >= 2 && indented * 2 < lines.len() && narrow * 10 >= lines.len() * 8;
    if columns { Setting::Columns } else { Setting::Lines }
}

/// A line's width in ideographs, with its indent; two ASCII characters are as wide as one ideograph.
fn width(dump: &str, line: &Line) -> usize {
    let halves: usize =
        line.span.of(dump).chars().take(4 * COLUMN).map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    halves.div_ceil(2) + line.indent
}

/// Whether the line at `index` goes on with the paragraph of the line before: that one is full, or its sentence open.
fn runs_on(dump: &str, lines: &[Line], widths: &[usize], index: usize) -> bool {
    let (before, here) =
        (widths.get(index - 1).copied().unwrap_or(0), widths.get(index).copied().unwrap_or(0));
    let from = index.saturating_sub(10);
    let mut near: Vec<usize> =
        widths.iter().skip(from).take(20).copied().filter(|width| *width <= COLUMN).collect();
    near.sort_unstable();
    // The column's width: most lines are full, so it stands in the upper half of the sorted widths.
    let column = near.get(near.len() * 6 / 10).copied().unwrap_or(COLUMN);
    if before > column + 4 || here > column + 4 {
        return false;
    }
    let (Some(last), Some(line)) = (lines.get(index - 1), lines.get(index)) else { return false };
    let text = last.span.of(dump);
    if before + 2 < column {
        return !is_closed(text) && here + 1 >= column && text.chars().count() > 12;
    }
    let next_is_paragraph = lines.get(index + 1).is_none_or(|next| next.indent >= 1);
    let title = next_is_paragraph && !line.span.of(dump).contains(['。', '，', '”', '、']);
    !(is_closed(text) && title && !line.span.of(dump).ends_with(['？', '！']))
}

fn raw(dump: &str, block: &[Line]) -> Raw {
    let mut parts = Vec::new();
    for (index, line) in block.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| block.get(index));
        if let Some(space) = before.and_then(|before| space_between(dump, before.span, line.span)) {
            parts.push(space);
        }
        line.pieces(dump, &mut parts);
    }
    let text: String = parts.iter().map(|piece| piece.of(dump)).collect();
    Raw { pieces: parts, text: text.replace('\n', " "), indented: None }
}
