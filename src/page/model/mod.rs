//! The learned part of recovery: what each block of a newspaper page is, found for the whole page at once.
//!
//! Guarantees: linear in the page; the same page gives the same articles on every machine; every block is in exactly
//! one draft or in the furniture. Never: learning while reading; the weights are embedded.
//!
//! A linear chain (Collins 2002, averaged perceptron with Viterbi search): `state` says what a block can be and what
//! may follow what, `features` what is seen of it, `weights` how much each speaks for what, `viterbi` finds the best
//! sequence, `learn` makes the weights from pages whose articles are known (`tests/train/main.rs`).

mod columns;
mod cues;
mod features;
mod judge;
mod learn;
mod look;
mod opinion;
mod state;
mod steps;
mod ties;
mod viterbi;
mod weights;

use std::sync::LazyLock;

use super::blocks::{Raw, blocks};
use super::draft::{Decided, Draft, Part};
use super::facts::{dateline, is_closed, is_loose_title, is_titlelike, length};
use super::furniture::{is_furniture, is_masthead};
use super::titles;
use crate::article::{BlockKind, Confidence};

pub use cues::Reason;
pub use features::Seen;
pub use learn::{Example, learn};
pub use state::State;
pub use weights::Weights;

use judge::Judged;
use state::{LOOKS, STATES};
use viterbi::Scores;

static WEIGHTS: LazyLock<Weights> = LazyLock::new(Weights::embedded);

/// The blocks of a page that are not furniture, as the model sees them; for learning.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// Their texts.
    pub texts: Vec<String>,
    /// What is seen of them.
    pub seen: Vec<Seen>,
}

/// The blocks of the page in `dump`.
pub fn prepare(dump: &str) -> Prepared {
    let blocks = blocks(dump);
    let (kept, _) = part(&blocks);
    let texts = kept.iter().filter_map(|&at| blocks.get(at)).map(|block| block.text.clone()).collect();
    Prepared { texts, seen: features::see(&blocks, &kept) }
}

/// What the blocks are by these weights, and by how much each leads; nothing where it had no choice.
pub fn leads(seen: &[Seen], weights: &Weights) -> Vec<(State, Option<i32>)> {
    let judged = judge::judge(seen, &viterbi::best(seen, weights), weights);
    judged.into_iter().map(|judged| (judged.state, judged.other.map(|_| judged.lead))).collect()
}

/// What was decided about one block, and why.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The block's place among all blocks of the page.
    pub at: usize,
    /// What it is.
    pub state: State,
    /// What it would be otherwise; nothing where the blocks around it leave no choice.
    pub other: Option<State>,
    /// By how much it leads, in the units of the weights; nothing where its place decided.
    pub lead: Option<i32>,
    /// How often such a lead was right.
    pub confidence: Confidence,
    /// The three strongest reasons.
    pub reasons: Vec<Reason>,
}

/// Every decision about a page with its reasons; furniture is set aside before, by its form.
pub(super) fn explain(blocks: &[Raw]) -> Vec<Decision> {
    let (kept, _) = part(blocks);
    features::look(blocks, &kept, |view| {
        let seen = features::all(view);
        let mut judged = judge::judge(&seen, &viterbi::best(&seen, &*WEIGHTS), &*WEIGHTS);
        by_place(&mut judged, blocks, &kept);
        let decision = |(index, (judged, &at)): (usize, (Judged, &usize))| Decision {
            at,
            state: judged.state,
            other: judged.other,
            lead: judged.placed.is_none().then_some(judged.lead),
            confidence: judged.confidence(),
            reasons: cues::reasons(view, index, judged, &WEIGHTS),
        };
        judged.into_iter().zip(&kept).enumerate().map(decision).collect()
    })
}

/// Articles and furniture of a page.
pub(super) fn decide(blocks: &[Raw]) -> Decided {
    decide_by(blocks, &WEIGHTS)
}

/// Articles and furniture of a page by these weights.
pub(super) fn decide_by(blocks: &[Raw], weights: &Weights) -> Decided {
    let (kept, furniture) = part(blocks);
    let seen = features::see(blocks, &kept);
    let path = viterbi::best(&seen, weights);
    let mut judged = judge::judge(&seen, &path, weights);
    by_place(&mut judged, blocks, &kept);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut sure = vec![Confidence(1.0); blocks.len()];
    let mut before = None;
    for (&at, judged) in kept.iter().zip(judged) {
        let state = judged.state;
        if let Some(sure) = sure.get_mut(at) {
            *sure = judged.confidence();
        }
        let opens = state.opens() && !matches!((before, state), (Some(State::Kicker), _));
        before = Some(state);
        if opens || drafts.is_empty() {
            drafts.push(Draft::default());
        }
        if let Some(draft) = drafts.last_mut() {
            put(draft, at, state);
        }
    }
    for draft in &mut drafts {
        by_form(draft, blocks);
        draft.confidence = confidence(draft, blocks);
    }
    Decided { drafts, furniture, sure }
}

/// The blocks that are not furniture, and those that are.
fn part(blocks: &[Raw]) -> (Vec<usize>, Vec<usize>) {
    let mut kept = Vec::with_capacity(blocks.len());
    let mut furniture = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let set_aside = is_furniture(&block.text) || kept.is_empty() && is_masthead(&block.text);
        if set_aside { furniture.push(at) } else { kept.push(at) }
    }
    (kept, furniture)
}

fn put(draft: &mut Draft, at: usize, state: State) {
    let paragraph = draft.parts.iter_mut().rev().find(|part| part.kind == BlockKind::Paragraph);
    if let (State::Continuation, Some(part)) = (state.look(), paragraph) {
        part.from.push(at);
        return;
    }
    let part = Part { kind: state.kind(), from: vec![at] };
    match part.kind {
        BlockKind::Kicker | BlockKind::Headline | BlockKind::Subtitle => draft.titles.push(part),
        _ => draft.parts.push(part),
    }
}

/// Shortest line, in characters, that is taken for a kicker by its place.
const KICKER: usize = 15;

/// Puts right what the place of a line says and hardly a page shows that was learned from. An article's text begins with
/// its dateline, so an open line between the headline and a dateline is a title, though it has the commas of a text. An
/// article's text ends with a sentence, so a long open line without a comma between its end and a headline is a kicker.
fn by_place(judged: &mut [Judged], blocks: &[Raw], kept: &[usize]) {
    let text =
        |at: usize| kept.get(at).and_then(|&at| blocks.get(at)).map_or("", |block| block.text.as_str());
    let states: Vec<State> = judged.iter().map(|judged| judged.state).collect();
    for (at, judged) in judged.iter_mut().enumerate().skip(1) {
        let (before, after) = (states.get(at - 1).copied(), states.get(at + 1).copied());
        let (own, next) = (text(at), text(at + 1));
        let below = matches!(before, Some(State::Headline | State::Subtitle));
        let subtitle = below && is_loose_title(own) && dateline(next).is_some();
        let open = is_titlelike(own) && !is_closed(own) && !own.starts_with(['(', '（']);
        let kicker =
            open && length(own) >= KICKER && after == Some(State::Headline) && is_closed(text(at - 1));
        if judged.state.look() == State::Paragraph && (subtitle || kicker) {
            *judged = if subtitle {
                judged.placed(State::Subtitle, "an open line between a headline and a dateline")
            } else {
                judged.placed(State::Kicker, "a long open line between the end of a text and a headline")
            };
        }
    }
}

/// Longest title, in characters, from which weights were learned in any number; nineteen in twenty are shorter.
const LEARNED: usize = 42;

/// Which of several titles is the headline, where one is so long that the weights have nothing to go by: its form says.
fn by_form(draft: &mut Draft, blocks: &[Raw]) {
    let at = |part: &Part| part.from.first().and_then(|&at| blocks.get(at));
    let texts: Vec<&str> = draft.titles.iter().filter_map(at).map(|block| block.text.as_str()).collect();
    let long = texts.iter().any(|text| length(text) > LEARNED);
    let leads = matches!(texts.as_slice(), [first, second] if titles::is_kicker(first, second));
    if texts.len() < 2 || texts.len() != draft.titles.len() || !(long || leads) {
        return;
    }
    for (part, kind) in draft.titles.iter_mut().zip(titles::kinds(&texts)) {
        part.kind = kind;
    }
}

/// How whole an article looks: a headline, a body, a last sentence that is over.
fn confidence(draft: &Draft, blocks: &[Raw]) -> f32 {
    let last = draft.parts.iter().rev().find(|part| part.kind == BlockKind::Paragraph);
    let end = last.and_then(|part| part.from.last()).and_then(|&at| blocks.get(at));
    match (draft.titles.is_empty(), end) {
        (false, Some(end)) if is_closed(&end.text) => 0.95,
        (false, Some(_)) => 0.7,
        (true, Some(_)) => 0.5,
        _ => 0.3,
    }
}

impl Scores for Weights {
    fn block(&self, seen: &Seen) -> [i32; LOOKS] {
        let mut sum = [0; LOOKS];
        for &bucket in &seen.features {
            for (total, weight) in sum.iter_mut().zip(self.local(usize::from(bucket))) {
                *total += weight;
            }
        }
        sum
    }

    fn step(&self, ending: usize, before: usize) -> [i32; STATES] {
        let mut sum = [0; STATES];
        for (total, weight) in sum.iter_mut().zip(self.row(ending * STATES + before)) {
            *total = weight;
        }
        sum
    }
}
