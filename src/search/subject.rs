//! What a query is asked about: an article in a list, a bookmark, a command of the help.
//!
//! Guarantees: a list names the fields that its things have, so that a query for another is a mistake that can be told.
//! Never: a look for them anywhere else.

use super::date::Day;

/// A part of a thing that a query can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The headline.
    Title,
    /// Who wrote it.
    Byline,
    /// The newspaper.
    Paper,
    /// The page.
    Page,
    /// The day.
    Date,
    /// The reader's tags.
    Tag,
    /// Where it was read from.
    Source,
    /// The reader's note.
    Note,
    /// Whether it was read, and is marked.
    Is,
    /// What the reader put to it.
    Has,
}

/// What is said of a thing by `is:` and `has:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It was read.
    Read,
    /// It was not.
    Unread,
    /// It has a bookmark.
    Starred,
    /// It has a note.
    Noted,
}

/// What is true of a thing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct States(u8);

impl States {
    /// With one more.
    #[must_use]
    pub const fn with(self, state: State) -> Self {
        Self(self.0 | 1 << state as u8)
    }

    /// Whether this is true.
    pub const fn has(self, state: State) -> bool {
        self.0 & (1 << state as u8) != 0
    }
}

/// The names of fields in a query, in both languages.
pub(super) const FIELDS: [(&str, Field); 22] = [
    ("title", Field::Title),
    ("标题", Field::Title),
    ("byline", Field::Byline),
    ("记者", Field::Byline),
    ("作者", Field::Byline),
    ("paper", Field::Paper),
    ("报纸", Field::Paper),
    ("page", Field::Page),
    ("版", Field::Page),
    ("版面", Field::Page),
    ("date", Field::Date),
    ("日期", Field::Date),
    ("tag", Field::Tag),
    ("标签", Field::Tag),
    ("source", Field::Source),
    ("来源", Field::Source),
    ("note", Field::Note),
    ("笔记", Field::Note),
    ("is", Field::Is),
    ("是", Field::Is),
    ("has", Field::Has),
    ("有", Field::Has),
];

/// The names of states behind `is:` and `has:`.
pub(super) const STATES: [(&str, Field, State); 12] = [
    ("read", Field::Is, State::Read),
    ("已读", Field::Is, State::Read),
    ("unread", Field::Is, State::Unread),
    ("未读", Field::Is, State::Unread),
    ("starred", Field::Is, State::Starred),
    ("marked", Field::Is, State::Starred),
    ("书签", Field::Is, State::Starred),
    ("note", Field::Has, State::Noted),
    ("笔记", Field::Has, State::Noted),
    ("bookmark", Field::Has, State::Starred),
    ("书签", Field::Has, State::Starred),
    ("star", Field::Has, State::Starred),
];

/// A thing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// Where words without a field are looked for.
    pub texts: &'a [&'a str],
    /// The headline.
    pub title: &'a str,
    /// Who wrote it.
    pub byline: &'a str,
    /// The newspaper.
    pub paper: &'a str,
    /// The page.
    pub page: &'a str,
    /// Where it was read from.
    pub source: &'a str,
    /// The reader's note.
    pub note: &'a str,
    /// The reader's tags.
    pub tags: &'a [String],
    /// The day.
    pub date: Option<Day>,
    /// What is true of it.
    pub states: States,
}
