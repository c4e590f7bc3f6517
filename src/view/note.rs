//! The box in which a note is written.
//!
//! Guarantees: the real cursor stands where the next character goes, also in wrapped rows. Never: an edit.

use ratatui::layout::{Position, Rect};

use super::canvas::{Canvas, Room};
use super::popup::{Wish, open};
use crate::app::App;
use crate::app::overlay::NoteBox;
use crate::article::Span;
use crate::config::theme::Role;
use crate::layout::{Measure, Options, Row, rows};

pub(super) fn draw(app: &App, note: &NoteBox, screen: Rect, canvas: &mut Canvas<'_, '_>) -> Option<Position> {
    let wish = Wish { width: 72, height: (screen.height / 2).max(7) };
    let hint = app.close_hint();
    let rect = open(screen, wish, (app.look.labels.text("label.note-title"), &hint), canvas);
    let quote = crate::text::hazard::scrub(note.quote.trim_start_matches(['\u{3000}', ' '])).into_owned();
    canvas.put(Room::in_row(rect, 0, (0, 0)), &app.settings.punctuation.show(&quote), Role::PopupDim);
    let top = if rect.height > 4 { 2 } else { 1 };
    let area = Rect::new(rect.x, rect.y + top.min(rect.height), rect.width, rect.height.saturating_sub(top));
    let Position { x, y } = text(note, area, canvas);
    // On a screen without room for a row of text, the cursor still stands on the screen.
    Some(Position::new(x.min(screen.right().saturating_sub(1)), y.min(screen.bottom().saturating_sub(1))))
}

/// The rows of the text, scrolled so that the cursor is in `area`; returns the cursor's cell.
fn text(note: &NoteBox, area: Rect, canvas: &mut Canvas<'_, '_>) -> Position {
    let cells = usize::from(area.width).max(2);
    // What is typed stands still: no row changes for what comes after it.
    let options = Options::NONE;
    let measure = Measure { cells, widths: canvas.widths, options, ..Measure::default() };
    let (cursor_line, cursor_byte) = note.field.cursor();
    let mut set: Vec<(usize, Row)> = Vec::new();
    let mut at = (0, 0);
    for (number, line) in note.field.lines().iter().enumerate() {
        let first = set.len();
        set.extend(rows(line, 0, measure).into_iter().map(|row| (number, row)));
        if number == cursor_line {
            let row = set.iter().skip(first).rposition(|(_, row)| row.start <= cursor_byte).unwrap_or(0);
            let start = set.get(first + row).map_or(0, |(_, row)| row.start);
            let before = Span::new(start, cursor_byte).of(line);
            at = (first + row, canvas.widths.text(before));
        }
    }
    let top = (at.0 + 1).saturating_sub(usize::from(area.height));
    for (y, (number, row)) in (0..area.height).zip(set.iter().skip(top)) {
        let line = note.field.lines().get(*number).map_or("", String::as_str);
        canvas.put(
            Room::in_row(area, y, (0, 0)),
            Span::new(row.start, row.end).of(line).trim_end(),
            Role::Popup,
        );
    }
    let x = u16::try_from(at.1).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
    let y = u16::try_from(at.0.saturating_sub(top)).unwrap_or(u16::MAX).min(area.height.saturating_sub(1));
    Position::new(area.x + x, area.y + y)
}
