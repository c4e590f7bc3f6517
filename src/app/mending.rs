//! Corrections: asked of the world, and the page that comes back put in the place of the one on the screen.
//!
//! Guarantees: the words under the cursor stay under it, the words at the top of the window stay there as long as
//! they are in the same article; reading places and bookmarks go along. Never: a correction made before it is kept.

use std::collections::HashMap;
use std::sync::Arc;

use super::effect::{Effect, Mending, Ticket};
use super::event::Failure;
use super::history::Step;
use super::notice::Notice;
use super::{App, Reader, command};
use crate::article::{Article, Page, PageKind};
use crate::config::message::Message;
use crate::library::Place;
use crate::mend::{Act, Change, Correction, Kind};

/// Corrections that are under way.
#[derive(Clone, Debug, Default)]
pub struct Mends {
    /// What was asked for, and the notice once it is done.
    waiting: Vec<(Ticket, Asked)>,
    /// The newest answer that was taken.
    taken: Ticket,
}

/// A correction that was asked for.
#[derive(Clone, Debug)]
struct Asked {
    /// Its id.
    id: String,
    way: Way,
}

/// Which way a correction goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is new.
    New,
    /// It is taken back.
    Undo,
    /// It is made again.
    Redo,
}

impl Way {
    /// The notice that tells that it was done.
    pub const fn done(self) -> &'static str {
        match self {
            Self::New => "notice.corrected",
            Self::Undo => "notice.undone",
            Self::Redo => "notice.redone",
        }
    }
}

impl Mends {
    /// Gives up waiting, because something broke that may have been the answer.
    pub fn give_up(&mut self) {
        self.waiting.clear();
    }
}

/// What a correction is about: the block under the cursor, and the page it stands on.
#[derive(Clone, Debug)]
pub struct Here {
    /// The page.
    pub page: Arc<Page>,
    /// The article's place on it.
    pub ordinal: usize,
    /// The article.
    pub article: Arc<Article>,
    /// The block.
    pub block: usize,
}

impl App {
    /// What a correction would be about.
    ///
    /// # Errors
    /// A notice where nothing is open, or the text is no newspaper page, whose blocks alone are corrected.
    pub fn here(&self) -> Result<Here, Notice> {
        let here = self.anything_here()?;
        match here.page.kind {
            PageKind::Newspaper => Ok(here),
            PageKind::Plain => Err(Notice::info(Message::new("notice.no-page"))),
        }
    }

    /// What a line of the dump that is shown begins: the page, the byte of a block or of furniture, and what that is.
    ///
    /// # Errors
    /// A notice where the page is no newspaper's, or goes on in this line with something that began before.
    pub fn line_here(&self) -> Result<(Arc<Page>, usize, Kind), Notice> {
        let none = || Notice::warning(Message::new("notice.nothing-open"));
        let (reader, entry) = self.reader.as_ref().zip(self.desk.list.selected()).ok_or_else(none)?;
        let page = self.desk.shelf.page_of(entry).ok_or_else(none)?;
        let block = reader.article().blocks().get(reader.cursor()).ok_or_else(none)?;
        let text = reader.article().block_text(block);
        let indent = text.len() - text.trim_start().len();
        let at = reader.article().source_of(block.span.start + indent).ok_or_else(none)?;
        let mut blocks = page.articles.iter().flat_map(|article| article.blocks());
        let block = blocks.find(|block| block.source() == at).map(|block| Kind::Block(block.kind));
        let furniture = page.furniture.iter().any(|furniture| furniture.span.start == at);
        let known = block.or_else(|| furniture.then_some(Kind::Furniture)).filter(|_| indent < text.len());
        match (page.kind, known) {
            (PageKind::Plain, _) => Err(Notice::info(Message::new("notice.no-page"))),
            (PageKind::Newspaper, None) => Err(Notice::info(Message::new("notice.nothing-begins"))),
            (PageKind::Newspaper, Some(kind)) => Ok((Arc::clone(page), at, kind)),
        }
    }

    /// The same in a text of any kind.
    ///
    /// # Errors
    /// A notice where nothing is open.
    pub fn anything_here(&self) -> Result<Here, Notice> {
        let none = || Notice::warning(Message::new("notice.nothing-open"));
        let reader = self.reader.as_ref().ok_or_else(none)?;
        if reader.is_dump() {
            return Err(Notice::info(Message::new("notice.dump-only-read")));
        }
        let entry = self.desk.list.selected().ok_or_else(none)?;
        let page = self.desk.shelf.page_of(entry).ok_or_else(none)?;
        let ordinal = self.desk.shelf.entries().get(entry).ok_or_else(none)?.ordinal;
        let article = Arc::clone(reader.article());
        Ok(Here { page: Arc::clone(page), ordinal, article, block: reader.cursor() })
    }

    /// Asks for a correction of a page that is open, which can be taken back.
    ///
    /// # Errors
    /// See [`Self::ask_mend`].
    pub fn mend(&mut self, page: &Page, at: usize, act: Act) -> command::Outcome {
        let id = self.marks.ids.next(self.life.now());
        let correction = Correction::new(id, at, act);
        let effects = self.ask_mend(&page.hash, &correction, Way::New)?;
        self.histories.steps.did(Step::Mend { dump: page.hash.clone(), correction });
        Ok(effects)
    }

    /// Asks for a correction of a dump to be made or taken back.
    ///
    /// # Errors
    /// A notice where its page is not open, or another correction is under way: what is on the screen is not the page
    /// any more then.
    pub(super) fn ask_mend(&mut self, dump: &str, correction: &Correction, way: Way) -> command::Outcome {
        let refused = |key| Notice::info(Message::new(key));
        self.ask_for_whole(dump)?;
        if !self.desk.mends.waiting.is_empty() {
            return Err(refused("notice.correcting"));
        }
        let page = self.desk.shelf.pages().iter().find(|page| page.hash == dump);
        let source = self.desk.source_of(page.ok_or_else(|| refused("notice.corrected-elsewhere"))?);
        let id = correction.id.clone();
        let change = match way {
            Way::New | Way::Redo => Change::Add(correction.clone()),
            Way::Undo => Change::Take(id.clone()),
        };
        let ticket = self.life.next_ticket();
        self.desk.mends.waiting.push((ticket, Asked { id, way }));
        Ok(vec![Effect::Mend { ticket, mending: Box::new(Mending { source, change }) }])
    }

    /// Takes a corrected page, or the reason why nothing was changed.
    pub(super) fn mended(&mut self, ticket: Ticket, result: Result<Arc<Page>, Failure>) -> Vec<Effect> {
        let mends = &mut self.desk.mends;
        let Some(at) = mends.waiting.iter().position(|(waiting, _)| *waiting == ticket) else {
            return Vec::new();
        };
        let (_, asked) = mends.waiting.remove(at);
        match result {
            Err(failure) => {
                self.histories.steps.fail(&asked.id, asked.way);
                let message =
                    Message::new("notice.not-corrected").arg(self.words(&super::told::say_failure(&failure)));
                self.say(Notice::error(message));
                Vec::new()
            }
            Ok(page) if ticket > mends.taken => {
                mends.taken = ticket;
                let message = if page.mended.skipped == 0 {
                    Message::new(asked.way.done())
                } else {
                    Message::new("notice.corrections-unfit").arg(&page.name).arg(page.mended.skipped)
                };
                self.say(Notice::info(message));
                self.swap(&page)
            }
            Ok(_) => Vec::new(),
        }
    }

    /// Puts a page in the place of what was made of the same dump before.
    fn swap(&mut self, page: &Arc<Page>) -> Vec<Effect> {
        let pages = self.desk.shelf.pages();
        let same: Vec<usize> = (0..pages.len())
            .filter(|&index| pages.get(index).is_some_and(|old| old.hash == page.hash))
            .collect();
        for index in same {
            self.swap_one(index, page);
        }
        self.settle_swap()
    }

    /// Looks anew at what depends on the articles there are, after a page was put in the place of another one.
    pub(super) fn settle_swap(&mut self) -> Vec<Effect> {
        self.marks.keep_strays(HashMap::new());
        let mut effects = self.seek_strays();
        self.refresh_marks();
        let typed = self.desk.list.filter.as_ref().map(|filter| filter.typed.clone());
        effects.extend(self.save_places());
        effects.extend(typed.map_or_else(Vec::new, |typed| command::filter_list(self, &typed)));
        effects
    }

    /// Puts `page` on the shelf in the place of the page at `index`, and opens it at the same bytes of the dump.
    pub(super) fn swap_one(&mut self, index: usize, page: &Page) {
        let Some(old) = self.desk.shelf.pages().get(index).cloned() else { return };
        let page = Arc::new(Page { name: old.name.clone(), path: old.path.clone(), ..page.clone() });
        self.note_place();
        self.carry_places(&old, &page);
        let selected = self.desk.list.selected().and_then(|entry| self.desk.shelf.entries().get(entry));
        let selected = selected.map(|entry| (entry.page, entry.ordinal));
        let bytes = self.reader.as_ref().and_then(Reader::sources);
        self.desk.shelf.replace(index, Arc::clone(&page));
        self.desk.list.pass(None, &self.desk.shelf);
        let Some((at, ordinal)) = selected else { return };
        if at != index {
            self.select_at((at, ordinal));
            return;
        }
        if let Some(bytes) = bytes {
            self.open_at(index, &page, bytes);
        }
    }

    /// Opens the article that holds the second of two bytes of a page's dump, the first in the top row if it stands in
    /// the same article, the cursor on the block of the second.
    pub(super) fn open_at(&mut self, index: usize, page: &Page, (top, cursor): (usize, usize)) {
        let Some((ordinal, offset)) = page.find(cursor) else {
            self.reader = None;
            return;
        };
        self.select_at((index, ordinal));
        let Some(article) = page.articles.get(ordinal) else { return };
        let place = page.find(top).filter(|(home, _)| *home == ordinal).map_or(0, |(_, offset)| offset);
        let height = self.panes().lines();
        let mut reader = Reader::new(Arc::clone(article), self.style(), height, place);
        reader.show_both(place, offset);
        self.reader = Some(reader);
    }

    /// Selects an article by its page and its place there, also where a filter has left it out.
    fn select_at(&mut self, (page, ordinal): (usize, usize)) {
        let entries = self.desk.shelf.entries();
        let entry = entries.iter().position(|entry| entry.page == page && entry.ordinal == ordinal);
        let Some(entry) = entry else { return };
        if !self.desk.list.select(entry) {
            self.desk.list.filter = None;
            self.desk.list.pass(None, &self.desk.shelf);
            self.desk.list.select(entry);
        }
    }

    /// Notes in the articles of `new` how far the reader had come with the same words in those of `old`.
    fn carry_places(&mut self, old: &Page, new: &Page) {
        let unknown: Vec<bool> =
            new.articles.iter().map(|one| self.places.get(one.fingerprint()).is_none()).collect();
        let at = self.life.now();
        for article in &old.articles {
            let Some(place) = self.places.get(article.fingerprint()).copied() else { continue };
            // What was read as a part of this article was read; where the reader stopped in it is one place.
            for (index, one) in
                new.articles.iter().enumerate().filter(|(index, _)| unknown.get(*index) == Some(&true))
            {
                let opens = one.blocks().first().and_then(|block| old.find(block.source()));
                let from_here = opens
                    .and_then(|(home, _)| old.articles.get(home))
                    .is_some_and(|home| Arc::ptr_eq(home, article));
                let stop = article.source_of(place.offset).and_then(|byte| new.find(byte));
                let stop = stop.filter(|(home, _)| *home == index).map(|(_, offset)| offset);
                if from_here || stop.is_some_and(|offset| offset > 0) {
                    let known = self.places.get(one.fingerprint()).map_or(0, |place| place.offset);
                    let offset = stop.unwrap_or(0).max(known);
                    self.places.note(one.fingerprint(), Place { offset, read: place.read, at });
                }
            }
        }
    }
}
