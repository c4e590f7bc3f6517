//! Searches too long to do while drawing, each on a thread of its own.
//!
//! Guarantees: a newer search of a kind stops the older one, whose answer is then not sent. Never: a search rule.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::archive::Archive;
use super::{guarded, hunt};
use crate::app::AnchorJob;
use crate::app::effect::{HuntJob, Ticket};
use crate::app::event::Event;
use crate::search::{FilterJob, FindJob};

/// Starts searches.
#[derive(Debug)]
pub(super) struct Searcher {
    send: Sender<Event>,
    find: Arc<AtomicBool>,
    filter: Arc<AtomicBool>,
    anchor: Arc<AtomicBool>,
    hunt: Arc<AtomicBool>,
    /// The folder of the library, and that once it is searched.
    folder: PathBuf,
    library: Arc<Mutex<Option<Archive>>>,
}

impl Searcher {
    /// Those that answer to `send`; the library is in `folder`.
    pub(super) fn new(send: Sender<Event>, folder: PathBuf) -> Self {
        Self {
            send,
            folder,
            library: Arc::default(),
            find: Arc::default(),
            filter: Arc::default(),
            anchor: Arc::default(),
            hunt: Arc::default(),
        }
    }

    pub(super) fn find(&mut self, ticket: Ticket, job: FindJob) -> io::Result<()> {
        let stop = renew(&mut self.find);
        begin("search", self.send.clone(), move || job.run(&stop).map(|hits| Event::Found { ticket, hits }))
    }

    pub(super) fn filter(&mut self, ticket: Ticket, job: FilterJob) -> io::Result<()> {
        let stop = renew(&mut self.filter);
        let send = self.send.clone();
        begin("search", self.send.clone(), move || {
            let mut first = |rows| drop(send.send(Event::Filtered { ticket, rows }));
            job.run(&stop, &mut first).map(|rows| Event::Filtered { ticket, rows })
        })
    }

    pub(super) fn anchor(&mut self, ticket: Ticket, job: AnchorJob) -> io::Result<()> {
        let stop = renew(&mut self.anchor);
        begin("anchors", self.send.clone(), move || {
            job.run(&stop).map(|found| Event::Anchored { ticket, found })
        })
    }

    pub(super) fn hunt(&mut self, ticket: Ticket, job: HuntJob) -> io::Result<()> {
        let stop = renew(&mut self.hunt);
        let (send, folder, library) = (self.send.clone(), self.folder.clone(), Arc::clone(&self.library));
        begin("hunt", self.send.clone(), move || {
            // The search before lets go of it when it sees that it was stopped.
            let mut library = library.lock().unwrap_or_else(PoisonError::into_inner);
            let library = library.get_or_insert_with(|| Archive::open(&folder));
            library.refresh();
            hunt::open(&job, library, &stop, &mut |told| {
                // Nobody hears it where the loop is over.
                let _ = send.send(Event::Hunted { ticket, told });
            })?;
            None
        })
    }

    /// Stops the search through all there is.
    pub(super) fn stop_hunt(&mut self) {
        renew(&mut self.hunt);
    }
}

/// Stops what runs under the old flag; the new one is for what begins now.
pub(super) fn renew(flag: &mut Arc<AtomicBool>) -> Arc<AtomicBool> {
    std::mem::take(flag).store(true, Ordering::Relaxed);
    Arc::clone(flag)
}

/// Does `work` on a thread called `name`, and sends what it gives.
pub(super) fn begin(
    name: &str,
    send: Sender<Event>,
    work: impl FnOnce() -> Option<Event> + Send + 'static,
) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        guarded(&send, || {
            if let Some(event) = work() {
                let _ = send.send(event);
            }
        });
    })?;
    Ok(())
}
