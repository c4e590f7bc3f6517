//! What touches the world outside: files, folders, standard input, the user's own stores.
//!
//! Guarantees: every failure is a value that says what, where and what to do. Never: a decision about text.

pub mod bookmarks;
mod disk;
pub mod places;
pub mod read;
