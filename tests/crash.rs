//! The program killed while it saves: nothing that the screen had confirmed is lost.
//!
//! Guarantees: the kill is SIGKILL, after which no code of ours runs. Never: a wait for a good moment.

use std::fs;
use std::time::Duration;

use baolan::bookmark;
use rustix::process::Signal;

use crate::support::pty::{Run, Screen, Term};

/// Paragraphs of the article that is marked.
const PARAGRAPHS: usize = 60;

fn article() -> String {
    let paragraph = |number: usize| format!("第{number}盏灯亮了，船还没有靠岸，猫在台阶上等。\n\n");
    (1..=PARAGRAPHS).map(paragraph).collect()
}

/// How many bookmarks the screen shows as saved: all that the list counts, without those still on their way.
fn confirmed(screen: &Screen) -> usize {
    let text = screen.text();
    let counted = text.lines().find_map(|row| {
        let (_, after) = row.split_once(" *")?;
        after.split_whitespace().next()?.parse().ok()
    });
    let waiting = text.lines().last().and_then(|row| {
        let (before, _) = row.split_once(" not saved")?;
        before.rsplit(' ').next()?.parse().ok()
    });
    counted.unwrap_or(0_usize).saturating_sub(waiting.unwrap_or(0))
}

#[test]
fn ten_kills_while_bookmarks_are_being_added_lose_none_that_was_confirmed() {
    let mut sum = 0;
    for round in 0..10_u64 {
        let run = Run::on(article());
        let home = run.home.clone();
        let term = Term::showing(&run, "第1盏灯");
        term.keys("l");
        // Typed as by a fast hand, and killed with the last ones on their way.
        for _ in 0..5 * (round + 1) {
            term.bytes(b"mm}");
            std::thread::sleep(Duration::from_micros(500 + round * 300));
        }
        term.wait_until("a saved bookmark", |screen| confirmed(screen) > 0);
        let screen = term.screen();
        term.signal(Signal::KILL);
        let seen = confirmed(&screen);
        term.status(0);
        let file = fs::read(home.path("config/baolan/bookmarks.jsonl")).expect("the bookmark file");
        let (collection, broken) = bookmark::parse(&file);
        assert!(broken.is_empty(), "round {round}: a torn line: {broken:?}");
        assert!(
            collection.len() >= seen,
            "round {round}: {seen} were confirmed, {} are in the file\n{}",
            collection.len(),
            screen.text()
        );
        eprintln!("round {round}: {seen} confirmed, {} in the file", collection.len());
        sum += seen;
    }
    assert!(sum > 10, "the kills came too early to mean anything");
}
