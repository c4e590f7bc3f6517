//! How a query goes on at each character of a text, in a table small enough for the nearest cache.
//!
//! Guarantees: what it says is what [`Pinyin::ways`] says. Never: an answer for a rare character.

use rustc_hash::FxHashMap;

use super::Pinyin;
use crate::text::pinyin::{FIRST, Readings};

/// The codes in the table: ASCII, the marks and characters of Chinese, full-width forms.
const RANGES: [(u32, u32); 3] = [(0, 0x7f), (0x3000, 0x9fff), (0xff00, 0xffff)];

/// How many they are.
const SIZE: usize = 0x80 + 0x7000 + 0x100;

/// The row of a character of which the table says nothing.
const NONE: u8 = u8::MAX;

/// From which places a character goes on, and where from the first place.
type Step = (u64, u64);

/// The table. Characters that go on alike share a row, and nearly all of a text's go nowhere.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps {
    rows: Vec<Step>,
    /// The row of each character of [`RANGES`].
    of: Vec<u8>,
}

impl Steps {
    /// The table for `pinyin`.
    pub(super) fn of(pinyin: &Pinyin, table: &Readings) -> Self {
        let mut rows = Rows::default();
        let of_set: Vec<u8> = pinyin.sets.iter().map(|step| rows.row(*step)).collect();
        let mut of: Vec<u8> = Vec::with_capacity(SIZE);
        for (from, to) in RANGES {
            // Most stand in the table of readings and nowhere else.
            let tabled = if (from..=to).contains(&FIRST) { FIRST } else { to + 1 };
            of.extend((from..tabled).map(|code| rows.row_of(pinyin, table, code)));
            let sets = table.table_sets().iter().take((to + 1 - tabled) as usize);
            of.extend(sets.map(|set| of_set.get(usize::from(*set)).copied().unwrap_or(NONE)));
        }
        for (form, _) in &pinyin.others {
            if let Some(row) = place(*form).and_then(|place| of.get_mut(place)) {
                *row = rows.row_of(pinyin, table, u32::from(*form));
            }
        }
        Self { rows: rows.rows, of }
    }

    /// How the query goes on at `c`, if the table knows.
    #[inline]
    pub(super) fn of_char(&self, c: char) -> Option<Step> {
        self.rows.get(usize::from(*self.of.get(place(c)?)?)).copied()
    }
}

/// Where `c` stands among [`RANGES`].
#[inline]
const fn place(c: char) -> Option<usize> {
    match c as u32 {
        code @ 0x3000..=0x9fff => Some((code - 0x3000 + 0x80) as usize),
        code @ 0..=0x7f => Some(code as usize),
        code @ 0xff00..=0xffff => Some((code - 0xff00 + 0x7080) as usize),
        _ => None,
    }
}

/// Rows being numbered.
#[derive(Debug, Default)]
struct Rows {
    rows: Vec<Step>,
    known: FxHashMap<Step, u8>,
}

impl Rows {
    fn row(&mut self, step: Step) -> u8 {
        // That of going nowhere, which most do.
        if self.rows.first() == Some(&step) {
            return 0;
        }
        if let Some(row) = self.known.get(&step) {
            return *row;
        }
        let Some(row) = u8::try_from(self.rows.len()).ok().filter(|row| *row < NONE) else { return NONE };
        self.rows.push(step);
        self.known.insert(step, row);
        row
    }

    fn row_of(&mut self, pinyin: &Pinyin, table: &Readings, code: u32) -> u8 {
        char::from_u32(code).map_or(NONE, |c| self.row(pinyin.ways(table, c)))
    }
}

#[cfg(test)]
mod tests {
    use crate::search::pinyin::Pinyin;
    use crate::search::{Gaps, Marks, Rules};
    use crate::text::pinyin::Readings;

    #[test]
    fn the_table_says_what_is_so() {
        let table = Readings::table();
        let ignored = Rules { marks: Marks::Ignored, gaps: Gaps::Paragraphs, ..Rules::default() };
        for (typed, rules) in [
            ("kechuangzhongxin", Rules::default()),
            ("kczx", ignored),
            ("科chuang", Rules::default()),
            ("zh", Rules::default()),
            ("zheshiyigehenchangdechaxunyongyuceshibiaogededaxiao", Rules::default()),
        ] {
            let pinyin = Pinyin::new(typed, rules).expect(typed);
            let known: Vec<char> =
                ('\0'..=char::MAX).filter(|c| pinyin.steps.of_char(*c).is_some()).collect();
            assert!(known.len() > 20_000, "{typed}: {}", known.len());
            assert_eq!(pinyin.steps.of.len(), super::SIZE);
            for c in known {
                assert_eq!(pinyin.steps.of_char(c), Some(pinyin.ways(table, c)), "{typed} {c:?}");
            }
        }
    }
}
