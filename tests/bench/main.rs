//! Measurements that print and never decide: `cargo bench`. Compare two runs on one quiet machine, nothing else.
//!
//! Guarantees: all text is made here, from our own sample page, the same in every run. Never: a threshold.
#![allow(missing_docs, reason = "benches are named as sentences and have no readers of rustdoc")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench stops by panicking")]
#![allow(unreachable_pub, reason = "a bench binary has nobody outside")]
#![allow(clippy::string_slice, reason = "bench data is known")]
#![allow(clippy::print_stdout, clippy::cast_precision_loss, reason = "a table to be read")]

mod big;
#[allow(dead_code, reason = "benches use a part of what the tests use")]
#[path = "../support/cases.rs"]
mod cases;
#[allow(dead_code, reason = "benches use a part of what the tests use")]
#[path = "../support/desk.rs"]
mod desk;
mod marks;
#[allow(dead_code, reason = "benches use a part of what the tests use")]
#[path = "../support/pty.rs"]
mod pty;

mod layout;
mod search;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use baolan::article::{Article, BlockKind, Builder, Confidence, DumpSpan};
use baolan::format::sample;
use baolan::page;
use baolan::search::{FilterJob, FindJob, Query, Roll, Rules};
use baolan::terminal::{Abilities, Painter};
use baolan::text::encoding::{Choice, decode};
use baolan::text::width::Ambiguous;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use ratatui::layout::Size;

use desk::Desk;

/// The same as the program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const MEGABYTE: usize = 1 << 20;
/// Stands once in the long text, near its end.
const NEEDLE: &str = "晚归的船";

fn main() {
    divan::main();
    big::report();
    search::report();
}

/// Whether a table was asked for by its name, or nothing by name.
fn is_asked(table: &str) -> bool {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    asked.is_empty() || asked.iter().any(|name| name == table)
}

/// The sample page over and over, `bytes` long; every copy has numbers of its own.
fn pages(bytes: usize) -> String {
    let page = std::str::from_utf8(sample().1).expect("the sample is UTF-8");
    let mut text = String::with_capacity(bytes + page.len());
    let mut number = 0;
    while text.len() < bytes {
        number += 1;
        text.push_str(
            &page.replace("214盏", &format!("{number}盏")).replace("07版", &format!("{number:02}版")),
        );
        text.push('\n');
    }
    text
}

/// One article with the paragraphs of `dump`.
fn article(dump: &str) -> Arc<Article> {
    let mut builder = Builder::new(dump);
    let mut at = 0;
    for paragraph in dump.split('\n') {
        builder.push(BlockKind::Paragraph, &[DumpSpan::new(at, at + paragraph.len())]);
        at += paragraph.len() + 1;
    }
    Arc::new(builder.finish(Confidence(1.0)))
}

fn decoding(bencher: Bencher<'_, '_>, bytes: &[u8]) {
    bencher
        .counter(BytesCount::from(bytes.len()))
        .bench(|| decode(black_box(bytes), Choice::Auto).expect("text"));
}

#[divan::bench]
fn decode_a_megabyte_of_utf_8(bencher: Bencher<'_, '_>) {
    decoding(bencher, pages(MEGABYTE).as_bytes());
}

#[divan::bench]
fn decode_a_megabyte_of_gb18030(bencher: Bencher<'_, '_>) {
    let text = pages(MEGABYTE * 3 / 2);
    decoding(bencher, &encoding_rs::GB18030.encode(&text).0);
}

#[divan::bench]
fn recover_a_megabyte_of_pages(bencher: Bencher<'_, '_>) {
    let dump = pages(MEGABYTE);
    bencher.counter(BytesCount::from(dump.len())).bench(|| page::as_newspaper("bench", black_box(&dump)));
}

#[divan::bench(args = ["的", "东江", NEEDLE, "没有这样的话", "，", "Sample"])]
fn find_in_ten_megabytes(bencher: Bencher<'_, '_>, typed: &str) {
    let mut text = pages(10 * MEGABYTE);
    text.push_str(NEEDLE);
    let job = FindJob { text: Arc::new(text), query: Query::new(typed, Rules::default()) };
    let bytes = BytesCount::from(job.text.len());
    bencher.counter(bytes).bench(|| black_box(&job).run(&AtomicBool::new(false)));
}

#[divan::bench(args = ["灯", "东江 麦子", "没有这样的话"])]
fn filter_a_thousand_articles(bencher: Bencher<'_, '_>, typed: &str) {
    let page = page::recover("bench", &pages(1));
    let articles = page.articles.iter().cloned().cycle().take(1000).collect();
    let job = FilterJob {
        list: Arc::new(Roll::new(articles)),
        facts: Vec::new(),
        query: FilterJob::query(typed, Rules::default()),
    };
    bencher.bench(|| black_box(&job).run(&AtomicBool::new(false), &mut |_| ()));
}

/// A long page at 120x40 with the reader in its first article, and a painter for it.
fn reading() -> (Desk, Painter) {
    let mut desk = Desk::open(&pages(MEGABYTE), (120, 40));
    desk.keys("l");
    (desk, painter())
}

/// A painter for a terminal with narrow ambiguous characters.
pub(crate) fn painter() -> Painter {
    Painter::new(Abilities { ambiguous: Some(Ambiguous::Narrow), ..Abilities::default() })
}

/// The bytes of a frame.
pub(crate) fn paint(desk: &Desk, painter: &mut Painter) -> String {
    let size = Size::new(desk.app.size.width, desk.app.size.height);
    let panes = desk.app.panes();
    painter.paint(size, &panes.bands(), |picture, fount| baolan::view::paint(&desk.app, picture, fount))
}

#[divan::bench]
fn paint_a_frame(bencher: Bencher<'_, '_>) {
    let (desk, mut painter) = reading();
    bencher.bench_local(|| paint(&desk, &mut painter));
}

#[divan::bench(args = ["j", "jk", "<Space>", "JK", "/灯<Esc>"])]
fn press_keys_and_paint_a_frame(bencher: Bencher<'_, '_>, keys: &str) {
    let (mut desk, mut painter) = reading();
    bencher.bench_local(|| {
        desk.keys(keys);
        paint(&desk, &mut painter)
    });
}

/// The whole binary, as `cargo bench` builds it: from its start to the headline on the screen.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn start_to_the_first_screen(bencher: Bencher<'_, '_>) {
    let run = pty::Run::default();
    bencher.bench_local(|| pty::Term::showing(&run, "十二条老街里弄"));
}
