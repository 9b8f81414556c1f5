//! `wardwise area`: figures estimated for ground that a person names.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::api::custom::{ask_of_files, read_postcodes};
use crate::custom::{AreaName, CustomArea};
use crate::engine::{AlignError, AlignedFigure, CustomAsk, CustomFigure, Engine, EstimateAsk};
use crate::model::MeasureId;
use crate::views::custom::{CustomAreaView, CustomFigureView, EstimatesView};

use super::exit::Exit;
use super::files::{now, open_engine};
use super::output::{Output, columns};

/// Files that belong to a `.shp`, by extension.
const COMPANIONS: [&str; 4] = ["dbf", "shx", "prj", "cpg"];

/// Estimate the figures of an area of your own: postcodes, areas or an outline
///
/// Each measure is put together from the areas that it is published for, by
/// the best evidence of where people live: addresses, households at postcodes,
/// residents of small areas, and ground where there is nothing better.
/// A figure that is held back in one of those areas stays held back.
/// Nothing is kept unless --save gives it a name.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  wardwise area --place town --postcodes round.txt
  wardwise area --place town --areas wards@2023:E05990101,E05990102 --measure residents
  wardwise area --place town --file estate.geojson --save \"North estate\" --format json

A file of postcodes holds one a line, or commas between them. An outline is
GeoJSON, KML, GeoPackage, Shapefile, FlatGeobuf or TopoJSON; all its areas are
put together. Saved areas show on the page 'Your own area' and in QGIS.")]
pub struct Args {
    /// Folder of the place
    #[arg(long, value_name = "DIR")]
    place: PathBuf,

    #[command(flatten)]
    ground: GroundArgs,

    /// Save the area under this name
    #[arg(long, value_name = "NAME")]
    save: Option<String>,

    /// Only this measure; may stand several times [default: every measure]
    #[arg(long, value_name = "ID")]
    measure: Vec<String>,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct GroundArgs {
    /// A text file of postcodes
    #[arg(long, value_name = "FILE")]
    postcodes: Option<PathBuf>,

    /// Areas of an edition, by code
    #[arg(long, value_name = "EDITION:CODE,...")]
    areas: Option<String>,

    /// A boundary file whose areas are put together
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args, output: &mut Output) -> anyhow::Result<Exit> {
    let (store, engine) = open_engine(&args.place)?;
    let name = args.save.as_deref().map(AreaName::parse).transpose().map_err(anyhow::Error::msg)?;
    let asked = asked(args, &engine)?;
    let area = engine.custom_area(ground(&args.ground)?)?;
    let view = match name {
        Some(name) => CustomAreaView::saved(&store.save_custom_area(&name, &area, now()?)?),
        None => CustomAreaView::unsaved(&area),
    };
    let found: Vec<(MeasureId, Result<CustomFigure, AlignError>)> = if asked.is_empty() {
        engine.estimate_all(&area)
    } else {
        asked.into_iter().map(|ask| (ask.measure.clone(), engine.estimate(&area, &ask))).collect()
    };
    print(&area, &view, &found, output)?;
    let figures = found.iter().filter_map(|(id, found)| figure_view(&engine, id, found)).collect();
    output.json(&EstimatesView { version: engine.version(), area: view, figures, links: Vec::new() })?;
    Ok(Exit::Done)
}

fn asked(args: &Args, engine: &Engine) -> anyhow::Result<Vec<EstimateAsk>> {
    let ask = |text: &String| {
        let measure: MeasureId = text.parse()?;
        engine.measure(&measure)?;
        Ok(EstimateAsk { measure, table: None, period: None })
    };
    args.measure.iter().map(ask).collect()
}

fn ground(args: &GroundArgs) -> anyhow::Result<CustomAsk> {
    if let Some(path) = &args.postcodes {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("'{}' cannot be read as text", path.display()))?;
        return read_postcodes(&text).map_err(|problem| anyhow::Error::msg(problem.detail));
    }
    if let Some(text) = &args.areas {
        return listed(text);
    }
    let path = args.file.as_deref().unwrap_or(Path::new(""));
    let files = std::iter::once(path.to_owned()).chain(companions(path));
    let files = files.map(|path| {
        let bytes = std::fs::read(&path).with_context(|| format!("'{}' cannot be read", path.display()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok((name, bytes))
    });
    let files = files.collect::<anyhow::Result<Vec<_>>>()?;
    ask_of_files(&files)
        .map_err(|problem| anyhow::anyhow!("'{}' cannot be used: {}", path.display(), problem.detail))
}

/// The files beside a `.shp` that belong to it.
fn companions(path: &Path) -> impl Iterator<Item = PathBuf> + '_ {
    let is_shp = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("shp"));
    COMPANIONS
        .iter()
        .filter(move |_| is_shp)
        .map(|extension| path.with_extension(extension))
        .filter(|path| path.is_file())
}

fn listed(text: &str) -> anyhow::Result<CustomAsk> {
    let Some((edition, codes)) = text.split_once(':') else {
        bail!("'{text}' is not EDITION:CODE,CODE such as wards@2023:E05990101,E05990102");
    };
    let edition = edition
        .trim()
        .parse()
        .with_context(|| format!("'{edition}' is not an edition such as wards@2023"))?;
    Ok(CustomAsk::Areas { edition, codes: codes.split(',').map(str::to_owned).collect() })
}

fn figure_view(
    engine: &Engine,
    id: &MeasureId,
    found: &Result<CustomFigure, AlignError>,
) -> Option<CustomFigureView> {
    match found {
        Ok(figure) => Some(figure.into()),
        Err(error) => Some(CustomFigureView::unreadable(engine.measure(id).ok()?, error.to_string())),
    }
}

fn print(
    area: &CustomArea,
    view: &CustomAreaView,
    found: &[(MeasureId, Result<CustomFigure, AlignError>)],
    output: &mut Output,
) -> anyhow::Result<()> {
    if let (Some(id), Some(name)) = (&view.id, &view.name) {
        output.line(format!("Saved as '{name}' ({id})."))?;
    }
    output.line(format!("An area of {:.4} km², {}.", area.area_m2 / 1e6, area.made.words()))?;
    for note in &area.notes {
        output.line(format!("Note: {note}."))?;
    }
    if found.is_empty() {
        return output.line("The place's manifest describes no measures, so nothing can be estimated.");
    }
    let rows: Vec<Vec<String>> = found.iter().map(|(id, found)| row(id, found)).collect();
    for line in columns(&["measure", "estimate", "95 % range", "grade", "unit", "known", "from"], &rows) {
        output.line(line)?;
    }
    for (id, figure) in found {
        match figure {
            Ok(CustomFigure { reason: Some(reason), .. }) => output.line(format!("{id}: {reason}."))?,
            Err(error) => output.line(format!("{id}: {error}."))?,
            Ok(_) => {}
        }
    }
    Ok(())
}

fn row(id: &MeasureId, found: &Result<CustomFigure, AlignError>) -> Vec<String> {
    let Ok(figure) = found else {
        return vec![id.to_string(), "no estimate".to_owned()];
    };
    let (value, known) = match &figure.figure {
        AlignedFigure::Number(estimate) => (
            estimate.value.map_or_else(|reason| reason.words().to_owned(), |value| format!("{value:.2}")),
            format!("{:.0} %", estimate.known_share * 100.0),
        ),
        AlignedFigure::Mixture(shares) => {
            let most = shares.first().map_or_else(
                || "no data here".to_owned(),
                |share| {
                    let category = share.category.as_deref().unwrap_or("no category");
                    format!("{category} ({:.0} %)", share.share * 100.0)
                },
            );
            (most, String::new())
        }
    };
    let evidence: Vec<&str> = figure.rungs.iter().map(|(rung, _)| rung.key()).collect();
    let from = format!("{} of {}, by {}", figure.sources, figure.geography, evidence.join(" and "));
    let range = figure.margin.map(|margin| format!("{:.2} to {:.2}", margin.range.low, margin.range.high));
    let grade = figure.margin.map(|margin| margin.grade.key().to_owned());
    vec![
        id.to_string(),
        value,
        range.unwrap_or_default(),
        grade.unwrap_or_default(),
        figure.measure.unit.clone(),
        known,
        from,
    ]
}
