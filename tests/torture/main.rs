//! Measures whether marks find their paragraphs again after the text was edited in every way that happens to texts.
//!
//! ```text
//! cargo run --release --example torture -- FOLDER [--articles N] [--seed S] [--show N] [--only EDIT]
//! ```
//!
//! FOLDER holds `*.jsonl`, an article a line, with `title`, `headings` and `paragraphs`. In each of N articles random
//! paragraphs are marked, one to three random edits are made, and each mark is looked for in what came of it.
//! Guarantees: it is known of every paragraph what became of it, and a mark counts as found only in a block that holds
//! its words; the same seed gives the same edits. Never: a file written.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::cast_precision_loss,
    reason = "a program for developers that prints and stops at errors"
)]

mod edits;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use baolan::article::{Anchor, Article, BlockKind, Builder, Confidence, DumpSpan, How, resolve};
use serde_json::Value;

use edits::{EDITS, Edit, Random, Text};

/// Marks in one article.
const MARKS: usize = 4;

/// What became of marks.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// Whose paragraph is still there.
    there: usize,
    /// Of these: found, and in its place.
    found: usize,
    /// Offered to the reader as doubtful, or lost.
    doubtful: usize,
    lost: usize,
    /// Said to be found, and that is another paragraph.
    wrong: usize,
    /// Whose paragraph is gone; of these: said to be found all the same.
    gone: usize,
    invented: usize,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str, otherwise: usize| {
        let at = words.iter().position(|word| word == name);
        at.and_then(|at| words.get(at + 1)?.parse().ok()).unwrap_or(otherwise)
    };
    let folder = words.first().expect("a folder with *.jsonl");
    let mut random = Random(number("--seed", 1) as u64);
    let mut texts = texts(folder);
    random.shuffle(&mut texts);
    texts.truncate(number("--articles", 500));
    let mut show = number("--show", 0);
    let only = words.iter().position(|word| word == "--only").and_then(|at| words.get(at + 1)).cloned();
    let edits: Vec<(&str, Edit)> =
        EDITS.iter().copied().filter(|(name, _)| only.as_deref().is_none_or(|only| only == *name)).collect();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for text in &texts {
        let before = article(text);
        let blocks: Vec<usize> = (0..before.blocks().len())
            .filter(|&at| before.blocks()[at].kind == BlockKind::Paragraph)
            .collect();
        let mut after = text.clone();
        let mut names = Vec::new();
        for _ in 0..=random.below(3) {
            let (name, edit) = edits[random.below(edits.len())];
            edit(&mut after, &mut random);
            names.push(name);
        }
        let edited = article(&after);
        for _ in 0..MARKS.min(blocks.len()) {
            let block = blocks[random.below(blocks.len())];
            let told = judge((&before, block), (&after, &edited));
            for name in names.iter().copied().chain(["all together"]) {
                told.add(counts.entry(name).or_default());
            }
            if show > 0 && told.is_bad() {
                show -= 1;
                let span = before.blocks()[block].span;
                println!("{told:?} after {names:?}: «{}»", span.of(before.text()));
                let at = resolve(&Anchor::at(&before, block).expect("a block"), &edited);
                println!("    {at:?} «{}»", at.guess().map_or("", |at| &after.blocks[at].words));
            }
        }
    }
    print(&counts, texts.len());
}

/// What became of one mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    Found,
    Doubtful,
    Lost,
    Wrong,
    Gone,
    Invented,
}

impl Told {
    const fn is_bad(self) -> bool {
        !matches!(self, Self::Found | Self::Gone)
    }

    const fn add(self, count: &mut Count) {
        match self {
            Self::Gone | Self::Invented => count.gone += 1,
            _ => count.there += 1,
        }
        match self {
            Self::Found => count.found += 1,
            Self::Doubtful => count.doubtful += 1,
            Self::Lost => count.lost += 1,
            Self::Wrong => count.wrong += 1,
            Self::Invented => count.invented += 1,
            Self::Gone => {}
        }
    }
}

fn judge((before, block): (&Article, usize), (after, edited): (&Text, &Article)) -> Told {
    let anchor = Anchor::at(before, block).expect("a block");
    let found = resolve(&anchor, edited);
    let is_there = after.blocks.iter().any(|one| one.holds(block));
    let right = found.block().map(|at| after.blocks[at].holds(block));
    match (is_there, right) {
        (true, Some(true)) => Told::Found,
        (true, Some(false)) => Told::Wrong,
        (true, None) if found.how == How::Doubtful => Told::Doubtful,
        (true, None) => Told::Lost,
        (false, Some(_)) => Told::Invented,
        (false, None) => Told::Gone,
    }
}

fn texts(folder: &str) -> Vec<Text> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    files.sort();
    let mut texts = Vec::new();
    for path in files {
        for line in fs::read_to_string(path).expect("a text").lines() {
            let value: Value = serde_json::from_str(line).expect("an article in JSON");
            let of = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
            let all = value["paragraphs"].as_array().into_iter().flatten();
            let paragraphs: Vec<String> = all
                .filter_map(Value::as_str)
                .filter(|text| !text.trim().is_empty())
                .map(str::to_owned)
                .collect();
            if !paragraphs.is_empty() {
                texts.push(Text::new(&of("title"), &paragraphs));
            }
        }
    }
    texts
}

/// An article of a text: a headline that stands first is one, wherever else it stands it is a paragraph.
fn article(text: &Text) -> Article {
    let dump: String = text.blocks.iter().map(|block| block.words.as_str()).collect();
    let mut builder = Builder::new(&dump);
    let mut at = 0;
    for (index, block) in text.blocks.iter().enumerate() {
        let end = at + block.words.len();
        let kind = if index == 0 && block.holds(0) { BlockKind::Headline } else { BlockKind::Paragraph };
        builder.push(kind, &[DumpSpan::new(at, end)]);
        at = end;
    }
    builder.finish(Confidence(1.0))
}

fn print(counts: &BTreeMap<&str, Count>, articles: usize) {
    println!(
        "{articles} articles, {MARKS} marks in each; an article with several edits counts in each of their rows\n"
    );
    println!(
        "{:22} {:>6} {:>8} {:>9} {:>6} {:>6} | {:>6} {:>9}",
        "edit", "there", "found", "doubtful", "lost", "wrong", "gone", "invented"
    );
    for (name, count) in counts {
        let percent = 100.0 * count.found as f64 / count.there.max(1) as f64;
        let Count { there, doubtful, lost, wrong, gone, invented, .. } = count;
        println!(
            "{name:22} {there:>6} {percent:>7.2}% {doubtful:>9} {lost:>6} {wrong:>6} | {gone:>6} {invented:>9}"
        );
    }
}
