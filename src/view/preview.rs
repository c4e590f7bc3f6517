//! The bookmark selected in the list, in whole below it; a doubtful one beside what stands there now.
//!
//! Guarantees: nothing outside its rectangle. Never: an anchor resolved here.

use ratatui::layout::Rect;

use super::canvas::{Canvas, Room, rows_of};
use crate::app::App;
use crate::article::Span;
use crate::bookmark::{Bookmark, Marks};
use crate::config::theme::Role;
use crate::text::hazard::scrub;

/// Rows of the preview, with the blank one above it.
const ROWS: u16 = 8;

/// Screens of less rows have no preview.
const SCREEN: u16 = 30;

/// How many rows the preview takes on such a screen.
pub(super) const fn rows(screen: Rect) -> u16 {
    if screen.height >= SCREEN { ROWS } else { 0 }
}

pub(super) fn draw(app: &App, mark: &Bookmark, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let inside = Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(1), ..area };
    let quote = mark.anchor.quote.shown();
    match now(app, mark) {
        None => among(app, mark, inside, canvas),
        Some(new) => {
            let half = inside.width.saturating_sub(2) / 2;
            let right = Rect { x: inside.x + inside.width - half, width: half, ..inside };
            for (label, text, side) in
                [("label.then", &*quote, Rect { width: half, ..inside }), ("label.now", new, right)]
            {
                canvas.put(Room::in_row(side, 0, (0, 0)), app.look.labels.text(label), Role::PopupTitle);
                let below =
                    Rect { y: side.y + 1.min(side.height), height: side.height.saturating_sub(1), ..side };
                words(app, text, below, canvas);
            }
        }
    }
}

/// The words of a bookmark, those of a few marked words among what stood around them.
fn among(app: &App, mark: &Bookmark, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let quote = &mark.anchor.quote;
    if mark.marks != Marks::Words {
        words(app, &quote.shown(), area, canvas);
        return;
    }
    let ink = Role::of_mark(app.settings.marking.colour(&mark.color));
    let parts = [(&*quote.prefix, Role::PopupDim), (&*quote.shown(), ink), (&*quote.suffix, Role::PopupDim)];
    let parts = parts.map(|(text, role)| (scrub(&app.shown(text)).into_owned(), role));
    let whole: String = parts.iter().map(|(text, _)| text.as_str()).collect();
    let first = parts.first().map_or(0, |(text, _)| text.len());
    let last = whole.len() - parts.last().map_or(0, |(text, _)| text.len());
    let mut from = 0;
    for (y, row) in (0..area.height).zip(rows_of(&whole, usize::from(area.width), canvas.widths)) {
        // Rows are given without the spaces at their ends.
        from += whole.get(from..).and_then(|rest| rest.find(row)).unwrap_or(0);
        let to = from + row.len();
        let mut room = Room::in_row(area, y, (0, 0));
        for (start, end, role) in [
            (from, to.min(first), Role::PopupDim),
            (from.max(first), to.min(last), ink),
            (from.max(last), to, Role::PopupDim),
        ] {
            room = room.after(canvas.put(room, Span::new(start, end).of(&whole), role));
        }
        from = to;
    }
}

/// What stands at the place of a doubtful bookmark.
fn now<'a>(app: &'a App, mark: &Bookmark) -> Option<&'a str> {
    let place = app.marks.doubt(&mark.id)?;
    let article = &app.desk.shelf.entries().get(place.entry)?.article;
    let words: Option<Span> = place.span.filter(|_| mark.marks == Marks::Words);
    match words {
        Some(span) => Some(span.of(article.text())),
        None => article.blocks().get(place.block).map(|block| article.block_text(block)),
    }
}

fn words(app: &App, text: &str, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let shown = app.shown(text.trim_start_matches(['\u{3000}', ' '])).into_owned();
    let clean = scrub(&shown);
    let rows = rows_of(&clean, usize::from(area.width), canvas.widths);
    let last = usize::from(area.height).saturating_sub(1);
    for (y, row) in rows.iter().take(usize::from(area.height)).enumerate() {
        // Where more follows, the last row says so.
        let more = if y == last && rows.len() > y + 1 { "…" } else { "" };
        let room = Room::in_row(area, u16::try_from(y).unwrap_or(u16::MAX), (0, 0));
        canvas.put(room, &format!("{row}{more}"), Role::Popup);
    }
}
