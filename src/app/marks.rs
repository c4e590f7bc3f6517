//! Bookmarks as the application holds them: what the disk has, and what is on its way there.
//!
//! Guarantees: a mark is shown as saved only after the store said so; a change can be taken back by the change it
//! returns, so another copy of the program sees that too. Never: a file, a clock.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::effect::Effect;
use super::markindex::MarkIndex;
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
    /// Which of them a text and a page have; the list asks for every row of every frame.
    index: MarkIndex,
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
            index: MarkIndex::default(),
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
        let id = change.id().to_owned();
        self.take_out(&id);
        let inverse = self.collection.apply(change.clone());
        self.take_in(&id);
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
        self.index = MarkIndex::of(self.collection.marks());
    }

    /// Takes what changed, and gives the ids of it.
    fn take_patch(&mut self, patch: Patch) -> Vec<String> {
        let ids: Vec<String> = patch.ids().map(str::to_owned).collect();
        let anchors: Vec<_> =
            ids.iter().map(|id| self.collection.get(id).map(|mark| mark.anchor.clone())).collect();
        for id in &ids {
            self.take_out(id);
        }
        self.collection.patch(patch);
        for change in self.unsaved.values().filter(|change| ids.iter().any(|id| id == change.id())) {
            self.collection.apply(change.clone());
        }
        for (id, before) in ids.iter().zip(anchors) {
            self.take_in(id);
            if self.collection.get(id).map(|mark| &mark.anchor) != before.as_ref() {
                self.strays.remove(id);
            }
        }
        ids
    }

    /// Takes a bookmark out of the index before it changes, if there is one.
    fn take_out(&mut self, id: &str) {
        if let Some(mark) = self.collection.get(id) {
            self.index.remove(mark);
        }
    }

    /// Takes it in again as it is now, if it still is.
    fn take_in(&mut self, id: &str) {
        if let Some(mark) = self.collection.get(id) {
            self.index.add(mark);
        }
    }

    /// How many bookmarks of paragraphs and words the article at `entry` of the shelf has.
    pub fn count_in(&self, entry: usize, article: &Article) -> usize {
        let same = self.index.count(article.fingerprint());
        let here = self.strays_in(entry).filter(|mark| mark.marks != What::Article);
        same + here.count()
    }

    /// The stars of the article at `entry` of the shelf.
    pub fn stars(&self, entry: usize, article: &Article) -> Vec<String> {
        let same = self.index.stars(article.fingerprint()).cloned();
        let here = self.strays_in(entry).filter(|mark| mark.marks == What::Article);
        same.chain(here.map(|mark| mark.id.clone())).collect()
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
        self.index.in_text(article.fingerprint()).filter_map(|id| self.collection.get(id))
    }

    /// The bookmarks made on a page, whatever its text was then.
    pub fn on<'a>(&'a self, page: &'a Page) -> impl Iterator<Item = &'a Bookmark> {
        let marks = self.index.on_path(&page.path).filter_map(|id| self.collection.get(id));
        marks.filter(|mark| mark.source.page == page.name)
    }
}
