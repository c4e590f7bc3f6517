//! The command line: one file per subcommand, none of which opens the terminal.
//!
//! Guarantees: exit status 0 for done, 1 for nothing found or a failed check, 2 for wrong use. Never: state of the app.

pub mod config;
