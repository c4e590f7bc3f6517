//! Set text as a property: any text, every width from 20 to 120, every level, either width of ambiguous characters.
//!
//! Guarantees: judged by `support::judge`, which knows the rules and not the breaker. Never: a width or level left out
//! because it fails.

use std::sync::Arc;

use baolan::article::{Article, BlockKind, Builder, Confidence, DumpSpan};
use baolan::layout::{HANG, Measure, Options, Position, Row, Sheet, Style, Tail, placed, rows, rows_of};
use baolan::text::punctuation::{Punctuated, Punctuation};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::support::judge::{Fault, Judge};
use crate::support::setting::{measures, text};

fn starts(rows: &[Row]) -> Vec<usize> {
    rows.iter().map(|row| row.start).collect()
}

/// A row break and why it is wrong, for the message of a failure.
fn told(text: &str, fault: Fault) -> String {
    let (above, below) = text.split_at(fault.at);
    let above: String = above.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
    let below: String = below.chars().take(8).collect();
    format!("{:?}: …{above}|{below}…", fault.kind)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_rule_is_broken_in_any_text(text in text(), measure in measures()) {
        let set = rows(&text, 0, measure);
        let faults = Judge::new(&text, measure.level).faults(&starts(&set));
        let hard: Vec<String> = faults
            .into_iter()
            .filter(|fault| fault.kind.is_hard() && !fault.forced)
            .map(|fault| told(&text, fault))
            .collect();
        prop_assert!(hard.is_empty(), "{:?}: {:#?}", measure, hard);
    }

    #[test]
    fn rows_cover_the_text_whole_clusters_only_and_fit(text in text(), measure in measures()) {
        let boundaries: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
        let shown = Punctuated::new(Punctuation::AsIs, &text, 0..text.len());
        let mut at = 0;
        for row in rows(&text, 0, measure) {
            prop_assert_eq!(row.start, at, "rows follow each other");
            prop_assert!(row.end > row.start || text.is_empty(), "no row is empty");
            prop_assert!(boundaries.binary_search(&row.end).is_ok(), "byte {} is inside a cluster", row.end);
            let words = text[row.start..row.end].trim_end_matches([' ', '\u{3000}']);
            let Options { gap, strip, .. } = measure.options;
            if row.tail != Tail::Squeezed && !gap && !strip {
                prop_assert_eq!(usize::from(row.width), measure.widths.text(words), "«{}»", words);
            }
            let used = usize::from(row.indent + row.width + row.fill);
            let room = measure.cells + if row.tail == Tail::Hung { HANG } else { 0 };
            prop_assert!(used <= room || words.graphemes(true).count() < 2, "«{}» takes {} of {}", words, used, room);
            // Each cluster has its place, one behind the other, up to the row's width.
            let mut x = usize::from(row.indent);
            let words_end = row.start + words.len();
            for glyph in placed(&shown, 0, row, measure).take_while(|glyph| glyph.offset < words_end) {
                prop_assert!(glyph.x >= x, "«{}» at {} over the one before", glyph.cluster, glyph.x);
                x = glyph.x + glyph.cells;
            }
            prop_assert_eq!(x, used, "«{}»", words);
            at = row.end;
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn rows_begin_anew_at_any_row(text in text(), measure in measures(), pick in any::<prop::sample::Index>()) {
        // Whether a straight quotation mark opens, and whether there are Chinese words, is known from the whole paragraph.
        let shown = Punctuated::new(Punctuation::AsIs, &text, 0..text.len());
        let all = rows_of(&shown, 0..text.len(), 0, measure);
        let from = pick.index(all.len());
        let indent = if from == 0 { measure.indent } else { measure.rest };
        let again = rows_of(&shown, all[from].start..text.len(), 0, Measure { indent, ..measure });
        prop_assert_eq!(&again[..], &all[from..]);
    }

    #[test]
    fn a_place_is_found_in_its_row_and_given_back(
        paragraphs in prop::collection::vec(text(), 1..6), style in styles(), pick in any::<prop::sample::Index>(),
    ) {
        let article = article(&paragraphs);
        let places: Vec<usize> = article.text().char_indices().filter(|(_, c)| *c != '\n').map(|(at, _)| at).collect();
        prop_assume!(!places.is_empty());
        let place = *pick.get(&places);
        let mut sheet = Sheet::new(Arc::clone(&article), style);
        // Place to cell: the row, and the cells before it in the row. Cell to place: the cluster that stands there.
        let line = sheet.line_of(place);
        let row = sheet.window(line, 1)[0].row.expect("a row of text");
        prop_assert!(row.start <= place && place < row.end, "{place} in {row:?}");
        prop_assert_eq!(sheet.offset_of(line), row.start);
        prop_assert_eq!(sheet.line_of(row.start), line);
        let cell = style.measure.widths.text(&article.text()[row.start..place]);
        let mut at = row.start;
        for (from, cluster) in article.text()[row.start..row.end].grapheme_indices(true) {
            if style.measure.widths.text(&article.text()[row.start..row.start + from]) > cell {
                break;
            }
            at = row.start + from;
            if place < at + cluster.len() {
                break;
            }
        }
        prop_assert!(at <= place && article.text()[at..place].graphemes(true).count() <= 1);
    }

    #[test]
    fn another_width_keeps_the_top_place_on_the_screen(
        paragraphs in prop::collection::vec(text(), 1..6), style in styles(), cells in 20..=120_usize,
        height in 1..40_usize, down in 0..60_usize,
    ) {
        let article = article(&paragraphs);
        prop_assume!(!article.blocks().is_empty());
        let mut sheet = Sheet::new(Arc::clone(&article), style);
        let top = sheet.forward(Position::default(), down);
        let place = sheet.offset_of(top);
        sheet.restyle(Style { measure: Measure { cells, ..style.measure }, ..style });
        let there = sheet.line_of(place);
        let shown = sheet.window(there, height);
        let is_there = |row: Row| row.start <= place && place < row.end;
        // A place at the very end of a block that is empty has no row of its own.
        let visible = shown.iter().filter_map(|line| line.row).any(is_there);
        prop_assert!(visible || place == article.text().len(), "byte {place} is not in {shown:?}");
        // And back again: the same top row.
        sheet.restyle(style);
        let again = sheet.line_of(place);
        prop_assert_eq!(sheet.offset_of(again), place);
    }

    #[test]
    fn lines_are_the_same_from_wherever_they_are_reached(
        paragraphs in prop::collection::vec(text(), 1..6), style in styles(), down in 0..80_usize, up in 0..40_usize,
    ) {
        let article = article(&paragraphs);
        prop_assume!(!article.blocks().is_empty());
        let all = Sheet::new(Arc::clone(&article), style).window(Position::default(), usize::MAX);
        let mut sheet = Sheet::new(Arc::clone(&article), style);
        let at = sheet.forward(Position::default(), down);
        let number = down.min(all.len() - 1);
        prop_assert_eq!(sheet.window(at, 5), all[number..].iter().take(5).copied().collect::<Vec<_>>());
        let back = sheet.back(at, up);
        prop_assert_eq!(sheet.window(back, 1)[0], all[number.saturating_sub(up)]);
    }
}

fn styles() -> impl Strategy<Value = Style> {
    (measures(), 0..3_usize).prop_map(|(measure, gap)| Style {
        measure,
        paragraph_gap: gap,
        punctuation: Punctuation::AsIs,
    })
}

fn article(paragraphs: &[String]) -> Arc<Article> {
    let dump = paragraphs.concat();
    let mut builder = Builder::new(&dump);
    let mut at = 0;
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let kinds = [BlockKind::Headline, BlockKind::Paragraph, BlockKind::Paragraph, BlockKind::Heading];
        builder.push(kinds[index % kinds.len()], &[DumpSpan::new(at, at + paragraph.len())]);
        at += paragraph.len();
    }
    Arc::new(builder.finish(Confidence(1.0)))
}
