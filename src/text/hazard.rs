//! Which characters of a document must never reach a terminal, a title, a clipboard or a headless command's output.
//!
//! Guarantees: one list, used once at import (`page::lines`), where such characters are counted and kept apart as
//! *removed*; whatever leaves the program as text passes [`scrub`] if it did not come through an import.
//! Never: a decision about how dangerous text looks; the readable part of an escape sequence stays readable.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether `c` could act on a terminal, reorder its rows, or hide in them.
///
/// These are: C0 and C1 controls but tab and line feed, DEL; bidirectional marks, embeddings, overrides and
/// isolates (UAX #9); invisible characters of no width that carry no meaning in Chinese text (zero-width space,
/// word joiner, invisible operators, byte order mark, soft hyphen, Hangul fillers); line and paragraph separators;
/// interlinear annotation marks; tag characters (U+E0000 block); non-characters.
pub fn is_hazard(c: char) -> bool {
    match c {
        '\t' | '\n' | ' '..='~' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' => true,
        '\u{4e00}'..='\u{9fff}' => false,
        '\u{61c}' | '\u{180e}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => true,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => true,
        c => (c as u32) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c),
    }
}

/// `text` without its hazards, and without line ends and tabs, which become one space: fit for one row.
pub fn scrub(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| is_hazard(c) || c == '\n' || c == '\t') {
        let kept = text.chars().filter(|&c| !is_hazard(c) || c == '\r');
        Cow::Owned(kept.map(|c| if matches!(c, '\n' | '\t' | '\r') { ' ' } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// The JSON document `json` with every hazard in it written as an escape; it can stand only in a string.
pub fn escaped(json: &str) -> String {
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hazard(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to memory does not fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{is_hazard, scrub};

    #[test]
    fn a_hazard_is_what_acts_and_not_what_reads() {
        for c in
            "\0\u{7}\u{1b}\r\u{7f}\u{85}\u{9b}\u{9d}\u{202e}\u{2066}\u{200b}\u{2028}\u{e0041}\u{feff}\u{ffff}"
                .chars()
        {
            assert!(is_hazard(c), "U+{:04X} must not reach a terminal", c as u32);
        }
        for c in "\n\t 报，。“”—…·Aａ1\u{301}\u{200d}\u{e000}\u{fffd}😀".chars() {
            assert!(!is_hazard(c), "U+{:04X} is text", c as u32);
        }
    }

    #[test]
    fn scrubbing_keeps_the_readable_part_on_one_row() {
        assert_eq!(scrub("甲\u{1b}]0;乙\u{7}\n丙"), "甲]0;乙 丙");
        assert!(matches!(scrub("干净"), std::borrow::Cow::Borrowed(_)));
    }
}
