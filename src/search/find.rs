//! All matches of a query in one article.
//!
//! Guarantees: in order, not overlapping, as if the text were searched naively; a match may lie across a row's end
//! or a seam, never across two blocks. Never: more than [`Hits::LIMIT`] of them, and `Hits` says when it stopped.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::Query;
use super::scan::scan;
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
    /// Whether there are more than were kept.
    pub more: bool,
}

impl Hits {
    /// Most matches kept.
    pub const LIMIT: usize = 1_000_000;

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
        let mut hits = Hits::default();
        scan(&self.query, &self.text, stop, |span| {
            if hits.spans.len() == Hits::LIMIT {
                hits.more = true;
                return ControlFlow::Break(());
            }
            hits.spans.push(span);
            ControlFlow::Continue(())
        })?;
        Some(hits)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::{FindJob, Query, Span};

    #[test]
    fn hits_are_looked_up_by_place() {
        let job = FindJob { text: "江水 江风 江月".to_owned().into(), query: Query::new("江") };
        let hits = job.run(&AtomicBool::new(false)).expect("not stopped");
        assert_eq!(hits.spans.len(), 3);
        for (offset, want) in [(0, 0), (1, 1), (8, 2), (15, 0)] {
            assert_eq!(hits.nearest(offset), Some(want), "from {offset}");
        }
        assert_eq!(hits.within(Span::new(2, 9)), (0, &hits.spans[0..2]));
        assert_eq!(hits.within(Span::new(3, 7)), (1, &[][..]));
    }
}
