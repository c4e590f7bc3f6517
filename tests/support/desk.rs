//! The application with a world made of memory: keys in, screens out, no thread and no file.
//!
//! Guarantees: effects are answered at once and in order. Never: a real clock.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use baolan::app::effect::{Effect, HuntJob, Input, Mending, Ticket};
use baolan::app::event::{Event, Failure, FailureKind, Size, StoreReport};
use baolan::app::{App, Moment, Setup};
use baolan::article::Page;
use baolan::bookmark::{Collection, News, Teller};
use baolan::config::colour::ColourDepth;
use baolan::config::key::Key;
use baolan::format::read_mended;
use baolan::library::Places;
use baolan::mend::Mends;
use baolan::text::encoding::Choice;
use baolan::world::archive::Archive;
use baolan::world::hunt;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// An application, its memory of a world, and its screen.
pub struct Desk {
    pub app: App,
    pub disk: Collection,
    teller: Teller,
    pub places: Places,
    pub mends: Mends,
    pub performed: Vec<Effect>,
    /// Whether the disk is full.
    pub full: bool,
    /// The helper program that copies, if there is one.
    pub helper: Option<String>,
    /// What the editor makes of a note; nothing where it is still open.
    pub edited: Option<Result<String, Failure>>,
    /// Whether pages, dumps and counts do not come.
    pub slow: bool,
    seconds: i64,
}

impl Desk {
    /// A desk with one page of `text` on it, at `width` x `height`.
    pub fn open(text: &str, (width, height): (u16, u16)) -> Self {
        Self::with_inputs(&[("page.txt", text)], (width, height))
    }

    /// A desk with several pages.
    pub fn with_inputs(pages: &[(&str, &str)], (width, height): (u16, u16)) -> Self {
        let inputs = pages
            .iter()
            .map(|(name, text)| Input::Text { name: (*name).to_owned(), bytes: Arc::from(text.as_bytes()) })
            .collect();
        let (mut desk, effects) = Self::unanswered((width, height), inputs);
        desk.perform(effects);
        desk
    }

    /// Sends one event.
    pub fn send(&mut self, event: Event) {
        self.seconds += 1;
        let effects = self.app.update(event, moment(self.seconds));
        self.perform(effects);
    }

    /// Types keys, written as in the keymap; `<Paste:TEXT>` pastes.
    pub fn keys(&mut self, keys: &str) {
        let mut rest = keys;
        while let Some(at) = rest.find("<Paste:") {
            self.plain_keys(&rest[..at]);
            let (text, after) = rest[at + 7..].split_once('>').expect("a closed paste");
            self.send(Event::Paste(text.to_owned()));
            rest = after;
        }
        self.plain_keys(rest);
    }

    fn plain_keys(&mut self, keys: &str) {
        for key in Key::sequence(keys).unwrap_or_default() {
            self.send(Event::Key(key));
        }
    }

    /// Types keys, and gives what is asked for by them with nothing of it done.
    pub fn keys_alone(&mut self, keys: &str) -> Vec<Effect> {
        let keys = Key::sequence(keys).unwrap_or_default();
        let press = |key| self.app.update(Event::Key(key), moment(self.seconds));
        keys.into_iter().flat_map(press).collect()
    }

    /// Starts with nothing answered, and gives the effects to be answered by hand.
    pub fn unanswered((width, height): (u16, u16), inputs: Vec<Input>) -> (Self, Vec<Effect>) {
        let mut effects = App::first(inputs.clone());
        let (app, more) = App::start(setup(inputs, Size { width, height }));
        effects.extend(more);
        let places = Places::default();
        let disk = Collection::default();
        let mends = Mends::default();
        let performed = Vec::new();
        let (full, helper, edited, slow, seconds) = (false, None, Some(Ok("编".to_owned())), false, 0);
        let teller = Teller::default();
        (Self { app, disk, teller, places, mends, performed, full, helper, edited, slow, seconds }, effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            self.performed.push(effect.clone());
            for answer in self.answers(effect) {
                self.send(answer);
            }
        }
    }

    fn answers(&mut self, effect: Effect) -> Vec<Event> {
        match effect {
            Effect::Load { .. }
            | Effect::ReadDump { .. }
            | Effect::Mend { .. }
            | Effect::Count { .. }
            | Effect::Hunt { .. }
                if self.slow =>
            {
                Vec::new()
            }
            Effect::Load { ticket, inputs } => {
                let mut events = Vec::new();
                for input in inputs {
                    let Input::Text { name, bytes } = input else { continue };
                    let page = self.page(&name, &bytes);
                    events.push(Event::Loaded { ticket, result: Ok(Arc::new(page)) });
                }
                events.push(Event::LoadDone { ticket });
                events
            }
            Effect::ReadBookmarks | Effect::SaveBookmark { .. } => vec![Event::Bookmarks(self.store(effect))],
            Effect::Mend { ticket, .. } if self.full => {
                let path = "corrections.jsonl".to_owned();
                let reason = "No space left on device".to_owned();
                let failure = Failure { kind: FailureKind::Unwritable, path, reason };
                vec![Event::Mended { ticket, result: Err(failure) }]
            }
            Effect::Mend { ticket, mending } => {
                let Mending { source, change } = *mending;
                self.mends.change(&source.hash, &source.name, change);
                let Input::Text { name, bytes } = source.input else { return Vec::new() };
                vec![Event::Mended { ticket, result: Ok(Arc::new(self.page(&name, &bytes))) }]
            }
            Effect::ReadDump { ticket, source } => {
                let Input::Text { bytes, .. } = source.input else { return Vec::new() };
                let read = read_mended(&source.name, &bytes, Choice::Auto, |_| Vec::new());
                let dump = baolan::page::raw(&read.expect("text").dump).expect("text");
                vec![Event::Dump { ticket, result: Ok(dump) }]
            }
            Effect::ReadPlaces => vec![Event::Places(Ok(self.places.clone()))],
            Effect::SavePlaces(places) => {
                self.places.merge(places);
                Vec::new()
            }
            Effect::Copy { text, .. } => vec![Event::Copied { text, by: self.helper.clone() }],
            Effect::Edit { .. } => self.edited.clone().map(Event::Edited).into_iter().collect(),
            Effect::Hunt { ticket, job } => hunted(ticket, &job),
            Effect::Draft(_)
            | Effect::Index { .. }
            | Effect::Screen(_)
            | Effect::StopCount
            | Effect::StopHunt => Vec::new(),
            asked => looked_through(asked),
        }
    }

    /// What the store says to an effect that reads or saves.
    fn store(&mut self, effect: Effect) -> Result<StoreReport<News>, Failure> {
        let Effect::SaveBookmark { serial, change } = effect else {
            // A test may have changed the disk since this desk was told.
            self.teller = Teller::default();
            return Ok(self.report(Vec::new(), &[]));
        };
        if self.full {
            return Err(Failure {
                kind: FailureKind::Unwritable,
                path: "bookmarks.jsonl".to_owned(),
                reason: "No space left on device".to_owned(),
            });
        }
        let id = change.id().to_owned();
        self.disk.apply(change);
        Ok(self.report(vec![serial], &[&id]))
    }

    fn page(&self, name: &str, bytes: &[u8]) -> Page {
        let mends = |hash: &str| self.mends.of(hash);
        let read = read_mended(name, bytes, Choice::Auto, mends).expect("text");
        Page { path: name.to_owned(), ..read.page }
    }

    fn report(&mut self, saved: Vec<u64>, changed: &[&str]) -> StoreReport<News> {
        let report = StoreReport { collection: self.disk.clone(), saved, ..StoreReport::default() };
        report.telling(|collection| self.teller.tell(collection, changed.iter().copied()))
    }

    /// The cells of the screen, and where the cursor is shown, if it is.
    pub fn frame(&self) -> (Buffer, Option<Position>) {
        let Size { width, height } = self.app.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let cursor = baolan::view::draw(&self.app, &mut buffer);
        (buffer, cursor)
    }

    /// The screen as text: a wide glyph takes its two columns, blanks at the ends of rows are cut.
    pub fn screen(&self) -> String {
        text_of(&self.frame().0)
    }

    /// Types `keys`, after which `shown` are on the screen and `hidden` are not.
    #[track_caller]
    pub fn shows(&mut self, keys: &str, shown: &[&str], hidden: &[&str]) {
        self.keys(keys);
        let screen = self.screen();
        for text in shown {
            assert!(screen.contains(text), "after {keys:?} «{text}» is not on the screen:\n{screen}");
        }
        for text in hidden {
            assert!(!screen.contains(text), "after {keys:?} «{text}» is on the screen:\n{screen}");
        }
    }

    /// The bottom row.
    pub fn status(&self) -> String {
        self.screen().lines().last().unwrap_or_default().trim().to_owned()
    }
}

/// What a search through all that is open gives; there is no library.
fn hunted(ticket: Ticket, job: &HuntJob) -> Vec<Event> {
    let mut events = Vec::new();
    let mut library = Archive::open(Path::new("no library"));
    let never = AtomicBool::new(false);
    hunt::open(job, &mut library, &never, &mut |told| events.push(Event::Hunted { ticket, told }));
    events
}

/// What searches, filters and counts give.
fn looked_through(effect: Effect) -> Vec<Event> {
    let go_on = AtomicBool::new(false);
    let answer = match effect {
        Effect::Find { ticket, job } => job.run(&go_on).map(|hits| Event::Found { ticket, hits }),
        Effect::Filter { ticket, job } => {
            job.run(&go_on, &mut |_| ()).map(|rows| Event::Filtered { ticket, rows })
        }
        Effect::Anchor { ticket, job } => job.run(&go_on).map(|found| Event::Anchored { ticket, found }),
        Effect::Count { ticket, job } => job.run(&go_on).map(|heights| Event::Counted { ticket, heights }),
        _ => None,
    };
    answer.into_iter().collect()
}

/// A buffer as rows of text.
pub fn text_of(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut rows = Vec::new();
    for y in 0..area.height {
        let mut row = String::new();
        let mut x = 0;
        while x < area.width {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += u16::try_from(baolan::text::width::Widths::default().text(symbol)).unwrap().max(1);
        }
        rows.push(row.trim_end().to_owned());
    }
    rows.join("\n")
}

/// What an application starts with that reads `inputs` and has no configuration.
pub fn setup(inputs: Vec<Input>, size: Size) -> Setup {
    Setup {
        settings: None,
        keymap: None,
        themes: Vec::new(),
        unreadable: Vec::new(),
        locale: [None, None, Some("en_GB.UTF-8".to_owned())],
        depth: ColourDepth::True,
        zone: || jiff::tz::TimeZone::UTC,
        size,
        inputs,
        folder: std::path::PathBuf::from("/folder"),
        editor: "an-editor --wait 'a b'".to_owned(),
        seed: 7,
        moment: moment(0),
    }
}

fn moment(seconds: i64) -> Moment {
    Moment { now: jiff::Timestamp::from_second(1_795_000_000 + seconds).expect("a time") }
}
