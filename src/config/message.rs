//! What is to be said, before it is known in which language.
//!
//! Guarantees: a message is a key and its arguments, so state and tests hold no language. Never: words.

use crate::search::{Mistake, Wrong};

/// A key of the language files and what fills its `{0}`, `{1}`…
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// `section.name`, such as `notice.no-match`.
    pub key: &'static str,
    /// The arguments, in the order of their numbers.
    pub args: Vec<String>,
}

impl Message {
    /// A message without arguments.
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new() }
    }

    /// The same with one more argument.
    #[must_use]
    pub fn arg(mut self, value: impl std::fmt::Display) -> Self {
        self.args.push(value.to_string());
        self
    }
}

/// What is wrong with a query.
impl From<&Mistake> for Message {
    fn from(mistake: &Mistake) -> Self {
        match &mistake.what {
            Wrong::Field(name) => Self::new("notice.query-field").arg(name),
            Wrong::Date(typed) => Self::new("notice.query-date").arg(typed),
            Wrong::State(typed) => Self::new("notice.query-state").arg(typed),
            Wrong::Pattern(why) => Self::new("notice.query-pattern").arg(why),
            Wrong::Long => Self::new("notice.query-long"),
        }
    }
}
