//! What touches the world outside: performs effects on threads and answers with events.
//!
//! Guarantees: [`World::perform`] returns at once; of loads, searches and counts the newest wins and older ones stop early;
//! saves are done one after the other and outlive the rest, a panic too; a worker that panics answers with `Broken`. Never: a
//! decision about text, a change of the application's state.

mod again;
pub mod archive;
mod begun;
pub mod bookmarks;
mod clipboard;
mod copies;
mod count;
mod days;
mod disk;
mod drafts;
mod editor;
pub mod exchange;
pub mod export;
mod faults;
pub mod folders;
mod glance;
mod glean;
pub mod hunt;
mod indexer;
mod load;
pub mod mends;
pub mod places;
pub mod read;
mod search;
pub mod slips;
mod stores;

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;

use crate::app::effect::{Effect, Source, Ticket};
use crate::app::event::Event;
use crate::config::marking::Clipboard;
use crate::text::encoding::Choice;
use crate::text::hazard::scrub;
use again::{Again, Piped};
use count::Counter;
use folders::Folders;
use indexer::Keeper;
use load::Loader;
use mends::MendStore;
use search::Searcher;
use stores::Stores;

/// Everything that performs effects.
#[derive(Debug)]
pub struct World {
    send: Sender<Event>,
    again: Again,
    loader: Loader,
    searcher: Searcher,
    counter: Counter,
    /// Before the stores, which are waited for when all is over.
    keeper: Keeper,
    stores: Stores,
}

impl World {
    /// A world that answers to `send`, keeps what is the reader's in `folders`, and reads inputs as `encoding` says.
    pub fn new(send: Sender<Event>, folders: &Folders, encoding: Choice) -> Self {
        let store = MendStore::new(folders.state.clone());
        let library = folders.cache.join(archive::FOLDER);
        let keeper = Keeper::new(send.clone(), library.clone(), store.clone());
        let again = Again { encoding, store, piped: Piped::default() };
        Self {
            loader: Loader::new(send.clone(), again.clone()),
            searcher: Searcher::new(send.clone(), library),
            keeper,
            counter: Counter::new(send.clone()),
            stores: Stores::new(send.clone(), folders, again.clone()),
            send,
            again,
        }
    }

    /// Begins to do what `effect` asks. Effects on the screen are not done here, and come back.
    pub fn perform(&mut self, effect: Effect) -> Option<crate::app::effect::Screen> {
        let begun = match effect {
            Effect::Screen(wish) => return Some(wish),
            Effect::Load { ticket, inputs } => self.loader.load(ticket, inputs),
            Effect::Find { ticket, job } => self.searcher.find(ticket, job),
            Effect::Filter { ticket, job } => self.searcher.filter(ticket, job),
            Effect::Anchor { ticket, job } => self.searcher.anchor(ticket, job),
            Effect::Hunt { ticket, job } => self.searcher.hunt(ticket, job),
            Effect::StopHunt => {
                self.searcher.stop_hunt();
                Ok(())
            }
            Effect::Index { places } => self.keeper.index(places),
            Effect::Count { ticket, job } => self.counter.count(ticket, job),
            Effect::StopCount => {
                self.counter.stop();
                Ok(())
            }
            Effect::ReadBookmarks => self.stores.order(stores::Order::ReadBookmarks),
            Effect::SaveBookmark { serial, change } => {
                self.stores.order(stores::Order::SaveBookmark(serial, change))
            }
            Effect::Mend { ticket, mending } => self.stores.order(stores::Order::Mend(ticket, mending)),
            Effect::ReadDump { ticket, source } => self.read_dump(ticket, source),
            Effect::Draft(change) => self.stores.order(stores::Order::Draft(change)),
            Effect::Edit { command, text } => {
                self.edit(command, text);
                Ok(())
            }
            Effect::Copy { text, by } => self.copy(text, by),
            Effect::ReadPlaces => self.stores.order(stores::Order::ReadPlaces),
            Effect::SavePlaces(places) => self.stores.order(stores::Order::SavePlaces(places)),
        };
        if let Err(reason) = begun {
            // The loop that would hear it is the caller; where it is gone nobody has to know.
            let _ = self.send.send(Event::Broken(reason.to_string()));
        }
        None
    }

    /// Reads a dump again, on a thread that nobody waits for: it may be large.
    fn read_dump(&self, ticket: Ticket, source: Source) -> io::Result<()> {
        let (send, again) = (self.send.clone(), self.again.clone());
        thread::Builder::new().name("dump".to_owned()).spawn(move || {
            guarded(&send, || {
                let result = again::dump(&source, &again);
                let _ = send.send(Event::Dump { ticket, result });
            });
        })?;
        Ok(())
    }

    /// Hands a text to a helper program, on a thread that nobody waits for: the program may be slow.
    fn copy(&self, text: Arc<str>, by: Clipboard) -> io::Result<()> {
        let send = self.send.clone();
        thread::Builder::new().name("clipboard".to_owned()).spawn(move || {
            guarded(&send, || {
                let by = clipboard::copy(&text, by);
                let _ = send.send(Event::Copied { text, by });
            });
        })?;
        Ok(())
    }

    /// Has the reader write a note in another program, on a thread that nobody waits for. It is answered whatever
    /// happens, since the terminal is lent until then.
    fn edit(&self, command: Vec<String>, text: String) {
        let send = self.send.clone();
        let begun = thread::Builder::new().name("editor".to_owned()).spawn(move || {
            let edited = catch_unwind(AssertUnwindSafe(|| editor::edit(&command, &text)));
            let _ = send
                .send(Event::Edited(edited.unwrap_or_else(|panic| Err(editor::failed(&reason(&*panic))))));
        });
        if let Err(error) = begun {
            let _ = self.send.send(Event::Edited(Err(editor::failed(&error))));
        }
    }

    /// Waits until everything that was to be saved is saved or has failed, and told; being dropped does the same.
    pub fn finish(self) {
        drop(self);
    }
}

/// Does `work`; a panic in it becomes an event.
fn guarded(send: &Sender<Event>, work: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(work)) {
        let _ = send.send(Event::Broken(reason(&*panic)));
    }
}

/// What a panic says, in one row.
fn reason(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("panic");
    scrub(text).into_owned()
}
