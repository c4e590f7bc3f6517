//! The matcher against a naive one over as many random cases as asked for: `cargo run --release --example matching -- N`.
//!
//! Guarantees: each difference is printed with the number that makes its case again; the exit code is 1 if there is one.
//! Never: an end at the first.
#![allow(unreachable_pub, reason = "an example has nobody outside")]
#![allow(clippy::expect_used, clippy::string_slice, reason = "a case that cannot be made stops the run")]
#![allow(clippy::print_stdout, reason = "a report to be read")]

#[allow(dead_code, reason = "the tests use more of it")]
#[path = "../support/cases.rs"]
mod cases;
#[path = "../support/naive.rs"]
mod naive;

use std::env;
use std::process::ExitCode;

/// Cases where nothing else is asked.
const CASES: u64 = 1_000_000;

fn main() -> ExitCode {
    let cases = env::args().nth(1).map_or(CASES, |asked| asked.parse().expect("a number of cases"));
    let (mut different, mut found, mut hits) = (0_u64, 0_u64, 0);
    for seed in 0..cases {
        let (text, typed, rules) = cases::case(seed);
        let (got, want) = naive::beside(&text, &typed, rules);
        if got != want {
            different += 1;
            println!("case {seed}: {typed:?} in {text:?} by {rules:?}: {got:?}, should be {want:?}");
        }
        found += u64::from(!got.0.is_empty());
        hits += got.0.len();
    }
    println!("cases {cases}, with hits {found}, hits {hits}, differences {different}");
    ExitCode::from(u8::from(different > 0))
}
