//! The bottom row: a prompt, or what happened, or what keys there are; and where the reader is.
//!
//! Guarantees: the right part never covers what is typed. Never: more than one row.

use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;

use super::canvas::{Canvas, Room, rows_of};
use crate::app::notice::{Notice, Severity};
use crate::app::overlay::{Overlay, Prompt, Purpose, Which};
use crate::app::panes::{Pane, Zen};
use crate::app::{App, Loading, Reader, command};
use crate::config::message::Message;
use crate::config::theme::Role;

/// Paints the row; returns where the cursor of a prompt stands.
pub(super) fn draw(app: &App, rect: Rect, canvas: &mut Canvas<'_, '_>) -> Option<Position> {
    let prompt = app.overlays.iter().rev().find_map(|overlay| match overlay {
        Overlay::Prompt(prompt) => Some(prompt),
        _ => None,
    });
    // Without a row of its own (a screen of one or two rows) a prompt takes the last row of the text.
    let rect = match (rect.is_empty(), prompt) {
        (true, None) => return None,
        (true, Some(_)) => Rect { y: rect.y.saturating_sub(1), height: 1.min(app.size.height), ..rect },
        (false, _) => rect,
    };
    // What is being selected is said also where the article is alone.
    let selecting = app.reader.as_ref().is_some_and(|reader| reader.selection.is_some());
    let alone = app.zen == Zen::On && prompt.is_none() && !selecting;
    canvas.fill(rect, if alone { Role::Text } else { Role::Status });
    let room = Room::in_row(rect, 0, (1, 1));
    if let Some(prompt) = prompt {
        if let Some(notice) = &app.notice {
            // The row below is being typed in: what happened stands above it.
            let rows = 1 + u16::from(prompt.mistake.is_some());
            draw_notice(app, notice, Rect { y: rect.y.saturating_sub(rows), ..rect }, canvas);
        }
        let Some(mistake) = prompt.mistake.as_ref().filter(|_| rect.y > 0) else {
            return Some(draw_prompt(app, prompt, room, canvas).0);
        };
        // The prompt goes up a row for what is wrong with it, which stands below its place.
        let above = Rect { y: rect.y - 1, ..rect };
        canvas.fill(above, Role::Status);
        let (cursor, columns) = draw_prompt(app, prompt, Room::in_row(above, 0, (1, 1)), canvas);
        let said = format!("^ {}", app.say_mistake(mistake));
        let width = u16::try_from(canvas.widths.text(&said)).unwrap_or(u16::MAX);
        let caret = columns.before(mistake.at.start, prompt, canvas);
        // What does not fit behind its place stands before it, with the caret at its end.
        if caret.saturating_add(width) <= room.width || width > caret {
            canvas.put(room.after(caret), &said, Role::NoticeWarning);
        } else {
            let said = format!("{} ^", app.say_mistake(mistake));
            canvas.put(room.after((caret + 1).saturating_sub(width)), &said, Role::NoticeWarning);
        }
        return Some(cursor);
    }
    let right = if alone { String::new() } else { place(app) };
    let taken = canvas.put_right(room, &right, Role::Status);
    let left = Room { width: room.width.saturating_sub(taken + u16::from(taken > 0) * 2), ..room };
    let waiting = app.keys.waiting();
    if let Some(notice) = &app.notice {
        let fits = canvas.widths.text(&app.words(&notice.message)) <= usize::from(left.width);
        if !fits {
            // It takes the whole row, and nothing is left of what stood there.
            canvas.fill(rect, Role::Status);
        }
        draw_notice(app, notice, if fits { Rect { width: left.width + 2, ..rect } } else { rect }, canvas);
    } else if !waiting.is_empty() {
        pending(app, &waiting, (rect, left.width), canvas);
    } else if let Some(loading) = loading(app) {
        canvas.put(left, &app.look.labels.say(&loading), Role::Status);
    } else if !alone {
        idle(app, left, canvas);
    }
    None
}

/// How far the library is indexed, where that is under way, and a few keys.
fn idle(app: &App, mut room: Room, canvas: &mut Canvas<'_, '_>) {
    if let Some(percent) = app.life.indexing {
        let said = app.look.labels.say(&Message::new("label.indexing").arg(percent));
        room = room.after(canvas.put(room, &said, Role::Status) + 2);
    }
    if app.settings.shown.hints {
        hints(app, room, canvas);
    }
}

/// That something is still being read, where something is shown already.
fn loading(app: &App) -> Option<Message> {
    match app.desk.loading {
        Loading::Busy if !app.desk.shelf.pages().is_empty() => Some(Message::new("label.loading")),
        Loading::Begun { percent } => Some(Message::new("label.loading-part").arg(percent)),
        Loading::Idle | Loading::Busy | Loading::Done => None,
    }
}

/// Most rows that a notice takes.
const NOTICE_ROWS: usize = 4;

/// Paints a notice so that it ends in `rect`, a row; a long one takes rows above it.
fn draw_notice(app: &App, notice: &Notice, rect: Rect, canvas: &mut Canvas<'_, '_>) {
    let role = match notice.severity {
        Severity::Info => Role::NoticeInfo,
        Severity::Warning => Role::NoticeWarning,
        Severity::Error => Role::NoticeError,
    };
    let text = app.words(&notice.message);
    let rows = rows_of(&text, usize::from(rect.width.saturating_sub(2)), canvas.widths);
    let above = rows.len().clamp(1, NOTICE_ROWS).min(usize::from(rect.y) + 1) - 1;
    let height = u16::try_from(above + 1).unwrap_or(1);
    let area = Rect { y: rect.y + 1 - height, height, ..rect };
    if height > 1 || rect.y < app.panes().status.y {
        canvas.fill(area, Role::Status);
    }
    for (y, row) in (0..height).zip(rows) {
        canvas.put(Room::in_row(area, y, (1, 1)), row, role);
    }
}

/// What of a prompt's text is on the screen.
#[derive(Clone, Copy)]
struct Shown {
    /// The first byte that is shown.
    from: usize,
    /// The cells before it.
    indent: u16,
}

impl Shown {
    /// The cells before the byte at `at`; those before the first byte shown if it is not.
    fn before(self, at: usize, prompt: &Prompt, canvas: &Canvas<'_, '_>) -> u16 {
        let text = prompt.field.text();
        let cells = text.get(self.from..at).map_or(0, |before| canvas.widths.text(before));
        self.indent.saturating_add(u16::try_from(cells).unwrap_or(u16::MAX))
    }
}

fn draw_prompt(app: &App, prompt: &Prompt, room: Room, canvas: &mut Canvas<'_, '_>) -> (Position, Shown) {
    let last = (room.x + room.width).saturating_sub(1);
    let tally = tally(app, prompt);
    // What is typed needs room first. A count is short and always has its place; names of commands take what is left.
    let used = match prompt.purpose {
        Purpose::Command => canvas.widths.text(&prompt.field.text()) + 4,
        _ => 8,
    };
    let rest = room.after(u16::try_from(used).unwrap_or(u16::MAX));
    let taken = if rest.width < 4 { 0 } else { canvas.put_right(rest, &tally, Role::Status) };
    let room = Room { width: room.width.saturating_sub(taken + u16::from(taken > 0)), ..room };
    let used = canvas.put(room, &prompt.purpose.sign().to_string(), Role::StatusStrong);
    let room = room.after(used);
    let text = prompt.field.text();
    let (_, byte) = prompt.field.cursor();
    let before = text.get(..byte).unwrap_or(&text);
    // A text longer than the row shows its end: as many whole clusters before the cursor as leave it a cell.
    let widths = canvas.widths;
    let mut room_left = usize::from(room.width).saturating_sub(1);
    let fits = |(_, cluster): &(usize, &str)| {
        let cells = widths.cluster(cluster);
        let fits = cells <= room_left;
        room_left = room_left.saturating_sub(cells);
        fits
    };
    let from = before.grapheme_indices(true).rev().take_while(fits).last().map_or(before.len(), |(at, _)| at);
    canvas.put(room, text.get(from..).unwrap_or_default(), Role::Prompt);
    let column = widths.text(before.get(from..).unwrap_or_default());
    // Where only the sign fits, the cursor stands on it.
    let x = room.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX)).min(last);
    (Position::new(x, room.y), Shown { from, indent: used })
}

/// What stands at the right of a prompt: which hit of how many, how many articles pass, what a command could be.
fn tally(app: &App, prompt: &Prompt) -> String {
    match prompt.purpose {
        Purpose::Search => matches(app).unwrap_or_default(),
        Purpose::ListFilter => {
            let (shown, all) = (app.desk.list.entries(), app.desk.shelf.entries().len());
            app.look.labels.say(&Message::new("label.filter-count").arg(shown).arg(all))
        }
        Purpose::Command => app.completions(prompt).join("  "),
        Purpose::Everything | Purpose::HelpFilter | Purpose::MarkFilter => String::new(),
    }
}

fn matches(app: &App) -> Option<String> {
    let find = app.reader.as_ref()?.find.as_ref()?;
    if find.query.is_empty() {
        return None;
    }
    let current = find.current.map_or(0, |index| index + 1);
    let more = if find.hits.more { "+" } else { "" };
    let all = format!("{current}/{}{more}", find.hits.spans.len());
    if find.hits.read == 0 {
        return Some(all);
    }
    // How many of them are there by their pinyin alone.
    Some(app.look.labels.say(&Message::new("label.read").arg(all).arg(find.hits.read)))
}

/// Where the reader is: hits, percent, 字 left; in the list, which article of how many. Under a box a percentage would
/// be taken for the box's, and take the room of its keys, so there only what is not saved is said.
fn place(app: &App) -> String {
    let labels = &app.look.labels;
    let mut parts = Vec::new();
    if app.marks.unsaved() > 0 {
        parts.push(labels.say(&Message::new("label.unsaved").arg(app.marks.unsaved())));
    }
    if !app.overlays.is_empty() {
        return parts.concat();
    }
    if let Some(filter) = &app.desk.list.filter {
        let (shown, all) = (app.desk.list.entries(), app.desk.shelf.entries().len());
        parts.push(format!("&{} {shown}/{all}", filter.typed));
    }
    parts.extend(matches(app));
    if let Some(reader) = &app.reader {
        if reader.is_dump() {
            parts.insert(0, labels.say(&Message::new("label.dump")));
        }
        if let Some(span) = reader.selected() {
            let words = reader.characters_in(span);
            parts.insert(0, labels.say(&Message::new("label.selected").arg(words)));
        }
        if !reader.at_end() {
            parts.push(labels.say(&Message::new("label.characters-left").arg(reader.left())));
        }
        // As long as the rows are not counted it is by bytes, which is close.
        let about = if reader.rows().is_some() { "" } else { "~" };
        parts.push(labels.say(&Message::new("label.percent").arg(format!("{about}{}", reader.percent()))));
    }
    parts.join("  ")
}

/// Rows that what may follow takes at most, on a screen of less than twice as many; on a larger one half of it.
const FOLLOWING_ROWS: usize = 6;

/// The keys typed, and what may follow, so that it ends in `rect`, a row of which `width` cells are free; more than fits
/// there takes the whole row and rows above it.
fn pending(app: &App, waiting: &str, (rect, width): (Rect, u16), canvas: &mut Canvas<'_, '_>) {
    let indent = u16::try_from(canvas.widths.text(waiting)).unwrap_or(u16::MAX).saturating_add(2);
    let whole = rect.width.saturating_sub(2);
    let beside = following(app, (indent, width), canvas);
    let (rows, width) =
        if beside.len() == 1 { (beside, width) } else { (following(app, (indent, whole), canvas), whole) };
    let most = FOLLOWING_ROWS.max(usize::from(rect.y + 1) / 2);
    let height = rows.len().min(most).min(usize::from(rect.y) + 1);
    let height = u16::try_from(height).unwrap_or(1);
    let area = Rect { y: rect.y + 1 - height, height, ..rect };
    if width == whole {
        canvas.fill(area, Role::Status);
    }
    for (y, row) in (0..height).zip(rows) {
        let mut room = Room { width, ..Room::in_row(area, y, (1, 1)) };
        if y == 0 {
            canvas.put(room, waiting, Role::StatusStrong);
        }
        room = room.after(indent);
        for (key, doc) in row {
            room = room.after(canvas.put(room, &key, Role::StatusStrong) + 1);
            room = room.after(canvas.put(room, &doc, Role::Status) + 2);
        }
    }
}

/// Which keys may follow and what they do, in rows of so many cells behind an indent; one row at least.
fn following(app: &App, (indent, width): (u16, u16), canvas: &Canvas<'_, '_>) -> Vec<Vec<(String, String)>> {
    let mut rows = vec![Vec::new()];
    let mut used = indent;
    let following = app.keys.map.following(&app.scopes(), &app.keys.pending);
    for (key, id) in following.into_iter().filter(|_| !app.keys.pending.is_empty()) {
        let doc = id.and_then(command::get).map(|command| app.look.labels.text(&command.doc()).to_owned());
        let (key, doc) = (key.to_string(), doc.unwrap_or_else(|| "...".to_owned()));
        let cells = canvas.widths.text(&key) + canvas.widths.text(&doc) + 3;
        let cells = u16::try_from(cells).unwrap_or(u16::MAX);
        let fits = used.saturating_add(cells) <= width.saturating_add(2);
        if !fits && rows.last().is_some_and(|row| !row.is_empty()) {
            rows.push(Vec::new());
            used = indent;
        }
        used = used.saturating_add(cells);
        if let Some(row) = rows.last_mut() {
            row.push((key, doc));
        }
    }
    rows
}

/// The few keys that a newcomer needs here.
fn hints(app: &App, room: Room, canvas: &mut Canvas<'_, '_>) {
    let names: &[&str] = match (app.overlays.last(), app.focus) {
        (Some(Overlay::Marks(list)), _) if list.which == Which::Doubtful => {
            &["mark-accept", "mark-keep", "open", "bookmark-delete"]
        }
        (Some(Overlay::Marks(list)), _) if list.ids.is_empty() => &[],
        (Some(Overlay::Marks(_)), _) => {
            &["open", "note-edit", "bookmark-choose", "bookmark-delete", "list-filter", "undo"]
        }
        (Some(Overlay::Help(_)), _) => &["list-filter", "down", "page-down"],
        (Some(Overlay::Note(_)), _) => &["note-save", "note-editor"],
        (Some(Overlay::Info(info)), _)
            if info.rows(app.size.width, app.look.widths).len() > app.rows_of_target() =>
        {
            &["down", "page-down"]
        }
        (Some(Overlay::Info(_) | Overlay::Hunt(_) | Overlay::Prompt(_)), _) => &[],
        (None, _) if app.reader.is_none() => &["command-line", "help", "quit"],
        (None, Pane::List) => &["open", "search", "list-filter", "bookmark-list", "help", "quit"],
        (None, Pane::Reader) if app.reader.as_ref().is_some_and(|reader| reader.selection.is_some()) => {
            &["bookmark-toggle", "copy", "copy-cited", "note-edit", "select-swap", "cancel"]
        }
        (None, Pane::Reader) if app.reader.as_ref().is_some_and(Reader::is_dump) => {
            &["dump-toggle", "search", "article-next", "help", "quit"]
        }
        (None, Pane::Reader) => &["back", "search", "bookmark-toggle", "article-next", "help", "quit"],
    };
    let scopes = app.scopes();
    let mut room = room;
    for name in names {
        let Some(command) = command::named(name) else { continue };
        let Some(id) = command::resolve(name) else { continue };
        let Some(keys) = app.keys.map.key_hint(id, &scopes) else { continue };
        let hint = command.hint();
        let doc = app.look.labels.text(&hint);
        let cells = canvas.widths.text(&keys) + 1 + canvas.widths.text(doc);
        if cells > usize::from(room.width) {
            return;
        }
        room = room.after(canvas.put(room, &keys, Role::StatusStrong) + 1);
        room = room.after(canvas.put(room, doc, Role::Status) + 2);
    }
}
