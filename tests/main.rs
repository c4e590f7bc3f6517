//! All tests that need more than one module, in one binary.
//!
//! - `tidy`: the rules of the house (floors, sizes, openings) as a test.
#![allow(missing_docs, reason = "tests are named as sentences and have no readers of rustdoc")]

mod tidy;
