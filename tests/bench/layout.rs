//! How fast text becomes rows, beside the floor under it and what others need for it.
//!
//! Guarantees: all of a table is measured in one run on one text, so that ratios hold on a busy machine. Never: a
//! threshold.

use baolan::article::Article;
use baolan::layout::{Measure, Options, Position, Sheet, Style, rows, rows_of};
use baolan::text::punctuation::{Punctuated, Punctuation};
use baolan::text::width::Widths;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use ratatui::widgets::{Paragraph, Wrap};
use std::sync::Arc;

use super::{MEGABYTE, article, pages};

/// Cells of a row.
const CELLS: usize = 72;

pub(crate) fn sheet(article: &Arc<Article>) -> Sheet {
    let measure = Measure { cells: 72, indent: 4, ..Measure::default() };
    Sheet::new(Arc::clone(article), Style { measure, paragraph_gap: 0, punctuation: Punctuation::Full })
}

/// A megabyte of paragraphs.
fn text() -> String {
    pages(MEGABYTE)
}

/// Measures what is done to each paragraph of a megabyte.
fn each(bencher: Bencher<'_, '_>, work: impl Fn(&str) -> usize + Sync) {
    let text = text();
    let paragraphs: Vec<&str> = text.split('\n').filter(|text| !text.is_empty()).collect();
    let bytes = BytesCount::from(text.len());
    bencher.counter(bytes).bench(|| black_box(&paragraphs).iter().map(|text| work(text)).sum::<usize>());
}

/// The floor: decoding, and adding up cells from a table.
#[divan::bench]
fn rows_a_floor_decode_and_add_up(bencher: Bencher<'_, '_>) {
    let table: Vec<u8> = (0..=0xffff)
        .map(|code| {
            char::from_u32(code).map_or(0, |c| Widths::default().text(c.encode_utf8(&mut [0; 4])) as u8)
        })
        .collect();
    each(bencher, |text| {
        text.chars().map(|c| usize::from(table.get(c as usize).copied().unwrap_or(2))).sum()
    });
}

#[divan::bench]
fn rows_b_ours_as_is(bencher: Bencher<'_, '_>) {
    let measure = Measure { cells: CELLS, ..Measure::default() };
    each(bencher, |text| rows(text, 0, measure).len());
}

fn full(text: &str, measure: Measure) -> usize {
    let shown = Punctuated::new(Punctuation::Full, text, 0..text.len());
    rows_of(&shown, 0..text.len(), 0, measure).len()
}

#[divan::bench]
fn rows_c_ours_with_full_width_marks(bencher: Bencher<'_, '_>) {
    let measure = Measure { cells: CELLS, ..Measure::default() };
    each(bencher, |text| full(text, measure));
}

#[divan::bench]
fn rows_c_plan_of_full_width_marks_alone(bencher: Bencher<'_, '_>) {
    each(bencher, |text| Punctuated::new(Punctuation::Full, text, 0..text.len()).changes().len());
}

#[divan::bench]
fn rows_d_ours_with_all_devices(bencher: Bencher<'_, '_>) {
    let options = Options {
        keep_measure_words: true,
        hang: true,
        squeeze: true,
        gap: true,
        orphans: true,
        flush: true,
        strip: true,
        hang_first: true,
    };
    let measure = Measure { cells: CELLS, options, ..Measure::default() };
    each(bencher, |text| full(text, measure));
}

#[divan::bench(sample_count = 10)]
fn rows_e_textwrap(bencher: Bencher<'_, '_>) {
    let options = textwrap::Options::new(CELLS).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    each(bencher, |text| textwrap::wrap(text, &options).len());
}

#[divan::bench(sample_count = 10)]
fn rows_f_ratatui(bencher: Bencher<'_, '_>) {
    each(bencher, |text| Paragraph::new(text).wrap(Wrap { trim: false }).line_count(CELLS as u16));
}

#[divan::bench]
fn layout_of_a_screen_in_the_middle_of_a_megabyte(bencher: Bencher<'_, '_>) {
    let article = article(&pages(MEGABYTE));
    let middle = article.text().len() / 2;
    bencher.bench(|| {
        let mut sheet = sheet(&article);
        let top = sheet.line_of(middle);
        sheet.window(top, 40)
    });
}

#[divan::bench]
fn layout_of_a_megabyte(bencher: Bencher<'_, '_>) {
    let article = article(&pages(MEGABYTE));
    let bytes = BytesCount::from(article.text().len());
    // A window longer than any article has all its rows.
    bencher.counter(bytes).bench(|| sheet(&article).window(Position::default(), MEGABYTE));
}
