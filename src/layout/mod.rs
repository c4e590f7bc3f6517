//! Text to rows: the only place that decides where a character stands.
//!
//! Guarantees: painting, scrolling, clicking, searching and marks all ask the same rows; rows are made for what is
//! on the screen and nothing else, so a document's length does not matter. Never: a terminal, a colour, a file.
//!
//! `breaks` says where a row may end, `fill` makes rows of one text, `sheet` stacks an article's rows and moves in them,
//! `heights` counts them all.

mod breaks;
mod fill;
mod heights;
mod sheet;

pub use breaks::Level;
pub use fill::{Measure, Row, rows};
pub use heights::{CountJob, Heights};
pub use sheet::{Line, Position, Sheet, Style};
