//! Everything the reader can do, each as one function and one row beside it in a topic file.
//!
//! Guarantees: names are unique; help, completion, key hints, README and tests derive from these rows. Never: a key;
//! keys exist only in `config/keymap.toml`.

mod article;
mod copy;
mod general;
mod mark;
mod marks;
mod mend;
mod motion;
mod prompt;
mod search;
mod select;
mod show;

use super::App;
use super::effect::Effect;
use super::notice::Notice;
use crate::config::keymap::CommandId;

pub(super) use prompt::candidates;
pub(super) use search::{filter_list, follow_prompt, found, look_again, look_at};

/// How a command was called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// The number typed before its keys.
    pub count: Option<usize>,
    /// What followed its name on the command line.
    pub argument: Option<String>,
}

impl Call {
    /// How often to do it: the number typed, or once.
    pub fn times(&self) -> usize {
        self.count.unwrap_or(1).max(1)
    }
}

impl Command {
    /// The key of its description in the languages.
    pub fn doc(&self) -> String {
        format!("command.{}", self.name)
    }

    /// The key of its short description, for the bottom row.
    pub fn hint(&self) -> String {
        format!("hint.{}", self.name)
    }
}

/// What a command asks of the world, or why it did nothing.
pub type Outcome = Result<Vec<Effect>, Notice>;

/// A command.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Its name: in the keymap, on the command line, and as `command.NAME` in the languages.
    pub name: &'static str,
    /// Does it.
    pub run: fn(&mut App, &Call) -> Outcome,
}

/// All commands, topic by topic.
const TOPICS: [&[Command]; 11] = [
    motion::COMMANDS,
    article::COMMANDS,
    search::COMMANDS,
    select::COMMANDS,
    mark::COMMANDS,
    marks::COMMANDS,
    copy::COMMANDS,
    mend::COMMANDS,
    prompt::COMMANDS,
    show::COMMANDS,
    general::COMMANDS,
];

/// All commands.
pub fn all() -> impl Iterator<Item = &'static Command> {
    TOPICS.iter().flat_map(|topic| topic.iter())
}

/// Whether a command asks for bookmarks, and so cannot be done before they are read.
pub fn asks_bookmarks(command: &Command) -> bool {
    let topics = [mark::COMMANDS, marks::COMMANDS];
    topics.iter().any(|topic| topic.iter().any(|known| known.name == command.name))
}

/// The id of a command's name.
pub fn resolve(name: &str) -> Option<CommandId> {
    all().position(|command| command.name == name).and_then(|index| u16::try_from(index).ok()).map(CommandId)
}

/// The command of a name.
pub fn named(name: &str) -> Option<&'static Command> {
    all().find(|command| command.name == name)
}

/// The command of an id.
pub fn get(id: CommandId) -> Option<&'static Command> {
    all().nth(usize::from(id.0))
}
