//! How long is kept what is left of deleted bookmarks.
//!
//! A deleted bookmark keeps what it was for [`WORDS`]: a copy of the program that changed it meanwhile may bring it back,
//! and then the fields written last belong to it. After that its quotation and note are gone, since whoever deletes a note wants
//! it gone, and only its id and the time of the deletion stay, so that no other copy brings it back. After [`GRAVES`]
//! these go too, since a file may not grow for ever; a copy that was away for longer brings the bookmark back.
//!
//! Guarantees: no bookmark that is not deleted changes; forgetting twice is forgetting once. Merging knows nothing of
//! it, and stays what it is for whatever the files hold: one who has not forgotten yet may give words back, which the
//! next writing forgets again. Never: a bookmark lost by it, in this collection or in one that is merged with it later.

use jiff::{SignedDuration, Timestamp};

use super::collection::Collection;
use super::record::Record;

/// How long a deleted bookmark keeps its words.
pub const WORDS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long it is known that a bookmark was deleted.
pub const GRAVES: SignedDuration = SignedDuration::from_hours(365 * 24);

impl Collection {
    /// Forgets what is old enough. Ages are counted back from the last change that is known, but from no later than
    /// `now`: neither a clock that is ahead, nor a record with a time to come, makes anything old before its time.
    pub fn forget(&mut self, now: Timestamp) {
        let last = self.records.values().map(Record::stamp).max().unwrap_or(now).min(now);
        let before = |age: SignedDuration| last.checked_sub(age).unwrap_or(Timestamp::MIN);
        let (words, graves) = (before(WORDS), before(GRAVES));
        self.records.retain(|_, record| !record.is_dead() || record.stamp() >= graves);
        self.forget_words(words);
    }

    /// Forgets the words of all bookmarks deleted before this time. Gives how many had some.
    pub fn forget_words(&mut self, before: Timestamp) -> usize {
        let mut forgotten = 0;
        for record in self.records.values_mut() {
            if let Record::Dead(grave) = record
                && grave.deleted < before
            {
                forgotten += usize::from(grave.was.take().is_some());
            }
        }
        forgotten
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::{GRAVES, WORDS};
    use crate::article::Anchor;
    use crate::bookmark::{Bookmark, Change, Collection, SourceRef};

    const DAY: SignedDuration = SignedDuration::from_hours(24);

    fn at(day: i32) -> Timestamp {
        Timestamp::UNIX_EPOCH + DAY * day
    }

    fn put(id: &str, day: i32) -> Change {
        let mark =
            Bookmark::new(id.to_owned(), SourceRef::default(), String::new(), Anchor::default(), at(day));
        Change::put(Bookmark { note: format!("words of {id}"), ..mark })
    }

    /// A bookmark deleted on day 100, and one made on `last`.
    fn deleted(last: i32) -> Collection {
        let mut collection = Collection::default();
        collection.apply(put("gone", 0));
        collection.apply(Change::Delete { id: "gone".to_owned(), at: at(100) });
        collection.apply(put("last", last));
        collection
    }

    #[test]
    fn words_go_first_and_the_grave_later() {
        let far = i32::MAX / 1000;
        for (last, now, words, grave) in [
            (100, 100, true, true),
            (130, far, true, true),
            (131, far, false, true),
            (131, 130, true, true),
            (130, 131, true, true),
            (465, far, false, true),
            (466, far, false, false),
            (466, 465, false, true),
            (466, 120, true, true),
        ] {
            let mut collection = deleted(last);
            collection.forget(at(now));
            let lines = collection.lines();
            let got = (lines.contains("words of gone"), lines.contains("deleted"));
            assert_eq!(got, (words, grave), "the last change on day {last}, now day {now}");
            assert!(lines.contains("words of last"));
        }
        assert!(WORDS < GRAVES);
    }

    #[test]
    fn who_has_not_forgotten_gives_back_words_and_no_bookmark() {
        let (mut one, other) = (deleted(200), deleted(100));
        one.forget(at(200));
        one.merge(other);
        assert!(one.lines().contains("words of gone") && one.get("gone").is_none());
        assert_eq!(
            (one.forget_words(at(100)), one.forget_words(at(101)), one.forget_words(at(999))),
            (0, 1, 0)
        );
        assert!(!one.lines().contains("words of gone"));
    }
}
