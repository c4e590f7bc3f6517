//! `baolan bookmarks`: the list of all, what is wrong in their file, and their ways to other programs and back.
//!
//! Guarantees: one bookmark a line with `--json`, in the form of the file itself; exit status 1 where there is none,
//! or something could not be read. Never: the bookmark file written but by `import`, `merge` and `forget`, a control character
//! of a document in the output.

mod export;
mod import;
mod list;

use std::io::{self, Write};
use std::path::Path;

use clap::Subcommand;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::event::Failure;
use crate::text::hazard::scrub;
use crate::world::bookmarks::{BookmarkStore, Contents};
use import::Forms;
use list::{Filter, as_json, as_text};

/// `baolan bookmarks …`
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// Print bookmarks, the newest first; exit status 1 if there is none
    List {
        /// Print one JSON document a bookmark, each on one line
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        filter: Filter,
    },
    /// Print or write bookmarks for people and other programs; exit status 1 if there is none
    Export(export::Args),
    /// Take in bookmark files and W3C Web Annotations; what is newer stays
    Import(import::Args),
    /// Take in other bookmark files; what is newer stays
    Merge(import::Args),
    /// Tell which lines of the bookmark file are broken, and what conflict copies hold; exit status 1 if there are any
    Check,
    /// Forget at once the words of all deleted bookmarks, which are otherwise kept for 30 days
    Forget,
}

/// What the subcommand needs from the outside.
pub struct Surroundings<'s> {
    /// The folder of the user's configuration.
    pub folder: &'s Path,
    /// Where times are shown as they are there.
    pub zone: &'s TimeZone,
    /// The time, for what does not say when it was made.
    pub now: Timestamp,
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
    match &args.action {
        Action::Import(args) => return import::run((args, Forms::All(around.now)), &store, out, told),
        Action::Merge(args) => return import::run((args, Forms::Records), &store, out, told),
        Action::Forget => return forget(&store, out, told),
        _ => {}
    }
    let contents = match store.look() {
        Ok(contents) => contents,
        Err(failure) => return tell(told, &failure).map(|()| 1),
    };
    if let Action::Check = args.action {
        return check(&store, &contents, out);
    }
    let broken = contents.broken.len();
    if broken > 0 {
        let file = store.path();
        let file = file.to_string_lossy();
        writeln!(
            told,
            "baolan: {}: broken lines: {broken}; `baolan bookmarks check` tells which",
            scrub(&file)
        )?;
    }
    match &args.action {
        Action::Export(args) => export::run(args, (&contents.collection, around.zone), out, told),
        Action::List { json, filter } => {
            let marks = filter.of(&contents.collection, around.zone);
            for mark in &marks {
                if *json {
                    out.write_all(as_json(mark)?.as_bytes())?;
                } else {
                    as_text(mark, around.zone, out)?;
                }
            }
            Ok(u8::from(marks.is_empty()))
        }
        Action::Import(_) | Action::Merge(_) | Action::Check | Action::Forget => Ok(0),
    }
}

/// Tells what is wrong in the file, and what stands beside it.
fn check(store: &BookmarkStore, contents: &Contents, out: &mut dyn Write) -> io::Result<u8> {
    import::tell_broken(&store.path(), &contents.broken, out)?;
    let copies = store.copies();
    for (path, copy) in &copies {
        match copy {
            Ok(copy) => {
                let tally = contents.collection.tally(&copy.collection);
                let told = import::line(path, tally, copy.broken.len());
                writeln!(out, "{told}; a conflict copy, which is merged at the next start")?;
                import::tell_broken(path, &copy.broken, out)?;
            }
            Err(failure) => writeln!(out, "{failure}; a conflict copy, which cannot be merged")?,
        }
    }
    Ok(u8::from(!contents.broken.is_empty() || !copies.is_empty()))
}

/// Forgets the words of what is deleted, and tells where they may stand still.
fn forget(store: &BookmarkStore, out: &mut dyn Write, told: &mut dyn Write) -> io::Result<u8> {
    let (forgotten, aside) = match store.forget() {
        Ok(done) => done,
        Err(failure) => return tell(told, &failure).map(|()| 1),
    };
    writeln!(out, "deleted bookmarks whose words are gone: {forgotten}")?;
    let old = |path: &std::path::PathBuf| {
        writeln!(out, "{}: was put aside; old words may be in it", scrub(&path.to_string_lossy()))
    };
    aside.iter().try_for_each(old).map(|()| 0)
}

fn tell(told: &mut dyn Write, failure: &Failure) -> io::Result<()> {
    writeln!(told, "baolan: {failure}")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::Parser;
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::{Args, Surroundings, run};
    use crate::article::{Anchor, Words};
    use crate::bookmark::{self, Bookmark, Change, Collection, SourceRef};

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
        let now = Timestamp::from_second(1_795_000_000).unwrap();
        let around = Surroundings { folder: folder.path(), zone: &TimeZone::UTC, now };
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

    /// Status, output and problems of a command in a folder with these files; `folder/` names one of them.
    fn in_folder(line: &[&str], files: &[(&str, &str)]) -> (tempfile::TempDir, u8, String) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let now = Timestamp::from_second(1_795_000_000).unwrap();
        let around = Surroundings { folder: folder.path(), zone: &TimeZone::UTC, now };
        let path = folder.path().to_str().unwrap().to_owned();
        let line: Vec<String> = line.iter().map(|word| word.replace("folder", &path)).collect();
        let line = Line::try_parse_from([vec!["bookmarks".to_owned()], line].concat()).unwrap();
        let (mut out, mut told) = (Vec::new(), Vec::new());
        let status = run(&line.args, &around, &mut out, &mut told).unwrap();
        out.extend(told);
        let text = String::from_utf8(out).unwrap().replace(&path, "folder");
        (folder, status, text)
    }

    /// A file with the bookmark of [`file`] under another id, and without its last word where it is older.
    fn other(id: &str) -> String {
        file().replace(r#""id":"a""#, &format!(r#""id":"{id}""#))
    }

    #[test]
    fn a_filter_asks_for_tags_colour_and_words() {
        let more = other("b").replace(r#""tags":["船","夜"]"#, r#""tags":["船"],"color":"红""#);
        let both = format!("{}{more}", file());
        for (line, want) in [
            (vec!["list"], 2),
            (vec!["list", "--tag", "船"], 2),
            (vec!["list", "--tag", "船", "--tag", "夜"], 1),
            (vec!["list", "--tag", "灯"], 0),
            (vec!["list", "--color", "红"], 1),
            (vec!["list", "--query", "渡口 江"], 2),
            (vec!["list", "--query", "夜"], 1),
            (vec!["list", "--query", "渡口 海"], 0),
            (vec!["export", "--query", "明天"], 2),
            (vec!["export", "--tag", "夜"], 1),
        ] {
            let (_folder, status, out) = in_folder(&line, &[("bookmarks.jsonl", &both)]);
            assert_eq!((status, out.matches("渡口晚灯").count()), (u8::from(want == 0), want), "{line:?}");
        }
    }

    #[test]
    fn forget_takes_the_words_of_what_was_deleted_out_of_file_and_backup() {
        let mut collection = bookmark::parse(file().as_bytes()).0;
        let at = Timestamp::from_second(1_795_000_001).unwrap();
        collection.apply(Change::Delete { id: "a".to_owned(), at });
        let text = collection.lines();
        assert!(text.contains("明天"), "the words are kept for a merge");
        let files = [
            ("bookmarks.jsonl", &*text),
            ("bookmarks.jsonl.bak", &file()),
            ("bookmarks.broken-1.jsonl", "{"),
        ];
        let (folder, status, told) = in_folder(&["forget"], &files);
        let aside = "folder/bookmarks.broken-1.jsonl: was put aside; old words may be in it";
        assert_eq!((status, told), (0, format!("deleted bookmarks whose words are gone: 1\n{aside}\n")));
        for name in ["bookmarks.jsonl", "bookmarks.jsonl.bak"] {
            let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
            assert!(text.contains("deleted") && !text.contains("明天") && !text.contains("船"), "{text}");
        }
    }

    #[test]
    fn what_was_exported_can_be_imported() {
        for form in ["jsonl", "w3c"] {
            let out = format!("folder/out.{form}");
            let line = ["export", "--format", form, "--out", &out];
            let (folder, status, told) = in_folder(&line, &[("bookmarks.jsonl", &file())]);
            assert_eq!((status, told.as_str()), (0, ""));
            let text = std::fs::read_to_string(folder.path().join(format!("out.{form}"))).unwrap();
            assert!(!text.contains('\u{202e}'), "nothing that acts on a terminal");
            let (folder, status, told) = in_folder(&["import", "folder/out"], &[("out", &text)]);
            assert_eq!(
                (status, told.as_str()),
                (0, "folder/out: 1 new, 0 newer, 0 the same or older, 0 broken\n")
            );
            assert_eq!(std::fs::read_to_string(folder.path().join("bookmarks.jsonl")).unwrap(), file());
        }
        for form in ["markdown", "csv"] {
            let (_folder, status, out) =
                in_folder(&["export", "--format", form], &[("bookmarks.jsonl", &file())]);
            assert!(status == 0 && out.contains("船靠岸了。"), "{out}");
        }
        let files = [("bookmarks.jsonl", &*file()), ("out", "mine")];
        let (folder, status, told) = in_folder(&["export", "--out", "folder/out"], &files);
        assert!(status == 1 && told.contains("is there already") && told.contains("was kept"), "{told}");
        assert_eq!(std::fs::read_to_string(folder.path().join("out")).unwrap(), "mine");
    }

    #[test]
    fn a_merge_tells_what_is_new_and_loses_nothing() {
        let newer =
            file().replace("再读", "三读").replace("2026-11-18T11:06:40Z\"}", "2026-11-19T00:00:00Z\"}");
        let files = [
            ("bookmarks.jsonl", &*file()),
            ("one", &*format!("{newer}{}{{torn\n", other("b"))),
            ("two", &*other("b")),
        ];
        let line = ["folder/one", "folder/two", "folder/none"];
        for (mode, dry, marks) in [("merge", true, 1), ("merge", false, 2), ("import", false, 2)] {
            let dry: &[&str] = if dry { &["--dry-run"] } else { &[] };
            let (folder, status, told) = in_folder(&[&[mode], &line[..], dry].concat(), &files);
            assert_eq!(status, 1, "a line is broken and a file is not there");
            assert!(told.contains("folder/one: 1 new, 1 newer, 0 the same or older, 1 broken\n"), "{told}");
            assert!(told.contains("folder/two: 0 new, 0 newer, 1 the same or older, 0 broken\n"), "{told}");
            assert!(
                told.contains("folder/one:3: ") && told.contains("folder/none: there is no such file"),
                "{told}"
            );
            let text = std::fs::read_to_string(folder.path().join("bookmarks.jsonl")).unwrap();
            assert_eq!((text.lines().count(), text.contains("三读")), (marks, marks == 2), "{text}");
        }
    }

    #[test]
    fn check_tells_conflict_copies_and_what_they_hold() {
        let files = [
            ("bookmarks.jsonl", &*file()),
            ("bookmarks (1).jsonl", &*format!("{}{}{{\n", file(), other("b"))),
            ("bookmarks (2).jsonl", "\0"),
        ];
        let (folder, status, told) = in_folder(&["check"], &files);
        assert_eq!(status, 1);
        assert!(
            told.contains("folder/bookmarks (1).jsonl: 1 new, 0 newer, 1 the same or older, 1 broken; a"),
            "{told}"
        );
        assert!(told.contains("(1).jsonl:3: ") && told.contains("cannot be merged"), "{told}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "nothing is written");
    }
}
