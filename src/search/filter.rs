//! Which articles of a list pass a query.
//!
//! Guarantees: the list's own order; headline, byline and text are searched, since all stand in an article's text.
//! Never: a ranking; that belongs to the library search.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::Query;
use super::scan::scan;
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
            if self.passes(article, stop)? {
                rows.push(index);
            }
        }
        Some(Filtered { rows })
    }

    fn passes(&self, article: &Article, stop: &AtomicBool) -> Option<bool> {
        for word in &self.words {
            let mut is_in = word.is_empty();
            scan(word, article.text(), stop, |_| {
                is_in = true;
                ControlFlow::Break(())
            })?;
            if !is_in {
                return Some(false);
            }
        }
        Some(true)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::{Article, FilterJob};
    use crate::article::{BlockKind, Builder, Confidence, DumpSpan};

    fn article(text: &str) -> Arc<Article> {
        let mut builder = Builder::new(text);
        builder.push(BlockKind::Paragraph, &[DumpSpan::new(0, text.len())]);
        Arc::new(builder.finish(Confidence(1.0)))
    }

    #[test]
    fn what_holds_every_word_passes() {
        let articles: Arc<[Arc<Article>]> = [article("江上的灯"), article("灯"), article("")].into();
        for (typed, want) in [("灯", &[0, 1][..]), ("灯 江", &[0]), ("船", &[]), ("  ", &[0, 1, 2])] {
            let job = FilterJob::new(Arc::clone(&articles), typed);
            assert_eq!(job.run(&AtomicBool::new(false)).unwrap().rows, want, "{typed}");
            assert_eq!(job.run(&AtomicBool::new(true)).is_none(), !typed.trim().is_empty(), "{typed}");
        }
    }
}
