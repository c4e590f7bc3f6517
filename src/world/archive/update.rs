//! Brings an archive up to date with the folders and files it is of.
//!
//! Guarantees: a file is read where it is new or not what it was, and no other; each file that cannot be taken is told with
//! its reason; what a folder that cannot be reached, or has nothing in it, held is kept. Never: more files read at once than there are threads.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, Metadata};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, SystemTime};

use xxhash_rust::xxh3::xxh3_64;

use super::batch::Entry;
use super::import::Import;
use super::roots::gone;
use super::store::Store;
use super::volume::{Stamp, Volume};
use crate::app::event::{Failure, FailureKind};
use crate::article::Page;
use crate::format;
use crate::library::facts;
use crate::mend::Mends;
use crate::text::encoding::{Choice, NotText};
use crate::text::hazard::scrub;
use crate::world::load::unreadable;
use crate::world::read::{ReadError, expand, read_input};
use crate::world::{days, disk, reason};

/// A file that was changed so shortly before it was looked at may have been changed again within the same tick of its
/// clock: two seconds, the coarsest there is (FAT).
const TICK: Duration = Duration::from_secs(2);

/// Pages that wait to be taken in.
const QUEUE: usize = 16;

/// How far an update came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// So many of so many files were looked at.
    Files(usize, usize),
    /// Segments are being merged.
    Merging,
}

/// What an update did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Files that were read, and their articles.
    pub taken: (usize, usize),
    /// Files that were as they had been.
    pub kept: usize,
    /// Files that are gone.
    pub gone: usize,
    /// Files that could not be taken, and why.
    pub skipped: Vec<Failure>,
    /// Places that could not be reached, or hold nothing: what is known from them stays.
    pub away: Vec<Failure>,
    /// Whether it was stopped.
    pub stopped: bool,
}

/// A file that the archive knows.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) at: (u32, u32),
    stamp: Stamp,
    dump: String,
}

/// What became of a file that was looked at.
enum Looked {
    /// Nothing: it was touched.
    Touched(Stamp),
    Page(Volume, Box<Page>),
    Failed(Failure),
}

/// Brings `store` up to date with the files under `roots`, with the reader's corrections made in them, until `stop` is set;
/// what was taken in by then stays.
///
/// # Errors
/// What could not be written.
pub fn update(
    store: &mut Store,
    roots: &[PathBuf],
    mends: &Mends,
    stop: &AtomicBool,
    told: &mut dyn FnMut(Step),
) -> Result<Report, Failure> {
    let mut report = Report::default();
    store.check();
    let known: HashMap<PathBuf, Known> = store
        .volumes()?
        .into_iter()
        .map(|(batch, number, volume)| {
            let Volume { path, stamp, dump, .. } = volume;
            (path, Known { at: (batch, number), stamp, dump })
        })
        .collect();
    let go_on = || !stop.load(Ordering::Relaxed);
    let (files, reached) = files(roots, &go_on, &mut report);
    let (kept, work): (Vec<_>, Vec<_>) =
        files.iter().partition(|file| known.get(*file).is_some_and(|known| is_same(file, known, mends)));
    report.kept = kept.len();
    let (gone, empty) = gone(&known, &files, &reached);
    report.gone = gone.len();
    report.away.retain(|one| empty.iter().all(|other| one.path != other.path));
    report.away.extend(empty);
    for (batch, number) in gone {
        store.bury(batch, number);
    }
    read_all(store, (&work, &known, mends), stop, (&mut report, told))?;
    store.commit()?;
    told(Step::Merging);
    store.tidy(&go_on)?;
    report.stopped = !go_on();
    Ok(report)
}

/// The files under `roots`, each once, and the roots that could be reached.
fn files(roots: &[PathBuf], go_on: &dyn Fn() -> bool, report: &mut Report) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut files, mut reached, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for root in roots {
        let found = expand(root, format::is_known, go_on);
        let is_reached = matches!(found, Ok(_) | Err(ReadError::EmptyFolder(_)));
        match found {
            Ok(found) => files.extend(found.into_iter().filter(|file| seen.insert(file.clone()))),
            Err(error) => report.away.push(in_words(&error)),
        }
        if is_reached && go_on() {
            reached.push(root.clone());
        }
    }
    (files, reached)
}

/// What is wrong with a place, as a failure that says what to do.
fn in_words(error: &ReadError) -> Failure {
    let failure = unreadable(error);
    let words = scrub(&error.to_string()).into_owned();
    let reason = words.strip_prefix(&format!("{}: ", failure.path)).map(str::to_owned).unwrap_or(words);
    Failure { reason, ..failure }
}

/// Whether a file is surely what it was when it was read, and its corrections are.
fn is_same(file: &Path, known: &Known, mends: &Mends) -> bool {
    let Ok(kind) = fs::metadata(file) else { return false };
    let Stamp { size, changed, looked, .. } = known.stamp;
    let settled = changed.saturating_add(TICK.as_nanos() as u64) < looked;
    kind.len() == size
        && nanos(kind.modified().ok()) == changed
        && settled
        && known.stamp.mends == digest(mends, &known.dump)
}

/// A hash of the corrections to a dump; 0 where there are none.
fn digest(mends: &Mends, dump: &str) -> u64 {
    let corrections = mends.of(dump);
    if corrections.is_empty() { 0 } else { xxh3_64(format!("{corrections:?}").as_bytes()) }
}

fn nanos(time: Option<SystemTime>) -> u64 {
    let since = time.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    since.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX))
}

/// Reads files on all cores, and takes them in in their order.
fn read_all(
    store: &mut Store,
    (work, known, mends): (&[&PathBuf], &HashMap<PathBuf, Known>, &Mends),
    stop: &AtomicBool,
    (report, told): (&mut Report, &mut dyn FnMut(Step)),
) -> Result<(), Failure> {
    let next = AtomicUsize::new(0);
    let (send, receive) = sync_channel(QUEUE);
    let workers = store.hands;
    let mut touched = Vec::new();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (send, next): (SyncSender<(usize, Looked)>, _) = (send.clone(), &next);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = work.get(index) else { return };
                    // Where nobody listens any more the import has failed.
                    if send.send((index, look(file, known.get(*file), mends))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut import = Import::new(store);
        let mut early = BTreeMap::new();
        let mut at = 0;
        for (index, looked) in receive {
            early.insert(index, looked);
            while let Some(looked) = early.remove(&at) {
                let old = work.get(at).and_then(|file| known.get(*file)).map(|known| known.at);
                at += 1;
                told(Step::Files(at, work.len()));
                match looked {
                    Looked::Failed(failure) => report.skipped.push(failure),
                    Looked::Touched(stamp) => {
                        report.kept += 1;
                        touched.extend(old.map(|old| (old, stamp)));
                    }
                    Looked::Page(volume, page) => {
                        report.taken.0 += 1;
                        report.taken.1 += page.articles.len();
                        let entries = page.articles.iter().enumerate();
                        import.add(&volume, entries.map(|(ordinal, one)| Entry::of(ordinal, one)), old)?;
                    }
                }
            }
        }
        import.finish()
    })?;
    for ((batch, number), stamp) in touched {
        store.touch(batch, number, stamp);
    }
    Ok(())
}

/// Reads a file.
fn look(file: &Path, known: Option<&Known>, mends: &Mends) -> Looked {
    let read = || -> Result<Looked, Failure> {
        let looked = nanos(Some(SystemTime::now()));
        let kind = fs::metadata(file).ok();
        let bytes = read_input(file).map_err(|error| unreadable(&error))?;
        let stamp = stamp(kind.as_ref(), looked, &bytes);
        let same = |known: &&Known| {
            known.stamp.hash == stamp.hash && known.stamp.mends == digest(mends, &known.dump)
        };
        if let Some(known) = known.filter(same) {
            return Ok(Looked::Touched(Stamp { mends: known.stamp.mends, ..stamp }));
        }
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let page = format::page_mended(&name, &bytes, Choice::Auto, |hash| mends.of(hash));
        let page = page.map_err(|error| {
            let kind = if error.problem == NotText::Empty { FailureKind::Empty } else { FailureKind::Binary };
            disk::failure(kind, file, &error.problem)
        })?;
        let stamp = Stamp { mends: digest(mends, &page.hash), ..stamp };
        Ok(Looked::Page(volume(file, &page, stamp), Box::new(page)))
    };
    let broken = |panic: Box<dyn std::any::Any + Send>| {
        Err(disk::failure(FailureKind::Unreadable, file, &reason(&*panic)))
    };
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(broken).unwrap_or_else(Looked::Failed)
}

fn stamp(kind: Option<&Metadata>, looked: u64, bytes: &[u8]) -> Stamp {
    let changed = nanos(kind.and_then(|kind| kind.modified().ok()));
    Stamp { size: bytes.len() as u64, changed, looked, hash: xxh3_64(bytes), mends: 0 }
}

fn volume(file: &Path, page: &Page, stamp: Stamp) -> Volume {
    let said = facts::day(page);
    Volume {
        path: file.to_owned(),
        page: page.name.clone(),
        paper: facts::paper(page).unwrap_or_default(),
        dump: page.hash.clone(),
        day: said.unwrap_or_else(|| days::of(file)),
        dated: said.is_some(),
        stamp,
    }
}
