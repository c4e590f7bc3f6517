//! What stands in each cell: a frame as the terminal would show it, and what the terminal shows now.
//!
//! Guarantees: cells that look the same are the same number, and no others; no control character of a cell gets
//! through; a glyph that does not fit into its row is a blank. Never: a byte for the terminal.

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};
use rustc_hash::FxHashMap;

use crate::text::hazard::is_hazard;
use crate::text::width::{Ambiguous, Widths, is_wide_everywhere};

/// The attributes that are sent at all.
const SENT: Modifier = Modifier::BOLD
    .union(Modifier::DIM)
    .union(Modifier::ITALIC)
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED);
/// The attributes that make ink of a blank.
const INKED: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED);
/// Those that give ink another colour.
const WEIGHTS: Modifier = Modifier::BOLD.union(Modifier::DIM);

/// What is seen of `modifier` on a blank: nothing, or a line or a ground of ink, and how heavy it is. A terminal that draws
/// dim ink in grey has a grey ground where that is reversed.
fn seen(modifier: Modifier) -> Modifier {
    if modifier.intersects(INKED) { modifier & (INKED | WEIGHTS) } else { Modifier::empty() }
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
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

/// Colours and attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) fg: Color,
    pub(super) bg: Color,
    pub(super) modifier: Modifier,
}

impl Look {
    /// Whether a blank painted in this look is the blank of `blank`.
    pub(super) fn serves(self, blank: Self) -> bool {
        self.bg == blank.bg
            && seen(self.modifier) == blank.modifier
            && (blank.modifier.is_empty() || self.fg == blank.fg)
    }
}

/// Rows of `rect` that moved up by so many rows, or down where it is negative. What is new in `rect` is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Scroll {
    pub(super) rect: Rect,
    pub(super) up: i32,
}

/// A cell as a number: its glyph, its look, its kind. A frame has thousands of cells and is compared several times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot(u64);

impl Spot {
    const UNKNOWN: Self = Self::new(Kind::Unknown, 0, 0);
    const COVERED: Self = Self::new(Kind::Covered, 0, 0);

    const fn new(kind: Kind, look: u16, glyph: u32) -> Self {
        let (tag, cells) = match kind {
            Kind::Unknown => (0, 1),
            Kind::Blank => (1, 1),
            Kind::Covered => (2, 1),
            Kind::Sure(cells) => (3, cells),
            Kind::Doubtful(cells) => (4, cells),
        };
        Self((tag << 56) | ((cells as u64) << 48) | ((look as u64) << 32) | glyph as u64)
    }

    pub(super) const fn kind(self) -> Kind {
        match self.0 >> 56 {
            0 => Kind::Unknown,
            1 => Kind::Blank,
            2 => Kind::Covered,
            3 => Kind::Sure(self.cells() as u8),
            _ => Kind::Doubtful(self.cells() as u8),
        }
    }

    /// Cells of the glyph; one where there is none.
    pub(super) const fn cells(self) -> u16 {
        (self.0 >> 48) as u16 & 0xff
    }
}

/// Glyphs of more than one character have numbers from here on; the others have that of their character.
const CLUSTERS: u32 = 1 << 31;
/// Clusters and looks that are remembered. A document with more costs a frame painted anew, now and then.
const MOST: usize = 60_000;

/// The looks and clusters that numbers stand for.
#[derive(Debug, Default)]
pub(super) struct Fount {
    looks: Vec<Look>,
    /// The last look that was asked for and the last blank; the next cell has the same one.
    last: Option<(Look, u16)>,
    last_blank: Option<(Look, Spot)>,
    clusters: Vec<Box<str>>,
    numbers: FxHashMap<Box<str>, u32>,
}

impl Fount {
    /// Whether it holds so much that it is better begun anew, with nothing known of the terminal.
    pub(super) const fn is_full(&self) -> bool {
        self.clusters.len() + self.looks.len() > MOST
    }

    pub(super) fn look(&self, spot: Spot) -> Look {
        self.looks.get((spot.0 >> 32) as usize & 0xffff).copied().unwrap_or_default()
    }

    /// What is written for a glyph; `room` is where a character is put together.
    pub(super) fn symbol<'a>(&'a self, spot: Spot, room: &'a mut [u8; 4]) -> &'a str {
        let glyph = spot.0 as u32;
        match glyph.checked_sub(CLUSTERS) {
            Some(number) => self.clusters.get(number as usize).map_or(" ", AsRef::as_ref),
            None => char::from_u32(glyph).unwrap_or(' ').encode_utf8(room),
        }
    }

    fn number_of_look(&mut self, look: Look) -> u16 {
        if let Some((_, number)) = self.last.filter(|(last, _)| *last == look) {
            return number;
        }
        let known = self.looks.iter().position(|known| *known == look);
        let number = known.unwrap_or(self.looks.len()) as u16;
        if known.is_none() {
            self.looks.push(look);
        }
        self.last = Some((look, number));
        number
    }

    fn number_of_cluster(&mut self, symbol: &str) -> u32 {
        if let Some(number) = self.numbers.get(symbol) {
            return *number;
        }
        let number = CLUSTERS + self.clusters.len() as u32;
        self.clusters.push(symbol.into());
        self.numbers.insert(symbol.into(), number);
        number
    }

    /// The number of a blank in `look`, of which only what is seen counts.
    fn blank(&mut self, look: Look) -> Spot {
        if let Some((_, spot)) = self.last_blank.filter(|(last, _)| *last == look) {
            return spot;
        }
        let modifier = seen(look.modifier);
        let fg = if modifier.is_empty() { Color::Reset } else { look.fg };
        let spot = Spot::new(Kind::Blank, self.number_of_look(Look { fg, modifier, ..look }), 0);
        self.last_blank = Some((look, spot));
        spot
    }

    /// The number of a cell of a buffer with `left` cells to the end of its row.
    fn spot(&mut self, cell: &Cell, left: usize, measured: Option<Ambiguous>) -> Spot {
        let look = Look { fg: cell.fg, bg: cell.bg, modifier: cell.modifier & SENT };
        let symbol = cell.symbol();
        if symbol == " " {
            return self.blank(look);
        }
        let mut chars = symbol.chars();
        let alone = chars.next().filter(|_| chars.next().is_none());
        let kind = kind(cell, alone, measured);
        match kind {
            Kind::Sure(cells) | Kind::Doubtful(cells) if usize::from(cells) <= left => {
                let glyph = alone.map_or_else(|| self.number_of_cluster(symbol), u32::from);
                Spot::new(kind, self.number_of_look(look), glyph)
            }
            _ => self.blank(look),
        }
    }
}

/// A frame of cells.
#[derive(Debug, Default)]
pub(super) struct Picture {
    area: Rect,
    spots: Vec<Spot>,
}

impl Picture {
    /// Blanks of one ground.
    pub(super) fn blank(area: Rect, bg: Color, fount: &mut Fount) -> Self {
        let blank = fount.blank(Look { bg, ..Look::default() });
        Self { area, spots: vec![blank; usize::from(area.width) * usize::from(area.height)] }
    }

    pub(super) const fn area(&self) -> Rect {
        self.area
    }

    /// Takes what stands in each cell of `buffer`. `measured` is how wide the terminal said that it draws ambiguous
    /// characters.
    pub(super) fn read(&mut self, buffer: &Buffer, fount: &mut Fount, measured: Option<Ambiguous>) {
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
                let spot = fount.spot(cell, row.len() - x, measured);
                covered = spot.cells() - 1;
                self.spots.push(spot);
            }
        }
    }

    /// The cells of row `y`.
    pub(super) fn row(&self, y: u16) -> &[Spot] {
        let width = usize::from(self.area.width);
        let start = usize::from(y) * width;
        self.spots.get(start..start + width).unwrap_or_default()
    }

    /// The cells of row `y` inside the columns of `rect`.
    fn part(&self, y: u16, rect: Rect) -> &[Spot] {
        self.row(y).get(usize::from(rect.left())..usize::from(rect.right())).unwrap_or_default()
    }

    /// What the terminal has in row `y` after `scroll`; `room` is where it is put together if need be.
    pub(super) fn scrolled<'a>(
        &'a self,
        scroll: Option<Scroll>,
        y: u16,
        room: &'a mut Vec<Spot>,
    ) -> &'a [Spot] {
        let here = |scroll: &Scroll| (scroll.rect.top()..scroll.rect.bottom()).contains(&y);
        let Some(Scroll { rect, up }) = scroll.filter(here) else { return self.row(y) };
        let from = i32::from(y) + up;
        let inside = from >= i32::from(rect.top()) && from < i32::from(rect.bottom());
        let from = u16::try_from(from).ok().filter(|_| inside);
        if let Some(from) = from.filter(|_| rect.width == self.area.width) {
            return self.row(from);
        }
        room.clear();
        room.extend_from_slice(self.row(y));
        if let Some(moved) = room.get_mut(usize::from(rect.left())..usize::from(rect.right())) {
            match from.map(|from| self.part(from, rect)) {
                Some(part) if part.len() == moved.len() => moved.copy_from_slice(part),
                _ => moved.fill(Spot::UNKNOWN),
            }
        }
        room
    }

    /// Whether no glyph stands over the left or the right side of `rect`.
    pub(super) fn parts_at(&self, rect: Rect) -> bool {
        let is_covered = |row: &[Spot], x: u16| row.get(usize::from(x)) == Some(&Spot::COVERED);
        (rect.top()..rect.bottom())
            .map(|y| self.row(y))
            .all(|row| !is_covered(row, rect.left()) && !is_covered(row, rect.right()))
    }

    /// Where the blanks of one ground begin that end row `y`, and one of them; nothing where the row ends otherwise.
    pub(super) fn tail(&self, y: u16) -> Option<(usize, Spot)> {
        let row = self.row(y);
        let last = *row.last().filter(|spot| spot.kind() == Kind::Blank)?;
        Some((row.len() - row.iter().rev().take_while(|spot| **spot == last).count(), last))
    }

    /// How far most rows of `band` moved up that are other ones in `next`; nothing where so few did that a second draft
    /// takes longer than it saves, as after a page down.
    pub(super) fn shift(&self, next: &Self, band: Rect) -> Option<i32> {
        if band.height < 2 || band.width == 0 {
            return None;
        }
        let rows = || band.top()..band.bottom();
        let is_blank = |part: &[Spot]| part.iter().all(|spot| spot.kind() == Kind::Blank);
        let mut votes: Vec<(i32, usize)> = Vec::new();
        for to in rows() {
            let part = next.part(to, band);
            if part == self.part(to, band) || is_blank(part) {
                continue;
            }
            for from in rows().filter(|from| self.part(*from, band) == part) {
                let up = i32::from(from) - i32::from(to);
                match votes.iter_mut().find(|(other, _)| *other == up) {
                    Some((_, count)) => *count += 1,
                    None => votes.push((up, 1)),
                }
            }
        }
        let (up, count) = votes.into_iter().max_by_key(|(up, count)| (*count, -up.abs()))?;
        (count * 8 >= usize::from(band.height)).then_some(up)
    }
}

fn kind(cell: &Cell, alone: Option<char>, measured: Option<Ambiguous>) -> Kind {
    let forced = match cell.diff_option {
        CellDiffOption::ForcedWidth(cells) => Some(cells.get()),
        _ => None,
    };
    match (alone, forced) {
        // These are nearly all glyphs of a Chinese page.
        (Some('!'..='~'), None) => return Kind::Sure(1),
        (Some(c), None) if is_wide_everywhere(c) => return Kind::Sure(2),
        (Some(c), None) if is_measured(c) && measured == Some(Ambiguous::Narrow) => return Kind::Sure(1),
        (Some(c), Some(2)) if is_measured(c) && measured == Some(Ambiguous::Wide) => return Kind::Sure(2),
        _ => {}
    }
    let symbol = cell.symbol();
    if symbol.is_empty() || symbol.contains(|c| is_hazard(c) || c == '\n' || c == '\t') {
        return Kind::Blank;
    }
    let cells = forced.map_or_else(|| Widths::new(Ambiguous::Narrow).cluster(symbol), usize::from);
    match u8::try_from(cells) {
        Ok(cells) if cells > 0 => Kind::Doubtful(cells),
        _ => Kind::Blank,
    }
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
    use ratatui::buffer::{Buffer, Cell, CellDiffOption};
    use ratatui::layout::Rect;

    use super::{Fount, Kind, Picture, is_measured};
    use crate::text::hazard::is_hazard;
    use crate::text::width::{Ambiguous, Widths, is_wide_everywhere};

    fn check(symbols: &[&'static str], forced: u16, measured: Option<Ambiguous>, want: &[Kind]) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, symbols.len() as u16, 1));
        for (cell, symbol) in buffer.content.iter_mut().zip(symbols) {
            *cell = Cell::new(symbol);
            if let Some(cells) = std::num::NonZeroU16::new(forced) {
                cell.set_diff_option(CellDiffOption::ForcedWidth(cells));
            }
        }
        let (mut picture, mut fount) = (Picture::default(), Fount::default());
        picture.read(&buffer, &mut fount, measured);
        let kinds: Vec<Kind> = picture.row(0).iter().map(|spot| spot.kind()).collect();
        assert_eq!(kinds, want, "{symbols:?}");
        for (spot, symbol) in picture.row(0).iter().zip(symbols) {
            if let Kind::Sure(_) | Kind::Doubtful(_) = spot.kind() {
                assert_eq!(fount.symbol(*spot, &mut [0; 4]), *symbol);
            }
        }
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
        check(&["e\u{301}", "字\u{301}", " "], 0, None, &[Doubtful(1), Doubtful(2), Covered]);
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
