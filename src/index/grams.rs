//! Grams: the characters of a text in folded form, the pairs of neighbours, and triples of them thrown into buckets.
//!
//! Words of common characters have pairs that stand in nearly every block, and triples that stand in few; but there are
//! so many triples that only buckets of them can be listed. Guarantees: characters that are the same in a search give
//! the same gram; two neighbours with white space between them are a pair, two with a mark between them are none, and of
//! triples the same holds. Never: a place.

use crate::search::{LONGEST_GAP, Rules};
use crate::text::same::{fold, is_mark};

/// A character in 21 bits, or two of them: the first in the higher bits. A bucket of triples counts as a pair whose first
/// is behind all characters.
pub type Gram = u64;

/// How many buckets triples are thrown into. A block has some five thousand triples, in a sixth of the buckets.
pub(super) const BUCKETS: usize = 3 << 13;

/// What stands before the number of a bucket, in place of a character.
const BUCKET: Gram = 0x11_0000 << BITS;

/// Bits of a character.
const BITS: u32 = 21;

/// The version of the rules by which texts become grams. Another one asks for another index.
pub const TOKENIZER: u32 = 2;

/// What names the table of folding that grams are made with; a test compares it with the table. Where folding changes,
/// this has to, and every index is made anew.
pub const TABLE: u64 = 0x331b_0e11_ce9c_3eb1;

/// How many characters the table has: the basic plane.
const PLANE: usize = 1 << 16;

/// The gram of one folded character.
pub const fn single(c: char) -> Gram {
    c as Gram
}

/// The character of a gram that is one of a single one.
pub(super) fn char_of(gram: Gram) -> Option<char> {
    u32::try_from(gram).ok().and_then(char::from_u32)
}

/// The gram of two folded neighbours.
pub(super) const fn pair(before: char, behind: char) -> Gram {
    (before as Gram) << BITS | behind as Gram
}

/// The gram of three folded neighbours: that of their bucket.
pub(super) const fn triple(first: char, second: char, third: char) -> Gram {
    triple_of(triple_bucket(first, second, third) as usize)
}

/// The bucket of three folded neighbours.
pub(super) const fn triple_bucket(first: char, second: char, third: char) -> u16 {
    // Multiplicative hashing (D. Knuth, The Art of Computer Programming, 6.4): the highest bits depend on all.
    let mixed = ((pair(first, second) << BITS) ^ third as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (((mixed >> 32) * BUCKETS as u64) >> 32) as u16
}

/// The gram of a bucket.
pub(super) const fn triple_of(bucket: usize) -> Gram {
    BUCKET | bucket as Gram
}

/// The bucket of a gram that is one of triples.
pub(super) fn triple_in(gram: Gram) -> Option<usize> {
    gram.checked_sub(BUCKET).map(|bucket| bucket as usize)
}

/// What a folded character is to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A part of pairs.
    Letter,
    /// No pair is made over it.
    Mark,
    /// As if it were not there.
    Space,
}

/// The class of a folded character.
pub(super) fn class(c: char) -> Class {
    match c {
        c if c.is_whitespace() => Class::Space,
        c if is_mark(c) => Class::Mark,
        _ => Class::Letter,
    }
}

/// What stands between the characters of a gram in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// No more than a search by the default rules passes over.
    Near,
    /// More than that, or nobody asked.
    Far,
}

/// Makes grams, with a table: folding by search through the pairs would take ten times as long as the rest.
#[derive(Clone, Debug)]
pub(super) struct Grams {
    table: Vec<(char, Class)>,
}

fn folded(c: char) -> (char, Class) {
    let c = fold(c);
    (c, class(c))
}

impl Grams {
    pub(super) fn new() -> Self {
        let plane = 0..PLANE as u32;
        Self { table: plane.map(|code| folded(char::from_u32(code).unwrap_or('\u{fffd}'))).collect() }
    }

    /// Hands each gram of `text` to `take`, some of them several times.
    pub(super) fn each(&self, text: &str, mut take: impl FnMut(Gram, Between)) {
        let rules = Rules::default();
        let (mut first, mut before) = (None, None);
        let mut passed = 0_usize;
        for as_is in text.chars() {
            let (c, class) = self.table.get(as_is as usize).copied().unwrap_or_else(|| folded(as_is));
            match class {
                Class::Space => {
                    passed += if rules.passes_over(as_is) { 1 } else { LONGEST_GAP + 1 };
                    continue;
                }
                Class::Mark => (first, before) = (None, None),
                Class::Letter => {
                    if let Some(before) = before {
                        let near = passed == 0 || passed <= LONGEST_GAP && rules.may_gap(before, c);
                        take(pair(before, c), if near { Between::Near } else { Between::Far });
                        if let Some(first) = first {
                            take(triple(first, before, c), Between::Far);
                        }
                    }
                    (first, before) = (before, Some(c));
                }
            }
            passed = 0;
            take(single(c), Between::Near);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use xxhash_rust::xxh3::xxh3_64;

    use super::{BUCKETS, Class, Gram, Grams, TABLE, pair, single, triple, triple_in};

    fn check(text: &str, want: &[&str]) {
        let mut got = BTreeSet::new();
        Grams::new().each(text, |gram, _| {
            got.insert(gram);
        });
        let gram = |word: &&str| -> Gram {
            let chars: Vec<char> = word.chars().collect();
            match *chars.as_slice() {
                [a, b] => pair(a, b),
                [a, b, c] => triple(a, b, c),
                _ => single(chars[0]),
            }
        };
        assert_eq!(got, want.iter().map(gram).collect(), "{text}");
    }

    #[test]
    fn pairs_and_triples_go_over_white_space_and_not_over_marks() {
        check("渡口", &["渡", "口", "渡口"]);
        check("渡　\n 口", &["渡", "口", "渡口"]);
        check("渡，口", &["渡", "口", ","]);
        check("國Ａb", &["国", "a", "b", "国a", "ab", "国ab"]);
        check("渡\n口，灯 亮了", &["渡", "口", ",", "灯", "亮", "了", "渡口", "灯亮", "亮了", "灯亮了"]);
        check("𠀋口", &["𠀋", "口", "𠀋口"]);
        check(" ", &[]);
    }

    #[test]
    fn triples_spread_over_the_buckets_and_are_told_from_pairs() {
        let last = '\u{10ffff}';
        assert_eq!([single(last), pair(last, last)].map(triple_in), [None; 2]);
        let chars = (0..20).map(|index| char::from_u32(0x4e00 + index * 97).unwrap());
        let chars: Vec<char> = chars.collect();
        let mut taken = BTreeSet::new();
        for a in &chars {
            for b in &chars {
                let buckets = chars.iter().map(|c| triple_in(triple(*a, *b, *c)).unwrap());
                taken.extend(buckets.filter(|bucket| *bucket < BUCKETS));
            }
        }
        // 8000 balls in as many boxes hit 6800 of them by chance.
        assert!(taken.len() > 6_500, "{}", taken.len());
    }

    #[test]
    fn the_table_is_the_one_that_indexes_were_made_with() {
        let grams = Grams::new();
        let bytes =
            grams.table.iter().flat_map(|(c, class)| (*c as u32 | (*class as u32) << 24).to_le_bytes());
        let is = xxh3_64(&bytes.collect::<Vec<u8>>());
        assert_eq!(is, TABLE, "folding changed: write {is:#x} into TABLE, so that indexes are made anew");
        assert_eq!(grams.table['，' as usize], (',', Class::Mark));
    }
}
