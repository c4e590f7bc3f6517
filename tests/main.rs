//! All tests that need more than one module, in one binary.
//!
//! - `commands`: what keys do to the screen.
//! - `config`: the files of `config/` against each other, and users' files with their mistakes.
//! - `encodings`: bytes to text.
//! - `recovery`: dumps to articles.
//! - `tables`: commands, keys and words against each other.
//! - `tidy`: the rules of the house (floors, sizes, openings) as a test.
#![allow(missing_docs, reason = "tests are named as sentences and have no readers of rustdoc")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(
    clippy::string_slice,
    clippy::print_stderr,
    reason = "test data is known, and a skipped check says so"
)]

mod commands;
mod config;
mod encodings;
mod recovery;
mod support;
mod tables;
mod tidy;
