//! A terminal of our own, for what the borrowed model cannot be: ambiguous characters of two cells, erasing with and
//! without the background, margins at the sides, clusters drawn character by character.
//!
//! Guarantees: only sequences that the painter may send are known, and any other fails the test; half of a glyph that
//! is overwritten takes the other half with it; what no two terminals agree on is not kept. Never: a look at what
//! should be shown.

use std::collections::BTreeSet;

use baolan::terminal::{Erases, Margins, Tabs};
use baolan::text::cluster::clusters;
use baolan::text::width::Widths;

use super::tokens::{Token, tokens};

/// How a terminal draws clusters of several characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joins {
    /// As one glyph.
    Clusters,
    /// Each character that has a width by itself.
    Marks,
}

/// What becomes of the half of a glyph whose other half is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halves {
    /// It goes too.
    Go,
    /// It stays, and whoever writes over a second half takes the cell before it away: tmux.
    Stay,
}

/// What a terminal is like.
#[derive(Clone, Copy, Debug)]
pub struct Traits {
    pub size: (u16, u16),
    pub widths: Widths,
    pub erases: Erases,
    pub margins: Margins,
    pub tabs: Tabs,
    pub joins: Joins,
    pub halves: Halves,
}

/// Colours and attributes as they were sent: text, background, and codes of attributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ink {
    pub fg: String,
    pub bg: String,
    pub attributes: Vec<u8>,
}

/// A cell: its cluster, or nothing where it is blank or covered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    pub text: String,
    pub ink: Ink,
    /// Whether the glyph before it covers it.
    pub covered: bool,
}

/// The terminal.
#[derive(Clone, Debug)]
pub struct Model {
    traits: Traits,
    rows: Vec<Vec<Spot>>,
    at: (usize, usize),
    ink: Ink,
    /// First and last row, first and last column of what moves.
    margins: ((usize, usize), (usize, usize)),
    /// Columns where a tab stops.
    stops: BTreeSet<usize>,
    /// Private modes that are on.
    modes: BTreeSet<String>,
}

impl Model {
    /// A terminal full of what somebody else wrote.
    pub fn new(traits: Traits) -> Self {
        let (width, height) = (usize::from(traits.size.0), usize::from(traits.size.1));
        let rubbish = Spot { text: "#".to_owned(), ..Spot::default() };
        Self {
            traits,
            rows: vec![vec![rubbish; width]; height],
            at: (width / 2, height / 2),
            ink: Ink { fg: "31".to_owned(), bg: "42".to_owned(), attributes: vec![1, 7] },
            margins: ((0, height - 1), (0, width - 1)),
            stops: (8..width).step_by(8).collect(),
            modes: BTreeSet::new(),
        }
    }

    pub fn spot(&self, x: u16, y: u16) -> &Spot {
        &self.rows[usize::from(y)][usize::from(x)]
    }

    /// One row, from 0, with its blanks.
    pub fn row(&self, y: u16) -> String {
        let spots = self.rows[usize::from(y)].iter().filter(|spot| !spot.covered);
        spots.map(|spot| if spot.text.is_empty() { " " } else { &spot.text }).collect()
    }

    /// Whether a frame was begun and not ended.
    pub fn in_frame(&self) -> bool {
        self.modes.contains("2026")
    }

    /// Where the cursor is shown, if it is.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        self.modes.contains("25").then(|| (self.at.0.min(self.rows[0].len() - 1) as u16, self.at.1 as u16))
    }

    /// Takes what is written to it.
    pub fn write(&mut self, bytes: &str) {
        let mut text = String::new();
        for token in tokens(bytes.as_bytes()) {
            if let Token::Text(c) = token {
                text.push(c);
                continue;
            }
            self.print(&std::mem::take(&mut text));
            match token {
                Token::Control('\x08') => {
                    assert!(
                        self.at.0 < self.rows[0].len(),
                        "no two terminals agree how far the last column is"
                    );
                    assert_ne!(self.at.0, self.margins.1.0, "a step back at the edge or a margin");
                    self.at.0 -= 1;
                }
                // Between margins no two terminals agree where it leads.
                Token::Control('\r') => {
                    assert_eq!(self.margins.1.0, 0, "a carriage return beside a margin");
                    self.at.0 = 0;
                }
                Token::Control('\t') => self.tab(),
                Token::Escape('H') => {
                    assert!(self.traits.tabs == Tabs::ToStops && self.at.0 < self.rows[0].len());
                    self.stops.insert(self.at.0);
                }
                Token::Control('\n') => {
                    assert!(self.at.1 < self.margins.0.1, "a line feed at the bottom scrolls");
                    self.at.1 += 1;
                }
                Token::Sequence(body) => self.sequence(&body),
                other => panic!("{other:?} in {bytes:?}"),
            }
        }
        self.print(&text);
    }

    /// No cell changes, and where none is known what the terminal does, none is sent.
    fn tab(&mut self) {
        assert_eq!(self.traits.tabs, Tabs::ToStops, "a tab where nobody knows where it leads");
        assert!(self.at.0 < self.rows[0].len(), "no two terminals agree how far the last column is");
        let stop = self.stops.range(self.at.0 + 1..).next();
        self.at.0 = *stop.expect("a tab behind the last stop");
    }

    fn print(&mut self, text: &str) {
        for (_, cluster) in clusters(text) {
            match self.traits.joins {
                Joins::Clusters => self.put(cluster, self.traits.widths.cluster(cluster)),
                Joins::Marks => cluster.chars().for_each(|c| self.character(c)),
            }
        }
    }

    fn character(&mut self, c: char) {
        let text = c.to_string();
        let cells = unicode_cells(self.traits.widths, c);
        if cells > 0 {
            self.put(&text, cells);
            return;
        }
        let (x, y) = self.at;
        let before = (0..x).rev().find(|x| !self.rows[y][*x].covered);
        if let Some(before) = before {
            self.rows[y][before].text.push_str(&text);
        }
    }

    fn put(&mut self, text: &str, cells: usize) {
        let (x, y) = self.at;
        let width = self.rows[y].len();
        // Automatic wrapping is off, and what does not fit is not drawn.
        if x + cells > width {
            self.at.0 = width;
            return;
        }
        for at in x..x + cells {
            self.break_glyph(at, y);
            self.rows[y][at] = Spot { text: String::new(), ink: self.ink.clone(), covered: at > x };
        }
        if text != " " {
            text.clone_into(&mut self.rows[y][x].text);
        }
        // In the last column the cursor waits behind the cell.
        self.at.0 = x + cells;
    }

    /// The glyph that has a cell at `x` loses all of them, and nobody can say what colours they have then.
    fn break_glyph(&mut self, x: usize, y: usize) {
        let row = &mut self.rows[y];
        let from = (0..=x).rev().find(|x| !row[*x].covered).unwrap_or(0);
        let to = (x + 1..row.len()).find(|x| !row[*x].covered).unwrap_or(row.len());
        for spot in &mut row[from..to] {
            *spot = Spot { ink: Ink { bg: "rubbish".to_owned(), ..Ink::default() }, ..Spot::default() };
        }
    }

    fn blank(&self) -> Spot {
        let bg = match self.traits.erases {
            Erases::WithBackground => self.ink.bg.clone(),
            Erases::Plainly => String::new(),
        };
        Spot { ink: Ink { bg, ..Ink::default() }, ..Spot::default() }
    }

    fn erase(&mut self, from: usize, to: usize, y: usize) {
        let to = to.min(self.rows[y].len());
        if self.traits.halves == Halves::Go {
            (from..to).for_each(|x| self.break_glyph(x, y));
        }
        let blank = self.blank();
        self.rows[y][from..to].fill(blank);
    }

    fn sequence(&mut self, body: &str) {
        let (numbers, last) = body.split_at(body.len() - 1);
        if let Some(mode) = numbers.strip_prefix('?') {
            return self.mode(mode, last);
        }
        let all: Vec<usize> = numbers.split(';').map(|number| number.parse().unwrap_or(0)).collect();
        let first = all[0].max(1);
        let (width, height) = (self.rows[0].len(), self.rows.len());
        match (last, all.as_slice()) {
            // The cursor may still wait behind the last column.
            ("m", _) => return self.dress(&all),
            ("H", _) => {
                self.at = (all.get(1).copied().unwrap_or(1).max(1) - 1, first - 1);
                assert!(self.at.0 < width && self.at.1 < height, "the cursor outside the screen: {body}");
            }
            ("G", [_]) => self.at.0 = first - 1,
            ("C", [_]) => self.at.0 += first,
            ("K", [0]) => self.erase(self.at.0, width, self.at.1),
            ("X", [_]) => self.erase(self.at.0, self.at.0 + first, self.at.1),
            ("J", [1]) => {
                (0..self.at.1).for_each(|y| self.erase(0, width, y));
                self.erase(0, self.at.0 + 1, self.at.1);
            }
            ("J", [2]) => (0..height).for_each(|y| self.erase(0, width, y)),
            ("r", _) => {
                let bottom = all.get(1).copied().unwrap_or(height);
                assert!(
                    numbers.is_empty() || first < bottom && bottom <= height,
                    "margins that no terminal takes: {body}"
                );
                self.margins.0 = (first - 1, bottom - 1);
                self.at = (0, 0);
            }
            ("s", [0]) if self.modes.contains("69") => {
                self.margins.1 = (0, width - 1);
                self.at = (0, 0);
            }
            ("s", [left, right]) if self.modes.contains("69") => {
                assert!(left < right && *right <= width, "margins that no terminal takes: {body}");
                self.margins.1 = (left - 1, right - 1);
                self.at = (0, 0);
            }
            ("g", [3]) => return self.stops.clear(),
            ("M" | "L", [_]) => {
                let corner = (self.margins.1.0, self.margins.0.0);
                assert_eq!(self.at, corner, "rows move from the corner of the margins");
                self.shift(if last == "M" { first.cast_signed() } else { -first.cast_signed() });
            }
            ("S" | "T", [_]) => {
                // A terminal without margins at the sides may be one that does not know them.
                assert_eq!(self.traits.margins, Margins::Columns);
                self.shift(if last == "S" { first.cast_signed() } else { -first.cast_signed() });
            }
            _ => panic!("a sequence that the painter may not send: {body}"),
        }
        assert!(self.at.0 < width, "the cursor outside the screen: {body}");
    }

    fn mode(&mut self, mode: &str, last: &str) {
        assert!(matches!(mode, "25" | "69" | "2026"), "a mode that the painter may not set: {mode}");
        if mode == "69" {
            assert!(self.traits.margins == Margins::Columns, "margins that the terminal does not have");
            self.margins.1 = (0, self.rows[0].len() - 1);
        }
        match last {
            "h" => self.modes.insert(mode.to_owned()),
            _ => self.modes.remove(mode),
        };
    }

    /// Moves rows up, or down where `up` is negative, between the margins.
    fn shift(&mut self, up: isize) {
        let ((top, bottom), (left, right)) = self.margins;
        for y in top..=bottom {
            for edge in [left, right + 1] {
                if self.rows[y].get(edge).is_some_and(|spot| spot.covered) {
                    self.break_glyph(edge, y);
                }
            }
        }
        // What comes in has no ground that all terminals agree on, but for those with margins at the sides.
        let filled = match self.traits.margins {
            Margins::Rows => Spot { text: "?".to_owned(), ..Spot::default() },
            Margins::Columns => self.blank(),
        };
        let old: Vec<Vec<Spot>> =
            self.rows[top..=bottom].iter().map(|row| row[left..=right].to_vec()).collect();
        for (index, y) in (top..=bottom).enumerate() {
            let from = index.checked_add_signed(up);
            let row = from.and_then(|from| old.get(from)).cloned();
            self.rows[y][left..=right]
                .clone_from_slice(&row.unwrap_or_else(|| vec![filled.clone(); right + 1 - left]));
        }
    }

    fn dress(&mut self, codes: &[usize]) {
        let mut rest = codes;
        while let Some((code, after)) = rest.split_first() {
            rest = after;
            let ink = &mut self.ink;
            match code {
                0 => *ink = Ink::default(),
                1..=4 | 7 => {
                    let code = *code as u8;
                    ink.attributes.retain(|other| *other != code);
                    ink.attributes.push(code);
                    ink.attributes.sort_unstable();
                }
                22 => ink.attributes.retain(|code| !matches!(code, 1 | 2)),
                23 | 24 | 27 => ink.attributes.retain(|other| usize::from(*other) != code - 20),
                38 | 48 => {
                    let length = if rest[0] == 2 { 4 } else { 2 };
                    let colour = rest[..length].iter().map(ToString::to_string).collect::<Vec<_>>().join(";");
                    rest = &rest[length..];
                    *(if *code == 38 { &mut ink.fg } else { &mut ink.bg }) = format!("38;{colour}");
                }
                39 => ink.fg.clear(),
                49 => ink.bg.clear(),
                30..=37 | 90..=97 => ink.fg = code.to_string(),
                40..=47 | 100..=107 => ink.bg = (code - 10).to_string(),
                _ => panic!("a code that the painter may not send: {code}"),
            }
        }
    }
}

/// Cells of a character that stands by itself; none where it stands on another.
fn unicode_cells(widths: Widths, c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' => 0,
        c => widths.cluster(c.encode_utf8(&mut [0; 4])),
    }
}
