//! What the reader typed, found in text given to us.
//!
//! Guarantees: one matcher for every search box; offsets are bytes of the text as it stands. Never: a file, an index,
//! a thread; the caller says when to stop.

mod filter;
mod find;
mod query;
mod scan;

pub use filter::{FilterJob, Filtered};
pub use find::{FindJob, Hits};
pub use query::Query;
