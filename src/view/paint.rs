//! Roles to the styles that ratatui paints with.
//!
//! Guarantees: colours are only those the terminal has. Never: a colour of its own.

use ratatui::style::{Color, Modifier, Style};

use crate::config::colour::{Colour, ColourDepth};
use crate::config::theme::{Attributes, Role, Theme};

/// The styles of one frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paints<'a> {
    theme: &'a Theme,
    depth: ColourDepth,
}

impl<'a> Paints<'a> {
    pub(super) const fn new(theme: &'a Theme, depth: ColourDepth) -> Self {
        Self { theme, depth }
    }

    /// The colours the terminal has.
    pub(super) const fn depth(&self) -> ColourDepth {
        self.depth
    }

    /// The style of a role.
    pub(super) fn of(&self, role: Role) -> Style {
        let style = self.theme.style(role);
        let mut out = Style::reset().remove_modifier(Modifier::all());
        out.sub_modifier = Modifier::empty();
        out.fg = Some(self.colour(style.fg));
        out.bg = Some(self.colour(style.bg));
        for (attribute, modifier) in [
            (Attributes::BOLD, Modifier::BOLD),
            (Attributes::DIM, Modifier::DIM),
            (Attributes::ITALIC, Modifier::ITALIC),
            (Attributes::UNDERLINE, Modifier::UNDERLINED),
            (Attributes::REVERSE, Modifier::REVERSED),
        ] {
            if style.attributes.has(attribute) {
                out = out.add_modifier(modifier);
            }
        }
        out
    }

    fn colour(&self, colour: Option<Colour>) -> Color {
        match colour.and_then(|colour| colour.at(self.depth)) {
            None => Color::Reset,
            Some(Colour::Rgb(red, green, blue)) => Color::Rgb(red, green, blue),
            Some(Colour::Indexed(index)) => Color::Indexed(index),
            Some(Colour::Ansi(index)) => ansi(index),
        }
    }
}

/// The sixteen colours by their names, so that terminals use their own palette for them.
const fn ansi(index: u8) -> Color {
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
    NAMED[(index % 16) as usize]
}
