//! What a search through many articles found.
//!
//! Guarantees: spans are bytes of the article's own text as it stands, contexts are cut at clusters. Never: a file, a
//! matcher; who searched says how.

use std::ops::Range;
use std::path::PathBuf;

use crate::article::Span;

/// An article in which a query matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    /// The file that it is in.
    pub source: PathBuf,
    /// Its place among the articles of that file, from 0.
    pub ordinal: usize,
    /// Its fingerprint, by which a moved article is found again.
    pub fingerprint: String,
    /// Its headline, empty where it has none.
    pub headline: String,
    /// The newspaper, where it is known.
    pub paper: Option<String>,
    /// The day, as YYYY-MM-DD, where it is known.
    pub date: Option<String>,
    /// How many times the query matched in it.
    pub count: usize,
    /// Whether `count` stopped before the end of the article.
    pub more: bool,
    /// Whether a word was found in it only with one character wrong.
    pub slip: bool,
    /// The first matches, in order; where no word was asked for, the beginning of the text.
    pub samples: Vec<Sample>,
}

/// A match with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The block of the article, from 0.
    pub block: usize,
    /// The match in the article's text; empty where there is none.
    pub span: Span,
    /// Some 20 字 on either side of the match, without line feeds.
    pub context: String,
    /// The matches in `context`, in bytes of it.
    pub marks: Vec<Range<usize>>,
}
