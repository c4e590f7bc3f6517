//! The row being filled: what it holds so far, and where it could end.
//!
//! Guarantees: a row ends at the last legal place that fits; where there is none, behind a sign of an address, then
//! between two letters, then anywhere between clusters. Never: a look at the text.

use super::breaks::may_break;
use super::measure::{HANG, Measure, Options, Row, Tail};
use crate::text::class::Class;
use crate::text::kind::Kind;

/// A possible end of the row.
#[derive(Clone, Copy, Debug, Default)]
struct Cut {
    /// First byte of the next row.
    at: usize,
    /// Cells up to here without spaces at the end.
    width: usize,
    /// Cells up to here with spaces, and with the empty cell that would part what stands on both sides.
    advance: usize,
}

/// A mark that stands at the row's end in a way that is only allowed if it is the last.
#[derive(Clone, Copy, Debug)]
struct Pending {
    tail: Tail,
    /// Cells that it takes less than it does elsewhere.
    spared: usize,
}

/// One cluster to be set.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Its first byte.
    pub(super) at: usize,
    /// Its cells.
    pub(super) cells: usize,
    /// What it is, its class as it is in its context.
    pub(super) kind: Kind,
}

/// Whether a row may end before a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It may.
    Legal,
    /// Only if there is no legal place: between a number and its measure word.
    Unit,
    /// Only if there is none of these: behind a sign of an address.
    Soft,
    /// Only if there is not even such a sign: between two letters.
    Inside,
    /// Only if there is nothing else, between any two clusters.
    Anywhere,
}

#[derive(Clone, Debug)]
pub(super) struct Filler {
    measure: Measure,
    base: usize,
    rows: Vec<Row>,
    /// The first byte of the row, and the first in it that takes room.
    start: usize,
    first: usize,
    indent: usize,
    /// Cells of the row besides its indent.
    room: usize,
    /// Cells taken in this row, with and without the spaces at its end.
    advance: usize,
    width: usize,
    /// The last place of each kind; one that is not behind `first` is none.
    cuts: [Cut; 5],
    pending: Option<Pending>,
    /// The last tabulator.
    tab: Option<usize>,
    /// The class of what was set last.
    before: Class,
}

impl Filler {
    /// For about `bytes` bytes of text from `start` on. The measure must have at least two cells besides its indents.
    pub(super) fn new(base: usize, (start, bytes): (usize, usize), measure: Measure) -> Self {
        // Three bytes take two cells; what is written otherwise makes the list grow once or twice.
        let rows = Vec::with_capacity(bytes / (measure.cells + measure.cells / 4) + 1);
        Self {
            measure,
            base,
            rows,
            start,
            first: start,
            indent: measure.indent,
            room: measure.cells - measure.indent,
            advance: 0,
            width: 0,
            cuts: [Cut::default(); 5],
            pending: None,
            tab: None,
            before: Class::Other,
        }
    }

    /// The class of what was set last.
    pub(super) const fn before(&self) -> Class {
        self.before
    }

    /// Says what stands before the first cluster.
    pub(super) const fn set_before(&mut self, class: Class) {
        self.before = class;
    }

    /// Leaves out what stands before the byte at `at`, which begins the first row.
    pub(super) const fn skip_to(&mut self, at: usize) {
        self.first = at;
    }

    /// Empties the row, behind a character of class `before`.
    pub(super) const fn begin_anew(&mut self, before: Class) {
        self.first = self.start;
        self.advance = 0;
        self.width = 0;
        self.cuts = [Cut { at: 0, width: 0, advance: 0 }; 5];
        self.pending = None;
        self.tab = None;
        self.before = before;
    }

    /// Says that what is set next, at `at`, is a tabulator.
    pub(super) const fn note_tab(&mut self, at: usize) {
        self.tab = Some(at);
    }

    /// Whether a tabulator stands in this row, which began at `start` when it was set; it has other cells here if that
    /// was another row.
    pub(super) fn carries_tab(&self, start: usize) -> bool {
        self.start != start && self.tab.is_some_and(|tab| tab >= self.start)
    }

    /// The first byte of the row.
    pub(super) const fn start(&self) -> usize {
        self.start
    }

    /// Cells from the row's edge to where the next cluster would stand.
    pub(super) const fn column(&self) -> usize {
        self.indent + self.advance
    }

    /// Cells that are left; none where a mark hangs out already.
    #[inline]
    const fn left(&self) -> usize {
        self.room.saturating_sub(self.advance)
    }

    /// Whether a row may end before a cluster of `class`, by the classes alone; `byte` is the last one before it.
    #[inline]
    pub(super) fn place(&self, class: Class, byte: impl FnOnce() -> u8) -> Option<Place> {
        if may_break(self.measure.level, self.before, class) {
            return Some(Place::Legal);
        }
        if class == Class::Measure {
            return may_break(self.measure.level, self.before, Class::Han).then_some(Place::Unit);
        }
        if !class.is_letter() {
            return None;
        }
        let is_number = matches!(class, Class::Digit | Class::Figure);
        match byte() {
            b'/' | b'?' | b'&' | b'=' | b'_' => Some(Place::Soft),
            b'-' | b'.' if !is_number => Some(Place::Soft),
            _ => self.before.is_letter().then_some(Place::Inside),
        }
    }

    /// Sets a cluster; `place` says how well a row may end before it.
    #[inline]
    pub(super) fn take(&mut self, piece: Piece, place: Option<Place>) {
        let Piece { at, cells, kind } = piece;
        let class = kind.class();
        let advance = self.advance + cells;
        if advance > self.room || self.pending.is_some() || self.measure.options.gap || class >= Class::Held {
            return self.take_with_care(piece, place);
        }
        // A place at the row's start is none; `best` knows.
        if let Some(cut) = place.and_then(|place| self.cuts.get_mut(place as usize)) {
            *cut = Cut { at, width: self.width, advance: self.advance };
        }
        self.before = class;
        self.advance = advance;
        self.width = advance;
    }

    /// The same for a cluster that does not fit, or may be parted from the one before it, or is a space.
    fn take_with_care(&mut self, piece: Piece, place: Option<Place>) {
        let Piece { at, cells, kind } = piece;
        let class = kind.class();
        let start = self.start;
        let mut gap = 0;
        if at > self.first {
            gap = usize::from(parts(self.measure.options, self.before, class));
            if let Some(cut) = place.and_then(|place| self.cuts.get_mut(place as usize)) {
                *cut = Cut { at, width: self.width, advance: self.advance + gap };
            }
            if self.pending.is_some() && !matches!(class, Class::Space | Class::Held) {
                self.settle(at, place);
            }
        }
        self.before = class;
        if matches!(class, Class::Space | Class::Held) {
            self.advance += cells;
            return;
        }
        // A row that has just ended here has nothing to be parted from.
        self.advance += if at > self.first { gap } else { 0 };
        // A cut can leave so much behind that what is left still does not fit: a loop, not an `if`. Where a tabulator is
        // carried over, how much that is has to be found anew.
        while cells > self.left() && at > self.first && !self.carries_tab(start) {
            if self.may_stand_out(piece) {
                return;
            }
            let here = Cut { at, width: self.width, advance: self.advance };
            let cut = self.best().unwrap_or(here);
            self.end_row(cut, Tail::Plain);
        }
        self.advance += cells;
        self.width = self.advance;
    }

    fn best(&self) -> Option<Cut> {
        self.cuts.iter().copied().find(|cut| cut.at > self.first)
    }

    /// Lets a mark that does not fit stand at the row's end by one of the devices, as long as nothing says that it is
    /// not the last in its row.
    fn may_stand_out(&mut self, Piece { at, cells, kind }: Piece) -> bool {
        let options = self.measure.options;
        let full = self.column() > self.measure.cells;
        let (tail, spared) = if options.squeeze && kind.halves() && self.left() == 1 {
            (Tail::Squeezed, 1)
        } else if options.hang && kind.pauses() && cells <= HANG && !full {
            (Tail::Hung, 0)
        } else {
            return false;
        };
        self.cuts[Place::Anywhere as usize] = Cut { at, width: self.width, advance: self.advance };
        self.pending = Some(Pending { tail, spared });
        self.advance += cells - spared;
        self.width = self.advance;
        true
    }

    /// Ends the row behind the mark that stands out, if it may end there, or before it.
    fn settle(&mut self, at: usize, place: Option<Place>) {
        let Some(Pending { tail, spared }) = self.pending.take() else { return };
        if place == Some(Place::Legal) {
            let cut = Cut { at, width: self.width, advance: self.advance };
            return self.end_row(cut, tail);
        }
        self.advance += spared;
        self.width += spared;
        let start = self.start;
        while !self.carries_tab(start)
            && self.indent + self.width > self.measure.cells
            && let Some(cut) = self.best().filter(|cut| cut.at < at)
        {
            self.end_row(cut, Tail::Plain);
        }
        self.cuts[Place::Anywhere as usize] = Cut::default();
    }

    /// Whether a row may end before any ideograph that comes next, and nothing else has to be thought of.
    #[inline]
    pub(super) fn is_free_for_han(&self) -> bool {
        self.pending.is_none()
            && may_break(self.measure.level, self.before, Class::Measure)
            && !parts(self.measure.options, self.before, Class::Han)
    }

    /// Cells that are left for what asks for nothing but its cells; none where what is set next must be looked at.
    pub(super) const fn sure_room(&self) -> Option<usize> {
        if self.pending.is_some() || self.measure.options.gap { None } else { Some(self.left()) }
    }

    /// Sets what has so many `cells` and fits; it ends before `at` with two ideographs.
    pub(super) const fn take_skimmed(&mut self, at: usize, cells: usize) {
        self.advance += cells;
        self.width = self.advance;
        self.before = Class::Han;
        let before = self.advance - 2;
        // A row may end between them, so no place before it is ever asked for.
        self.cuts[Place::Legal as usize] = Cut { at: at - 3, width: before, advance: before };
    }

    /// Sets `count` ideographs of three bytes and two cells, of which the first stands at `at`; a row may end before each
    /// of them.
    #[inline]
    pub(super) fn take_han(&mut self, mut at: usize, mut count: usize) {
        self.before = Class::Han;
        loop {
            let fits = (self.left() / 2).min(count);
            if fits > 0 {
                let before = self.advance + 2 * (fits - 1);
                // What stands before the first of them may be a space, which takes no room at a row's end.
                let width = if fits > 1 { before } else { self.width };
                at += 3 * fits;
                count -= fits;
                self.advance = before + 2;
                self.width = self.advance;
                self.cuts[Place::Legal as usize] = Cut { at: at - 3, width, advance: before };
            }
            if count == 0 {
                return;
            }
            self.end_row(Cut { at, width: self.width, advance: self.advance }, Tail::Plain);
        }
    }

    /// Sets `count` letters or digits of one byte and one cell, of which the first stands at `at` behind another one,
    /// if all of them fit into the row; `last` is the class of the last one.
    #[inline]
    pub(super) fn take_word(&mut self, at: usize, count: usize, last: Class) -> bool {
        if count > self.left() {
            return false;
        }
        self.advance += count;
        self.width = self.advance;
        self.before = last;
        let before = self.advance - 1;
        self.cuts[Place::Inside as usize] = Cut { at: at + count - 1, width: before, advance: before };
        true
    }

    fn end_row(&mut self, cut: Cut, tail: Tail) {
        let row = self.row(cut.at, cut.width);
        self.rows.push(Row { tail, ..row });
        self.start = cut.at;
        self.first = cut.at;
        self.indent = self.measure.rest;
        self.room = self.measure.cells - self.measure.rest;
        self.advance = self.advance.saturating_sub(cut.advance);
        self.width = self.width.saturating_sub(cut.advance);
        // Places in what is carried over are still some.
        for kept in self.cuts.iter_mut().filter(|kept| kept.at > cut.at) {
            kept.width = kept.width.saturating_sub(cut.advance);
            kept.advance = kept.advance.saturating_sub(cut.advance);
        }
    }

    fn row(&self, end: usize, width: usize) -> Row {
        Row {
            start: self.base + self.start,
            end: self.base + end,
            indent: u16::try_from(self.indent).unwrap_or(u16::MAX),
            width: u16::try_from(width).unwrap_or(u16::MAX),
            ..Row::default()
        }
    }

    /// The rows; the last one ends at `end`.
    pub(super) fn finish(&mut self, end: usize) -> Vec<Row> {
        if end > self.start || self.rows.is_empty() {
            let tail = self.pending.map_or(Tail::Plain, |pending| pending.tail);
            let row = self.row(end, self.width);
            self.rows.push(Row { tail, ..row });
        }
        std::mem::take(&mut self.rows)
    }
}

/// Whether an empty cell parts two clusters of these classes.
pub(super) const fn parts(options: Options, a: Class, b: Class) -> bool {
    options.gap && is_border(a, b)
}

/// Whether Chinese and Latin words meet between two clusters of these classes.
pub(super) const fn is_border(a: Class, b: Class) -> bool {
    a.is_han() && b.is_word() || a.is_word() && b.is_han()
}
