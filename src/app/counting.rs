//! Whose rows are counted, and when: those of the open article in the style it is set in, once.
//!
//! Guarantees: a short article is counted before it is shown; a long one once for a style, and what nobody needs any
//! more is stopped. Never: a count of its own; `layout` has it, and the world the thread.

use super::effect::{Effect, Ticket};
use super::{App, Reader};
use crate::layout::Heights;

impl App {
    /// Asks for what is not counted yet, or for an end of what is counted in vain.
    pub(super) fn count_rows(&mut self) -> Option<Effect> {
        // Of a pane that is not shown nobody knows the measure.
        let is_shown = !self.panes().text.is_empty();
        self.reader.iter_mut().for_each(Reader::count_if_short);
        let Some(reader) = self.reader.as_mut().filter(|reader| !reader.is_counted()) else {
            return self.life.counting.take().map(|_| Effect::StopCount);
        };
        let waits = reader.asked().is_some_and(|ticket| self.life.counting == Some(ticket));
        if waits || !is_shown {
            return None;
        }
        let ticket = self.life.next_ticket();
        self.life.counting = Some(ticket);
        Some(Effect::Count { ticket, job: reader.ask(ticket) })
    }

    /// Takes a count.
    pub(super) fn counted(&mut self, ticket: Ticket, heights: Heights) {
        if self.life.counting == Some(ticket)
            && let Some(reader) = self.reader.as_mut().filter(|reader| reader.asked() == Some(ticket))
        {
            reader.know(heights);
            self.life.counting = None;
        }
    }
}
