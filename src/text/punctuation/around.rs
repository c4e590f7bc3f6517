//! What stands beside a mark.
//!
//! Guarantees: a look of at most [`FAR`] characters to each side. Never: a decision.

/// Characters that are looked at on each side of a mark.
const FAR: usize = 24;

/// What a neighbour of a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// An ideograph, a syllable of Japanese, or a mark in full width.
    Han,
    /// A digit.
    Digit,
    /// A letter of any other script.
    Letter,
    /// White space.
    Space,
    /// Any other sign in half width.
    Sign,
    /// The start or end of the text.
    Edge,
}

/// Whether `c` is written in Chinese or Japanese words.
pub(super) const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}'
        | '\u{3100}'..='\u{312f}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Whether `c` is a mark that only Chinese and Japanese text has, or has in full width.
const fn is_full_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{303f}' | '\u{ff01}'..='\u{ff60}' | '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}

fn side(c: Option<char>) -> Side {
    match c {
        None => Side::Edge,
        Some(c) if is_han(c) => Side::Han,
        Some(c) if c.is_ascii_digit() => Side::Digit,
        Some(c) if c.is_whitespace() => Side::Space,
        Some(c) if is_full_mark(c) => Side::Han,
        Some(c) if c.is_alphabetic() => Side::Letter,
        Some(_) => Side::Sign,
    }
}

/// A mark in its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    before: &'a str,
    after: &'a str,
}

impl<'a> Place<'a> {
    /// The mark of one byte at `at`.
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { before: text.get(..at).unwrap_or_default(), after: text.get(at + 1..).unwrap_or_default() }
    }

    /// The character right before the mark.
    pub(super) fn left_char(self) -> Option<char> {
        self.before.chars().next_back()
    }

    /// The character right behind it.
    pub(super) fn right_char(self) -> Option<char> {
        self.after.chars().next()
    }

    /// What stands right before the mark.
    pub(super) fn left(self) -> Side {
        side(self.left_char())
    }

    /// What stands right behind it.
    pub(super) fn right(self) -> Side {
        side(self.right_char())
    }

    /// What stands before it, behind white space.
    pub(super) fn word_left(self) -> Side {
        side(self.before.chars().rev().take(FAR).find(|c| !c.is_whitespace()))
    }

    /// What stands behind it, after white space.
    pub(super) fn word_right(self) -> Side {
        side(self.after.chars().take(FAR).find(|c| !c.is_whitespace()))
    }

    /// What stands before it when marks that close there are looked through.
    pub(super) fn inner_left(self) -> Side {
        side(self.before.chars().rev().take(FAR).find(|&c| !closes(c)))
    }

    /// What stands behind it when marks that open there are looked through.
    pub(super) fn inner_right(self) -> Side {
        side(self.after.chars().take(FAR).find(|&c| !opens(c)))
    }

    /// Whether Chinese words stand near by on a side.
    pub(super) fn is_among_han(self) -> bool {
        self.before.chars().rev().take(FAR).any(is_han) || self.after.chars().take(FAR).any(is_han)
    }

    /// The digits right before it, and those right behind it, as far as they are looked at.
    pub(super) fn digits(self) -> (usize, usize) {
        let digit = |c: &char| c.is_ascii_digit();
        let left = self.before.chars().rev().take(FAR).take_while(digit).count();
        (left, self.after.chars().take(FAR).take_while(digit).count())
    }

    /// Whether it is inside an address: a run of ASCII with `://`, `www.` or `@` in it.
    pub(super) fn is_in_address(self) -> bool {
        let graphic = |c: u8| c.is_ascii_graphic();
        let before = self.before.as_bytes();
        let run = before.iter().rev().take(128).take_while(|c| graphic(**c)).count();
        let before = before.get(before.len() - run..).unwrap_or_default();
        let after = self.after.as_bytes();
        let run = after.iter().take(8).take_while(|c| graphic(**c)).count();
        let after = after.get(..run).unwrap_or_default();
        let sign = |sign: &[u8]| before.windows(sign.len()).any(|part| part == sign);
        !after.is_empty() && (sign(b"://") || sign(b"www.") || sign(b"@") || after.starts_with(b"//"))
    }
}

const fn closes(c: char) -> bool {
    matches!(c, '"' | '\'' | ')' | ']' | '}')
}

const fn opens(c: char) -> bool {
    matches!(c, '"' | '\'' | '(' | '[' | '{')
}
