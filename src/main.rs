//! The door's door: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    incident::cli::main()
}
