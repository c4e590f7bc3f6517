//! Page recovery: the dump of a printed newspaper page becomes its articles again; any other text stays as it is.
//!
//! Guarantees: linear time; every character of the dump that is not white space is in exactly one place (a block's
//! piece, furniture, or removed). Never: a character changed, added or reordered inside a paragraph.
//!
//! The way: `lines` -> `blocks` (column lines by `unwrap`) -> `kind` (is it a newspaper at all?) -> `model` (decisions,
//! for the whole page at once) -> `mended` (the reader's corrections) -> `build`. Decisions are blocks in, [`draft::Draft`]s
//! out; `articles` makes them by rules, which the model hears.

mod articles;
mod blocks;
mod build;
mod draft;
mod explain;
mod facts;
mod forms;
mod furniture;
mod kind;
mod lines;
mod mended;
pub mod model;
mod plain;
mod raw;
mod titles;
mod unwrap;
mod words;

use std::sync::Arc;

use crate::article::{Article, Mended, Page, PageKind, Warning};
use crate::mend::{Act, Correction};

use blocks::{Raw, blocks};

pub use explain::{Explained, ExplainedBlock, Role, explain};
pub use kind::{Signs, Why};

/// The page in `dump`, whatever kind of text it is. `name` is what the reader calls it.
pub fn recover(name: &str, dump: &str) -> Page {
    newspaper(name, dump).unwrap_or_else(|| plain(name, dump))
}

/// The newspaper page in `dump`, if it is one.
pub fn newspaper(name: &str, dump: &str) -> Option<Page> {
    let blocks = kind::none_of_them(dump).is_none().then(|| blocks(dump))?;
    kind::of(&blocks).is_page().then(|| torn(name, dump, &blocks))
}

/// The page in `dump`, taken for a newspaper's whatever it looks like.
pub fn as_newspaper(name: &str, dump: &str) -> Page {
    torn(name, dump, &blocks(dump))
}

/// The page in `dump` with the reader's corrections made in it, the one that says what kind of text it is first. What
/// does not fit is left out and counted; in a text that is no newspaper page that is all about blocks.
pub fn mended(name: &str, dump: &str, corrections: &[Correction]) -> Page {
    let kind = corrections.iter().rev().find_map(|correction| match correction.act {
        Act::Page(kind) => Some(kind),
        _ => None,
    });
    let is_page = |blocks: &[Raw]| match kind {
        Some(kind) => kind == PageKind::Newspaper,
        None => kind::of(blocks).is_page(),
    };
    let may_be = match kind {
        Some(PageKind::Newspaper) => kind::is_page_sized(dump),
        _ => kind::none_of_them(dump).is_none(),
    };
    let found = may_be.then(|| blocks(dump)).filter(|blocks| is_page(blocks));
    let all = corrections.len();
    let about_blocks = corrections.iter().filter(|one| !matches!(one.act, Act::Page(_))).count();
    let mut page = start(name, dump, PageKind::Newspaper);
    page.mended = if let Some(mut blocks) = found {
        let mut decided = model::decide(&blocks);
        let skipped = mended::correct(dump, &mut blocks, &mut decided, corrections);
        build::fill(&mut page, dump, &blocks, decided);
        Mended { made: all - skipped, skipped }
    } else {
        page = plain(name, dump);
        // Corrections of blocks rest while the reader has the page as it is.
        let rest = if kind == Some(PageKind::Plain) { 0 } else { about_blocks };
        let skipped = rest + usize::from(kind == Some(PageKind::Newspaper));
        Mended { made: (all - about_blocks).saturating_sub(skipped - rest), skipped }
    };
    if page.mended.skipped > 0 {
        page.warnings.push(Warning::Unfit { corrections: page.mended.skipped });
    }
    page
}

/// The page in `dump`, taken for a newspaper's and torn by other weights than the embedded ones; to try them.
pub fn by_weights(name: &str, dump: &str, weights: &model::Weights) -> Page {
    let blocks = blocks(dump);
    let mut page = start(name, dump, PageKind::Newspaper);
    build::fill(&mut page, dump, &blocks, model::decide_by(&blocks, weights));
    page
}

/// The text in `dump` as one article, nothing torn apart or glued.
pub fn plain(name: &str, dump: &str) -> Page {
    let mut page = start(name, dump, PageKind::Plain);
    page.articles.extend(plain::article(dump));
    page
}

/// The lines of `dump` just as they are; nothing where it holds nothing to read.
pub fn raw(dump: &str) -> Option<Arc<Article>> {
    raw::article(dump)
}

fn torn(name: &str, dump: &str, blocks: &[Raw]) -> Page {
    let mut page = start(name, dump, PageKind::Newspaper);
    build::fill(&mut page, dump, blocks, model::decide(blocks));
    page
}

fn start(name: &str, dump: &str, kind: PageKind) -> Page {
    let removed = lines::hazards(dump);
    let characters: usize = removed.iter().map(|run| run.characters().count()).sum();
    let warnings = if characters > 0 { vec![Warning::Removed { characters }] } else { Vec::new() };
    Page { name: name.to_owned(), encoding: "UTF-8", kind, removed, warnings, ..Page::default() }
}
