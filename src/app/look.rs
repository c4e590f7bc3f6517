//! How things look and what they are called: theme, colours the terminal has, widths, language.
//!
//! Guarantees: what was set wins over what the terminal says, and that over what its environment says. Never: a
//! question to the terminal; its answers arrive as events.

use crate::config::colour::ColourDepth;
use crate::config::language::Labels;
use crate::config::problem::Problem;
use crate::config::settings::{Settings, ThemeChoice};
use crate::config::source::Source;
use crate::config::theme::{Background, THEMES, Theme};
use crate::text::script::Converter;
use crate::text::width::Widths;

/// How things look.
#[derive(Clone, Debug)]
pub struct Look {
    /// The colours of the roles.
    pub theme: Theme,
    /// The colours the terminal has.
    pub depth: ColourDepth,
    /// How wide characters are.
    pub widths: Widths,
    /// What is shown for Chinese characters.
    pub script: Converter,
    /// The words.
    pub labels: Labels,
    /// The terminal's background; dark, which most are, until it answers.
    pub background: Background,
    /// Gives the reader's time zone; asked only where a time is shown.
    pub zone: fn() -> jiff::tz::TimeZone,
    /// The user's own themes.
    pub themes: Vec<Source>,
}

impl Look {
    /// The look that `settings` ask for, before the terminal has answered.
    pub fn new(
        settings: &Settings,
        surroundings: (ColourDepth, fn() -> jiff::tz::TimeZone),
        labels: Labels,
        themes: Vec<Source>,
    ) -> (Self, Vec<Problem>) {
        let (depth, zone) = surroundings;
        let background = Background::Dark;
        let widths = settings.widths();
        let (theme, problems) = Theme::load(Theme::name_for(&settings.theme, background, depth), &themes);
        let script = Converter::new(settings.shown.script);
        (Self { theme, depth, widths, script, labels, background, zone, themes }, problems)
    }

    /// Takes the theme that `choice` means on this terminal.
    pub fn choose(&mut self, choice: &ThemeChoice) {
        let name = Theme::name_for(choice, self.background, self.depth);
        if name != self.theme.name() {
            self.theme = Theme::load(name, &self.themes).0;
        }
    }

    /// The names of all themes there are.
    pub fn theme_names(&self) -> Vec<String> {
        let own = self.themes.iter().map(|source| source.name().trim_end_matches(".toml").to_owned());
        let mut names: Vec<String> = THEMES.iter().map(|(name, _)| (*name).to_owned()).chain(own).collect();
        names.sort();
        names.dedup();
        names
    }

    /// The choice of the other background than the theme has now.
    pub const fn other(&self) -> ThemeChoice {
        match self.theme.background() {
            Background::Light => ThemeChoice::Dark,
            Background::Dark => ThemeChoice::Light,
        }
    }
}

/// Light or dark, by the luminance of a colour (ITU-R BT.601 weights).
pub(super) const fn background_of(red: u8, green: u8, blue: u8) -> Background {
    let luminance = 299 * red as u32 + 587 * green as u32 + 114 * blue as u32;
    if luminance > 127_500 { Background::Light } else { Background::Dark }
}
