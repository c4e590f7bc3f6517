//! One page set by us beside the same page in `less`, with the forbidden breaks marked.
//!
//! Guarantees: our half is a screen of the real program, the other half is wrapped as `less` wraps (a test holds that against the
//! real one); both are judged by the same judge. Never: another text than the sample page, from its start.

use std::fmt::Write as _;

use baolan::layout::Level;
use vt100::{Color, Parser, Screen};

use crate::greedy::greedy;
use crate::judge::{Fault, Judge, Kind};

/// Columns between the halves, and the colours of the other half and of a mark.
const GAP: u16 = 2;
const PLAIN: &str = "\x1b[0;38;2;208;208;208;48;2;0;0;0m";
const MARK: &str = "\x1b[0;1;38;2;255;255;255;48;2;200;30;30m";

/// A row of the other half.
struct Row {
    text: String,
    /// The forbidden break between the row above and this one.
    fault: Option<Fault>,
}

/// How `less` sets `dump` in `cells`, from the first line that is not blank.
fn less(dump: &str, cells: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in dump.lines() {
        let set = greedy(line, usize::from(cells));
        let starts: Vec<usize> = set
            .iter()
            .scan(0, |at, row| {
                let start = *at;
                *at += row.len();
                Some(start)
            })
            .collect();
        let faults = Judge::new(line, Level::Strict).faults(&starts);
        rows.extend(set.into_iter().zip(starts).map(|(text, start)| {
            let fault = faults.iter().find(|fault| fault.at == start && fault.kind.is_hard()).copied();
            Row { text, fault }
        }));
    }
    rows.into_iter().skip_while(|row| row.text.is_empty()).collect()
}

/// The forbidden breaks on a screen of ours: between two rows of which the lower one does not begin a paragraph.
fn ours(rows: &[String]) -> usize {
    let is_new = |row: &str| row.trim_start_matches('▎').starts_with("     ") || row.trim().is_empty();
    let pairs = rows.windows(2).filter(|pair| !pair[0].trim().is_empty() && !is_new(&pair[1]));
    let bare = |row: &str| row.trim_start_matches('▎').trim().to_owned();
    pairs
        .map(|pair| {
            let (above, below) = (bare(&pair[0]), bare(&pair[1]));
            let faults = Judge::new(&format!("{above}{below}"), Level::Strict).faults(&[0, above.len()]);
            faults.iter().filter(|fault| fault.kind.is_hard()).count()
        })
        .sum()
}

/// The picture: `screen` is ours, `rows` its text, `dump` what it shows.
pub fn picture(dump: &str, screen: &Screen, rows: &[String]) -> Screen {
    let (height, width) = screen.size();
    // The program's bottom row is its status row; the same place holds the counts here.
    let height = height - 1;
    let mut parser = Parser::new(height + 2, 2 * width + GAP, 0);
    let other = less(dump, width);
    let shown = &other[..other.len().min(usize::from(height))];
    let mut out = format!("{PLAIN}\x1b[2J");
    for (y, row) in shown.iter().enumerate() {
        half(&mut out, y, row, shown.get(y + 1).and_then(|below| below.fault));
    }
    for y in 0..height {
        for x in 0..width {
            cell(&mut out, screen, (x, y), width + GAP);
        }
    }
    let count = shown.iter().filter(|row| row.fault.is_some()).count();
    let _ = write!(out, "{PLAIN}\x1b[{};1H", height + 2);
    let _ = write!(out, "less: {count} forbidden breaks 避头尾 {count} 处");
    let _ = write!(out, "\x1b[{};{}H", height + 2, width + GAP + 4);
    let _ = write!(out, "baolan: {0} forbidden breaks 避头尾 {0} 处\x1b[?25l", ours(rows));
    parser.process(out.as_bytes());
    parser.screen().clone()
}

/// A row of the other half, with its marks; `below` is the fault at its end.
fn half(out: &mut String, y: usize, row: &Row, below: Option<Fault>) {
    let is_first = row.fault.is_some_and(|fault| fault.kind != Kind::Last);
    let is_last = below.is_some_and(|fault| fault.kind != Kind::First);
    let _ = write!(out, "\x1b[{};1H", y + 1);
    let count = row.text.chars().count();
    for (index, c) in row.text.chars().enumerate() {
        let is_marked = is_first && index == 0 || is_last && index + 1 == count;
        out.push_str(if is_marked { MARK } else { PLAIN });
        out.push(c);
    }
}

/// A cell of ours, `left` columns further to the right.
fn cell(out: &mut String, screen: &Screen, (x, y): (u16, u16), left: u16) {
    let Some(cell) = screen.cell(y, x).filter(|cell| !cell.is_wide_continuation()) else { return };
    let colour = |colour: Color, what: u8| match colour {
        Color::Rgb(red, green, blue) => format!(";{what};2;{red};{green};{blue}"),
        Color::Idx(index) => format!(";{what};5;{index}"),
        Color::Default => String::new(),
    };
    let (ink, ground) = (colour(cell.fgcolor(), 38), colour(cell.bgcolor(), 48));
    let look: String = [(cell.bold(), ";1"), (cell.dim(), ";2"), (cell.inverse(), ";7")]
        .iter()
        .filter_map(|&(has, code)| has.then_some(code))
        .collect();
    let text = if cell.has_contents() { cell.contents() } else { " " };
    let _ = write!(out, "\x1b[{};{}H\x1b[0{look}{ink}{ground}m{text}", y + 1, x + left + 1);
}
