//! The application as a state machine: `update(event)` changes it and answers with effects.
//!
//! Guarantees: state changes nowhere else; the same events at the same moments give the same state; every key is
//! answered. Never: a file, a clock, a thread, a terminal.

mod anchoring;
mod beginning;
pub mod command;
mod copying;
mod counting;
mod desk;
mod dump;
mod editing;
pub mod effect;
pub mod event;
mod field;
mod find;
mod held;
mod history;
mod hunting;
mod indexing;
mod jumping;
mod keys;
mod life;
mod list;
mod look;
mod markindex;
mod marking;
pub mod marklist;
mod marks;
mod mending;
mod mouse;
pub mod notice;
pub mod overlay;
pub mod panes;
mod progress;
mod reader;
mod reading;
mod selection;
mod setup;
mod told;

use effect::Effect;
use event::{Event, Signal, Size, TerminalReport};
use notice::{Notice, Severity};
use overlay::{Overlay, Prompt, Purpose};
use panes::{Pane, Panes, Shape, Zen};

pub use anchoring::AnchorJob;
pub use desk::{Desk, Loading};
pub use field::Field;
pub use find::Find;
pub use held::Held;
pub use history::Histories;
pub use hunting::Hunt;
pub use keys::Keys;
pub use life::{Keyboard, Life, Moment, Phase};
pub use list::{ENTRY_ROWS, List, ListRow, Stride};
pub use look::Look;
pub use marking::Marked;
pub use marks::{Marks, Place, Stray, Sure};
pub use progress::Progress;
pub use reader::Reader;
pub use setup::Setup;

use crate::config::settings::{AmbiguousChoice, Settings};
use crate::text::width::Widths;

/// The whole state.
#[derive(Debug)]
pub struct App {
    /// What the reader set.
    pub settings: Settings,
    /// The keymap, and keys that wait for more.
    pub keys: Keys,
    /// How things look.
    pub look: Look,
    /// The screen.
    pub size: Size,
    /// Which pane has the keyboard.
    pub focus: Pane,
    /// Whether the article is alone.
    pub zen: Zen,
    /// What is open.
    pub desk: Desk,
    /// The article being read.
    pub reader: Option<Reader>,
    /// The bookmarks.
    pub marks: Marks,
    /// What lies over the screen, the last on top.
    pub overlays: Vec<Overlay>,
    /// The line at the bottom.
    pub notice: Option<Notice>,
    /// What was read, and how far.
    pub places: Progress,
    /// What was typed into prompts.
    pub histories: Histories,
    /// Where the program is in its life.
    pub life: Life,
}

/// What a move acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The list of articles.
    List,
    /// The article.
    Reader,
    /// The overlay on top.
    Overlay,
}

impl App {
    /// Does what `event` means, and says what the world has to do.
    pub fn update(&mut self, event: Event, moment: Moment) -> Vec<Effect> {
        self.life.begin(moment);
        let mut effects = match event {
            // Typed before the other program had the keyboard, and meant for it.
            Event::Key(_) | Event::Paste(_) | Event::Mouse(_) if self.life.keyboard == Keyboard::Lent => {
                Vec::new()
            }
            Event::Key(_) | Event::Paste(_) | Event::Mouse(_) if self.keys.held.is_some() => {
                self.hold(event);
                Vec::new()
            }
            Event::Key(_) | Event::Paste(_) | Event::Mouse(_) => self.typed(event),
            Event::Resize(size) => {
                self.size = size;
                self.settle_box();
                // Of several sizes in a row only the last may be heard of; what the others cut off is painted anew.
                vec![Effect::Screen(effect::Screen::Repaint)]
            }
            Event::Terminal(report) => {
                self.learn(report);
                Vec::new()
            }
            Event::Signal(signal) => self.signal(signal),
            answer => self.answer(answer),
        };
        self.fit();
        effects.extend(self.count_rows());
        effects
    }

    /// Does what the reader's hands say.
    fn typed(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.key(key),
            Event::Paste(text) => self.paste(&text),
            Event::Mouse(mouse) => self.mouse(mouse),
            _ => Vec::new(),
        }
    }

    /// Whether everything the first frame shows is here.
    pub fn is_ready(&self) -> bool {
        self.is_readable() && self.life.bookmarks == life::Asked::Answered
    }

    /// Whether everything is here but the bookmarks, whose signs move nothing when they come later.
    pub fn is_readable(&self) -> bool {
        // The end of a short load comes on the heels of its one page; of a long one the first page is shown.
        let enough = matches!(self.desk.loading, Loading::Done | Loading::Begun { .. });
        let shown = enough || self.desk.shelf.pages().len() > 1;
        let Life { terminal, places, .. } = self.life;
        shown && [terminal, places].iter().all(|asked| *asked == life::Asked::Answered)
    }

    /// Whether it is over.
    pub const fn is_done(&self) -> bool {
        matches!(self.life.phase, Phase::Over(_))
    }

    /// The rectangles of the screen.
    pub fn panes(&self) -> Panes {
        let panes = Panes::of(Shape {
            size: self.size,
            focus: self.focus,
            zen: self.zen,
            list_percent: self.settings.list_width,
            measure: self.settings.measure.saturating_mul(2).saturating_add(self.hang() as u16),
            columns: self.settings.shown.columns,
        });
        let lines = self.reader.as_ref().and_then(Reader::all_lines);
        lines.map_or(panes, |lines| panes.even(lines))
    }

    /// What a move acts on.
    pub fn target(&self) -> Target {
        match (self.overlays.last(), self.focus) {
            (Some(_), _) => Target::Overlay,
            (None, Pane::List) => Target::List,
            (None, Pane::Reader) => Target::Reader,
        }
    }

    /// Shows a notice. One that tells of something done does not hide one that tells of something failed, and of two
    /// failures both are told, as a list.
    pub fn say(&mut self, notice: Notice) {
        match &self.notice {
            Some(old) if old.severity == Severity::Error && old.message != notice.message => {
                if notice.severity == Severity::Error {
                    let lines = vec![self.words(&old.message), self.words(&notice.message)];
                    self.show_info("label.notices-title", lines);
                }
            }
            _ => self.notice = Some(notice),
        }
    }

    /// Gives the keyboard to a pane.
    pub const fn set_focus(&mut self, pane: Pane) {
        self.focus = pane;
    }

    /// Opens a prompt that holds `text`.
    pub fn ask(&mut self, purpose: Purpose, text: &str) {
        let selected = self.desk.list.selected();
        self.overlays.push(Overlay::Prompt(Box::new(Prompt { selected, ..Prompt::new(purpose, text) })));
    }

    /// Ends the program once everything is saved.
    pub fn quit(&mut self) -> Vec<Effect> {
        self.life.phase = Phase::Over(None);
        self.close_note();
        let mut effects = self.save_places();
        effects.extend(self.marks.retry());
        effects.push(Effect::Draft(None));
        effects
    }

    fn signal(&mut self, signal: Signal) -> Vec<Effect> {
        match signal {
            Signal::Terminate(number) => {
                let effects = self.quit();
                self.life.phase = Phase::Over(Some(number));
                effects
            }
            Signal::Stop => vec![Effect::Screen(effect::Screen::Suspend)],
            Signal::Continue => vec![Effect::Screen(effect::Screen::Retake)],
        }
    }

    /// Takes what the terminal says about itself.
    fn learn(&mut self, report: TerminalReport) {
        match report {
            TerminalReport::Background(red, green, blue) => {
                self.look.background = look::background_of(red, green, blue);
                let choice = self.settings.theme.clone();
                self.look.choose(&choice);
            }
            TerminalReport::Ambiguous(ambiguous) => {
                if self.settings.ambiguous == AmbiguousChoice::Auto {
                    self.look.widths = Widths::new(ambiguous);
                }
            }
            TerminalReport::Done => self.life.terminal = life::Asked::Answered,
            TerminalReport::Unstoppable => {
                self.say(Notice::warning(crate::config::message::Message::new("notice.unstoppable")));
            }
        }
    }

    /// Sets the article and the list anew for the size and settings there are now; a no-op where nothing changed.
    pub fn fit(&mut self) {
        let panes = self.panes();
        let style = self.style();
        // A pane that is not shown has no size to be set for.
        if let Some(reader) = self.reader.as_mut().filter(|_| !panes.text.is_empty()) {
            reader.keep_margin(usize::from(self.settings.scrolling.margin));
            reader.fit(style, panes.lines());
        }
        self.desk.list.settle(usize::from(panes.list.height), usize::from(self.settings.scrolling.margin));
    }
}

/// What the view asks besides the state itself.
impl App {
    /// Rows that the target of a move shows.
    pub fn rows_of_target(&self) -> usize {
        let panes = self.panes();
        match self.target() {
            Target::Reader => panes.lines(),
            Target::List => usize::from(panes.list.height),
            Target::Overlay => usize::from(self.size.height.saturating_sub(6)).max(1),
        }
    }

    /// Whether a box lies over the panes.
    pub fn is_covered(&self) -> bool {
        self.overlays.iter().any(|overlay| !matches!(overlay, Overlay::Prompt(_)))
    }

    /// Words of a document as they are shown: their marks, their script.
    pub fn shown<'text>(&self, text: &'text str) -> std::borrow::Cow<'text, str> {
        let marks = self.settings.shown.punctuation.show(text);
        self.look.script.show_all(&marks).map_or(marks, std::borrow::Cow::Owned)
    }

    /// The first key of a command where the reader is, or its name.
    pub fn key_of(&self, name: &str) -> String {
        use crate::config::keymap::Scope::{Everywhere, Panes, Reader};
        let scopes = [Reader, Panes, Everywhere];
        let id = command::resolve(name);
        id.and_then(|id| self.keys.map.key_hint(id, &scopes)).unwrap_or_else(|| format!(":{name}"))
    }

    /// A message in words, with the keys that the reader has for what it names.
    pub fn words(&self, message: &crate::config::message::Message) -> String {
        self.look.labels.say_with(message, &|name| command::named(name).map(|_| self.key_of(name)))
    }

    /// What the command line being typed could become, without what is there already.
    pub fn completions(&self, prompt: &Prompt) -> Vec<String> {
        let last = |line: &str| line.rsplit(' ').next().unwrap_or_default().to_owned();
        if prompt.candidate.is_none() {
            let typed = prompt.field.text();
            let lines = command::candidates(&typed, &self.look.theme_names(), &self.marks);
            return lines.iter().map(|line| last(line)).collect();
        }
        // What was taken stands in brackets among the others.
        let taken = |index| prompt.candidate == Some(index);
        let shown = |(index, line): (usize, &String)| {
            if taken(index) { format!("[{}]", last(line)) } else { last(line) }
        };
        prompt.candidates.iter().enumerate().map(shown).collect()
    }

    /// How the overlay on top is closed.
    pub fn close_hint(&self) -> String {
        let id = command::resolve("cancel");
        let key = id.and_then(|id| self.keys.map.key_hint(id, &self.scopes())).unwrap_or_default();
        self.look.labels.say(&crate::config::message::Message::new("label.close-hint").arg(key))
    }

    /// A time as the reader's clock shows it.
    pub fn local_time(&self, time: jiff::Timestamp) -> String {
        time.to_zoned((self.look.zone)()).strftime("%Y-%m-%d %H:%M").to_string()
    }
}
