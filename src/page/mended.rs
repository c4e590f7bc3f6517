//! The reader's corrections, made in what was decided about a page.
//!
//! Guarantees: whatever the corrections, every block stays in exactly one place and at least one article stays; a
//! correction that does not fit, because recovery sees other blocks today, changes nothing and is counted. Never: a
//! decision that nobody asked for, but that a group of titles has one headline.

use crate::article::BlockKind::{self, Heading, Headline, Kicker, Paragraph, Subtitle};
use crate::article::Confidence;
use crate::mend::{Act, Correction, Kind};

use super::blocks::Raw;
use super::draft::{Decided, Draft, Part};
use super::titles;

/// Which of an article's two lists of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Titles,
    Parts,
}

/// Where a block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    draft: usize,
    list: List,
    part: usize,
    /// Its place among the blocks that the part is made of.
    from: usize,
}

/// A page being corrected.
struct Bench<'a> {
    dump: &'a str,
    blocks: &'a mut Vec<Raw>,
    decided: &'a mut Decided,
}

/// Makes `corrections` in what was decided about the blocks of `dump`, one after the other. Gives how many did not
/// fit. A block that is split is cut in `blocks`, and its second half stands at their end.
pub(super) fn correct(
    dump: &str,
    blocks: &mut Vec<Raw>,
    decided: &mut Decided,
    corrections: &[Correction],
) -> usize {
    let mut bench = Bench { dump, blocks, decided };
    let mut skipped = 0;
    for correction in corrections {
        skipped += usize::from(bench.correct(correction.at, correction.act).is_none());
    }
    skipped
}

impl Draft {
    const fn list(&mut self, list: List) -> &mut Vec<Part> {
        match list {
            List::Titles => &mut self.titles,
            List::Parts => &mut self.parts,
        }
    }

    const fn is_empty(&self) -> bool {
        self.titles.is_empty() && self.parts.is_empty()
    }
}

const fn list_of(kind: BlockKind) -> List {
    match kind {
        Kicker | Headline | Subtitle => List::Titles,
        _ => List::Parts,
    }
}

impl Bench<'_> {
    /// Makes one correction; nothing where it does not fit.
    fn correct(&mut self, at: usize, act: Act) -> Option<()> {
        // What the reader says is as sure as can be.
        let with = if let Act::Join { with } = act { with } else { at };
        for block in [self.block(at), self.block(with)].into_iter().flatten() {
            if let Some(sure) = self.decided.sure.get_mut(block) {
                *sure = Confidence(1.0);
            }
        }
        match act {
            Act::Join { with } => self.join(at, with),
            Act::Split => self.split(at),
            Act::Open => self.open(at),
            Act::Merge => self.merge(at),
            Act::Is(Kind::Block(kind)) => self.is(at, kind),
            Act::Is(Kind::Furniture) => self.set_aside(at),
            Act::TitlesBefore => self.titles_before(at),
            Act::TitlesAfter => self.titles_after(at),
            // The kind of the page is decided before its blocks are.
            Act::Page(_) => Some(()),
        }
    }

    /// The byte of the dump where a block starts.
    fn start(&self, block: usize) -> usize {
        let piece = self.blocks.get(block).and_then(|raw| raw.pieces.first());
        piece.map_or(usize::MAX, |piece| piece.start)
    }

    fn start_of(&self, part: &Part) -> usize {
        part.from.first().map_or(usize::MAX, |&block| self.start(block))
    }

    /// The block that starts at a byte of the dump.
    fn block(&self, at: usize) -> Option<usize> {
        (0..self.blocks.len()).find(|&block| self.start(block) == at)
    }

    /// Where a block stands, if it stands in an article.
    fn place(&self, block: usize) -> Option<Place> {
        self.decided.drafts.iter().enumerate().find_map(|(draft, one)| {
            let find = |list: List, parts: &[Part]| {
                parts.iter().enumerate().find_map(|(part, one)| {
                    let from = one.from.iter().position(|&other| other == block)?;
                    Some(Place { draft, list, part, from })
                })
            };
            find(List::Titles, &one.titles).or_else(|| find(List::Parts, &one.parts))
        })
    }

    fn list(&mut self, place: Place) -> Option<&mut Vec<Part>> {
        Some(self.decided.drafts.get_mut(place.draft)?.list(place.list))
    }

    fn part(&mut self, place: Place) -> Option<&mut Part> {
        self.list(place)?.get_mut(place.part)
    }

    /// Where the block that starts at `at` stands, once it is a part of its own or the first block of one.
    fn own(&mut self, at: usize) -> Option<Place> {
        let block = self.block(at)?;
        let place = self.place(block).or_else(|| self.take_back(block))?;
        if place.from == 0 {
            return Some(place);
        }
        self.cut(place)?;
        Some(Place { part: place.part + 1, from: 0, ..place })
    }

    /// Cuts a part before one of its blocks.
    fn cut(&mut self, place: Place) -> Option<()> {
        let part = self.part(place)?;
        let rest = Part { kind: part.kind, from: part.from.split_off(place.from) };
        self.list(place)?.insert(place.part + 1, rest);
        Some(())
    }

    /// Takes a block out of the furniture, as a paragraph of the article that stands before it in the dump.
    fn take_back(&mut self, block: usize) -> Option<Place> {
        let at = self.decided.furniture.iter().position(|&other| other == block)?;
        let start = self.start(block);
        let first = |draft: &Draft| {
            let parts = draft.titles.iter().chain(&draft.parts);
            parts.map(|part| self.start_of(part)).min().unwrap_or(usize::MAX)
        };
        let before = self.decided.drafts.iter().map(first).enumerate().filter(|(_, first)| *first < start);
        let draft = before.max_by_key(|(_, first)| *first).map_or(0, |(draft, _)| draft);
        if draft >= self.decided.drafts.len() {
            return None;
        }
        self.decided.furniture.remove(at);
        Some(self.insert(draft, Part { kind: Paragraph, from: vec![block] }))
    }

    /// Puts a part into an article where its place in the dump says.
    fn insert(&mut self, draft: usize, part: Part) -> Place {
        let (list, start) = (list_of(part.kind), self.start_of(&part));
        let known = self.decided.drafts.get(draft).map_or(&[][..], |draft| match list {
            List::Titles => draft.titles.as_slice(),
            List::Parts => draft.parts.as_slice(),
        });
        let at = known.iter().position(|other| self.start_of(other) > start).unwrap_or(known.len());
        let place = Place { draft, list, part: at, from: 0 };
        if let Some(parts) = self.list(place) {
            parts.insert(at, part);
        }
        place
    }

    /// Takes a part out of its article, which may be empty then.
    fn take(&mut self, place: Place) -> Option<Part> {
        let list = self.list(place)?;
        (place.part < list.len()).then(|| list.remove(place.part))
    }

    fn sweep(&mut self) {
        self.decided.drafts.retain(|draft| !draft.is_empty());
    }

    fn join(&mut self, at: usize, with: usize) -> Option<()> {
        let (first, second) = (self.block(at)?, self.block(with)?);
        let home = self.place(first)?;
        let mut rest = match self.place(second) {
            Some(other) if Place { from: home.from, ..other } == home => return None,
            Some(other) => self.take(other)?.from,
            None => {
                self.decided.furniture.retain(|&other| other != second);
                vec![second]
            }
        };
        let home = self.place(first)?;
        self.part(home)?.from.append(&mut rest);
        self.sweep();
        Some(())
    }

    fn split(&mut self, at: usize) -> Option<()> {
        let block = match self.block(at) {
            Some(block) => block,
            None => self.halve(at)?,
        };
        let place = self.place(block).filter(|place| place.from > 0)?;
        self.cut(place)
    }

    /// Cuts a block of the dump at a line that it was joined from.
    fn halve(&mut self, at: usize) -> Option<usize> {
        let starts = |raw: &Raw| raw.pieces.iter().skip(1).any(|piece| piece.start == at);
        let block = self.blocks.iter().position(starts)?;
        let place = self.place(block)?;
        let raw = self.blocks.get_mut(block)?;
        let middle = raw.pieces.iter().position(|piece| piece.start == at)?;
        let rest = raw.pieces.get(middle..)?.to_vec();
        if rest.first()?.of(self.dump).starts_with(char::is_whitespace) {
            return None;
        }
        let mut pieces = raw.pieces.get(..middle)?.to_vec();
        // White space that stood between two words is at an end now, and belongs to no block.
        while let Some(last) = pieces.last_mut() {
            last.end = last.start + last.of(self.dump).trim_end().len();
            if !last.is_empty() {
                break;
            }
            pieces.pop();
        }
        if pieces.is_empty() {
            return None;
        }
        let text = |pieces: &[crate::article::DumpSpan]| -> String {
            pieces.iter().map(|piece| piece.of(self.dump)).collect::<String>().replace('\n', " ")
        };
        let second = Raw { text: text(&rest), pieces: rest, indented: None, measure: raw.measure };
        *raw = Raw { text: text(&pieces), pieces, indented: raw.indented, measure: raw.measure };
        self.blocks.push(second);
        let new = self.blocks.len() - 1;
        self.part(place)?.from.insert(place.from + 1, new);
        Some(new)
    }

    fn open(&mut self, at: usize) -> Option<()> {
        let place = self.own(at)?;
        let draft = self.decided.drafts.get_mut(place.draft)?;
        let is_first = place.part == 0 && (place.list == List::Titles || draft.titles.is_empty());
        if is_first {
            return None;
        }
        let mut new = Draft { confidence: draft.confidence, ..Draft::default() };
        match place.list {
            List::Titles => {
                new.titles = draft.titles.split_off(place.part);
                new.parts = std::mem::take(&mut draft.parts);
            }
            List::Parts => new.parts = draft.parts.split_off(place.part),
        }
        // No article opens with the heading of a section: it was taken for one.
        if new.titles.is_empty() && new.parts.first().is_some_and(|part| part.kind == Heading) {
            new.titles.push(Part { kind: Headline, ..new.parts.remove(0) });
        }
        self.decided.drafts.insert(place.draft + 1, new);
        self.lead(place.draft);
        self.lead(place.draft + 1);
        Some(())
    }

    fn merge(&mut self, at: usize) -> Option<()> {
        let block = self.block(at)?;
        let index = self.place(block)?.draft;
        let before = index.checked_sub(1)?;
        let mut after = self.decided.drafts.remove(index);
        let draft = self.decided.drafts.get_mut(before)?;
        if !draft.titles.is_empty() && !draft.parts.is_empty() {
            // In the middle of an article titles are headings of its sections.
            draft.parts.extend(after.titles.drain(..).map(|part| Part { kind: Heading, ..part }));
        }
        draft.titles.append(&mut after.titles);
        draft.parts.append(&mut after.parts);
        let first = draft.titles.iter().position(|part| part.kind == Headline);
        self.only(before, first);
        Some(())
    }

    fn is(&mut self, at: usize, kind: BlockKind) -> Option<()> {
        let mut place = self.own(at)?;
        if list_of(kind) == place.list {
            self.part(place)?.kind = kind;
        } else {
            let part = self.take(place)?;
            place = self.insert(place.draft, Part { kind, ..part });
        }
        if kind == Headline {
            self.only(place.draft, Some(place.part));
        }
        Some(())
    }

    fn set_aside(&mut self, at: usize) -> Option<()> {
        let parts = |draft: &Draft| draft.titles.len() + draft.parts.len();
        let count: usize = self.decided.drafts.iter().map(parts).sum();
        let place = self.own(at)?;
        // Something has to be left to read, and to take this back from.
        if count < 2 {
            return None;
        }
        let part = self.take(place)?;
        self.decided.furniture.extend(part.from);
        let mut furniture = std::mem::take(&mut self.decided.furniture);
        furniture.sort_by_key(|&block| self.start(block));
        self.decided.furniture = furniture;
        self.sweep();
        Some(())
    }

    fn titles_before(&mut self, at: usize) -> Option<()> {
        let place = self.place(self.block(at)?)?;
        let target = place.draft.checked_sub(1)?;
        let draft = self.decided.drafts.get_mut(place.draft).filter(|draft| !draft.titles.is_empty())?;
        let count = if place.list == List::Titles { place.part + 1 } else { draft.titles.len() };
        let moved: Vec<Part> = draft.titles.drain(..count).collect();
        let titles = &mut self.decided.drafts.get_mut(target)?.titles;
        let own = titles.len();
        let head = moved.iter().position(|part| part.kind == Headline).map(|index| own + index);
        titles.extend(moved);
        self.settle(target, place.draft, head);
        Some(())
    }

    fn titles_after(&mut self, at: usize) -> Option<()> {
        let place = self.place(self.block(at)?)?;
        let target = place.draft + 1;
        self.decided.drafts.get(target)?;
        let draft = self.decided.drafts.get_mut(place.draft).filter(|draft| !draft.titles.is_empty())?;
        let from = if place.list == List::Titles { place.part } else { 0 };
        let moved = draft.titles.split_off(from);
        let head = moved.iter().position(|part| part.kind == Headline);
        self.decided.drafts.get_mut(target)?.titles.splice(0..0, moved);
        self.settle(target, place.draft, head);
        Some(())
    }

    /// Sees to the headlines of two articles between which titles moved.
    fn settle(&mut self, target: usize, source: usize, head: Option<usize>) {
        self.only(target, head);
        self.lead(target);
        self.lead(source);
        self.sweep();
    }

    /// Makes one title of an article its headline, and what was its headline before a line above or below it.
    fn only(&mut self, draft: usize, head: Option<usize>) {
        let titles = self.decided.drafts.get_mut(draft).map(|draft| &mut draft.titles);
        let (Some(head), Some(titles)) = (head, titles) else { return };
        for (index, part) in titles.iter_mut().enumerate().filter(|(_, part)| part.kind == Headline) {
            part.kind = match index.cmp(&head) {
                std::cmp::Ordering::Less => Kicker,
                std::cmp::Ordering::Equal => Headline,
                std::cmp::Ordering::Greater => Subtitle,
            };
        }
    }

    /// Finds a headline among titles that have lost theirs.
    fn lead(&mut self, draft: usize) {
        let Some(draft) = self.decided.drafts.get_mut(draft) else { return };
        if draft.titles.iter().any(|part| part.kind == Headline) {
            return;
        }
        let at = |part: &Part| part.from.first().and_then(|&block| self.blocks.get(block));
        let texts: Vec<&str> = draft.titles.iter().map(|part| at(part).map_or("", |raw| &raw.text)).collect();
        let kinds = titles::kinds(&texts);
        for (part, kind) in draft.titles.iter_mut().zip(kinds) {
            part.kind = kind;
        }
    }
}
