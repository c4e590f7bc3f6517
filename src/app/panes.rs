//! The rectangles of the screen, from its size and what is shown.
//!
//! Guarantees: one function, used by `update` for paging and the mouse and by `view` for painting, so the two cannot
//! disagree; every rectangle lies inside the screen, down to 1x1. Never: a look at an article.

use ratatui::layout::Rect;

use super::event::Size;

/// Which pane has the keyboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The list of articles.
    #[default]
    List,
    /// The article.
    Reader,
}

/// Whether the article has the screen to itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zen {
    /// List and status are shown.
    #[default]
    Off,
    /// The article alone.
    On,
}

/// Under this width one pane is shown at a time.
const TWO_PANES: u16 = 72;
/// Cells beside the text: cursor bar, mark sign, and a space on the left; one space on the right.
pub const GUTTER: u16 = 3;

/// Where everything stands. A pane that is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The list.
    pub list: Rect,
    /// The article with its margins.
    pub reader: Rect,
    /// The rows and columns that text may take inside `reader`.
    pub text: Rect,
    /// The bottom row.
    pub status: Rect,
}

/// What the rectangles depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// The screen.
    pub size: Size,
    /// Which pane has the keyboard.
    pub focus: Pane,
    /// Whether the article is alone.
    pub zen: Zen,
    /// The list's share of the width, in per cent.
    pub list_percent: u16,
    /// The measure asked for, in cells.
    pub measure: u16,
}

impl Panes {
    /// The rectangles for `shape`.
    pub fn of(shape: Shape) -> Self {
        let Size { width, height } = shape.size;
        let status_rows = u16::from(height >= 3);
        let rows = height - status_rows;
        let status = Rect::new(0, rows, width, status_rows);
        let list_width = match (shape.zen, shape.focus) {
            (Zen::On, _) => 0,
            (Zen::Off, Pane::List) if width < TWO_PANES => width,
            (Zen::Off, Pane::Reader) if width < TWO_PANES => 0,
            (Zen::Off, _) => list_width(width, shape.list_percent),
        };
        let list = Rect::new(0, 0, list_width, rows);
        let reader = Rect::new(list_width, 0, width - list_width, rows);
        Self { list, reader, text: text(reader, shape.measure), status }
    }

    /// Which pane shows the cell at `column`, `row`.
    pub fn at(&self, column: u16, row: u16) -> Option<Pane> {
        let inside = |rect: Rect| rect.contains((column, row).into());
        if inside(self.list) { Some(Pane::List) } else { inside(self.reader).then_some(Pane::Reader) }
    }
}

/// A list wide enough for a headline, narrow enough to leave the text its measure.
fn list_width(width: u16, percent: u16) -> u16 {
    let share = u32::from(width) * u32::from(percent) / 100;
    (share as u16).clamp(24, 56).min(width / 2)
}

/// The text's rectangle: the measure, centred, an even number of cells, below one blank row where there is room.
fn text(reader: Rect, measure: u16) -> Rect {
    let room = reader.width.saturating_sub(GUTTER + 1);
    let even = if room >= 4 { room & !1 } else { room };
    let width = measure.min(even);
    let left = reader.x + GUTTER.min(reader.width) + (room - width) / 2;
    let top = u16::from(reader.height >= 8);
    Rect::new(left.min(reader.right()), reader.y + top, width, reader.height - top)
}

#[cfg(test)]
mod tests {
    use super::{Pane, Panes, Shape, Size, Zen};

    #[test]
    fn every_rectangle_lies_inside_the_screen_at_every_size() {
        for width in 0..130 {
            for height in 0..40 {
                for focus in [Pane::List, Pane::Reader] {
                    for zen in [Zen::Off, Zen::On] {
                        let size = Size { width, height };
                        let panes = Panes::of(Shape { size, focus, zen, list_percent: 34, measure: 72 });
                        for rect in [panes.list, panes.reader, panes.text, panes.status] {
                            let fits = rect.right() <= width && rect.bottom() <= height;
                            assert!(fits, "{rect:?} in {width}x{height} {focus:?} {zen:?}");
                        }
                    }
                }
            }
        }
    }
}
