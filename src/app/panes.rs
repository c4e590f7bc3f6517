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
/// Least width of a column of text with its margins, where there are several: 20 字.
const COLUMN: u16 = 40 + GUTTER + 1;
/// Cells beside the text: cursor bar, mark sign, and a space on the left; one space on the right.
pub const GUTTER: u16 = 3;

/// Where everything stands. A pane that is not shown is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The list.
    pub list: Rect,
    /// The article with its margins.
    pub reader: Rect,
    /// The rows and columns that text may take inside `reader`: its first column, if there are several.
    pub text: Rect,
    /// How many columns of text stand beside each other, all as large as the first.
    pub columns: u16,
    /// Rows of each column that text stands in: all of them, or as many as make the columns of a short article alike.
    pub rows: u16,
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
    /// Most columns of text beside each other.
    pub columns: u16,
}

impl Panes {
    /// What may move up or down together: the text with what stands beside it, and the list.
    pub fn bands(&self) -> [Rect; 2] {
        let gutter = GUTTER.min(self.text.x);
        let text = Rect { x: self.text.x - gutter, width: self.text.width + gutter, ..self.text };
        [text, self.list]
    }

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
        let columns = (1..=shape.columns.max(1))
            .rev()
            .find(|&columns| columns == 1 || reader.width / columns >= COLUMN);
        let columns = columns.unwrap_or(1);
        let text = text(reader, shape.measure, columns);
        Self { list, reader, text, columns, rows: text.height, status }
    }

    /// The same for an article of so many lines that are all shown: of several columns all end at about the same row. Below
    /// one alone there is nothing to point at.
    #[must_use]
    pub fn even(self, lines: usize) -> Self {
        if self.columns < 2 {
            return self;
        }
        let rows = u16::try_from(lines.div_ceil(usize::from(self.columns))).unwrap_or(u16::MAX);
        Self { rows: rows.max(1).min(self.text.height), ..self }
    }

    /// Lines of text that are shown at once.
    pub fn lines(&self) -> usize {
        usize::from(self.text.height) * usize::from(self.columns)
    }

    /// The rectangle of the line of text with this number, from 0: down the first column, then down the next.
    pub fn line(&self, number: usize) -> Rect {
        let height = usize::from(self.rows).max(1);
        let (column, row) = (number / height, number % height);
        let x = self.text.x + u16::try_from(column).unwrap_or(u16::MAX).saturating_mul(self.pitch());
        Rect { x, y: self.text.y + row as u16, height: 1, ..self.text }
    }

    /// The number of the line of text at a cell of the reader, or of the nearest.
    pub fn line_at(&self, column: u16, row: u16) -> usize {
        let left = self.text.x.saturating_sub(GUTTER);
        let which = (column.saturating_sub(left) / self.pitch()).min(self.columns.saturating_sub(1));
        let row = row.saturating_sub(self.text.y).min(self.rows.saturating_sub(1));
        usize::from(which) * usize::from(self.rows) + usize::from(row)
    }

    /// Cells from one column of text to the next.
    const fn pitch(&self) -> u16 {
        self.text.width + GUTTER + 1
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

/// The rectangle of the first column of text: the measure, an even number of cells, all columns together in the middle,
/// below one blank row where there is room.
fn text(reader: Rect, measure: u16, columns: u16) -> Rect {
    let room = (reader.width / columns).saturating_sub(GUTTER + 1);
    let even = if room >= 4 { room & !1 } else { room };
    let width = measure.min(even);
    let left = reader.x + GUTTER.min(reader.width) + (room - width) * columns / 2;
    let top = u16::from(reader.height >= 8);
    Rect::new(left.min(reader.right()), reader.y + top, width, reader.height - top)
}

#[cfg(test)]
mod tests {
    use super::{Pane, Panes, Shape, Size, Zen};

    #[test]
    fn every_rectangle_lies_inside_the_screen_at_every_size() {
        for (width, height) in (0..230).flat_map(|width| (0..40).map(move |height| (width, height))) {
            for (focus, zen, columns) in [
                (Pane::List, Zen::Off, 1),
                (Pane::List, Zen::On, 2),
                (Pane::Reader, Zen::Off, 3),
                (Pane::Reader, Zen::Off, 2),
                (Pane::Reader, Zen::On, 3),
            ] {
                let size = Size { width, height };
                let panes = Panes::of(Shape { size, focus, zen, list_percent: 34, measure: 72, columns });
                let lines = (0..panes.lines()).map(|line| panes.line(line));
                for rect in [panes.list, panes.reader, panes.text, panes.status].into_iter().chain(lines) {
                    let fits = rect.right() <= width && rect.bottom() <= height;
                    assert!(fits, "{rect:?} in {width}x{height} {focus:?} {zen:?} {columns}");
                }
            }
        }
    }

    #[test]
    fn a_line_is_found_where_it_is_shown() {
        for (width, columns, shown) in [(80, 1, 1), (120, 2, 1), (200, 2, 2), (200, 3, 3), (300, 3, 3)] {
            let size = Size { width, height: 30 };
            let shape =
                Shape { size, focus: Pane::Reader, zen: Zen::Off, list_percent: 34, measure: 72, columns };
            let panes = Panes::of(shape);
            assert_eq!(panes.columns, shown, "{width} cells, {columns} columns");
            for panes in [panes, panes.even(0), panes.even(7), panes.even(1000)] {
                for number in 0..usize::from(panes.rows * panes.columns) {
                    let line = panes.line(number);
                    for x in [line.x, line.right() - 1] {
                        assert_eq!(panes.line_at(x, line.y), number, "{number} in {width} cells");
                    }
                }
            }
        }
    }

    #[test]
    fn the_columns_of_a_short_article_end_alike() {
        let size = Size { width: 200, height: 30 };
        let shape =
            Shape { size, focus: Pane::Reader, zen: Zen::Off, list_percent: 34, measure: 72, columns: 3 };
        for (lines, rows) in [(1, 1), (3, 1), (4, 2), (30, 10), (82, 28), (83, 28), (100, 28)] {
            assert_eq!(Panes::of(shape).even(lines).rows, rows, "{lines} lines");
            let one = Panes::of(Shape { columns: 1, ..shape });
            assert_eq!(one.even(lines), one, "{lines} lines in one column");
        }
    }
}
