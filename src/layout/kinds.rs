//! How each kind of block is set: its indents and its rules.
//!
//! Guarantees: a function of the style and the block's own words, so making rows and saying where their cells are agree.
//! Never: a row made.

use super::breaks::Level;
use super::measure::{Measure, Options};
use super::sheet::Style;
use crate::article::BlockKind;

/// Cells that the rows of a line are set in by behind its first, so that each line is seen to begin.
const CONTINUED: usize = 4;

/// Cells that a quotation is set in by.
const QUOTED: usize = 2;

/// Widest mark of an item, in cells, under which its other rows stand.
const MARK: usize = 8;

impl Style {
    /// The measure of a block of this kind with these words.
    pub fn measure_of(&self, kind: BlockKind, words: &str) -> Measure {
        let plain = Measure { indent: 0, rest: 0, ..self.measure };
        match kind {
            BlockKind::Paragraph => Measure { rest: 0, ..self.measure },
            BlockKind::Item => {
                let mark = self.measure.widths.text(words.get(..mark(words)).unwrap_or_default());
                Measure { rest: if mark > MARK { 0 } else { mark }, ..plain }
            }
            BlockKind::Quote => Measure { indent: QUOTED, rest: QUOTED + mark_of_quotation(words), ..plain },
            BlockKind::Verse => Measure { rest: CONTINUED, ..plain },
            // A cell means something in it, and its words may be none.
            BlockKind::Code => {
                let rest = words.bytes().take_while(|byte| *byte == b' ').count() + CONTINUED;
                Measure { rest: rest.min(2 * MARK), level: Level::None, options: Options::NONE, ..plain }
            }
            BlockKind::Table => Measure { level: Level::None, options: Options::NONE, ..plain },
            BlockKind::Kicker
            | BlockKind::Headline
            | BlockKind::Subtitle
            | BlockKind::Byline
            | BlockKind::Heading
            | BlockKind::Caption => plain,
        }
    }
}

/// Bytes of the mark of an item and the white space behind it: `- `, `●`, `12. `, `（三）`.
fn mark(words: &str) -> usize {
    let number = |c: char| c.is_ascii_digit() || matches!(c, '(' | '（');
    let mark = match words.chars().next() {
        Some(c) if number(c) => {
            let digits = words.find(|c| !number(c)).unwrap_or(0);
            let closing = words.get(digits..).and_then(|rest| rest.chars().next());
            digits + closing.map_or(0, char::len_utf8)
        }
        Some(c) => c.len_utf8(),
        None => 0,
    };
    let rest = words.get(mark..).unwrap_or_default();
    words.len() - rest.trim_start().len()
}

/// Cells of the marks of a quotation: `> ` once or several times.
fn mark_of_quotation(words: &str) -> usize {
    words.bytes().take(MARK).take_while(|byte| matches!(byte, b'>' | b' ')).count()
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn an_item_begins_with_its_mark() {
        for (words, want) in
            [("- 灯", 2), ("●灯", 3), ("12. 灯", 4), ("（3）灯", 7), ("1、灯", 4), ("①　灯", 6), ("", 0)]
        {
            assert_eq!(mark(words), want, "{words}");
        }
    }
}
