//! What the lines of a plain text are by the marks they carry: items, quotations, rows of a table, code, verse.
//!
//! Guarantees: decided for a run of lines between two empty ones, by the looks of its lines alone; in doubt a line is a
//! paragraph. Never: a mark taken away, a heading that carries no mark.

use crate::article::{BlockKind, Ruling};
use crate::text::width::Widths;

use super::facts::length;
use super::lines::{Line, whole};

/// Longest line of verse, in characters. Paragraphs of prose that stand line by line are longer, some of them at least.
const VERSE: usize = 30;

/// Fewest cells of a table that is told by its blanks alone.
const CELLS: usize = 6;

/// Rows that are looked at to see whether blanks make a table of them: enough to be sure.
const ALIGNED: usize = 100;

/// Columns from which an ASCII line is set in like code.
const CODE: usize = 2;

/// What opens and closes a block of code.
const FENCES: [&str; 2] = ["```", "~~~"];

/// The kinds of the lines of `run`, which are no paragraph set to a width.
pub(super) fn forms(dump: &str, run: &[Line]) -> Vec<BlockKind> {
    let texts: Vec<&str> = run.iter().map(|line| line.span.of(dump)).collect();
    let count = |is: fn(&str) -> bool| texts.iter().filter(|text| is(text)).count();
    // One row is no table, and one number at a line's start no list.
    let (tables, lists) = (count(is_table_row) > 1, count(is_numbered) > 1);
    let aligned = is_aligned(dump, run);
    let verse = texts.len() > 1
        && run.iter().zip(&texts).all(|(line, text)| line.indent == 0 && length(text) <= VERSE);
    let form = |line: &Line, text: &str| match () {
        () if is_heading(text) => BlockKind::Heading,
        () if text.starts_with('>') => BlockKind::Quote,
        () if tables && is_table_row(whole(dump, line.span).of(dump)) => BlockKind::Table,
        () if is_marked(text) || lists && is_numbered(text) => BlockKind::Item,
        () if text.is_ascii() && !is_numbered(text) && is_set_in(dump, line) => BlockKind::Code,
        () if aligned => BlockKind::Table,
        () if verse => BlockKind::Verse,
        () => BlockKind::Paragraph,
    };
    run.iter().zip(&texts).map(|(line, text)| form(line, text)).collect()
}

/// Whether spaces or tabs move a line in like code; the indent of a Chinese paragraph is no such thing.
fn is_set_in(dump: &str, line: &Line) -> bool {
    let before = dump.get(..line.span.start).unwrap_or_default();
    line.indent >= CODE && before.ends_with([' ', '\t'])
}

/// The fence that `text` opens a block of code with.
pub(super) fn fence(text: &str) -> Option<&'static str> {
    FENCES.into_iter().find(|fence| text.starts_with(fence))
}

/// Whether `text` begins with a mark as items of a list have it.
fn is_marked(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('-' | '*' | '+') => chars.as_str().starts_with([' ', '\t']),
        Some(c) => matches!(c, '•' | '●' | '○' | '■' | '□' | '◆' | '◇' | '▪' | '★' | '☆' | '①'..='⑳'),
        None => false,
    }
}

/// `1.`, `1)`, `1、`, `(1)`, `（1）` before words: an item where its neighbours are.
fn is_numbered(text: &str) -> bool {
    let open = text.strip_prefix(['(', '（']);
    let rest = open.unwrap_or(text);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = rest.get(digits..).unwrap_or_default();
    let closes: &[char] = if open.is_some() { &[')', '）'] } else { &['.', ')', '、', '．', '）'] };
    let words = behind.strip_prefix(closes);
    // 3.5 is no item.
    (1..=3).contains(&digits) && words.is_some_and(|words| !words.starts_with(|c: char| c.is_ascii_digit()))
}

/// `# ` to `###### `.
fn is_heading(text: &str) -> bool {
    let marks = text.bytes().take_while(|byte| *byte == b'#').count();
    (1..=6).contains(&marks) && text.get(marks..).is_some_and(|rest| rest.starts_with(' '))
}

/// Cells apart by tabs or by upright strokes.
fn is_table_row(text: &str) -> bool {
    text.contains('\t') || text.bytes().filter(|byte| *byte == b'|').count() > 1
}

/// Whether the cells of all lines are set apart by blanks alone and stand below each other: their left edges or their
/// right ones agree.
fn is_aligned(dump: &str, run: &[Line]) -> bool {
    let rows: Vec<&str> = run.iter().take(ALIGNED).map(|line| whole(dump, line.span).of(dump)).collect();
    let edges: Vec<Vec<[usize; 2]>> = rows.iter().map(|row| edges(row)).collect();
    let Some(first) = edges.first() else { return false };
    // Two spaces behind a sentence stand below each other by chance, but not often.
    if first.len() < 2 || rows.len() * first.len() < CELLS {
        return false;
    }
    let agrees = |column: usize, side: usize| {
        let edge = |row: &Vec<[usize; 2]>| row.get(column).and_then(|edges| edges.get(side)).copied();
        edges.iter().all(|row| edge(row) == edge(first))
    };
    edges.iter().all(|row| row.len() == first.len())
        && (0..first.len()).all(|column| agrees(column, 0) || agrees(column, 1))
}

/// Where the cells of a row that blanks part begin and end, in cells of the screen.
fn edges(row: &str) -> Vec<[usize; 2]> {
    let cells = |end: usize| Widths::default().text(row.get(..end).unwrap_or_default());
    Ruling::Blanks.cells(row).into_iter().map(|cell| [cells(cell.start), cells(cell.end)]).collect()
}

#[cfg(test)]
mod tests {
    use super::forms;
    use crate::page::lines::lines;

    /// The forms of a run's lines, by the first letter of each.
    fn check(run: &str, want: &str) {
        let lines: Vec<_> = lines(run).collect();
        let got: String =
            forms(run, &lines).iter().filter_map(|form| format!("{form:?}").chars().next()).collect();
        assert_eq!(got, want, "{run:?}");
    }

    #[test]
    fn lines_are_what_their_marks_say() {
        for (run, want) in [
            ("灯亮了", "P"),
            ("# 渡口\n灯亮了", "HV"),
            ("#渡口", "P"),
            ("> 灯亮了\n> 船来了", "QQ"),
            ("- 灯\n- 船", "II"),
            ("-灯\n--船", "VV"),
            ("● 灯\n①船", "II"),
            ("1. 灯\n2. 船\n3、岸", "III"),
            ("（1）灯\n（2）船", "II"),
            ("1. 灯亮了，船也来了，守灯的人站在岸边，望着江面上来来往往的渡船和货船。", "P"),
            ("3.5米\n4.5米", "VV"),
            ("品名\t价\n灯油\t三元", "TT"),
            ("| 品名 | 价 |\n|---|---|\n| 灯油 | 三元 |", "TTT"),
            ("左|右", "P"),
            ("品名      价\n灯油       3\n煤        12", "TTT"),
            ("灯油  三元  岸\n煤    两元  船", "TT"),
            ("灯油  三元\n煤  两元\n船  一元", "VVV"),
            ("The lamp.  It is lit.\nA boat.  It came.\nAll went.  It is dark.", "VVV"),
            ("    let lamp = 1;\n    lamp + 1", "CC"),
            ("天黑了\n渡口的灯\n一盏一盏地亮", "VVV"),
            ("　　LAMP", "P"),
            ("　　天黑了\n　　渡口的灯亮了", "PP"),
        ] {
            check(run, want);
        }
    }
}
