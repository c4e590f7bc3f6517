//! Where columns end: inside one article the distances between cuts are nearly the same.
//!
//! Guarantees: linear in the page. Never: a decision; it is evidence and no rule, because a cut may be missing.

use super::look::{Facts, Reads};

/// Where columns surely end: distances between cuts are nearly the same inside one article.
pub(super) struct Columns {
    /// For each block, the characters of body text before it.
    pub(super) before: Vec<usize>,
    /// The blocks at which a paragraph is surely cut, in order.
    pub(super) cuts: Vec<usize>,
}

impl Columns {
    pub(super) fn of(facts: &[Facts<'_>]) -> Self {
        let mut before = Vec::with_capacity(facts.len());
        let mut cuts = Vec::new();
        let mut sum = 0;
        for (at, one) in facts.iter().enumerate() {
            let above = at.checked_sub(1).and_then(|above| facts.get(above));
            let open = above.is_some_and(|above| above.is_body() && above.end > 1 && above.size > 45);
            if open && !one.title() && !one.opens() {
                cuts.push(at);
            }
            before.push(sum);
            sum += if matches!(one.reads, Reads::Caption | Reads::Signature) { 0 } else { one.size };
        }
        Self { before, cuts }
    }

    /// How the characters since the last sure cut before `at`, and those to the next one, compare with the columns
    /// known beside them: 0 where nothing is known, 1 shorter, 2 as long, 3 longer, 4 as long as two.
    pub(super) fn compare(&self, at: usize) -> [u8; 3] {
        let index = self.cuts.partition_point(|&cut| cut < at);
        let here = self.before.get(at).copied();
        let place = |index: Option<usize>| {
            index.and_then(|index| self.cuts.get(index)).and_then(|&cut| self.before.get(cut)).copied()
        };
        let (last, earlier) = (place(index.checked_sub(1)), place(index.checked_sub(2)));
        let next = place(Some(if self.cuts.get(index) == Some(&at) { index + 1 } else { index }));
        let length = |from: Option<usize>, to: Option<usize>| Some(to?.saturating_sub(from?));
        let (since, known) = (length(last, here), length(earlier, last));
        let until = length(here, next);
        [ratio(since, known), ratio(since, until), ratio(until, known)]
    }
}

pub(super) fn ratio(part: Option<usize>, whole: Option<usize>) -> u8 {
    let (Some(part), Some(whole)) = (part, whole) else { return 0 };
    if whole < 60 {
        return 0;
    }
    match part * 100 / whole {
        ..94 => 1,
        94..=106 => 2,
        188..=212 => 4,
        _ => 3,
    }
}

/// How wide the columns are above and below each block: inside an article they are alike.
pub(super) struct Measures {
    above: Vec<Option<usize>>,
    below: Vec<Option<usize>>,
}

impl Measures {
    pub(super) fn of(blocks: impl DoubleEndedIterator<Item = Option<usize>> + Clone) -> Self {
        let last = |known: &mut Option<usize>, own: Option<usize>| {
            *known = own.or(*known);
            Some(*known)
        };
        let mut below: Vec<_> = blocks.clone().rev().scan(None, last).collect();
        below.reverse();
        Self { above: blocks.scan(None, last).collect(), below }
    }

    /// How the last column above the block at `at` and the next one, with its own, compare: 0 where one is not known,
    /// 1 as wide, 2 nearly as wide, 3 wider, 4 narrower.
    pub(super) fn compare(&self, at: usize) -> u8 {
        let above = at.checked_sub(1).and_then(|above| self.above.get(above)).copied().flatten();
        let (Some(above), Some(below)) = (above, self.below.get(at).copied().flatten()) else { return 0 };
        match above.abs_diff(below) {
            0 => 1,
            1 => 2,
            _ if above > below => 3,
            _ => 4,
        }
    }
}
