//! A table's rows: each cell in its column, numbers at the right.
//!
//! Guarantees: a row of the screen is one run of bytes as everywhere. So a cell that is too long for its column goes on
//! below, in its column, and the next cell stands beside its last row; who begins at any row gets those that follow it.
//! Never: a column narrower than four ideographs for the sake of others; where that is not enough there are no columns.

use std::ops::Range;

use super::fill::rows_of;
use super::measure::{Measure, Row};
use super::placed::Placed;
use crate::article::{Align, Column as Wanted, Ruling, Table};
use crate::text::punctuation::Punctuated;

/// Empty cells between two columns without a stroke.
const GAP: usize = 2;

/// Cells that a column keeps, if its words need them.
const LEAST: usize = 8;

/// A column in its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Column {
    x: usize,
    cells: usize,
    align: Align,
}

/// The columns of a table in a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    ruling: Ruling,
    columns: Vec<Column>,
}

/// A place in a row from which on its clusters stand from a cell on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    /// The first byte, counted from the block's.
    pub(super) at: usize,
    /// The first cell.
    pub(super) x: usize,
    /// One past the last cell that white space may take here; words end one before.
    pub(super) end: usize,
}

impl Columns {
    /// Those of `table` in rows of `measure`; nothing where they do not fit.
    pub(super) fn new(table: &Table, measure: Measure) -> Option<Self> {
        let ambiguous = measure.widths.ambiguous;
        let natural: Vec<usize> = table.columns.iter().map(|column| column.cells(ambiguous)).collect();
        // With strokes: one before the first column, one behind each, a blank on each side of it.
        let strokes = table.ruling == Ruling::Strokes;
        let edge = if table.is_edged { 2 } else { 0 };
        let between = if strokes { 3 } else { GAP };
        let taken = edge + between * natural.len() - if strokes { 1 } else { GAP };
        let most = widest(&natural, measure.cells.checked_sub(taken)?)?;
        let mut x = edge;
        let place = |(column, cells): (&Wanted, usize)| {
            let here = Column { x, cells: cells.min(most), align: column.align };
            x += here.cells + between;
            here
        };
        let columns = table.columns.iter().zip(natural).map(place).collect();
        Some(Self { ruling: table.ruling, columns })
    }

    /// The rows of `part` of a row of the table, as `rows_of` gives them.
    pub(super) fn rows(
        &self,
        shown: &Punctuated<'_>,
        part: Range<usize>,
        (base, measure): (usize, Measure),
    ) -> Vec<Row> {
        let mut starts = vec![part.start];
        for (cell, column) in self.ruling.cells(shown.text()).into_iter().zip(&self.columns) {
            let cell = cell.start.max(part.start)..cell.end;
            let words = shown.text().get(cell.clone()).unwrap_or_default();
            if measure.widths.text(words) > column.cells && !words.bytes().all(is_rule) {
                let measure = Measure { cells: column.cells, ..measure };
                starts.extend(rows_of(shown, cell, 0, measure).iter().skip(1).map(|row| row.start));
            }
        }
        let ends = starts.iter().skip(1).copied().chain([part.end]);
        starts.iter().zip(ends).map(|(start, end)| self.row(shown, *start..end, (base, measure))).collect()
    }

    fn row(&self, shown: &Punctuated<'_>, part: Range<usize>, (base, measure): (usize, Measure)) -> Row {
        let stops = self.stops(shown.text(), part.clone(), measure);
        let indent = stops.first().map_or(0, |stop| stop.x);
        let cells = |cells: usize| u16::try_from(cells).unwrap_or(u16::MAX);
        let row =
            Row { start: base + part.start, end: base + part.end, indent: cells(indent), ..Row::default() };
        let inked = Placed::new(shown, base, row, measure).with_stops(stops);
        let inked = inked.filter(|glyph| !glyph.cluster.trim().is_empty()).last();
        let end = inked.map_or(indent, |glyph| glyph.x + glyph.cells);
        Row { width: cells(end.saturating_sub(indent)), ..row }
    }

    /// Where the cells and strokes of `part` of a row stand, in the order of the text.
    pub(super) fn stops(&self, row: &str, part: Range<usize>, measure: Measure) -> Vec<Stop> {
        let cells = self.ruling.cells(row).into_iter().zip(&self.columns);
        let words = cells.filter_map(|(cell, column)| {
            let here = cell.start.max(part.start)..cell.end.min(part.end);
            let words = row.get(here.clone()).filter(|words| !words.is_empty())?;
            let free = column.cells.saturating_sub(measure.widths.text(words.trim_end()));
            let before = match column.align {
                Align::Left => 0,
                Align::Centre => free / 2,
                Align::Right => free,
            };
            Some(Stop { at: here.start, x: column.x + before, end: column.x + column.cells + 1 })
        });
        let mut stops: Vec<Stop> = words.chain(self.strokes(row, &part)).collect();
        stops.sort_unstable_by_key(|stop| stop.at);
        stops
    }

    fn strokes(&self, row: &str, part: &Range<usize>) -> Vec<Stop> {
        if self.ruling != Ruling::Strokes {
            return Vec::new();
        }
        // A stroke that begins a row stands before the first column.
        let is_edge = row.trim_start().starts_with('|');
        let behind = self.columns.iter().map(|column| column.x + column.cells + 1);
        let places = is_edge.then_some(0).into_iter().chain(behind);
        let stops = self.ruling.marks(row).into_iter().zip(places);
        let here = stops.filter(|(mark, _)| part.contains(&mark.start));
        here.map(|(mark, x)| Stop { at: mark.start, x, end: x + 2 }).collect()
    }
}

/// Whether a byte belongs to the row under the heads, of which as much is shown as there is room for.
const fn is_rule(byte: u8) -> bool {
    matches!(byte, b'-' | b'=' | b':')
}

/// The most cells that a column may have so that all fit into `room`: the wide ones give. Nothing where they would have to
/// give too much.
fn widest(natural: &[usize], room: usize) -> Option<usize> {
    let mut sorted = natural.to_vec();
    sorted.sort_unstable();
    let mut left = room;
    for (index, cells) in sorted.iter().enumerate() {
        let share = left / (sorted.len() - index);
        if *cells > share {
            // Ideographs leave no cell of an even number empty.
            return Some(share - share % 2).filter(|share| *share >= LEAST);
        }
        left -= cells;
    }
    Some(room)
}
