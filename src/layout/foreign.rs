//! Texts without Chinese words: Latin prose, Cyrillic, Korean, Thai, Arabic.
//!
//! Guarantees: they break where UAX #14 of Unicode 17 lets them. It knows nothing of words in scripts that write them together
//! (Thai, Lao, Khmer, Burmese: class SA, taken for letters): such a row ends at a space or a zero-width one. Where there is
//! none, a row of Thai or Lao ends before a vowel that is written in front of its syllable, or else where at least no
//! syllable is cut for sure. Never: a rule of Chinese print, a dictionary, a cluster cut.

use uax14_linebreak::{Linebreaks, linebreaks};

use super::filler::Place;
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

/// How well a row may end inside a run of letters, before the byte at `at` of `text`, a cluster's first.
pub(super) fn inside(text: &str, at: usize) -> Option<Place> {
    let rest = text.get(at..).unwrap_or_default();
    // All others are no Thai or Lao, and may be cut between any two.
    let here = rest.chars().next().filter(|_| rest.as_bytes().first() == Some(&0xe0));
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    match (before, here) {
        (Some(c), _) if leads(c) => None,
        (_, Some(c)) if leads(c) => Some(Place::Soft),
        (_, Some(c)) if trails(c) => None,
        _ => Some(Place::Inside),
    }
}

/// Vowels of Thai and Lao that stand before the consonant that they follow in speech (`Logical_Order_Exception`).
const fn leads(c: char) -> bool {
    matches!(c, '\u{e40}'..='\u{e44}' | '\u{ec0}'..='\u{ec4}')
}

/// Vowels and signs of Thai and Lao that begin no syllable: `ฯ ะ า ๅ ๆ` and their likes.
const fn trails(c: char) -> bool {
    matches!(c, '\u{e2f}' | '\u{e30}' | '\u{e32}' | '\u{e45}' | '\u{e46}')
        || matches!(c, '\u{eaf}' | '\u{eb0}' | '\u{eb2}' | '\u{ebd}' | '\u{ec6}')
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
