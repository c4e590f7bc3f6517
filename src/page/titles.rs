//! Groups of title lines: which is the headline, whether they start an article, head a section, or stand after
//! their article.
//!
//! Guarantees: pure functions of texts and word ties. Never: a page.

use crate::article::BlockKind::{self, Headline, Kicker, Subtitle};

use super::facts::{has_parts, length};
use super::words::Words;

/// A body that shares this part of its words with the article before goes on with it. This and the next two were
/// chosen on generated pages of other articles than the tests'; the figures are flat around them.
const KNOWN: f32 = 0.12;
/// A short line that shares more than this with the text after it, and less than [`BEFORE`] with the text before,
/// is a headline.
const NEXT: f32 = 0.25;
const BEFORE: f32 = 0.1;

/// Shared words around a group of titles, each from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tie {
    /// How much of the body after the group is known from the article before it.
    pub(super) body: f32,
    /// How much of the titles is in the body after.
    pub(super) next: f32,
    /// How much of the titles is in the article before.
    pub(super) before: f32,
}

/// Whether a group starts an article; else it is a section heading.
pub(super) fn is_start(size: usize, group: usize, headline: usize, tie: Tie) -> bool {
    if group > 1 {
        return true;
    }
    let fresh = tie.body < KNOWN;
    fresh && (size >= headline || size >= 5 && tie.next > NEXT && tie.before < BEFORE)
}

/// How many of the first titles of a group belong to the article before it, which has none of its own yet.
pub(super) fn tail(texts: &[&str], before: &Words, after: &Words) -> usize {
    let mut best = (0.0_f32, 0);
    let mut sum = 0.0_f32;
    for (index, text) in texts.iter().enumerate() {
        let words = Words::of(text, 100);
        sum += words.within(before) - words.within(after);
        if sum > best.0 {
            best = (sum, index + 1);
        }
    }
    best.1
}

/// What each title of a group is. Without letter sizes the first is the headline, unless its form says otherwise.
pub(super) fn kinds(texts: &[&str]) -> Vec<BlockKind> {
    let leads = match texts {
        [first, second, ..] => is_kicker(first, second) || texts.len() > 2,
        _ => false,
    };
    let headline = usize::from(leads);
    (0..texts.len())
        .map(|index| match index.cmp(&headline) {
            std::cmp::Ordering::Less => Kicker,
            std::cmp::Ordering::Equal => Headline,
            std::cmp::Ordering::Greater => Subtitle,
        })
        .collect()
}

/// Whether `first` leads in to `second`: a dash between them, or a long plain line over a shorter one of two parts.
pub(super) fn is_kicker(first: &str, second: &str) -> bool {
    if second.starts_with("——") {
        return false;
    }
    let plain = !has_parts(first) && has_parts(second) && length(first) > length(second);
    first.ends_with("——") || plain
}

#[cfg(test)]
mod tests {
    use super::{BlockKind, kinds};

    #[test]
    fn the_form_says_which_line_is_the_headline() {
        use BlockKind::{Headline as H, Kicker as K, Subtitle as S};
        for (texts, want) in [
            (&["渡口亮灯"][..], vec![H]),
            (&["渡口亮灯 行人不再绕路", "三座老桥同时修好"], vec![H, S]),
            (&["东江沿岸十二个老社区全部装上新路灯", "灯亮了 心安了"], vec![K, H]),
            (&["渡口亮灯", "——东江夜行记"], vec![H, S]),
            (&["东江记事——", "渡口亮灯"], vec![K, H]),
        ] {
            assert_eq!(kinds(texts), want, "{texts:?}");
        }
    }
}
