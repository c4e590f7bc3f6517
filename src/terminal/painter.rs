//! From one frame to the next: of all ways that it knows, the one of the fewest bytes.
//!
//! Guarantees: after the bytes the terminal shows the frame, whatever it showed before where nothing is known of that;
//! where a half of a glyph is overwritten the other half is painted too; behind a glyph of doubtful width its
//! neighbours are; a frame is one piece between the marks of a synchronized update, so nothing flickers. Never: a write.

use std::mem;

use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Color;

use super::pen::{Erases, Follows, Pen, whole_rows};
use super::sgr::step;
use crate::picture::{Fount, Kind, Look, Picture, Scroll, Spot, reach};
use crate::text::width::Ambiguous;

const FRAME_STARTS: &str = "\x1b[?2026h";
const FRAME_ENDS: &str = "\x1b[?2026l";
const CURSOR_HIDES: &str = "\x1b[?25l";
const CURSOR_SHOWS: &str = "\x1b[?25h";

/// Glyphs of so many bytes are rather written again than jumped over: a move takes as many.
const JUMP: usize = 4;

/// Whether rows can be moved in some columns only (DECLRMM).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Margins {
    /// Over the whole width only.
    #[default]
    Rows,
    /// In any columns.
    Columns,
}

/// What the terminal can do and how it does it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// What it erases with.
    pub erases: Erases,
    /// Which rows it moves.
    pub margins: Margins,
    /// How wide it said that it draws ambiguous characters; nothing where it said nothing.
    pub ambiguous: Option<Ambiguous>,
}

/// Paints frame after frame on one terminal.
#[derive(Debug)]
pub struct Painter {
    abilities: Abilities,
    /// What the terminal shows; nothing where that is not known.
    shown: Option<Picture>,
    /// The frame before it, kept for its memory: the next one is painted on it.
    spare: Picture,
    fount: Fount,
    pen: Pen,
    /// Where the cursor is shown, if it is.
    caret: Option<Position>,
}

/// Cells of one row that are written in one go.
#[derive(Clone, Copy, Debug)]
struct Run {
    y: u16,
    from: u16,
    to: u16,
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

impl Painter {
    /// A painter for a terminal of which only its abilities are known.
    pub fn new(abilities: Abilities) -> Self {
        let pen = Pen::new(Size::ZERO, abilities.erases);
        Self { abilities, shown: None, spare: Picture::default(), fount: Fount::default(), pen, caret: None }
    }

    /// Learns what the terminal can do.
    pub const fn learn(&mut self, abilities: Abilities) {
        self.abilities = abilities;
    }

    /// Forgets what the terminal shows, because something else wrote to it.
    pub fn forget(&mut self) {
        self.shown = None;
        // A cursor that something else has shown is hidden in any case.
        self.caret = Some(Position::default());
    }

    /// The bytes that make a terminal of `size` cells show what `draw` paints, which is every cell, and its cursor where
    /// `draw` says; none where nothing changed. Rows inside one of `bands` may have moved together.
    pub fn paint(
        &mut self,
        size: Size,
        bands: &[Rect],
        draw: impl FnOnce(&mut Picture, &mut Fount) -> Option<Position>,
    ) -> String {
        let area = Rect::from((Position::ORIGIN, size));
        if self.shown.as_ref().is_none_or(|shown| shown.area() != area) {
            self.shown = None;
            self.pen = Pen::new(size, self.abilities.erases);
        }
        if self.fount.is_full() {
            self.fount = Fount::default();
            self.shown = None;
        }
        self.fount.learn(self.abilities.ambiguous);
        let mut next = mem::take(&mut self.spare);
        next.resize(area);
        let caret = draw(&mut next, &mut self.fount);
        let shown = self.shown.take().unwrap_or_else(|| self.cleared(&next));
        let mut pen = self.best(&shown, &next, bands);
        self.shown = Some(next);
        self.spare = shown;
        let body = pen.take();
        self.pen = pen;
        self.frame(&body, caret)
    }

    /// An empty screen in the ground that most of `next` has.
    fn cleared(&mut self, next: &Picture) -> Picture {
        let look = next.tail(0).map_or_else(Look::default, |(_, blank)| self.fount.look(blank));
        let bg = if self.pen.can_erase(look) { look.bg } else { Color::Reset };
        self.pen.clear(bg);
        Picture::of(next.area(), self.fount.blank(Look { bg, ..Look::default() }))
    }

    /// Where everything is written in the cheapest way.
    fn best(&self, shown: &Picture, next: &Picture, bands: &[Rect]) -> Pen {
        let mut ways = Vec::new();
        for band in bands {
            let band = band.intersection(next.area());
            let Some(up) = shown.shift(next, band) else { continue };
            let whole = whole_rows(band, next.area().as_size());
            let aside = self.abilities.margins == Margins::Columns && whole != band && shown.parts_at(band);
            ways.push(Scroll { rect: if aside { band } else { whole }, up });
        }
        // What is likely to be short comes first, so that what is long is given up early.
        let mut best: Option<Pen> = None;
        for scroll in ways.into_iter().map(Some).chain([None]) {
            let limit = best.as_ref().map_or(usize::MAX, |best| best.bytes().len());
            best =
                Draft { fount: &self.fount, shown, scroll, next }.written(self.pen.clone(), limit).or(best);
        }
        best.unwrap_or_default()
    }

    /// What is written, and the cursor, between the marks of a frame.
    fn frame(&mut self, body: &str, caret: Option<Position>) -> String {
        let was = mem::replace(&mut self.caret, caret);
        if body.is_empty() && was == caret {
            return String::new();
        }
        // The cursor of a field does not run over the screen while that is painted.
        let hides = was.is_some() && (!body.is_empty() || caret.is_none());
        let shows = caret.is_some() && (hides || was.is_none());
        let place = caret.map(|caret| {
            self.pen.move_to(caret);
            self.pen.take()
        });
        let parts = [
            FRAME_STARTS,
            if hides { CURSOR_HIDES } else { "" },
            body,
            place.as_deref().unwrap_or_default(),
            if shows { CURSOR_SHOWS } else { "" },
            FRAME_ENDS,
        ];
        parts.concat()
    }
}

/// One way to what is next.
struct Draft<'a> {
    fount: &'a Fount,
    shown: &'a Picture,
    scroll: Option<Scroll>,
    next: &'a Picture,
}

impl Draft<'_> {
    /// Writes with `pen` what is different after the scroll; nothing where that takes `limit` bytes.
    fn written(&self, mut pen: Pen, limit: usize) -> Option<Pen> {
        if let Some(scroll) = self.scroll {
            pen.scroll(scroll);
        }
        let mut runs: Vec<Run> = Vec::new();
        let mut moved = Vec::new();
        let mut changed = Vec::new();
        // Bytes that it takes at least.
        let mut least = pen.bytes().len();
        for y in 0..self.next.area().height {
            let row = self.next.row(y);
            let before = self.shown.scrolled(self.scroll, y, &mut moved);
            if before == row {
                continue;
            }
            self.mark(&mut changed, before, row);
            self.widen_to_end(&mut changed, &pen, y);
            least += self.collect(&changed, y, &mut runs);
            if least >= limit {
                return None;
            }
        }
        in_order(&mut runs, pen.look());
        for run in &runs {
            self.write(&mut pen, run);
            if pen.bytes().len() >= limit {
                return None;
            }
        }
        (pen.bytes().len() < limit).then_some(pen)
    }

    /// Says for each cell of a row whether it is to be painted.
    fn mark(&self, changed: &mut Vec<bool>, before: &[Spot], row: &[Spot]) {
        changed.clear();
        let mut until = 0;
        let mut x = 0;
        while let Some(spot) = row.get(x) {
            let end = x + usize::from(spot.cells());
            let differs = x < until || before.get(x..end) != row.get(x..end);
            changed.resize(end, differs);
            if differs && let Kind::Doubtful(_) = spot.kind() {
                // What the terminal may have drawn over is painted again.
                until = until.max(x + usize::from(reach(self.fount.symbol(*spot, &mut [0; 4]))));
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
            if *is_changed {
                let look = self.fount.look(*spot);
                let extended = run.and_then(|run| run.joined(look, kind)).filter(|_| between.is_some());
                if extended.is_none() {
                    runs.extend(run);
                }
                let mut longer = extended.unwrap_or_else(|| Run::new((x, y), look, kind));
                longer.to = x + cells;
                run = Some(longer);
                least += if kind == Kind::Blank { 0 } else { usize::from(cells) };
                between = Some(0);
            } else if let Some(bytes) = between {
                let more = bytes + self.fount.symbol(*spot, &mut [0; 4]).len();
                let joined = run.and_then(|run| run.joined(self.fount.look(*spot), kind));
                let again = more <= JUMP && !matches!(kind, Kind::Doubtful(_));
                between = joined.filter(|_| again).map(|_| more);
                if between.is_some() {
                    run = joined;
                }
            }
            x += cells;
        }
        runs.extend(run);
        least
    }

    fn write(&self, pen: &mut Pen, run: &Run) {
        let row = self.next.row(run.y);
        let mut room = [0; 4];
        let mut x = run.from;
        while let Some(spot) = row.get(usize::from(x)).filter(|_| x < run.to) {
            pen.move_to(Position { x, y: run.y });
            match spot.kind() {
                Kind::Sure(_) => pen.glyph(self.fount.symbol(*spot, &mut room), spot.cells(), run.look),
                Kind::Doubtful(_) => {
                    pen.doubtful_glyph(self.fount.symbol(*spot, &mut room), spot.cells(), run.look);
                }
                Kind::Blank | Kind::Covered | Kind::Unknown => {
                    let rest = row.get(usize::from(x)..usize::from(run.to)).unwrap_or_default();
                    let count = rest.iter().take_while(|other| *other == spot).count();
                    let count = u16::try_from(count).unwrap_or(u16::MAX);
                    pen.dress_ahead(self.fount.look(*spot), run.look);
                    let follows = if x + count < run.to { Follows::Something } else { Follows::Nothing };
                    pen.blanks(count, self.fount.look(*spot), follows);
                    x += count;
                    continue;
                }
            }
            x += spot.cells();
        }
    }
}

impl Run {
    fn new((x, y): (u16, u16), look: Look, kind: Kind) -> Self {
        let only_blanks = if kind == Kind::Blank { Blanks::Only } else { Blanks::Not };
        let trust = if matches!(kind, Kind::Doubtful(_)) { Trust::Doubtful } else { Trust::Sure };
        Self { y, from: x, to: x, look, only_blanks, trust }
    }

    /// The run with something of `look` in it; nothing where that takes a change of colours or is not safe.
    fn joined(self, look: Look, kind: Kind) -> Option<Self> {
        let trust = if matches!(kind, Kind::Doubtful(_)) { Trust::Doubtful } else { Trust::Sure };
        match (self.only_blanks, kind) {
            _ if self.trust == Trust::Doubtful => None,
            (_, Kind::Blank) => self.look.serves(look).then_some(self),
            (Blanks::Only, _) if look.serves(self.look) => {
                Some(Self { look, only_blanks: Blanks::Not, trust, ..self })
            }
            _ => (self.look == look).then_some(Self { trust, ..self }),
        }
    }
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
    while let Some(next) = (0..looks.len())
        .min_by_key(|index| looks.get(*index).map(|look| step(ordered.last().copied(), *look).len()))
    {
        ordered.push(looks.remove(next));
    }
    ordered
}
