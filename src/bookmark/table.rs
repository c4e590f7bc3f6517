//! Bookmarks as a table: CSV by RFC 4180, for spreadsheets.
//!
//! Guarantees: no cell is a formula to a spreadsheet: one that begins with a sign for that gets an apostrophe before
//! it. Never: a control or invisible character in the output but the line ends of a note.

use jiff::tz::TimeZone;

use super::record::{Bookmark, Marks};
use crate::text::hazard::scrub;

/// What the columns are called.
const COLUMNS: [&str; 12] = [
    "id", "created", "updated", "page", "article", "headline", "marks", "quote", "note", "tags", "color",
    "path",
];

/// What a formula begins with, in half and in full width.
const FORMULA: &str = "=+-@＝＋－＠";

/// The bookmarks, one a row, with a row of names above; times are those of `zone`, articles are counted from 1.
///
/// # Errors
/// None that memory does not give.
pub fn table<'b>(marks: impl Iterator<Item = &'b Bookmark>, zone: &TimeZone) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for mark in marks {
        let time = |at: jiff::Timestamp| at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string();
        let marks = match mark.marks {
            Marks::Block => "block",
            Marks::Words => "words",
            Marks::Article => "article",
        };
        writer.write_record([
            cell(&mark.id),
            time(mark.created),
            time(mark.updated),
            cell(&mark.source.page),
            mark.source.article.saturating_add(1).to_string(),
            cell(&mark.headline),
            marks.to_owned(),
            cell(&mark.anchor.quote.shown()),
            cell(&mark.note),
            cell(&mark.tags.join(", ")),
            cell(&mark.color),
            cell(&mark.source.path),
        ])?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn cell(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(scrub).collect();
    let plain = lines.join("\n");
    let is_formula = plain.trim_start().starts_with(|c| FORMULA.contains(c));
    if is_formula { format!("'{plain}") } else { plain }
}
