//! Everything that can happen to us, from a key to the answer of an effect.
//!
//! Guarantees: a value that can be made up in a test. Never: a handle, a lock, a reference into the world.

use std::collections::HashMap;
use std::sync::Arc;

use super::effect::Ticket;
use super::marks::Stray;
use crate::article::{Article, Page};
use crate::bookmark::{Collection, News};
use crate::config::key::Key;
use crate::layout::Heights;
use crate::library::{Hit, Places};
use crate::search::{Candidate, Filtered, Hits};
use crate::text::width::Ambiguous;

/// Everything that can happen to us.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, or committed by an input method that delivers it as a paste.
    Paste(String),
    /// The mouse.
    Mouse(Mouse),
    /// The terminal has this size now, in cells.
    Resize(Size),
    /// The terminal told us about itself.
    Terminal(TerminalReport),
    /// The system asked something of the process.
    Signal(Signal),
    /// The beginning of a long source, which is shown until the whole is there.
    Begun {
        /// Which load this belongs to.
        ticket: Ticket,
        /// The page in it.
        page: Arc<Page>,
        /// How much of the source that is, in percent.
        percent: u8,
    },
    /// One source was read; it holds these pages, or could not be read.
    Loaded {
        /// Which load this answers; an answer to an older one is dropped.
        ticket: Ticket,
        /// The page, or why there is none.
        result: Result<Arc<Page>, Failure>,
    },
    /// All sources of a load were read.
    LoadDone {
        /// Which load.
        ticket: Ticket,
    },
    /// The bookmark file was read or written; this is what it holds now.
    Bookmarks(Result<StoreReport<News>, Failure>),
    /// The read state was read, or could not be.
    Places(Result<Places, Failure>),
    /// A correction was kept, or could not be.
    Mended {
        /// Which.
        ticket: Ticket,
        /// The page with all its corrections made, or why nothing was changed.
        result: Result<Arc<Page>, Failure>,
    },
    /// A dump was read again.
    Dump {
        /// For whom.
        ticket: Ticket,
        /// Its lines as an article, or why they are not there.
        result: Result<Arc<Article>, Failure>,
    },
    /// The file of corrections could not be read, or not all of it.
    MendsUnread(Failure),
    /// A search in an article ended.
    Found {
        /// Which search.
        ticket: Ticket,
        /// Its hits.
        hits: Hits,
    },
    /// A filter over the list ended.
    Filtered {
        /// Which filter.
        ticket: Ticket,
        /// What passes.
        rows: Filtered,
    },
    /// Bookmarks of older texts were looked for.
    Anchored {
        /// Which search.
        ticket: Ticket,
        /// Where they are, by their ids.
        found: HashMap<String, Stray>,
    },
    /// A search through all there is came further.
    Hunted {
        /// Which search.
        ticket: Ticket,
        /// What it says.
        told: Hunted,
    },
    /// The index of the library is brought up to date.
    Indexing(Indexing),
    /// The rows of an article were counted.
    Counted {
        /// Which count.
        ticket: Ticket,
        /// What it gave.
        heights: Heights,
    },
    /// A helper program was asked to put a text on the clipboard.
    Copied {
        /// The text.
        text: Arc<str>,
        /// The program that took it; nothing where none did.
        by: Option<String>,
    },
    /// The program in which a note was written has ended: the note, or why it is what it was.
    Edited(Result<String, Failure>),
    /// Something went wrong inside a worker; the reason, fit for one row.
    Broken(String),
}

/// What a search through many articles says on its way.
#[derive(Clone, Debug)]
pub enum Hunted {
    /// An article that answers, in its place in the order.
    Hit(Box<Hit>),
    /// What a query in pinyin may mean, as far as it is known; in place of those told before.
    Candidates(Vec<Candidate>),
    /// Something that could not be read: what, why and what to do, for one row.
    Failed(String),
    /// How far it came.
    Progress(Progress),
}

/// How far a search through many articles came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles that answer, so far.
    pub articles: usize,
    /// Pages looked at.
    pub looked: usize,
    /// Pages to look at.
    pub all: usize,
    /// Whether that was all.
    pub done: bool,
}

/// How the index of the library comes along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Indexing {
    /// So much of it, in percent.
    Part(u8),
    /// It is up to date.
    Done(Indexed),
    /// It could not be written.
    Failed(Failure),
}

/// What was done for the index of the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexed {
    /// Articles that were taken in.
    pub articles: usize,
    /// Files that are gone.
    pub gone: usize,
    /// Files that could not be taken.
    pub skipped: usize,
    /// A place that could not be reached, the first of them.
    pub away: Option<Failure>,
}

/// What the bookmark store says after reading or writing: of all bookmarks, or, to the screen, of what is new.
#[derive(Clone, Debug, Default)]
pub struct StoreReport<Held = Collection> {
    /// The bookmarks on the disk, other copies' included.
    pub collection: Held,
    /// The serial numbers of the changes that are safely on the disk with this report.
    pub saved: Vec<u64>,
    /// Lines that could not be read; they stand in the file named, moved aside.
    pub broken: Option<(usize, String)>,
    /// How many conflict copies were merged into the file, and the folder that they stand in since.
    pub merged: Option<(usize, String)>,
    /// How many notes are there again that were being written when a copy of the program was killed.
    pub rescued: usize,
}

impl StoreReport {
    /// The same for one who is to hold the bookmarks, as `news` says what they are.
    pub fn telling(self, news: impl FnOnce(Collection) -> News) -> StoreReport<News> {
        let Self { collection, saved, broken, merged, rescued } = self;
        StoreReport { collection: news(collection), saved, broken, merged, rescued }
    }

    /// The same for one who holds nothing yet.
    pub fn whole(self) -> StoreReport<News> {
        self.telling(News::All)
    }
}

/// Why an effect failed: what, where, and the system's words. The next step is added where it is shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct Failure {
    /// The kind, which picks the message.
    pub kind: FailureKind,
    /// The file or folder concerned, fit for one row.
    pub path: String,
    /// The cause, fit for one row.
    pub reason: String,
}

/// Kinds of failure that have a message of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// There is no such file.
    Missing,
    /// It may not be read.
    Unreadable,
    /// It holds no text.
    Empty,
    /// It is not text.
    Binary,
    /// It is larger than we read.
    TooLarge,
    /// It is a device or socket, not a file.
    NotAFile,
    /// It is a folder with nothing to read in it.
    EmptyFolder,
    /// It could not be written.
    Unwritable,
    /// Another copy of the program holds the lock.
    Locked,
    /// It is not what it was when it was opened.
    Changed,
    /// It can be read only once: standard input, a pipe.
    Once,
    /// It is a program that could not be run to its end.
    Program,
    /// It is a file with a note that could not be taken, and stays.
    NotTaken,
}

/// The terminal's size in cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// What the terminal told us about itself, in answer to the start-up questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalReport {
    /// The background's colour: red, green, blue.
    Background(u8, u8, u8),
    /// How wide it drew an ambiguous character.
    Ambiguous(Ambiguous),
    /// It has answered everything it is going to answer.
    Done,
    /// There is no shell behind it that could continue us after a stop.
    Unstoppable,
}

/// A mouse event at a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What happened.
    pub kind: MouseKind,
    /// Column, from 0.
    pub column: u16,
    /// Row, from 0.
    pub row: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// Left button down.
    Press,
    /// Moved with the left button down.
    Drag,
    /// Left button up.
    Release,
    /// Wheel towards the reader's feet.
    WheelDown,
    /// Wheel away.
    WheelUp,
}

/// What the system asked of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// End now: SIGTERM, SIGHUP, SIGINT, or the terminal is gone. The number is the signal's.
    Terminate(i32),
    /// Stop (SIGTSTP): restore the terminal, sleep, and take it back when continued.
    Stop,
    /// Continued after a stop that we did not arrange (SIGSTOP): take the terminal back.
    Continue,
}
