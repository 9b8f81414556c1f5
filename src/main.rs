//! The `wardwise` program: hands its arguments to the library and exits.

use std::process::ExitCode;

/// Answers are many small allocations on several threads (`docs/adr/0014`).
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    wardwise::cli::run()
}
