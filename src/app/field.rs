//! A box of text that the reader edits: one row for prompts, several for notes. The only user of tui-textarea.
//!
//! Guarantees: what is typed, pasted or committed by an input method arrives as the same text; hazards are left out.
//! Never: a decision about Enter and Esc; the keymap has them.

use tui_textarea::{CursorMove, Input, Key as AreaKey, TextArea};

use crate::config::key::{Code, Key};
use crate::text::hazard::is_hazard;

/// Longest text a one-row field takes from a paste, in characters; a query is not a book.
const LONGEST: usize = 10_000;

/// Longest note a paste makes, in bytes; a note is not a book either, and each frame sets it anew.
const LONGEST_NOTE: usize = 100_000;

/// How many rows a field may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// One; line ends in a paste become spaces.
    One,
    /// Any number.
    Many,
}

/// A text being edited.
#[derive(Clone, Debug)]
pub struct Field {
    area: TextArea<'static>,
    rows: Rows,
}

impl Field {
    /// A field that holds `text`, with the cursor behind it.
    pub fn new(rows: Rows, text: &str) -> Self {
        let clean = |line: &str| line.chars().filter(|&c| !is_hazard(c)).collect();
        let mut area = TextArea::new(text.split('\n').map(clean).collect());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, rows }
    }

    /// What it holds.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Its rows.
    pub fn lines(&self) -> &[String] {
        self.area.lines()
    }

    /// Where the cursor is: the row, and the byte in it.
    pub fn cursor(&self) -> (usize, usize) {
        let at = self.area.cursor();
        let (row, column) = (at.0, at.1);
        let line = self.area.lines().get(row).map_or("", String::as_str);
        let byte = line.char_indices().nth(column).map_or(line.len(), |(byte, _)| byte);
        (row, byte)
    }

    /// Edits the text by a key that the keymap did not want. Says whether the key meant anything.
    pub fn key(&mut self, key: Key) -> bool {
        let Some(code) = area_key(key.code) else { return false };
        if matches!(code, AreaKey::Enter) && self.rows == Rows::One {
            return false;
        }
        if matches!(code, AreaKey::Char(c) if is_hazard(c)) {
            return false;
        }
        let before = self.area.cursor();
        let modified = self.area.input(Input { key: code, ctrl: key.ctrl, alt: key.alt, shift: false });
        modified || before != self.area.cursor()
    }

    /// Inserts pasted text.
    pub fn paste(&mut self, text: &str) {
        let kept = text.replace("\r\n", "\n").replace('\r', "\n");
        let kept: String = kept.chars().filter(|&c| !is_hazard(c)).collect();
        match self.rows {
            Rows::Many => {
                let room = LONGEST_NOTE.saturating_sub(self.area.lines().iter().map(String::len).sum());
                self.area.insert_str(kept.chars().take(room).collect::<String>())
            }
            Rows::One => {
                let one: String =
                    kept.chars().map(|c| if c == '\n' { ' ' } else { c }).take(LONGEST).collect();
                self.area.insert_str(one)
            }
        };
    }

    /// Puts `text` in place of what it holds.
    pub fn replace(&mut self, text: &str) {
        *self = Self::new(self.rows, text);
    }
}

const fn area_key(code: Code) -> Option<AreaKey> {
    Some(match code {
        Code::Char(c) => AreaKey::Char(c),
        Code::Enter => AreaKey::Enter,
        Code::Backspace => AreaKey::Backspace,
        Code::Delete => AreaKey::Delete,
        Code::Up => AreaKey::Up,
        Code::Down => AreaKey::Down,
        Code::Left => AreaKey::Left,
        Code::Right => AreaKey::Right,
        Code::Home => AreaKey::Home,
        Code::End => AreaKey::End,
        Code::PageUp => AreaKey::PageUp,
        Code::PageDown => AreaKey::PageDown,
        Code::Tab => AreaKey::Tab,
        Code::Esc | Code::BackTab | Code::Insert | Code::F(_) => return None,
    })
}
