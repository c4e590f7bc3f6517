//! The command line: one file per subcommand, no terminal.
//!
//! Guarantees: exit codes 0 done, 1 a check failed or something could not be read, 2 wrong use; a broken pipe is
//! silent. Never: a control character of a document in the output.

pub mod bookmarks;
pub mod config;
pub mod parse;

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;

#[derive(clap::Parser)]
#[command(name = "baolan", version, about = "A terminal reader for Chinese newspapers")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Turn page dumps back into articles
    Parse(parse::Args),
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut told = std::io::stderr().lock();
    let done = match cli.command {
        Command::Parse(args) => parse::run(&args, &mut out, &mut told),
    };
    match done.and_then(|code| out.flush().map(|()| code)) {
        Ok(code) => ExitCode::from(code),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing is left to be done where even this cannot be written.
            let _ = writeln!(told, "baolan: the output could not be written: {error}");
            ExitCode::FAILURE
        }
    }
}
