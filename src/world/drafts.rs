//! The note that is being written, kept for the case that the program is killed.
//!
//! Guarantees: a draft stands in a file of its own, under a lock that goes with the process; a draft whose writer is gone is
//! found by the next start. Never: a draft taken from a copy that is at work.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk::{self, Lock};
use crate::app::event::Failure;
use crate::bookmark::{self, Change, Collection};

/// What a draft and its lock are called: before and after what makes them unique.
const DRAFT: (&str, &str) = ("note-", ".jsonl");
const LOCK: &str = "lock";

/// The drafts of a folder.
#[derive(Debug)]
pub(super) struct Drafts {
    folder: PathBuf,
    own: Option<Draft>,
}

/// A draft and the right to touch it.
#[derive(Debug)]
struct Draft {
    path: PathBuf,
    _lock: Lock,
}

impl Draft {
    fn at(path: PathBuf) -> Result<Self, Failure> {
        let lock = path.with_extension(LOCK);
        let name = lock.file_name().unwrap_or_default().to_string_lossy();
        let folder = lock.parent().unwrap_or(Path::new(""));
        Ok(Self { _lock: disk::lock(folder, &name, std::time::Duration::ZERO)?, path })
    }

    /// Takes it away. What stays is found again, to no effect.
    fn remove(self) {
        for path in [&self.path, &self.path.with_extension(LOCK)] {
            let _ = fs::remove_file(path);
        }
    }
}

/// Drafts whose writers are gone.
#[derive(Debug, Default)]
pub(super) struct Left {
    drafts: Vec<Draft>,
    /// The changes that would write the notes.
    pub(super) notes: Collection,
}

impl Left {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.notes.len()
    }

    /// Takes them away, because the notes are kept.
    pub(super) fn remove(self) {
        self.drafts.into_iter().for_each(Draft::remove);
    }
}

impl Drafts {
    /// The drafts of `folder`, which need not exist.
    pub(super) const fn new(folder: PathBuf) -> Self {
        Self { folder, own: None }
    }

    /// Keeps the note that is written now.
    ///
    /// # Errors
    /// What could not be written.
    pub(super) fn keep(&mut self, change: Change) -> Result<(), Failure> {
        let own = if let Some(own) = self.own.take() {
            own
        } else {
            let name = format!("{}{}{}", DRAFT.0, uuid::Uuid::now_v7(), DRAFT.1);
            Draft::at(self.folder.join(name))?
        };
        let mut one = Collection::default();
        one.merge_change(change);
        let path = &self.own.insert(own).path;
        disk::replace(path, one.lines().as_bytes())
    }

    /// No note is written any more.
    pub(super) fn end(&mut self) {
        if let Some(own) = self.own.take() {
            own.remove();
        }
    }

    /// The drafts whose writers are gone.
    pub(super) fn left(&self) -> Left {
        let mut left = Left::default();
        disk::sweep(&self.folder);
        for lock in disk::named(&self.folder, (DRAFT.0, ".lock")) {
            // A copy that is at work has the lock.
            let Ok(draft) = Draft::at(lock.with_extension("jsonl")) else { continue };
            let (notes, broken) =
                bookmark::parse(&disk::read(&draft.path).ok().flatten().unwrap_or_default());
            if broken.is_empty() && notes.is_empty() {
                // Its writer was killed before anything was written.
                draft.remove();
            } else if broken.is_empty() {
                left.notes.merge(notes);
                left.drafts.push(draft);
            }
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use jiff::Timestamp;
    use tempfile::tempdir;

    use super::Drafts;
    use crate::article::Anchor;
    use crate::bookmark::{Bookmark, Change, SourceRef};

    fn note(id: &str, text: &str) -> Change {
        let now = Timestamp::UNIX_EPOCH;
        let mark = Bookmark::new(id.to_owned(), SourceRef::default(), String::new(), Anchor::default(), now);
        Change::put(Bookmark { note: text.to_owned(), ..mark })
    }

    #[test]
    fn a_draft_is_found_once_its_writer_is_gone() {
        let outer = tempdir().unwrap();
        let folder = outer.path().join("notes");
        let names = || fs::read_dir(&folder).unwrap().count();
        let later = Drafts::new(folder.clone());
        assert_eq!(later.left().len(), 0, "a folder that is not there");
        let mut writer = Drafts::new(folder.clone());
        writer.keep(note("a", "写")).unwrap();
        writer.keep(note("a", "写到一半")).unwrap();
        assert_eq!((later.left().len(), names()), (0, 2), "it is at work");
        drop(writer);
        let left = later.left();
        assert_eq!(left.notes.get("a").unwrap().note, "写到一半");
        left.remove();
        assert_eq!((later.left().len(), names()), (0, 0));
        fs::write(folder.join("note-y.lock"), "").unwrap();
        assert_eq!((later.left().len(), names()), (0, 0), "a lock and nothing written");
    }

    #[test]
    fn a_draft_goes_with_its_box_and_what_is_none_stays() {
        let folder = tempdir().unwrap();
        let mut writer = Drafts::new(folder.path().to_owned());
        writer.end();
        writer.keep(note("a", "写")).unwrap();
        writer.end();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        let other = folder.path().join("note-x.jsonl");
        fs::write(&other, "{broken").unwrap();
        let left = writer.left();
        assert_eq!(left.len(), 0);
        left.remove();
        assert!(other.exists());
    }
}
