//! Brings the library's index up to date while somebody reads, once a run.
//!
//! Guarantees: it begins well after the first screen, and works with one thread of the lowest priority; another copy that
//! writes is left alone; nothing is told where nothing changed; it ends when the program does, and what it had taken in by
//! then stays. Never: a wait at the end of the program.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::archive::{Step, Store, update};
use super::folders::from_home;
use super::mends::MendStore;
use super::search::begin;
use crate::app::event::{Event, Failure, FailureKind, Indexed, Indexing};

/// How long the reader is left alone with what was opened.
const DELAY: Duration = Duration::from_secs(2);

/// Between two reports. What takes no longer is not worth one.
const TICK: Duration = Duration::from_secs(1);

/// Keeps the index.
#[derive(Debug)]
pub(super) struct Keeper {
    send: Sender<Event>,
    folder: PathBuf,
    mends: MendStore,
    stop: Arc<AtomicBool>,
    /// Wakes the thread when it is dropped.
    waiting: Option<Sender<()>>,
}

impl Keeper {
    /// One that answers to `send`; the archive is in `folder`.
    pub(super) fn new(send: Sender<Event>, folder: PathBuf, mends: MendStore) -> Self {
        Self { send, folder, mends, stop: Arc::default(), waiting: None }
    }

    /// Brings the index of the library that is these places up to date.
    pub(super) fn index(&mut self, places: Vec<String>) -> io::Result<()> {
        let (wake, woken) = channel();
        self.waiting = Some(wake);
        let (folder, mends, stop) = (self.folder.clone(), self.mends.clone(), Arc::clone(&self.stop));
        let send = self.send.clone();
        begin("library", self.send.clone(), move || {
            if woken.recv_timeout(DELAY) != Err(RecvTimeoutError::Timeout) {
                return None;
            }
            step_back();
            let roots: Vec<PathBuf> = places.iter().map(|place| from_home(place)).collect();
            let said = match keep(&folder, &roots, &mends, (&stop, &send)) {
                Ok(indexed) => Some(Indexing::Done(indexed)),
                Err(failure) if failure.kind == FailureKind::Locked => None,
                Err(failure) => Some(Indexing::Failed(failure)),
            };
            said.map(Event::Indexing)
        })
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

fn keep(
    folder: &std::path::Path,
    roots: &[PathBuf],
    mends: &MendStore,
    (stop, send): (&AtomicBool, &Sender<Event>),
) -> Result<Indexed, Failure> {
    let mut store = Store::open(folder, Duration::ZERO)?.with_hands(1);
    // Without them every page that is corrected would be taken in as it was before.
    let mends = mends.look()?.mends;
    let left = store.keep_to(roots)?;
    let mut told = Instant::now();
    let report = update(&mut store, roots, &mends, stop, &mut |step| {
        if let Step::Files(at, all) = step
            && told.elapsed() >= TICK
        {
            told = Instant::now();
            let percent = u8::try_from(at * 100 / all.max(1)).unwrap_or(100);
            // Nobody hears it where the loop is over.
            let _ = send.send(Event::Indexing(Indexing::Part(percent)));
        }
    })?;
    Ok(Indexed {
        articles: report.taken.1,
        gone: report.gone + left,
        skipped: report.skipped.len(),
        away: report.away.into_iter().next(),
    })
}

/// Leaves the machine to everybody else. Elsewhere a priority is of the whole program.
#[cfg(target_os = "linux")]
fn step_back() {
    // Where it is refused the work is done all the same.
    let _ = rustix::process::nice(19);
}

#[cfg(not(target_os = "linux"))]
const fn step_back() {}
