//! The list of articles: per page its name, per article its headline and a row about it.
//!
//! Guarantees: a headline is cut at a cluster with `…`. Never: a row that `app::List` did not count.

use ratatui::layout::Rect;

use super::canvas::{Canvas, Room, rows_of};
use crate::app::panes::Pane;
use crate::app::{App, ENTRY_ROWS, ListRow, Loading};
use crate::config::message::Message;
use crate::config::theme::Role;
use crate::picture::Look;

pub(super) fn draw(app: &App, rect: Rect, canvas: &mut Canvas<'_, '_>) {
    if rect.is_empty() {
        return;
    }
    canvas.fill(rect, Role::ListBackground);
    if canvas.is_flat() && rect.width < app.size.width {
        // Where no shade sets the list apart, a rule does.
        for y in 0..rect.height {
            canvas.put(Room::in_row(rect, y, (rect.width.saturating_sub(1), 0)), "|", Role::Rule);
        }
    }
    let list = &app.desk.list;
    if list.rows().is_empty() {
        empty(app, rect, canvas);
        return;
    }
    let mut y = 0;
    for (index, row) in list.rows().iter().enumerate().skip(list.top()) {
        if y >= rect.height {
            break;
        }
        match *row {
            ListRow::Group(page) => {
                group(app, page, Room::in_row(rect, y, (1, 1)), canvas);
                y += 1;
            }
            ListRow::Entry(entry) => {
                let rows = (ENTRY_ROWS as u16).min(rect.height - y);
                let area = Rect::new(rect.x, rect.y + y, rect.width, rows);
                let selected = index == list.selected_row();
                // Behind a box nothing here has the keyboard, and what is dimmed is not read on a ground of its own.
                let selected = (selected && !app.is_covered()).then_some(app.focus);
                article(app, entry, area, selected, canvas);
                y += rows;
            }
        }
    }
}

/// Why there is nothing to list.
fn empty(app: &App, rect: Rect, canvas: &mut Canvas<'_, '_>) {
    let mut said = match (&app.desk.list.filter, app.desk.loading) {
        (Some(filter), _) => vec![app.words(&Message::new("label.none-passes").arg(&filter.typed))],
        (None, Loading::Done) => vec![app.words(&Message::new("label.no-articles"))],
        (None, _) => vec![app.words(&Message::new("label.loading"))],
    };
    said.extend(app.failures());
    let cells = usize::from(rect.width.saturating_sub(3));
    let mut y = rect.height / 3;
    for text in said {
        for row in rows_of(&text, cells, canvas.widths) {
            canvas.put(Room::in_row(rect, y, (2, 1)), row, Role::ListMeta);
            y += 1;
        }
        y += 1;
    }
}

fn group(app: &App, page: usize, room: Room, canvas: &mut Canvas<'_, '_>) {
    let Some(page) = app.desk.shelf.pages().get(page) else { return };
    canvas.put(room, &page.name, Role::ListGroup);
}

/// One article; `selected` says which pane has the keyboard if it is the selected one.
fn article(app: &App, entry: usize, area: Rect, selected: Option<Pane>, canvas: &mut Canvas<'_, '_>) {
    let Some(article) = app.desk.shelf.entries().get(entry).map(|entry| &entry.article) else { return };
    let read = app.is_read(entry);
    let background = match selected {
        Some(Pane::List) => Role::ListSelected,
        Some(Pane::Reader) => Role::ListSelectedDim,
        None => Role::ListBackground,
    };
    if selected.is_some() {
        canvas.fill(area, background);
    }
    let over = canvas.look(background);
    // What is selected without colours is so by an attribute, which a colour laid over it would lose.
    let by_attribute = selected.is_some() && canvas.is_flat();
    let on_row = |look: Look| if by_attribute { over } else { Look { bg: over.bg, ..look } };
    let title_role = match (selected, read) {
        (Some(_), _) => background,
        (None, true) => Role::ListRead,
        (None, false) => Role::ListTitle,
    };
    let title = canvas.look(title_role);
    if !read {
        // A sign beside the colour, for terminals without one.
        let sign = if selected == Some(Pane::List) { over } else { on_row(canvas.look(Role::Mark)) };
        canvas.put_in(Room::in_row(area, 0, (1, 0)), "-", sign);
    }
    if !app.marks.stars(entry, article).is_empty() {
        let sign = if selected == Some(Pane::List) { over } else { on_row(canvas.look(Role::Mark)) };
        canvas.put_in(Room::in_row(area, 1, (1, 0)), "*", sign);
    }
    let shown = app.shown(article.title());
    canvas.put_in(Room::in_row(area, 0, (3, 1)), &shown, title);
    let marks = app.marks.count_in(entry, article);
    let mut room = Room::in_row(area, 1, (3, 1));
    let meta = if selected == Some(Pane::List) { over } else { on_row(canvas.look(Role::ListMeta)) };
    let length = app.look.labels.say(&Message::new("label.characters").arg(article.characters()));
    if marks > 0 {
        let sign = if selected == Some(Pane::List) { over } else { on_row(canvas.look(Role::Mark)) };
        let text = format!("*{marks}");
        let cells = text.len() as u16;
        canvas.put_in(room.after(room.width.saturating_sub(cells)), &text, sign);
        room.width = room.width.saturating_sub(cells + 1);
    }
    let used = canvas.put_in(room, &length, meta);
    if let Some(byline) = article.byline() {
        canvas.put_in(room.after(used + 2), &app.shown(byline), meta);
    }
}
