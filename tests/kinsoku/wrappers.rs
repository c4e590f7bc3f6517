//! How others wrap: what they make of a paragraph, as lines.
//!
//! Guarantees: each is asked as its users ask it. Never: a repair of what they make.

use std::panic::catch_unwind;

use baolan::text::width::Widths;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Paragraph, Widget as _, Wrap};

use crate::greedy::greedy;

/// A paragraph to lines of at most so many cells.
type Wrapper = fn(&str, usize) -> Vec<String>;

/// The other wrappers, by name.
pub const WRAPPERS: &[(&str, Wrapper)] = &[
    ("cell-greedy (less, terminals)", greedy),
    ("ratatui Paragraph", paragraph),
    ("textwrap, optimal-fit", optimal),
    ("textwrap, first-fit", first_fit),
];

fn paragraph(text: &str, cells: usize) -> Vec<String> {
    let width = u16::try_from(cells).expect("a width of cells");
    let height =
        u16::try_from(Widths::default().text(text) / (cells / 2).max(1) + 8).expect("a short paragraph");
    // It panics now and then (ratatui/ratatui#2679); such a paragraph counts as changed.
    let drawn = catch_unwind(|| {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        Paragraph::new(text).wrap(Wrap { trim: false }).render(area, &mut buffer);
        buffer
    });
    let Ok(buffer) = drawn else { return Vec::new() };
    let row = |y: u16| {
        let mut line = String::new();
        let mut x = 0;
        while x < width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(Widths::default().text(symbol)).unwrap_or(1).max(1);
        }
        line.trim_end().to_owned()
    };
    (0..height).map(row).filter(|line| !line.is_empty()).collect()
}

fn optimal(text: &str, cells: usize) -> Vec<String> {
    textwrap::wrap(text, cells).into_iter().map(std::borrow::Cow::into_owned).collect()
}

fn first_fit(text: &str, cells: usize) -> Vec<String> {
    let options = textwrap::Options::new(cells).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// Where the `lines` of `text` begin in it; nothing if they are not its characters in order. White space does not count: many
/// leave it out where a line ends.
pub fn starts(text: &str, lines: &mut dyn Iterator<Item = &str>) -> Option<Vec<usize>> {
    let mut rest = text.char_indices().filter(|(_, c)| !c.is_whitespace()).peekable();
    let mut starts = Vec::new();
    for line in lines {
        let mut chars = line.chars().filter(|c| !c.is_whitespace()).peekable();
        if chars.peek().is_none() {
            continue;
        }
        starts.push(if starts.is_empty() { 0 } else { rest.peek()?.0 });
        for c in chars {
            if rest.next()?.1 != c {
                return None;
            }
        }
    }
    rest.next().is_none().then_some(starts)
}
