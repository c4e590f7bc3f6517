//! Cells: the only place that writes into ratatui's buffer.
//!
//! Guarantees: text is written cluster by cluster with the widths that layout used; a glyph that does not fit whole
//! is not begun; nothing is written outside the buffer; what is written over half a glyph takes the other half away.
//! Never: a wrap.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::Paints;
use crate::article::Span;
use crate::config::theme::Role;
use crate::layout::{Measure, rows};
use crate::text::cluster::{clusters, is_plain, shown};
use crate::text::hazard::is_hazard;
use crate::text::width::{Ambiguous, Widths};

/// A buffer to paint on.
pub(super) struct Canvas<'a, 'p> {
    buffer: &'a mut Buffer,
    pub(super) widths: Widths,
    paints: &'p Paints,
}

/// `text` in rows of at most `cells`.
pub(super) fn rows_of(text: &str, cells: usize, widths: Widths) -> Vec<&str> {
    let measure = Measure { cells: cells.max(2), widths, ..Measure::default() };
    rows(text, 0, measure).iter().map(|row| Span::new(row.start, row.end).of(text).trim_end()).collect()
}

/// A run of cells in one row that text may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) x: u16,
    pub(super) y: u16,
    pub(super) width: u16,
}

impl Room {
    /// The row `row` of `rect`, without `left` cells at its start and `right` at its end; empty below its end.
    pub(super) fn in_row(rect: Rect, row: u16, margins: (u16, u16)) -> Self {
        let (left, right) = margins;
        let width = if row < rect.height { rect.width.saturating_sub(left.saturating_add(right)) } else { 0 };
        Self { x: rect.x.saturating_add(left), y: rect.y.saturating_add(row), width }
    }

    /// Its cells from `start` to `end`, as far as they are its own.
    pub(super) fn between(self, start: usize, end: usize) -> Self {
        let within = |at: usize| u16::try_from(at).unwrap_or(u16::MAX).min(self.width);
        let start = within(start);
        Self { width: within(end).saturating_sub(start), ..self.after(start) }
    }

    /// What is left of it after `cells`.
    pub(super) const fn after(self, cells: u16) -> Self {
        let cells = if cells < self.width { cells } else { self.width };
        Self { x: self.x + cells, y: self.y, width: self.width - cells }
    }
}

impl<'a, 'p> Canvas<'a, 'p> {
    pub(super) const fn new(buffer: &'a mut Buffer, widths: Widths, paints: &'p Paints) -> Self {
        Self { buffer, widths, paints }
    }

    /// The style of a role.
    pub(super) fn style(&self, role: Role) -> Style {
        self.paints.of(role)
    }

    /// Whether boxes and panes stand on the same ground as the text, and only rules set them apart.
    pub(super) fn is_flat(&self) -> bool {
        self.paints.is_flat()
    }

    /// Blanks `rect` in the colours of `role`.
    pub(super) fn fill(&mut self, rect: Rect, role: Role) {
        let mut blank = Cell::default();
        blank.set_style(self.style(role));
        for y in rect.top()..rect.bottom() {
            self.mend_left(rect.x, y);
            self.cells(Room { x: rect.x, y, width: rect.width }).fill(blank.clone());
        }
    }

    /// The cells of `room` that are in the buffer.
    fn cells(&mut self, room: Room) -> &mut [Cell] {
        let area = self.buffer.area;
        if room.y < area.y || room.y >= area.bottom() {
            return &mut [];
        }
        let row = usize::from(room.y - area.y) * usize::from(area.width);
        let at = |x: u16| row + usize::from(x.clamp(area.x, area.right()) - area.x);
        let cells = at(room.x)..at(room.x.saturating_add(room.width));
        self.buffer.content.get_mut(cells).unwrap_or_default()
    }

    /// Steps everything painted so far back behind what comes on top of it.
    pub(super) fn dim(&mut self, rect: Rect) {
        let over = self.style(Role::Behind);
        for y in rect.top()..rect.bottom() {
            for x in rect.left()..rect.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.fg = over.fg.unwrap_or(cell.fg);
                    cell.modifier = over.add_modifier;
                }
            }
        }
    }

    /// A wide glyph that begins one cell left of `x` would reach into what is painted at `x`: it becomes a blank.
    fn mend_left(&mut self, x: u16, y: u16) {
        let Some(left) = x.checked_sub(1) else { return };
        if let Some(cell) = self.buffer.cell_mut((left, y))
            && self.widths.cluster(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
            cell.set_diff_option(CellDiffOption::None);
        }
    }

    /// Writes `text` in the style of `role`, cut with `…` where it does not fit. Returns the cells it took.
    pub(super) fn put(&mut self, room: Room, text: &str, role: Role) -> u16 {
        let style = self.style(role);
        self.put_styled(room, text, style)
    }

    /// Writes `text` in `style`, cut with `…` where it does not fit. Returns the cells it took.
    pub(super) fn put_styled(&mut self, room: Room, text: &str, style: Style) -> u16 {
        let widths = self.widths;
        let fitting = widths.truncate(text, usize::from(room.width));
        let mut used = 0;
        for (_, cluster) in clusters(&fitting) {
            used += self.cluster(room.after(used), cluster, style);
        }
        used
    }

    /// Writes `text` so that it ends where `room` ends. Returns the cells it took.
    pub(super) fn put_right(&mut self, room: Room, text: &str, role: Role) -> u16 {
        let cells = u16::try_from(self.widths.text(text)).unwrap_or(u16::MAX).min(room.width);
        self.put(room.after(room.width - cells), text, role)
    }

    /// Blanks the cells of `room` in `style`.
    pub(super) fn blank(&mut self, room: Room, style: Style) {
        if room.width > 0 {
            let mut blank = Cell::default();
            blank.set_style(style);
            self.cells(room).fill(blank);
        }
    }

    /// Writes one cluster at the start of `room`. Returns its cells, or 0 where it does not fit.
    pub(super) fn cluster(&mut self, room: Room, cluster: &str, style: Style) -> u16 {
        let plain = is_plain(cluster);
        // An ideograph has more than one byte, and two cells.
        let cells = if plain { 1 + usize::from(cluster.len() > 1) } else { self.widths.cluster(cluster) };
        let cells = u16::try_from(cells).unwrap_or(u16::MAX);
        if cells == 0 || cells > room.width {
            return 0;
        }
        if plain {
            self.stand(Room { width: cells, ..room }, cluster, style);
            return cells;
        }
        // A space in any width, a tab: blank cells. Hazards do not come this far; if one did, it ends here.
        let painted = match cluster {
            "\u{3000}" | "\t" => "  ".into(),
            _ => shown(cluster),
        };
        if painted.chars().any(|c| is_hazard(c) || c == '\n' || c == '\t') {
            return 0;
        }
        self.stand(
            Room { width: cells, ..room },
            if painted.trim().is_empty() { " " } else { &painted },
            style,
        );
        let forced = NonZeroU16::new(cells).filter(|_| self.differs(cluster, cells));
        if let (Some(forced), Some(cell)) = (forced, self.buffer.cell_mut((room.x, room.y))) {
            cell.set_diff_option(CellDiffOption::ForcedWidth(forced));
        }
        cells
    }

    /// Lets `symbol` stand in all cells of `room`.
    fn stand(&mut self, room: Room, symbol: &str, style: Style) {
        self.mend_left(room.x, room.y);
        for (offset, cell) in self.cells(room).iter_mut().enumerate() {
            cell.reset();
            cell.set_style(style);
            if offset == 0 {
                cell.set_symbol(symbol);
            }
        }
    }

    /// Whether ratatui would count other cells for `cluster` than we do.
    fn differs(&self, cluster: &str, cells: u16) -> bool {
        self.widths.ambiguous == Ambiguous::Wide
            && Widths::new(Ambiguous::Narrow).cluster(cluster) != usize::from(cells)
    }
}
