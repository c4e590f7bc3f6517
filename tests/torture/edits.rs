//! Edits that happen to texts, made at random, with a record of what became of every paragraph.
//!
//! Guarantees: a block says which paragraphs of the first text its words come from. Never: an empty block.

use baolan::text::punctuation::Punctuation;
use baolan::text::script::{Converter, Script};

/// A small generator of random numbers (`SplitMix64`), so that a seed gives the same edits everywhere.
pub(crate) struct Random(pub u64);

impl Random {
    /// A number below `limit`, or 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize % limit.max(1)
    }

    /// Another order.
    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }
}

/// A block of an edited text.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// What it says.
    pub(crate) words: String,
    /// The blocks of the first text whose words are in it.
    from: Vec<usize>,
}

impl Block {
    /// Whether words of the block that had this number in the first text are in it.
    pub(crate) fn holds(&self, number: usize) -> bool {
        self.from.contains(&number)
    }
}

/// A text that is edited.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    /// Its blocks; at least one.
    pub(crate) blocks: Vec<Block>,
}

impl Text {
    /// A text with a headline.
    pub(crate) fn new(title: &str, paragraphs: &[String]) -> Self {
        let title = Some(title.to_owned()).filter(|title| !title.trim().is_empty());
        let all = title.into_iter().chain(paragraphs.iter().cloned());
        Self { blocks: all.enumerate().map(|(at, words)| Block { words, from: vec![at] }).collect() }
    }

    fn each(&mut self, edit: impl Fn(&str) -> String) {
        for block in &mut self.blocks {
            block.words = edit(&block.words);
        }
    }
}

/// An edit.
pub(crate) type Edit = fn(&mut Text, &mut Random);

/// The edits by their names.
pub(crate) const EDITS: &[(&str, Edit)] = &[
    ("half width", |text, _| text.each(half)),
    ("full width", |text, _| text.each(full)),
    ("punctuation restored", |text, _| text.each(|words| Punctuation::Full.show(words).into_owned())),
    ("simplified", |text, _| convert(text, Script::Simplified)),
    ("traditional", |text, _| convert(text, Script::Traditional)),
    ("dumped with other cuts", |text, random| (0..=text.blocks.len() / 4).for_each(|_| split(text, random))),
    ("paragraph split", split),
    ("paragraphs joined", join),
    ("paragraph deleted", delete),
    ("paragraph duplicated", duplicate),
    ("headline moved", |text, random| {
        let headline = text.blocks.remove(0);
        let to = random.below(text.blocks.len() + 1);
        text.blocks.insert(to, headline);
    }),
    ("1-5 % changed", |text, random| {
        let of_hundred = 1 + random.below(5);
        alter(text, random, of_hundred);
    }),
];

fn convert(text: &mut Text, script: Script) {
    let converter = Converter::new(script);
    text.each(|words| converter.show_all(words).unwrap_or_else(|| words.to_owned()));
}

/// Full-width marks, letters and digits in half width, as dumps have them.
fn half(words: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '“' | '”' => '"',
        c => c,
    };
    words.chars().map(narrow).collect()
}

fn full(words: &str) -> String {
    let wide =
        |c: char| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c };
    words.chars().map(wide).collect()
}

/// A block becomes two.
fn split(text: &mut Text, random: &mut Random) {
    let at = random.below(text.blocks.len());
    let block = &mut text.blocks[at];
    let length = block.words.chars().count();
    if length < 2 {
        return;
    }
    let (byte, _) = block.words.char_indices().nth(1 + random.below(length - 1)).expect("a character");
    let rest = block.words.split_off(byte);
    let from = block.from.clone();
    text.blocks.insert(at + 1, Block { words: rest, from });
}

fn join(text: &mut Text, random: &mut Random) {
    if text.blocks.len() < 2 {
        return;
    }
    let at = random.below(text.blocks.len() - 1);
    let next = text.blocks.remove(at + 1);
    text.blocks[at].words.push_str(&next.words);
    text.blocks[at].from.extend(next.from);
}

/// A paragraph goes, with all blocks that hold words of it.
fn delete(text: &mut Text, random: &mut Random) {
    if text.blocks.len() < 2 {
        return;
    }
    let at = random.below(text.blocks.len());
    let gone = text.blocks[at].from.clone();
    let is_left = |block: &Block| !gone.iter().any(|number| block.holds(*number));
    if text.blocks.iter().any(is_left) {
        text.blocks.retain(is_left);
    }
}

fn duplicate(text: &mut Text, random: &mut Random) {
    let at = random.below(text.blocks.len());
    let to = random.below(text.blocks.len() + 1);
    let copy = text.blocks[at].clone();
    text.blocks.insert(to, copy);
}

/// Of a hundred characters so many become another, go, or get one beside them.
fn alter(text: &mut Text, random: &mut Random, of_hundred: usize) {
    for block in &mut text.blocks {
        let mut words = String::with_capacity(block.words.len());
        for c in block.words.chars() {
            let other = char::from_u32(0x4e00 + random.below(3000) as u32).unwrap_or(c);
            if random.below(100) >= of_hundred {
                words.push(c);
                continue;
            }
            match random.below(3) {
                0 => words.push(other),
                1 => words.extend([c, other]),
                _ => {}
            }
        }
        if !words.is_empty() {
            block.words = words;
        }
    }
}
