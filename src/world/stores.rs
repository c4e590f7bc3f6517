//! The thread that reads and writes what is the reader's: bookmarks, places, corrections.
//!
//! Guarantees: orders are done in the order they were given; changes that wait are saved together; a change is said to
//! be saved only when it is; dropping [`Stores`] returns after the last order, also where a panic drops it. Never: a merge rule; `bookmark` and
//! `library` have them.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use super::again::{self, Again};
use super::bookmarks::BookmarkStore;
use super::drafts::Drafts;
use super::folders::Folders;
use super::guarded;
use super::places::PlacesStore;
use crate::app::effect::{Mending, Ticket};
use crate::app::event::{Event, Failure, StoreReport};
use crate::bookmark::{Change, News, Teller};
use crate::library::Places;

/// What the thread is asked to do.
#[derive(Debug)]
pub(super) enum Order {
    ReadBookmarks,
    SaveBookmark(u64, Change),
    Draft(Option<Change>),
    ReadPlaces,
    SavePlaces(Places),
    Mend(Ticket, Box<Mending>),
}

/// The thread, started with its first order.
#[derive(Debug)]
pub(super) struct Stores {
    send: Sender<Event>,
    bookmarks: BookmarkStore,
    places: PlacesStore,
    drafts: PathBuf,
    again: Again,
    running: Option<(Sender<Order>, JoinHandle<()>)>,
}

impl Stores {
    pub(super) fn new(send: Sender<Event>, folders: &Folders, again: Again) -> Self {
        Self {
            send,
            bookmarks: BookmarkStore::new(folders.config.clone()),
            places: PlacesStore::new(folders.state.clone()),
            drafts: folders.state.join("notes"),
            again,
            running: None,
        }
    }

    pub(super) fn order(&mut self, order: Order) -> io::Result<()> {
        if self.running.is_none() {
            let (give, orders) = mpsc::channel();
            let mut keeper = Keeper {
                send: self.send.clone(),
                bookmarks: self.bookmarks.clone(),
                places: self.places.clone(),
                drafts: Drafts::new(self.drafts.clone()),
                again: self.again.clone(),
                teller: Teller::default(),
            };
            let thread =
                thread::Builder::new().name("stores".to_owned()).spawn(move || keeper.serve(&orders))?;
            self.running = Some((give, thread));
        }
        match &self.running {
            Some((give, _)) => give.send(order).map_err(|_gone| io::Error::other("the stores have stopped")),
            None => Ok(()),
        }
    }
}

impl Drop for Stores {
    fn drop(&mut self) {
        if let Some((give, thread)) = self.running.take() {
            drop(give);
            // A panic in it has been told as an event.
            let _ = thread.join();
        }
    }
}

/// What the thread works with.
struct Keeper {
    send: Sender<Event>,
    bookmarks: BookmarkStore,
    places: PlacesStore,
    drafts: Drafts,
    again: Again,
    teller: Teller,
}

impl Keeper {
    fn serve(&mut self, orders: &Receiver<Order>) {
        while let Ok(first) = orders.recv() {
            let mut batch = vec![first];
            batch.extend(orders.try_iter());
            let send = self.send.clone();
            guarded(&send, || self.work(batch));
        }
    }

    /// Does orders that came together: all changes in one write, of several places only the last.
    fn work(&mut self, batch: Vec<Order>) {
        let mut changes = Vec::new();
        let mut places = None;
        let mut draft = None;
        for order in batch {
            match order {
                Order::ReadBookmarks => {
                    let result = self.read_bookmarks().map(|report| self.tell(report, &[]));
                    self.answer(Event::Bookmarks(result));
                }
                Order::ReadPlaces => self.answer(Event::Places(self.places.read())),
                Order::SaveBookmark(serial, change) => changes.push((serial, change)),
                Order::Draft(change) => draft = Some(change),
                Order::SavePlaces(newer) => places = Some(newer),
                Order::Mend(ticket, mending) => {
                    let result = again::mend(*mending, &self.again).map(Arc::new);
                    self.answer(Event::Mended { ticket, result });
                }
            }
        }
        let mut saved = true;
        if !changes.is_empty() {
            let result = self.bookmarks.save(&changes);
            saved = result.is_ok();
            let result = result.map(|report| self.tell(report, &changes));
            self.answer(Event::Bookmarks(result));
        }
        match draft {
            // A courtesy: where it cannot be kept, neither can the note, which is told when it is written.
            Some(Some(change)) => drop(self.drafts.keep(change)),
            Some(None) if saved => self.drafts.end(),
            _ => {}
        }
        if let Some(places) = places
            && let Err(failure) = self.places.save(&places)
        {
            self.answer(Event::Places(Err(failure)));
        }
    }

    /// Reads the bookmarks, and puts into them what copies that were killed had of notes.
    fn read_bookmarks(&self) -> Result<StoreReport, Failure> {
        let left = self.drafts.left();
        let rescued = left.len();
        if rescued > 0
            && let Ok(report) = self.bookmarks.merge(left.notes.clone())
        {
            left.remove();
            return Ok(StoreReport { rescued, ..report });
        }
        self.bookmarks.read()
    }

    /// The report as the screen takes it, which made these changes in its own bookmarks.
    fn tell(&mut self, report: StoreReport, changes: &[(u64, Change)]) -> StoreReport<News> {
        let changed = changes.iter().map(|(_, change)| change.id());
        report.telling(|collection| self.teller.tell(collection, changed))
    }

    fn answer(&self, event: Event) {
        // Where the loop has ended, the answer is of no use any more; the work is done all the same.
        let _ = self.send.send(event);
    }
}
