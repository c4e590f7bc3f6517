//! How articles are set by the settings.
//!
//! Guarantees: the screen and `baolan print` ask here, so they set the same. Never: a default of its own.

use super::settings::{AmbiguousChoice, Devices, Settings};
use crate::layout::{Measure, Options, Style};
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
        let indent = usize::from(self.indent) * 2;
        let measure =
            Measure { cells, indent, rest: 0, level: self.devices.level, widths, options: self.options() };
        Style { measure, paragraph_gap: usize::from(self.paragraph_gap), punctuation: self.shown.punctuation }
    }

    /// The devices that are set, and what every article needs.
    const fn options(&self) -> Options {
        let Devices { keep_measure_words, hang, hang_first, squeeze, gap, orphans, flush, .. } = self.devices;
        Options { keep_measure_words, hang, hang_first, squeeze, gap, orphans, flush, strip: true }
    }
}
