//! Conflict copies: what tools that sync files lay beside a file when it was changed in two places.
//!
//! Guarantees: a copy is moved, with all that is in it, only after what it holds is in the file. Never: a copy deleted
//! or written; a symbolic link, a folder or a file of another name taken for one.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk;

/// Whether a file called `name` is a conflict copy of one called `stem` and `ending`.
///
/// Syncthing, Dropbox, Nextcloud, Google Drive and macOS name them so.
pub(super) fn is_copy(name: &str, (stem, ending): (&str, &str)) -> bool {
    let Some(middle) = name.strip_prefix(stem).and_then(|rest| rest.strip_suffix(ending)) else {
        return false;
    };
    let inside = middle.trim_start();
    let in_brackets = inside.len() < middle.len() || middle.starts_with('(');
    middle.starts_with(".sync-conflict-")
        || middle.starts_with("_conflict-")
        || in_brackets && inside.starts_with('(') && inside.ends_with(')')
        || middle
            .strip_prefix(' ')
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The conflict copies of the file at `path`: beside it, and beside the file that a symbolic link there leads to.
pub(super) fn beside(path: &Path, parts: (&str, &str)) -> Vec<PathBuf> {
    let mut folders = vec![path.parent().map(Path::to_path_buf).unwrap_or_default()];
    if let Ok(target) = disk::target(path)
        && let Some(folder) = target.parent()
        && folder != folders[0]
    {
        folders.push(folder.to_owned());
    }
    let mut found = Vec::new();
    for entry in folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
        let is_named = entry.file_name().to_str().is_some_and(|name| is_copy(name, parts));
        // Of the entry itself: where a link leads is nobody's conflict.
        if is_named && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            found.push(entry.path());
        }
    }
    // The order in which a folder is read means nothing.
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::is_copy;

    #[test]
    fn a_conflict_copy_is_known_by_its_name() {
        for (name, want) in [
            ("bookmarks.sync-conflict-20260503-193000-ABCDEFG.jsonl", true),
            ("bookmarks (Lin's conflicted copy 2026-05-03).jsonl", true),
            ("bookmarks (林的冲突副本).jsonl", true),
            ("bookmarks (1).jsonl", true),
            ("bookmarks(1).jsonl", true),
            ("bookmarks 2.jsonl", true),
            ("bookmarks_conflict-20260503-193000.jsonl", true),
            ("bookmarks.jsonl", false),
            ("bookmarks.jsonl.bak", false),
            ("bookmarks.broken-20260503T193000Z.jsonl", false),
            ("bookmarks-old.jsonl", false),
            ("bookmarks old.jsonl", false),
            ("bookmarks .jsonl", false),
            ("bookmarks (1).json", false),
            ("my bookmarks (1).jsonl", false),
        ] {
            assert_eq!(is_copy(name, ("bookmarks", ".jsonl")), want, "{name}");
        }
    }
}
