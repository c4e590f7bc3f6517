//! Loading: inputs to pages on a thread of its own, one after the other, each handed over when it is there.
//!
//! Guarantees: of two loads the newer wins and the older stops at its next file; each input is answered, with a page
//! or with the reason why there is none. Never: a word for the reader; a failure has a kind and the system's reason.

use std::cell::OnceCell;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use super::again::Again;
use super::guarded;
use super::read::{ReadError, expand, read_input, read_input_telling};
use crate::app::effect::{Input, Ticket};
use crate::app::event::{Event, Failure, FailureKind};
use crate::article::Page;
use crate::format;
use crate::mend::Mends;
use crate::text::encoding::NotText;
use crate::text::hazard::scrub;

/// Starts loads.
#[derive(Debug)]
pub(super) struct Loader {
    send: Sender<Event>,
    again: Again,
    newest: Arc<AtomicU64>,
}

impl Loader {
    pub(super) fn new(send: Sender<Event>, again: Again) -> Self {
        Self { send, again, newest: Arc::default() }
    }

    /// Begins a load; one under way stops.
    pub(super) fn load(&self, ticket: Ticket, inputs: Vec<Input>) -> io::Result<()> {
        self.newest.store(ticket.0, Ordering::SeqCst);
        let load = Load {
            send: self.send.clone(),
            again: self.again.clone(),
            known: OnceCell::new(),
            ticket,
            newest: Arc::clone(&self.newest),
        };
        thread::Builder::new().name("load".to_owned()).spawn(move || {
            let send = load.send.clone();
            guarded(&send, || load.run(inputs));
            let _ = send.send(Event::LoadDone { ticket });
        })?;
        Ok(())
    }
}

/// One load under way.
struct Load {
    send: Sender<Event>,
    again: Again,
    /// The corrections of all dumps, once a page came.
    known: OnceCell<Mends>,
    ticket: Ticket,
    newest: Arc<AtomicU64>,
}

impl Load {
    fn run(&self, inputs: Vec<Input>) {
        for input in inputs {
            match input {
                Input::Text { name, bytes } => {
                    let result = self.page(&name, name.clone(), &bytes);
                    self.answer(result);
                }
                Input::Path(path) => match expand(&path, format::is_known, &|| self.is_wanted()) {
                    Ok(files) => files.iter().take_while(|_| self.is_wanted()).for_each(|file| {
                        self.answer(self.file(file));
                    }),
                    Err(error) => self.answer(Err(unreadable(&error))),
                },
            }
            if !self.is_wanted() {
                return;
            }
        }
    }

    fn is_wanted(&self) -> bool {
        self.newest.load(Ordering::SeqCst) == self.ticket.0
    }

    fn answer(&self, result: Result<Page, Failure>) {
        let result = result.map(Arc::new);
        let _ = self.send.send(Event::Loaded { ticket: self.ticket, result });
    }

    fn file(&self, path: &Path) -> Result<Page, Failure> {
        if path == Path::new("-") && io::stdin().is_terminal() {
            // It brings the keys; two who read it would each get a part.
            let (path, reason) = ("-".to_owned(), "standard input is the keyboard".to_owned());
            return Err(Failure { kind: FailureKind::NotAFile, path, reason });
        }
        if path == Path::new("-") {
            let bytes = read_input(path).map_err(|error| unreadable(&error))?;
            self.again.piped.keep(&bytes);
            return self.page("stdin", "-".to_owned(), &bytes);
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let (name, place) = (scrub(&name), path.to_string_lossy());
        // Reading the rest of a large file takes longer than making a page of its beginning.
        let told = |start: &[u8], length| self.begin(&name, &place, (start, length));
        let bytes = read_input_telling(path, format::BEGINNING, told).map_err(|error| unreadable(&error))?;
        self.whole(&name, place.into_owned(), &bytes)
    }

    /// The corrections that were kept; where they cannot be read that is told, and pages are as recovery made them.
    fn known(&self) -> &Mends {
        self.known.get_or_init(|| {
            let (mends, told) = match self.again.store.read() {
                Ok(contents) => (contents.mends, contents.told),
                Err(failure) => (Mends::default(), Some(failure)),
            };
            if let Some(failure) = told {
                let _ = self.send.send(Event::MendsUnread(failure));
            }
            mends
        })
    }

    fn page(&self, name: &str, path: String, bytes: &[u8]) -> Result<Page, Failure> {
        self.begin(name, &path, (bytes, bytes.len()));
        self.whole(name, path, bytes)
    }

    /// Hands over the beginning of a text of `length` bytes, if it is a long one.
    fn begin(&self, name: &str, path: &str, (start, length): (&[u8], usize)) {
        if let Some((page, percent)) = format::beginning(name, start, length, self.again.encoding) {
            let page = Arc::new(Page { path: path.to_owned(), ..page });
            let _ = self.send.send(Event::Begun { ticket: self.ticket, page, percent });
        }
    }

    fn whole(&self, name: &str, path: String, bytes: &[u8]) -> Result<Page, Failure> {
        let mends = |hash: &str| self.known().of(hash);
        let read = format::page_mended(name, bytes, self.again.encoding, mends).map_err(|error| Failure {
            kind: if error.problem == NotText::Empty { FailureKind::Empty } else { FailureKind::Binary },
            path: scrub(&path).into_owned(),
            reason: error.problem.to_string(),
        });
        let mut page = read?;
        page.path = path;
        Ok(page)
    }
}

/// The kind of a reading error, and the system's words where it has any.
pub(super) fn unreadable(error: &ReadError) -> Failure {
    let (kind, path, reason) = match error {
        ReadError::Missing(path) => (FailureKind::Missing, path, String::new()),
        ReadError::Denied(path) => {
            (FailureKind::Unreadable, path, io::Error::from(io::ErrorKind::PermissionDenied).to_string())
        }
        ReadError::Device(path) => (FailureKind::NotAFile, path, "device or socket".to_owned()),
        ReadError::TooLarge(path) => (FailureKind::TooLarge, path, "> 1 GiB".to_owned()),
        ReadError::EmptyFolder(path) => (FailureKind::EmptyFolder, path, String::new()),
        ReadError::Io(path, error) => (FailureKind::Unreadable, path, error.to_string()),
    };
    let path: &PathBuf = path;
    Failure { kind, path: scrub(&path.to_string_lossy()).into_owned(), reason: scrub(&reason).into_owned() }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::mpsc;

    use super::{Again, Event, FailureKind, Input, Loader, Ticket};
    use crate::text::encoding::Choice;
    use crate::world::again::Piped;
    use crate::world::mends::MendStore;

    /// What a load of one path answers: the page's name, or the kind of failure.
    fn check(path: &str, want: Result<&str, FailureKind>) {
        let (send, receive) = mpsc::channel();
        let store = MendStore::new(PathBuf::from("/no/such/folder"));
        let again = Again { encoding: Choice::Auto, store, piped: Piped::default() };
        Loader::new(send, again).load(Ticket(1), vec![Input::Path(PathBuf::from(path))]).unwrap();
        let answers: Vec<Event> = receive.iter().take(2).collect();
        assert!(matches!(answers[1], Event::LoadDone { ticket: Ticket(1) }), "{path}");
        match &answers[0] {
            Event::Loaded { result: Ok(page), .. } => assert_eq!(Ok(page.name.as_str()), want, "{path}"),
            Event::Loaded { result: Err(failure), .. } => {
                assert_eq!(Err(failure.kind), want, "{path}: {failure}");
            }
            other => panic!("{path}: {other:?}"),
        }
    }

    #[test]
    fn a_long_text_is_answered_with_its_beginning_first_and_then_as_ever() {
        let folder = tempfile::tempdir().unwrap();
        let line = "渡口的灯亮了。\n\n".as_bytes();
        for (encoding, lines, begins) in [("utf-8", 1_000, false), ("gbk", 265_000, true)] {
            let text = line.repeat(lines);
            let bytes = match encoding {
                "gbk" => encoding_rs::GB18030.encode(std::str::from_utf8(&text).unwrap()).0.into_owned(),
                _ => text,
            };
            let path = folder.path().join("long.txt");
            std::fs::write(&path, &bytes).unwrap();
            let (send, receive) = mpsc::channel();
            let store = MendStore::new(folder.path().join("none"));
            let again = Again { encoding: Choice::Auto, store, piped: Piped::default() };
            Loader::new(send, again).load(Ticket(1), vec![Input::Path(path)]).unwrap();
            let mut begun = None;
            let whole = receive.iter().find_map(|event| match event {
                Event::Begun { page, .. } => {
                    begun = Some(page);
                    None
                }
                Event::Loaded { result, .. } => Some(result.unwrap()),
                other => panic!("{other:?}"),
            });
            let whole = whole.unwrap();
            assert_eq!(begun.is_some(), begins, "{encoding}, {lines} lines");
            if let Some(part) = begun {
                assert_eq!((&part.path, part.encoding), (&whole.path, whole.encoding));
                let (part, all) = (part.articles[0].text(), whole.articles[0].text());
                assert!(all.starts_with(part.as_str()) && part.len() < all.len());
            }
            let read = crate::format::read("long.txt", &bytes, Choice::Auto).unwrap().page;
            assert_eq!(read.articles[0].text(), whole.articles[0].text());
            assert_eq!(read.hash, whole.hash);
        }
    }

    #[test]
    fn every_input_is_answered_with_a_page_or_a_kind_of_failure() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path.to_string_lossy().into_owned()
        };
        let hollow = folder.path().join("hollow");
        std::fs::create_dir(&hollow).unwrap();
        check(&path("a.txt", "渡口的灯亮了。".as_bytes()), Ok("a.txt"));
        check(&path("\u{1b}]0;x\u{7}.txt", "灯亮了。".as_bytes()), Ok("]0;x.txt"));
        check(&path("empty.txt", b""), Err(FailureKind::Empty));
        check(&path("binary.txt", &[0, 1, 2, 3, 0, 0, 0, 9]), Err(FailureKind::Binary));
        check("/no/such/file", Err(FailureKind::Missing));
        check("/dev/zero", Err(FailureKind::NotAFile));
        check(&hollow.to_string_lossy(), Err(FailureKind::EmptyFolder));
    }
}
