//! Notes in the reader's own editor, and notes that were being written when the program was killed.
//!
//! Guarantees: editors are small scripts in a real terminal; each leaves what it did in the home folder. Never: an
//! editor of this machine.

use std::fs;
use std::path::Path;
use std::time::Duration;

use baolan::app::Keyboard;
use baolan::app::effect::{Effect, Screen as Wish};
use baolan::app::event::{Event, Failure, FailureKind, Signal as Asked};
use rustix::process::Signal;

use crate::support::desk::Desk;
use crate::support::pty::{Above, Run, Screen, Term};

const PAGE: &str = "灯下\n\n第一盏灯亮了，船还没有靠岸。\n\n第二盏灯也亮了，风停在桥头。\n";

/// The program on a page, with an editor that does `script` with the file `"$1"`; temporary files are in its home.
fn with_editor(script: &str) -> Run {
    let run = Run::on(PAGE);
    let editor = run.home.write("an editor", format!("#!/bin/sh\n{script}\n"));
    fs::create_dir(run.home.path("tmp")).unwrap();
    let tmp = run.home.path("tmp").to_str().unwrap().to_owned();
    run.env("TMPDIR", &tmp).env("EDITOR", &format!("/bin/sh '{editor}'")).env("VISUAL", " ")
}

/// The notes in the bookmark file.
fn notes(run: &Run) -> Vec<String> {
    let file = fs::read(run.home.path("config/baolan/bookmarks.jsonl")).unwrap_or_default();
    baolan::bookmark::parse(&file).0.iter().map(|mark| mark.note.clone()).collect()
}

/// The entries of a folder in the home of a run.
fn entries(run: &Run, folder: &str) -> usize {
    fs::read_dir(run.home.path(folder)).map_or(0, Iterator::count)
}

fn is_ours(screen: &Screen) -> bool {
    screen.screen.alternate_screen() && screen.text().contains("第二盏灯")
}

/// Writes a note with an editor, waits for `told`, and expects this note in the file and nothing left in the terminal.
#[track_caller]
fn check(script: &str, keys: &str, told: &str, want: &[&str]) {
    let run = with_editor(script);
    let term = Term::showing(&run, "第二盏灯");
    term.keys(keys);
    term.wait_until(&format!("{script}: {told}"), |screen| is_ours(screen) && screen.text().contains(told));
    // A box that is still open is closed, which keeps what is in it.
    term.keys("<Esc>q");
    assert_eq!(term.status(0), 0, "{script}");
    let left = term.left_behind();
    assert!(left.is_empty(), "{script} leaves behind: {}", left.join(", "));
    assert_eq!(notes(&run), want, "{script}");
    let kept = usize::from(told.contains("stays in"));
    assert_eq!(entries(&run, "tmp"), kept, "{script}: {told}");
    assert_eq!(entries(&run, "state/baolan/notes"), 0, "{script}: a draft is left");
}

#[test]
fn an_editor_writes_the_note() {
    check("printf '改过\\033[31m\\n' > \"$1\"", "lA", "Note saved", &["改过[31m"]);
    check("printf '，又写' >> \"$1\"", "la灯C-o", "又写", &["灯\n，又写"]);
    check("printf '列表里写' > \"$1\"", "lmm''A", "Note saved", &["列表里写"]);
    check(
        "stty raw -echo; printf '\\033[?1000h忽然' > \"$1\"",
        "lA",
        "Note saved",
        &["\u{1b}[?1000h忽然".trim_start_matches('\u{1b}')],
    );
}

#[test]
fn an_editor_that_fails_changes_nothing_and_is_told() {
    check("exit 7", "la灯C-o", "exit status: 7", &["灯"]);
    check("stty raw -echo; printf '\\033[?1049h\\033[?1000h'; kill -9 $$", "lA", "signal: 9", &[""]);
    check("printf x > \"$1\"; kill -9 $$", "lA", "stays in", &[""]);
    check("printf '\\377' > \"$1\"", "la灯C-o", "stays in", &["灯"]);
    check("true", "lA", "as it was", &[""]);
    check("kill -INT 0; sleep 0.1; printf '还在' > \"$1\"; exit 0", "lA", "signal: 2", &[""]);
}

#[test]
fn what_the_editor_says_and_is_typed_is_its_own() {
    let run = with_editor("echo now; read -r line; printf '%s' \"$line\" > \"$1\"; stty size > size");
    let term = Term::showing(&run, "第二盏灯");
    term.keys("lA");
    term.wait_until("the editor", |screen| {
        screen.text().contains("now") && !screen.screen.alternate_screen()
    });
    let left = term.left_behind();
    assert!(left.is_empty(), "the editor finds: {}", left.join(", "));
    term.resize(90, 20);
    term.bytes("qq输入\n".as_bytes());
    term.wait_for("Note saved");
    term.wait_until("the new size", |screen| is_ours(screen) && screen.screen.size() == (20, 90));
    term.keys("q");
    assert_eq!(term.status(0), 0);
    assert_eq!(notes(&run), ["qq输入"]);
    assert_eq!(fs::read_to_string(run.home.path("size")).unwrap().trim(), "20 90");
}

#[test]
fn an_editor_is_stopped_and_continued_with_the_program() {
    // What an editor does on C-z: it stops its whole group.
    let run = with_editor("kill -TSTP 0; printf '停过' > \"$1\"");
    let term = Term::showing(&run, "第二盏灯");
    term.keys("lA");
    let status = term.status(0);
    assert!((145..=150).contains(&status), "the shell says {status}, not that the job was stopped");
    let left = term.left_behind();
    assert!(left.is_empty(), "stopped, it leaves behind: {}", left.join(", "));
    term.bytes(b"fg\n");
    term.wait_for("Note saved");
    term.wait_until("the screen", is_ours);
    term.keys("q");
    assert_eq!(term.status(1), 0);
    assert_eq!(notes(&run), ["停过"]);
}

#[test]
fn a_program_that_is_asked_to_end_ends_while_its_editor_is_open() {
    let run = with_editor("echo now; sleep 60");
    let term = Term::showing(&run, "第二盏灯");
    term.keys("la未存C-o");
    term.wait_until("the editor", |screen| {
        !screen.screen.alternate_screen() && screen.text().contains("now")
    });
    term.signal(Signal::TERM);
    assert_eq!(term.status(0), 143);
    assert_eq!(notes(&run), ["未存"]);
}

#[test]
fn a_note_that_was_being_written_is_kept_when_the_program_is_killed() {
    let run = Run { above: Above::Nothing, ..Run::on(PAGE) };
    let mut term = Term::showing(&run, "第二盏灯");
    term.keys("la写到一半");
    term.wait_for("写到一半");
    // It is on its way to the disk, and nothing on the screen says when it is there.
    let drafts = run.home.path("state/baolan/notes");
    while !draft(&drafts).contains("写到一半") {
        std::thread::sleep(Duration::from_millis(5));
    }
    let other = Term::showing(&run, "第二盏灯");
    other.settle(Duration::from_millis(50));
    assert!(!notes(&run).contains(&"写到一半".to_owned()), "the writer is at work");
    drop(other);
    term.signal(Signal::KILL);
    term.wait_for_end();
    let again = Term::showing(&run, "killed are kept: 1");
    assert_eq!(notes(&run), ["写到一半"]);
    assert_eq!(entries(&run, "state/baolan/notes"), 0);
    again.keys("''");
    again.wait_for("写到一半");
}

/// All that is in the drafts of a folder.
fn draft(folder: &Path) -> String {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| fs::read_to_string(entry.path()).unwrap_or_default()).collect()
}

#[test]
fn without_an_editor_it_is_said_and_nothing_is_marked() {
    for (editor, told) in [
        ("", "No editor is named"),
        ("  ", "No editor is named"),
        ("vim 'a", "not understood: vim 'a"),
        ("''", "not understood"),
    ] {
        let mut desk = Desk::open(PAGE, (100, 20));
        editor.clone_into(&mut desk.app.marks.editor);
        desk.keys("lA");
        assert!(desk.status().contains(told), "{editor:?}: {}", desk.status());
        assert!(desk.disk.is_empty() && desk.app.life.keyboard == Keyboard::Ours, "{editor:?}");
    }
}

#[test]
fn nothing_of_a_document_is_on_the_command_line_and_keys_wait() {
    let mut desk = Desk::open(PAGE, (100, 20));
    desk.edited = None;
    desk.keys("la$(reboot)C-o");
    let edit = desk.performed.iter().rev().find_map(|effect| match effect {
        Effect::Edit { command, text } => Some((command.clone(), text.clone())),
        _ => None,
    });
    let command = ["an-editor", "--wait", "a b"].map(str::to_owned).to_vec();
    assert_eq!(edit, Some((command, "$(reboot)".to_owned())));
    desk.keys("dd<Esc>q");
    desk.send(Event::Paste("粘".to_owned()));
    desk.send(Event::Signal(Asked::Continue));
    assert!(!desk.app.is_done());
    desk.send(Event::Edited(Ok("回来\u{202e}\n".to_owned())));
    assert!(desk.performed.iter().any(|effect| matches!(effect, Effect::Screen(Wish::TakeBack))));
    desk.keys("C-s");
    assert_eq!(desk.disk.iter().next().unwrap().note, "回来");
}

#[test]
fn what_an_editor_answers_is_told() {
    let failure = |kind| Failure { kind, path: "P".to_owned(), reason: "R".to_owned() };
    for (answer, told, want) in [
        (Ok("灯".to_owned()), "Note saved", "灯"),
        (Ok("旧".to_owned()), "as it was", "旧"),
        (Err(failure(FailureKind::Program)), "P: R. The note is as it was", "旧"),
        (Err(failure(FailureKind::NotTaken)), "stays in P", "旧"),
        (Err(failure(FailureKind::Unwritable)), "cannot be handed", "旧"),
    ] {
        let mut desk = Desk::open(PAGE, (140, 20));
        desk.keys("la旧<Esc>");
        desk.edited = Some(answer);
        desk.keys("A");
        assert!(desk.status().contains(told), "{told}: {}", desk.status());
        assert_eq!(desk.disk.iter().next().unwrap().note, want, "{told}");
        assert!(desk.app.overlays.is_empty(), "{told}");
    }
}
