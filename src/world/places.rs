//! The file of reading places: read, and written together with what other copies wrote meanwhile.
//!
//! Guarantees: the newer of two places stays, whoever writes last; a broken file is kept aside and told. Never: a
//! file of a later version overwritten.

use std::path::PathBuf;
use std::time::Duration;

use super::disk;
use crate::app::event::{Failure, FailureKind};
use crate::library::{Places, PlacesError};

/// The name of the file.
const FILE: &str = "places.json";

/// The name of the lock between running copies.
const LOCK: &str = ".places.lock";

/// What a broken file is called: before and after the time.
const BROKEN: (&str, &str) = ("places.broken-", ".json");

/// How long another copy may hold the lock.
const PATIENCE: Duration = Duration::from_secs(2);

/// The file of reading places of a folder.
#[derive(Clone, Debug)]
pub struct PlacesStore {
    folder: PathBuf,
}

impl PlacesStore {
    /// The file of `folder`, which need not exist.
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where the file is.
    pub fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// Reads the file.
    ///
    /// # Errors
    /// A file that cannot be read, is of a later version, or is broken; the last is moved aside, so that it is told
    /// once.
    pub fn read(&self) -> Result<Places, Failure> {
        match self.look()? {
            Contents::Places(places, _) => Ok(places),
            Contents::Broken(..) => {
                let _lock = disk::lock(&self.folder, LOCK, PATIENCE)?;
                // Looked at again: another copy may have moved it and written a new one.
                match self.look()? {
                    Contents::Places(places, _) => Ok(places),
                    Contents::Broken(reason, bytes) => {
                        let told = self.put_aside(&reason, &bytes)?;
                        disk::replace(&self.path(), Places::default().write().as_bytes())?;
                        Err(told)
                    }
                }
            }
        }
    }

    /// Writes these places, and those of the file that are newer or of other articles.
    ///
    /// # Errors
    /// A file that cannot be read or written, a lock that another copy holds, a file of a later version: nothing is
    /// written then. A broken file is moved aside and told as a failure after the places were written.
    pub fn save(&self, places: &Places) -> Result<(), Failure> {
        let _lock = disk::lock(&self.folder, LOCK, PATIENCE)?;
        disk::sweep(&self.folder);
        let (mut merged, bytes, told) = match self.look()? {
            Contents::Places(known, bytes) => (known, bytes, Ok(())),
            Contents::Broken(reason, bytes) => {
                (Places::default(), Vec::new(), Err(self.put_aside(&reason, &bytes)?))
            }
        };
        merged.merge(places.clone());
        let text = merged.write();
        if text.as_bytes() != bytes {
            disk::replace(&self.path(), text.as_bytes())?;
        }
        told
    }

    fn look(&self) -> Result<Contents, Failure> {
        let path = self.path();
        let bytes = disk::read(&path)?.unwrap_or_default();
        match Places::parse(&bytes) {
            Ok(places) => Ok(Contents::Places(places, bytes)),
            Err(PlacesError::Broken(error)) => Ok(Contents::Broken(error.to_string(), bytes)),
            Err(error @ PlacesError::Newer) => Err(disk::failure(FailureKind::Unwritable, &path, &error)),
        }
    }

    /// Keeps the broken file aside; what is to be told about it.
    fn put_aside(&self, reason: &str, bytes: &[u8]) -> Result<Failure, Failure> {
        let path = self.path();
        let aside = disk::put_aside(bytes, &self.folder, BROKEN)?;
        let name = aside.path.file_name().unwrap_or_default().to_string_lossy();
        let told = format!("is broken ({reason}); it is {name} now, and places begin anew");
        Ok(disk::failure(FailureKind::Unreadable, &path, &told))
    }
}

/// What is in the file.
enum Contents {
    /// Places, and the bytes they were read from.
    Places(Places, Vec<u8>),
    /// Nothing that can be read: why, and the bytes.
    Broken(String, Vec<u8>),
}
