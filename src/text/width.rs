//! How many terminal cells a cluster or a string takes: the only caller of `unicode-width`.
//!
//! Guarantees: layout, painting, hit-testing and the cursor all ask the same [`Widths`], so they cannot disagree.
//! Never: a width of more than the cells that [`super::cluster::shown`] prints.
//! Source: UAX #11; the ambiguous class is one cell in nearly every terminal and two in some East Asian set-ups.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use super::cluster::{clusters, shown};

/// How wide the terminal draws characters of East Asian width class A, such as `“ ” … — ·`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// One cell: the default of the world.
    #[default]
    Narrow,
    /// Two cells.
    Wide,
}

/// The one answer to «how wide is it», under one policy for ambiguous characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Widths {
    /// The policy.
    pub ambiguous: Ambiguous,
}

impl Widths {
    /// Widths under `ambiguous`.
    pub const fn new(ambiguous: Ambiguous) -> Self {
        Self { ambiguous }
    }

    /// Cells of one grapheme cluster, as it is shown.
    pub fn cluster(self, cluster: &str) -> usize {
        let mut chars = cluster.chars();
        match (chars.next(), chars.next()) {
            (Some(' '..='~'), None) => 1,
            (Some(c), None) if is_wide_everywhere(c) => 2,
            _ => self.slow(cluster),
        }
    }

    fn slow(self, cluster: &str) -> usize {
        let shown = shown(cluster);
        match self.ambiguous {
            Ambiguous::Narrow => shown.width(),
            Ambiguous::Wide => shown.width_cjk(),
        }
    }

    /// Cells of `text`, cluster by cluster.
    pub fn text(self, text: &str) -> usize {
        clusters(text).map(|(_, cluster)| self.cluster(cluster)).sum()
    }

    /// `text` if it fits into `cells`; otherwise as many whole clusters as fit before a closing `…`.
    /// Where not even the `…` fits, nothing.
    pub fn truncate(self, text: &str, cells: usize) -> Cow<'_, str> {
        // Only as much is measured as could be shown: a headline may be a whole document.
        if self.prefix(text, cells).len() == text.len() {
            return Cow::Borrowed(text);
        }
        let ellipsis = "…";
        let Some(room) = cells.checked_sub(self.cluster(ellipsis)) else {
            return Cow::Borrowed("");
        };
        let mut kept = self.prefix(text, room).to_owned();
        kept.push_str(ellipsis);
        Cow::Owned(kept)
    }

    /// The longest run of whole clusters from the start of `text` that fits into `cells`.
    pub fn prefix(self, text: &str, cells: usize) -> &str {
        let mut used = 0;
        for (at, cluster) in clusters(text) {
            used += self.cluster(cluster);
            if used > cells {
                return text.get(..at).unwrap_or_default();
            }
        }
        text
    }
}

/// Characters of two cells in all terminals: nearly all of a Chinese page.
pub const fn is_wide_everywhere(c: char) -> bool {
    // Ideographs come first: they are most of what is asked about.
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3029}' | '\u{ff01}'..='\u{ff60}')
        || matches!(c, '\u{3041}'..='\u{3096}' | '\u{309b}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::{Ambiguous, Widths, is_wide_everywhere};

    #[test]
    fn widths_follow_the_policy_for_ambiguous_characters() {
        for (text, narrow, wide) in
            [("报栏", 4, 4), ("Ａ，", 4, 4), ("“数”", 4, 6), ("…—·", 3, 6), ("abc", 3, 3), ("e\u{301}", 1, 1)]
        {
            assert_eq!(Widths::new(Ambiguous::Narrow).text(text), narrow, "{text} narrow");
            assert_eq!(Widths::new(Ambiguous::Wide).text(text), wide, "{text} wide");
        }
    }

    #[test]
    fn what_is_wide_everywhere_is_so_in_the_tables() {
        for c in ('\0'..=char::MAX).filter(|c| is_wide_everywhere(*c)) {
            for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
                assert_eq!(Widths::new(ambiguous).slow(c.encode_utf8(&mut [0; 4])), 2, "{c:?}");
            }
        }
    }

    #[test]
    fn truncation_never_overflows_and_never_cuts_a_cluster() {
        for (text, cells, want) in [
            ("长江口生态", 10, "长江口生态"),
            ("长江口生态", 9, "长江口生…"),
            ("长江口生态", 8, "长江口…"),
            ("长江", 1, "…"),
            ("长江", 0, ""),
            ("ae\u{301}bc", 3, "ae\u{301}…"),
        ] {
            assert_eq!(Widths::default().truncate(text, cells), want, "{text} in {cells}");
        }
    }
}
