//! One text to rows, greedily: each row takes as much as fits and ends at the last legal place.
//!
//! Guarantees: rows cover the text exactly, one after the other; no row is wider than the measure and what may hang
//! out of it, unless a single cluster is; spaces at a row's end belong to the row and take no room; nothing is split
//! inside a cluster; whoever begins at the start of a row gets the rows that follow it. Never: an allocation per row
//! beyond the list of rows; a look back further than a stretch.

use std::ops::Range;

use super::ends::finish;
use super::measure::{Measure, Row};
use super::pass::{Pass, indent_of};
use crate::text::class::Class;
use crate::text::kind::Kind;
use crate::text::punctuation::{Punctuated, Punctuation};

/// The rows of `text`, whose first byte is counted as `base`. An empty text has one empty row.
pub fn rows(text: &str, base: usize, measure: Measure) -> Vec<Row> {
    rows_of(&Punctuated::new(Punctuation::AsIs, text, 0..text.len()), 0..text.len(), base, measure)
}

/// The rows of `part` of a block as it is shown; the block's first byte is counted as `base`. An empty part has one
/// empty row.
pub fn rows_of(shown: &Punctuated<'_>, part: Range<usize>, base: usize, measure: Measure) -> Vec<Row> {
    let cells = measure.cells.max(2);
    let bounded = |indent: usize| if indent + 2 <= cells { indent } else { 0 };
    let (indent, rest) = (bounded(measure.indent), bounded(measure.rest));
    let hangs = measure.options.hang_first && part.start == 0;
    let indent = indent.saturating_sub(if hangs { first_mark(shown, measure) } else { 0 });
    let measure = Measure { cells, indent, rest, ..measure };
    let end = part.end;
    let rows = Pass::new(shown, part, base, measure).rows();
    finish(rows, shown, end, (base, measure))
}

/// Cells of the opening mark that begins a text, or none.
fn first_mark(shown: &Punctuated<'_>, measure: Measure) -> usize {
    let start = if measure.options.strip { indent_of(shown.text()) } else { 0 };
    let mut clusters = shown.clusters(start..shown.text().len());
    let mark = clusters.next().map(|(_, cluster)| cluster);
    let opens = |mark: &&str| {
        let class = Kind::of_cluster(mark).map(Kind::class);
        matches!(class, Some(Class::Open | Class::Paren | Class::Straight))
    };
    mark.filter(opens).map_or(0, |mark| measure.widths.cluster(mark))
}

#[cfg(test)]
mod tests {
    use super::{Measure, Punctuated, Punctuation, Row, rows, rows_of};
    use crate::layout::{Options, placed};

    /// The last row as it falls.
    const NO_ORPHANS: Options = Options { keep_measure_words: true, ..Options::NONE };

    fn check(cells: usize, indent: usize, text: &str, want: &str) {
        let measure = Measure { cells, indent, options: NO_ORPHANS, ..Measure::default() };
        let got: Vec<&str> = rows(text, 0, measure).iter().map(|row| &text[row.start..row.end]).collect();
        assert_eq!(got.join("|"), want, "{cells} cells, indent {indent}");
    }

    #[test]
    fn rows_obey_the_prohibitions() {
        for (cells, indent, text, want) in [
            (8, 0, "春风又绿江南岸", "春风又绿|江南岸"),
            (8, 4, "春风又绿江南岸", "春风|又绿江南|岸"),
            (8, 0, "春风又绿，江南", "春风又|绿，江南"),
            (8, 0, "春风又“绿”江南", "春风又|“绿”江南"),
            (8, 0, "春风又（绿）江南", "春风又|（绿）江|南"),
            (8, 0, "春风又（ 绿）江南", "春风又|（ 绿）|江南"),
            (8, 0, "他常常说——好", "他常常|说——好"),
            (8, 0, "共有270亿元", "共有|270亿元"),
            (8, 0, "新装灯214盏", "新装灯|214盏"),
            (8, 0, "每周有3頁", "每周有|3頁"),
            (8, 0, "增长29%左右", "增长29%|左右"),
            (8, 0, "一,2025年", "一,|2025年"),
            (8, 0, "达1,234.5吨", "达|1,234.5|吨"),
            (8, 0, "用DeepSeek好", "用|DeepSeek|好"),
            (8, 0, "ab cd ef", "ab cd ef"),
            (8, 0, "abc defgh i", "abc |defgh i"),
            (8, 0, "http://example.com/path", "http://|example.|com/path"),
            (8, 0, "abcdefghijkl", "abcdefgh|ijkl"),
            (2, 0, "好。", "好|。"),
            (8, 0, "", ""),
        ] {
            check(cells, indent, text, want);
        }
    }

    #[test]
    fn marks_take_the_room_and_keep_the_rules_of_what_is_shown() {
        let measure = Measure { cells: 8, options: NO_ORPHANS, ..Measure::default() };
        for (how, text, want) in [
            (Punctuation::AsIs, "春风又绿,江南岸", "春风又|绿,江南|岸"),
            (Punctuation::Full, "春风又绿,江南岸", "春风又|绿,江南|岸"),
            (Punctuation::AsIs, "春风,江南,又绿", "春风,江|南,又绿"),
            (Punctuation::Full, "春风,江南,又绿", "春风,江|南,又绿"),
            (Punctuation::AsIs, "风(绿)江南", "风(绿)江|南"),
            (Punctuation::Full, "风(绿)江南", "风(绿)|江南"),
            (Punctuation::AsIs, "春江潮\"水\"平", "春江潮|\"水\"平"),
            (Punctuation::Full, "春江潮\"水\"平", "春江潮|\"水\"平"),
        ] {
            let shown = Punctuated::new(how, text, 0..text.len());
            let rows = rows_of(&shown, 0..text.len(), 0, measure);
            let got: Vec<&str> = rows.iter().map(|row| &text[row.start..row.end]).collect();
            assert_eq!(got.join("|"), want, "{how:?}");
        }
    }

    /// What stands in the cells of each row: an empty cell is `_`, the rest of a wide cluster nothing.
    fn painted(options: Options, cells: usize, text: &str) -> String {
        let measure = Measure { cells, options, ..Measure::default() };
        let shown = Punctuated::new(Punctuation::AsIs, text, 0..text.len());
        let rows = rows_of(&shown, 0..text.len(), 0, measure);
        let row = |row: &Row| {
            let mut out = String::new();
            let mut end = 0;
            for glyph in placed(&shown, 0, *row, measure) {
                out.push_str(&"_".repeat(glyph.x - end));
                out.push_str(glyph.cluster);
                end = glyph.x + glyph.cells;
            }
            out
        };
        rows.iter().map(row).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn each_device_does_what_it_says() {
        const NONE: Options = Options::NONE;
        for (options, cells, text, want) in [
            (NONE, 8, "共有270亿元", "共有270|亿元"),
            (Options { keep_measure_words: true, ..NONE }, 8, "共有270亿元", "共有|270亿元"),
            (Options { keep_measure_words: true, ..NONE }, 6, "有12345亿", "有|12345|亿"),
            // A mark may hang, but not two, nor one that another closes, nor one that only closes.
            (NONE, 8, "春风又绿，江南", "春风又|绿，江南"),
            (Options { hang: true, ..NONE }, 8, "春风又绿，江南", "春风又绿，|江南"),
            (Options { hang: true, ..NONE }, 8, "春风又绿。", "春风又绿。"),
            (Options { hang: true, ..NONE }, 8, "春风又绿。”江南", "春风又|绿。”江|南"),
            (Options { hang: true, ..NONE }, 8, "春风又绿？！江南", "春风又|绿？！江|南"),
            (Options { hang: true, ..NONE }, 8, "春风又绿）江南", "春风又|绿）江南"),
            (Options { hang: true, ..NONE }, 9, "春风又绿，江南", "春风又绿，|江南"),
            // One cell is left for it, and it is the last.
            (NONE, 9, "春风又绿，江南", "春风又|绿，江南"),
            (Options { squeeze: true, ..NONE }, 9, "春风又绿，江南", "春风又绿,|江南"),
            (Options { squeeze: true, ..NONE }, 9, "春风又绿」，江南", "春风又|绿」，江|南"),
            (Options { squeeze: true, ..NONE }, 8, "春风又绿，江南", "春风又|绿，江南"),
            (Options { gap: true, ..NONE }, 20, "用Wi-Fi的3条船，a b", "用_Wi-Fi_的_3_条船，|a b"),
            (Options { gap: true, ..NONE }, 6, "春风ab江南", "春风|ab_江|南"),
            (NONE, 8, "春风又绿江", "春风又绿|江"),
            (Options { orphans: true, ..NONE }, 8, "春风又绿江", "春风又|绿江"),
            (Options { orphans: true, ..NONE }, 8, "春风又绿江。”", "春风又|绿江。”"),
            (Options { orphans: true, ..NONE }, 8, "春风“绿江", "春风“绿|江"),
            (Options { orphans: true, ..NONE }, 2, "春风", "春|风"),
            (Options { flush: true, ..NONE }, 9, "春，风又绿江南", "春，_风又|绿江南"),
            (Options { flush: true, ..NONE }, 9, "春风又绿江南", "春风又绿|江南"),
            (Options { flush: true, ..NONE }, 9, "用a的大（船）", "用_a_的大|（船）"),
            (Options { strip: true, ..NONE }, 8, "\u{3000}\u{3000}春风又绿江", "春风又绿|江"),
            (NONE, 8, "\u{3000}\u{3000}春风又绿江", "\u{3000}\u{3000}春风|又绿江"),
        ] {
            assert_eq!(painted(options, cells, text), want, "{options:?} at {cells}");
        }
    }

    #[test]
    fn an_opening_mark_that_begins_a_text_stands_in_its_indent() {
        for (how, indent, text, want) in [
            (Punctuation::AsIs, 4, "灯亮了", 4),
            (Punctuation::AsIs, 4, "“灯亮了”", 3),
            (Punctuation::AsIs, 4, "「灯亮了」", 2),
            (Punctuation::AsIs, 4, "“《灯》亮了”", 3),
            (Punctuation::AsIs, 4, "\u{3000}\u{3000}（灯）亮了", 2),
            (Punctuation::AsIs, 4, "(灯)亮了", 3),
            (Punctuation::Full, 4, "(灯)亮了", 2),
            (Punctuation::Full, 4, "\"灯\"亮了", 3),
            (Punctuation::AsIs, 4, "，灯亮了", 4),
            (Punctuation::AsIs, 0, "「灯亮了」", 0),
            (Punctuation::AsIs, 1, "「灯亮了」", 0),
        ] {
            let options = Options { hang_first: true, strip: true, ..Options::NONE };
            let measure = Measure { cells: 20, indent, options, ..Measure::default() };
            let shown = Punctuated::new(how, text, 0..text.len());
            let rows = rows_of(&shown, 0..text.len(), 0, measure);
            assert_eq!(rows[0].indent, want, "{text} {how:?}");
            let options = Options { hang_first: false, ..options };
            let rows = rows_of(&shown, 0..text.len(), 0, Measure { options, ..measure });
            assert_eq!(usize::from(rows[0].indent), indent, "{text} without it");
        }
    }

    #[test]
    fn tabulators_stop_at_each_fourth_cell_and_addresses_break_at_their_signs() {
        for (cells, text, want) in [
            (12, "a\tb\t春", "a\tb\t春"),
            (8, "abc\tdefghi", "abc\t|defghi"),
            (10, "看https://a.example/path", "看|https://a.|example/|path"),
            (10, "https://a.example/x_y?p=1&q=22222222222", "https://|a.example/|x_y?|p=1&q=|2222222222|2"),
            (8, "看abcdefghijkl，", "看|abcdefgh|ijkl，"),
            (4, "cafe\u{301}cafe\u{301}", "cafe\u{301}|cafe\u{301}"),
            (4, "👩\u{200d}🌾👩\u{200d}🌾👩\u{200d}🌾", "👩\u{200d}🌾👩\u{200d}🌾|👩\u{200d}🌾"),
            (8, "It’s a well-known “ship”", "It’s a |well-|known |“ship”"),
            (6, "배가 왔다", "배가 |왔다"),
            (8, "เรือ มาแล้ว", "เรือ |มาแล้ว"),
            // Thai without a space, or with one of no width: before a vowel in front of its syllable, never behind it,
            // never before one that ends a syllable; the same among Chinese words.
            (7, "เรือมาแล้ว", "เรือมา|แล้ว"),
            (6, "เรือ\u{200b}มาแล้ว", "เรือ\u{200b}|มาแล้ว"),
            (6, "กว้างใหญ่", "กว้าง|ใหญ่"),
            (3, "มาดีมาดี", "มาดี|มาดี"),
            (4, "กขคมาก", "กขค|มาก"),
            (7, "船เรือมาแล้ว", "船|เรือมา|แล้ว"),
            (4, "ເຮືອມາແລ້ວ", "ເຮືອ|ມາ|ແລ້ວ"),
        ] {
            check(cells, 0, text, want);
        }
    }
}
