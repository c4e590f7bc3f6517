//! A file that articles came from, as bytes.
//!
//! Guarantees: a volume is read as it was written, or is an error. Never: a look at the file itself.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use crate::index::{Cursor, put_number};
use crate::search::Day;

/// What a file was like when it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Its bytes.
    pub size: u64,
    /// When it was changed, in nanoseconds since 1970.
    pub changed: u64,
    /// When it was looked at, in nanoseconds since 1970.
    pub looked: u64,
    /// A hash of its bytes.
    pub hash: u64,
    /// A hash of the reader's corrections to it; 0 where there are none.
    pub mends: u64,
}

/// A file that articles came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Volume {
    /// Where it is.
    pub path: PathBuf,
    /// What the reader calls its page.
    pub page: String,
    /// The newspaper, empty where it is not known.
    pub paper: String,
    /// The hash of its decoded dump, by which corrections know it.
    pub dump: String,
    /// The day of the page, or where it does not say one, that of the file.
    pub day: Day,
    /// Whether the page says it.
    pub dated: bool,
    /// What the file was like.
    pub stamp: Stamp,
}

/// Writes a text behind its length.
pub(super) fn put_text(to: &mut Vec<u8>, text: &[u8]) {
    put_number(to, text.len() as u64);
    to.extend_from_slice(text);
}

/// Writes a volume behind `to`.
pub(super) fn put_volume(to: &mut Vec<u8>, volume: &Volume) {
    put_text(to, &path_bytes(&volume.path));
    for text in [&volume.page, &volume.paper, &volume.dump] {
        put_text(to, text.as_bytes());
    }
    let stamp = volume.stamp;
    for field in [volume.day.into(), volume.dated.into(), stamp.size, stamp.changed, stamp.looked] {
        put_number(to, field);
    }
    for hash in [stamp.hash, stamp.mends] {
        to.extend(hash.to_le_bytes());
    }
}

/// A volume as it stands among bytes.
#[derive(Clone, Debug)]
pub(super) struct VolumeRef<'b> {
    pub(super) path: Cow<'b, Path>,
    pub(super) page: &'b str,
    pub(super) paper: &'b str,
    dump: &'b str,
    pub(super) day: Day,
    pub(super) dated: bool,
    stamp: Stamp,
}

impl<'b> VolumeRef<'b> {
    /// The next one.
    ///
    /// # Errors
    /// Bytes that are none.
    pub(super) fn read(from: &mut Cursor<'b>) -> io::Result<Self> {
        let length = from.number()? as usize;
        let path = path_of(from.bytes(length)?);
        let [page, paper, dump] = [from.text()?, from.text()?, from.text()?];
        let (day, dated) = (from.small()?, from.number()? > 0);
        let (size, changed, looked) = (from.number()?, from.number()?, from.number()?);
        let mut hash = || -> io::Result<u64> {
            let bytes = from.bytes(8)?.first_chunk().copied().unwrap_or_default();
            Ok(u64::from_le_bytes(bytes))
        };
        let stamp = Stamp { size, changed, looked, hash: hash()?, mends: hash()? };
        Ok(Self { path, page, paper, dump, day, dated, stamp })
    }

    /// The volume by itself.
    pub(super) fn owned(self) -> Volume {
        let Self { path, page, paper, dump, day, dated, stamp } = self;
        let [page, paper, dump] = [page, paper, dump].map(str::to_owned);
        Volume { path: path.into_owned(), page, paper, dump, day, dated, stamp }
    }
}

#[cfg(unix)]
fn path_bytes(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt as _;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> Cow<'_, Path> {
    use std::os::unix::ffi::OsStrExt as _;
    Cow::Borrowed(Path::new(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path_bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Cow<'_, Path> {
    Cow::Owned(PathBuf::from(String::from_utf8_lossy(bytes).into_owned()))
}
