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
use crate::article::{Anchor, Article, resolve, resolve_among};

/// An article longer than this, in bytes, is not searched for bookmarks of its older text.
const LONGEST: usize = 1 << 20;

/// An article that a bookmark may be in.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its place on the shelf.
    pub(super) entry: usize,
    /// Its place on its page.
    pub(super) ordinal: usize,
    pub(super) article: Arc<Article>,
}

/// A bookmark to be looked for.
#[derive(Clone, Debug)]
struct Sought {
    id: String,
    anchor: Anchor,
    /// Where its article stood on its page.
    ordinal: usize,
    home: Arc<[Candidate]>,
}

/// Bookmarks to be looked for.
#[derive(Clone, Debug, Default)]
pub struct AnchorJob {
    marks: Vec<Sought>,
}

impl AnchorJob {
    /// Where they are, by their ids, or `None` when `stop` was set on the way.
    pub fn run(&self, stop: &AtomicBool) -> Option<HashMap<String, Stray>> {
        let go_on = |_: &&Sought| !stop.load(Ordering::Relaxed);
        let look = |sought: &Sought| (sought.id.clone(), sought.place());
        let found: HashMap<String, Stray> = self.marks.iter().take_while(go_on).map(look).collect();
        (found.len() == self.marks.len()).then_some(found)
    }
}

impl Sought {
    fn place(&self) -> Stray {
        let mut near: Vec<&Candidate> = self.home.iter().collect();
        near.sort_by_key(|candidate| candidate.ordinal != self.ordinal);
        place(&self.anchor, &near)
    }
}

/// Where in one of these articles an anchor is, the first where several have it; where none surely has, in the one
/// that has something like it.
pub(super) fn place(anchor: &Anchor, candidates: &[&Candidate]) -> Stray {
    let articles = || candidates.iter().map(|candidate| &*candidate.article);
    if let Some((at, found)) = resolve_among(anchor, articles()) {
        let (entry, block) = (candidates.get(at)?.entry, found.block()?);
        return Some(Place { entry, block, span: found.span(), sure: Sure::Sure });
    }
    let like = candidates.iter().filter_map(|candidate| {
        let found = resolve(anchor, &candidate.article);
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
            let homes = self.homes();
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
                job.marks.push(Sought { id, anchor, ordinal: mark.source.article, home: Arc::clone(home) });
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
            read == Some(hash)
                || self.desk.shelf.entries().iter().any(|entry| entry.article.fingerprint() == hash)
        };
        let (strays, settled): (Vec<&String>, Vec<&String>) = ids
            .iter()
            .partition(|id| self.marks.collection().get(id).is_some_and(|mark| !is_open(&mark.anchor.hash)));
        for id in settled {
            self.marks.drop_stray(id);
        }
        let unknown = strays.iter().any(|id| self.marks.stray(id).is_none());
        if unknown { self.seek_strays() } else { Vec::new() }
    }

    /// The articles of each open page, by its path and name. A book is left out: a search with errors through it takes long.
    fn homes(&self) -> HashMap<(&str, &str), Arc<[Candidate]>> {
        let mut homes: HashMap<(&str, &str), Vec<Candidate>> = HashMap::new();
        for (entry, shelved) in self.desk.shelf.entries().iter().enumerate() {
            let Some(page) = self.desk.shelf.page_of(entry) else { continue };
            let article = Arc::clone(&shelved.article);
            let candidate = Candidate { entry, ordinal: shelved.ordinal, article };
            homes.entry((&page.path, &page.name)).or_default().push(candidate);
        }
        homes.retain(|_, home| home.iter().all(|candidate| candidate.article.text().len() <= LONGEST));
        homes.into_iter().map(|(page, home)| (page, home.into())).collect()
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
