//! `baolan [PATH]...`: the reader.
//!
//! Guarantees: everything that depends on the machine (environment, files of the configuration, clock) is looked at
//! here once and handed on as values; exit status 0, 1 where something could not be saved, 2 without a terminal,
//! 128 and its number after a signal. Never: a file written.

use std::env;
use std::fs;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::app::effect::Input;
use crate::app::{Moment, Setup};
use crate::config::colour::ColourDepth;
use crate::config::problem::Problem;
use crate::config::source::Source;
use crate::format;
use crate::run::{Ended, run as run_loop};
use crate::terminal;
use crate::text::encoding::Choice;
use crate::text::hazard::scrub;
use crate::world::folders::Folders;

/// What the reader takes.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// Files or folders to read; `-` is standard input, and without any the sample page opens
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read with this encoding instead of finding it out: utf-8, gb18030, big5, utf-16le …
    #[arg(long, value_name = "NAME", default_value = "auto")]
    pub encoding: Choice,
}

/// Runs the reader; what went wrong goes to `told`. Gives the exit status.
///
/// # Errors
/// Only what `told` could not take.
pub fn run(args: &Args, folders: &Folders, told: &mut impl Write) -> io::Result<u8> {
    if args.paths.iter().any(|path| path == Path::new("-")) && io::stdin().is_terminal() {
        let hint = "standard input is the keyboard; give a file, or `cat FILE | baolan -`";
        return writeln!(told, "baolan: {hint}").map(|()| 2);
    }
    terminal::install_panic_hook();
    let inputs = inputs(&args.paths);
    let setup = |size, moment, inputs| setup(folders, inputs, (size, moment));
    let ended = run_loop(inputs, setup, (folders, args.encoding), clock);
    let Ended { signal, unsaved: (count, failures) } = match ended {
        Ok(ended) => ended,
        Err(error) => return writeln!(told, "baolan: {error}").map(|()| 2),
    };
    if count > 0 {
        let reasons: Vec<String> = failures.iter().map(ToString::to_string).collect();
        let reasons = scrub(&reasons.join("; ")).into_owned();
        // After a hang-up there is nobody to be told.
        let line = format!("changes to bookmarks and pages that could not be saved: {count} ({reasons})");
        writeln!(told, "baolan: {line}")
            .or_else(|error| if signal.is_some() { Ok(()) } else { Err(error) })?;
    }
    Ok(signal.map_or(u8::from(count > 0), |signal| u8::try_from(128 + signal).unwrap_or(1)))
}

/// Paths as they will still mean the same tomorrow from another folder; without any, the sample page.
fn inputs(paths: &[PathBuf]) -> Vec<Input> {
    if paths.is_empty() {
        let (name, bytes) = format::sample();
        return vec![Input::Text { name: name.to_owned(), bytes: Arc::from(bytes) }];
    }
    let whole = |path: &PathBuf| {
        if path == Path::new("-") {
            path.clone()
        } else {
            std::path::absolute(path).unwrap_or_else(|_| path.clone())
        }
    };
    paths.iter().map(|path| Input::Path(whole(path))).collect()
}

fn setup(folders: &Folders, inputs: Vec<Input>, start: (crate::app::event::Size, Moment)) -> Setup {
    let (size, moment) = start;
    let variable = |name: &str| env::var(name).ok();
    let (no_color, colorterm, term) = (variable("NO_COLOR"), variable("COLORTERM"), variable("TERM"));
    let mut unreadable = Vec::new();
    Setup {
        settings: source(&folders.config, "settings.toml", &mut unreadable),
        keymap: source(&folders.config, "keymap.toml", &mut unreadable),
        themes: themes(&folders.config.join("themes"), &mut unreadable),
        unreadable,
        locale: [variable("LC_ALL"), variable("LC_MESSAGES"), variable("LANG")],
        depth: ColourDepth::of(no_color.as_deref(), colorterm.as_deref(), term.as_deref()),
        zone: jiff::tz::TimeZone::system,
        size,
        inputs,
        folder: env::current_dir().unwrap_or_default(),
        editor: ["VISUAL", "EDITOR"]
            .into_iter()
            .filter_map(variable)
            .find(|named| !named.trim().is_empty())
            .unwrap_or_default(),
        seed: seed(),
        moment,
    }
}

/// A file of the configuration, if there is one; one that cannot be read is a problem.
pub(super) fn source(folder: &Path, name: &str, unreadable: &mut Vec<Problem>) -> Option<Source> {
    match fs::read_to_string(folder.join(name)) {
        Ok(text) => return Some(Source::new(name, &text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => unreadable.push(Problem::of_file(name, format!("cannot be read: {error}"))),
    }
    None
}

/// The reader's own themes, by their names.
fn themes(folder: &Path, unreadable: &mut Vec<Problem>) -> Vec<Source> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    let names = paths.iter().filter_map(|path| path.file_name()?.to_str());
    names.filter_map(|name| source(folder, name, unreadable)).collect()
}

/// What makes ids unlike those of any other run.
fn seed() -> u64 {
    let (high, low) = uuid::Uuid::now_v7().as_u64_pair();
    high.rotate_left(17) ^ low
}

/// The time; a fixed one for pictures and tests, where `BAOLAN_NOW` holds a timestamp.
fn clock() -> Moment {
    static FIXED: OnceLock<Option<jiff::Timestamp>> = OnceLock::new();
    let fixed = FIXED.get_or_init(|| env::var("BAOLAN_NOW").ok().and_then(|text| text.parse().ok()));
    Moment { now: fixed.unwrap_or_else(jiff::Timestamp::now) }
}
