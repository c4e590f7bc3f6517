//! What is painted reads back as what was set: the real program in a terminal, against the cells of the same program in memory.
//!
//! Guarantees: compared row by row after each key, under either width of ambiguous characters; the wide terminal is a model that
//! is told so: each ambiguous character is replaced by one that it knows as wide, and read back as itself. Never: clusters whose
//! width no two terminals agree on; those are tested where they are painted.

use std::thread;
use std::time::{Duration, Instant};

use baolan::app::event::{Event, TerminalReport};
use baolan::text::width::{Ambiguous, Widths};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use ratatui::buffer::Buffer;

use crate::support::desk::Desk;
use crate::support::pty::{Answers, Run, Screen, Term, shown};
use crate::support::setting::text;

const SIZE: (u16, u16) = (64, 20);
/// No screen takes so long.
const PATIENCE: Duration = Duration::from_secs(20);
/// Only the article, then through it in pages and lines, to the end and back.
const STEPS: [&str; 9] = ["lz", "<Space>", "jjj", "<Space>", "C-u", "G", "kk", "gg", "j"];

/// A document of many paragraphs, the same each time.
fn document() -> String {
    let mut runner = TestRunner::deterministic();
    let mut paragraphs = vec!["江边的灯".to_owned()];
    for _ in 0..24 {
        let text = text().new_tree(&mut runner).expect("a text").current();
        // Emoji of several characters are drawn in another width by each terminal.
        let agreed =
            |c: &char| !matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{20e3}' | '\u{1f1e6}'..='\u{1ffff}' | '❤');
        paragraphs.push(text.chars().filter(agreed).collect());
    }
    paragraphs.join("\n\n")
}

/// The rows of a buffer above its status row, where ambiguous characters take as many cells as `widths` says.
fn rows_of(buffer: &Buffer, widths: Widths) -> Vec<String> {
    let row = |y: u16| {
        let mut row = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += u16::try_from(widths.text(symbol)).expect("a few cells").max(1);
        }
        row.trim_end().to_owned()
    };
    (0..buffer.area.height - 1).map(row).collect()
}

fn rows_on(screen: &Screen) -> Vec<String> {
    (0..SIZE.1 - 1).map(|y| screen.row(y)).collect()
}

/// What a terminal with wide ambiguous characters shows after `log`.
fn replayed_wide(log: &[u8]) -> Vec<String> {
    let (narrow, wide) = (Widths::new(Ambiguous::Narrow), Widths::new(Ambiguous::Wide));
    let mut known = Vec::new();
    let mut told = String::new();
    for c in String::from_utf8_lossy(log).chars() {
        let mut buffer = [0; 4];
        let own = c.encode_utf8(&mut buffer);
        if c.is_control() || narrow.text(own) == wide.text(own) {
            told.push(c);
            continue;
        }
        let index = known.iter().position(|&other| other == c).unwrap_or(known.len());
        if index == known.len() {
            known.push(c);
        }
        // An ideograph that no document here has.
        told.extend(char::from_u32(0x30000 + u32::try_from(index).expect("few characters")));
    }
    let back = |c: char| {
        u32::from(c).checked_sub(0x30000).and_then(|index| known.get(index as usize)).copied().unwrap_or(c)
    };
    rows_on(&shown(SIZE, told.as_bytes())).iter().map(|row| row.chars().map(back).collect()).collect()
}

fn check(ambiguous: Ambiguous) {
    let document = document();
    let answers = if ambiguous == Ambiguous::Wide { Answers::Wide } else { Answers::Xterm };
    let term = Term::start(&Run { answers, ..Run::on(&document).sized(SIZE.0, SIZE.1) });
    let mut desk = Desk::open(&document, SIZE);
    desk.send(Event::Terminal(TerminalReport::Ambiguous(ambiguous)));
    term.wait_for("江边的灯");
    for (number, keys) in STEPS.iter().enumerate() {
        term.keys(keys);
        desk.keys(keys);
        let wanted = rows_of(&desk.frame().0, Widths::new(ambiguous));
        let what = format!("step {number}, {keys}:\n{}", wanted.join("\n"));
        if ambiguous == Ambiguous::Narrow {
            term.wait_until(&what, |screen| rows_on(screen) == wanted);
            continue;
        }
        let until = Instant::now() + PATIENCE;
        while replayed_wide(&term.log()) != wanted && Instant::now() < until {
            thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(replayed_wide(&term.log()), wanted, "{what}");
    }
}

#[test]
fn what_is_painted_reads_back_on_a_terminal_with_narrow_ambiguous_characters() {
    check(Ambiguous::Narrow);
}

#[test]
fn what_is_painted_reads_back_on_a_terminal_with_wide_ambiguous_characters() {
    check(Ambiguous::Wide);
}
