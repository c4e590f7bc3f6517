//! Configuration as values: keys, keymap, settings, themes, languages, and what is wrong in the user's files.
//!
//! Guarantees: every valid line applies, every mistake is a problem with file, line and column. Never: a file read
//! or written here; `world` hands in the texts.

pub mod key;
