//! What the application starts with, and its first effects.
//!
//! Guarantees: everything that depends on the machine (environment, files, size, randomness) comes in here as values.
//! Never: a default that the settings file does not name.

use std::path::PathBuf;

use super::command;
use super::effect::{Effect, Input, Screen};
use super::event::Size;
use super::life::{Life, Moment};
use super::overlay::{Info, Overlay};
use super::{App, Desk, Histories, Keys, Look, Marks, indexing};
use crate::bookmark::Ids;
use crate::config::colour::ColourDepth;
use crate::config::keymap::Keymap;
use crate::config::language::{Labels, Language};
use crate::config::message::Message;
use crate::config::problem::Problem;
use crate::config::settings::{Settings, ThemeChoice};
use crate::config::source::Source;

/// What the application starts with.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The user's settings file.
    pub settings: Option<Source>,
    /// The user's keymap file.
    pub keymap: Option<Source>,
    /// The user's themes.
    pub themes: Vec<Source>,
    /// Files of the configuration that are there and cannot be read.
    pub unreadable: Vec<Problem>,
    /// The values of `LC_ALL`, `LC_MESSAGES` and `LANG`.
    pub locale: [Option<String>; 3],
    /// The colours the terminal has.
    pub depth: ColourDepth,
    /// Gives the reader's time zone, which takes reading a file.
    pub zone: fn() -> jiff::tz::TimeZone,
    /// The terminal's size.
    pub size: Size,
    /// What to read.
    pub inputs: Vec<Input>,
    /// The folder that relative paths start from.
    pub folder: PathBuf,
    /// The program that notes are written in outside, with its arguments, as `VISUAL` or `EDITOR` names it.
    pub editor: String,
    /// Makes ids unlike those of any other run.
    pub seed: u64,
    /// When it starts.
    pub moment: Moment,
}

impl App {
    /// The application, and what it asks for besides [`Self::first`].
    pub fn start(setup: Setup) -> (Self, Vec<Effect>) {
        let mut problems = setup.unreadable;
        let (mut settings, wrong) = Settings::load(setup.settings.as_ref());
        problems.extend(wrong);
        let names: Vec<&str> = command::all().map(|command| command.name).collect();
        let (keymap, more) = Keymap::load(setup.keymap.as_ref(), &command::resolve, &names);
        problems.extend(more);
        let locale = setup.locale.each_ref().map(Option::as_deref);
        let labels = Labels::load(Language::choose(settings.language, locale));
        let (mut look, wrong) = Look::new(&settings, (setup.depth, setup.zone), labels, setup.themes);
        problems.extend(wrong);
        // A theme that is not there costs its own line, and no colours.
        if matches!(&settings.theme, ThemeChoice::Named(name) if name != look.theme.name()) {
            settings.theme = ThemeChoice::Auto;
            look.choose(&settings.theme);
        }
        let mut app = Self {
            keys: Keys::new(keymap),
            look,
            size: setup.size,
            focus: super::Pane::default(),
            zen: super::Zen::default(),
            desk: Desk::new(setup.folder),
            reader: None,
            marks: Marks::new(Ids::new(setup.seed), setup.editor),
            overlays: Vec::new(),
            notice: None,
            places: super::Progress::default(),
            histories: Histories::default(),
            life: Life::new(setup.moment),
            settings,
        };
        app.show_problems(&problems);
        // `first` has asked for it.
        let _load = app.desk.load(setup.inputs, (app.focus, app.zen));
        let mouse = app.settings.mouse.then_some(Effect::Screen(Screen::MouseOn));
        let index = indexing::wanted(&app.settings.library);
        (app, mouse.into_iter().chain(index).collect())
    }

    /// What every application asks of the world before anything else. It can be asked before there is one, so that
    /// pages, places and bookmarks are read while the terminal is opened and the configuration read.
    pub fn first(inputs: Vec<Input>) -> Vec<Effect> {
        vec![
            Desk::default().load(inputs, <(super::Pane, super::Zen)>::default()),
            Effect::ReadPlaces,
            Effect::ReadBookmarks,
        ]
    }

    fn show_problems(&mut self, problems: &[Problem]) {
        if !problems.is_empty() {
            let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
            let lines = text.join("\n\n").lines().map(str::to_owned).collect();
            self.overlays.push(Overlay::Info(Info { title: Message::new("label.problems"), lines, top: 0 }));
        }
    }
}
