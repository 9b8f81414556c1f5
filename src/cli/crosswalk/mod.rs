//! `wardwise crosswalk`: what the areas of two plain files share.

mod plain;
mod write;

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;

use crate::crosswalk::{Crosswalk, Overlap, Spread, Tolerance, by_area, refuse_multiple_cover};

use super::exit::Exit;
use super::output::{Output, columns};
use plain::PlainLayer;

/// How many areas a remark names before it only counts them.
const NAMED: usize = 5;

/// Work out what the areas of two boundary files share
///
/// Writes one row a pair that overlaps: the two codes, the area they share in
/// m², the share of the first area it is, and how the two lie to each other.
/// Areas are measured on the coordinates as they stand in the files; nothing
/// is snapped, moved or repaired. What lies outside is in the balance.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise crosswalk lsoa.gpkg wards.zip --from-code LSOA21 --to-code WardCode --out lsoa-to-ward.csv
  wardwise crosswalk old.geojson new.zip --from-code WD13CD --to-code WardCode --project --out old-to-new.parquet")]
pub struct Args {
    /// Boundary file whose figures are to be shared out
    from: PathBuf,

    /// Boundary file that they go to
    to: PathBuf,

    /// Column of the codes in the first file
    #[arg(long, value_name = "COLUMN")]
    from_code: String,

    /// Column of the codes in the second file
    #[arg(long, value_name = "COLUMN")]
    to_code: String,

    /// The system both files' coordinates are in, where the files do not say
    #[arg(long, value_enum, value_name = "CRS")]
    crs: Option<PlanarCrs>,

    /// Take longitudes and latitudes to the British National Grid (OSTN15)
    #[arg(long)]
    project: bool,

    /// Share out only what lies inside the second file's areas
    #[arg(long)]
    keep_inside: bool,

    /// The crosswalk to write: .csv or .parquet
    #[arg(long, value_name = "FILE")]
    out: PathBuf,

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

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    write::check_name(&args.out)?;
    let (from, to) = rayon::join(
        || plain::read(&args.from, &args.from_code, args.crs, args.project),
        || plain::read(&args.to, &args.to_code, args.crs, args.project),
    );
    let (from, to) = (from?, to?);
    let (sources, targets) = (from.shapes(), to.shapes());
    let overlap = Overlap::measure(&sources, &targets, Tolerance::default()).map_err(|refused| {
        let first = refused.first().map_or_else(String::new, ToString::to_string);
        anyhow::anyhow!("{} rings cannot be measured; the first is {first}", refused.len())
    })?;
    for (layer, path) in [(&from, &args.from), (&to, &args.to)] {
        remark_on(layer, &path.display().to_string(), output);
    }
    let spread = if args.keep_inside { Spread::KeepInside } else { Spread::Spill };
    let crosswalk = by_area(from.side.clone(), to.side.clone(), &overlap, spread);
    write::crosswalk(&args.out, &crosswalk)?;
    if let Some(folder) = &args.shapes {
        write::shapes(folder, &from, &to, &overlap)?;
    }
    report(&crosswalk, args, output)?;
    Ok(Exit::Done)
}

fn remark_on(layer: &PlainLayer, file: &str, output: &mut Output) {
    if layer.without_shape > 0 {
        output.remark(format!("{file}: {} rows have no shape and are left out", layer.without_shape));
    }
    let Err(errors) = refuse_multiple_cover(&layer.side, &layer.shapes(), Tolerance::default()) else {
        return;
    };
    output.remark(format!(
        "{file}: {} areas cross themselves or have parts that overlap; what they share may be wrong there",
        errors.len()
    ));
    for error in errors.iter().take(NAMED) {
        output.remark(format!("  {error}"));
    }
}

fn report(crosswalk: &Crosswalk, args: &Args, output: &mut Output) -> anyhow::Result<()> {
    let sheet = crosswalk.sheet(0.01);
    let placed: f64 = crosswalk.links().filter_map(|(_, link)| link.area_m2).sum();
    let whole: f64 = crosswalk.source_size.iter().sum();
    output.json(&json!({
        "out": args.out,
        "from_areas": crosswalk.from.len(),
        "to_areas": crosswalk.to.len(),
        "pairs": crosswalk.n_links(),
        "shared_m2": placed,
        "from_m2": whole,
        "from_areas_nowhere": sheet.sources_nowhere.len(),
        "from_areas_more_than_1_percent_outside": sheet.sources_spilling.len(),
        "to_areas_unreached": sheet.targets_without_source.len(),
        "to_areas_more_than_1_percent_uncovered": sheet.targets_uncovered.len(),
    }))?;
    let row = |words: &str, count: usize| vec![words.to_owned(), count.to_string()];
    let rows = [
        row("pairs", crosswalk.n_links()),
        row("areas from", crosswalk.from.len()),
        row("  that find no area", sheet.sources_nowhere.len()),
        row("  with more than 1 % outside every area", sheet.sources_spilling.len()),
        row("areas to", crosswalk.to.len()),
        row("  that nothing reaches", sheet.targets_without_source.len()),
        row("  with more than 1 % uncovered", sheet.targets_uncovered.len()),
    ];
    for line in columns(&["balance", "count"], &rows) {
        output.line(line)?;
    }
    output.line(format!("{placed:.0} m² shared of {whole:.0} m²; written to {}", args.out.display()))
}
