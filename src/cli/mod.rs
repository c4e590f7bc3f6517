//! The command line: one file per subcommand, no terminal.
//!
//! Guarantees: exit codes 0 done, 1 a check failed or something could not be read, 2 wrong use; a broken pipe is
//! silent. Never: a control character of a document, a path or an argument in the output.

pub mod bookmarks;
pub mod config;
mod explain;
pub mod index;
mod inputs;
pub mod parse;
pub mod print;
pub mod read;
pub mod search;

use std::env;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser as _;
use jiff::tz::TimeZone;

use crate::app::command;
use crate::text::hazard::{is_hazard, scrub};
use crate::world::folders::Folders;

#[derive(clap::Parser)]
#[command(name = "baolan", version, about = "A terminal reader for Chinese newspapers")]
#[command(args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(flatten)]
    read: read::Args,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Turn page dumps back into articles
    Parse(parse::Args),
    /// Set articles as on the screen, for pipes and printers
    Print(print::Args),
    /// Find articles in files: words, -not, "phrases", one|other, /patterns/, title: date:2026-05 and the like
    Search(search::Args),
    /// List, export, import and merge bookmarks, check their file
    Bookmarks(bookmarks::Args),
    /// Make the index of the library, or show what is in it
    Index(index::Args),
    /// Show where the configuration is, what the defaults are, what is wrong in it
    Config(config::Args),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(problem) => return refuse(&problem),
    };
    let mut told = io::stderr().lock();
    let done = match &cli.command {
        None => with_folders(&mut told, |folders, told| read::run(&cli.read, folders, told)),
        Some(command) => {
            let mut out = io::BufWriter::new(io::stdout().lock());
            let done = match command {
                Command::Parse(args) => parse::run(args, Folders::find().as_ref(), &mut out, &mut told),
                Command::Print(args) => {
                    let around = (Folders::find(), print::Target::standard());
                    print::run(args, (around.0.as_ref(), around.1), &mut out, &mut told)
                }
                Command::Search(args) => {
                    let around = (Folders::find(), print::Target::standard());
                    search::run(args, (around.0.as_ref(), around.1), &mut out, &mut told)
                }
                Command::Bookmarks(args) => with_folders(&mut told, |folders, told| {
                    let zone = TimeZone::system();
                    let now = jiff::Timestamp::now();
                    let around = bookmarks::Surroundings { folder: &folders.config, zone: &zone, now };
                    bookmarks::run(args, &around, &mut out, told)
                }),
                Command::Index(args) => {
                    with_folders(&mut told, |folders, told| index::run(args, folders, &mut out, told))
                }
                Command::Config(args) => {
                    with_folders(&mut told, |folders, _| configure(args, folders, &mut out))
                }
            };
            done.and_then(|code| out.flush().map(|()| code))
        }
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to be done where even this cannot be written.
            let _ = writeln!(told, "baolan: the output could not be written: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Tells what is wrong with the arguments, or the help that was asked for.
///
/// clap tells an argument as it came, and a shell gives on any file name: one that would act on the terminal is told
/// without that, and then the message has no colours.
fn refuse(problem: &clap::Error) -> ExitCode {
    let hostile = env::args_os().any(|argument| argument.to_string_lossy().contains(is_hazard));
    let told = if hostile && problem.use_stderr() {
        let text = problem.render().to_string();
        text.lines().try_for_each(|line| writeln!(io::stderr(), "{}", scrub(line)))
    } else {
        problem.print()
    };
    // Nothing is left to be done where even this cannot be written.
    drop(told);
    ExitCode::from(u8::try_from(problem.exit_code()).unwrap_or(2))
}

/// Runs what needs the reader's folders.
fn with_folders<W: Write>(
    told: &mut W,
    run: impl FnOnce(&Folders, &mut W) -> io::Result<u8>,
) -> io::Result<u8> {
    match Folders::find() {
        Some(folders) => run(&folders, told),
        None => writeln!(told, "baolan: there is no home folder; set HOME to a folder of yours").map(|()| 2),
    }
}

fn configure(args: &config::Args, folders: &Folders, out: &mut impl Write) -> io::Result<u8> {
    let read = |path: &Path| match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    };
    let commands: Vec<&str> = command::all().map(|command| command.name).collect();
    let around = config::Surroundings { folder: &folders.config, read: &read, commands: &commands };
    config::run(args, &around, out)
}
