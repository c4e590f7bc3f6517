//! Byte ranges, in two coordinate systems that the types keep apart: an article's own text and the decoded dump.
//!
//! Guarantees: a range is never turned around. Never: a row or a cell; those belong to `layout` and change with
//! the window.

/// A range of bytes in an article's text ([`super::Article::text`]), on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`; an `end` before `start` gives an empty span at `start`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// How many bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether there is nothing in it.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the byte at `offset` is inside.
    pub const fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The text at this span, or nothing where it does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// A range of bytes in the decoded dump: UTF-8 without a byte order mark, as [`crate::text::encoding`] gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(into = "(usize, usize)")]
pub struct DumpSpan {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl DumpSpan {
    /// The span from `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// How many bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether there is nothing in it.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The text at this span, or nothing where it does not fit `dump`.
    pub fn of(self, dump: &str) -> &str {
        dump.get(self.start..self.end).unwrap_or_default()
    }
}

impl From<DumpSpan> for (usize, usize) {
    fn from(span: DumpSpan) -> Self {
        (span.start, span.end)
    }
}
