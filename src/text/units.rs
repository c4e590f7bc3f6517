//! What a selection grows by: characters, words, sentences.
//!
//! Guarantees: a place is a byte where a grapheme cluster begins; each step looks only as far as it has to. Never: a
//! dictionary; a run of ideographs is one word, and so is a run of letters or digits.

use unicode_segmentation::UnicodeSegmentation;

use super::class::{Class, class};
use super::cluster::{boundary, clusters};

/// How far back a step looks for where it begins, in bytes: far more than a sentence of print has.
const REACH: usize = 16 * 1024;

/// How far a step goes at most, in bytes; no sentence is as long, but a text without any end of one may be.
const FAR: usize = 1 << 20;

/// What a character is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    /// An ideograph, or kana.
    Han,
    /// A letter or a digit.
    Latin,
    /// A full stop, an exclamation or question mark: a unit of its own.
    Stop,
    /// Any other mark.
    Mark,
    /// White space.
    Blank,
}

fn run(cluster: &str) -> Run {
    match cluster.chars().next() {
        None => Run::Blank,
        Some(c) if c.is_whitespace() => Run::Blank,
        Some(c) if is_stop(c) => Run::Stop,
        Some(c)
            if matches!(c, '\u{3040}'..='\u{30ff}')
                || class(c).is_han()
                || class(c) == Class::Other && c.is_alphabetic() =>
        {
            Run::Han
        }
        Some(c) if c.is_alphanumeric() => Run::Latin,
        Some(_) => Run::Mark,
    }
}

/// Whether a sentence ends with `c`.
const fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '｡' | '…' | '‼' | '⁇' | '⁈' | '⁉')
}

/// Whether `c` closes behind a stop and belongs to its sentence.
const fn closes(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | '》' | '〉' | '】' | '〕' | '"' | '\'' | ')' | '〞' | '〟')
}

/// One past the cluster that begins at `at`.
pub fn after(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    clusters(rest).next().map_or(text.len(), |(_, cluster)| at + cluster.len())
}

/// The start of the cluster before `at`, if there is one.
pub fn before(text: &str, at: usize) -> Option<usize> {
    let from = boundary(text, at.saturating_sub(REACH));
    text.get(from..at)?.grapheme_indices(true).next_back().map(|(place, _)| from + place)
}

/// Clusters behind the one at `at`, each with its place.
fn behind(text: &str, at: usize) -> impl Iterator<Item = (usize, &str)> {
    let rest = clusters(text.get(at..).unwrap_or_default()).take_while(|(place, _)| *place <= FAR);
    rest.skip(1).map(move |(place, cluster)| (at + place, cluster))
}

/// Clusters before `at`, the nearest first.
fn ahead(text: &str, at: usize) -> impl Iterator<Item = (usize, &str)> {
    let from = boundary(text, at.saturating_sub(REACH));
    let part = text.get(from..at).unwrap_or_default();
    part.grapheme_indices(true).rev().map(move |(place, cluster)| (from + place, cluster))
}

fn run_at(text: &str, at: usize) -> Run {
    clusters(text.get(at..).unwrap_or_default()).next().map_or(Run::Blank, |(_, cluster)| run(cluster))
}

/// Whether a word begins with a cluster of this run behind one of that.
fn begins(before: Run, here: Run) -> bool {
    match here {
        Run::Stop => true,
        Run::Han | Run::Latin => before != here,
        Run::Mark | Run::Blank => false,
    }
}

/// Where the next word begins.
pub fn word_next(text: &str, at: usize) -> Option<usize> {
    let mut last = run_at(text, at);
    for (place, cluster) in behind(text, at) {
        let here = run(cluster);
        if begins(last, here) {
            return Some(place);
        }
        last = here;
    }
    None
}

/// Where the word begins that ends before `at`, or in which `at` is.
pub fn word_previous(text: &str, at: usize) -> Option<usize> {
    let mut found: Option<(usize, Run)> = None;
    for (place, cluster) in ahead(text, at) {
        let here = run(cluster);
        match found {
            Some((begun, run)) if begins(here, run) => return Some(begun),
            Some(_) => found = Some((place, here)),
            None if matches!(here, Run::Mark | Run::Blank) => {}
            None => found = Some((place, here)),
        }
    }
    found.map(|(place, _)| place)
}

/// The last cluster of the word at `at`, or of the next one where `at` is the last of its own already.
pub fn word_end(text: &str, at: usize) -> Option<usize> {
    let mut found: Option<(usize, Run)> = None;
    for (place, cluster) in behind(text, at) {
        let here = run(cluster);
        match found {
            Some((end, run)) if run != here || here == Run::Stop => return Some(end),
            Some(_) => found = Some((place, here)),
            None if matches!(here, Run::Mark | Run::Blank) => {}
            None => found = Some((place, here)),
        }
    }
    found.map(|(place, _)| place)
}

/// The last cluster of the sentence at `at`, closing marks counted in, or of the next one where `at` is the last of its
/// own already. A line end closes a sentence too.
pub fn sentence_end(text: &str, at: usize) -> Option<usize> {
    let mut last = at;
    let mut ended = run_at(text, at) == Run::Stop;
    for (place, cluster) in behind(text, at) {
        let c = cluster.chars().next().unwrap_or(' ');
        if ended && !closes(c) && !is_stop(c) || c == '\n' {
            if last > at {
                return Some(last);
            }
            ended = false;
        }
        if !c.is_whitespace() {
            last = place;
        }
        ended |= is_stop(c);
    }
    (last > at).then_some(last)
}

/// The first cluster of the sentence at `at`, or of the one before where `at` is the first of its own already.
pub fn sentence_start(text: &str, at: usize) -> Option<usize> {
    let ends = |place: usize, c: char| {
        let marked = text.get(..place).unwrap_or_default().trim_end_matches(closes).ends_with(is_stop);
        is_stop(c) || closes(c) && marked
    };
    let mut first: Option<(usize, char)> = None;
    for (place, cluster) in ahead(text, at) {
        let c = cluster.chars().next().unwrap_or(' ');
        match first {
            Some((first, _)) if c == '\n' => return Some(first),
            Some((first, next)) if ends(place, c) && !closes(next) && !is_stop(next) => return Some(first),
            _ if c.is_whitespace() => {}
            _ => first = Some((place, c)),
        }
    }
    first.map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::{after, before, sentence_end, sentence_start, word_end, word_next, word_previous};

    /// Steps from the start and back from the end, and the characters that are come to.
    #[track_caller]
    fn check(text: &str, step: fn(&str, usize) -> Option<usize>, from: usize, want: &str) {
        let mut at = from;
        let mut seen = String::new();
        while let Some(next) = step(text, at) {
            assert_ne!(next, at, "{text} at {at}");
            at = next;
            seen.push_str(text.get(at..after(text, at)).unwrap());
        }
        assert_eq!(seen, want, "{text}");
    }

    #[test]
    fn words_are_runs_and_a_stop_is_one_by_itself() {
        let text = "渡口，BUS 12路。好！”人";
        check(text, word_next, 0, "B1路。好！人");
        check(text, word_end, 0, "口S2路。好！人");
        check(text, word_previous, text.len(), "人！好。路1B渡");
    }

    #[test]
    fn sentences_end_with_their_closing_marks() {
        let text = "船来了。“走吧！”他说？\n灯亮了，人散了";
        check(text, sentence_end, 0, "。”？了");
        check(text, sentence_start, text.len(), "灯他“船");
    }

    #[test]
    fn characters_are_clusters() {
        let text = "e\u{301}灯";
        assert_eq!((after(text, 0), before(text, 3), before(text, 0)), (3, Some(0), None));
    }
}
