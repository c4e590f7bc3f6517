//! What lies over the screen: prompts, the note box, help, bookmarks, information.
//!
//! Guarantees: the overlay on top has the keyboard; closing one uncovers the one below as it was. Never: a box that
//! is found by its type; the enum is closed, so a new overlay is asked for everywhere.

use std::collections::BTreeSet;

use super::field::{Field, Rows};
use super::hunting::Hunt;
use crate::article::Span;
use crate::bookmark::Bookmark;
use crate::config::keymap::Scope;
use crate::config::message::Message;
use crate::layout::{Measure, Row, rows};
use crate::search::Mistake;
use crate::text::width::Widths;

/// What lies over the screen.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// One row of input at the bottom.
    Prompt(Box<Prompt>),
    /// A note being written.
    Note(Box<NoteBox>),
    /// Keys and commands.
    Help(Help),
    /// All bookmarks.
    Marks(MarkList),
    /// What a search through all there is found; its prompt lies over it.
    Hunt(Box<Hunt>),
    /// Lines to be read and closed.
    Info(Info),
}

impl Overlay {
    /// The scope of its keys.
    pub const fn scope(&self) -> Scope {
        match self {
            Self::Prompt(_) => Scope::Prompt,
            Self::Note(_) => Scope::Note,
            Self::Help(_) => Scope::Help,
            Self::Hunt(_) | Self::Info(_) => Scope::Box,
            Self::Marks(_) => Scope::Bookmarks,
        }
    }

    /// Whether it is there only as long as a note is in the reader's editor.
    pub fn is_for_editor(&self) -> bool {
        matches!(self, Self::Note(note) if note.opened == Opened::ForEditor)
    }

    /// The field that text goes to, if it has one.
    pub const fn field(&mut self) -> Option<&mut Field> {
        match self {
            Self::Prompt(prompt) => Some(&mut prompt.field),
            Self::Note(note) => Some(&mut note.field),
            Self::Help(_) | Self::Marks(_) | Self::Hunt(_) | Self::Info(_) => None,
        }
    }
}

/// What a prompt is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Search in the article.
    Search,
    /// Search all there is.
    Everything,
    /// Filter the list of articles.
    ListFilter,
    /// A command by its name.
    Command,
    /// Filter the help.
    HelpFilter,
    /// Filter the bookmarks.
    MarkFilter,
}

impl Purpose {
    /// The character before the input.
    pub const fn sign(self) -> char {
        match self {
            Self::Search | Self::Everything | Self::HelpFilter | Self::MarkFilter => '/',
            Self::ListFilter => '&',
            Self::Command => ':',
        }
    }
}

/// One row of input.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    /// What is typed.
    pub field: Field,
    /// What stood there before: restored when it is cancelled.
    pub before: String,
    /// How far back in the history the reader has gone.
    pub past: usize,
    /// What was typed before going back in the history.
    pub draft: String,
    /// The article that was selected when it was opened: selected again when it is cancelled.
    pub selected: Option<usize>,
    /// What `complete` goes through, and where it is.
    pub candidates: Vec<String>,
    /// The candidate taken last.
    pub candidate: Option<usize>,
    /// What is wrong with what is typed.
    pub mistake: Option<Mistake>,
}

impl Prompt {
    /// A prompt that holds `text`.
    pub fn new(purpose: Purpose, text: &str) -> Self {
        let field = Field::new(Rows::One, text);
        Self {
            purpose,
            field,
            before: text.to_owned(),
            past: 0,
            draft: String::new(),
            selected: None,
            candidates: Vec::new(),
            candidate: None,
            mistake: None,
        }
    }
}

/// A note being written.
#[derive(Clone, Debug)]
pub struct NoteBox {
    /// The bookmark it belongs to, as it was: should it be gone meanwhile, the note brings it back.
    pub bookmark: Bookmark,
    /// What it is about: the quotation, fit for one row.
    pub quote: String,
    /// The note.
    pub field: Field,
    /// What it was opened for.
    pub opened: Opened,
}

/// What a note's box is open for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opened {
    /// To be written in.
    #[default]
    ToWrite,
    /// To hold the note while it is in the reader's editor, and no longer.
    ForEditor,
}

/// A row of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpRow {
    /// Nothing, between two scopes.
    Blank,
    /// Where the commands below apply.
    Scope(String),
    /// A command.
    Command {
        /// Its keys, apart by spaces.
        keys: String,
        /// Its name for the command line.
        name: &'static str,
        /// What it does.
        doc: String,
    },
}

/// Keys and commands.
#[derive(Clone, Debug, Default)]
pub struct Help {
    /// What is shown.
    pub rows: Vec<HelpRow>,
    /// The first row on the screen.
    pub top: usize,
    /// What is filtered by.
    pub filter: String,
}

/// Screen rows of a bookmark in their list: quotation, where it is from, and a blank.
pub const MARK_ROWS: usize = 3;

/// Which bookmarks are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// All.
    #[default]
    All,
    /// Those in the open article.
    Article,
    /// Those on its page.
    Page,
    /// Those whose place is not sure.
    Doubtful,
}

impl Which {
    /// The next choice; after the last the first.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::All => Self::Article,
            Self::Article => Self::Page,
            Self::Page => Self::Doubtful,
            Self::Doubtful => Self::All,
        }
    }
}

/// In which order bookmarks are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkOrder {
    /// The newest first.
    #[default]
    Newest,
    /// The one changed last first.
    Changed,
    /// As they stand, page by page.
    Place,
}

impl MarkOrder {
    /// The next order; after the last the first.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Newest => Self::Changed,
            Self::Changed => Self::Place,
            Self::Place => Self::Newest,
        }
    }
}

/// The bookmarks.
#[derive(Clone, Debug, Default)]
pub struct MarkList {
    /// The ids of those shown, in order.
    pub ids: Vec<String>,
    /// Which are asked for.
    pub which: Which,
    /// In which order.
    pub order: MarkOrder,
    /// Those that a command is to be done to together.
    pub chosen: BTreeSet<String>,
    /// Which is selected.
    pub selected: usize,
    /// The first one on the screen.
    pub top: usize,
    /// What is filtered by.
    pub filter: String,
}

/// Cells of a box with lines to be read, and of its margins.
pub const INFO_CELLS: u16 = 84;
const INFO_MARGINS: u16 = 4;

/// Lines to be read.
#[derive(Clone, Debug)]
pub struct Info {
    /// The title.
    pub title: Message,
    /// The lines, each fit for the screen but of any length.
    pub lines: Vec<String>,
    /// The first row on the screen.
    pub top: usize,
}

impl Info {
    /// Its rows on a screen of so many cells, each with the cells before it: what a label names stays behind the label.
    pub fn rows(&self, screen: u16, widths: Widths) -> Vec<(usize, &str)> {
        let cells = usize::from(INFO_CELLS.min(screen).saturating_sub(INFO_MARGINS)).max(2);
        self.lines.iter().flat_map(|line| hung(line, cells, widths)).collect()
    }
}

/// A line in rows of at most `cells`, all but the first below what its label names.
fn hung(line: &str, cells: usize, widths: Widths) -> Vec<(usize, &str)> {
    let (label, _) = line.split_at_checked(named_at(line)).unwrap_or_default();
    let hang = Some(widths.text(label)).filter(|hang| hang * 2 <= cells).unwrap_or(0);
    let from = if hang == 0 { 0 } else { label.len() };
    let measure = Measure { cells: cells - hang, widths, ..Measure::default() };
    let rows = rows(line.get(from..).unwrap_or_default(), 0, measure);
    let row = |(index, row): (usize, &Row)| {
        let start = if index == 0 { 0 } else { from + row.start };
        let words = Span::new(start, from + row.end).of(line).trim_end();
        (if index == 0 { 0 } else { hang }, words)
    };
    rows.iter().enumerate().map(row).collect()
}

/// Where that begins in a line what its label names: behind the first gap of two spaces or more. 0 where nothing is.
fn named_at(line: &str) -> usize {
    let gap = line.find("  ").filter(|&at| at > 0);
    let rest = gap.and_then(|at| line.get(at..)).map(str::trim_start);
    rest.map_or(0, |rest| line.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::{Widths, hung};

    #[test]
    fn what_a_label_names_goes_on_behind_the_label() {
        for (line, cells, set) in [
            ("版面   东江晚报", 20, "版面   东江晚报"),
            ("版面   一二三四五六七八", 17, "版面   一二三四五\n       六七八"),
            ("Page   one two three", 15, "Page   one two\n       three"),
            ("一二三四五六七八", 10, "一二三四五\n六七八"),
            ("  a = 1  # one two", 12, "  a = 1  #\none two"),
            ("a label that is long   what it names", 30, "a label that is long   what it\nnames"),
            ("", 10, ""),
        ] {
            let rows = hung(line, cells, Widths::default());
            let rows: Vec<String> = rows.iter().map(|(before, row)| " ".repeat(*before) + row).collect();
            assert_eq!(rows.join("\n"), set, "{line}");
        }
    }
}
