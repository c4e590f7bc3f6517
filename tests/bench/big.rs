//! Texts of a hundred megabytes, by the times that a reader waits for: medians and the slowest of a hundred.
//!
//! Guarantees: text and places are the same in every run; each row names what the time should be on a free machine.
//! Never: a failure because a machine is slow.

use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use baolan::app::Reader;
use baolan::article::Article;
use baolan::layout::{CountJob, Heights, Style};

use crate::desk::Desk;
use crate::layout::sheet;
use crate::{MEGABYTE, article, is_asked, pages, paint, painter, pty};

const BYTES: usize = 100_000_000;
/// Rows of a tall window.
const ROWS: usize = 50;
const PALETTE: &[&str] =
    &["灯光朝下不照窗。", "巷口还留了一盏给猫,", "船工说", "共386步,", "“晚归”", "两年了!"];

/// Prints the table, unless other measurements were asked for by name.
pub fn report() {
    if is_asked("big") {
        println!("\n100 MB                                         median        p99   to be below");
        paragraphs();
        one_paragraph();
        start();
    }
}

fn row(what: &str, mut times: Vec<Duration>, below: &str) {
    times.sort_unstable();
    let at = |share: usize| format!("{:.2?}", times[(times.len() - 1) * share / 100]);
    println!("{what:<44} {:>8} {:>10}   {below}", at(50), at(99));
}

fn times(count: usize, mut work: impl FnMut(usize)) -> Vec<Duration> {
    let timed = |index| {
        let begun = Instant::now();
        work(index);
        begun.elapsed()
    };
    (0..count).map(timed).collect()
}

/// Numbers below `most`, the same in every run.
fn numbers(most: usize) -> impl FnMut() -> usize {
    let mut state = 7_u64;
    move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % most
    }
}

/// Paragraphs of 140 bytes in the middle, some of a few words, some of a screen.
fn varied(bytes: usize) -> String {
    let mut next = numbers(1000);
    let mut text = String::with_capacity(bytes + MEGABYTE);
    while text.len() < bytes {
        for _ in 0..[1, 3, 4, 5, 6, 8, 40][next() % 7] {
            text.push_str(PALETTE[next() % PALETTE.len()]);
        }
        let _ = writeln!(text, "{}", next());
    }
    text
}

fn count(job: &CountJob) -> Heights {
    job.run(&AtomicBool::new(false)).expect("not stopped")
}

fn style(article: &Arc<Article>) -> Style {
    sheet(article).style()
}

fn paragraphs() {
    let text = varied(BYTES);
    let article = article(&text);
    let length = article.text().len();
    println!("{} paragraphs of {} bytes", article.blocks().len(), length / article.blocks().len());
    let style = style(&article);
    let open = |_| drop(Reader::new(Arc::clone(&article), style, ROWS, length / 2));
    row("open in the middle, 50 rows", times(20, open), "50 ms");
    let mut reader = Reader::new(Arc::clone(&article), style, ROWS, 0);
    let mut random = numbers(length);
    let mut place = move |text: &str| baolan::text::cluster::boundary(text, random());
    row("jump to a byte, 50 rows", times(2000, |_| reader.go_to(place(article.text()))), "1 ms p99");
    let job = sheet(&article).count_job();
    row("exact count of all rows", times(3, |_| drop(count(&job))), "1 s");
    let heights = count(&job);
    let memory = heights.memory() as f64 / length as f64;
    println!(
        "rows: {}; memory of layout: {memory:.4} bytes for a byte of text, to be below 0.2",
        heights.lines()
    );
    reader.know(heights);
    let mut random = numbers(101);
    row("jump to a percentage by rows, 50 rows", times(2000, |_| reader.go_to_percent(random())), "1 ms p99");
    let mut desk = Desk::open(&text, (200, 50));
    let mut painter = painter();
    desk.keys("l");
    for (what, keys) in [("page down, painted at 200x50", "<Space>"), ("line down, painted at 200x50", "j")] {
        desk.keys("37%");
        let press = |_| {
            desk.keys(keys);
            paint(&desk, &mut painter);
        };
        row(what, times(500, press), "4 ms p99");
    }
}

fn one_paragraph() {
    let article = article(&PALETTE.concat().repeat(99_000_000 / PALETTE.concat().len()));
    let style = style(&article);
    let to_end = |_| Reader::new(Arc::clone(&article), style, ROWS, 0).to_bottom();
    row("one paragraph of 99 MB: to its end", times(20, to_end), "300 ms");
    let job = sheet(&article).count_job();
    row("one paragraph of 99 MB: exact count", times(3, |_| drop(count(&job))), "1 s");
}

/// The whole binary, as `cargo bench` builds it, beside reading the file and doing nothing with it.
fn start() {
    for (what, text) in [("paragraphs", varied(BYTES)), ("pages", pages(BYTES))] {
        let run = pty::Run::on(&text);
        let read = |_| drop(fs::read(&run.args[0]).expect("a readable file"));
        row(&format!("{what}: reading the file"), times(5, read), "");
        let begin = |_| drop(pty::Term::showing(&run, "%"));
        row(&format!("{what}: start to the first screen"), times(5, begin), "1 s");
    }
}
