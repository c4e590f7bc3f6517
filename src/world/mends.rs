//! The file of corrections: read, and changed together with what other copies wrote meanwhile.
//!
//! Guarantees: no correction of any copy is lost; a file with broken lines is copied aside before anything is
//! written; a file that could not be read is not written. Never: a page, nor a decision about one.

use std::path::PathBuf;
use std::time::Duration;

use super::disk::{self, Age};
use crate::app::event::{Failure, FailureKind};
use crate::mend::{Change, Correction, Mends};

/// The name of the file.
const FILE: &str = "corrections.jsonl";

/// The name of the file as it was before the last change.
const BACKUP: &str = "corrections.jsonl.bak";

/// The name of the lock between running copies.
const LOCK: &str = ".corrections.lock";

/// What a copy of a file with broken lines is called: before and after the time.
const BROKEN: (&str, &str) = ("corrections.broken-", ".jsonl");

/// How long another copy may hold the lock.
const PATIENCE: Duration = Duration::from_secs(2);

/// The file of corrections of a folder.
#[derive(Clone, Debug)]
pub struct MendStore {
    folder: PathBuf,
}

/// What is in the file.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// All that could be read.
    pub mends: Mends,
    /// What is wrong with the rest, where something is.
    pub told: Option<Failure>,
    broken: usize,
    bytes: Vec<u8>,
}

impl MendStore {
    /// The file of `folder`, which need not exist.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where the file is.
    pub fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// What is in the file, and nothing touched.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn look(&self) -> Result<Contents, Failure> {
        let bytes = disk::read(&self.path())?.unwrap_or_default();
        let (mends, broken) = Mends::parse(&bytes);
        let told = (broken > 0).then(|| self.broken(broken, "the other lines are used"));
        Ok(Contents { mends, told, broken, bytes })
    }

    /// Reads the file. If it has broken lines, a copy of it is put aside and told, once.
    ///
    /// # Errors
    /// See [`Self::look`].
    pub fn read(&self) -> Result<Contents, Failure> {
        let mut contents = self.look()?;
        if contents.broken > 0 {
            contents.told = match disk::put_aside(&contents.bytes, &self.folder, BROKEN) {
                Ok(aside) => self.told(contents.broken, &aside),
                // The lines stand where they stood: nothing is written before they are safe.
                Err(_) => contents.told,
            };
        }
        Ok(contents)
    }

    /// Makes a change to the corrections of the dump with the hash `dump`, whose page is called `page`. Gives what
    /// corrections it has then.
    ///
    /// # Errors
    /// A file that cannot be read or written, a lock that another copy holds. Nothing is changed then.
    pub fn change(&self, dump: &str, page: &str, change: Change) -> Result<Vec<Correction>, Failure> {
        let _lock = disk::lock(&self.folder, LOCK, PATIENCE)?;
        disk::sweep(&self.folder);
        let mut contents = self.look()?;
        contents.mends.change(dump, page, change);
        let text = contents.mends.write();
        if text.as_bytes() != contents.bytes {
            if contents.broken > 0 {
                disk::put_aside(&contents.bytes, &self.folder, BROKEN)?;
            } else if !contents.bytes.is_empty() {
                // A courtesy: where it fails, writing the file itself says so, or is worth more.
                let _ = disk::replace(&self.folder.join(BACKUP), &contents.bytes);
            }
            disk::replace(&self.path(), text.as_bytes())?;
        }
        Ok(contents.mends.of(dump))
    }

    fn told(&self, broken: usize, aside: &disk::Aside) -> Option<Failure> {
        let name = aside.path.file_name().unwrap_or_default().to_string_lossy();
        (aside.is == Age::New).then(|| self.broken(broken, &format!("a copy is {name}, the others are used")))
    }

    fn broken(&self, broken: usize, then: &str) -> Failure {
        let reason = format!("broken lines: {broken}; {then}");
        disk::failure(FailureKind::Unreadable, &self.path(), &reason)
    }
}
