//! Which syllables and letters stand in each of some texts, and which initials one behind another, a bit each: most texts cannot
//! hold what is typed, and need not be gone through.
//!
//! Guarantees: [`Paths::through`] leaves out no text in which the query is read or stands. Never: a match told; a text that is
//! left in may hold none.

use super::{LONGEST, Moves, Pinyin, STEP};
use crate::text::pinyin::{Readings, Syllable};
use crate::text::same::fold;

/// Words of bits: as many as come from memory at once.
const WORDS: usize = 8;

/// Letters of the alphabet.
const LETTERS: usize = 26;

/// Numbers for two letters of which one begins the syllable behind the other's; some have the same.
const PAIRS: usize = 128;

/// A bit for each text.
type Bits = [u64; WORDS];

/// Of each sound, in which texts it stands: of syllables by their numbers, of letters, of pairs.
#[derive(Clone, Debug)]
pub(in crate::search) struct Sounds(Vec<Bits>);

/// The ways through a query, from its last place to its first.
#[derive(Clone, Debug)]
pub(in crate::search) struct Paths {
    steps: Vec<Step>,
    /// The place behind the last.
    end: usize,
    /// The letters of the query, all of which stand where it stands as it was typed.
    letters: Vec<usize>,
}

/// From one place to another.
#[derive(Clone, Debug)]
struct Step {
    from: usize,
    to: usize,
    /// By one of these sounds; by anything where there are none.
    by: Vec<usize>,
    /// With one of these pairs where a syllable follows; `None` where it is no syllable that is gone by.
    pairs: Option<Vec<usize>>,
}

/// In which texts the query goes on from a place to its end: by a syllable there, or by the character itself.
#[derive(Clone, Copy, Default)]
struct Reach {
    read: Bits,
    itself: Bits,
}

impl Sounds {
    /// Most texts.
    pub(in crate::search) const TEXTS: usize = WORDS * 64;

    /// Those of `texts`.
    pub(in crate::search) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let table = Readings::table();
        let mut all = vec![Bits::default(); table.syllables().len() + LETTERS + PAIRS];
        for (at, text) in texts.enumerate().take(Self::TEXTS) {
            let mut put = |sound: usize| {
                if let Some(word) = all.get_mut(sound).and_then(|bits| bits.get_mut(at / 64)) {
                    *word |= 1 << (at % 64);
                }
            };
            let mut before = 0;
            for c in text.chars() {
                let set = table.set(c);
                if set == 0 {
                    letter(table, fold(c)).into_iter().for_each(&mut put);
                    continue;
                }
                table.of_set(set).iter().map(|syllable| usize::from(*syllable)).for_each(&mut put);
                let here = table.initials(set);
                pairs(table, before, here).for_each(&mut put);
                before = here;
            }
        }
        Self(all)
    }

    /// In which texts one of some sounds stands.
    fn any(&self, sounds: &[usize]) -> Bits {
        let some = sounds.iter().filter_map(|sound| self.0.get(*sound));
        some.fold(Bits::default(), |all, bits| each(all, *bits, |a, b| a | b))
    }
}

impl Paths {
    /// Those through `pinyin`, for which `typed` was typed, folded.
    pub(in crate::search) fn of(pinyin: &Pinyin, typed: &[char]) -> Self {
        let end = pinyin.end.trailing_zeros() as usize;
        let letters = typed.iter().filter_map(|c| letter(Readings::table(), *c)).collect();
        let steps = (0..end).rev().flat_map(|from| Step::all(pinyin, from, end)).collect();
        Self { steps, end, letters }
    }

    /// Which texts may hold the query, by what sounds they have, rising.
    pub(in crate::search) fn through(&self, sounds: &Sounds) -> impl Iterator<Item = usize> {
        let mut reach = [Reach::default(); LONGEST + 1];
        if let Some(end) = reach.get_mut(self.end) {
            end.itself = [u64::MAX; WORDS];
        }
        for step in &self.steps {
            let Reach { mut read, itself } = reach.get(step.to).copied().unwrap_or_default();
            if let Some(pairs) = &step.pairs {
                read = each(read, sounds.any(pairs), |a, b| a & b);
            }
            let behind = each(read, itself, |a, b| a | b);
            let Some(from) = reach.get_mut(step.from).filter(|_| behind != Bits::default()) else { continue };
            let by = if step.by.is_empty() { [u64::MAX; WORDS] } else { sounds.any(&step.by) };
            let goes = each(behind, by, |a, b| a & b);
            let kind = if step.pairs.is_none() { &mut from.itself } else { &mut from.read };
            *kind = each(*kind, goes, |a, b| a | b);
        }
        let all = self.letters.iter().map(|letter| sounds.any(&[*letter]));
        let stands = all.fold([u64::MAX; WORDS], |all, bits| each(all, bits, |a, b| a & b));
        let [Reach { read, itself }, ..] = reach;
        let bits = each(each(read, itself, |a, b| a | b), stands, |a, b| a | b);
        bits.into_iter().enumerate().flat_map(|(word, bits)| ones(bits).map(move |bit| word * 64 + bit))
    }
}

impl Step {
    /// Those from one place.
    fn all(pinyin: &Pinyin, from: usize, end: usize) -> Vec<Self> {
        let table = Readings::table();
        let by_of = |at: usize, takes: &dyn Fn(&Moves) -> u64| -> Vec<usize> {
            // A syllable may be longer than what is left; nothing goes on from behind the end.
            let place = if at < end { 1_u64 << at } else { 0 };
            let goes = |moves: &Moves| takes(moves) & place != 0;
            pinyin.moves.iter().enumerate().filter(|(_, moves)| goes(moves)).map(|(sound, _)| sound).collect()
        };
        let begin = |some: &[usize]| {
            let some = some.iter().filter_map(|sound| Syllable::try_from(*sound).ok());
            table.begin(&some.collect::<Vec<_>>())
        };
        let step = |to: usize, takes: &dyn Fn(&Moves) -> u64| {
            let by = by_of(from, takes);
            let behind = by_of(to, &|moves| moves.any);
            let pairs = pairs(table, begin(&by), begin(&behind));
            Self { from, to, pairs: Some(pairs.collect()), by }
        };
        let mut all = vec![step(end, &|moves| moves.finish)];
        all.extend((0..STEP).map(|at| step(from + at + 1, &|moves| moves.by.get(at).copied().unwrap_or(0))));
        all.retain(|step| !step.by.is_empty());
        if !pinyin.strict {
            // What is no letter stands in too few queries for bits of its own.
            let itself = ('a'..='z').find(|c| pinyin.itself(*c) >> from & 1 == 1);
            let by = itself.and_then(|c| letter(table, c)).into_iter().collect();
            all.push(Self { from, to: from + 1, by, pairs: None });
        }
        all
    }
}

/// The sound that a folded letter is.
fn letter(table: &Readings, c: char) -> Option<usize> {
    c.is_ascii_lowercase().then(|| table.syllables().len() + (c as usize - usize::from(b'a')))
}

/// The sounds that two neighbours are which begin with these letters.
fn pairs(table: &Readings, before: u32, behind: u32) -> impl Iterator<Item = usize> {
    let first = table.syllables().len() + LETTERS;
    ones(before.into())
        .flat_map(move |a| ones(behind.into()).map(move |b| first + (a * (LETTERS + 1) + b) % PAIRS))
}

/// Which bits are set, rising.
fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let one = (bits != 0).then(|| bits.trailing_zeros() as usize);
        bits &= bits.wrapping_sub(1);
        one
    })
}

/// What `of` makes of each two words.
fn each(a: Bits, b: Bits, of: impl Fn(u64, u64) -> u64) -> Bits {
    let mut all = a;
    all.iter_mut().zip(b).for_each(|(a, b)| *a = of(*a, b));
    all
}

#[cfg(test)]
mod tests {
    use super::{Paths, Sounds};
    use crate::search::Rules;
    use crate::search::pinyin::Pinyin;
    use crate::text::pinyin::Readings;
    use crate::text::same::is_mark;

    #[test]
    fn texts_without_a_syllable_or_with_other_neighbours_are_left_out() {
        let texts = ["科创中心", "中心", "心中科创", "长沙ＡＩ", "Kczx", "", "科，创", "女儿", "中中"];
        let sounds = Sounds::of(texts.into_iter());
        for (typed, want) in [
            ("kechuang", "科创中心 心中科创 科，创"),
            ("kczx", "科创中心 Kczx"),
            ("zhongx", "科创中心 中心"),
            ("xinzhong", "心中科创"),
            ("zhangsha", "长沙ＡＩ"),
            ("changshaai", "长沙ＡＩ"),
            ("ai", "长沙ＡＩ"),
            ("nver", "女儿"),
            ("nüer", "女儿"),
            ("nu", ""),
            ("科chuang", "科创中心 心中科创 科，创"),
            // As long as a query may be.
            (&"zhong".repeat(12), "中中"),
            (&("zhong".repeat(12) + "zho"), "中中"),
        ] {
            let typed_folded: Vec<char> = typed.chars().collect();
            let paths = Paths::of(&Pinyin::new(typed, Rules::default()).expect(typed), &typed_folded);
            let got: Vec<&str> = paths.through(&sounds).filter_map(|at| texts.get(at).copied()).collect();
            assert_eq!(got.join(" "), want, "{typed}");
        }
    }

    #[test]
    fn nothing_that_may_be_passed_over_is_read() {
        let table = Readings::table();
        for c in ('\0'..=char::MAX).filter(|c| is_mark(*c) || c.is_whitespace()) {
            assert_eq!(table.set(c), 0, "{c:?}");
        }
    }
}
