//! The steps of work on files, and a way for tests to let the system fail at any of them.
//!
//! Guarantees: outside the unit tests every step passes and costs nothing. Never: a fault in a program.

/// A step at which the system may fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A folder is made.
    Folder,
    /// A lock is taken.
    Lock,
    /// A new file is made.
    Create,
    /// Bytes are written; half of them are in the file where it fails.
    Write,
    /// A file is given its owner and mode.
    Mode,
    /// A file's bytes are made to last.
    Sync,
    /// A file gets its name.
    Rename,
    /// A folder's names are made to last.
    SyncFolder,
}

/// Goes through a step.
///
/// # Errors
/// What a test asked for.
#[cfg(not(test))]
pub(super) const fn pass(_: Step) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(super) use tests::{failing, pass};

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::fs;
    use std::io;
    use std::path::Path;

    use jiff::Timestamp;
    use rustix::io::Errno;

    use super::Step;
    use crate::app::event::FailureKind;
    use crate::article::Anchor;
    use crate::bookmark::{self, Bookmark, Change, Collection, SourceRef};
    use crate::world::bookmarks::BookmarkStore;

    thread_local! {
        /// How many steps pass before one fails and with what.
        static FAULT: Cell<Option<(usize, Errno)>> = const { Cell::new(None) };
        /// The steps that were gone through.
        static PASSED: RefCell<Vec<Step>> = const { RefCell::new(Vec::new()) };
    }

    pub(in crate::world) fn pass(step: Step) -> io::Result<()> {
        PASSED.with_borrow_mut(|passed| passed.push(step));
        match FAULT.take() {
            Some((0, errno)) => Err(io::Error::from_raw_os_error(errno.raw_os_error())),
            Some((left, errno)) => {
                FAULT.set(Some((left - 1, errno)));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Does `work` while the step after `passing` others fails. Gives the step, if it came to it.
    pub(in crate::world) fn failing<T>(
        passing: usize,
        errno: Errno,
        work: impl FnOnce() -> T,
    ) -> (Option<Step>, T) {
        PASSED.take();
        FAULT.set(Some((passing, errno)));
        let done = work();
        let failed = FAULT.take().is_none();
        (PASSED.take().get(passing).copied().filter(|_| failed), done)
    }

    fn put(id: &str, note: &str, second: i64) -> Change {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mark =
            Bookmark::new(id.to_owned(), SourceRef::default(), "渡口".to_owned(), Anchor::default(), at(0));
        Change::put(Bookmark { note: note.to_owned(), updated: at(second), ..mark })
    }

    /// What is in the file; it must be one.
    fn contents(folder: &Path) -> Collection {
        let bytes = fs::read(folder.join("bookmarks.jsonl")).unwrap_or_default();
        let (collection, broken) = bookmark::parse(&bytes);
        assert!(broken.is_empty(), "{broken:?}");
        collection
    }

    /// How many files are left that were to be renamed.
    fn left_over(folder: &Path) -> usize {
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries
            .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "tmp"))
            .count()
    }

    /// What was in the folder before: nothing, bookmarks, and what has to be put aside first.
    const BEFORE: [&[(&str, &str)]; 4] = [
        &[],
        &[("bookmarks.jsonl", "")],
        &[("bookmarks.jsonl", "{broken\n")],
        &[("bookmarks.jsonl", ""), ("bookmarks (1).jsonl", "")],
    ];

    /// Every step of a save fails once, with every error, from every state: nothing that was there is lost, what is
    /// told as saved is there, and the next try puts it right.
    #[test]
    fn whichever_step_fails_nothing_is_lost() {
        let mut seen: Vec<Step> = Vec::new();
        let errors = [Errno::NOSPC, Errno::IO, Errno::ROFS, Errno::DQUOT];
        for (state, errno) in BEFORE.iter().flat_map(|state| errors.map(|errno| (state, errno))) {
            for passing in 0.. {
                let outer = tempfile::tempdir().unwrap();
                // Not there yet where nothing is in it.
                let folder = outer.path().join("config");
                let mut old = Collection::default();
                for (number, (name, more)) in state.iter().enumerate() {
                    fs::create_dir_all(&folder).unwrap();
                    let mut one = Collection::default();
                    one.merge_change(put(&format!("old {number}"), "旧", 1));
                    fs::write(folder.join(name), format!("{more}{}", one.lines())).unwrap();
                    old.merge(one);
                }
                let store = BookmarkStore::new(folder.clone());
                let change = put("new", "新", 2);
                let (step, done) = failing(passing, errno, || store.save(&[(1, change.clone())]));
                let Some(step) = step else {
                    assert!(done.is_ok() && passing > 0);
                    break;
                };
                seen.push(step);
                let told = format!("{step:?} after {passing} steps, {errno:?}, {state:?}");
                assert_eq!(left_over(&folder), 0, "{told}");
                match &done {
                    Ok(report) => {
                        assert_eq!(report.saved, [1], "{told}");
                        assert!(contents(&folder).get("new").is_some(), "{told}");
                    }
                    Err(failure) => {
                        assert_eq!(failure.kind, FailureKind::Unwritable, "{told}: {failure}");
                        assert!(!failure.reason.contains("os error"), "{told}: {failure}");
                    }
                }
                let report = store.save(&[(1, change.clone())]).unwrap();
                old.merge_change(change.clone());
                assert_eq!(report.collection, old, "{told}");
                assert_eq!(contents(&folder), old, "{told}");
            }
        }
        for step in [
            Step::Folder,
            Step::Lock,
            Step::Create,
            Step::Write,
            Step::Mode,
            Step::Sync,
            Step::Rename,
            Step::SyncFolder,
        ] {
            assert!(seen.contains(&step), "{step:?} was never reached");
        }
    }
}
