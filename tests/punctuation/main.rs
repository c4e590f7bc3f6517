//! Measures how well full-width punctuation comes back from half-width text.
//!
//! ```text
//! cargo run --release --example punctuation -- FOLDER [--show N] [--quotes]
//! ```
//!
//! FOLDER holds `*.jsonl`, an article a line, with `title`, `kicker`, `subtitle`, `headings`, `captions` and `paragraphs`.
//! Each text is written in half width as dumps are (`，：；（）！？％` and letters and digits), shown by
//! `text::punctuation`, and compared with the original, character by character. Guarantees: every text counts, and a
//! text that cannot be compared is counted as left out. Never: a file written.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::cast_precision_loss,
    reason = "a program for developers that prints and stops at errors"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use baolan::text::punctuation::Punctuation;
use serde_json::Value;

/// Full-width marks and what dumps have for them.
const MARKS: &[(char, char)] =
    &[('，', ','), ('：', ':'), ('；', ';'), ('（', '('), ('）', ')'), ('！', '!'), ('？', '?'), ('％', '%')];

/// Straight quotation marks for curly ones; only with `--quotes`.
const QUOTES: &[(char, char)] = &[('“', '"'), ('”', '"'), ('‘', '\''), ('’', '\'')];

/// What was counted.
#[derive(Default)]
struct Count {
    articles: usize,
    left_out: usize,
    characters: usize,
    changed: usize,
    /// Characters shown otherwise than the original has them.
    wrong: usize,
    /// Those of them that the half-width change had touched; the rest were in half width in the original.
    wrong_changed: usize,
    kinds: BTreeMap<String, (usize, Vec<String>)>,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let show = words.iter().position(|word| word == "--show").and_then(|at| words.get(at + 1)?.parse().ok());
    let marks =
        if words.iter().any(|word| word == "--quotes") { [MARKS, QUOTES].concat() } else { MARKS.to_vec() };
    let folder = words.first().expect("a folder with *.jsonl");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl"));
    files.sort();
    let mut all = Count::default();
    for path in files {
        let mut count = Count::default();
        for line in fs::read_to_string(&path).expect("a text").lines() {
            let article: Value = serde_json::from_str(line).expect("an article in JSON");
            count.article(&article, &marks);
        }
        println!("{}", path.file_name().expect("a name").to_string_lossy());
        count.print(show.unwrap_or(0));
        all.add(&count);
    }
    println!("all");
    all.print(0);
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.articles += other.articles;
        self.left_out += other.left_out;
        self.characters += other.characters;
        self.changed += other.changed;
        self.wrong += other.wrong;
        self.wrong_changed += other.wrong_changed;
    }

    fn article(&mut self, article: &Value, marks: &[(char, char)]) {
        let texts: Vec<&str> = ["title", "kicker", "subtitle", "captions", "paragraphs"]
            .iter()
            .flat_map(|name| match &article[*name] {
                Value::String(text) => vec![text.as_str()],
                Value::Array(texts) => texts.iter().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            })
            .collect();
        if texts.iter().all(|text| text.is_empty()) {
            self.left_out += 1;
            return;
        }
        self.articles += 1;
        for text in texts {
            self.text(&original(text), marks);
        }
    }

    fn text(&mut self, original: &[char], marks: &[(char, char)]) {
        let half = |c: &char| marks.iter().find(|(full, _)| full == c).map_or(*c, |(_, half)| *half);
        let dump: String = original.iter().map(half).collect();
        let shown: Vec<char> = Punctuation::Full.show(&dump).chars().collect();
        assert_eq!(shown.len(), original.len(), "one character for one");
        self.characters += original.len();
        for (at, (&want, &got)) in original.iter().zip(&shown).enumerate() {
            let changed = half(&want) != want;
            self.changed += usize::from(changed);
            if want != got {
                self.wrong += 1;
                self.wrong_changed += usize::from(changed);
                let (from, to) = (at.saturating_sub(10), (at + 11).min(original.len()));
                let context: String = original[from..to].iter().collect();
                let kind = self.kinds.entry(format!("{want} shown as {got}")).or_default();
                kind.0 += 1;
                kind.1.push(context);
            }
        }
    }

    fn print(&self, show: usize) {
        let right = |wrong: usize, all: usize| 100.0 * (1.0 - wrong as f64 / all.max(1) as f64);
        println!("  articles {}, left out {} (without any text)", self.articles, self.left_out);
        println!(
            "  right of all characters     {:.3} % of {}",
            right(self.wrong, self.characters),
            self.characters
        );
        println!(
            "  right of changed characters {:.3} % of {}",
            right(self.wrong_changed, self.changed),
            self.changed
        );
        println!("  in half width in the original, and shown in full: {}", self.wrong - self.wrong_changed);
        let mut kinds: Vec<_> = self.kinds.iter().collect();
        kinds.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        for (kind, (count, contexts)) in kinds.into_iter().take(show) {
            println!("  {count:6} {kind}");
            let step = contexts.len().div_ceil(12);
            for context in contexts.iter().step_by(step.max(1)) {
                println!("           {context}");
            }
        }
    }
}

/// A text as the dump would have it in full width: letters and digits in half width, spaces single, none behind a mark.
fn original(text: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    for c in text.trim().chars() {
        let c = match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
                char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
            }
            '\u{3000}' | '\u{a0}' => ' ',
            c => c,
        };
        let is_han = ('\u{3400}'..='\u{9fff}').contains(&c);
        if is_han && out.ends_with(&[' ']) && out.iter().nth_back(1).is_some_and(|c| ",:;，：；".contains(*c))
        {
            out.pop();
        }
        if c != ' ' || out.last() != Some(&' ') {
            out.push(c);
        }
    }
    out
}
