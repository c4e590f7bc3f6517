//! What ratatui paints on: cells to bytes, as few as possible.
//!
//! Guarantees: the cursor is moved only where it does not stand already, also behind wide glyphs; behind a glyph whose
//! width terminals do not agree on it always is; a frame is one write between the marks of a synchronized update, so
//! nothing flickers; no control character of a cell gets through. Never: a read from the terminal.

use std::fmt::Write as _;
use std::io;

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use super::modes::write_all;
use crate::text::hazard::is_hazard;
use crate::view::NAMED;

const FRAME_STARTS: &str = "\x1b[?2026h";
const FRAME_ENDS: &str = "\x1b[?2026l";

/// Colours and attributes as they were last sent.
type Look = (Color, Color, Modifier);

/// The bytes of the frame being painted, and what the terminal's state will be after them.
#[derive(Debug)]
pub(super) struct Paper {
    frame: String,
    size: Size,
    /// Where the cursor stands, if that is certain.
    at: Option<Position>,
    look: Option<Look>,
    cursor: Option<Position>,
    shown: bool,
}

impl Paper {
    /// Paper of `size` cells.
    pub(super) fn new(size: Size) -> Self {
        Self {
            frame: String::with_capacity(16 * 1024),
            size,
            at: None,
            look: None,
            cursor: None,
            shown: false,
        }
    }

    /// Paper of another size.
    pub(super) const fn resize(&mut self, size: Size) {
        self.size = size;
    }

    /// Forgets what is known of the terminal's state, because something else wrote to it.
    pub(super) const fn forget(&mut self) {
        self.at = None;
        self.look = None;
        self.shown = false;
        self.cursor = None;
    }

    /// Sends the frame.
    ///
    /// # Errors
    /// Where the terminal is gone.
    pub(super) fn send(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(self.frame.len() + 16);
        bytes.extend_from_slice(FRAME_STARTS.as_bytes());
        bytes.extend_from_slice(self.frame.as_bytes());
        bytes.extend_from_slice(FRAME_ENDS.as_bytes());
        self.frame.clear();
        write_all(&bytes)
    }

    /// Adds a control sequence of our own. A `String` takes everything.
    fn control(&mut self, sequence: std::fmt::Arguments<'_>) {
        let _ = self.frame.write_fmt(sequence);
    }

    fn move_to(&mut self, to: Position) {
        if self.at == Some(to) {
            return;
        }
        match self.at {
            Some(at) if at.y == to.y => self.control(format_args!("\x1b[{}G", to.x + 1)),
            _ => self.control(format_args!("\x1b[{};{}H", to.y + 1, to.x + 1)),
        }
        self.at = Some(to);
    }

    fn dress(&mut self, look: Look) {
        if self.look == Some(look) {
            return;
        }
        self.look = Some(look);
        let (fg, bg, modifier) = look;
        self.frame.push_str("\x1b[0");
        for (flag, code) in [
            (Modifier::BOLD, 1),
            (Modifier::DIM, 2),
            (Modifier::ITALIC, 3),
            (Modifier::UNDERLINED, 4),
            (Modifier::REVERSED, 7),
        ] {
            if modifier.contains(flag) {
                self.control(format_args!(";{code}"));
            }
        }
        self.colour(fg, 30);
        self.colour(bg, 40);
        self.frame.push('m');
    }

    /// SGR parameters for a colour; `base` is 30 for text and 40 for the background.
    fn colour(&mut self, colour: Color, base: u8) {
        match colour {
            Color::Reset => {}
            Color::Rgb(red, green, blue) => {
                self.control(format_args!(";{};2;{red};{green};{blue}", base + 8));
            }
            Color::Indexed(index) => self.control(format_args!(";{};5;{index}", base + 8)),
            named => {
                let index = NAMED.iter().position(|known| *known == named).unwrap_or(0) as u8;
                // The bright half stands 60 above the other.
                let code = if index < 8 { base + index } else { base + 52 + index };
                self.control(format_args!(";{code}"));
            }
        }
    }

    fn glyph(&mut self, symbol: &str) {
        // What is certain about its width is no hazard either.
        let mut cells = certain_cells(symbol);
        let hazard = |c: char| is_hazard(c) || c == '\n' || c == '\t';
        if cells.is_none() && (symbol.is_empty() || symbol.contains(hazard)) {
            self.frame.push(' ');
            cells = Some(1);
        } else {
            self.frame.push_str(symbol);
        }
        self.at = self.at.zip(cells).and_then(|(at, cells)| {
            let x = at.x + cells;
            // In the last column the cursor waits beside the cell, and no two terminals agree where that is.
            (x < self.size.width).then_some(Position { x, y: at.y })
        });
    }
}

/// Cells of a glyph whose width all terminals agree on; these are nearly all glyphs of a Chinese text.
fn certain_cells(symbol: &str) -> Option<u16> {
    let mut chars = symbol.chars();
    match (chars.next(), chars.next()) {
        (Some(' '..='~'), None) => Some(1),
        (Some('\u{4e00}'..='\u{9fff}' | '\u{3041}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}'), None) => Some(2),
        (Some('\u{3001}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}'), None) => Some(2),
        _ => None,
    }
}

impl Backend for Paper {
    /// Painting fills memory, which cannot fail; [`Paper::send`] can.
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), io::Error>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        for (x, y, cell) in content {
            if std::mem::take(&mut self.shown) {
                self.frame.push_str("\x1b[?25l");
            }
            self.move_to(Position { x, y });
            self.dress((cell.fg, cell.bg, cell.modifier));
            self.glyph(cell.symbol());
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> Result<(), io::Error> {
        if std::mem::take(&mut self.shown) {
            self.frame.push_str("\x1b[?25l");
        }
        self.cursor = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), io::Error> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, io::Error> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), io::Error> {
        let position = position.into();
        if self.cursor != Some(position) || self.at != Some(position) {
            self.move_to(position);
            self.cursor = Some(position);
        }
        if !std::mem::replace(&mut self.shown, true) {
            self.frame.push_str("\x1b[?25h");
        }
        Ok(())
    }

    fn clear(&mut self) -> Result<(), io::Error> {
        self.frame.push_str("\x1b[0m\x1b[2J");
        self.look = None;
        self.at = None;
        Ok(())
    }

    fn clear_region(&mut self, _region: ClearType) -> Result<(), io::Error> {
        self.clear()
    }

    fn size(&self) -> Result<Size, io::Error> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> Result<WindowSize, io::Error> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::default() })
    }

    fn flush(&mut self) -> Result<(), io::Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use ratatui::backend::Backend as _;
    use ratatui::buffer::Cell;
    use ratatui::layout::Size;

    use super::Paper;

    /// The bytes for glyphs at columns of one row, with `^` for escape.
    fn check(cells: &[(u16, &'static str)], want: &str) {
        let mut paper = Paper::new(Size { width: 20, height: 2 });
        let cells: Vec<(u16, Cell)> = cells.iter().map(|(x, symbol)| (*x, Cell::new(symbol))).collect();
        paper.draw(cells.iter().map(|(x, cell)| (*x, 0, cell))).unwrap();
        assert_eq!(paper.frame.replace('\x1b', "^"), want);
    }

    #[test]
    fn the_cursor_moves_only_where_it_has_to() {
        check(&[(0, "报"), (2, "栏"), (4, "a")], "^[1;1H^[0m报栏a");
        check(&[(0, "“"), (1, "报")], "^[1;1H^[0m“^[1;2H报");
        check(&[(0, "a"), (5, "b")], "^[1;1H^[0ma^[6Gb");
        check(&[(18, "报"), (0, "a")], "^[1;19H^[0m报^[1;1Ha");
    }

    #[test]
    fn what_is_certain_about_its_width_is_no_hazard() {
        let certain = |c: &char| super::certain_cells(c.encode_utf8(&mut [0; 4])).is_some();
        assert!(('\0'..=char::MAX).filter(certain).all(|c| !super::is_hazard(c) && c != '\n' && c != '\t'));
    }

    #[test]
    fn no_control_character_of_a_cell_gets_through() {
        check(&[(0, "\u{1b}"), (1, "\u{9b}"), (2, "")], "^[1;1H^[0m   ");
    }
}
