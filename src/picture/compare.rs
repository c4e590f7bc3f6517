//! How two frames differ: what moved, what is where after it.
//!
//! Guarantees: nothing is said to be known that is not. Never: a choice between ways; the painter has it.

use std::hash::{Hash as _, Hasher as _};

use ratatui::layout::Rect;
use rustc_hash::FxHasher;

use super::Picture;
use super::spot::{Kind, Spot};

/// Whether two rows are alike. All cells are looked at, several at a time, which is faster than a stop at the first
/// difference: most rows have none.
pub(crate) fn alike(one: &[Spot], other: &[Spot]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).fold(0, |sum, (one, other)| sum | one.differs(*other)) == 0
}

/// Rows of `rect` that moved up by so many rows, or down where it is negative. What is new in `rect` is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scroll {
    pub(crate) rect: Rect,
    pub(crate) up: i32,
}

impl Picture {
    /// The cells of row `y` inside the columns of `rect`.
    fn part(&self, y: u16, rect: Rect) -> &[Spot] {
        self.row(y).get(usize::from(rect.left())..usize::from(rect.right())).unwrap_or_default()
    }

    /// What the terminal has in row `y` after `scroll`; `room` is where it is put together if need be.
    pub(crate) fn scrolled<'a>(
        &'a self,
        scroll: Option<Scroll>,
        y: u16,
        room: &'a mut Vec<Spot>,
    ) -> &'a [Spot] {
        let here = |scroll: &Scroll| (scroll.rect.top()..scroll.rect.bottom()).contains(&y);
        let Some(Scroll { rect, up }) = scroll.filter(here) else { return self.row(y) };
        let from = i32::from(y) + up;
        let inside = from >= i32::from(rect.top()) && from < i32::from(rect.bottom());
        let from = u16::try_from(from).ok().filter(|_| inside);
        if let Some(from) = from.filter(|_| rect.width == self.area.width) {
            return self.row(from);
        }
        room.clear();
        room.extend_from_slice(self.row(y));
        if let Some(moved) = room.get_mut(usize::from(rect.left())..usize::from(rect.right())) {
            match from.map(|from| self.part(from, rect)) {
                Some(part) if part.len() == moved.len() => moved.copy_from_slice(part),
                _ => moved.fill(Spot::UNKNOWN),
            }
        }
        room
    }

    /// Whether a glyph reaches into column `x` of row `y` from its left, as the terminal has it after `scroll`.
    pub(crate) fn is_reached(&self, scroll: Option<Scroll>, (x, y): (u16, u16)) -> bool {
        let inside = scroll.filter(|scroll| scroll.rect.contains((x, y).into()));
        let from = inside.map_or(i32::from(y), |scroll| i32::from(y) + scroll.up);
        let row = u16::try_from(from).map_or(&[][..], |y| self.row(y));
        row.get(usize::from(x)) == Some(&Spot::COVERED)
    }

    /// Whether no glyph stands over the left or the right side of `rect`.
    pub(crate) fn parts_at(&self, rect: Rect) -> bool {
        let is_covered = |row: &[Spot], x: u16| row.get(usize::from(x)) == Some(&Spot::COVERED);
        (rect.top()..rect.bottom())
            .map(|y| self.row(y))
            .all(|row| !is_covered(row, rect.left()) && !is_covered(row, rect.right()))
    }

    /// Where the blanks of one ground begin that end row `y`, and one of them; nothing where the row ends otherwise.
    pub(crate) fn tail(&self, y: u16) -> Option<(usize, Spot)> {
        let row = self.row(y);
        let last = *row.last().filter(|spot| spot.kind() == Kind::Blank)?;
        Some((row.len() - row.iter().rev().take_while(|spot| **spot == last).count(), last))
    }

    /// A number for each row of `band`; rows that are alike have the same, and others hardly ever.
    fn prints(&self, band: Rect) -> Vec<u64> {
        let print = |y: u16| {
            let mut hasher = FxHasher::default();
            self.part(y, band).hash(&mut hasher);
            hasher.finish()
        };
        (band.top()..band.bottom()).map(print).collect()
    }

    /// How far most rows of `band` moved up that are other ones in `next`; nothing where so few did that a second draft
    /// takes longer than it saves, as after a page down.
    pub(crate) fn shift(&self, next: &Self, band: Rect) -> Option<i32> {
        if band.height < 2 || band.width == 0 {
            return None;
        }
        let rows = || band.top()..band.bottom();
        if rows().all(|y| alike(self.part(y, band), next.part(y, band))) {
            return None;
        }
        let is_blank = |part: &[Spot]| part.iter().all(|spot| spot.kind() == Kind::Blank);
        let (here, there) = (self.prints(band), next.prints(band));
        let mut votes: Vec<(i32, usize)> = Vec::new();
        for ((to, print), was) in (0..).zip(&there).zip(&here) {
            if print == was || is_blank(next.part(band.y + to, band)) {
                continue;
            }
            for from in (0_u16..).zip(&here).filter(|(_, other)| *other == print).map(|(from, _)| from) {
                let up = i32::from(from) - i32::from(to);
                match votes.iter_mut().find(|(other, _)| *other == up) {
                    Some((_, count)) => *count += 1,
                    None => votes.push((up, 1)),
                }
            }
        }
        let (up, count) = votes.into_iter().max_by_key(|(up, count)| (*count, -up.abs()))?;
        (count * 8 >= usize::from(band.height)).then_some(up)
    }
}
