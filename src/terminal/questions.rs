//! What is asked of the terminal, and what it said about itself.
//!
//! Guarantees: one batch, answered in one round trip; what looks like an answer while none is expected is none. Never:
//! a wait for an answer.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};

use super::painter::{Abilities, Margins};
use super::pen::Erases;
use crate::app::event::TerminalReport;
use crate::text::width::Ambiguous;

/// Asks for the background's colour, writes the ambiguous marks that a Chinese page is full of at the start of a row and
/// asks where the cursor is now, asks whether there are margins at the sides and where a carriage return leads between
/// some, takes the marks away again (and with them what a terminal wrote that does not know the question), and asks what every terminal answers, so that its
/// answer says the others are through. Sources: xterm control sequences, OSC 11, DSR 6, DECRQM, DA1.
pub(super) const QUESTIONS: &str = "\x1b]11;?\x1b\\\x1b[H…“—·▎\x1b[6n\x1b[?69$p\x1b[?69h\x1b[3;9s\x1b[2;6H\r\x1b[6n\x1b[?69l\x1b[H\x1b[2K\x1b[c";

/// The marks of [`QUESTIONS`], and behind them the cursor's bar, which is drawn where marks are narrow. Some terminals
/// draw it narrow in any case.
const MARKS: u32 = 4;

/// The row, from 0, and the column that a carriage return leads to in [`QUESTIONS`], if it knows of the margin. That of
/// libvterm does not.
const RETURN: (u32, u32) = (1, 2);

/// What is known so far. Shared by the thread that listens and the owner of the screen.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Batches of questions that are not answered yet.
    open: AtomicUsize,
    margins: AtomicU8,
    returns: AtomicBool,
    ambiguous: AtomicU8,
}

const NARROW: u8 = 1;
const WIDE: u8 = 2;

impl Known {
    /// A batch of questions is about to be asked.
    pub(super) fn expect(&self) {
        self.open.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether answers are expected.
    fn is_open(&self) -> bool {
        self.open.load(Ordering::SeqCst) > 0
    }

    /// Takes what may be an answer; says what of it is news to others.
    pub(super) fn hear(&self, report: TerminalReport) -> Option<TerminalReport> {
        let is_open = self.is_open();
        if report == TerminalReport::Done {
            let _ = self.open.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |open| open.checked_sub(1));
        }
        is_open.then_some(report)
    }

    /// The cursor stands in row `row` and column `column`, from 0: behind the marks, which says how wide they are, if all
    /// are alike, or where a carriage return led.
    pub(super) fn hear_place(&self, (row, column): (u32, u32)) -> Option<TerminalReport> {
        if row == RETURN.0 {
            self.returns.store(self.is_open() && column == RETURN.1, Ordering::SeqCst);
            return None;
        }
        let (code, ambiguous) = match column {
            column if column == MARKS + 1 => (NARROW, Ambiguous::Narrow),
            column if column == 2 * MARKS + 1 || column == 2 * MARKS + 2 => (WIDE, Ambiguous::Wide),
            _ => return None,
        };
        let report = self.hear(TerminalReport::Ambiguous(ambiguous))?;
        self.ambiguous.store(code, Ordering::SeqCst);
        Some(report)
    }

    /// Takes the answer about margins at the sides, if `bytes` are that. Says whether they are.
    pub(super) fn hear_mode(&self, bytes: &[u8]) -> bool {
        let Some([setting, b'$', b'y']) = bytes.strip_prefix(b"\x1b[?69;") else { return false };
        if self.is_open() {
            // 1 and 2: on and off, and it can be changed.
            self.margins.store(u8::from(matches!(setting, b'1' | b'2')), Ordering::SeqCst);
        }
        true
    }

    /// What the terminal can do, as far as it said so.
    pub(super) fn abilities(&self, erases: Erases) -> Abilities {
        let margins = match (self.margins.load(Ordering::SeqCst), self.returns.load(Ordering::SeqCst)) {
            (1, true) => Margins::Returning,
            (1, false) => Margins::Columns,
            _ => Margins::Rows,
        };
        let ambiguous = match self.ambiguous.load(Ordering::SeqCst) {
            NARROW => Some(Ambiguous::Narrow),
            WIDE => Some(Ambiguous::Wide),
            _ => None,
        };
        Abilities { erases, margins, ambiguous }
    }
}

#[cfg(test)]
mod tests {
    use super::{Erases, Known};
    use crate::terminal::Margins;

    #[test]
    fn a_return_leads_to_a_margin_only_where_the_terminal_said_both() {
        for (mode, place, want) in [
            ("\x1b[?69;2$y", (1, 2), Margins::Returning),
            ("\x1b[?69;1$y", (1, 2), Margins::Returning),
            ("\x1b[?69;2$y", (1, 0), Margins::Columns),
            ("\x1b[?69;0$y", (1, 2), Margins::Rows),
            ("\x1b[?69;0$y", (1, 0), Margins::Rows),
        ] {
            let known = Known::default();
            // What nobody asked for is no answer.
            assert!(known.hear_mode(mode.as_bytes()) && known.hear_place(place).is_none());
            assert_eq!(known.abilities(Erases::Plainly).margins, Margins::Rows);
            known.expect();
            assert!(known.hear_mode(mode.as_bytes()) && known.hear_place(place).is_none());
            assert_eq!(known.abilities(Erases::Plainly).margins, want, "{mode:?} {place:?}");
        }
    }
}
