//! The optional background map: tiles out of one local `PMTiles` file.
//!
//! The service is whole without one, and never asks another host for tiles.
//! `file.rs` reads ranges of the file, `header.rs` and `directory.rs` know the
//! form (`PMTiles`, version 3), `archive.rs` puts them together.
//! How the map is drawn below and above the data is decided in `web/src/map/background.ts`.

mod archive;
mod directory;
mod file;
mod header;

pub use archive::{Archive, Tile};

use std::path::PathBuf;

/// Why a file cannot be the background map.
#[derive(Debug, thiserror::Error)]
pub enum BackgroundError {
    /// The file is not there or may not be read.
    #[error("the background map '{}' cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is not what it should be.
    #[error("the background map '{}' is not a PMTiles archive of version 3 that can be used: {why}", path.display())]
    NotTiles {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Nobody is named as the source of the map.
    #[error(
        "the background map '{}' names no source: its licence asks for one on the map; \
         say who made it with background.attribution",
        path.display()
    )]
    NoAttribution {
        /// The file.
        path: PathBuf,
    },
    /// The file was changed while it was served.
    #[error("the background map was changed while it was served: start the service again")]
    Changed,
    /// A tile that cannot be read out of the file.
    #[error("a tile of the background map cannot be read: {0}")]
    Tile(String),
}
