//! How far the reader has come: the place in each article, whether it was read, the article each list stopped at.
//!
//! Guarantees: merging keeps the newer of two places, whichever side is first; what a later version wrote beside
//! them is kept; the oldest are forgotten where there are too many. Never: a file, a clock.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The version of the form in which places are written.
const VERSION: u64 = 1;

/// For how many articles places are kept.
const ARTICLES: usize = 20_000;

/// For how many sets of sources the selected article is kept.
const LISTS: usize = 1_000;

/// How many more there may be before the oldest are dropped, so that this is not done with every key.
const SLACK: usize = 500;

/// Where the reader is in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The byte of its text at the top of the window.
    pub offset: usize,
    /// Whether it counts as read.
    pub read: bool,
    /// Since when.
    pub at: Timestamp,
}

/// The article that was selected last, of a set of sources.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Selected {
    article: String,
    at: Timestamp,
}

/// A value with what a later version wrote beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept<T> {
    #[serde(flatten)]
    value: T,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

/// Something that was so since a moment.
trait Dated: Ord {
    fn at(&self) -> Timestamp;
    fn set_at(&mut self, at: Timestamp);
}

impl Dated for Place {
    fn at(&self) -> Timestamp {
        self.at
    }

    fn set_at(&mut self, at: Timestamp) {
        self.at = at;
    }
}

impl Dated for Selected {
    fn at(&self) -> Timestamp {
        self.at
    }

    fn set_at(&mut self, at: Timestamp) {
        self.at = at;
    }
}

impl<T: Dated> Kept<T> {
    /// Which of two is to be kept: the greater.
    fn order(&self, other: &Self) -> Ordering {
        let written = |kept: &Self| serde_json::to_string(&kept.extra).unwrap_or_default();
        self.value
            .at()
            .cmp(&other.value.at())
            .then_with(|| self.value.cmp(&other.value))
            .then_with(|| written(self).cmp(&written(other)))
    }
}

/// The places of all articles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    v: u64,
    /// By the article's fingerprint.
    #[serde(default = "BTreeMap::new")]
    articles: BTreeMap<String, Kept<Place>>,
    /// By what names the sources.
    #[serde(default = "BTreeMap::new")]
    lists: BTreeMap<String, Kept<Selected>>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

impl Default for Places {
    fn default() -> Self {
        Self { v: VERSION, articles: BTreeMap::new(), lists: BTreeMap::new(), extra: Map::new() }
    }
}

/// Why places could not be read from a text.
#[derive(Debug, thiserror::Error)]
pub enum PlacesError {
    /// A later version of the program wrote them.
    #[error("was written by a later version of Baolan")]
    Newer,
    /// They are not in the form of places.
    #[error("{0}")]
    Broken(serde_json::Error),
}

impl Places {
    /// The places written in `bytes`; none where there are no bytes but white space.
    ///
    /// # Errors
    /// What is not JSON, not in this form, or in the form of a later version.
    pub fn parse(bytes: &[u8]) -> Result<Self, PlacesError> {
        if bytes.trim_ascii().is_empty() {
            return Ok(Self::default());
        }
        let value: Value = serde_json::from_slice(bytes).map_err(PlacesError::Broken)?;
        if value.get("v").and_then(Value::as_u64).is_some_and(|version| version > VERSION) {
            return Err(PlacesError::Newer);
        }
        serde_json::from_value(value).map_err(PlacesError::Broken)
    }

    /// The places as a text to be kept.
    pub fn write(&self) -> String {
        // Only a map whose keys are no strings could fail, and there is none.
        let text = serde_json::to_string(self).unwrap_or_default();
        format!("{text}\n")
    }

    /// The place in the article with this fingerprint.
    pub fn get(&self, article: &str) -> Option<&Place> {
        self.articles.get(article).map(|kept| &kept.value)
    }

    /// The fingerprints of the articles that were read.
    pub fn read(&self) -> impl Iterator<Item = &str> {
        self.articles.iter().filter(|(_, kept)| kept.value.read).map(|(print, _)| print.as_str())
    }

    /// Notes the place in an article.
    pub fn note(&mut self, article: &str, place: Place) {
        put(&mut self.articles, article, place);
        if self.articles.len() > ARTICLES + SLACK {
            forget(&mut self.articles, ARTICLES);
        }
    }

    /// The fingerprint of the article that was selected last with these sources.
    pub fn list(&self, sources: &str) -> Option<&str> {
        self.lists.get(sources).map(|kept| kept.value.article.as_str())
    }

    /// Notes the article that is selected with these sources.
    pub fn set_list(&mut self, sources: &str, article: &str, at: Timestamp) {
        if self.list(sources) == Some(article) {
            return;
        }
        put(&mut self.lists, sources, Selected { article: article.to_owned(), at });
        if self.lists.len() > LISTS + SLACK {
            forget(&mut self.lists, LISTS);
        }
    }

    /// The places of these articles and these sets of sources alone.
    #[must_use]
    pub fn part(&self, articles: &BTreeSet<String>, lists: &BTreeSet<String>) -> Self {
        let articles = articles.iter().filter_map(|key| self.articles.get_key_value(key));
        let lists = lists.iter().filter_map(|key| self.lists.get_key_value(key));
        Self {
            v: self.v,
            articles: articles.map(|(key, kept)| (key.clone(), kept.clone())).collect(),
            lists: lists.map(|(key, kept)| (key.clone(), kept.clone())).collect(),
            extra: Map::new(),
        }
    }

    /// Takes over all that `other` has and we have not, or not as new.
    pub fn merge(&mut self, other: Self) {
        merge(&mut self.articles, other.articles, ARTICLES);
        merge(&mut self.lists, other.lists, LISTS);
        for (key, value) in other.extra {
            self.extra.entry(key).or_insert(value);
        }
    }
}

/// Puts a value in, later than the one it replaces also where that one comes from a clock that is ahead.
fn put<T: Dated>(all: &mut BTreeMap<String, Kept<T>>, key: &str, mut value: T) {
    let Some(known) = all.get_mut(key) else {
        all.insert(key.to_owned(), Kept { value, extra: Map::new() });
        return;
    };
    if value.at() <= known.value.at() {
        let after = known.value.at().checked_add(SignedDuration::from_millis(1));
        value.set_at(after.unwrap_or(Timestamp::MAX));
    }
    known.value = value;
}

fn merge<T: Dated>(ours: &mut BTreeMap<String, Kept<T>>, theirs: BTreeMap<String, Kept<T>>, limit: usize) {
    for (key, kept) in theirs {
        if ours.get(&key).is_none_or(|known| kept.order(known).is_gt()) {
            ours.insert(key, kept);
        }
    }
    if ours.len() > limit {
        forget(ours, limit);
    }
}

/// Drops the oldest beyond `limit`.
fn forget<T: Dated>(all: &mut BTreeMap<String, Kept<T>>, limit: usize) {
    let mut ages: Vec<(Timestamp, String)> =
        all.iter().map(|(key, kept)| (kept.value.at(), key.clone())).collect();
    ages.sort();
    for (_, key) in ages.iter().take(all.len().saturating_sub(limit)) {
        all.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{ARTICLES, Place, Places, PlacesError, SLACK};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn place(offset: usize, second: i64) -> Place {
        Place { offset, read: false, at: at(second) }
    }

    #[test]
    fn places_come_back_as_they_were_written() {
        let mut places = Places::default();
        places.note("a", place(3, 1));
        places.note("b", Place { read: true, ..place(0, 2) });
        places.set_list("page.txt", "b", at(3));
        let read = Places::parse(places.write().as_bytes()).unwrap();
        assert_eq!(read, places);
        assert_eq!((read.get("a").unwrap().offset, read.get("b").unwrap().read), (3, true));
        assert_eq!(read.list("page.txt"), Some("b"));
        assert_eq!((read.get("c"), read.list("c")), (None, None));
    }

    #[test]
    fn what_a_later_version_wrote_beside_is_kept() {
        let text = concat!(
            r#"{"v":1,"articles":{"a":{"offset":1,"read":false,"at":"1970-01-01T00:00:01Z","speed":3}},"#,
            r#""lists":{},"corrections":["x"]}"#,
            "\n",
        );
        let mut places = Places::parse(text.as_bytes()).unwrap();
        assert_eq!(places.write(), text);
        places.note("a", place(7, 2));
        let written = places.write();
        assert!(written.contains(r#""speed":3"#) && written.contains(r#""offset":7"#), "{written}");
    }

    #[test]
    fn a_text_is_places_or_a_reason() {
        assert_eq!(Places::parse(b" \n").unwrap(), Places::default());
        assert_eq!(Places::parse(br#"{"v":1}"#).unwrap(), Places::default());
        assert!(matches!(Places::parse(br#"{"v":2}"#), Err(PlacesError::Newer)));
        for broken in [&b"{"[..], b"[]", b"\0", b"\xff", br#"{"v":1,"articles":3}"#, b"{}"] {
            assert!(matches!(Places::parse(broken), Err(PlacesError::Broken(_))), "{broken:?}");
        }
    }

    #[test]
    fn the_newer_place_wins_whichever_is_first() {
        for (one, other, want) in [(place(1, 1), place(2, 2), 2), (place(5, 3), place(9, 3), 9)] {
            for (first, second) in [(one, other), (other, one)] {
                let (mut left, mut right) = (Places::default(), Places::default());
                left.note("a", first);
                right.note("a", second);
                left.merge(right);
                assert_eq!(left.get("a").unwrap().offset, want);
            }
        }
    }

    #[test]
    fn what_is_noted_last_wins_over_a_clock_that_was_ahead() {
        let mut disk = Places::default();
        disk.note("a", place(1, 1_000));
        let mut ours = disk.clone();
        ours.note("a", place(2, 5));
        disk.merge(ours);
        assert_eq!(disk.get("a").unwrap().offset, 2);
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut places = Places::default();
        for index in 0..=ARTICLES + SLACK {
            places.note(&index.to_string(), place(0, i64::try_from(index).unwrap()));
        }
        assert_eq!(places.articles.len(), ARTICLES);
        assert!(places.get("0").is_none() && places.get(&(ARTICLES + SLACK).to_string()).is_some());
    }
}
