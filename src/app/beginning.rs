//! The beginning of a long text, shown while the whole is being read, and the whole in its place.
//!
//! Guarantees: the words under the cursor and in the top row stay where they are; bookmarks made and searches begun
//! meanwhile go over to the whole. Never: a place, a mark or a correction that is about the beginning alone.

use std::sync::Arc;

use super::effect::{Effect, Ticket};
use super::notice::Notice;
use super::reading::is_untouched;
use super::{App, Loading, Reader, command};
use crate::article::{Anchor, Article, Page, resolve};
use crate::bookmark::{Bookmark, Change};
use crate::config::message::Message;

impl App {
    /// Takes the beginning of a page, which is so many percent of it.
    pub(super) fn begun(&mut self, ticket: Ticket, page: Arc<Page>, percent: u8) {
        if !self.desk.expects(ticket) {
            return;
        }
        self.desk.begin(page, percent);
        self.resume();
        if self.reader.is_none() {
            self.follow_list();
        }
    }

    /// Whether of the last page only the beginning is there.
    pub(super) const fn is_begun(&self) -> bool {
        matches!(self.desk.loading, Loading::Begun { .. })
    }

    /// Puts the whole in the place of its beginning; one without articles where it could not be read after all.
    pub(super) fn complete(&mut self, whole: &Arc<Page>) -> Vec<Effect> {
        self.desk.loading = Loading::Busy;
        let Some(part) = self.desk.shelf.pages().last().cloned() else { return Vec::new() };
        let index = self.desk.shelf.pages().len() - 1;
        let untouched = self.reader.as_ref().is_some_and(is_untouched);
        let find = self.reader.as_mut().and_then(|reader| reader.find.take());
        self.swap_one(index, whole);
        let opened = self.reader.as_ref().map(Reader::home);
        let kept = opened.and_then(|article| self.places.get(article.fingerprint())).copied();
        if untouched && kept.is_some_and(|place| place.offset > 0) {
            // It opens where the reader stopped in the whole on an earlier day.
            self.reader = None;
            self.follow_list();
        }
        let mut effects = find.map_or_else(Vec::new, |find| command::look_again(self, find));
        for (part, whole) in part.articles.iter().zip(&whole.articles) {
            effects.extend(self.carry_marks(part, whole));
        }
        effects.extend(self.settle_swap());
        effects
    }

    /// Makes the bookmarks of a beginning anew in the whole, as far as its words are the same.
    fn carry_marks(&mut self, part: &Article, whole: &Article) -> Vec<Effect> {
        let now = self.life.now();
        let moved = |mark: &Bookmark| {
            let found = resolve(&mark.anchor, part);
            let block = found.block().and_then(|block| part.blocks().get(block))?;
            let span = found.span().unwrap_or(block.span);
            let same = whole.text().get(..span.end) == part.text().get(..span.end);
            let anchor = Anchor::of(whole, span).filter(|_| same)?;
            Some(Change::put(Bookmark { anchor, updated: now, ..mark.clone() }))
        };
        let changes: Vec<Change> = self.marks.of(part).filter_map(moved).collect();
        changes.into_iter().flat_map(|change| self.marks.change(change).0).collect()
    }

    /// Refuses what has to be said of the whole while only the beginning of the page with the hash `dump` is there.
    ///
    /// # Errors
    /// A notice that says so.
    pub(super) fn ask_for_whole(&self, dump: &str) -> Result<(), Notice> {
        let last = self.desk.shelf.pages().last();
        if self.is_begun() && last.is_some_and(|page| page.hash == dump) {
            return Err(Notice::info(Message::new("notice.not-whole")));
        }
        Ok(())
    }
}
