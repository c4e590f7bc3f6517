//! The files of an archive: their names, and reading at a place.
//!
//! Guarantees: a file that shrinks is an error where it is read; of many files no more are held open than the system has room
//! for. Never: a memory map.

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

/// A file that is read at places.
#[derive(Debug)]
pub(super) enum At {
    /// It is held open: whoever takes it away takes nothing from us.
    Held(File),
    /// It is opened for each read.
    Named(PathBuf),
}

impl At {
    /// Opens a file; gives how many bytes it has, too.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn open(path: &Path) -> io::Result<(Self, u64)> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        Ok((Self::Held(file), size))
    }
}

impl ReadAt for At {
    fn read_at(&self, offset: u64, to: &mut [u8]) -> io::Result<()> {
        match self {
            Self::Held(file) => read_from(file, offset, to),
            Self::Named(path) => read_from(&File::open(path)?, offset, to),
        }
    }
}

/// How many more files may be held open.
#[derive(Debug)]
pub(super) struct Room(u64);

impl Room {
    /// A fourth of what the system allows: another archive may be open beside, and the program needs files of its own.
    pub(super) fn new() -> Self {
        Self(allowed() / 4)
    }

    /// Opens a file, and holds it where there is room.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn open(&mut self, path: &Path) -> io::Result<(At, u64)> {
        let (at, size) = At::open(path)?;
        let room = self.0.checked_sub(1);
        self.0 = room.unwrap_or_default();
        Ok((if room.is_some() { at } else { At::Named(path.to_owned()) }, size))
    }
}

/// How many files a process may have open.
#[cfg(unix)]
fn allowed() -> u64 {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}

#[cfg(not(unix))]
const fn allowed() -> u64 {
    u64::MAX
}

/// Whether an error is of the moment and says nothing of the file: too many are open, or memory is short.
#[cfg(unix)]
pub(super) fn is_passing(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let passing = [Errno::MFILE, Errno::NFILE, Errno::NOMEM].map(Errno::raw_os_error);
    error.raw_os_error().is_some_and(|code| passing.contains(&code))
}

#[cfg(not(unix))]
pub(super) fn is_passing(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::OutOfMemory
}

#[cfg(unix)]
fn read_from(file: &File, offset: u64, to: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, to, offset)
}

#[cfg(windows)]
fn read_from(file: &File, mut offset: u64, mut to: &mut [u8]) -> io::Result<()> {
    while !to.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, to, offset)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        offset += read as u64;
        to = to.split_at_mut(read).1;
    }
    Ok(())
}
