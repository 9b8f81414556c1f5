//! `wardwise align`: figures of one geography carried to another.

mod lines;
mod named;
mod write;

use std::path::PathBuf;

use anyhow::Context as _;

use crate::engine::{Beside, Engine};
use crate::model::{EditionKey, Measure};
use crate::views::align::AlignView;

use super::crosswalk::MethodArg;
use super::exit::Exit;
use super::files::{Fresh, layer_edition, open_engine};
use super::output::Output;

/// Carry the figures of a table to the areas of another layer
///
/// Counts are shared out and add up again, rates are carried as numerator and
/// denominator, scores are averaged over people, categories become shares.
/// Beside every figure stand its 95 % range and grade, how much of its
/// evidence is known, and, where a published best-fit lookup leads to the
/// layer, the figure that this one gives. Missing stays missing.
///
/// What the columns mean is told by the [[measure]] entries of the place's
/// manifest, or for this once by --count, --rate, --score and --category.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise align claimants --to wards@2018 --place town --out claimants-by-ward.csv
  wardwise align population@mid-2020 --to wards --place town --method area
  wardwise align imd-2019 --to wards --place town --score IMD_decile
  wardwise align tenure@2021 --to wards --place town --rate n/total_households --only \"tenure=Owned: Owns outright\"

Grades: A exact, every source lies whole inside; B within 2 % either way, 95
times in 100; C within 5 %; D within 10 %; E more.")]
pub struct Args {
    /// The table: `claimants` (its newest edition) or `claimants@2019`
    table: String,

    /// The layer to carry to: `wards` (its newest edition) or `wards@2018`
    #[arg(long, value_name = "LAYER")]
    to: String,

    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    /// Only this measure of the manifest [default: all that the table holds]
    #[arg(long, value_name = "ID", conflicts_with_all = ["count", "rate", "score", "category"])]
    measure: Vec<String>,

    #[command(flatten)]
    columns: ColumnArgs,

    /// The period, where the table holds several [default: the latest]
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,

    /// How weights are found
    #[arg(long, value_enum, default_value = "best", value_name = "METHOD")]
    method: MethodArg,

    /// Also write the figures to this file (.csv)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

/// What columns mean, for this once.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What columns mean, for this once")]
struct ColumnArgs {
    /// A column of counts
    #[arg(long, value_name = "COLUMN")]
    count: Vec<String>,

    /// A rate: a column of counts over another
    #[arg(long, value_name = "COLUMN/COLUMN")]
    rate: Vec<String>,

    /// A column of scores
    #[arg(long, value_name = "COLUMN")]
    score: Vec<String>,

    /// A column of categories
    #[arg(long, value_name = "COLUMN")]
    category: Vec<String>,

    /// Rows that count: a column and the text it holds
    #[arg(long, value_name = "COLUMN=TEXT")]
    only: Vec<String>,

    /// Let several rows of one area add up
    #[arg(long)]
    add_rows: bool,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let out = args.out.as_deref().map(|out| Fresh::csv(out, args.force)).transpose()?;
    let (_, engine) = open_engine(&args.place)?;
    let to = layer_edition(&engine, &args.to)?;
    let table = named::table_edition(&engine, &args.table)?;
    let measures = named::measures(&engine, args, &table)?;
    let mut carried = Vec::new();
    for measure in &measures {
        carried.push((measure, carry(&engine, args, measure, &table, &to)?));
    }
    let views =
        carried.iter().filter_map(|(measure, found)| AlignView::new(&engine, measure, found, Vec::new()));
    let views: Vec<AlignView> = views.collect();
    output.json(&views)?;
    for view in &views {
        lines::report(view, output)?;
    }
    if let Some(out) = out {
        let written = out.write(|file| write::csv(file, &views))?;
        output.line(format!("{} is written.", written.display()))?;
    }
    Ok(Exit::Done)
}

fn carry(
    engine: &Engine,
    args: &Args,
    measure: &Measure,
    table: &EditionKey,
    to: &EditionKey,
) -> anyhow::Result<Beside> {
    let holds = |source: &&crate::model::MeasureSource| {
        source.table == table.dataset && source.edition.as_ref().is_none_or(|id| *id == table.edition)
    };
    let source = measure.sources.iter().find(holds);
    let source = source.with_context(|| format!("{table} holds no figures of '{}'", measure.id))?;
    let figures = engine.figures(source, table, args.period.as_deref())?;
    let way = args.method.way(false);
    let aligned = engine.align_figures(&measure.id, measure.kind, measure.per, figures, to, way)?;
    Ok(engine.beside(aligned)?)
}
