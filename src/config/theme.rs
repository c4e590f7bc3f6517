//! Themes: for each role of the screen a style, from TOML files in `config/themes` or the user's own.
//!
//! Guarantees: every role has a style, because a role that a theme leaves out takes its parent's; every embedded text
//! colour has a contrast of 4.5 or more. Never: what a role looks like in code.

use super::colour::{Colour, ColourDepth};
use super::problem::Problem;
pub use super::role::Role;
use super::settings::ThemeChoice;
use super::similar::similar;
use super::source::{Entry, Source, Value, in_order};

/// The embedded themes; a test compares the list with the folder.
pub const THEMES: &[(&str, &str)] = &[
    ("ansi", include_str!("../../config/themes/ansi.toml")),
    ("ink", include_str!("../../config/themes/ink.toml")),
    ("paper", include_str!("../../config/themes/paper.toml")),
    ("plain", include_str!("../../config/themes/plain.toml")),
];

/// Whether a terminal (or a theme) is light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How text looks besides its colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes(u8);

impl Attributes {
    /// None.
    pub const NONE: Self = Self(0);
    /// Bold.
    pub const BOLD: Self = Self(1);
    /// Dim.
    pub const DIM: Self = Self(2);
    /// Italic.
    pub const ITALIC: Self = Self(4);
    /// Underlined.
    pub const UNDERLINE: Self = Self(8);
    /// Foreground and background exchanged.
    pub const REVERSE: Self = Self(16);

    /// Each attribute by the word a theme writes.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("bold", Self::BOLD),
        ("dim", Self::DIM),
        ("italic", Self::ITALIC),
        ("underline", Self::UNDERLINE),
        ("reverse", Self::REVERSE),
    ];

    /// Whether all of `other` are in it.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// How a role looks; a colour of `None` is the terminal's default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Colour of the text.
    pub fg: Option<Colour>,
    /// Colour behind it.
    pub bg: Option<Colour>,
    /// Bold and its like.
    pub attributes: Attributes,
}

/// A style for every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    name: String,
    background: Background,
    styles: [Style; Role::ALL.len()],
}

/// What a chain of files says before colours are looked up.
#[derive(Default)]
struct Draft {
    background: Option<Background>,
    palette: Vec<(String, Colour)>,
    roles: Vec<(Role, Source, Entry)>,
    problems: Vec<Problem>,
    seen: Vec<String>,
}

impl Theme {
    /// The theme that the setting asks for on such a terminal; `plain` where there are no colours, `ansi` where there
    /// are few.
    pub fn name_for(choice: &ThemeChoice, background: Background, depth: ColourDepth) -> &str {
        match (choice, background) {
            _ if depth == ColourDepth::None => "plain",
            (ThemeChoice::Named(name), _) => name,
            // Shades cannot be told from each other in sixteen colours, whose values are not known.
            _ if depth == ColourDepth::Sixteen => "ansi",
            (ThemeChoice::Light, _) | (ThemeChoice::Auto, Background::Light) => "paper",
            (ThemeChoice::Dark, _) | (ThemeChoice::Auto, Background::Dark) => "ink",
        }
    }

    /// The theme `name` from the user's files (named `NAME.toml`) or the embedded ones, and what is wrong in it.
    ///
    /// Where there is none, `plain`, which is right on every terminal.
    pub fn load(name: &str, user_files: &[Source]) -> (Self, Vec<Problem>) {
        let mut draft = Draft::default();
        if !draft.read(name, user_files) {
            let users = user_files.iter().map(stem);
            let near = similar(name, THEMES.iter().map(|(name, _)| *name).chain(users));
            let problem = Problem::of_file("settings.toml", format!("there is no theme \"{name}\""));
            let (plain, mut problems) = if name == "plain" {
                (draft.finish(name).0, Vec::new())
            } else {
                Self::load("plain", user_files)
            };
            problems.push(problem.did_you_mean(near));
            return (plain, problems);
        }
        draft.finish(name)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is light or dark.
    pub const fn background(&self) -> Background {
        self.background
    }

    /// How a role looks.
    pub const fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// The same with the nearest colours that a terminal of `depth` shows.
    #[must_use]
    pub fn at(mut self, depth: ColourDepth) -> Self {
        for style in &mut self.styles {
            style.fg = style.fg.and_then(|colour| colour.at(depth));
            style.bg = style.bg.and_then(|colour| colour.at(depth));
        }
        self
    }
}

fn stem(source: &Source) -> &str {
    let file = source.name().rsplit(['/', '\\']).next().unwrap_or_default();
    file.strip_suffix(".toml").unwrap_or(file)
}

impl Draft {
    /// Reads a theme and, before it, those it inherits from; `false` where there is none of this name.
    fn read(&mut self, name: &str, user_files: &[Source]) -> bool {
        // A user's `paper` that inherits from `paper` means the embedded one; each file is read once.
        let own = user_files.iter().find(|source| stem(source) == name).cloned();
        let embedded = THEMES.iter().find(|(known, _)| *known == name);
        let embedded = embedded.map(|(name, text)| Source::new(&format!("{name} (built in)"), text));
        let unread = |source: &Source| !self.seen.iter().any(|seen| seen == source.name());
        let Some(source) = own.filter(unread).or(embedded.filter(unread)) else {
            return false;
        };
        self.seen.push(source.name().to_owned());
        let found = source.entries();
        self.problems.extend(found.problems);
        for (section, span) in &found.sections {
            if !matches!(section.as_str(), "palette" | "roles") {
                let near = similar(section, ["palette", "roles"]);
                let problem = source.problem(span, format!("unknown section \"{section}\""));
                self.problems.push(problem.did_you_mean(near));
            }
        }
        // What is inherited is laid first, wherever its line stands.
        let inherits = |entry: &Entry| entry.section.is_empty() && entry.key == "inherits";
        let (first, then): (Vec<Entry>, Vec<Entry>) = found.entries.into_iter().partition(inherits);
        for entry in first.into_iter().chain(then) {
            if let Err(problem) = self.take(&source, entry, user_files) {
                self.problems.push(problem);
            }
        }
        true
    }

    fn take(&mut self, source: &Source, entry: Entry, user_files: &[Source]) -> Result<(), Problem> {
        if !matches!(entry.section.as_str(), "" | "palette" | "roles") {
            return Ok(());
        }
        let Value::Text(text) = &entry.value else {
            return Err(source.problem(
                &entry.value_span,
                format!("a value of type {}, not a string", entry.value.kind()),
            ));
        };
        let value = |what: String| source.problem(&entry.value_span, what);
        let key = |what: &str| source.problem(&entry.key_span, format!("unknown {what} \"{}\"", entry.key));
        match (entry.section.as_str(), entry.key.as_str()) {
            ("", "name") => {}
            ("", "background") => {
                self.background = Some(match text.as_str() {
                    "light" => Background::Light,
                    "dark" => Background::Dark,
                    _ => return Err(value("a background is \"light\" or \"dark\"".to_owned())),
                });
            }
            ("", "inherits") => {
                let parent = text.clone();
                let problem = value(format!("there is no theme \"{parent}\" to inherit from"));
                return if self.read(&parent, user_files) { Ok(()) } else { Err(problem) };
            }
            ("", _) => {
                return Err(key("line").did_you_mean(similar(&entry.key, ["name", "background", "inherits"])));
            }
            ("palette", name) => {
                let colour = Colour::parse(text).ok_or_else(|| {
                    let hint = "write \"#rrggbb\" or one of the terminal's own, such as \"bright-red\"";
                    value(format!("\"{text}\" is not a colour")).with_hint(Some(hint.to_owned()))
                })?;
                self.palette.push((name.to_owned(), colour));
            }
            (_, name) => {
                let known = Role::ALL.iter().find(|role| role.name() == name);
                let near = || similar(name, Role::ALL.iter().map(|role| role.name()));
                let role = *known.ok_or_else(|| key("role").did_you_mean(near()))?;
                self.roles.push((role, source.clone(), entry));
            }
        }
        Ok(())
    }

    fn finish(mut self, name: &str) -> (Theme, Vec<Problem>) {
        let mut styles = [Style::default(); Role::ALL.len()];
        for role in Role::ALL {
            let parent = styles[role.parent() as usize];
            let mut style = parent;
            // Later files come later in the list, so the last line that reads wins.
            for (_, source, entry) in self.roles.iter().filter(|(known, ..)| known == role) {
                match self.style(source, entry, parent) {
                    Ok(found) => style = found,
                    Err(problem) => self.problems.push(problem),
                }
            }
            styles[*role as usize] = style;
        }
        let background = self.background.unwrap_or(Background::Dark);
        (Theme { name: name.to_owned(), background, styles }, in_order(self.problems))
    }

    /// Reads `[COLOUR] [on COLOUR] [bold] [dim] [italic] [underline] [reverse]`; colours left out are the parent's.
    fn style(&self, source: &Source, entry: &Entry, parent: Style) -> Result<Style, Problem> {
        let mut style = Style { attributes: Attributes::NONE, ..parent };
        let Value::Text(text) = &entry.value else {
            return Ok(style);
        };
        let mut behind = false;
        for word in text.split_whitespace() {
            if word == "on" {
                behind = true;
            } else if let Some((_, attribute)) = Attributes::WORDS.iter().find(|(known, _)| *known == word) {
                style.attributes = style.attributes.with(*attribute);
            } else {
                let unknown = || self.unknown_word(source, entry, word);
                let colour = match word {
                    "default" => None,
                    _ => Some(self.colour(word).ok_or_else(unknown)?),
                };
                let side = if behind { &mut style.bg } else { &mut style.fg };
                *side = colour;
                behind = false;
            }
        }
        Ok(style)
    }

    fn unknown_word(&self, source: &Source, entry: &Entry, word: &str) -> Problem {
        let mut words: Vec<&str> = self.palette.iter().map(|(name, _)| name.as_str()).collect();
        for (attribute, _) in &Attributes::WORDS {
            words.push(attribute);
        }
        for name in Colour::names() {
            words.push(name);
        }
        let what = format!("\"{word}\" is neither a colour nor an attribute");
        source.problem(&entry.value_span, what).did_you_mean(similar(word, words))
    }

    fn colour(&self, word: &str) -> Option<Colour> {
        let named = self.palette.iter().rev().find(|(name, _)| name == word).map(|(_, colour)| *colour);
        named.or_else(|| Colour::parse(word))
    }
}
