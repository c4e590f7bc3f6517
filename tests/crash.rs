//! The program killed while two copies of it save: nothing that a screen had confirmed is lost.
//!
//! Guarantees: the kill is SIGKILL, after which no code of ours runs; what is held against the file is what the
//! terminal shows after the kill. Never: a wait for a good moment.
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

/// A change that was typed: before, after.
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
    fn start(run: &Run, own: Vec<usize>) -> Self {
        let term = Term::showing(run, "第24盏灯");
        term.keys("l");
        Self { term, own }
    }

    /// Random changes to paragraphs of its own, and what is to be typed for each.
    fn plan(&self, known: &BTreeMap<usize, State>, dice: &mut Dice, round: usize) -> (Changes, Vec<String>) {
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
            typed.push(format!("gg{}{keys}", "}".repeat(number - 1)));
            changes.insert(number, (before, after));
        }
        (changes, typed)
    }
}

/// Holds the file against what a screen shows of these changes. Gives how many were confirmed.
fn check(screen: &Screen, changes: &Changes, disk: &BTreeMap<usize, State>, told: &str) -> usize {
    let signs = signs(screen);
    let waiting = is_waiting(screen);
    let mut confirmed = 0;
    for (number, (before, after)) in changes {
        let shown = match (signs.get(number).copied().flatten(), after) {
            (Some('*'), State::Marked) | (Some('#'), State::Noted(_)) => true,
            (Some(' '), State::Bare) => !waiting,
            _ => false,
        };
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
    let (mut sum, mut lost) = (0, 0);
    for round in 0..kills {
        let told = format!("seed {seed}, kill {round}");
        let known = on_the_disk(&run.home, &told);
        let plans = [0, 1].map(|index: usize| copies[index].plan(&known, &mut dice, round));
        let mut typed: Vec<(usize, &String)> = Vec::new();
        for step in 0..CHANGES {
            typed.extend((0..2).filter_map(|index| Some((index, plans[index].1.get(step)?))));
        }
        let victim = dice.below(2);
        let last = dice.below(typed.len());
        for (step, (index, keys)) in typed.iter().enumerate() {
            if step <= last || *index != victim {
                copies[*index].term.bytes(keys.as_bytes());
            }
            std::thread::sleep(Duration::from_micros(dice.below(12_000) as u64));
            if step == last {
                std::thread::sleep(Duration::from_micros(dice.below(60_000) as u64));
                copies[victim].term.signal(Signal::KILL);
            }
        }
        copies[victim].term.wait_for_end();
        copies[victim].term.settle(QUIET);
        let screen = copies[victim].term.screen();
        // Of a frame that was cut off, the terminal shows nothing yet; what it shows here may be half of it.
        let whole = copies[victim].term.comes(Duration::ZERO, |_| true);
        let survivor = &copies[1 - victim].term;
        survivor.wait_until("all changes confirmed", |screen| {
            let signs = signs(screen);
            let is = |(number, (_, after)): (&usize, &(State, State))| {
                let want = match after {
                    State::Bare => ' ',
                    State::Marked => '*',
                    State::Noted(_) => '#',
                };
                signs.get(number) == Some(&Some(want))
            };
            !is_waiting(screen) && plans[1 - victim].0.iter().all(is)
        });
        let shown = survivor.screen();
        let disk = on_the_disk(&run.home, &told);
        let all = check(&shown, &plans[1 - victim].0, &disk, &told);
        assert_eq!(all, plans[1 - victim].0.len());
        if whole {
            let seen = check(&screen, &plans[victim].0, &disk, &told);
            sum += seen;
            lost += plans[victim].0.len() - seen;
        }
        let own = std::mem::take(&mut copies[victim].own);
        copies[victim] = Copy::start(&run, own);
    }
    eprintln!("{kills} kills (seed {seed}): {sum} changes of killed copies were confirmed, {lost} were not");
    // Few kills may all come too early on a busy machine.
    assert!(kills < 100 || sum > 0 && lost > 0, "the kills came too early or too late to mean anything");
}
