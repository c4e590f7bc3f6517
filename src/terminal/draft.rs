//! One way to the next frame: which cells are written, in which order.
//!
//! Guarantees: after its bytes the terminal shows the frame; where a half of a glyph is overwritten the other half is
//! painted too; behind a glyph of doubtful width its neighbours are. Never: a comparison with other ways.

use ratatui::layout::{Position, Rect};

use super::pen::{Follows, Pen};
use super::sgr::step;
use super::stops::Tabs;
use crate::picture::{Fount, Kind, Look, Picture, Scroll, Spot, alike, reach};

/// Glyphs of so many bytes are rather written again than jumped over: a move takes as many.
const JUMP: usize = 4;

/// One way to what is next.
pub(super) struct Draft<'a> {
    pub(super) fount: &'a Fount,
    pub(super) shown: &'a Picture,
    pub(super) scroll: Option<Scroll>,
    pub(super) next: &'a Picture,
    pub(super) tabs: Tabs,
}

/// Cells of one row that are written in one go.
#[derive(Clone, Copy, Debug)]
struct Run {
    y: u16,
    from: u16,
    to: u16,
    /// A cell of its look, and that look.
    like: Spot,
    look: Look,
    /// Whether there are only blanks so far, for which any look with their ground will do.
    only_blanks: Blanks,
    trust: Trust,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blanks {
    Only,
    Not,
}

/// Runs that end with a doubtful glyph come first, so that their neighbours are painted after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    Doubtful,
    Sure,
}

impl Trust {
    const fn of(kind: Kind) -> Self {
        if matches!(kind, Kind::Doubtful(_)) { Self::Doubtful } else { Self::Sure }
    }
}

impl Draft<'_> {
    /// Writes with `pen` what is different after the scroll; nothing where that takes `limit` bytes.
    pub(super) fn written(&self, mut pen: Pen, limit: usize) -> Option<Pen> {
        let mut runs: Vec<Run> = Vec::new();
        let mut moved = Vec::new();
        let mut changed = Vec::new();
        // Bytes that it takes at least.
        let mut least = pen.bytes().len();
        for y in 0..self.next.area().height {
            let row = self.next.row(y);
            let before = self.shown.scrolled(self.scroll, y, &mut moved);
            if alike(before, row) {
                continue;
            }
            self.mark(&mut changed, before, row);
            self.widen_to_end(&mut changed, &pen, y);
            least += self.collect(&changed, y, &mut runs);
            if least >= limit {
                return None;
            }
        }
        if let Some(scroll) = self.scroll {
            self.scroll(&mut pen, scroll, &mut runs);
        }
        in_order(&mut runs, pen.look());
        if self.tabs == Tabs::ToStops {
            pen.want_stops(&self.beginnings(&runs));
        }
        for run in &runs {
            self.write(&mut pen, run);
            if pen.bytes().len() >= limit {
                return None;
            }
        }
        (pen.bytes().len() < limit).then_some(pen)
    }

    /// Moves rows. Where the rows that come in take their ground from the pen, what looks as the pen does and stands outside
    /// is written first and taken from `runs`, so that colours change once.
    fn scroll(&self, pen: &mut Pen, scroll: Scroll, runs: &mut Vec<Run>) {
        let ground = scroll.fill.map(|blank| self.fount.look(blank));
        if let Some(ground) = ground.filter(|ground| !pen.look().is_some_and(|now| now.serves(*ground))) {
            let now = pen.look();
            // What a doubtful glyph may run over is written behind it.
            let doubtful = runs.iter().filter(|run| run.trust == Trust::Doubtful).map(|run| run.y);
            let doubtful: Vec<u16> = doubtful.collect();
            let is_first = |run: &mut Run| {
                Some(run.look) == now && run.is_outside(scroll.rect) && !doubtful.contains(&run.y)
            };
            for run in runs.extract_if(.., is_first) {
                self.write(pen, &run);
            }
            pen.dress_ahead(ground, most_used(runs, ground));
        }
        pen.scroll(scroll, ground);
    }

    /// Says for each cell of a row whether it is to be painted.
    fn mark(&self, changed: &mut Vec<bool>, before: &[Spot], row: &[Spot]) {
        changed.clear();
        changed.resize(row.len(), false);
        let mut until = 0;
        let mut x = 0;
        while let Some(spot) = row.get(x) {
            let end = x + usize::from(spot.cells());
            let differs = x < until || before.get(x..end) != row.get(x..end);
            if differs {
                if let Some(cells) = changed.get_mut(x..end) {
                    cells.fill(true);
                }
                if let Kind::Doubtful(_) = spot.kind() {
                    // What the terminal may have drawn over is painted again.
                    until = until.max(x + usize::from(reach(self.fount.symbol(*spot, &mut [0; 4]))));
                }
            }
            x = end;
        }
    }

    /// Where a row ends in blanks of which some change, erasing to its end is shorter than writing them.
    fn widen_to_end(&self, changed: &mut [bool], pen: &Pen, y: u16) {
        let tail = self.next.tail(y).filter(|(_, blank)| pen.can_erase(self.fount.look(*blank)));
        let Some(tail) = tail.and_then(|(from, _)| changed.get_mut(from..)) else { return };
        if tail.iter().filter(|changed| **changed).count() > 3
            && let Some(first) = tail.iter().position(|changed| *changed)
        {
            tail.iter_mut().skip(first).for_each(|changed| *changed = true);
        }
    }

    /// Cuts the cells of row `y` that changed into runs. Returns how many bytes their glyphs take at least: no fewer
    /// than cells.
    fn collect(&self, changed: &[bool], y: u16, runs: &mut Vec<Run>) -> usize {
        let mut run: Option<Run> = None;
        let mut least = 0;
        // Bytes of what lies between the run and `x`, if it can be written again.
        let mut between = Some(0);
        let mut x = 0;
        for (spot, is_changed) in self.next.row(y).iter().zip(changed) {
            let kind = spot.kind();
            if kind == Kind::Covered {
                continue;
            }
            let cells = spot.cells();
            let mut joins = || run.as_mut().is_some_and(|run| run.joins(*spot, self.fount));
            if *is_changed {
                if between.is_none() || !joins() {
                    runs.extend(run.replace(Run::new((x, y), *spot, self.fount)));
                }
                if let Some(run) = run.as_mut() {
                    run.to = x + cells;
                }
                least += if kind == Kind::Blank { 0 } else { usize::from(cells) };
                between = Some(0);
            } else if let Some(bytes) = between {
                let more = bytes + self.fount.symbol(*spot, &mut [0; 4]).len();
                let again = more <= JUMP && Trust::of(kind) == Trust::Sure;
                between = (again && joins()).then_some(more);
            }
            x += cells;
        }
        runs.extend(run);
        least
    }

    /// How many rows begin in each column.
    fn beginnings(&self, runs: &[Run]) -> Vec<usize> {
        let mut counts = vec![0; usize::from(self.next.area().width)];
        for (run, above) in runs.iter().skip(1).zip(runs) {
            if run.y != above.y {
                counts.get_mut(usize::from(run.from)).into_iter().for_each(|count| *count += 1);
            }
        }
        counts
    }

    fn write(&self, pen: &mut Pen, run: &Run) {
        let row = self.next.row(run.y);
        let mut room = [0; 4];
        let mut x = run.from;
        while let Some(spot) = row.get(usize::from(x)).filter(|_| x < run.to) {
            pen.move_to(Position { x, y: run.y });
            match spot.kind() {
                Kind::Sure(_) => {
                    let rest = row.get(usize::from(x)..usize::from(run.to)).unwrap_or_default();
                    x += self.write_sure(pen, rest, run.look);
                    continue;
                }
                Kind::Doubtful(_) => {
                    pen.doubtful_glyph(self.fount.symbol(*spot, &mut room), spot.cells(), run.look);
                }
                Kind::Blank | Kind::Covered | Kind::Unknown => {
                    x += self.write_blanks(pen, run, Position { x, y: run.y });
                    continue;
                }
            }
            x += spot.cells();
        }
    }

    /// Writes the blanks of one kind that `run` has from `at` on. Returns their cells.
    fn write_blanks(&self, pen: &mut Pen, run: &Run, at: Position) -> u16 {
        let rest = self.next.row(run.y).get(usize::from(at.x)..usize::from(run.to)).unwrap_or_default();
        let Some(blank) = rest.first() else { return 0 };
        let count = rest.iter().take_while(|other| *other == blank).count();
        let count = u16::try_from(count).unwrap_or(u16::MAX);
        let look = self.fount.look(*blank);
        pen.dress_ahead(look, run.look);
        let end = Position { x: at.x + count, y: at.y };
        let follows = if end.x < run.to { Follows::Something } else { Follows::Nothing };
        // Some terminals erase half a glyph and leave the other half, which takes this half away when it is written over:
        // tmux. A space that is written takes both.
        let mut from = end.x;
        while from > at.x
            && let Some(start) = self.shown.reaching(self.fount, self.scroll, (from, at.y))
        {
            from = start.max(at.x);
        }
        if from < end.x {
            if from > at.x {
                pen.blanks(from - at.x, look, Follows::Something);
                pen.move_to(Position { x: from, ..at });
            }
            pen.spaces(end.x - from, look);
        } else {
            pen.blanks(count, look, follows);
        }
        count
    }

    /// Writes the glyphs that `row` begins with as far as their width is certain. Returns their cells.
    fn write_sure(&self, pen: &mut Pen, row: &[Spot], look: Look) -> u16 {
        pen.dress(look);
        let mut cells = 0;
        for spot in row {
            match spot.kind() {
                Kind::Sure(_) => {
                    pen.ink(self.fount.symbol(*spot, &mut [0; 4]), spot.cells());
                    cells += spot.cells();
                }
                Kind::Covered => {}
                Kind::Doubtful(_) | Kind::Blank | Kind::Unknown => break,
            }
        }
        cells
    }
}

impl Run {
    fn new((x, y): (u16, u16), spot: Spot, fount: &Fount) -> Self {
        let only_blanks = if spot.kind() == Kind::Blank { Blanks::Only } else { Blanks::Not };
        let (like, look, trust) = (spot, fount.look(spot), Trust::of(spot.kind()));
        Self { y, from: x, to: x + spot.cells(), like, look, only_blanks, trust }
    }

    /// Whether it has no cell in `rect`.
    fn is_outside(&self, rect: Rect) -> bool {
        let cells = Rect { x: self.from, y: self.y, width: self.to - self.from, height: 1 };
        !cells.intersects(rect)
    }

    /// Takes `spot` in, if that takes no change of colours and is safe.
    fn joins(&mut self, spot: Spot, fount: &Fount) -> bool {
        if self.trust == Trust::Doubtful {
            return false;
        }
        match (self.only_blanks, spot.kind()) {
            (_, Kind::Blank) => return self.look.serves(fount.look(spot)),
            (Blanks::Only, _) if fount.look(spot).serves(self.look) => {
                (self.like, self.look, self.only_blanks) = (spot, fount.look(spot), Blanks::Not);
            }
            _ if !self.like.is_in_look_of(spot) => return false,
            _ => {}
        }
        self.trust = Trust::of(spot.kind());
        true
    }
}

/// The look that serves for blanks of `ground` and that most runs have; that of the ground where none does.
fn most_used(runs: &[Run], ground: Look) -> Look {
    let mut counts: Vec<(Look, usize)> = Vec::new();
    for run in runs.iter().filter(|run| run.look.serves(ground)) {
        match counts.iter_mut().find(|(look, _)| *look == run.look) {
            Some((_, count)) => *count += 1,
            None => counts.push((run.look, 1)),
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(ground, |(look, _)| look)
}

/// Puts runs of one look together, and looks that differ little beside each other: a change of colours takes more bytes
/// than a move.
fn in_order(runs: &mut [Run], now: Option<Look>) {
    let mut looks = Vec::new();
    for run in runs.iter().filter(|run| run.only_blanks == Blanks::Not) {
        if !looks.contains(&run.look) {
            looks.push(run.look);
        }
    }
    for run in runs.iter_mut().filter(|run| run.only_blanks == Blanks::Only) {
        match now.iter().chain(&looks).find(|look| look.serves(run.look)) {
            Some(look) => run.look = *look,
            None => looks.push(run.look),
        }
    }
    // Doubtful ones are written before all others.
    let first = runs.iter().rfind(|run| run.trust == Trust::Doubtful).map(|run| run.look);
    let looks = by_steps(looks, first.or(now));
    // Stable: the runs of one look stay in the order of the screen, and so do all doubtful ones, which may run over
    // what begins the next.
    runs.sort_by_cached_key(|run| {
        let look = looks.iter().position(|look| *look == run.look);
        (run.trust, look.filter(|_| run.trust == Trust::Sure))
    });
}

/// `looks` beginning with `first`, each followed by the one that takes the fewest bytes from there.
fn by_steps(mut looks: Vec<Look>, first: Option<Look>) -> Vec<Look> {
    let mut ordered: Vec<Look> = first.into_iter().collect();
    looks.retain(|look| Some(*look) != first);
    while looks.len() > 1
        && let Some(next) = (0..looks.len())
            .min_by_key(|index| looks.get(*index).map(|look| step(ordered.last().copied(), *look).len()))
    {
        ordered.push(looks.remove(next));
    }
    ordered.extend(looks);
    ordered
}
