//! A made-up place for demonstration, tests and benches.
//!
//! [`write()`] puts the files of Elverham, a fictional English town, into a
//! folder: boundaries of two vintages, registers and tables, each in the form
//! and with the flaws that real publishers' files have, and the manifest that
//! stands them up. The same seed gives the same bytes on every machine. At
//! [`Scale::National`] it writes two layers of the size of a country instead,
//! and [`national`] gives the same areas in memory.
//!
//! Everything is built from street blocks: `terrain` says where they lie,
//! `voronoi` and `mesh` join them, `partition` and `areas` group them into
//! geographies, `rings` and `wiggle` draw the outlines, `publish` writes the
//! files. What no file tells, [`settled`] does: the truth, block by block.
//! Read `town.rs` first.

mod areas;
mod blocks;
pub mod extract;
mod line;
mod mesh;
mod names;
mod national;
mod noise;
mod partition;
mod people;
mod postal;
mod publish;
mod rings;
mod rng;
mod settled;
mod terrain;
mod town;
mod voronoi;
mod wiggle;
mod write;

use std::path::{Path, PathBuf};

use crate::geom::crs::CrsError;

pub use national::{CodedArea, National, national};
pub use settled::{Block, settled};

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleOptions {
    /// Decides every chance event; the same seed gives the same bytes.
    pub seed: u64,
    /// How large.
    pub scale: Scale,
}

/// How large a sample is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// A town with all its files.
    Town,
    /// Some 170,000 small areas and 7,600 wards, for benches.
    National,
}

impl Default for SampleOptions {
    /// The town that is committed under `data/sample`.
    fn default() -> Self {
        Self { seed: DEFAULT_SEED, scale: Scale::Town }
    }
}

/// The seed of the town under `data/sample`.
pub const DEFAULT_SEED: u64 = 1;

impl Scale {
    /// All scales.
    pub const ALL: [Self; 2] = [Self::Town, Self::National];

    /// The name used on the command line.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Town => "town",
            Self::National => "national",
        }
    }

    /// The scale of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scale| scale.key() == key)
    }
}

/// Told what is being written, in a word or two.
pub type Progress<'a> = &'a mut dyn FnMut(&str);

/// Why a sample could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// Four street blocks meet at one corner, ten tries in a row.
    #[error("four street blocks meet at one corner; use another seed")]
    Degenerate,
    /// A point has no longitude and latitude.
    #[error("a point of the sample cannot be carried to longitude and latitude")]
    Coordinates(#[source] CrsError),
    /// A zip archive or workbook could not be put together.
    #[error("an archive of the sample cannot be put together")]
    Zip(#[source] zip::result::ZipError),
    /// A `FlatGeobuf` file could not be put together.
    #[error("a FlatGeobuf file of the sample cannot be put together")]
    FlatGeobuf(#[from] flatgeobuf::Error),
    /// A `FlatGeobuf` feature could not be put together.
    #[error("a feature of the sample cannot be put together")]
    Feature(#[from] geozero::error::GeozeroError),
    /// A GeoPackage could not be put together.
    #[error("a GeoPackage of the sample cannot be put together")]
    Sqlite(#[from] rusqlite::Error),
    /// A file or folder could not be written.
    #[error("{} cannot be written", path.display())]
    Write {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Writes a sample into a folder, which is made if it is not there. Files of
/// the same names are replaced, others are left alone.
///
/// # Errors
/// [`SampleError::Write`] when the folder or a file cannot be written; the
/// others do not happen with the default seed.
pub fn write(
    options: &SampleOptions,
    dir: &Path,
    progress: Progress<'_>,
) -> Result<Vec<PathBuf>, SampleError> {
    make_dir(dir)?;
    match options.scale {
        Scale::Town => write_town(options.seed, dir, progress),
        Scale::National => national::write(options.seed, dir, progress),
    }
}

fn write_town(seed: u64, dir: &Path, progress: Progress<'_>) -> Result<Vec<PathBuf>, SampleError> {
    progress("the town");
    let town = town::Town::build(seed)?;
    let scratch =
        tempfile::tempdir().map_err(|source| SampleError::Write { path: std::env::temp_dir(), source })?;
    let mut paths = Vec::new();
    for (name, bytes) in publish::files(&town, scratch.path(), progress)? {
        let path = dir.join(name);
        path.parent().map_or(Ok(()), make_dir)?;
        std::fs::write(&path, bytes).map_err(|source| SampleError::Write { path: path.clone(), source })?;
        paths.push(path);
    }
    Ok(paths)
}

fn make_dir(dir: &Path) -> Result<(), SampleError> {
    std::fs::create_dir_all(dir).map_err(|source| SampleError::Write { path: dir.to_owned(), source })
}
