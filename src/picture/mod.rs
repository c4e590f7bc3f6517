//! A frame as cells: what stands in each of them, what is painted into them, and how two frames differ.
//!
//! Guarantees: a glyph stands whole or not at all: what is painted over half of one blanks the other half, and one that
//! does not fit into its row is a blank; nothing is painted outside. Never: a byte for the terminal, a width of its own.
//!
//! A cell of ratatui's buffer has forty bytes, and a glyph is a string in it; here it is one number of eight. A key costs
//! the time to write and to compare all of them, so this is what the screen is painted on. `buffer` turns it into
//! ratatui's and back.

mod buffer;
mod compare;
mod fount;
mod look;
mod spot;

use ratatui::layout::Rect;

pub(crate) use compare::{Scroll, alike};
pub use fount::Fount;
pub use look::{Hue, Look};
pub(crate) use spot::reach;
pub use spot::{Kind, Spot};

/// A frame of cells.
#[derive(Debug, Default)]
pub struct Picture {
    area: Rect,
    spots: Vec<Spot>,
}

impl Picture {
    /// Unknown cells.
    pub fn new(area: Rect) -> Self {
        let mut picture = Self::default();
        picture.resize(area);
        picture
    }

    /// The same cell everywhere.
    pub(crate) fn of(area: Rect, spot: Spot) -> Self {
        Self { area, spots: vec![spot; usize::from(area.width) * usize::from(area.height)] }
    }

    /// Takes another size; where it is another one, nothing is known of any cell.
    pub(crate) fn resize(&mut self, area: Rect) {
        if self.area != area {
            *self = Self::of(area, Spot::UNKNOWN);
        }
    }

    /// Its cells.
    pub const fn area(&self) -> Rect {
        self.area
    }

    /// The cells of row `y`.
    pub(crate) fn row(&self, y: u16) -> &[Spot] {
        let width = usize::from(self.area.width);
        let start = usize::from(y) * width;
        self.spots.get(start..start + width).unwrap_or_default()
    }

    fn row_mut(&mut self, y: u16) -> &mut [Spot] {
        let width = usize::from(self.area.width);
        let start = usize::from(y) * width;
        self.spots.get_mut(start..start + width).unwrap_or_default()
    }

    /// Blanks the cells of row `y` from `start` to `end`, as far as there are any, in `look`.
    pub(crate) fn blank(&mut self, y: u16, (start, end): (u16, u16), fount: &mut Fount, look: Look) {
        let end = end.min(self.area.width);
        if start < end && y < self.area.height {
            let blank = fount.blank(look);
            self.part_halves(y, (start, end), fount);
            self.row_mut(y)[usize::from(start)..usize::from(end)].fill(blank);
        }
    }

    /// Puts a glyph, the first cell of which is `spot`, into column `x` of row `y`; nothing where it does not fit.
    pub(crate) fn put(&mut self, (x, y): (u16, u16), spot: Spot, fount: &mut Fount) {
        let end = x.saturating_add(spot.cells());
        if end > self.area.width || y >= self.area.height || spot.cells() == 0 {
            return;
        }
        let (from, to) = (usize::from(x), usize::from(end));
        let row = self.row(y);
        if row[from] == Spot::COVERED || row.get(to) == Some(&Spot::COVERED) {
            self.part_halves(y, (x, end), fount);
        }
        if let [first, rest @ ..] = &mut self.row_mut(y)[from..to] {
            *first = spot;
            rest.fill(Spot::COVERED);
        }
    }

    /// Blanks what would be left of glyphs that stand half in the cells from `start` to `end` of row `y`.
    fn part_halves(&mut self, y: u16, (start, end): (u16, u16), fount: &mut Fount) {
        for at in [start, end] {
            let at = usize::from(at);
            let row = self.row_mut(y);
            if row.get(at) != Some(&Spot::COVERED) {
                continue;
            }
            let stands = |spot: &Spot| *spot != Spot::COVERED;
            let Some(first) = row[..at].iter().rposition(stands) else { continue };
            let last = row[at..].iter().position(stands).map_or(row.len(), |behind| at + behind);
            let blank = fount.blank(fount.look(row[first]));
            row[first..last].fill(blank);
        }
    }

    /// Gives every glyph of `rect` another look, which is made of its own.
    pub(crate) fn tint(&mut self, rect: Rect, fount: &mut Fount, tint: impl Fn(Look) -> Look) {
        let rect = rect.intersection(self.area);
        for y in rect.top()..rect.bottom() {
            for spot in &mut self.row_mut(y)[usize::from(rect.left())..usize::from(rect.right())] {
                *spot = fount.in_look(*spot, tint(fount.look(*spot)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier};

    use super::{Fount, Hue, Kind, Look, Picture};

    const PLAIN: Look = Look { fg: Hue::RESET, bg: Hue::RESET, modifier: Modifier::empty() };

    fn ground() -> Look {
        Look { bg: Color::Blue.into(), ..PLAIN }
    }

    /// What stands in the row: `.` for a blank of the ground, `_` for a plain one, `~` for a covered cell.
    fn read(picture: &Picture, fount: &Fount) -> String {
        let cell = |spot: &super::Spot| match spot.kind() {
            Kind::Blank if fount.look(*spot) == ground() => ".".to_owned(),
            Kind::Blank => "_".to_owned(),
            Kind::Covered => "~".to_owned(),
            Kind::Unknown => "?".to_owned(),
            _ => fount.symbol(*spot, &mut [0; 4]).to_owned(),
        };
        picture.row(0).iter().map(cell).collect()
    }

    /// Puts glyphs, each with its column and cells, into six cells of the ground, in plain looks.
    fn painted(glyphs: &[(u16, &str, u8)]) -> (Picture, Fount) {
        let mut fount = Fount::default();
        let mut picture = Picture::of(Rect::new(0, 0, 6, 1), fount.blank(ground()));
        for (x, symbol, cells) in glyphs {
            if symbol.is_empty() {
                picture.blank(0, (*x, x + u16::from(*cells)), &mut fount, ground());
            } else {
                let spot = fount.glyph(symbol, *cells, PLAIN);
                picture.put((*x, 0), spot, &mut fount);
            }
        }
        (picture, fount)
    }

    #[test]
    fn a_glyph_stands_whole_or_not_at_all() {
        for (glyphs, want) in [
            (&[(0, "报", 2), (2, "a", 1)][..], "报~a..."),
            (&[(0, "报", 2), (1, "a", 1)], "_a...."),
            (&[(0, "报", 2), (0, "a", 1)], "a_...."),
            (&[(0, "报", 2), (2, "栏", 2), (1, "字", 2)], "_字~_.."),
            (&[(1, "报", 2), (0, "栏", 2)], "栏~_..."),
            (&[(0, "👩\u{200d}🌾", 4), (1, "a", 1)], "_a__.."),
            (&[(0, "报", 2), (1, "", 3)], "_....."),
            (&[(0, "报", 2), (0, "", 1)], "._...."),
            (&[(5, "报", 2), (6, "a", 1), (4, "", 9)], "......"),
            (&[(2, "\u{1b}", 1)], ".._..."),
        ] {
            let (picture, fount) = painted(glyphs);
            assert_eq!(read(&picture, &fount), want, "{glyphs:?}");
        }
    }

    proptest! {
        #[test]
        fn glyphs_have_all_their_cells_and_no_cell_is_covered_by_none(
            glyphs in prop::collection::vec((0..8_u16, prop::sample::select(vec!["", "a", "报", "👩\u{200d}🌾"]), 0..5_u8), 0..12)
        ) {
            let (picture, _) = painted(&glyphs);
            let mut covered = 0;
            for spot in picture.row(0) {
                prop_assert_eq!(spot.kind() == Kind::Covered, covered > 0, "{:?}: {:?}", glyphs, picture);
                covered = if covered > 0 { covered - 1 } else { spot.cells() - 1 };
            }
            prop_assert_eq!(covered, 0, "{:?}: {:?}", glyphs, picture);
        }
    }
}
