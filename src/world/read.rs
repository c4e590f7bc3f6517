//! Reading of inputs: files, folders, pipes. The only place that opens what the reader names.
//!
//! Guarantees: an endless or huge input ends in an error and not in a full memory; a folder is walked in the order
//! of its paths, without hidden files, and each folder once. Never: a device, a write.

use std::collections::HashSet;
use std::fs::{self, DirEntry, File, FileType};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The most bytes that an input may have: 1 GiB.
pub const LIMIT: u64 = 1 << 30;

/// Why an input could not be read. The path is the one that was asked for.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No such file or folder.
    #[error("{0}: there is no such file; check the name, or give a folder")]
    Missing(PathBuf),
    /// The system refuses.
    #[error("{0}: may not be read; its permissions do not allow it (ls -l shows them)")]
    Denied(PathBuf),
    /// A device or a socket.
    #[error("{0}: is neither a file, a folder nor a pipe; copy what you want to read into a file")]
    Device(PathBuf),
    /// More than [`LIMIT`].
    #[error("{0}: is larger than 1 GiB; split it first")]
    TooLarge(PathBuf),
    /// A folder without anything to read.
    #[error("{0}: the folder holds no file that can be read")]
    EmptyFolder(PathBuf),
    /// Anything else.
    #[error("{0}: could not be read: {1}")]
    Io(PathBuf, io::Error),
}

impl ReadError {
    fn from(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing(path.to_owned()),
            io::ErrorKind::PermissionDenied => Self::Denied(path.to_owned()),
            _ => Self::Io(path.to_owned(), error),
        }
    }
}

/// All bytes of a regular file or a pipe; `-` is standard input.
///
/// # Errors
/// What cannot be read, is no file, or is larger than [`LIMIT`].
pub fn read_input(path: &Path) -> Result<Vec<u8>, ReadError> {
    read_input_telling(path, 0, |_, _| ())
}

/// All bytes as [`read_input`] has them; before the rest is read, `told` is given the first `first` bytes of a regular
/// file and how many bytes it has in all. Of what has no length that is known beforehand it is given all, at the end.
///
/// # Errors
/// What cannot be read, is no file, or is larger than [`LIMIT`].
pub fn read_input_telling(
    path: &Path,
    first: usize,
    told: impl FnOnce(&[u8], usize),
) -> Result<Vec<u8>, ReadError> {
    if path == Path::new("-") {
        return read_all(path, io::stdin().lock(), (0, first), told);
    }
    // Looked at before it is opened: opening some devices acts on them.
    let kind = fs::metadata(path).map_err(|error| ReadError::from(path, error))?;
    if !kind.is_file() && !is_pipe(kind.file_type()) {
        return Err(ReadError::Device(path.to_owned()));
    }
    if kind.len() > LIMIT {
        return Err(ReadError::TooLarge(path.to_owned()));
    }
    let file = File::open(path).map_err(|error| ReadError::from(path, error))?;
    read_all(path, file, (usize::try_from(kind.len()).unwrap_or(0), first), told)
}

fn read_all(
    path: &Path,
    from: impl io::Read,
    (expected, first): (usize, usize),
    told: impl FnOnce(&[u8], usize),
) -> Result<Vec<u8>, ReadError> {
    let failed = |error| ReadError::from(path, error);
    let mut bytes = Vec::with_capacity(expected.saturating_add(1));
    let mut from = from.take(LIMIT + 1);
    if expected > first {
        from.by_ref().take(first as u64).read_to_end(&mut bytes).map_err(failed)?;
        told(&bytes, expected);
        from.read_to_end(&mut bytes).map_err(failed)?;
    } else {
        from.read_to_end(&mut bytes).map_err(failed)?;
        told(&bytes, bytes.len());
    }
    if bytes.len() as u64 > LIMIT { Err(ReadError::TooLarge(path.to_owned())) } else { Ok(bytes) }
}

#[cfg(unix)]
fn is_pipe(kind: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    kind.is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: FileType) -> bool {
    false
}

/// The files that `path` stands for: itself, or for a folder all files below it that `known` accepts, by path. Where
/// they are no longer `wanted`, those found so far.
///
/// # Errors
/// A path that does not exist, a folder that cannot be listed or holds nothing to read.
pub fn expand(
    path: &Path,
    known: impl Fn(&Path) -> bool,
    wanted: &dyn Fn() -> bool,
) -> Result<Vec<PathBuf>, ReadError> {
    if path == Path::new("-") {
        return Ok(vec![path.to_owned()]);
    }
    if !fs::metadata(path).map_err(|error| ReadError::from(path, error))?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    // What is to be done, the next at the end.
    let mut waiting = vec![(path.to_owned(), Kind::Folder)];
    while let Some((next, kind)) = waiting.pop().filter(|_| wanted()) {
        if kind == Kind::File {
            found.push(next);
            continue;
        }
        // A folder reached a second time, through a symbolic link, is left out: links may form a loop.
        if !fs::canonicalize(&next).is_ok_and(|real| seen.insert(real)) {
            continue;
        }
        let entries = match fs::read_dir(&next) {
            Ok(entries) => entries,
            Err(error) if next == path => return Err(ReadError::from(path, error)),
            Err(_) => continue,
        };
        let entries = entries.flatten().take_while(|_| wanted());
        let mut names: Vec<_> =
            entries.filter_map(|entry| Some((entry.file_name(), kind_of(&entry)?))).collect();
        names.sort_unstable_by(|one, other| other.0.cmp(&one.0));
        let inside = names.into_iter().map(|(name, kind)| (next.join(name), kind));
        waiting.extend(inside.filter(|(inside, kind)| *kind == Kind::Folder || known(inside)));
    }
    let empty = found.is_empty() && wanted();
    if empty { Err(ReadError::EmptyFolder(path.to_owned())) } else { Ok(found) }
}

/// What a walk goes on with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
}

/// What stands in a folder, if it is not hidden; only a link costs a look at what it leads to.
fn kind_of(entry: &DirEntry) -> Option<Kind> {
    if entry.file_name().as_encoded_bytes().starts_with(b".") {
        return None;
    }
    let mut kind = entry.file_type().ok()?;
    if kind.is_symlink() {
        kind = fs::metadata(entry.path()).ok()?.file_type();
    }
    if kind.is_dir() { Some(Kind::Folder) } else { kind.is_file().then_some(Kind::File) }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fs;
    use std::io::{self, Cursor, Read};
    use std::path::Path;

    use super::{ReadError, expand, read_all};

    /// A disk that goes away.
    struct Gone;

    impl Read for Gone {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::NotConnected.into())
        }
    }

    /// What is told of a text of eight bytes, of which three are wanted first.
    fn told(from: impl Read, expected: usize) -> (Vec<(Vec<u8>, usize)>, bool) {
        let mut told = Vec::new();
        let tell = |start: &[u8], length| told.push((start.to_vec(), length));
        let read = read_all(Path::new("a"), from, (expected, 3), tell);
        (told, read.is_ok_and(|bytes| bytes == b"abcdefgh"))
    }

    #[test]
    fn the_first_bytes_are_told_before_the_rest_is_read() {
        let first = b"abc".to_vec();
        assert_eq!(told(Cursor::new("abcdefgh"), 8), (vec![(first.clone(), 8)], true));
        assert_eq!(told(Cursor::new("abc").chain(Gone), 8), (vec![(first, 8)], false));
        // A pipe says no length.
        assert_eq!(told(Cursor::new("abcdefgh"), 0), (vec![(b"abcdefgh".to_vec(), 8)], true));
    }

    #[test]
    fn a_walk_ends_where_nobody_wants_it_any_more() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b", "c/d", "c/e", "f/g"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "灯").unwrap();
        }
        let found = |times: usize| {
            let asked = Cell::new(0);
            let wanted = || asked.replace(asked.get() + 1) < times;
            expand(folder.path(), |_| true, &wanted).map(|files| files.len())
        };
        assert!(matches!(found(0), Ok(0)));
        assert!(found(3).unwrap() < 5);
        assert!(matches!(found(usize::MAX), Ok(5)));
        let empty = expand(folder.path(), |_| false, &|| true);
        assert!(matches!(empty, Err(ReadError::EmptyFolder(_))));
    }
}
