//! What several test files share: temporary places, the data folder, Squareborough.

use std::path::{Path, PathBuf};

/// The folder of Squareborough, the made-up town of squares; its README draws it.
pub fn squareborough() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/squareborough")
}

/// The text of Squareborough's manifest.
pub fn squareborough_manifest() -> String {
    std::fs::read_to_string(squareborough().join("squareborough.toml")).expect("Squareborough's manifest")
}

/// The folder of real files, or `None` where it is not on this machine.
///
/// Each caller is noted as run or skipped, so that `make test` can say how
/// many tests on real files there were of each; a skip is also printed.
#[track_caller]
pub fn data_dir() -> Option<PathBuf> {
    let named = std::env::var_os("WARDWISE_DATA").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = ["../shared/data", "../../shared/data"].map(|path| root.join(path));
    let found = named.into_iter().chain(beside).find(|dir| dir.is_dir());
    note_real_test(std::panic::Location::caller(), found.is_some());
    found
}

/// Leaves a mark for `make test-rust`, which counts them.
fn note_real_test(caller: &std::panic::Location<'_>, ran: bool) {
    let fate = if ran { "ran" } else { "skipped" };
    let marks = Path::new(env!("CARGO_TARGET_TMPDIR")).join("real-files").join(fate);
    let name = format!("{}-{}", caller.file().replace(['/', '\\'], "-"), caller.line());
    std::fs::create_dir_all(&marks).expect("a folder for marks");
    std::fs::write(marks.join(name), "").expect("a mark");
    if !ran {
        eprintln!("skipped: {caller} needs the real files (set WARDWISE_DATA)");
    }
}
