//! The user's own files on the disk: read as they are, replaced as a whole, under a lock.
//!
//! Guarantees: at any moment the file is the old one or the new one, whatever fails and whenever; its mode, its
//! owner and a symbolic link to it stay. Never: a file written that could not be read before, a device opened.

use std::fmt::Display;
use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::faults::{Step, pass};
use crate::app::event::{Failure, FailureKind};
use crate::text::hazard::scrub;

/// The most bytes that a file of ours may have: 256 MiB.
const LIMIT: u64 = 256 << 20;

/// How long it is waited between two looks at a lock.
const LOOK: Duration = Duration::from_millis(10);

/// What a file is called while it is written: before and after what makes it unique.
const TEMPORARY: (&str, &str) = (".baolan-", ".tmp");

/// After how long such a file was left by a copy that is no more. One that was only stopped finds its file gone, tells that
/// it could not save, and tries again.
const LEFT: Duration = Duration::from_secs(60);

/// The most symbolic links that are followed to a file that does not exist yet.
const LINKS: usize = 16;

/// A failure with path and reason fit for one row.
pub(super) fn failure(kind: FailureKind, path: &Path, reason: &impl Display) -> Failure {
    let reason = reason.to_string();
    // The number of the error says nothing to a reader.
    let words = reason.split_once(" (os error").map_or(&*reason, |(words, _)| words);
    Failure { kind, path: shown(path), reason: scrub(words).into_owned() }
}

/// A path fit for one row.
pub(super) fn shown(path: &Path) -> String {
    scrub(&path.to_string_lossy()).into_owned()
}

/// A lock between all running copies, held until it is dropped. The system takes it from a process that dies.
#[must_use]
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Makes `folder` where there is none, and takes the lock `name` in it; waits no longer than `patience`.
///
/// # Errors
/// A folder that cannot be made or written, a lock that another copy does not let go.
pub(super) fn lock(folder: &Path, name: &str, patience: Duration) -> Result<Lock, Failure> {
    let made = pass(Step::Folder).and_then(|()| make_folder(folder));
    made.map_err(|error| failure(FailureKind::Unwritable, folder, &error))?;
    let path = folder.join(name);
    let unwritable = |error: io::Error| failure(FailureKind::Unwritable, &path, &error);
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    private(&mut options);
    let file = pass(Step::Lock).and_then(|()| options.open(&path)).map_err(unwritable)?;
    let until = Instant::now() + patience;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: file }),
            // A file system without locks: two copies are rare, and writing is still whole.
            Err(TryLockError::Error(error)) if has_no_locks(&error) => {
                return Ok(Lock { _file: file });
            }
            Err(TryLockError::Error(error)) => return Err(unwritable(error)),
            Err(TryLockError::WouldBlock) if Instant::now() >= until => {
                return Err(failure(FailureKind::Locked, &path, &"is held by another copy"));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK),
        }
    }
}

/// Whether a file system that has no locks says this: one that knows none, or NFS without the service for them.
#[cfg(unix)]
fn has_no_locks(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let none = [Errno::NOLCK, Errno::NOSYS].map(Errno::raw_os_error);
    error.kind() == io::ErrorKind::Unsupported
        || error.raw_os_error().is_some_and(|code| none.contains(&code))
}

#[cfg(not(unix))]
fn has_no_locks(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported
}

/// The bytes of a file; nothing where there is none.
///
/// # Errors
/// What is no file, may not be read, or is too large.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, Failure> {
    let unreadable = |error: io::Error| failure(FailureKind::Unreadable, path, &error);
    // Looked at before it is opened: opening a device may act on it, opening a pipe may wait for ever.
    let kind = match fs::metadata(path) {
        Ok(kind) => kind,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    if !kind.is_file() {
        let what = if kind.is_dir() { "is a folder" } else { "is no file" };
        return Err(failure(FailureKind::NotAFile, path, &what));
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > LIMIT {
        return Err(failure(FailureKind::TooLarge, path, &"is larger than 256 MiB"));
    }
    Ok(Some(bytes))
}

/// Puts `bytes` in the place of the file at `path`, or of the file that a symbolic link there leads to.
///
/// # Errors
/// The system's words, where anything on the way fails; the file is the old one then, or, where only the folder could
/// not be made to last, the new one.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let unwritable = |error: io::Error| failure(FailureKind::Unwritable, path, &error);
    let target = target(path).map_err(unwritable)?;
    let folder = target.parent().unwrap_or(Path::new(""));
    let known = fs::metadata(&target).ok();
    let write = || {
        let mut file = temporary(folder)?;
        fill(&mut file, bytes)?;
        if let Some(known) = &known {
            pass(Step::Mode)?;
            keep_owner(file.as_file(), known);
            file.as_file().set_permissions(known.permissions())?;
        }
        sync(&file)?;
        pass(Step::Rename)?;
        file.persist(&target).map_err(|error| error.error)?;
        sync_folder(folder)
    };
    write().map_err(unwritable)
}

/// Puts `bytes` in a new file at `path`, which anybody may read whom the user lets.
///
/// # Errors
/// The system's, where anything on the way fails; of kind `AlreadyExists` where there is something at `path`, which
/// stays as it is.
pub(super) fn put_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Told before anything is written, too.
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1);
    let mut file = shared(&mut builder).tempfile_in(folder)?;
    fill(&mut file, bytes)?;
    sync(&file)?;
    pass(Step::Rename)?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Puts `bytes` in a new file of `folder`, named `stem`, the time, and `ending`; or finds an older one that has the
/// same bytes already.
///
/// # Errors
/// The system's words, where there is no such file in the end.
pub(super) fn put_aside(bytes: &[u8], folder: &Path, (stem, ending): (&str, &str)) -> Result<Aside, Failure> {
    if let Some(path) = aside(bytes, folder, (stem, ending)) {
        return Ok(Aside { path, is: Age::Old });
    }
    let time = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut path = folder.join(format!("{stem}{time}{ending}"));
    let mut number = 1;
    while path.exists() {
        number += 1;
        path = folder.join(format!("{stem}{time}-{number}{ending}"));
    }
    let write = || {
        let mut file = temporary(folder)?;
        fill(&mut file, bytes)?;
        sync(&file)?;
        pass(Step::Rename)?;
        file.persist_noclobber(&path).map_err(|error| error.error)?;
        sync_folder(folder)
    };
    write().map_err(|error| failure(FailureKind::Unwritable, &path, &error))?;
    Ok(Aside { path, is: Age::New })
}

/// A file put aside.
pub(super) struct Aside {
    pub(super) path: PathBuf,
    pub(super) is: Age,
}

/// Whether a file was put aside now or stood there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    New,
    Old,
}

/// The file of `folder` that was put aside with the same bytes.
fn aside(bytes: &[u8], folder: &Path, parts: (&str, &str)) -> Option<PathBuf> {
    let long = |path: &Path| fs::metadata(path).is_ok_and(|kind| kind.len() == bytes.len() as u64);
    let same = |path: &Path| long(path) && read(path).is_ok_and(|known| known.as_deref() == Some(bytes));
    named(folder, parts).into_iter().find(|path| same(path))
}

/// The files of `folder` with names of these parts, in order.
pub(super) fn named(folder: &Path, (stem, ending): (&str, &str)) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with(stem) && name.ends_with(ending))
    });
    paths.sort();
    paths
}

/// Moves a file into `folder`, which is made where there is none, under a name that nothing there has.
///
/// # Errors
/// The system's, where anything on the way fails.
pub(super) fn put_away(path: &Path, folder: &Path) -> io::Result<()> {
    pass(Step::Folder)?;
    make_folder(folder)?;
    let name = path.file_name().unwrap_or_default();
    let mut to = folder.join(name);
    let mut number = 1;
    while fs::symlink_metadata(&to).is_ok() {
        number += 1;
        to = folder.join(format!("{}-{number}", name.to_string_lossy()));
    }
    pass(Step::Rename)?;
    fs::rename(path, to)?;
    sync_folder(folder)
}

/// Writes all of `bytes`.
fn fill(file: &mut tempfile::NamedTempFile, bytes: &[u8]) -> io::Result<()> {
    let (before, after) = bytes.split_at(bytes.len() / 2);
    file.write_all(before)?;
    pass(Step::Write)?;
    file.write_all(after)
}

pub(super) fn sync(file: &tempfile::NamedTempFile) -> io::Result<()> {
    pass(Step::Sync)?;
    file.as_file().sync_all()
}

/// A file that is gone again unless it is put in its place; nobody else may read it.
pub(super) fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    pass(Step::Create)?;
    tempfile::Builder::new().prefix(TEMPORARY.0).suffix(TEMPORARY.1).tempfile_in(folder)
}

/// Takes away what a copy left that was killed while it wrote. What is young may be another copy's at work.
pub(super) fn sweep(folder: &Path) {
    sweep_older(folder, LEFT);
}

/// The same whatever their age, for a folder that only the holder of its lock writes to.
pub(super) fn sweep_all(folder: &Path) {
    sweep_older(folder, Duration::ZERO);
}

fn sweep_older(folder: &Path, than: Duration) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let named =
            name.to_str().is_some_and(|name| name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1));
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if named && age().is_some_and(|age| age >= than) {
            // In nobody's way if it stays.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Where a file is to be written: where symbolic links lead, also to a file that is not there yet.
pub(super) fn target(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..LINKS {
        match fs::symlink_metadata(&target) {
            Ok(kind) if kind.is_symlink() => {
                let link = fs::read_link(&target)?;
                target = target.parent().unwrap_or(Path::new("")).join(link);
            }
            Ok(_) => return Ok(target),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(target),
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("is a symbolic link that leads in a circle"))
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).create(folder)
}

/// With the permissions that the user's mask leaves to new files.
#[cfg(unix)]
fn shared<'b>(
    builder: &'b mut tempfile::Builder<'static, 'static>,
) -> &'b mut tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn shared<'b>(
    builder: &'b mut tempfile::Builder<'static, 'static>,
) -> &'b mut tempfile::Builder<'static, 'static> {
    builder
}

/// For nobody but the user.
#[cfg(unix)]
pub(super) fn private(options: &mut fs::OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
pub(super) fn private(_: &mut fs::OpenOptions) {}

/// Gives a new file to the owner of the one it replaces, where we may: a copy run by root must not lock the user out.
#[cfg(unix)]
fn keep_owner(file: &File, known: &fs::Metadata) {
    use std::os::unix::fs::MetadataExt as _;
    let owner = file.metadata().map(|new| (new.uid(), new.gid()));
    if owner.is_ok_and(|owner| owner != (known.uid(), known.gid())) {
        // Not allowed to most; the file is the writer's then, as with any editor.
        let _ = std::os::unix::fs::fchown(file, Some(known.uid()), Some(known.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}

/// Makes a rename in `folder` last. A file system that cannot do this for a folder does it by itself.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    pass(Step::SyncFolder)?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Ok(())
        }
        done => done,
    }
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::io;

    use rustix::io::Errno;

    use super::has_no_locks;

    #[test]
    fn a_file_system_without_locks_is_told_from_a_lock_that_fails() {
        for (errno, want) in [
            (Errno::NOLCK, true),
            (Errno::NOSYS, true),
            (Errno::OPNOTSUPP, true),
            (Errno::IO, false),
            (Errno::ACCESS, false),
            (Errno::BADF, false),
        ] {
            assert_eq!(has_no_locks(&io::Error::from_raw_os_error(errno.raw_os_error())), want, "{errno}");
        }
    }
}
