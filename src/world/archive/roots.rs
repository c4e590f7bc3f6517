//! What an archive is of: the folders and files of the setting `library`, and what came from them that is there no more.
//!
//! Guarantees: what was read from a place that the setting does not name any more goes with the next update; what stands in
//! a folder that is empty, or cannot be listed, stays and is told, since its disk may not be mounted. Never: a place dropped
//! that was named on the command line alone.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::read::Archive;
use super::store::Store;
use super::update::Known;
use crate::app::event::{Failure, FailureKind};
use crate::world::disk;

impl Manifest {
    /// The places that were in the library, and are not in this one.
    fn left(&self, library: &[PathBuf]) -> Vec<PathBuf> {
        let named: HashSet<String> = library.iter().map(|root| name(root)).collect();
        self.library.iter().filter(|root| !named.contains(*root)).map(PathBuf::from).collect()
    }
}

/// A path as a manifest has it, which is text. One that is none drops nothing, since no file is below it.
fn name(root: &Path) -> String {
    root.to_string_lossy().into_owned()
}

impl Archive {
    /// The places that were in the library and are not in this one: what came from them goes with the next update.
    pub fn left(&self, library: &[PathBuf]) -> Vec<PathBuf> {
        self.manifest().left(library)
    }
}

impl Store {
    /// Notes that the library is these places, and buries what came from one that is not in it any more. Gives how many
    /// files that were; it is so when something is written next.
    ///
    /// # Errors
    /// What cannot be read just now.
    pub fn keep_to(&mut self, library: &[PathBuf]) -> Result<usize, Failure> {
        let left = self.manifest.left(library);
        let volumes = if left.is_empty() { Vec::new() } else { self.volumes()? };
        self.manifest.library = library.iter().map(|root| name(root)).collect();
        let below = |path: &Path, roots: &[PathBuf]| roots.iter().any(|root| path.starts_with(root));
        let gone = volumes.iter().filter(|(_, _, one)| below(&one.path, &left) && !below(&one.path, library));
        Ok(gone.map(|(batch, number, _)| self.bury(*batch, *number)).count())
    }

    /// Notes that these are named on the command line, so that they stay whatever the library is.
    pub fn keep_besides(&mut self, paths: &[PathBuf]) {
        for path in paths {
            self.manifest.library.remove(&name(path));
        }
    }
}

/// The known files under roots that were reached that are surely there no more, and what is told of those that may be.
///
/// A file may be away with its disk where the folder that it should be in, or the next one above that is there, has
/// nothing in it: so is a place to mount a disk.
pub(super) fn gone(
    known: &HashMap<PathBuf, Known>,
    files: &[PathBuf],
    reached: &[PathBuf],
) -> (Vec<(u32, u32)>, Vec<Failure>) {
    let files: HashSet<&PathBuf> = files.iter().collect();
    let missing = known.iter().filter(|(path, _)| {
        let is_ours = !files.contains(path) && reached.iter().any(|root| path.starts_with(root));
        is_ours && fs::metadata(path).is_err_and(|error| error.kind() == ErrorKind::NotFound)
    });
    let mut empty: HashMap<&Path, Option<PathBuf>> = HashMap::new();
    let mut kept: BTreeMap<PathBuf, usize> = BTreeMap::new();
    let mut gone = Vec::new();
    for (path, known) in missing {
        let folder = path.parent().unwrap_or(path);
        match empty.entry(folder).or_insert_with(|| empty_above(folder)) {
            Some(empty) => *kept.entry(empty.clone()).or_default() += 1,
            None => gone.push(known.at),
        }
    }
    let told = kept.iter().map(|(folder, files)| {
        let why = format!(
            "nothing is in this folder; {files} files that were stay in the index, for its disk may not be mounted; \
             remove the folder, or its line in the setting library, to drop them"
        );
        disk::failure(FailureKind::EmptyFolder, folder, &why)
    });
    (gone, told.collect())
}

/// The folder, or the next one above it that is there, where that has nothing in it or cannot be listed.
fn empty_above(folder: &Path) -> Option<PathBuf> {
    let there = folder.ancestors().find(|folder| fs::symlink_metadata(folder).is_ok())?;
    let is_shown = |entry: fs::DirEntry| !entry.file_name().to_string_lossy().starts_with('.');
    let holds = fs::read_dir(there).is_ok_and(|entries| entries.flatten().any(is_shown));
    (!holds).then(|| there.to_owned())
}
