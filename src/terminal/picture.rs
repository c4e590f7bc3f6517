//! What stands in each cell: a frame as the terminal would show it, and what the terminal shows now.
//!
//! Guarantees: each cell has one [`Kind`], and two frames whose cells are the same look the same; no control character
//! of a cell gets through; a glyph that does not fit into its row is a blank. Never: a byte for the terminal.

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use crate::text::hazard::is_hazard;
use crate::text::width::{Ambiguous, Widths};

/// The attributes that are sent at all.
const SENT: Modifier = Modifier::BOLD
    .union(Modifier::DIM)
    .union(Modifier::ITALIC)
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED);
/// The attributes that are seen on a blank.
const SEEN: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED);

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nobody knows.
    Unknown,
    /// Nothing but its ground.
    Blank,
    /// The start of a glyph of so many cells, on which all terminals agree, or which this one was asked for.
    Sure(u16),
    /// The start of a glyph that takes so many cells here and may take others in the terminal.
    Doubtful(u16),
    /// What a glyph to the left of it covers.
    Covered,
}

/// Colours and attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) fg: Color,
    pub(super) bg: Color,
    pub(super) modifier: Modifier,
}

impl Look {
    pub(super) const fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// Whether a blank painted in this look is the blank of `blank`.
    pub(super) fn serves(self, blank: Self) -> bool {
        self.bg == blank.bg
            && self.modifier & SEEN == blank.modifier
            && (blank.modifier.is_empty() || self.fg == blank.fg)
    }
}

/// Rows of `rect` that moved up by so many rows, or down where it is negative. What is new in `rect` is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    pub(super) rect: Rect,
    pub(super) up: i32,
}

/// A frame of cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Picture {
    pub(super) buffer: Buffer,
    kinds: Vec<Kind>,
}

impl Picture {
    /// Blanks of one ground.
    pub(super) fn blank(area: Rect, bg: Color) -> Self {
        let mut cell = Cell::EMPTY;
        cell.bg = bg;
        let buffer = Buffer::filled(area, cell);
        let kinds = vec![Kind::Blank; buffer.content.len()];
        Self { buffer, kinds }
    }

    /// The width and the height.
    pub(super) const fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Finds out what stands in each cell of the buffer, and leaves nothing in it that is not seen. `measured` is how
    /// wide the terminal said that it draws ambiguous characters.
    pub(super) fn read(&mut self, measured: Option<Ambiguous>) {
        let width = usize::from(self.buffer.area.width.max(1));
        self.kinds.clear();
        for row in self.buffer.content.chunks_mut(width) {
            let mut covered = 0;
            let mut left = row.len();
            for cell in row {
                let kind = if covered > 0 { Kind::Covered } else { kind(cell, measured) };
                let cells = usize::from(cells_of(kind));
                let kind = if cells > left { Kind::Blank } else { kind };
                match kind {
                    Kind::Sure(cells) | Kind::Doubtful(cells) => covered = usize::from(cells) - 1,
                    _ => covered = covered.saturating_sub(1),
                }
                tidy(cell, kind);
                self.kinds.push(kind);
                left -= 1;
            }
        }
    }

    fn index(&self, x: u16, y: u16) -> usize {
        usize::from(y) * usize::from(self.buffer.area.width) + usize::from(x)
    }

    /// What stands at `x`, `y`, with its kind.
    pub(super) fn at(&self, x: u16, y: u16) -> (&Cell, Kind) {
        const NOTHING: &Cell = &Cell::EMPTY;
        let index = self.index(x, y);
        let cell = self.buffer.content.get(index).unwrap_or(NOTHING);
        (cell, self.kinds.get(index).copied().unwrap_or(Kind::Unknown))
    }

    /// Whether the terminal, which shows `self` after `scroll`, has at `x`, `y` what `other` has there.
    pub(super) fn agrees(&self, scroll: Option<Scroll>, other: &Self, (x, y): (u16, u16)) -> bool {
        let from = match scroll {
            Some(Scroll { rect, up }) if rect.contains((x, y).into()) => {
                let from = i32::from(y) + up;
                let inside = from >= i32::from(rect.top()) && from < i32::from(rect.bottom());
                inside.then(|| u16::try_from(from).unwrap_or(u16::MAX))
            }
            _ => Some(y),
        };
        from.is_some_and(|from| same(self.at(x, from), other.at(x, y)))
    }

    /// Whether row `y` of `self` in the columns of `rect` is row `other_y` of `other`.
    pub(super) fn has_row(&self, y: u16, (other, other_y): (&Self, u16), rect: Rect) -> bool {
        (rect.left()..rect.right()).all(|x| same(self.at(x, y), other.at(x, other_y)))
    }

    /// Whether there is nothing but blanks in row `y` of `rect`.
    pub(super) fn is_blank(&self, y: u16, rect: Rect) -> bool {
        (rect.left()..rect.right()).all(|x| self.at(x, y).1 == Kind::Blank)
    }

    /// Whether no glyph stands over the left or the right side of `rect`.
    pub(super) fn parts_at(&self, rect: Rect) -> bool {
        let is_parted = |x: u16, y: u16| self.at(x, y).1 != Kind::Covered;
        (rect.top()..rect.bottom()).all(|y| is_parted(rect.left(), y) && is_parted(rect.right(), y))
    }

    /// Where the blanks of one ground begin that end row `y`, and their look; nothing where the row ends otherwise.
    pub(super) fn tail(&self, y: u16) -> Option<(u16, Look)> {
        let last = self.area().width.checked_sub(1)?;
        let (cell, kind) = self.at(last, y);
        if kind != Kind::Blank {
            return None;
        }
        let alike = |x: &u16| self.at(*x, y).1 == Kind::Blank && Look::of(self.at(*x, y).0) == Look::of(cell);
        let from = (0..=last).rev().take_while(alike).last()?;
        Some((from, Look::of(cell)))
    }
}

fn same((a, kind): (&Cell, Kind), (b, other): (&Cell, Kind)) -> bool {
    kind == other
        && match kind {
            Kind::Unknown => false,
            Kind::Covered => true,
            Kind::Blank => Look::of(a) == Look::of(b),
            Kind::Sure(_) | Kind::Doubtful(_) => a.symbol() == b.symbol() && Look::of(a) == Look::of(b),
        }
}

/// Cells of a glyph.
pub(super) const fn cells_of(kind: Kind) -> u16 {
    match kind {
        Kind::Sure(cells) | Kind::Doubtful(cells) => cells,
        _ => 1,
    }
}

/// Takes out of a cell what is not seen, so that cells that look the same are the same.
fn tidy(cell: &mut Cell, kind: Kind) {
    cell.modifier &= SENT;
    if kind == Kind::Blank {
        cell.set_symbol(" ");
        cell.modifier &= SEEN;
        if cell.modifier.is_empty() {
            cell.fg = Color::Reset;
        }
    }
}

fn kind(cell: &Cell, measured: Option<Ambiguous>) -> Kind {
    let symbol = cell.symbol();
    let forced = match cell.diff_option {
        CellDiffOption::ForcedWidth(cells) => Some(cells.get()),
        _ => None,
    };
    let mut chars = symbol.chars();
    let alone = match (chars.next(), chars.next()) {
        (Some(c), None) => Some(c),
        _ => None,
    };
    match (alone, forced) {
        (Some(' '), _) => return Kind::Blank,
        // These are nearly all glyphs of a Chinese page.
        (Some('!'..='~'), None) => return Kind::Sure(1),
        (Some(c), None) if is_wide_everywhere(c) => return Kind::Sure(2),
        (Some(c), None) if is_measured(c) && measured == Some(Ambiguous::Narrow) => return Kind::Sure(1),
        (Some(c), Some(2)) if is_measured(c) && measured == Some(Ambiguous::Wide) => return Kind::Sure(2),
        _ => {}
    }
    if symbol.is_empty() || symbol.contains(|c| is_hazard(c) || c == '\n' || c == '\t') {
        return Kind::Blank;
    }
    let own = || u16::try_from(Widths::new(Ambiguous::Narrow).cluster(symbol)).unwrap_or(u16::MAX);
    match forced.unwrap_or_else(own) {
        0 => Kind::Blank,
        cells => Kind::Doubtful(cells),
    }
}

/// Characters of two cells in all terminals.
const fn is_wide_everywhere(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{309b}'..='\u{30ff}')
        || matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff60}')
}

/// The ambiguous characters that the terminal is asked for at the start, and those that it draws like them.
const fn is_measured(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

/// The most cells that any terminal gives `symbol`: it draws each of its characters by itself, the ambiguous ones wide.
pub(super) fn reach(symbol: &str) -> u16 {
    let widths = Widths::new(Ambiguous::Wide);
    let cells: usize = symbol.chars().map(|c| widths.cluster(c.encode_utf8(&mut [0; 4]))).sum();
    u16::try_from(cells).unwrap_or(u16::MAX).max(2)
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::{Cell, CellDiffOption};
    use ratatui::layout::Rect;
    use ratatui::style::Color;

    use super::{Kind, Picture, is_measured, is_wide_everywhere};
    use crate::text::hazard::is_hazard;
    use crate::text::width::{Ambiguous, Widths};

    fn check(symbols: &[&'static str], forced: u16, measured: Option<Ambiguous>, want: &[Kind]) {
        let mut picture = Picture::blank(Rect::new(0, 0, symbols.len() as u16, 1), Color::Reset);
        for (cell, symbol) in picture.buffer.content.iter_mut().zip(symbols) {
            *cell = Cell::new(symbol);
            if let Some(cells) = std::num::NonZeroU16::new(forced) {
                cell.set_diff_option(CellDiffOption::ForcedWidth(cells));
            }
        }
        picture.read(measured);
        assert_eq!(picture.kinds, want, "{symbols:?}");
    }

    #[test]
    fn each_cell_is_of_one_kind() {
        use Kind::{Blank, Covered, Doubtful, Sure};
        check(&["a", " ", "报", " "], 0, None, &[Sure(1), Blank, Sure(2), Covered]);
        check(&["报", "x", "报"], 0, None, &[Sure(2), Covered, Blank]);
        check(&["“", "“"], 0, None, &[Doubtful(1), Doubtful(1)]);
        check(&["“", "①"], 0, Some(Ambiguous::Narrow), &[Sure(1), Doubtful(1)]);
        check(&["“", " "], 2, Some(Ambiguous::Wide), &[Sure(2), Covered]);
        check(&["“", " "], 2, Some(Ambiguous::Narrow), &[Doubtful(2), Covered]);
        check(&["\u{1b}", "\u{9b}", "", "\u{200b}"], 0, None, &[Blank; 4]);
    }

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
