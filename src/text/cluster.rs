//! Grapheme clusters as a terminal should be given them.
//!
//! Guarantees: what [`shown`] returns has no private-use character, no pile of marks and no lone mark, whatever
//! the document holds. Never: a change of the document's text; this is only what is painted for it.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

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
    use super::shown;

    #[test]
    fn clusters_are_shown_without_piles_and_private_characters() {
        let pile = format!("字{}", "\u{301}".repeat(100));
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
