//! What was done before, newest last: what was typed into prompts, per purpose, and what can be undone.
//!
//! Guarantees: of what was typed nothing twice in a row, nothing empty; of both a bounded number. Never: kept beyond
//! the session.

use std::collections::HashMap;

use super::mending::Way;
use super::overlay::Purpose;
use crate::bookmark;
use crate::mend::Correction;

/// Entries kept per purpose.
const KEPT: usize = 100;

/// How many steps can be undone.
const UNDO: usize = 200;

/// What was typed before, and what can be undone.
#[derive(Clone, Debug, Default)]
pub struct Histories {
    entries: HashMap<Purpose, Vec<String>>,
    /// What can be undone.
    pub steps: Steps,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Bookmarks were changed; these changes, in this order, take that back.
    Marks(Vec<bookmark::Change>),
    /// A page was corrected.
    Mend {
        /// The hash of its dump.
        dump: String,
        /// The correction.
        correction: Correction,
    },
}

/// Steps done and steps undone.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl Steps {
    /// Something new was done; what was undone before cannot be done again.
    pub fn did(&mut self, step: Step) {
        self.undone.clear();
        self.did_again(step);
    }

    /// Something undone was done again; the step undoes it.
    pub fn did_again(&mut self, step: Step) {
        if self.done.len() == UNDO {
            self.done.remove(0);
        }
        self.done.push(step);
    }

    /// Something was undone; the step does it again.
    pub fn undid(&mut self, step: Step) {
        self.undone.push(step);
    }

    /// What was done last, to be undone.
    pub fn last_done(&mut self) -> Option<Step> {
        self.done.pop()
    }

    /// What was undone last, to be done again.
    pub fn last_undone(&mut self) -> Option<Step> {
        self.undone.pop()
    }

    /// What was asked of the correction with this id was not done after all.
    pub fn fail(&mut self, id: &str, way: Way) {
        let is_it = |step: &Step| matches!(step, Step::Mend { correction, .. } if correction.id == id);
        let (from, to) = match way {
            Way::New | Way::Redo => (&mut self.done, &mut self.undone),
            Way::Undo => (&mut self.undone, &mut self.done),
        };
        let Some(step) = from.iter().rposition(is_it).map(|index| from.remove(index)) else { return };
        if way != Way::New {
            to.push(step);
        }
    }
}

impl Histories {
    /// Keeps `text`.
    pub fn add(&mut self, purpose: Purpose, text: &str) {
        let entries = self.entries.entry(purpose).or_default();
        if text.is_empty() {
            return;
        }
        entries.retain(|entry| entry != text);
        if entries.len() == KEPT {
            entries.remove(0);
        }
        entries.push(text.to_owned());
    }

    /// What was typed last.
    pub fn last(&self, purpose: Purpose) -> Option<String> {
        self.entries.get(&purpose)?.last().cloned()
    }

    /// The entry `past` steps back; no step back is `now`.
    pub fn get(&self, purpose: Purpose, past: usize, now: &str) -> Option<String> {
        if past == 0 {
            return Some(now.to_owned());
        }
        let entries = self.entries.get(&purpose)?;
        entries.len().checked_sub(past).and_then(|index| entries.get(index)).cloned()
    }
}
