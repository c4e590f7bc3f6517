//! `baolan bookmarks export`: bookmarks for people, spreadsheets and other programs.
//!
//! Guarantees: a file that is there is kept. Never: a deleted bookmark in what is exported.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ValueEnum;
use jiff::tz::TimeZone;

use super::list::{Filter, as_json};
use crate::bookmark::{self, Bookmark, Collection};
use crate::text::hazard::{escaped, scrub};
use crate::world::exchange;

/// What `baolan bookmarks export` takes.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// In which form
    #[arg(long, value_enum, default_value_t = Form::Jsonl)]
    format: Form,
    /// Write a new file instead of printing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    filter: Filter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// One record a line, as in the bookmark file
    Jsonl,
    /// By page and article, for notes
    Markdown,
    /// A page of W3C Web Annotations in JSON-LD
    W3c,
    /// A table for spreadsheets; a cell that would be a formula has an apostrophe before it
    Csv,
}

/// Exports; status 1 where there is nothing to export, or the file cannot be written.
pub(super) fn run(
    args: &Args,
    (collection, zone): (&Collection, &TimeZone),
    out: &mut dyn Write,
    told: &mut dyn Write,
) -> io::Result<u8> {
    let marks = args.filter.of(collection, zone);
    let text = written(args.format, &marks, zone)?;
    let Some(path) = &args.out else {
        out.write_all(text.as_bytes())?;
        return Ok(u8::from(marks.is_empty()));
    };
    match exchange::write(path, &text) {
        Ok(()) => Ok(u8::from(marks.is_empty())),
        Err(problem) => writeln!(told, "baolan: {}", scrub(&problem.to_string())).map(|()| 1),
    }
}

fn written(form: Form, marks: &[&Bookmark], zone: &TimeZone) -> io::Result<String> {
    let marks = marks.iter().copied();
    match form {
        Form::Jsonl => marks.map(as_json).collect(),
        Form::Markdown => Ok(bookmark::markdown(marks, zone)),
        Form::W3c => Ok(escaped(&bookmark::annotations(marks))),
        Form::Csv => bookmark::table(marks, zone).map_err(io::Error::other),
    }
}
