//! How rows are made: their measure and the devices of the printer.
//!
//! Guarantees: rows are a pure function of a text and these values. Never: a setting's name; `app` translates.

use super::breaks::Level;
use crate::text::width::Widths;

/// Cells beyond the measure in which a hanging mark may stand.
pub const HANG: usize = 2;

/// Cells between two stops of a tabulator.
pub(super) const TAB: usize = 4;

/// How wide rows may be and by which rules they break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Cells of a full row; at least 2 are assumed.
    pub cells: usize,
    /// Cells that the first row is indented by.
    pub indent: usize,
    /// Cells that the other rows are indented by.
    pub rest: usize,
    /// How strictly rows obey the prohibitions.
    pub level: Level,
    /// How wide characters are.
    pub widths: Widths,
    /// Which devices are used.
    pub options: Options,
}

impl Default for Measure {
    /// Forty 字 without an indent, at the strict level, ambiguous characters in one cell.
    fn default() -> Self {
        Self {
            cells: 80,
            indent: 0,
            rest: 0,
            level: Level::Strict,
            widths: Widths::default(),
            options: Options::default(),
        }
    }
}

/// The devices of the printer that may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a device of its own, and a setting")]
pub struct Options {
    /// A number and its measure word stay together: `2024年`.
    pub keep_measure_words: bool,
    /// One pause mark may stand in [`HANG`] cells beyond the measure (标点悬挂).
    pub hang: bool,
    /// Where one cell is left, a full-width mark that ends the row is drawn in it (GB/T 15834-2011 5.1.10).
    pub squeeze: bool,
    /// An empty cell parts Han from Latin letters and digits inside a row.
    pub gap: bool,
    /// The last row of a text is never one Han, or one with its mark, if the row before can spare another.
    pub orphans: bool,
    /// Rows are filled to the measure where there is room by nature: behind marks, beside Latin words.
    pub flush: bool,
    /// Blanks that begin a text are not shown: they are the source's own indent.
    pub strip: bool,
    /// An opening mark that begins a text stands in the indent, so that its words begin where those of others do (CLREQ
    /// «First-line indents»; CSS Text 4, `hanging-punctuation: first`).
    pub hang_first: bool,
}

impl Options {
    /// None of them: a text as it is.
    pub const NONE: Self = Self {
        keep_measure_words: false,
        hang: false,
        squeeze: false,
        gap: false,
        orphans: false,
        flush: false,
        strip: false,
        hang_first: false,
    };
}

impl Default for Options {
    /// Those that cost nothing and that nobody sees.
    fn default() -> Self {
        Self { keep_measure_words: true, orphans: true, ..Self::NONE }
    }
}

/// How a row ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tail {
    /// Inside the measure.
    #[default]
    Plain,
    /// With a mark beyond the measure.
    Hung,
    /// With a mark drawn in half its cells.
    Squeezed,
}

/// A laid-out row: a range of bytes, and where its cells are; `placed` walks them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// First byte.
    pub start: usize,
    /// One past the last byte; the next row starts here.
    pub end: usize,
    /// Empty cells before the first character.
    pub indent: u16,
    /// Cells from the first character to the last, both included; spaces at the end are not counted, nor is `fill`.
    pub width: u16,
    /// Cells that are added inside the row, one at a place, to make it as wide as the measure.
    pub fill: u16,
    /// How it ends.
    pub tail: Tail,
}
