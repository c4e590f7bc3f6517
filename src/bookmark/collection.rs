//! All bookmarks, with the deleted ones and the records of later versions: changing, asking, merging.
//!
//! Guarantees: a change can be taken back by the change it returns; merging is commutative, associative and
//! idempotent, so copies that exchange records in any order end alike. Never: a field lost in a merge other than to a
//! later value of it, a bookmark other than to a later deletion.

use std::cmp::Ordering;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::record::{Bookmark, Record, Tombstone};

/// A change to a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// This bookmark is new, or is like this now.
    Put(Arc<Bookmark>),
    /// The bookmark with this id is gone.
    Delete {
        /// Its id.
        id: String,
        /// Since when.
        at: Timestamp,
    },
}

impl Change {
    /// This bookmark is new, or is like this now.
    pub fn put(bookmark: Bookmark) -> Self {
        Self::Put(Arc::new(bookmark))
    }

    /// The bookmark's id.
    pub fn id(&self) -> &str {
        match self {
            Self::Put(bookmark) => &bookmark.id,
            Self::Delete { id, .. } => id,
        }
    }

    /// The same change, made `now`.
    #[must_use]
    pub fn at(self, now: Timestamp) -> Self {
        match self {
            Self::Put(bookmark) => Self::put(Arc::unwrap_or_clone(bookmark).revived(None, now)),
            Self::Delete { id, .. } => Self::Delete { id, at: now },
        }
    }

    fn stamp(&self) -> Timestamp {
        match self {
            Self::Put(bookmark) => bookmark.updated,
            Self::Delete { at, .. } => *at,
        }
    }

    fn into_record(self) -> Record {
        match self {
            Self::Put(bookmark) => Record::Live(Arc::new(Arc::unwrap_or_clone(bookmark).in_order())),
            Self::Delete { id, at } => Record::dead(id, at),
        }
    }
}

/// All bookmarks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collection {
    pub(super) records: BTreeMap<String, Record>,
    /// Lines that a later version wrote.
    pub(super) newer: BTreeSet<String>,
}

/// What a merge would bring.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Bookmarks, deletions and records of later versions that are not known.
    pub new: usize,
    /// What would change, or go, by a later change.
    pub newer: usize,
    /// What is as it would be, or later.
    pub same: usize,
}

impl Collection {
    /// What merging `other` would bring.
    pub fn tally(&self, other: &Self) -> Tally {
        let mut tally = Tally::default();
        for record in other.records.values() {
            match self.records.get(record.id()) {
                None => tally.new += 1,
                Some(known) if known.clone().join(record.clone()) == *known => tally.same += 1,
                Some(_) => tally.newer += 1,
            }
        }
        let later = other.newer.difference(&self.newer).count();
        tally.new += later;
        tally.same += other.newer.len() - later;
        tally
    }

    /// Makes a change, whatever is there, and gives the change that takes it back.
    ///
    /// The record of a later moment wins a merge: make the change with [`Self::dated`] first if it is to be kept.
    pub fn apply(&mut self, change: Change) -> Option<Change> {
        let at = change.stamp();
        let id = change.id().to_owned();
        let deletes = matches!(change, Change::Delete { .. });
        let known = self.records.remove(&id);
        let was = known.as_ref().and_then(Record::mark).cloned();
        let record = match change.into_record() {
            Record::Dead(grave) => {
                // Later than what it takes away, as a deletion always is.
                let deleted = was.as_ref().map_or(at, |was| at.max(was.updated));
                Record::Dead(Tombstone { deleted, was, ..grave })
            }
            live @ Record::Live(_) => live,
        };
        self.records.insert(id.clone(), record);
        match known {
            Some(Record::Live(bookmark)) => Some(Change::Put(bookmark)),
            Some(Record::Dead(_)) | None if deletes => None,
            Some(Record::Dead(_)) | None => Some(Change::Delete { id, at }),
        }
    }

    /// The change with a moment later than that of the record it replaces, also where that one comes from a clock
    /// that is ahead: what the reader does last is what stays. A bookmark says then which of its fields the change
    /// writes; the others keep their moments.
    #[must_use]
    pub fn dated(&self, change: Change) -> Change {
        let Some(known) = self.records.get(change.id()) else { return change };
        let stamp = known.stamp();
        let later = || stamp.checked_add(SignedDuration::from_millis(1)).unwrap_or(Timestamp::MAX);
        let now = if change.stamp() > stamp { change.stamp() } else { later() };
        match (change, known) {
            (Change::Put(new), Record::Live(known)) => {
                Change::put(Arc::unwrap_or_clone(new).changed(known, now))
            }
            (Change::Put(new), Record::Dead(grave)) => {
                Change::put(Arc::unwrap_or_clone(new).revived(grave.was.as_deref(), now))
            }
            (Change::Delete { id, .. }, _) => Change::Delete { id, at: now },
        }
    }

    /// Takes a change over where it is newer than what is there.
    pub fn merge_change(&mut self, change: Change) {
        self.take(change.into_record());
    }

    /// Takes over all that `other` has and we have not, or not as new.
    pub fn merge(&mut self, other: Self) {
        for record in other.records.into_values() {
            self.take(record);
        }
        self.newer.extend(other.newer);
    }

    /// Takes of a record over what is newer than what is there.
    pub(super) fn take(&mut self, record: Record) {
        match self.records.entry(record.id().to_owned()) {
            Entry::Vacant(free) => {
                free.insert(record);
            }
            Entry::Occupied(mut known) => {
                let joined = known.get().clone().join(record);
                known.insert(joined);
            }
        }
    }

    /// Takes over a line that a later version wrote.
    pub(super) fn take_newer(&mut self, line: String) {
        self.newer.insert(line);
    }

    /// The bookmark with this id.
    pub fn get(&self, id: &str) -> Option<&Bookmark> {
        self.records.get(id).and_then(Record::live)
    }

    /// How many bookmarks there are.
    pub fn len(&self) -> usize {
        self.marks().count()
    }

    /// Whether there is no bookmark.
    pub fn is_empty(&self) -> bool {
        self.marks().next().is_none()
    }

    /// The bookmarks, the newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Bookmark> {
        // Ids begin with the time, so from the last on they are mostly in order already.
        let mut all: Vec<&Bookmark> = self.marks().rev().collect();
        all.sort_by(|a, b| newer(a, b));
        all.into_iter()
    }

    /// The bookmarks, as they stand in the file.
    pub fn marks(&self) -> impl DoubleEndedIterator<Item = &Bookmark> {
        self.records.values().filter_map(Record::live)
    }

    /// The file's lines, in the order in which the bookmarks were made; what a later version wrote comes last.
    pub fn lines(&self) -> String {
        let mut text = String::new();
        for line in self.records.values().map(Record::line).chain(self.newer.iter().cloned()) {
            text.push_str(&line);
            text.push('\n');
        }
        text
    }
}

/// The newer one comes first.
pub fn newer(one: &Bookmark, other: &Bookmark) -> Ordering {
    other.created.cmp(&one.created).then_with(|| other.id.cmp(&one.id))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Bookmark, Change, Collection};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn mark(id: &str, second: i64) -> Bookmark {
        Bookmark::new(
            id.to_owned(),
            super::super::SourceRef::default(),
            "渡口晚灯".to_owned(),
            crate::article::Anchor { hash: format!("hash of {id}"), ..Default::default() },
            at(second),
        )
    }

    fn delete(id: &str, second: i64) -> Change {
        Change::Delete { id: id.to_owned(), at: at(second) }
    }

    #[test]
    fn a_change_is_taken_back_by_its_inverse() {
        let noted = Bookmark { note: "再读".to_owned(), updated: at(2), ..mark("a", 1) };
        for (before, change) in [
            (None, Change::put(mark("a", 1))),
            (Some(Change::put(mark("a", 1))), Change::put(noted)),
            (Some(Change::put(mark("a", 1))), delete("a", 2)),
            (Some(delete("a", 1)), Change::put(mark("a", 2))),
        ] {
            let mut collection = Collection::default();
            collection.apply(Change::put(mark("b", 0)));
            collection.apply(Change::put(mark("c", 9)));
            before.map(|change| collection.apply(change));
            let seen: Vec<Bookmark> = collection.iter().cloned().collect();
            let inverse = collection.apply(change.clone()).unwrap();
            assert_ne!(collection.iter().cloned().collect::<Vec<_>>(), seen, "{change:?}");
            collection.apply(inverse);
            assert_eq!(collection.iter().cloned().collect::<Vec<_>>(), seen, "{change:?}");
        }
        assert_eq!(Collection::default().apply(delete("a", 1)), None);
    }

    #[test]
    fn the_newer_record_wins_a_merge_and_a_deletion_a_tie() {
        let put = |second, note: &str| {
            Change::put(Bookmark { note: note.to_owned(), updated: at(second), ..mark("a", 0) })
        };
        for (one, other, want) in [
            (put(1, "旧"), put(2, "新"), Some("新")),
            (put(2, "甲"), put(2, "乙"), Some("甲")),
            (put(1, "旧"), delete("a", 2), None),
            (put(2, "旧"), delete("a", 2), None),
            (put(3, "回来"), delete("a", 2), Some("回来")),
        ] {
            for (first, second) in [(one.clone(), other.clone()), (other, one)] {
                let (mut left, mut right) = (Collection::default(), Collection::default());
                left.apply(first);
                right.apply(second);
                left.merge(right);
                assert_eq!(left.get("a").map(|mark| mark.note.as_str()), want);
            }
        }
    }

    #[test]
    fn what_the_reader_does_last_is_dated_last() {
        let mut collection = Collection::default();
        collection.apply(Change::put(mark("a", 100)));
        let change = collection.dated(delete("a", 5));
        let mut disk = collection.clone();
        disk.merge_change(change.clone());
        assert!(disk.is_empty());
        collection.apply(change);
        disk.merge_change(collection.dated(Change::put(mark("a", 5))));
        assert_eq!(disk.len(), 1);
        let far = Change::put(Bookmark { updated: Timestamp::MAX, ..mark("a", 1) });
        collection.apply(far.clone());
        assert_eq!(collection.dated(far.clone()), far);
        assert_eq!(collection.dated(delete("b", 5)), delete("b", 5));
    }

    #[test]
    fn the_newest_is_first() {
        let mut collection = Collection::default();
        for (id, second) in [("b", 2), ("a", 3), ("d", 1), ("c", 2)] {
            collection.apply(Change::put(mark(id, second)));
        }
        let ids: Vec<&str> = collection.iter().map(|mark| mark.id.as_str()).collect();
        assert_eq!(ids, ["a", "c", "b", "d"]);
    }
}
