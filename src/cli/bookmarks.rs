//! `baolan bookmarks`: the list of all, as text or as JSON Lines, and what is wrong in their file.
//!
//! Guarantees: one bookmark a line with `--json`, in the form of the file itself; exit status 1 where there is none,
//! or `check` finds a broken line. Never: a file written, a control character of a document in the output.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use clap::Subcommand;
use jiff::tz::TimeZone;

use crate::app::event::Failure;
use crate::bookmark::Bookmark;
use crate::text::hazard::{is_hazard, scrub};
use crate::world::bookmarks::BookmarkStore;

/// `baolan bookmarks …`
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Action {
    /// Print all bookmarks, the newest first; exit status 1 if there is none
    List {
        /// Print one JSON document a bookmark, each on one line
        #[arg(long)]
        json: bool,
    },
    /// Tell which lines of the bookmark file are broken; exit status 1 if any is
    Check,
}

/// What the subcommand needs from the outside.
pub struct Surroundings<'s> {
    /// The folder of the user's configuration.
    pub folder: &'s Path,
    /// Where times are shown as they are there.
    pub zone: &'s TimeZone,
}

/// Runs the subcommand: what was asked for to `out`, problems to `told`. Gives the exit status.
///
/// # Errors
/// Only what `out` or `told` could not take.
pub fn run(
    args: &Args,
    around: &Surroundings<'_>,
    out: &mut dyn Write,
    told: &mut dyn Write,
) -> io::Result<u8> {
    let store = BookmarkStore::new(around.folder.to_owned());
    let contents = match store.look() {
        Ok(contents) => contents,
        Err(failure) => return tell(told, &failure).map(|()| 1),
    };
    let file = store.path().to_string_lossy().into_owned();
    let file = scrub(&file);
    match args.action {
        Action::Check => {
            for line in &contents.broken {
                writeln!(out, "{file}:{}: {}", line.number, scrub(&line.reason))?;
            }
            Ok(u8::from(!contents.broken.is_empty()))
        }
        Action::List { json } => {
            let count = contents.broken.len();
            if count > 0 {
                writeln!(
                    told,
                    "baolan: {file}: broken lines: {count}; `baolan bookmarks check` tells which"
                )?;
            }
            for bookmark in contents.collection.iter() {
                if json { as_json(bookmark, out)? } else { as_text(bookmark, around.zone, out)? }
            }
            Ok(u8::from(contents.collection.is_empty()))
        }
    }
}

fn tell(told: &mut dyn Write, failure: &Failure) -> io::Result<()> {
    writeln!(told, "baolan: {failure}")
}

fn as_text(bookmark: &Bookmark, zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
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
fn as_json(bookmark: &Bookmark, out: &mut dyn Write) -> io::Result<()> {
    let line = serde_json::to_string(bookmark)?;
    let mut safe = String::with_capacity(line.len());
    for c in line.chars() {
        if is_hazard(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to memory does not fail.
                let _ = write!(safe, "\\u{unit:04x}");
            }
        } else {
            safe.push(c);
        }
    }
    writeln!(out, "{safe}")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::Parser;
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::{Args, Surroundings, run};
    use crate::article::{Anchor, Words};
    use crate::bookmark::{Bookmark, Change, Collection, SourceRef};

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    /// Status, output and problems with this bookmark file.
    fn bookmarks(line: &[&str], file: Option<&str>) -> (u8, String, String) {
        let folder = tempfile::tempdir().unwrap();
        if let Some(text) = file {
            std::fs::write(folder.path().join("bookmarks.jsonl"), text).unwrap();
        }
        let around = Surroundings { folder: folder.path(), zone: &TimeZone::UTC };
        let line = Line::try_parse_from([&["bookmarks"], line].concat()).unwrap();
        let (mut out, mut told) = (Vec::new(), Vec::new());
        let status = run(&line.args, &around, &mut out, &mut told).unwrap();
        let before = usize::from(file.is_some());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), before, "nothing is written");
        let folder = folder.path().to_str().unwrap().to_owned();
        let text = |bytes| String::from_utf8(bytes).unwrap().replace(&folder, "folder");
        (status, text(out), text(told))
    }

    fn file() -> String {
        let mut anchor = Anchor::default();
        anchor.quote.words = Words::Whole("船靠岸了\u{202e}。".to_owned());
        let source = SourceRef { page: "江.txt".to_owned(), ..SourceRef::default() };
        let now = Timestamp::from_second(1_795_000_000).unwrap();
        let mark = Bookmark::new("a".to_owned(), source, "渡口晚灯".to_owned(), anchor, now);
        let mut collection = Collection::default();
        collection.apply(Change::put(Bookmark {
            note: "再读\n明天".to_owned(),
            tags: vec!["船".to_owned(), "夜".to_owned()],
            ..mark
        }));
        collection.lines()
    }

    #[test]
    fn list_prints_each_bookmark_to_be_read() {
        let want = concat!(
            "2026-11-18 11:06  江.txt  渡口晚灯\n",
            "    船靠岸了。\n    # 再读\n    # 明天\n    @ 船, 夜\n\n",
        );
        assert_eq!(bookmarks(&["list"], Some(&file())), (0, want.to_owned(), String::new()));
        assert_eq!(bookmarks(&["list"], None), (1, String::new(), String::new()));
    }

    #[test]
    fn list_prints_a_record_a_line_without_what_acts_on_a_terminal() {
        let (status, out, _) = bookmarks(&["list", "--json"], Some(&file()));
        assert_eq!(status, 0);
        assert!(out.contains("\\u202e") && !out.contains('\u{202e}'), "{out}");
        let read: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(read, serde_json::from_str::<serde_json::Value>(&file()).unwrap());
    }

    #[test]
    fn check_tells_each_broken_line_and_fails() {
        assert_eq!(bookmarks(&["check"], None), (0, String::new(), String::new()));
        assert_eq!(bookmarks(&["check"], Some(&file())), (0, String::new(), String::new()));
        let (status, out, _) = bookmarks(&["check"], Some(&format!("{{\n{}x\n", file())));
        assert_eq!(status, 1);
        let places: Vec<&str> = out.lines().map(|line| line.split(": ").next().unwrap()).collect();
        let path = Path::new("folder").join("bookmarks.jsonl");
        assert_eq!(places, [format!("{}:1", path.display()), format!("{}:3", path.display())]);
        let (status, out, told) = bookmarks(&["list"], Some(&format!("{{\n{}", file())));
        assert!(status == 0 && out.contains("渡口晚灯") && told.contains("broken lines: 1"), "{told}");
    }

    #[test]
    fn a_file_that_is_no_text_is_told_and_left_alone() {
        for action in ["list", "check"] {
            let (status, out, told) = bookmarks(&[action], Some("\0\0\0"));
            assert_eq!((status, out.as_str()), (1, ""));
            assert!(told.starts_with("baolan: folder") && told.contains("is not text"), "{told}");
        }
    }
}
