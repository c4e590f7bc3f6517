//! `baolan bookmarks list`, and which bookmarks are meant.
//!
//! Guarantees: a word is found as the reader's search finds it. Never: a control character in the output.

use std::io::{self, Write};

use jiff::tz::TimeZone;

use crate::bookmark::{Bookmark, Collection};
use crate::search::Query;
use crate::text::hazard::{escaped, scrub};

/// Which bookmarks are meant; all, where nothing is said.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Filter {
    /// Only bookmarks with this tag; given several times, with all of them
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Only bookmarks of the colour with this name
    #[arg(long, value_name = "NAME")]
    color: Option<String>,
    /// Only bookmarks that hold all these words in quotation, headline, page, note or tags
    #[arg(long, value_name = "WORDS")]
    query: Option<String>,
}

impl Filter {
    /// The bookmarks that pass, the newest first.
    pub(super) fn of<'c>(&self, collection: &'c Collection) -> Vec<&'c Bookmark> {
        let words: Vec<Query> =
            self.query.iter().flat_map(|words| words.split_whitespace()).map(Query::new).collect();
        let passes = |mark: &&Bookmark| {
            let quote = mark.anchor.quote.shown();
            let texts = [&*quote, &mark.headline, &mark.source.page, &mark.note];
            let tags = mark.tags.iter().map(String::as_str);
            let texts: Vec<&str> = texts.into_iter().chain(tags).collect();
            self.tags.iter().all(|tag| mark.tags.contains(tag))
                && self.color.as_ref().is_none_or(|color| *color == mark.color)
                && words.iter().all(|word| texts.iter().any(|text| word.is_in(text)))
        };
        collection.iter().filter(passes).collect()
    }
}

/// A bookmark to be read by people.
pub(super) fn as_text(bookmark: &Bookmark, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    let made = bookmark.created.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M");
    writeln!(out, "{made}  {}  {}", scrub(&bookmark.source.page), scrub(&bookmark.headline))?;
    writeln!(out, "    {}", scrub(&bookmark.anchor.quote.shown()))?;
    for line in bookmark.note.lines() {
        writeln!(out, "    # {}", scrub(line))?;
    }
    if !bookmark.tags.is_empty() {
        writeln!(out, "    @ {}", scrub(&bookmark.tags.join(", ")))?;
    }
    writeln!(out)
}

/// The record as it stands in the file; characters that would act on a terminal are written as escapes.
pub(super) fn as_json(bookmark: &Bookmark) -> io::Result<String> {
    Ok(escaped(&serde_json::to_string(bookmark)?) + "\n")
}
