//! What was typed into prompts before, newest last, per purpose.
//!
//! Guarantees: nothing twice in a row, nothing empty, a bounded number. Never: kept beyond the session.

use std::collections::HashMap;

use super::overlay::Purpose;

/// Entries kept per purpose.
const KEPT: usize = 100;

/// What was typed before.
#[derive(Clone, Debug, Default)]
pub struct Histories {
    entries: HashMap<Purpose, Vec<String>>,
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
