//! From one frame to the next: of all ways that it knows, the one of the fewest bytes.
//!
//! Guarantees: after the bytes the terminal shows the frame, whatever it showed before where nothing is known of that;
//! where a half of a glyph is overwritten the other half is painted too; behind a glyph of doubtful width its
//! neighbours are; a frame is one piece between the marks of a synchronized update, so nothing flickers. Never: a write.

use std::mem;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Color;

use super::pen::{Erases, Follows, Pen, whole_rows};
use super::picture::{Kind, Look, Picture, Scroll, cells_of, reach};
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
    /// The frame before it, kept for its memory.
    spare: Picture,
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
        Self { abilities, shown: None, spare: Picture::default(), pen, caret: None }
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

    /// The bytes that make a terminal of `size` cells show what `draw` draws, and its cursor where `draw` says; none
    /// where nothing changed. Rows inside one of `bands` may have moved together.
    pub fn paint(
        &mut self,
        size: Size,
        bands: &[Rect],
        draw: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> String {
        let area = Rect::from((Position::ORIGIN, size));
        if self.shown.as_ref().is_none_or(|shown| shown.area() != area) {
            self.shown = None;
            self.pen = Pen::new(size, self.abilities.erases);
        }
        let mut next = mem::take(&mut self.spare);
        if next.area() != area {
            next = Picture::blank(area, Color::Reset);
        }
        let caret = draw(&mut next.buffer);
        next.read(self.abilities.ambiguous);
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
        let area = next.area();
        let look = next.tail(0).map_or_else(Look::default, |(_, look)| look);
        let bg = if self.pen.can_erase(look) { look.bg } else { Color::Reset };
        self.pen.clear(bg);
        Picture::blank(area, bg)
    }

    /// Where everything is written in the cheapest way.
    fn best(&self, shown: &Picture, next: &Picture, bands: &[Rect]) -> Pen {
        let mut best = draft(self.pen.clone(), (shown, None), next);
        for band in bands {
            let band = band.intersection(next.area());
            let Some(up) = shift(shown, next, band) else { continue };
            let whole = whole_rows(band, next.area().as_size());
            let aside = self.abilities.margins == Margins::Columns && whole != band && shown.parts_at(band);
            for rect in [Some(whole), aside.then_some(band)].into_iter().flatten() {
                let other = draft(self.pen.clone(), (shown, Some(Scroll { rect, up })), next);
                if other.bytes().len() < best.bytes().len() {
                    best = other;
                }
            }
        }
        best
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

/// Writes with `pen` what is different in `next` after `scroll` from what is `shown`.
fn draft(mut pen: Pen, (shown, scroll): (&Picture, Option<Scroll>), next: &Picture) -> Pen {
    if let Some(scroll) = scroll {
        pen.scroll(scroll);
    }
    let mut runs = Vec::new();
    let mut changed = vec![false; usize::from(next.area().width)];
    for y in 0..next.area().height {
        if mark(&mut changed, (shown, scroll), next, y) {
            widen_to_end(&mut changed, &pen, next, y);
            collect(&changed, next, y, &mut runs);
        }
    }
    in_order(&mut runs, pen.look());
    for run in &runs {
        write(&mut pen, next, run);
    }
    pen
}

/// Says for each cell of row `y` whether it is to be painted, and whether any is.
fn mark(changed: &mut [bool], (shown, scroll): (&Picture, Option<Scroll>), next: &Picture, y: u16) -> bool {
    let mut any = false;
    let mut until = 0;
    let mut x = 0;
    while let Some(rest) = changed.get_mut(usize::from(x)..).filter(|rest| !rest.is_empty()) {
        let (cell, kind) = next.at(x, y);
        let cells = cells_of(kind);
        let differs = x < until || (x..x + cells).any(|x| !shown.agrees(scroll, next, (x, y)));
        rest.iter_mut().take(usize::from(cells)).for_each(|changed| *changed = differs);
        any |= differs;
        if differs && let Kind::Doubtful(_) = kind {
            // What the terminal may have drawn over is painted again.
            until = until.max(x.saturating_add(reach(cell.symbol())));
        }
        x += cells;
    }
    any
}

/// Where a row ends in blanks of which some change, erasing to its end is shorter than writing them.
fn widen_to_end(changed: &mut [bool], pen: &Pen, next: &Picture, y: u16) {
    let Some((from, _)) = next.tail(y).filter(|(_, look)| pen.can_erase(*look)) else { return };
    let Some(tail) = changed.get_mut(usize::from(from)..) else { return };
    if tail.iter().filter(|changed| **changed).count() > 3
        && let Some(first) = tail.iter().position(|changed| *changed)
    {
        tail.iter_mut().skip(first).for_each(|changed| *changed = true);
    }
}

/// Cuts the cells of row `y` that changed into runs.
fn collect(changed: &[bool], next: &Picture, y: u16, runs: &mut Vec<Run>) {
    let mut run: Option<Run> = None;
    let mut x = 0;
    // What lies between the run and `x`, if it can be written again.
    let mut between = Some(0);
    while let Some(is_changed) = changed.get(usize::from(x)) {
        let (cell, kind) = next.at(x, y);
        let cells = cells_of(kind);
        let look = Look::of(cell);
        let joined = run.and_then(|run| run.joined(look, kind));
        if *is_changed {
            let extended = joined.filter(|_| between.is_some());
            if extended.is_none() {
                runs.extend(run);
            }
            let mut longer = extended.unwrap_or_else(|| Run::new((x, y), look, kind));
            longer.to = x + cells;
            run = Some(longer);
            between = Some(0);
        } else if let Some(bytes) = between {
            let more = bytes + cell.symbol().len();
            let again = more <= JUMP && joined.is_some() && !matches!(kind, Kind::Doubtful(_));
            between = again.then_some(more);
            if again {
                run = joined;
            }
        }
        x += cells;
    }
    runs.extend(run);
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

/// Puts runs of one look together: a change of colours takes more bytes than a move.
fn in_order(runs: &mut [Run], now: Option<Look>) {
    let mut looks: Vec<Look> = now.into_iter().collect();
    for run in runs.iter().filter(|run| run.only_blanks == Blanks::Not) {
        if !looks.contains(&run.look) {
            looks.push(run.look);
        }
    }
    for run in runs.iter_mut().filter(|run| run.only_blanks == Blanks::Only) {
        match looks.iter().find(|look| look.serves(run.look)) {
            Some(look) => run.look = *look,
            None => looks.push(run.look),
        }
    }
    // Stable: the runs of one look stay in the order of the screen, and so do all doubtful ones, which may run over
    // what begins the next.
    runs.sort_by_cached_key(|run| {
        let look = looks.iter().position(|look| *look == run.look);
        (run.trust, look.filter(|_| run.trust == Trust::Sure))
    });
}

fn write(pen: &mut Pen, next: &Picture, run: &Run) {
    let mut x = run.from;
    while x < run.to {
        let (cell, kind) = next.at(x, run.y);
        pen.move_to(Position { x, y: run.y });
        match kind {
            Kind::Sure(cells) => pen.glyph(cell.symbol(), cells, run.look),
            Kind::Doubtful(cells) => pen.doubtful_glyph(cell.symbol(), cells, run.look),
            Kind::Blank | Kind::Covered | Kind::Unknown => {
                let count = (x..run.to).take_while(|x| next.at(*x, run.y).1 == Kind::Blank).count();
                let count = u16::try_from(count).unwrap_or(u16::MAX).max(1);
                let follows = if x + count < run.to { Follows::Something } else { Follows::Nothing };
                pen.blanks(count, Look::of(cell), follows);
                x += count;
                continue;
            }
        }
        x += cells_of(kind);
    }
}

/// How far most rows of `band` moved up that changed and are still there; nothing where none did.
fn shift(shown: &Picture, next: &Picture, band: Rect) -> Option<i32> {
    if band.height < 2 || band.width == 0 {
        return None;
    }
    let rows = || band.top()..band.bottom();
    let moved: Vec<u16> =
        rows().filter(|y| !shown.has_row(*y, (next, *y), band) && !next.is_blank(*y, band)).collect();
    let mut votes: Vec<(i32, usize)> = Vec::new();
    for to in moved {
        for from in rows().filter(|from| shown.has_row(*from, (next, to), band)) {
            let up = i32::from(from) - i32::from(to);
            match votes.iter_mut().find(|(other, _)| *other == up) {
                Some((_, count)) => *count += 1,
                None => votes.push((up, 1)),
            }
        }
    }
    votes.into_iter().max_by_key(|(up, count)| (*count, -up.abs())).map(|(up, _)| up)
}
