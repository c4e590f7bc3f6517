//! Baolan (报栏): a terminal reader for Chinese newspapers.
//!
//! The modules stand on floors; each imports only from floors below its own (`tests/tidy.rs` holds the table).
//! `ARCHITECTURE.md` is the map.

// floor 0: facts about text
pub mod text;
// floor 1: the model
pub mod article;
// floor 2: rules over values, no input or output
pub mod format;
pub mod page;
// floor 3: configuration as values
pub mod config;
// floor 5: the world outside
pub mod world;
// the command line
pub mod cli;
