//! The decisions: which block is a title, where an article starts, which block goes on with which.
//!
//! Guarantees: every block ends up in one draft or in the furniture; work linear in the page. Never: text; this
//! works on indices only, so that the learned model can hear it as one witness.

use crate::article::BlockKind;

use super::blocks::Raw;
use super::draft::{Decided, Draft, Part};
use super::facts::{
    dateline, is_caption, is_closed, is_hanging, is_loose_title, is_signature, is_titlelike, length,
    starts_inside,
};
use super::furniture::{is_furniture, is_masthead};
use super::titles::{self, Tie};
use super::words::Words;

/// Characters of a block that count for shared words.
const LOOK: usize = 500;
/// Most blocks that one headline group has.
const GROUP: usize = 4;
/// A single open line from this length on is a headline rather than a section heading (their medians are 20 and 13).
const HEADLINE: usize = 17;

/// The article that is being read.
#[derive(Default)]
struct Current {
    draft: Draft,
    /// A signature has closed it.
    done: bool,
}

impl Current {
    fn has_body(&self) -> bool {
        self.draft.parts.iter().any(|part| part.kind == BlockKind::Paragraph)
    }
}

struct Reader<'a> {
    blocks: &'a [Raw],
    decided: Decided,
    current: Option<Current>,
}

/// Articles and furniture of a page.
pub(super) fn decide(blocks: &[Raw]) -> Decided {
    let mut reader = Reader { blocks, decided: Decided::default(), current: None };
    let mut at = 0;
    while at < blocks.len() {
        at += reader.step(at);
    }
    reader.finish();
    reader.decided
}

impl Reader<'_> {
    fn text(&self, at: usize) -> &str {
        self.blocks.get(at).map(|block| block.text.as_str()).unwrap_or_default()
    }

    /// Takes the block at `at`, or a group of titles that starts there; how many were taken.
    fn step(&mut self, at: usize) -> usize {
        let text = self.text(at);
        let nothing_yet = self.current.is_none() && self.decided.drafts.is_empty();
        if is_furniture(text) || nothing_yet && is_masthead(text) {
            self.decided.furniture.push(at);
            return 1;
        }
        if is_signature(text) {
            let current = self.current.get_or_insert_default();
            current.done = current.has_body();
            current.draft.parts.push(Part { kind: BlockKind::Byline, from: vec![at] });
            return 1;
        }
        if self.goes_on(at) {
            self.join(at);
            return 1;
        }
        if is_caption(text) {
            let current = self.current.get_or_insert_default();
            current.draft.parts.push(Part { kind: BlockKind::Caption, from: vec![at] });
            return 1;
        }
        let group = self.group(at);
        if group > 0 {
            self.titles(at, group);
            return group;
        }
        let fresh = self.current.as_ref().is_some_and(|c| c.done || c.has_body() && dateline(text).is_some());
        if fresh {
            self.finish();
        }
        self.push(BlockKind::Paragraph, at);
        1
    }

    /// Whether the block at `at` continues the last paragraph.
    fn goes_on(&self, at: usize) -> bool {
        let Some(block) = self.blocks.get(at) else { return false };
        let Some(last) = self.last_paragraph() else { return false };
        let before = self.text(last);
        if block.indented == Some(true) || dateline(&block.text).is_some() {
            return false;
        }
        if starts_inside(&block.text) && length(&block.text) > 1 {
            return true;
        }
        let title = is_titlelike(&block.text);
        if is_closed(before) {
            // Where the page has indents, a body block without one is the rest of a paragraph.
            return block.indented == Some(false) && !title && length(&block.text) > 12;
        }
        if !title || is_hanging(before) {
            return true;
        }
        let next = self.text(at + 1);
        let follows = dateline(next).is_some() || is_signature(next);
        !follows
    }

    /// The last block of the last paragraph, if nothing but captions and furniture came after it.
    fn last_paragraph(&self) -> Option<usize> {
        let current = self.current.as_ref().filter(|current| !current.done)?;
        let last = current.draft.parts.iter().rev().find(|part| part.kind != BlockKind::Caption)?;
        if last.kind == BlockKind::Paragraph { last.from.last().copied() } else { None }
    }

    fn join(&mut self, at: usize) {
        if let Some(current) = &mut self.current {
            let last = current.draft.parts.iter_mut().rev().find(|part| part.kind == BlockKind::Paragraph);
            if let Some(part) = last {
                part.from.push(at);
            }
        }
    }

    fn push(&mut self, kind: BlockKind, at: usize) {
        let current = self.current.get_or_insert_default();
        current.draft.parts.push(Part { kind, from: vec![at] });
    }

    fn is_title(&self, at: usize) -> bool {
        let Some(block) = self.blocks.get(at) else { return false };
        let text = &block.text;
        let next = self.text(at + 1);
        // With a dateline or a signature next, even a line with commas is a title: the article starts there.
        let before_text = is_loose_title(text) && (dateline(next).is_some() || is_signature(next));
        block.indented != Some(true)
            && (is_titlelike(text) || before_text)
            && dateline(text).is_none()
            && !is_signature(text)
            && !is_furniture(text)
            && !is_caption(text)
    }

    /// How many titles stand one after another from `at` on.
    fn group(&self, at: usize) -> usize {
        (at..at + GROUP).take_while(|&index| self.is_title(index)).count()
    }

    /// Words of the article so far: its titles, headings and paragraphs. Only few places have to know them.
    fn known(&self, current: &Current) -> Words {
        let counts = |kind| !matches!(kind, BlockKind::Byline | BlockKind::Caption);
        let parts = current.draft.titles.iter().chain(&current.draft.parts);
        self.words_of(parts.filter(|part| counts(part.kind)).flat_map(|part| part.from.iter().copied()))
    }

    fn words_of(&self, blocks: impl IntoIterator<Item = usize>) -> Words {
        let mut words = Words::default();
        for at in blocks {
            words.add(self.text(at), LOOK);
        }
        words
    }

    /// Words of the body that follows `at`, up to the next title.
    fn following(&self, at: usize) -> Words {
        self.words_of((at..self.blocks.len()).take(5).take_while(|&index| !self.is_title(index)))
    }

    /// A group of titles: the end of a tail headline, the start of an article, or a section heading.
    fn titles(&mut self, at: usize, group: usize) {
        let end = at + group;
        let last = end >= self.blocks.len();
        let mut taken = 0;
        if let Some(current) = self.current.as_ref().filter(|c| c.has_body() && c.draft.titles.is_empty()) {
            let texts: Vec<&str> = (at..end).map(|index| self.text(index)).collect();
            taken =
                if last { group } else { titles::tail(&texts, &self.known(current), &self.following(end)) };
        }
        if taken > 0 {
            self.headline(at, taken);
            if let Some(current) = &mut self.current {
                current.done = true;
            }
        }
        let (at, group) = (at + taken, group - taken);
        if group == 0 {
            return;
        }
        if self.starts(at, group) {
            self.finish();
            self.headline(at, group);
        } else {
            for index in at..at + group {
                self.push(BlockKind::Heading, index);
            }
        }
    }

    fn starts(&self, at: usize, group: usize) -> bool {
        let Some(current) = self.current.as_ref() else { return true };
        let after = self.text(at + group);
        if !current.has_body() || current.done || dateline(after).is_some() || is_signature(after) {
            return true;
        }
        let size = length(self.text(at));
        let (title, known, next) =
            (self.words_of(at..at + group), self.known(current), self.following(at + group));
        let tie = Tie { body: next.within(&known), next: title.within(&next), before: title.within(&known) };
        titles::is_start(size, group, HEADLINE, tie)
    }

    /// Gives `group` blocks from `at` on to the current article as its titles.
    fn headline(&mut self, at: usize, group: usize) {
        let texts: Vec<&str> = (at..at + group).map(|index| self.text(index)).collect();
        let kinds = titles::kinds(&texts);
        let current = self.current.get_or_insert_default();
        for (index, kind) in (at..at + group).zip(kinds) {
            current.draft.titles.push(Part { kind, from: vec![index] });
        }
    }

    fn finish(&mut self) {
        let Some(mut current) = self.current.take() else { return };
        let titled = !current.draft.titles.is_empty();
        let body = current.has_body();
        let closed = current.draft.parts.iter().rev().find(|part| part.kind == BlockKind::Paragraph);
        let closed = closed.and_then(|part| part.from.last()).is_some_and(|&at| is_closed(self.text(at)));
        current.draft.confidence = match (titled, body, closed) {
            (true, true, true) => 0.95,
            (true, true, false) => 0.7,
            (false, true, _) => 0.5,
            _ => 0.3,
        };
        self.decided.drafts.push(current.draft);
    }
}
