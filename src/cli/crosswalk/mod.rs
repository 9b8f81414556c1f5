//! `wardwise crosswalk`: what the areas of two geographies share.
//!
//! `plain.rs` takes two boundary files as they lie, `held.rs` two editions of
//! a place; `saved.rs` lists what a place keeps.

mod held;
mod plain;
mod points;
mod report;
mod saved;
mod stream;
mod weigh;
mod write;

use std::path::PathBuf;

use clap::ValueEnum;

use crate::engine::Way;

use super::exit::Exit;
use super::output::Output;

pub use saved::{Args as SavedArgs, run as run_saved};

/// Share out the areas of one geography among those of another
///
/// Writes one row a pair: the two codes, the area they share in m², the share
/// of the first area that goes to the second, what that share rests on, and
/// how the two lie to each other. What lies outside is in the balance.
///
/// Without a place the two are boundary files, measured on their coordinates
/// as they stand: nothing is snapped, moved or repaired. With a place they are
/// layers (`wards`, the newest edition) or editions (`wards@2018`).
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples, files:
  wardwise crosswalk lsoa.gpkg wards.zip --from-code LSOA21 --to-code WardCode --out lsoa-to-ward.csv
  wardwise crosswalk old.geojson new.zip --from-code WD13CD --to-code WardCode --project --out x.parquet
  wardwise crosswalk lsoa.gpkg wards.zip --from-code LSOA21 --to-code WardCode \\
      --method points --points oa-centroids.csv --weight residents --out x.csv

Examples, a place:
  wardwise crosswalk lsoa@2021 wards@2018 --place town --out x.csv --save
  wardwise crosswalk lsoa wards --place town --method lookup --out best-fit.csv
  wardwise crosswalk oa lsoa wards@2018 --place town --out chained.csv
  wardwise crosswalk wards@2013 wards@2018 --place town --reverse --out back.csv")]
pub struct Args {
    /// Where figures come from: a boundary file, or a layer of the place
    #[arg(value_name = "FROM")]
    from: String,

    /// Where they go; with a place, more than one makes a chain through those between
    #[arg(value_name = "TO", required = true)]
    to: Vec<String>,

    /// Folder of the place whose layers are meant
    #[arg(long, value_name = "DIR")]
    place: Option<PathBuf>,

    /// How weights are found [default: best in a place, area between files]
    #[arg(long, value_enum, value_name = "METHOD")]
    method: Option<MethodArg>,

    /// By area: share out only what lies inside the second geography's areas
    #[arg(long)]
    keep_inside: bool,

    /// Give the crosswalk back, from the last geography to the first
    #[arg(long)]
    reverse: bool,

    /// Keep the crosswalk in the place, with what it rests on
    #[arg(long, requires = "place")]
    save: bool,

    /// The crosswalk to write: .csv or .parquet
    #[arg(long, value_name = "FILE", required_unless_present = "save")]
    out: Option<PathBuf>,

    #[command(flatten)]
    files: FileArgs,
}

/// What is said of plain files.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Plain files")]
struct FileArgs {
    /// Column of the codes in the first file
    #[arg(long, value_name = "COLUMN")]
    from_code: Option<String>,

    /// Column of the codes in the second file
    #[arg(long, value_name = "COLUMN")]
    to_code: Option<String>,

    /// The system the files' coordinates are in, where the files do not say
    #[arg(long, value_enum, value_name = "CRS")]
    crs: Option<PlanarCrs>,

    /// Take longitudes and latitudes to the British National Grid (OSTN15)
    #[arg(long)]
    project: bool,

    /// Weighted points: a file of points, or a table with coordinates in columns
    #[arg(long, value_name = "FILE")]
    points: Option<PathBuf>,

    /// Column of the points' weights [default: each point counts as one]
    #[arg(long, value_name = "COLUMN", requires = "points")]
    weight: Option<String>,

    /// A published lookup: a table with a column of each file's codes, under the same names
    #[arg(long, value_name = "FILE")]
    lookup: Option<PathBuf>,

    /// Also leave the shapes as measured in this folder, as well-known binary, for another tool to check
    #[arg(long, value_name = "DIR")]
    shapes: Option<PathBuf>,
}

/// A system in metres that areas can be measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum PlanarCrs {
    /// British National Grid
    #[value(name = "EPSG:27700", alias = "epsg:27700", alias = "27700")]
    BritishNationalGrid,
}

/// How weights are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MethodArg {
    /// Control points where the place knows of any, else shared area
    Best,
    /// Shared area
    Area,
    /// Weighted points: addresses, postcodes, residents of small areas
    Points,
    /// A published lookup, each area whole to the one it names
    Lookup,
}

impl MethodArg {
    pub(super) fn way(self, keep_inside: bool) -> Way {
        match self {
            Self::Best => Way::Best,
            Self::Area if keep_inside => Way::AreaKeptInside,
            Self::Area => Way::Area,
            Self::Points => Way::Points,
            Self::Lookup => Way::Lookup,
        }
    }
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    if let Some(out) = &args.out {
        write::check_name(out)?;
    }
    if args.keep_inside && !matches!(args.method, None | Some(MethodArg::Area)) {
        anyhow::bail!("--keep-inside belongs to --method area");
    }
    match &args.place {
        Some(place) => held::run(args, place, output),
        None => weigh::run(args, output),
    }
}
