//! The `wardwise` program: hands its arguments to the library and exits.

use std::process::ExitCode;

/// Answers are many small allocations on several threads (`docs/adr/0014`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    wardwise::cli::run()
}
