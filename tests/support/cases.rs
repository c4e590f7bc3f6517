//! Cases for the matcher by their numbers: a text, what is typed, and the rules.
//!
//! Guarantees: a number makes the same case everywhere. Never: a case of luck alone; texts are made of few characters, and
//! most queries of a piece of their text, so that near misses are many.

use baolan::search::{Fuzzy, Gaps, Marks, Notation, Rules, SCHEMES};
use baolan::text::pinyin::Readings;

/// Numbers that look random and are the same in every run (xorshift).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        for shift in [13_i8, -7, 17] {
            self.0 ^= if shift > 0 { self.0 << shift } else { self.0 >> -shift };
        }
        (self.0 >> 11) as usize % limit.max(1)
    }

    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    pub fn text(&mut self, alphabet: &[char], longest: usize) -> String {
        (0..self.below(longest + 1)).map(|_| self.of(alphabet)).collect()
    }
}

const TEXT: &str = "科创創中心长長张三角重庆慶行国國际⼈人安西先女绿略発发髮一乙区区阿 　\t\n，,。·“\"'’AaａＡIikzhng1２é𠮷々";
const LETTERS: &str = "kczxchangshaiveü'AZkｚ1";

/// A case: the text, what is typed, and the rules.
pub fn case(seed: u64) -> (String, String, Rules) {
    let mut dice = Dice::new(seed);
    let alphabet: Vec<char> = TEXT.chars().collect();
    // Few characters make many repetitions, and repetitions make mistakes.
    let size = 2 + dice.below(alphabet.len());
    let few: Vec<char> = (0..size).map(|_| dice.of(&alphabet)).collect();
    let mut text = dice.text(&few, 40);
    if dice.below(40) == 0 {
        let at = text.char_indices().nth(dice.below(20)).map_or(0, |(at, _)| at);
        text.insert_str(at, &" ".repeat(60 + dice.below(10)));
    }
    let fuzzy = ["", "zh/z n/l", "an/ang in/ing l/r", "zh/z ch/c sh/s f/h eng/en"];
    let rules = Rules {
        gaps: dice.of(&[Gaps::None, Gaps::Spaces, Gaps::Spaces, Gaps::Paragraphs]),
        marks: dice.of(&[Marks::Kept, Marks::Kept, Marks::Ignored]),
        typo: false,
        notation: Notation {
            on: dice.below(10) > 0,
            scheme: if dice.below(3) == 0 { dice.of(&SCHEMES).1 } else { SCHEMES[0].1 },
            fuzzy: if dice.below(3) == 0 {
                Fuzzy::parse(dice.of(&fuzzy)).expect("known pairs")
            } else {
                Fuzzy::default()
            },
        },
    };
    let typed = query(&mut dice, &text, &few, rules);
    (text, typed, rules)
}

/// A query: a piece of the text as it stands, as it may be typed, or nothing of it.
fn query(dice: &mut Dice, text: &str, few: &[char], rules: Rules) -> String {
    let skipped = dice.below(20);
    let taken = 1 + dice.below(6);
    let piece: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).skip(skipped).take(taken).collect();
    match dice.below(8) {
        0 => dice.text(few, 5),
        1 => dice.text(&LETTERS.chars().collect::<Vec<_>>(), 6),
        2 | 3 => piece.into_iter().collect(),
        way => {
            let mut typed: String = piece
                .iter()
                .map(
                    |&c| if way == 4 && dice.below(3) == 0 { c.to_string() } else { letters(dice, c, rules) },
                )
                .collect();
            if dice.below(3) == 0 {
                typed.pop();
            }
            typed
        }
    }
}

/// One way to type a character.
pub fn letters(dice: &mut Dice, c: char, rules: Rules) -> String {
    let readings: Vec<&str> = Readings::table().read(c).collect();
    if readings.is_empty() {
        return c.to_string();
    }
    let ways = rules.notation.ways(dice.of(&readings));
    let all: Vec<&String> = ways.full.iter().chain(&ways.initial).collect();
    let apart = if dice.below(8) == 0 { "'" } else { "" };
    format!("{apart}{}", dice.of(&all))
}
