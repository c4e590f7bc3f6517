//! The loop: events in, `update`, effects out, a frame where something changed.
//!
//! Guarantees: all waiting events are taken before a frame is painted, so input never piles up behind drawing; nothing
//! wakes up while nothing happens; what is unsaved when the program ends is saved before it does. Never: a decision;
//! `app` has them.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crate::app::effect::{Effect, Input};
use crate::app::event::{Event, Failure, Signal, Size, StoreReport, TerminalReport};
use crate::app::{App, Moment, Phase, Setup};
use crate::terminal::{After, OpenError, Screen};
use crate::text::encoding::Choice;
use crate::world::World;
use crate::world::folders::Folders;

/// How long the first frame waits for the terminal's answers and for the first page.
const PATIENCE: Duration = Duration::from_millis(100);
/// How long events are taken before a frame is painted all the same.
const BUSY: Duration = Duration::from_millis(40);

/// How the loop ended.
#[derive(Debug)]
pub struct Ended {
    /// The signal that asked for it, if one did.
    pub signal: Option<i32>,
    /// How many changes to bookmarks and corrections could not be saved, and why.
    pub unsaved: (usize, Vec<Failure>),
}

/// How long the first frame waits for nothing but bookmarks: few are there at once, and many would hold it up.
const SIGNS: Duration = Duration::from_millis(8);

/// Reads until the reader leaves.
///
/// # Errors
/// Where there is no terminal.
pub fn run(
    inputs: Vec<Input>,
    setup: impl FnOnce(Size, Moment, Vec<Input>) -> Setup,
    (folders, encoding): (&Folders, Choice),
    clock: fn() -> Moment,
) -> Result<Ended, OpenError> {
    let (send, events) = mpsc::channel();
    let mut world = World::new(send.clone(), folders, encoding);
    for effect in App::first(inputs.clone()) {
        world.perform(effect);
    }
    let mut screen = Screen::open(&send)?;
    drop(send);
    let (app, effects) = App::start(setup(Screen::size(), clock(), inputs));
    let mut program = Program { app, world, clock, pending: VecDeque::new() };
    program.perform(effects, &mut screen)?;
    let until = Instant::now() + PATIENCE;
    if program.live(&events, &mut screen, until).is_err() && !program.app.is_done() {
        // The terminal is gone, which is a hang-up; what is unsaved is saved all the same.
        let gone = Event::Signal(Signal::Terminate(signal_hook::consts::SIGHUP));
        for effect in program.app.update(gone, clock()) {
            program.world.perform(effect);
        }
    }
    drop(screen);
    let Program { app, world, .. } = program;
    world.finish();
    let signal = match app.life.phase {
        Phase::Over(signal) => signal,
        Phase::Running => None,
    };
    Ok(Ended { signal, unsaved: unsaved(&app, &events) })
}

/// What the stores said after the reader had left: how many changes are still not on the disk, and why.
fn unsaved(app: &App, events: &Receiver<Event>) -> (usize, Vec<Failure>) {
    let mut waiting = app.marks.unsaved_serials();
    let mut failures = Vec::new();
    let mut corrections = 0;
    for event in events.try_iter() {
        match event {
            Event::Mended { result: Err(failure), .. } => {
                corrections += 1;
                failures.push(failure);
            }
            Event::Bookmarks(Ok(StoreReport { saved, .. })) => {
                waiting.retain(|serial| !saved.contains(serial));
            }
            Event::Bookmarks(Err(failure)) => failures.push(failure),
            _ => {}
        }
    }
    failures.dedup();
    let count = waiting.len() + corrections;
    if count == 0 { (0, Vec::new()) } else { (count, failures) }
}

/// A panic on purpose, for the test that the terminal survives one; only in builds for development.
#[cfg(debug_assertions)]
fn rehearse(event: &Event) {
    let wanted =
        matches!(event, Event::Key(_)) && std::env::var_os("BAOLAN_PANIC").is_some_and(|when| when == "key");
    assert!(!wanted, "BAOLAN_PANIC asked for this");
}

#[cfg(not(debug_assertions))]
const fn rehearse(_event: &Event) {}

/// What lives while the loop runs.
struct Program {
    app: App,
    world: World,
    clock: fn() -> Moment,
    /// Events that the loop itself has to tell.
    pending: VecDeque<Event>,
}

impl Program {
    fn live(&mut self, events: &Receiver<Event>, screen: &mut Screen, mut until: Instant) -> io::Result<()> {
        let mut started = false;
        let mut readable = false;
        loop {
            if !readable && self.app.is_readable() {
                readable = true;
                until = until.min(Instant::now() + SIGNS);
            }
            if !started && (self.app.is_ready() || Instant::now() >= until) {
                started = true;
                self.take(Event::Terminal(TerminalReport::Done), screen)?;
            }
            if self.app.is_done() {
                return Ok(());
            }
            if started && self.app.life.take_dirty() {
                screen.paint(&self.app)?;
            }
            let first = if started {
                events.recv().map_err(|_closed| RecvTimeoutError::Disconnected)
            } else {
                events.recv_timeout(until.saturating_duration_since(Instant::now()))
            };
            match first {
                Ok(event) => self.take_all(event, events, screen)?,
                Err(RecvTimeoutError::Timeout) => {}
                // Every sender is gone, which the loop's own world prevents.
                Err(RecvTimeoutError::Disconnected) => {
                    self.take(Event::Signal(Signal::Terminate(signal_hook::consts::SIGHUP)), screen)?;
                }
            }
        }
    }

    /// Takes an event and all that wait behind it.
    fn take_all(&mut self, first: Event, events: &Receiver<Event>, screen: &mut Screen) -> io::Result<()> {
        let begun = Instant::now();
        let mut next = Some(first);
        while let Some(event) = next {
            self.take(event, screen)?;
            if self.app.is_done() || begun.elapsed() > BUSY {
                return Ok(());
            }
            next = events.try_recv().ok();
        }
        Ok(())
    }

    fn take(&mut self, event: Event, screen: &mut Screen) -> io::Result<()> {
        rehearse(&event);
        self.pending.push_back(event);
        while let Some(event) = self.pending.pop_front() {
            let effects = self.app.update(event, (self.clock)());
            self.perform(effects, screen)?;
        }
        Ok(())
    }

    fn perform(&mut self, effects: Vec<Effect>, screen: &mut Screen) -> io::Result<()> {
        for effect in effects {
            if let Some(wish) = self.world.perform(effect)
                && screen.perform(wish)? == After::Refused
            {
                self.pending.push_back(Event::Terminal(TerminalReport::Unstoppable));
            }
        }
        Ok(())
    }
}
