//! Making weights from pages whose articles are known: an averaged perceptron (Collins 2002) that is corrected until
//! the right sequence leads by a margin.
//!
//! Guarantees: the same examples in the same order give the same weights on every machine. Never: used while reading.

use super::features::{BUCKETS, Seen};
use super::state::{LOOKS, STATES, State};
use super::viterbi::{Scores, best};
use super::weights::{ENDINGS, Weights};

/// A page and what its blocks are.
#[derive(Clone, Debug)]
pub struct Example {
    /// What is seen of its blocks.
    pub seen: Vec<Seen>,
    /// What they are.
    pub states: Vec<State>,
}

/// By how much a wrong state is helped while learning, so that the right one has to lead by it.
const MARGIN: i32 = 40;
/// Largest weight that is kept; the others keep their proportion to it.
const LARGEST: f64 = 127.0;

/// Whole-number weights while they are learned, with their sum over time.
struct Learner {
    local: Vec<[i32; LOOKS]>,
    step: Vec<[i32; STATES]>,
    local_sum: Vec<[i64; LOOKS]>,
    step_sum: Vec<[i64; STATES]>,
    time: i64,
}

/// The weights after `rounds` over the examples; `told` is given the number of wrong states of each round.
pub fn learn(examples: &[Example], rounds: usize, mut told: impl FnMut(usize, usize)) -> Weights {
    let mut learner = Learner {
        local: vec![[0; LOOKS]; BUCKETS],
        step: vec![[0; STATES]; ENDINGS * STATES],
        local_sum: vec![[0; LOOKS]; BUCKETS],
        step_sum: vec![[0; STATES]; ENDINGS * STATES],
        time: 1,
    };
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..rounds {
        shuffle(&mut order, &mut state);
        if round * 2 == rounds {
            // The mean is taken over the second half, when the weights have settled.
            learner.forget();
        }
        let mut wrong = 0;
        for example in order.iter().filter_map(|&at| examples.get(at)) {
            wrong += learner.correct(example);
        }
        told(round, wrong);
    }
    learner.average()
}

/// Whether a feature is shown at this time. One in four is hidden, so that no decision comes to hang on a single one.
const fn is_shown(bucket: u16, time: i64) -> bool {
    let mixed = (time.cast_unsigned() ^ (bucket as u64) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed >> 62 != 0
}

/// Fisher and Yates, with a generator of our own (xorshift), so that the order is the same everywhere.
fn shuffle(order: &mut [usize], state: &mut u64) {
    for last in (1..order.len()).rev() {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        order.swap(last, (*state % (last as u64 + 1)) as usize);
    }
}

impl Learner {
    /// Decides about a page, and where it is wrong moves the weights. How many states were wrong.
    fn correct(&mut self, example: &Example) -> usize {
        let found =
            best(&example.seen, &Helped { learner: self, right: &example.states, at: 0.into() }).states;
        let wrong = found.iter().zip(&example.states).filter(|(a, b)| a != b).count();
        if wrong > 0 {
            self.add(example, &example.states, 1);
            self.add(example, &found, -1);
        }
        self.time += 1;
        wrong
    }

    fn add(&mut self, example: &Example, states: &[State], by: i32) {
        let mut before: Option<State> = None;
        for (seen, &state) in example.seen.iter().zip(states) {
            let (at, look) = (state as usize, state.look() as usize);
            for &bucket in seen.features.iter().filter(|&&bucket| is_shown(bucket, self.time)) {
                self.local[usize::from(bucket)][look] += by;
                self.local_sum[usize::from(bucket)][look] += i64::from(by) * self.time;
            }
            if let Some(before) = before {
                let row = seen.ending * STATES + before as usize;
                self.step[row][at] += by;
                self.step_sum[row][at] += i64::from(by) * self.time;
            }
            before = Some(state);
        }
    }

    /// Begins the mean anew.
    fn forget(&mut self) {
        self.local_sum.iter_mut().for_each(|row| *row = [0; LOOKS]);
        self.step_sum.iter_mut().for_each(|row| *row = [0; STATES]);
        self.time = 1;
    }

    /// The mean of the weights over time, in bytes.
    fn average(&self) -> Weights {
        let local = mean(&self.local, &self.local_sum, self.time);
        let step = mean(&self.step, &self.step_sum, self.time);
        let all = local.iter().flatten().chain(step.iter().flatten());
        let largest = all.fold(1.0_f64, |most, weight| most.max(weight.abs()));
        Weights::of(&bytes(&local, largest), &bytes(&step, largest))
    }
}

#[expect(clippy::cast_precision_loss, reason = "sums of a few millions")]
fn mean<const N: usize>(now: &[[i32; N]], sum: &[[i64; N]], time: i64) -> Vec<[f64; N]> {
    let rows = now.iter().zip(sum);
    rows.map(|(now, sum)| std::array::from_fn(|at| f64::from(now[at]) - sum[at] as f64 / time as f64))
        .collect()
}

fn bytes<const N: usize>(rows: &[[f64; N]], largest: f64) -> Vec<[i8; N]> {
    rows.iter().map(|row| row.map(|weight| (weight / largest * LARGEST).round() as i8)).collect()
}

/// The weights as they are, with every wrong state helped.
struct Helped<'a> {
    learner: &'a Learner,
    right: &'a [State],
    /// The block whose turn it is; the search asks for one after the other.
    at: std::cell::Cell<usize>,
}

impl Scores for Helped<'_> {
    fn block(&self, seen: &Seen) -> [i32; LOOKS] {
        let mut sum = [MARGIN; LOOKS];
        let at = self.at.replace(self.at.get() + 1);
        if let Some(right) = self.right.get(at) {
            sum[right.look() as usize] = 0;
        }
        let shown = seen.features.iter().filter(|&&bucket| is_shown(bucket, self.learner.time));
        for row in shown.filter_map(|&bucket| self.learner.local.get(usize::from(bucket))) {
            for (total, weight) in sum.iter_mut().zip(row) {
                *total += weight;
            }
        }
        sum
    }

    fn step(&self, ending: usize, before: usize) -> [i32; STATES] {
        self.learner.step.get(ending * STATES + before).copied().unwrap_or_default()
    }
}
