//! Roles to looks.
//!
//! Guarantees: colours are only those the terminal has. Never: a colour of its own.

use ratatui::style::{Color, Modifier};

use crate::config::colour::{Colour, ColourDepth};
use crate::config::theme::{Attributes, Role, Style, Theme};
use crate::picture::{Hue, Look};

/// The looks of one frame, by role.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paints {
    looks: [Look; Role::ALL.len()],
}

impl Paints {
    pub(super) fn new(theme: &Theme, depth: ColourDepth) -> Self {
        let mut looks = [Look::default(); Role::ALL.len()];
        for (look, role) in looks.iter_mut().zip(Role::ALL) {
            *look = paint(theme.style(*role), depth);
        }
        Self { looks }
    }

    /// Whether boxes and panes stand on the same ground as the text, and only rules set them apart.
    pub(super) fn is_flat(&self) -> bool {
        self.of(Role::Popup).bg == self.of(Role::Text).bg
    }

    /// The look of a role.
    pub(super) const fn of(&self, role: Role) -> Look {
        self.looks[role as usize]
    }
}

fn paint(style: Style, depth: ColourDepth) -> Look {
    let mut look =
        Look { fg: colour(style.fg, depth), bg: colour(style.bg, depth), modifier: Modifier::empty() };
    for (attribute, modifier) in [
        (Attributes::BOLD, Modifier::BOLD),
        (Attributes::DIM, Modifier::DIM),
        (Attributes::ITALIC, Modifier::ITALIC),
        (Attributes::UNDERLINE, Modifier::UNDERLINED),
        (Attributes::REVERSE, Modifier::REVERSED),
    ] {
        look.modifier.set(modifier, style.attributes.has(attribute));
    }
    look
}

fn colour(colour: Option<Colour>, depth: ColourDepth) -> Hue {
    match colour.and_then(|colour| colour.at(depth)) {
        None => Hue::RESET,
        Some(Colour::Rgb(red, green, blue)) => Color::Rgb(red, green, blue).into(),
        Some(Colour::Indexed(index)) => Color::Indexed(index).into(),
        Some(Colour::Ansi(index)) => Hue::named(index),
    }
}
