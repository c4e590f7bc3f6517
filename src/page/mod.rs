//! Page recovery: the dump of a printed newspaper page becomes its articles again; any other text stays as it is.
//!
//! Guarantees: linear time; every character of the dump that is not white space is in exactly one place (a block's
//! piece, furniture, or removed). Never: a character changed, added or reordered inside a paragraph.
//!
//! The way: `lines` -> `blocks` -> `kind` (is it a newspaper at all?) -> `articles` (decisions, one block at a time)
//! -> `build`. The decisions are the one part that a learned model may replace: blocks in, [`draft::Draft`]s out.

mod articles;
mod blocks;
mod build;
mod draft;
mod facts;
mod furniture;
mod kind;
mod lines;
mod plain;
mod titles;
mod words;

pub use kind::is_newspaper;

use crate::article::{Page, PageKind, Removed, Warning};

/// The page in `dump`, whatever kind of text it is. `name` is what the reader calls it.
pub fn recover(name: &str, dump: &str) -> Page {
    if is_newspaper(dump) { newspaper(name, dump) } else { plain(name, dump) }
}

/// The page in `dump`, taken for a newspaper's.
pub fn newspaper(name: &str, dump: &str) -> Page {
    let blocks = blocks::blocks(dump);
    let decided = articles::decide(&blocks);
    let mut page = start(name, dump, PageKind::Newspaper);
    build::fill(&mut page, dump, &blocks, decided);
    page
}

/// The text in `dump` as one article, nothing torn apart or glued.
pub fn plain(name: &str, dump: &str) -> Page {
    let mut page = start(name, dump, PageKind::Plain);
    page.articles.extend(plain::article(dump));
    page
}

fn start(name: &str, dump: &str, kind: PageKind) -> Page {
    let removed: Vec<Removed> = lines::hazards(dump).collect();
    let mut warnings = Vec::new();
    if !removed.is_empty() {
        warnings.push(Warning::Removed { characters: removed.len() });
    }
    Page { name: name.to_owned(), encoding: "UTF-8", kind, removed, warnings, ..Page::default() }
}
