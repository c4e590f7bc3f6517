//! Which syllables and letters stand in each of some texts, and which initials one behind another, a bit each: most texts cannot
//! hold what is typed, and need not be gone through.
//!
//! Guarantees: [`Paths::through`] leaves out no text in which the query is read or stands. Never: a match told; a text that is
//! left in may hold none.

use std::sync::LazyLock;

use super::{LONGEST, Moves, Pinyin, STEP};
use crate::text::pinyin::{Readings, Syllable};
use crate::text::same::fold;

/// Words of bits: as many as come from memory at once.
const WORDS: usize = 8;

/// Letters of the alphabet.
const LETTERS: usize = 26;

/// Numbers for two letters of which one begins the syllable behind the other's; some have the same.
const PAIRS: usize = 128;

/// What is typed for many syllables at once: each letter, and those of two letters.
const INITIALS: usize = LETTERS + 3;

/// A bit for each text.
pub type Bits = [u64; WORDS];

/// Of each sound, in which texts it stands: of syllables by their numbers, of letters, of pairs, of initials.
#[derive(Clone, Debug)]
pub struct Sounds(Vec<Bits>);

/// What names the numbers of the sounds and what characters are read so; a test compares it with the table. Where that changes,
/// this has to, and what was kept of sounds is made anew.
pub const SOUNDS: u64 = 0x47ec_ae0a_fb23_50f0;

/// Of each initial, the syllables that begin with it, by their numbers; rising.
static BEGIN: LazyLock<Vec<Vec<usize>>> = LazyLock::new(|| {
    let letters = ('a'..='z').map(String::from).chain(["zh", "ch", "sh"].map(str::to_owned));
    let syllables = Readings::table().syllables();
    let begin = |initial: String| {
        let all = syllables.iter().enumerate().filter(|(_, name)| name.starts_with(&initial));
        all.map(|(at, _)| at).collect()
    };
    letters.map(begin).collect()
});

/// Of each syllable its initials, as sounds.
static INITIAL: LazyLock<Vec<Vec<usize>>> = LazyLock::new(|| {
    let of = |syllable| {
        let with = BEGIN.iter().enumerate().filter(move |(_, all)| all.contains(&syllable));
        with.map(|(at, _)| initial(at)).collect()
    };
    (0..Readings::table().syllables().len()).map(of).collect()
});

/// The ways through a query, from its last place to its first.
#[derive(Clone, Debug)]
pub struct Paths {
    steps: Vec<Step>,
    /// The place behind the last.
    end: usize,
    /// The letters of the query, all of which stand where it stands as it was typed; nothing where that is not asked.
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
    pub const TEXTS: usize = WORDS * 64;

    /// All of them.
    pub const EVERYWHERE: Bits = [u64::MAX; WORDS];

    /// How many sounds there are; their numbers are below that.
    pub fn count() -> usize {
        initial(INITIALS)
    }

    /// Those of `texts`.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let table = Readings::table();
        let mut all = vec![Bits::default(); Self::count()];
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
                for syllable in table.of_set(set) {
                    put(usize::from(*syllable));
                    INITIAL.get(usize::from(*syllable)).into_iter().flatten().copied().for_each(&mut put);
                }
                let here = table.initials(set);
                pairs(table, before, here).for_each(&mut put);
                before = here;
            }
        }
        Self(all)
    }

    /// In which texts each sound stands, by the sounds' numbers.
    pub fn all(&self) -> &[Bits] {
        &self.0
    }

    /// In which texts a sound stands.
    #[inline]
    pub(in crate::search) fn bits(&self, sound: usize) -> Bits {
        self.0.get(sound).copied().unwrap_or_default()
    }
}

impl Paths {
    /// Those through `pinyin`, for which `typed` was typed, folded; without that it is only read.
    pub(in crate::search) fn of(pinyin: &Pinyin, typed: &[char]) -> Self {
        let end = pinyin.end.trailing_zeros() as usize;
        let letters = typed.iter().filter_map(|c| letter(Readings::table(), *c)).collect();
        let steps = (0..end).rev().flat_map(|from| Step::all(pinyin, from, end)).collect();
        Self { steps, end, letters }
    }

    /// The sounds that they ask for, rising.
    pub fn sounds(&self) -> Vec<usize> {
        let of_steps = self.steps.iter().flat_map(|step| step.by.iter().chain(step.pairs.iter().flatten()));
        let mut all: Vec<usize> = of_steps.chain(&self.letters).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Which texts may hold the query, rising, where `bits` says in which of them a sound stands.
    pub fn through(&self, bits: impl Fn(usize) -> Bits) -> impl Iterator<Item = usize> {
        // In which texts one of some sounds stands.
        let any = |sounds: &[usize]| {
            let some = sounds.iter().map(|sound| bits(*sound));
            some.fold(Bits::default(), |all, bits| each(all, bits, |a, b| a | b))
        };
        let mut reach = [Reach::default(); LONGEST + 1];
        if let Some(end) = reach.get_mut(self.end) {
            end.itself = Sounds::EVERYWHERE;
        }
        for step in &self.steps {
            let Reach { mut read, itself } = reach.get(step.to).copied().unwrap_or_default();
            if let Some(pairs) = &step.pairs {
                read = each(read, any(pairs), |a, b| a & b);
            }
            let behind = each(read, itself, |a, b| a | b);
            let Some(from) = reach.get_mut(step.from).filter(|_| behind != Bits::default()) else { continue };
            let by = if step.by.is_empty() { Sounds::EVERYWHERE } else { any(&step.by) };
            let goes = each(behind, by, |a, b| a & b);
            let kind = if step.pairs.is_none() { &mut from.itself } else { &mut from.read };
            *kind = each(*kind, goes, |a, b| a | b);
        }
        let all =
            self.letters.iter().map(|letter| bits(*letter)).reduce(|all, bits| each(all, bits, |a, b| a & b));
        let stands = all.unwrap_or_default();
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
        for step in &mut all {
            step.by = shortened(std::mem::take(&mut step.by));
        }
        if !pinyin.strict {
            // What is no letter stands in too few queries for bits of its own.
            let itself = ('a'..='z').find(|c| pinyin.itself(*c) >> from & 1 == 1);
            let by = itself.and_then(|c| letter(table, c)).into_iter().collect();
            all.push(Self { from, to: from + 1, by, pairs: None });
        }
        all
    }
}

/// The same syllables, which rise, as sounds that are fewer: all that begin alike are one.
fn shortened(mut by: Vec<usize>) -> Vec<usize> {
    let mut initials = Vec::new();
    for (at, begin) in BEGIN.iter().enumerate().filter(|(_, begin)| begin.len() > 1) {
        if begin.iter().all(|syllable| by.binary_search(syllable).is_ok()) {
            by.retain(|syllable| begin.binary_search(syllable).is_err());
            initials.push(initial(at));
        }
    }
    by.extend(initials);
    by
}

/// The sound that an initial is.
fn initial(at: usize) -> usize {
    Readings::table().syllables().len() + LETTERS + PAIRS + at
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
    use xxhash_rust::xxh3::xxh3_64;

    use super::{Paths, SOUNDS, Sounds};
    use crate::search::Rules;
    use crate::search::pinyin::Pinyin;
    use crate::text::pinyin::Readings;
    use crate::text::same::{is_han, is_mark};

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
            let got: Vec<&str> =
                paths.through(|sound| sounds.bits(sound)).filter_map(|at| texts.get(at).copied()).collect();
            assert_eq!(got.join(" "), want, "{typed}");
        }
    }

    #[test]
    fn the_sounds_are_those_that_archives_were_made_with() {
        let table = Readings::table();
        let mut bytes = table.syllables().join(" ").into_bytes();
        for c in ('\0'..=char::MAX).filter(|c| is_han(*c)) {
            let read = table.of_set(table.set(c)).iter().flat_map(|syllable| syllable.to_le_bytes());
            bytes.extend((c as u32).to_le_bytes().into_iter().chain(read));
        }
        // The numbers themselves, of pairs too: each syllable beside another and beside a letter.
        let read = |c: &char| table.set(*c) != 0;
        let some: Vec<char> = ('\u{4e00}'..'\u{a000}').filter(read).step_by(41).collect();
        let texts: Vec<String> =
            some.windows(2).map(|pair| format!("{}{}a{}", pair[0], pair[1], pair[0])).collect();
        let sounds = Sounds::of(texts.iter().map(String::as_str));
        assert_eq!(sounds.all().len(), Sounds::count());
        bytes.extend(sounds.all().iter().flatten().flat_map(|word| word.to_le_bytes()));
        let is = xxh3_64(&bytes);
        assert_eq!(is, SOUNDS, "readings changed: write {is:#x} into SOUNDS, so that archives are made anew");
    }

    #[test]
    fn nothing_that_may_be_passed_over_is_read() {
        let table = Readings::table();
        for c in ('\0'..=char::MAX).filter(|c| is_mark(*c) || c.is_whitespace()) {
            assert_eq!(table.set(c), 0, "{c:?}");
        }
    }
}
