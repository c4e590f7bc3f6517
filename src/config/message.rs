//! What is to be said, before it is known in which language.
//!
//! Guarantees: a message is a key and its arguments, so state and tests hold no language. Never: words.

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
