//! Text to cells: the only place that paints into the picture.
//!
//! Guarantees: text is written cluster by cluster with the widths that layout used; a glyph that does not fit whole
//! is not begun. Never: a wrap.

use ratatui::layout::Rect;

use super::paint::Paints;
use crate::article::Span;
use crate::config::theme::Role;
use crate::layout::{Measure, rows};
use crate::picture::{Fount, Look, Picture};
use crate::text::cluster::{clusters, plain, shown};
use crate::text::hazard::is_hazard;
use crate::text::width::Widths;

/// A picture to paint on.
pub(super) struct Canvas<'a, 'p> {
    picture: &'a mut Picture,
    fount: &'a mut Fount,
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
    pub(super) const fn new(
        (picture, fount): (&'a mut Picture, &'a mut Fount),
        widths: Widths,
        paints: &'p Paints,
    ) -> Self {
        Self { picture, fount, widths, paints }
    }

    /// The look of a role.
    pub(super) fn look(&self, role: Role) -> Look {
        self.paints.of(role)
    }

    /// Whether boxes and panes stand on the same ground as the text, and only rules set them apart.
    pub(super) fn is_flat(&self) -> bool {
        self.paints.is_flat()
    }

    /// Blanks `rect` in the colours of `role`.
    pub(super) fn fill(&mut self, rect: Rect, role: Role) {
        let look = self.look(role);
        for y in rect.top()..rect.bottom() {
            self.picture.blank(y, (rect.left(), rect.right()), self.fount, look);
        }
    }

    /// Steps everything painted so far back behind what comes on top of it.
    pub(super) fn dim(&mut self, rect: Rect) {
        let Look { fg, modifier, .. } = self.look(Role::Behind);
        self.picture.tint(rect, self.fount, |look| Look { fg, modifier, ..look });
    }

    /// Writes `text` in the look of `role`, cut with `…` where it does not fit. Returns the cells it took.
    pub(super) fn put(&mut self, room: Room, text: &str, role: Role) -> u16 {
        let look = self.look(role);
        self.put_in(room, text, look)
    }

    /// Writes `text` in `look`, cut with `…` where it does not fit. Returns the cells it took.
    pub(super) fn put_in(&mut self, room: Room, text: &str, look: Look) -> u16 {
        let widths = self.widths;
        let fitting = widths.truncate(text, usize::from(room.width));
        let mut used = 0;
        for (_, cluster) in clusters(&fitting) {
            used += self.cluster(room.after(used), cluster, look);
        }
        used
    }

    /// Writes `text` so that it ends where `room` ends. Returns the cells it took.
    pub(super) fn put_right(&mut self, room: Room, text: &str, role: Role) -> u16 {
        let cells = u16::try_from(self.widths.text(text)).unwrap_or(u16::MAX).min(room.width);
        self.put(room.after(room.width - cells), text, role)
    }

    /// Blanks the cells of `room` in `look`.
    pub(super) fn blank(&mut self, room: Room, look: Look) {
        self.picture.blank(room.y, (room.x, room.x.saturating_add(room.width)), self.fount, look);
    }

    /// Writes one cluster at the start of `room`. Returns its cells, or 0 where it does not fit.
    pub(super) fn cluster(&mut self, room: Room, cluster: &str, look: Look) -> u16 {
        if let Some((c, cells)) = plain(cluster).filter(|(_, cells)| u16::from(*cells) <= room.width) {
            let spot = self.fount.plain(c, cells, look);
            self.picture.put((room.x, room.y), spot, self.fount);
            return cells.into();
        }
        let cells = u8::try_from(self.widths.cluster(cluster)).unwrap_or(u8::MAX);
        if cells == 0 || u16::from(cells) > room.width {
            return 0;
        }
        // A space in any width, a tab: blank cells. Hazards do not come this far; if one did, it ends here.
        let painted = match cluster {
            "\u{3000}" | "\t" => "  ".into(),
            _ => shown(cluster),
        };
        if painted.chars().any(|c| is_hazard(c) || c == '\n' || c == '\t') {
            return 0;
        }
        if painted.trim().is_empty() {
            self.blank(Room { width: cells.into(), ..room }, look);
        } else {
            let spot = self.fount.glyph(&painted, cells, look);
            self.picture.put((room.x, room.y), spot, self.fount);
        }
        cells.into()
    }
}
