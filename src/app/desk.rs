//! What is open: the shelf of pages, the list over it, and loads under way.
//!
//! Guarantees: answers to an older load are dropped; what could not be read is kept to be told. Never: a file.

use std::path::PathBuf;
use std::sync::Arc;

use super::effect::{Effect, Input, Source, Ticket};
use super::event::Failure;
use super::list::List;
use super::mending::Mends;
use super::panes::{Pane, Zen};
use crate::article::{Article, Page};
use crate::bookmark::Bookmark;
use crate::library::{Hit, Shelf};

/// Whether something is being read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Loading {
    /// Nothing was asked for yet.
    #[default]
    Idle,
    /// Sources are being read.
    Busy,
    /// They are, and of the last page on the shelf only the beginning is there.
    Begun {
        /// How much of it that is.
        percent: u8,
    },
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
    /// The folder that relative paths start from.
    pub folder: PathBuf,
    /// The bookmark for whose sake the page was opened.
    pub wanted: Option<Bookmark>,
    /// The hit for whose sake it was, and what was looked for.
    pub found: Option<Box<(Hit, String)>>,
    /// The inputs that were handed in and are no files.
    pub texts: Vec<Input>,
    /// Corrections under way.
    pub mends: Mends,
    /// The dump that was asked for.
    pub dump: Option<Ticket>,
    /// What was open before a load that has brought nothing yet, and how it was looked at.
    before: Option<Box<(Desk, (Pane, Zen))>>,
}

impl Desk {
    /// An empty desk; relative paths start from `folder`.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, ..Self::default() }
    }

    /// Asks for `inputs`, in place of what is open and looked at so.
    pub fn load(&mut self, inputs: Vec<Input>, looked: (Pane, Zen)) -> Effect {
        let ticket = Ticket(self.ticket.0 + 1);
        let names: Vec<String> = inputs.iter().map(Input::name).collect();
        let sources = names.join("\n");
        let folder = self.folder.clone();
        let is_text = |input: &&Input| matches!(input, Input::Text { .. });
        let texts = inputs.iter().filter(is_text).cloned().collect();
        let new = Self { ticket, loading: Loading::Busy, sources, folder, texts, ..Self::default() };
        let old = std::mem::replace(self, new);
        self.before = if old.shelf.entries().is_empty() { old.before } else { Some(Box::new((old, looked))) };
        Effect::Load { ticket, inputs }
    }

    /// Where a load brought nothing, what was open before is open again; the failures stay to be told, and a bookmark
    /// that was wanted stays wanted. Says how it was looked at.
    pub fn fall_back(&mut self) -> Option<(Pane, Zen)> {
        let (before, looked) = *self.before.take().filter(|_| self.shelf.entries().is_empty())?;
        let (failures, ticket) = (std::mem::take(&mut self.failures), self.ticket);
        let wanted = self.wanted.take();
        *self = Self { failures, ticket, wanted, before: None, ..before };
        Some(looked)
    }

    /// Whether an answer belongs to the newest load.
    pub fn expects(&self, ticket: Ticket) -> bool {
        self.ticket == ticket
    }

    /// Takes a page or the reason why there is none.
    pub fn take(&mut self, result: Result<Arc<Page>, Failure>) {
        match result {
            Ok(page) => {
                self.before = None;
                self.shelf.add(page);
                self.list.append(&self.shelf);
            }
            Err(failure) => self.failures.push(failure),
        }
    }

    /// Takes the beginning of a page, which is so many percent of it.
    pub fn begin(&mut self, page: Arc<Page>, percent: u8) {
        self.loading = Loading::Begun { percent };
        self.shelf.add(page);
        self.list.append(&self.shelf);
    }

    /// Where an open page came from.
    pub fn source_of(&self, page: &Page) -> Source {
        let handed_in = self.texts.iter().find(|input| input.name() == page.path);
        let input = handed_in.cloned().unwrap_or_else(|| Input::Path(page.path.clone().into()));
        Source { input, name: page.name.clone(), hash: page.hash.clone() }
    }

    /// The selected article.
    pub fn selected(&self) -> Option<&Arc<Article>> {
        self.list.selected().and_then(|entry| self.shelf.entries().get(entry)).map(|entry| &entry.article)
    }
}
