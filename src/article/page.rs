//! A page: what one input became. Its articles, what belongs to no article, what was taken out, what was doubtful.
//!
//! Guarantees: every character of the decoded dump that is not white space is in exactly one place: a piece of an
//! article's block, a furniture span, or a removed span. Never: the dump itself; spans point into it.

use std::sync::Arc;

use super::{Article, DumpSpan};

/// What kind of text a page turned out to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// A newspaper page with articles to be recovered.
    Newspaper,
    /// Any other text, read as one article just as it is.
    #[default]
    Plain,
}

/// Text that belongs to the page and not to an article: masthead, folio, 责任编辑, 上接/下转.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Furniture {
    /// Its text.
    pub text: String,
    /// Its bytes in the dump.
    pub span: DumpSpan,
}

/// A character that must not reach a terminal ([`crate::text::hazard`]), taken out at import: once, or many times
/// in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removed {
    /// Which.
    pub what: char,
    /// The bytes of the whole run in the dump.
    pub span: DumpSpan,
}

impl Removed {
    /// The bytes of each character of the run.
    pub fn characters(self) -> impl ExactSizeIterator<Item = DumpSpan> {
        let bytes = self.what.len_utf8();
        let start = self.span.start;
        (0..self.span.len() / bytes)
            .map(move |index| DumpSpan::new(start + index * bytes, start + (index + 1) * bytes))
    }
}

/// Something the reader should know about a page. Each variant has one text per language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Bytes that are not valid in the page's encoding, shown as U+FFFD: how many runs, and the byte offset in the
    /// file of the first.
    Undecodable {
        /// Runs of invalid bytes.
        runs: usize,
        /// Byte offset in the file.
        first: usize,
    },
    /// Control or invisible characters were taken out.
    Removed {
        /// How many characters.
        characters: usize,
    },
    /// Corrections of the reader that do not fit what is recovered today, and were left out.
    Unfit {
        /// How many.
        corrections: usize,
    },
}

/// What became of the reader's corrections of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mended {
    /// How many were made.
    pub made: usize,
    /// How many did not fit.
    pub skipped: usize,
}

/// What one input became.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What the reader calls it: the file's name without its folder, or the masthead.
    pub name: String,
    /// What names the source among all sources: the file's path, or the name of what was handed in.
    pub path: String,
    /// The encoding's name as in the WHATWG standard, such as `UTF-8` or `GB18030`.
    pub encoding: &'static str,
    /// What it turned out to be.
    pub kind: PageKind,
    /// What names its dump among all (`mend::hash`); empty where nobody asked.
    pub hash: String,
    /// What became of the reader's corrections.
    pub mended: Mended,
    /// The articles in reading order.
    pub articles: Vec<Arc<Article>>,
    /// What belongs to no article.
    pub furniture: Vec<Furniture>,
    /// What was taken out.
    pub removed: Vec<Removed>,
    /// What the reader should know.
    pub warnings: Vec<Warning>,
}
