//! Baolan (报栏): a terminal reader for Chinese newspapers.
//!
//! The modules stand on floors; each imports only from floors below its own (`tests/tidy.rs` holds the table).
//! `ARCHITECTURE.md` is the map.

#![cfg_attr(test, allow(clippy::string_slice, reason = "test data is known"))]

// floor 0: facts about text, and work shared among threads
pub mod hands;
pub mod text;
// floor 1: the model
pub mod article;
// floor 2: pure transforms
pub mod bookmark;
pub mod format;
pub mod layout;
pub mod library;
pub mod mend;
pub mod page;
pub mod picture;
pub mod search;
// between: an index over what `search` asks
pub mod index;
// floor 3: configuration as values
pub mod config;
// floor 4: the application
pub mod app;
// floor 5: the two outsides
pub mod terminal;
pub mod view;
pub mod world;
// the loop over all of them
pub mod run;
// the command line
pub mod cli;
