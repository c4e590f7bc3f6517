//! How articles are set by the settings.
//!
//! Guarantees: the screen and `baolan print` ask here, so they set the same. Never: a default of its own.

use super::settings::{AmbiguousChoice, Settings};
use crate::layout::{Measure, Style};
use crate::text::width::{Ambiguous, Widths};

impl Settings {
    /// How wide characters are, as long as no terminal says otherwise.
    pub const fn widths(&self) -> Widths {
        Widths::new(match self.ambiguous {
            AmbiguousChoice::Wide => Ambiguous::Wide,
            AmbiguousChoice::Auto | AmbiguousChoice::Narrow => Ambiguous::Narrow,
        })
    }

    /// How articles are set in `cells` with such `widths`.
    pub fn style(&self, cells: usize, widths: Widths) -> Style {
        let measure = Measure { cells, indent: usize::from(self.indent) * 2, level: self.level, widths };
        Style { measure, paragraph_gap: usize::from(self.paragraph_gap), punctuation: self.punctuation }
    }
}
