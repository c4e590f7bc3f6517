//! Frames to bytes: whatever is painted after whatever, terminals of every kind show the cells of the buffer.
//!
//! Guarantees: the models know nothing of the painter. Never: a count of bytes that is not far from a limit.

use std::num::NonZeroU16;

use baolan::terminal::{Abilities, Erases, Frames, Margins, Painter, Tabs};
use baolan::text::width::{Ambiguous, Widths};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};

use crate::commands::PAGE;
use crate::support::desk::Desk;
use crate::support::model::{Halves, Ink, Joins, Model, Traits};

/// Glyphs of every kind: blank, Latin, Han, marks that are ambiguous, accents, emoji of one and of several characters.
const GLYPHS: [&str; 20] = [
    " ",
    " ",
    "a",
    "#",
    "报",
    "栏",
    "字",
    "，",
    "。",
    "“",
    "”",
    "…",
    "—",
    "é",
    "①",
    "e\u{301}",
    "字\u{301}",
    "👍",
    "👍🏽",
    "👩\u{200d}🌾",
];
/// How many of them no two terminals draw in different ways, once the ambiguous ones are known.
const PLAIN: usize = 16;

/// Text, background, attributes.
const LOOKS: [(Color, Color, Modifier); 8] = [
    (Color::Reset, Color::Reset, Modifier::empty()),
    (Color::Rgb(200, 201, 202), Color::Rgb(20, 21, 22), Modifier::empty()),
    (Color::Rgb(200, 201, 202), Color::Rgb(20, 21, 22), Modifier::BOLD),
    (Color::Rgb(150, 151, 152), Color::Rgb(20, 21, 22), Modifier::DIM),
    (Color::Red, Color::Indexed(234), Modifier::UNDERLINED),
    (Color::LightBlue, Color::Reset, Modifier::REVERSED.union(Modifier::ITALIC)),
    (Color::LightBlue, Color::Reset, Modifier::REVERSED.union(Modifier::DIM)),
    (Color::Black, Color::Yellow, Modifier::BOLD.union(Modifier::DIM)),
];

/// A row as glyphs in looks, by number.
type Row = Vec<(usize, usize)>;

/// What one frame shows: which rows of the stock stand in the band from which one on, and what stands over them.
#[derive(Clone, Debug)]
struct Frame {
    top: usize,
    ground: usize,
    band: Rect,
    /// Column, row, glyph and look of single cells.
    loose: Vec<(u16, u16, usize, usize)>,
    caret: Option<(u16, u16)>,
    forget: bool,
}

#[derive(Clone, Debug)]
struct Film {
    size: (u16, u16),
    stock: Vec<Row>,
    frames: Vec<Frame>,
}

fn row(glyphs: usize) -> impl Strategy<Value = Row> {
    // Most of a row is in one look, and some begin further in, as paragraphs do.
    let indent = prop_oneof![2 => Just(0), 1 => Just(2)];
    let glyph = (0..glyphs, prop_oneof![6 => Just(1_usize), 1 => 0..LOOKS.len()]);
    (indent, prop::collection::vec(glyph, 0..30))
        .prop_map(|(indent, row)| [vec![(0, 1); indent], row].concat())
}

fn film(glyphs: usize) -> impl Strategy<Value = Film> {
    (2..40_u16, 1..14_u16).prop_flat_map(move |(width, height)| {
        let band = (0..width, 0..height, 0..=width, 0..=height)
            .prop_map(move |(x, y, w, h)| Rect::new(x, y, w.min(width - x), h.min(height - y)));
        let loose = (0..width, 0..height, 0..glyphs, 0..LOOKS.len());
        let frame = (
            0..24_usize,
            prop_oneof![4 => Just(1_usize), 1 => 0..3_usize],
            prop_oneof![3 => Just(Rect::new(width / 3, height.min(1), width - width / 3, height - height.min(1))), 1 => band],
            prop::collection::vec(loose, 0..6),
            prop::option::weighted(0.3, (0..width, 0..height)),
            prop::bool::weighted(0.1),
        )
            .prop_map(|(top, ground, band, loose, caret, forget)| Frame {
                top,
                ground,
                band,
                loose,
                caret,
                forget,
            });
        (Just((width, height)), prop::collection::vec(row(glyphs), 24), prop::collection::vec(frame, 1..7))
            .prop_map(|(size, stock, frames)| Film { size, stock, frames })
    })
}

fn cell(glyph: usize, look: usize, widths: Widths) -> (Cell, u16) {
    let (symbol, (fg, bg, modifier)) = (GLYPHS[glyph], LOOKS[look]);
    let mut cell = Cell::new(symbol);
    (cell.fg, cell.bg, cell.modifier) = (fg, bg, modifier);
    let cells = widths.cluster(symbol) as u16;
    if cells != Widths::default().cluster(symbol) as u16 {
        cell.set_diff_option(CellDiffOption::ForcedWidth(NonZeroU16::new(cells).expect("cells")));
    }
    (cell, cells)
}

impl Film {
    fn draw(&self, frame: &Frame, widths: Widths) -> Buffer {
        let area = Rect::new(0, 0, self.size.0, self.size.1);
        let mut buffer = Buffer::empty(area);
        let ground = cell(0, frame.ground, widths).0;
        buffer.content.fill(ground);
        for y in frame.band.top()..frame.band.bottom() {
            let row = &self.stock[(frame.top + usize::from(y)) % self.stock.len()];
            let mut x = frame.band.x;
            for (glyph, look) in row {
                let (cell, cells) = cell(*glyph, *look, widths);
                if x + cells > frame.band.right() {
                    break;
                }
                buffer[(x, y)] = cell;
                x += cells;
            }
        }
        // Over halves of glyphs too, and over the edge: what a wide glyph covers is not seen.
        for (x, y, glyph, look) in &frame.loose {
            if area.contains((*x, *y).into()) {
                buffer[(*x, *y)] = cell(*glyph, *look, widths).0;
            }
        }
        buffer
    }
}

fn code(colour: Color) -> String {
    match colour {
        Color::Reset => String::new(),
        Color::Rgb(red, green, blue) => format!("38;2;{red};{green};{blue}"),
        Color::Indexed(index) => format!("38;5;{index}"),
        Color::Black => "30".to_owned(),
        Color::Red => "31".to_owned(),
        Color::Yellow => "33".to_owned(),
        Color::LightBlue => "94".to_owned(),
        other => panic!("no look has {other}"),
    }
}

fn ink(cell: &Cell) -> Ink {
    let codes = [
        (Modifier::BOLD, 1),
        (Modifier::DIM, 2),
        (Modifier::ITALIC, 3),
        (Modifier::UNDERLINED, 4),
        (Modifier::REVERSED, 7),
    ];
    let attributes =
        codes.iter().filter(|(flag, _)| cell.modifier.contains(*flag)).map(|(_, code)| *code).collect();
    Ink { fg: code(cell.fg), bg: code(cell.bg), attributes }
}

/// What a blank is seen by. Weight is seen where ink is: in a line, or all over it where it is reversed.
fn seen(ink: &Ink) -> (String, Vec<u8>, String) {
    let inked = ink.attributes.iter().any(|code| matches!(code, 4 | 7));
    let attributes: Vec<u8> = ink.attributes.iter().copied().filter(|code| inked && *code != 3).collect();
    let fg = if attributes.is_empty() { String::new() } else { ink.fg.clone() };
    (ink.bg.clone(), attributes, fg)
}

/// Checks each cell of `model` that a terminal like this must draw as layout thinks.
fn compare(model: &Model, buffer: &Buffer, doubtful: impl Fn(&str) -> bool) -> Result<(), TestCaseError> {
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let cells = match cell.diff_option {
                CellDiffOption::ForcedWidth(cells) => cells.get(),
                _ => Widths::default().cluster(cell.symbol()) as u16,
            };
            let spot = model.spot(x, y);
            let place = format!("at {x},{y} for {cell:?}");
            if cell.symbol() == " " || x + cells > buffer.area.width {
                prop_assert_eq!(&spot.text, "", "{}", place);
                prop_assert!(!spot.covered, "half a glyph {}", place);
                prop_assert_eq!(seen(&spot.ink), seen(&ink(cell)), "{}", place);
                x += 1;
                continue;
            }
            if !doubtful(cell.symbol()) {
                prop_assert_eq!(&spot.text, cell.symbol(), "{}", place);
                prop_assert_eq!(&spot.ink, &ink(cell), "{}", place);
                for x in x + 1..x + cells {
                    prop_assert!(model.spot(x, y).covered, "not whole {}", place);
                }
            }
            x += cells;
        }
    }
    Ok(())
}

/// Shows `film`, set with `widths`, on a terminal of `traits` that told `told` about itself.
fn show(film: &Film, widths: Widths, traits: Traits, told: Option<Ambiguous>) -> Result<(), TestCaseError> {
    let (erases, margins, tabs) = (traits.erases, traits.margins, traits.tabs);
    // Who said nothing about its widths knows no synchronized updates either.
    let frames = if told.is_some() { Frames::InOnePiece } else { Frames::AsTheyCome };
    let abilities = Abilities { erases, margins, tabs, frames, ambiguous: told };
    let mut painter = Painter::new(abilities);
    let mut model = Model::new(traits);
    let plain = |symbol: &str| GLYPHS.iter().position(|glyph| *glyph == symbol).is_some_and(|at| at < PLAIN);
    let agreed = traits.widths == widths;
    let doubtful = |symbol: &str| match traits.joins {
        Joins::Clusters => false,
        Joins::Marks => {
            !plain(symbol) || (!agreed && Widths::default().cluster(symbol) == 1 && !symbol.is_ascii())
        }
    };
    for frame in &film.frames {
        if frame.forget {
            model = Model::new(traits);
            painter.forget();
        }
        let wanted = film.draw(frame, widths);
        let bytes = paint(&mut painter, frame, &wanted);
        model.write(&bytes);
        prop_assert!(!model.in_frame());
        prop_assert_eq!(model.cursor(), frame.caret);
        compare(&model, &wanted, doubtful).map_err(|error| {
            TestCaseError::fail(format!("{error}\nafter {:?}", bytes.replace('\x1b', "^")))
        })?;
        prop_assert_eq!(paint(&mut painter, frame, &wanted), "", "nothing changed");
    }
    // It is told that it has another terminal, where tabs lead nowhere.
    let (Tabs::ToStops, Some(frame)) = (tabs, film.frames.last()) else { return Ok(()) };
    painter.learn(Abilities { tabs: Tabs::Nowhere, ..abilities });
    let wanted = film.draw(frame, widths);
    let mut model = Model::new(Traits { tabs: Tabs::Nowhere, ..traits });
    model.write(&paint(&mut painter, frame, &wanted));
    compare(&model, &wanted, doubtful)
}

/// The bytes for `wanted`, which is what `frame` shows.
fn paint(painter: &mut Painter, frame: &Frame, wanted: &Buffer) -> String {
    painter.paint(wanted.area.as_size(), &[frame.band], |picture, fount| {
        picture.read(wanted, fount);
        frame.caret.map(|(x, y)| Position { x, y })
    })
}

fn any_traits() -> impl Strategy<Value = (Ambiguous, Erases, Margins, Tabs, Halves)> {
    (
        prop_oneof![Just(Ambiguous::Narrow), Just(Ambiguous::Wide)],
        prop_oneof![Just(Erases::WithBackground), Just(Erases::Plainly)],
        prop_oneof![Just(Margins::Rows), Just(Margins::Columns)],
        prop_oneof![Just(Tabs::Nowhere), Just(Tabs::ToStops)],
        prop_oneof![Just(Halves::Go), Just(Halves::Stay)],
    )
}

proptest! {
    #[test]
    fn the_screen_always_equals_the_buffer(
        film in film(GLYPHS.len()), (ambiguous, erases, margins, tabs, halves) in any_traits(), told in any::<bool>()
    ) {
        let widths = Widths::new(ambiguous);
        let traits = Traits { size: film.size, widths, erases, margins, tabs, joins: Joins::Clusters, halves };
        show(&film, widths, traits, told.then_some(ambiguous))?;
    }

    #[test]
    fn a_terminal_of_other_widths_loses_no_other_glyph(
        film in film(GLYPHS.len()), (ambiguous, erases, margins, tabs, halves) in any_traits(), other in any::<bool>()
    ) {
        let widths = Widths::new(ambiguous);
        let opposite = if ambiguous == Ambiguous::Wide { Ambiguous::Narrow } else { Ambiguous::Wide };
        let drawn = Widths::new(if other { opposite } else { ambiguous });
        let traits = Traits { size: film.size, widths: drawn, erases, margins, tabs, joins: Joins::Marks, halves };
        show(&film, widths, traits, None)?;
    }

    /// The model against one that others wrote, where that knows all that is sent.
    #[test]
    fn the_model_is_a_terminal(film in film(PLAIN)) {
        let traits = Traits {
            size: film.size,
            widths: Widths::default(),
            erases: Erases::WithBackground,
            margins: Margins::Rows,
            tabs: Tabs::Nowhere,
            joins: Joins::Clusters,
            halves: Halves::Go,
        };
        let mut painter = Painter::new(Abilities { ambiguous: Some(Ambiguous::Narrow), ..Abilities::default() });
        let (width, height) = film.size;
        let mut other = vt100::Parser::new(height, width, 0);
        other.process(b"\x1b[?7l");
        let mut model = Model::new(traits);
        for frame in &film.frames {
            let bytes = painter.paint(Size { width, height }, &[frame.band], |picture, fount| {
                picture.read(&film.draw(frame, traits.widths), fount);
                None
            });
            model.write(&bytes);
            other.process(bytes.as_bytes());
            for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
                let (spot, cell) = (model.spot(x, y), other.screen().cell(y, x).expect("a cell"));
                prop_assert_eq!(spot.text.trim(), cell.contents().trim(), "at {},{}", x, y);
                prop_assert_eq!(spot.covered, cell.is_wide_continuation(), "at {},{}", x, y);
                if spot.covered {
                    // The colours of the first cell are those of the glyph.
                    continue;
                }
                let reversed = spot.ink.attributes.contains(&7);
                prop_assert_eq!(reversed, cell.inverse(), "at {},{}", x, y);
                prop_assert_eq!(spot.ink.attributes.contains(&4), cell.underline(), "at {},{}", x, y);
                prop_assert_eq!(spot.ink.bg.is_empty(), cell.bgcolor() == vt100::Color::Default, "at {},{}", x, y);
            }
        }
    }
}

/// The bytes for each of `keys` in a long article on a terminal of 120x50.
fn bytes_of(open: &str, keys: &[&str], (margins, tabs): (Margins, Tabs)) -> Vec<usize> {
    let article: String = PAGE.lines().filter(|line| line.chars().count() > 30).collect::<String>().repeat(9);
    let text: String = article
        .chars()
        .collect::<Vec<_>>()
        .chunks(150)
        .enumerate()
        // No row of a page stands on another page, so that nothing moves.
        .map(|(number, part)| "灯".repeat(number + 1) + &part.iter().collect::<String>() + "\n\n")
        .fold("长文\n\n".to_owned(), |text, part| text + &part);
    let mut desk = Desk::open(&text, (120, 50));
    desk.keys(open);
    let mut painter =
        Painter::new(Abilities { margins, tabs, ambiguous: Some(Ambiguous::Narrow), ..Abilities::default() });
    let mut paint = |desk: &Desk| {
        let panes = desk.app.panes();
        painter
            .paint(Size { width: 120, height: 50 }, &panes.bands(), |picture, fount| {
                baolan::view::paint(&desk.app, picture, fount)
            })
            .len()
    };
    paint(&desk);
    keys.iter()
        .map(|keys| {
            desk.keys(keys);
            paint(&desk)
        })
        .collect()
}

#[test]
fn a_line_down_sends_a_line() {
    for (open, margins) in [("l", Margins::Columns), ("lz", Margins::Rows), ("l", Margins::Rows)] {
        let sent = bytes_of(open, &["j", "j", "j", "j", "k", "k"], (margins, Tabs::ToStops));
        let limit = if open == "l" && margins == Margins::Rows { 1000 } else { 400 };
        assert!(sent.iter().all(|bytes| *bytes < limit), "{open} {margins:?}: {sent:?}");
    }
}

#[test]
fn a_page_down_leads_each_row_back_to_the_text() {
    for open in ["l", "lz"] {
        let bytes = |tabs| bytes_of(open, &[" "], (Margins::Columns, tabs)).iter().sum::<usize>();
        let (moved, tabbed) = (bytes(Tabs::Nowhere), bytes(Tabs::ToStops));
        // Each of thirty rows gives two or three back, and the stops are set once.
        assert!(tabbed + 30 * 2 < moved, "{open}: {tabbed} and {moved} bytes of a page");
    }
}
