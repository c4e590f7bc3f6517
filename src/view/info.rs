//! Lines to be read: facts about a page, mistakes in the configuration, what could not be opened.
//!
//! Guarantees: long lines are set by `layout`, so nothing of a message is cut off. Never: a line of its own.

use ratatui::layout::{Position, Rect};

use super::canvas::{Canvas, Room, rows_of};
use super::popup::{Wish, open};
use crate::app::App;
use crate::app::overlay::Info;
use crate::config::theme::Role;

pub(super) fn draw(app: &App, info: &Info, screen: Rect, canvas: &mut Canvas<'_, '_>) -> Option<Position> {
    let width = 84.min(screen.width);
    let cells = usize::from(width.saturating_sub(4)).max(2);
    let most = usize::from(screen.height);
    let lines: Vec<&str> = info
        .lines
        .iter()
        .skip(info.top)
        .flat_map(|line| rows_of(line, cells, canvas.widths))
        .take(most)
        .collect();
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(4);
    let wish = Wish { width, height: height.min(screen.height.saturating_sub(2)) };
    let hint = app.close_hint();
    let rect = open(screen, wish, (&app.look.labels.say(&info.title), &hint), canvas);
    for (y, line) in (0..rect.height).zip(lines) {
        canvas.put(Room::in_row(rect, y, (0, 0)), line, Role::Popup);
    }
    None
}
