//! The bookmark file with the real git and on real small and read-only disks.
//!
//! Guarantees: disks are mounted in a namespace of a child process, which goes with it; where the system does not allow
//! that, the test says so and why. Never: a repository or a disk of this machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use baolan::app::event::FailureKind;
use baolan::bookmark::{Bookmark, Change, Collection};
use baolan::world::bookmarks::BookmarkStore;

use tempfile::tempdir;

use crate::support::changes::{at, put};

/// Names the folder to a child process of these tests.
const FOLDER: &str = "BAOLAN_TEST_DISK";

/// What a copy of the program makes of the bookmark `id` at `second`.
fn edited(base: &Collection, id: &str, second: i64, edit: impl Fn(&mut Bookmark)) -> Change {
    let mut mark = base.get(id).unwrap().clone();
    edit(&mut mark);
    base.dated(Change::put(Bookmark { updated: at(second), ..mark }))
}

fn git(folder: &Path, line: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.current_dir(folder).env("HOME", folder).env("GIT_CONFIG_NOSYSTEM", "1");
    command.args([
        "-c",
        "user.name=reader",
        "-c",
        "user.email=reader@localhost",
        "-c",
        "init.defaultBranch=one",
    ]);
    let output = command.args(line).output().unwrap();
    output.status.success()
}

#[test]
fn what_two_copies_changed_is_one_file_after_a_git_merge() {
    if Command::new("git").arg("--version").output().is_err() {
        return eprintln!("skipped: there is no git here");
    }
    for union in [true, false] {
        let folder = tempdir().unwrap();
        let store = BookmarkStore::new(folder.path().to_owned());
        let commit = |message: &str| {
            assert!(git(folder.path(), &["add", "bookmarks.jsonl", ".gitattributes"]));
            assert!(git(folder.path(), &["commit", "-q", "-m", message]), "{message}");
        };
        let driver = if union { "bookmarks.jsonl merge=union\n" } else { "" };
        fs::write(folder.path().join(".gitattributes"), driver).unwrap();
        assert!(git(folder.path(), &["init", "-q"]));
        let first = ["a", "b", "c", "d"].map(|id| (0, put(id, "旧")));
        let base = store.save(&first).unwrap().collection;
        commit("base");
        let delete = |id: &str, second| Change::Delete { id: id.to_owned(), at: at(second) };
        let ours = [
            edited(&base, "a", 5, |mark| mark.note = "再读".to_owned()),
            delete("b", 6),
            edited(&base, "c", 7, |mark| mark.tags = vec!["船".to_owned()]),
            put("e", "左"),
        ];
        let theirs = [
            edited(&base, "a", 4, |mark| mark.tags = vec!["夜".to_owned()]),
            edited(&base, "b", 5, |mark| mark.note = "早于删除".to_owned()),
            delete("d", 8),
            put("f", "右"),
        ];
        let mut want = base;
        assert!(git(folder.path(), &["checkout", "-q", "-b", "two"]));
        for (branch, changes) in [("two", theirs), ("one", ours)] {
            assert!(git(folder.path(), &["checkout", "-q", branch]));
            for change in changes {
                want.merge_change(change.clone());
                store.save(&[(1, change)]).unwrap();
            }
            commit(branch);
        }
        assert_eq!(
            git(folder.path(), &["merge", "-q", "--no-edit", "two"]),
            union,
            "the driver merges by itself"
        );
        let markers = store.look().unwrap().broken.len();
        assert_eq!(markers > 0, !union, "{markers} markers");
        let report = store.save(&[]).unwrap();
        let live = |all: &Collection| all.iter().cloned().collect::<Vec<_>>();
        assert_eq!(live(&report.collection), live(&want), "union: {union}");
        let a = report.collection.get("a").unwrap();
        assert_eq!((a.note.as_str(), a.tags.len(), want.len()), ("再读", 1, 4));
        assert!(store.look().unwrap().broken.is_empty());
    }
}

/// Does one of these tests in a child for which `folder` is a disk that `mount` prepares.
fn on_a_disk(test: &str, mount: &str) {
    let folder = tempdir().unwrap();
    let script =
        format!("mount -t tmpfs -o size=64k,mode=700 none \"$1\" && {{ {mount}; }} && shift && exec \"$@\"");
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script, "sh"]).arg(folder.path());
    command.arg(std::env::current_exe().unwrap()).args([&format!("disks::{test}"), "--exact", "--nocapture"]);
    let told = match command.env(FOLDER, folder.path()).output() {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).into_owned(),
        Ok(output) if output.stdout.is_empty() => {
            return eprintln!(
                "skipped: no disk can be mounted: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        Ok(output) => panic!("{}", String::from_utf8_lossy(&[output.stdout, output.stderr].concat())),
        Err(error) => return eprintln!("skipped: there is no unshare: {error}"),
    };
    assert!(told.contains("1 passed"), "{told}");
}

fn as_child() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

#[test]
fn on_a_full_disk_what_was_saved_stays_and_what_comes_is_saved_once_there_is_room() {
    let test = "on_a_full_disk_what_was_saved_stays_and_what_comes_is_saved_once_there_is_room";
    let Some(folder) = as_child() else { return on_a_disk(test, "head -c 8k /dev/zero > \"$1\"/filler") };
    let store = BookmarkStore::new(folder.clone());
    let mut saved = Collection::default();
    let failure = loop {
        let change = put(&format!("{:03}", saved.len()), &"长".repeat(400));
        match store.save(&[(1, change)]) {
            Ok(report) => saved = report.collection,
            Err(failure) => break failure,
        }
    };
    assert_eq!(failure.kind, FailureKind::Unwritable);
    assert!(saved.len() > 3 && failure.reason.contains("No space left"), "{failure} after {}", saved.len());
    let delete = Change::Delete { id: "000".to_owned(), at: at(9) };
    let longer = edited(&saved, "000", 5, |mark| mark.note = "改".repeat(2000));
    for change in [longer, put("new", &"长".repeat(4000))] {
        assert_eq!(store.save(&[(2, change)]).unwrap_err().kind, FailureKind::Unwritable);
    }
    assert_eq!(store.look().unwrap().collection, saved);
    fs::remove_file(folder.join("filler")).unwrap();
    fs::remove_file(folder.join("bookmarks.jsonl.bak")).unwrap();
    let report = store.save(&[(3, delete)]).unwrap();
    assert_eq!((report.saved, report.collection.len()), (vec![3], saved.len() - 1));
}

#[test]
fn in_a_folder_that_cannot_be_written_bookmarks_are_read_and_a_change_is_told() {
    let test = "in_a_folder_that_cannot_be_written_bookmarks_are_read_and_a_change_is_told";
    let Some(folder) = as_child() else {
        let line = put("a", "读");
        let mut one = Collection::default();
        one.merge_change(line);
        let text = one.lines();
        let text = text.trim_end();
        let write = format!("echo '{text}' > \"$1\"/bookmarks.jsonl; mount -o remount,ro \"$1\"");
        return on_a_disk(test, &write);
    };
    let store = BookmarkStore::new(folder);
    assert_eq!(store.read().unwrap().collection.get("a").unwrap().note, "读");
    let failure = store.save(&[(1, put("b", ""))]).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Unwritable);
    assert!(failure.reason.contains("Read-only"), "{failure}");
}
