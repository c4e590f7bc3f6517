//! From a picture to ratatui's buffer and back: for its widgets, and for whoever reads the screen as ratatui has it.
//!
//! Guarantees: what was shown in a buffer and read back is the same picture. Never: a control character of a cell.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::style::Style;

use super::look::{Look, SENT};
use super::spot::{Kind, Spot};
use super::{Fount, Picture};
use crate::text::width::{Ambiguous, Widths};

impl Picture {
    /// Takes what stands in each cell of `buffer`, whose size it takes too.
    pub fn read(&mut self, buffer: &Buffer, fount: &mut Fount) {
        self.area = buffer.area;
        self.spots.clear();
        for row in buffer.content.chunks(usize::from(buffer.area.width.max(1))) {
            let mut covered = 0;
            for (x, cell) in row.iter().enumerate() {
                if covered > 0 {
                    covered -= 1;
                    self.spots.push(Spot::COVERED);
                    continue;
                }
                let spot = spot(cell, row.len() - x, fount);
                covered = spot.cells() - 1;
                self.spots.push(spot);
            }
        }
    }

    /// Shows it in `buffer`, as far as both have cells. A glyph of other cells than ratatui counts says how many.
    pub fn show(&self, fount: &Fount, buffer: &mut Buffer) {
        for y in 0..self.area.height {
            let mut look = Look::default();
            for (x, spot) in (0..).zip(self.row(y)) {
                let Some(cell) = buffer.cell_mut((buffer.area.x + x, buffer.area.y + y)) else { continue };
                if spot.kind() != Kind::Covered {
                    look = fount.look(*spot);
                }
                cell.reset();
                cell.set_style(Style {
                    add_modifier: look.modifier,
                    ..Style::new().fg(look.fg.colour()).bg(look.bg.colour())
                });
                if let Kind::Sure(cells) | Kind::Doubtful(cells) = spot.kind() {
                    cell.set_symbol(fount.symbol(*spot, &mut [0; 4]));
                    if Widths::new(Ambiguous::Narrow).cluster(cell.symbol()) != usize::from(cells)
                        && let Some(cells) = NonZeroU16::new(cells.into())
                    {
                        cell.set_diff_option(CellDiffOption::ForcedWidth(cells));
                    }
                }
            }
        }
    }
}

/// A cell of a buffer with `left` cells to the end of its row.
fn spot(cell: &Cell, left: usize, fount: &mut Fount) -> Spot {
    let look = Look { fg: cell.fg.into(), bg: cell.bg.into(), modifier: cell.modifier & SENT };
    let cells = match cell.diff_option {
        CellDiffOption::ForcedWidth(cells) => usize::from(cells.get()),
        _ => Widths::new(Ambiguous::Narrow).cluster(cell.symbol()),
    };
    match u8::try_from(cells) {
        Ok(cells) if usize::from(cells) <= left => fount.glyph(cell.symbol(), cells, look),
        _ => fount.blank(look),
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use ratatui::buffer::{Buffer, Cell, CellDiffOption};
    use ratatui::layout::Rect;

    use crate::picture::{Fount, Kind, Picture};
    use crate::text::width::Ambiguous;

    fn check(symbols: &[&'static str], forced: u16, measured: Option<Ambiguous>, want: &[Kind]) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, symbols.len() as u16, 1));
        for (cell, symbol) in buffer.content.iter_mut().zip(symbols) {
            *cell = Cell::new(symbol);
            if let Some(cells) = NonZeroU16::new(forced) {
                cell.set_diff_option(CellDiffOption::ForcedWidth(cells));
            }
        }
        let (mut picture, mut fount) = (Picture::default(), Fount::default());
        fount.learn(measured);
        picture.read(&buffer, &mut fount);
        let kinds: Vec<Kind> = picture.row(0).iter().map(|spot| spot.kind()).collect();
        assert_eq!(kinds, want, "{symbols:?}");
        for (spot, symbol) in picture.row(0).iter().zip(symbols) {
            if let Kind::Sure(_) | Kind::Doubtful(_) = spot.kind() {
                assert_eq!(fount.symbol(*spot, &mut [0; 4]), *symbol);
            }
        }
        let mut shown = Buffer::empty(buffer.area);
        picture.show(&fount, &mut shown);
        let mut again = Picture::default();
        again.read(&shown, &mut fount);
        assert_eq!(again.spots, picture.spots, "{symbols:?} shown and read back");
    }

    #[test]
    fn each_cell_is_of_one_kind() {
        use Kind::{Blank, Covered, Doubtful, Sure};
        check(&["a", " ", "报", " "], 0, None, &[Sure(1), Blank, Sure(2), Covered]);
        check(&["报", "x", "报"], 0, None, &[Sure(2), Covered, Blank]);
        check(&["“", "“"], 0, None, &[Doubtful(1), Doubtful(1)]);
        check(&["“", "①"], 0, Some(Ambiguous::Narrow), &[Sure(1), Doubtful(1)]);
        check(&["▎", "▎"], 0, None, &[Doubtful(1); 2]);
        check(&["▎", "▎"], 0, Some(Ambiguous::Narrow), &[Sure(1); 2]);
        check(&["▎", " "], 2, Some(Ambiguous::Wide), &[Doubtful(2), Covered]);
        check(&["“", " "], 2, Some(Ambiguous::Wide), &[Sure(2), Covered]);
        check(&["“", " "], 2, Some(Ambiguous::Narrow), &[Doubtful(2), Covered]);
        check(&["e\u{301}", "字\u{301}", " "], 0, None, &[Doubtful(1), Doubtful(2), Covered]);
        check(&["\u{1b}", "\u{9b}", "", "\u{200b}"], 0, None, &[Blank; 4]);
    }
}
