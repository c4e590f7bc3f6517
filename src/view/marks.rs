//! The list of all bookmarks: quotation, headline, page, note, time.
//!
//! Guarantees: the selected one is on the screen. Never: an anchor resolved here.

use ratatui::layout::{Position, Rect};

use super::canvas::{Canvas, Room};
use super::popup::{Wish, open};
use crate::app::App;
use crate::app::overlay::{MARK_ROWS, MarkList};
use crate::bookmark::Bookmark;
use crate::config::message::Message;
use crate::config::theme::Role;
use crate::text::hazard::scrub;

/// Rows of one bookmark.
const ROWS: u16 = MARK_ROWS as u16;

pub(super) fn draw(
    app: &App,
    list: &MarkList,
    screen: Rect,
    canvas: &mut Canvas<'_, '_>,
) -> Option<Position> {
    let labels = &app.look.labels;
    let wish = Wish {
        width: screen.width.saturating_sub(8).clamp(40, 100),
        // Title and margins, and the rows of all of them where they fit.
        height: u16::try_from(list.ids.len().saturating_mul(usize::from(ROWS)).saturating_add(3))
            .unwrap_or(u16::MAX)
            .min(screen.height.saturating_sub(2))
            .max(1),
    };
    let mut title = labels.say(&Message::new("label.bookmarks-title").arg(list.ids.len()));
    if !list.filter.is_empty() {
        title = format!("{title}  /{}", list.filter);
    }
    let hint = app.close_hint();
    let rect = open(screen, wish, (&title, &hint), canvas);
    if list.ids.is_empty() {
        let text = if list.filter.is_empty() {
            app.words(&Message::new("label.no-bookmarks"))
        } else {
            app.words(&Message::new("label.none-passes").arg(&list.filter))
        };
        canvas.put(Room::in_row(rect, 0, (0, 0)), &text, Role::Popup);
        return None;
    }
    // As many whole bookmarks as fit, with the selected one among them.
    let fit = usize::from((rect.height / ROWS).max(1));
    let top = list.selected.saturating_sub(fit - 1);
    for (slot, id) in list.ids.iter().skip(top).take(fit).enumerate() {
        let Some(bookmark) = app.marks.collection().get(id) else { continue };
        let y = u16::try_from(slot).unwrap_or(u16::MAX).saturating_mul(ROWS);
        let height = ROWS.min(rect.height.saturating_sub(y));
        let area = Rect::new(rect.x.saturating_sub(1), rect.y + y, rect.width + 2, height);
        one(
            app,
            bookmark,
            area,
            if top + slot == list.selected { Role::PopupSelected } else { Role::Popup },
            canvas,
        );
    }
    None
}

fn one(app: &App, bookmark: &Bookmark, area: Rect, role: Role, canvas: &mut Canvas<'_, '_>) {
    let filled = Rect { height: area.height.min(ROWS - 1), ..area };
    canvas.fill(filled, role);
    let first = Room::in_row(filled, 0, (1, 1));
    let quote = bookmark.anchor.quote.shown();
    let quote = quote.trim_start_matches(['\u{3000}', ' ']);
    canvas.put(first, &app.shown(&scrub(quote)), role);
    let second = Room::in_row(filled, 1, (1, 1));
    let time = app.local_time(bookmark.created);
    let shade = if role == Role::PopupSelected { role } else { Role::PopupDim };
    let taken = canvas.put_right(second, &time, shade);
    let mut room = Room { width: second.width.saturating_sub(taken + 2), ..second };
    // A note and a name stand as they were written.
    let headline = app.shown(&bookmark.headline);
    for (sign, text) in [("# ", &*bookmark.note), ("", &*headline), ("", &*bookmark.source.page)] {
        if !text.is_empty() && room.width > 4 {
            let line = format!("{sign}{}", scrub(text));
            room = room.after(canvas.put(room, &line, shade) + 2);
        }
    }
}
