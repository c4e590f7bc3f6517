//! The library on the disk: recovered articles and an index over them, in the folder for what can be made again.
//!
//! `text.N` holds batches of recovered articles and how their headlines are read, `seg.N` says which blocks of the batches hold which characters, and
//! `MANIFEST` names all that counts. None of them is changed once it has its name; a writer makes new ones, names them in a
//! new `MANIFEST`, and takes away the old ones. A reader that has them open still reads them. What is not indexed yet, or
//! whose index is damaged, is scanned.
//!
//! Files are read by positioned reads. A memory map would be as fast, but needs `unsafe` code, and a file that shrinks
//! under one ends the program.
//!
//! Guarantees: a hit was found by the matcher in bytes whose checksum holds; whatever is damaged, killed or full, what is
//! left is searched, and the rest is made again by the next `baolan index`. Never: a source written; anything here that
//! could not be made again.

mod batch;
mod count;
mod files;
mod glean;
mod heads;
mod import;
mod look;
mod manifest;
mod read;
mod roots;
mod search;
mod shelve;
mod store;
mod update;
mod volume;

pub use batch::Entry;
pub use import::Import;
pub use manifest::Status;
pub use read::Archive;
pub use search::{Ask, Order, Outcome, Progress, Told};
pub use store::Store;
pub use update::{Report, Step, update};
pub use volume::{Stamp, Volume};

/// The folder of the archive in the folder for what can be made again.
pub const FOLDER: &str = "library";
