//! The binary: hands the command line to the library and turns its answer into an exit status.

/// Ten thousand bookmarks are a hundred thousand small strings, read by several threads: the system's allocator takes
/// longer over them than the reading.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    baolan::cli::main()
}
