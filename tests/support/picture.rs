//! A screen as an SVG: one position for every glyph, so that no font can move one off its column.
//!
//! Guarantees: the same screen gives the same bytes; wide glyphs and narrow ones have fonts of their own, because a
//! Chinese font draws “ and … too wide for one cell; the text is in the file once more as its description. Never: a
//! picture, a script or a font from somewhere else.

use std::fmt::Write as _;

use vt100::{Cell, Color, Screen};

/// A cell, and the space around the screen.
const WIDTH: u16 = 9;
const HEIGHT: u16 = 22;
const MARGIN: u16 = 14;
const TITLE: u16 = 30;
/// From the top of a cell to the line that glyphs stand on.
const BASELINE: u16 = 17;

const STYLE: &str = "\
text { white-space: pre; }
.n { font: 15px 'Noto Sans Mono', 'DejaVu Sans Mono', 'Menlo', 'Consolas', monospace; }
.w { font: 17px 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif; }
.b { font-weight: bold; }
.i { font-style: italic; }
.d { opacity: 0.6; }";

/// What the glyphs of a run have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Look {
    class: String,
    ink: String,
}

/// Glyphs of one look, each with its column.
type Run<'a> = (Look, Vec<(u16, &'a str)>);

/// `screen` as an SVG. `words` is its text, `title` stands in the window's bar.
pub fn svg(screen: &Screen, words: &str, title: &str) -> String {
    let (rows, cols) = screen.size();
    let (width, height) = (cols * WIDTH + 2 * MARGIN, rows * HEIGHT + MARGIN + TITLE);
    let ground = ground(screen);
    let mut out = String::new();
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">"#
    );
    let _ = writeln!(out, "<title>{}</title>\n<desc>\n{}\n</desc>", escaped(title), escaped(words));
    let _ = writeln!(out, "<style>\n{STYLE}\n</style>");
    frame(&mut out, (width, height), &ground);
    let _ = writeln!(out, r#"<g transform="translate({MARGIN} {TITLE})">"#);
    for y in 0..rows {
        grounds(&mut out, screen, y, &ground);
    }
    for y in 0..rows {
        glyphs(&mut out, screen, y);
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn frame(out: &mut String, (width, height): (u16, u16), ground: &str) {
    let _ = writeln!(
        out,
        r##"<rect x="0.5" y="0.5" width="{}" height="{}" rx="8" fill="{ground}" stroke="#808080"/>"##,
        width - 1,
        height - 1
    );
    for x in [18, 36, 54] {
        let _ = writeln!(out, r##"<circle cx="{x}" cy="15" r="5" fill="#808080" fill-opacity="0.5"/>"##);
    }
}

/// The background of what lies below everything: it shows in the last column above the status row.
fn ground(screen: &Screen) -> String {
    let (rows, cols) = screen.size();
    let cell = screen.cell(rows.saturating_sub(2), cols.saturating_sub(1));
    cell.map(|cell| colours(cell).1).unwrap_or_default()
}

/// Backgrounds of a row where they are not the ground, and the cursor.
fn grounds(out: &mut String, screen: &Screen, y: u16, ground: &str) {
    let cols = screen.size().1;
    let colour = |x: u16| match whole(screen, y, x) {
        Some(cell) if is_cursor(screen, y, x) => swapped(cell).1,
        Some(cell) => colours(cell).1,
        None => ground.to_owned(),
    };
    let mut x = 0;
    while x < cols {
        let paint = colour(x);
        let end = (x..cols).find(|x| colour(*x) != paint).unwrap_or(cols);
        if paint != ground {
            let (left, top, width) = (x * WIDTH, y * HEIGHT, (end - x) * WIDTH);
            let _ = writeln!(
                out,
                r#"<rect x="{left}" y="{top}" width="{width}" height="{HEIGHT}" fill="{paint}" shape-rendering="crispEdges"/>"#
            );
        }
        x = end;
    }
}

/// The glyphs of a row, in runs of one look, and what is drawn below them.
fn glyphs(out: &mut String, screen: &Screen, y: u16) {
    let cols = screen.size().1;
    let mut run: Option<Run<'_>> = None;
    for x in 0..cols {
        let Some(cell) = whole(screen, y, x) else { continue };
        let (ink, _) = if is_cursor(screen, y, x) { swapped(cell) } else { colours(cell) };
        if cell.underline() {
            let (left, top) = (x * WIDTH, y * HEIGHT + BASELINE + 2);
            let _ = writeln!(out, r#"<rect x="{left}" y="{top}" width="{WIDTH}" height="1" fill="{ink}"/>"#);
        }
        let is_second_half = screen.cell(y, x).is_some_and(Cell::is_wide_continuation);
        if is_second_half || cell.contents().trim().is_empty() {
            continue;
        }
        if let Some(eighths) = block(cell.contents()) {
            let (left, top, width) = (x * WIDTH, y * HEIGHT, f32::from(WIDTH) * eighths / 8.0);
            let _ = writeln!(
                out,
                r#"<rect x="{left}" y="{top}" width="{width}" height="{HEIGHT}" fill="{ink}"/>"#
            );
            continue;
        }
        let look = Look { class: class(cell), ink };
        if run.as_ref().is_some_and(|(known, _)| *known != look) {
            text(out, run.take(), y);
        }
        run.get_or_insert_with(|| (look, Vec::new())).1.push((x, cell.contents()));
    }
    text(out, run, y);
}

fn text(out: &mut String, run: Option<Run<'_>>, y: u16) {
    let Some((Look { class, ink }, glyphs)) = run else { return };
    // A Chinese glyph is a little narrower than its two cells.
    let inset = if class.starts_with('w') { ".5" } else { "" };
    let top = y * HEIGHT + BASELINE;
    let _ = write!(out, r#"<text class="{class}" y="{top}" fill="{ink}">"#);
    for (x, glyph) in glyphs {
        // A list of positions in one `x` would be shorter, but not every program that draws SVG reads it.
        let _ = write!(out, r#"<tspan x="{}{inset}">{}</tspan>"#, x * WIDTH, escaped(glyph));
    }
    out.push_str("</text>\n");
}

fn class(cell: &Cell) -> String {
    let mut class = String::from(if cell.is_wide() { "w" } else { "n" });
    for (has, name) in [(cell.bold(), " b"), (cell.italic(), " i"), (cell.dim(), " d")] {
        if has {
            class.push_str(name);
        }
    }
    class
}

/// How many eighths of the cell a block element fills from the left.
fn block(contents: &str) -> Option<f32> {
    let c = contents.chars().next().filter(|c| ('█'..='▏').contains(c))?;
    Some(f32::from(8 - (c as u16 - '█' as u16)))
}

fn is_cursor(screen: &Screen, y: u16, x: u16) -> bool {
    let (row, column) = screen.cursor_position();
    let after_wide = screen.cell(y, x).is_some_and(Cell::is_wide_continuation);
    !screen.hide_cursor() && row == y && (column == x || after_wide && column + 1 == x)
}

/// The cell at a place, or the wide one that reaches into it, because the model gives colours only to that.
fn whole(screen: &Screen, y: u16, x: u16) -> Option<&Cell> {
    let cell = screen.cell(y, x)?;
    if cell.is_wide_continuation() { screen.cell(y, x.checked_sub(1)?) } else { Some(cell) }
}

/// Ink and ground of a cell.
fn colours(cell: &Cell) -> (String, String) {
    let ink = colour(cell.fgcolor(), [0xe5; 3]);
    let ground = colour(cell.bgcolor(), [0; 3]);
    if cell.inverse() { (ground, ink) } else { (ink, ground) }
}

/// Ink and ground of the cell under the cursor, which terminals give a colour of its own.
fn swapped(cell: &Cell) -> (String, String) {
    let ground = colours(cell).1;
    let is_light = matches!(ground.as_bytes(), [b'#', b'8'..=b'9' | b'a'..=b'f', ..]);
    (ground, String::from(if is_light { "#403a32" } else { "#d8d0c0" }))
}

fn colour(colour: Color, default: [u8; 3]) -> String {
    let [red, green, blue] = match colour {
        Color::Default => default,
        Color::Rgb(red, green, blue) => [red, green, blue],
        Color::Idx(index) => indexed(index),
    };
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// xterm's 256 colours.
fn indexed(index: u8) -> [u8; 3] {
    const NAMED: [[u8; 3]; 16] = [
        [0, 0, 0],
        [205, 0, 0],
        [0, 205, 0],
        [205, 205, 0],
        [0, 0, 238],
        [205, 0, 205],
        [0, 205, 205],
        [229, 229, 229],
        [127, 127, 127],
        [255, 0, 0],
        [0, 255, 0],
        [255, 255, 0],
        [92, 92, 255],
        [255, 0, 255],
        [0, 255, 255],
        [255, 255, 255],
    ];
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match index {
        0..=15 => NAMED[usize::from(index)],
        16..=231 => [level((index - 16) / 36), level((index - 16) / 6 % 6), level((index - 16) % 6)],
        232..=255 => [8 + 10 * (index - 232); 3],
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
