//! Bookmarks in what is open: which paragraph has one, the list of all, notes, jumping.
//!
//! Guarantees: a mark is looked for by its anchor, so it is found after the text moved; what is not found is said,
//! never shown somewhere else. Never: a file.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::AtomicBool;

use super::effect::{Effect, Input};
use super::field::{Field, Rows};
use super::history::Step;
use super::notice::Notice;
use super::overlay::{MarkList, NoteBox, Overlay};
use super::panes::Pane;
use super::{App, command};
use crate::article::{Anchor, Article, resolve, resolve_among};
use crate::bookmark::{Bookmark, Change};
use crate::config::message::Message;
use crate::search::{self, Query, State, States, Subject};

/// An article longer than this, in bytes, is not searched for bookmarks of its older text.
const LONGEST_STRAY: usize = 1 << 20;

/// The fields that a query over bookmarks can name.
const MARK_FIELDS: [search::Field; 7] = {
    use search::Field::{Date, Has, Note, Page, Source, Tag, Title};
    [Title, Page, Source, Note, Tag, Date, Has]
};

/// A bookmark in the open article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The block it marks.
    pub block: usize,
    /// Its id.
    pub id: String,
    /// Whether a note is written to it.
    pub noted: bool,
}

impl App {
    /// Looks up which blocks of the open article have bookmarks, after either changed.
    pub fn refresh_marks(&mut self) {
        let marked = self.marks_of_open();
        if let Some(reader) = self.reader.as_mut() {
            reader.marked = marked;
        }
        if let Some(filter) = self.mark_list().map(|list| list.filter.clone()) {
            self.filter_marks(&filter);
        }
    }

    /// Looks for the bookmarks that were made in older texts of the open pages; after pages came, or bookmarks changed.
    pub(super) fn find_strays(&mut self) {
        let entries = self.desk.shelf.entries();
        let known: HashSet<&str> = entries.iter().map(|entry| entry.article.fingerprint()).collect();
        let mut strays = HashMap::new();
        for page in self.desk.shelf.pages() {
            // A search with errors through a book would hold the screen.
            if page.articles.iter().any(|article| article.text().len() > LONGEST_STRAY) {
                continue;
            }
            for mark in self.marks.on(page).filter(|mark| !known.contains(mark.anchor.hash.as_str())) {
                let place = self.marks.stray(&mark.id).unwrap_or_else(|| self.locate(mark));
                strays.insert(mark.id.clone(), place);
            }
        }
        self.marks.keep_strays(strays);
    }

    fn marks_of_open(&self) -> Vec<Marked> {
        let (Some(reader), Some(entry)) = (self.reader.as_ref(), self.desk.list.selected()) else {
            return Vec::new();
        };
        if reader.is_dump() {
            return Vec::new();
        }
        let article = reader.article();
        let same = self.marks.of(article).map(|mark| (mark, resolve(&mark.anchor, article).block()));
        // Made in another text on this page: an older form of this article, or a neighbour.
        let page = self.desk.shelf.page_of(entry);
        let others = page.into_iter().flat_map(|page| self.marks.on(page)).map(|mark| {
            let home = self.marks.stray(&mark.id).flatten().filter(|(home, _)| *home == entry);
            (mark, home.map(|(_, block)| block))
        });
        let found = same.chain(others).filter_map(|(mark, block)| {
            Some(Marked { block: block?, id: mark.id.clone(), noted: !mark.note.is_empty() })
        });
        found.collect()
    }

    /// Makes a change to the bookmarks that can be undone.
    pub fn change_mark(&mut self, change: Change) -> Vec<Effect> {
        let (effects, inverse) = self.marks.change(change);
        if let Some(inverse) = inverse {
            self.histories.steps.did(Step::Mark(inverse));
        }
        effects
    }

    /// The bookmarks of the paragraph under the cursor: one, or several where two copies of the program marked it.
    pub fn marks_under_cursor(&self) -> Vec<String> {
        let Some(reader) = self.reader.as_ref() else { return Vec::new() };
        let here = reader.marked.iter().filter(|marked| marked.block == reader.cursor());
        here.map(|marked| marked.id.clone()).collect()
    }

    /// A new bookmark for the paragraph under the cursor.
    pub fn new_bookmark(&mut self) -> Option<Bookmark> {
        let reader = self.reader.as_ref()?;
        let anchor = Anchor::at(reader.article(), reader.cursor())?;
        let entry = self.desk.list.selected()?;
        let page = self.desk.shelf.page_of(entry)?;
        let ordinal = self.desk.shelf.entries().get(entry)?.ordinal;
        let source = crate::bookmark::SourceRef {
            path: page.path.clone(),
            page: page.name.clone(),
            article: ordinal,
            encoding: page.encoding.to_owned(),
            ..Default::default()
        };
        let headline = reader.article().title().to_owned();
        let now = self.life.now();
        let id = self.marks.ids.next(now);
        Some(Bookmark::new(id, source, headline, anchor, now))
    }

    /// Opens the box for a bookmark's note.
    pub fn open_note(&mut self, id: &str) {
        if let Some(bookmark) = self.marks.collection().get(id) {
            let field = Field::new(Rows::Many, &bookmark.note);
            let quote = bookmark.anchor.quote.shown().into_owned();
            self.overlays.push(Overlay::Note(Box::new(NoteBox { bookmark: bookmark.clone(), quote, field })));
        }
    }

    /// Keeps what was written in a note's box.
    ///
    /// # Errors
    /// None so far; all commands have this signature.
    pub fn keep_note(&mut self, note: &NoteBox) -> command::Outcome {
        let text = note.field.text().trim_end().to_owned();
        if text == note.bookmark.note {
            return Ok(Vec::new());
        }
        let known = self.marks.collection().get(&note.bookmark.id).unwrap_or(&note.bookmark);
        let changed = Bookmark { note: text, updated: self.life.now(), ..known.clone() };
        let effects = self.change_mark(Change::put(changed));
        self.refresh_marks();
        Ok(effects)
    }

    /// Keeps a note whose box is open, because the program ends. The change is saved with all that is not.
    pub(super) fn close_note(&mut self) {
        while let Some(overlay) = self.overlays.pop() {
            if let Overlay::Note(note) = overlay
                && self.keep_note(&note).is_err()
            {
                return;
            }
        }
    }

    /// Shows the bookmarks that hold all words of `typed` in quotation, headline, page or note.
    pub fn filter_marks(&mut self, typed: &str) {
        let query = Query::filter(typed, self.settings.search, &MARK_FIELDS);
        if let Some(mistake) = query.mistake() {
            self.take_mistake(Some(mistake.clone()));
            return;
        }
        let passes = |bookmark: &&Bookmark| self.mark_passes(bookmark, &query);
        let ids: Vec<String> =
            self.marks.collection().iter().filter(passes).map(|mark| mark.id.clone()).collect();
        if let Some(list) = self.mark_list() {
            // The same one stays selected, wherever it stands now.
            let kept = list.ids.get(list.selected).and_then(|id| ids.iter().position(|other| other == id));
            list.selected = kept.unwrap_or(list.selected).min(ids.len().saturating_sub(1));
            list.ids = ids;
            typed.clone_into(&mut list.filter);
        }
    }

    fn mark_passes(&self, bookmark: &Bookmark, query: &Query) -> bool {
        let quote = bookmark.anchor.quote.shown();
        let day = self.local_time(bookmark.created);
        let noted =
            if bookmark.note.is_empty() { States::default() } else { States::default().with(State::Noted) };
        let subject = Subject {
            texts: &[&*quote, &bookmark.headline, &bookmark.source.page, &bookmark.note],
            title: &bookmark.headline,
            page: &bookmark.source.page,
            source: &bookmark.source.path,
            note: &bookmark.note,
            tags: &bookmark.tags,
            date: day.get(..10).and_then(|day| day.replace('-', "").parse().ok()),
            states: noted.with(State::Starred),
            ..Subject::default()
        };
        query.passes(&subject, &AtomicBool::new(false)).unwrap_or_default()
    }

    /// What the reader did with an article.
    pub(super) fn states_of(&self, entry: usize, article: &Article) -> States {
        let read = if self.is_read(entry) { State::Read } else { State::Unread };
        let mut states = States::default().with(read);
        if self.marks.count(entry, article) > 0 {
            states = states.with(State::Starred);
        }
        if self.marks.of(article).any(|mark| !mark.note.is_empty()) {
            states = states.with(State::Noted);
        }
        states
    }

    fn mark_list(&mut self) -> Option<&mut MarkList> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Marks(list) => Some(list),
            _ => None,
        })
    }

    /// The bookmark selected in the list of bookmarks.
    pub fn selected_mark(&mut self) -> Option<String> {
        let list = self.mark_list()?;
        list.ids.get(list.selected).cloned()
    }

    /// Goes to the bookmark selected in the list.
    ///
    /// # Errors
    /// A notice where there is none, or its page is not open.
    pub fn jump_to_mark(&mut self) -> command::Outcome {
        let missing = || Notice::info(Message::new("notice.no-bookmark"));
        let id = self.selected_mark().ok_or_else(missing)?;
        let bookmark = self.marks.collection().get(&id).ok_or_else(missing)?.clone();
        let Some((entry, block)) = self.locate(&bookmark) else {
            let path = std::path::PathBuf::from(&bookmark.source.path);
            let open = self.desk.shelf.pages().iter().any(|page| page.path == bookmark.source.path);
            if open || !path.is_absolute() {
                let message = Message::new("notice.bookmark-elsewhere");
                return Err(Notice::warning(
                    message.arg(&bookmark.source.page).arg(self.shown(&bookmark.headline)),
                ));
            }
            let mut effects = self.save_places();
            self.overlays.clear();
            effects.push(self.open_inputs(vec![Input::Path(path)]));
            self.desk.wanted = Some(bookmark);
            return Ok(effects);
        };
        Ok(self.jump_to((entry, block)))
    }

    /// Goes to the bookmark for whose sake a page was opened.
    pub(super) fn jump_to_wanted(&mut self) -> Vec<Effect> {
        let Some(bookmark) = self.desk.wanted.take() else { return Vec::new() };
        if self.desk.shelf.entries().is_empty() {
            return Vec::new();
        }
        if let Some(place) = self.locate(&bookmark) {
            return self.jump_to(place);
        }
        let message = Message::new("notice.bookmark-lost").arg(&bookmark.source.page);
        self.say(Notice::warning(message.arg(self.shown(&bookmark.anchor.quote.shown()))));
        Vec::new()
    }

    /// Goes to a block of an article.
    fn jump_to(&mut self, (entry, block): (usize, usize)) -> Vec<Effect> {
        self.overlays.clear();
        if !self.desk.list.select(entry) {
            self.desk.list.filter = None;
            self.desk.list.pass(None, &self.desk.shelf);
            self.desk.list.select(entry);
        }
        self.follow_list();
        self.set_focus(Pane::Reader);
        if let Some(reader) = self.reader.as_mut()
            && let Some(start) = reader.article().blocks().get(block).map(|block| block.span.start)
        {
            reader.reveal(start);
        }
        self.mark_read()
    }

    /// The open article and block that a bookmark is in: the same text, or the article of a changed page that holds
    /// its words.
    fn locate(&self, bookmark: &Bookmark) -> Option<(usize, usize)> {
        let entries = self.desk.shelf.entries();
        let source = &bookmark.source;
        let at_home = |index: &usize| {
            let page = self.desk.shelf.page_of(*index);
            page.is_some_and(|page| page.path == source.path && page.name == source.page)
        };
        let same_text = |index: &usize| {
            entries.get(*index).is_some_and(|entry| entry.article.fingerprint() == bookmark.anchor.hash)
        };
        let mut candidates: Vec<usize> = (0..entries.len()).filter(same_text).collect();
        if candidates.is_empty() {
            candidates = (0..entries.len()).filter(at_home).collect();
        }
        candidates.sort_by_key(|index| {
            let ordinal = entries.get(*index).map_or(usize::MAX, |entry| entry.ordinal);
            (!at_home(index), ordinal != source.article)
        });
        let articles = candidates.iter().filter_map(|index| entries.get(*index)).map(|entry| &*entry.article);
        let (at, found) = resolve_among(&bookmark.anchor, articles)?;
        Some((*candidates.get(at)?, found.block()?))
    }
}
