//! One thing that is looked for: characters as they stand, or as they are read where they are typed in Latin letters.
//!
//! Guarantees: what stands there and what is only read so are told apart. Never: two hits of a kind that overlap.

use std::ops::ControlFlow;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use super::find::Hits;
use super::literal::Literal;
use super::needs::{Need, Want};
use super::pinyin::{Paths, Pinyin, Spelling};
use super::places::NOWHERE;
use super::rules::Rules;
use super::scan::scan;
use crate::article::Span;

/// Something to look for.
#[derive(Clone, Debug)]
pub(super) struct Term {
    literal: Literal,
    pinyin: Option<Box<Pinyin>>,
    /// What a list of texts is sifted by; made by whoever asks first.
    paths: OnceLock<Paths>,
    /// Whether it was put in quotation marks.
    phrase: bool,
}

impl Term {
    /// What `typed` says.
    pub(super) fn new(typed: &str, rules: Rules) -> Self {
        let pinyin = Pinyin::new(typed, rules).map(Box::new);
        Self { literal: Literal::new(typed, rules), pinyin, paths: OnceLock::new(), phrase: false }
    }

    /// The same, to be looked for as is cheapest in texts like `sample`.
    pub(super) fn tuned(&self, sample: &[u8]) -> Self {
        Self { literal: self.literal.tuned(sample), ..self.clone() }
    }

    /// The same in quotation marks.
    pub(super) fn quoted(self) -> Self {
        Self { phrase: true, ..self }
    }

    /// The same with one character another, for each of its characters; none where that is not to be looked for.
    pub(super) fn slips(&self) -> impl Iterator<Item = Self> {
        let wanted = !self.phrase && self.pinyin.is_none();
        let slips = if wanted { self.literal.slips() } else { Vec::new() };
        slips.into_iter().map(|literal| Self { literal, pinyin: None, paths: OnceLock::new(), phrase: true })
    }

    /// What a text must hold for it; `None` where it may be only read there.
    pub(super) fn need(&self) -> Option<Need> {
        self.pinyin.is_none().then(|| self.literal.need())
    }

    /// Of what a text must hold something for it; `None` where that cannot be said.
    pub(super) fn wants(&self) -> Option<Vec<Want>> {
        let mut wants = vec![Want::Stands(self.literal.need())];
        if let Some(pinyin) = &self.pinyin {
            wants.push(Want::Read(Box::new(Spelling::of(pinyin)?)));
        }
        Some(wants)
    }

    /// The ways through it, where it may be read.
    pub(super) fn paths(&self) -> Option<&Paths> {
        let pinyin = self.pinyin.as_deref()?;
        Some(self.paths.get_or_init(|| Paths::of(pinyin, &self.literal.need().chars)))
    }

    /// Whether it stands only where its characters do.
    pub(super) const fn is_plain(&self) -> bool {
        self.pinyin.is_none()
    }

    /// Where it first stands in `text` as it was typed, or [`NOWHERE`]; `None` where `stop` was set.
    pub(super) fn first(&self, text: &[u8], stop: &AtomicBool) -> Option<Span> {
        let mut first = NOWHERE;
        let take = |span: Span| {
            first = span;
            ControlFlow::Break(())
        };
        scan(text, stop, |look| self.literal.find(text, look), take)?;
        Some(first)
    }

    /// Its characters, where they are all that it asks for, and by the default rules.
    pub(super) fn sole(&self) -> Option<Vec<char>> {
        self.pinyin.is_none().then(|| self.literal.sole()).flatten()
    }

    /// Whether it stands anywhere in `text`; `None` where `stop` was set.
    pub(super) fn is_in(&self, text: &str, stop: &AtomicBool) -> Option<bool> {
        let mut is_in = self.first(text.as_bytes(), stop)? != NOWHERE;
        if let Some(pinyin) = self.pinyin.as_ref().filter(|_| !is_in) {
            scan(
                text.as_bytes(),
                stop,
                |look| pinyin.find(text, look),
                |_| {
                    is_in = true;
                    ControlFlow::Break(())
                },
            )?;
        }
        Some(is_in)
    }

    /// Where it stands in `text`; `None` where `stop` was set.
    pub(super) fn stands(&self, text: &str, stop: &AtomicBool) -> Option<Hits> {
        let mut hits = Hits::default();
        let bytes = text.as_bytes();
        scan(bytes, stop, |look| self.literal.find(bytes, look), |span| hits.take(span))?;
        Some(hits)
    }

    /// Where it is read in `text`; `None` where `stop` was set.
    pub(super) fn read(&self, text: &str, stop: &AtomicBool) -> Option<Hits> {
        let mut hits = Hits::default();
        if let Some(pinyin) = &self.pinyin {
            scan(text.as_bytes(), stop, |look| pinyin.find(text, look), |span| hits.take(span))?;
        }
        Some(hits)
    }
}
