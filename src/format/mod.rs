//! Input formats: bytes of a file -> its text and its page. One row of [`FORMATS`] is one format.
//!
//! Guarantees: any bytes give a page or an error that says what is wrong; the spans of a page point into the dump
//! that comes with it. Never: a file opened, a network.

pub mod json;
pub mod markdown;

use std::path::Path;

use crate::article::{Page, Warning};
use crate::mend::{self, Correction};
use crate::page;
use crate::text::encoding::{Choice, Decoded, NotText, decode};

/// One input format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What `doctor`, errors and documents call it.
    pub name: &'static str,
    /// File name endings in lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// The page in a decoded text if it is in this format; the first parameter is the page's name. The first row that
    /// gives a page has read it.
    pub parse: fn(&str, &str) -> Option<Page>,
}

/// From this many bytes on a text is shown before all of it is read: what takes longer than the eye would notice.
const LONG: usize = 4 << 20;
/// How many bytes of it are shown at first.
pub const BEGINNING: usize = 1 << 20;

/// All formats, the most particular first; the last takes any text.
pub const FORMATS: &[Format] = &[
    Format { name: "newspaper page", extensions: &["txt", "text", "dump"], parse: page::newspaper },
    Format {
        name: "plain text",
        extensions: &["txt", "text", "md", "markdown", "log"],
        parse: |name, text| Some(page::plain(name, text)),
    },
];

/// A file as it was read.
#[derive(Clone, Debug)]
pub struct Read {
    /// Its articles and the rest.
    pub page: Page,
    /// Its decoded text, which the page's spans point into.
    pub dump: String,
}

/// Why bytes gave no page: the input's name and what is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {problem}{}", hint(*.problem))]
pub struct FormatError {
    /// What was read.
    pub name: String,
    /// What is wrong with it.
    pub problem: NotText,
}

const fn hint(problem: NotText) -> &'static str {
    match problem {
        NotText::Empty => "; there is nothing to read in it",
        NotText::Known(_) => "",
        NotText::Binary => "; if it is text after all, name its encoding with --encoding",
    }
}

/// Reads `bytes`, called `name`, in the chosen encoding.
///
/// # Errors
/// Bytes that are not text, or that hold nothing.
pub fn read(name: &str, bytes: &[u8], choice: Choice) -> Result<Read, FormatError> {
    read_mended(name, bytes, choice, |_| Vec::new())
}

/// Reads `bytes` in the chosen encoding, and makes the corrections in the page that `mends` has for its dump's hash.
///
/// # Errors
/// Bytes that are not text, or that hold nothing.
pub fn read_mended(
    name: &str,
    bytes: &[u8],
    choice: Choice,
    mends: impl FnOnce(&str) -> Vec<Correction>,
) -> Result<Read, FormatError> {
    let decoded = text_of(name, bytes, choice)?;
    let page = page_in(name, &decoded, mends);
    Ok(Read { page, dump: decoded.text.into_owned() })
}

/// The first lines of a text of `length` bytes, so long that one would wait for it, as a page of their own, and what
/// part of the text they are in percent. Of the text no more than its first [`BEGINNING`] bytes have to be in `start`.
/// Nothing of a text that is soon read, or whose start is no text or is in units of two bytes, which a line feed does not
/// end.
pub fn beginning(name: &str, start: &[u8], length: usize, choice: Choice) -> Option<(Page, u8)> {
    let start = start.get(..BEGINNING).filter(|_| length >= LONG)?;
    let lines = start.get(..=memchr::memrchr(b'\n', start)?)?;
    let decoded = decode(lines, choice).ok().filter(|decoded| !decoded.encoding.starts_with("UTF-16"))?;
    let percent = u8::try_from(lines.len().saturating_mul(100) / length).unwrap_or(100).max(1);
    // A text as long as this is no newspaper page, whatever its beginning looks like.
    Some((Page { encoding: decoded.encoding, ..page::plain(name, &decoded.text) }, percent))
}

/// The page alone, for whoever has no use for a copy of its text.
///
/// # Errors
/// Bytes that are not text, or that hold nothing.
pub fn page_mended(
    name: &str,
    bytes: &[u8],
    choice: Choice,
    mends: impl FnOnce(&str) -> Vec<Correction>,
) -> Result<Page, FormatError> {
    text_of(name, bytes, choice).map(|decoded| page_in(name, &decoded, mends))
}

fn text_of<'a>(name: &str, bytes: &'a [u8], choice: Choice) -> Result<Decoded<'a>, FormatError> {
    decode(bytes, choice).map_err(|problem| FormatError { name: name.to_owned(), problem })
}

fn page_in(name: &str, decoded: &Decoded<'_>, mends: impl FnOnce(&str) -> Vec<Correction>) -> Page {
    let hash = mend::hash(&decoded.text);
    let corrections = mends(&hash);
    let mut page = if corrections.is_empty() {
        let recognised = FORMATS.iter().find_map(|format| (format.parse)(name, &decoded.text));
        recognised.unwrap_or_else(|| page::plain(name, &decoded.text))
    } else {
        page::mended(name, &decoded.text, &corrections)
    };
    page.hash = hash;
    page.encoding = decoded.encoding;
    if decoded.runs > 0 {
        page.warnings.insert(0, Warning::Undecodable { runs: decoded.runs, first: decoded.first });
    }
    page
}

/// Whether a file of a folder is one to read, by its ending.
pub fn is_known(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| FORMATS.iter().any(|format| format.extensions.contains(&ending.as_str())))
}

/// The sample page that comes with the program: its name and its bytes, as a file would have them.
pub const fn sample() -> (&'static str, &'static [u8]) {
    ("东江晚报", include_bytes!("../../config/sample/dongjiang.txt"))
}
