//! Bookmarks as the application holds them: what the disk has, and what is on its way there.
//!
//! Guarantees: a mark is shown as saved only after the store said so; a change can be taken back by the change it
//! returns, so another copy of the program sees that too. Never: a file, a clock.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::effect::Effect;
use crate::article::{Article, Page, Span};
use crate::bookmark::{Bookmark, Change, Collection, Ids, Marks as What, News, Patch};
use crate::text::hazard::scrub;

/// Whether a place is the one that is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// It is.
    Sure,
    /// Something like it stands there; the reader has to say.
    Doubtful,
}

/// Where a bookmark was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The article, by its place on the shelf.
    pub entry: usize,
    /// The block in it.
    pub block: usize,
    /// Its words, where they are known.
    pub span: Option<Span>,
    /// Whether it is meant.
    pub sure: Sure,
}

/// Where a bookmark of an older text was found; or nowhere.
pub type Stray = Option<Place>;

/// Of which bookmarks the disk told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Of all.
    All,
    /// Of those with these ids.
    Some(Vec<String>),
}

/// Whether a bookmark is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Share {
    In,
    Out,
}

/// Counts a bookmark to its text. Most texts have several, so a key is made only for the first.
fn add(mark: &Bookmark, (counts, stars): (&mut HashMap<String, usize>, &mut HashMap<String, Vec<String>>)) {
    let hash = &mark.anchor.hash;
    if mark.marks == What::Article {
        stars.entry(hash.clone()).or_default().push(mark.id.clone());
    } else if let Some(count) = counts.get_mut(hash) {
        *count += 1;
    } else {
        counts.insert(hash.clone(), 1);
    }
}

/// All bookmarks.
#[derive(Clone, Debug)]
pub struct Marks {
    collection: Collection,
    /// Changes not yet on the disk, by serial number.
    unsaved: BTreeMap<u64, Change>,
    /// Whether some of them failed to get there, and go out again with the next change.
    failed: bool,
    /// Whether the reader knows that they would be lost.
    warned: bool,
    serial: u64,
    /// Makes ids.
    pub ids: Ids,
    /// The reader's editor for notes.
    pub editor: String,
    /// How many bookmarks each text has, by its fingerprint; the list asks for every row of every frame.
    counts: HashMap<String, usize>,
    /// The bookmarks that star each text, by its fingerprint.
    stars: HashMap<String, Vec<String>>,
    /// Doubtful ones that the reader leaves as they are until the program ends.
    kept: HashSet<String>,
    /// Where bookmarks are that were made in an older text of an open page: the article on the shelf and the block.
    strays: HashMap<String, Stray>,
}

impl Marks {
    /// No bookmarks yet; `ids` makes their ids, `editor` is the program that notes are written in outside.
    pub fn new(ids: Ids, editor: String) -> Self {
        Self {
            collection: Collection::default(),
            unsaved: BTreeMap::new(),
            failed: false,
            warned: false,
            serial: 0,
            ids,
            editor,
            counts: HashMap::new(),
            stars: HashMap::new(),
            kept: HashSet::new(),
            strays: HashMap::new(),
        }
    }

    /// The bookmarks.
    pub const fn collection(&self) -> &Collection {
        &self.collection
    }

    /// Whether the newest change to this bookmark is on the disk.
    pub fn is_saved(&self, id: &str) -> bool {
        !self.unsaved.values().any(|change| change.id() == id)
    }

    /// The serial numbers of the changes that are not on the disk.
    pub fn unsaved_serials(&self) -> Vec<u64> {
        self.unsaved.keys().copied().collect()
    }

    /// How many changes are not on the disk.
    pub fn unsaved(&self) -> usize {
        self.unsaved.len()
    }

    /// Makes a change and asks for it to be saved; also gives the change that takes it back.
    pub fn change(&mut self, change: Change) -> (Vec<Effect>, Option<Change>) {
        let change = self.collection.dated(change);
        if let Change::Put(mark) = &change
            && self.collection.get(&mark.id).is_some_and(|known| known.anchor != mark.anchor)
        {
            self.strays.remove(&mark.id);
        }
        self.count(change.id(), Share::Out);
        let inverse = self.collection.apply(change.clone());
        self.count(change.id(), Share::In);
        self.warned = false;
        self.serial += 1;
        self.unsaved.insert(self.serial, change.clone());
        let one = Effect::SaveBookmark { serial: self.serial, change };
        let effects = if std::mem::take(&mut self.failed) { self.retry() } else { vec![one] };
        (effects, inverse)
    }

    /// Takes that changes could not be saved.
    pub fn fail(&mut self) {
        self.failed = !self.unsaved.is_empty();
    }

    /// Whether nothing failed to be saved, or the reader was warned of it.
    pub const fn may_be_left(&self) -> bool {
        !self.failed || self.warned
    }

    /// The reader is warned that changes would be lost.
    pub const fn warn(&mut self) {
        self.warned = true;
    }

    /// Asks again for everything that is not on the disk.
    pub fn retry(&self) -> Vec<Effect> {
        let save = |(serial, change): (&u64, &Change)| Effect::SaveBookmark {
            serial: *serial,
            change: change.clone(),
        };
        self.unsaved.iter().map(save).collect()
    }

    /// Whether one of these changes wrote a note.
    pub fn wrote_note(&self, serials: &[u64]) -> bool {
        let noted = |change: &Change| matches!(change, Change::Put(mark) if mark.updated > mark.created);
        serials.iter().filter_map(|serial| self.unsaved.get(serial)).any(noted)
    }

    /// Takes what the disk holds now; changes still on their way are laid over it.
    pub fn take(&mut self, saved: &[u64], news: News) -> Told {
        for serial in saved {
            self.unsaved.remove(serial);
        }
        self.failed &= !self.unsaved.is_empty();
        match news {
            News::All(collection) => {
                self.take_all(collection);
                Told::All
            }
            News::Changed(patch) => Told::Some(self.take_patch(patch)),
        }
    }

    fn take_all(&mut self, collection: Collection) {
        self.collection = collection;
        for change in self.unsaved.values() {
            self.collection.apply(change.clone());
        }
        (self.counts, self.stars) = (HashMap::new(), HashMap::new());
        for mark in self.collection.marks() {
            add(mark, (&mut self.counts, &mut self.stars));
        }
    }

    /// Takes what changed, and gives the ids of it.
    fn take_patch(&mut self, patch: Patch) -> Vec<String> {
        let ids: Vec<String> = patch.ids().map(str::to_owned).collect();
        let anchors: Vec<_> =
            ids.iter().map(|id| self.collection.get(id).map(|mark| mark.anchor.clone())).collect();
        for id in &ids {
            self.count(id, Share::Out);
        }
        self.collection.patch(patch);
        for change in self.unsaved.values().filter(|change| ids.iter().any(|id| id == change.id())) {
            self.collection.apply(change.clone());
        }
        for (id, before) in ids.iter().zip(anchors) {
            self.count(id, Share::In);
            if self.collection.get(id).map(|mark| &mark.anchor) != before.as_ref() {
                self.strays.remove(id);
            }
        }
        ids
    }

    /// Counts a bookmark in, or out, if there is one.
    fn count(&mut self, id: &str, share: Share) {
        let Some(mark) = self.collection.get(id) else { return };
        match (share, mark.marks) {
            (Share::In, _) => add(mark, (&mut self.counts, &mut self.stars)),
            (Share::Out, What::Article) => {
                if let Some(stars) = self.stars.get_mut(&mark.anchor.hash) {
                    stars.retain(|star| star != id);
                }
            }
            (Share::Out, _) => {
                if let Some(count) = self.counts.get_mut(&mark.anchor.hash) {
                    *count = count.saturating_sub(1);
                }
            }
        }
    }

    /// How many bookmarks of paragraphs and words the article at `entry` of the shelf has.
    pub fn count_in(&self, entry: usize, article: &Article) -> usize {
        let same = self.counts.get(article.fingerprint()).copied().unwrap_or(0);
        let here = self.strays_in(entry).filter(|mark| mark.marks != What::Article);
        same + here.count()
    }

    /// The stars of the article at `entry` of the shelf.
    pub fn stars(&self, entry: usize, article: &Article) -> Vec<String> {
        let same = self.stars.get(article.fingerprint()).cloned().unwrap_or_default();
        let here = self.strays_in(entry).filter(|mark| mark.marks == What::Article);
        same.into_iter().chain(here.map(|mark| mark.id.clone())).collect()
    }

    fn strays_in(&self, entry: usize) -> impl Iterator<Item = &Bookmark> {
        let here = move |place: &Place| place.entry == entry && place.sure == Sure::Sure;
        let strays = self.strays.iter().filter(move |(_, place)| place.as_ref().is_some_and(here));
        strays.filter_map(|(id, _)| self.collection.get(id))
    }

    /// Where a doubtful bookmark that the reader has not left as it is may be.
    pub fn doubt(&self, id: &str) -> Option<Place> {
        let place = self.stray(id).flatten().filter(|place| place.sure == Sure::Doubtful);
        place.filter(|_| !self.is_kept(id))
    }

    /// All tags, each once.
    pub fn tags(&self) -> BTreeSet<&str> {
        self.collection
            .iter()
            .flat_map(|mark| &mark.tags)
            .map(String::as_str)
            .filter(|tag| scrub(tag) == **tag)
            .collect()
    }

    /// How many bookmarks are doubtful.
    pub fn doubts(&self) -> usize {
        self.strays.keys().filter(|id| self.doubt(id).is_some()).count()
    }

    /// Leaves a doubtful bookmark as it is.
    pub fn keep(&mut self, id: &str) {
        self.kept.insert(id.to_owned());
    }

    /// Whether the reader left a doubtful bookmark as it is.
    pub fn is_kept(&self, id: &str) -> bool {
        self.kept.contains(id)
    }

    /// Where a bookmark of an older text was found, once it was looked for.
    pub fn stray(&self, id: &str) -> Option<Stray> {
        self.strays.get(id).copied()
    }

    /// Keeps where bookmarks of older texts were found, and nothing else of them.
    pub fn keep_strays(&mut self, strays: HashMap<String, Stray>) {
        self.strays = strays;
    }

    /// Forgets where a bookmark of an older text was found.
    pub fn drop_stray(&mut self, id: &str) {
        self.strays.remove(id);
    }

    /// Keeps where more bookmarks of older texts were found.
    pub fn add_strays(&mut self, strays: HashMap<String, Stray>) {
        self.strays.extend(strays);
    }

    /// The bookmarks made in this very text.
    pub fn of<'a>(&'a self, article: &'a Article) -> impl Iterator<Item = &'a Bookmark> {
        self.collection.in_article(article.fingerprint())
    }

    /// The bookmarks made on a page, whatever its text was then.
    pub fn on<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = &'a Bookmark> {
        self.collection.on_page(&page.path, &page.name)
    }
}
