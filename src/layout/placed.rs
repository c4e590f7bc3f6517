//! Where the clusters of a row stand: the one walk that painting, clicking and the cursor use, so nobody adds up
//! widths a second time.
//!
//! Guarantees: clusters in the order of the text, none over another, the last one ending where the row says. Never: a
//! decision about a row's end.

use super::filler::{is_border, parts};
use super::measure::{Measure, Row, Tail};
use super::pass::{indent_of, tab_cells};
use super::table::Stop;
use crate::text::class::Class;
use crate::text::kind::{Kind, half_width};
use crate::text::punctuation::{Punctuated, Shown};

/// A cluster in its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph<'a> {
    /// Its first byte, counted as the row counts.
    pub offset: usize,
    /// What is shown.
    pub cluster: &'a str,
    /// The cell it begins in, from the left edge of the measure.
    pub x: usize,
    /// Its cells; cells that are empty for the row's sake are nobody's.
    pub cells: usize,
}

/// The clusters of `row`, which was made from `shown`, counted from `base`, by `measure`.
pub fn placed<'a, 'c>(shown: &'c Punctuated<'a>, base: usize, row: Row, measure: Measure) -> Placed<'a, 'c> {
    Placed::new(shown, base, row, measure)
}

fn is_space(c: char) -> bool {
    Kind::of(c).class() == Class::Space
}

/// How many places of `row` can take an empty cell without a reader's notice.
pub(super) fn places_to_fill(shown: &Punctuated<'_>, base: usize, row: Row) -> usize {
    let text = shown.text();
    let (start, end) = (row.start.saturating_sub(base), row.end.saturating_sub(base));
    // An indent of the source's own that is not stripped is no place to fill.
    let start = (start + indent_of(text.get(start..end).unwrap_or_default())).min(end);
    let words = text.get(start..end).unwrap_or_default().trim_end_matches(is_space);
    // A tabulator would take up what is added before it.
    if words.contains('\t') {
        return 0;
    }
    let kinds =
        shown.clusters(start..start + words.len()).filter_map(|(_, cluster)| Kind::of_cluster(cluster));
    let mut before = None;
    kinds.filter(|kind| before.replace(*kind).is_some_and(|before| is_place(before, *kind))).count()
}

/// Whether there is room by nature between two clusters: behind a mark, between words, where scripts meet.
fn is_place(a: Kind, b: Kind) -> bool {
    let (left, right) = (a.class(), b.class());
    let closes = right.closes() || matches!(right, Class::Pause | Class::Space);
    match left {
        Class::Space => !closes,
        _ if a.is_natural_gap() => !closes,
        _ => is_border(left, right),
    }
}

/// What [`placed`] gives.
#[derive(Clone, Debug)]
pub struct Placed<'a, 'c> {
    clusters: Shown<'a, 'c>,
    base: usize,
    row: Row,
    measure: Measure,
    /// The byte of the last character that is no space.
    last: usize,
    x: usize,
    before: Option<Kind>,
    /// Places that may be filled, and how many were met.
    room: usize,
    met: usize,
    /// In a table, where its cells begin, and how many of them were met.
    stops: Vec<Stop>,
    stopped: usize,
    /// One past the last cell that white space may take.
    end: usize,
}

impl<'a, 'c> Placed<'a, 'c> {
    pub(super) fn new(shown: &'c Punctuated<'a>, base: usize, row: Row, measure: Measure) -> Self {
        let text = shown.text();
        let (mut start, end) = (row.start.saturating_sub(base), row.end.saturating_sub(base));
        if start == 0 && measure.options.strip {
            start = indent_of(text).min(end);
        }
        let words = text.get(start..end).unwrap_or_default().trim_end_matches(is_space);
        Self {
            clusters: shown.clusters(start..end),
            base,
            row,
            measure,
            last: start + words.char_indices().next_back().map_or(0, |(at, _)| at),
            x: usize::from(row.indent),
            before: None,
            room: if row.fill > 0 { places_to_fill(shown, base, row) } else { 0 },
            met: 0,
            stops: Vec::new(),
            stopped: 0,
            end: usize::MAX,
        }
    }

    /// The same in a table: clusters stand in the cells of its columns, and what is in excess there takes none.
    pub(super) fn with_stops(self, stops: Vec<Stop>) -> Self {
        let end = usize::from(self.row.indent);
        Self { stops, end, ..self }
    }
}

impl Placed<'_, '_> {
    /// Begins the cell or passes the stroke that stands at byte `at`, in a table.
    fn stop(&mut self, at: usize) {
        if let Some(stop) = self.stops.get(self.stopped).filter(|stop| stop.at <= at) {
            (self.x, self.end) = (stop.x, stop.end);
            self.stopped += 1;
        }
    }

    /// Cells of a cluster where it stands; in a table no more than there are.
    fn cells(&self, cluster: &str) -> usize {
        if self.stops.is_empty() {
            return if cluster == "\t" { tab_cells(self.x) } else { self.measure.widths.cluster(cluster) };
        }
        let is_white = cluster.trim().is_empty();
        let left = self.end.saturating_sub(usize::from(!is_white)).saturating_sub(self.x);
        match cluster {
            "\t" => left,
            _ => self.measure.widths.cluster(cluster).min(left),
        }
    }

    /// Empty cells before a cluster.
    fn space(&mut self, kind: Kind) -> usize {
        let Some(before) = self.before.replace(kind) else { return 0 };
        let gap = usize::from(parts(self.measure.options, before.class(), kind.class()));
        if self.room == 0 || self.met == self.room || !is_place(before, kind) {
            return gap;
        }
        // Spread evenly: as many before this place as its share of all of them.
        let fill = usize::from(self.row.fill);
        let share = |places: usize| places * fill / self.room;
        self.met += 1;
        gap + share(self.met) - share(self.met - 1)
    }
}

impl<'a> Iterator for Placed<'a, '_> {
    type Item = Glyph<'a>;

    fn next(&mut self) -> Option<Glyph<'a>> {
        let (at, mut cluster) = self.clusters.next()?;
        // Nothing else asks what stands beside it.
        if self.room > 0 || self.measure.options.gap {
            self.x += self.space(Kind::of_cluster(cluster)?);
        }
        self.stop(at);
        if self.row.tail == Tail::Squeezed && at == self.last {
            cluster = cluster.chars().next().and_then(half_width).unwrap_or(cluster);
        }
        let cells = self.cells(cluster);
        if cells == 0 && !self.stops.is_empty() {
            cluster = "";
        }
        let glyph = Glyph { offset: self.base + at, cluster, x: self.x, cells };
        self.x += cells;
        Some(glyph)
    }
}
