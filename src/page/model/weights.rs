//! The weights of the model: how much each feature speaks for each state, and each state for the next.
//!
//! Guarantees: whole numbers, so a page comes out the same on every machine; reading what was written gives the same
//! weights. Never: made here; `learn` makes them, and they are embedded as `config/recovery.weights`.

use super::features::BUCKETS;
use super::state::{LOOKS, STATES};

/// How the block before ends, as far as transitions care: with a sentence, open, or with a mark after which it must
/// go on.
pub(super) const ENDINGS: usize = 3;

/// All numbers of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights {
    /// For each bucket of features, what it adds to each look of a state.
    pub(super) local: Vec<[i8; LOOKS]>,
    /// For each way the block before ends and each state before, what it adds to each state.
    pub(super) step: Vec<[i8; STATES]>,
}

/// The bytes of the embedded weights.
static EMBEDDED: &[u8] = include_bytes!("../../../config/recovery.weights");

impl Weights {
    /// The embedded weights.
    pub fn embedded() -> Self {
        Self::read(EMBEDDED)
    }

    /// Weights from their bytes; what is missing is 0.
    pub fn read(bytes: &[u8]) -> Self {
        let mut numbers = bytes.iter().map(|byte| i8::from_le_bytes([*byte]));
        let local = (0..BUCKETS).map(|_| row(&mut numbers)).collect();
        let step = (0..ENDINGS * STATES).map(|_| row(&mut numbers)).collect();
        Self { local, step }
    }

    /// The bytes to be embedded.
    pub fn write(&self) -> Vec<u8> {
        let numbers = self.local.iter().flatten().chain(self.step.iter().flatten());
        numbers.flat_map(|weight| weight.to_le_bytes()).collect()
    }
}

fn row<const N: usize>(numbers: &mut impl Iterator<Item = i8>) -> [i8; N] {
    std::array::from_fn(|_| numbers.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::Weights;

    #[test]
    fn what_is_written_is_read() {
        let mut weights = Weights::read(&[]);
        weights.local[7][3] = -5;
        weights.step[2][1] = 9;
        assert_eq!(Weights::read(&weights.write()), weights);
        assert_eq!(Weights::embedded().write().len(), weights.write().len(), "the embedded file is whole");
    }
}
