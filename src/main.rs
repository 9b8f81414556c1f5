//! The `wardwise` program: hands its arguments to the library and exits.

use std::process::ExitCode;

fn main() -> ExitCode {
    wardwise::cli::run()
}
