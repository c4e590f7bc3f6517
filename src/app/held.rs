//! A command that asks for the bookmarks before they are read, and what was typed behind it.
//!
//! On a screen without them a paragraph that is marked looks as if it were not, and a mark set there would be its
//! second. Guarantees: all is done in the order in which it was typed, once the bookmarks are read or cannot be; `Esc`
//! lets it go. Never: a wait of anything that was typed before, of a resize, of a signal.

use super::App;
use super::command::{Call, Command, Outcome, asks_bookmarks};
use super::effect::Effect;
use super::event::Event;
use super::life::Asked;
use super::notice::Notice;
use crate::config::key::{Code, Key};
use crate::config::message::Message;

/// What waits.
#[derive(Clone, Debug)]
pub struct Held {
    command: &'static Command,
    call: Call,
    /// What was typed after it.
    typed: Vec<Event>,
}

impl App {
    /// Does a command, or keeps it until the bookmarks are there that it asks for.
    pub(super) fn call(&mut self, command: &'static Command, call: &Call) -> Outcome {
        if self.life.bookmarks == Asked::Waiting && asks_bookmarks(command) {
            self.keys.held = Some(Held { command, call: call.clone(), typed: Vec::new() });
            return Err(Notice::info(Message::new("notice.bookmarks-awaited")));
        }
        (command.run)(self, call)
    }

    /// Keeps what is typed behind a command that waits; lets all of it go at `Esc`.
    pub(super) fn hold(&mut self, event: Event) {
        if matches!(event, Event::Key(key) if key == Key::plain(Code::Esc)) {
            self.keys.held = None;
            self.notice = None;
        } else if let Some(held) = &mut self.keys.held {
            held.typed.push(event);
        }
    }

    /// Does what waited.
    pub(super) fn go_on(&mut self) -> Vec<Effect> {
        let Some(Held { command, call, typed }) = self.keys.held.take() else { return Vec::new() };
        if self.notice.as_ref().is_some_and(|notice| notice.message.key == "notice.bookmarks-awaited") {
            self.notice = None;
        }
        let mut effects = self.perform(command, &call);
        for event in typed {
            self.fit();
            effects.extend(self.typed(event));
        }
        effects
    }
}
