//! A box over the screen: where it stands, its ground, its title and the hint at its foot.
//!
//! Guarantees: it lies inside the screen; at its edges no half glyph is left. Never: a frame of line-drawing
//! characters, whose width terminals do not agree on; the ground's colour sets it apart, and a rule of `-` where
//! there are no colours.

use ratatui::layout::Rect;

use super::canvas::{Canvas, Room};
use crate::config::theme::Role;

/// Cells on both sides of a box in which words could still be read; where there are fewer, it takes them too.
const ASIDE: u16 = 12;

/// How large a box wants to be, in cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wish {
    pub(super) width: u16,
    pub(super) height: u16,
}

/// Paints an empty box in the middle of `screen` and returns the room inside it.
pub(super) fn open(screen: Rect, wish: Wish, words: (&str, &str), canvas: &mut Canvas<'_, '_>) -> Rect {
    let (title, hint) = words;
    let aside = screen.width.saturating_sub(wish.width);
    let width = if aside < ASIDE { screen.width } else { wish.width };
    // A row of words alone above a box as wide as the screen would be read as its title. The last row is the status.
    let is_whole =
        width == screen.width && screen.height > 2 && wish.height.saturating_add(2) >= screen.height;
    let height = if is_whole { screen.height - 1 } else { wish.height.min(screen.height) };
    let rect = Rect::new(
        screen.x + (screen.width - width) / 2,
        screen.y + if is_whole { 0 } else { (screen.height - height) / 2 },
        width,
        height,
    );
    canvas.fill(rect, Role::Popup);
    let room = Room::in_row(rect, 0, (2, 2));
    let used = canvas.put(room, title, Role::PopupTitle);
    canvas.put_right(room.after(used + 2), hint, Role::PopupDim);
    if canvas.is_flat() && height > 2 {
        let rule = "-".repeat(usize::from(width));
        canvas.put(Room::in_row(rect, 1, (0, 0)), &rule, Role::Popup);
        canvas.put(Room::in_row(rect, height - 1, (0, 0)), &rule, Role::Popup);
    }
    let top = if height > 5 { 2 } else { 1 };
    let inside = height.saturating_sub(top + u16::from(height > 4));
    Rect::new(rect.x + 2.min(width), rect.y + top.min(height), width.saturating_sub(4), inside)
}
