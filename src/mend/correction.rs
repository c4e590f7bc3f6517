//! One correction: which block, and what is to become of it.
//!
//! Guarantees: a block is named by the byte of the dump where its first piece starts; fields that this version does
//! not know are kept. Never: a look at the dump; a byte that came from a file may point anywhere.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::article::{BlockKind, PageKind};

/// What the reader says a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A part of its article.
    Block(BlockKind),
    /// What belongs to the page and to no article.
    Furniture,
}

/// What is to become of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// The block that starts at the byte `with` goes on with it, without a break.
    Join {
        /// A byte in the dump.
        with: usize,
    },
    /// It is a block of its own, and not the rest of the one before.
    Split,
    /// It opens an article.
    Open,
    /// Its article goes on with the article before.
    Merge,
    /// It is this.
    Is(Kind),
    /// Its article's titles, as far as they stand up to it, are those of the article before.
    TitlesBefore,
    /// Its article's titles, from it on, are those of the article after.
    TitlesAfter,
    /// The whole page is this kind of text; the byte says nothing.
    Page(PageKind),
}

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct Correction {
    /// What tells it from all others: a UUID of version 7.
    pub id: String,
    /// Which block: the byte in the dump where its first piece starts.
    pub at: usize,
    /// What is to become of it.
    pub act: Act,
    /// What a later version wrote here.
    pub extra: Map<String, Value>,
}

impl Correction {
    /// A new correction.
    pub fn new(id: String, at: usize, act: Act) -> Self {
        Self { id, at, act, extra: Map::new() }
    }
}

/// A correction as it stands in the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Form {
    id: String,
    at: usize,
    act: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    with: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(flatten)]
    extra: Map<String, Value>,
}

/// The kinds by their names in the file.
const KINDS: &[(&str, Kind)] = &[
    ("kicker", Kind::Block(BlockKind::Kicker)),
    ("headline", Kind::Block(BlockKind::Headline)),
    ("subtitle", Kind::Block(BlockKind::Subtitle)),
    ("byline", Kind::Block(BlockKind::Byline)),
    ("heading", Kind::Block(BlockKind::Heading)),
    ("paragraph", Kind::Block(BlockKind::Paragraph)),
    ("caption", Kind::Block(BlockKind::Caption)),
    ("furniture", Kind::Furniture),
];

/// The kinds of pages by their names in the file.
const PAGES: &[(&str, PageKind)] = &[("newspaper", PageKind::Newspaper), ("plain", PageKind::Plain)];

fn named<T: Copy>(table: &[(&str, T)], name: Option<&str>) -> Option<T> {
    table.iter().find(|(known, _)| name == Some(known)).map(|(_, value)| *value)
}

fn name_of<T: PartialEq>(table: &[(&'static str, T)], value: &T) -> Option<String> {
    table.iter().find(|(_, known)| known == value).map(|(name, _)| (*name).to_owned())
}

impl TryFrom<Form> for Correction {
    type Error = &'static str;

    fn try_from(form: Form) -> Result<Self, Self::Error> {
        let act = match (form.act.as_str(), form.with, form.kind.as_deref()) {
            ("join", Some(with), _) => Some(Act::Join { with }),
            ("split", ..) => Some(Act::Split),
            ("open", ..) => Some(Act::Open),
            ("merge", ..) => Some(Act::Merge),
            ("is", _, kind) => named(KINDS, kind).map(Act::Is),
            ("titles-before", ..) => Some(Act::TitlesBefore),
            ("titles-after", ..) => Some(Act::TitlesAfter),
            ("page", _, kind) => named(PAGES, kind).map(Act::Page),
            _ => None,
        };
        let act = act.ok_or("an act of a later version")?;
        Ok(Self { id: form.id, at: form.at, act, extra: form.extra })
    }
}

impl From<Correction> for Form {
    fn from(correction: Correction) -> Self {
        let (act, with, kind) = match &correction.act {
            Act::Join { with } => ("join", Some(*with), None),
            Act::Split => ("split", None, None),
            Act::Open => ("open", None, None),
            Act::Merge => ("merge", None, None),
            Act::Is(kind) => ("is", None, name_of(KINDS, kind)),
            Act::TitlesBefore => ("titles-before", None, None),
            Act::TitlesAfter => ("titles-after", None, None),
            Act::Page(kind) => ("page", None, name_of(PAGES, kind)),
        };
        Self {
            id: correction.id,
            at: correction.at,
            act: act.to_owned(),
            with,
            kind,
            extra: correction.extra,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Act, Correction, KINDS, PAGES};

    #[test]
    fn every_act_is_read_as_it_was_written() {
        let kinds = KINDS.iter().map(|(_, kind)| Act::Is(*kind));
        let pages = PAGES.iter().map(|(_, kind)| Act::Page(*kind));
        let others =
            [Act::Join { with: 7 }, Act::Split, Act::Open, Act::Merge, Act::TitlesBefore, Act::TitlesAfter];
        for act in others.into_iter().chain(kinds).chain(pages) {
            let one = Correction::new("a".to_owned(), 3, act);
            let text = serde_json::to_string(&one).unwrap();
            assert_eq!(serde_json::from_str::<Correction>(&text).unwrap(), one, "{text}");
        }
    }

    #[test]
    fn what_a_later_version_wrote_beside_is_kept_and_what_it_means_is_not_guessed() {
        for (text, known) in [
            (r#"{"id":"a","at":3,"act":"join","with":9,"why":"灯"}"#, true),
            (r#"{"id":"a","at":3,"act":"is","kind":"heading"}"#, true),
            (r#"{"id":"a","at":3,"act":"join"}"#, false),
            (r#"{"id":"a","at":3,"act":"is","kind":"table"}"#, false),
            (r#"{"id":"a","at":3,"act":"fold"}"#, false),
            (r#"{"id":"a","at":-3,"act":"split"}"#, false),
        ] {
            let read = serde_json::from_str::<Correction>(text);
            assert_eq!(read.is_ok(), known, "{text}");
            if let Ok(read) = read {
                assert_eq!(serde_json::to_string(&read).unwrap(), text);
            }
        }
    }
}
