//! What is open: the shelf of pages, the list over it, and loads under way.
//!
//! Guarantees: answers to an older load are dropped; what could not be read is kept to be told. Never: a file.

use std::sync::Arc;

use super::effect::{Effect, Input, Ticket};
use super::event::Failure;
use super::list::List;
use crate::article::{Article, Page};
use crate::library::Shelf;

/// Whether something is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Loading {
    /// Nothing was asked for yet.
    #[default]
    Idle,
    /// Sources are being read.
    Busy,
    /// All were read.
    Done,
}

/// What is open.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// All pages.
    pub shelf: Shelf,
    /// The list.
    pub list: List,
    /// Whether something is being read.
    pub loading: Loading,
    /// What could not be read.
    pub failures: Vec<Failure>,
    /// Names the set of sources, for resuming in the list.
    pub sources: String,
    /// Whether the reader chose an article, after which none is chosen for them.
    pub chosen: bool,
    ticket: Ticket,
}

impl Desk {
    /// Asks for `inputs`, in place of what is open.
    pub fn load(&mut self, inputs: Vec<Input>) -> Effect {
        let ticket = Ticket(self.ticket.0 + 1);
        let names: Vec<String> = inputs.iter().map(Input::name).collect();
        *self = Self { ticket, loading: Loading::Busy, sources: names.join("\n"), ..Self::default() };
        Effect::Load { ticket, inputs }
    }

    /// Whether an answer belongs to the newest load.
    pub fn expects(&self, ticket: Ticket) -> bool {
        self.ticket == ticket
    }

    /// Takes a page or the reason why there is none.
    pub fn take(&mut self, result: Result<Arc<Page>, Failure>) {
        match result {
            Ok(page) => {
                self.shelf.add(page);
                self.list.append(&self.shelf);
            }
            Err(failure) => self.failures.push(failure),
        }
    }

    /// All articles in the list's order, for a filter.
    pub fn articles(&self) -> Arc<[Arc<Article>]> {
        self.shelf.entries().iter().map(|entry| Arc::clone(&entry.article)).collect()
    }

    /// The selected article.
    pub fn selected(&self) -> Option<&Arc<Article>> {
        self.list.selected().and_then(|entry| self.shelf.entries().get(entry)).map(|entry| &entry.article)
    }
}
