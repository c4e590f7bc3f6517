//! The lines of a dump, with white space at their ends and hazards taken away.
//!
//! Guarantees: every character that is neither white space nor a hazard is in exactly one line's pieces. Never: an
//! empty line.

use crate::article::{DumpSpan, Removed};
use crate::text::hazard::is_hazard;
use crate::text::runs::{Run, runs};

/// One line with something to read in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// From its first to its last character that is not white space.
    pub(super) span: DumpSpan,
    /// Whether an empty line stands before it.
    pub(super) after_blank: bool,
    /// Ideographs' worth of white space at its start.
    pub(super) indent: usize,
    /// Whether there is no hazard in it.
    clean: bool,
}

impl Line {
    /// Adds the line without its hazards: the runs between them.
    pub(super) fn pieces(&self, dump: &str, into: &mut Vec<DumpSpan>) {
        if self.clean { into.push(self.span) } else { pieces(dump, self.span, into) }
    }
}

/// Whether `c` ends a line: the line ends of UAX #14. All but the line feed are hazards, and white space besides.
pub(super) const fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Hazards that are taken out of the text; line ends do their work instead and are no loss.
pub(super) fn is_removed(c: char) -> bool {
    is_hazard(c) && !c.is_whitespace()
}

/// Every hazard of `dump`, in order.
pub(super) fn hazards(dump: &str) -> Vec<Removed> {
    let mut runs: Vec<Removed> = Vec::new();
    for (at, what) in between_han(dump).filter(|&(_, c)| is_removed(c)) {
        let end = at + what.len_utf8();
        match runs.last_mut() {
            Some(run) if run.what == what && run.span.end == at => run.span.end = end,
            _ => runs.push(Removed { what, span: DumpSpan::new(at, end) }),
        }
    }
    runs
}

/// The lines of `dump`.
pub(super) fn lines(dump: &str) -> impl Iterator<Item = Line> {
    let mut start = 0;
    let mut blank = false;
    let mut before = '\n';
    whole_lines(dump).filter_map(move |Whole { text: whole, clean }| {
        let at = start;
        start += whole.len();
        let skip = |c: char| c.is_whitespace() || is_removed(c);
        let body = whole.trim_end_matches(skip);
        let inner = body.trim_start_matches(skip);
        if inner.is_empty() {
            // The line feed of CR LF ends no line of its own.
            blank |= !(before == '\r' && whole == "\n");
            before = whole.chars().next_back().unwrap_or('\n');
            return None;
        }
        before = whole.chars().next_back().unwrap_or('\n');
        let lead = body.len() - inner.len();
        let cells: usize = body.get(..lead).unwrap_or_default().chars().map(cells).sum();
        let span = DumpSpan::new(at + lead, at + body.len());
        Some(Line { span, after_blank: std::mem::take(&mut blank), indent: cells / 2, clean })
    })
}

/// A line with its end.
pub(super) struct Whole<'a> {
    pub(super) text: &'a str,
    /// Whether there is no hazard before its end.
    pub(super) clean: bool,
}

/// The lines of `dump` with their ends.
pub(super) fn whole_lines(dump: &str) -> impl Iterator<Item = Whole<'_>> {
    let mut rest = dump;
    std::iter::from_fn(move || {
        let mut clean = true;
        let end = between_han(rest).find(|&(_, c)| {
            let ends = ends_line(c);
            clean = clean && (ends || !is_hazard(c));
            ends
        });
        let end = end.map_or(rest.len(), |(at, c)| at + c.len_utf8());
        let (text, after) = rest.split_at_checked(end)?;
        rest = after;
        (!text.is_empty()).then_some(Whole { text, clean })
    })
}

/// The characters of `text` that are no ideographs, each with its first byte: hazards and line ends are among them.
fn between_han(text: &str) -> impl Iterator<Item = (usize, char)> {
    runs(text).filter_map(|(at, run)| match run {
        Run::Han(_) => None,
        Run::Other(c) => Some((at, c)),
    })
}

const fn cells(c: char) -> usize {
    match c {
        '\u{3000}' => 2,
        '\t' => 4,
        ' ' | '\u{a0}' => 1,
        _ => 0,
    }
}

/// `span` without its hazards: the runs between them.
pub(super) fn pieces(dump: &str, span: DumpSpan, into: &mut Vec<DumpSpan>) {
    let mut start = span.start;
    for (at, c) in between_han(span.of(dump)).filter(|&(_, c)| is_hazard(c)) {
        let at = span.start + at;
        if start < at {
            into.push(DumpSpan::new(start, at));
        }
        start = at + c.len_utf8();
    }
    if start < span.end {
        into.push(DumpSpan::new(start, span.end));
    }
}

/// The line at `span` with the white space before it.
pub(super) fn whole(dump: &str, span: DumpSpan) -> DumpSpan {
    let before = dump.get(..span.start).unwrap_or_default();
    let words = before.trim_end_matches([' ', '\t']);
    DumpSpan::new(words.len(), span.end)
}

/// The white space between two lines that has to stay as one space, because Latin words meet there.
pub(super) fn space_between(dump: &str, before: DumpSpan, after: DumpSpan) -> Option<DumpSpan> {
    let last = before.of(dump).chars().next_back()?;
    let first = after.of(dump).chars().next()?;
    let latin = |c: char| c.is_alphanumeric() && (c as u32) < 0x2e80;
    let right = latin(first) || matches!(first, '(' | '"' | '\'' | '“' | '‘' | '$' | '#' | '&' | '*');
    let left =
        latin(last) || matches!(last, ',' | '.' | ';' | ':' | '!' | '?' | ')' | '"' | '\'' | '”' | '’' | '&');
    // Half-width punctuation stands in Chinese text too: one side has to be a Latin letter or digit.
    if !(left && right && (latin(first) || latin(last))) {
        return None;
    }
    // What lies further between them may be furniture, or of another paragraph.
    let between = DumpSpan::new(before.end, after.start).of(dump);
    let at = match between.as_bytes() {
        [b' ' | b'\n' | b'\t', ..] => before.end,
        [b'\r', b'\n', ..] => before.end + 1,
        [.., b' ' | b'\n' | b'\t'] => after.start - 1,
        _ => return None,
    };
    Some(DumpSpan::new(at, at + 1))
}
