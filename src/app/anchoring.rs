//! Bookmarks of older texts, looked for in what is open now: with errors, and so not while drawing.
//!
//! Guarantees: what was found once is not looked for again while the same is open; of two searches the newest wins.
//! Never: a bookmark changed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::App;
use super::effect::{Effect, Ticket};
use super::marks::{Place, Stray, Sure};
use crate::article::{Anchor, Article, Ground, look_among};
use crate::bookmark::SourceRef;
use crate::hands;

/// An article longer than this, in bytes, is not searched for bookmarks of its older text.
const LONGEST: usize = 1 << 20;

/// Fewer bookmarks are not worth a thread.
const SHARE: usize = 100;

/// An article that a bookmark may be in.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its place on the shelf.
    pub(super) entry: usize,
    /// Its place on its page.
    pub(super) ordinal: usize,
    pub(super) article: Arc<Article>,
}

/// A page's path and name.
type PageName<'a> = (&'a str, &'a str);

/// A bookmark to be looked for.
#[derive(Clone, Debug)]
struct Sought {
    id: String,
    anchor: Anchor,
    /// Where its article stood on its page.
    ordinal: usize,
    /// Its page, by its place in the job.
    home: usize,
}

/// Bookmarks to be looked for.
#[derive(Clone, Debug, Default)]
pub struct AnchorJob {
    marks: Vec<Sought>,
    homes: Vec<Arc<[Candidate]>>,
}

impl AnchorJob {
    /// Where they are, by their ids, or `None` when `stop` was set on the way.
    pub fn run(&self, stop: &AtomicBool) -> Option<HashMap<String, Stray>> {
        let homes: Vec<Vec<Near<'_>>> = self.homes.iter().map(|home| made_ready(home)).collect();
        let look = |marks: &[Sought]| -> Vec<(String, Stray)> {
            let go_on = |_: &&Sought| !stop.load(Ordering::Relaxed);
            let look = |sought: &Sought| (sought.id.clone(), sought.look(&homes));
            marks.iter().take_while(go_on).map(look).collect()
        };
        let found: HashMap<String, Stray> = hands::share(&self.marks, SHARE, look).into_iter().collect();
        (found.len() == self.marks.len()).then_some(found)
    }
}

impl Sought {
    fn look(&self, homes: &[Vec<Near<'_>>]) -> Stray {
        let mut near: Vec<&Near<'_>> = homes.get(self.home)?.iter().collect();
        near.sort_by_key(|(candidate, _)| candidate.ordinal != self.ordinal);
        place(&self.anchor, &near)
    }
}

/// An article that a bookmark may be in, made ready to be looked through.
pub(super) type Near<'a> = (&'a Candidate, Ground<'a>);

/// The articles, made ready.
pub(super) fn made_ready(candidates: &[Candidate]) -> Vec<Near<'_>> {
    candidates.iter().map(|candidate| (candidate, Ground::new(&candidate.article))).collect()
}

/// Where in one of these articles an anchor is, the first where several have it; where none surely has, in the one
/// that has something like it.
pub(super) fn place(anchor: &Anchor, candidates: &[&Near<'_>]) -> Stray {
    let (meant, looks) = look_among(anchor, candidates.iter().map(|(_, ground)| ground));
    if let Some(at) = meant {
        let found = looks.get(at)?;
        let (entry, block) = (candidates.get(at)?.0.entry, found.block()?);
        return Some(Place { entry, block, span: found.span(), sure: Sure::Sure });
    }
    let like = candidates.iter().zip(&looks).filter_map(|((candidate, _), found)| {
        let (entry, block) = (candidate.entry, found.guess()?);
        Some((found.likeness, Place { entry, block, span: found.span(), sure: Sure::Doubtful }))
    });
    like.max_by_key(|(likeness, _)| *likeness).map(|(_, place)| place)
}

impl App {
    /// Asks for the bookmarks that were made in older texts of the open pages; after pages came, or bookmarks changed.
    pub(super) fn seek_strays(&mut self) -> Vec<Effect> {
        let mut strays = HashMap::new();
        let mut job = AnchorJob::default();
        {
            let entries = self.desk.shelf.entries();
            let known: HashSet<&str> = entries.iter().map(|entry| entry.article.fingerprint()).collect();
            let (homes, candidates) = self.homes();
            job.homes = candidates;
            for mark in self.marks.collection().marks() {
                let home = homes.get(&(mark.source.path.as_str(), mark.source.page.as_str()));
                let Some(home) = home.filter(|_| !known.contains(mark.anchor.hash.as_str())) else {
                    continue;
                };
                if let Some(stray) = self.marks.stray(&mark.id) {
                    strays.insert(mark.id.clone(), stray);
                    continue;
                }
                let (id, anchor) = (mark.id.clone(), mark.anchor.clone());
                job.marks.push(Sought { id, anchor, ordinal: mark.source.article, home: *home });
            }
        }
        self.marks.keep_strays(strays);
        if job.marks.is_empty() {
            self.life.anchoring = None;
            return Vec::new();
        }
        let ticket = self.life.next_ticket();
        self.life.anchoring = Some(ticket);
        vec![Effect::Anchor { ticket, job }]
    }

    /// Asks for those of these bookmarks that were made in older texts of the open pages; after they changed.
    pub(super) fn seek_strays_of(&mut self, ids: &[String]) -> Vec<Effect> {
        if self.life.anchoring.is_some() {
            // Of two searches the newest wins, so it is for all.
            return self.seek_strays();
        }
        let is_open = |hash: &str| {
            let read = self.reader.as_ref().map(|reader| reader.article().fingerprint());
            let mut entries = self.desk.shelf.entries().iter();
            read == Some(hash) || entries.any(|entry| entry.article.fingerprint() == hash)
        };
        let has_home = |source: &SourceRef| {
            let mut pages = self.desk.shelf.pages().iter();
            pages.any(|page| page.path == source.path && page.name == source.page)
        };
        let is_stray = |id: &&String| {
            let mark = self.marks.collection().get(id);
            mark.is_some_and(|mark| has_home(&mark.source) && !is_open(&mark.anchor.hash))
        };
        let (strays, settled): (Vec<&String>, Vec<&String>) = ids.iter().partition(is_stray);
        for id in settled {
            self.marks.drop_stray(id);
        }
        let unknown = strays.iter().any(|id| self.marks.stray(id).is_none());
        if unknown { self.seek_strays() } else { Vec::new() }
    }

    /// The articles of each open page, and where they stand, by its path and name. A book is left out: a search with
    /// errors through it takes long.
    fn homes(&self) -> (HashMap<PageName<'_>, usize>, Vec<Arc<[Candidate]>>) {
        let mut homes: HashMap<(&str, &str), Vec<Candidate>> = HashMap::new();
        for (entry, shelved) in self.desk.shelf.entries().iter().enumerate() {
            let Some(page) = self.desk.shelf.page_of(entry) else { continue };
            let article = Arc::clone(&shelved.article);
            let candidate = Candidate { entry, ordinal: shelved.ordinal, article };
            homes.entry((&page.path, &page.name)).or_default().push(candidate);
        }
        homes.retain(|_, home| home.iter().all(|candidate| candidate.article.text().len() <= LONGEST));
        let homes = homes.into_iter().enumerate();
        homes.map(|(at, (page, home))| ((page, at), Arc::<[Candidate]>::from(home))).unzip()
    }

    /// Takes where bookmarks were found.
    pub(super) fn anchored(&mut self, ticket: Ticket, found: HashMap<String, Stray>) {
        if self.life.anchoring == Some(ticket) {
            self.life.anchoring = None;
            self.marks.add_strays(found);
            self.refresh_marks();
        }
    }
}
