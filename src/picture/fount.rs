//! The numbers that looks and glyphs have.
//!
//! Guarantees: the same look and the same glyph have the same number until the fount is made anew; no control character
//! gets a number. Never: a forgotten number while a picture has it.

use rustc_hash::FxHashMap;

use super::look::Look;
use super::spot::{BAR, Kind, Spot, is_measured};
use crate::text::hazard::is_hazard;
use crate::text::width::{Ambiguous, is_wide_everywhere};

/// Glyphs of more than one character have numbers from here on; the others have that of their character.
const CLUSTERS: u32 = 1 << 31;
/// Clusters and looks that are remembered. A document with more costs a frame painted anew, now and then.
const MOST: usize = 60_000;

/// The looks and clusters that numbers stand for.
#[derive(Debug, Default)]
pub struct Fount {
    looks: Vec<Look>,
    /// The last look that was asked for and the last blank; the next cell has the same one.
    last: Option<(Look, u16)>,
    last_blank: Option<(Look, Spot)>,
    clusters: Vec<Box<str>>,
    numbers: FxHashMap<Box<str>, u32>,
    /// How wide the terminal said that it draws ambiguous characters.
    measured: Option<Ambiguous>,
}

impl Fount {
    /// Learns how wide the terminal said that it draws ambiguous characters, if it did.
    pub const fn learn(&mut self, measured: Option<Ambiguous>) {
        self.measured = measured;
    }

    /// Whether it holds so much that it is better begun anew, with nothing known of the terminal.
    pub(crate) const fn is_full(&self) -> bool {
        self.clusters.len() + self.looks.len() > MOST
    }

    /// The look of a cell.
    pub(crate) fn look(&self, spot: Spot) -> Look {
        self.looks.get(spot.look()).copied().unwrap_or_default()
    }

    /// What is written for a glyph; `room` is where a character is put together.
    pub(crate) fn symbol<'a>(&'a self, spot: Spot, room: &'a mut [u8; 4]) -> &'a str {
        match spot.glyph().checked_sub(CLUSTERS) {
            Some(number) => self.clusters.get(number as usize).map_or(" ", AsRef::as_ref),
            None => char::from_u32(spot.glyph()).unwrap_or(' ').encode_utf8(room),
        }
    }

    fn number_of_look(&mut self, look: Look) -> u16 {
        if let Some((_, number)) = self.last.filter(|(last, _)| *last == look) {
            return number;
        }
        let known = self.looks.iter().position(|known| *known == look);
        let number = known.unwrap_or(self.looks.len()) as u16;
        if known.is_none() {
            self.looks.push(look);
        }
        self.last = Some((look, number));
        number
    }

    fn number_of_cluster(&mut self, symbol: &str) -> u32 {
        if let Some(number) = self.numbers.get(symbol) {
            return *number;
        }
        let number = CLUSTERS + self.clusters.len() as u32;
        self.clusters.push(symbol.into());
        self.numbers.insert(symbol.into(), number);
        number
    }

    /// A blank cell in `look`, of which only what is seen counts.
    pub(crate) fn blank(&mut self, look: Look) -> Spot {
        if let Some((_, spot)) = self.last_blank.filter(|(last, _)| *last == look) {
            return spot;
        }
        let spot = Spot::new(Kind::Blank, self.number_of_look(look.blank()), 0);
        self.last_blank = Some((look, spot));
        spot
    }

    /// The first cell of a character that is seen and as wide in every terminal.
    pub(crate) fn plain(&mut self, c: char, cells: u8, look: Look) -> Spot {
        Spot::new(Kind::Sure(cells), self.number_of_look(look), u32::from(c))
    }

    /// The first cell of `symbol`, which is one cluster of `cells` cells; a blank where it is nothing to be seen.
    pub(crate) fn glyph(&mut self, symbol: &str, cells: u8, look: Look) -> Spot {
        let mut chars = symbol.chars();
        let alone = chars.next().filter(|_| chars.next().is_none());
        match self.kind(symbol, alone, cells) {
            Kind::Blank => self.blank(look),
            kind => {
                let glyph = alone.map_or_else(|| self.number_of_cluster(symbol), u32::from);
                Spot::new(kind, self.number_of_look(look), glyph)
            }
        }
    }

    /// The same cell in another look.
    pub(crate) fn in_look(&mut self, spot: Spot, look: Look) -> Spot {
        match spot.kind() {
            Kind::Unknown | Kind::Covered => spot,
            Kind::Blank => self.blank(look),
            kind => Spot::new(kind, self.number_of_look(look), spot.glyph()),
        }
    }

    fn kind(&self, symbol: &str, alone: Option<char>, cells: u8) -> Kind {
        match (alone, cells) {
            // These are nearly all glyphs of a Chinese page.
            (Some('!'..='~'), 1) => return Kind::Sure(1),
            (Some(c), 2) if is_wide_everywhere(c) => return Kind::Sure(2),
            (Some(c), 1) if (is_measured(c) || c == BAR) && self.measured == Some(Ambiguous::Narrow) => {
                return Kind::Sure(1);
            }
            (Some(c), 2) if is_measured(c) && self.measured == Some(Ambiguous::Wide) => return Kind::Sure(2),
            (_, 0) => return Kind::Blank,
            _ => {}
        }
        if symbol.is_empty() || symbol == " " || symbol.contains(|c| is_hazard(c) || c == '\n' || c == '\t') {
            return Kind::Blank;
        }
        Kind::Doubtful(cells)
    }
}
