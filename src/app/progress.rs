//! How far the reader has come, and which part of it is not on the disk yet.
//!
//! Guarantees: saving costs what changed, not all that was ever read; what failed to be saved goes out again with the
//! next change. Never: a merge rule; `library` has it.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::library::{Place, Places};

/// Reading places, and what is new in them.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    all: Places,
    articles: BTreeSet<String>,
    lists: BTreeSet<String>,
    /// What went out last, until it is known to have failed or the next goes out.
    sent: (BTreeSet<String>, BTreeSet<String>),
}

impl Progress {
    /// The place in the article with this fingerprint.
    pub fn get(&self, article: &str) -> Option<&Place> {
        self.all.get(article)
    }

    /// The fingerprints of the articles that were read.
    pub fn read(&self) -> impl Iterator<Item = &str> {
        self.all.read()
    }

    /// Notes the place in an article.
    pub fn note(&mut self, article: &str, place: Place) {
        self.all.note(article, place);
        self.articles.insert(article.to_owned());
    }

    /// The fingerprint of the article that was selected last with these sources.
    pub fn list(&self, sources: &str) -> Option<&str> {
        self.all.list(sources)
    }

    /// Notes the article that is selected with these sources.
    pub fn set_list(&mut self, sources: &str, article: &str, at: Timestamp) {
        if self.all.list(sources) != Some(article) {
            self.all.set_list(sources, article, at);
            self.lists.insert(sources.to_owned());
        }
    }

    /// Takes over what the disk has.
    pub fn merge(&mut self, disk: Places) {
        self.all.merge(disk);
    }

    /// What is new since it was taken last, to be saved; nothing where nothing is.
    pub fn take_new(&mut self) -> Option<Places> {
        if self.articles.is_empty() && self.lists.is_empty() {
            return None;
        }
        let new = self.all.part(&self.articles, &self.lists);
        self.sent = (std::mem::take(&mut self.articles), std::mem::take(&mut self.lists));
        Some(new)
    }

    /// What was taken last could not be saved.
    pub fn fail(&mut self) {
        let (mut articles, mut lists) = std::mem::take(&mut self.sent);
        self.articles.append(&mut articles);
        self.lists.append(&mut lists);
    }
}
