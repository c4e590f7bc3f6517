//! The box of a search through all there is: what pinyin may mean, headlines with what stands around their matches, and of
//! the one selected all that was found.
//!
//! Guarantees: the selected one is on the screen; matches are those of the query that was run. Never: a text searched here
//! but for the marks in the headlines on the screen.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use ratatui::layout::{Position, Rect};

use super::canvas::{Canvas, Room, rows_of};
use super::popup::{Wish, open};
use crate::app::{App, Hunt};
use crate::article::Span;
use crate::config::message::Message;
use crate::config::theme::Role;
use crate::library::{Hit, Sample};
use crate::search::Field;

/// Rows of a hit: its headline, what stands around the first match.
const ROWS: u16 = 2;

/// Rows of what was found in the one selected, with the blank one above it, on screens that have room for it.
const PREVIEW: u16 = 8;

/// Rows of a screen that has.
const SCREEN: u16 = 30;

/// Rows at the foot of the screen for the prompt, and for what is wrong with what is typed.
const PROMPT: u16 = 2;

pub(super) fn draw(app: &App, hunt: &Hunt, screen: Rect, canvas: &mut Canvas<'_, '_>) -> Option<Position> {
    let screen = Rect { height: screen.height.saturating_sub(PROMPT), ..screen };
    let wish = Wish { width: screen.width.saturating_sub(4).clamp(40, 120), height: screen.height };
    let title = app.look.labels.text("label.everything-title").to_owned();
    let mut inside = open(screen, wish, (&title, &progress(app, hunt)), canvas);
    if !hunt.candidates.is_empty() {
        candidates(hunt, Room::in_row(inside, 0, (0, 0)), canvas);
        inside = below(inside, 2);
    }
    if hunt.hits.is_empty() {
        explain(app, hunt, inside, canvas);
        return None;
    }
    let preview = if screen.height + PROMPT >= SCREEN { PREVIEW.min(inside.height / 2) } else { 0 };
    let list = Rect { height: inside.height - preview, ..inside };
    let fit = usize::from((list.height / ROWS).max(1));
    let top = hunt.selected.saturating_sub(fit - 1);
    for (slot, hit) in hunt.hits.iter().enumerate().skip(top).take(fit) {
        let y = u16::try_from(slot - top).unwrap_or(u16::MAX).saturating_mul(ROWS);
        let height = ROWS.min(list.height.saturating_sub(y));
        let area = Rect::new(list.x.saturating_sub(1), list.y + y, list.width + 2, height);
        let role = if slot == hunt.selected { Role::PopupSelected } else { Role::Popup };
        canvas.fill(area, role);
        one(app, (hunt, hit), area, role, canvas);
    }
    if let Some(hit) = hunt.hits.get(hunt.selected).filter(|_| preview > 0) {
        let area = Rect { y: list.bottom() + 1, height: preview - 1, ..inside };
        found(app, hit, area, canvas);
    }
    None
}

fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// How many articles answer, and how many pages are still to be looked at.
fn progress(app: &App, hunt: &Hunt) -> String {
    let progress = hunt.progress;
    let message = match (&hunt.query, progress.done) {
        (None, _) => return app.close_hint(),
        (Some(_), true) if progress.articles > hunt.hits.len() => {
            Message::new("label.everything-first").arg(hunt.hits.len()).arg(progress.articles)
        }
        (Some(_), true) => Message::new("label.everything-found").arg(progress.articles),
        (Some(_), false) => {
            let articles = progress.articles.max(hunt.hits.len());
            Message::new("label.everything-counting").arg(articles).arg(progress.looked).arg(progress.all)
        }
    };
    app.look.labels.say(&message)
}

/// What the query in pinyin may mean, with how often that stands there.
fn candidates(hunt: &Hunt, mut room: Room, canvas: &mut Canvas<'_, '_>) {
    for (index, candidate) in hunt.candidates.iter().enumerate() {
        let role = if hunt.taken == Some(index) { Role::PopupSelected } else { Role::Key };
        let count = candidate.count.to_string();
        let cells = canvas.widths.text(&candidate.text) + 1 + count.len();
        if cells > usize::from(room.width) {
            return;
        }
        room = room.after(canvas.put(room, &candidate.text, role) + 1);
        room = room.after(canvas.put(room, &count, Role::PopupDim) + 2);
    }
}

/// Why there is nothing to be seen, and what can be typed.
fn explain(app: &App, hunt: &Hunt, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let articles = app.desk.shelf.entries().len();
    let said = match &hunt.query {
        None => Message::new("label.everything-empty").arg(articles),
        Some(query) if hunt.progress.done => {
            Message::new("label.everything-none").arg(query.typed()).arg(articles)
        }
        Some(_) => Message::new("label.everything-looking"),
    };
    let (said, widths) = (app.words(&said), canvas.widths);
    let rows = said.split('\n').flat_map(|line| rows_of(line, usize::from(area.width), widths));
    for (y, row) in (0..area.height).zip(rows.chain(hunt.failures.iter().map(String::as_str))) {
        canvas.put(Room::in_row(area, y, (0, 0)), row, Role::Popup);
    }
}

fn one(app: &App, (hunt, hit): (&Hunt, &Hit), area: Rect, role: Role, canvas: &mut Canvas<'_, '_>) {
    let shade = if role == Role::PopupSelected { role } else { Role::PopupDim };
    let first = Room::in_row(area, 0, (1, 1));
    let about = [hit.date.as_deref(), hit.paper.as_deref().or_else(|| hit.source.file_name()?.to_str())];
    let about: Vec<&str> = about.into_iter().flatten().collect();
    let taken = canvas.put_right(first.after(first.width / 2), &about.join("  "), shade);
    let room = Room { width: first.width.saturating_sub(taken + 2), ..first };
    marked(app, room, (&hit.headline, &headline_marks(hunt, hit)), role, canvas);
    let second = Room::in_row(area, 1, (3, 1));
    let more = if hit.more { "+" } else { "" };
    // Where no word is asked, there is nothing to count.
    let count = if hit.count > 0 { format!("{}{more}", hit.count) } else { String::new() };
    let slip = if hit.slip { app.look.labels.text("label.everything-slip") } else { "" };
    let count = format!("{slip} {count}");
    let taken = canvas.put_right(second, count.trim(), shade);
    let room = Room { width: second.width.saturating_sub(taken + 2), ..second };
    if let Some(sample) = hit.samples.first() {
        around(app, room, sample, shade, canvas);
    }
}

/// The matches in a headline.
fn headline_marks(hunt: &Hunt, hit: &Hit) -> Vec<Range<usize>> {
    let parts = [(Field::Title, Span::new(0, hit.headline.len()))];
    let never = AtomicBool::new(false);
    let hits = hunt.query.as_ref().and_then(|query| query.marks(&hit.headline, &parts, &never));
    hits.unwrap_or_default().spans.iter().map(|span| span.start..span.end).collect()
}

/// What stands around a match, which stands no further right than the middle of `room`.
fn around(app: &App, room: Room, sample: &Sample, role: Role, canvas: &mut Canvas<'_, '_>) {
    let text = &sample.context;
    let first = sample.marks.first().map_or(0, |mark| mark.start);
    let before = text.get(..first).unwrap_or_default();
    let mut left = canvas.widths.text(before);
    let cut = before.char_indices().find(|(_, c)| {
        let fits = left * 2 <= usize::from(room.width);
        left -= canvas.widths.text(c.encode_utf8(&mut [0; 4])).min(left);
        fits
    });
    let from = cut.map_or(first, |(at, _)| at);
    let shown = text.get(from..).unwrap_or_default();
    let marks: Vec<Range<usize>> =
        sample.marks.iter().map(|mark| mark.start - from..mark.end - from).collect();
    marked(app, room, (shown, &marks), role, canvas);
}

/// All that was found in the selected one.
fn found(app: &App, hit: &Hit, area: Rect, canvas: &mut Canvas<'_, '_>) {
    let mut y = 0;
    for sample in &hit.samples {
        let mut from = 0;
        for row in rows_of(&sample.context, usize::from(area.width), canvas.widths) {
            // Rows are given without the spaces at their ends.
            from += sample.context.get(from..).and_then(|rest| rest.find(row)).unwrap_or(0);
            let inside = |mark: &Range<usize>| {
                let (start, end) = (mark.start.max(from), mark.end.min(from + row.len()));
                (start < end).then(|| start - from..end - from)
            };
            let marks: Vec<Range<usize>> = sample.marks.iter().filter_map(inside).collect();
            marked(app, Room::in_row(area, y, (0, 0)), (row, &marks), Role::Popup, canvas);
            from += row.len();
            y += 1;
        }
    }
}

/// Words of a document with matches in them.
fn marked(
    app: &App,
    room: Room,
    (text, marks): (&str, &[Range<usize>]),
    role: Role,
    canvas: &mut Canvas<'_, '_>,
) {
    // What is shown for a character is one character, of whatever length.
    let shown = app.shown(text);
    let starts: Vec<usize> = shown.char_indices().map(|(at, _)| at).chain([shown.len()]).collect();
    let place = |at: usize| {
        let characters = text.get(..at).unwrap_or(text).chars().count();
        starts.get(characters).copied().unwrap_or(shown.len())
    };
    let mut edges: Vec<usize> = marks.iter().flat_map(|mark| [place(mark.start), place(mark.end)]).collect();
    edges.push(shown.len());
    let (mut from, mut room) = (0, room);
    for (index, to) in edges.into_iter().enumerate() {
        let role = if index % 2 == 1 { Role::Match } else { role };
        room = room.after(canvas.put(room, shown.get(from..to).unwrap_or_default(), role));
        from = to;
    }
}
