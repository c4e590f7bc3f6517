//! Where the terminal's cursor stands, as far as that is certain, and the shortest way from there.
//!
//! Guarantees: of several ways that lead to a place the one of the fewest bytes; no way over a margin that some terminal stops
//! at. Never: a guess where the cursor is. Sources: ECMA-48 8.3 (CHA, CUF, CUP), DEC VT510 (DECSLRM).

use std::fmt::Write as _;
use std::iter::repeat_n;

use ratatui::layout::Position;

/// The cursor.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cursor {
    /// Its column and its row, where they are certain.
    at: (Option<u16>, Option<u16>),
    /// The column that a carriage return leads to from any column behind it.
    left: u16,
    /// Columns of the screen.
    width: u16,
}

impl Cursor {
    /// One that stands nobody knows where, on a screen of so many columns.
    pub(super) fn lost(width: u16) -> Self {
        Self { width, ..Self::default() }
    }

    /// Learns that it stands at the start of the screen.
    pub(super) const fn set_home(&mut self) {
        self.at = (Some(0), Some(0));
    }

    /// Forgets where it stands; a carriage return leads to column `left` from now on.
    pub(super) const fn lose(&mut self, left: u16) {
        (self.at, self.left) = ((None, None), left);
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
    pub(super) fn place(self) -> Option<Position> {
        Some(Position { x: self.at.0?, y: self.at.1? })
    }

    /// Whether so many cells from here reach the end of the row.
    pub(super) fn reaches_end(self, cells: u16) -> bool {
        self.at.0.is_some_and(|x| x + cells >= self.width)
    }

    /// Moves it, by what it adds to `bytes`.
    pub(super) fn move_to(&mut self, to: Position, bytes: &mut String) {
        let (x, y) = self.at;
        // A `String` takes everything.
        let _ = if y != Some(to.y) {
            self.move_to_row(to, bytes)
        } else if x != Some(to.x) {
            self.move_in_row(to.x, bytes)
        } else {
            Ok(())
        };
        self.at = (Some(to.x), Some(to.y));
    }

    /// Whether a carriage return leads to column `to`.
    fn returns_to(self, to: u16) -> bool {
        to == self.left && (to == 0 || self.at.0.is_some_and(|x| x >= to))
    }

    /// Cells from the cursor back to column `to`, where backspaces lead there: they stop at a margin.
    fn back_to(self, to: u16) -> Option<u16> {
        let x = self.at.0.filter(|x| *x > to && (to >= self.left || *x < self.left))?;
        Some(x - to)
    }

    fn move_in_row(self, to: u16, bytes: &mut String) -> std::fmt::Result {
        let back = self.back_to(to).filter(|back| *back < absolute_move(to));
        match (self.at.0, back) {
            _ if self.returns_to(to) => bytes.push('\r'),
            (_, Some(back)) => bytes.extend(repeat_n('\x08', usize::from(back))),
            (Some(x), _) if to == x + 1 => bytes.push_str("\x1b[C"),
            (Some(x), _) if to > x && digits(to - x) < digits(to + 1) => write!(bytes, "\x1b[{}C", to - x)?,
            _ => write!(bytes, "\x1b[{}G", to + 1)?,
        }
        Ok(())
    }

    fn move_to_row(self, to: Position, bytes: &mut String) -> std::fmt::Result {
        let whole = if to.x == 0 { 3 + digits(to.y + 1) } else { 4 + digits(to.y + 1) + digits(to.x + 1) };
        let down = self.at.1.and_then(|y| to.y.checked_sub(y));
        if let Some(down) = down.filter(|down| *down > 0) {
            let column = match self.at.0 {
                Some(x) if x == to.x => 0,
                _ if self.returns_to(to.x) => 1,
                _ => self.back_to(to.x).unwrap_or(u16::MAX).min(absolute_move(to.x)),
            };
            if down + column < whole {
                bytes.extend(repeat_n('\n', usize::from(down)));
                return if column > 0 { self.move_in_row(to.x, bytes) } else { Ok(()) };
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

/// Bytes of a move to column `to`, wherever the cursor stands in the row.
const fn absolute_move(to: u16) -> u16 {
    3 + digits(to + 1)
}
