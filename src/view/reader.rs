//! The article: its rows, the cursor's bar, bookmark signs, matches.
//!
//! Guarantees: each row stands where `layout` put it. Never: a row made here.

use ratatui::style::Style;

use super::canvas::{Canvas, Room};
use crate::app::panes::{GUTTER, Pane, Panes};
use crate::app::{App, Reader};
use crate::article::{Block, BlockKind, Confidence, Span};
use crate::config::settings::Seams;
use crate::config::theme::Role;
use crate::layout::{Line, Row, placed};
use crate::text::punctuation::Punctuated;
use crate::text::width::Ambiguous;

pub(super) fn draw(app: &App, panes: Panes, canvas: &mut Canvas<'_, '_>) {
    let Some(reader) = app.reader.as_ref() else { return };
    let mut rows = 0..panes.text.height;
    for lines in reader.window().chunk_by(|above, below| above.block == below.block) {
        let words = Words::of(app, reader, lines);
        for (line, y) in lines.iter().zip(&mut rows) {
            if let (Some(row), Some(words)) = (line.row, words.as_ref()) {
                words.row(reader, row, Room::in_row(panes.text, y, (0, 0)), canvas);
            }
            if let Some(x) = panes.text.x.checked_sub(GUTTER) {
                gutter(app, reader, *line, Room { x, y: panes.text.y + y, width: 1 }, canvas);
            }
        }
    }
}

const fn role(kind: BlockKind) -> Role {
    match kind {
        BlockKind::Kicker => Role::Kicker,
        BlockKind::Headline => Role::Headline,
        BlockKind::Subtitle => Role::Subtitle,
        BlockKind::Byline => Role::Byline,
        BlockKind::Heading => Role::Heading,
        BlockKind::Paragraph => Role::Text,
        BlockKind::Caption => Role::Caption,
    }
}

/// What the rows of one block that are on the screen hold, as it is shown.
struct Words<'a> {
    block: &'a Block,
    shown: Punctuated<'a>,
    seams: Seams,
}

impl<'a> Words<'a> {
    fn of(app: &App, reader: &'a Reader, lines: &[Line]) -> Option<Self> {
        let block = reader.article().blocks().get(lines.first()?.block)?;
        let first = lines.iter().find_map(|line| line.row)?;
        let last = lines.iter().rev().find_map(|line| line.row)?;
        let part = first.start - block.span.start..last.end - block.span.start;
        let text = reader.article().block_text(block);
        let shown = Punctuated::new(reader.punctuation(), text, part);
        Some(Self { block, shown, seams: app.settings.seams })
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
        let base = canvas.style(role(self.block.kind));
        let dateline = reader.article().dateline_span().map(|span| (span, canvas.style(Role::Dateline)));
        let span = Span::new(row.start, row.end);
        let highlights = Highlights::of(reader, span, canvas);
        let mut seams =
            self.block.seams_in(span).filter_map(|(at, sure)| Some((at, self.seam(sure)?))).peekable();
        let mut end = (0, base);
        for glyph in placed(&self.shown, self.block.span.start, row, reader.measure()) {
            let offset = glyph.offset;
            let own = dateline.filter(|(span, _)| span.contains(offset)).map_or(base, |(_, style)| style);
            // One inside a cluster marks the next: what is shown may have more bytes than the text.
            let seam = std::iter::from_fn(|| seams.next_if(|(at, _)| *at <= offset)).last();
            let own = seam.map_or(own, |(_, role)| canvas.style(role));
            let style = highlights.at(offset, own);
            // What runs on behind an empty cell is not interrupted by it.
            let blank = if end.1 == style { style } else { base };
            canvas.blank(room.between(end.0, glyph.x), blank);
            let cells = room.between(glyph.x, glyph.x + glyph.cells);
            if glyph.cluster == "\t" {
                canvas.blank(cells, style);
            } else {
                canvas.cluster(cells, glyph.cluster, style);
            }
            end = (glyph.x + glyph.cells, style);
        }
    }
}

/// The matches in a row, with their styles.
struct Highlights<'a> {
    first: usize,
    hits: &'a [Span],
    current: Option<usize>,
    styles: (Style, Style),
}

impl<'a> Highlights<'a> {
    fn of(reader: &'a Reader, span: Span, canvas: &Canvas<'_, '_>) -> Self {
        let (first, hits) = reader.find.as_ref().map_or((0, &[][..]), |find| find.hits.within(span));
        let current = reader.find.as_ref().and_then(|find| find.current);
        let styles = (canvas.style(Role::Match), canvas.style(Role::MatchCurrent));
        Self { first, hits, current, styles }
    }

    fn at(&self, offset: usize, base: Style) -> Style {
        match self.hits.iter().position(|hit| hit.contains(offset)) {
            None => base,
            Some(index) if self.current == Some(self.first + index) => self.styles.1,
            Some(_) => self.styles.0,
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
    let opens = reader.article().blocks().get(line.block).map(|block| block.span.start);
    let is_first = line.row.is_some_and(|row| opens == Some(row.start));
    let Some(mark) = reader.marked.iter().find(|mark| mark.block == line.block).filter(|_| is_first) else {
        return;
    };
    let role = if app.marks.is_saved(&mark.id) { Role::Mark } else { Role::Unsaved };
    let sign = match (app.marks.is_saved(&mark.id), mark.noted) {
        (false, _) => "+",
        (true, true) => "#",
        (true, false) => "*",
    };
    canvas.put(Room { x: room.x + 1, ..room }, sign, role);
}
