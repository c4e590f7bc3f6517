//! Blocks of a segment as bits: many lists are one at the cost of going through each once.
//!
//! Guarantees: words that are missing at the end are as if no block were there. Never: a block the segment has not.

/// Some blocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Blocks(Vec<u64>);

impl Blocks {
    /// None of `total`, with room for all of them.
    pub(super) fn none_of(total: usize) -> Self {
        Self(vec![0; total.div_ceil(64)])
    }

    /// How many there is room for.
    pub(super) const fn room(&self) -> usize {
        self.0.len() * 64
    }

    /// Takes one; none for which there is no room.
    pub(super) fn put(&mut self, block: u32) {
        if let Some(word) = self.0.get_mut(block as usize / 64) {
            *word |= 1 << (block % 64);
        }
    }

    /// Whether `block` is one of them.
    pub(super) fn has(&self, block: u32) -> bool {
        self.0.get(block as usize / 64).is_some_and(|word| word >> (block % 64) & 1 == 1)
    }

    /// All of them, rising.
    pub(super) fn each(&self) -> impl Iterator<Item = u32> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let found = self.seek(next)?;
            next = found + 1;
            Some(found)
        })
    }

    /// How many are before those of each word.
    pub(super) fn ranks(&self) -> Vec<u32> {
        let before = self.0.iter().scan(0, |sum, word| {
            let before = *sum;
            *sum += word.count_ones();
            Some(before)
        });
        before.collect()
    }

    /// How many are before `block`, if it is one of them; `ranks` are those of all words.
    pub(super) fn rank(&self, ranks: &[u32], block: u32) -> Option<usize> {
        let (word, before) = (block as usize / 64, (1_u64 << (block % 64)) - 1);
        let of_word = self.0.get(word).filter(|_| self.has(block))? & before;
        Some((ranks.get(word)? + of_word.count_ones()) as usize)
    }

    /// How many they are.
    pub(super) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Takes those of `other` too.
    pub(super) fn join(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Those that are in `other` too.
    pub(super) fn common(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(own, other)| own & other).collect())
    }

    /// The first from `target` on.
    pub(super) fn seek(&self, target: u32) -> Option<u32> {
        let first = target / 64;
        let words = (first..).zip(self.0.get(first as usize..)?);
        let mut rest = words
            .map(|(at, word)| (at, if at == first { word >> (target % 64) << (target % 64) } else { *word }));
        rest.find(|(_, word)| *word != 0).map(|(at, word)| at * 64 + word.trailing_zeros())
    }
}
