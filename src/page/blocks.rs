//! A dump's lines put together into blocks: what stands between two empty lines, or one line, or the lines of a
//! column that were kept as lines.
//!
//! Guarantees: every line is in exactly one block, in order. Never: a join across blocks; that is a decision.

use crate::article::DumpSpan;

use super::lines::{Line, lines, space_between};
use super::unwrap::{Columns, measure};

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
    /// How wide the column is that it stands in, in ideographs; none where the dump does not have its lines.
    pub(super) measure: Option<usize>,
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
    let columns = (setting == Setting::Columns).then(|| Columns::new(dump, &lines, &widths));
    let mut found: Vec<(usize, usize)> = Vec::new();
    let within = |&(first, end): &(usize, usize)| {
        let lines = lines.get(first..end).unwrap_or_default();
        (lines, measure(lines, widths.get(first..end).unwrap_or_default()))
    };
    let mut above = None;
    for (index, &line) in lines.iter().enumerate() {
        let goes_on = match (&columns, found.last()) {
            (Some(columns), Some(&(first, _))) => columns.runs_on(first, index, above),
            _ => setting == Setting::Blank && !line.after_blank && line.indent < 2,
        };
        match found.last_mut() {
            Some((_, end)) if goes_on => *end = index + 1,
            last => {
                let paragraph = last.map(|last| within(last)).filter(|(lines, _)| is_indented(lines));
                above = paragraph.and_then(|(_, measure)| measure).or(above);
                found.push((index, index + 1));
            }
        }
    }
    let block = |range: &(usize, usize)| {
        let (lines, measure) = within(range);
        Raw { indented: uses_indents.then(|| is_indented(lines)), measure, ..raw(dump, lines) }
    };
    found.iter().map(block).collect()
}

fn is_indented(block: &[Line]) -> bool {
    block.first().is_some_and(|line| line.indent >= 1)
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
    Raw { pieces: parts, text: text.replace('\n', " "), indented: None, measure: None }
}
