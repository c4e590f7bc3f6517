//! The records of the bookmark file: a bookmark, and what is left of a deleted one.
//!
//! Guarantees: a record says by itself when it was written last. Never: a field dropped.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::article::{Anchor, Extra};

/// The version of the records that this program writes.
pub const VERSION: u64 = 1;

/// What a bookmark's article is in: names to find it by and to show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceRef {
    /// What names the source among all sources.
    pub path: String,
    /// What the page is called.
    pub page: String,
    /// The article's place on its page, from 0.
    pub article: usize,
    /// The encoding the page was read in.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub encoding: String,
    /// What a later version wrote here.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a bookmark marks. Another kind takes another version of the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marks {
    /// A paragraph, or another block.
    #[default]
    Block,
    /// Some words, within a block or across several.
    Words,
    /// The whole article; its anchor is that of the title.
    Article,
}

impl Marks {
    /// Whether it marks a block.
    pub const fn is_block(&self) -> bool {
        matches!(self, Self::Block)
    }
}

/// A bookmark: a marked paragraph, or words, or an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// The version of the record.
    pub v: u64,
    /// Its id, a UUID of version 7.
    pub id: String,
    /// What it is in.
    #[serde(default)]
    pub source: SourceRef,
    /// The article's headline.
    #[serde(default)]
    pub headline: String,
    /// Where it is.
    pub anchor: Anchor,
    /// What it marks.
    #[serde(default, skip_serializing_if = "Marks::is_block")]
    pub marks: Marks,
    /// The name of its colour in the settings; none for the first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub color: String,
    /// The letter it is jumped to by: a small one in its article, a capital one from everywhere; else nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What the reader wrote to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The reader's tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it was changed last.
    pub updated: Timestamp,
    /// When a field was written, for those that were not written with the bookmark or all at `updated`. Kept by
    /// [`super::Collection::dated`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub at: BTreeMap<String, Timestamp>,
    /// What a later version wrote here.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Bookmark {
    /// A bookmark made `now`, without note and tags.
    pub fn new(id: String, source: SourceRef, headline: String, anchor: Anchor, now: Timestamp) -> Self {
        Self {
            v: VERSION,
            id,
            source,
            headline,
            anchor,
            marks: Marks::Block,
            color: String::new(),
            name: String::new(),
            note: String::new(),
            tags: Vec::new(),
            created: now,
            updated: now,
            at: BTreeMap::new(),
            extra: Extra::default(),
        }
    }
}

/// What is left of a deleted bookmark, so that a copy that still has it does not bring it back.
///
/// It keeps what the bookmark was: another copy may have changed it later and bring it back, and then the fields that
/// this copy wrote last belong to it too, in whichever order the three meet. Not for ever: see [`super::forget`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Tombstone {
    pub(super) v: u64,
    pub(super) id: String,
    pub(super) deleted: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) was: Option<Arc<Bookmark>>,
    #[serde(flatten)]
    pub(super) extra: Extra,
}

/// One record of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum Record {
    Live(Arc<Bookmark>),
    Dead(Tombstone),
}

impl Record {
    pub(super) fn dead(id: String, at: Timestamp) -> Self {
        Self::Dead(Tombstone { v: VERSION, id, deleted: at, was: None, extra: Extra::default() })
    }

    pub(super) fn id(&self) -> &str {
        match self {
            Self::Live(bookmark) => &bookmark.id,
            Self::Dead(tombstone) => &tombstone.id,
        }
    }

    /// Whether the bookmark is deleted.
    pub(super) const fn is_dead(&self) -> bool {
        matches!(self, Self::Dead(_))
    }

    /// The bookmark, if it is not deleted.
    pub(super) fn live(&self) -> Option<&Bookmark> {
        match self {
            Self::Live(bookmark) => Some(bookmark),
            Self::Dead(_) => None,
        }
    }

    /// The bookmark, or what it was.
    pub(super) const fn mark(&self) -> Option<&Arc<Bookmark>> {
        match self {
            Self::Live(bookmark) => Some(bookmark),
            Self::Dead(tombstone) => tombstone.was.as_ref(),
        }
    }

    /// When it was written.
    pub(super) fn stamp(&self) -> Timestamp {
        match self {
            Self::Live(bookmark) => bookmark.updated,
            Self::Dead(tombstone) => tombstone.deleted,
        }
    }

    /// Its line in the file, without the line end.
    pub(super) fn line(&self) -> String {
        // Only a map whose keys are no strings could fail, and there is none.
        serde_json::to_string(self).unwrap_or_default()
    }
}
