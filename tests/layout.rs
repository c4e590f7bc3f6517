//! Rows of any text at any width: nothing lost, nothing too wide, nothing forbidden, every place found again.
//!
//! Guarantees: what may not begin or end a row is judged by lists of this file, not by the breaker's tables. Never: a
//! text that was not written for it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use baolan::app::Reader;
use baolan::article::{Article, BlockKind, Builder, Confidence, DumpSpan};
use baolan::layout::{
    HANG, Line, Measure, Options, Position, Row, Sheet, Style, Tail, placed, rows, rows_of,
};
use baolan::text::punctuation::{Punctuated, Punctuation};
use baolan::text::width::{Ambiguous, Widths};
use proptest::prelude::*;

/// Marks that may not begin a row (CLREQ, «Prohibition rules for line start and line end»).
const NEVER_FIRST: &str = "，。、；：？！）」』】》〉”’,.;:?!)]}";
/// Marks that may not end one.
const NEVER_LAST: &str = "（「『【《〈“‘([{";

fn measure(cells: usize, indent: usize, widths: Widths) -> Measure {
    Measure { cells, indent, widths, ..Measure::default() }
}

/// Chinese as newspapers print it, with what dumps mix in.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[江灯渡口猫路街水上巴士晚归船]{1,12}",
        2 => prop::sample::select("，。、；：？！）」》”（「《“…—·".chars().map(String::from).collect::<Vec<_>>()),
        1 => prop::sample::select(",.;:?!()\"'%$-/".chars().map(String::from).collect::<Vec<_>>()),
        1 => "[0-9]{1,7}",
        1 => "[A-Za-z]{1,12}",
        1 => prop::sample::select(vec![" ", "\u{3000}", "\t", "  ", "2024年", "Привет", "ไทย", "e\u{301}", "👩\u{200d}🌾", "한글", "かな", "https://a.cn/b?c=d"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

fn punctuation() -> impl Strategy<Value = Punctuation> {
    prop::sample::select(vec![Punctuation::AsIs, Punctuation::Full])
}

/// Any of the printer's devices together.
fn options() -> impl Strategy<Value = Options> {
    any::<[bool; 8]>().prop_map(
        |[keep_measure_words, hang, squeeze, gap, orphans, flush, strip, hang_first]| Options {
            keep_measure_words,
            hang,
            squeeze,
            gap,
            orphans,
            flush,
            strip,
            hang_first,
        },
    )
}

fn widths() -> impl Strategy<Value = Widths> {
    prop::sample::select(vec![Ambiguous::Narrow, Ambiguous::Wide]).prop_map(Widths::new)
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether a row could have ended earlier without a doubt: between two ideographs, or two that a measure word cannot
/// hold together.
fn has_a_plain_place(row: &str) -> bool {
    let chars: Vec<char> = row.chars().collect();
    chars.windows(2).any(|pair| is_han(pair[0]) && is_han(pair[1]))
}

/// Fails where a row begins or ends with what may not stand there though it could have ended elsewhere.
fn check_ends(text: &str, rows: &[Row]) {
    for pair in rows.windows(2) {
        let (above, below) = (&text[pair[0].start..pair[0].end], &text[pair[1].start..pair[1].end]);
        let last = above.trim_end().chars().next_back();
        let first = below.chars().next();
        let forbidden =
            first.is_some_and(|c| NEVER_FIRST.contains(c)) || last.is_some_and(|c| NEVER_LAST.contains(c));
        assert!(!(forbidden && has_a_plain_place(above)), "«{above}» is followed by «{below}»");
    }
}

proptest! {
    #[test]
    fn rows_cover_the_text_and_keep_to_the_measure(
        text in text(), cells in 8..120_usize, indent in 0..5_usize, widths in widths(),
    ) {
        // How wide a tabulator is depends on where it stands.
        let text = text.replace('\t', " ");
        let rows = rows(&text, 0, measure(cells, indent, widths));
        let mut at = 0;
        for row in &rows {
            prop_assert_eq!(row.start, at, "rows follow each other");
            at = row.end;
            let shown = text[row.start..row.end].trim_end_matches([' ', '\u{3000}']);
            prop_assert_eq!(usize::from(row.width), widths.text(shown), "«{}»", shown);
            let used = usize::from(row.indent) + usize::from(row.width);
            prop_assert!(used <= cells, "«{}» takes {} of {} cells", shown, used, cells);
        }
        prop_assert_eq!(at, text.len());
        check_ends(&text, &rows);
    }

    #[test]
    fn a_row_start_is_a_place_to_begin_anew(
        text in text(), cells in 8..60_usize, widths in widths(), options in options(), how in punctuation(),
    ) {
        let measure = Measure { options, ..measure(cells, 0, widths) };
        let shown = Punctuated::new(how, &text, 0..text.len());
        let all = rows_of(&shown, 0..text.len(), 0, measure);
        for (number, row) in all.iter().enumerate() {
            let again = rows_of(&shown, row.start..text.len(), 0, measure);
            prop_assert_eq!(&again[..], &all[number..], "from row {}", number);
        }
    }

    #[test]
    fn every_cluster_of_a_row_has_cells_of_its_own(
        text in text(), cells in 8..60_usize, indent in 0..5_usize, widths in widths(), options in options(), how in punctuation(),
    ) {
        let measure = Measure { options, ..measure(cells, indent, widths) };
        let shown = Punctuated::new(how, &text, 0..text.len());
        let rows = rows_of(&shown, 0..text.len(), 7, measure);
        let mut at = 7;
        for (number, row) in rows.iter().enumerate() {
            prop_assert_eq!(row.start, at);
            at = row.end;
            let glyphs: Vec<_> = placed(&shown, 7, *row, measure).collect();
            let mut free = usize::from(row.indent);
            for glyph in &glyphs {
                prop_assert!(free <= glyph.x && glyph.x <= free + 3, "{:?} in {:?}", glyph, row);
                free = glyph.x + glyph.cells;
            }
            let ink = glyphs.iter().rev().find(|glyph| !glyph.cluster.trim().is_empty());
            let end = ink.map_or(usize::from(row.indent), |glyph| glyph.x + glyph.cells);
            prop_assert_eq!(end, usize::from(row.indent + row.width + row.fill), "{:?}", row);
            let room = if row.tail == Tail::Hung { cells + HANG } else { cells };
            prop_assert!(end <= room || glyphs.len() == 1, "{} cells in {:?}", end, row);
            let is_full = row.fill == 0 || usize::from(row.indent + row.width + row.fill) == cells && number + 1 < rows.len();
            prop_assert!(is_full, "{:?} is filled in part", row);
        }
        prop_assert_eq!(at, 7 + text.len());
    }

    #[test]
    fn any_text_whatever_has_rows(text in "\\PC{0,200}", cells in 0..200_usize, indent in 0..9_usize) {
        let rows = rows(&text, 0, measure(cells, indent, Widths::default()));
        prop_assert_eq!(rows.first().map(|row| row.start), Some(0));
        prop_assert_eq!(rows.last().map(|row| row.end), Some(text.len()));
    }

    #[test]
    fn every_place_of_an_article_is_found_at_every_width(
        paragraphs in prop::collection::vec(text(), 1..9), cells in 8..100_usize, gap in 0..3_usize, pick in any::<prop::sample::Index>(),
    ) {
        let article = article(&paragraphs);
        let offsets: Vec<usize> =
            article.text().char_indices().filter(|(_, c)| *c != '\n').map(|(at, _)| at).collect();
        prop_assume!(!offsets.is_empty());
        let offset = *pick.get(&offsets);
        let mut sheet = sheet(&article, cells, gap);
        let line = sheet.line_of(offset);
        let row = sheet.window(line, 1)[0].row.expect("a row of text");
        prop_assert!(row.start <= offset && offset < row.end);
        let top = sheet.offset_of(line);
        prop_assert_eq!(sheet.line_of(top), line, "cell and place are inverse");
        // Another width shows the same word in its top row.
        let mut wider = self::sheet(&article, cells + 14, gap);
        let there = wider.line_of(top);
        let shown = wider.window(there, 1)[0].row.expect("a row of text");
        prop_assert!(shown.start <= top && top < shown.end);
    }

    #[test]
    fn rows_keep_to_the_measure_and_the_rules_with_what_is_shown(text in text(), cells in 8..80_usize) {
        let text = text.replace('\t', " ");
        let article = article(&["题".to_owned(), text.clone()]);
        let mut sheet = sheet(&article, cells, 0);
        let shown = Punctuated::new(Punctuation::Full, &text, 0..text.len());
        let start = article.blocks().get(1).map_or(0, |block| block.span.start);
        let lines = sheet.window(Position::default(), 10_000);
        let rows: Vec<Row> = lines.iter().filter(|line| line.block == 1).filter_map(|line| line.row).collect();
        // The rows in the text as it is shown, where marks have other bytes.
        let mut whole = String::new();
        let mut there = Vec::new();
        for row in &rows {
            let from = whole.len();
            whole.extend(shown.clusters(row.start - start..row.end - start).map(|(_, cluster)| cluster));
            let width = Widths::default().text(whole[from..].trim_end_matches([' ', '\u{3000}']));
            prop_assert_eq!(usize::from(row.width), width);
            prop_assert!(usize::from(row.indent + row.width) <= cells.max(2));
            there.push(Row { start: from, end: whole.len(), ..*row });
        }
        prop_assert_eq!(&*whole, &*Punctuation::Full.show(&text));
        check_ends(&whole, &there);
    }

    #[test]
    fn whatever_becomes_of_the_window_its_top_word_stays_in_sight(
        paragraphs in prop::collection::vec(text(), 1..9),
        pick in any::<prop::sample::Index>(),
        changes in prop::collection::vec((8..120_usize, 1..40_usize, 0..3_usize, prop::array::uniform2(0..2_usize)), 1..8),
    ) {
        let article = article(&paragraphs);
        let offsets: Vec<usize> =
            article.text().char_indices().filter(|(_, c)| *c != '\n').map(|(at, _)| at).collect();
        prop_assume!(!offsets.is_empty());
        let style = sheet(&article, 40, 0).style();
        let mut reader = Reader::new(Arc::clone(&article), style, 10, *pick.get(&offsets));
        let place = reader.place();
        for (cells, height, paragraph_gap, [wide, full]) in changes {
            let widths = Widths::new([Ambiguous::Narrow, Ambiguous::Wide][wide]);
            let punctuation = [Punctuation::AsIs, Punctuation::Full][full];
            reader.fit(Style { measure: measure(cells, 4, widths), paragraph_gap, punctuation }, height);
            reader.count_if_short();
            prop_assert_eq!(reader.place(), place);
            let is_seen = |line: &Line| line.row.is_some_and(|row| row.start <= place && place < row.end);
            prop_assert!(reader.window().iter().any(is_seen), "{} cells, {} rows", cells, height);
            let (rows, all) = reader.rows().expect("counted");
            prop_assert!(rows.end <= all && (rows.end == all) == reader.at_end());
        }
    }

    #[test]
    fn a_click_lands_on_the_character_under_it(
        paragraphs in prop::collection::vec(text(), 1..9), cells in 8..100_usize, options in options(), how in punctuation(),
    ) {
        let article = article(&paragraphs);
        prop_assume!(!article.blocks().is_empty());
        let measure = Measure { options, ..measure(cells, 4, Widths::default()) };
        let style = Style { measure, paragraph_gap: 1, punctuation: how };
        let reader = Reader::new(Arc::clone(&article), style, 60, 0);
        for (number, line) in reader.window().iter().enumerate() {
            let Some(row) = line.row else { continue };
            let block = &article.blocks()[line.block];
            let base = block.span.start;
            let shown = Punctuated::new(block.kind.marks(how), article.block_text(block), row.start - base..row.end - base);
            let setting = style.setting(&article, line.block);
            for glyph in setting.placed(&shown, base, row).filter(|glyph| !glyph.cluster.trim().is_empty()) {
                for cell in glyph.x..glyph.x + glyph.cells {
                    prop_assert_eq!(reader.byte_at(number, cell), Some(glyph.offset), "{:?}", glyph);
                }
            }
        }
    }

    #[test]
    fn every_line_is_found_by_its_number(
        paragraphs in prop::collection::vec(text(), 1..9), cells in 8..60_usize, gap in 0..3_usize,
    ) {
        let article = article(&paragraphs);
        let mut sheet = sheet(&article, cells, gap);
        sheet.know(sheet.count_job().run(&AtomicBool::new(false)).expect("not stopped"));
        let all = sheet.window(Position::default(), usize::MAX);
        prop_assert_eq!(sheet.height(), Some(all.len()));
        for (number, line) in all.iter().enumerate() {
            let at = sheet.line_with(number).expect("counted");
            prop_assert_eq!(sheet.number_of(at), Some(number));
            prop_assert_eq!(&sheet.window(at, 1)[0], line);
        }
    }

    #[test]
    fn going_down_and_up_the_same_number_of_lines_leads_back(
        paragraphs in prop::collection::vec(text(), 1..9), cells in 8..60_usize, down in 0..40_usize, up in 0..40_usize,
    ) {
        let article = article(&paragraphs);
        prop_assume!(!article.blocks().is_empty());
        let mut sheet = sheet(&article, cells, 1);
        let last = sheet.last();
        let at = sheet.forward(Position::default(), down);
        prop_assert!(at <= last);
        let there = sheet.back(at, up);
        if up <= down && at < last {
            prop_assert_eq!(sheet.forward(there, up), at);
        }
        prop_assert_eq!(sheet.window(Position::default(), 10_000).last().map(|line| line.row), sheet.window(last, 1).first().map(|line| line.row));
    }
}

fn article(paragraphs: &[String]) -> Arc<Article> {
    let dump = paragraphs.concat();
    let mut builder = Builder::new(&dump);
    let mut at = 0;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        use BlockKind::{Heading, Headline, Paragraph, Table};
        let kinds = [Headline, Paragraph, Paragraph, Heading, Table, Table, Table];
        builder.push(kinds[index % kinds.len()], &[DumpSpan::new(at, at + paragraph.len())]);
        at += paragraph.len();
    }
    Arc::new(builder.finish(Confidence(1.0)))
}

fn sheet(article: &Arc<Article>, cells: usize, paragraph_gap: usize) -> Sheet {
    let measure = measure(cells, 4, Widths::default());
    Sheet::new(Arc::clone(article), Style { measure, paragraph_gap, punctuation: Punctuation::Full })
}

#[test]
fn a_tabulator_that_is_carried_over_is_measured_anew_before_another_row_ends() {
    for (text, want) in [
        ("灯灯灯灯灯士aAaAAA\t）", &["灯灯灯灯灯", "士", "aAaAAA\t）"][..]),
        ("灯灯灯灯灯士aAaAAA\t灯", &["灯灯灯灯灯", "士aAaAAA\t", "灯"]),
        ("灯灯灯灯灯\t灯", &["灯灯灯灯灯\t", "灯"]),
    ] {
        let rows =
            rows(text, 0, Measure { options: Options::default(), ..measure(10, 0, Widths::default()) });
        assert_eq!(rows.iter().map(|row| &text[row.start..row.end]).collect::<Vec<_>>(), want, "{text:?}");
    }
}
