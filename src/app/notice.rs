//! The line at the bottom that says what happened.
//!
//! Guarantees: it stays until the next key, so nothing has to wake up to clear it. Never: a text; words are data in
//! `config/languages`.

use crate::config::message::Message;

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Something was done.
    Info,
    /// Something could not be done, and nothing is lost.
    Warning,
    /// Something failed that the reader must know.
    Error,
}

/// One line to the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How much it matters.
    pub severity: Severity,
    /// What it says.
    pub message: Message,
}

impl Notice {
    /// Something was done.
    pub const fn info(message: Message) -> Self {
        Self { severity: Severity::Info, message }
    }

    /// Something could not be done.
    pub const fn warning(message: Message) -> Self {
        Self { severity: Severity::Warning, message }
    }

    /// Something failed.
    pub const fn error(message: Message) -> Self {
        Self { severity: Severity::Error, message }
    }
}
