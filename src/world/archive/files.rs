//! The files of an archive: their names, and reading at a place.
//!
//! Guarantees: a file that shrinks is an error where it is read. Never: a memory map.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use crate::index::ReadAt;

/// The manifest's name.
pub(super) const MANIFEST: &str = "MANIFEST";

/// The name of the lock between writers.
pub(super) const LOCK: &str = ".lock";

/// Where the texts of a batch are.
pub(super) fn texts(folder: &Path, id: u32) -> PathBuf {
    folder.join(format!("text.{id}"))
}

/// Where a segment is.
pub(super) fn segment(folder: &Path, id: u32) -> PathBuf {
    folder.join(format!("seg.{id}"))
}

/// An open file that is read at places.
#[derive(Debug)]
pub(super) struct At(pub(super) File);

impl At {
    /// Opens a file; gives how many bytes it has, too.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn open(path: &Path) -> io::Result<(Self, u64)> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        Ok((Self(file), size))
    }
}

#[cfg(unix)]
impl ReadAt for At {
    fn read_at(&self, offset: u64, to: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.0, to, offset)
    }
}

#[cfg(windows)]
impl ReadAt for At {
    fn read_at(&self, mut offset: u64, mut to: &mut [u8]) -> io::Result<()> {
        while !to.is_empty() {
            let read = std::os::windows::fs::FileExt::seek_read(&self.0, to, offset)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            offset += read as u64;
            to = to.split_at_mut(read).1;
        }
        Ok(())
    }
}
