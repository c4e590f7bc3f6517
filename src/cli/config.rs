//! `baolan config`: where the files are, what the defaults are, what is wrong in the user's.
//!
//! Guarantees: `check` tells every mistake of every file at once and fails if there is one. Never: a file written.

use std::io::{self, Write};
use std::path::Path;

use clap::{Subcommand, ValueEnum};

use crate::config::colour::ColourDepth;
use crate::config::keymap::{self, CommandId, Keymap};
use crate::config::problem::Problem;
use crate::config::settings::{self, Settings};
use crate::config::source::Source;
use crate::config::theme::{Background, Theme};
use crate::text::hazard::scrub;

/// `baolan config …`
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Action {
    /// Print where each configuration file is looked for, one a line
    Path,
    /// Print the defaults with their explanations
    Print {
        /// Which file's defaults
        #[arg(value_enum, default_value_t = Part::Settings)]
        part: Part,
    },
    /// Tell what is wrong in the configuration files; exit status 1 if anything is
    Check,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Part {
    /// settings.toml
    Settings,
    /// keymap.toml
    Keymap,
}

/// What the subcommand needs from the outside.
pub struct Surroundings<'s> {
    /// The folder of the user's configuration.
    pub folder: &'s Path,
    /// The text of a file: `Ok(None)` where there is none.
    pub read: &'s dyn Fn(&Path) -> io::Result<Option<String>>,
    /// The names of all commands.
    pub commands: &'s [&'s str],
}

/// Runs the subcommand, writes to `out`, and returns the exit status.
///
/// # Errors
/// Only what writing to `out` returns; a file that cannot be read is a problem that `check` tells.
pub fn run(args: &Args, around: &Surroundings<'_>, out: &mut dyn Write) -> io::Result<u8> {
    match args.action {
        Action::Path => {
            for name in ["settings.toml", "keymap.toml", "themes", "bookmarks.jsonl"] {
                writeln!(out, "{}", scrub(&around.folder.join(name).to_string_lossy()))?;
            }
            Ok(0)
        }
        Action::Print { part: Part::Settings } => out.write_all(settings::DEFAULTS.as_bytes()).map(|()| 0),
        Action::Print { part: Part::Keymap } => out.write_all(keymap::DEFAULTS.as_bytes()).map(|()| 0),
        Action::Check => {
            let problems = check(around);
            for problem in &problems {
                writeln!(out, "{problem}\n")?;
            }
            Ok(u8::from(!problems.is_empty()))
        }
    }
}

fn check(around: &Surroundings<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut source = |name: &str| match (around.read)(&around.folder.join(name)) {
        Ok(text) => text.map(|text| Source::new(name, &text)),
        Err(error) => {
            problems.push(Problem::of_file(name, format!("cannot be read: {error}")));
            None
        }
    };
    let (user_settings, user_keymap) = (source("settings.toml"), source("keymap.toml"));
    let (settings, wrong_settings) = Settings::load(user_settings.as_ref());
    let name = Theme::name_for(&settings.theme, Background::Dark, ColourDepth::True);
    // A name is not a path: nothing outside the folder of themes is read.
    let plain_name = !name.contains(['/', '\\']);
    let theme_file = plain_name.then(|| source(&format!("themes/{name}.toml"))).flatten();
    let (_, wrong_theme) = Theme::load(name, theme_file.as_slice());
    let resolve = |name: &str| {
        let at = around.commands.iter().position(|known| *known == name)?;
        u16::try_from(at).ok().map(CommandId)
    };
    let (_, wrong_keymap) = Keymap::load(user_keymap.as_ref(), &resolve, around.commands);
    problems.extend(wrong_settings);
    problems.extend(wrong_theme);
    problems.extend(wrong_keymap);
    problems
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;

    use clap::Parser;

    use super::{Args, Surroundings, run};

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    /// Status and output with these files, on the commands of the embedded keymap.
    fn check(line: &[&str], files: &[(&str, &str)]) -> (u8, String) {
        let read = |path: &Path| {
            let found = files.iter().find(|(name, _)| path == Path::new("folder").join(name));
            match found {
                Some((_, "locked")) => Err(io::Error::from(io::ErrorKind::PermissionDenied)),
                found => Ok(found.map(|(_, text)| (*text).to_owned())),
            }
        };
        let embedded = super::Source::new("keymap", super::keymap::DEFAULTS).entries().entries;
        let names: Vec<&str> = embedded
            .iter()
            .filter_map(|entry| match &entry.value {
                crate::config::source::Value::Text(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let around = Surroundings { folder: Path::new("folder"), read: &read, commands: &names };
        let line = Line::try_parse_from([&["config"], line].concat()).unwrap();
        let mut out = Vec::new();
        let status = run(&line.args, &around, &mut out).unwrap();
        (status, String::from_utf8(out).unwrap())
    }

    #[test]
    fn check_tells_the_mistakes_of_all_files_and_fails() {
        assert_eq!(check(&["check"], &[]), (0, String::new()));
        let (status, told) = check(
            &["check"],
            &[
                ("settings.toml", "theme = \"mine\"\nmeasur = 3\n"),
                ("keymap.toml", "locked"),
                ("themes/mine.toml", "[roles]\nheadlne = \"bold\"\n"),
            ],
        );
        assert_eq!(status, 1);
        for part in ["settings.toml:2:1", "keymap.toml: cannot be read", "themes/mine.toml:2:1"] {
            assert!(told.contains(part), "{part} in {told}");
        }
    }

    #[test]
    fn print_prints_the_reference_and_path_one_place_a_line() {
        assert_eq!(check(&["print"], &[]), (0, super::settings::DEFAULTS.to_owned()));
        assert_eq!(check(&["print", "keymap"], &[]), (0, super::keymap::DEFAULTS.to_owned()));
        assert_eq!(check(&["path"], &[]).1.lines().count(), 4);
    }
}
