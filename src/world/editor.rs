//! A note written in the reader's own editor.
//!
//! Guarantees: the note stands in a file that nobody else can read, in a folder of its own; both are gone afterwards,
//! unless what is in the file was not taken. The command line is the reader's words and the path of that file. Never:
//! a shell, a word of a document or a note on a command line.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::disk::{self, failure};
use crate::app::event::{Failure, FailureKind};

/// What the file is called; editors take the ending for Markdown.
const NAME: &str = "note.md";

/// The most bytes that come back: 1 MiB. A note is not a book.
const LARGEST: usize = 1 << 20;

/// Has the reader write on `text` in the program that `command` names.
///
/// # Errors
/// A file that could not be made, a program that did not run to its end, a file that is no note. Where something was
/// written and not taken, the file stays, and its path is told.
pub(super) fn edit(command: &[String], text: &str) -> Result<String, Failure> {
    let before = format!("{text}\n");
    let (folder, path) = handed_out(&before)
        .map_err(|error| failure(FailureKind::Unwritable, &std::env::temp_dir(), &error))?;
    let program = command.first().map_or("", String::as_str);
    let ran = run(command, &path);
    match (ran, written(&path)) {
        (Ok(()), Ok(note)) => Ok(note.trim_end_matches('\n').to_owned()),
        (Err(reason), Ok(note)) if note == before => {
            Err(failure(FailureKind::Program, Path::new(program), &reason))
        }
        (ran, note) => {
            let reason = ran.map_err(|reason| format!("{program}: {reason}")).err().or(note.err());
            // Not swept away with its folder.
            let _ = folder.keep();
            Err(failure(FailureKind::NotTaken, &path, &reason.unwrap_or_default()))
        }
    }
}

/// What is said where it did not come to running a program.
pub(super) fn failed(reason: &impl std::fmt::Display) -> Failure {
    failure(FailureKind::Program, Path::new("baolan"), reason)
}

/// A folder that only the user can look into, with the note in it.
fn handed_out(text: &str) -> io::Result<(TempDir, std::path::PathBuf)> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("baolan-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let folder = builder.tempdir()?;
    let path = std::path::absolute(folder.path())?.join(NAME);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    disk::private(&mut options);
    options.open(&path)?.write_all(text.as_bytes())?;
    Ok((folder, path))
}

/// Runs the program to its end; its keyboard is the terminal, also where a document came through standard input.
fn run(command: &[String], path: &Path) -> Result<(), String> {
    let Some((program, arguments)) = command.split_first() else { return Err("no program".to_owned()) };
    let keyboard = if io::stdin().is_terminal() {
        Stdio::inherit()
    } else {
        File::open("/dev/tty").map_or_else(|_| Stdio::null(), Stdio::from)
    };
    let status = Command::new(program).args(arguments).arg(path).stdin(keyboard).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(status.to_string()),
        Err(error) => Err(error.to_string()),
    }
}

/// What is in the file, with line ends of one kind.
fn written(path: &Path) -> Result<String, String> {
    let bytes = disk::read(path).map_err(|failure| failure.reason)?.ok_or("the file is gone")?;
    if bytes.len() > LARGEST {
        return Err("it is larger than 1 MiB".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|_invalid| "it is not UTF-8 text")?;
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use tempfile::tempdir;

    use super::{LARGEST, edit};
    use crate::app::event::{Failure, FailureKind};

    /// Writes a note in an editor that is a shell script.
    fn edited(script: &str, text: &str) -> Result<String, Failure> {
        let folder = tempdir().unwrap();
        let path = folder.path().join("an editor");
        fs::write(&path, script).unwrap();
        let command = ["/bin/sh", path.to_str().unwrap(), "-w"].map(str::to_owned);
        edit(&command, text)
    }

    #[test]
    fn what_the_editor_wrote_is_the_note() {
        for (script, text, want) in [
            ("true", "灯", "灯"),
            ("true", "", ""),
            ("printf 改过 > \"$2\"", "灯", "改过"),
            ("printf '一\\r\\n二\\r\\n\\r\\n' > \"$2\"", "灯", "一\n二"),
            ("printf '\\357\\273\\277一\\n' > \"$2\"", "灯", "一"),
            ("printf 三 > \"$2.new\"; mv \"$2.new\" \"$2\"", "灯", "三"),
            ("printf '%s ' \"$#\" \"$1\" >> \"$2\"", "灯", "灯\n2 -w "),
            ("stat -c '%a' \"$2\" \"$(dirname \"$2\")\" > \"$2\"", "灯", "600\n700"),
            ("basename \"$2\" > \"$2\"", "$(reboot); -灯", "note.md"),
        ] {
            assert_eq!(edited(script, text).as_deref(), Ok(want), "{script}");
        }
    }

    #[test]
    fn what_is_not_taken_is_told_and_stays() {
        for (script, kind, want) in [
            ("exit 3", FailureKind::Program, "exit status: 3"),
            ("kill -9 $$", FailureKind::Program, "signal: 9"),
            ("printf 改过 > \"$2\"; exit 1", FailureKind::NotTaken, "/bin/sh: exit status: 1"),
            ("printf 改过 > \"$2\"; kill -9 $$", FailureKind::NotTaken, "signal: 9"),
            ("printf '\\377\\376' > \"$2\"", FailureKind::NotTaken, "not UTF-8"),
            ("head -c 1048577 /dev/zero > \"$2\"", FailureKind::NotTaken, "larger than 1 MiB"),
            ("rm \"$2\"; mkdir \"$2\"", FailureKind::NotTaken, "is a folder"),
            ("rm \"$2\"; mkfifo \"$2\"", FailureKind::NotTaken, "is no file"),
            ("rm \"$2\"", FailureKind::NotTaken, "gone"),
        ] {
            let failure = edited(script, "灯").unwrap_err();
            assert_eq!(failure.kind, kind, "{script}: {failure}");
            assert!(failure.reason.contains(want), "{script}: {failure}");
            if kind == FailureKind::NotTaken {
                let path = PathBuf::from(&failure.path);
                assert!(path.exists() || want == "gone", "{script}: {failure}");
                fs::remove_dir_all(path.parent().unwrap()).unwrap();
            }
        }
        let failure = edit(&["/no/such/editor".to_owned()], "灯").unwrap_err();
        assert_eq!((failure.kind, failure.path.as_str()), (FailureKind::Program, "/no/such/editor"));
        assert_eq!(failure.reason, "No such file or directory");
        assert_eq!(edit(&[], "").unwrap_err().kind, FailureKind::Program);
        assert!(Path::new("/bin/sh").exists() && LARGEST == 1_048_576);
    }
}
