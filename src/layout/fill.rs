//! One text to rows, greedily: each row takes as much as fits and ends at the last legal place.
//!
//! Guarantees: rows cover the text exactly, one after the other; no row is wider than the measure, unless a single
//! cluster is; spaces at a row's end belong to the row and take no room; nothing is split inside a cluster.
//! Never: an allocation per row beyond the list of rows.

use std::ops::Range;

use super::breaks::{Level, Resolver, Seen, is_soft_cut, may_break};
use crate::text::class::Class;
use crate::text::punctuation::{Punctuated, Punctuation};
use crate::text::width::Widths;

/// How wide rows may be and by which rules they break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Cells of a full row; at least 2 are assumed.
    pub cells: usize,
    /// Cells that the first row is indented by.
    pub indent: usize,
    /// How strictly rows obey the prohibitions.
    pub level: Level,
    /// How wide characters are.
    pub widths: Widths,
}

/// A laid-out row: a range of bytes, and where its first cell is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// First byte.
    pub start: usize,
    /// One past the last byte; the next row starts here.
    pub end: usize,
    /// Empty cells before the first character.
    pub indent: u16,
    /// Cells of the characters, spaces at the end not counted.
    pub width: u16,
}

/// The rows of `text`, whose first byte is counted as `base`. An empty text has one empty row.
pub fn rows(text: &str, base: usize, measure: Measure) -> Vec<Row> {
    rows_of(&Punctuated::new(Punctuation::AsIs, text, 0..text.len()), 0..text.len(), base, measure)
}

/// The rows of `part` of a block as it is shown; the block's first byte is counted as `base`. An empty part has one
/// empty row.
pub(super) fn rows_of(shown: &Punctuated<'_>, part: Range<usize>, base: usize, measure: Measure) -> Vec<Row> {
    let mut filler = Filler::new(base, part.start, measure);
    let mut clusters = shown.clusters(part.clone()).peekable();
    let mut resolver = Resolver::default();
    let mut before = None;
    while let Some((at, cluster)) = clusters.next() {
        let Some(c) = cluster.chars().next() else { continue };
        let after = clusters.peek().and_then(|(_, next)| next.chars().next());
        let seen = resolver.see(before, c, after);
        filler.take(at, measure.widths.cluster(cluster), before, seen);
        before = Some(seen);
    }
    filler.finish(part.end)
}

/// The same text in as few rows as [`rows_of`] needs, but rows of about equal length: for headlines.
pub(super) fn balanced_rows(
    shown: &Punctuated<'_>,
    part: Range<usize>,
    base: usize,
    measure: Measure,
) -> Vec<Row> {
    let greedy = rows_of(shown, part.clone(), base, measure);
    if greedy.len() < 2 {
        return greedy;
    }
    let total: usize = greedy.iter().map(|row| usize::from(row.width)).sum();
    let mut cells = total.div_ceil(greedy.len()).next_multiple_of(2);
    while cells < measure.cells {
        let tighter = rows_of(shown, part.clone(), base, Measure { cells, ..measure });
        if tighter.len() <= greedy.len() {
            return tighter;
        }
        cells += 2;
    }
    greedy
}

/// A legal or possible end of the row being filled.
#[derive(Clone, Copy, Debug)]
struct Cut {
    /// First byte of the next row.
    at: usize,
    /// Cells up to here without spaces at the end.
    width: usize,
    /// Cells up to here with spaces.
    advance: usize,
}

struct Filler {
    measure: Measure,
    base: usize,
    rows: Vec<Row>,
    start: usize,
    indent: usize,
    /// Cells taken in this row, with and without the spaces at its end.
    advance: usize,
    width: usize,
    legal: Option<Cut>,
    soft: Option<Cut>,
}

impl Filler {
    fn new(base: usize, start: usize, measure: Measure) -> Self {
        let cells = measure.cells.max(2);
        let indent = if measure.indent + 2 <= cells { measure.indent } else { 0 };
        Self {
            measure: Measure { cells, ..measure },
            base,
            rows: Vec::new(),
            start,
            indent,
            advance: 0,
            width: 0,
            legal: None,
            soft: None,
        }
    }

    fn take(&mut self, at: usize, cells: usize, before: Option<Seen>, seen: Seen) {
        if let Some(before) = before.filter(|_| at > self.start) {
            let cut = Cut { at, width: self.width, advance: self.advance };
            if may_break(self.measure.level, before, seen) {
                self.legal = Some(cut);
            } else if is_soft_cut(before.c) && seen.class == Class::Letter {
                self.soft = Some(cut);
            }
        }
        if seen.class == Class::Space {
            self.advance += cells;
            return;
        }
        // A cut can leave so much behind that what is left still does not fit: a loop, not an `if`.
        while self.advance + cells > self.room() && at > self.start {
            let here = Cut { at, width: self.width, advance: self.advance };
            let cut = self.legal.or(self.soft).filter(|cut| cut.at > self.start).unwrap_or(here);
            self.end_row(cut);
        }
        self.advance += cells;
        self.width = self.advance;
    }

    const fn room(&self) -> usize {
        self.measure.cells - self.indent
    }

    fn end_row(&mut self, cut: Cut) {
        self.rows.push(self.row(cut.at, cut.width));
        self.start = cut.at;
        self.indent = 0;
        self.advance -= cut.advance;
        self.width = self.width.saturating_sub(cut.advance);
        self.legal = None;
        // A soft place in what is carried over is still one.
        self.soft = self.soft.filter(|soft| soft.at > cut.at).map(|soft| Cut {
            width: soft.width.saturating_sub(cut.advance),
            advance: soft.advance.saturating_sub(cut.advance),
            ..soft
        });
    }

    fn row(&self, end: usize, width: usize) -> Row {
        Row {
            start: self.base + self.start,
            end: self.base + end,
            indent: u16::try_from(self.indent).unwrap_or(u16::MAX),
            width: u16::try_from(width).unwrap_or(u16::MAX),
        }
    }

    fn finish(mut self, end: usize) -> Vec<Row> {
        if end > self.start || self.rows.is_empty() {
            let row = self.row(end, self.width);
            self.rows.push(row);
        }
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Measure, Punctuated, Punctuation, Widths, balanced_rows, rows, rows_of};

    fn check(cells: usize, indent: usize, text: &str, want: &str) {
        let measure = Measure { cells, indent, level: Level::Strict, widths: Widths::default() };
        let got: Vec<&str> = rows(text, 0, measure).iter().map(|row| &text[row.start..row.end]).collect();
        assert_eq!(got.join("|"), want, "{cells} cells, indent {indent}");
    }

    #[test]
    fn rows_obey_the_prohibitions() {
        for (cells, indent, text, want) in [
            (8, 0, "春风又绿江南岸", "春风又绿|江南岸"),
            (8, 4, "春风又绿江南岸", "春风|又绿江南|岸"),
            (8, 0, "春风又绿，江南", "春风又|绿，江南"),
            (8, 0, "春风又“绿”江南", "春风又|“绿”江南"),
            (8, 0, "春风又（绿）江南", "春风又|（绿）江|南"),
            (8, 0, "春风又（ 绿）江南", "春风又|（ 绿）|江南"),
            (8, 0, "他常常说——好", "他常常|说——好"),
            (8, 0, "共有270亿元", "共有|270亿元"),
            (8, 0, "增长29%左右", "增长29%|左右"),
            (8, 0, "一,2025年", "一,|2025年"),
            (8, 0, "达1,234.5吨", "达|1,234.5|吨"),
            (8, 0, "用DeepSeek好", "用|DeepSeek|好"),
            (8, 0, "ab cd ef", "ab cd ef"),
            (8, 0, "abc defgh i", "abc |defgh i"),
            (8, 0, "http://example.com/path", "http://|example.|com/path"),
            (8, 0, "abcdefghijkl", "abcdefgh|ijkl"),
            (2, 0, "好。", "好|。"),
            (8, 0, "", ""),
        ] {
            check(cells, indent, text, want);
        }
    }

    #[test]
    fn headlines_are_balanced_without_another_row() {
        let measure = Measure { cells: 20, indent: 0, level: Level::Strict, widths: Widths::default() };
        let text = "江边小城迎来第一班水上巴士";
        let shown = Punctuated::new(Punctuation::Full, text, 0..text.len());
        let rows = balanced_rows(&shown, 0..text.len(), 0, measure);
        let lengths: Vec<u16> = rows.iter().map(|row| row.width).collect();
        assert_eq!(lengths, [14, 12]);
    }

    #[test]
    fn marks_take_the_room_and_keep_the_rules_of_what_is_shown() {
        let measure = Measure { cells: 8, indent: 0, level: Level::Strict, widths: Widths::default() };
        for (how, text, want) in [
            (Punctuation::AsIs, "春风又绿,江南岸", "春风又|绿,江南|岸"),
            (Punctuation::Full, "春风又绿,江南岸", "春风又|绿,江南|岸"),
            (Punctuation::AsIs, "春风,江南,又绿", "春风,江|南,又绿"),
            (Punctuation::Full, "春风,江南,又绿", "春风,江|南,又绿"),
            (Punctuation::AsIs, "风(绿)江南", "风(绿)江|南"),
            (Punctuation::Full, "风(绿)江南", "风(绿)|江南"),
            (Punctuation::AsIs, "春江潮\"水\"平", "春江潮|\"水\"平"),
            (Punctuation::Full, "春江潮\"水\"平", "春江潮|\"水\"平"),
        ] {
            let shown = Punctuated::new(how, text, 0..text.len());
            let rows = rows_of(&shown, 0..text.len(), 0, measure);
            let got: Vec<&str> = rows.iter().map(|row| &text[row.start..row.end]).collect();
            assert_eq!(got.join("|"), want, "{how:?}");
        }
    }
}
