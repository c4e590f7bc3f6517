//! Characters out of bytes of which nobody looked yet whether they are text.
//!
//! What is searched in vain need not be looked through a second time for that. Guarantees: of a text its characters. Never: a
//! panic on any bytes.

/// The characters of some bytes, from either end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chars<'a>(pub(super) &'a [u8]);

impl Chars<'_> {
    /// The first one, which is taken away.
    #[inline]
    pub(super) fn next(&mut self) -> Option<char> {
        // Nearly all characters that are looked at.
        if let [a @ 0xe0..0xf0, b, c, rest @ ..] = self.0 {
            self.0 = rest;
            return only(&[*a, *b, *c]);
        }
        let (first, rest) = self.0.split_at_checked(length(*self.0.first()?))?;
        self.0 = rest;
        only(first)
    }

    /// The last one, which is taken away.
    pub(super) fn next_back(&mut self) -> Option<char> {
        let length = self.0.iter().rev().position(|byte| !goes_on(*byte))? + 1;
        let (rest, last) = self.0.split_at_checked(self.0.len() - length)?;
        self.0 = rest;
        only(last)
    }
}

/// How many bytes a character has that begins with this one.
pub(super) const fn length(byte: u8) -> usize {
    match byte {
        ..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0.. => 4,
    }
}

/// The character that all of `bytes` are (RFC 3629, 3). Overlong ones are not told from others: no text has them.
#[inline]
const fn only(bytes: &[u8]) -> Option<char> {
    const fn low(byte: u8) -> u32 {
        byte as u32 & 0x3f
    }
    let code = match *bytes {
        [a @ ..0x80] => a as u32,
        [a, b] => (a as u32 & 0x1f) << 6 | low(b),
        [a, b, c] => (a as u32 & 0x0f) << 12 | low(b) << 6 | low(c),
        [a, b, c, d] => (a as u32 & 0x07) << 18 | low(b) << 12 | low(c) << 6 | low(d),
        _ => return None,
    };
    char::from_u32(code)
}

/// Whether a character that began before goes on with this byte.
const fn goes_on(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// The start of the character that the byte at `at` belongs to, or the end of the bytes.
pub(super) fn boundary(bytes: &[u8], at: usize) -> usize {
    let at = at.min(bytes.len());
    let before = |back: &usize| bytes.get(at - back).is_none_or(|byte| !goes_on(*byte));
    // No character is longer than four bytes.
    at - (0..4.min(at + 1)).find(before).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Chars, boundary};
    use crate::text::cluster;

    proptest! {
        #[test]
        fn a_text_gives_its_characters_from_either_end(text in "\\PC{0,9}[\\x00-\\x7f]{0,3}", at in 0..40_usize) {
            let (mut chars, mut back) = (Chars(text.as_bytes()), Chars(text.as_bytes()));
            for c in text.chars() {
                prop_assert_eq!(chars.next(), Some(c));
            }
            for c in text.chars().rev() {
                prop_assert_eq!(back.next_back(), Some(c));
            }
            prop_assert_eq!((chars.next(), back.next_back()), (None, None));
            prop_assert_eq!(boundary(text.as_bytes(), at), cluster::boundary(&text, at));
        }

        #[test]
        fn any_bytes_come_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..40), at in 4..50_usize) {
            let (mut chars, mut back) = (Chars(&bytes), Chars(&bytes));
            while chars.next().is_some() {}
            while back.next_back().is_some() {}
            prop_assert!(boundary(&bytes, at) + 4 > at.min(bytes.len()));
        }
    }
}
