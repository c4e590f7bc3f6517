//! The figures: build, size, memory, searches, counts, what is stopped, a day's paper; `rg` beside them.
//!
//! Guarantees: medians and 99th percentiles of the whole list of times. Never: a judgement.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use baolan::app::effect::HuntJob;
use baolan::app::event::Hunted;
use baolan::mend::Mends;
use baolan::search::{Known, Rules};
use baolan::text::pinyin::Readings;
use baolan::world::archive::{Archive, Import, Store, Volume, update};
use baolan::world::hunt;

use crate::words::{Dice, Words};
use crate::{Counted, PAGE, ask, day, entry, search};

pub fn bench(folder: &Path, gigabytes: f64) {
    let (papers, cache) = (folder.join("papers"), folder.join("cache"));
    let bytes = write_pages(&papers, gigabytes);
    println!("text {:.3} GB in {} pages", bytes as f64 / 1e9, pages(&papers).len());
    if !cache.join("MANIFEST").exists() {
        build(&papers, &cache, bytes);
    }
    let open = Instant::now();
    let mut archive = Archive::open(&cache);
    println!("open {:.1} ms; {:?}", open.elapsed().as_secs_f64() * 1e3, archive.status());
    let status = archive.status();
    println!("index / text {:.3}", status.segments.1 as f64 / bytes as f64);
    let kinds = kinds(&mut archive, &papers);
    for (kind, words) in &kinds {
        show(&format!("{kind}, newest 50"), times(&mut archive, words, Counted::No));
    }
    pinyin(&mut archive, &papers);
    paper(&cache);
    stale(&cache);
    recovery(folder, &papers);
    counts(&mut archive, &kinds, &papers);
}

fn counts(archive: &mut Archive, kinds: &[(String, Vec<String>)], papers: &Path) {
    for (kind, words) in kinds.iter().rev() {
        let rg = words.iter().step_by(50).map(|word| rg(word, papers)).collect();
        show(&format!("{kind}, rg -c on the same files"), rg);
        show(&format!("{kind}, exact count"), times(archive, words, Counted::Yes));
    }
}

/// Exact counts alone, in the archive that `bench` made.
pub fn count(folder: &Path) {
    let (papers, mut archive) = (folder.join("papers"), Archive::open(&folder.join("cache")));
    let kinds = kinds(&mut archive, &papers);
    counts(&mut archive, &kinds, &papers);
}

/// Searches in letters alone, in the archive that `bench` made.
pub fn spelt(folder: &Path) {
    pinyin(&mut Archive::open(&folder.join("cache")), &folder.join("papers"));
}

fn pinyin(archive: &mut Archive, papers: &Path) {
    show("the first in letters, newest 50", first_shown(archive, &["dukou".to_owned()]));
    let some_pages = pages(papers);
    for (kind, length, most, cut) in [
        ("2 syllables", 2, usize::MAX, 0),
        ("3 syllables", 3, usize::MAX, 0),
        ("3 syllables, the last unfinished,", 3, usize::MAX, 1),
        ("4 syllables", 4, usize::MAX, 0),
        ("4 initials", 4, 1, 0),
    ] {
        let headlines = headline_words(papers, length);
        for (place, words) in [("headlines", headlines), ("texts", queries(&some_pages, length, 200))] {
            let typed: Vec<String> = words
                .iter()
                .map(|word| letters(word, most))
                .map(|typed| typed[..typed.len() - cut].to_owned())
                .collect();
            let shown = first_shown(archive, &typed);
            let late = shown.iter().filter(|time| **time >= PATIENCE.as_secs_f64()).count();
            show(&format!("{kind} of {place}, newest 50, {late} given up"), shown);
        }
    }
}

pub fn pages(papers: &Path) -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = fs::read_dir(papers)
        .into_iter()
        .flatten()
        .flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|page| page.unwrap().path())
        .collect();
    pages.sort();
    pages
}

/// Writes pages of so many bytes of text, the newest first; those that are there are kept.
fn write_pages(papers: &Path, gigabytes: f64) -> u64 {
    let known = pages(papers);
    if !known.is_empty() {
        return known.iter().map(|page| fs::metadata(page).unwrap().len()).sum();
    }
    let want = (gigabytes * 1e9) as u64;
    let words = Arc::new(Words::new(1, 120_000));
    let bytes = Arc::new(AtomicU64::new(0));
    let workers = (0..2_usize).map(|worker| {
        let (words, bytes, papers) = (Arc::clone(&words), Arc::clone(&bytes), papers.to_owned());
        thread::spawn(move || {
            let mut page = worker;
            while bytes.load(Ordering::Relaxed) < want {
                let mut dice = Dice(page as u64 * 7919 + 13);
                let articles: Vec<String> = (0..PAGE).map(|_| words.article(&mut dice)).collect();
                let text = articles.join("\n\n");
                let folder = papers.join(format!("{:04}", page / 1000));
                fs::create_dir_all(&folder).unwrap();
                fs::write(folder.join(format!("{page:07}.txt")), &text).unwrap();
                bytes.fetch_add(text.len() as u64, Ordering::Relaxed);
                page += 2;
            }
        })
    });
    workers.collect::<Vec<_>>().into_iter().for_each(|worker| worker.join().unwrap());
    bytes.load(Ordering::Relaxed)
}

/// Own memory now, in MB: what is not the page cache's.
fn own_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("RssAnon")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// Seconds that all threads of the program computed: on a busy machine the only honest figure.
fn computed() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = stat.rsplit_once(") ").map_or("", |(_, behind)| behind);
    let ticks = behind.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u32>().ok());
    f64::from(ticks.sum::<u32>()) / 100.0
}

fn build(papers: &Path, cache: &Path, bytes: u64) {
    let done = Arc::new(AtomicBool::new(false));
    let watch = {
        let done = Arc::clone(&done);
        thread::spawn(move || {
            let mut most = 0;
            while !done.load(Ordering::Relaxed) {
                most = most.max(own_memory());
                thread::sleep(Duration::from_millis(20));
            }
            most
        })
    };
    let (begin, idle) = (Instant::now(), computed());
    let mut store = Store::open(cache, Duration::ZERO).unwrap();
    let mut import = Import::new(&mut store);
    for (number, page) in pages(papers).into_iter().enumerate() {
        let text = fs::read_to_string(&page).unwrap();
        let volume = Volume { path: page, day: day(number), dated: true, ..Volume::default() };
        import.add(&volume, text.split("\n\n").enumerate().map(|(at, text)| entry(at, text)), None).unwrap();
    }
    import.finish().unwrap();
    let taken = begin.elapsed().as_secs_f64();
    let before = store.status();
    store.tidy(&|| true).unwrap();
    let all = begin.elapsed().as_secs_f64();
    done.store(true, Ordering::Relaxed);
    let gigabytes = bytes as f64 / 1e9;
    println!(
        "build {all:.1} s ({taken:.1} before merging {} segments): {:.1} s/GB",
        before.segments.0,
        all / gigabytes
    );
    println!("computed while building: {:.1} s of a core a GB", (computed() - idle) / gigabytes);
    println!("index before merging / text {:.3}", before.segments.1 as f64 / bytes as f64);
    println!("own memory while building: {} MB at most", watch.join().unwrap());
}

/// Queries of `length` characters that stand in a text, taken from anywhere.
pub fn queries(pages: &[PathBuf], length: usize, count: usize) -> Vec<String> {
    let mut dice = Dice(length as u64);
    let mut found = Vec::new();
    while found.len() < count {
        let text = fs::read_to_string(&pages[dice.below(pages.len())]).unwrap();
        let chars: Vec<char> = text.chars().skip(dice.below(text.chars().count())).take(length).collect();
        let is_han = |c: &char| ('\u{4e00}'..'\u{a000}').contains(c);
        if chars.len() == length && chars.iter().all(is_han) {
            found.push(chars.into_iter().collect());
        }
    }
    found
}

pub fn show(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize] * 1e3;
    println!(
        "{what}: p50 {:.2} p95 {:.2} p99 {:.2} max {:.2} ms ({})",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0),
        times.len()
    );
}

/// Queries of each kind, with the name of the kind.
fn kinds(archive: &mut Archive, papers: &Path) -> Vec<(String, Vec<String>)> {
    let pages = pages(papers);
    let mut kinds: Vec<(String, Vec<String>)> =
        [1, 2, 4, 8].map(|length| (format!("{length} characters"), queries(&pages, length, 200))).into();
    let absent = queries(&pages, 4, 200).into_iter().map(|word| word.chars().rev().collect::<String>());
    let absent: Vec<String> =
        absent.filter(|word| search(archive, &ask(word, Counted::No)).0.is_empty()).take(40).collect();
    kinds.push(("absent".to_owned(), absent));
    kinds
}

/// How long a search for each word takes.
fn times(archive: &mut Archive, words: &[String], counted: Counted) -> Vec<f64> {
    let time = |word: &String| {
        let begin = Instant::now();
        let (hits, _) = search(archive, &ask(word, counted));
        let took = begin.elapsed().as_secs_f64();
        assert!(hits.iter().all(|hit| !hit.samples.is_empty()));
        took
    };
    words.iter().map(time).collect()
}

/// Words of headlines of pages from anywhere.
fn headline_words(papers: &Path, length: usize) -> Vec<String> {
    let pages = pages(papers);
    let mut dice = Dice(length as u64 + 77);
    let mut found = Vec::new();
    while found.len() < 200 {
        let text = fs::read_to_string(&pages[dice.below(pages.len())]).unwrap();
        let title: Vec<char> = text.lines().next().unwrap_or_default().chars().collect();
        if let Some(spare) = title.len().checked_sub(length) {
            found.push(title.iter().skip(dice.below(spare + 1)).take(length).collect());
        }
    }
    found
}

/// How a word is typed in letters: each character by the first `most` of its first reading.
pub fn letters(word: &str, most: usize) -> String {
    let reading = |c: char| Readings::table().read(c).next().unwrap_or("x").to_owned();
    word.chars().flat_map(|c| reading(c).chars().take(most).collect::<Vec<_>>()).collect()
}

/// How long a search in letters may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long it takes until the newest 50 are shown of what letters may mean; what comes then is only counted.
fn first_shown(archive: &mut Archive, typed: &[String]) -> Vec<f64> {
    let mut time = |typed: &String| {
        let job = HuntJob {
            typed: typed.clone(),
            rules: Rules::default(),
            pages: Vec::new(),
            known: Known::default(),
        };
        let (begin, stop, mut hits) = (Instant::now(), AtomicBool::new(false), 0);
        let mut took = None;
        let (over, wait) = mpsc::channel::<()>();
        let ended = thread::scope(|scope| {
            let stop = &stop;
            scope.spawn(move || {
                let _ = wait.recv_timeout(PATIENCE);
                stop.store(true, Ordering::Relaxed);
            });
            let ended = hunt::open(&job, archive, stop, &mut |told| {
                hits += usize::from(matches!(told, Hunted::Hit(_)));
                if hits == 50 && took.is_none() {
                    took = Some(begin.elapsed());
                    stop.store(true, Ordering::Relaxed);
                }
            });
            drop(over);
            ended
        });
        took.filter(|_| ended.is_none()).unwrap_or_else(|| begin.elapsed()).as_secs_f64()
    };
    typed.iter().map(&mut time).collect()
}

fn rg(word: &str, papers: &Path) -> f64 {
    let begin = Instant::now();
    let out =
        Command::new("rg").args(["-c", "-F", word]).arg(papers).stdout(Stdio::piped()).output().unwrap();
    std::io::sink().write_all(&out.stdout).unwrap();
    begin.elapsed().as_secs_f64()
}

/// How long work goes on after it was told to stop.
fn stale(cache: &Path) {
    let mut times = Vec::new();
    for (round, typed) in ["/灯.塔/", "的", "kechuang", "/[船岸]{2}/"].iter().cycle().take(200).enumerate()
    {
        let stop = Arc::new(AtomicBool::new(false));
        let (flag, folder, asked) = (Arc::clone(&stop), cache.to_owned(), ask(typed, Counted::Yes));
        let begun = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&begun);
        let work = thread::spawn(move || {
            let mut archive = Archive::open(&folder);
            told.store(true, Ordering::Release);
            archive.search(&asked, &flag, &mut |_| ());
            Instant::now()
        });
        while !begun.load(Ordering::Acquire) {
            thread::yield_now();
        }
        thread::sleep(Duration::from_micros(500 + round as u64 * 37 % 4000));
        let set = Instant::now();
        stop.store(true, Ordering::Relaxed);
        times.push(work.join().unwrap().saturating_duration_since(set).as_secs_f64());
    }
    show("stale work gone", times);
}

/// A day's paper of 300 articles, from import to found.
fn paper(cache: &Path) {
    let (words, mut dice) = (Words::new(3, 20_000), Dice(5));
    let mut times = Vec::new();
    let mut archive = Archive::open(cache);
    for round in 0..7 {
        let articles: Vec<String> = (0..300).map(|_| words.article(&mut dice)).collect();
        let begin = Instant::now();
        let mut store = Store::open(cache, Duration::ZERO).unwrap();
        let mut import = Import::new(&mut store);
        let volume = Volume {
            path: PathBuf::from(format!("/today/{round}")),
            day: 20_261_200 + round,
            dated: true,
            ..Volume::default()
        };
        import.add(&volume, articles.iter().enumerate().map(|(at, text)| entry(at, text)), None).unwrap();
        import.finish().unwrap();
        archive.refresh();
        let first: String = articles[0].chars().take(6).collect();
        assert!(search(&mut archive, &ask(&format!("source:/today/{round} {first}"), Counted::No)).1 > 0);
        times.push(begin.elapsed().as_secs_f64());
    }
    show("a day's paper, import to found", times);
}

/// What recovery adds: `update` over the first pages.
fn recovery(folder: &Path, papers: &Path) {
    let (some, cache) = (folder.join("some"), folder.join("some-cache"));
    fs::create_dir_all(&some).unwrap();
    let mut bytes = 0;
    for page in pages(papers).iter().take(250) {
        bytes += fs::copy(page, some.join(page.file_name().unwrap())).unwrap();
    }
    let begin = Instant::now();
    let mut store = Store::open(&cache, Duration::ZERO).unwrap();
    let report = update(
        &mut store,
        std::slice::from_ref(&some),
        &Mends::default(),
        &AtomicBool::new(false),
        &mut |_| (),
    )
    .unwrap();
    let took = begin.elapsed().as_secs_f64();
    println!("with recovery: {:.1} s/GB ({:?} files, articles)", took / (bytes as f64 / 1e9), report.taken);
    let begin = Instant::now();
    update(&mut store, std::slice::from_ref(&some), &Mends::default(), &AtomicBool::new(false), &mut |_| ())
        .unwrap();
    println!("again, nothing changed: {:.1} ms", begin.elapsed().as_secs_f64() * 1e3);
    drop((fs::remove_dir_all(&some), fs::remove_dir_all(&cache)));
}
