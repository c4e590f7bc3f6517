//! What the settings say about marking and copying: colours, the source line, the clipboard.
//!
//! Guarantees: a bookmark whose colour is named nowhere is shown in the first. Never: what a colour looks like; themes
//! have that.

use super::citation::Citation;

/// How many colours there are.
pub const COLOURS: usize = 5;

/// Which way to the clipboard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clipboard {
    /// A helper program where there is one and the screen is this machine's; else the terminal.
    #[default]
    Auto,
    /// The terminal, by OSC 52.
    Osc52,
    /// A helper program.
    Command,
    /// None.
    Off,
}

/// Marking and copying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marking {
    /// The names of the five colours.
    pub colours: Vec<String>,
    /// The source line.
    pub citation: Citation,
    /// Which way to the clipboard.
    pub clipboard: Clipboard,
}

impl Default for Marking {
    fn default() -> Self {
        let colours = ["yellow", "green", "blue", "violet", "red"].map(str::to_owned).to_vec();
        let template = "——《{paper}》{date} 第{page}版《{title}》第{paragraph}段";
        let citation = Citation::parse(template).unwrap_or_default();
        Self { colours, citation, clipboard: Clipboard::Auto }
    }
}

impl Marking {
    /// The number of the colour with this name, from 0.
    pub fn colour(&self, name: &str) -> usize {
        self.colours.iter().position(|known| known == name).unwrap_or(0)
    }

    /// The name of the colour with this number.
    pub fn name(&self, number: usize) -> Option<&str> {
        self.colours.get(number).map(String::as_str)
    }

    /// The number of the next colour; after the last the first.
    pub const fn next(&self, number: usize) -> usize {
        (number + 1) % COLOURS
    }
}
