//! The terminal: its modes, its input, its signals, what is written to it, what it says about itself.
//!
//! Guarantees: however the program ends, the terminal is left as it was found; input never blocks on an unfinished
//! sequence; a terminal that answers nothing is not waited for. Never: a decision about what is shown.
//!
//! `modes` enters and leaves, `framer` and `translate` turn bytes into events, `input` and `signals` are the two
//! threads that listen, `questions` keeps what the terminal said about itself. `painter` chooses between
//! ways to the next frame, `draft` is one of them, `pen` writes it, `cursor` knows the way and `stops` where tabs lead,
//! `sgr` changes the look. `screen` owns it all.

mod cursor;
mod draft;
mod framer;
mod input;
mod modes;
mod painter;
mod pen;
mod questions;
mod screen;
mod sgr;
mod signals;
mod stops;
mod translate;

pub use modes::{install_panic_hook, leave};
pub use painter::{Abilities, Frames, Margins, Painter};
pub use pen::Erases;
pub use screen::{After, OpenError, Screen};
pub use stops::Tabs;
