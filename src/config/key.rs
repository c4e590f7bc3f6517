//! A key as the keymap writes it: `j`, `G`, `C-d`, `M-x`, `<Enter>`, `<S-Tab>`.
//!
//! Guarantees: `parse(print(key)) == key` for every key. Never: a terminal's encoding of it; `terminal::translate`
//! turns bytes into keys.

use std::fmt;

/// What was pressed, without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character, with Shift already applied: `G`, not Shift and `g`.
    Char(char),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift and Tab.
    BackTab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key, from 1.
    F(u8),
    /// Any letter from a to z or A to Z; only in a binding.
    Letter,
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// What was pressed.
    pub code: Code,
    /// With Control.
    pub ctrl: bool,
    /// With Alt (Meta).
    pub alt: bool,
}

/// The names of keys that are not characters, as written between `<` and `>`.
const NAMED: &[(&str, Code)] = &[
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("S-Tab", Code::BackTab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Insert", Code::Insert),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PageUp", Code::PageUp),
    ("PageDown", Code::PageDown),
    ("Space", Code::Char(' ')),
    ("Less", Code::Char('<')),
    ("Letter", Code::Letter),
];

impl Key {
    /// The key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// The key of a character.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// The character with Control.
    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false }
    }

    /// The character it types, where it types one.
    pub const fn text(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Splits a sequence such as `gg`, `g/`, `C-w` or `m<Enter>` into keys; `None` where a part is no key.
    ///
    /// `C-` and `M-` in front of a key add a modifier, so a sequence cannot hold the letters `C-` themselves.
    pub fn sequence(text: &str) -> Option<Vec<Self>> {
        let mut rest = text;
        let mut keys = Vec::new();
        while !rest.is_empty() {
            let (key, after) = Self::first(rest)?;
            keys.push(key);
            rest = after;
        }
        (!keys.is_empty()).then_some(keys)
    }

    fn first(text: &str) -> Option<(Self, &str)> {
        let (mut ctrl, mut alt, mut rest) = (false, false, text);
        loop {
            if let Some(after) = rest.strip_prefix("C-").filter(|after| !after.is_empty() && !ctrl) {
                (ctrl, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("M-").filter(|after| !after.is_empty() && !alt) {
                (alt, rest) = (true, after);
            } else {
                break;
            }
        }
        if let Some(named) = rest.strip_prefix('<') {
            let (name, after) = named.split_once('>')?;
            let code = match name.strip_prefix('F').and_then(|digits| digits.parse().ok()) {
                Some(number @ 1..=24) => Code::F(number),
                _ => NAMED.iter().find(|(known, _)| *known == name)?.1,
            };
            return Some((Self { code, ctrl, alt }, after));
        }
        let c = rest.chars().next()?;
        let after = rest.get(c.len_utf8()..)?;
        Some((Self { code: Code::Char(c), ctrl, alt }, after))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("C-")?;
        }
        if self.alt {
            f.write_str("M-")?;
        }
        if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == self.code) {
            return write!(f, "<{name}>");
        }
        match self.code {
            Code::Char(c) => write!(f, "{c}"),
            Code::F(number) => write!(f, "<F{number}>"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Key, NAMED};

    #[test]
    fn what_is_printed_parses_to_the_same_key() {
        let chars = "aG/?:'`1 ，／<>-C".chars().map(Code::Char);
        for code in chars.chain(NAMED.iter().map(|(_, code)| *code)).chain((1..=24).map(Code::F)) {
            for (ctrl, alt) in [(false, false), (true, false), (false, true), (true, true)] {
                let key = Key { code, ctrl, alt };
                assert_eq!(Key::sequence(&key.to_string()), Some(vec![key]), "{key}");
            }
        }
    }

    #[test]
    fn sequences_split_into_keys_or_are_refused() {
        let g = Key::char('g');
        for (text, want) in [
            ("gg", Some(vec![g, g])),
            ("g/", Some(vec![g, Key::char('/')])),
            ("C-d", Some(vec![Key::ctrl('d')])),
            ("m<Enter>", Some(vec![Key::char('m'), Key::plain(Code::Enter)])),
            ("C-", Some(vec![Key::char('C'), Key::char('-')])),
            ("<Nope>", None),
            ("<F25>", None),
            ("", None),
        ] {
            assert_eq!(Key::sequence(text), want, "{text}");
        }
    }
}
