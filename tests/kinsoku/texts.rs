//! Paragraphs out of files.
//!
//! Guarantees: paragraphs come in the order of the files' names and lines. Never: a text changed, but for blanks at its ends.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The paragraphs of a file, or of all `*.txt` and `*.jsonl` of a folder.
pub fn paragraphs(path: &Path) -> Vec<String> {
    if !path.is_dir() {
        return of_file(path);
    }
    let entries = fs::read_dir(path).expect("a folder that can be read");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "jsonl" || ending == "txt"));
    files.sort();
    files.iter().flat_map(|path| of_file(path)).collect()
}

fn of_file(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let is_json = path.extension().is_some_and(|ending| ending == "jsonl");
    let found = text.lines().flat_map(|line| if is_json { of_article(line) } else { vec![line.to_owned()] });
    found
        .flat_map(|text| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>())
        .filter(|text| !text.is_empty())
        .collect()
}

fn of_article(line: &str) -> Vec<String> {
    let article: Value = serde_json::from_str(line).expect("an article in JSON");
    let texts = ["title", "paragraphs", "captions"].iter().flat_map(|name| match &article[*name] {
        Value::String(text) => vec![text.clone()],
        Value::Array(texts) => texts.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    });
    texts.collect()
}
