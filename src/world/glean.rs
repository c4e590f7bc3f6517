//! What a query in pinyin may mean, counted in what is open and in the library.
//!
//! Guarantees: what is counted is told as it grows; what is open and in the library is counted once. Never: a hit.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::archive::Archive;
use crate::app::event::Hunted;
use crate::article::Article;
use crate::search::Harvest;

/// Articles between two reports.
const REPORT: usize = 64;

/// Bytes of the newest texts in which is looked for what pinyin may mean; of the others in headlines alone.
const HARVEST: usize = 64 << 20;

/// Strings that pinyin may mean that are shown, and looked for in more text than that.
pub(super) const CANDIDATES: usize = 16;

/// Counts what pinyin may mean, and tells it. Says whether all texts were looked through.
pub(super) fn reap<'a>(
    harvest: &mut Harvest,
    articles: impl Iterator<Item = &'a Arc<Article>>,
    stop: &AtomicBool,
    told: &mut dyn FnMut(Hunted),
) -> Option<bool> {
    let mut bytes = 0;
    for (index, article) in articles.enumerate() {
        bytes += article.text().len();
        let text = if bytes <= HARVEST { article.text() } else { article.title() };
        harvest.take(text, stop)?;
        if index % REPORT == 0 {
            told(Hunted::Candidates(harvest.best(CANDIDATES)));
        }
    }
    told(Hunted::Candidates(harvest.best(CANDIDATES)));
    Some(bytes <= HARVEST || harvest.is_within(CANDIDATES))
}

/// Counts what pinyin may mean in the library, in its newest texts and in headlines, and tells it.
pub(super) fn glean(
    harvest: &mut Harvest,
    library: &mut Archive,
    stop: &AtomicBool,
    told: &mut dyn FnMut(Hunted),
) -> Option<()> {
    // What is open may be in the library too.
    harvest.unite(library.glean(harvest, stop)?);
    if !library.is_empty() {
        told(Hunted::Candidates(harvest.best(CANDIDATES)));
    }
    Some(())
}
