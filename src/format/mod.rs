//! Input formats: bytes of a file -> its text and its page. One row of [`FORMATS`] is one format.
//!
//! Guarantees: any bytes give a page or an error that says what is wrong; the spans of a page point into the dump
//! that comes with it. Never: a file opened, a network.

pub mod json;

use std::path::Path;
use std::sync::Arc;

use crate::article::{Page, Warning};
use crate::page;
use crate::text::encoding::{Choice, NotText, decode};

/// One input format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What `doctor`, errors and documents call it.
    pub name: &'static str,
    /// File name endings in lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// Whether a decoded text is in this format; the first row that says so reads it.
    pub sniff: fn(&str) -> bool,
    /// The page in a decoded text; the first parameter is the page's name.
    pub parse: fn(&str, &str) -> Page,
}

/// All formats, the most particular first; the last takes any text.
pub const FORMATS: &[Format] = &[
    Format {
        name: "newspaper page",
        extensions: &["txt", "text", "dump"],
        sniff: page::is_newspaper,
        parse: page::newspaper,
    },
    Format {
        name: "plain text",
        extensions: &["txt", "text", "md", "markdown", "log"],
        sniff: |_| true,
        parse: page::plain,
    },
];

/// A file as it was read.
#[derive(Clone, Debug)]
pub struct Read {
    /// Its articles and the rest.
    pub page: Page,
    /// Its decoded text, which the page's spans point into.
    pub dump: Arc<str>,
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
pub fn read(name: &str, bytes: Vec<u8>, choice: Choice) -> Result<Read, FormatError> {
    let decoded = decode(bytes, choice).map_err(|problem| FormatError { name: name.to_owned(), problem })?;
    let format = FORMATS.iter().find(|format| (format.sniff)(&decoded.text));
    let parse = format.map_or(page::plain as fn(&str, &str) -> Page, |format| format.parse);
    let mut page = parse(name, &decoded.text);
    page.encoding = decoded.encoding;
    if decoded.runs > 0 {
        page.warnings.insert(0, Warning::Undecodable { runs: decoded.runs, first: decoded.first });
    }
    Ok(Read { page, dump: Arc::from(decoded.text) })
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
