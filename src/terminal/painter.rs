//! From one frame to the next: of all ways that it knows, the one of the fewest bytes.
//!
//! Guarantees: after the bytes the terminal shows the frame, whatever it showed before where nothing is known of that;
//! where a half of a glyph is overwritten the other half is painted too; behind a glyph of doubtful width its
//! neighbours are; a frame is one piece between the marks of a synchronized update, where the
//! terminal did not say that it does not know them, so nothing flickers. Never: a write.

use std::mem;

use ratatui::layout::{Position, Rect, Size};

use super::draft::Draft;
use super::pen::{Erases, Pen, whole_rows};
use super::stops::Tabs;
use crate::picture::{Fount, Hue, Look, Picture, Scroll, Spot};
use crate::text::width::Ambiguous;

const FRAME_STARTS: &str = "\x1b[?2026h";
const FRAME_ENDS: &str = "\x1b[?2026l";
/// About the bytes that it takes to make blanks of whole rows, and of what stands between margins.
const COST_OF_ERASING: i32 = 14;
const COST_OF_MARGINS: i32 = 24;
const CURSOR_HIDES: &str = "\x1b[?25l";
const CURSOR_SHOWS: &str = "\x1b[?25h";

/// Whether rows can be moved in some columns only (DECLRMM).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Margins {
    /// Over the whole width only.
    #[default]
    Rows,
    /// In any columns.
    Columns,
}

/// How the terminal shows a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frames {
    /// In one piece, if it knows synchronized updates. Not all that do say so.
    #[default]
    InOnePiece,
    /// As its bytes come: it said that it does not know them.
    AsTheyCome,
}

/// What the terminal can do and how it does it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// What it erases with.
    pub erases: Erases,
    /// Which rows it moves.
    pub margins: Margins,
    /// Where tabs lead.
    pub tabs: Tabs,
    /// Whether a frame is shown in one piece.
    pub frames: Frames,
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

impl Painter {
    /// A painter for a terminal of which only its abilities are known.
    pub fn new(abilities: Abilities) -> Self {
        let pen = Pen::new(Size::ZERO, abilities.erases);
        Self { abilities, shown: None, spare: Picture::default(), fount: Fount::default(), pen, caret: None }
    }

    /// Learns what the terminal can do.
    pub fn learn(&mut self, abilities: Abilities) {
        if abilities.tabs < self.abilities.tabs {
            // It may be another terminal, and what was written by tabs stands nobody knows where.
            self.forget();
        }
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
        let bg = if self.pen.can_erase(look) { look.bg } else { Hue::RESET };
        self.pen.clear(bg);
        Picture::of(next.area(), self.fount.blank(Look { bg, ..Look::default() }))
    }

    /// Where everything is written in the cheapest way.
    fn best(&self, shown: &Picture, next: &Picture, bands: &[Rect]) -> Pen {
        let draft = |scroll, limit| {
            let draft = Draft { fount: &self.fount, shown, scroll, next, tabs: self.abilities.tabs };
            draft.written(self.pen.clone(), limit)
        };
        let bands = bands.iter().map(|band| band.intersection(next.area())).filter(|band| !band.is_empty());
        let bands: Vec<Rect> = bands.collect();
        let moved = |band: &Rect| {
            let up = shown.shift(next, *band)?;
            let rect = self.moving(shown, *band);
            let fill = next.ground(rect).filter(|ground| self.fills() && self.can_erase(*ground));
            Some(Scroll { rect, up, fill })
        };
        let ways: Vec<Scroll> = bands.iter().filter_map(moved).collect();
        if ways.is_empty()
            && let Some(cleared) = bands.iter().find_map(|band| self.cleared_before(shown, next, *band))
        {
            // No other way is drafted: that would take as long again.
            return draft(Some(cleared), usize::MAX).unwrap_or_default();
        }
        // What is likely to be short comes first, so that what is long is given up early.
        let mut best: Option<Pen> = None;
        for scroll in ways.into_iter().map(Some).chain([None]) {
            let limit = best.as_ref().map_or(usize::MAX, |best| best.bytes().len());
            best = draft(scroll, limit).or(best);
        }
        best.unwrap_or_default()
    }

    /// What moves where rows of `band` do: those alone, or whole rows where the terminal can do no other or nothing stands
    /// beside them.
    fn moving(&self, shown: &Picture, band: Rect) -> Rect {
        let whole = whole_rows(band, shown.area().as_size());
        let aside = self.abilities.margins == Margins::Columns
            && whole != band
            // No terminal takes margins with less between them.
            && band.width > 1
            && !shown.stands_alone(band)
            && shown.parts_at(band);
        if aside { band } else { whole }
    }

    /// Whether rows that come in where others go have the background that is written with: in all terminals that have
    /// margins at the sides and erase with the background, and not in all others (kitty).
    fn fills(&self) -> bool {
        self.abilities.margins == Margins::Columns
    }

    fn can_erase(&self, ground: Spot) -> bool {
        self.pen.can_erase(self.fount.look(ground))
    }

    /// What makes blanks of `band` at once, where that is shorter than to erase what stands behind each row of `next`.
    fn cleared_before(&self, shown: &Picture, next: &Picture, band: Rect) -> Option<Scroll> {
        let rect = self.moving(shown, shown.changed(next, band));
        let ground = next.ground(rect).filter(|ground| self.can_erase(*ground))?;
        // Whole rows are erased together with those above them.
        let whole = rect.width == shown.area().width;
        let rect = if whole { Rect { y: 0, height: rect.bottom(), ..rect } } else { rect };
        let can = whole || self.fills() && rect.height > 1;
        let cost = if whole { COST_OF_ERASING } else { COST_OF_MARGINS };
        let gains = can && shown.gain_of_clearing(next, rect, ground) > cost;
        gains.then(|| Scroll::away(rect, ground))
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
        let (starts, ends) = match self.abilities.frames {
            Frames::InOnePiece => (FRAME_STARTS, FRAME_ENDS),
            Frames::AsTheyCome => ("", ""),
        };
        let parts = [
            starts,
            if hides { CURSOR_HIDES } else { "" },
            body,
            place.as_deref().unwrap_or_default(),
            if shows { CURSOR_SHOWS } else { "" },
            ends,
        ];
        parts.concat()
    }
}
