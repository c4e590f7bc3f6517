//! The program killed while two copies of it save: nothing that a screen had confirmed is lost.
//!
//! Guarantees: the kill is SIGKILL, after which no code of ours runs; what is held against the file is what the
//! terminal shows after the kill. Never: a kill that waits for a good
//! moment; it comes at any time after any number of confirmed changes.
//!
//! `BAOLAN_KILLS=1000 cargo test --test baolan kills` kills a thousand times; `BAOLAN_SEED` repeats a run.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use baolan::bookmark;
use rustix::process::Signal;

use crate::support::pty::{Above, Home, Run, Screen, Term};

/// Paragraphs of the article that is marked; each copy works on a half of its own.
const PARAGRAPHS: usize = 24;
/// Kills in a usual run.
const KILLS: usize = 12;
/// The most changes that a copy makes between two kills, each to another paragraph.
const CHANGES: usize = 6;
/// How long nothing must be written until all that was written is taken to be read.
const QUIET: Duration = Duration::from_millis(4);

fn article() -> String {
    let paragraph = |number: usize| format!("第{number}盏灯亮了，船还没有靠岸。\n\n");
    (1..=PARAGRAPHS).map(paragraph).collect()
}

/// What is known of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Bare,
    Marked,
    Noted(String),
}

/// Changes that were typed to paragraphs: before, after.
type Changes = BTreeMap<usize, (State, State)>;

/// A sequence without pattern (`SplitMix64`, S. Vigna).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }
}

/// The signs beside the paragraphs, by number; nothing where a change is not saved yet.
fn signs(screen: &Screen) -> BTreeMap<usize, Option<char>> {
    let mut found = BTreeMap::new();
    for row in screen.text().lines() {
        // The list beside it shows the first paragraph too, as the title.
        let Some((before, after)) = row.rsplit_once('第') else { continue };
        let Some(number) = after.split_once('盏').and_then(|(number, _)| number.parse().ok()) else {
            continue;
        };
        let near: String = before.chars().rev().take(7).collect();
        let sign = near.chars().find(|c| matches!(c, '*' | '#' | '+')).unwrap_or(' ');
        found.insert(number, (sign != '+').then_some(sign));
    }
    found
}

/// Whether the screen says that changes are on their way to the disk.
fn is_waiting(screen: &Screen) -> bool {
    let text = screen.text();
    text.lines().last().is_some_and(|row| row.contains("not saved"))
        || signs(screen).values().any(Option::is_none)
}

/// The state of every paragraph in the file, which must be whole.
fn on_the_disk(home: &Home, told: &str) -> BTreeMap<usize, State> {
    let file = fs::read(home.path("config/baolan/bookmarks.jsonl")).unwrap_or_default();
    let (collection, broken) = bookmark::parse(&file);
    assert!(broken.is_empty(), "{told}: a torn line: {broken:?}");
    let mut states: BTreeMap<usize, State> = (1..=PARAGRAPHS).map(|number| (number, State::Bare)).collect();
    for mark in collection.iter() {
        let quote = mark.anchor.quote.shown().into_owned();
        let number =
            quote.strip_prefix('第').and_then(|rest| rest.split_once('盏')).unwrap().0.parse().unwrap();
        let state = if mark.note.is_empty() { State::Marked } else { State::Noted(mark.note.clone()) };
        states.insert(number, state);
    }
    states
}

/// One copy of the program, with the paragraphs that it changes.
struct Copy {
    term: Term,
    own: Vec<usize>,
}

impl Copy {
    /// Starts a copy while no other changes anything, and waits until it shows what is in the file.
    fn start(run: &Run, own: Vec<usize>) -> Self {
        let term = Term::showing(run, "第24盏灯");
        term.wait_until("the marks of the file", |screen| {
            let disk = on_the_disk(&run.home, "at the start");
            disk.iter().all(|(number, state)| is_shown(screen, *number, state))
        });
        term.keys("l");
        Self { term, own }
    }

    /// Random changes to paragraphs of its own, and what is to be typed for each.
    fn plan(&self, known: &BTreeMap<usize, State>, dice: &mut Dice, round: usize) -> Plan {
        let mut changes = Changes::new();
        let mut typed = Vec::new();
        for _ in 0..=dice.below(CHANGES) {
            let number = self.own[dice.below(self.own.len())];
            let before = known[&number].clone();
            if changes.contains_key(&number) {
                continue;
            }
            let note = format!("n{round}-{number}");
            let (keys, after) = match before {
                State::Bare => ("mm".to_owned(), State::Marked),
                State::Marked if dice.below(3) > 0 => (format!("a{note}\u{13}"), State::Noted(note)),
                State::Marked | State::Noted(_) => ("mm".to_owned(), State::Bare),
            };
            typed.push((number, format!("gg{}{keys}", "}".repeat(number - 1))));
            changes.insert(number, (before, after));
        }
        Plan { changes, typed }
    }

    /// Waits until these changes are confirmed.
    fn confirm<'c>(&self, told: &str, changes: &(impl Iterator<Item = (&'c usize, &'c State)> + Clone)) {
        self.term.wait_until(told, |screen| {
            changes.clone().all(|(number, after)| is_shown(screen, *number, after))
        });
    }
}

/// What a copy is to change, and what is typed for each change, in this order.
struct Plan {
    changes: Changes,
    typed: Vec<(usize, String)>,
}

/// Whether a screen says that a paragraph is on the disk like this.
fn is_shown(screen: &Screen, number: usize, after: &State) -> bool {
    match (signs(screen).get(&number).copied().flatten(), after) {
        (Some('*'), State::Marked) | (Some('#'), State::Noted(_)) => true,
        (Some(' '), State::Bare) => !is_waiting(screen),
        _ => false,
    }
}

/// What lies about in the folder of the bookmarks besides the file, its backup and the lock: what a kill left half written.
fn left_over(home: &Home, told: &str) -> usize {
    let entries = fs::read_dir(home.path("config/baolan")).into_iter().flatten().flatten();
    let names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    let known = ["bookmarks.jsonl", "bookmarks.jsonl.bak", ".bookmarks.lock"];
    let others: Vec<&String> = names.iter().filter(|name| !known.contains(&name.as_str())).collect();
    let half_written = |name: &&String| name.starts_with(".baolan-");
    assert!(others.iter().all(half_written), "{told}: {others:?}");
    others.len()
}

/// Waits until the notes that a killed copy was writing are in the file.
fn rescued(home: &Home) {
    let folder = home.path("state/baolan/notes");
    let is_draft = |entry: std::io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| entry.file_name().to_string_lossy().starts_with("note-"))
    };
    while fs::read_dir(&folder).is_ok_and(|mut entries| entries.any(is_draft)) {
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Holds the file against what a screen shows of these changes. Gives how many were confirmed.
fn check(screen: &Screen, changes: &Changes, disk: &BTreeMap<usize, State>, told: &str) -> usize {
    let mut confirmed = 0;
    for (number, (before, after)) in changes {
        let shown = is_shown(screen, *number, after);
        let got = &disk[number];
        let fits = got == after || !shown && got == before;
        assert!(
            fits,
            "{told}: paragraph {number} was {before:?}, was made {after:?} (confirmed: {shown}), is {got:?}\n{}",
            screen.text()
        );
        confirmed += usize::from(shown);
    }
    confirmed
}

/// Types what is planned, and kills one of the copies on the way; gives which.
fn type_and_kill(copies: &[Copy; 2], plans: &[Plan; 2], dice: &mut Dice, told: &str) -> usize {
    let mut typed: Vec<(usize, &(usize, String))> = Vec::new();
    for step in 0..CHANGES {
        typed.extend((0..2).filter_map(|index| Some((index, plans[index].typed.get(step)?))));
    }
    let victim = dice.below(2);
    let last = dice.below(typed.len());
    // So many changes of the one that is killed are confirmed before it goes on: the kill comes at any point of the stretch
    // in which there are some that are and some that are not.
    let calm = dice.below(plans[victim].typed.len() + 1);
    let mut done = Vec::new();
    for (step, (index, (number, keys))) in typed.iter().enumerate() {
        if step <= last || *index != victim {
            copies[*index].term.bytes(keys.as_bytes());
        }
        if *index == victim && step <= last && done.len() < calm {
            done.push(*number);
            if done.len() == calm
                || typed.iter().skip(step + 1).take(last - step).all(|next| next.0 != victim)
            {
                let done = done.iter().map(|number| (number, &plans[victim].changes[number].1));
                copies[victim].confirm(told, &done);
            }
        }
        std::thread::sleep(Duration::from_micros(dice.below(6_000) as u64));
        if step == last {
            std::thread::sleep(Duration::from_micros(dice.below(40_000) as u64));
            copies[victim].term.signal(Signal::KILL);
        }
    }
    victim
}

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
fn kills_while_two_copies_add_edit_and_delete_lose_nothing_that_was_confirmed() {
    let kills = number("BAOLAN_KILLS", KILLS);
    let seed = number("BAOLAN_SEED", std::process::id() as usize);
    let mut dice = Dice(seed as u64);
    let run = Run { above: Above::Nothing, ..Run::on(article()).sized(80, 40) };
    let halves = [(1..=PARAGRAPHS / 2).collect(), (PARAGRAPHS / 2 + 1..=PARAGRAPHS).collect::<Vec<_>>()];
    let mut copies = halves.map(|own| Copy::start(&run, own));
    let (mut sum, mut open, mut left) = (0, 0, 0);
    for round in 0..kills {
        let told = format!("seed {seed}, kill {round}");
        let known = on_the_disk(&run.home, &told);
        let plans = [0, 1].map(|index: usize| copies[index].plan(&known, &mut dice, round));
        let victim = type_and_kill(&copies, &plans, &mut dice, &told);
        copies[victim].term.wait_for_end();
        copies[victim].term.settle(QUIET);
        let screen = copies[victim].term.screen();
        // Of a frame that was cut off, the terminal shows nothing yet; what it shows here may be half of it.
        let whole = copies[victim].term.comes(Duration::ZERO, |_| true);
        let survivor = &copies[1 - victim];
        let theirs = &plans[1 - victim].changes;
        survivor.confirm("all changes confirmed", &theirs.iter().map(|(number, (_, after))| (number, after)));
        let shown = survivor.term.screen();
        let disk = on_the_disk(&run.home, &told);
        assert_eq!(check(&shown, theirs, &disk, &told), theirs.len());
        if whole {
            let seen = check(&screen, &plans[victim].changes, &disk, &told);
            sum += seen;
            open += plans[victim].changes.len() - seen;
        }
        left = left.max(left_over(&run.home, &told));
        let own = std::mem::take(&mut copies[victim].own);
        copies[victim] = Copy::start(&run, own);
        rescued(&run.home);
    }
    // What was lost has failed a check above.
    eprintln!(
        "{kills} kills (seed {seed}): {sum} changes of killed copies were confirmed and 0 of them lost, {open} were \
         not confirmed; at most {left} half written files lay about"
    );
    assert!(
        kills < 100 || sum >= kills / 2 && open > 0,
        "the kills came too early or too late to mean anything"
    );
}
