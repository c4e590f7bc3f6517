//! For each bucket of triples a bit a block, gathered block by block.
//!
//! A bucket's row is written one word for 64 blocks: a bit at a time, in as many rows as there are buckets, would miss the
//! cache each time. Guarantees: a row says what was noted, in the order of the blocks. Never: a row of no block.

use super::grams::BUCKETS;

/// Words of a block's bits.
const WORDS: usize = BUCKETS / 64;

/// Rows of bits.
#[derive(Debug)]
pub(super) struct Rows {
    /// The bits of up to 64 blocks, block by block.
    open: Vec<u64>,
    rows: Vec<Vec<u64>>,
}

impl Rows {
    pub(super) fn new() -> Self {
        Self { open: Vec::with_capacity(64 * WORDS), rows: vec![Vec::new(); BUCKETS] }
    }

    /// Begins the next block.
    pub(super) fn begin(&mut self) {
        if self.open.len() == 64 * WORDS {
            self.close();
        }
        self.open.resize(self.open.len() + WORDS, 0);
    }

    /// Notes that the block holds a triple of this bucket.
    pub(super) fn note(&mut self, bucket: usize) {
        let of_block = self.open.len().saturating_sub(WORDS);
        if let Some(word) = self.open.get_mut(of_block + bucket / 64) {
            *word |= 1 << (bucket % 64);
        }
    }

    /// Turns the bits of the blocks into a word of each row.
    fn close(&mut self) {
        for (word, rows) in self.rows.chunks_mut(64).enumerate() {
            let mut square = [0; 64];
            square.iter_mut().zip(self.open.chunks(WORDS)).for_each(|(to, block)| {
                *to = block.get(word).copied().unwrap_or_default();
            });
            turn(&mut square);
            rows.iter_mut().zip(square).for_each(|(row, bits)| row.push(bits));
        }
        self.open.clear();
    }

    /// The rows, by bucket.
    pub(super) fn finish(mut self) -> Vec<Vec<u64>> {
        if !self.open.is_empty() {
            self.close();
        }
        self.rows
    }
}

/// Makes rows of columns: halves are swapped, then quarters, and so on (H. Warren, Hacker's Delight, 7-3).
fn turn(square: &mut [u64; 64]) {
    let mut half = 32;
    let mut mask = u64::MAX >> half;
    while half > 0 {
        for pair in square.chunks_mut(2 * half) {
            let (above, below) = pair.split_at_mut(half);
            for (above, below) in above.iter_mut().zip(below) {
                let swapped = (*above >> half ^ *below) & mask;
                *above ^= swapped << half;
                *below ^= swapped;
            }
        }
        half /= 2;
        mask ^= mask << half;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Rows;
    use crate::index::grams::BUCKETS;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn rows_say_what_was_noted(
            blocks in prop::collection::vec(prop::collection::btree_set(0..BUCKETS, 0..40), 0..150),
        ) {
            let mut rows = Rows::new();
            for block in &blocks {
                rows.begin();
                for bucket in block {
                    rows.note(*bucket);
                }
            }
            let rows = rows.finish();
            for (bucket, row) in rows.iter().enumerate() {
                prop_assert_eq!(row.len(), blocks.len().div_ceil(64));
                for (number, block) in blocks.iter().enumerate() {
                    prop_assert_eq!(row[number / 64] >> (number % 64) & 1 == 1, block.contains(&bucket));
                }
            }
        }
    }
}
