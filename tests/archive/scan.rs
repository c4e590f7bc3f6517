//! A search of files that no index knows, beside `memmem` over the same bytes in the same run.
//!
//! Guarantees: each query's times are taken one behind the other, so that a ratio is of one moment; every time counts in the
//! median and the percentiles. Never: a judgement.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use baolan::app::event::Hunted;
use baolan::mend::Mends;
use baolan::search::{Query, Rules, Sieve};
use baolan::text::encoding::{Choice, decode};
use baolan::world::hunt::{Ask, Files, Place, files, hunt};
use memchr::memmem;

use crate::measure::{pages, queries, show};
use crate::{Counted, ask};

/// Bytes that are looked through in memory.
const HELD: usize = 256 << 20;

/// Queries of a kind for which every file is read.
const WHOLE: usize = 24;

/// Queries of which the first hit is waited for.
const FIRST: usize = 200;

pub fn report(papers: &Path) {
    let begun = Instant::now();
    let places = files(&[papers.to_owned()], |problem| panic!("{problem}"));
    println!("{} files listed in {:.1} ms", places.len(), begun.elapsed().as_secs_f64() * 1e3);
    let all = pages(papers);
    let held = held(&all);
    for length in [2, 4, 8] {
        let words = queries(&all, length, 50 * WHOLE);
        let words = words.into_iter().map(|word| word.chars().rev().collect::<String>());
        let is_absent =
            |word: &String| !held.iter().any(|page| memmem::find(page, word.as_bytes()).is_some());
        let words: Vec<String> = words.filter(is_absent).take(WHOLE).collect();
        let kind = format!("{length} characters, absent or rare");
        in_memory(&kind, &words, &held);
        in_files(&kind, &words, &places, &all);
    }
    for length in [1, 2, 4] {
        in_memory(&format!("{length} characters of any page"), &queries(&all, length, WHOLE), &held);
    }
    first_hits(&places, &all, papers);
}

/// How much of the rate of `memmem` the other has.
fn ratios(what: &str, bytes: usize, times: &[(f64, f64)]) {
    let mut ratios: Vec<f64> = times.iter().map(|(plain, ours)| plain / ours).collect();
    ratios.sort_by(f64::total_cmp);
    let rate = |pick: fn(&(f64, f64)) -> f64| {
        bytes as f64 * times.len() as f64 / 1e9 / times.iter().map(pick).sum::<f64>()
    };
    println!(
        "{what}: {:.2} GB/s, memmem {:.2} GB/s; ratio p50 {:.2}, p5 {:.2}, worst {:.2} ({})",
        rate(|times| times.1),
        rate(|times| times.0),
        ratios[ratios.len() / 2],
        ratios[ratios.len() / 20],
        ratios[0],
        times.len()
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let begun = Instant::now();
    std::hint::black_box(work());
    begun.elapsed().as_secs_f64()
}

/// The first pages.
fn held(all: &[PathBuf]) -> Vec<Vec<u8>> {
    let (mut held, mut bytes) = (Vec::new(), 0);
    for page in all {
        if bytes < HELD {
            held.push(std::fs::read(page).unwrap());
            bytes += held.last().map_or(0, Vec::len);
        }
    }
    held
}

/// The look at the bytes of each file, which are in memory, on one thread; a file that passes is looked through by both.
fn in_memory(kind: &str, words: &[String], held: &[Vec<u8>]) {
    let bytes = held.iter().map(Vec::len).sum();
    let stop = AtomicBool::new(false);
    let [mut bare, mut whole] = [Vec::new(), Vec::new()];
    for word in words {
        let finder = memmem::Finder::new(word.as_bytes());
        let plain = timed(|| held.iter().filter(|page| finder.find(page).is_some()).count());
        let sieve = Sieve::new(&Query::filter(word, Rules::default(), &Ask::FIELDS));
        let look = |text: &str| sieve.passes(text, &stop).unwrap();
        let texts: Vec<&str> = held.iter().map(|page| std::str::from_utf8(page).unwrap()).collect();
        bare.push((plain, timed(|| texts.iter().filter(|page| look(page)).count())));
        let decoded = |page: &&Vec<u8>| look(&decode(page, Choice::Auto).unwrap().text);
        whole.push((plain, timed(|| held.iter().filter(decoded).count())));
    }
    ratios(&format!("{kind}: sieve in memory"), bytes, &bare);
    ratios(&format!("{kind}: decoding and sieve in memory"), bytes, &whole);
}

/// Reads every file into the same memory and looks through it, on `hands` threads.
fn read_and_find(all: &[PathBuf], word: &str, hands: usize) -> usize {
    let finder = memmem::Finder::new(word.as_bytes());
    let finder = &finder;
    thread::scope(|scope| {
        let work = |share: &'_ [PathBuf]| {
            let (mut bytes, mut found) = (Vec::new(), 0);
            for page in share {
                bytes.clear();
                File::open(page).unwrap().read_to_end(&mut bytes).unwrap();
                found += usize::from(finder.find(&bytes).is_some());
            }
            found
        };
        let hands: Vec<_> =
            all.chunks(all.len().div_ceil(hands)).map(|share| scope.spawn(move || work(share))).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).sum()
    })
}

fn in_files(kind: &str, words: &[String], places: &[Place], all: &[PathBuf]) {
    let bytes = all.iter().map(|page| page.metadata().unwrap().len()).sum::<u64>();
    let bytes = usize::try_from(bytes).unwrap();
    for hands in [1, 2] {
        let time = |word: &String| {
            let plain = timed(|| read_and_find(all, word, hands));
            (plain, timed(|| search(word, places, usize::MAX)))
        };
        let times: Vec<_> = words.iter().step_by(2).map(time).collect();
        ratios(&format!("{kind}: search of files (memmem: {hands} threads, reading too)"), bytes, &times);
    }
}

/// How many hits a search tells before it has `enough`.
fn search(word: &str, places: &[Place], enough: usize) -> usize {
    let how = Files { encoding: Choice::Auto, mends: Mends::default() };
    let (stop, mut hits) = (AtomicBool::new(false), 0);
    let ask = Ask { limit: usize::MAX, ..ask(word, Counted::No) };
    let _ = hunt(&ask, places, &how, &stop, &mut |told| {
        hits += usize::from(matches!(told, Hunted::Hit(_)));
        stop.fetch_or(hits >= enough, Ordering::Relaxed);
    });
    hits
}

/// Words of one, two and three characters that stand in more than one of a hundred pages; and how many files there are.
fn first_hits(places: &[Place], all: &[PathBuf], papers: &Path) {
    let some: Vec<String> = all
        .iter()
        .step_by((all.len() / 300).max(1))
        .map(|page| std::fs::read_to_string(page).unwrap())
        .collect();
    let common = |word: &String| some.iter().filter(|page| page.contains(word)).count() * 100 > some.len();
    let words: Vec<String> = [1, 2, 3].into_iter().flat_map(|length| queries(all, length, 2000)).collect();
    let words: Vec<String> = words.into_iter().filter(common).collect();
    let step = (words.len() / FIRST).max(1);
    let time = |word: &String| timed(|| assert!(search(word, places, 1) > 0));
    show("first hit of a common word, files listed before", words.iter().step_by(step).map(time).collect());
    let time = |word: &String| {
        timed(|| search(word, &files(&[papers.to_owned()], |problem| panic!("{problem}")), 1))
    };
    show("first hit of a common word, with the listing", words.iter().step_by(step * 5).map(time).collect());
}
