//! Where the terminal's cursor stands, as far as that is certain, and the shortest way from there.
//!
//! Guarantees: of several ways that lead to a place the one of the fewest bytes; a tab only to a stop that was set. Never: a
//! guess where the cursor is. Sources: ECMA-48 8.3 (CHA, CUF, CUP, HT).

use std::fmt::Write as _;
use std::iter::repeat_n;

use ratatui::layout::Position;

use super::stops::Stops;

/// The cursor.
#[derive(Clone, Debug, Default)]
pub(super) struct Cursor {
    /// Its column and its row, where they are certain.
    at: (Option<u16>, Option<u16>),
    /// Columns of the screen.
    width: u16,
    stops: Stops,
}

/// A way to another column of the same row.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// A carriage return, which leads to the first column.
    Return,
    /// So many backspaces.
    Back(u16),
    /// So many tabs.
    Tabs(u16),
    /// So many tabs from the first column.
    TabsFromStart(u16),
    /// So many columns to the right.
    Ahead(u16),
    /// By the column's number.
    Column(u16),
}

impl Way {
    /// Its bytes.
    const fn length(self) -> u16 {
        match self {
            Self::Return => 1,
            Self::Back(count) | Self::Tabs(count) => count,
            Self::TabsFromStart(count) => 1 + count,
            Self::Ahead(1) => 3,
            Self::Ahead(count) => 3 + digits(count),
            Self::Column(column) => 3 + digits(column + 1),
        }
    }

    fn write(self, bytes: &mut String) -> std::fmt::Result {
        let tabs = |count| repeat_n('\t', usize::from(count));
        match self {
            Self::Return => bytes.push('\r'),
            Self::Back(count) => bytes.extend(repeat_n('\x08', usize::from(count))),
            Self::Tabs(count) => bytes.extend(tabs(count)),
            Self::TabsFromStart(count) => {
                bytes.push('\r');
                bytes.extend(tabs(count));
            }
            Self::Ahead(1) => bytes.push_str("\x1b[C"),
            Self::Ahead(count) => write!(bytes, "\x1b[{count}C")?,
            Self::Column(column) => write!(bytes, "\x1b[{}G", column + 1)?,
        }
        Ok(())
    }
}

impl Cursor {
    /// One that stands nobody knows where, on a screen of so many columns with unknown stops.
    pub(super) fn lost(width: u16) -> Self {
        Self { width, ..Self::default() }
    }

    /// Learns that it stands at the start of the screen.
    pub(super) const fn set_home(&mut self) {
        self.at = (Some(0), Some(0));
    }

    /// Forgets where it stands.
    pub(super) const fn lose(&mut self) {
        self.at = (None, None);
    }

    /// Forgets in which column it stands.
    pub(super) const fn lose_column(&mut self) {
        self.at.0 = None;
    }

    /// Learns that it went on by so many cells.
    pub(super) fn step(&mut self, cells: u16) {
        // In the last column the cursor waits beside the cell, and no two terminals agree where that is.
        self.at.0 = self.at.0.and_then(|x| x.checked_add(cells)).filter(|x| *x < self.width);
    }

    /// Where it stands.
    pub(super) fn place(&self) -> Option<Position> {
        Some(Position { x: self.at.0?, y: self.at.1? })
    }

    /// Whether so many cells from here reach the end of the row.
    pub(super) fn reaches_end(&self, cells: u16) -> bool {
        self.at.0.is_some_and(|x| x + cells >= self.width)
    }

    /// Wants tab stops where rows begin: `counts` has how many begin in each column.
    pub(super) fn want_stops(&mut self, counts: &[usize], bytes: &mut String) {
        self.stops.want(counts, bytes);
    }

    /// Moves it, by what it adds to `bytes`.
    pub(super) fn move_to(&mut self, to: Position, bytes: &mut String) {
        let (x, y) = self.at;
        // A `String` takes everything.
        let _ = if y != Some(to.y) {
            self.move_to_row(to, bytes)
        } else if x != Some(to.x) {
            self.way(to.x).write(bytes)
        } else {
            Ok(())
        };
        self.at = (Some(to.x), Some(to.y));
        self.stops.pass(to.x, bytes);
    }

    /// The shortest way to column `to` of the same row. Of two that are as short, the one that depends on less.
    fn way(&self, to: u16) -> Way {
        let from = self.at.0;
        let ways = [
            (to == 0).then_some(Way::Return),
            from.and_then(|x| x.checked_sub(to)).map(Way::Back),
            self.stops.tabs(0, to).map(Way::TabsFromStart),
            from.and_then(|x| self.stops.tabs(x, to)).map(Way::Tabs),
            from.and_then(|x| to.checked_sub(x)).map(Way::Ahead),
        ];
        let by_number = Way::Column(to);
        ways.into_iter()
            .flatten()
            .fold(by_number, |best, way| if way.length() < best.length() { way } else { best })
    }

    fn move_to_row(&self, to: Position, bytes: &mut String) -> std::fmt::Result {
        let whole = if to.x == 0 { 3 + digits(to.y + 1) } else { 4 + digits(to.y + 1) + digits(to.x + 1) };
        if let Some(down) = self.at.1.and_then(|y| to.y.checked_sub(y)).filter(|down| *down > 0) {
            let way = (self.at.0 != Some(to.x)).then(|| self.way(to.x));
            if down + way.map_or(0, Way::length) < whole {
                bytes.extend(repeat_n('\n', usize::from(down)));
                return way.map_or(Ok(()), |way| way.write(bytes));
            }
        }
        match (to.x, to.y) {
            (0, 0) => write!(bytes, "\x1b[H"),
            (0, y) => write!(bytes, "\x1b[{}H", y + 1),
            (x, y) => write!(bytes, "\x1b[{};{}H", y + 1, x + 1),
        }
    }
}

/// Decimal digits of `number`.
pub(super) const fn digits(number: u16) -> u16 {
    if number < 10 {
        1
    } else if number < 100 {
        2
    } else {
        3 + (number >= 1000) as u16 + (number >= 10_000) as u16
    }
}
