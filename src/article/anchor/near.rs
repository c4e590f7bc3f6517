//! Words that are nearly those looked for: search with a few errors, and how many errors lie between two texts.
//!
//! Guarantees: every place with no more errors than allowed is found, or one that overlaps it and has no more; time
//! grows with the text, whatever the errors allowed. Never: a judgement whether a place is the right one.

use super::bits::{Column, Needle};

/// A quotation shorter than this is not looked for with errors.
pub(super) const SHORTEST: usize = 6;

/// Most errors in a quotation, however long.
pub(super) const ERRORS: usize = 32;

/// How many errors a quotation of `length` characters may have, whatever stands around it.
pub(super) const fn errors(length: usize) -> usize {
    match length {
        ..SHORTEST => 0,
        SHORTEST..12 => 1,
        12..25 => 2,
        _ if length / 8 < ERRORS => length / 8,
        _ => ERRORS,
    }
}

/// A place in a text that reads like the words looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// Its first character.
    pub(super) start: usize,
    /// One past its last character.
    pub(super) end: usize,
    /// Characters that are wrong, missing or too many.
    pub(super) errors: usize,
}

/// How far around the old position places are measured at first, in characters.
const AROUND: usize = 4096;

/// Where a match ends, and its errors.
type End = (usize, usize);

/// The places of `text` that read like `needle` with at most `limit` errors, in order, none overlapping another. Where
/// there are more than `most`, those far from `hint` may be left out.
///
/// All ends of matches are found in one pass, a needle's column of distances at a time (G. Myers, 1999); where a match
/// starts, which takes longer, is asked only near by.
pub(super) fn near(text: &[char], words: &[char], limit: usize, (hint, most): (usize, usize)) -> Vec<Hit> {
    let Some(needle) = Needle::new(words.iter().copied()) else { return Vec::new() };
    let ends = ends(text, &needle, limit);
    let Some(back) = Needle::new(words.iter().rev().copied()) else { return Vec::new() };
    let mut far = AROUND;
    loop {
        let from = ends.partition_point(|(end, _)| end.saturating_add(far) < hint);
        let to = ends.partition_point(|(end, _)| *end <= hint.saturating_add(far));
        let mut hits = Vec::new();
        for &(end, errors) in ends.get(from..to).unwrap_or_default() {
            keep(&mut hits, Hit { start: start(text, &back, (end, errors)), end, errors }, words.len());
        }
        // A place at the rim may be better told by an end beyond it.
        let safe = far.saturating_sub(2 * (words.len() + limit));
        let inside = hits.iter().filter(|hit| hit.start.abs_diff(hint) <= safe).count();
        if to - from == ends.len() || inside >= most {
            return hits;
        }
        far = far.saturating_mul(2);
    }
}

/// Where matches with at most `limit` errors end. Of two ends beside each other only the one with fewer errors is
/// one: their matches overlap.
fn ends(text: &[char], needle: &Needle, limit: usize) -> Vec<End> {
    let mut column = Column::anywhere(needle);
    let mut ends: Vec<End> = Vec::new();
    for (at, &c) in text.iter().enumerate() {
        column.step(needle, c);
        let errors = column.errors();
        if errors > limit {
            continue;
        }
        match ends.last_mut() {
            Some((end, known)) if *end == at && errors > *known => {}
            Some(last @ (_, _)) if last.0 == at && errors < last.1 => *last = (at + 1, errors),
            _ => ends.push((at + 1, errors)),
        }
    }
    ends
}

/// Where the match that ends there starts: of several, the one as long as the needle, or nearest to that.
fn start(text: &[char], back: &Needle, (end, errors): End) -> usize {
    let mut column = Column::from_here(back);
    let mut best = end;
    let length = back.length();
    let farthest = end.saturating_sub(length + errors);
    let before = text.get(farthest..end).unwrap_or_default();
    for (taken, &c) in before.iter().rev().enumerate() {
        column.step(back, c);
        let start = end - taken - 1;
        let off = |start: usize| (end - start).abs_diff(length);
        if column.errors() == errors && (best == end || off(start) < off(best)) {
            best = start;
        }
    }
    best
}

/// Adds a hit; of two that overlap the better one stays, or the one whose length is nearer to the needle's.
fn keep(hits: &mut Vec<Hit>, hit: Hit, length: usize) {
    let rank = |hit: &Hit| (hit.errors, (hit.end - hit.start).abs_diff(length));
    match hits.last_mut() {
        Some(last) if hit.start < last.end => {
            if rank(&hit) < rank(last) {
                *last = hit;
            }
        }
        _ => hits.push(hit),
    }
}

/// The fewest errors that make `needle` into `other`.
pub(super) fn distance(needle: &Needle, other: &[char]) -> usize {
    let mut column = Column::from_here(needle);
    for &c in other {
        column.step(needle, c);
    }
    column.errors()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Hit, Needle, near};

    /// Every place, wherever it is.
    const ALL: (usize, usize) = (0, usize::MAX);

    /// The fewest errors, by the whole table of distances.
    fn by_table(one: &[char], other: &[char]) -> usize {
        let mut row: Vec<usize> = (0..=other.len()).collect();
        for (index, a) in one.iter().enumerate() {
            let mut diagonal = std::mem::replace(&mut row[0], index + 1);
            for (column, b) in other.iter().enumerate() {
                let best = (diagonal + usize::from(a != b)).min(row[column] + 1).min(row[column + 1] + 1);
                diagonal = std::mem::replace(&mut row[column + 1], best);
            }
        }
        row[other.len()]
    }

    fn distance(one: &[char], other: &[char]) -> usize {
        Needle::new(one.iter().copied()).map_or(other.len(), |needle| super::distance(&needle, other))
    }

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn distance_counts_changed_missing_and_added_characters() {
        for (one, other, want) in [
            ("", "", 0),
            ("渡口", "", 2),
            ("渡口灯", "渡头灯", 1),
            ("渡口灯", "渡灯", 1),
            ("渡灯", "晚渡口灯", 2),
        ] {
            assert_eq!(distance(&chars(one), &chars(other)), want, "{one} {other}");
            assert_eq!(distance(&chars(other), &chars(one)), want, "{other} {one}");
        }
    }

    #[test]
    fn near_finds_words_with_a_few_errors() {
        let text = chars("昨夜渡口的灯又亮了今晨渡头的灯灭了");
        let hits = near(&text, &chars("渡口的灯"), 1, ALL);
        let found: Vec<(String, usize)> =
            hits.iter().map(|hit| (text[hit.start..hit.end].iter().collect(), hit.errors)).collect();
        assert_eq!(found, [("渡口的灯".to_owned(), 0), ("渡头的灯".to_owned(), 1)]);
        assert!(near(&text, &[], 3, ALL).is_empty());
        assert!(near(&[], &chars("渡口"), 1, ALL).is_empty());
        assert!(near(&text, &chars("山村小学"), 1, ALL).is_empty());
    }

    #[test]
    fn the_places_near_the_old_one_are_those_of_all_that_are_nearest() {
        let one = chars("渡口的灯又亮了一晚上，过河的人都上了岸。");
        let mut text = Vec::new();
        for number in 0..3000_u32 {
            text.extend(&one);
            text.push(char::from_u32(0x5000 + number).unwrap());
        }
        let all = near(&text, &one, 4, ALL);
        assert_eq!(all.len(), 3000);
        for hint in [0, 30_000, text.len() - 1, text.len() * 2] {
            let nearest = |mut hits: Vec<Hit>| {
                hits.sort_by_key(|hit| hit.start.abs_diff(hint));
                hits.truncate(64);
                hits
            };
            let some = near(&text, &one, 4, (hint, 64));
            assert!(some.len() < 1500, "{} of all were measured", some.len());
            assert_eq!(nearest(some), nearest(all.clone()), "{hint}");
        }
    }

    proptest! {
        #[test]
        fn the_distance_is_that_of_the_table(
            one in "[甲乙丙丁]{0,200}", other in "[甲乙丙丁]{0,200}", cut in 0_usize..200,
        ) {
            let (one, other) = (chars(&one), chars(&other));
            prop_assert_eq!(distance(&one, &other), by_table(&one, &other));
            let mut changed = one.clone();
            changed.insert(cut.min(one.len()), '戊');
            prop_assert_eq!(distance(&one, &changed), 1);
        }

        #[test]
        fn near_knows_as_much_as_the_whole_table(
            text in "[甲乙丙]{0,40}", needle in "[甲乙丙]{1,12}", limit in 0_usize..4,
        ) {
            let (text, needle) = (chars(&text), chars(&needle));
            let hits = near(&text, &needle, limit, ALL);
            let mut least = usize::MAX;
            for start in 0..=text.len() {
                for end in start..=text.len() {
                    least = least.min(by_table(&text[start..end], &needle));
                }
            }
            // A needle within its limit of nothing at all is a match of no length, which is no place.
            if least <= limit && limit < needle.len() {
                prop_assert_eq!(hits.iter().map(|hit| hit.errors).min(), Some(least));
            }
            for hit in &hits {
                prop_assert!(hit.errors <= limit);
                prop_assert_eq!(by_table(&text[hit.start..hit.end], &needle), hit.errors);
            }
        }
    }
}
