//! Lines to be read: facts about a page, mistakes in the configuration, what could not be opened.
//!
//! Guarantees: long lines are set by `layout`, so nothing of a message is cut off; the box is as high
//! however far it was read. Never: a line of its own.

use ratatui::layout::{Position, Rect};

use super::canvas::{Canvas, Room};
use super::popup::{Wish, open};
use crate::app::App;
use crate::app::overlay::{INFO_CELLS, Info};
use crate::config::theme::Role;

pub(super) fn draw(app: &App, info: &Info, screen: Rect, canvas: &mut Canvas<'_, '_>) -> Option<Position> {
    let rows = info.rows(screen.width, canvas.widths);
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(4);
    let wish =
        Wish { width: INFO_CELLS.min(screen.width), height: height.min(screen.height.saturating_sub(2)) };
    let hint = app.close_hint();
    let rect = open(screen, wish, (&app.look.labels.say(&info.title), &hint), canvas);
    for (y, (before, row)) in (0..rect.height).zip(rows.into_iter().skip(info.top)) {
        let before = u16::try_from(before).unwrap_or(u16::MAX);
        canvas.put(Room::in_row(rect, y, (before, 0)), row, Role::Popup);
    }
    None
}
