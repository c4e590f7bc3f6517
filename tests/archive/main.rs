//! Measures the library's index, and holds it against a scan.
//!
//! ```text
//! cargo run --release --example archive -- bench FOLDER GIGABYTES
//! cargo run --release --example archive -- spelt FOLDER
//! cargo run --release --example archive -- count FOLDER
//! cargo run --release --example archive -- scan FOLDER
//! cargo run --release --example archive -- bare FOLDER
//! cargo run --release --example archive -- differ QUERIES
//! ```
//!
//! `bench` writes pages into FOLDER/papers where there are none, makes the index in FOLDER/cache, and prints build, size, own
//! memory, and times of searches, with `rg` beside them; `spelt` of those in letters alone, `count` of exact counts. `scan` searches those pages as
//! files, beside `memmem`; `bare` the library that `bench` left, without its index.
//! `differ` compares hits and spans with the matcher on every text.
//! Guarantees: it prints what it measured, decides nothing, and stops at the first difference. Never: a file outside FOLDER.
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::missing_panics_doc,
    clippy::too_many_lines,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a program for developers that prints and stops at errors"
)]

mod bare;
mod measure;
mod scan;
mod words;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use baolan::article::Span;
use baolan::library::Hit;
use baolan::library::excerpt::{AROUND, samples};
use baolan::search::{Field, Known, Query, Rules, Subject};
use baolan::world::archive::{Archive, Ask, Entry, Import, Order, Store, Told, Volume};
use words::{Dice, Words};

/// The same as the program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Articles of a page.
pub const PAGE: usize = 20;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["bench", folder, gigabytes] => {
            measure::bench(Path::new(folder), gigabytes.parse().expect("a number"));
        }
        ["spelt", folder] => measure::spelt(Path::new(folder)),
        ["count", folder] => measure::count(Path::new(folder)),
        ["scan", folder] => scan::report(&Path::new(folder).join("papers")),
        ["bare", folder] => bare::report(Path::new(folder)),
        ["differ", queries] => differ(queries.parse().expect("a number")),
        _ => println!(
            "archive bench FOLDER GIGABYTES | archive spelt FOLDER | archive count FOLDER | archive scan FOLDER | archive bare FOLDER | archive differ QUERIES"
        ),
    }
}

/// An article of a page: its headline is its first line.
pub fn entry(ordinal: usize, text: &str) -> Entry<'_> {
    let title = Span::new(0, text.find('\n').unwrap_or(text.len()));
    Entry { ordinal, fingerprint: "0123456789abcdef", title, byline: Span::default(), text }
}

/// Whether all that match are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    No,
    Yes,
}

/// The day of a page: the first page is of the newest.
pub fn day(page: usize) -> u32 {
    let day = 3650_usize.saturating_sub(page / 24 % 3650) as u32;
    (2016 + day / 366) * 10_000 + (1 + day % 366 / 31) * 100 + 1 + day % 31
}

pub fn ask(typed: &str, counted: Counted) -> Ask {
    let query = Query::filter(typed, Rules::default(), &Ask::FIELDS);
    Ask {
        query,
        order: Order::Newest,
        limit: 50,
        around: AROUND,
        count: counted == Counted::Yes,
        known: Known::default(),
        except: HashSet::new(),
    }
}

/// Hits and how many articles there are.
pub fn search(archive: &mut Archive, ask: &Ask) -> (Vec<Hit>, usize) {
    let mut hits = Vec::new();
    let outcome = archive.search(ask, &AtomicBool::new(false), &mut |told| {
        if let Told::Hit(hit) = told {
            hits.push(*hit);
        }
    });
    (hits, outcome.unwrap().articles)
}

/// A text with some characters in other forms, and white space where a column would end.
fn varied(text: &str, dice: &mut Dice) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match dice.below(30) {
            0 => out.push('\u{3000}'),
            1 => out.push_str("\n  "),
            2..=4 => {
                out.extend(baolan::text::same::variants(baolan::text::same::fold(c)).last());
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// Compares index and scan for so many queries.
fn differ(queries: usize) {
    let folder = tempfile::tempdir().unwrap();
    let (words, mut dice) = (Words::new(7, 3000), Dice(11));
    let texts: Vec<String> = (0..400).map(|_| varied(&words.article(&mut dice), &mut dice)).collect();
    for part in texts.chunks(150).enumerate() {
        let mut store = Store::open(folder.path(), Duration::ZERO).unwrap();
        let mut import = Import::new(&mut store);
        for (number, text) in part.1.iter().enumerate() {
            let number = part.0 * 150 + number;
            let volume = Volume {
                path: PathBuf::from(number.to_string()),
                day: day(number * 5),
                dated: true,
                ..Volume::default()
            };
            import.add(&volume, [entry(0, text)].into_iter(), None).unwrap();
        }
        import.finish().unwrap();
    }
    let mut archive = Archive::open(folder.path());
    let stop = AtomicBool::new(false);
    let (mut found, mut nothing) = (0_usize, 0_usize);
    for round in 0..queries {
        let typed = random_query(&texts, &mut dice);
        let ask = Ask { limit: usize::MAX, ..ask(&typed, Counted::No) };
        let (hits, _) = search(&mut archive, &ask);
        let mut got: BTreeMap<String, Hit> = BTreeMap::new();
        let all = hits.len();
        got.extend(hits.into_iter().map(|hit| (hit.source.to_string_lossy().into_owned(), hit)));
        assert_eq!(got.len(), all, "{typed}: an article twice");
        for (number, text) in texts.iter().enumerate() {
            let title = entry(0, text).title;
            let source = number.to_string();
            let subject = Subject {
                texts: &[text],
                title: title.of(text),
                source: &source,
                date: Some(day(number * 5)),
                ..Subject::default()
            };
            let want = ask.query.passes(&subject, &stop).unwrap();
            let hit = got.get(&source);
            assert_eq!(hit.is_some(), want, "{typed} in {text}");
            if let Some(hit) = hit {
                let spans = ask.query.marks(text, &[(Field::Title, title)], &stop).unwrap().spans;
                assert_eq!(
                    (hit.count, &hit.samples),
                    (spans.len(), &samples(text, title, &spans, (3, AROUND))),
                    "{typed} in {text}"
                );
            }
        }
        found += all;
        nothing += usize::from(all == 0);
        if (round + 1) % 10_000 == 0 {
            println!("{} queries: {found} hits, {nothing} queries without any, no difference", round + 1);
        }
    }
    println!(
        "{queries} queries over {} articles: {found} hits with the same spans, 0 differences",
        texts.len()
    );
}

/// Something of a text, perhaps with a sign of the language before it.
fn random_query(texts: &[String], dice: &mut Dice) -> String {
    let mut parts = Vec::new();
    for _ in 0..=dice.below(3) {
        let text = &texts[dice.below(texts.len())];
        let from = dice.below(text.chars().count());
        let mut word: String =
            text.chars().skip(from).take(1 + dice.below(6)).filter(|c| !c.is_whitespace()).collect();
        if dice.below(6) == 0 {
            word = word.chars().rev().collect();
        }
        if dice.below(8) == 0 {
            // As it is read, the last syllable perhaps unfinished, or by its initials.
            word = measure::letters(&word, [1, usize::MAX, usize::MAX][dice.below(3)]);
            word.truncate(word.len() - usize::from(word.is_ascii() && word.len() > 2 && dice.below(3) == 0));
        }
        let (before, after) =
            [("", ""), ("", ""), ("", ""), ("-", ""), ("title:", ""), ("\"", "\""), ("", "|船"), ("/", "/")]
                [dice.below(8)];
        parts.push(format!("{before}{word}{after}"));
    }
    parts.join(" ")
}
