//! Words that are nearly those looked for: search with a few errors, and how many errors lie between two texts.
//!
//! Guarantees: every place with no more errors than allowed is found, or one that overlaps it and has no more; time
//! grows with the text times the errors allowed. Never: a judgement whether a place is the right one.

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

/// The places of `text` that read like `needle` with at most `limit` errors, in order, none overlapping another.
///
/// One column of the usual table of distances, where a match may start anywhere; cells that can no longer come
/// below the limit are not looked at (E. Ukkonen, 1985).
pub(super) fn near(text: &[char], needle: &[char], limit: usize) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    let length = needle.len();
    if length == 0 {
        return hits;
    }
    let mut column: Vec<Cell> = (0..=length).map(|errors| Cell { errors, start: 0 }).collect();
    let mut active = limit.min(length);
    for (at, &c) in text.iter().enumerate() {
        let reach = (active + 1).min(length);
        if let Some(cell) = column.get_mut(reach).filter(|_| reach > active) {
            cell.errors = limit + 1;
        }
        advance(&mut column, needle.get(..reach).unwrap_or_default(), c, at);
        active = reach;
        while active > 0 && column.get(active).is_some_and(|cell| cell.errors > limit) {
            active -= 1;
        }
        if let Some(cell) = column.get(length).filter(|cell| active == length && cell.errors <= limit) {
            keep(&mut hits, Hit { start: cell.start, end: at + 1, errors: cell.errors }, length);
        }
    }
    hits
}

/// The fewest errors with which a beginning of the needle matches, and where that match starts.
#[derive(Clone, Copy)]
struct Cell {
    errors: usize,
    start: usize,
}

/// Takes the column past one more character of the text, for as much of the needle as is given.
fn advance(column: &mut [Cell], needle: &[char], c: char, at: usize) {
    let mut cells = column.iter_mut();
    let Some(first) = cells.next() else { return };
    let mut diagonal = Cell { errors: 0, start: at };
    let mut above = Cell { errors: 0, start: at + 1 };
    *first = above;
    for (cell, &wanted) in cells.zip(needle) {
        let left = *cell;
        let changed = Cell { errors: diagonal.errors + usize::from(wanted != c), ..diagonal };
        let missing = Cell { errors: above.errors + 1, ..above };
        let more = Cell { errors: left.errors + 1, ..left };
        let mut best = changed;
        for other in [more, missing] {
            if other.errors < best.errors {
                best = other;
            }
        }
        *cell = best;
        above = best;
        diagonal = left;
    }
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

/// The fewest errors that make `one` into `other`.
pub(super) fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, a) in one.iter().enumerate() {
        let mut diagonal = index;
        let mut before = index + 1;
        let mut cells = row.iter_mut();
        if let Some(first) = cells.next() {
            *first = before;
        }
        for (cell, b) in cells.zip(other) {
            let best = (diagonal + usize::from(a != b)).min(before + 1).min(*cell + 1);
            diagonal = std::mem::replace(cell, best);
            before = best;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{distance, near};

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
        let hits = near(&text, &chars("渡口的灯"), 1);
        let found: Vec<(String, usize)> =
            hits.iter().map(|hit| (text[hit.start..hit.end].iter().collect(), hit.errors)).collect();
        assert_eq!(found, [("渡口的灯".to_owned(), 0), ("渡头的灯".to_owned(), 1)]);
        assert!(near(&text, &[], 3).is_empty());
        assert!(near(&[], &chars("渡口"), 1).is_empty());
        assert!(near(&text, &chars("山村小学"), 1).is_empty());
    }

    proptest! {
        #[test]
        fn near_knows_as_much_as_the_whole_table(
            text in "[甲乙丙]{0,40}", needle in "[甲乙丙]{1,12}", limit in 0_usize..4,
        ) {
            let (text, needle) = (chars(&text), chars(&needle));
            let hits = near(&text, &needle, limit);
            let mut least = usize::MAX;
            for start in 0..=text.len() {
                for end in start..=text.len() {
                    least = least.min(distance(&text[start..end], &needle));
                }
            }
            // A needle within its limit of nothing at all is a match of no length, which is no place.
            if least <= limit && limit < needle.len() {
                prop_assert_eq!(hits.iter().map(|hit| hit.errors).min(), Some(least));
            }
            for hit in &hits {
                prop_assert!(hit.errors <= limit);
                prop_assert_eq!(distance(&text[hit.start..hit.end], &needle), hit.errors);
            }
        }
    }
}
