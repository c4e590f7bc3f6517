//! How each kind of block is set: its indents and its rules.
//!
//! Guarantees: a function of the style and the block's own words, so making rows and saying where their cells are agree.
//! Never: a row made.

use std::ops::Range;

use super::breaks::Level;
use super::fill::rows_of;
use super::headline::balanced_rows;
use super::measure::{Measure, Options, Row};
use super::placed::Placed;
use super::sheet::Style;
use super::table::Columns;
use crate::article::{Article, BlockKind};
use crate::text::punctuation::Punctuated;

/// Cells that the rows of a line are set in by behind its first, so that each line is seen to begin.
const CONTINUED: usize = 4;

/// Cells that a quotation is set in by.
const QUOTED: usize = 2;

/// Widest mark of an item, in cells, under which its other rows stand.
const MARK: usize = 8;

/// How one block is set.
#[derive(Clone, Debug)]
pub struct Setting {
    kind: BlockKind,
    measure: Measure,
    /// In a table whose columns fit, those.
    columns: Option<Columns>,
}

impl Setting {
    /// The rows of `part` of the block, whose first byte is counted as `base`; they begin anew at any row's start.
    pub fn rows(&self, shown: &Punctuated<'_>, part: Range<usize>, base: usize) -> Vec<Row> {
        // What goes on has no first row.
        let indent = if part.start == 0 { self.measure.indent } else { self.measure.rest };
        let measure = Measure { indent, ..self.measure };
        match (self.kind, &self.columns) {
            (BlockKind::Kicker | BlockKind::Headline | BlockKind::Subtitle, _) => {
                balanced_rows(shown, part, base, measure)
            }
            (_, Some(columns)) => columns.rows(shown, part, (base, measure)),
            _ => rows_of(shown, part, base, measure),
        }
    }

    /// The clusters of `row` of the block, each in its cells.
    pub fn placed<'a, 'c>(&self, shown: &'c Punctuated<'a>, base: usize, row: Row) -> Placed<'a, 'c> {
        let placed = Placed::new(shown, base, row, self.measure);
        let Some(columns) = &self.columns else { return placed };
        let part = row.start.saturating_sub(base)..row.end.saturating_sub(base);
        placed.with_stops(columns.stops(shown.text(), part, self.measure))
    }
}

impl Style {
    /// How the block of `article` with this index is set.
    pub fn setting(&self, article: &Article, block: usize) -> Setting {
        let (kind, words) = article
            .blocks()
            .get(block)
            .map_or((BlockKind::Paragraph, ""), |block| (block.kind, article.block_text(block)));
        // What moves words apart, or over the edge, would move them out of their columns.
        let keep_measure_words = self.measure.options.keep_measure_words;
        let options = Options { keep_measure_words, ..Options::NONE };
        let measure = Measure { indent: 0, rest: 0, options, ..self.measure };
        let columns = article.table_at(block).and_then(|table| Columns::new(table, measure));
        let measure = if columns.is_some() { measure } else { self.measure_of(kind, words) };
        Setting { kind, measure, columns }
    }

    /// The measure of a block of this kind with these words.
    fn measure_of(&self, kind: BlockKind, words: &str) -> Measure {
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
