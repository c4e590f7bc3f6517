//! A regular expression, looked for line by line.
//!
//! Guarantees: time grows with the text, never with how a text and a pattern meet; a pattern too large is refused. Never:
//! a match over the end of a paragraph, nor one of nothing.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use regex::{Regex, RegexBuilder};

use crate::article::Span;
use crate::text::cluster::boundary;

/// Most bytes of a compiled pattern, and of what it keeps while it looks: enough for what a reader types.
const SIZE: usize = 1 << 18;

/// Most bytes of a line looked at in one go; a longer line is cut there, so that a search can be stopped.
const PIECE: usize = 1 << 14;

/// A pattern.
#[derive(Clone, Debug)]
pub(super) struct Pattern(Regex);

impl Pattern {
    /// The pattern that `typed` is, without regard to case.
    ///
    /// # Errors
    /// What is wrong with it, in English, on one line; as the library says it.
    pub(super) fn new(typed: &str) -> Result<Self, String> {
        let mut builder = RegexBuilder::new(typed);
        let built = builder.case_insensitive(true).size_limit(SIZE).dfa_size_limit(SIZE).build();
        built.map(Self).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "the pattern is too large".to_owned(),
            error => {
                let said = error.to_string();
                let last = said.lines().last().unwrap_or_default();
                last.trim_start_matches("error: ").to_owned()
            }
        })
    }

    /// Gives the matches in `text` to `take`, in order, until that breaks; `None` when `stop` was set.
    pub(super) fn scan(
        &self,
        text: &str,
        stop: &AtomicBool,
        mut take: impl FnMut(Span) -> ControlFlow<()>,
    ) -> Option<()> {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let words = line.strip_suffix('\n').unwrap_or(line);
            let mut from = 0;
            while from < words.len() {
                if stop.load(Ordering::Relaxed) {
                    return None;
                }
                let to = boundary(words, from + PIECE);
                let piece = words.get(from..to).unwrap_or_default();
                for found in self.0.find_iter(piece).filter(|found| !found.is_empty()) {
                    let start = at + from;
                    if take(Span::new(start + found.start(), start + found.end())).is_break() {
                        return Some(());
                    }
                }
                from = to;
            }
            at += line.len();
        }
        Some(())
    }
}
