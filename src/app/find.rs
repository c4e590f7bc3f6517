//! A search in the open article, from the first keystroke to the last `n`.
//!
//! Guarantees: the place where the search began is kept until it is accepted, and each keystroke looks from there,
//! not from the last hit; a newer query makes an older answer worthless. Never: a search of its own; it only asks.

use crate::app::effect::Ticket;
use crate::article::Span;
use crate::search::{Hits, Query};

/// Where the reader was before the search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The byte in the top row.
    pub place: usize,
    /// The block under the cursor.
    pub cursor: usize,
    /// The byte from which the nearest hit counts.
    pub from: usize,
}

/// A search and its hits.
#[derive(Clone, Debug)]
pub struct Find {
    /// What is looked for.
    pub query: Query,
    /// What was found; of the query before while the search is under way.
    pub hits: Hits,
    /// Which hit the reader is at.
    pub current: Option<usize>,
    /// Where the reader was.
    pub origin: Origin,
    /// The search under way, if any, and the steps to be made when it ends.
    pub waiting: Option<(Ticket, isize)>,
    /// The search there was before this one, which comes back if this one is given up.
    pub before: Option<Box<Find>>,
}

impl Find {
    /// A search that has found nothing yet.
    pub fn new(query: Query, origin: Origin) -> Self {
        Self { query, hits: Hits::default(), current: None, origin, waiting: None, before: None }
    }

    /// Takes the answer; returns the hit to show.
    pub fn take(&mut self, hits: Hits) -> Option<Span> {
        let steps = self.waiting.take().map_or(0, |(_, steps)| steps);
        self.current = hits.nearest(self.origin.from);
        self.hits = hits;
        if steps == 0 { self.at() } else { self.step(steps).map(|(span, _)| span) }
    }

    /// The hit the reader is at.
    pub fn at(&self) -> Option<Span> {
        self.current.and_then(|index| self.hits.spans.get(index)).copied()
    }

    /// Goes `by` hits on or back, round the ends; says which hit, and whether it went round.
    pub fn step(&mut self, by: isize) -> Option<(Span, Round)> {
        let count = isize::try_from(self.hits.spans.len()).ok().filter(|count| *count > 0)?;
        let current = isize::try_from(self.current?).ok()?;
        let next = (current + by).rem_euclid(count);
        let round = if current + by == next { Round::No } else { Round::Yes };
        self.current = usize::try_from(next).ok();
        self.at().map(|span| (span, round))
    }
}

/// Whether a step went over an end of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// It did not.
    No,
    /// It did, and began at the other end.
    Yes,
}
