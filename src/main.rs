//! The binary: hands the command line to the library and turns its answer into an exit status.

fn main() -> std::process::ExitCode {
    baolan::cli::main()
}
