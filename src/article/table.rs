//! Tables: which rows belong together, where their cells are, how wide their columns would like to be.
//!
//! Guarantees: measured over every row, once, when the article is built, in time that grows with its text; a cell is a
//! range of its row's bytes without the white space at its ends. Never: a column's place on a screen; a row changed.

use std::ops::Range;

use super::{Block, BlockKind};
use crate::text::width::{Ambiguous, Widths};

/// Most columns of a table; what has more is shown row by row.
const COLUMNS: usize = 16;

/// Longest row of a table, in bytes; a longer one is prose or data, and shows nothing by its columns.
const ROW: usize = 4 * 1024;

/// What parts the cells of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// Upright strokes, as in Markdown; one behind a backslash is a word's own (GFM 4.10).
    Strokes,
    /// Tabulators.
    Tabs,
    /// Two blanks or more.
    Blanks,
}

/// Where a cell's words stand in a column that is wider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At its left edge.
    #[default]
    Left,
    /// In its middle.
    Centre,
    /// At its right edge.
    Right,
}

/// A column over all rows of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Cells of its widest words where ambiguous characters take one cell, and where they take two.
    widest: [usize; 2],
    /// Where its words stand.
    pub align: Align,
}

impl Column {
    /// Cells of its widest words.
    pub const fn cells(&self, ambiguous: Ambiguous) -> usize {
        self.widest[ambiguous as usize]
    }
}

/// Rows that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its rows, as indices of blocks.
    pub blocks: Range<usize>,
    /// What parts its cells.
    pub ruling: Ruling,
    /// Whether a stroke stands before its first column.
    pub is_edged: bool,
    /// Its columns, two at least.
    pub columns: Vec<Column>,
}

impl Ruling {
    const ALL: [Self; 3] = [Self::Strokes, Self::Tabs, Self::Blanks];

    /// What parts the cells of `row`, each a range of its bytes.
    pub fn marks(self, row: &str) -> Vec<Range<usize>> {
        let mark = match self {
            Self::Strokes => b'|',
            Self::Tabs => b'\t',
            Self::Blanks => return blanks(row),
        };
        let escaped = |at: usize| at > 0 && row.as_bytes().get(at - 1) == Some(&b'\\');
        let places = memchr::memchr_iter(mark, row.as_bytes());
        places.filter(|at| mark != b'|' || !escaped(*at)).map(|at| at..at + 1).collect()
    }

    /// The cells of `row`, empty ones too.
    pub fn cells(self, row: &str) -> Vec<Range<usize>> {
        let marks = self.marks(row);
        let ends = marks.iter().map(|mark| mark.start).chain([row.len()]);
        let starts = std::iter::once(0).chain(marks.iter().map(|mark| mark.end));
        let mut cells: Vec<_> = starts.zip(ends).map(|(start, end)| trimmed(row, start..end)).collect();
        if self == Self::Strokes {
            // Before the first stroke and behind the last one there is a cell only where words are.
            if is_edged(row) {
                cells.remove(0);
            }
            if cells.last().is_some_and(Range::is_empty) {
                cells.pop();
            }
        }
        cells
    }

    /// Whether it parts each of `rows`.
    fn parts<'a>(self, mut rows: impl Iterator<Item = &'a str>) -> bool {
        rows.all(|row| self.marks(row).len() > usize::from(self == Self::Strokes))
    }
}

/// Whether `row` begins with a stroke.
fn is_edged(row: &str) -> bool {
    row.trim_start().starts_with('|')
}

/// Runs of two blanks or more between words.
fn blanks(row: &str) -> Vec<Range<usize>> {
    let start = row.len() - row.trim_start().len();
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, c) in row.trim_end().char_indices().filter(|(at, c)| *at >= start && is_blank(*c)) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + c.len_utf8(),
            _ => runs.push(at..at + c.len_utf8()),
        }
    }
    runs.retain(|run| row.get(run.clone()).is_some_and(|run| run.chars().count() > 1));
    runs
}

const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{3000}')
}

/// `cell` without the white space at its ends.
fn trimmed(row: &str, cell: Range<usize>) -> Range<usize> {
    let words = row.get(cell.clone()).unwrap_or_default();
    let body = words.trim_end();
    let end = cell.start + body.len();
    end - body.trim_start().len()..end
}

/// The alignment that a cell of the row under the heads asks for: `:--`, `:-:`, `--:`; nothing where it is no such cell.
fn rule(cell: &str) -> Option<Align> {
    let dashes = cell.trim_matches(':');
    let is_rule = !dashes.is_empty() && dashes.bytes().all(|byte| matches!(byte, b'-' | b'='));
    is_rule.then(|| match (cell.starts_with(':'), cell.ends_with(':')) {
        (true, true) => Align::Centre,
        (false, true) => Align::Right,
        _ => Align::Left,
    })
}

/// Whether words are a number as tables have it: with its sign, currency, separators or percent.
fn is_number(cell: &str) -> bool {
    let belongs = |c: char| c.is_ascii_digit() || "０１２３４５６７８９,.:+-−±/ %％‰￥¥$€".contains(c);
    cell.chars().any(char::is_numeric) && cell.chars().all(belongs)
}

/// What the cells of a column are, row by row.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    column: Column,
    /// What a rule asks for.
    asked: Option<Align>,
    numbers: usize,
    /// Words below the first row that are no number.
    words: usize,
}

impl Sum {
    fn add(&mut self, cell: &str, row: usize) {
        if let Some(align) = rule(cell) {
            self.asked = Some(align).filter(|_| cell.contains(':')).or(self.asked);
            return;
        }
        // Large tables are data, and data is ASCII.
        let cells = |policy| if cell.is_ascii() { cell.len() } else { Widths::new(policy).text(cell) };
        let widths = [Ambiguous::Narrow, Ambiguous::Wide].map(cells);
        for (widest, width) in self.column.widest.iter_mut().zip(widths) {
            *widest = width.max(*widest);
        }
        self.numbers += usize::from(is_number(cell));
        self.words += usize::from(row > 0 && !cell.is_empty() && !is_number(cell));
    }

    fn finish(self) -> Column {
        let is_numeric = self.numbers > 0 && self.words == 0;
        let own = if is_numeric { Align::Right } else { Align::Left };
        Column { align: self.asked.unwrap_or(own), ..self.column }
    }
}

impl Table {
    /// The table that `rows` are, which stand in the blocks from `first` on; nothing where their cells are not parted in
    /// one way, or are too many.
    fn of(first: usize, rows: &[&str]) -> Option<Self> {
        if rows.len() < 2 || rows.iter().any(|row| row.len() > ROW) {
            return None;
        }
        let ruling = Ruling::ALL.into_iter().find(|ruling| ruling.parts(rows.iter().copied()))?;
        let mut sums: Vec<Sum> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let cells = ruling.cells(row);
            if cells.len() > COLUMNS {
                return None;
            }
            sums.resize(sums.len().max(cells.len()), Sum::default());
            for (sum, cell) in sums.iter_mut().zip(cells) {
                sum.add(row.get(cell).unwrap_or_default(), index);
            }
        }
        let is_edged = ruling == Ruling::Strokes && rows.iter().any(|row| is_edged(row));
        let columns: Vec<Column> = sums.into_iter().map(Sum::finish).collect();
        (columns.len() > 1).then_some(Self { blocks: first..first + rows.len(), ruling, is_edged, columns })
    }
}

/// The tables among `blocks` of `text`, in order.
pub(super) fn tables(text: &str, blocks: &[Block]) -> Vec<Table> {
    let goes_on = |above: &Block, below: &Block| {
        above.kind == BlockKind::Table && below.kind == BlockKind::Table && !below.apart
    };
    let mut first = 0;
    let mut tables = Vec::new();
    for run in blocks.chunk_by(goes_on) {
        if run.len() > 1 {
            let rows: Vec<&str> = run.iter().map(|block| block.span.of(text)).collect();
            tables.extend(Table::of(first, &rows));
        }
        first += run.len();
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::{Ruling, Table};
    use crate::text::width::Ambiguous;

    #[test]
    fn cells_are_what_stands_between_the_marks() {
        use Ruling::{Blanks, Strokes, Tabs};
        for (ruling, row, want) in [
            (Strokes, "| 灯 | 三元 |", "灯/三元"),
            (Strokes, "灯 | 三元 | ", "灯/三元"),
            (Strokes, "|| a\\|b | |x", "/a\\|b//x"),
            (Tabs, "灯\t三元", "灯/三元"),
            (Tabs, "\t灯\t\t 三元\t", "/灯//三元/"),
            (Blanks, "  灯 油   三元 ", "灯 油/三元"),
            (Blanks, "灯　　三元  五　角", "灯/三元/五　角"),
            (Blanks, "", ""),
        ] {
            let cells: Vec<&str> = ruling.cells(row).into_iter().map(|cell| &row[cell]).collect();
            assert_eq!(cells.join("/"), want, "{ruling:?} {row:?}");
        }
    }

    /// Each column with its cells and the first letter of its alignment, or nothing.
    fn check(rows: &[&str], want: &str) {
        let table = Table::of(0, rows);
        let column = |column: &super::Column| {
            let align = format!("{:?}", column.align).remove(0);
            format!("{align}{}/{}", column.cells(Ambiguous::Narrow), column.cells(Ambiguous::Wide))
        };
        let got = table.map(|table| table.columns.iter().map(column).collect::<Vec<_>>().join(" "));
        assert_eq!(got.unwrap_or_default(), want, "{rows:?}");
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_words_and_numbers_stand_right() {
        let long = "灯".repeat(2_000);
        for (rows, want) in [
            (&["品名\t价", "“灯油”\t3.5", "煤\t12"][..], "L6/8 R3/3"),
            (&["品名\t价", "灯油\t三元", "煤\t12"], "L4/4 L4/4"),
            (&["12\t3", "4\t五"], "R2/2 L2/2"),
            (&["| 品名 | 价 |", "|------------|:-:|", "| 灯 | 9 |"], "L4/4 C2/2"),
            (&["| a | b |", "|:--|--:|", "| 1 | 灯 |"], "L1/1 R2/2"),
            (&["灯油  3", "煤    12"], "L4/4 R2/2"),
            (&["灯\t3", "煤"], ""),
            (&["灯\t3"], ""),
            (&["灯\t3", &long], ""),
            (&[&"a\t".repeat(16), "a\tb"], ""),
        ] {
            check(rows, want);
        }
    }
}
