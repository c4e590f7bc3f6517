//! Finding an anchor in an article: at its position, by its words, by words nearly like them.
//!
//! Guarantees: a place is said to be found only where enough of the quotation and of what stands around it agrees,
//! and no second place agrees as well; anything less is doubtful or lost. Never: the nearest thing there is.

use super::among::Ground;
use super::bits::Needle;
use super::folded::{Folded, edges, fold_text, folded, with_edges};
use super::near::{ERRORS, Hit, SHORTEST, distance, errors, near};
use super::{Anchor, Quote, Words};
use crate::article::{Article, Span};

/// How many agreeing characters make a place sure, those around it counted in.
const SURE: usize = 12;

/// How many characters of a quotation that stands in the article once, word for word, need nothing around them.
const ALONE: usize = 16;

/// By how many agreeing characters the best place must be ahead of the next.
const AHEAD: usize = 4;

/// A quotation that agrees less than this, in percent, is not shown even as a doubtful place.
const DOUBTFUL: usize = 60;

/// Most places that are compared with each other.
const PLACES: usize = 64;

/// An article longer than this, in folded characters, is searched word for word only.
const SEARCHED: usize = 1 << 20;

/// How an anchor was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// Nowhere.
    Lost,
    /// Something like it is there, but it may be another place.
    Doubtful,
    /// Its words have changed a little.
    Changed,
    /// Its words stand somewhere else.
    Moved,
    /// Where it was made.
    Here,
}

/// Where an anchor is in an article, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// How it was found.
    pub how: How,
    /// How much of quotation and surroundings agrees, in percent.
    pub likeness: u8,
    at: Option<usize>,
    words: Option<Span>,
}

impl Found {
    const LOST: Self = Self { how: How::Lost, likeness: 0, at: None, words: None };

    /// The number of the block, where it is sure enough to be shown as the place.
    pub fn block(&self) -> Option<usize> {
        self.at.filter(|_| self.how > How::Doubtful)
    }

    /// The number of the block, be it doubtful.
    pub const fn guess(&self) -> Option<usize> {
        self.at
    }

    /// Where the words stand, be it doubtful; nothing where only one end of a long quotation was found.
    pub const fn span(&self) -> Option<Span> {
        self.words
    }
}

/// Looks for `anchor` in `article`.
pub fn resolve(anchor: &Anchor, article: &Article) -> Found {
    resolve_on(anchor, &Ground::new(article))
}

/// The same, for one who looks for several anchors in it.
pub fn resolve_on(anchor: &Anchor, ground: &Ground<'_>) -> Found {
    let article = ground.article;
    let quote = anchor.quote.bounded();
    let place = Place::of(anchor, &quote.words, article);
    if let Some(place) = place.filter(|_| anchor.hash == article.fingerprint()) {
        let at = Some(article.block_at(place.start));
        return Found { how: How::Here, likeness: 100, at, words: Some(place.span()) };
    }
    let search = Search::new(anchor, &quote, ground);
    let here = place.and_then(|place| search.measure(&search.hit_at(place), Extent::Whole));
    if let Some(found) = here.filter(|found| found.agreeing >= SURE) {
        // The block by the byte: a place of punctuation alone has no folded character.
        let at = place.map(|place| article.block_at(place.start));
        return Found { at, words: place.map(Place::span), ..found.told(How::Here) };
    }
    judge(search.candidates())
}

/// The bytes of an article where an anchor says it stood, and where its words do stand.
#[derive(Clone, Copy)]
struct Place {
    /// Where it says that it begins.
    from: usize,
    /// Where what is compared of its words begins.
    start: usize,
    end: usize,
}

impl Place {
    fn of(anchor: &Anchor, words: &Words, article: &Article) -> Option<Self> {
        let start = article.byte_of(anchor.position.start)?;
        let end = article.byte_of(anchor.position.end).unwrap_or(article.text().len());
        // Nothing where a file says that it ends before it starts.
        let there = article.text().get(start..end)?;
        // The same words may stand a few marks further on: what is meant begins with them, not with the end of the
        // block before.
        let skipped = there.find(|c: char| folded(c.encode_utf8(&mut [0; 4])).next().is_some()).unwrap_or(0);
        let same = match words {
            Words::Whole(exact) => exact == there,
            Words::Ends { head, .. } => there.starts_with(head.as_str()),
        };
        let from = if same { start } else { start + skipped };
        says(words, there).then_some(Self { from, start: start + skipped, end })
    }

    const fn span(self) -> Span {
        Span::new(self.from, self.end)
    }
}

/// Whether `there` is what a quotation says, in whatever setting. No more of it is read than tells.
fn says(words: &Words, there: &str) -> bool {
    match words {
        Words::Whole(exact) if exact == there => !there.is_empty(),
        Words::Whole(exact) => folded(exact).next().is_some() && folded(exact).eq(folded(there)),
        Words::Ends { head, tail, length } => {
            let (head, tail) = (fold_text(head), fold_text(tail));
            if head.is_empty() && tail.is_empty() {
                return there.chars().count() == *length;
            }
            let begins = folded(there).take(head.len()).eq(head.iter().copied());
            begins && folded(there).rev().take(tail.len()).eq(tail.iter().rev().copied())
        }
    }
}

/// How much of a quotation a candidate stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All of it.
    Whole,
    /// One end of a long one; the other was not found.
    OneEnd,
}

/// A possible place, measured.
#[derive(Clone, Copy)]
struct Measured {
    block: usize,
    span: Span,
    errors: usize,
    /// Characters that agree, of the quotation and of what stands around it.
    agreeing: usize,
    /// Whether what stands before or after it agrees.
    placed: bool,
    extent: Extent,
    likeness: usize,
}

impl Measured {
    fn told(self, how: How) -> Found {
        let likeness = u8::try_from(self.likeness.min(100)).unwrap_or(100);
        let words = Some(self.span).filter(|_| self.extent == Extent::Whole);
        Found { how, likeness, at: Some(self.block), words }
    }
}

/// An anchor and the article in which it is looked for, both folded.
struct Search<'a> {
    article: &'a Article,
    text: &'a Folded,
    head: Vec<char>,
    /// The other end of a long quotation, and how many characters the whole has.
    tail: Option<(Vec<char>, usize)>,
    /// Marks at the ends of the quotation, which are not compared.
    edges: (usize, usize),
    prefix: Option<Needle>,
    suffix: Option<Needle>,
    /// Where it stood: an index of the folded text.
    hint: usize,
}

impl<'a> Search<'a> {
    fn new(anchor: &Anchor, quote: &Quote, ground: &'a Ground<'_>) -> Self {
        let (article, text) = (ground.article, ground.folded());
        let Quote { words, prefix, suffix, .. } = quote;
        let (head, tail) = match words {
            Words::Whole(exact) => (exact, None),
            Words::Ends { head, tail, length } => (head, Some((fold_text(tail), *length))),
        };
        let start = article.byte_of(anchor.position.start);
        let hint = start.map_or(text.chars.len(), |byte| text.index_of(byte));
        Self {
            article,
            edges: (edges(head).0, edges(if let Words::Ends { tail, .. } = words { tail } else { head }).1),
            head: fold_text(head),
            tail,
            prefix: Needle::new(fold_text(prefix).into_iter()),
            suffix: Needle::new(fold_text(suffix).into_iter()),
            hint,
            text,
        }
    }

    fn hit_at(&self, place: Place) -> Hit {
        Hit { start: self.text.index_of(place.start), end: self.text.index_of(place.end), errors: 0 }
    }

    /// All places that could be meant.
    fn candidates(&self) -> Vec<Measured> {
        let heads = self.places(&self.head);
        let Some((tail, length)) = &self.tail else {
            return heads.iter().filter_map(|hit| self.measure(hit, Extent::Whole)).collect();
        };
        let tails = self.places(tail);
        let both: Vec<Hit> = heads.iter().filter_map(|head| self.pair(head, &tails, *length)).collect();
        if both.is_empty() {
            let ends = heads.iter().chain(&tails);
            return ends.filter_map(|hit| self.measure(hit, Extent::OneEnd)).collect();
        }
        both.iter().filter_map(|hit| self.measure(hit, Extent::Whole)).collect()
    }

    /// Where `words` stand: word for word, or else with a few errors. The nearest to the old position, if many.
    fn places(&self, words: &[char]) -> Vec<Hit> {
        let length = words.len();
        if length == 0 {
            return Vec::new();
        }
        let windows = self.text.chars.windows(length).enumerate();
        let mut hits: Vec<Hit> = windows
            .filter(|(_, window)| *window == words)
            .map(|(start, _)| Hit { start, end: start + length, errors: 0 })
            .collect();
        if hits.is_empty() && self.text.chars.len() <= SEARCHED {
            if length < SHORTEST {
                return hits;
            }
            let limit = errors(length).max(length / 4).min(ERRORS);
            hits = near(&self.text.chars, words, limit, (self.hint, PLACES));
        }
        hits.sort_by_key(|hit| hit.start.abs_diff(self.hint));
        hits.truncate(PLACES);
        hits
    }

    /// A beginning and the end that belongs to it: after it, and as far away as it was, give or take three tenths.
    fn pair(&self, head: &Hit, tails: &[Hit], length: usize) -> Option<Hit> {
        let far = |tail: &&Hit| {
            let bytes = self.text.byte_of(head.start)?..self.text.byte_of(tail.end.checked_sub(1)?)?;
            let characters = self.article.text().get(bytes)?.chars().count() + 1;
            Some(characters.abs_diff(length))
        };
        let after = tails.iter().filter(|tail| tail.start > head.start);
        let (tail, off) = after.filter_map(|tail| Some((tail, far(&tail)?))).min_by_key(|(_, off)| *off)?;
        let near_enough = off.saturating_mul(10) <= length.saturating_mul(3);
        let errors = head.errors + tail.errors;
        near_enough.then_some(Hit { start: head.start, end: tail.end, errors })
    }

    /// Whether a place is all of a block.
    fn fills(&self, hit: &Hit, block: usize) -> bool {
        let block = self.article.blocks().get(block);
        block.is_some_and(|block| {
            let span = [block.span.start, block.span.end].map(|byte| self.text.index_of(byte));
            span == [hit.start, hit.end]
        })
    }

    /// The bytes of a place.
    fn span_of(&self, hit: &Hit) -> Span {
        let text = self.article.text();
        let start = self.text.byte_of(hit.start).unwrap_or(text.len());
        let last = hit.end.checked_sub(1).and_then(|last| self.text.byte_of(last)).unwrap_or(start);
        let c = text.get(last..).and_then(|rest| rest.chars().next());
        with_edges(text, Span::new(start, last + c.map_or(0, char::len_utf8)), self.edges)
    }

    /// How well a place agrees with the anchor.
    fn measure(&self, hit: &Hit, extent: Extent) -> Option<Measured> {
        let chars = &self.text.chars;
        // Where there are errors, the first characters may be those of the block before.
        let within = (hit.start + hit.errors).min(hit.end.saturating_sub(1));
        let byte = self.text.byte_of(within).unwrap_or(self.article.text().len());
        let block = self.article.block_at(byte);
        let all = self.head.len() + self.tail.as_ref().map_or(0, |(tail, _)| tail.len());
        let quoted = if extent == Extent::Whole { all } else { hit.end - hit.start };
        let length = |side: &Option<Needle>| side.as_ref().map_or(0, Needle::length);
        let from = hit.start.saturating_sub(length(&self.prefix));
        let before = Around::new(self.prefix.as_ref(), chars.get(from..hit.start)?, hit.start);
        let to = (hit.end + length(&self.suffix)).min(chars.len());
        let after = Around::new(self.suffix.as_ref(), chars.get(hit.end..to)?, chars.len() - hit.end);
        // A few characters stand in many blocks; inside one they are meant only where all around them is as it was.
        let framed = before.percent == 100 && after.percent == 100;
        if (1..SHORTEST).contains(&all) && !framed && !self.fills(hit, block) {
            return None;
        }
        // So much may have changed only where what stands on both sides is as it was.
        if hit.errors > errors(quoted) && !(before.holds && after.holds) {
            return None;
        }
        let right = quoted.saturating_sub(hit.errors);
        let away = hit.start.abs_diff(self.hint).min(chars.len());
        let position = 200 - 200 * away / chars.len().max(1);
        let quote = (5000 * right).checked_div(all).unwrap_or(0);
        let likeness = (quote + 20 * before.percent + 20 * after.percent + position) / 92;
        Some(Measured {
            block,
            span: self.span_of(hit),
            errors: hit.errors,
            agreeing: right + before.agreeing + after.agreeing,
            placed: before.holds || after.holds,
            extent,
            likeness,
        })
    }
}

/// The place that is meant, out of all that could be.
fn judge(mut candidates: Vec<Measured>) -> Found {
    candidates.sort_by(|a, b| b.agreeing.cmp(&a.agreeing).then(b.likeness.cmp(&a.likeness)));
    let Some(best) = candidates.first().copied() else { return Found::LOST };
    let second = candidates.iter().find(|other| other.block != best.block);
    let ahead = second.is_none_or(|second| best.agreeing >= second.agreeing + AHEAD);
    let exact = best.errors == 0;
    let alone = exact && second.is_none() && best.agreeing >= ALONE;
    let sure = alone || (best.placed && best.agreeing >= SURE);
    if best.extent == Extent::Whole && ahead && sure {
        return best.told(if exact { How::Moved } else { How::Changed });
    }
    if best.likeness >= DOUBTFUL || (best.agreeing >= SHORTEST && exact) {
        return best.told(How::Doubtful);
    }
    Found::LOST
}

/// How what stands on one side of a place agrees with what stood there.
#[derive(Clone, Copy)]
struct Around {
    percent: usize,
    /// Characters that agree; none where fewer than half do, which is chance.
    agreeing: usize,
    holds: bool,
}

impl Around {
    /// What was there, what is there now, and how many characters the article has on this side.
    fn new(wanted: Option<&Needle>, there: &[char], side: usize) -> Self {
        let Some(wanted) = wanted else { return Self { percent: 100, agreeing: 0, holds: side == 0 } };
        let right = wanted.length().saturating_sub(distance(wanted, there));
        let holds = right * 2 >= wanted.length();
        let agreeing = if holds { right } else { 0 };
        Self { percent: 100 * right / wanted.length(), agreeing, holds }
    }
}
