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

/// Colours and attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The ink.
    pub fg: Color,
    /// The ground.
    pub bg: Color,
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
            Self { fg: Color::Reset, bg: self.bg, modifier: Modifier::empty() }
        }
    }

    /// Whether a blank painted in this look is the blank of `blank`.
    pub(crate) fn serves(self, blank: Self) -> bool {
        self.blank() == blank
    }
}
