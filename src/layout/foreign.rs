//! Texts without Chinese words: Latin prose, Cyrillic, Korean, Thai, Arabic.
//!
//! Guarantees: they break where UAX #14 of Unicode 17 lets them, which knows nothing of words in scripts that write
//! them together: such a row ends at a space, or anywhere if there is none. Never: a rule of Chinese print.

use uax14_linebreak::{Linebreaks, linebreaks};

use crate::text::punctuation::STRETCH;

/// Whether no Chinese or Japanese word or mark stands in `text`, a block, or in as much of it as is looked at: so much
/// that the answer is the same for all that is laid out of it.
pub(super) fn is_foreign(text: &str) -> bool {
    let looked_at = text.as_bytes().get(..STRETCH).unwrap_or(text.as_bytes());
    let next = |at: usize| looked_at.get(at + 1).copied().unwrap_or_default();
    !looked_at.iter().enumerate().any(|(at, byte)| match byte {
        0xe4..=0xe9 => true,
        // All from U+3000 on but the ideographic space, which indents any text.
        0xe3 => (next(at), next(at + 1)) != (0x80, 0x80),
        // Compatibility ideographs and full-width forms; ideographs of the supplementary planes.
        0xef => matches!(next(at), 0xa4..=0xab | 0xbc..=0xbf),
        0xf0 => matches!(next(at), 0xa0..=0xbf),
        _ => false,
    })
}

/// Where a text may be broken, asked in the order of its bytes.
#[derive(Clone, Debug)]
pub(super) struct Opportunities<'a> {
    breaks: Linebreaks<'a>,
    from: usize,
    /// The next one that was not asked for yet.
    next: usize,
}

impl<'a> Opportunities<'a> {
    /// Those of `text` behind `from`.
    pub(super) fn new(text: &'a str, from: usize) -> Self {
        Self { breaks: linebreaks(text.get(from..).unwrap_or_default()), from, next: from }
    }

    /// Whether a row may end before the byte at `at`; not to be asked of one before the last one.
    pub(super) fn contains(&mut self, at: usize) -> bool {
        while self.next < at {
            self.next = self.breaks.next().map_or(usize::MAX, |(place, _)| self.from + place);
        }
        self.next == at
    }
}

#[cfg(test)]
mod tests {
    use super::{Opportunities, is_foreign};

    #[test]
    fn a_text_is_foreign_without_chinese_words() {
        for (text, want) in [
            ("", true),
            ("Ships and boats", true),
            ("\u{3000}Ships “and” boats…", true),
            ("배가 왔다", true),
            ("เรือมาแล้ว", true),
            ("Ships，boats", false),
            ("a 船", false),
            ("ふね", false),
            ("𠀀", false),
            ("😀", true),
        ] {
            assert_eq!(is_foreign(text), want, "{text}");
        }
    }

    #[test]
    fn opportunities_are_those_of_unicode() {
        let text = "xx Ships and well-known boats";
        let mut there = Opportunities::new(text, 3);
        let places: Vec<usize> = (4..text.len()).filter(|at| there.contains(*at)).collect();
        assert_eq!(places, [9, 13, 18, 24]);
    }
}
