//! How Han characters are read, without tones: all readings of each, none of them chosen by context.
//!
//! Guarantees: a syllable is lower-case ASCII, ü as `v`; readings are looked up without a string being made. Never: made
//! at the start of the program; the table comes with the first query in Latin letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use pinyin::ToPinyinMulti;

use super::same::{fold, is_han};

/// A syllable, by its place in [`Readings::syllables`].
pub type Syllable = u16;

/// The first code in the table; the readings of others are few and looked up one by one.
pub const FIRST: u32 = 0x3400;
/// The last one.
const LAST: u32 = 0x9fff;

/// Made once, in some milliseconds.
static READINGS: LazyLock<Readings> = LazyLock::new(Readings::new);

/// The readings of all characters. Characters that are read alike share one set, of which there are some four thousand.
#[derive(Debug)]
pub struct Readings {
    syllables: Vec<String>,
    /// The set of each character from [`FIRST`] on; set 0 is empty.
    of: Vec<u16>,
    /// Where each set begins in `pool`, and where the last ends.
    starts: Vec<u32>,
    pool: Vec<Syllable>,
    /// The letters with which the syllables of each set begin, a bit each.
    initials: Vec<u32>,
    /// The set of each list of syllables.
    known: HashMap<Vec<Syllable>, u16>,
}

impl Readings {
    /// The table.
    pub fn table() -> &'static Self {
        &READINGS
    }

    fn new() -> Self {
        let mut names: Vec<&'static str> = Vec::new();
        let mut numbers: HashMap<&'static str, Syllable> = HashMap::new();
        let mut table = Self {
            syllables: Vec::new(),
            of: Vec::with_capacity((LAST - FIRST + 1) as usize),
            starts: vec![0, 0],
            pool: Vec::new(),
            initials: Vec::new(),
            known: HashMap::from([(Vec::new(), 0)]),
        };
        let mut read: Vec<Syllable> = Vec::new();
        for c in (FIRST..=LAST).filter_map(char::from_u32) {
            read.clear();
            for name in c.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain) {
                let number = *numbers.entry(name).or_insert_with(|| {
                    names.push(name);
                    Syllable::try_from(names.len() - 1).unwrap_or(Syllable::MAX)
                });
                if !read.contains(&number) {
                    read.push(number);
                }
            }
            let set = table.set_named(&read);
            table.of.push(set);
        }
        table.syllables = names.into_iter().map(spelt).collect();
        table.initials = (0..table.sets()).map(|set| table.begin(table.of_set(set))).collect();
        table
    }

    /// The number of a set, a new one where it was not known.
    fn set_named(&mut self, read: &[Syllable]) -> u16 {
        if let Some(set) = self.known.get(read) {
            return *set;
        }
        let set = u16::try_from(self.starts.len() - 1).unwrap_or(0);
        self.pool.extend_from_slice(read);
        self.starts.push(u32::try_from(self.pool.len()).unwrap_or(u32::MAX));
        self.known.insert(read.to_vec(), set);
        set
    }

    /// All syllables.
    pub fn syllables(&self) -> &[String] {
        &self.syllables
    }

    /// How many sets there are; their numbers are below that.
    pub fn sets(&self) -> usize {
        self.starts.len() - 1
    }

    /// The sets of the characters from [`FIRST`] on.
    pub fn table_sets(&self) -> &[u16] {
        &self.of
    }

    /// The set of readings of `c`; 0 where it has none.
    #[inline]
    pub fn set(&self, c: char) -> usize {
        let code = c as u32;
        let place = code.wrapping_sub(FIRST) as usize;
        match self.of.get(place) {
            Some(set) => usize::from(*set),
            None if is_han(c) => self.rare(c),
            None => 0,
        }
    }

    /// The set of a character beyond the table, or of another code for one: that of all its readings, or else of the
    /// first that has one.
    fn rare(&self, c: char) -> usize {
        let folded = fold(c);
        if folded != c {
            return self.set(folded);
        }
        let mut read: Vec<Syllable> = Vec::new();
        for name in c.to_pinyin_multi().into_iter().flatten().map(pinyin::Pinyin::plain) {
            let name = spelt(name);
            let number = self.syllables.iter().position(|known| *known == name);
            let number = number.and_then(|number| Syllable::try_from(number).ok());
            read.extend(number.filter(|number| !read.contains(number)));
        }
        while !read.is_empty() {
            if let Some(set) = self.known.get(&read) {
                return usize::from(*set);
            }
            read.pop();
        }
        0
    }

    /// The syllables of a set.
    #[inline]
    pub fn of_set(&self, set: usize) -> &[Syllable] {
        let bound = |at: usize| self.starts.get(at).map_or(0, |at| *at as usize);
        self.pool.get(bound(set)..bound(set + 1)).unwrap_or_default()
    }

    /// The letters with which some syllables begin, a bit each.
    pub fn begin(&self, some: &[Syllable]) -> u32 {
        let names = some.iter().filter_map(|syllable| self.syllables.get(usize::from(*syllable)));
        names.filter_map(|name| name.bytes().next()).fold(0, |all, first| all | 1 << (first - b'a'))
    }

    /// The letters with which those of a set begin.
    #[inline]
    pub fn initials(&self, set: usize) -> u32 {
        self.initials.get(set).copied().unwrap_or(0)
    }

    /// The readings of `c`.
    pub fn read(&self, c: char) -> impl Iterator<Item = &str> {
        let syllables = self.of_set(self.set(c)).iter();
        syllables.filter_map(|number| self.syllables.get(usize::from(*number))).map(String::as_str)
    }
}

/// A syllable in the letters of a keyboard.
fn spelt(name: &str) -> String {
    name.replace('ü', "v").replace('ê', "e")
}

#[cfg(test)]
mod tests {
    use super::Readings;

    #[test]
    fn a_character_has_all_its_readings() {
        let table = Readings::table();
        for (c, want) in [
            ('科', "ke"),
            ('重', "zhong chong tong"),
            ('长', "zhang chang"),
            ('長', "zhang chang"),
            ('略', "lve"),
            ('女', "nv ru"),
            ('\u{f900}', "qi kai"),
            ('⼈', "ren"),
            ('a', ""),
            ('。', ""),
            ('あ', ""),
        ] {
            let read: Vec<&str> = table.read(c).collect();
            assert_eq!(read.join(" "), want, "{c}");
        }
        assert!(table.read('\u{20000}').count() > 0);
        assert!(table.syllables().iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase())));
        assert!((400..450).contains(&table.syllables().len()), "{}", table.syllables().len());
        assert!((1000..8000).contains(&table.sets()), "{}", table.sets());
    }
}
