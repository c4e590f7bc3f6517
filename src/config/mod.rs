//! Configuration as values: keys, keymap, settings, themes, languages, and what is wrong in the user's files.
//!
//! Guarantees: every valid line applies, every mistake is a problem with file, line and column. Never: a file read
//! or written here; `world` hands in the texts.

pub mod citation;
pub mod colour;
pub mod key;
pub mod keymap;
pub mod language;
pub mod library;
pub mod marking;
pub mod message;
pub mod problem;
mod role;
pub mod settings;
mod shown;
pub mod similar;
pub mod source;
mod style;
pub mod theme;
mod trie;
