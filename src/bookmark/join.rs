//! Two records of one bookmark become one: of every field the value that was written last.
//!
//! A record says in `at` when a field was written, for those that were written after the bookmark was made. One whose
//! `updated` is later than all of `at`, as of a program that knows no `at`, counts as written then as a whole.
//!
//! Guarantees: joining is commutative, associative and idempotent, also for records that nobody of ours wrote; values
//! of one moment are told apart by what they say. Never: a value lost other than to a later one of the same field.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::record::{Bookmark, Record, Tombstone};

/// The fields that a change can write, besides those of later versions.
pub(super) const FIELDS: [&str; 8] =
    ["source", "headline", "anchor", "marks", "color", "name", "note", "tags"];

/// When each field was written. One that is not there and never was has no moment.
type Times = BTreeMap<String, Timestamp>;

impl Record {
    /// Both in one.
    pub(super) fn join(self, other: Self) -> Self {
        // The usual case, and the only one that keeps the order of unknown fields.
        if self.line() == other.line() {
            return self;
        }
        let ((one, left), (two, right)) = (self.parts(), other.parts());
        let mark = match (one, two) {
            (Some(one), Some(two)) => Some(Arc::new(join(&one, &two))),
            (one, two) => one.or(two),
        };
        let grave = match (left, right) {
            (Some(left), Some(right)) => Some(if left.order() < right.order() { right } else { left }),
            (left, right) => left.or(right),
        };
        match (mark, grave) {
            (Some(mark), None) => Self::Live(mark),
            (Some(mark), Some(grave)) if mark.updated > grave.deleted => Self::Live(mark),
            (was, Some(grave)) => Self::Dead(Tombstone { was, ..grave }),
            // A record is one of both.
            (None, None) => Self::dead(String::new(), Timestamp::MIN),
        }
    }

    fn parts(self) -> (Option<Arc<Bookmark>>, Option<Tombstone>) {
        match self {
            Self::Live(mark) => (Some(mark), None),
            Self::Dead(mut grave) => (grave.was.take(), Some(grave)),
        }
    }
}

impl Tombstone {
    fn order(&self) -> (Timestamp, u64, String) {
        (self.deleted, self.v, Value::Object(self.extra.fields()).to_string())
    }
}

impl Bookmark {
    /// The same with what it says of times put in order: it was made before it was changed, no field is later than
    /// the whole or earlier than the bookmark itself, and what goes without saying is not said.
    #[must_use]
    pub(super) fn in_order(mut self) -> Self {
        self.created = self.created.min(self.updated);
        if self.at.is_empty() {
            return self;
        }
        let times = times(&self);
        self.updated = times.values().copied().max().unwrap_or(self.updated);
        self.at = said(&self, times);
        self
    }

    /// The same as a change `now` to what `known` is: what differs is written now.
    #[must_use]
    pub(super) fn changed(mut self, known: &Self, now: Timestamp) -> Self {
        let (new, old) = (fields(&self), fields(known));
        let mut moments = times(known);
        let names: BTreeSet<&String> = new.keys().chain(old.keys()).collect();
        let differs = |name: &&String| new.get(*name) != old.get(*name);
        let changed: Vec<String> = names.into_iter().filter(differs).cloned().collect();
        if changed.is_empty() {
            return known.clone();
        }
        moments.extend(changed.into_iter().map(|name| (name, now)));
        self.created = self.created.min(known.created);
        self.updated = now;
        self.at = said(&self, moments);
        self
    }

    /// The same written `now` as a whole, over what a deleted bookmark `was`.
    #[must_use]
    pub(super) fn revived(mut self, was: Option<&Self>, now: Timestamp) -> Self {
        self.updated = now;
        self.at = Times::new();
        self.created = self.created.min(now);
        let Some(was) = was else { return self };
        self.created = self.created.min(was.created);
        let mut moments = times(&self);
        moments.extend(times(was).into_keys().map(|name| (name, now)));
        self.at = said(&self, moments);
        self
    }
}

/// All that a change can write, as it stands in the file.
fn fields(mark: &Bookmark) -> Map<String, Value> {
    // Only a map whose keys are no strings could fail, and there is none.
    let Ok(Value::Object(mut all)) = serde_json::to_value(mark) else { return Map::new() };
    for name in ["v", "id", "created", "updated", "at"] {
        all.remove(name);
    }
    all
}

fn times(mark: &Bookmark) -> Times {
    let names = FIELDS.into_iter().chain(mark.extra.names());
    let last = mark.at.values().copied().max();
    if last.is_none_or(|last| last < mark.updated) {
        return names.map(|name| (name.to_owned(), mark.updated)).collect();
    }
    let made = mark.created;
    let mut times: Times = names.map(|name| (name.to_owned(), made)).collect();
    times.extend(mark.at.iter().map(|(name, at)| (name.clone(), made.max(*at))));
    times
}

/// What `at` has to say of these times.
fn said(mark: &Bookmark, mut times: Times) -> Times {
    let is_there = |name: &str| FIELDS.contains(&name) || mark.extra.has(name);
    if times.iter().all(|(name, at)| *at == mark.updated && is_there(name)) {
        return Times::new();
    }
    times.retain(|name, at| *at != mark.created || !is_there(name));
    times
}

/// Two states of one bookmark in one.
fn join(one: &Bookmark, two: &Bookmark) -> Bookmark {
    let (left, right) = (fields(one), fields(two));
    let (mut moments, late) = (times(one), times(two));
    let names: BTreeSet<String> = moments.keys().chain(late.keys()).cloned().collect();
    let mut all = Map::new();
    for name in names {
        let of = |times: &Times, fields: &Map<String, Value>| {
            let value = fields.get(&name).cloned();
            (times.get(&name).copied(), value.as_ref().map(Value::to_string), value)
        };
        let (ours, theirs) = (of(&moments, &left), of(&late, &right));
        let (at, _, value) = if (&ours.0, &ours.1) < (&theirs.0, &theirs.1) { theirs } else { ours };
        all.extend(value.map(|value| (name.clone(), value)));
        moments.extend(at.map(|at| (name, at)));
    }
    let whole = Value::Object(all);
    // Each field was read as one of a bookmark before, and the others are set below.
    let mark = serde_json::from_value(stamped(whole, one)).unwrap_or_else(|_| one.clone());
    let mut mark = Bookmark {
        v: one.v.max(two.v),
        created: one.created.min(two.created),
        updated: one.updated.max(two.updated),
        ..mark
    };
    mark.at = said(&mark, moments);
    mark
}

/// The fields with those that no change can write.
fn stamped(fields: Value, mark: &Bookmark) -> Value {
    let Value::Object(mut all) = fields else { return fields };
    all.insert("v".to_owned(), mark.v.into());
    all.insert("id".to_owned(), mark.id.clone().into());
    all.insert("created".to_owned(), mark.created.to_string().into());
    all.insert("updated".to_owned(), mark.updated.to_string().into());
    Value::Object(all)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::Timestamp;
    use serde_json::Value;

    use super::{Bookmark, FIELDS, Record};
    use crate::article::Anchor;
    use crate::bookmark::{Marks, SourceRef};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn mark() -> Bookmark {
        let anchor = Anchor { hash: "h".to_owned(), ..Anchor::default() };
        Bookmark::new("a".to_owned(), SourceRef::default(), "渡口".to_owned(), anchor, at(1))
    }

    #[test]
    fn every_field_that_a_change_can_write_is_listed() {
        let text = || "x".to_owned();
        let full = Bookmark {
            marks: Marks::Words,
            color: text(),
            name: text(),
            note: text(),
            tags: vec![text()],
            at: [(text(), at(2))].into(),
            ..mark()
        };
        let Value::Object(written) = serde_json::to_value(full).unwrap() else { panic!("an object") };
        let fixed = ["v", "id", "created", "updated", "at"];
        let names: Vec<&String> = written.keys().filter(|name| !fixed.contains(&name.as_str())).collect();
        assert_eq!(names, FIELDS);
    }

    #[test]
    fn what_two_copies_wrote_into_different_fields_stays_both() {
        let noted = Bookmark { note: "再读".to_owned(), ..mark() }.changed(&mark(), at(5));
        let tagged = Bookmark { tags: vec!["船".to_owned()], ..mark() }.changed(&mark(), at(3));
        let renoted = Bookmark { note: "不读".to_owned(), ..noted.clone() }.changed(&noted, at(9));
        // As a program writes it that knows nothing of `at`, and keeps it.
        let foreign = Bookmark { note: "外".to_owned(), updated: at(7), ..noted.clone() };
        let live = |mark: &Bookmark| Record::Live(Arc::new(mark.clone()));
        let dead = |second| Record::dead("a".to_owned(), at(second));
        for (one, other, want) in [
            (live(&noted), live(&tagged), Some(("再读", 1))),
            (live(&renoted), live(&tagged), Some(("不读", 1))),
            (live(&foreign), live(&tagged), Some(("外", 0))),
            (live(&renoted), live(&foreign), Some(("不读", 0))),
            (live(&tagged), dead(3), None),
            (live(&tagged), dead(4), None),
            (live(&noted), dead(4).join(live(&tagged)), Some(("再读", 1))),
        ] {
            for (one, other) in [(one.clone(), other.clone()), (other, one)] {
                let got = match one.join(other) {
                    Record::Live(mark) => Some((mark.note.clone(), mark.tags.len())),
                    Record::Dead(_) => None,
                };
                assert_eq!(got, want.map(|(note, tags)| (note.to_owned(), tags)));
            }
        }
    }

    #[test]
    fn only_what_does_not_go_without_saying_is_written() {
        let noted = Bookmark { note: "再读".to_owned(), ..mark() }.changed(&mark(), at(5));
        assert_eq!(noted.at, [("note".to_owned(), at(5))].into());
        assert_eq!(mark().changed(&mark(), at(5)), mark(), "nothing changed");
        let revived = mark().revived(Some(&noted), at(9));
        assert_eq!((revived.at.len(), revived.updated), (0, at(9)));
        // Times that nobody of ours writes: after the last change, and before the first.
        let odd = Bookmark { at: [("note".to_owned(), at(9)), ("tags".to_owned(), at(0))].into(), ..mark() };
        let odd = odd.in_order();
        assert_eq!((odd.at, odd.updated), ([("note".to_owned(), at(9))].into(), at(9)));
    }
}
