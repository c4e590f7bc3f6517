//! The ways through a query in letters as an index asks for them: from which place to which, and by which characters.
//!
//! Guarantees: wherever the query is read, its characters are those of one way from the first place to the end, in order.
//! Never: a match told; a way may be one that the matcher does not go.

use std::sync::{LazyLock, OnceLock};

use super::{LONGEST, Moves, Pinyin, STEP};
use crate::search::Marks;
use crate::text::pinyin::Readings;
use crate::text::same::{fold, is_han};

/// Of each syllable the folded characters that are read so in one of their forms, rising. Made once, in some milliseconds.
static READ: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let table = Readings::table();
    let mut all = vec![Vec::new(); table.syllables().len()];
    for c in ('\0'..=char::MAX).filter(|c| is_han(*c)) {
        for syllable in table.of_set(table.set(c)) {
            if let Some(chars) = all.get_mut(usize::from(*syllable)) {
                chars.push(fold(c));
            }
        }
    }
    for chars in &mut all {
        chars.sort_unstable();
        chars.dedup();
    }
    all
});

/// The ways through a query.
#[derive(Clone, Debug)]
pub struct Spelling {
    /// From one place to another, by where they begin.
    pub stretches: Vec<Stretch>,
    /// The place behind the last.
    pub end: usize,
}

/// A stretch of a query that one character stands for.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// Where it begins.
    pub from: usize,
    /// Where the next one does.
    pub to: usize,
    syllables: Vec<usize>,
    itself: Option<char>,
    chars: OnceLock<Vec<char>>,
}

impl Stretch {
    /// The characters that may stand for it, folded and rising.
    pub fn chars(&self) -> &[char] {
        self.chars.get_or_init(|| {
            let read = self.syllables.iter().filter_map(|syllable| READ.get(*syllable)).flatten();
            let mut chars: Vec<char> = read.copied().chain(self.itself).collect();
            chars.sort_unstable();
            chars.dedup();
            chars
        })
    }
}

impl Spelling {
    /// The ways through `pinyin`; none where marks may stand between its characters.
    pub(in crate::search) fn of(pinyin: &Pinyin) -> Option<Self> {
        if pinyin.rules.marks == Marks::Ignored {
            return None;
        }
        let end = pinyin.end.trailing_zeros() as usize;
        let mut stretches: Vec<Stretch> = (0..end).flat_map(|from| Stretch::all(pinyin, from, end)).collect();
        let [mut comes, mut goes] = [[false; LONGEST + 1]; 2];
        let is = |places: &[bool], at: usize| places.get(at) == Some(&true);
        let set = |places: &mut [bool], at: usize| places.get_mut(at).into_iter().for_each(|on| *on = true);
        set(&mut comes, 0);
        for stretch in &stretches {
            if is(&comes, stretch.from) {
                set(&mut comes, stretch.to);
            }
        }
        set(&mut goes, end);
        for stretch in stretches.iter().rev() {
            if is(&goes, stretch.to) {
                set(&mut goes, stretch.from);
            }
        }
        stretches.retain(|stretch| is(&comes, stretch.from) && is(&goes, stretch.to));
        Some(Self { stretches, end })
    }
}

impl Stretch {
    /// Those from one place.
    fn all(pinyin: &Pinyin, from: usize, end: usize) -> impl Iterator<Item = Self> {
        let by_of = move |to: usize| -> Vec<usize> {
            let goes = |moves: &Moves| {
                let by = moves.by.get(to - from - 1).copied().unwrap_or(0);
                (by | if to == end { moves.finish } else { 0 }) >> from & 1 == 1
            };
            pinyin.moves.iter().enumerate().filter(|(_, moves)| goes(moves)).map(|(sound, _)| sound).collect()
        };
        // What finishes the query is no longer than a syllable.
        (from + 1..=end.min(from + STEP)).filter_map(move |to| {
            let itself = pinyin.letters.get(from).copied().filter(|_| to == from + 1 && !pinyin.strict);
            let stretch = Self { from, to, syllables: by_of(to), itself, chars: OnceLock::new() };
            (!stretch.syllables.is_empty() || itself.is_some()).then_some(stretch)
        })
    }
}
