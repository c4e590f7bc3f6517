//! The system's clipboard, by the helper program that the system has.
//!
//! Guarantees: only what the reader copied goes there, through the program's standard input and never on a command
//! line. Never: a clipboard read, a shell.

use std::env;
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::config::marking::Clipboard;

/// A helper program, its arguments, and the variable without which it is of no use.
type Helper = (&'static str, &'static [&'static str], Option<&'static str>);

const HELPERS: [Helper; 5] = [
    ("wl-copy", &[], Some("WAYLAND_DISPLAY")),
    ("xclip", &["-selection", "clipboard", "-in"], Some("DISPLAY")),
    ("xsel", &["--clipboard", "--input"], Some("DISPLAY")),
    ("pbcopy", &[], None),
    ("clip.exe", &[], None),
];

/// Puts `text` on the clipboard; the program that took it, or nothing where there is none that does.
pub(super) fn copy(text: &str, by: Clipboard) -> Option<String> {
    // From another machine, a program's clipboard would be that machine's.
    if by == Clipboard::Auto && is_set("SSH_CONNECTION") {
        return None;
    }
    let works = |helper: &&Helper| helper.2.is_none_or(is_set);
    let took = HELPERS.iter().filter(works).find(|helper| hand_over(text, helper));
    took.map(|(program, ..)| (*program).to_owned())
}

fn is_set(variable: &str) -> bool {
    env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn hand_over(text: &str, (program, arguments, _): &Helper) -> bool {
    let mut command = Command::new(program);
    command.args(*arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return false };
    // Windows' program takes UTF-16 with a byte order mark for what it is, and anything else for the local encoding.
    let bytes = match *program {
        "clip.exe" => {
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
        }
        _ => text.as_bytes().to_vec(),
    };
    let written = child.stdin.take().is_some_and(|mut stdin| stdin.write_all(&bytes).is_ok());
    child.wait().is_ok_and(|status| status.success()) && written
}
