//! What a search in an article and a filter over headlines cost, over many different queries: medians and 99th percentiles.
//!
//! Guarantees: texts are made of random words of the sample page and of random characters, queries of pieces of the text.
//! Never: a threshold.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use baolan::article::{Article, BlockKind, Builder, Confidence, DumpSpan};
use baolan::search::{FilterJob, Query, Roll, Rules};
use baolan::text::pinyin::Readings;
use memchr::memmem;

use crate::cases::Dice;
use crate::is_asked;

/// Queries of each kind.
const QUERIES: usize = 200;

/// Headlines in the list.
const HEADLINES: usize = 500_000;

/// Prints the table, unless other measurements were asked for by name.
pub fn report() {
    if is_asked("search") {
        println!(
            "\nsearch                                 median        p99   to be below   median of memmem"
        );
        in_articles();
        over_headlines();
    }
}

fn in_articles() {
    for (name, bytes, [literal, pinyin]) in [
        ("12 KB", 12 << 10, ["0.1 ms", "0.3 ms"]),
        ("1 MB", 1 << 20, ["1 ms", "5 ms"]),
        ("10 MB", 10 << 20, ["4 ms", "50 ms"]),
    ] {
        let text = text(bytes);
        let (typed, read) = queries(&text, QUERIES);
        let plain = times(&typed, |typed| memmem::find_iter(text.as_bytes(), typed).count());
        let beside = format!("{:>12.2?}", plain[plain.len() / 2]);
        for (kind, typed, below) in [("literal", &typed, literal), ("pinyin", &read, pinyin)] {
            let all = times(typed, |typed| {
                let hits = Query::new(typed, Rules::default()).hits(&text, &AtomicBool::new(false));
                hits.map_or(0, |hits| hits.spans.len())
            });
            row(&format!("all hits in {name}, {kind}"), &all, &format!("{below:<8}{beside}"));
        }
    }
}

fn over_headlines() {
    let list = Arc::new(Roll::new(headlines(HEADLINES)));
    let some: String = list.articles().iter().take(20_000).map(|title| title.text().as_str()).collect();
    let (typed, read) = queries(&some, QUERIES / 2);
    for (kind, typed, below) in [("Han", &typed, "8 ms"), ("pinyin", &read, "60 ms")] {
        let never = AtomicBool::new(false);
        let job = |typed: &str| {
            let query = FilterJob::query(typed, Rules::default());
            FilterJob { list: Arc::clone(&list), facts: Vec::new(), query }
        };
        let whole =
            times(typed, |typed| job(typed).run(&never, &mut |_| ()).map_or(0, |rows| rows.rows.len()));
        // A screen of them, or all there are.
        let screen = times(typed, |typed| {
            let enough = AtomicBool::new(false);
            job(typed)
                .run(&enough, &mut |_| enough.store(true, Ordering::Relaxed))
                .map_or(0, |rows| rows.rows.len())
        });
        row(&format!("500,000 headlines, {kind}, a screen"), &screen, below);
        row(&format!("500,000 headlines, {kind}, all"), &whole, "");
    }
}

fn row(what: &str, times: &[Duration], below: &str) {
    let at = |share: usize| format!("{:.2?}", times[(times.len() - 1) * share / 100]);
    println!("{what:<34} {:>10} {:>10}   {below}", at(50), at(99));
}

/// How long `work` takes for each query, sorted.
fn times(typed: &[String], work: impl Fn(&str) -> usize) -> Vec<Duration> {
    let time = |typed: &String| {
        let begun = Instant::now();
        divan::black_box(work(typed));
        begun.elapsed()
    };
    let mut all: Vec<Duration> = typed.iter().map(time).collect();
    all.sort_unstable();
    all
}

/// Words of two to four characters: those of the sample page, and as many that stand nowhere else.
fn words() -> Vec<String> {
    let page = std::str::from_utf8(baolan::format::sample().1).expect("the sample is UTF-8");
    let mut dice = Dice::new(3);
    let runs = page.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c));
    let mut words: Vec<String> = Vec::new();
    for run in runs {
        let mut chars = run.chars().peekable();
        while chars.peek().is_some() {
            let long = 2 + dice.below(3);
            words.push(chars.by_ref().take(long).collect());
        }
    }
    let known: Vec<char> = (0x4e00..0x9fa5).filter_map(char::from_u32).collect();
    words.extend((0..3000).map(|_| (0..2 + dice.below(3)).map(|_| dice.of(&known)).collect()));
    words
}

/// Paragraphs of random words.
pub fn text(bytes: usize) -> String {
    let (mut dice, words) = (Dice::new(bytes as u64), words());
    let mut text = String::with_capacity(bytes + 64);
    while text.len() < bytes {
        // Common words are common: two dice, the smaller one counts.
        let at = dice.below(words.len()).min(dice.below(words.len()));
        text.push_str(&words[at]);
        text.push_str(["", "", "", "，", "", "。", "", "的"][dice.below(8)]);
        if dice.below(60) == 0 {
            text.push('\n');
        }
    }
    text
}

fn headlines(count: usize) -> Vec<Arc<Article>> {
    let all = text(count * 55);
    let chars: Vec<char> = all.chars().filter(|c| *c != '\n').collect();
    let one = |line: &[char]| {
        let line: String = line.iter().collect();
        let mut builder = Builder::new(&line);
        builder.push(BlockKind::Headline, &[DumpSpan::new(0, line.len())]);
        Arc::new(builder.finish(Confidence(1.0)))
    };
    chars.chunks(18).take(count).map(one).collect()
}

/// Different pieces of a text, of one, two, four and eight characters; and how they may be typed in letters, in whole
/// syllables or by their initials.
fn queries(text: &str, count: usize) -> (Vec<String>, Vec<String>) {
    let chars: Vec<char> = text.chars().collect();
    let mut dice = Dice::new(9);
    let mut all: Vec<String> = Vec::new();
    while all.len() < count {
        let (at, long) = (dice.below(chars.len()), [1, 2, 4, 8][all.len() % 4]);
        let piece: String = chars.iter().skip(at).take(long).collect();
        if piece.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) && !all.contains(&piece) {
            all.push(piece);
        }
    }
    let read = all
        .iter()
        .enumerate()
        .map(|(index, piece)| as_read(piece, if index / 4 % 2 == 0 { usize::MAX } else { 1 }))
        .collect();
    (all, read)
}

/// So many letters at most of the syllable of each character.
fn as_read(piece: &str, most: usize) -> String {
    let syllable = |c| Readings::table().read(c).next().unwrap_or("a");
    let typed: String = piece.chars().flat_map(|c| syllable(c).chars().take(most)).collect();
    // One letter is no query in pinyin.
    if typed.len() > 1 { typed } else { format!("{typed}a") }
}
