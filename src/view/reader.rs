//! The article: its rows, the cursor's bar, bookmark signs, marked words, matches, the selection.
//!
//! Guarantees: each row stands where `layout` put it. Never: a row made here.

use super::canvas::{Canvas, Room};
use crate::app::panes::{GUTTER, Pane, Panes};
use crate::app::{App, Marked, Reader, Sure};
use crate::article::{Block, Confidence, Span};
use crate::bookmark::Marks;
use crate::config::settings::{Focus, Seams};
use crate::config::theme::Role;
use crate::layout::{Line, Row, Setting};
use crate::picture::Look;
use crate::text::punctuation::Punctuated;
use crate::text::script::Converter;
use crate::text::width::Ambiguous;

pub(super) fn draw(app: &App, panes: Panes, canvas: &mut Canvas<'_, '_>) {
    let Some(reader) = app.reader.as_ref() else { return };
    let mut numbers = 0..panes.lines();
    for lines in reader.window().chunk_by(|above, below| above.block == below.block) {
        let words = Words::of(app, reader, lines);
        for (line, number) in lines.iter().zip(&mut numbers) {
            let place = panes.line(number);
            if let (Some(row), Some(words)) = (line.row, words.as_ref()) {
                words.row(reader, row, Room::in_row(place, 0, (0, 0)), canvas);
            }
            if let Some(x) = place.x.checked_sub(GUTTER) {
                gutter(app, reader, *line, Room { x, y: place.y, width: 1 }, canvas);
            }
        }
    }
}

/// What the rows of one block that are on the screen hold, as it is shown.
struct Words<'a> {
    block: &'a Block,
    shown: Punctuated<'a>,
    setting: Setting,
    script: &'a Converter,
    seams: Seams,
    role: Role,
}

impl<'a> Words<'a> {
    fn of(app: &'a App, reader: &'a Reader, lines: &[Line]) -> Option<Self> {
        let number = lines.first()?.block;
        let block = reader.article().blocks().get(number)?;
        let first = lines.iter().find_map(|line| line.row)?;
        let last = lines.iter().rev().find_map(|line| line.row)?;
        let part = first.start - block.span.start..last.end - block.span.start;
        let text = reader.article().block_text(block);
        let shown = Punctuated::new(block.kind.marks(reader.punctuation()), text, part);
        let setting = reader.style().setting(reader.article(), number);
        let aside = app.settings.shown.focus == Focus::Paragraph && number != reader.cursor();
        let role = if aside { Role::Dim } else { Role::of(block.kind) };
        Some(Self { block, shown, setting, script: &app.look.script, seams: app.settings.shown.seams, role })
    }

    /// How a seam is marked, if it is.
    fn seam(&self, sure: Confidence) -> Option<Role> {
        match (self.seams, sure.is_doubtful()) {
            (Seams::Off, _) | (Seams::Doubtful, false) => None,
            (Seams::All, false) => Some(Role::Seam),
            (Seams::Doubtful | Seams::All, true) => Some(Role::SeamDoubtful),
        }
    }

    fn row(&self, reader: &Reader, row: Row, room: Room, canvas: &mut Canvas<'_, '_>) {
        let base = canvas.look(self.role);
        let dateline = reader.article().dateline_span().filter(|_| self.role != Role::Dim);
        let dateline = dateline.map(|span| (span, canvas.look(Role::Dateline)));
        let span = Span::new(row.start, row.end);
        let highlights = Highlights::of(reader, span, canvas);
        let mut seams =
            self.block.seams_in(span).filter_map(|(at, sure)| Some((at, self.seam(sure)?))).peekable();
        let mut end = (0, base);
        for glyph in self.setting.placed(&self.shown, self.block.span.start, row) {
            let offset = glyph.offset;
            let own = dateline.filter(|(span, _)| span.contains(offset)).map_or(base, |(_, look)| look);
            // One inside a cluster marks the next: what is shown may have more bytes than the text.
            let seam = std::iter::from_fn(|| seams.next_if(|(at, _)| *at <= offset)).last();
            let own = seam.map_or(own, |(_, role)| canvas.look(role));
            let look = highlights.at(offset, own);
            if glyph.x > end.0 {
                // What runs on behind an empty cell is not interrupted by it.
                let blank = if end.1 == look { look } else { base };
                canvas.blank(room.between(end.0, glyph.x), blank);
            }
            let cells = room.between(glyph.x, glyph.x + glyph.cells);
            if glyph.cluster == "\t" {
                canvas.blank(cells, look);
            } else {
                let converted = self.script.show_all(glyph.cluster);
                canvas.cluster(cells, converted.as_deref().unwrap_or(glyph.cluster), look);
            }
            end = (glyph.x + glyph.cells, look);
        }
    }
}

/// What stands out in a row: the selection, matches, marked words, each with its look.
struct Highlights<'a> {
    first: usize,
    hits: &'a [Span],
    current: Option<usize>,
    looks: (Look, Look),
    selected: Option<(Span, Look)>,
    marks: Vec<(Span, Look)>,
}

impl<'a> Highlights<'a> {
    fn of(reader: &'a Reader, span: Span, canvas: &Canvas<'_, '_>) -> Self {
        let (first, hits) = reader.find.as_ref().map_or((0, &[][..]), |find| find.hits.within(span));
        let current = reader.find.as_ref().and_then(|find| find.current);
        let looks = (canvas.look(Role::Match), canvas.look(Role::MatchCurrent));
        let selected = reader.selected().map(|span| (span, canvas.look(Role::Selection)));
        let is_here = |words: &Span| words.start < span.end && span.start < words.end;
        let words =
            reader.marked.iter().filter(|mark| mark.marks == Marks::Words && mark.place.sure == Sure::Sure);
        let words =
            words.filter_map(|mark| Some((mark.place.span.filter(is_here)?, Role::of_mark(mark.colour))));
        let marks = words.map(|(span, role)| (span, canvas.look(role))).collect();
        Self { first, hits, current, looks, selected, marks }
    }

    fn at(&self, offset: usize, base: Look) -> Look {
        if let Some((_, look)) = self.selected.filter(|(span, _)| span.contains(offset)) {
            return look;
        }
        let marked = self.marks.iter().find(|(span, _)| span.contains(offset));
        let base = marked.map_or(base, |(_, look)| *look);
        match self.hits.iter().position(|hit| hit.contains(offset)) {
            None => base,
            Some(index) if self.current == Some(self.first + index) => self.looks.1,
            Some(_) => self.looks.0,
        }
    }
}

/// The cells left of the text: the cursor's bar, and the sign of a bookmark.
fn gutter(app: &App, reader: &Reader, line: Line, room: Room, canvas: &mut Canvas<'_, '_>) {
    if line.block == reader.cursor() && app.focus == Pane::Reader && line.row.is_some() {
        // Block elements are of ambiguous width; where that is two cells, ASCII stands in.
        let bar = if canvas.widths.ambiguous == Ambiguous::Narrow { "▎" } else { "|" };
        canvas.put(room, bar, Role::Cursor);
    }
    let mark = line.row.and_then(|row| sign(app, reader, (line.block, row)));
    if let Some((sign, role)) = mark {
        canvas.put(Room { x: room.x + 1, ..room }, &sign, role);
    }
}

/// The sign beside a row in which something marked begins: `?` where the place is doubtful, `+` while it is not saved,
/// the letter it is jumped to by, `#` where it has a note. Marked words without any of these are seen by themselves.
fn sign(app: &App, reader: &Reader, (block, row): (usize, Row)) -> Option<(String, Role)> {
    let opens = reader.article().blocks().get(block).is_some_and(|block| block.span.start == row.start);
    let begins = |mark: &&Marked| match (mark.marks, mark.place.span) {
        (Marks::Words, Some(span)) => row.start <= span.start && span.start < row.end,
        _ => opens && mark.place.block == block,
    };
    let signs = reader.marked.iter().filter(begins).filter_map(|mark| {
        let role = if mark.colour == 0 { Role::Mark } else { Role::of_mark(mark.colour) };
        let words = mark.marks == Marks::Words;
        Some(match (mark.place.sure, app.marks.is_saved(&mark.id), mark.letter) {
            (Sure::Doubtful, ..) => (0, "?".to_owned(), Role::SeamDoubtful),
            (Sure::Sure, false, _) => (1, "+".to_owned(), Role::Unsaved),
            (Sure::Sure, true, Some(letter)) => (2, letter.to_string(), role),
            (Sure::Sure, true, None) if mark.noted => (3, "#".to_owned(), role),
            (Sure::Sure, true, None) if words => return None,
            (Sure::Sure, true, None) => (4, "*".to_owned(), role),
        })
    });
    signs.min_by_key(|(rank, ..)| *rank).map(|(_, sign, role)| (sign, role))
}
