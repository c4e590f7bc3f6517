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
    use crate::app::event::{Failure, FailureKind, StoreReport};
    use crate::article::Anchor;
    use crate::bookmark::{self, Bookmark, Change, Collection, SourceRef};
    use crate::world::bookmarks::BookmarkStore;
    use crate::world::exchange;

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

    /// What is in the file; all of it must be bookmarks.
    fn contents(folder: &Path) -> Collection {
        let bytes = fs::read(folder.join("bookmarks.jsonl")).unwrap_or_default();
        let (collection, broken) = bookmark::parse(&bytes);
        assert!(broken.is_empty(), "{broken:?}");
        collection
    }

    /// What is in the file, which may be as it was with its broken lines.
    fn contents_with_broken(folder: &Path) -> Collection {
        bookmark::parse(&fs::read(folder.join("bookmarks.jsonl")).unwrap_or_default()).0
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

    /// What is done to the bookmarks: one is new, one is another, one goes.
    fn changes() -> [Change; 3] {
        let at = Timestamp::from_second(2).unwrap();
        [put("new", "新", 2), put("old 0", "改", 2), Change::Delete { id: "old 0".to_owned(), at }]
    }

    /// The ways in which a change comes into the file.
    type Way = fn(&BookmarkStore, Change) -> Result<StoreReport, Failure>;

    fn save(store: &BookmarkStore, change: Change) -> Result<StoreReport, Failure> {
        store.save(&[(1, change)])
    }

    /// As an import does.
    fn merge(store: &BookmarkStore, change: Change) -> Result<StoreReport, Failure> {
        let mut other = Collection::default();
        other.merge_change(change);
        store.merge(other)
    }

    /// A folder in this state, which is not there yet where nothing is in it; what is in its file, and in all.
    fn prepared(folder: &Path, state: &[(&str, &str)]) -> (Collection, Collection) {
        let (mut first, mut all) = (None, Collection::default());
        for (number, (name, more)) in state.iter().enumerate() {
            fs::create_dir_all(folder).unwrap();
            let mut one = Collection::default();
            one.merge_change(put(&format!("old {number}"), "旧", 1));
            fs::write(folder.join(name), format!("{more}{}", one.lines())).unwrap();
            first = first.or(Some(one.clone()));
            all.merge(one);
        }
        (first.unwrap_or_default(), all)
    }

    /// Lets every step of this work fail once: the file is the old one or the new one, what is told as saved is there,
    /// and the next try puts it right. Gives the steps.
    fn check(errno: Errno, state: &[(&str, &str)], way: Way, change: &Change) -> Vec<Step> {
        let mut seen = Vec::new();
        for passing in 0.. {
            let outer = tempfile::tempdir().unwrap();
            let folder = outer.path().join("config");
            let (first, mut all) = prepared(&folder, state);
            all.merge_change(change.clone());
            let store = BookmarkStore::new(folder.clone());
            let (step, done) = failing(passing, errno, || way(&store, change.clone()));
            let Some(step) = step else {
                assert!(done.is_ok() && passing > 0);
                break;
            };
            seen.push(step);
            let told = format!("{step:?} after {passing} steps, {errno:?}, {state:?}, {change:?}");
            assert_eq!(left_over(&folder), 0, "{told}");
            match &done {
                Ok(_) => assert_eq!(contents(&folder), all, "{told}"),
                Err(failure) => {
                    assert_eq!(failure.kind, FailureKind::Unwritable, "{told}: {failure}");
                    assert!(!failure.reason.contains("os error"), "{told}: {failure}");
                    let is = contents_with_broken(&folder);
                    assert!(is == first || is == all, "{told}: {is:?}");
                }
            }
            let report = way(&store, change.clone()).unwrap();
            assert_eq!((report.collection, contents(&folder)), (all.clone(), all), "{told}");
        }
        seen
    }

    /// Adding, editing, deleting, saved and imported, from every state.
    #[test]
    fn whichever_step_fails_nothing_is_lost() {
        let mut seen: Vec<Step> = Vec::new();
        for state in BEFORE {
            for errno in [Errno::NOSPC, Errno::IO, Errno::ROFS, Errno::DQUOT] {
                seen.extend(check(errno, state, save, &changes()[0]));
            }
            for (change, errno) in changes().iter().zip([Errno::IO, Errno::NOSPC, Errno::IO]) {
                seen.extend(check(errno, state, merge, change));
                seen.extend(check(Errno::NOSPC, state, save, change));
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

    /// A file that is exported is whole or not there, and one that is there stays.
    #[test]
    fn whichever_step_fails_no_half_file_is_exported() {
        for errno in [Errno::NOSPC, Errno::IO] {
            for passing in 0.. {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("marks.md");
                let (step, done) = failing(passing, errno, || exchange::write(&path, "# 渡口\n"));
                let text = fs::read_to_string(&path).ok();
                assert!(text.is_none_or(|text| text == "# 渡口\n"), "{step:?}");
                assert_eq!(left_over(folder.path()), 0, "{step:?}");
                assert_eq!(done.is_err(), step.is_some(), "{step:?}");
                if step.is_none() {
                    assert!(passing > 3 && path.exists());
                    break;
                }
            }
        }
    }
}
