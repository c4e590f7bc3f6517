//! Where what is the reader's is kept, by the conventions of each system.
//!
//! Guarantees: one place that knows; nothing is created here. Never: a file. Sources: XDG base directories and their
//! like, through `directories`.

use std::path::PathBuf;

use directories::{BaseDirs, ProjectDirs};

/// The folders of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// Settings, keymap, themes, bookmarks.
    pub config: PathBuf,
    /// Reading places.
    pub state: PathBuf,
    /// What can be made again: the index of the library.
    pub cache: PathBuf,
}

/// A path as it stands in the settings, where `~` is the home folder.
pub fn from_home(path: &str) -> PathBuf {
    let rest = path.strip_prefix('~').filter(|rest| rest.is_empty() || rest.starts_with('/'));
    match (rest, BaseDirs::new()) {
        (Some(rest), Some(base)) => base.home_dir().join(rest.trim_start_matches('/')),
        _ => PathBuf::from(path),
    }
}

impl Folders {
    /// The folders of this system's conventions; nothing where there is no home folder.
    pub fn find() -> Option<Self> {
        let found = ProjectDirs::from("", "", "baolan")?;
        let state = found.state_dir().unwrap_or_else(|| found.data_local_dir());
        let cache = found.cache_dir().to_owned();
        Some(Self { config: found.config_dir().to_owned(), state: state.to_owned(), cache })
    }
}
