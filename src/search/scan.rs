//! A text searched in windows, so that a search can be stopped on the way also where nothing is found.
//!
//! Guarantees: the same matches as in one go, none missed at a window's end and none twice. Never: a match kept.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Query;
use super::query::CHARACTER;
use crate::article::Span;
use crate::text::cluster::boundary;

/// Bytes searched between two looks at the stop flag: about a tenth of a millisecond.
const WINDOW: usize = 1 << 20;

/// Gives the matches of `query` in `text` to `take`, in order, until that breaks; `None` when `stop` was set.
pub(super) fn scan(
    query: &Query,
    text: &str,
    stop: &AtomicBool,
    take: impl FnMut(Span) -> ControlFlow<()>,
) -> Option<()> {
    in_windows(query, text, WINDOW, stop, take)
}

/// The same in windows of about `window` bytes, at least those of one character.
fn in_windows(
    query: &Query,
    text: &str,
    window: usize,
    stop: &AtomicBool,
    mut take: impl FnMut(Span) -> ControlFlow<()>,
) -> Option<()> {
    let stopped = || stop.load(Ordering::Relaxed);
    let mut from = 0;
    while from < text.len() {
        if stopped() {
            return None;
        }
        // Every match that starts before `to` ends before `end`.
        let to = boundary(text, from + window.max(CHARACTER));
        let end = boundary(text, to + query.reach());
        let seen = text.get(..end)?;
        while let Some(span) = query.find(seen, from) {
            if take(span).is_break() {
                return Some(());
            }
            from = span.end;
        }
        from = from.max(to);
    }
    (!stopped()).then_some(())
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicBool, Ordering};

    use proptest::prelude::*;

    use super::{Query, Span, in_windows};

    fn spans(typed: &str, text: &str, window: usize) -> Vec<Span> {
        let mut found = Vec::new();
        let all = in_windows(&Query::new(typed), text, window, &AtomicBool::new(false), |span| {
            found.push(span);
            ControlFlow::Continue(())
        });
        assert!(all.is_some());
        found
    }

    fn naive(typed: &str, text: &str) -> Vec<Span> {
        let query = Query::new(typed);
        let mut found: Vec<Span> = Vec::new();
        while let Some(span) = query.find(text, found.last().map_or(0, |span| span.end)) {
            found.push(span);
        }
        found
    }

    proptest! {
        #[test]
        fn windows_of_any_size_give_the_same_matches(
            text in "[aAａＡ灯江 x𠮷]{0,60}", typed in "[aＡ灯江 𠮷]{0,4}", window in 0_usize..90,
        ) {
            prop_assert_eq!(spans(&typed, &text, window), naive(&typed, &text));
        }
    }

    #[test]
    fn a_search_is_stopped_where_nothing_is_found_and_just_before_its_end() {
        let text = "江水".repeat(100);
        let stop = AtomicBool::new(true);
        assert_eq!(in_windows(&Query::new("灯"), &text, 16, &stop, |_| ControlFlow::Continue(())), None);
        let stop = AtomicBool::new(false);
        let set = in_windows(&Query::new("江"), "江水", 16, &stop, |_| {
            stop.store(true, Ordering::Relaxed);
            ControlFlow::Continue(())
        });
        assert_eq!(set, None);
    }
}
