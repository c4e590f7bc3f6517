//! The bookmark file: read, and changed together with what other copies wrote meanwhile.
//!
//! Guarantees: no record of any copy is lost, also not of the copies that a tool for syncing laid beside the file;
//! broken lines, and a file that is no text at all, stand in a file of their own before anything is written; a file
//! that could not be read is not written. Never: a decision which record is newer; that is `bookmark`'s.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use super::copies;
use super::disk::{self, Age};
use crate::app::event::{Failure, FailureKind, StoreReport};
use crate::bookmark::{self, BrokenLine, Change, Collection};

/// The name of the file.
const FILE: &str = "bookmarks.jsonl";

/// The name of the file as it was before the last change.
const BACKUP: &str = "bookmarks.jsonl.bak";

/// The name of the lock between running copies.
const LOCK: &str = ".bookmarks.lock";

/// What a copy of a file with broken lines is called: before and after the time.
const BROKEN: (&str, &str) = ("bookmarks.broken-", ".jsonl");

/// What a conflict copy of the file is called: before and after what makes it one.
const COPY: (&str, &str) = ("bookmarks", ".jsonl");

/// The folder that conflict copies are moved to once they are merged.
const MERGED: &str = "bookmarks.merged";

/// How long another copy may hold the lock.
const PATIENCE: Duration = Duration::from_secs(2);

/// The bookmark file of a folder.
#[derive(Clone, Debug)]
pub struct BookmarkStore {
    folder: PathBuf,
    patience: Duration,
}

/// What is in the file.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// All that could be read.
    pub collection: Collection,
    /// The lines that could not.
    pub broken: Vec<BrokenLine>,
    bytes: Vec<u8>,
}

impl Contents {
    fn at(path: &Path) -> Result<Self, Failure> {
        let bytes = disk::read(path)?.unwrap_or_default();
        let (collection, broken) = bookmark::parse(&bytes);
        Ok(Self { collection, broken, bytes })
    }

    /// Whether nothing is a bookmark and not all is text.
    fn is_no_text(&self) -> bool {
        let text = !self.bytes.contains(&0) && std::str::from_utf8(&self.bytes).is_ok();
        self.collection == Collection::default() && !self.broken.is_empty() && !text
    }
}

impl BookmarkStore {
    /// The bookmark file of `folder`, which need not exist.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder, patience: PATIENCE }
    }

    /// The same, waiting no longer than this for another copy.
    #[must_use]
    pub fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Where the file is.
    pub fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// What is in the file, and nothing touched.
    ///
    /// # Errors
    /// A file that cannot be read, or in which nothing is a bookmark and not all is text.
    pub fn look(&self) -> Result<Contents, Failure> {
        let contents = Contents::at(&self.path())?;
        if contents.is_no_text() {
            let reason = format!("is not text; {BACKUP} beside it may be an older state");
            return Err(disk::failure(FailureKind::Binary, &self.path(), &reason));
        }
        Ok(contents)
    }

    /// The conflict copies of the file and what is in them, or why they cannot be merged.
    pub fn copies(&self) -> Vec<(PathBuf, Result<Contents, Failure>)> {
        let look = |path: PathBuf| {
            let contents = Contents::at(&path).and_then(|contents| {
                let no_text = || disk::failure(FailureKind::Binary, &path, &"is not text; it was left alone");
                if contents.is_no_text() { Err(no_text()) } else { Ok(contents) }
            });
            (path, contents)
        };
        copies::beside(&self.path(), COPY).into_iter().map(look).collect()
    }

    /// Reads the file. If it has broken lines, a copy of it is put aside, once. Conflict copies are merged into it;
    /// where that is not possible, what they hold is read, and they stay.
    ///
    /// # Errors
    /// See [`Self::look`].
    pub fn read(&self) -> Result<StoreReport, Failure> {
        let mut contents = self.look()?;
        let copies: Vec<Contents> = self.copies().into_iter().filter_map(|(_, copy)| copy.ok()).collect();
        if !copies.is_empty()
            && let Ok(report) = self.save(&[])
        {
            return Ok(report);
        }
        for copy in copies {
            contents.collection.merge(copy.collection);
        }
        let mut report = StoreReport { collection: contents.collection, ..StoreReport::default() };
        if !contents.broken.is_empty() {
            let aside = disk::put_aside(&contents.bytes, &self.folder, BROKEN);
            // Where it cannot be copied, the lines stand where they stood: nothing is written before they are safe.
            let place = aside.map_or_else(|_| self.path(), |aside| aside.path);
            report.broken = Some((contents.broken.len(), disk::shown(&place)));
        }
        Ok(report)
    }

    /// Makes these changes in the file, where what is there is not newer. The report is of all that is in
    /// it then; it names broken lines if they were put aside just now. A file that is no text, such as one full of
    /// zeros after a loss of power, is put aside like broken lines, since it would hold up every change for ever.
    ///
    /// # Errors
    /// A file that cannot be read or written, a lock that another copy holds. Nothing is changed then.
    pub fn save(&self, changes: &[(u64, Change)]) -> Result<StoreReport, Failure> {
        let report = self.update(|collection| {
            for (_, change) in changes {
                collection.merge_change(change.clone());
            }
        })?;
        Ok(StoreReport { saved: changes.iter().map(|(serial, _)| *serial).collect(), ..report })
    }

    /// Takes into the file what `other` has and the file has not, or not as new.
    ///
    /// # Errors
    /// See [`Self::save`].
    pub fn merge(&self, other: Collection) -> Result<StoreReport, Failure> {
        self.update(|collection| collection.merge(other))
    }

    /// Forgets at once the words of all deleted bookmarks, also in the backup. Gives how many had some, and what
    /// else may hold them: files that were put aside.
    ///
    /// # Errors
    /// See [`Self::save`].
    pub fn forget(&self) -> Result<(usize, Vec<PathBuf>), Failure> {
        let mut forgotten = 0;
        let report = self.update(|collection| forgotten = collection.forget_words(Timestamp::MAX))?;
        let backup = self.folder.join(BACKUP);
        if backup.exists() {
            disk::replace(&backup, report.collection.lines().as_bytes())?;
        }
        let mut aside = disk::named(&self.folder, BROKEN);
        aside.extend(Some(self.folder.join(MERGED)).filter(|folder| folder.exists()));
        Ok((forgotten, aside))
    }

    fn update(&self, change: impl FnOnce(&mut Collection)) -> Result<StoreReport, Failure> {
        let _lock = disk::lock(&self.folder, LOCK, self.patience)?;
        disk::sweep(&self.folder);
        let mut contents = Contents::at(&self.path())?;
        let mut copies = Vec::new();
        for (path, copy) in self.copies() {
            if let Ok(copy) = copy {
                contents.collection.merge(copy.collection);
                copies.push(path);
            }
        }
        change(&mut contents.collection);
        contents.collection.forget(Timestamp::now());
        let mut report = StoreReport::default();
        let text = contents.collection.lines();
        if text.as_bytes() != contents.bytes {
            report.broken = self.keep_old(&contents)?;
            disk::replace(&self.path(), text.as_bytes())?;
        }
        report.merged = self.put_away(&copies);
        report.collection = contents.collection;
        Ok(report)
    }

    /// Moves copies that are merged out of the way. One that cannot be moved is merged again, to no effect.
    fn put_away(&self, copies: &[PathBuf]) -> Option<(usize, String)> {
        let folder = self.folder.join(MERGED);
        let moved = copies.iter().filter(|copy| disk::put_away(copy, &folder).is_ok()).count();
        (moved > 0).then(|| (moved, disk::shown(&folder)))
    }

    /// Keeps the file as it is before it is replaced: as the backup, or aside if it has broken lines.
    fn keep_old(&self, contents: &Contents) -> Result<Option<(usize, String)>, Failure> {
        if contents.broken.is_empty() {
            if !contents.bytes.is_empty() {
                // A courtesy: where it fails, writing the file itself says so, or is worth more.
                let _ = disk::replace(&self.folder.join(BACKUP), &contents.bytes);
            }
            return Ok(None);
        }
        let aside = disk::put_aside(&contents.bytes, &self.folder, BROKEN)?;
        let told = (aside.is == Age::New).then(|| disk::shown(&aside.path));
        Ok(told.map(|path| (contents.broken.len(), path)))
    }
}
