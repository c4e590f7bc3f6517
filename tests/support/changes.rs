//! Changes of bookmarks at known times.
//!
//! Guarantees: the same arguments give the same change. Never: a clock.

use baolan::article::Anchor;
use baolan::bookmark::{Bookmark, Change, SourceRef};
use jiff::Timestamp;

/// So many seconds after a day in 2026.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

/// A new bookmark with a note.
pub fn put(id: &str, note: &str) -> Change {
    let mark =
        Bookmark::new(id.to_owned(), SourceRef::default(), "渡口".to_owned(), Anchor::default(), at(0));
    Change::put(Bookmark { note: note.to_owned(), ..mark })
}
