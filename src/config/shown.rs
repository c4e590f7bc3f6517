//! What is shown of a text besides how it is set: marks, script, seams, columns, what steps back.
//!
//! Guarantees: nothing of it changes the text. Never: what a value does; the view does it.

use crate::text::punctuation::Punctuation;
use crate::text::script::Script;

/// What of the text steps back, so that the rest stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// Nothing.
    Off,
    /// All but the paragraph under the cursor.
    Paragraph,
}

impl Focus {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Off => Self::Paragraph,
            Self::Paragraph => Self::Off,
        }
    }
}

/// Which places are shown where two pieces of a paragraph were joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seams {
    /// None.
    Off,
    /// Where it is doubtful that they belong together.
    Doubtful,
    /// All.
    All,
}

impl Seams {
    /// The next choice; after the last the first.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Off => Self::Doubtful,
            Self::Doubtful => Self::All,
            Self::All => Self::Off,
        }
    }
}

/// What is shown of a text, and how, besides how it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// How marks between Chinese words are shown.
    pub punctuation: Punctuation,
    /// The script of Chinese characters.
    pub script: Script,
    /// Which seams are marked.
    pub seams: Seams,
    /// Most columns of text beside each other, 1 to 3.
    pub columns: u16,
    /// What steps back.
    pub focus: Focus,
    /// Whether the status line shows keys.
    pub hints: bool,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            punctuation: Punctuation::Full,
            script: Script::AsIs,
            seams: Seams::Doubtful,
            columns: 1,
            focus: Focus::Off,
            hints: true,
        }
    }
}
