//! All that layout asks of a character, in one look at a table: its class, its cells, whether it stands alone.
//!
//! Guarantees: the same answers as [`class`], [`Widths`] and [`stands_alone`], which fill the table a page of 256
//! characters at a time when one of them is first met. Never: a look at the neighbours.

use std::sync::OnceLock;

use super::class::{Class, MEASURE_WORDS, class};
use super::cluster::stands_alone;
use super::width::{Ambiguous, Widths};

/// What the table has for a character, packed: the class in the five lowest bits, two bits of cells where ambiguous
/// characters are narrow, two where they are wide, and one bit for each of the other answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(u16);

const CLASS: u16 = 0x1f;
const NARROW: u32 = 5;
const WIDE: u32 = 7;
const ALONE: u16 = 1 << 9;
const PAUSES: u16 = 1 << 10;
const CLOSES: u16 = 1 << 11;
const HALVES: u16 = 1 << 12;

type Page = [u16; 256];

/// The table for the Basic Multilingual Plane. It holds nothing but what its functions would answer again.
static PAGES: [OnceLock<Page>; 256] = [const { OnceLock::new() }; 256];

impl Kind {
    /// What there is to know of `c`.
    pub fn of(c: char) -> Self {
        let code = u32::from(c);
        let Some(page) = PAGES.get((code >> 8) as usize) else { return Self::made(c) };
        let page = page.get_or_init(|| made(code & 0xff00));
        Self(page.get((code & 0xff) as usize).copied().unwrap_or_default())
    }

    /// What there is to know of a cluster, but for its cells: that of its first character. What stands on a mark cannot be
    /// drawn in half its cells, and a digit in a frame (keycap) is a picture. Nothing for an empty one.
    pub fn of_cluster(cluster: &str) -> Option<Self> {
        let mut chars = cluster.chars();
        let kind = Self::of(chars.next()?);
        if chars.next().is_none() {
            return Some(kind);
        }
        let kind = Self(kind.0 & !HALVES);
        Some(if cluster.ends_with('\u{20e3}') { kind.with(Class::Other) } else { kind })
    }

    fn made(c: char) -> Self {
        let mut buffer = [0; 4];
        let own = c.encode_utf8(&mut buffer);
        let cells = |ambiguous| Widths::new(ambiguous).cluster(own).min(3) as u16;
        let mut bits = class(c) as u16;
        bits |= cells(Ambiguous::Narrow) << NARROW | cells(Ambiguous::Wide) << WIDE;
        for (bit, holds) in [
            (ALONE, stands_alone(c)),
            (PAUSES, is_pause(c)),
            (CLOSES, is_closing(c)),
            (HALVES, half_width(c).is_some()),
        ] {
            bits |= if holds { bit } else { 0 };
        }
        Self(bits)
    }

    /// Its class.
    pub fn class(self) -> Class {
        Class::ALL.get(usize::from(self.0 & CLASS)).copied().unwrap_or(Class::Other)
    }

    /// The same with another class, where what stands beside it says so.
    #[must_use]
    pub const fn with(self, class: Class) -> Self {
        Self(self.0 & !CLASS | class as u16)
    }

    /// Cells that it takes.
    pub const fn cells(self, widths: Widths) -> usize {
        let shift = match widths.ambiguous {
            Ambiguous::Narrow => NARROW,
            Ambiguous::Wide => WIDE,
        };
        (self.0 >> shift & 3) as usize
    }

    /// Whether it is a cluster by itself beside any other such character.
    pub const fn is_alone(self) -> bool {
        self.0 & ALONE != 0
    }

    /// Whether it is a pause or stop in full width, whose right half is empty: it may hang out of a row.
    pub const fn pauses(self) -> bool {
        self.0 & PAUSES != 0
    }

    /// Whether it is such a mark or a closing one: behind it there is room by nature.
    pub const fn is_natural_gap(self) -> bool {
        self.0 & (PAUSES | CLOSES) != 0
    }

    /// Whether there is a form of it in one cell, for the end of a row.
    pub const fn halves(self) -> bool {
        self.0 & HALVES != 0
    }
}

/// Ideographs from the first to the last page that has nothing else, all alike but for measure words.
const IDEOGRAPHS: std::ops::Range<u32> = 0x4e00..0xa000;

fn made(first: u32) -> Page {
    if IDEOGRAPHS.contains(&first) {
        return ideographs(first);
    }
    let mut page = [0; 256];
    for (code, entry) in (first..).zip(&mut page) {
        // There is no character for the codes of surrogates.
        *entry = char::from_u32(code).map_or(0, |c| Kind::made(c).0);
    }
    page
}

/// A page of ideographs, of which a screen of text needs dozens: made without asking of each what it is.
fn ideographs(first: u32) -> Page {
    let plain = Kind::made('\u{4e00}').with(Class::Han);
    let mut page = [plain.0; 256];
    for c in MEASURE_WORDS.chars() {
        let place = u32::from(c).checked_sub(first).and_then(|at| page.get_mut(at as usize));
        if let Some(entry) = place {
            *entry = plain.with(Class::Measure).0;
        }
    }
    page
}

const fn is_pause(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '？' | '！' | '．')
}

const fn is_closing(c: char) -> bool {
    matches!(c, '）' | '」' | '』' | '】' | '〗' | '〉' | '》' | '〕' | '］' | '｝' | '”' | '’')
}

/// The form in one cell of a mark that takes two, if it has one. Source: the block Halfwidth and Fullwidth Forms.
pub const fn half_width(c: char) -> Option<&'static str> {
    Some(match c {
        '，' => ",",
        '。' => "｡",
        '、' => "､",
        '；' => ";",
        '：' => ":",
        '？' => "?",
        '！' => "!",
        '）' => ")",
        '」' => "｣",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Ambiguous, Kind, Widths, class, half_width, stands_alone};

    #[test]
    fn the_table_has_what_the_functions_answer() {
        for c in ('\0'..='\u{ffff}').chain("😀𠀀\u{e0100}\u{10ffff}".chars()) {
            let kind = Kind::of(c);
            assert_eq!((kind.class(), kind.is_alone()), (class(c), stands_alone(c)), "{c:?}");
            for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
                let widths = Widths::new(ambiguous);
                assert_eq!(kind.cells(widths), widths.cluster(&c.to_string()), "{c:?} {ambiguous:?}");
            }
        }
    }

    #[test]
    fn a_half_has_half_the_cells() {
        for c in ('\u{2000}'..='\u{ffff}').filter(|c| half_width(*c).is_some()) {
            let half = half_width(c).unwrap();
            for ambiguous in [Ambiguous::Narrow, Ambiguous::Wide] {
                let widths = Widths::new(ambiguous);
                assert_eq!((widths.cluster(half), widths.cluster(&c.to_string())), (1, 2), "{c}");
            }
        }
    }
}
