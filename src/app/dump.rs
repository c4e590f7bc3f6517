//! The dump of a page in the place of what was made of it, at the same words, and back.
//!
//! Guarantees: the byte in the top row and the one under the cursor are looked for on the other side; a dump that
//! comes after the reader went elsewhere is dropped. Never: a dump kept once it is left.

use std::sync::Arc;

use super::command::Outcome;
use super::effect::{Effect, Ticket};
use super::event::Failure;
use super::notice::Notice;
use super::{App, Reader};
use crate::article::Article;
use crate::config::message::Message;

impl App {
    /// Shows the dump of the open page, once it was read, or what was made of it again.
    ///
    /// # Errors
    /// A notice where nothing is open.
    pub fn toggle_dump(&mut self) -> Outcome {
        let none = || Notice::warning(Message::new("notice.nothing-open"));
        let reader = self.reader.as_ref().ok_or_else(none)?;
        let entry = self.desk.list.selected().ok_or_else(none)?;
        let index = self.desk.shelf.entries().get(entry).ok_or_else(none)?.page;
        let page = Arc::clone(self.desk.shelf.page_of(entry).ok_or_else(none)?);
        if reader.is_dump() {
            if let Some((place, cursor)) = reader.way_back() {
                let article = Arc::clone(reader.home());
                let height = self.panes().lines();
                let mut reader = Reader::new(article, self.style(), height, place);
                reader.return_to(place, cursor);
                self.reader = Some(reader);
            } else {
                let sources = reader.sources().ok_or_else(none)?;
                self.open_at(index, &page, sources);
            }
            self.refresh_marks();
            return Ok(Vec::new());
        }
        self.ask_for_whole(&page.hash)?;
        let source = self.desk.source_of(&page);
        let ticket = self.life.next_ticket();
        self.desk.dump = Some(ticket);
        Ok(vec![Effect::ReadDump { ticket, source }])
    }

    /// Takes a dump, or the reason why there is none.
    pub(super) fn take_dump(&mut self, ticket: Ticket, result: Result<Arc<Article>, Failure>) {
        if self.desk.dump.take_if(|waiting| *waiting == ticket).is_none() {
            return;
        }
        match result {
            Ok(dump) => {
                self.note_place();
                let reader = self.reader.as_ref().filter(|reader| !reader.is_dump());
                if let Some(shown) = reader.map(|reader| reader.with_dump(&dump)) {
                    self.reader = Some(shown);
                }
            }
            Err(failure) => self.say(Notice::error(super::told::say_failure(&failure))),
        }
    }
}
