//! Text to rows: the only place that decides where a character stands.
//!
//! Guarantees: painting, scrolling, clicking, searching and marks all ask the same rows; rows are made for what is
//! on the screen and nothing else, so a document's length does not matter. Never: a terminal, a colour, a file.
//!
//! `measure` says how rows are made, `kinds` how a block is set, `breaks` where a row may end; `pass` walks a text,
//! `filler` takes what fits, `skim` says what does for sure, `ends` looks once more at the last row and the edges,
//! `foreign` breaks texts without Chinese words, `headline` ends the rows of a headline where a phrase ends; `placed` says
//! where a row's clusters stand; `sheet` stacks an article's rows and moves in them, `heights` counts them all.

mod breaks;
mod ends;
mod fill;
mod filler;
mod foreign;
mod headline;
mod heights;
mod kinds;
mod measure;
mod pass;
mod placed;
mod sheet;
mod skim;
mod table;

pub use breaks::Level;
pub use fill::{rows, rows_of};
pub use heights::{CountJob, Heights};
pub use kinds::Setting;
pub use measure::{HANG, Measure, Options, Row, Tail};
pub use placed::{Glyph, Placed, placed};
pub use sheet::{Line, Position, Sheet, Style};
