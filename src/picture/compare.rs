//! How two frames differ: what moved, what is where after it.
//!
//! Guarantees: nothing is said to be known that is not. Never: a choice between ways; the painter has it.

use std::hash::{Hash as _, Hasher as _};

use ratatui::layout::Rect;
use rustc_hash::FxHasher;

use super::Picture;
use super::fount::Fount;
use super::spot::{Kind, Spot, reach};

/// Cells of the longest glyph that is painted: a family of four.
const LONGEST: u16 = 16;

/// Whether two rows are alike. All cells are looked at, several at a time, which is faster than a stop at the first
/// difference: most rows have none.
pub(crate) fn alike(one: &[Spot], other: &[Spot]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).fold(0, |sum, (one, other)| sum | one.differs(*other)) == 0
}

/// Rows of `rect` that moved up by so many rows, or down where it is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scroll {
    pub(crate) rect: Rect,
    pub(crate) up: i32,
    /// The blanks that came in; nothing where nobody knows them.
    pub(crate) fill: Option<Spot>,
}

impl Scroll {
    /// All rows of `rect` gone.
    pub(crate) fn away(rect: Rect, fill: Spot) -> Self {
        Self { rect, up: rect.height.into(), fill: Some(fill) }
    }

    /// The row that stands in row `y` now; nothing where it came in.
    fn source(&self, y: u16) -> Option<u16> {
        let from = i32::from(y) + self.up;
        let rows = i32::from(self.rect.top())..i32::from(self.rect.bottom());
        u16::try_from(from).ok().filter(|_| rows.contains(&from))
    }
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
        let Some(scroll) = scroll.filter(here) else { return self.row(y) };
        let (rect, from) = (scroll.rect, scroll.source(y));
        if let Some(from) = from.filter(|_| rect.width == self.area.width) {
            return self.row(from);
        }
        room.clear();
        room.extend_from_slice(self.row(y));
        if let Some(moved) = room.get_mut(usize::from(rect.left())..usize::from(rect.right())) {
            match from.map(|from| self.part(from, rect)) {
                Some(part) if part.len() == moved.len() => moved.copy_from_slice(part),
                _ => moved.fill(scroll.fill.unwrap_or(Spot::UNKNOWN)),
            }
        }
        room
    }

    /// The column of the glyph that reaches into column `x` of row `y` from its left, or may do so, as the terminal has it
    /// after `scroll`: the first, where there are several.
    pub(crate) fn reaching(&self, fount: &Fount, scroll: Option<Scroll>, (x, y): (u16, u16)) -> Option<u16> {
        let inside = scroll.filter(|scroll| scroll.rect.contains((x, y).into()));
        let row = self.row(inside.map_or(Some(y), |scroll| scroll.source(y))?);
        let reaches = |distance: u16| {
            let spot = row.get(usize::from(x.checked_sub(distance)?))?;
            let cells = match spot.kind() {
                Kind::Sure(cells) => u16::from(cells),
                Kind::Doubtful(cells) => reach(fount.symbol(*spot, &mut [0; 4])).max(cells.into()),
                Kind::Blank | Kind::Covered | Kind::Unknown => 0,
            };
            (cells > distance).then(|| x - distance)
        };
        (1..=LONGEST).rev().find_map(reaches)
    }

    /// Whether no glyph stands over the left or the right side of `rect`.
    pub(crate) fn parts_at(&self, rect: Rect) -> bool {
        let is_covered = |row: &[Spot], x: u16| row.get(usize::from(x)) == Some(&Spot::COVERED);
        (rect.top()..rect.bottom())
            .map(|y| self.row(y))
            .all(|row| !is_covered(row, rect.left()) && !is_covered(row, rect.right()))
    }

    /// Whether all rows of `band` have the same beside it.
    pub(crate) fn stands_alone(&self, band: Rect) -> bool {
        let sides = |y: u16| {
            let row = self.row(y);
            (row.get(..usize::from(band.left())), row.get(usize::from(band.right())..))
        };
        (band.top()..band.bottom()).all(|y| sides(y) == sides(band.top()))
    }

    /// The blank that a row of `rect` begins or ends with, the lowest that does.
    pub(crate) fn ground(&self, rect: Rect) -> Option<Spot> {
        let rows = (rect.top()..rect.bottom()).rev().map(|y| self.part(y, rect));
        let edges = rows.flat_map(|row| [row.last(), row.first()]).flatten();
        edges.copied().find(|spot| spot.kind() == Kind::Blank)
    }

    /// What of `band` is other in `next`: the least rectangle that holds all of it.
    pub(crate) fn changed(&self, next: &Self, band: Rect) -> Rect {
        let mut changed = Rect { width: 0, height: 0, ..band };
        for y in (band.top()..band.bottom()).filter(|y| !alike(self.part(*y, band), next.part(*y, band))) {
            let pairs = || (band.left()..).zip(self.part(y, band).iter().zip(next.part(y, band)));
            let differs = |(_, (now, next)): &(u16, (&Spot, &Spot))| now != next;
            let Some((first, _)) = pairs().find(differs) else { continue };
            let last = pairs().filter(differs).last().map_or(first, |(last, _)| last);
            let here = Rect { x: first, y, width: last + 1 - first, height: 1 };
            changed = if changed.is_empty() { here } else { changed.union(here) };
        }
        changed
    }

    /// About how many bytes are gained where all of `rect` is made blanks like `ground` before `next` is painted there: what
    /// is blank in `next` need not be erased, and what stays must be written again.
    pub(crate) fn gain_of_clearing(&self, next: &Self, rect: Rect, ground: Spot) -> i32 {
        /// Bytes of an erasure of any length, and of a cell of a glyph.
        const ERASURE: i32 = 3;
        const CELL: i32 = 2;
        /// So many cells that stay are written again in any case, and not jumped over.
        const JUMP: i32 = 4;
        let mut gain = 0;
        for y in rect.top()..rect.bottom() {
            let (mut erased, mut kept) = (0, 0);
            for (now, next) in self.part(y, rect).iter().zip(next.part(y, rect)) {
                let stays = now == next;
                kept = if stays && *next != ground { kept + 1 } else { 0 };
                erased = if !stays && *next == ground { erased + 1 } else { 0 };
                gain += i32::from(erased > 0 && erased <= ERASURE);
                gain -= if kept > JUMP { CELL } else { 0 };
            }
        }
        gain
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
        // A line up or down is what happens most, and is seen without a look at all pairs of rows.
        let is_moved = |up: i32| {
            let scroll = Scroll { rect: band, up, fill: None };
            let came = |y: &u16| {
                let part = next.part(*y, band);
                scroll.source(*y).is_some_and(|from| alike(self.part(from, band), part)) && !is_blank(part)
            };
            2 * rows().filter(came).count() > usize::from(band.height)
        };
        if let Some(up) = [1, -1].into_iter().find(|up| is_moved(*up)) {
            return Some(up);
        }
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
