//! Shared words between two texts, as pairs of neighbouring characters: the tie between a headline and its text
//! (75-95 % of headlines share words with their own text, about 12 % with another; Founder's patents of 2004 use it).
//!
//! Guarantees: work bounded per block. Never: a dictionary.

use std::collections::HashSet;

/// A set of pairs of characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(HashSet<(char, char)>);

impl Words {
    /// Adds the pairs of `text`'s first `limit` characters.
    pub(super) fn add(&mut self, text: &str, limit: usize) {
        let mut before = None;
        for c in text.chars().take(limit) {
            let word = c.is_alphanumeric() && !"的了在是和与及等为将对中上下年月日一".contains(c);
            if let (Some(before), true) = (before, word) {
                self.0.insert((before, c));
            }
            before = word.then_some(c);
        }
    }

    /// The pairs of one text.
    pub(super) fn of(text: &str, limit: usize) -> Self {
        let mut words = Self::default();
        words.add(text, limit);
        words
    }

    /// Takes in all of `other`.
    pub(super) fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Which part of this set's pairs `other` has too, from 0 to 1; 0 where this set is empty.
    #[expect(clippy::cast_precision_loss, reason = "counts of a few thousand")]
    pub(super) fn within(&self, other: &Self) -> f32 {
        let shared = self.0.iter().filter(|pair| other.0.contains(pair)).count();
        shared as f32 / self.0.len().max(1) as f32
    }
}
