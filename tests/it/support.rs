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
pub fn data_dir() -> Option<PathBuf> {
    let named = std::env::var_os("WARDWISE_DATA").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = ["../shared/data", "../../shared/data"].map(|path| root.join(path));
    named.into_iter().chain(beside).find(|dir| dir.is_dir())
}
