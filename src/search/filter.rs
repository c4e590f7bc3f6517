//! Which articles of a list pass a query.
//!
//! Guarantees: the list's own order; headline, byline and text are searched, since all stand in an article's text.
//! Never: a ranking; that belongs to the library search.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Query;
use crate::article::Article;

/// A filter to be applied.
#[derive(Clone, Debug)]
pub struct FilterJob {
    /// The articles, in the list's order.
    pub articles: Arc<[Arc<Article>]>,
    /// Words that must all be found.
    pub words: Vec<Query>,
}

/// What passes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filtered {
    /// Indices into the job's articles, rising.
    pub rows: Vec<usize>,
}

impl FilterJob {
    /// A filter for what was typed: words apart by spaces of any width, all of which must be found.
    pub fn new(articles: Arc<[Arc<Article>]>, typed: &str) -> Self {
        Self { articles, words: typed.split_whitespace().map(Query::new).collect() }
    }

    /// What passes, or `None` when `stop` was set on the way.
    pub fn run(&self, stop: &AtomicBool) -> Option<Filtered> {
        let mut rows = Vec::new();
        for (index, article) in self.articles.iter().enumerate() {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            if self.words.iter().all(|word| word.is_in(article.text())) {
                rows.push(index);
            }
        }
        Some(Filtered { rows })
    }
}
