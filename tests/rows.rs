//! The rows of a long article: counted by the world, once for a style, and what the reader sees of it.
//!
//! Guarantees: the count comes when a test says so. Never: a thread.

use std::sync::atomic::AtomicBool;

use baolan::app::effect::{Effect, Ticket};
use baolan::app::event::{Event, Size};

use crate::commands::PAGE;
use crate::support::desk::Desk;

/// Half of its bytes are in ten paragraphs, the other half in thousands.
fn long() -> String {
    let tall = format!("{}\n", "江面平稳,视野开阔。".repeat(400)).repeat(10);
    let flat: Vec<String> = (0..9_000).map(|number| format!("船{number}")).collect();
    tall + &flat.join("\n")
}

/// The long article in a window of its own, its first style counted, later ones not.
fn desk() -> Desk {
    let mut desk = Desk::with_inputs(&[("long.txt", &long()), ("short.txt", PAGE)], (100, 30));
    desk.keys("l");
    desk.slow = true;
    desk
}

fn counts(desk: &Desk) -> Vec<Ticket> {
    let ticket = |effect: &Effect| match effect {
        Effect::Count { ticket, .. } => Some(*ticket),
        _ => None,
    };
    desk.performed.iter().filter_map(ticket).collect()
}

/// Answers the count that was asked for with this ticket.
fn answer(desk: &mut Desk, wanted: Ticket) {
    let job = desk.performed.iter().find_map(|effect| match effect {
        Effect::Count { ticket, job } if *ticket == wanted => Some(job.clone()),
        _ => None,
    });
    let heights = job.expect("a count").run(&AtomicBool::new(false)).expect("not stopped");
    desk.send(Event::Counted { ticket: wanted, heights });
}

fn resize(desk: &mut Desk, width: u16) {
    desk.send(Event::Resize(Size { width, height: 30 }));
}

#[test]
fn rows_are_counted_once_for_a_style() {
    let mut desk = desk();
    let known = counts(&desk).len();
    desk.keys("jj<Space>50%GggTS");
    assert_eq!(counts(&desk).len(), known, "no key asks for what is known");
    for (width, more) in [(90, 1), (90, 1), (80, 2), (100, 3)] {
        resize(&mut desk, width);
        desk.keys("jk");
        assert_eq!(counts(&desk).len(), known + more, "at {width}");
    }
}

#[test]
fn a_percentage_is_about_until_the_rows_are_counted_and_then_by_rows() {
    let mut desk = desk();
    desk.keys("50%");
    assert!(desk.status().ends_with(" 50%"), "{}", desk.status());
    let by_rows = desk.app.reader.as_ref().unwrap().place();
    resize(&mut desk, 90);
    assert!(desk.status().ends_with('%') && desk.status().contains('~'), "{}", desk.status());
    desk.keys("50%");
    let by_bytes = desk.app.reader.as_ref().unwrap().place();
    assert!(by_bytes.abs_diff(long().len() / 2) < 2_000, "{by_bytes}");
    assert!(by_rows > by_bytes + 10_000, "{by_rows} and {by_bytes}");
    let old = *counts(&desk).last().unwrap();
    resize(&mut desk, 80);
    let newest = *counts(&desk).last().unwrap();
    assert_ne!(old, newest);
    answer(&mut desk, old);
    assert!(desk.status().contains('~'), "an answer for another width: {}", desk.status());
    answer(&mut desk, newest);
    assert!(!desk.status().contains('~'), "{}", desk.status());
    let place = desk.app.reader.as_ref().unwrap().place();
    assert_eq!(place, by_bytes, "the place stays while rows are counted");
}

#[test]
fn what_nobody_waits_for_any_more_is_stopped() {
    let stopped = |desk: &Desk| desk.performed.iter().any(|effect| matches!(effect, Effect::StopCount));
    let mut desk = desk();
    resize(&mut desk, 90);
    assert!(!stopped(&desk));
    desk.keys("J");
    assert!(stopped(&desk), "the next article is short");
    assert!(!desk.status().contains('~'), "{}", desk.status());
    // Who comes back needs it again.
    let asked = counts(&desk).len();
    desk.keys("K");
    assert_eq!(counts(&desk).len(), asked + 1);
    assert!(desk.status().contains('~'));
}

#[test]
fn many_rows_are_gone_at_once_when_they_are_counted() {
    let mut desk = desk();
    for (keys, first) in [("30000j", None), ("25000k", Some(0)), ("9999999j9999999k", Some(0))] {
        desk.keys(keys);
        let (rows, all) = desk.app.reader.as_ref().unwrap().rows().unwrap();
        assert_eq!(rows.start, first.unwrap_or(all - rows.len()), "{keys}");
    }
    desk.keys("C-g");
    let screen = desk.screen();
    assert!(screen.contains("Rows       1 to "), "{screen}");
}
