//! What touches the world outside: files, folders, standard input.
//!
//! Guarantees: every failure is a value that says what, where and what to do. Never: a decision about text.

pub mod read;
