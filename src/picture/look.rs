//! Looks: colours and attributes of a cell.
//!
//! Guarantees: two looks are equal exactly where the same bytes set them. Never: a role; `view` has them.

use ratatui::style::{Color, Modifier};

/// The attributes that are sent at all.
pub(super) const SENT: Modifier = Modifier::BOLD
    .union(Modifier::DIM)
    .union(Modifier::ITALIC)
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED);
/// The attributes that make ink of a blank.
const INKED: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED);
/// Those that give ink another colour.
const WEIGHTS: Modifier = Modifier::BOLD.union(Modifier::DIM);

/// A colour of ratatui's as one number: looks are compared for every glyph, and a number is compared at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hue(u32);

/// The sixteen colours by their names, in the order of their codes; a terminal has its own palette for them.
const NAMED: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

const KIND: u32 = 24;
const INDEXED: u32 = 1;
const NAME: u32 = 2;
const RGB: u32 = 3;

impl Hue {
    /// What the terminal has by itself.
    pub const RESET: Self = Self(0);

    /// The colour of the palette that a terminal has for the code `index`, from 0 to 15.
    pub fn named(index: u8) -> Self {
        Self(NAME << KIND | u32::from(index % 16))
    }

    /// The colour.
    pub fn colour(self) -> Color {
        let [red, green, blue, _] = self.0.to_le_bytes();
        match self.0 >> KIND {
            INDEXED => Color::Indexed(red),
            NAME => NAMED.get(usize::from(red)).copied().unwrap_or_default(),
            RGB => Color::Rgb(red, green, blue),
            _ => Color::Reset,
        }
    }

    /// The code from 0 to 15 of a colour that has one.
    pub fn index_of_name(self) -> Option<u8> {
        (self.0 >> KIND == NAME).then_some(self.0 as u8)
    }
}

impl From<Color> for Hue {
    fn from(colour: Color) -> Self {
        match colour {
            Color::Reset => Self::RESET,
            Color::Rgb(red, green, blue) => Self(RGB << KIND | u32::from_le_bytes([red, green, blue, 0])),
            Color::Indexed(index) => Self(INDEXED << KIND | u32::from(index)),
            named => Self::named(NAMED.iter().position(|known| *known == named).unwrap_or(0) as u8),
        }
    }
}

/// Colours and attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The ink.
    pub fg: Hue,
    /// The ground.
    pub bg: Hue,
    /// Bold, dim, italic, underlined, reversed; no others.
    pub modifier: Modifier,
}

impl Look {
    /// What is seen of it on a blank: its ground, and of the rest a line or a ground of ink and how heavy that is. A
    /// terminal that draws dim ink in grey has a grey ground where that is reversed.
    pub(crate) fn blank(self) -> Self {
        if self.modifier.intersects(INKED) {
            Self { modifier: self.modifier & (INKED | WEIGHTS), ..self }
        } else {
            Self { fg: Hue::RESET, bg: self.bg, modifier: Modifier::empty() }
        }
    }

    /// Whether a blank painted in this look is the blank of `blank`.
    pub(crate) fn serves(self, blank: Self) -> bool {
        self.blank() == blank
    }
}

#[cfg(test)]
mod tests {
    use super::{Color, Hue, NAMED};

    #[test]
    fn every_colour_is_a_number_of_its_own() {
        let mut colours =
            vec![Color::Reset, Color::Rgb(0, 0, 0), Color::Rgb(1, 2, 3), Color::Rgb(255, 255, 255)];
        colours.extend(NAMED);
        colours.extend((0..=255).map(Color::Indexed));
        for (index, colour) in colours.iter().enumerate() {
            assert_eq!(Hue::from(*colour).colour(), *colour);
            let same = colours.iter().position(|other| Hue::from(*other) == Hue::from(*colour));
            assert_eq!(same, Some(index), "{colour}");
        }
    }
}
