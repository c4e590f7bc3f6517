//! The mouse: the wheel scrolls what it is over, a click selects, opens, puts the cursor, moves the divider;
//! dragging over the text selects words.
//!
//! Guarantees: cells are looked up in the same rectangles that were painted. Never: something that the keyboard
//! cannot do.

use super::effect::Effect;
use super::event::{Mouse, MouseKind};
use super::keys::Drag;
use super::panes::Pane;
use super::{App, Stride};

/// Rows a turn of the wheel scrolls.
const WHEEL: usize = 3;

impl App {
    pub(super) fn mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        let panes = self.panes();
        if self.overlays.last().is_some() {
            match mouse.kind {
                MouseKind::WheelDown => self.move_overlay(Stride::Steps(1)),
                MouseKind::WheelUp => self.move_overlay(Stride::Steps(-1)),
                MouseKind::Press | MouseKind::Drag | MouseKind::Release => {}
            }
            return Vec::new();
        }
        let on_divider = !panes.list.is_empty() && !panes.reader.is_empty() && mouse.column == panes.reader.x;
        match (mouse.kind, panes.at(mouse.column, mouse.row)) {
            (MouseKind::WheelDown, Some(Pane::Reader)) => self.wheel(WHEEL, 0),
            (MouseKind::WheelUp, Some(Pane::Reader)) => self.wheel(0, WHEEL),
            (MouseKind::WheelDown, Some(Pane::List)) => self.wheel_list(1),
            (MouseKind::WheelUp, Some(Pane::List)) => self.wheel_list(-1),
            (MouseKind::Press, _) if on_divider => self.keys.drag = Drag::Divider,
            (MouseKind::Release, _) => self.keys.drag = Drag::Nothing,
            (MouseKind::Drag, _) if self.keys.drag == Drag::Divider => self.drag(mouse.column),
            (MouseKind::Press, Some(Pane::List)) => {
                self.set_focus(Pane::List);
                if self.desk.list.point_at(usize::from(mouse.row - panes.list.y)) {
                    self.desk.chosen = true;
                    self.follow_list();
                }
            }
            (MouseKind::Press, Some(Pane::Reader)) => {
                self.set_focus(Pane::Reader);
                let byte = self.byte_at(mouse);
                self.keys.drag = byte.map_or(Drag::Nothing, Drag::Words);
                if let Some(reader) = self.reader.as_mut() {
                    reader.selection = None;
                    reader.point_at(panes.line_at(mouse.column, mouse.row));
                }
                return self.mark_read();
            }
            (MouseKind::Drag, Some(Pane::Reader)) => {
                let byte = self.byte_at(mouse);
                if let (Drag::Words(from), Some(to), Some(reader)) =
                    (self.keys.drag, byte, self.reader.as_mut())
                    && (from != to || reader.selection.is_some())
                {
                    reader.select(from.min(reader.article().text().len()), to);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// The byte of the article at the mouse; nothing beside the text.
    fn byte_at(&self, mouse: Mouse) -> Option<usize> {
        let panes = self.panes();
        let number = panes.line_at(mouse.column, mouse.row);
        let cells = mouse.column.saturating_sub(panes.line(number).x);
        self.reader.as_ref()?.byte_at(number, usize::from(cells))
    }

    fn wheel(&mut self, down: usize, up: usize) {
        if let Some(reader) = self.reader.as_mut() {
            reader.scroll_down(down);
            reader.scroll_up(up);
        }
    }

    fn wheel_list(&mut self, by: isize) {
        self.step_list(by);
    }

    /// Moves the divider between the panes to `column`.
    fn drag(&mut self, column: u16) {
        let percent = u32::from(column) * 100 / u32::from(self.size.width.max(1));
        self.settings.list_width = u16::try_from(percent).unwrap_or(60).clamp(20, 60);
    }
}
