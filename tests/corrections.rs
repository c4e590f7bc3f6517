//! Corrections on the disk: kept for a dump wherever it is opened, with other copies at work, and broken by others.
//!
//! Guarantees: every file is in a folder of its own that is gone afterwards. Never: the user's own files.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use baolan::app::effect::{Effect, Input, Mending, Source, Ticket};
use baolan::app::event::{Event, Failure, FailureKind};
use baolan::article::Page;
use baolan::mend::{Act, Change, Correction};
use baolan::text::encoding::Choice;
use baolan::world::World;
use baolan::world::folders::Folders;
use baolan::world::mends::MendStore;
use tempfile::{TempDir, tempdir};

use crate::commands::PAGE;

/// A home with a world in it.
struct Home {
    folder: TempDir,
    world: World,
    events: Receiver<Event>,
    tickets: u64,
}

impl Home {
    fn new() -> Self {
        let folder = tempdir().unwrap();
        let (send, events) = mpsc::channel();
        let folders = Folders {
            config: folder.path().join("config"),
            state: folder.path().join("state"),
            cache: folder.path().join("cache"),
        };
        let world = World::new(send, &folders, Choice::Auto);
        Self { folder, world, events, tickets: 0 }
    }

    fn store(&self) -> MendStore {
        MendStore::new(self.folder.path().join("state"))
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    fn next(&self) -> Event {
        self.events.recv_timeout(Duration::from_secs(20)).expect("an answer")
    }

    /// The page at a path, and what was told before it.
    fn load(&mut self, path: &str) -> (Arc<Page>, Vec<Failure>) {
        self.tickets += 1;
        let inputs = vec![Input::Path(self.folder.path().join(path))];
        self.world.perform(Effect::Load { ticket: Ticket(self.tickets), inputs });
        let mut told = Vec::new();
        let mut page = None;
        loop {
            match self.next() {
                Event::MendsUnread(failure) => told.push(failure),
                Event::Loaded { result, .. } => page = Some(result.unwrap()),
                Event::LoadDone { .. } => return (page.unwrap(), told),
                other => panic!("{other:?}"),
            }
        }
    }

    fn mend(&mut self, page: &Page, change: Change) -> Result<Arc<Page>, Failure> {
        let input = Input::Path(page.path.clone().into());
        let source = Source { input, name: page.name.clone(), hash: page.hash.clone() };
        self.tickets += 1;
        let ticket = Ticket(self.tickets);
        self.world.perform(Effect::Mend { ticket, mending: Box::new(Mending { source, change }) });
        match self.next() {
            Event::Mended { ticket: answered, result } if answered == ticket => result,
            other => panic!("{other:?}"),
        }
    }
}

/// A new article from the second paragraph on.
fn open(id: &str) -> Change {
    let at = PAGE.find("首班船").expect("words of the page");
    Change::Add(Correction::new(id.to_owned(), at, Act::Open))
}

#[test]
fn a_correction_is_made_wherever_its_dump_is_opened() {
    let mut home = Home::new();
    home.write("page.txt", PAGE);
    let (page, _) = home.load("page.txt");
    assert_eq!((page.articles.len(), page.mended.made), (3, 0));
    let mended = home.mend(&page, open("a")).unwrap();
    assert_eq!((mended.articles.len(), mended.mended.made), (4, 1));
    assert_eq!((&mended.path, &mended.name, &mended.hash), (&page.path, &page.name, &page.hash));
    assert_eq!(
        fs::read_to_string(home.folder.path().join("page.txt")).unwrap(),
        PAGE,
        "the source is as it was"
    );

    home.write("copy.txt", PAGE);
    home.write("other.txt", &PAGE.replace("首班船", "末班船"));
    fs::write(home.folder.path().join("utf-16.txt"), utf_16(PAGE)).unwrap();
    for (name, articles) in [("page.txt", 4), ("copy.txt", 4), ("utf-16.txt", 4), ("other.txt", 3)] {
        assert_eq!(home.load(name).0.articles.len(), articles, "{name}");
    }
    let back = home.mend(&page, Change::Take("a".to_owned())).unwrap();
    assert_eq!(back.articles.len(), 3);
    assert_eq!(home.load("copy.txt").0.articles.len(), 3);
    assert_eq!(fs::read_to_string(home.store().path()).unwrap(), "");
}

/// The text in another encoding, which decodes to the same dump.
fn utf_16(text: &str) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn another_file_than_the_one_on_the_screen_is_not_corrected() {
    let mut home = Home::new();
    let path = home.write("page.txt", PAGE);
    let (page, _) = home.load("page.txt");
    for text in ["", "\0\0\0", "渡口的灯亮了。"] {
        fs::write(&path, text).unwrap();
        assert_eq!(home.mend(&page, open("a")).unwrap_err().kind, FailureKind::Changed, "{text:?}");
    }
    fs::remove_file(&path).unwrap();
    assert_eq!(home.mend(&page, open("a")).unwrap_err().kind, FailureKind::Missing);
    let stdin = Page { path: "-".to_owned(), ..(*page).clone() };
    assert_eq!(home.mend(&stdin, open("a")).unwrap_err().kind, FailureKind::Once);
    assert!(!home.store().path().exists(), "nothing is kept");
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let mut home = Home::new();
    home.write("page.txt", PAGE);
    let (page, _) = home.load("page.txt");
    let pipe = home.folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let piped = Page { path: pipe.to_string_lossy().into_owned(), ..(*page).clone() };
    assert_eq!(home.mend(&piped, open("a")).unwrap_err().kind, FailureKind::Once);
}

#[test]
fn corrections_of_two_copies_are_kept_and_the_state_before_stands_beside() {
    let home = Home::new();
    let (one, other) = (home.store(), home.store());
    one.change("x", "渡口", open("a")).unwrap();
    assert_eq!(other.change("x", "渡口", open("b")).unwrap().len(), 2);
    other.change("y", "渡口", open("c")).unwrap();
    let mends = one.read().unwrap().mends;
    assert_eq!((mends.of("x").len(), mends.of("y").len()), (2, 1));
    let backup = fs::read_to_string(home.folder.path().join("state/corrections.jsonl.bak")).unwrap();
    assert_eq!(backup.lines().count(), 1);
    let held = home.folder.path().join("state/.corrections.lock");
    let lock = fs::File::create(held).unwrap();
    lock.lock().unwrap();
    let waited = std::time::Instant::now();
    assert_eq!(one.change("x", "渡口", open("d")).unwrap_err().kind, FailureKind::Locked);
    assert!(waited.elapsed() >= Duration::from_secs(1));
}

#[test]
fn a_broken_file_costs_its_broken_lines_which_are_kept_aside_and_told_once() {
    let mut home = Home::new();
    home.write("page.txt", PAGE);
    let (page, _) = home.load("page.txt");
    home.mend(&page, open("a")).unwrap();
    let path = home.store().path();
    let whole = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{{\"v\":1,\n{whole}")).unwrap();
    let (page, told) = home.load("page.txt");
    assert_eq!((page.articles.len(), told.len()), (4, 1), "{told:?}");
    assert!(told[0].reason.contains("broken lines: 1; a copy is corrections.broken-"), "{}", told[0]);
    assert!(home.load("page.txt").1.is_empty(), "it is told once");
    home.mend(&page, Change::Take("a".to_owned())).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "");
    let aside = fs::read_dir(home.folder.path().join("state")).unwrap();
    let aside =
        aside.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("broken-"));
    assert_eq!(aside.count(), 1);

    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let (page, told) = home.load("page.txt");
    assert_eq!((page.articles.len(), told.len()), (3, 1), "pages come as they are recovered");
    assert_eq!(home.mend(&page, open("b")).unwrap_err().kind, FailureKind::NotAFile);
}
