//! Finding an anchor in one of several articles, or several anchors in one.
//!
//! Guarantees: an article is folded once, however many anchors are looked for in it; where two articles hold an anchor
//! alike, none of them is said to be meant. Never: how well a place agrees; that is `resolve`'s.

use std::sync::OnceLock;

use super::Anchor;
use super::folded::Folded;
use super::resolve::{Found, How, resolve_on};
use crate::article::Article;

/// An article in which anchors are looked for: folded for the first of them that needs it, and kept so.
#[derive(Debug)]
pub struct Ground<'a> {
    pub(super) article: &'a Article,
    folded: OnceLock<Folded>,
}

impl<'a> Ground<'a> {
    /// The article, not folded yet.
    pub const fn new(article: &'a Article) -> Self {
        Self { article, folded: OnceLock::new() }
    }

    pub(super) fn folded(&self) -> &Folded {
        self.folded.get_or_init(|| Folded::of(self.article.text()))
    }
}

/// The one of several articles that holds the anchor, and where; nothing if none does, or two do alike.
///
/// Among articles that hold it in the same place of the same text, the first is meant.
pub fn resolve_among<'a>(
    anchor: &Anchor,
    articles: impl IntoIterator<Item = &'a Article>,
) -> Option<(usize, Found)> {
    let grounds: Vec<Ground<'_>> = articles.into_iter().map(Ground::new).collect();
    let (meant, looks) = look_among(anchor, &grounds);
    meant.and_then(|meant| Some((meant, *looks.get(meant)?)))
}

/// The same, with what was found in each, up to the first that holds the anchor in its place of its text.
pub fn look_among<'a>(
    anchor: &Anchor,
    grounds: impl IntoIterator<Item = &'a Ground<'a>>,
) -> (Option<usize>, Vec<Found>) {
    let mut looks = Vec::new();
    for (index, ground) in grounds.into_iter().enumerate() {
        let found = resolve_on(anchor, ground);
        looks.push(found);
        if found.how == How::Here && anchor.hash == ground.article.fingerprint() {
            return (Some(index), looks);
        }
    }
    (choose(&looks), looks)
}

/// Of what was found of one anchor in several articles, none of them as it was, the one that is meant; nothing if
/// none is sure, or two are alike.
fn choose(looks: &[Found]) -> Option<usize> {
    let mut best: Option<(usize, Found)> = None;
    let mut tied = false;
    for (index, found) in looks.iter().copied().enumerate() {
        if found.block().is_none() {
            continue;
        }
        let rank = |found: &Found| (found.how, found.likeness);
        match &best {
            Some((_, known)) if rank(known) > rank(&found) => {}
            Some((_, known)) => {
                tied = rank(known) == rank(&found);
                best = Some((index, found));
            }
            None => best = Some((index, found)),
        }
    }
    best.filter(|_| !tied).map(|(index, _)| index)
}
