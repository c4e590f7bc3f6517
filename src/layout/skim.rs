//! How much of a row is surely filled: cells added up over bytes, many at a time, with no look at what stands beside what.
//!
//! A row of Chinese ends where its cells are full, and only what stands near its end says where. What is skimmed ends
//! with two ideographs, between which a row may end at every level, so nothing before that place matters any more.
//! Guarantees: the same cells as [`Kind`](crate::text::kind::Kind) has; what is skimmed are characters that are clusters
//! by themselves, and so is what follows it. Never: a straight quotation mark, which has to be counted; a tabulator; a character that is not common in
//! Chinese print.

use crate::text::width::{Ambiguous, Widths};

/// Bytes that are looked at together.
const LANES: usize = 16;

/// The same and two behind them: a character of Chinese has three.
type Window = [u8; LANES + 2];

/// What can be skimmed: up to which byte, and its cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Skimmed {
    pub(super) bytes: usize,
    pub(super) cells: usize,
}

/// What of `text`, which begins with a character, fits into `room` cells for sure. Nothing where that is not worth it.
pub(super) fn skim(text: &[u8], room: usize, widths: Widths) -> Option<Skimmed> {
    let ambiguous = match widths.ambiguous {
        Ambiguous::Narrow => 1,
        Ambiguous::Wide => 2,
    };
    let (mut end, mut cells) = (0, 0);
    // A byte has one cell at most, or two where it begins a character of two or three bytes.
    while cells + LANES <= room
        && let Some(window) = text.get(end..).and_then(|rest| rest.first_chunk())
        && let Some(more) = cells_of(window, ambiguous)
    {
        end += LANES;
        cells += more;
    }
    back(text, Skimmed { bytes: end, cells }, ambiguous)
}

/// Back to the last place behind two ideographs. What comes there was looked at too: it stands alone.
fn back(text: &[u8], from: Skimmed, ambiguous: u8) -> Option<Skimmed> {
    let Skimmed { mut bytes, mut cells } = from;
    let byte = |at: usize| text.get(at).copied().unwrap_or_default();
    while bytes > 6 {
        bytes -= 1;
        if is_rest(byte(bytes)) != 0 {
            continue;
        }
        let own = [byte(bytes), byte(bytes + 1), byte(bytes + 2)];
        cells -= usize::from(cells_from(own, ambiguous));
        if is_ideograph(byte(bytes - 3)) & is_ideograph(byte(bytes - 6)) != 0 {
            return Some(Skimmed { bytes, cells });
        }
    }
    None
}

/// Cells of the characters that begin in the first bytes of `window`; nothing where one is not common in print. One plain
/// loop for each step: then the compiler does the step for all bytes at once, in any build.
#[allow(clippy::needless_range_loop, reason = "iterators over several arrays are not always inlined")]
#[inline]
fn cells_of(window: &Window, ambiguous: u8) -> Option<usize> {
    let (mut cells, mut others) = ([0; LANES], [0; LANES]);
    for at in 0..LANES {
        cells[at] = cells_from([window[at], window[at + 1], window[at + 2]], ambiguous);
    }
    for at in 0..LANES {
        others[at] = is(cells[at], 0) & !is_rest(window[at]);
    }
    let (mut sum, mut other) = (0, 0);
    for at in 0..LANES {
        sum += cells[at];
    }
    for at in 0..LANES {
        other |= others[at];
    }
    (other == 0).then_some(usize::from(sum))
}

/// Cells of the character that begins with the first of `bytes`; none where that begins none that is common in print. No
/// branch, so that many bytes are looked at together.
#[inline]
const fn cells_from([a, b, c]: [u8; 3], ambiguous: u8) -> u8 {
    let latin = within(a, b' ', b'~') & !is(a, b'"');
    // U+3001 to U+3015: marks, brackets, signs.
    let mark = is(a, 0xe3) & is(b, 0x80) & within(c, 0x81, 0x95);
    // U+FF01 to U+FF3F: full-width forms.
    let form = is(a, 0xef) & is(b, 0xbc) & !is(c, 0x80);
    // – — ― and ‘ ’ “ ” and …
    let general = within(c, 0x93, 0x95) | within(c, 0x98, 0x9d) & is(c & 2, 0) | is(c, 0xa6);
    // ·
    let dot = is(a, 0xc2) & is(b, 0xb7);
    let dash = is(a, 0xe2) & is(b, 0x80) & general;
    latin & 1 | (is_ideograph(a) | mark | form) & 2 | (dash | dot) & ambiguous
}

/// All bits where `byte` begins an ideograph: one from U+4000 to U+9FFF.
#[inline]
const fn is_ideograph(byte: u8) -> u8 {
    within(byte, 0xe4, 0xe9)
}

/// All bits where `byte` is not the first one of a character.
#[inline]
const fn is_rest(byte: u8) -> u8 {
    within(byte, 0x80, 0xbf)
}

/// All bits where `byte` is `one`.
#[inline]
const fn is(byte: u8, one: u8) -> u8 {
    (byte == one) as u8 * u8::MAX
}

/// All bits where `byte` is one from `first` to `last`.
#[inline]
const fn within(byte: u8, first: u8, last: u8) -> u8 {
    (byte.wrapping_sub(first) <= last - first) as u8 * u8::MAX
}

#[cfg(test)]
mod tests {
    use super::{Ambiguous, Skimmed, Widths, cells_from, skim};
    use crate::text::class::Class;
    use crate::text::kind::Kind;

    fn cells(c: char, ambiguous: u8) -> u8 {
        let mut bytes = [0; 6];
        c.encode_utf8(&mut bytes);
        let [a, b, c, ..] = bytes;
        cells_from([a, b, c], ambiguous)
    }

    #[test]
    fn what_is_skimmed_has_the_cells_of_the_table_and_stands_alone() {
        let mut common = 0;
        for c in ('\0'..=char::MAX).filter(|c| cells(*c, 1) > 0) {
            let kind = Kind::of(c);
            for (own, ambiguous) in [(1, Ambiguous::Narrow), (2, Ambiguous::Wide)] {
                assert_eq!(usize::from(cells(c, own)), kind.cells(Widths::new(ambiguous)), "{c}");
            }
            assert!(kind.is_alone() && kind.class() != Class::Straight, "{c}");
            common += 1;
        }
        assert_eq!(common, 0x6000 + 94 + 0x15 + 0x3f + 8 + 1);
    }

    #[test]
    fn as_much_is_skimmed_as_fits_for_sure_up_to_a_place_behind_ideographs() {
        for (text, room, want) in [
            ("春江潮水连海平海上明月共潮生滟滟随波", 40, Some((45, 30))),
            ("春江潮水连海平海上明月共潮生滟滟随波", 20, Some((15, 10))),
            ("春江潮水连海平海上明月共潮生滟滟随波", 15, None),
            ("春江潮水，连海平，海上明月", 40, Some((24, 16))),
            ("“春江”潮水，（连）海平ab，", 40, Some((18, 10))),
            ("春江潮水连海平\"海上明月共潮生滟滟随波", 40, Some((15, 10))),
            ("春江潮水连海平\t海上明月共潮生滟滟随波", 40, Some((15, 10))),
            ("春江潮水e\u{301}海平海上明月共潮生滟滟随波", 40, None),
            ("春江", 40, None),
            ("", 40, None),
        ] {
            let want = want.map(|(bytes, cells)| Skimmed { bytes, cells });
            assert_eq!(skim(text.as_bytes(), room, Widths::default()), want, "{text} {room}");
        }
    }
}
