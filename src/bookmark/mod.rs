//! Bookmarks: what one is, how it changes, how two collections become one, and the lines they are kept as.
//!
//! Guarantees: merging gives the same whichever side is first, and however often; what a later version wrote is
//! kept. Never: a file, a clock.

mod collection;
mod ids;
mod lines;
mod record;

pub use collection::{Change, Collection};
pub use ids::Ids;
pub use lines::{BrokenLine, parse};
pub use record::{Bookmark, Marks, SourceRef, VERSION};
