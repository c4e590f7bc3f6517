//! A text searched in windows, so that a search can be stopped on the way also where nothing is found.
//!
//! Guarantees: the same matches as in one go, none missed at a window's end and none twice. Never: a match kept.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use super::chars::boundary;
use crate::article::Span;

/// Bytes searched between two looks at the stop flag: a millisecond of the slowest search.
const WINDOW: usize = 1 << 18;

/// Where to look for a match.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    /// It begins here or later: the end of the match before.
    pub from: usize,
    /// What is looked for first stands here or later, on a character's start.
    pub at: usize,
    /// And before this.
    pub to: usize,
}

/// Gives the matches that `find` finds in `text` to `take`, in order, until that breaks; `None` when `stop` was set.
pub(super) fn scan(
    text: &[u8],
    stop: &AtomicBool,
    find: impl Fn(Look) -> Option<Span>,
    take: impl FnMut(Span) -> ControlFlow<()>,
) -> Option<()> {
    in_windows(text, WINDOW, stop, find, take)
}

/// The same in windows of about `window` bytes.
fn in_windows(
    text: &[u8],
    window: usize,
    stop: &AtomicBool,
    find: impl Fn(Look) -> Option<Span>,
    mut take: impl FnMut(Span) -> ControlFlow<()>,
) -> Option<()> {
    let stopped = || stop.load(Ordering::Relaxed);
    let mut look = Look { from: 0, at: 0, to: 0 };
    while look.at < text.len() {
        if stopped() {
            return None;
        }
        look.to = boundary(text, look.at + window.max(4));
        while let Some(span) = find(look) {
            if take(span).is_break() {
                return Some(());
            }
            look.from = span.end;
            look.at = look.at.max(span.end);
        }
        look.at = look.at.max(look.to);
    }
    (!stopped()).then_some(())
}
