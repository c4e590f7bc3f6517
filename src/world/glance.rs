//! What one place of a search has: the articles of a page, or of a file, that answer.
//!
//! A file costs a look at its bytes; only where they may hold what is asked ([`Sieve`]) are they made into articles.
//!
//! Guarantees: places may be looked at in any order and by several threads; a look ends within a millisecond or so of `stop`.
//! Never: a rule of matching, a file written.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::hunt::{Ask, Files, Order, Place};
use super::read::read_input;
use crate::article::{Article, Page, Span};
use crate::format::{self, FormatError};
use crate::library::excerpt::samples;
use crate::library::rank::{Often, weight};
use crate::library::{Hit, facts};
use crate::search::{Field, Sieve, Subject};
use crate::text::encoding::decode;
use crate::text::hazard::scrub;

/// Matches of an article that are told with what stands around them.
const SAMPLES: usize = 3;

/// Looks at places for what is asked.
pub(super) struct Glance<'a> {
    ask: &'a Ask,
    files: &'a Files,
    sieve: Sieve,
    stop: &'a AtomicBool,
}

/// What a place has.
#[derive(Debug, Default)]
pub(super) struct Glanced {
    /// What answers, in the page's order.
    pub found: Vec<Found>,
    /// Why it could not be looked at.
    pub failed: Option<String>,
}

/// An article that answers.
#[derive(Debug)]
pub(super) struct Found {
    pub fingerprint: String,
    /// What is told of it, where that is wanted, and what it weighs where the order asks.
    pub hit: Option<(f64, Hit)>,
}

impl<'a> Glance<'a> {
    pub(super) fn new(ask: &'a Ask, files: &'a Files, stop: &'a AtomicBool) -> Self {
        Self { ask, files, sieve: Sieve::new(&ask.query), stop }
    }

    /// What answers in `place`, the first `room` of it as hits: no more is looked for unless all are counted. `None` where
    /// `stop` was set on the way.
    pub(super) fn at(&self, place: &Place, room: usize) -> Option<Glanced> {
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        match place {
            Place::Open(page) => self.page(page, room),
            Place::File(path, _) => self.file(path, room),
        }
    }

    fn file(&self, path: &Path, room: usize) -> Option<Glanced> {
        let bytes = match read_input(path) {
            Ok(bytes) => bytes,
            Err(problem) => return Some(failed(&problem)),
        };
        let encoding = self.files.encoding;
        // What is no text is said in full below.
        if let Ok(decoded) = decode(&bytes, encoding)
            && !self.sieve.passes(&decoded.text, self.stop)?
        {
            return Some(Glanced::default());
        }
        let name = path.file_name().map_or_else(|| "-".into(), |name| name.to_string_lossy());
        match format::page_mended(&name, &bytes, encoding, |hash| self.files.mends.of(hash)) {
            Ok(page) => self.page(&Page { path: path.to_string_lossy().into_owned(), ..page }, room),
            Err(problem) => Some(failed(&FormatError { name: path.display().to_string(), ..problem })),
        }
    }

    fn page(&self, page: &Page, room: usize) -> Option<Glanced> {
        let paper = facts::paper(page);
        let day = facts::day(page);
        let mut found: Vec<Found> = Vec::new();
        for (ordinal, article) in page.articles.iter().enumerate() {
            if !self.ask.count && found.len() >= room {
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
            let (paper, date) = (paper.clone(), day.map(facts::iso));
            let known = || Hit { source: PathBuf::from(&page.path), ordinal, paper, date, ..Hit::default() };
            let hit = if found.len() < room { Some(self.hit(known(), article)?) } else { None };
            found.push(Found { fingerprint: article.fingerprint().to_owned(), hit });
        }
        Some(Glanced { found, failed: None })
    }

    /// What is told of an article, and what it weighs.
    fn hit(&self, known: Hit, article: &Article) -> Option<(f64, Hit)> {
        let text = article.text();
        let title = article.title_span();
        let byline = article.byline_span().unwrap_or(Span::new(0, 0));
        let parts = [(Field::Title, title), (Field::Byline, byline)];
        let hits = self.ask.query.marks(text, &parts, self.stop)?;
        let weight = match self.ask.order {
            Order::Newest => 0.0,
            Order::Relevance => {
                let titled = hits.within(title).1.len();
                weight(Often { all: hits.spans.len(), read: hits.read, titled }, text.len())
            }
        };
        let hit = Hit {
            fingerprint: article.fingerprint().to_owned(),
            headline: article.title().to_owned(),
            count: hits.spans.len(),
            more: hits.more,
            samples: samples(text, title, &hits.spans, (SAMPLES, self.ask.around)),
            ..known
        };
        Some((weight, hit))
    }
}

fn failed(problem: &dyn Display) -> Glanced {
    Glanced { failed: Some(scrub(&problem.to_string()).into_owned()), ..Glanced::default() }
}
