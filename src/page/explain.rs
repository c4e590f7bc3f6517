//! A page with the reason for every decision: what kind of text it is and why, and for each block what it is, which
//! article it is in, whether it goes on with another, how sure that is, and what speaks for it.
//!
//! Guarantees: the decisions are those of [`super::recover`]; every block of the dump is told once, in order. Never: a
//! decision.

use crate::article::{BlockKind, Confidence, DumpSpan};

use super::blocks::{Raw, blocks};
use super::kind::{self, Why};
use super::model::{self, Decision, Reason, State};

/// A text, and why it is read as it is.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Why it is a newspaper page, or none.
    pub why: Why,
    /// Its blocks; none where it is no newspaper page, since nothing was decided about them.
    pub blocks: Vec<ExplainedBlock>,
}

/// One block of the dump.
#[derive(Clone, Debug)]
pub struct ExplainedBlock {
    /// Its text.
    pub text: String,
    /// From its first to its last byte in the dump.
    pub span: DumpSpan,
    /// What it is.
    pub role: Role,
    /// The block it goes on with, by its place among all blocks, where it does.
    pub goes_on: Option<usize>,
    /// How sure that is.
    pub confidence: Confidence,
    /// What it would be otherwise, and by how much it leads, if not its place decided; nothing where there was no choice.
    pub otherwise: Option<(State, Option<i32>)>,
    /// What speaks for it and against it, the strongest first; at most three.
    pub reasons: Vec<Reason>,
}

/// What a block of the dump is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It belongs to the page.
    Furniture,
    /// It belongs to the article with this place among all, from 0 on.
    Part(usize, BlockKind),
}

/// The text in `dump`, and why it is read as it is.
pub fn explain(dump: &str) -> Explained {
    if let Some(why) = kind::none_of_them(dump) {
        return Explained { why, blocks: Vec::new() };
    }
    let raw = blocks(dump);
    let why = kind::of(&raw);
    let blocks = if why.is_page() { decided(&raw) } else { Vec::new() };
    Explained { why, blocks }
}

fn decided(raw: &[Raw]) -> Vec<ExplainedBlock> {
    let mut all: Vec<ExplainedBlock> = raw.iter().map(unsaid).collect();
    for (article, draft) in model::decide(raw).drafts.into_iter().enumerate() {
        for part in draft.titles.iter().chain(&draft.parts) {
            let before = std::iter::once(None).chain(part.from.iter().copied().map(Some));
            for (&at, goes_on) in part.from.iter().zip(before) {
                if let Some(block) = all.get_mut(at) {
                    block.role = Role::Part(article, part.kind);
                    block.goes_on = goes_on;
                }
            }
        }
    }
    for Decision { at, other, lead, confidence, reasons, .. } in model::explain(raw) {
        if let Some(block) = all.get_mut(at) {
            block.confidence = confidence;
            block.otherwise = other.map(|other| (other, lead));
            block.reasons = reasons;
        }
    }
    all
}

fn unsaid(raw: &Raw) -> ExplainedBlock {
    let start = raw.pieces.first().map_or(0, |piece| piece.start);
    let end = raw.pieces.last().map_or(start, |piece| piece.end);
    ExplainedBlock {
        text: raw.text.clone(),
        span: DumpSpan::new(start, end),
        role: Role::Furniture,
        goes_on: None,
        confidence: Confidence(1.0),
        otherwise: None,
        reasons: Vec::new(),
    }
}
