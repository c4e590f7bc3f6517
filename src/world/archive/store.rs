//! The one writer of an archive.
//!
//! Guarantees: what the manifest names is on the disk before it is named, and taken away only after it is not any more; a
//! copy that is killed leaves files that nobody names, and the next writer takes them away. Never: two writers.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::batch::Tables;
use super::files::{self, At, LOCK, MANIFEST, is_passing};
use super::manifest::{Batch, Manifest, Status};
use super::read::Archive;
use super::volume::{Stamp, Volume};
use crate::app::event::{Failure, FailureKind};
use crate::world::begun::{self, Begun};
use crate::world::disk::{self, Lock};

/// Bytes written at once.
const PIECE: usize = 1 << 20;

/// An archive open for writing.
#[derive(Debug)]
pub struct Store {
    pub(super) folder: PathBuf,
    pub(super) manifest: Manifest,
    /// What was found damaged and dropped.
    pub told: Vec<Failure>,
    /// Threads that may work for it at once.
    pub(super) hands: usize,
    /// The manifest on the disk, if it can be read, and the files that it names.
    written: Option<Manifest>,
    named: BTreeSet<PathBuf>,
    _lock: Lock,
}

/// A file of an archive that is damaged or missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lost {
    /// The texts of a batch: they are read from their sources again.
    Texts(u32),
    /// A segment: it is made again from the texts.
    Segment(u32),
}

impl Store {
    /// Opens the archive in `folder`, which is made where there is none; waits no longer than `patience` for another
    /// copy. One that is damaged or of another version begins anew, which is told.
    ///
    /// # Errors
    /// A folder that cannot be written, a lock that another copy holds.
    pub fn open(folder: &Path, patience: Duration) -> Result<Self, Failure> {
        let lock = disk::lock(folder, LOCK, patience)?;
        let (written, told) = match Manifest::read(folder) {
            Ok(manifest) => (Some(manifest), Vec::new()),
            Err(failure) => (None, vec![failure]),
        };
        let manifest = written.clone().unwrap_or_default();
        let named = manifest.files(folder);
        let hands = thread::available_parallelism().map_or(1, usize::from);
        let mut store =
            Self { folder: folder.to_owned(), manifest, told, hands, written, named, _lock: lock };
        store.skip_numbers();
        store.sweep();
        Ok(store)
    }

    /// The same, with no more threads at work at once than `hands`.
    #[must_use]
    pub fn with_hands(self, hands: usize) -> Self {
        Self { hands, ..self }
    }

    /// Forgets everything, so that it is made anew.
    ///
    /// # Errors
    /// What could not be written.
    pub fn clear(&mut self) -> Result<(), Failure> {
        self.manifest.batches.clear();
        self.manifest.segments.clear();
        self.manifest.library.clear();
        self.commit()
    }

    /// The archive in numbers.
    pub fn status(&self) -> Status {
        self.manifest.status()
    }

    /// Names in the manifest what counts now, and takes away the rest; writes nothing where that is what it says.
    ///
    /// # Errors
    /// What could not be written; then all is as it was.
    pub(super) fn commit(&mut self) -> Result<(), Failure> {
        let live: BTreeSet<u32> = self.manifest.batches.iter().map(|batch| batch.id).collect();
        self.manifest.segments.retain(|piece| !piece.batches.is_disjoint(&live));
        if self.written.as_ref() == Some(&self.manifest) {
            return Ok(());
        }
        disk::replace(&self.folder.join(MANIFEST), self.manifest.write().as_bytes())?;
        self.written = Some(self.manifest.clone());
        // Not what nobody names yet: that may be at work.
        let named = self.manifest.files(&self.folder);
        let before = std::mem::replace(&mut self.named, named);
        before.difference(&self.named).for_each(|path| drop(fs::remove_file(path)));
        Ok(())
    }

    /// Numbers that files have are not given again: a reader may know the old file by it.
    fn skip_numbers(&mut self) {
        let numbers = self.numbered().into_iter().map(|(_, number)| number);
        self.manifest.next = numbers.chain([self.manifest.next]).max().unwrap_or_default();
    }

    /// The files with a number in their names, of which nobody but us makes any.
    fn numbered(&self) -> Vec<(PathBuf, u32)> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let number = |path: PathBuf| {
            let name = path.file_name()?.to_str()?;
            let number = name.strip_prefix("text.").or_else(|| name.strip_prefix("seg."))?.parse().ok()?;
            Some((path, number))
        };
        entries.map(|entry| entry.path()).filter_map(number).collect()
    }

    /// Takes away what nobody names: what a copy left that was killed. Where that fails it is in nobody's way.
    fn sweep(&self) {
        let unnamed = self.numbered().into_iter().filter(|(path, _)| !self.named.contains(path));
        unnamed.for_each(|(path, _)| drop(fs::remove_file(path)));
        disk::sweep_all(&self.folder);
    }

    /// A failure to write the file of this number.
    pub(super) fn unwritable(path: &Path) -> impl Fn(io::Error) -> Failure + '_ {
        move |error| disk::failure(FailureKind::Unwritable, path, &error)
    }

    /// Begins a file.
    pub(super) fn begin(folder: &Path) -> io::Result<BufWriter<Begun>> {
        Ok(BufWriter::with_capacity(PIECE, begun::begin(folder)?))
    }

    /// Makes a file last under its name; gives its bytes.
    pub(super) fn name(file: BufWriter<Begun>, path: &Path) -> io::Result<u64> {
        let file: File = file.into_inner().map_err(io::IntoInnerError::into_error)?.finish(path)?;
        Ok(file.metadata()?.len())
    }

    /// The tables of a batch.
    pub(super) fn tables(folder: &Path, id: u32) -> io::Result<Tables> {
        let (file, size) = At::open(&files::texts(folder, id))?;
        Tables::read(id, &file, size)
    }

    /// The same without the files.
    pub(super) fn blocks(folder: &Path, id: u32) -> io::Result<Tables> {
        let (file, size) = At::open(&files::texts(folder, id))?;
        Tables::read_blocks(id, &file, size)
    }

    /// The files whose articles are here, each with its batch and its number in it. A batch that cannot be read is
    /// dropped, and told.
    ///
    /// # Errors
    /// What cannot be read just now.
    pub(super) fn volumes(&mut self) -> Result<Vec<(u32, u32, Volume)>, Failure> {
        let mut all = Vec::new();
        let mut lost = BTreeSet::new();
        for batch in &self.manifest.batches {
            match Self::tables(&self.folder, batch.id) {
                Ok(tables) => all.extend(
                    (0..).zip(tables.volumes).filter(|(number, _)| !batch.dead.contains(number)).map(
                        |(number, volume)| {
                            let stamp = batch.stamp(number, volume.stamp);
                            (batch.id, number, Volume { stamp, ..volume })
                        },
                    ),
                ),
                Err(error) => {
                    let path = files::texts(&self.folder, batch.id);
                    if is_passing(&error) {
                        return Err(disk::failure(FailureKind::Unreadable, &path, &error));
                    }
                    let told = format!("{error}; what it holds is read again");
                    self.told.push(disk::failure(FailureKind::Changed, &path, &told));
                    lost.insert(Lost::Texts(batch.id));
                }
            }
        }
        self.forget(&lost);
        Ok(all)
    }

    /// Drops what cannot be opened, so that it is made anew, and tells it.
    pub(super) fn check(&mut self) {
        let archive = Archive::open(&self.folder);
        self.forget(&archive.lost);
        self.told.extend(archive.told);
        self.told.dedup();
    }

    /// Drops files that are damaged or missing.
    pub(super) fn forget(&mut self, lost: &BTreeSet<Lost>) {
        self.manifest.batches.retain(|batch| !lost.contains(&Lost::Texts(batch.id)));
        self.manifest.segments.retain(|piece| !lost.contains(&Lost::Segment(piece.id)));
    }

    /// The articles of a file count no more.
    pub(super) fn bury(&mut self, batch: u32, number: u32) {
        if let Some(batch) = self.manifest.batches.iter_mut().find(|one| one.id == batch) {
            batch.dead.insert(number);
        }
    }

    /// Notes that a file was touched and is the same.
    pub(super) fn touch(&mut self, batch: u32, number: u32, stamp: Stamp) {
        if let Some(batch) = self.manifest.batches.iter_mut().find(|one| one.id == batch) {
            batch.touched.insert(number, (stamp.changed, stamp.looked));
        }
    }
}

impl Batch {
    /// What the file of this number was like, as it was last looked at.
    pub(super) fn stamp(&self, number: u32, stamp: Stamp) -> Stamp {
        self.touched.get(&number).map_or(stamp, |&(changed, looked)| Stamp { changed, looked, ..stamp })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::AtomicBool;
    use std::time::Duration;

    use rustix::io::Errno;

    use super::{Failure, Store, Volume};
    use crate::article::Span;
    use crate::search::{Known, Query, Rules};
    use crate::world::archive::{Archive, Ask, Entry, Import, Order};
    use crate::world::faults::failing;

    /// Takes in an article, and brings all in order.
    fn take(folder: &Path, number: usize) -> Result<(), Failure> {
        let mut store = Store::open(folder, Duration::ZERO)?;
        let mut import = Import::new(&mut store);
        let text = format!("渡口的灯{number}");
        let entry = Entry {
            ordinal: 0,
            fingerprint: "f",
            title: Span::default(),
            byline: Span::default(),
            text: &text,
        };
        let volume = Volume { path: PathBuf::from(number.to_string()), ..Volume::default() };
        import.add(&volume, [entry].into_iter(), None)?;
        import.finish()?;
        store.tidy(&|| true)
    }

    fn found(folder: &Path) -> usize {
        let mut archive = Archive::open(folder);
        assert_eq!(archive.told, []);
        let query = Query::filter("渡口", Rules::default(), &Ask::FIELDS);
        let ask = Ask {
            query,
            order: Order::Newest,
            limit: 50,
            around: 20,
            count: true,
            known: Known::default(),
            except: HashSet::new(),
        };
        archive.search(&ask, &AtomicBool::new(false), &mut |_| ()).unwrap().articles
    }

    /// A folder with the files of another one.
    fn copy(from: &Path) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in fs::read_dir(from).unwrap().flatten() {
            fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
        folder
    }

    /// Every step of a write fails once, also of one that makes many batches one: what was there is found, what is told as
    /// done is there, and the next try puts it right.
    #[test]
    fn whichever_step_fails_nothing_is_lost() {
        for (errno, before) in [(Errno::NOSPC, 0), (Errno::IO, 7)] {
            let prepared = tempfile::tempdir().unwrap();
            (0..before).for_each(|number| take(prepared.path(), number).unwrap());
            for passing in 0.. {
                let folder = copy(prepared.path());
                let (step, done) = failing(passing, errno, || take(folder.path(), before));
                let told = format!("{step:?} after {passing} steps from {before}, {errno:?}");
                let now = found(folder.path());
                assert!(now == before + 1 || now == before && done.is_err(), "{now}: {told}");
                if step.is_none() {
                    assert!(done.is_ok() && passing > 5, "{told}");
                    break;
                }
                take(folder.path(), before + 1).unwrap();
                assert_eq!(found(folder.path()), now + 1, "{told}");
            }
        }
    }
}
