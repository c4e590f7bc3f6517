//! Facts about text: how wide it is, where its clusters end, what must not reach a terminal, what its bytes mean.
//!
//! Guarantees: pure functions of their arguments. Never: a file, a terminal, a clock, a setting read from elsewhere.

pub mod class;
pub mod cluster;
pub mod encoding;
pub mod fold;
pub mod hazard;
pub mod kind;
pub mod markdown;
pub mod pinyin;
pub mod punctuation;
pub mod runs;
pub mod same;
pub mod script;
pub mod units;
pub mod width;
