//! Lines of articles, positions and what they survive.
//!
//! Guarantees: a sheet laid out in parts has the lines of one laid out whole. Never: a file, a terminal.

use std::sync::Arc;

use super::{Measure, Position, STRIP, Sheet, Strip, Style};
use crate::article::{BlockKind, Builder, Confidence, DumpSpan};
use crate::text::punctuation::Punctuation;

fn sheet(paragraphs: &[&str], cells: usize) -> Sheet {
    let dump: String = paragraphs.concat();
    let mut builder = Builder::new(&dump);
    let mut at = 0;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let kind = if index == 0 { BlockKind::Headline } else { BlockKind::Paragraph };
        builder.push(kind, &[DumpSpan::new(at, at + paragraph.len())]);
        at += paragraph.len();
    }
    let measure = Measure { cells, indent: 4, ..Measure::default() };
    Sheet::new(
        Arc::new(builder.finish(Confidence(1.0))),
        Style { measure, paragraph_gap: 0, punctuation: Punctuation::Full },
    )
}

fn text(sheet: &mut Sheet, top: Position, count: usize) -> Vec<String> {
    let article = Arc::clone(sheet.article());
    let lines = sheet.window(top, count);
    lines
        .iter()
        .map(|line| line.row.map_or(String::new(), |row| article.text()[row.start..row.end].to_owned()))
        .collect()
}

#[test]
fn the_window_shows_blank_lines_and_rows_in_order() {
    let mut sheet = sheet(&["江城晚报", "水上巴士今天开航", "票价两元"], 8);
    assert_eq!(
        text(&mut sheet, Position::default(), 9),
        ["江城晚报", "", "水上", "巴士今天", "开航", "票价", "两元"]
    );
}

#[test]
fn forward_and_back_are_inverse_and_stop_at_the_ends() {
    let mut sheet = sheet(&["江城晚报", "水上巴士今天开航", "票价两元"], 8);
    for lines in 0..7 {
        let down = sheet.forward(Position::default(), lines);
        assert_eq!(sheet.back(down, lines), Position::default(), "{lines} down and up");
    }
    assert_eq!(sheet.forward(Position::default(), 100), sheet.last());
    let last = sheet.last();
    assert_eq!(sheet.back(last, 100), Position::default());
    let top = sheet.last_top(3);
    assert_eq!(text(&mut sheet, top, 9), ["开航", "票价", "两元"]);
}

#[test]
fn an_offset_is_found_in_the_row_that_shows_it() {
    let mut sheet = sheet(&["江城晚报", "水上巴士今天开航", "票价两元"], 8);
    let article = Arc::clone(sheet.article());
    for (offset, _) in article.text().char_indices().filter(|(_, c)| *c != '\n') {
        let at = sheet.line_of(offset);
        let line = sheet.window(at, 1)[0].row.expect("a row of text");
        assert!(line.start <= offset && offset < line.end, "byte {offset} in {line:?}");
    }
}

#[test]
fn a_paragraph_of_megabytes_is_laid_out_only_where_it_is_looked_at() {
    let long = "甲乙丙丁戊己庚辛。".repeat(200_000);
    let mut sheet = sheet(&["题", &long], 40);
    let top = sheet.last_top(50);
    assert_eq!(sheet.window(top, 60).len(), 50);
    assert!(sheet.made.len() < 8, "{} pieces were laid out", sheet.made.len());
}

#[test]
fn an_article_of_a_hundred_thousand_blocks_is_laid_out_only_where_it_is_looked_at() {
    let mut sheet = sheet(&vec!["甲乙丙丁。"; 100_000], 40);
    assert!(sheet.made.is_empty());
    let middle = sheet.article().blocks()[50_000].span.start;
    let at = sheet.line_of(middle);
    assert_eq!(sheet.offset_of(at), middle);
    let top = sheet.last_top(50);
    assert_eq!(sheet.window(top, 60).len(), 50);
    assert!(sheet.made.len() < 60, "{} blocks were laid out", sheet.made.len());
    let style = Style { paragraph_gap: 1, ..sheet.style() };
    sheet.restyle(style);
    assert!(sheet.made.is_empty());
    assert_eq!(sheet.line_of_block(50_000).line, 1);
    let top = sheet.last_top(50);
    assert_eq!(sheet.window(top, 60).iter().filter(|line| line.row.is_none()).count(), 25);
}

#[test]
fn the_pieces_of_a_long_block_cover_it_and_end_after_sentences() {
    for (words, ends_after) in [
        ("甲乙丙丁戊己庚辛。", "。"),
        ("“甲乙丙丁，”他说。“戊己庚辛。”她说。", "。"),
        ("“戊己庚辛。”", "”"),
        ("他说\"庚辛。\"", ""),
        ("甲乙丙丁戊己庚辛", ""),
        ("abc de ", " "),
    ] {
        let long = words.repeat(60_000 / words.len());
        let sheet = sheet(&["题", &long, "末"], 40);
        let text = Arc::clone(sheet.article().text());
        let block = sheet.article().blocks()[1].span;
        let mut at = block.start;
        for piece in 0..sheet.pieces(1) {
            let span = sheet.span(Strip { block: 1, piece });
            assert_eq!(span.start, at, "piece {piece} of {words}");
            assert!(!span.is_empty() && span.len() <= STRIP + STRIP / 2, "piece {piece} of {words}");
            assert!(span.end == block.end || text[..span.end].ends_with(ends_after), "{words}");
            at = span.end;
        }
        assert_eq!(at, block.end, "{words}");
    }
}

#[test]
fn every_line_of_a_long_block_is_found_by_its_bytes() {
    let long = "甲乙丙丁戊己庚辛。壬癸，“子丑。”".repeat(1_300);
    let mut sheet = sheet(&["题", &long, "末"], 40);
    let all = sheet.window(Position::default(), usize::MAX);
    for (number, line) in all.iter().enumerate().filter(|(_, line)| line.row.is_some()) {
        let row = line.row.unwrap();
        let at = sheet.line_of(row.start);
        assert_eq!((sheet.window(at, 1)[0], sheet.offset_of(at)), (*line, row.start));
        assert_eq!(sheet.forward(Position::default(), number), at);
        assert_eq!(sheet.back(at, number), Position::default());
    }
}
