//! Learns the weights of page recovery from pages whose articles are known, and writes `config/recovery.weights`.
//!
//! ```text
//! python3 tests/recovery/evaluate.py learn OUT
//! cargo run --release --example train -- OUT/[0-9]*
//! ```
//!
//! Each folder holds `NAME.txt` (a dump) and `NAME.truth.json` (its blocks with their roles, as the page generator
//! writes them). Guarantees: the same folders give the same weights on every machine; pages whose blocks cannot be laid
//! on the truth are left out and counted. Never: a text of a page in what is written.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a program for developers that prints and stops at errors"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use baolan::page::model::{Example, Prepared, State, Weights, leads, learn, prepare};
use baolan::text::encoding::{Choice, decode};
use serde_json::Value;

/// Leads between which it is told how many decisions were right.
const LEADS: [i32; 12] = [10, 20, 35, 50, 75, 100, 150, 200, 300, 400, 600, 800];
/// Passes over all pages.
const ROUNDS: usize = 20;

fn main() {
    let mut folders: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let tried = folders.iter().position(|word| word == Path::new("--try")).map(|at| folders.split_off(at));
    let mut examples = Vec::new();
    let mut left_out = 0;
    for folder in &folders {
        for truth in truths(folder) {
            for form in [Form::AsItIs, Form::Varied] {
                match example(&truth, form) {
                    Some(example) => examples.push(example),
                    None => left_out += 1,
                }
            }
        }
    }
    println!("pages: {}, left out: {left_out}", examples.len());
    let blocks: usize = examples.iter().map(|example| example.states.len()).sum();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for state in examples.iter().flat_map(|example| &example.states) {
        *counts.entry(format!("{state:?}")).or_default() += 1;
    }
    println!("{counts:?}");
    let weights =
        learn(&examples, ROUNDS, |round, wrong| println!("round {round}: {wrong} of {blocks} wrong"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/recovery.weights");
    fs::write(&path, weights.bytes()).expect("the weights can be written");
    println!("{}", path.display());
    for folder in tried.iter().flatten().skip(1) {
        attempt(folder, &weights);
    }
}

/// Tears the pages of a folder, writes the articles into `out/` beside it, and tells which states are mistaken for which.
fn attempt(folder: &Path, weights: &Weights) {
    let out = PathBuf::from(format!("{}.out", folder.display()));
    fs::create_dir_all(&out).expect("a folder for the articles");
    let mut mistakes: BTreeMap<String, usize> = BTreeMap::new();
    // By the step of their lead: decisions that were right, and all.
    let mut sure: BTreeMap<Option<usize>, (usize, usize)> = BTreeMap::new();
    for truth in truths(folder) {
        let dump = fs::read(truth.to_string_lossy().replace(".truth.json", ".txt")).expect("a dump");
        let text = decode(&dump, Choice::Auto).expect("text").text.into_owned();
        let page = baolan::page::by_weights("page", &text, weights);
        let name = truth.file_name().map(|name| name.to_string_lossy().replace(".truth.json", ".json"));
        let json = baolan::format::json::page(&page).to_string();
        fs::write(out.join(name.unwrap_or_default()), json).expect("a written page");
        if let Some(example) = example(&truth, Form::AsItIs) {
            for (right, (found, lead)) in example.states.iter().zip(leads(&example.seen, weights)) {
                let bin =
                    sure.entry(lead.map(|lead| LEADS.partition_point(|&step| step <= lead))).or_default();
                bin.1 += 1;
                if *right == found {
                    bin.0 += 1;
                } else {
                    *mistakes.entry(format!("{right:?} taken for {found:?}")).or_default() += 1;
                }
            }
        }
    }
    let mut most: Vec<(usize, String)> = mistakes.into_iter().map(|(what, count)| (count, what)).collect();
    most.sort_by(|a, b| b.cmp(a));
    println!("{}:", folder.display());
    for (count, what) in most.iter().take(14) {
        println!("  {count:4} {what}");
    }
    for (bin, (right, all)) in sure {
        let lead = bin.map_or("no choice".to_owned(), |bin| {
            format!("lead below {}", LEADS.get(bin).map_or("any".to_owned(), ToString::to_string))
        });
        println!("  {lead}: {right} of {all} right");
    }
}

fn truths(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a readable folder");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(".truth.json"));
    paths.sort();
    paths
}

fn example(path: &Path, form: Form) -> Option<Example> {
    let mut truth: Value = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    let dump = fs::read(path.to_string_lossy().replace(".truth.json", ".txt")).ok()?;
    let mut text = decode(&dump, Choice::Auto).ok()?.text.into_owned();
    if form == Form::Varied {
        vary(&mut text, &mut truth);
    }
    let Prepared { texts, seen } = prepare(&text);
    let states = states(&texts, &truth)?;
    Some(Example { seen, states })
}

/// Whether a page is taken as it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    AsItIs,
    /// Some of its titles have the forms that printed titles have and the material seldom shows.
    Varied,
}

/// Gives some titles two parts, a speaker and a colon, a comma, or quotation marks at their end. What is added comes from
/// their own article, because a title shares words with its text.
fn vary(text: &mut String, truth: &mut Value) {
    let mut state = text.len() as u64 * 0x9e37_79b9 + 1;
    let mut chance = move |of: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % of
    };
    let Some(blocks) = truth["blocks"].as_array().cloned() else { return };
    let mut varied = blocks.clone();
    for (at, block) in blocks.iter().enumerate() {
        let role = block["role"].as_str().unwrap_or_default();
        let old = block["text"].as_str().unwrap_or_default();
        let title = ["headline", "subtitle", "kicker", "heading"].contains(&role);
        if !title || old.chars().count() < 6 || chance(6) > 0 || text.matches(old).count() != 1 {
            continue;
        }
        let own = |other: &&Value| other["article"] == block["article"] && other["role"] == "para";
        let body: Vec<char> = blocks
            .iter()
            .filter(own)
            .flat_map(|other| other["text"].as_str().unwrap_or_default().chars())
            .collect();
        let word = |from: usize, length: usize| -> String {
            let chars = body.iter().skip(from).filter(|c| c.is_alphanumeric());
            chars.take(length).collect()
        };
        let middle = old.char_indices().nth(old.chars().count() / 2).map_or(0, |(byte, _)| byte);
        let (left, right) = old.split_at(middle);
        let from = chance(120) as usize;
        let new = match chance(if role == "heading" { 2 } else { 6 }) {
            0 => format!("{left}“{right}”"),
            1 => format!("{left},{right}"),
            2 => format!("{}:{left},{right}", word(from, 3)),
            3 => format!("{old} {}", word(from, 9 + chance(14) as usize)),
            4 if role == "headline" => format!("{old}（{}）", word(from, 2 + chance(3) as usize)),
            _ => format!("{}:{old}、{} {}", word(from, 3), word(from + 9, 10), word(from + 30, 16)),
        };
        *text = text.replacen(old, &new, 1);
        if let Some(block) = varied.get_mut(at) {
            block["text"] = Value::String(new);
        }
    }
    truth["blocks"] = Value::Array(varied);
    undated(text, truth, &mut chance);
    lead_in(text, truth, &mut chance);
}

/// Puts a sentence of the text without its end between the titles and the text of some articles that have no dateline, as
/// columns of opinion have it.
fn lead_in(text: &mut String, truth: &mut Value, chance: &mut impl FnMut(u64) -> u64) {
    let Some(blocks) = truth["blocks"].as_array().cloned() else { return };
    let mut led = Vec::with_capacity(blocks.len() + 2);
    for (at, block) in blocks.iter().enumerate() {
        led.push(block.clone());
        let old = block["text"].as_str().unwrap_or_default();
        let title = block["role"] == "headline" && text.matches(old).count() == 1;
        let body =
            blocks.get(at + 1).filter(|next| next["role"] == "para" && next["article"] == block["article"]);
        let body = body.and_then(|next| next["text"].as_str()).unwrap_or_default();
        let dated = ["本报", "新华社", "据新华社", "【"].iter().any(|opening| body.starts_with(opening));
        if !title || dated || chance(6) > 0 {
            continue;
        }
        let fits = |one: &&str| (12..=70).contains(&one.chars().count());
        let Some(new) = body.split('。').skip(1).find(fits) else { continue };
        let behind = text.find(old).map_or(0, |from| from + old.len());
        let rest = text.get(behind..).unwrap_or_default();
        let gap = rest.get(..rest.len() - rest.trim_start().len()).unwrap_or_default();
        let line = format!("{gap}{new}");
        text.insert_str(behind, &line);
        led.push(serde_json::json!({ "text": new, "role": "para", "article": block["article"], "part": 0 }));
    }
    truth["blocks"] = Value::Array(led);
}

/// Takes the dateline from some articles: on a page of news an opinion begins without one.
fn undated(text: &mut String, truth: &mut Value, chance: &mut impl FnMut(u64) -> u64) {
    let articles = truth["articles"].clone();
    let blocks = truth["blocks"].as_array_mut().into_iter().flatten();
    for block in blocks.filter(|block| block["role"] == "para" && block["part"] == 0) {
        let article = block["article"].as_u64().and_then(|index| articles.get(index as usize));
        let dateline = article.and_then(|article| article["dateline"].as_str()).unwrap_or_default();
        let old = block["text"].as_str().unwrap_or_default();
        let new = old.strip_prefix(dateline).map(str::trim_start).unwrap_or_default();
        if !dateline.is_empty() && !new.is_empty() && text.matches(old).count() == 1 && chance(6) == 0 {
            *text = text.replacen(old, new, 1);
            block["text"] = Value::String(new.to_owned());
        }
    }
}

/// The same state in an article whose headline has not come yet.
const fn without_headline(state: State) -> State {
    match state {
        State::Paragraph => State::BareParagraph,
        State::Continuation => State::BareContinuation,
        State::Heading => State::BareHeading,
        State::Caption | State::EarlyCaption => State::BareCaption,
        State::Signature => State::BareSignature,
        other => other,
    }
}

/// A block of the truth: its text without white space, and what it is.
struct Known {
    text: String,
    role: String,
    article: i64,
    part: i64,
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The state of each of our blocks, where every one lies inside one block of the truth.
fn states(texts: &[String], truth: &Value) -> Option<Vec<State>> {
    let known: Vec<Known> = truth["blocks"]
        .as_array()?
        .iter()
        .map(|block| Known {
            text: squeeze(block["text"].as_str().unwrap_or_default()),
            role: block["role"].as_str().unwrap_or_default().to_owned(),
            article: block["article"].as_i64().unwrap_or(-1),
            part: block["part"].as_i64().unwrap_or(0),
        })
        .collect();
    let mut states = Vec::with_capacity(texts.len());
    let (mut at, mut inside) = (0, 0);
    let mut begun = -1;
    let (mut body, mut bare) = (false, false);
    for text in texts {
        let text = squeeze(text);
        // What of the truth was set aside as furniture is gone over.
        while inside == 0 && known.get(at)?.role == "furniture" && !known.get(at)?.text.starts_with(&text) {
            at += 1;
        }
        let end = reach(&known, at, inside, &text)?;
        let block = known.get(at)?;
        let first = block.article != begun;
        if first {
            begun = block.article;
            body = false;
        }
        let state = match (block.role.as_str(), first, body) {
            ("para", ..) if inside > 0 || block.part > 0 => State::Continuation,
            ("para", true, _) => State::Opening,
            ("para", ..) => State::Paragraph,
            ("heading", ..) if inside == 0 => State::Heading,
            ("byline", true, _) => State::OpeningByline,
            ("byline", _, false) => State::Byline,
            ("byline", ..) => State::Signature,
            ("caption", true, _) => return None,
            ("caption", _, false) => State::EarlyCaption,
            ("caption", ..) => State::Caption,
            ("kicker", _, false) => State::Kicker,
            ("kicker", ..) => State::TailKicker,
            ("headline", _, false) => State::Headline,
            ("headline", ..) => State::TailHeadline,
            ("subtitle", _, false) => State::Subtitle,
            ("subtitle", ..) => State::TailSubtitle,
            _ => return None,
        };
        body |= matches!(state, State::Paragraph | State::Opening | State::Heading);
        if first {
            bare = matches!(state, State::Opening | State::OpeningByline);
        }
        states.push(if bare { without_headline(state) } else { state });
        (at, inside) = end;
    }
    Some(states)
}

/// Where a block ends that begins `inside` the block `at` of the truth: in it, or where lines were kept in a later part of
/// the same paragraph.
fn reach(known: &[Known], mut at: usize, mut inside: usize, text: &str) -> Option<(usize, usize)> {
    let mut rest = text;
    loop {
        let block = known.get(at)?;
        let own = block.text.get(inside..)?;
        if let Some(left) = own.strip_prefix(rest) {
            return Some(if left.is_empty() { (at + 1, 0) } else { (at, inside + rest.len()) });
        }
        rest = rest.strip_prefix(own)?;
        (at, inside) = (at + 1, 0);
        known.get(at).filter(|next| next.role == "para" && next.part > 0)?;
    }
}
