//! Whole screens against files: the sample page at five sizes, from a wall of text down to one cell.
//!
//! Guarantees: what changes on a screen is seen in a review, row by row. Never: a colour; the pictures have those.

use baolan::config::language::{Labels, Language};

use crate::support::desk::Desk;
use crate::support::kept;

const SIZES: [(u16, u16); 5] = [(80, 24), (120, 36), (40, 12), (20, 5), (1, 1)];

/// What is on the screen: a name, the keys that lead there, and the languages worth keeping.
const STATES: &[(&str, &str, &[Language])] = &[
    ("list", "", &[Language::English, Language::Chinese]),
    ("article", "l", &[Language::English]),
    ("search", "l/灯", &[Language::Chinese]),
    ("bookmarks", "ljmma好<Enter>再看<Esc>}mm''", &[Language::Chinese]),
    ("note", "ljja灯是往下弯的", &[Language::English]),
    ("help", "?", &[Language::English, Language::Chinese]),
    ("command", ":the<Tab>", &[Language::English]),
    ("zen", "lz", &[Language::Chinese]),
];

#[test]
fn every_screen_is_as_it_was_kept() {
    let (name, bytes) = baolan::format::sample();
    let sample = std::str::from_utf8(bytes).expect("the sample is UTF-8");
    let mut problems = Vec::new();
    for (state, keys, languages) in STATES {
        for language in *languages {
            for (width, height) in SIZES {
                let mut desk = Desk::with_inputs(&[(name, sample)], (width, height));
                desk.app.look.labels = Labels::load(*language);
                desk.keys(keys);
                let code = language.code();
                let path = format!("tests/screens/{state}-{width}x{height}-{code}.txt");
                problems.extend(kept::compare(&path, &(desk.screen() + "\n")).err());
            }
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n\n"));
}
