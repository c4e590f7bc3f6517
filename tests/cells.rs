//! Tables: cells in their columns at any width, every place found, and rows that begin anew.
//!
//! Guarantees: cells are found by the test's own splitting of a row, and compared by the cells that they stand in. Never: a
//! table of somebody else's text.

use std::sync::Arc;

use baolan::article::{Article, BlockKind, Builder, Confidence, DumpSpan};
use baolan::format::read;
use baolan::layout::{Measure, Position, Row, Sheet, Style};
use baolan::text::encoding::Choice;
use baolan::text::punctuation::{Punctuated, Punctuation};
use baolan::text::width::{Ambiguous, Widths};
use proptest::prelude::*;

fn style(cells: usize, ambiguous: Ambiguous) -> Style {
    let measure = Measure { cells, indent: 4, widths: Widths::new(ambiguous), ..Measure::default() };
    Style { measure, paragraph_gap: 0, punctuation: Punctuation::Full }
}

/// What stands in the cells of a row, each cluster with its first byte, its first cell and its cells.
fn glyphs(article: &Article, style: Style, (block, row): (usize, Row)) -> Vec<(usize, String, usize, usize)> {
    let span = article.blocks()[block].span;
    let text = article.block_text(&article.blocks()[block]);
    let shown = Punctuated::new(Punctuation::AsIs, text, 0..text.len());
    let setting = style.setting(article, block);
    let placed = setting.placed(&shown, span.start, row);
    placed.map(|glyph| (glyph.offset, glyph.cluster.to_owned(), glyph.x, glyph.cells)).collect()
}

/// The screen of `article`, without blanks at the ends of its rows.
fn screen(article: &Arc<Article>, style: Style) -> String {
    let lines = Sheet::new(Arc::clone(article), style).window(Position::default(), 1_000);
    let mut out = Vec::new();
    for line in lines {
        let mut painted = String::new();
        for (_, cluster, x, _) in line.row.map_or(vec![], |row| glyphs(article, style, (line.block, row))) {
            let end = style.measure.widths.text(&painted);
            painted.extend(std::iter::repeat_n(' ', x.saturating_sub(end)));
            painted.push_str(cluster.trim());
        }
        out.push(painted.trim_end().to_owned());
    }
    out.join("\n")
}

/// How a plain text with a table looks in rows of `cells`.
fn check(cells: usize, dump: &str, want: &str) {
    let page = read("table.txt", dump.as_bytes(), Choice::Auto).expect("a text").page;
    let got = screen(&page.articles[0], style(cells, Ambiguous::Narrow));
    assert_eq!(got, want, "in {cells} cells");
}

#[test]
fn cells_stand_below_each_other_and_numbers_at_the_right() {
    for (cells, dump, want) in [
        (
            40,
            "品名\t每斤\t岸\n灯油\t3.5\t东江\n煤\t12\t西",
            "品名  每斤  岸\n灯油   3.5  东江\n煤      12  西",
        ),
        (40, "\t每斤\n灯油\t3.5\n煤\t4\n\t12", "      每斤\n灯油   3.5\n煤       4\n        12"),
        (
            40,
            "| 品名 | 价 |\n|---|--:|\n| **灯** | 9 |\n|煤| 12 |",
            "| 品名   | 价 |\n| ---    | -- |\n| **灯** |  9 |\n| 煤     | 12 |",
        ),
        (40, "品名    价\n灯       9\n煤      12", "品名  价\n灯     9\n煤    12"),
        (40, "a | b | c\n灯油 | 煤 | 岸", "a    | b  | c\n灯油 | 煤 | 岸"),
    ] {
        check(cells, dump, want);
    }
}

#[test]
fn long_cells_go_on_in_their_column_by_the_rules_and_too_many_columns_are_none() {
    let dump = "品名\t怎样的\n灯油\t一点就亮，江上看得见。\n煤\t黑";
    check(40, dump, "品名  怎样的\n灯油  一点就亮，江上看得见。\n煤    黑");
    check(20, dump, "品名  怎样的\n灯油  一点就亮，江上\n      看得见。\n煤    黑");
    // A mark does not begin a row in a column either.
    check(14, dump, "品名  怎样的\n灯油  一点就\n      亮，江上\n      看得见。\n煤    黑");
    // The cell beside a long one stands where that one ends.
    check(
        20,
        "江上的渡口灯\t两元钱的船票\n灯\t三",
        "江上的渡\n口灯      两元钱的\n          船票\n灯        三",
    );
    check(10, dump, "品名    怎\n样的\n灯油    一\n点就亮，江\n上看得见。\n煤  黑");
}

/// What parts the cells of a row.
const MARKS: [&str; 3] = ["\t", " | ", "   "];

/// Rows of a table: cells of any words, parted by tabulators, strokes or blanks.
fn table(marks: &[&'static str]) -> impl Strategy<Value = Vec<String>> + use<> {
    let word = prop_oneof![
        3 => "[江灯渡口猫路街水上，。“”]{1,9}",
        1 => "[0-9]{1,4}",
        1 => "[a-z]{1,9}",
        1 => prop::sample::select(vec!["", "e\u{301}", "👩\u{200d}🌾", "2024年", "---", "灯 火", "한글"]).prop_map(str::to_owned),
    ];
    let rows = prop::collection::vec(prop::collection::vec(word, 2..6), 2..6);
    (rows, prop::sample::select(marks.to_vec())).prop_map(|(rows, mark)| {
        let row = |cells: Vec<String>| match mark {
            " | " => format!("| {} |", cells.join(mark)),
            mark => format!("灯{}", cells.join(mark)),
        };
        rows.into_iter().map(row).collect()
    })
}

fn article(rows: &[String]) -> Arc<Article> {
    let dump = rows.concat();
    let mut builder = Builder::new(&dump);
    let mut at = 0;
    for row in rows {
        builder.push(BlockKind::Table, &[DumpSpan::new(at, at + row.len())]);
        at += row.len();
    }
    Arc::new(builder.finish(Confidence(1.0)))
}

proptest! {
    #[test]
    fn every_place_of_a_table_has_cells_of_its_own(rows in table(&MARKS), cells in 8..60_usize, wide in any::<bool>()) {
        let article = article(&rows);
        let style = style(cells, if wide { Ambiguous::Wide } else { Ambiguous::Narrow });
        let mut sheet = Sheet::new(Arc::clone(&article), style);
        let mut at = 0;
        for line in sheet.window(Position::default(), 10_000) {
            let Some(row) = line.row else { continue };
            let span = article.blocks()[line.block].span;
            at = at.max(span.start);
            prop_assert_eq!(row.start, at, "rows follow each other");
            at = row.end;
            let placed = glyphs(&article, style, (line.block, row));
            let ink: Vec<_> = placed.iter().filter(|(_, cluster, ..)| !cluster.trim().is_empty()).collect();
            let end = ink.last().map_or(usize::from(row.indent), |(_, _, x, cells)| x + cells);
            prop_assert_eq!(end, usize::from(row.indent + row.width), "{:?}", row);
            prop_assert!(end <= cells || ink.len() == 1, "{} cells in {:?}", end, row);
            for pair in placed.windows(2) {
                prop_assert!(pair[0].2 + pair[0].3 <= pair[1].2, "{:?}", pair);
            }
            // From the place to its cell and back, as a click goes.
            for (offset, _, x, _) in ink {
                let found = placed.iter().take_while(|(_, _, cell, _)| cell <= x).last();
                prop_assert_eq!(found.map(|(at, ..)| at), Some(offset));
                let line = sheet.line_of(*offset);
                prop_assert_eq!(sheet.window(line, 1)[0].row, Some(row));
            }
            prop_assert!(placed.iter().all(|(at, cluster, ..)| cluster.is_empty() || article.text()[*at..].starts_with(cluster.as_str())));
        }
        prop_assert_eq!(at, article.text().len());
    }

    #[test]
    fn rows_of_a_table_begin_anew_at_any_row(rows in table(&MARKS), cells in 8..60_usize) {
        let article = article(&rows);
        let style = style(cells, Ambiguous::Narrow);
        for (number, block) in article.blocks().iter().enumerate() {
            let text = article.block_text(block);
            let shown = Punctuated::new(Punctuation::AsIs, text, 0..text.len());
            let setting = style.setting(&article, number);
            let all = setting.rows(&shown, 0..text.len(), 0);
            for (index, row) in all.iter().enumerate() {
                let again = setting.rows(&shown, row.start..text.len(), 0);
                prop_assert_eq!(&again[..], &all[index..], "from row {}", index);
            }
        }
    }

    #[test]
    fn what_one_row_has_in_a_column_stands_below_what_another_has(rows in table(&["\t", " | "])) {
        // Words without a number stand at the left edge of their column: it is the same in every row.
        let rows: Vec<String> = rows.iter().map(|row| row.replace(|c: char| c.is_ascii_digit(), "灯")).collect();
        let article = article(&rows);
        let style = style(200, Ambiguous::Narrow);
        let mut columns: Vec<Option<usize>> = vec![None; 8];
        for line in Sheet::new(Arc::clone(&article), style).window(Position::default(), 1_000) {
            let Some(row) = line.row else { continue };
            let mut column = 0;
            let mut begins = true;
            for (at, cluster, x, _) in glyphs(&article, style, (line.block, row)) {
                if article.text()[at..].starts_with(['\t', '|']) {
                    column += 1;
                    begins = true;
                } else if begins && !cluster.trim().is_empty() {
                    prop_assert_eq!(*columns[column].get_or_insert(x), x, "column {} of {:?}", column, rows);
                    begins = false;
                }
            }
        }
    }
}
