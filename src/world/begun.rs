//! A large file of ours, written piece by piece.
//!
//! Guarantees: nobody finds it under its name before it is whole and lasts; one that is given up is gone. Never: more of it in
//! memory than is being written.

use std::fs::File;
use std::io;
use std::path::Path;

use super::disk::{sync, sync_folder, temporary};
use super::faults::{Step, pass};

/// Begins a file that is gone again unless it is given a name by [`Begun::finish`].
///
/// # Errors
/// The system's words.
pub(super) fn begin(folder: &Path) -> io::Result<Begun> {
    Ok(Begun(temporary(folder)?))
}

/// A file of ours that is written piece by piece; nobody finds it before it is whole.
#[derive(Debug)]
pub(super) struct Begun(tempfile::NamedTempFile);

impl Begun {
    /// Makes it last under the name `path`.
    ///
    /// # Errors
    /// The system's words; there is no such file then.
    pub(super) fn finish(self, path: &Path) -> io::Result<File> {
        sync(&self.0)?;
        pass(Step::Rename)?;
        let file = self.0.persist(path).map_err(|error| error.error)?;
        sync_folder(path.parent().unwrap_or(Path::new("")))?;
        Ok(file)
    }
}

impl io::Write for Begun {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        pass(Step::Write)?;
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
