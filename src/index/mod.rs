//! An index of which blocks of text hold which characters: what a search need not look at.
//!
//! A block is a run of articles of about 16 KiB. For each folded character and each pair of neighbours a segment lists the
//! blocks that hold it, without places: every block that is left is searched with the matcher itself. Pairs are made
//! over white space, so that a phrase cut by a row's end is found, and not over marks.
//!
//! Guarantees: no block that holds a match is left out; a damaged byte is an error, never another answer. Never: a file;
//! bytes come and go through [`ReadAt`] and [`std::io::Write`].

mod blocks;
mod bytes;
mod chained;
mod counts;
mod frames;
mod gather;
mod grams;
mod list;
mod merge;
mod plan;
mod rows;
mod segment;
mod spelt;
mod tripled;
mod write;

pub use bytes::{Cursor, put_number};
pub use frames::ReadAt;
pub use gather::Gatherer;
pub use grams::{Gram, TABLE, TOKENIZER, single};
pub use merge::{MOST, merge};
pub use plan::{Candidates, Plan};
pub use segment::{Block, Segment, newest_first};
