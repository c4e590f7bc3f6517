//! The list of bookmarks: quotation, headline, page, note, tags, time; below, the one selected in whole.
//!
//! Guarantees: the selected one is on the screen. Never: an anchor resolved here.

use ratatui::layout::{Position, Rect};

use super::canvas::{Canvas, Room};
use super::popup::{Wish, open};
use super::preview;
use crate::app::App;
use crate::app::overlay::{MARK_ROWS, MarkList, MarkOrder, Which};
use crate::bookmark::{Bookmark, Marks};
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
        // Title and margins, and the rows of all of them where they fit; without any, those of one.
        height: u16::try_from(list.ids.len().max(1).saturating_mul(usize::from(ROWS)).saturating_add(3))
            .unwrap_or(u16::MAX)
            .saturating_add(preview::rows(screen))
            .min(screen.height.saturating_sub(2))
            .max(1),
    };
    let mut title = labels.say(&Message::new("label.bookmarks-title").arg(list.ids.len()));
    for words in about(list).into_iter().flatten() {
        title = format!("{title}  {}", labels.say(&words));
    }
    if !list.filter.is_empty() {
        title = format!("{title}  /{}", list.filter);
    }
    let hint = app.close_hint();
    let rect = open(screen, wish, (&title, &hint), canvas);
    if list.ids.is_empty() {
        let text = match list.which {
            _ if !list.filter.is_empty() => Message::new("label.none-passes").arg(&list.filter),
            Which::All => Message::new("label.no-bookmarks"),
            Which::Article | Which::Page | Which::Doubtful => Message::new("notice.no-bookmark"),
        };
        let text = app.words(&text);
        canvas.put(Room::in_row(rect, 0, (0, 0)), &text, Role::Popup);
        return None;
    }
    // As many whole bookmarks as fit, with the selected one among them.
    let below = preview::rows(screen).min(rect.height / 2);
    let whole = rect;
    let rect = Rect { height: rect.height - below, ..rect };
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
        if list.chosen.contains(id) {
            canvas.put(Room::in_row(area, 0, (0, 0)), ">", Role::Key);
        }
    }
    if let Some(mark) = list.ids.get(list.selected).and_then(|id| app.marks.collection().get(id)) {
        let area = Rect { y: rect.bottom(), height: below, ..whole };
        preview::draw(app, mark, area, canvas);
    }
    None
}

/// Which bookmarks are listed, in which order, and how many are chosen, where that has to be said.
fn about(list: &MarkList) -> [Option<Message>; 3] {
    let which = match list.which {
        Which::All => None,
        Which::Article => Some(Message::new("label.marks-article")),
        Which::Page => Some(Message::new("label.marks-page")),
        Which::Doubtful => Some(Message::new("label.marks-doubtful")),
    };
    let order = match list.order {
        MarkOrder::Newest => None,
        MarkOrder::Changed => Some(Message::new("label.order-changed")),
        MarkOrder::Place => Some(Message::new("label.order-place")),
    };
    let chosen = Some(list.chosen.len()).filter(|count| *count > 0);
    [which, order, chosen.map(|count| Message::new("label.chosen").arg(count))]
}

/// What is said of a bookmark before its note: a doubtful place, its letter, its colour, its tags.
fn signs(app: &App, bookmark: &Bookmark) -> Vec<(String, Role)> {
    let marking = &app.settings.marking;
    let colour = marking.colour(&bookmark.color);
    let doubtful = app.marks.doubt(&bookmark.id).map(|_| ("?".to_owned(), Role::Popup));
    let star = (bookmark.marks == Marks::Article).then(|| ("*".to_owned(), Role::Popup));
    let letter = Some(&bookmark.name)
        .filter(|name| !name.is_empty())
        .map(|name| (scrub(name).into_owned(), Role::Popup));
    let colour = (colour > 0).then(|| marking.name(colour)).flatten();
    let colour = colour.map(|name| (name.to_owned(), Role::of_mark(marking.colour(&bookmark.color))));
    let tags = bookmark.tags.iter().map(|tag| (format!("#{}", scrub(tag)), Role::Popup));
    doubtful.into_iter().chain(star).chain(letter).chain(colour).chain(tags).collect()
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
    for (sign, role) in signs(app, bookmark) {
        let role = if role == Role::Popup { shade } else { role };
        room = room.after(canvas.put(room, &sign, role) + 1);
    }
    // A note and a name stand as they were written.
    let headline = app.shown(&bookmark.headline);
    for (sign, text) in [("# ", &*bookmark.note), ("", &*headline), ("", &*bookmark.source.page)] {
        if !text.is_empty() && room.width > 4 {
            let line = format!("{sign}{}", scrub(text));
            room = room.after(canvas.put(room, &line, shade) + 2);
        }
    }
}
