//! Which marks of a stretch are shown in full width.
//!
//! Guarantees: linear; pairs whole or not at all; changes in the order of the text. Never: a look outside the stretch
//! but at a mark's neighbours.

use std::ops::Range;

use super::Change;
use super::around::{Place, Side, is_han};
use crate::text::cluster::is_alone;

/// Adds the changes of `stretch`, bytes of `text`, to `changes`.
pub(super) fn plan(text: &str, stretch: Range<usize>, changes: &mut Vec<Change>) {
    let first = changes.len();
    let mut walk = Walk { text, changes, han: 0, brackets: Vec::new(), double: None, single: None };
    let bytes = text.as_bytes();
    let mut at = stretch.start;
    while at < stretch.end
        && let Some(&byte) = bytes.get(at)
    {
        // Most of a page are ideographs, which are told by their first byte, and marks are few.
        match byte {
            0xe5..=0xe9 => {
                walk.han += 1;
                at += 3;
            }
            0..=0x7f => {
                if is_mark(byte) {
                    walk.see(at, char::from(byte));
                }
                at += 1;
            }
            // No ideograph and no mark of ours is below U+3000, but for ASCII.
            0xc0..=0xdf => at += 2,
            0xe0..=0xe2 => at += 3,
            _ => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                walk.see(at, c);
                at += c.len_utf8();
            }
        }
    }
    if let Some(new) = changes.get_mut(first..) {
        // What closes is known before what opened it.
        new.sort_unstable_by_key(|(at, _)| *at);
    }
}

/// Whether a byte is one of the marks that may be shown in full width.
const fn is_mark(byte: u8) -> bool {
    matches!(byte, b'!' | b'"' | b'\'' | b'(' | b')' | b',' | b':' | b';' | b'?')
}

/// An opening mark that waits for its other half.
#[derive(Clone, Copy, Debug)]
struct Opened {
    at: usize,
    /// Chinese characters before it in the stretch.
    han: usize,
    is_full: bool,
}

struct Walk<'a, 'c> {
    text: &'a str,
    changes: &'c mut Vec<Change>,
    /// Chinese characters so far.
    han: usize,
    brackets: Vec<Opened>,
    double: Option<Opened>,
    single: Option<Opened>,
}

impl Walk<'_, '_> {
    fn see(&mut self, at: usize, c: char) {
        match c {
            // A mark that carries another, or is carried, is a sign of its own kind, and no half of a pair.
            ',' | ':' | ';' | '!' | '?' | '(' | ')' | '"' | '\'' | '（' | '）'
                if !is_alone(self.text, at) => {}
            ',' | ':' | ';' | '!' | '?' => {
                if let Some(full) = pause(c, self.text, at) {
                    self.changes.push((at, full));
                }
            }
            '(' | '（' => self.brackets.push(Opened { at, han: self.han, is_full: c == '（' }),
            ')' | '）' => self.close(at, c),
            '"' => self.double(at),
            '\'' => self.single(at),
            c if is_han(c) => self.han += 1,
            _ => {}
        }
    }

    /// Whether there are Chinese words between an opening mark and the mark at `at`, or right outside of the two.
    fn is_among_han(&self, opened: Opened, at: usize) -> bool {
        self.han > opened.han
            || Place::new(self.text, opened.at).word_left() == Side::Han
            || Place::new(self.text, at).word_right() == Side::Han
    }

    /// Whether a bracket belongs to the sign before it, as in `f(x)` and in links of Markdown.
    fn is_code(&self, opened: Opened) -> bool {
        let before = Place::new(self.text, opened.at).left_char();
        before == Some(']')
            || self.han == opened.han && before.is_some_and(|c| c.is_ascii_lowercase() || c == '_')
    }

    fn pair(&mut self, opened: Opened, at: usize, full: (&'static str, &'static str)) {
        self.changes.push((opened.at, full.0));
        self.changes.push((at, full.1));
    }

    fn close(&mut self, at: usize, c: char) {
        let Some(opened) = self.brackets.pop() else { return };
        match (opened.is_full, c) {
            (true, ')') => self.changes.push((at, "）")),
            (false, '）') => self.changes.push((opened.at, "（")),
            (false, ')') if self.is_among_han(opened, at) && !self.is_code(opened) => {
                self.pair(opened, at, ("（", "）"));
            }
            _ => {}
        }
    }

    /// A straight quotation mark opens or closes by turns, but for where its neighbours say which it is.
    fn double(&mut self, at: usize) {
        let place = Place::new(self.text, at);
        self.single = None;
        match self.double.filter(|_| !opens(place)) {
            None if closes(place) && !opens(place) => {}
            None => self.double = Some(Opened { at, han: self.han, is_full: false }),
            Some(opened) => {
                self.double = None;
                if self.is_among_han(opened, at) {
                    self.pair(opened, at, ("“", "”"));
                }
            }
        }
    }

    /// Single ones are apostrophes, feet and minutes as well: they are a pair where Chinese words are inside.
    fn single(&mut self, at: usize) {
        let place = Place::new(self.text, at);
        let word = |side| matches!(side, Side::Letter | Side::Digit);
        let opened = self.single.take().filter(|opened| self.han > opened.han);
        match opened {
            Some(opened) if !word(place.right()) && place.left() != Side::Space => {
                self.pair(opened, at, ("‘", "’"));
            }
            _ if !word(place.left()) && !matches!(place.right(), Side::Space | Side::Edge) => {
                self.single = Some(Opened { at, han: self.han, is_full: false });
            }
            _ => {}
        }
    }
}

/// Whether a quotation mark can only be an opening one.
fn opens(place: Place<'_>) -> bool {
    let before = place.left_char().is_none_or(|c| c.is_whitespace() || ":：(（《【〈「『“‘".contains(c));
    before && !is_behind_words(place.right_char())
}

/// Whether a quotation mark can only be a closing one.
fn closes(place: Place<'_>) -> bool {
    is_behind_words(place.right_char()) && !place.left_char().is_none_or(char::is_whitespace)
}

/// Whether `c` is what follows a quotation and does not begin one.
fn is_behind_words(c: Option<char>) -> bool {
    c.is_none_or(|c| c.is_whitespace() || ",;:!?)，。、；：！？）》】〉」』”’".contains(c))
}

/// What is shown for a pause or stop, if it is not left as it is.
fn pause(c: char, text: &str, at: usize) -> Option<&'static str> {
    let full = match c {
        ',' => "，",
        ':' => "：",
        ';' => "；",
        '!' => "！",
        _ => "？",
    };
    (is_beside_ideograph(text.as_bytes(), at) || is_chinese(c, Place::new(text, at))).then_some(full)
}

/// Whether an ideograph stands right before the byte at `at` or right behind it, told by its first byte of three.
fn is_beside_ideograph(bytes: &[u8], at: usize) -> bool {
    let is_first = |byte: Option<&u8>| byte.is_some_and(|byte| matches!(byte, 0xe5..=0xe9));
    is_first(bytes.get(at + 1)) || is_first(at.checked_sub(3).and_then(|at| bytes.get(at)))
}

fn is_chinese(c: char, place: Place<'_>) -> bool {
    use Side::{Digit, Edge, Han, Letter, Sign, Space};
    if place.left() == Han || place.right() == Han {
        return true;
    }
    match (place.inner_left(), place.inner_right()) {
        (Han, _) | (_, Han) => true,
        (_, Space) => place.word_right() == Han,
        (Space | Edge, _) => false,
        (Letter | Digit | Sign, Edge) => place.is_among_han(),
        (left, right) => {
            let parts =
                if (left, right) == (Digit, Digit) { is_list(c, place) } else { matches!(c, ',' | ';') };
            parts && place.is_among_han() && !place.is_in_address()
        }
    }
}

/// Whether a mark between digits parts two numbers. A comma before three digits is inside of one, a colon is a time's
/// or a score's.
fn is_list(c: char, place: Place<'_>) -> bool {
    let (left, right) = place.digits();
    match c {
        ',' => left > 3 || right != 3,
        c => c == ';',
    }
}
