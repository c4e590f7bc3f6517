//! From the list to the article: what is opened, where it is opened, what counts as read.
//!
//! Guarantees: the article beside the list is always the selected one; it opens where the reader stopped. Never: a
//! place by row; places are offsets.

use std::sync::Arc;

use super::effect::{Effect, Input, Ticket};
use super::event::Failure;
use super::{App, Loading, Reader, command};
use crate::article::{Article, Page};
use crate::layout::{HANG, Style};
use crate::library::{Place, Places};
use crate::search::Filtered;

impl App {
    /// How articles are set with the settings and the size there are.
    pub(crate) fn style(&self) -> Style {
        let cells = usize::from(self.panes().text.width).saturating_sub(self.hang());
        self.settings.style(cells, self.look.widths)
    }

    /// Cells right of the measure for a mark that hangs out of its row.
    pub(super) const fn hang(&self) -> usize {
        if self.settings.devices.hang { HANG } else { 0 }
    }

    /// Opens other inputs in place of what is open.
    pub fn open_inputs(&mut self, inputs: Vec<Input>) -> Effect {
        self.reader = None;
        let looked = (std::mem::take(&mut self.focus), std::mem::take(&mut self.zen));
        self.desk.load(inputs, looked)
    }

    /// Takes a page, or the reason why there is none.
    pub(super) fn loaded(&mut self, ticket: Ticket, result: Result<Arc<Page>, Failure>) -> Vec<Effect> {
        if !self.desk.expects(ticket) {
            return Vec::new();
        }
        let effects = match (self.is_begun(), result) {
            (true, Ok(whole)) => self.complete(&whole),
            (true, Err(failure)) => {
                self.desk.failures.push(failure);
                self.complete(&Arc::default())
            }
            (false, result) => {
                self.desk.take(result);
                Vec::new()
            }
        };
        self.resume();
        if self.reader.is_none() {
            self.follow_list();
        }
        effects
    }

    /// Takes the end of a load; what could not be read is told. Where nothing could, what was open before comes back.
    pub(super) fn load_done(&mut self, ticket: Ticket) -> Vec<Effect> {
        if !self.desk.expects(ticket) {
            return Vec::new();
        }
        // Whoever read it gave up, and said so.
        let mut effects = if self.is_begun() { self.complete(&Arc::default()) } else { Vec::new() };
        self.desk.loading = Loading::Done;
        if let Some(looked) = self.desk.fall_back() {
            (self.focus, self.zen) = looked;
        }
        self.marks.keep_strays(std::collections::HashMap::new());
        effects.extend(self.seek_strays());
        self.refresh_marks();
        self.resume();
        self.follow_list();
        self.tell_failures();
        effects.extend(self.jump_to_wanted());
        effects.extend(self.go_to_wanted_hit());
        effects.extend(self.look_again());
        // A filter typed while pages were coming has not seen the last ones.
        let typed = self.desk.list.filter.as_ref().map(|filter| filter.typed.clone());
        effects.extend(typed.map_or_else(Vec::new, |typed| command::filter_list(self, &typed)));
        effects
    }

    /// Takes the reading places of earlier days. An article that was opened before they came, and not moved in, opens
    /// again where the reader stopped.
    pub(super) fn take_places(&mut self, places: Places) {
        self.places.merge(places);
        self.reader.take_if(|reader| is_untouched(reader));
        // Who went about in an article has chosen it.
        self.desk.chosen |= self.reader.is_some();
        self.resume();
        self.follow_list();
    }

    /// Selects the article at which the reader stopped with these sources, as long as nothing else was chosen.
    pub(super) fn resume(&mut self) {
        let Some(key) = self.places.list(&self.desk.sources) else { return };
        if self.desk.chosen {
            return;
        }
        let entries = self.desk.shelf.entries();
        if let Some(entry) = entries.iter().position(|entry| entry.article.fingerprint() == key) {
            self.desk.chosen = true;
            self.desk.list.select(entry);
            self.follow_list();
        }
    }

    /// Selects the article `by` articles further down or up, by the reader's own choice. Says whether there was one.
    pub fn step_list(&mut self, by: isize) -> bool {
        self.desk.chosen = true;
        let moved = self.desk.list.step(by);
        self.follow_list();
        moved
    }

    /// Opens the selected article beside the list, where the reader stopped in it.
    pub fn follow_list(&mut self) {
        let Some(article) = self.desk.selected() else {
            // A filter that leaves no article leaves none to be read or marked either.
            self.note_place();
            self.reader = None;
            return;
        };
        if self.reader.as_ref().is_some_and(|reader| Arc::ptr_eq(reader.home(), article)) {
            return;
        }
        let article = Arc::clone(article);
        self.note_place();
        self.show_article(&article);
    }

    fn show_article(&mut self, article: &Arc<Article>) {
        self.desk.dump = None;
        let offset = self.places.get(article.fingerprint()).map_or(0, |place| place.offset);
        let mut offset = offset.min(article.text().len());
        while !article.text().is_char_boundary(offset) {
            offset -= 1;
        }
        let height = self.panes().lines();
        self.reader = Some(Reader::new(Arc::clone(article), self.style(), height, offset));
        self.refresh_marks();
    }

    /// Keeps the place in the open article.
    pub(super) fn note_place(&mut self) {
        let Some(reader) = self.reader.as_ref() else { return };
        let key = reader.home().fingerprint().to_owned();
        let offset = reader.place_at_home();
        let known = self.places.get(&key);
        let read = known.is_some_and(|place| place.read);
        if known.map_or(0, |place| place.offset) != offset {
            let place = Place { offset, read, at: self.life.now() };
            self.places.note(&key, place);
        }
    }

    /// Asks for places and read state to be saved.
    pub fn save_places(&mut self) -> Vec<Effect> {
        self.note_place();
        if let Some(article) = self.desk.selected() {
            let key = article.fingerprint().to_owned();
            let sources = self.desk.sources.clone();
            self.places.set_list(&sources, &key, self.life.now());
        }
        self.places.take_new().map(Effect::SavePlaces).into_iter().collect()
    }

    /// Counts the open article as read.
    pub fn mark_read(&mut self) -> Vec<Effect> {
        self.desk.chosen = true;
        let Some(entry) = self.desk.list.selected() else { return Vec::new() };
        if self.is_read(entry) { Vec::new() } else { self.set_read(entry, Reading::Read) }
    }

    /// Turns read into unread and back.
    pub fn toggle_read(&mut self, entry: usize) -> Vec<Effect> {
        let reading = if self.is_read(entry) { Reading::Unread } else { Reading::Read };
        self.set_read(entry, reading)
    }

    fn set_read(&mut self, entry: usize, reading: Reading) -> Vec<Effect> {
        let Some(entry) = self.desk.shelf.entries().get(entry) else { return Vec::new() };
        let key = entry.article.fingerprint().to_owned();
        let offset = self.places.get(&key).map_or(0, |place| place.offset);
        let place = Place { offset, read: reading == Reading::Read, at: self.life.now() };
        self.places.note(&key, place);
        self.save_places()
    }

    /// Whether an article counts as read.
    pub fn is_read(&self, entry: usize) -> bool {
        let entry = self.desk.shelf.entries().get(entry);
        entry.and_then(|entry| self.places.get(entry.article.fingerprint())).is_some_and(|place| place.read)
    }

    /// Takes a filter's answer.
    pub fn filtered(&mut self, ticket: Ticket, rows: Filtered) {
        let Some(filter) = self.desk.list.filter.as_mut().filter(|filter| filter.waiting == Some(ticket))
        else {
            return;
        };
        filter.waiting = filter.waiting.filter(|_| !rows.done);
        self.desk.list.pass(Some(rows.rows), &self.desk.shelf);
        self.follow_list();
    }
}

/// Whether nothing was done in an article since it was opened at its start, so that it may be opened anew.
pub(super) fn is_untouched(reader: &Reader) -> bool {
    reader.place() == 0 && reader.find.is_none() && !reader.cursor_was_moved() && reader.selected().is_none()
}

/// Whether an article was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    Read,
    Unread,
}
