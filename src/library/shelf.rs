//! The articles of all open sources, in one list.
//!
//! Guarantees: an entry's index never changes while sources are being added, only where a page is replaced; pages stand in the order in which they
//! arrived. Never: a selection or a filter; those are the application's.

use std::sync::Arc;

use crate::article::{Article, Page};

/// An article on a page.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The page, by its place on the shelf.
    pub page: usize,
    /// The article's place on its page, from 0.
    pub ordinal: usize,
    /// The article.
    pub article: Arc<Article>,
}

/// All open pages and their articles.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    pages: Vec<Arc<Page>>,
    entries: Vec<Entry>,
    changes: u64,
}

impl Shelf {
    /// Puts a page at the end.
    pub fn add(&mut self, page: Arc<Page>) {
        self.changes += 1;
        let index = self.pages.len();
        let articles = page.articles.iter().enumerate();
        self.entries.extend(articles.map(|(ordinal, article)| Entry {
            page: index,
            ordinal,
            article: Arc::clone(article),
        }));
        self.pages.push(page);
    }

    /// Puts `page` in the place of another one, whose articles it takes the place of. The entries of later pages move.
    pub fn replace(&mut self, index: usize, page: Arc<Page>) {
        let Some(known) = self.pages.get_mut(index) else { return };
        *known = page;
        let pages = std::mem::take(&mut self.pages);
        self.entries.clear();
        for page in pages {
            self.add(page);
        }
    }

    /// How often it was changed: as long as this is the same, so are the articles.
    pub const fn changes(&self) -> u64 {
        self.changes
    }

    /// The pages.
    pub fn pages(&self) -> &[Arc<Page>] {
        &self.pages
    }

    /// The articles of all pages.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The page an entry stands on.
    pub fn page_of(&self, entry: usize) -> Option<&Arc<Page>> {
        self.entries.get(entry).and_then(|entry| self.pages.get(entry.page))
    }
}
