//! Grapheme clusters as a terminal should be given them.
//!
//! Guarantees: what [`shown`] returns has no private-use character, no pile of marks and no lone mark, whatever
//! the document holds. Never: a change of the document's text; this is only what is painted for it.

use std::borrow::Cow;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use unicode_width::UnicodeWidthChar;

use super::width::is_wide_everywhere;

/// Combining marks that are painted on one base character. Written languages need at most two or three; more is a
/// pile that would run over the rows above and below.
const MARKS: usize = 3;

/// The printer's mark for a character that is not in the fount (geta, U+3013); shown for private-use characters,
/// whose look and width no two terminals agree on.
const MISSING: &str = "〓";

/// The start of the character that the byte at `at` belongs to, or the end of the text.
pub const fn boundary(text: &str, at: usize) -> usize {
    let mut at = if at < text.len() { at } else { text.len() };
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The grapheme clusters of `text`, each with its first byte. Source: UAX #29, extended grapheme clusters.
pub const fn clusters(text: &str) -> Clusters<'_> {
    Clusters { text, at: 0 }
}

/// What [`clusters`] gives. Most characters of a Chinese page are clusters of their own, and are told by two looks
/// at a range; only what is left asks the tables of Unicode.
#[derive(Clone, Debug)]
pub struct Clusters<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Clusters<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..)?;
        if let [0xe4..=0xe9, _, _, next @ ..] = rest.as_bytes()
            && matches!(next.first(), None | Some(b' '..=b'~' | 0xe4..=0xe9))
        {
            // An ideograph before another or before ASCII, told by their first bytes.
            let at = self.at;
            self.at += 3;
            return Some((at, rest.get(..3)?));
        }
        let mut chars = rest.chars();
        let first = chars.next()?;
        let alone = stands_alone(first) && chars.next().is_none_or(stands_alone);
        let cluster = if alone { rest.get(..first.len_utf8())? } else { rest.graphemes(true).next()? };
        let at = self.at;
        self.at += cluster.len();
        Some((at, cluster))
    }
}

/// Whether the character at the byte `at` of `text` is a cluster by itself: nothing before it takes it in, and no mark
/// behind it stands on it.
pub fn is_alone(text: &str, at: usize) -> bool {
    if is_plainly_alone(text.as_bytes(), at) {
        return true;
    }
    let (Some(before), Some(rest)) = (text.get(..at), text.get(at..)) else { return false };
    let mut chars = rest.chars();
    let Some(c) = chars.next() else { return false };
    if before.chars().next_back().is_none_or(stands_alone)
        && chars.next().is_none_or(stands_alone)
        && stands_alone(c)
    {
        return true;
    }
    let is_boundary =
        |at: usize| GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(false);
    is_boundary(at) && is_boundary(at + c.len_utf8())
}

/// Whether the byte at `at` is a character of ASCII between others, or between ideographs, as most marks are.
fn is_plainly_alone(bytes: &[u8], at: usize) -> bool {
    let back = |by: usize| at.checked_sub(by).and_then(|at| bytes.get(at)).copied();
    matches!(bytes.get(at), Some(b' '..=b'~'))
        && matches!(bytes.get(at + 1), None | Some(b' '..=b'~' | 0xe4..=0xe9))
        && (matches!(back(1), None | Some(b' '..=b'~')) || matches!(back(3), Some(0xe4..=0xe9)))
}

/// Whether `c` never shares a cluster with another such character: all of these have the value `Other` of
/// `Grapheme_Cluster_Break`, or are whole syllables of Hangul, and are in none of the classes that rules 9c and 11 join.
pub(super) const fn stands_alone(c: char) -> bool {
    matches!(c, ' '..='~' | '·' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff60}')
        || matches!(c, '\u{c0}'..='\u{2ff}' | '\u{370}'..='\u{373}' | '\u{388}'..='\u{482}' | '\u{48a}'..='\u{52f}')
        || matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a0}'..='\u{30ff}' | '\u{3400}'..='\u{4dff}' | '\u{ac00}'..='\u{d7a3}')
}

/// The character of `cluster` and its cells, where it is one alone that every terminal draws as it is and equally wide:
/// printable ASCII, ideographs and their marks, which nearly all are.
pub fn plain(cluster: &str) -> Option<(char, u8)> {
    let mut chars = cluster.chars();
    match (chars.next(), chars.next()) {
        (Some(c @ '!'..='~'), None) => Some((c, 1)),
        (Some(c), None) if is_wide_everywhere(c) => Some((c, 2)),
        _ => None,
    }
}

/// What is painted for one grapheme cluster.
pub fn shown(cluster: &str) -> Cow<'_, str> {
    let mut chars = cluster.chars();
    match (chars.next(), chars.next()) {
        (None, _) => Cow::Borrowed(""),
        (Some(c), None) if is_private(c) => Cow::Borrowed(MISSING),
        (Some(c), None) if c.width() == Some(0) => Cow::Owned(format!("\u{25cc}{c}")),
        (Some(_), None) => Cow::Borrowed(cluster),
        (Some(first), Some(_)) => several(cluster, first),
    }
}

fn several(cluster: &str, first: char) -> Cow<'_, str> {
    let marks = cluster.chars().skip(1).filter(|&c| is_mark(c)).count();
    if marks <= MARKS && !cluster.chars().any(is_private) && first.width() != Some(0) {
        return Cow::Borrowed(cluster);
    }
    if is_private(first) {
        return Cow::Borrowed(MISSING);
    }
    let mut left = MARKS;
    let mut out = String::new();
    if first.width() == Some(0) {
        out.push('\u{25cc}');
    }
    for c in cluster.chars() {
        if is_mark(c) {
            if left == 0 {
                continue;
            }
            left -= 1;
        }
        if !is_private(c) {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Zero-width and not a joiner or variation selector, which shape an emoji instead of piling up.
fn is_mark(c: char) -> bool {
    c.width() == Some(0) && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// Whether `c` belongs to a private-use area.
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::{clusters, is_alone, plain, shown, stands_alone};

    #[test]
    fn what_stands_alone_is_a_cluster_beside_any_other_that_does() {
        let alone: Vec<char> = ('\0'..=char::MAX).filter(|&c| stands_alone(c)).collect();
        for pair in alone
            .windows(2)
            .chain(alone.iter().map(|&c| [c, '字']).collect::<Vec<_>>().iter().map(|pair| &pair[..]))
        {
            let text: String = pair.iter().collect();
            assert_eq!(text.graphemes(true).count(), 2, "{text:?}");
        }
    }

    #[test]
    fn what_is_a_cluster_by_itself() {
        for (text, at, want) in [
            ("灯,亮", 3, true),
            (",", 0, true),
            ("\",\u{301}", 1, false),
            ("\u{600},灯", 2, false),
            ("灯\u{301},", 5, true),
            ("灯,", 9, false),
        ] {
            assert_eq!(is_alone(text, at), want, "{text:?} at {at}");
        }
    }

    proptest! {
        #[test]
        fn clusters_are_those_of_unicode(text in "([报a ,。\r\n]|\\PC|[\u{301}\u{200d}\u{fe0f}\u{1f1e6}-\u{1f1ff}👩🌾]){0,24}") {
            let want: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
            prop_assert_eq!(clusters(&text).collect::<Vec<_>>(), want);
        }
    }

    #[test]
    fn clusters_are_shown_without_piles_and_private_characters() {
        let pile = format!("字{}", "\u{301}".repeat(100));
        for (cluster, want) in
            [("报", 2), ("，", 2), ("a", 1), (" ", 0), ("\u{3000}", 0), ("ab", 0), ("“", 0)]
        {
            assert_eq!(plain(cluster).map_or(0, |(_, cells)| cells), want, "{cluster:?}");
        }
        for c in ('\0'..=char::MAX).filter(|c| plain(&c.to_string()).is_some()) {
            assert_eq!(shown(&c.to_string()), c.to_string());
        }
        for (cluster, want) in [
            ("报", "报"),
            ("e\u{301}", "e\u{301}"),
            (pile.as_str(), "字\u{301}\u{301}\u{301}"),
            ("\u{e000}", "〓"),
            ("\u{301}", "\u{25cc}\u{301}"),
            ("👩\u{200d}🌾", "👩\u{200d}🌾"),
        ] {
            assert_eq!(shown(cluster), want);
        }
    }
}
