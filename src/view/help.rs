//! The help: keys, names and meanings of all commands, from the command table and the keymap.
//!
//! Guarantees: what stands here works. Never: a key of its own.

use ratatui::layout::{Position, Rect};

use super::canvas::{Canvas, Room};
use super::popup::{Wish, open};
use crate::app::App;
use crate::app::overlay::{Help, HelpRow};
use crate::config::message::Message;
use crate::config::theme::Role;

/// Cells of the column for keys.
const KEYS: u16 = 24;

pub(super) fn draw(app: &App, help: &Help, screen: Rect, canvas: &mut Canvas<'_, '_>) -> Option<Position> {
    let labels = &app.look.labels;
    let wish = Wish { width: 96, height: screen.height.saturating_sub(2).max(1) };
    let hint = app.close_hint();
    let mut title = labels.text("label.help-title").to_owned();
    if !help.filter.is_empty() {
        title = format!("{title}  /{}", help.filter);
    }
    let rect = open(screen, wish, (&title, &hint), canvas);
    if help.rows.is_empty() {
        let text = app.words(&Message::new("label.none-passes").arg(&help.filter));
        canvas.put(Room::in_row(rect, 0, (0, 0)), &text, Role::PopupDim);
    }
    for (y, row) in (0..rect.height).zip(help.rows.iter().skip(help.top)) {
        let room = Room::in_row(rect, y, (0, 0));
        match row {
            HelpRow::Blank => {}
            HelpRow::Scope(name) => {
                canvas.put(room, name, Role::PopupTitle);
            }
            HelpRow::Command { keys, name, doc } => {
                let narrow = rect.width < 60;
                let width = if narrow { rect.width / 3 } else { KEYS };
                // What has no key is run by its name.
                let named = format!(":{name}");
                let keys = if keys.is_empty() { &named } else { keys };
                canvas.put(Room { width: width.min(room.width), ..room }, keys, Role::Key);
                let after = room.after(width + 1);
                let used = canvas.put(Room { width: after.width, ..after }, doc, Role::Popup);
                if !narrow && *keys != named {
                    let rest = after.after(used + 2);
                    canvas.put_right(rest, &named, Role::PopupDim);
                }
            }
        }
    }
    None
}
