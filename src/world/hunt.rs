//! A search through many articles: those of pages that are open, of files and of the library, the newest first.
//!
//! A file costs a look at its bytes; only where they may hold what is asked ([`Sieve`]) are they made into articles.
//!
//! Guarantees: hits come in their order as they are found; the search ends within a millisecond or so of `stop`; a file that
//! cannot be read is told and costs no other. Never: a rule of matching, a file written.

use std::collections::HashSet;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::archive::{self, Archive, Told};
use super::days;
use super::glean::{CANDIDATES, glean, reap};
use super::read::{expand, read_input};
use super::slips::twice;

use crate::app::effect::HuntJob;
use crate::app::event::{Hunted, Progress};
use crate::article::{Article, Page, Span};
use crate::format::{self, FormatError};
use crate::library::excerpt::{AROUND, samples};
use crate::library::rank::{Often, weight};
use crate::library::{Hit, facts};
use crate::mend::Mends;
use crate::search::{Day, Field, Harvest, Query, Sieve, Subject};
use crate::text::encoding::{Choice, decode};
use crate::text::hazard::scrub;

pub use super::archive::{Ask, Order};

/// Matches of an article that are told with what stands around them.
const SAMPLES: usize = 3;

/// Hits that the reader is shown.
const SHOWN: usize = 50;

/// Articles among which the most relevant are chosen: the newest.
const RANKED: usize = 2000;

/// Pages between two reports.
const REPORT: usize = 64;

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
            Ok(found) => all.extend(found.into_iter().map(|path| {
                let day = days::of(&path);
                Place::File(path, day)
            })),
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
    pages.sort_by_key(|page| std::cmp::Reverse(facts::day(page)));
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
        both(ask, query, places.clone(), (library, stop), told)
    })
    .map(drop)
}

/// Searches the pages that are open and the library, which is asked `of_library`, as one. Gives how many articles answer.
fn both(
    ask: &Ask,
    of_library: Query,
    places: Vec<Place>,
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
    places: Vec<Place>,
    files: &Files,
    stop: &AtomicBool,
    told: &mut dyn FnMut(Hunted),
) -> Option<usize> {
    looked(ask, places, files, stop, told).map(|hunt| hunt.progress.articles)
}

/// A search through `places` that is done.
fn looked<'a>(
    ask: &'a Ask,
    mut places: Vec<Place>,
    files: &'a Files,
    stop: &'a AtomicBool,
    told: &'a mut dyn FnMut(Hunted),
) -> Option<Hunting<'a>> {
    places.sort_by_key(|place| std::cmp::Reverse(place.day()));
    let progress = Progress { all: places.len(), ..Progress::default() };
    let sieve = Sieve::new(&ask.query);
    let (ranked, found) = (Vec::new(), HashSet::new());
    let mut hunt = Hunting { ask, sieve, files, stop, told, progress, ranked, found };
    for place in &places {
        if hunt.is_full() {
            break;
        }
        hunt.place(place)?;
    }
    hunt.end();
    Some(hunt)
}

struct Hunting<'a> {
    ask: &'a Ask,
    sieve: Sieve,
    files: &'a Files,
    stop: &'a AtomicBool,
    told: &'a mut dyn FnMut(Hunted),
    progress: Progress,
    /// Those found, where they are told by their weight.
    ranked: Vec<(f64, Hit)>,
    /// All that match, by their fingerprints, where they are counted.
    found: HashSet<String>,
}

impl Hunting<'_> {
    /// The most articles that are made into hits.
    fn most(&self) -> usize {
        match self.ask.order {
            Order::Newest => self.ask.limit,
            Order::Relevance => RANKED.max(self.ask.limit),
        }
    }

    fn is_full(&self) -> bool {
        !self.ask.count && self.progress.articles >= self.most()
    }

    fn place(&mut self, place: &Place) -> Option<()> {
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        match place {
            Place::Open(page) => self.page(page)?,
            Place::File(path, _) => self.file(path)?,
        }
        self.progress.looked += 1;
        if self.progress.looked.is_multiple_of(REPORT) {
            (self.told)(Hunted::Progress(self.progress));
        }
        Some(())
    }

    fn file(&mut self, path: &Path) -> Option<()> {
        let bytes = match read_input(path) {
            Ok(bytes) => bytes,
            Err(problem) => return self.failed(&problem),
        };
        let encoding = self.files.encoding;
        // What is no text is said in full below.
        if let Ok(decoded) = decode(&bytes, encoding)
            && !self.sieve.passes(&decoded.text, self.stop)?
        {
            return Some(());
        }
        let name = path.file_name().map_or_else(|| "-".into(), |name| name.to_string_lossy());
        match format::page_mended(&name, &bytes, encoding, |hash| self.files.mends.of(hash)) {
            Ok(page) => self.page(&Page { path: path.to_string_lossy().into_owned(), ..page }),
            Err(problem) => self.failed(&FormatError { name: path.display().to_string(), ..problem }),
        }
    }

    fn failed(&mut self, problem: &dyn Display) -> Option<()> {
        (self.told)(Hunted::Failed(scrub(&problem.to_string()).into_owned()));
        Some(())
    }

    fn page(&mut self, page: &Page) -> Option<()> {
        let paper = facts::paper(page);
        let day = facts::day(page);
        for (ordinal, article) in page.articles.iter().enumerate() {
            if self.is_full() {
                break;
            }
            let subject = Subject {
                texts: &[article.text()],
                title: article.title(),
                byline: article.byline().unwrap_or_default(),
                paper: paper.as_deref().unwrap_or_default(),
                page: &page.name,
                source: &page.path,
                date: day,
                states: self.ask.known.of(article.fingerprint()),
                ..Subject::default()
            };
            let is_out = self.ask.except.contains(article.fingerprint());
            if is_out || !self.ask.query.passes(&subject, self.stop)? {
                continue;
            }
            self.progress.articles += 1;
            if self.ask.count {
                self.found.insert(article.fingerprint().to_owned());
            }
            if self.progress.articles <= self.most() {
                let (paper, date) = (paper.clone(), day.map(facts::iso));
                let source = PathBuf::from(&page.path);
                self.hit(Hit { source, ordinal, paper, date, ..Hit::default() }, article)?;
            }
        }
        Some(())
    }

    /// Tells a hit, or keeps it to be told by its weight.
    fn hit(&mut self, known: Hit, article: &Article) -> Option<()> {
        let text = article.text();
        let title = article.title_span();
        let byline = article.byline_span().unwrap_or(Span::new(0, 0));
        let parts = [(Field::Title, title), (Field::Byline, byline)];
        let hits = self.ask.query.marks(text, &parts, self.stop)?;
        let hit = Hit {
            fingerprint: article.fingerprint().to_owned(),
            headline: article.title().to_owned(),
            count: hits.spans.len(),
            more: hits.more,
            samples: samples(text, title, &hits.spans, (SAMPLES, self.ask.around)),
            ..known
        };
        match self.ask.order {
            Order::Newest => (self.told)(Hunted::Hit(Box::new(hit))),
            Order::Relevance => {
                let titled = hits.within(title).1.len();
                let often = Often { all: hits.spans.len(), read: hits.read, titled };
                self.ranked.push((weight(often, text.len()), hit));
            }
        }
        Some(())
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
