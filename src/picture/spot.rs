//! What stands in one cell, as a number.
//!
//! Guarantees: cells that look the same are the same number, and no others. Never: a byte for the terminal.

use crate::text::width::{Ambiguous, Widths};

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nobody knows.
    Unknown,
    /// Nothing but its ground.
    Blank,
    /// The start of a glyph of so many cells, on which all terminals agree, or which this one was asked for.
    Sure(u8),
    /// The start of a glyph that takes so many cells here and may take others in the terminal.
    Doubtful(u8),
    /// What a glyph to the left of it covers.
    Covered,
}

/// A cell as a number: its glyph, its look, its kind. A frame has thousands of cells and is compared several times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spot(u64);

impl Spot {
    pub(super) const UNKNOWN: Self = Self::new(Kind::Unknown, 0, 0);
    pub(super) const COVERED: Self = Self::new(Kind::Covered, 0, 0);

    pub(super) const fn new(kind: Kind, look: u16, glyph: u32) -> Self {
        let (tag, cells) = match kind {
            Kind::Unknown => (0, 1),
            Kind::Blank => (1, 1),
            Kind::Covered => (2, 1),
            Kind::Sure(cells) => (3, cells),
            Kind::Doubtful(cells) => (4, cells),
        };
        Self((tag << 56) | ((cells as u64) << 48) | ((look as u64) << 32) | glyph as u64)
    }

    pub(crate) const fn kind(self) -> Kind {
        match self.0 >> 56 {
            0 => Kind::Unknown,
            1 => Kind::Blank,
            2 => Kind::Covered,
            3 => Kind::Sure(self.cells() as u8),
            _ => Kind::Doubtful(self.cells() as u8),
        }
    }

    /// Cells of the glyph; one where there is none.
    pub(crate) const fn cells(self) -> u16 {
        (self.0 >> 48) as u16 & 0xff
    }

    /// Not 0 where the other is another one.
    pub(super) const fn differs(self, other: Self) -> u64 {
        self.0 ^ other.0
    }

    /// Whether both have the same look, of which only what is seen counts where they are blank.
    pub(crate) const fn is_in_look_of(self, other: Self) -> bool {
        self.look() == other.look()
    }

    /// The number of its look.
    pub(super) const fn look(self) -> usize {
        (self.0 >> 32) as usize & 0xffff
    }

    /// The number of its glyph.
    pub(super) const fn glyph(self) -> u32 {
        self.0 as u32
    }
}

/// The ambiguous characters that the terminal is asked for at the start, and those that it draws like them.
pub(super) const fn is_measured(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

/// The bar beside the text, which a terminal may draw narrow where it draws marks wide, and not the other way round.
pub(super) const BAR: char = '▎';

/// The most cells that any terminal gives `symbol`: it draws each of its characters by itself, the ambiguous ones wide.
pub(crate) fn reach(symbol: &str) -> u16 {
    let widths = Widths::new(Ambiguous::Wide);
    let cells: usize = symbol.chars().map(|c| widths.cluster(c.encode_utf8(&mut [0; 4]))).sum();
    u16::try_from(cells).unwrap_or(u16::MAX).max(2)
}

#[cfg(test)]
mod tests {
    use super::is_measured;
    use crate::text::hazard::is_hazard;
    use crate::text::width::{Ambiguous, Widths, is_wide_everywhere};

    #[test]
    fn what_is_certain_about_its_width_is_no_hazard_and_as_wide_as_layout_says() {
        for c in ('\0'..=char::MAX).filter(|c| is_wide_everywhere(*c) || is_measured(*c)) {
            assert!(!is_hazard(c), "{c:?}");
            let cells = |ambiguous| Widths::new(ambiguous).cluster(c.encode_utf8(&mut [0; 4]));
            let want = if is_measured(c) { (1, 2) } else { (2, 2) };
            assert_eq!((cells(Ambiguous::Narrow), cells(Ambiguous::Wide)), want, "{c:?}");
        }
    }
}
