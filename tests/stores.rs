//! The user's files on the disk: with other copies at work, after crashes, on full disks, and broken by others.
//!
//! Guarantees: every file is in a folder of its own that is gone afterwards. Never: the user's own files, a test that
//! waits for a clock.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, TryRecvError};
use std::time::{Duration, SystemTime};

use baolan::app::effect::Effect;
use baolan::app::event::FailureKind;
use baolan::bookmark::{Bookmark, Change, Collection};
use baolan::library::{Place, Places};
use baolan::text::encoding::Choice;
use baolan::world::World;
use baolan::world::bookmarks::BookmarkStore;
use baolan::world::folders::Folders;
use baolan::world::places::PlacesStore;

use tempfile::{TempDir, tempdir};

use crate::support::changes::{at, put};

/// Names the folder to a child process of these tests.
const FOLDER: &str = "BAOLAN_TEST_FOLDER";

/// Names the child among its brothers.
const CHILD: &str = "BAOLAN_TEST_CHILD";

fn folder() -> (TempDir, BookmarkStore) {
    let folder = tempdir().unwrap();
    let store = BookmarkStore::new(folder.path().to_owned());
    (folder, store)
}

/// The names in a folder, without locks.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !is_named(name, "lock"));
    names.sort();
    names
}

fn is_named(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|known| known == ending)
}

/// Runs one of these tests in a process of its own.
fn child(test: &str, folder: &Path, name: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([&format!("stores::{test}"), "--exact", "--nocapture"]).env(FOLDER, folder).env(CHILD, name);
    command
}

fn as_child() -> Option<(PathBuf, String)> {
    Some((PathBuf::from(std::env::var_os(FOLDER)?), std::env::var(CHILD).ok()?))
}

fn save_ten(folder: &Path, name: &str) {
    let store = BookmarkStore::new(folder.to_owned()).patient(Duration::from_secs(60));
    for serial in 0..10 {
        let report = store.save(&[(serial, put(&format!("{name}-{serial}"), "记下"))]).unwrap();
        assert_eq!(report.saved, [serial]);
        assert!(report.collection.get(&format!("{name}-{serial}")).is_some());
    }
}

#[test]
fn a_new_folder_is_made_and_what_is_saved_is_read() {
    let (outer, _) = folder();
    let store = BookmarkStore::new(outer.path().join("a/b"));
    assert!(store.read().unwrap().collection.is_empty());
    assert!(names(outer.path()).is_empty(), "reading makes nothing");
    let report = store.save(&[(1, put("a", "一")), (2, put("b", "二"))]).unwrap();
    assert_eq!(report.saved, [1, 2]);
    assert_eq!(store.read().unwrap().collection, report.collection);
    store.save(&[(3, Change::Delete { id: "a".to_owned(), at: at(1) })]).unwrap();
    assert_eq!(store.read().unwrap().collection.len(), 1);
    assert_eq!(names(&outer.path().join("a/b")), ["bookmarks.jsonl", "bookmarks.jsonl.bak"]);
    let backup = fs::read_to_string(outer.path().join("a/b/bookmarks.jsonl.bak")).unwrap();
    assert_eq!(backup, report.collection.lines());
}

#[test]
fn copies_in_threads_and_processes_lose_nothing() {
    if let Some((folder, name)) = as_child() {
        return save_ten(&folder, &name);
    }
    let (folder, store) = folder();
    let test = "copies_in_threads_and_processes_lose_nothing";
    let mut children: Vec<_> = ["x", "y"]
        .map(|name| child(test, folder.path(), name).stdout(Stdio::null()).spawn().unwrap())
        .into_iter()
        .collect();
    std::thread::scope(|scope| {
        for name in ["p", "q", "r"] {
            let folder = folder.path();
            scope.spawn(move || save_ten(folder, name));
        }
    });
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(store.read().unwrap().collection.len(), 50);
    assert_eq!(names(folder.path()), ["bookmarks.jsonl", "bookmarks.jsonl.bak"]);
}

#[test]
fn a_newer_record_of_another_copy_stays() {
    let (_folder, store) = folder();
    let noted = |note: &str, second| match put("a", note).at(at(second)) {
        Change::Put(mark) => Change::Put(mark),
        delete @ Change::Delete { .. } => delete,
    };
    store.save(&[(1, noted("新", 9))]).unwrap();
    let report = store.save(&[(1, noted("旧", 5))]).unwrap();
    assert_eq!(report.collection.get("a").unwrap().note, "新");
    store.save(&[(2, Change::Delete { id: "a".to_owned(), at: at(10) })]).unwrap();
    let report = store.save(&[(3, noted("旧", 8))]).unwrap();
    assert!(report.collection.get("a").is_none(), "a deleted mark does not come back");
}

#[test]
fn a_lock_that_is_held_is_told() {
    let (folder, store) = folder();
    let lock = File::create(folder.path().join(".bookmarks.lock")).unwrap();
    lock.lock().unwrap();
    let failure = store.clone().patient(Duration::ZERO).save(&[(1, put("a", ""))]).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Locked);
    assert!(store.read().unwrap().collection.is_empty(), "reading needs no lock");
    drop(lock);
    store.save(&[(1, put("a", ""))]).unwrap();
}

#[test]
fn what_a_killed_copy_left_harms_nothing_and_goes() {
    let (folder, store) = folder();
    store.save(&[(1, put("a", ""))]).unwrap();
    for (name, age) in [(".baolan-old.tmp", 7200), (".baolan-new.tmp", 0)] {
        let left = File::create(folder.path().join(name)).unwrap();
        left.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
    }
    store.save(&[(2, put("b", ""))]).unwrap();
    assert_eq!(store.read().unwrap().collection.len(), 2);
    assert_eq!(names(folder.path()), [".baolan-new.tmp", "bookmarks.jsonl", "bookmarks.jsonl.bak"]);
}

#[test]
fn broken_lines_are_copied_aside_once_and_the_others_kept() {
    let (folder, store) = folder();
    store.save(&[(1, put("a", "")), (2, put("b", ""))]).unwrap();
    let whole = fs::read(store.path()).unwrap();
    // The last line is cut, as after a crash of what copied the file; and one line is not UTF-8.
    let mut cut = b"\xff\xfe\n".to_vec();
    cut.extend_from_slice(&whole[..whole.len() - 20]);
    fs::write(store.path(), &cut).unwrap();
    let report = store.read().unwrap();
    let (lines, place) = report.broken.unwrap();
    assert_eq!((lines, report.collection.len()), (2, 1));
    assert_eq!(fs::read(&place).unwrap(), cut);
    assert_eq!(store.read().unwrap().broken, Some((2, place.clone())), "told again, not copied again");
    assert_eq!(names(folder.path()).len(), 2);
    assert_eq!(fs::read(store.path()).unwrap(), cut, "reading changes nothing");
    let report = store.save(&[(3, put("c", ""))]).unwrap();
    assert_eq!((report.collection.len(), report.broken), (2, None));
    assert_eq!(store.read().unwrap().broken, None);
    assert_eq!(fs::read(&place).unwrap(), cut);
    assert_eq!(names(folder.path()).len(), 2, "a broken file is no backup");
}

#[test]
fn broken_lines_that_come_while_we_run_are_put_aside_and_told_with_the_save() {
    let (_folder, store) = folder();
    store.save(&[(1, put("a", ""))]).unwrap();
    let text = format!("<<<<<<< ours\n{}", fs::read_to_string(store.path()).unwrap());
    fs::write(store.path(), &text).unwrap();
    let report = store.save(&[(2, put("b", ""))]).unwrap();
    let (lines, place) = report.broken.unwrap();
    assert_eq!((lines, report.collection.len()), (1, 2));
    assert_eq!(fs::read_to_string(place).unwrap(), text);
}

#[test]
fn what_is_no_bookmark_file_is_told_when_read_and_put_aside_when_saved() {
    for bytes in [&b"\0\0\0\0"[..], b"\xff\xfe{\0\"\0v\0", b"\x89PNG\r\n\x1a\n\0\0"] {
        let (folder, store) = folder();
        fs::write(store.path(), bytes).unwrap();
        let failure = store.read().unwrap_err();
        assert_eq!(failure.kind, FailureKind::Binary, "{failure}");
        assert_eq!(fs::read(store.path()).unwrap(), bytes);
        assert_eq!(names(folder.path()), ["bookmarks.jsonl"], "reading changes nothing");

        let report = store.save(&[(1, put("a", ""))]).unwrap();
        let (_, place) = report.broken.unwrap();
        assert_eq!((report.saved, report.collection.len()), (vec![1], 1));
        assert_eq!(fs::read(place).unwrap(), bytes);
        let report = store.save(&[(2, put("b", ""))]).unwrap();
        assert_eq!((report.broken, report.collection.len()), (None, 2), "told once");
        assert_eq!(store.read().unwrap().collection.len(), 2);
    }
}

#[test]
fn what_was_to_be_saved_is_saved_also_when_the_program_panics() {
    let (folder, store) = folder();
    let folders = Folders {
        config: folder.path().to_owned(),
        state: folder.path().to_owned(),
        cache: folder.path().to_owned(),
    };
    let lock = File::create(folder.path().join(".bookmarks.lock")).unwrap();
    lock.lock().unwrap();
    let (send, events) = mpsc::channel();
    let (alive, gone) = mpsc::channel::<()>();
    let program = std::thread::spawn(move || {
        let mut world = World::new(send, &folders, Choice::Auto);
        let _alive = alive;
        for serial in 0..9 {
            world.perform(Effect::SaveBookmark { serial, change: put(&serial.to_string(), "") });
        }
        std::panic::resume_unwind(Box::new("on purpose"));
    });
    // It unwinds while the first save waits for the lock.
    gone.recv().unwrap_err();
    drop(lock);
    program.join().unwrap_err();
    let answers = events.try_iter().count();
    assert_eq!(
        events.try_recv().unwrap_err(),
        TryRecvError::Disconnected,
        "after {answers} answers it is over"
    );
    assert_eq!(store.read().unwrap().collection.len(), 9);
}

/// The lines of a file with these bookmarks.
fn lines(changes: &[Change]) -> String {
    let mut collection = Collection::default();
    for change in changes {
        collection.merge_change(change.clone());
    }
    collection.lines()
}

#[test]
fn conflict_copies_are_merged_at_the_start_or_the_next_save_and_kept() {
    let names_of_copies = [
        "bookmarks.sync-conflict-20260503-193000-ABCDEFG.jsonl",
        "bookmarks (Lin's conflicted copy 2026-05-03).jsonl",
        "bookmarks (1).jsonl",
    ];
    for at_start in [true, false] {
        let (folder, store) = folder();
        store.save(&[(1, put("a", "旧"))]).unwrap();
        let mut held = Vec::new();
        for (name, id) in names_of_copies.iter().zip(["b", "c", "d"]) {
            let text = format!("{}{{torn", lines(&[put(id, "别处"), put("a", "新").at(at(9))]));
            fs::write(folder.path().join(name), &text).unwrap();
            held.push(text);
        }
        fs::write(folder.path().join("bookmarks (2).jsonl"), "\0\0").unwrap();
        let report = if at_start { store.read().unwrap() } else { store.save(&[(2, put("e", ""))]).unwrap() };
        let (count, place) = report.merged.unwrap();
        assert_eq!((count, report.collection.len()), (3, if at_start { 4 } else { 5 }));
        assert_eq!(report.collection.get("a").unwrap().note, "新");
        assert_eq!(store.look().unwrap().collection, report.collection, "it is in the file");
        for (name, text) in names_of_copies.iter().zip(&held) {
            assert!(!folder.path().join(name).exists(), "{name}");
            assert_eq!(&fs::read_to_string(Path::new(&place).join(name)).unwrap(), text, "kept as it was");
        }
        assert!(folder.path().join("bookmarks (2).jsonl").exists(), "what is no text is left alone");
        assert_eq!(store.read().unwrap().merged, None, "told once");
        // Another copy of the same name is another copy.
        fs::write(folder.path().join(names_of_copies[2]), lines(&[put("f", "")])).unwrap();
        assert!(store.read().unwrap().collection.get("f").is_some());
        assert_eq!(names(Path::new(&place)).len(), 4);
    }
}

#[test]
fn conflict_copies_are_read_also_where_nothing_can_be_written() {
    let (folder, store) = folder();
    let copy = folder.path().join("bookmarks (1).jsonl");
    fs::write(&copy, lines(&[put("a", "")])).unwrap();
    let lock = File::create(folder.path().join(".bookmarks.lock")).unwrap();
    lock.lock().unwrap();
    let report = store.patient(Duration::ZERO).read().unwrap();
    assert_eq!((report.collection.len(), report.merged), (1, None));
    assert!(copy.exists());
}

#[test]
fn both_sides_of_a_git_merge_are_taken_and_its_markers_told() {
    let (ours, theirs) =
        ([put("a", "甲"), put("b", "旧").at(at(1))], [put("c", "丙"), put("b", "新").at(at(2))]);
    let conflict = format!(
        "{}<<<<<<< HEAD\n{}||||||| base\n=======\n{}>>>>>>> other\n",
        lines(&[put("z", "")]),
        lines(&ours),
        lines(&theirs)
    );
    let union = format!("{}{}", lines(&ours), lines(&theirs));
    for (text, markers, marks) in [(conflict, 4, 4), (union, 0, 3)] {
        let (_folder, store) = folder();
        fs::write(store.path(), text).unwrap();
        let contents = store.look().unwrap();
        assert_eq!(contents.broken.len(), markers);
        assert!(contents.broken.iter().all(|line| line.reason.contains("conflict marker")));
        let report = store.save(&[]).unwrap();
        assert_eq!(report.collection.len(), marks);
        assert_eq!(report.collection.get("b").unwrap().note, "新");
        assert!(store.look().unwrap().broken.is_empty());
    }
}

/// A line with a bookmark and what is said of it besides.
fn line(id: &str, more: &str) -> String {
    let stamps = r#""created":"2026-01-01T00:00:00Z","updated":"2026-01-02T00:00:00Z""#;
    format!("{{\"v\":1,\"id\":\"{id}\",\"anchor\":{{}},{stamps}{more}}}\n")
}

#[test]
fn a_bad_line_costs_only_itself_and_a_strange_one_nothing() {
    let good = line("good", "");
    let long = format!(",\"note\":\"{}\"", "长".repeat(400_000));
    for (what, text, marks, broken) in [
        ("an id twice", line("a", ",\"note\":\"b\"") + &line("a", ""), 1, 0),
        ("a note of a megabyte", line("a", &long), 1, 0),
        ("a later version", "{\"v\":7,\"id\":\"a\",\"new\":1}\n".to_owned(), 0, 0),
        ("unknown fields", line("a", ",\"mood\":[1]"), 1, 0),
        ("an id that is none of ours", line("\\u0000../..\\n", ""), 1, 0),
        ("a time in the far future", line("a", "").replace("2026-01-02", "9999-12-30"), 1, 0),
        ("a change before the making", line("a", "").replace("2026-01-02", "1970-01-01"), 1, 0),
        (
            "a place outside of everything",
            line("a", "").replace("{}", "{\"position\":{\"start\":99999999999,\"end\":0}}"),
            1,
            0,
        ),
        ("a torn line", line("a", "")[..60].to_owned() + "\n", 0, 1),
        ("times of fields that are none", line("a", ",\"at\":{\"note\":\"soon\"}"), 0, 1),
        ("a negative place", line("a", "").replace("{}", "{\"position\":{\"start\":-1}}"), 0, 1),
        ("a kind of mark that is none", line("a", ",\"marks\":\"page\""), 0, 1),
        (
            "a deletion of what is no bookmark",
            line("a", ",\"deleted\":\"2026-01-03T00:00:00Z\",\"was\":1"),
            0,
            1,
        ),
        ("bytes that are no text", "\u{1b}[2J\0\n".to_owned(), 0, 1),
        ("a field twice", line("a", ",\"note\":\"a\",\"note\":\"b\""), 1, 0),
        ("much too deep", "[".repeat(1000) + "\n", 0, 1),
    ] {
        let (folder, store) = folder();
        let file = format!("{text}{good}");
        fs::write(store.path(), &file).unwrap();
        let report = store.read().unwrap();
        assert_eq!(report.collection.len(), marks + 1, "{what}");
        assert_eq!(report.broken.as_ref().map_or(0, |(lines, _)| *lines), broken, "{what}");
        let report = store.save(&[(1, put("new", ""))]).unwrap();
        assert_eq!(report.collection.len(), marks + 2, "{what}");
        let read = store.read().unwrap();
        assert_eq!((read.collection, read.broken), (report.collection, None), "{what}");
        if broken > 0 {
            let names = names(folder.path());
            let aside = names.iter().find(|name| name.contains("broken")).unwrap();
            assert_eq!(fs::read_to_string(folder.path().join(aside)).unwrap(), file, "{what}");
        }
    }
}

#[test]
fn a_file_that_was_replaced_while_we_run_is_the_file() {
    let (folder, store) = folder();
    store.save(&[(1, put("a", "")), (2, put("b", ""))]).unwrap();
    let other = line("c", ",\"mood\":1");
    for (text, want) in [(other.as_str(), vec!["c", "new"]), ("", vec!["new"])] {
        let new = folder.path().join("new");
        fs::write(&new, text).unwrap();
        fs::rename(new, store.path()).unwrap();
        let report = store.save(&[(3, put("new", ""))]).unwrap();
        let mut ids: Vec<&str> = report.collection.iter().map(|mark| mark.id.as_str()).collect();
        ids.sort_unstable();
        assert_eq!(ids, want);
    }
    fs::remove_file(store.path()).unwrap();
    assert_eq!(store.save(&[(4, put("new", ""))]).unwrap().collection.len(), 1);
}

#[test]
fn a_clock_that_goes_back_loses_nothing() {
    let (_folder, store) = folder();
    let mut ours = store.save(&[(1, put("a", "一").at(at(500)))]).unwrap().collection;
    // The clock says an hour less from here on.
    for (serial, note) in [(2, "二"), (3, "三")] {
        let old = ours.get("a").unwrap().clone();
        let change = ours.dated(Change::put(Bookmark { note: note.to_owned(), updated: at(-3600), ..old }));
        ours.apply(change.clone());
        let report = store.save(&[(serial, change)]).unwrap();
        assert_eq!(report.collection, ours);
        assert_eq!(report.collection.get("a").unwrap().note, note);
    }
    let change = ours.dated(Change::Delete { id: "a".to_owned(), at: at(-3600) });
    assert!(store.save(&[(4, change)]).unwrap().collection.is_empty());
}

#[test]
fn a_lock_goes_with_the_process_that_held_it() {
    if let Some((folder, _)) = as_child() {
        let lock = File::create(folder.join(".bookmarks.lock")).unwrap();
        lock.lock().unwrap();
        fs::write(folder.join("held"), "").unwrap();
        loop {
            std::thread::park();
        }
    }
    let (folder, store) = folder();
    let mut child = child("a_lock_goes_with_the_process_that_held_it", folder.path(), "")
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while !folder.path().join("held").exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
    let store = store.patient(Duration::ZERO);
    assert_eq!(store.save(&[(1, put("a", ""))]).unwrap_err().kind, FailureKind::Locked);
    child.kill().unwrap();
    child.wait().unwrap();
    store.save(&[(1, put("a", ""))]).unwrap();
}

#[test]
fn an_empty_file_has_no_bookmarks() {
    for text in ["", "\n\n", "\u{feff}\r\n"] {
        let (_folder, store) = folder();
        fs::write(store.path(), text).unwrap();
        let report = store.read().unwrap();
        assert!(report.collection.is_empty() && report.broken.is_none());
        assert_eq!(store.save(&[(1, put("a", ""))]).unwrap().collection.len(), 1);
    }
}

#[test]
fn what_cannot_be_read_or_written_is_told_in_one_row() {
    let (folder, store) = folder();
    fs::create_dir(store.path()).unwrap();
    assert_eq!(store.read().unwrap_err().kind, FailureKind::NotAFile);
    assert_eq!(store.save(&[(1, put("a", ""))]).unwrap_err().kind, FailureKind::NotAFile);
    assert_eq!(names(folder.path()), ["bookmarks.jsonl"]);

    let file = folder.path().join("a\u{1b}[2Jfile\n");
    fs::write(&file, "").unwrap();
    let store = BookmarkStore::new(file);
    let failure = store.read().unwrap_err();
    assert_eq!(failure.kind, FailureKind::Unreadable);
    let failure = [failure, store.save(&[(1, put("a", ""))]).unwrap_err()];
    assert_eq!(failure[1].kind, FailureKind::Unwritable);
    for text in failure.map(|failure| failure.to_string()) {
        assert!(text.contains("a[2Jfile"), "{text:?}");
        assert!(!text.contains(['\u{1b}', '\n']) && !text.contains("os error"), "{text:?}");
    }
}

#[test]
fn a_file_that_is_as_it_should_be_is_not_written() {
    let (folder, store) = folder();
    store.save(&[(1, put("a", ""))]).unwrap();
    assert_eq!(store.save(&[(1, put("a", ""))]).unwrap().saved, [1]);
    assert_eq!(names(folder.path()), ["bookmarks.jsonl"], "no backup, so nothing was replaced");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn nobody_else_may_read_a_new_file_and_an_old_one_keeps_its_mode() {
        let (folder, store) = folder();
        store.save(&[(1, put("a", ""))]).unwrap();
        assert_eq!(mode(&store.path()), 0o600);
        fs::set_permissions(store.path(), fs::Permissions::from_mode(0o644)).unwrap();
        store.save(&[(2, put("b", ""))]).unwrap();
        assert_eq!(mode(&store.path()), 0o644);
        assert_eq!(mode(&folder.path().join("bookmarks.jsonl.bak")), 0o600);
    }

    #[test]
    fn a_symbolic_link_stays_and_its_file_is_written() {
        let (folder, store) = folder();
        let other = tempdir().unwrap();
        let real = other.path().join("marks.jsonl");
        symlink(&real, folder.path().join("link")).unwrap();
        symlink("link", store.path()).unwrap();
        for (serial, id) in [(1, "a"), (2, "b")] {
            store.save(&[(serial, put(id, ""))]).unwrap();
            assert!(fs::symlink_metadata(store.path()).unwrap().is_symlink());
            assert_eq!(fs::read_to_string(&real).unwrap(), store.read().unwrap().collection.lines());
        }
        assert_eq!(names(other.path()), ["marks.jsonl"]);

        for to in [other.path().join("gone/marks.jsonl"), store.path()] {
            fs::remove_file(store.path()).unwrap();
            symlink(to, store.path()).unwrap();
            store.save(&[(3, put("c", ""))]).unwrap_err();
            assert!(fs::symlink_metadata(store.path()).unwrap().is_symlink());
        }
        fs::remove_file(store.path()).unwrap();
        symlink("/dev/null", store.path()).unwrap();
        assert_eq!(store.read().unwrap_err().kind, FailureKind::NotAFile);
        assert_eq!(store.save(&[(3, put("c", ""))]).unwrap_err().kind, FailureKind::NotAFile);
    }

    /// A limit on the size of files stands for a full disk: the write fails in the middle.
    #[test]
    fn on_a_full_disk_the_old_file_stays() {
        if let Some((folder, _)) = as_child() {
            return fill_the_disk(&folder);
        }
        let (folder, store) = folder();
        store.save(&[(1, put("a", ""))]).unwrap();
        let old = fs::read(store.path()).unwrap();
        let places = PlacesStore::new(folder.path().to_owned());
        let output = child("unix::on_a_full_disk_the_old_file_stays", folder.path(), "").output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && told.contains("1 passed"), "{told}");
        assert_eq!(fs::read(store.path()).unwrap(), old);
        assert_eq!(places.read().unwrap(), Places::default());
        assert!(names(folder.path()).iter().all(|name| !is_named(name, "tmp")));
    }

    fn fill_the_disk(folder: &Path) {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let tooth = Arc::new(AtomicBool::new(false));
        // The signal that comes with the error would end the process.
        signal_hook::flag::register(signal_hook::consts::SIGXFSZ, tooth).unwrap();
        setrlimit(Resource::Fsize, Rlimit { current: Some(1024), maximum: Some(1024) }).unwrap();
        let store = BookmarkStore::new(folder.to_owned());
        let failure = store.save(&[(1, put("b", &"长".repeat(2000)))]).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Unwritable, "{failure}");
        let mut places = Places::default();
        for article in 0..100 {
            places.note(&article.to_string(), Place { offset: 1, read: true, at: at(0) });
        }
        let failure = PlacesStore::new(folder.to_owned()).save(&places).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Unwritable, "{failure}");
    }
}

fn places(articles: &[(&str, usize, i64)]) -> Places {
    let mut places = Places::default();
    for &(article, offset, second) in articles {
        places.note(article, Place { offset, read: true, at: at(second) });
    }
    places
}

#[test]
fn places_of_two_copies_are_merged_on_the_disk() {
    let folder = tempdir().unwrap();
    let store = PlacesStore::new(folder.path().join("state"));
    assert_eq!(store.read().unwrap(), Places::default());
    store.save(&places(&[("a", 10, 5), ("b", 20, 1)])).unwrap();
    store.save(&places(&[("a", 11, 3), ("b", 21, 2), ("c", 30, 1)])).unwrap();
    assert_eq!(store.read().unwrap(), places(&[("a", 10, 5), ("b", 21, 2), ("c", 30, 1)]));
    assert_eq!(names(&folder.path().join("state")), ["places.json"]);
}

#[test]
fn broken_places_are_kept_aside_and_told_once() {
    let folder = tempdir().unwrap();
    let store = PlacesStore::new(folder.path().to_owned());
    fs::write(store.path(), "{\"v\":1,").unwrap();
    let failure = store.read().unwrap_err();
    assert!(failure.reason.contains("places.broken-"), "{failure}");
    assert_eq!(store.read().unwrap(), Places::default());
    store.save(&places(&[("a", 1, 1)])).unwrap();

    fs::write(store.path(), "\0").unwrap();
    store.save(&places(&[("a", 2, 2)])).unwrap_err();
    assert_eq!(store.read().unwrap(), places(&[("a", 2, 2)]));
    assert_eq!(names(folder.path()).len(), 3, "{:?}", names(folder.path()));
}

#[test]
fn places_of_a_later_version_are_never_written() {
    let folder = tempdir().unwrap();
    let store = PlacesStore::new(folder.path().to_owned());
    fs::write(store.path(), "{\"v\":2}").unwrap();
    for failure in [store.read().unwrap_err(), store.save(&places(&[("a", 1, 1)])).unwrap_err()] {
        assert!(failure.reason.contains("later version"), "{failure}");
    }
    assert_eq!(fs::read_to_string(store.path()).unwrap(), "{\"v\":2}");
}
