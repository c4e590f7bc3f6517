//! Where bookmarks are in what is open, and going there.
//!
//! Guarantees: a place that is not sure is told as doubtful and never taken for sure. Never: a bookmark changed.

use std::sync::Arc;

use super::anchoring::{Candidate, made_ready, place};
use super::effect::{Effect, Input};
use super::marks::{Place, Sure};
use super::notice::Notice;
use super::panes::Pane;
use super::{App, command};
use crate::bookmark::Bookmark;
use crate::config::message::Message;

impl App {
    /// Goes to the bookmark selected in the list.
    ///
    /// # Errors
    /// A notice where there is none, or its page is not open.
    pub fn jump_to_mark(&mut self) -> command::Outcome {
        let missing = || Notice::info(Message::new("notice.no-bookmark"));
        let id = self.selected_mark().ok_or_else(missing)?;
        self.jump_to_bookmark(&id)
    }

    /// Goes to a bookmark, opening its page if that is not open.
    ///
    /// # Errors
    /// A notice where its words are not found.
    pub fn jump_to_bookmark(&mut self, id: &str) -> command::Outcome {
        let missing = || Notice::info(Message::new("notice.no-bookmark"));
        let bookmark = self.marks.collection().get(id).ok_or_else(missing)?.clone();
        if let Some(place) = self.locate(&bookmark) {
            return Ok(self.jump_to(place));
        }
        let path = std::path::PathBuf::from(&bookmark.source.path);
        let open = self.desk.shelf.pages().iter().any(|page| page.path == bookmark.source.path);
        if open || !path.is_absolute() {
            let message = Message::new("notice.bookmark-elsewhere");
            let headline = self.shown(&bookmark.headline);
            return Err(Notice::warning(message.arg(&bookmark.source.page).arg(headline)));
        }
        let mut effects = self.save_places();
        self.overlays.clear();
        effects.push(self.open_inputs(vec![Input::Path(path)]));
        self.desk.wanted = Some(bookmark);
        Ok(effects)
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

    /// Goes to a place in an article.
    pub(super) fn jump_to(&mut self, place: Place) -> Vec<Effect> {
        self.overlays.clear();
        if !self.desk.list.select(place.entry) {
            self.desk.list.filter = None;
            self.desk.list.pass(None, &self.desk.shelf);
            self.desk.list.select(place.entry);
        }
        self.follow_list();
        self.set_focus(Pane::Reader);
        if let Some(reader) = self.reader.as_mut()
            && let Some(block) = reader.article().blocks().get(place.block).map(|block| block.span.start)
        {
            reader.selection = None;
            reader.reveal(place.span.map_or(block, |span| span.start));
        }
        if place.sure == Sure::Doubtful {
            self.say(Notice::warning(Message::new("notice.bookmark-doubtful")));
        }
        self.mark_read()
    }

    /// Where in what is open a bookmark is: in the same text, or in the article of a changed page that holds its words;
    /// where none surely does, in the one that holds something like them.
    pub(super) fn locate(&self, bookmark: &Bookmark) -> Option<Place> {
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
        let candidate = |entry: &usize| {
            let shelved = entries.get(*entry)?;
            Some(Candidate { entry: *entry, ordinal: shelved.ordinal, article: Arc::clone(&shelved.article) })
        };
        let candidates: Vec<Candidate> = candidates.iter().filter_map(candidate).collect();
        place(&bookmark.anchor, &made_ready(&candidates).iter().collect::<Vec<_>>())
    }
}
