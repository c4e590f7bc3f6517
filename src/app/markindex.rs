//! Which bookmarks a text and a page have: kept beside the collection, in which only ids find anything.
//!
//! Guarantees: what is taken out as it was put in leaves nothing behind; ids come in their order. Never: a bookmark.

use std::collections::{BTreeSet, HashMap};

use crate::bookmark::{Bookmark, Marks as What};

/// What is known of the bookmarks of one text.
#[derive(Clone, Debug, Default)]
struct OfText {
    /// All of them.
    ids: BTreeSet<String>,
    /// Those that star it.
    stars: BTreeSet<String>,
}

/// The bookmarks of each text, by its fingerprint, and of each page, by its path.
#[derive(Clone, Debug, Default)]
pub(super) struct MarkIndex {
    texts: HashMap<String, OfText>,
    pages: HashMap<String, BTreeSet<String>>,
}

impl MarkIndex {
    /// The index of these bookmarks.
    pub(super) fn of<'a>(marks: impl Iterator<Item = &'a Bookmark>) -> Self {
        let mut index = Self::default();
        marks.for_each(|mark| index.add(mark));
        index
    }

    /// Takes a bookmark in.
    pub(super) fn add(&mut self, mark: &Bookmark) {
        change(&mut self.texts, &mark.anchor.hash, |text: &mut OfText| {
            text.ids.insert(mark.id.clone());
            if mark.marks == What::Article {
                text.stars.insert(mark.id.clone());
            }
        });
        change(&mut self.pages, &mark.source.path, |page: &mut BTreeSet<String>| {
            page.insert(mark.id.clone());
        });
    }

    /// Takes a bookmark out, as it was taken in.
    pub(super) fn remove(&mut self, mark: &Bookmark) {
        if let Some(text) = self.texts.get_mut(&mark.anchor.hash) {
            text.ids.remove(&mark.id);
            text.stars.remove(&mark.id);
            if text.ids.is_empty() {
                self.texts.remove(&mark.anchor.hash);
            }
        }
        if let Some(page) = self.pages.get_mut(&mark.source.path) {
            page.remove(&mark.id);
            if page.is_empty() {
                self.pages.remove(&mark.source.path);
            }
        }
    }

    /// The bookmarks of the text with this fingerprint.
    pub(super) fn in_text(&self, fingerprint: &str) -> impl Iterator<Item = &String> {
        self.texts.get(fingerprint).into_iter().flat_map(|text| &text.ids)
    }

    /// Those that star it.
    pub(super) fn stars(&self, fingerprint: &str) -> impl Iterator<Item = &String> {
        self.texts.get(fingerprint).into_iter().flat_map(|text| &text.stars)
    }

    /// How many mark something in it, and not all of it.
    pub(super) fn count(&self, fingerprint: &str) -> usize {
        self.texts.get(fingerprint).map_or(0, |text| text.ids.len() - text.stars.len())
    }

    /// The bookmarks of the pages with this path.
    pub(super) fn on_path(&self, path: &str) -> impl Iterator<Item = &String> {
        self.pages.get(path).into_iter().flatten()
    }
}

/// Changes what stands at a key. Most keys are there already, so a copy is made only for the first.
fn change<V: Default>(map: &mut HashMap<String, V>, key: &str, change: impl FnOnce(&mut V)) {
    if let Some(known) = map.get_mut(key) {
        change(known);
    } else {
        change(map.entry(key.to_owned()).or_default());
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::MarkIndex;
    use crate::article::Anchor;
    use crate::bookmark::{Bookmark, Marks, SourceRef};

    fn mark(id: &str, hash: &str, path: &str, marks: Marks) -> Bookmark {
        let source = SourceRef { path: path.to_owned(), ..SourceRef::default() };
        let anchor = Anchor { hash: hash.to_owned(), ..Anchor::default() };
        let now = Timestamp::UNIX_EPOCH;
        Bookmark { marks, ..Bookmark::new(id.to_owned(), source, String::new(), anchor, now) }
    }

    #[test]
    fn marks_are_found_by_their_text_and_by_their_page() {
        let marks = [
            mark("c", "one", "p", Marks::Block),
            mark("a", "one", "p", Marks::Words),
            mark("b", "one", "q", Marks::Article),
            mark("d", "two", "p", Marks::Block),
        ];
        let mut index = MarkIndex::of(marks.iter());
        let of = |index: &MarkIndex, hash: &str| -> (String, String, usize) {
            let join = |ids: Vec<&String>| ids.into_iter().cloned().collect::<String>();
            (join(index.in_text(hash).collect()), join(index.stars(hash).collect()), index.count(hash))
        };
        let on = |index: &MarkIndex, path: &str| index.on_path(path).cloned().collect::<String>();
        assert_eq!(of(&index, "one"), ("abc".to_owned(), "b".to_owned(), 2));
        assert_eq!([on(&index, "p"), on(&index, "q"), on(&index, "r")], ["acd", "b", ""]);
        index.remove(&marks[1]);
        index.remove(&marks[1]);
        assert_eq!(of(&index, "one"), ("bc".to_owned(), "b".to_owned(), 1));
        for mark in &marks {
            index.remove(mark);
        }
        assert_eq!(of(&index, "one"), Default::default());
        assert!(index.texts.is_empty() && index.pages.is_empty());
    }
}
