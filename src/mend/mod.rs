//! Corrections of a page by its reader, as values: what is corrected, for which dump, and how that is written down.
//!
//! Guarantees: a correction is data about a dump, named by the dump's hash and by bytes in it, so it outlives changes
//! of recovery itself; what a later version wrote is kept. Never: a file, a clock, a page; `page` makes corrections
//! in pages, `world` keeps them.

mod correction;
mod lines;

pub use correction::{Act, Correction, Kind};
pub use lines::{Change, Mends};

use xxhash_rust::xxh3::xxh3_128;

/// What names a decoded dump among all: a hash of its bytes, in hexadecimal digits. The same on every machine.
pub fn hash(dump: &str) -> String {
    format!("{:032x}", xxh3_128(dump.as_bytes()))
}
