//! What is done to rows once all of them are known: the last one gets company, the others are filled.
//!
//! Guarantees: linear; no legal row becomes an illegal one; the first byte of a row that was not the last stays one.
//! Never: more than one ideograph moved.

use super::breaks::may_break;
use super::filler::parts;
use super::measure::{Measure, Row, Tail};
use super::placed::places_to_fill;
use crate::text::class::Class;
use crate::text::kind::Kind;
use crate::text::punctuation::Punctuated;

/// Finishes the rows of a part of a block that ends at `end`; the block's first byte is counted as `base`.
pub(super) fn finish(
    mut rows: Vec<Row>,
    shown: &Punctuated<'_>,
    end: usize,
    (base, measure): (usize, Measure),
) -> Vec<Row> {
    if measure.options.orphans && end == shown.text().len() {
        comfort(&mut rows, shown.text(), (base, measure));
    }
    if measure.options.flush
        && let Some((_, above)) = rows.split_last_mut()
    {
        for row in above {
            let used = usize::from(row.indent) + usize::from(row.width);
            let short = measure.cells.saturating_sub(used);
            if short > 0 && row.tail == Tail::Plain && short <= places_to_fill(shown, base, *row) {
                row.fill = short as u16;
            }
        }
    }
    rows
}

/// Gives a last row that is one ideograph, or one with its mark, the last ideograph of the row above.
fn comfort(rows: &mut [Row], text: &str, (base, measure): (usize, Measure)) {
    let [.., above, last] = rows else { return };
    let (Some(own), Some(their)) =
        (text.get(last.start - base..last.end - base), text.get(above.start - base..above.end - base))
    else {
        return;
    };
    let mut words = own.chars();
    let is_alone = words.next().is_some_and(is_ideograph)
        && words.all(|c| class(c) >= Class::Pause || class(c).closes());
    let mut before = their.chars().rev();
    let moved = before.next().filter(|c| is_ideograph(*c));
    // What stands before it must be plain: the class of others depends on what stands around them.
    let left = before.next().map(class).filter(|class| *class < Class::Pause);
    let (Some(moved), Some(left), true, Tail::Plain) = (moved, left, is_alone, above.tail) else { return };
    let right = if measure.options.keep_measure_words { class(moved) } else { Class::Han };
    if !may_break(measure.level, left, right) {
        return;
    }
    let taken = 2 + u16::from(parts(measure.options, left, right));
    if above.width <= taken || usize::from(last.width) + 2 > measure.cells {
        return;
    }
    above.end -= moved.len_utf8();
    above.width -= taken;
    last.start = above.end;
    last.width += 2;
}

fn class(c: char) -> Class {
    Kind::of(c).class()
}

/// Whether `c` is an ideograph that is set in a run: three bytes, two cells.
const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}
