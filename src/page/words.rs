//! Shared words between two texts, as pairs of neighbouring characters: the tie between a headline and its text
//! (75-95 % of headlines share words with their own text, about 12 % with another; Founder's patents of 2004 use it).
//!
//! Guarantees: work bounded per block. Never: a dictionary.

use rustc_hash::FxHashSet;

/// Whether `c` says anything about what a text is about.
pub(super) fn counts(c: char) -> bool {
    is_letter(c) && !is_everywhere(c)
}

/// Whether `c` is in texts about anything.
pub(super) const fn is_everywhere(c: char) -> bool {
    matches!(
        c,
        '的' | '了'
            | '在'
            | '是'
            | '和'
            | '与'
            | '及'
            | '等'
            | '为'
            | '将'
            | '对'
            | '中'
            | '上'
            | '下'
            | '年'
            | '月'
            | '日'
            | '一'
    )
}

/// Whether `c` is a letter or a digit. Ideographs and common marks are told first: the tables of Unicode are slow.
pub(super) fn is_letter(c: char) -> bool {
    match c {
        '\u{4e00}'..='\u{9fff}' => true,
        '\u{2010}'..='\u{2027}'
        | '\u{3000}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}'
        | '\u{ff01}'..='\u{ff0f}' => false,
        c => c.is_alphanumeric(),
    }
}

/// A set of pairs of characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(FxHashSet<(char, char)>);

impl Words {
    /// Adds the pairs of `text`'s first `limit` characters.
    pub(super) fn add(&mut self, text: &str, limit: usize) {
        let mut before = None;
        self.0.reserve((text.len() / 3).min(limit));
        for c in text.chars().take(limit) {
            let counts = counts(c);
            if let (Some(before), true) = (before, counts) {
                self.0.insert((before, c));
            }
            before = counts.then_some(c);
        }
    }

    /// The pairs of one text.
    pub(super) fn of(text: &str, limit: usize) -> Self {
        let mut words = Self::default();
        words.add(text, limit);
        words
    }

    /// Which part of this set's pairs `other` has too, from 0 to 1; 0 where this set is empty.
    #[expect(clippy::cast_precision_loss, reason = "counts of a few thousand")]
    pub(super) fn within(&self, other: &Self) -> f32 {
        let shared = self.0.iter().filter(|pair| other.0.contains(pair)).count();
        shared as f32 / self.0.len().max(1) as f32
    }
}
