//! How well text is set, counted: forbidden breaks of our rows and of what other programs make of the same text.
//!
//! ```text
//! cargo run --release --example kinsoku -- PATH... [--widths FROM..TO/STEP] [--ours] [--show N] [--lines NAME=PREFIX]...
//! ```
//!
//! PATH is a text (each line a paragraph), or a folder with such texts (`*.txt`) and with `*.jsonl`, an article a line, with `title`,
//! `paragraphs` and `captions`. `--lines` adds what another program made: `PREFIX-80.txt` has its lines at a width of 80, blank lines
//! between paragraphs; `compare.sh` makes such files with Vim and Emacs. `--export FILE` writes the paragraphs for it. `--ours` leaves out
//! the other wrappers, `--show` prints faults of ours at the strict level. Guarantees: judged by `tests/support/judge.rs`, which knows the rules and not the breaker; a paragraph
//! that another program changed is counted, never judged. Never: a decision; it prints.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::cast_precision_loss,
    reason = "a program for developers that prints and stops at errors"
)]
#![allow(missing_docs, unreachable_pub, reason = "nobody outside")]
#![allow(dead_code, reason = "the judge has more to tell than is printed")]

#[path = "../support/greedy.rs"]
mod greedy;
#[path = "../support/judge.rs"]
mod judge;
mod texts;
mod wrappers;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use baolan::layout::{Level, Measure, rows};
use baolan::text::width::{Ambiguous, Widths};
use judge::{Judge, Tally};
use wrappers::WRAPPERS;

/// What the command line asks for.
struct Wish {
    paragraphs: Vec<String>,
    widths: Vec<usize>,
    is_ours_only: bool,
    /// Name and prefix of files with lines.
    lines: Vec<(String, String)>,
    /// How many faults of ours at the strict level are shown.
    shown: usize,
}

/// What was counted of one way to set the text.
#[derive(Default)]
struct Count {
    rows: usize,
    tally: Tally,
    /// Rows wider than the measure.
    wide: usize,
    /// Cells left empty in rows that are not a paragraph's last.
    gap: usize,
    /// Rows that are not a paragraph's last.
    inner: usize,
    /// Paragraphs that are not judged, because the text was changed.
    changed: usize,
}

impl Count {
    /// Counts the rows of `text` that begin at `starts`.
    fn add(&mut self, text: &str, judge: &Judge, starts: &[usize], (cells, widths): (usize, Widths)) {
        self.rows += starts.len();
        self.tally.add(&judge.faults(starts));
        for (index, start) in starts.iter().enumerate() {
            let end = starts.get(index + 1).copied();
            let row = text[*start..end.unwrap_or(text.len())].trim_end();
            let used = widths.text(row);
            self.wide += usize::from(used > cells);
            if end.is_some() {
                self.inner += 1;
                self.gap += cells.saturating_sub(used);
            }
        }
    }

    fn print(&self, name: &str) {
        let Tally { first, last, split, number, word, sign, unit, slash, forced } = self.tally;
        let hard = self.tally.hard();
        println!(
            "{name:30} {:>9} {hard:>6} {:>7.2}  {:34} {unit:>6} {slash:>6} {forced:>6} {:>6} {:>5.2} {:>5}",
            self.rows,
            1000.0 * hard as f64 / self.inner.max(1) as f64,
            format!("{first}/{last}/{split}/{number}/{word}/{sign}"),
            self.wide,
            self.gap as f64 / self.inner.max(1) as f64,
            self.changed,
        );
    }
}

fn main() {
    let wish = asked();
    let characters: usize = wish.paragraphs.iter().map(|text| text.chars().count()).sum();
    println!(
        "{} paragraphs, {characters} characters, {} widths from {} to {} cells",
        wish.paragraphs.len(),
        wish.widths.len(),
        wish.widths.first().expect("a width"),
        wish.widths.last().expect("a width")
    );
    println!(
        "{:30} {:>9} {:>6} {:>7}  {:34} {:>6} {:>6} {:>6} {:>6} {:>5} {:>5}",
        "",
        "rows",
        "hard",
        "‰",
        "first/last/split/number/word/sign",
        "unit",
        "slash",
        "forced",
        "wide",
        "gap",
        "left"
    );
    for (level, name) in
        [(Level::None, "none"), (Level::Basic, "basic"), (Level::Gb, "gb"), (Level::Strict, "strict")]
    {
        ours(&wish, level, Ambiguous::Narrow).print(&format!("baolan, {name}"));
    }
    ours(&wish, Level::Strict, Ambiguous::Wide).print("baolan, strict, ambiguous wide");
    show(&wish);
    if !wish.is_ours_only {
        for (name, wrap) in WRAPPERS {
            others(&wish, wrap).print(name);
        }
    }
    for (name, prefix) in &wish.lines {
        made(&wish, prefix).print(name);
    }
}

/// A measure of ours, as the reader has it but without an indent.
fn measure(cells: usize, level: Level, widths: Widths) -> Measure {
    Measure { cells, level, widths, ..Measure::default() }
}

fn ours(wish: &Wish, level: Level, ambiguous: Ambiguous) -> Count {
    let widths = Widths::new(ambiguous);
    let mut count = Count::default();
    // A level that allows everything is still judged by the rules it does without.
    let judged = if level == Level::None { Level::Basic } else { level };
    for text in &wish.paragraphs {
        let judge = Judge::new(text, judged);
        for &cells in &wish.widths {
            let set = rows(text, 0, measure(cells, level, widths));
            let starts: Vec<usize> = set.iter().map(|row| row.start).collect();
            count.add(text, &judge, &starts, (cells, widths));
        }
    }
    count
}

/// Prints faults of ours, each by what stands before and behind it, the most frequent first.
fn show(wish: &Wish) {
    let mut found: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for text in wish.paragraphs.iter().filter(|_| wish.shown > 0) {
        let judge = Judge::new(text, Level::Strict);
        for &cells in &wish.widths {
            let set = rows(text, 0, measure(cells, Level::Strict, Widths::default()));
            let starts: Vec<usize> = set.iter().map(|row| row.start).collect();
            for fault in judge.faults(&starts).iter().filter(|fault| fault.kind.is_hard() && !fault.forced) {
                let (above, below) = text.split_at(fault.at);
                let near = |part: &str| part.chars().take(8).collect::<String>();
                let above: String =
                    above.chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect();
                let key = format!(
                    "{:?} {}|{}",
                    fault.kind,
                    above.chars().next_back().unwrap_or(' '),
                    near(below).chars().next().unwrap_or(' ')
                );
                found
                    .entry(key)
                    .or_insert_with(|| (0, format!("{cells} cells: {above}|{}", near(below))))
                    .0 += 1;
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (key, (count, example)) in found.into_iter().take(wish.shown) {
        println!("  {count:6} {key}   {example}");
    }
}

fn others(wish: &Wish, wrap: impl Fn(&str, usize) -> Vec<String>) -> Count {
    let mut count = Count::default();
    for text in &wish.paragraphs {
        let judge = Judge::new(text, Level::Strict);
        for &cells in &wish.widths {
            match wrappers::starts(text, &mut wrap(text, cells).iter().map(String::as_str)) {
                Some(starts) => count.add(text, &judge, &starts, (cells, Widths::default())),
                None => count.changed += 1,
            }
        }
    }
    count
}

/// What another program made, from its files.
fn made(wish: &Wish, prefix: &str) -> Count {
    let mut count = Count::default();
    for &cells in &wish.widths {
        let Ok(whole) = fs::read_to_string(format!("{prefix}-{cells}.txt")) else { continue };
        let mut parts =
            whole.split("\n\n").map(|part| part.trim_matches('\n')).filter(|part| !part.is_empty());
        for text in &wish.paragraphs {
            let Some(part) = parts.next() else { break };
            let judge = Judge::new(text, Level::Strict);
            match wrappers::starts(text, &mut part.lines()) {
                Some(starts) => count.add(text, &judge, &starts, (cells, Widths::default())),
                None => count.changed += 1,
            }
        }
    }
    count
}

fn asked() -> Wish {
    let mut words = std::env::args().skip(1);
    let mut wish = Wish {
        paragraphs: Vec::new(),
        widths: (20..=120).collect(),
        is_ours_only: false,
        lines: Vec::new(),
        shown: 0,
    };
    let mut export = None;
    while let Some(word) = words.next() {
        match word.as_str() {
            "--ours" => wish.is_ours_only = true,
            "--show" => wish.shown = words.next().and_then(|word| word.parse().ok()).expect("--show N"),
            "--widths" => wish.widths = range(&words.next().expect("FROM..TO/STEP")),
            "--export" => export = Some(words.next().expect("a file to write")),
            "--lines" => {
                let pair = words.next().expect("NAME=PREFIX");
                let (name, prefix) = pair.split_once('=').expect("NAME=PREFIX");
                wish.lines.push((name.to_owned(), prefix.to_owned()));
            }
            path => wish.paragraphs.extend(texts::paragraphs(&PathBuf::from(path))),
        }
    }
    assert!(!wish.paragraphs.is_empty(), "no text: name a file or a folder");
    if let Some(path) = export {
        fs::write(&path, wish.paragraphs.join("\n\n") + "\n").expect("a file that can be written");
        std::process::exit(0);
    }
    wish
}

/// `20..120/5` as widths.
fn range(text: &str) -> Vec<usize> {
    let (from, rest) = text.split_once("..").expect("FROM..TO/STEP");
    let (to, step) = rest.split_once('/').unwrap_or((rest, "1"));
    let number = |text: &str| text.parse::<usize>().expect("a number");
    (number(from)..=number(to)).step_by(number(step).max(1)).collect()
}
