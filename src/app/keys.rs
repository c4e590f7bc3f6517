//! Keys to commands: counts, sequences, text fields.
//!
//! Guarantees: every key is answered, by a command, a hint of what may follow, or a notice; a text field takes the
//! text, whatever is bound to it. Never: a binding; those are in `config/keymap.toml`.

use super::command::{self, Call, Command};
use super::effect::Effect;
use super::field::Pasted;
use super::notice::Notice;
use super::overlay::Overlay;
use super::panes::Pane;
use super::{App, Field, Held};
use crate::config::key::{Code, Key};
use crate::config::keymap::{Keymap, Scope, Step};
use crate::config::message::Message;

/// The keymap, and keys that wait for more.
#[derive(Clone, Debug)]
pub struct Keys {
    /// The bindings.
    pub map: Keymap,
    /// The keys of a sequence that is not complete.
    pub pending: Vec<Key>,
    /// The number typed so far.
    pub count: Option<usize>,
    /// What the mouse is dragging.
    pub drag: Drag,
    /// What waits for the bookmarks.
    pub held: Option<Held>,
}

/// What the mouse is dragging.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drag {
    /// Nothing.
    #[default]
    Nothing,
    /// The divider between list and article.
    Divider,
    /// The end of a selection; the other one stays at this byte.
    Words(usize),
}

/// Largest count; more digits are ignored.
const LARGEST: usize = 1_000_000_000;

impl Keys {
    /// No keys waiting.
    pub const fn new(map: Keymap) -> Self {
        Self { map, pending: Vec::new(), count: None, drag: Drag::Nothing, held: None }
    }

    /// The keys waiting, as they were typed.
    pub fn waiting(&self) -> String {
        let count = self.count.map(|count| count.to_string()).unwrap_or_default();
        self.pending.iter().fold(count, |text, key| text + &key.to_string())
    }
}

impl App {
    /// The scopes in which a key is looked up, from the front.
    pub fn scopes(&self) -> Vec<Scope> {
        match (self.overlays.last(), self.focus) {
            (Some(Overlay::Prompt(_)), _) => vec![Scope::Prompt],
            (Some(Overlay::Note(_)), _) => vec![Scope::Note],
            (Some(overlay), _) => vec![overlay.scope(), Scope::Everywhere],
            (None, Pane::List) => vec![Scope::List, Scope::Panes, Scope::Everywhere],
            (None, Pane::Reader) if self.reader.as_ref().is_some_and(|reader| reader.selection.is_some()) => {
                vec![Scope::Selection, Scope::Everywhere]
            }
            (None, Pane::Reader) => vec![Scope::Reader, Scope::Panes, Scope::Everywhere],
        }
    }

    pub(super) fn key(&mut self, key: Key) -> Vec<Effect> {
        self.notice = None;
        let scopes = self.scopes();
        if key.alt && !self.means_something(key, &scopes) {
            // A fast Esc with a key on its heels looks like Alt and that key.
            let mut effects = self.key(Key::plain(Code::Esc));
            effects.extend(self.key(Key { alt: false, ..key }));
            return effects;
        }
        let is_text = self.overlays.last_mut().is_some_and(|overlay| overlay.field().is_some());
        if is_text {
            return self.text_key(key, &scopes);
        }
        if self.keys.pending.is_empty() && self.take_digit(key) {
            return Vec::new();
        }
        if key == Key::plain(Code::Esc) && (!self.keys.pending.is_empty() || self.keys.count.is_some()) {
            self.keys.pending.clear();
            self.keys.count = None;
            return Vec::new();
        }
        self.keys.pending.push(key);
        match self.keys.map.step(&scopes, &self.keys.pending) {
            Step::Pending => Vec::new(),
            Step::Run(id) => {
                let letter = self.keys.map.letter(&scopes, &self.keys.pending);
                self.keys.pending.clear();
                let argument = letter.map(|letter| letter.to_string());
                let call = Call { count: self.keys.count.take(), argument };
                self.run(id, &call)
            }
            Step::Unbound => {
                let typed = self.keys.waiting();
                self.keys.pending.clear();
                self.keys.count = None;
                self.say(Notice::info(Message::new("notice.unbound-key").arg(typed)));
                Vec::new()
            }
        }
    }

    /// Whether a key with Alt is bound here, or edits the text field that has the keyboard.
    fn means_something(&mut self, key: Key, scopes: &[Scope]) -> bool {
        let edits = matches!(key.code, Code::Char('b' | 'd' | 'f' | 'h' | '<' | '>') | Code::Backspace);
        let in_text = self.overlays.last_mut().is_some_and(|overlay| overlay.field().is_some());
        let mut typed = self.keys.pending.clone();
        typed.push(key);
        edits && in_text || self.keys.map.step(scopes, &typed) != Step::Unbound
    }

    fn take_digit(&mut self, key: Key) -> bool {
        let digit = key.text().and_then(|c| crate::text::fold::fold_char(c).to_digit(10));
        let Some(digit) = digit else { return false };
        let count = self.keys.count.unwrap_or(0).saturating_mul(10).saturating_add(digit as usize);
        self.keys.count = Some(count.min(LARGEST));
        true
    }

    fn text_key(&mut self, key: Key, scopes: &[Scope]) -> Vec<Effect> {
        if let Step::Run(id) = self.keys.map.step(scopes, &[key])
            && key.text().is_none()
        {
            return self.run(id, &Call::default());
        }
        if self.edit(|field| field.key(key)) { self.follow_text() } else { Vec::new() }
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        self.notice = None;
        let mut pasted = Pasted::Whole;
        let is_pasted = self.edit(|field| {
            pasted = field.paste(text);
            true
        });
        if is_pasted {
            if pasted == Pasted::Cut {
                self.say(Notice::warning(Message::new("notice.paste-cut")));
            }
            return self.follow_text();
        }
        // An input method may deliver what was typed as a paste: one character is a key, more are not commands.
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return self.key(Key::char(c));
        }
        self.say(Notice::info(Message::new("notice.paste-nowhere")));
        Vec::new()
    }

    /// What follows from a text that changed.
    fn follow_text(&mut self) -> Vec<Effect> {
        let draft = self.draft();
        draft.map_or_else(|| command::follow_prompt(self), |draft| vec![draft])
    }

    /// Edits the text field on top. Says whether there is one and it changed.
    fn edit(&mut self, edit: impl FnOnce(&mut Field) -> bool) -> bool {
        let Some(overlay) = self.overlays.last_mut() else { return false };
        let Some(field) = overlay.field() else { return false };
        let changed = edit(field);
        if let Overlay::Prompt(prompt) = overlay {
            prompt.candidate = None;
        }
        changed
    }

    /// Runs a command; what it refuses is shown.
    pub(super) fn run(&mut self, id: crate::config::keymap::CommandId, call: &Call) -> Vec<Effect> {
        command::get(id).map_or_else(Vec::new, |command| self.perform(command, call))
    }

    pub(super) fn perform(&mut self, command: &'static Command, call: &Call) -> Vec<Effect> {
        match self.call(command, call) {
            Ok(effects) => effects,
            Err(notice) => {
                self.say(notice);
                Vec::new()
            }
        }
    }
}
