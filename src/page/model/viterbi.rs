//! The best sequence of states for the blocks of a page.
//!
//! Guarantees: the sequence is one that `state` allows; of two equally good ones always the same. Linear in the page.
//! Never: a feature.

use super::features::Seen;
use super::state::{LOOKS, STATES, State, may_begin, may_end, may_follow};

/// What the search asks: how good a state is for a block, and a step from one state to the next.
pub(super) trait Scores {
    /// How much speaks for each look of a block.
    fn block(&self, seen: &Seen) -> [i32; LOOKS];
    /// How much speaks for each state after a state, by how the block before ends.
    fn step(&self, ending: usize, before: usize) -> [i32; STATES];
}

/// So bad that no sum of weights makes up for it.
const NEVER: i32 = i32::MIN / 4;

/// [`may_follow`] for every two states.
pub(super) static FOLLOWS: [[bool; STATES]; STATES] = {
    let mut table = [[false; STATES]; STATES];
    let mut at = 0;
    while at < STATES * STATES {
        let (before, next) = (at / STATES, at % STATES);
        table[before][next] = may_follow(State::ALL[before], State::ALL[next]);
        at += 1;
    }
    table
};

/// The best sequence, and what spoke for each block by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Path {
    /// What the blocks are.
    pub(super) states: Vec<State>,
    /// How much speaks for each look of each block.
    pub(super) own: Vec<[i32; LOOKS]>,
}

/// The best states of the blocks.
pub(super) fn best(blocks: &[Seen], scores: &impl Scores) -> Path {
    let own: Vec<[i32; LOOKS]> = blocks.iter().map(|seen| scores.block(seen)).collect();
    let Some(first) = own.first() else { return Path::default() };
    let mut reached = [NEVER; STATES];
    for state in State::ALL.into_iter().filter(|state| may_begin(*state)) {
        reached[state as usize] = first[state.look() as usize];
    }
    let mut from: Vec<[u8; STATES]> = Vec::with_capacity(blocks.len());
    for (seen, own) in blocks.iter().zip(&own).skip(1) {
        let (next, came) = step(&reached, seen.ending, own, scores);
        reached = next;
        from.push(came);
    }
    let ends = State::ALL.into_iter().filter(|state| may_end(*state));
    let last = ends.max_by_key(|state| (reached[*state as usize], std::cmp::Reverse(*state as usize)));
    Path { states: walk_back(last.unwrap_or(State::Opening), &from), own }
}

fn step(
    reached: &[i32; STATES],
    ending: usize,
    own: &[i32; LOOKS],
    scores: &impl Scores,
) -> ([i32; STATES], [u8; STATES]) {
    let mut next = [NEVER; STATES];
    let mut came = [0; STATES];
    for before in State::ALL {
        if reached[before as usize] <= NEVER {
            continue;
        }
        let steps = scores.step(ending, before as usize);
        for (at, state) in State::ALL.into_iter().enumerate() {
            if !FOLLOWS[before as usize][at] {
                continue;
            }
            let sum = reached[before as usize] + steps[at] + own[state.look() as usize];
            if sum > next[at] {
                next[at] = sum;
                came[at] = before as u8;
            }
        }
    }
    (next, came)
}

fn walk_back(last: State, from: &[[u8; STATES]]) -> Vec<State> {
    let mut at = last as usize;
    let mut states = vec![last];
    for came in from.iter().rev() {
        at = usize::from(came[at]);
        states.extend(State::ALL.get(at));
    }
    states.reverse();
    states
}
