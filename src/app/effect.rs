//! What we ask of the world, as data.
//!
//! Guarantees: each effect is answered by an event or needs no answer. Never: performed here.

use std::path::PathBuf;
use std::sync::Arc;

use super::anchoring::AnchorJob;
use crate::article::Page;
use crate::bookmark::Change;
use crate::config::marking::Clipboard;
use crate::layout::CountJob;
use crate::library::Places;
use crate::mend;
use crate::search::{FilterJob, FindJob, Known, Rules};

/// Numbers requests of one kind; the newest wins and answers to older ones are dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Something to be done outside.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Read these inputs and answer with one `Loaded` each, then `LoadDone`.
    Load {
        /// Comes back with every answer.
        ticket: Ticket,
        /// What to read, in this order.
        inputs: Vec<Input>,
    },
    /// Read the bookmark file.
    ReadBookmarks,
    /// Put this change on the disk; the serial number comes back in [`super::event::StoreReport::saved`].
    SaveBookmark {
        /// Which change this is.
        serial: u64,
        /// The change.
        change: Change,
    },
    /// Keep the note that is being written for the case of a crash, as a change that would write it; nothing where
    /// none is written any more.
    Draft(Option<Change>),
    /// Let the reader write a note in a program of their own and answer with `Edited`; the terminal is lent to it.
    Edit {
        /// The program and its first arguments.
        command: Vec<String>,
        /// The note.
        text: String,
    },
    /// Read the read state.
    ReadPlaces,
    /// Put the read state on the disk; newest wins.
    SavePlaces(Places),
    /// Keep a correction, read its page again, and answer with `Mended`.
    Mend {
        /// Comes back with the answer.
        ticket: Ticket,
        /// What to do.
        mending: Box<Mending>,
    },
    /// Read an open page's dump again and answer with `Dump`.
    ReadDump {
        /// Comes back with the answer.
        ticket: Ticket,
        /// The page.
        source: Source,
    },
    /// Search an article too long to search while drawing.
    Find {
        /// Comes back with the answer.
        ticket: Ticket,
        /// What to search.
        job: FindJob,
    },
    /// Filter a list too long to filter while drawing.
    Filter {
        /// Comes back with the answer.
        ticket: Ticket,
        /// What to filter.
        job: FilterJob,
    },
    /// Look for bookmarks of older texts and answer with `Anchored`.
    Anchor {
        /// Comes back with the answer.
        ticket: Ticket,
        /// What to look for, and where.
        job: AnchorJob,
    },
    /// Search all there is and answer with `Hunted`, until it is done.
    Hunt {
        /// Comes back with every answer.
        ticket: Ticket,
        /// What to search.
        job: HuntJob,
    },
    /// Nobody waits for a search through all there is any more.
    StopHunt,
    /// Bring the index of the library up to date, when there is time, and answer with `Indexing` where something comes of it.
    Index {
        /// The folders and files of the library, as the settings write them.
        places: Vec<String>,
    },
    /// Count the rows of an article too long to be counted while drawing.
    Count {
        /// Comes back with the answer.
        ticket: Ticket,
        /// What to count.
        job: CountJob,
    },
    /// Nobody waits for a count any more.
    StopCount,
    /// Put this on the clipboard by a helper program and answer with `Copied`.
    Copy {
        /// The text.
        text: Arc<str>,
        /// Which way.
        by: Clipboard,
    },
    /// Something the screen's owner does.
    Screen(Screen),
}

/// A search through all there is.
#[derive(Clone, Debug)]
pub struct HuntJob {
    /// What is looked for, as it was typed.
    pub typed: String,
    /// What counts as the same.
    pub rules: Rules,
    /// What is open, as it was opened.
    pub pages: Vec<Arc<Page>>,
    /// What the reader did with articles, where that is asked.
    pub known: Known,
}

/// What the owner of the screen does for us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Give the terminal back and stop the process until it is continued.
    Suspend,
    /// Paint every cell anew.
    Repaint,
    /// Ask the terminal again how it draws and what it can do.
    Ask,
    /// Take the terminal back after a stop that was not ours, ask it again, and paint every cell.
    Retake,
    /// Give the terminal to another program.
    Lend,
    /// Take the terminal back from it, and paint every cell.
    TakeBack,
    /// Listen to the mouse.
    MouseOn,
    /// Leave the mouse to the terminal.
    MouseOff,
    /// Have the terminal put this on the clipboard.
    Copy(Arc<str>),
}

/// A change to the corrections of an open page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mending {
    /// The page.
    pub source: Source,
    /// The change.
    pub change: mend::Change,
}

/// Where an open page came from, to be read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What to read; its name is the page's path.
    pub input: Input,
    /// What the reader calls the page.
    pub name: String,
    /// The hash of its dump; another one is not what is open.
    pub hash: String,
}

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder; a folder is read with all files of known formats below it, in order of their paths.
    Path(PathBuf),
    /// Text that was handed in: standard input, or the embedded sample.
    Text {
        /// What the reader calls it.
        name: String,
        /// Its bytes.
        bytes: Arc<[u8]>,
    },
}

impl Input {
    /// What names it: its path or the name it was given.
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => path.to_string_lossy().into_owned(),
            Self::Text { name, .. } => name.clone(),
        }
    }
}
