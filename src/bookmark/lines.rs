//! The lines of the bookmark file: JSON, one record each.
//!
//! Guarantees: one broken line costs only itself and is told with its number; a record of a later version is kept
//! letter by letter. Never: a file.

use std::mem::replace;
use std::sync::Arc;

use jiff::Timestamp;
use memchr::memchr_iter;
use serde_json::Value;

use super::annotation;
use super::collection::Collection;
use super::record::{Bookmark, Record, Tombstone, VERSION};
use crate::hands;

/// Fewer lines are not worth a thread.
const SHARE: usize = 1_000;

/// A line that is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLine {
    /// Its number, from 1.
    pub number: usize,
    /// What is wrong with it, in English.
    pub reason: String,
}

/// The records in the bytes of a file, and the lines that are none. Several records of one id are merged.
///
/// Blank lines, a byte order mark and line ends of any kind are no mistakes.
pub fn parse(bytes: &[u8]) -> (Collection, Vec<BrokenLine>) {
    read(bytes, record)
}

/// The bookmarks in a file of another program: W3C Web Annotations, one, a list or a page of them, or one a line; or
/// records as [`parse`] reads them. `now` stands for a time that an annotation does not say.
///
/// An annotation in a page that is none counts as a line with its place on the page.
pub fn import(bytes: &[u8], now: Timestamp) -> (Collection, Vec<BrokenLine>) {
    let document = serde_json::from_slice::<Value>(without_mark(bytes)).ok();
    let annotated =
        |item: &Value| annotation::read(item, now).map(|mark| Line::Known(Record::Live(Arc::new(mark))));
    let Some(items) = document.as_ref().and_then(annotation::items) else {
        return read(bytes, |line| match serde_json::from_str::<Value>(line) {
            Ok(item) if annotation::is_annotation(&item) => annotated(&item),
            _ => record(line),
        });
    };
    collect(items.into_iter().map(annotated))
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

/// Reads the lines of a file, those of a long one by several threads.
fn read(bytes: &[u8], line: impl Fn(&str) -> Result<Line, String> + Sync) -> (Collection, Vec<BrokenLine>) {
    let bytes = without_mark(bytes);
    let ends = memchr_iter(b'\n', bytes).chain([bytes.len()]);
    let lines: Vec<&[u8]> = ends.scan(0, |at, end| bytes.get(replace(at, end + 1)..end)).collect();
    let read = |bytes: &&[u8]| {
        let text = simdutf8::compat::from_utf8(bytes).map_err(|error| format!("is not UTF-8 text: {error}"));
        text.and_then(|text| line(text.trim()))
    };
    collect(hands::share(&lines, SHARE, |lines| lines.iter().map(read).collect()))
}

fn collect(lines: impl IntoIterator<Item = Result<Line, String>>) -> (Collection, Vec<BrokenLine>) {
    let mut collection = Collection::default();
    let mut broken = Vec::new();
    for (index, line) in lines.into_iter().enumerate() {
        match line {
            Ok(Line::Blank) => {}
            Ok(Line::Known(record)) => collection.take(record),
            Ok(Line::Newer(line)) => collection.take_newer(line),
            Err(reason) => broken.push(BrokenLine { number: index + 1, reason }),
        }
    }
    (collection, broken)
}

/// What a line holds.
enum Line {
    Blank,
    Known(Record),
    Newer(String),
}

fn record(line: &str) -> Result<Line, String> {
    if line.is_empty() {
        return Ok(Line::Blank);
    }
    if MARKERS.iter().any(|marker| line.starts_with(marker)) {
        return Err("is a conflict marker of git; the bookmarks of both sides are taken".to_owned());
    }
    // What this program writes is read without looking at it twice.
    if let Ok(mark) = serde_json::from_str::<Bookmark>(line)
        && (1..=VERSION).contains(&mark.v)
        && !mark.id.is_empty()
        && !mark.extra.has("deleted")
    {
        return Ok(Line::Known(Record::Live(Arc::new(mark.in_order()))));
    }
    let value: Value = serde_json::from_str(line).map_err(|error| reason(&error))?;
    let version = value.get("v").and_then(Value::as_u64);
    match version {
        Some(1..=VERSION) => {}
        Some(version) if version > VERSION => return Ok(Line::Newer(line.to_owned())),
        _ => return Err("is no record of a bookmark: it has no version `v`".to_owned()),
    }
    if value.get("id").and_then(Value::as_str).is_none_or(str::is_empty) {
        return Err("is no record of a bookmark: it has no `id`".to_owned());
    }
    let record = if value.get("deleted").is_some() {
        serde_json::from_value::<Tombstone>(value).map(buried)
    } else {
        serde_json::from_value::<Bookmark>(value).map(|mark| Record::Live(Arc::new(mark.in_order())))
    };
    record.map(Line::Known).map_err(|error| reason(&error))
}

/// A tombstone, or the bookmark in it where that is the later: nobody of ours writes this.
fn buried(mut grave: Tombstone) -> Record {
    let was = grave.was.take().map(|was| {
        let mut was = Arc::unwrap_or_clone(was).in_order();
        grave.id.clone_into(&mut was.id);
        // It would be read as deleted again.
        was.extra.remove("deleted");
        Arc::new(was)
    });
    match was {
        Some(mark) if mark.updated > grave.deleted => Record::Live(mark),
        was => Record::Dead(Tombstone { was, ..grave }),
    }
}

/// What git writes around and between the two sides of a conflict.
const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// What is wrong with a line, without the line's number, which is 1 to whoever looks at one line.
fn reason(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let column = format!(" at line {} column {}", error.line(), error.column());
    match told.strip_suffix(&column) {
        Some(what) => format!("{what} at column {}", error.column()),
        None => told,
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    const MARK: &str = concat!(
        r#"{"v":1,"id":"a","source":{"path":"p","page":"p","article":0},"headline":"渡口","#,
        r#""anchor":{"hash":"","position":{"start":0,"end":0,"block":0},"quote":{"exact":"","prefix":"","#,
        r#""suffix":""}},"created":"2026-01-01T00:00:00Z","updated":"2026-01-01T00:00:00Z"}"#,
    );

    #[test]
    fn a_line_is_a_record_or_a_reason() {
        let stamps = r#""created":"2026-01-01T00:00:00Z","updated":"2026-01-01T00:00:00Z""#;
        for (line, want) in [
            (String::new(), ""),
            ("  \r".to_owned(), ""),
            (MARK.to_owned(), ""),
            (format!(r#"{{"v":1,"id":"a","anchor":{{}},{stamps}}}"#), ""),
            (r#"{"v":1,"id":"a","deleted":"2026-01-01T00:00:00Z"}"#.to_owned(), ""),
            (r#"{"v":2,"anything":[1]}"#.to_owned(), ""),
            (MARK[..90].to_owned(), "EOF while parsing"),
            ("\0\0\0".to_owned(), "expected value at column 1"),
            ("<<<<<<< ours".to_owned(), "conflict marker"),
            ("=======".to_owned(), "conflict marker"),
            ("[]".to_owned(), "no version"),
            (r#"{"v":0,"id":"a"}"#.to_owned(), "no version"),
            (r#"{"v":"1","id":"a"}"#.to_owned(), "no version"),
            (r#"{"v":1,"id":""}"#.to_owned(), "no `id`"),
            (r#"{"v":1,"id":"a","anchor":{}}"#.to_owned(), "missing field `created`"),
            (r#"{"v":1,"id":"a","deleted":"yesterday"}"#.to_owned(), "parse"),
        ] {
            let (_, broken) = parse(format!("\n{line}\n").as_bytes());
            match broken.as_slice() {
                [] => assert!(want.is_empty(), "{line} is taken"),
                [one] => {
                    assert_eq!(one.number, 2, "{line}");
                    assert!(!want.is_empty() && one.reason.contains(want), "{line}: {}", one.reason);
                }
                more => panic!("{line}: {more:?}"),
            }
        }
        assert_eq!(parse(b"\n\xff\xfe\n").1.len(), 1);
    }

    #[test]
    fn a_record_is_written_as_it_was_read() {
        let later = r#"{"v":9, "id":"x",  "strange":  "é"}"#;
        let text = format!("\u{feff}{MARK}\r\n\n{later}");
        let (collection, broken) = parse(text.as_bytes());
        assert!(broken.is_empty());
        assert_eq!(collection.lines(), format!("{MARK}\n{later}\n"));
    }
}
