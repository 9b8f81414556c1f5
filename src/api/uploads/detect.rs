//! What an upload seems to be: format, columns, coordinates, codes and their vintage.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{App, Problem};
use crate::check::{LayerCodes, Locate, Suggestion, VintageMatch, suggest};
use crate::draft::{DeclaredCrs, Draft};
use crate::engine::Engine;
use crate::fault::Fault;
use crate::geom::Crs;
use crate::ingest::read::{Format, Limits, ReadOptions, SourceBytes, read};
use crate::model::EditionKey;
use crate::views::report::FaultView;

use super::{LocateChoice, Upload};

/// Rows that are looked at to show what a column holds.
const LOOKED_AT: usize = 5_000;
/// Values of a column that are shown.
const SHOWN: usize = 3;
/// Longest value that is shown.
const SHOWN_CHARS: usize = 80;

/// What an upload seems to be. A person decides.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Detected {
    /// The file that was read.
    pub file: String,
    /// Its format, such as `csv`; null where it cannot be told.
    pub format: Option<String>,
    /// Sheet, container layer or archive member that was read.
    pub part: Option<String>,
    /// Records of the file.
    pub rows: usize,
    /// Its columns, in order.
    pub columns: Vec<DetectedColumn>,
    /// The coordinate system that it declares, such as `EPSG:27700`; null where it declares none.
    pub crs: Option<String>,
    /// What it could become, and by which columns; null where the file cannot be read.
    pub proposal: Option<Proposal>,
    /// How well the codes match each edition of each layer, best first.
    pub fits: Vec<Fit>,
    /// What the reader noticed, or why the file cannot be read.
    pub faults: Vec<FaultView>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DetectedColumn {
    /// Its header as published.
    pub name: String,
    /// Its first values.
    pub examples: Vec<String>,
    /// Empty cells among the rows looked at.
    pub empty: usize,
}

/// What a file could become: the same guesses as those of `wardwise init`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Proposal {
    /// `layer`, `register` or `table`.
    #[schema(pattern = "^(layer|register|table)$", example = "table")]
    pub kind: String,
    /// An id for a new data set.
    pub dataset: String,
    /// A name for it.
    pub dataset_title: String,
    /// An id for the edition.
    pub edition: String,
    /// The column that seems to hold codes or ids.
    pub code: Option<String>,
    /// The column that seems to hold names.
    pub name: Option<String>,
    /// Registers: the columns that seem to place records.
    pub locate: Option<LocateChoice>,
    /// Registers: columns that could serve as filters.
    pub facets: Vec<String>,
    /// Tables: the one edition of a layer, as `dataset@edition`, whose codes these are.
    pub geography: Option<String>,
}

/// How well the codes match one edition of a layer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Fit {
    /// The edition, as `dataset@edition`.
    pub edition: String,
    /// Its name for people.
    pub title: String,
    /// Different codes of the file that the edition holds.
    pub matched: u64,
    /// Different codes of the file.
    pub codes: u64,
    /// Areas of the edition.
    pub areas: u64,
    /// Share of the file's codes that the edition holds, in `0..=1`.
    pub share: f64,
}

/// Looks at an upload.
///
/// # Errors
/// A [`Problem`] when its files cannot be read from the disk. A file that no
/// reader understands is no error: its faults are told.
pub fn detect(app: &App, upload: &Upload) -> Result<Detected, Problem> {
    let file = upload.main_file().ok_or_else(|| Problem::not_found("file in this upload"))?;
    let bytes = load(upload, &file)?;
    let companions = companions(upload, &file)?;
    let source = SourceBytes { file: &file, bytes: &bytes, companions };
    let format = Format::detect(&file, &bytes);
    let limits = Limits { bytes: app.config().limits.upload_bytes as u64 * 4, ..Limits::default() };
    Ok(match read(&source, &ReadOptions::default(), &limits) {
        Ok(draft) => look(&app.engine(), &draft, format),
        Err(faults) => unreadable(file, format, &faults),
    })
}

fn load(upload: &Upload, name: &str) -> Result<Vec<u8>, Problem> {
    std::fs::read(upload.files_dir().join(name)).map_err(|error| {
        tracing::error!(%error, "an upload could not be read: {error}");
        Problem::new(crate::api::Kind::Internal, "the upload could not be read")
    })
}

/// The files beside the main one that share its name, by extension.
fn companions(upload: &Upload, main: &str) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let others = upload.files().into_iter().filter(|name| name != main && stem(name) == stem(main));
    let mut companions = Vec::new();
    for name in others {
        let extension = name.rsplit_once('.').map_or_else(String::new, |(_, end)| end.to_lowercase());
        companions.push((extension, load(upload, &name)?));
    }
    Ok(companions)
}

fn unreadable(file: String, format: Option<Format>, faults: &[Fault]) -> Detected {
    Detected {
        file,
        format: format.map(|format| format.key().to_owned()),
        part: None,
        rows: 0,
        columns: Vec::new(),
        crs: None,
        proposal: None,
        fits: Vec::new(),
        faults: faults.iter().map(FaultView::from).collect(),
    }
}

fn look(engine: &Engine, draft: &Draft, format: Option<Format>) -> Detected {
    let suggestion = suggest(draft, &layers(engine));
    Detected {
        file: draft.file.clone(),
        format: format.map(|format| format.key().to_owned()),
        part: draft.part.clone(),
        rows: draft.rows.len(),
        columns: columns(draft),
        crs: declared(&draft.crs),
        fits: suggestion.vintages.iter().map(|vintage| fit(engine, vintage)).collect(),
        proposal: Some(proposal(suggestion)),
        faults: draft.noticed.iter().map(FaultView::from).collect(),
    }
}

/// The codes of every edition of every layer that the place shows.
fn layers(engine: &Engine) -> Vec<LayerCodes> {
    let editions = engine.snapshot().datasets.values().flat_map(|dataset| &dataset.editions);
    editions.filter_map(|edition| Some(LayerCodes::of(edition.layer()?, &edition.title))).collect()
}

fn fit(engine: &Engine, vintage: &VintageMatch) -> Fit {
    let title = |key: &EditionKey| engine.edition(key).map_or_else(|| key.to_string(), |e| e.title.clone());
    Fit {
        edition: vintage.edition.to_string(),
        title: title(&vintage.edition),
        matched: vintage.matched,
        codes: vintage.codes,
        areas: vintage.areas,
        share: vintage.share(),
    }
}

fn proposal(suggestion: Suggestion) -> Proposal {
    Proposal {
        kind: suggestion.kind.key().to_owned(),
        dataset: suggestion.id,
        dataset_title: suggestion.title,
        edition: suggestion.edition,
        code: suggestion.code,
        name: suggestion.name,
        locate: (!suggestion.locate.is_empty()).then(|| locate(suggestion.locate)),
        facets: suggestion.facets,
        geography: suggestion.geography.map(|key| key.to_string()),
    }
}

fn locate(ways: Vec<Locate>) -> LocateChoice {
    let mut choice = LocateChoice::default();
    for way in ways {
        match way {
            Locate::Grid { easting, northing } => {
                (choice.easting, choice.northing) = (Some(easting), Some(northing));
            }
            Locate::LonLat { lon, lat } => (choice.lon, choice.lat) = (Some(lon), Some(lat)),
            Locate::GridRef { column } => choice.grid_ref = Some(column),
            Locate::Postcode { column } => choice.postcode = Some(column),
        }
    }
    choice
}

fn declared(crs: &DeclaredCrs) -> Option<String> {
    match crs {
        DeclaredCrs::Known(Crs::BritishNationalGrid) => Some("EPSG:27700".to_owned()),
        DeclaredCrs::Known(Crs::LonLat) => Some("CRS84".to_owned()),
        DeclaredCrs::Known(Crs::WebMercator) => Some("EPSG:3857".to_owned()),
        DeclaredCrs::Unknown(text) => Some(text.clone()),
        DeclaredCrs::None => None,
    }
}

fn values(draft: &Draft, column: usize) -> impl Iterator<Item = String> {
    let cells = draft.rows.iter().take(LOOKED_AT).filter_map(move |row| row.cells.get(column));
    cells.filter(|cell| !cell.is_blank()).map(|cell| cell.display().trim().to_owned())
}

fn columns(draft: &Draft) -> Vec<DetectedColumn> {
    let looked_at = draft.rows.len().min(LOOKED_AT);
    let describe = |(at, name): (usize, &String)| {
        let filled = values(draft, at).count();
        let examples = values(draft, at).take(SHOWN).map(|value| value.chars().take(SHOWN_CHARS).collect());
        DetectedColumn { name: name.clone(), examples: examples.collect(), empty: looked_at - filled }
    };
    draft.columns.iter().enumerate().map(describe).collect()
}
