//! All matches of a query in one article.
//!
//! Guarantees: in order, not overlapping, as if the text were searched naively; a match may lie across a row's end
//! or a seam, never across two blocks. Never: more than [`Hits::LIMIT`] of them, and `Hits` says when it stopped.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::Query;
use crate::article::Span;

/// A search to be made.
#[derive(Clone, Debug)]
pub struct FindJob {
    /// The article's text.
    pub text: Arc<String>,
    /// What to find.
    pub query: Query,
}

/// The matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// Where they are, in order.
    pub spans: Vec<Span>,
    /// How many of them are only read so: matched as pinyin.
    pub read: usize,
    /// Whether there are more than were kept.
    pub more: bool,
}

impl Hits {
    /// Most matches kept.
    pub const LIMIT: usize = 1_000_000;

    /// Takes a match, if there is room for it.
    pub(super) fn take(&mut self, span: Span) -> ControlFlow<()> {
        if self.spans.len() == Self::LIMIT {
            self.more = true;
            return ControlFlow::Break(());
        }
        self.spans.push(span);
        ControlFlow::Continue(())
    }

    /// Takes those of `more` that overlap none that is here.
    pub(super) fn join(&mut self, more: Self) {
        let mut new = more.spans;
        if !self.spans.is_empty() {
            new.retain(|span| self.within(*span).1.is_empty());
        }
        self.more |= more.more;
        if self.spans.is_empty() {
            self.spans = new;
        } else if !new.is_empty() {
            // Two rising runs, which a stable sort only merges.
            self.spans.extend(new);
            self.spans.sort();
        }
        self.more |= self.spans.len() > Self::LIMIT;
        self.spans.truncate(Self::LIMIT);
    }

    /// The same so many bytes further on.
    #[must_use]
    pub(super) fn moved(mut self, by: usize) -> Self {
        self.spans.iter_mut().for_each(|span| *span = Span::new(span.start + by, span.end + by));
        self
    }

    /// The same with those that are only read so.
    pub(super) fn join_read(&mut self, more: Self) {
        let before = self.spans.len();
        self.join(more);
        self.read += self.spans.len().saturating_sub(before);
    }

    /// The first match at or after `offset`, going round at the end.
    pub fn nearest(&self, offset: usize) -> Option<usize> {
        let index = self.spans.partition_point(|span| span.start < offset);
        (!self.spans.is_empty()).then_some(if index == self.spans.len() { 0 } else { index })
    }

    /// The matches that share a byte with `span`, with the index of the first.
    pub fn within(&self, span: Span) -> (usize, &[Span]) {
        let from = self.spans.partition_point(|hit| hit.end <= span.start);
        let to = self.spans.partition_point(|hit| hit.start < span.end);
        (from, self.spans.get(from..to.max(from)).unwrap_or_default())
    }
}

impl FindJob {
    /// All matches, or `None` when `stop` was set on the way.
    pub fn run(&self, stop: &AtomicBool) -> Option<Hits> {
        self.query.hits(&self.text, stop)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::{FindJob, Query, Span};
    use crate::search::Rules;

    #[test]
    fn hits_are_looked_up_by_place() {
        let job = FindJob {
            text: "江水 江风 江月".to_owned().into(),
            query: Query::new("江", Rules::default()),
        };
        let hits = job.run(&AtomicBool::new(false)).expect("not stopped");
        assert_eq!(hits.spans.len(), 3);
        for (offset, want) in [(0, 0), (1, 1), (8, 2), (15, 0)] {
            assert_eq!(hits.nearest(offset), Some(want), "from {offset}");
        }
        assert_eq!(hits.within(Span::new(2, 9)), (0, &hits.spans[0..2]));
        assert_eq!(hits.within(Span::new(3, 7)), (1, &[][..]));
    }
}
