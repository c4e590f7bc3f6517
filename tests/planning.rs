//! What the index leaves out of a search in letters, held against the matcher on every text.
//!
//! Guarantees: a failure names its number, and the number makes the case again. Never: a block of more than one text, so that
//! what is not narrowed is seen.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

use baolan::index::{Block, Gatherer, Plan, Segment};
use baolan::search::{Field, Fuzzy, Gaps, Marks, Notation, Query, Rules, Scheme, Subject};

use crate::support::cases::{Dice, case, letters};

/// The segment over these texts, each a block.
fn segment(texts: &[String]) -> Segment<Vec<u8>> {
    let mut gatherer = Gatherer::default();
    for text in texts {
        gatherer.add([("f", text.as_str())].into_iter()).unwrap();
    }
    let block = |at: usize| Block { batch: 1, offset: at as u64, length: 1, sum: 0, day: 1 };
    let bytes = gatherer.finish(&(0..texts.len()).map(block).collect::<Vec<_>>(), Vec::new()).unwrap();
    let size = bytes.len() as u64;
    Segment::open(bytes, size).unwrap()
}

/// How many texts match, and how many are left to be looked at, of which none may be missing.
fn check(texts: &[String], segment: &Segment<Vec<u8>>, typed: &str, rules: Rules) -> (usize, usize) {
    let never = AtomicBool::new(false);
    let query = Query::filter(typed, rules, &[Field::Title]);
    let mut candidates =
        Plan::of(&query).candidates(segment, 0..segment.blocks().len() as u32, &never).unwrap();
    let mut left = BTreeSet::new();
    while let Some(block) = candidates.advance().unwrap() {
        left.insert(block as usize);
    }
    let passes = |text: &str| query.passes(&Subject { texts: &[text], ..Subject::default() }, &never);
    let found: Vec<usize> = (0..texts.len()).filter(|at| passes(&texts[*at]).unwrap()).collect();
    for at in &found {
        assert!(left.contains(at), "{typed:?} by {rules:?} is lost in {:?}", texts[*at]);
    }
    (found.len(), left.len())
}

#[test]
fn no_text_in_which_letters_are_read_is_left_out() {
    let texts: Vec<String> = (0..1500).map(|seed| case(seed).0).collect();
    let segment = segment(&texts);
    let (mut found, mut left, mut all) = (0, 0, 0);
    for seed in 0..400 {
        let (_, typed, rules) = case(seed);
        let (of_this, left_of_this) = check(&texts, &segment, &typed, rules);
        found += of_this;
        left += left_of_this;
        all += texts.len();
    }
    assert!(found > 5_000 && left < all / 2, "{found} found, {left} of {all} looked at");
}

#[test]
fn among_all_characters_nothing_is_left_out_either_and_little_is_looked_at() {
    let mut dice = Dice::new(3);
    let common = |dice: &mut Dice| char::from_u32(0x4e00 + dice.below(0xa34) as u32 * 8);
    let any = |dice: &mut Dice| {
        char::from_u32([0x3400, 0x20000, 0xf900, 0x2e80][dice.below(4)] + dice.below(0x80) as u32)
    };
    let text = |dice: &mut Dice| -> String {
        (0..60)
            .filter_map(|_| match dice.below(16) {
                0 => any(dice),
                1 => Some(['，', ' ', '\n', '\u{3000}', 'k'][dice.below(5)]),
                _ => common(dice),
            })
            .collect()
    };
    let texts: Vec<String> = (0..3000).map(|_| text(&mut dice)).collect();
    let segment = segment(&texts);
    let plain = Notation::default();
    let fuzzy = Fuzzy::parse("zh/z an/ang n/l").unwrap();
    let (mut found, mut left, mut all) = (0, 0, 0);
    for round in 0..300 {
        let notation = match round % 4 {
            0 => Notation { scheme: Scheme::Microsoft, ..plain },
            1 => Notation { fuzzy, ..plain },
            _ => plain,
        };
        let gaps = [Gaps::None, Gaps::Spaces, Gaps::Paragraphs][dice.below(3)];
        let rules = Rules { notation, gaps, marks: Marks::Kept, ..Rules::default() };
        let from = dice.below(50);
        let of = &texts[dice.below(texts.len())];
        let piece: Vec<char> =
            of.chars().filter(|c| !c.is_whitespace()).skip(from).take(2 + round % 4).collect();
        let mut typed: String = piece.iter().map(|&c| letters(&mut dice, c, rules)).collect();
        if dice.below(3) == 0 {
            typed.pop();
        }
        let (of_this, left_of_this) = check(&texts, &segment, &typed, rules);
        found += of_this;
        if typed.len() > 8 {
            left += left_of_this - of_this;
            all += texts.len();
        }
    }
    assert!(found > 300 && left < all / 4, "{found} found, {left} of {all} looked at in vain");
}

#[test]
fn of_blocks_that_have_all_pairs_of_a_chain_few_are_left_that_have_not_the_chain() {
    let mut dice = Dice::new(11);
    let some: Vec<char> = "渡口灯塔船岸江城老街修好住户搬回水文站位记本旧册".chars().collect();
    let text = |dice: &mut Dice| -> String {
        let part = |dice: &mut Dice| match dice.below(12) {
            0 => ['，', ' ', '\n', '\u{3000}', 'k', '燈'][dice.below(6)],
            _ => some[dice.below(some.len())],
        };
        (0..240).map(|_| part(dice)).collect()
    };
    let texts: Vec<String> = (0..1200).map(|_| text(&mut dice)).collect();
    let segment = segment(&texts);
    let (mut found, mut left, mut all) = (0, 0, 0);
    for round in 0..240 {
        let gaps = [Gaps::None, Gaps::Spaces, Gaps::Paragraphs][dice.below(3)];
        let rules = Rules { gaps, marks: Marks::Kept, ..Rules::default() };
        let of = &texts[dice.below(texts.len())];
        let letter = |c: char| letters(&mut dice, c, rules);
        let piece = of.chars().filter(|c| !c.is_whitespace()).skip(round % 99).take(3 + round % 3);
        let typed: String = piece.map(letter).collect();
        let (of_this, left_of_this) = check(&texts, &segment, &typed, rules);
        found += of_this;
        if typed.len() > 8 {
            left += left_of_this - of_this;
            all += texts.len() - of_this;
        }
    }
    assert!(found > 2_000 && left < all / 24, "{found} found, {left} of {all} looked at in vain");
}
