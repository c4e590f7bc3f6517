//! `baolan bookmarks import` and `merge`: what other files hold, taken into the bookmark file.
//!
//! Guarantees: a bookmark of the file is lost only to a later change of the same; each line that is none is told with
//! its place, and costs only itself. Never: a write with `--dry-run`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::tell;
use crate::bookmark::{self, BrokenLine, Collection, Tally};
use crate::text::hazard::scrub;
use crate::world::bookmarks::BookmarkStore;
use crate::world::exchange;

/// What `baolan bookmarks import` and `merge` take.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// The files, in any order
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Only tell what would be new
    #[arg(long)]
    dry_run: bool,
}

/// What may be in the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forms {
    /// Bookmark files.
    Records,
    /// Bookmark files, W3C Web Annotations.
    All(Timestamp),
}

/// Takes in what `args` names; status 1 where a file or a line of one could not be read, or nothing be written.
pub(super) fn run(
    (args, forms): (&Args, Forms),
    store: &BookmarkStore,
    out: &mut dyn Write,
    told: &mut dyn Write,
) -> io::Result<u8> {
    let mut known = match store.look() {
        Ok(contents) => contents.collection,
        Err(failure) => return tell(told, &failure).map(|()| 1),
    };
    let mut taken = Collection::default();
    let mut status = 0;
    let mut lines = Vec::new();
    for path in &args.files {
        let bytes = match exchange::read(path) {
            Ok(bytes) => bytes,
            Err(failure) => {
                status = 1;
                tell(told, &failure)?;
                continue;
            }
        };
        let (collection, broken) = match forms {
            Forms::Records => bookmark::parse(&bytes),
            Forms::All(now) => bookmark::import(&bytes, now),
        };
        status |= u8::from(!broken.is_empty());
        tell_broken(path, &broken, told)?;
        lines.push(line(path, known.tally(&collection), broken.len()));
        known.merge(collection.clone());
        taken.merge(collection);
    }
    if !args.dry_run {
        match store.merge(taken) {
            Ok(report) => {
                if let Some((lines, place)) = report.broken {
                    writeln!(told, "baolan: broken lines of the bookmark file: {lines}; copied to {place}")?;
                }
            }
            // What is told below would not be true.
            Err(failure) => return tell(told, &failure).map(|()| 1),
        }
    }
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(status)
}

/// What is told of a file.
pub(super) fn line(path: &Path, tally: Tally, broken: usize) -> String {
    let file = path.to_string_lossy();
    let Tally { new, newer, same } = tally;
    format!("{}: {new} new, {newer} newer, {same} the same or older, {broken} broken", scrub(&file))
}

/// Tells each broken line with its place.
pub(super) fn tell_broken(path: &Path, broken: &[BrokenLine], told: &mut dyn Write) -> io::Result<()> {
    let file = path.to_string_lossy();
    broken
        .iter()
        .try_for_each(|line| writeln!(told, "{}:{}: {}", scrub(&file), line.number, scrub(&line.reason)))
}
