//! The weights of the model: how much each feature speaks for each state, and each state for the next.
//!
//! Guarantees: whole numbers, so a page comes out the same on every machine; reading what was written gives the same
//! weights. Never: made here; `learn` makes them, and they are embedded as `config/recovery.weights`.

use std::borrow::Cow;

use super::features::BUCKETS;
use super::state::{LOOKS, STATES};

/// How the block before ends, as far as transitions care: with a sentence, open, or with a mark after which it must
/// go on.
pub(super) const ENDINGS: usize = 3;

/// All numbers of the model, as they stand in their file: for each bucket of features what it adds to each look of a
/// state, then for each way the block before ends and each state before what it adds to each state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights(Cow<'static, [u8]>);

/// The bytes of the embedded weights.
static EMBEDDED: &[u8] = include_bytes!("../../../config/recovery.weights");

impl Weights {
    /// The embedded weights; nothing is copied.
    pub const fn embedded() -> Self {
        Self(Cow::Borrowed(EMBEDDED))
    }

    /// Weights of these rows.
    pub(super) fn of(local: &[[i8; LOOKS]], step: &[[i8; STATES]]) -> Self {
        let numbers = local.iter().flatten().chain(step.iter().flatten());
        Self(numbers.flat_map(|weight| weight.to_le_bytes()).collect())
    }

    /// The bytes to be embedded.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// What a bucket adds to each look; nothing where it is missing.
    pub(super) fn local(&self, bucket: usize) -> impl Iterator<Item = i32> {
        self.numbers(bucket * LOOKS, LOOKS)
    }

    /// What a state and the end of its block add to each state after it.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = i32> {
        self.numbers(BUCKETS * LOOKS + row * STATES, STATES)
    }

    fn numbers(&self, from: usize, count: usize) -> impl Iterator<Item = i32> {
        let bytes = self.0.get(from..from + count).unwrap_or_default();
        bytes.iter().map(|&byte| i32::from(byte.cast_signed()))
    }
}

#[cfg(test)]
mod tests {
    use super::{BUCKETS, ENDINGS, LOOKS, STATES, Weights};

    #[test]
    fn weights_are_found_where_they_were_put() {
        let (mut local, mut step) = (vec![[0; LOOKS]; BUCKETS], vec![[0; STATES]; ENDINGS * STATES]);
        local[7][3] = -5;
        step[2][1] = 9;
        let weights = Weights::of(&local, &step);
        assert_eq!(weights.local(7).nth(3), Some(-5));
        assert_eq!(weights.row(2).nth(1), Some(9));
        assert_eq!(Weights::embedded().bytes().len(), weights.bytes().len(), "the embedded file is whole");
    }
}
