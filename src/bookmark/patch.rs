//! What made one collection of another: the records that are not the same in both.
//!
//! Whoever holds a collection is told of each save by what changed, and not by all bookmarks anew: ten thousand of
//! them take longer to hand over, to count and to let go than a frame lasts.
//!
//! Guarantees: a collection to which the patch between it and another is put is that other. Never: a merge; that is
//! done before, by whoever has both sides.

use std::collections::{BTreeMap, BTreeSet};

use super::collection::Collection;
use super::record::Record;

/// What makes one collection of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// What stands under an id now, if anything does.
    records: BTreeMap<String, Option<Record>>,
    /// All lines of later versions, if they are not the same.
    newer: Option<BTreeSet<String>>,
}

impl Patch {
    /// The ids of the records that may not be the same.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.records.keys().map(String::as_str)
    }
}

impl Collection {
    /// What makes `next` of this collection. The records with the ids `also` are in it, also where they are the same.
    pub fn patch_to<'a>(&self, next: &Self, also: impl IntoIterator<Item = &'a str>) -> Patch {
        let mut records = BTreeMap::new();
        let mut put = |id: &str| {
            records.entry(id.to_owned()).or_insert_with(|| next.records.get(id).cloned());
        };
        also.into_iter().for_each(&mut put);
        for (id, record) in &next.records {
            if self.records.get(id) != Some(record) {
                put(id);
            }
        }
        self.records.keys().filter(|id| !next.records.contains_key(*id)).for_each(|id| put(id));
        let newer = (self.newer != next.newer).then(|| next.newer.clone());
        Patch { records, newer }
    }

    /// Makes of this collection the one that the patch was made for.
    pub fn patch(&mut self, patch: Patch) {
        for (id, record) in patch.records {
            match record {
                Some(record) => self.records.insert(id, record),
                None => self.records.remove(&id),
            };
        }
        if let Some(newer) = patch.newer {
            self.newer = newer;
        }
    }
}

/// What one who holds a collection is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// All of it.
    All(Collection),
    /// What changed since it was told last.
    Changed(Patch),
}

impl Default for News {
    fn default() -> Self {
        Self::Changed(Patch::default())
    }
}

/// Tells a listener of a collection: at first all of it, then what changed.
#[derive(Clone, Debug, Default)]
pub struct Teller {
    told: Option<Collection>,
}

impl Teller {
    /// What is to be told now that the collection is `now`; of the bookmarks `also` in any case, since the listener
    /// may have changed them in its own.
    pub fn tell<'a>(&mut self, now: Collection, also: impl IntoIterator<Item = &'a str>) -> News {
        let news = match &self.told {
            None => News::All(now.clone()),
            Some(told) => News::Changed(told.patch_to(&now, also)),
        };
        self.told = Some(now);
        news
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::{News, Teller};
    use crate::article::Anchor;
    use crate::bookmark::{Bookmark, Change, Collection, SourceRef};

    /// A step of somebody who changes a collection: which bookmark, when, and whether it is deleted or forgotten.
    type Step = (u8, i64, u8);

    fn walk(collection: &mut Collection, steps: &[Step]) {
        for (id, second, what) in steps {
            let at = Timestamp::from_second(*second).unwrap();
            let id = format!("{}", id % 6);
            match what % 4 {
                0 => {
                    collection.apply(Change::Delete { id, at });
                }
                1 => {
                    collection.take_newer(format!(r#"{{"v":9,"id":"{id}"}}"#));
                }
                // Graves that are old enough go from the records.
                2 => collection.forget(Timestamp::MAX),
                _ => {
                    let anchor = Anchor { hash: second.to_string(), ..Anchor::default() };
                    let mark = Bookmark::new(id, SourceRef::default(), String::new(), anchor, at);
                    collection.apply(Change::put(mark));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_listener_holds_what_it_is_told_of(
            walks in prop::collection::vec(
                prop::collection::vec((any::<u8>(), 0_i64..100_000_000, any::<u8>()), 0..6), 1..6),
        ) {
            let (mut collection, mut heard) = (Collection::default(), Collection::default());
            let mut teller = Teller::default();
            for (round, steps) in walks.iter().enumerate() {
                walk(&mut collection, steps);
                // What a listener did to its own is put right where it is named.
                heard.apply(Change::Delete { id: "0".to_owned(), at: Timestamp::MAX });
                match teller.tell(collection.clone(), ["0"]) {
                    News::All(all) => { prop_assert_eq!(round, 0); heard = all }
                    News::Changed(patch) => heard.patch(patch),
                }
                prop_assert_eq!(&heard, &collection);
            }
        }
    }

    #[test]
    fn of_what_is_the_same_nothing_is_told() {
        let mut collection = Collection::default();
        walk(&mut collection, &[(1, 10, 3), (2, 20, 3)]);
        let mut teller = Teller::default();
        assert_eq!(teller.tell(collection.clone(), []), News::All(collection.clone()));
        assert_eq!(teller.tell(collection.clone(), []), News::default());
        walk(&mut collection, &[(2, 30, 3)]);
        let News::Changed(patch) = teller.tell(collection, ["1"]) else { panic!("all again") };
        assert_eq!(patch.ids().collect::<Vec<_>>(), ["1", "2"]);
    }
}
