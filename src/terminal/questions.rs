//! What is asked of the terminal, and what it said about itself.
//!
//! Guarantees: one batch, answered in one round trip; what looks like an answer while none is expected is none. Never:
//! a wait for an answer.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};

use super::painter::{Abilities, Frames, Margins};
use super::pen::Erases;
use super::stops::{self, Tabs};
use crate::app::event::TerminalReport;
use crate::text::width::Ambiguous;

/// Asks for the background's colour, writes the ambiguous marks that a Chinese page is full of at the start of a row and
/// asks where the cursor is now, asks whether there are margins at the sides and synchronized updates, and where tabs lead unless `tabs` forbids it,
/// takes the marks away again (and with them what a terminal wrote that does not know the question), and asks what every
/// terminal answers, so that its answer says the others are through. Sources: xterm control sequences, OSC 11, DSR 6, DECRQM, DA1.
pub(super) fn questions(tabs: Tabs) -> String {
    let stops = if tabs == Tabs::ToStops { stops::QUESTION } else { "" };
    format!("\x1b]11;?\x1b\\\x1b[H…“—·▎\x1b[6n\x1b[?69$p\x1b[?2026$p{stops}\x1b[H\x1b[2K\x1b[c")
}

/// The marks of [`questions`], and behind them the cursor's bar, which is drawn where marks are narrow. Some terminals
/// draw it narrow in any case.
const MARKS: u32 = 4;

/// What is known so far. Shared by the thread that listens and the owner of the screen.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Batches of questions that are not answered yet.
    open: AtomicUsize,
    margins: AtomicBool,
    /// Whether it said that it knows no synchronized updates.
    piecemeal: AtomicBool,
    /// Whether tabs led to each of [`stops::ANSWERS`].
    led: [AtomicBool; stops::ANSWERS.len()],
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
    /// are alike, or where a tab led.
    pub(super) fn hear_place(&self, (row, column): (u32, u32)) -> Option<TerminalReport> {
        if let Some(index) = stops::ANSWERS.iter().position(|(asked, _)| *asked == row) {
            if let Some(led) = self.led.get(index).filter(|_| self.is_open()) {
                led.store(stops::ANSWERS.get(index) == Some(&(row, column)), Ordering::SeqCst);
            }
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

    /// Takes the answer about a mode, if `bytes` are that. Says whether they are.
    pub(super) fn hear_mode(&self, bytes: &[u8]) -> bool {
        let body = bytes.strip_prefix(b"\x1b[?").and_then(|body| body.strip_suffix(b"$y"));
        let Some([mode @ .., b';', setting]) = body else { return false };
        // 1 and 2: on and off, and it can be changed.
        let is_known = matches!(setting, b'1' | b'2');
        match (mode, self.is_open()) {
            (b"69", true) => self.margins.store(is_known, Ordering::SeqCst),
            (b"2026", true) => self.piecemeal.store(!is_known, Ordering::SeqCst),
            _ => {}
        }
        true
    }

    /// What the terminal can do, as far as it said so.
    pub(super) fn abilities(&self, erases: Erases) -> Abilities {
        let is = |said: &AtomicBool| said.load(Ordering::SeqCst);
        let margins = if is(&self.margins) { Margins::Columns } else { Margins::Rows };
        let frames = if is(&self.piecemeal) { Frames::AsTheyCome } else { Frames::InOnePiece };
        let tabs = if self.led.iter().all(is) { Tabs::ToStops } else { Tabs::Nowhere };
        let ambiguous = match self.ambiguous.load(Ordering::SeqCst) {
            NARROW => Some(Ambiguous::Narrow),
            WIDE => Some(Ambiguous::Wide),
            _ => None,
        };
        Abilities { erases, margins, tabs, frames, ambiguous }
    }
}

#[cfg(test)]
mod tests {
    use super::{Erases, Known};
    use crate::terminal::{Frames, Margins, Tabs};

    #[test]
    fn rows_move_in_columns_only_where_the_terminal_said_so() {
        for (mode, want) in [
            ("\x1b[?69;2$y", Margins::Columns),
            ("\x1b[?69;1$y", Margins::Columns),
            ("\x1b[?69;0$y", Margins::Rows),
        ] {
            let known = Known::default();
            // What nobody asked for is no answer.
            assert!(known.hear_mode(mode.as_bytes()));
            assert_eq!(known.abilities(Erases::Plainly).margins, Margins::Rows);
            known.expect();
            assert!(known.hear_mode(mode.as_bytes()));
            assert_eq!(known.abilities(Erases::Plainly).margins, want, "{mode:?}");
        }
    }

    #[test]
    fn a_frame_has_no_marks_only_where_the_terminal_does_not_know_them() {
        for (mode, want) in [
            ("\x1b[?2026;0$y", Frames::AsTheyCome),
            ("\x1b[?2026;4$y", Frames::AsTheyCome),
            ("\x1b[?2026;2$y", Frames::InOnePiece),
            ("\x1b[?7;0$y", Frames::InOnePiece),
        ] {
            let known = Known::default();
            known.hear_mode(mode.as_bytes());
            assert_eq!(known.abilities(Erases::Plainly).frames, Frames::InOnePiece, "nobody asked");
            known.expect();
            known.hear_mode(mode.as_bytes());
            assert_eq!(known.abilities(Erases::Plainly).frames, want, "{mode:?}");
        }
    }

    #[test]
    fn tabs_are_counted_on_only_where_they_led_to_a_stop_and_away_from_it() {
        for (places, want) in [
            (&[(1, 7), (2, 8)][..], Tabs::ToStops),
            (&[(1, 8), (2, 8)], Tabs::Nowhere),
            (&[(1, 7), (2, 7)], Tabs::Nowhere),
            (&[(1, 7), (2, 4)], Tabs::Nowhere),
            (&[(1, 7)], Tabs::Nowhere),
            (&[(1, 7), (2, 8), (1, 7)], Tabs::ToStops),
            (&[(1, 7), (2, 8), (2, 79)], Tabs::Nowhere),
        ] {
            let known = Known::default();
            let hear = || places.iter().for_each(|place| assert!(known.hear_place(*place).is_none()));
            hear();
            assert_eq!(known.abilities(Erases::Plainly).tabs, Tabs::Nowhere, "nobody asked");
            known.expect();
            hear();
            assert_eq!(known.abilities(Erases::Plainly).tabs, want, "{places:?}");
        }
    }
}
