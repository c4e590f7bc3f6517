//! The settings: every option with its type, range and default.
//!
//! Guarantees: the embedded `config/settings.toml` is the reference, and a test holds it and [`Settings`] together in
//! both directions; a wrong line leaves its default in place. Never: what a setting does.

use std::ops::Range;

use super::citation::{Citation, PARTS};
use super::library::{Indexer, Library, places};
use super::marking::{COLOURS, Clipboard, Marking};
use super::problem::Problem;
pub use super::shown::{Focus, Seams, Shown};
use super::similar::similar;
use super::source::{Source, Value, in_order};
use crate::layout::Level;
use crate::search::{Fuzzy, Gaps, Marks, Rules, SCHEMES};
use crate::text::hazard::scrub;
use crate::text::punctuation::Punctuation;
use crate::text::script::Script;

/// The commented defaults, as `baolan config print` shows them.
pub const DEFAULTS: &str = include_str!("../../config/settings.toml");

/// Language of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LanguageChoice {
    /// By the locale.
    Auto,
    /// English.
    English,
    /// Chinese, simplified.
    Chinese,
}

/// Theme, or how to find one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThemeChoice {
    /// By the terminal's background.
    Auto,
    /// The light one.
    Light,
    /// The dark one.
    Dark,
    /// One by name.
    Named(String),
}

/// The levels of strictness by their names.
pub const LEVELS: [(&str, Level); 4] =
    [("none", Level::None), ("basic", Level::Basic), ("gb", Level::Gb), ("strict", Level::Strict)];

/// How wide the terminal draws characters of East Asian width class A.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmbiguousChoice {
    /// Ask the terminal at start.
    Auto,
    /// One cell.
    Narrow,
    /// Two cells.
    Wide,
}

/// The rules and devices of the printer, each an option of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a line of the settings")]
pub struct Devices {
    /// Prohibitions at row starts and ends.
    pub level: Level,
    /// Whether a number and its measure word stay in one row.
    pub keep_measure_words: bool,
    /// Whether a pause mark may hang out of its row.
    pub hang: bool,
    /// Whether an opening mark that begins a paragraph stands in its indent.
    pub hang_first: bool,
    /// Whether a mark may be drawn in half its width at a row's end.
    pub squeeze: bool,
    /// Whether an empty cell parts Chinese from Latin letters and digits.
    pub gap: bool,
    /// Whether a last row of one character is given another one.
    pub orphans: bool,
    /// Whether rows are filled to one length where there is room by nature.
    pub flush: bool,
}

impl Default for Devices {
    fn default() -> Self {
        Self {
            level: Level::Strict,
            keep_measure_words: true,
            hang: false,
            hang_first: false,
            squeeze: false,
            gap: false,
            orphans: true,
            flush: false,
        }
    }
}

/// Every option. Rows and cells are the terminal's; 字 is one ideograph, two cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Language of the interface.
    pub language: LanguageChoice,
    /// Colours.
    pub theme: ThemeChoice,
    /// Longest row of text, in 字, 20 to 60.
    pub measure: u16,
    /// Indent of a paragraph's first row, in 字, 0 to 4.
    pub indent: u16,
    /// Empty rows between paragraphs, 0 to 2.
    pub paragraph_gap: u16,
    /// The rules and devices of the printer.
    pub devices: Devices,
    /// What else is shown of a text, and how.
    pub shown: Shown,
    /// What a search takes for the same.
    pub search: Rules,
    /// Marking and copying.
    pub marking: Marking,
    /// Width of ambiguous characters.
    pub ambiguous: AmbiguousChoice,
    /// Width of the list, in percent of the screen, 20 to 60.
    pub list_width: u16,
    /// Whether the mouse is listened to; if not, the terminal selects text with it.
    pub mouse: bool,
    /// How a pane moves over its rows.
    pub scrolling: Scrolling,
    /// The library.
    pub library: Library,
}

/// How a pane moves over its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scrolling {
    /// Rows kept between the cursor and the edge of its pane, 0 to 10.
    pub margin: u16,
    /// Rows of the last page that stay on screen when paging, 0 to 10.
    pub overlap: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: LanguageChoice::Auto,
            theme: ThemeChoice::Auto,
            measure: 36,
            indent: 2,
            paragraph_gap: 0,
            devices: Devices::default(),
            shown: Shown::default(),
            search: Rules::default(),
            marking: Marking::default(),
            ambiguous: AmbiguousChoice::Auto,
            list_width: 34,
            mouse: true,
            scrolling: Scrolling { margin: 1, overlap: 1 },
            library: Library::default(),
        }
    }
}

/// Why a value was not taken, and the way out.
#[derive(Default)]
pub(super) struct Refusal {
    pub(super) what: String,
    pub(super) hint: String,
    /// Where in the file, where it is a part of the value.
    pub(super) at: Option<Range<usize>>,
}

pub(super) type Outcome = Result<(), Refusal>;
type Put = fn(&mut Settings, &Value) -> Outcome;

/// Each option and how its value is taken.
const OPTIONS: &[(&str, Put)] = &[
    ("language", |s, v| {
        use LanguageChoice::{Auto, Chinese, English};
        choice(&mut s.language, v, &[("auto", Auto), ("en", English), ("zh", Chinese)])
    }),
    ("theme", |s, v| theme(&mut s.theme, v)),
    ("measure", |s, v| number(&mut s.measure, v, 20..=60)),
    ("indent", |s, v| number(&mut s.indent, v, 0..=4)),
    ("paragraph_gap", |s, v| number(&mut s.paragraph_gap, v, 0..=2)),
    ("level", |s, v| choice(&mut s.devices.level, v, &LEVELS)),
    ("punctuation", |s, v| {
        use Punctuation::{AsIs, Full};
        choice(&mut s.shown.punctuation, v, &[("full", Full), ("as-is", AsIs)])
    }),
    ("keep_measure_words", |s, v| truth(&mut s.devices.keep_measure_words, v)),
    ("orphans", |s, v| truth(&mut s.devices.orphans, v)),
    ("hang", |s, v| truth(&mut s.devices.hang, v)),
    ("hang_first", |s, v| truth(&mut s.devices.hang_first, v)),
    ("squeeze", |s, v| truth(&mut s.devices.squeeze, v)),
    ("gap", |s, v| truth(&mut s.devices.gap, v)),
    ("flush", |s, v| truth(&mut s.devices.flush, v)),
    ("script", |s, v| {
        use Script::{AsIs, Simplified, Traditional};
        let scripts = [("as-is", AsIs), ("simplified", Simplified), ("traditional", Traditional)];
        choice(&mut s.shown.script, v, &scripts)
    }),
    ("seams", |s, v| {
        use Seams::{All, Doubtful, Off};
        choice(&mut s.shown.seams, v, &[("off", Off), ("doubtful", Doubtful), ("all", All)])
    }),
    ("columns", |s, v| number(&mut s.shown.columns, v, 1..=3)),
    ("focus", |s, v| choice(&mut s.shown.focus, v, &[("off", Focus::Off), ("paragraph", Focus::Paragraph)])),
    ("colors", |s, v| colours(&mut s.marking.colours, v)),
    ("citation", |s, v| citation(&mut s.marking.citation, v)),
    ("clipboard", |s, v| {
        use Clipboard::{Auto, Command, Off, Osc52};
        let ways = [("auto", Auto), ("osc52", Osc52), ("command", Command), ("off", Off)];
        choice(&mut s.marking.clipboard, v, &ways)
    }),
    ("ambiguous", |s, v| {
        use AmbiguousChoice::{Auto, Narrow, Wide};
        choice(&mut s.ambiguous, v, &[("auto", Auto), ("narrow", Narrow), ("wide", Wide)])
    }),
    ("list_width", |s, v| number(&mut s.list_width, v, 20..=60)),
    ("mouse", |s, v| truth(&mut s.mouse, v)),
    ("scroll_margin", |s, v| number(&mut s.scrolling.margin, v, 0..=10)),
    ("page_overlap", |s, v| number(&mut s.scrolling.overlap, v, 0..=10)),
    ("hints", |s, v| truth(&mut s.shown.hints, v)),
    ("search_gaps", |s, v| {
        use Gaps::{None, Paragraphs, Spaces};
        choice(&mut s.search.gaps, v, &[("none", None), ("spaces", Spaces), ("paragraphs", Paragraphs)])
    }),
    ("search_marks", |s, v| {
        choice(&mut s.search.marks, v, &[("kept", Marks::Kept), ("ignored", Marks::Ignored)])
    }),
    ("pinyin", |s, v| truth(&mut s.search.notation.on, v)),
    ("double_pinyin", |s, v| choice(&mut s.search.notation.scheme, v, &SCHEMES)),
    ("fuzzy_pinyin", |s, v| fuzzy(&mut s.search.notation.fuzzy, v)),
    ("typo", |s, v| truth(&mut s.search.typo, v)),
    ("library", |s, v| places(&mut s.library.places, v)),
    ("index", |s, v| {
        choice(&mut s.library.indexer, v, &[("auto", Indexer::Auto), ("manual", Indexer::Manual)])
    }),
];

pub(super) fn wrong_type(value: &Value, wanted: &str) -> Refusal {
    Refusal { what: format!("a value of type {}", value.kind()), hint: format!("write {wanted}"), at: None }
}

fn choice<T: Copy>(field: &mut T, value: &Value, choices: &[(&str, T)]) -> Outcome {
    let names: Vec<String> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let wanted = format!("one of {}", names.join(", "));
    let Value::Text(text) = value else {
        return Err(wrong_type(value, &wanted));
    };
    if let Some((_, found)) = choices.iter().find(|(name, _)| name == text) {
        *field = *found;
        return Ok(());
    }
    let hint = similar(text, choices.iter().map(|(name, _)| *name))
        .map_or_else(|| format!("write {wanted}"), |name| format!("did you mean \"{name}\"?"));
    Err(Refusal { what: format!("unknown choice \"{text}\""), hint, at: None })
}

fn theme(field: &mut ThemeChoice, value: &Value) -> Outcome {
    let Value::Text(text) = value else {
        return Err(wrong_type(value, "\"auto\", \"light\", \"dark\" or the name of a theme"));
    };
    *field = match text.as_str() {
        "auto" => ThemeChoice::Auto,
        "light" => ThemeChoice::Light,
        "dark" => ThemeChoice::Dark,
        name => ThemeChoice::Named(name.to_owned()),
    };
    Ok(())
}

fn fuzzy(field: &mut Fuzzy, value: &Value) -> Outcome {
    let wanted = format!("pairs with spaces between them, of {}", Fuzzy::names().join(" "));
    let Value::Text(text) = value else {
        return Err(wrong_type(value, &wanted));
    };
    match Fuzzy::parse(text) {
        Ok(pairs) => {
            *field = pairs;
            Ok(())
        }
        Err(name) => Err(Refusal {
            what: format!("unknown pair \"{name}\""),
            hint: format!("write {wanted}"),
            at: None,
        }),
    }
}

fn colours(field: &mut Vec<String>, value: &Value) -> Outcome {
    let wanted = "five names, apart by spaces, in quotation marks";
    let Value::Text(text) = value else { return Err(wrong_type(value, wanted)) };
    let names: Vec<String> = text.split_whitespace().map(|name| scrub(name).into_owned()).collect();
    let twice =
        (1..names.len()).any(|at| names.get(..at).zip(names.get(at)).is_some_and(|(a, b)| a.contains(b)));
    if names.len() != COLOURS || twice {
        let what = if twice { "a colour twice".to_owned() } else { format!("{} colours", names.len()) };
        return Err(Refusal { what, hint: format!("write {wanted}"), at: None });
    }
    *field = names;
    Ok(())
}

fn citation(field: &mut Citation, value: &Value) -> Outcome {
    let parts = PARTS.map(|part| format!("{{{part}}}")).join(", ");
    let Value::Text(text) = value else { return Err(wrong_type(value, "a line in quotation marks")) };
    let read = Citation::parse(&scrub(text));
    *field = read.map_err(|wrong| Refusal {
        what: format!("there is no part {{{wrong}}}"),
        hint: format!("the parts are {parts}"),
        at: None,
    })?;
    Ok(())
}

fn number(field: &mut u16, value: &Value, range: std::ops::RangeInclusive<u16>) -> Outcome {
    let wanted = format!("a whole number from {} to {}", range.start(), range.end());
    let Value::Number(number) = value else {
        return Err(wrong_type(value, &wanted));
    };
    match u16::try_from(*number) {
        Ok(number) if range.contains(&number) => {
            *field = number;
            Ok(())
        }
        _ => Err(Refusal {
            what: format!("{number} is out of range"),
            hint: format!("write {wanted}"),
            at: None,
        }),
    }
}

fn truth(field: &mut bool, value: &Value) -> Outcome {
    let Value::Truth(truth) = value else {
        return Err(wrong_type(value, "true or false, without quotation marks"));
    };
    *field = *truth;
    Ok(())
}

impl Settings {
    /// The defaults with the user's file laid over them, and what is wrong in that file.
    pub fn load(user: Option<&Source>) -> (Self, Vec<Problem>) {
        let mut settings = Self::default();
        let Some(source) = user else {
            return (settings, Vec::new());
        };
        let mut found = source.entries();
        for (name, span) in &found.sections {
            let problem = source.problem(span, format!("there is no section \"{name}\" here"));
            let hint = "settings stand on lines of their own, without a section".to_owned();
            found.problems.push(problem.with_hint(Some(hint)));
        }
        for entry in found.entries.iter().filter(|entry| entry.section.is_empty()) {
            let Some((_, put)) = OPTIONS.iter().find(|(name, _)| *name == entry.key) else {
                let near = similar(&entry.key, Self::names());
                let problem = source.problem(&entry.key_span, format!("unknown setting \"{}\"", entry.key));
                found.problems.push(problem.did_you_mean(near));
                continue;
            };
            if let Err(refusal) = put(&mut settings, &entry.value) {
                let at = refusal.at.as_ref().unwrap_or(&entry.value_span);
                let problem = source.problem(at, format!("{}: {}", entry.key, refusal.what));
                found.problems.push(problem.with_hint(Some(refusal.hint)));
            }
        }
        (settings, in_order(found.problems))
    }

    /// The names of all options, in the order of the reference.
    pub fn names() -> impl Iterator<Item = &'static str> {
        OPTIONS.iter().map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::{DEFAULTS, Settings};
    use crate::config::source::Source;

    #[test]
    fn the_reference_and_the_struct_agree_in_both_directions() {
        let source = Source::new("settings.toml", DEFAULTS);
        let in_file: Vec<String> = source.entries().entries.into_iter().map(|entry| entry.key).collect();
        let in_code: Vec<&str> = Settings::names().collect();
        assert_eq!(in_file, in_code, "each option once, in the same order");
        assert_eq!(Settings::load(Some(&source)), (Settings::default(), Vec::new()));
    }
}
