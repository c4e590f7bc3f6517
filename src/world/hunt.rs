//! A search through many articles: those of pages that are open, of files and of the library, the newest first.
//!
//! Guarantees: hits come in their order as they are found; the search ends within a millisecond or so of `stop`; a file that
//! cannot be read is told and costs no other. Never: a rule of matching, a file written.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::archive::{self, Archive, Told};
use super::days;
use super::glance::{Glance, Glanced};
use super::glean::{CANDIDATES, glean, reap};
use super::read::expand;
use super::slips::twice;

use crate::app::effect::HuntJob;
use crate::app::event::{Hunted, Progress};
use crate::article::Page;
use crate::format;
use crate::hands;
use crate::library::excerpt::AROUND;
use crate::library::{Hit, facts};
use crate::mend::Mends;
use crate::search::{Day, Harvest, Query};
use crate::text::encoding::Choice;
use crate::text::hazard::scrub;

pub use super::archive::{Ask, Order};

/// Hits that the reader is shown.
const SHOWN: usize = 50;

/// Articles among which the most relevant are chosen: the newest.
const RANKED: usize = 2000;

/// Pages between two reports.
const REPORT: usize = 64;

/// How long all hands look before what they found is told: hits come at once, and threads are seldom made.
const ROUND: Duration = Duration::from_millis(10);

/// Files of which one hand finds out the days.
const DATED: usize = 1024;

/// Where to look.
#[derive(Clone, Debug)]
pub enum Place {
    /// A page that is open.
    Open(Arc<Page>),
    /// A file, and its day.
    File(PathBuf, Day),
}

impl Place {
    fn day(&self) -> Day {
        match self {
            Self::Open(page) => facts::day(page).unwrap_or(0),
            Self::File(_, day) => *day,
        }
    }
}

/// How files are read.
#[derive(Clone, Debug)]
pub struct Files {
    /// In which encoding.
    pub encoding: Choice,
    /// The reader's corrections.
    pub mends: Mends,
}

/// The files that `paths` stand for; what cannot be read goes to `failed`.
pub fn files(paths: &[PathBuf], mut failed: impl FnMut(String)) -> Vec<Place> {
    let mut all = Vec::new();
    for path in paths {
        match expand(path, format::is_known, &|| true) {
            Ok(found) => {
                let days =
                    hands::share(&found, DATED, |share| share.iter().map(|path| days::of(path)).collect());
                all.extend(found.into_iter().zip(days).map(|(path, day)| Place::File(path, day)));
            }
            Err(problem) => failed(problem.to_string()),
        }
    }
    all
}

/// Does what the reader asks of all that is open and of the library, and tells it; `None` where `stop` was set on the way.
pub fn open(
    job: &HuntJob,
    library: &mut Archive,
    stop: &AtomicBool,
    told: &mut dyn FnMut(Hunted),
) -> Option<()> {
    let mut pages = job.pages.clone();
    pages.sort_by_key(|page| Reverse(facts::day(page)));
    let mut query = Query::filter(&job.typed, job.rules, &HuntJob::FIELDS);
    let mut of_library = None;
    let slipped = job.rules.typo.then(|| query.slipped()).flatten();
    if let Some(mut harvest) = Harvest::new(&job.typed, job.rules) {
        let articles = pages.iter().flat_map(|page| &page.articles);
        let whole = reap(&mut harvest, articles, stop, told)?;
        glean(&mut harvest, library, stop, told)?;
        let best = harvest.best(CANDIDATES);
        let any = Query::any_of(&job.typed, &best, job.rules);
        // What is read nowhere in headlines may still be in a text: that is looked for, as long as it takes.
        of_library = Some(if best.is_empty() { query.clone() } else { any.clone() });
        query = if whole { query } else { any };
    }
    let (order, limit, around) = (Order::Newest, SHOWN, AROUND);
    let known = job.known.clone();
    let ask = Ask { query, order, limit, around, count: true, known, except: HashSet::new() };
    let places: Vec<Place> = pages.into_iter().map(Place::Open).collect();
    twice(&ask, slipped, told, &mut |ask, told| {
        let query = of_library.as_ref().unwrap_or(&ask.query).clone();
        both(ask, query, &places, (library, stop), told)
    })
    .map(drop)
}

/// Searches the pages that are open and the library, which is asked `of_library`, as one. Gives how many articles answer.
fn both(
    ask: &Ask,
    of_library: Query,
    places: &[Place],
    (library, stop): (&mut Archive, &AtomicBool),
    told: &mut dyn FnMut(Hunted),
) -> Option<usize> {
    let files = Files { encoding: Choice::Auto, mends: Mends::default() };
    if library.is_empty() {
        return hunt(ask, places, &files, stop, told);
    }
    let mut both = Both::default();
    let mut except = looked(ask, places, &files, stop, &mut |said| both.open(said, told))?.found;
    except.extend(ask.except.iter().cloned());
    let of_library = Ask { query: of_library, except, ..ask.clone() };
    let shelved = shelved(&of_library, library, stop, &mut |said| match said {
        Hunted::Hit(hit) => {
            both.tell_newer(hit.date.as_deref(), told);
            told(Hunted::Hit(hit));
        }
        Hunted::Progress(progress) => {
            if progress.done {
                both.tell_newer(None, told);
            }
            let articles = both.progress.articles + progress.articles;
            told(Hunted::Progress(Progress { articles, ..progress }));
        }
        other => told(other),
    })?;
    Some(both.progress.articles + shelved)
}

/// What answers on the pages that are open, until it is its turn among what the library gives.
#[derive(Default)]
struct Both {
    found: Vec<Hit>,
    progress: Progress,
}

impl Both {
    fn open(&mut self, said: Hunted, told: &mut dyn FnMut(Hunted)) {
        match said {
            Hunted::Hit(hit) => self.found.push(*hit),
            Hunted::Progress(progress) => self.progress = progress,
            other => told(other),
        }
    }

    /// Tells those that are not older than `day`.
    fn tell_newer(&mut self, day: Option<&str>, told: &mut dyn FnMut(Hunted)) {
        let older = self.found.iter().position(|hit| hit.date.as_deref() < day);
        for hit in self.found.drain(..older.unwrap_or(self.found.len())) {
            told(Hunted::Hit(Box::new(hit)));
        }
    }
}

/// Searches the library and tells what is found. Gives how many articles answer: all, where they are counted, or those
/// told. `None` where `stop` was set on the way.
pub fn shelved(
    ask: &Ask,
    library: &mut Archive,
    stop: &AtomicBool,
    told: &mut dyn FnMut(Hunted),
) -> Option<usize> {
    let mut last = Progress::default();
    let outcome = library.search(ask, stop, &mut |said| match said {
        Told::Hit(hit) => told(Hunted::Hit(hit)),
        Told::Progress(archive::Progress { articles, blocks: (looked, all) }) => {
            last = Progress { articles, looked, all, done: false };
            told(Hunted::Progress(last));
        }
    })?;
    for failure in library.told.drain(..) {
        told(Hunted::Failed(scrub(&failure.to_string()).into_owned()));
    }
    library.heal();
    told(Hunted::Progress(Progress { articles: outcome.articles, done: true, ..last }));
    Some(outcome.articles)
}

/// Searches `places` and tells what is found. Gives how many articles answer: all, where they are counted, or those told.
/// `None` where `stop` was set on the way.
pub fn hunt(
    ask: &Ask,
    places: &[Place],
    files: &Files,
    stop: &AtomicBool,
    told: &mut dyn FnMut(Hunted),
) -> Option<usize> {
    looked(ask, places, files, stop, told).map(|hunt| hunt.progress.articles)
}

/// A search through `places` that is done.
fn looked<'a>(
    ask: &'a Ask,
    places: &[Place],
    files: &Files,
    stop: &'a AtomicBool,
    told: &'a mut dyn FnMut(Hunted),
) -> Option<Hunting<'a>> {
    let mut places: Vec<&Place> = places.iter().collect();
    places.sort_by_key(|place| Reverse(place.day()));
    let progress = Progress { all: places.len(), ..Progress::default() };
    let (ranked, found) = (Vec::new(), HashSet::new());
    let mut hunt = Hunting { ask, stop, told, progress, ranked, found };
    let glance = Glance::new(ask, files, stop);
    let (mut rest, mut many) = (&*places, 1);
    while !rest.is_empty() && !hunt.is_full() {
        let (now, later) = rest.split_at_checked(many).unwrap_or((rest, &[]));
        let (begun, room) = (Instant::now(), hunt.room());
        let look = |share: &[&Place]| share.iter().map(|place| glance.at(place, room)).collect();
        for glanced in hands::share(now, 1, look) {
            hunt.take(glanced?)?;
        }
        many = if begun.elapsed() < ROUND { many * 2 } else { many.div_ceil(2) };
        rest = later;
    }
    hunt.end();
    Some(hunt)
}

struct Hunting<'a> {
    ask: &'a Ask,
    stop: &'a AtomicBool,
    told: &'a mut dyn FnMut(Hunted),
    progress: Progress,
    /// Those found, where they are told by their weight.
    ranked: Vec<(f64, Hit)>,
    /// All that match, by their fingerprints, where they are counted.
    found: HashSet<String>,
}

impl Hunting<'_> {
    /// How many more articles are made into hits.
    fn room(&self) -> usize {
        let most = match self.ask.order {
            Order::Newest => self.ask.limit,
            Order::Relevance => RANKED.max(self.ask.limit),
        };
        most.saturating_sub(self.progress.articles)
    }

    fn is_full(&self) -> bool {
        !self.ask.count && self.room() == 0
    }

    /// Takes what the next place has; `None` where nobody waits for it any more.
    fn take(&mut self, glanced: Glanced) -> Option<()> {
        if self.is_full() {
            return Some(());
        }
        if let Some(problem) = glanced.failed {
            (self.told)(Hunted::Failed(problem));
        }
        for found in glanced.found {
            let room = self.room();
            if self.stop.load(Ordering::Relaxed) {
                return None;
            }
            if self.ask.count {
                self.found.insert(found.fingerprint);
            } else if room == 0 {
                break;
            }
            self.progress.articles += 1;
            match (found.hit.filter(|_| room > 0), self.ask.order) {
                (Some((_, hit)), Order::Newest) => (self.told)(Hunted::Hit(Box::new(hit))),
                (Some(weighed), Order::Relevance) => self.ranked.push(weighed),
                (None, _) => {}
            }
        }
        self.progress.looked += 1;
        if self.progress.looked.is_multiple_of(REPORT) {
            (self.told)(Hunted::Progress(self.progress));
        }
        (!self.stop.load(Ordering::Relaxed)).then_some(())
    }

    fn end(&mut self) {
        // The newer one first where two weigh the same.
        self.ranked.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        for (_, hit) in self.ranked.drain(..).take(self.ask.limit) {
            (self.told)(Hunted::Hit(Box::new(hit)));
        }
        (self.told)(Hunted::Progress(Progress { done: true, ..self.progress }));
    }
}
