//! Files that the reader names, to take bookmarks from or to put them in.
//!
//! Guarantees: a file that is there stays as it is; a new one appears whole or not at all. Never: a file that was not
//! named.

use std::path::Path;

use super::disk;
use super::export::ExportError;
use crate::app::event::{Failure, FailureKind};

/// The bytes of a file.
///
/// # Errors
/// What is not there, is no file, may not be read, or is too large.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    disk::read(path)?.ok_or_else(|| disk::failure(FailureKind::Missing, path, &"there is no such file"))
}

/// Puts `text` in a new file at `path`.
///
/// # Errors
/// What is there already, and whatever the system refuses.
pub fn write(path: &Path, text: &str) -> Result<(), ExportError> {
    match disk::put_new(path, text.as_bytes()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(ExportError::Exists(path.to_owned()))
        }
        Err(error) => Err(ExportError::Unwritable(path.to_owned(), error)),
    }
}
