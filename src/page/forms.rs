//! What the lines of a plain text are by the marks they carry: items, quotations, rows of a table, code, verse.
//!
//! Guarantees: decided for a run of lines between two empty ones, by the looks of its lines alone; in doubt a line is a
//! paragraph. Never: a mark taken away, a heading that carries no mark.

use crate::article::BlockKind;

use super::facts::length;
use super::lines::Line;

/// Longest line of verse, in characters. Paragraphs of prose that stand line by line are longer, some of them at least.
const VERSE: usize = 30;

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
    let verse = texts.len() > 1
        && run.iter().zip(&texts).all(|(line, text)| line.indent == 0 && length(text) <= VERSE);
    let form = |line: &Line, text: &str| match () {
        () if is_heading(text) => BlockKind::Heading,
        () if text.starts_with('>') => BlockKind::Quote,
        () if tables && is_table_row(text) => BlockKind::Table,
        () if marker(text) > 0 || lists && is_numbered(text) => BlockKind::Item,
        () if text.is_ascii() && !is_numbered(text) && is_set_in(dump, line) => BlockKind::Code,
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

/// Bytes of the mark and the white space before the words of a list's item; 0 where there is no mark.
pub(super) fn marker(text: &str) -> usize {
    let mut chars = text.chars();
    let mark = match chars.next() {
        Some(c @ ('-' | '*' | '+')) if chars.as_str().starts_with([' ', '\t']) => c,
        Some(c @ ('•' | '●' | '○' | '■' | '□' | '◆' | '◇' | '▪' | '★' | '☆' | '①'..='⑳')) => {
            c
        }
        _ => return 0,
    };
    let rest = text.get(mark.len_utf8()..).unwrap_or_default();
    text.len() - rest.trim_start().len()
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
            ("    let lamp = 1;\n    lamp + 1", "CC"),
            ("天黑了\n渡口的灯\n一盏一盏地亮", "VVV"),
            ("　　LAMP", "P"),
            ("　　天黑了\n　　渡口的灯亮了", "PP"),
        ] {
            check(run, want);
        }
    }
}
