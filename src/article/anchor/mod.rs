//! An anchor: a place in an article that is found again after the text changed.
//!
//! Three ways to say one place: the hash of the text it stood in, its position there, and its words with those
//! around them. Guarantees: fields that this version does not know are kept. Never: trust in a number that came from
//! a file; an offset may point anywhere.

mod among;
mod bits;
mod folded;
mod form;
mod near;
mod resolve;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Article, Block, Extra, Span};

pub use among::{Ground, look_among, resolve_among};
pub(super) use folded::{Told, tell};
pub use resolve::{Found, How, resolve, resolve_on};

/// How many characters of the text before and after a place are kept with it.
const CONTEXT: usize = 32;

/// The longest quotation that is kept whole, in characters; of a longer one the two ends are kept.
const WHOLE: usize = 160;

/// How much is kept of each end.
const END: usize = 80;

/// A place in an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Anchor {
    /// The fingerprint of the article it was made in ([`Article::fingerprint`]).
    pub hash: String,
    /// Where it stood.
    pub position: Position,
    /// What it said.
    pub quote: Quote,
    /// What a later version wrote here.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Where a place stood, in characters (Unicode scalar values) of the article's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Position {
    /// The first character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The number of its block, for people to read.
    pub block: usize,
    /// What a later version wrote here.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What a place said, and the words around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "form::Form", into = "form::Form")]
pub struct Quote {
    /// Its words.
    pub words: Words,
    /// The characters before it, across the borders of blocks.
    pub prefix: String,
    /// The characters after it.
    pub suffix: String,
    /// What a later version wrote here.
    pub extra: Extra,
}

/// The words of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// All of them; `exact` in the file.
    Whole(String),
    /// The two ends of a long one.
    Ends {
        /// How it begins.
        head: String,
        /// How it ends.
        tail: String,
        /// How many characters the whole has.
        length: usize,
    },
}

impl Default for Words {
    fn default() -> Self {
        Self::Whole(String::new())
    }
}

impl Words {
    fn of(text: &str) -> Self {
        let length = text.chars().count();
        if length <= WHOLE {
            return Self::Whole(text.to_owned());
        }
        Self::Ends { head: first(text, END).to_owned(), tail: last(text, END).to_owned(), length }
    }

    /// The same no longer than we write it: what a file says may be of any length.
    fn bounded(&self) -> Self {
        match self {
            Self::Whole(exact) => Self::of(exact),
            Self::Ends { head, tail, length } => {
                let (head, tail) = (first(head, END).to_owned(), last(tail, END).to_owned());
                Self::Ends { head, tail, length: *length }
            }
        }
    }
}

impl Quote {
    /// What is compared of it: no longer than we write it, however long it stands in the file.
    fn bounded(&self) -> Self {
        Self {
            words: self.words.bounded(),
            prefix: last(&self.prefix, CONTEXT).to_owned(),
            suffix: first(&self.suffix, CONTEXT).to_owned(),
            extra: Extra::default(),
        }
    }

    /// The words that are kept: all, or the two ends.
    pub fn kept(&self) -> [&str; 2] {
        match &self.words {
            Words::Whole(text) => [text, ""],
            Words::Ends { head, tail, .. } => [head, tail],
        }
    }

    /// The words to be shown: all, or the two ends with a sign that something is left out.
    pub fn shown(&self) -> Cow<'_, str> {
        match &self.words {
            Words::Whole(text) => Cow::Borrowed(text),
            Words::Ends { head, tail, .. } => Cow::Owned(format!("{head} [...] {tail}")),
        }
    }
}

impl Anchor {
    /// The anchor of a block, by its number.
    pub fn at(article: &Article, block: usize) -> Option<Self> {
        Self::of(article, article.blocks().get(block)?.span)
    }

    /// The anchor of some words, within a block or across several; nothing where there are none at `span`.
    pub fn of(article: &Article, span: Span) -> Option<Self> {
        let text = article.text();
        let (before, after) = (text.get(..span.start)?, text.get(span.end..)?);
        let words = span.of(text);
        let block = article.block_at(span.start);
        let &Block { span: home, before: opens, .. } = article.blocks().get(block)?;
        let start = opens + text.get(home.start..span.start)?.chars().count();
        let end = start + words.chars().count();
        (!words.is_empty()).then(|| Self {
            hash: article.fingerprint().to_owned(),
            position: Position { start, end, block, extra: Extra::default() },
            quote: Quote {
                words: Words::of(words),
                prefix: last(before, CONTEXT).to_owned(),
                suffix: first(after, CONTEXT).to_owned(),
                extra: Extra::default(),
            },
            extra: Extra::default(),
        })
    }
}

/// The first `count` characters.
fn first(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// The last `count` characters.
fn last(text: &str, count: usize) -> &str {
    let Some(back) = count.checked_sub(1) else { return "" };
    text.char_indices().rev().nth(back).and_then(|(start, _)| text.get(start..)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{Anchor, Words, first, last, resolve};
    use crate::article::{Article, BlockKind, Builder, Confidence, DumpSpan, Span};

    fn article(blocks: &[&str]) -> Article {
        let dump = blocks.concat();
        let mut builder = Builder::new(&dump);
        let mut at = 0;
        for block in blocks {
            builder.push(BlockKind::Paragraph, &[DumpSpan::new(at, at + block.len())]);
            at += block.len();
        }
        builder.finish(Confidence(1.0))
    }

    #[test]
    fn ends_are_counted_in_characters() {
        for (text, count, head, tail) in [
            ("渡口晚灯", 2, "渡口", "晚灯"),
            ("渡口", 9, "渡口", "渡口"),
            ("渡口", 0, "", ""),
            ("", 3, "", ""),
        ] {
            assert_eq!((first(text, count), last(text, count)), (head, tail), "{text} {count}");
        }
    }

    #[test]
    fn an_anchor_says_where_what_and_what_is_around() {
        let anchor = Anchor::at(&article(&["渡口晚灯", "船靠岸了。", "人散了。"]), 1).unwrap();
        let written = serde_json::to_value(&anchor).unwrap();
        let want = serde_json::json!({
            "hash": anchor.hash,
            "position": {"start": 5, "end": 10, "block": 1},
            "quote": {"exact": "船靠岸了。", "prefix": "渡口晚灯\n", "suffix": "\n人散了。"},
        });
        assert_eq!(written, want);
        assert_eq!(serde_json::from_value::<Anchor>(written).unwrap(), anchor);
        assert!(Anchor::at(&article(&["渡口"]), 1).is_none());
    }

    #[test]
    fn an_anchor_of_some_words_says_just_these() {
        let article = article(&["渡口晚灯", "船靠岸了。", "人散了。"]);
        let text = article.text().clone();
        for (words, block, start) in [("靠岸", 1, 6), ("晚灯\n船", 0, 2), ("人散了。", 2, 11)] {
            let at = text.find(words).unwrap();
            let span = Span::new(at, at + words.len());
            let anchor = Anchor::of(&article, span).unwrap();
            assert_eq!(anchor.quote.words, Words::Whole(words.to_owned()));
            let end = start + words.chars().count();
            assert_eq!(
                (anchor.position.block, anchor.position.start, anchor.position.end),
                (block, start, end)
            );
            assert_eq!(resolve(&anchor, &article).span(), Some(span), "{words}");
        }
        for nothing in [Span::new(3, 3), Span::new(1, 3), Span::new(0, 999)] {
            assert_eq!(Anchor::of(&article, nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn of_a_long_paragraph_the_two_ends_are_kept() {
        let long: String = ('\u{4e00}'..).take(200).collect();
        let anchor = Anchor::at(&article(&[&long]), 0).unwrap();
        assert!(matches!(&anchor.quote.words, Words::Ends { length: 200, .. }));
        let written = serde_json::to_value(&anchor).unwrap();
        assert_eq!(written["quote"]["length"], 200);
        assert_eq!(written["quote"]["head"].as_str().unwrap().chars().count(), 80);
        assert!(written["quote"].get("exact").is_none());
        assert_eq!(serde_json::from_value::<Anchor>(written).unwrap(), anchor);
        assert!(anchor.quote.shown().contains("[...]"));
    }

    #[test]
    fn what_a_later_version_wrote_is_kept() {
        let written = serde_json::json!({
            "hash": "x",
            "position": {"start": 1, "end": 2, "block": 0, "row": 7},
            "quote": {"exact": "灯", "prefix": "", "suffix": "", "language": "zh"},
            "css": "p.3",
        });
        let anchor: Anchor = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(serde_json::to_value(&anchor).unwrap(), written);
    }

    #[test]
    fn what_is_missing_is_empty() {
        assert_eq!(serde_json::from_str::<Anchor>("{}").unwrap(), Anchor::default());
    }
}
