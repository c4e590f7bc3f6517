//! Bookmarks: what one is, how it changes, how two collections become one, the lines they are kept as, and the forms
//! in which they go to other programs.
//!
//! Guarantees: merging gives the same whichever side is first, and however often; what a later version wrote is
//! kept. Never: a file, a clock.

mod annotation;
mod collection;
mod forget;
mod ids;
mod iri;
mod join;
mod lines;
mod markdown;
mod patch;
mod record;
mod table;

pub use annotation::annotations;
pub use collection::{Change, Collection, Tally, newer};
pub use forget::{GRAVES, WORDS};
pub use ids::Ids;
pub use lines::{BrokenLine, import, parse};
pub use markdown::markdown;
pub use patch::{News, Patch, Teller};
pub use record::{Bookmark, Marks, SourceRef, VERSION};
pub use table::table;
