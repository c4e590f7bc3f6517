//! Files that hold what a test expects: compared by default, written with `BAOLAN_BLESS=1`.
//!
//! Guarantees: a difference is told with the first rows that differ, and with the way to accept it. Never: a file
//! written without being asked.

use std::fs;
use std::path::Path;

/// Whether expectations are to be written instead of compared.
pub fn is_blessing() -> bool {
    std::env::var_os("BAOLAN_BLESS").is_some_and(|value| value == "1")
}

/// What the file at `path` below the project's root holds; nothing where there is none.
pub fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_default()
}

/// Compares `got` with the file at `path` below the project's root, or writes it there. The error is a report.
pub fn compare(path: &str, got: &str) -> Result<(), String> {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if is_blessing() {
        let folder = whole.parent().ok_or("a file has a folder")?;
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&whole, got));
        return written.map_err(|error| format!("{path} could not be written: {error}"));
    }
    let kept = read(path);
    if kept == got {
        return Ok(());
    }
    Err(format!("{path} differs (BAOLAN_BLESS=1 accepts it):\n{}", differences(&kept, got)))
}

/// The rows that differ, the kept ones with `-`, the new ones with `+`; at most so many as fit on a screen.
pub fn differences(kept: &str, got: &str) -> String {
    const SHOWN: usize = 20;
    let (mut old, mut new) = (kept.lines(), got.lines());
    let mut told = Vec::new();
    let mut number = 0;
    loop {
        number += 1;
        match (old.next(), new.next()) {
            (None, None) => break,
            (before, after) if before == after => {}
            (before, after) => {
                told.extend(before.map(|row| format!("{number:3} - {row}")));
                told.extend(after.map(|row| format!("{number:3} + {row}")));
            }
        }
        if told.len() > SHOWN {
            told.push("    …".to_owned());
            break;
        }
    }
    told.join("\n")
}
