//! Notes: the box they are written in, the reader's own editor, and what is kept of one for a crash.
//!
//! Guarantees: a note is kept whichever way its box is closed; one that does not come back from an editor stays what it
//! was. Never: a file, a program run.

use super::effect::{Effect, Screen};
use super::event::{Failure, FailureKind};
use super::field::{Field, Rows};
use super::life::Keyboard;
use super::notice::Notice;
use super::overlay::{NoteBox, Opened, Overlay};
use super::{App, command};
use crate::bookmark::{Bookmark, Change};
use crate::config::message::Message;

impl App {
    /// Opens the box for a bookmark's note.
    pub fn open_note(&mut self, id: &str) {
        if let Some(bookmark) = self.marks.collection().get(id) {
            let field = Field::new(Rows::Many, &bookmark.note);
            let quote = bookmark.anchor.quote.shown().into_owned();
            let note = NoteBox { bookmark: bookmark.clone(), quote, field, opened: Opened::ToWrite };
            self.overlays.push(Overlay::Note(Box::new(note)));
        }
    }

    fn note(&mut self) -> Option<&mut NoteBox> {
        self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Note(note) => Some(&mut **note),
            _ => None,
        })
    }

    /// The bookmark with what is written in its box, if that is not what it had.
    fn written(&self, note: &NoteBox) -> Option<Bookmark> {
        let text = note.field.text().trim_end().to_owned();
        let known = self.marks.collection().get(&note.bookmark.id).unwrap_or(&note.bookmark);
        (text != note.bookmark.note).then(|| Bookmark {
            note: text,
            updated: self.life.now(),
            ..known.clone()
        })
    }

    /// Keeps what was written in a note's box.
    ///
    /// # Errors
    /// None so far; all commands have this signature.
    pub fn keep_note(&mut self, note: &NoteBox) -> command::Outcome {
        let changed = self.written(note);
        let mut effects = changed.map_or_else(Vec::new, |mark| self.change_marks([Change::put(mark)]));
        effects.push(Effect::Draft(None));
        Ok(effects)
    }

    /// Keeps a note whose box is open, because the program ends. The change is saved with all that is not.
    pub(super) fn close_note(&mut self) {
        while let Some(overlay) = self.overlays.pop() {
            if let Overlay::Note(note) = overlay
                && self.keep_note(&note).is_err()
            {
                return;
            }
        }
    }

    /// What is kept of the note being written, for the case that the program is killed.
    pub(super) fn draft(&self) -> Option<Effect> {
        let Some(Overlay::Note(note)) = self.overlays.last() else { return None };
        let change = self.written(note).map(|mark| self.marks.collection().dated(Change::put(mark)));
        Some(Effect::Draft(change))
    }

    /// The reader's editor and its arguments.
    ///
    /// # Errors
    /// Where none is named, or what is named cannot be told apart into words.
    pub fn editor(&self) -> Result<Vec<String>, Notice> {
        let named = &self.marks.editor;
        let wrong = |key| Notice::warning(Message::new(key).arg(crate::text::hazard::scrub(named)));
        if named.trim().is_empty() {
            return Err(wrong("notice.no-editor"));
        }
        // Words as a shell tells them apart, and nothing else of a shell.
        let words = shlex::split(named).filter(|words| words.first().is_some_and(|word| !word.is_empty()));
        words.ok_or_else(|| wrong("notice.editor-words"))
    }

    /// Hands the note in the box on top to an editor.
    pub fn write_outside(&mut self, editor: Vec<String>, opened: Opened) -> Vec<Effect> {
        let Some(note) = self.note() else { return Vec::new() };
        note.opened = opened;
        let text = note.field.text();
        self.life.keyboard = Keyboard::Lent;
        vec![Effect::Screen(Screen::Lend), Effect::Edit { command: editor, text }]
    }

    /// Takes the note from the editor.
    pub(super) fn edited(&mut self, result: Result<String, Failure>) -> Vec<Effect> {
        self.life.keyboard = Keyboard::Ours;
        self.notice = None;
        let mut effects = vec![Effect::Screen(Screen::TakeBack)];
        let Some(note) = self.note() else { return effects };
        match result {
            Ok(text) if text.trim_end() == note.field.text().trim_end() => {
                self.say(Notice::info(Message::new("notice.note-unchanged")));
            }
            Ok(text) => note.field.replace(&text),
            Err(failure) => self.say(Notice::error(say_unedited(&failure))),
        }
        effects.extend(self.draft());
        if let Some(Overlay::Note(note)) = self.overlays.pop_if(|overlay| overlay.is_for_editor()) {
            effects.extend(self.keep_note(&note).unwrap_or_default());
        }
        effects
    }
}

fn say_unedited(failure: &Failure) -> Message {
    let key = match failure.kind {
        FailureKind::Program => "notice.editor-failed",
        FailureKind::NotTaken => "notice.note-not-taken",
        _ => "notice.editor-no-file",
    };
    Message::new(key).arg(&failure.path).arg(&failure.reason)
}
