//! A box of text that the reader edits: one row for prompts, several for notes. The only user of tui-textarea.
//!
//! Guarantees: what is typed, pasted or committed by an input method arrives as the same text; hazards are left out.
//! Never: a decision about Enter and Esc; the keymap has them.

use tui_textarea::{CursorMove, Input, Key as AreaKey, TextArea};

use crate::config::key::{Code, Key};
use crate::text::hazard::is_hazard;

/// Longest text a paste makes in a one-row field, in characters; a query is not a book.
const LONGEST: usize = 10_000;

/// Longest note a paste makes, in characters; a note is not a book either, and each frame sets it anew.
const LONGEST_NOTE: usize = 50_000;

/// How much of a paste was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// All of it.
    Whole,
    /// Its beginning; there was no room for more.
    Cut,
}

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

    /// Inserts pasted text, as much of it as there is room for.
    pub fn paste(&mut self, text: &str) -> Pasted {
        let kept = text.replace("\r\n", "\n").replace('\r', "\n");
        let kept: String = kept.chars().filter(|&c| !is_hazard(c)).collect();
        let held: usize = self.area.lines().iter().map(|line| line.chars().count()).sum();
        let room = match self.rows {
            Rows::Many => LONGEST_NOTE.saturating_sub(held),
            Rows::One => LONGEST.saturating_sub(held),
        };
        let end = kept.char_indices().nth(room).map_or(kept.len(), |(at, _)| at);
        let fitting = kept.get(..end).unwrap_or_default();
        match self.rows {
            Rows::Many => self.area.insert_str(fitting),
            Rows::One => self.area.insert_str(fitting.replace('\n', " ")),
        };
        if end < kept.len() { Pasted::Cut } else { Pasted::Whole }
    }

    /// Takes away what stands before the cursor in its row.
    pub fn erase(&mut self) {
        self.area.delete_line_by_head();
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
        Code::Esc | Code::BackTab | Code::Insert | Code::F(_) | Code::Letter => return None,
    })
}
