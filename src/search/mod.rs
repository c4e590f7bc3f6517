//! What the reader typed, found in text given to us.
//!
//! Guarantees: one matcher for every search box; offsets are bytes of the text as it stands. Never: a file, an index,
//! a thread that outlives a call; the caller says when to stop.

mod chars;
mod date;
mod filter;
mod find;
mod harvest;
mod known;
mod language;
mod literal;
mod needle;
mod needs;
mod pattern;
mod pinyin;
mod places;
mod query;
mod roll;
mod rules;
mod scan;
mod sieve;
mod slip;
mod subject;
mod term;

pub use date::Day;
pub use filter::{Facts, FilterJob, Filtered};
pub use find::{FindJob, Hits};
pub use harvest::{Candidate, Harvest};
pub use known::Known;
pub use language::{Mistake, Wrong};
pub use needs::{Need, Want};
pub use pinyin::{
    Bits, Fuzzy, Notation, PAIRS, Paths, SCHEMES, SOUNDS, Scheme, Sounds, Spelling, Stretch, Ways,
};
pub use places::{NOWHERE, Places};
pub use query::Query;
pub use roll::Roll;
pub use rules::{Gaps, LONGEST_GAP, Marks, Rules};
pub use sieve::Sieve;
pub use subject::{Field, State, States, Subject};
