//! How many articles of a batch hold a gram, for the grams that stand in many of its blocks: what need not be counted by
//! reading; and which articles there may be.
//!
//! An article counts for a character that stands in it, and for two that stand as the default rules of a search want them:
//! side by side, or with white space of one paragraph between them beside a Han character. Guarantees: a number is that
//! of the articles that a search finds. Never: a number for a rare gram; its blocks are soon read.

use std::io;

use xxhash_rust::xxh3::xxh3_64;

use super::bytes::{Cursor, put_number};
use super::grams::{Between, Gram};

/// Slots that an article begins with.
const SLOTS: usize = 1 << 12;

/// A gram in one of so many blocks is worth a number.
const SHARE: usize = 8;

/// In how many of `blocks` blocks a gram stands that is worth a number: `least`, or more where there are many.
pub(super) fn common(blocks: usize, least: usize) -> usize {
    least.max(blocks / SHARE)
}

/// The grams that an article has shown so far.
#[derive(Debug)]
pub(super) struct Shown {
    /// Each with the article that showed it, counted from 1, and whether it was near: `article << 1 | near`.
    slots: Vec<(Gram, u32)>,
    used: usize,
    article: u32,
}

impl Shown {
    pub(super) fn new() -> Self {
        Self { slots: vec![(0, 0); SLOTS], used: 0, article: 0 }
    }

    /// Begins the next article.
    pub(super) fn begin(&mut self) {
        self.article += 1;
        self.used = 0;
        if self.slots.len() > SLOTS {
            // It was a long one.
            self.slots.truncate(SLOTS);
            self.slots.shrink_to_fit();
        }
    }

    /// The article, counted from 1.
    pub(super) const fn article(&self) -> u32 {
        self.article
    }

    /// Notes that the article shows `gram`; whether that is news: it did not, or only with more in between than a search
    /// passes over.
    pub(super) fn note(&mut self, gram: Gram, between: Between) -> bool {
        let near = between == Between::Near;
        if self.used * 2 > self.slots.len() {
            self.grow();
        }
        let Some(slot) = seek(&mut self.slots, gram, self.article) else { return true };
        let is_known = slot.1 >> 1 == self.article;
        if is_known && (slot.1 & 1 == 1 || !near) {
            return false;
        }
        *slot = (gram, self.article << 1 | u32::from(near));
        self.used += usize::from(!is_known);
        true
    }

    fn grow(&mut self) {
        let mut slots = vec![(0, 0); self.slots.len() * 2];
        for known in self.slots.iter().filter(|slot| slot.1 >> 1 == self.article) {
            if let Some(slot) = seek(&mut slots, known.0, self.article) {
                *slot = *known;
            }
        }
        self.slots = slots;
    }
}

/// The slot of `gram`, or the one where it belongs; there is always one, because half of them are free.
fn seek(slots: &mut [(Gram, u32)], gram: Gram, article: u32) -> Option<&mut (Gram, u32)> {
    let mask = slots.len() - 1;
    // Multiplicative hashing: the higher bits depend on all.
    let mut at = (gram.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize & mask;
    while slots.get(at).is_some_and(|slot| slot.1 >> 1 == article && slot.0 != gram) {
        at = (at + 1) & mask;
    }
    slots.get_mut(at)
}

/// The numbers of one batch, being made.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Grams in order, each with its articles.
    pub(super) grams: Vec<(Gram, u64)>,
    /// What tells its articles apart.
    pub(super) prints: Vec<u32>,
}

/// What stands for an article in [`Counts::prints`].
pub(super) fn print(fingerprint: &str) -> u32 {
    xxh3_64(fingerprint.as_bytes()) as u32
}

impl Counts {
    /// As bytes: the numbers, and the articles.
    pub(super) fn bytes(mut self) -> [Vec<u8>; 2] {
        let (mut grams, mut last) = (Vec::new(), 0);
        for (gram, articles) in self.grams {
            put_number(&mut grams, gram - last);
            put_number(&mut grams, articles);
            last = gram;
        }
        self.prints.sort_unstable();
        [grams, self.prints.into_iter().flat_map(u32::to_le_bytes).collect()]
    }
}

/// The number of `gram` among the numbers that `bytes` are, if it has one.
pub(super) fn number_of(gram: Gram, bytes: &[u8]) -> io::Result<Option<u64>> {
    let (mut cursor, mut at) = (Cursor(bytes), 0_u64);
    while !cursor.0.is_empty() {
        at = at.saturating_add(cursor.number()?);
        let articles = cursor.number()?;
        if at >= gram {
            return Ok((at == gram).then_some(articles));
        }
    }
    Ok(None)
}

/// Whether one of `prints` may be among the articles that `bytes` are.
pub(super) fn may_hold(bytes: &[u8], prints: &[u32]) -> bool {
    let (all, _) = bytes.as_chunks::<4>();
    prints.iter().any(|print| all.binary_search_by_key(print, |bytes| u32::from_le_bytes(*bytes)).is_ok())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use crate::index::grams::Between;

    use super::{Counts, Shown, may_hold, number_of, print};

    proptest! {
        #[test]
        fn a_gram_is_news_once_an_article_and_once_more_where_it_is_near_at_last(
            articles in prop::collection::vec(prop::collection::vec((0..9000_u64, any::<bool>()), 0..9000), 1..4),
        ) {
            let mut shown = Shown::new();
            for article in articles {
                shown.begin();
                let mut known = BTreeMap::new();
                for (gram, near) in article {
                    let want = known.get(&gram).is_none_or(|was| near && !was);
                    prop_assert_eq!(shown.note(gram << 21, if near { Between::Near } else { Between::Far }), want);
                    let was = known.entry(gram).or_insert(near);
                    *was |= near;
                }
            }
        }

        #[test]
        fn numbers_and_articles_are_found_again(
            grams in prop::collection::btree_map(0..5000_u64, 1..90_u64, 0..300),
            prints in prop::collection::btree_set("[a-z]{1,8}", 0..50),
        ) {
            let counts = Counts {
                grams: grams.iter().map(|(gram, articles)| (*gram, *articles)).collect(),
                prints: prints.iter().map(|print_of| print(print_of)).collect(),
            };
            let [numbers, articles] = counts.bytes();
            for gram in 0..5000 {
                prop_assert_eq!(number_of(gram, &numbers).unwrap(), grams.get(&gram).copied());
            }
            for known in &prints {
                prop_assert!(may_hold(&articles, &[1, print(known)]));
            }
            prop_assert!(!may_hold(&articles, &[]));
        }

        #[test]
        fn any_bytes_are_numbers_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = number_of(77, &bytes);
            let _ = may_hold(&bytes, &[77]);
        }
    }
}
