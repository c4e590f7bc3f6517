//! How sure each decision is: by how much the best page leads the best one in which one block is something else.
//!
//! Guarantees: whole numbers until the last step, so the same on every machine. Never: a change of a decision.

use super::features::Seen;
use super::state::{State, may_begin, may_end};
use super::viterbi::{FOLLOWS, Path, Scores};
use crate::article::Confidence;

/// A decision about one block.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judged {
    /// What it is.
    pub(super) state: State,
    /// What it would be otherwise; nothing where the blocks around it leave no choice.
    pub(super) other: Option<State>,
    /// How much more speaks for `state` than for `other`; 0 where there is no other.
    pub(super) lead: i32,
    /// What its place says, where that and not the weights decided.
    pub(super) placed: Option<&'static str>,
}

/// How often a decision with this lead was right on 1,860 pages that were not learned from (`tests/train` with `--try`
/// prints the counts); what lies between two is read off the line between them.
const RIGHT: [(i32, f32); 9] = [
    (0, 0.40),
    (15, 0.55),
    (27, 0.6),
    (42, 0.72),
    (62, 0.815),
    (87, 0.905),
    (125, 0.953),
    (250, 0.967),
    (800, 0.985),
];
/// The same for decisions that the blocks on both sides left no choice: those may be wrong themselves.
const NO_CHOICE: f32 = 0.9;
/// For decisions by place: rare, and as often wrong as right.
const PLACED: f32 = 0.5;

impl Judged {
    /// What the weights say.
    const fn weighed(state: State, other: Option<State>, lead: i32) -> Self {
        Self { state, other, lead, placed: None }
    }

    /// The same block as `state`, because its place says so.
    pub(super) const fn placed(self, state: State, placed: &'static str) -> Self {
        Self { state, other: Some(self.state), lead: 0, placed: Some(placed) }
    }

    /// How sure it is.
    pub(super) fn confidence(self) -> Confidence {
        if self.placed.is_some() {
            return Confidence(PLACED);
        }
        if self.other.is_none() {
            return Confidence(NO_CHOICE);
        }
        let above = RIGHT.partition_point(|(lead, _)| *lead <= self.lead);
        let ends = (above.checked_sub(1).and_then(|below| RIGHT.get(below)), RIGHT.get(above));
        let (Some(&(from, low)), Some(&(to, high))) = ends else {
            return Confidence(RIGHT.last().map_or(NO_CHOICE, |(_, most)| *most));
        };
        #[expect(clippy::cast_precision_loss, reason = "leads of a few hundred")]
        let part = (self.lead - from) as f32 / (to - from) as f32;
        Confidence(low + part * (high - low))
    }
}

/// The decisions of `path`, each with the runner-up that the blocks on both sides allow.
pub(super) fn judge(blocks: &[Seen], path: &Path, scores: &impl Scores) -> Vec<Judged> {
    let states = &path.states;
    let judged = |(at, &state): (usize, &State)| {
        let before = at.checked_sub(1).and_then(|before| states.get(before)).copied();
        let after = states.get(at + 1).copied();
        let Some(own) = path.own.get(at) else { return Judged::weighed(state, None, 0) };
        let into = before.map(|before| scores.step(ending(blocks, at), before as usize));
        let value = |state: State| {
            let out =
                after.map_or(0, |after| scores.step(ending(blocks, at + 1), state as usize)[after as usize]);
            own[state.look() as usize] + into.map_or(0, |row| row[state as usize]) + out
        };
        let fits = |other: &State| {
            let begins =
                before.map_or_else(|| may_begin(*other), |before| FOLLOWS[before as usize][*other as usize]);
            let ends =
                after.map_or_else(|| may_end(*other), |after| FOLLOWS[*other as usize][after as usize]);
            other.look() != state.look() && begins && ends
        };
        let other = State::ALL.into_iter().filter(fits).max_by_key(|other| value(*other));
        // A page in which this block alone is something else is never better, or it would have been chosen.
        let lead = other.map_or(0, |other| (value(state) - value(other)).max(0));
        Judged::weighed(state, other, lead)
    };
    states.iter().enumerate().map(judged).collect()
}

fn ending(blocks: &[Seen], at: usize) -> usize {
    blocks.get(at).map_or(0, |seen| seen.ending)
}

#[cfg(test)]
mod tests {
    use super::{Judged, State};

    #[test]
    fn a_greater_lead_is_never_less_sure() {
        let sure = |lead| Judged::weighed(State::Paragraph, Some(State::Headline), lead).confidence().0;
        assert!((0..2000).all(|lead| sure(lead) <= sure(lead + 1)));
        for (lead, want) in [(0, 0.40), (21, 0.575), (2000, 0.985)] {
            assert!((sure(lead) - want).abs() < 1e-5, "{lead}");
        }
    }
}
