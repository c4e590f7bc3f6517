//! Bookmarks in what is open: which words and paragraphs have one, new ones.
//!
//! Guarantees: a mark is looked for by its anchor, so it is found after the text moved; what is not found is said,
//! never shown somewhere else. Never: a file.

use super::App;
use super::effect::Effect;
use super::history::Step;
use super::marks::{Place, Sure};
use super::overlay::Overlay;
use crate::article::{Anchor, Article, BlockKind, resolve};
use crate::bookmark::{Bookmark, Change, Marks, SourceRef};
use crate::search::{State, States};

/// A bookmark in the open article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Where it is.
    pub place: Place,
    /// What it marks.
    pub marks: Marks,
    /// Its id.
    pub id: String,
    /// Whether a note is written to it.
    pub noted: bool,
    /// The letter it is jumped to by.
    pub letter: Option<char>,
    /// The number of its colour, from 0.
    pub colour: usize,
}

/// The letter of a bookmark; what else a file has for one is none.
pub(super) fn letter_of(mark: &Bookmark) -> Option<char> {
    mark.name.chars().next().filter(|c| c.is_ascii_alphabetic() && mark.name.len() == 1)
}

impl App {
    /// Looks up which blocks of the open article have bookmarks, after either changed.
    pub fn refresh_marks(&mut self) {
        let marked = self.marks_of_open();
        if let Some(reader) = self.reader.as_mut() {
            reader.marked = marked;
        }
        self.refresh_mark_list();
    }

    fn marks_of_open(&self) -> Vec<Marked> {
        let (Some(reader), Some(entry)) = (self.reader.as_ref(), self.desk.list.selected()) else {
            return Vec::new();
        };
        if reader.is_dump() {
            return Vec::new();
        }
        let article = reader.article();
        let same = self.marks.of(article).map(|mark| {
            let found = resolve(&mark.anchor, article);
            let place =
                found.block().map(|block| Place { entry, block, span: found.span(), sure: Sure::Sure });
            (mark, place)
        });
        // Made in another text on this page: an older form of this article, or a neighbour.
        let page = self.desk.shelf.page_of(entry);
        let others = page.into_iter().flat_map(|page| self.marks.on(page)).map(|mark| {
            let place = self.marks.stray(&mark.id).flatten().filter(|place| place.entry == entry);
            (mark, place.filter(|_| !self.marks.is_kept(&mark.id)))
        });
        let found = same.chain(others).filter_map(|(mark, place)| {
            Some(Marked {
                place: place?,
                marks: mark.marks,
                id: mark.id.clone(),
                noted: !mark.note.is_empty(),
                letter: letter_of(mark),
                colour: self.settings.marking.colour(&mark.color),
            })
        });
        found.collect()
    }

    /// Makes changes to the bookmarks that are undone together.
    pub fn change_marks(&mut self, changes: impl IntoIterator<Item = Change>) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut inverses = Vec::new();
        for change in changes {
            let (more, inverse) = self.marks.change(change);
            effects.extend(more);
            inverses.extend(inverse);
        }
        if !inverses.is_empty() {
            inverses.reverse();
            self.histories.steps.did(Step::Marks(inverses));
        }
        self.refresh_marks();
        effects
    }

    /// The bookmarks that a command means: those chosen in the list or the one selected there; those of the words that
    /// are selected; or those of the paragraph under the cursor, of which two copies of the program may have made several.
    pub fn marks_here(&self) -> Vec<String> {
        if let Some(Overlay::Marks(list)) = self.overlays.last() {
            return list.meant();
        }
        let Some(reader) = self.reader.as_ref() else { return Vec::new() };
        let sure = reader.marked.iter().filter(|marked| marked.place.sure == Sure::Sure);
        let here = |marked: &&Marked| match (reader.selected(), marked.marks) {
            (Some(selected), Marks::Words) => {
                let span = marked.place.span;
                span.is_some_and(|span| span.start < selected.end && selected.start < span.end)
            }
            (None, Marks::Block) => marked.place.block == reader.cursor(),
            _ => false,
        };
        sure.filter(here).map(|marked| marked.id.clone()).collect()
    }

    /// The bookmarks of words in the paragraph under the cursor, for what a paragraph's own bookmark is not needed.
    pub fn words_here(&self) -> Vec<String> {
        let Some(reader) = self.reader.as_ref() else { return Vec::new() };
        let here = |marked: &&Marked| {
            marked.marks == Marks::Words
                && marked.place.block == reader.cursor()
                && marked.place.sure == Sure::Sure
        };
        reader.marked.iter().filter(here).map(|marked| marked.id.clone()).collect()
    }

    /// The stars of the selected article.
    pub fn stars_here(&self) -> Vec<String> {
        let Some(entry) = self.desk.list.selected() else { return Vec::new() };
        let Some(article) = self.desk.selected() else { return Vec::new() };
        self.marks.stars(entry, article)
    }

    /// A new bookmark for the selected words, or the paragraph under the cursor.
    pub fn new_bookmark(&mut self) -> Option<Bookmark> {
        let reader = self.reader.as_ref()?;
        let (marks, anchor) = match reader.selected() {
            Some(span) => (Marks::Words, Anchor::of(reader.article(), span)?),
            None => (Marks::Block, Anchor::at(reader.article(), reader.cursor())?),
        };
        self.bookmark(marks, anchor)
    }

    /// A new star for the selected article.
    pub fn new_star(&mut self) -> Option<Bookmark> {
        let article = self.desk.selected()?;
        let title = article.blocks().iter().position(|block| block.kind == BlockKind::Headline);
        let anchor = Anchor::at(article, title.unwrap_or(0))?;
        self.bookmark(Marks::Article, anchor)
    }

    fn bookmark(&mut self, marks: Marks, anchor: Anchor) -> Option<Bookmark> {
        let entry = self.desk.list.selected()?;
        let source = self.source_ref(entry)?;
        let headline = self.desk.selected()?.title().to_owned();
        let now = self.life.now();
        let id = self.marks.ids.next(now);
        Some(Bookmark { marks, ..Bookmark::new(id, source, headline, anchor, now) })
    }

    /// What names an article of the shelf in a bookmark.
    pub(super) fn source_ref(&self, entry: usize) -> Option<SourceRef> {
        let page = self.desk.shelf.page_of(entry)?;
        Some(SourceRef {
            path: page.path.clone(),
            page: page.name.clone(),
            article: self.desk.shelf.entries().get(entry)?.ordinal,
            encoding: page.encoding.to_owned(),
            ..Default::default()
        })
    }

    /// What the reader did with an article.
    pub(super) fn states_of(&self, entry: usize, article: &Article) -> States {
        let read = if self.is_read(entry) { State::Read } else { State::Unread };
        let mut states = States::default().with(read);
        if !self.marks.stars(entry, article).is_empty() {
            states = states.with(State::Starred);
        }
        if self.marks.of(article).any(|mark| !mark.note.is_empty()) {
            states = states.with(State::Noted);
        }
        states
    }
}
