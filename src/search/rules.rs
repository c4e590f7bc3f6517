//! What a search takes for the same and what it passes over: the reader's choices.
//!
//! Guarantees: one answer to «may this be passed over», for letters and for pinyin. Never: a choice of its own.

use super::pinyin::Notation;
use crate::text::same::{is_han, is_mark};

/// Most characters passed over between two of a match: an indent, the rest of a row; no more, or hostile text would cost
/// a look at all of it for each of its characters.
pub const LONGEST_GAP: usize = 64;

/// Which white space may stand inside a match, beside a Han character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gaps {
    /// None.
    None,
    /// Spaces of all kinds: a row's end, an indent, a seam.
    #[default]
    Spaces,
    /// The ends of paragraphs too.
    Paragraphs,
}

/// Whether marks count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marks {
    /// They do.
    #[default]
    Kept,
    /// Query and text are compared without them.
    Ignored,
}

/// The reader's choices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// White space inside a match.
    pub gaps: Gaps,
    /// Marks inside a match.
    pub marks: Marks,
    /// How Latin letters stand for characters.
    pub notation: Notation,
    /// Whether a word of which one character is wrong is looked for behind the word itself ([`super::Query::slipped`]).
    pub typo: bool,
}

impl Rules {
    /// Whether `c` is of the kind that may be passed over somewhere.
    pub fn passes_over(self, c: char) -> bool {
        match c {
            '\n' | '\u{2028}' | '\u{2029}' => self.gaps == Gaps::Paragraphs,
            c if c.is_whitespace() => self.gaps != Gaps::None,
            c => self.marks == Marks::Ignored && is_mark(c),
        }
    }

    /// Whether something may be passed over between these two.
    pub fn may_gap(self, left: char, right: char) -> bool {
        match (self.gaps, self.marks) {
            (Gaps::None, Marks::Kept) => false,
            (_, Marks::Ignored) => true,
            (_, Marks::Kept) => is_han(left) || is_han(right),
        }
    }

    /// The characters of a query that are looked for: all, or those that are not passed over where there are any.
    pub(super) fn wanted(self, chars: impl Iterator<Item = char>) -> Vec<char> {
        let all: Vec<char> = chars.collect();
        if self.marks == Marks::Kept {
            return all;
        }
        let kept: Vec<char> = all.iter().copied().filter(|&c| !self.passes_over(c)).collect();
        if kept.is_empty() { all } else { kept }
    }
}
