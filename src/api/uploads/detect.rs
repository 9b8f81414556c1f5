//! What an upload seems to be: format, columns, coordinates, codes and their vintage.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::{App, Problem};
use crate::draft::{DeclaredCrs, Draft};
use crate::engine::Engine;
use crate::fault::Fault;
use crate::geom::Crs;
use crate::ingest::read::{Format, Limits, ReadOptions, SourceBytes, read};
use crate::model::Postcode;
use crate::views::report::FaultView;

use super::Upload;

/// Rows that are looked at to tell what a column holds.
const LOOKED_AT: usize = 5_000;
/// Values of a column that are shown.
const SHOWN: usize = 3;
/// Share of the values from which a column counts as codes or postcodes.
const MOSTLY: f64 = 0.8;
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
    /// `layer`, `register` or `table`; null where the file cannot be read.
    pub kind: Option<String>,
    /// The column that seems to hold codes.
    pub code: Option<String>,
    /// The column that seems to hold names.
    pub name: Option<String>,
    /// The column that seems to hold postcodes.
    pub postcode: Option<String>,
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

/// How well the codes of a column match one edition of a layer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Fit {
    /// The edition, as `dataset@edition`.
    pub edition: String,
    /// The column.
    pub column: String,
    /// Different values of the column that are codes of the edition.
    pub matched: usize,
    /// Different values of the column.
    pub values: usize,
}

impl Fit {
    #[expect(clippy::cast_precision_loss, reason = "counts of codes are far below 2^52")]
    fn share(&self) -> f64 {
        if self.values == 0 { 0.0 } else { self.matched as f64 / self.values as f64 }
    }
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
        kind: None,
        code: None,
        name: None,
        postcode: None,
        fits: Vec::new(),
        faults: faults.iter().map(FaultView::from).collect(),
    }
}

fn look(engine: &Engine, draft: &Draft, format: Option<Format>) -> Detected {
    let fits = fits(engine, draft);
    let postcode = find_column(draft, |value| Postcode::parse(value).is_some());
    let code = fits.first().filter(|fit| fit.share() >= MOSTLY).map(|fit| fit.column.clone());
    Detected {
        file: draft.file.clone(),
        format: format.map(|format| format.key().to_owned()),
        part: draft.part.clone(),
        rows: draft.rows.len(),
        columns: columns(draft),
        crs: declared(&draft.crs),
        kind: Some(kind(draft, code.is_some(), postcode.is_some()).to_owned()),
        name: named(draft, &["name", "nm", "title"]),
        code: code.or_else(|| find_column(draft, is_code)).or_else(|| named(draft, &["code", "cd", "id"])),
        postcode,
        fits,
        faults: draft.noticed.iter().map(FaultView::from).collect(),
    }
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

fn kind(draft: &Draft, has_codes: bool, has_postcodes: bool) -> &'static str {
    use geo_types::Geometry;
    let shape = draft.rows.iter().find_map(|row| row.geometry.as_ref());
    let has = |names: &[&str]| named(draft, names).is_some();
    match shape {
        Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_)) => "layer",
        Some(_) => "register",
        None if has(&["easting", "eastings", "geox", "longitude", "lon"]) => "register",
        None if has_postcodes && !has_codes => "register",
        None => "table",
    }
}

/// The column whose name is, or ends in, one of `names`.
fn named(draft: &Draft, names: &[&str]) -> Option<String> {
    let plain = |column: &str| column.trim().to_lowercase().replace([' ', '_', '-'], "");
    let exact = draft.columns.iter().find(|column| names.contains(&plain(column).as_str()));
    let ending =
        || draft.columns.iter().find(|column| names.iter().any(|name| plain(column).ends_with(name)));
    exact.or_else(ending).cloned()
}

fn is_code(value: &str) -> bool {
    let code = crate::model::AreaCode::parse(value);
    code.is_ok_and(|code| crate::model::Scheme::Gss.check(&code).is_ok())
}

/// The first column whose values mostly pass `is`.
fn find_column(draft: &Draft, is: impl Fn(&str) -> bool) -> Option<String> {
    let mostly = |at: &usize| {
        let values: Vec<_> = values(draft, *at).collect();
        let passing = values.iter().filter(|value| is(value)).count();
        #[expect(clippy::cast_precision_loss, reason = "at most a few thousand values")]
        let share = passing as f64 / values.len().max(1) as f64;
        !values.is_empty() && share >= MOSTLY
    };
    (0..draft.columns.len()).find(mostly).map(|at| draft.columns[at].clone())
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

/// For each edition of each layer, the column whose values match its codes best.
fn fits(engine: &Engine, draft: &Draft) -> Vec<Fit> {
    let distinct: Vec<BTreeSet<String>> =
        (0..draft.columns.len()).map(|column| values(draft, column).collect()).collect();
    let mut known: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for edition in engine.snapshot().datasets.values().flat_map(|dataset| &dataset.editions) {
        if let Some(layer) = edition.layer() {
            known
                .insert(edition.key.to_string(), layer.areas.iter().map(|area| area.code.as_str()).collect());
        }
    }
    let mut fits = Vec::new();
    for (edition, codes) in &known {
        let of_column = |(at, values): (usize, &BTreeSet<String>)| Fit {
            edition: edition.clone(),
            column: draft.columns[at].clone(),
            matched: values.iter().filter(|value| codes.contains(value.as_str())).count(),
            values: values.len(),
        };
        let best = distinct.iter().enumerate().map(of_column).max_by(|a, b| a.share().total_cmp(&b.share()));
        fits.extend(best.filter(|fit| fit.matched > 0));
    }
    fits.sort_by(|a, b| b.share().total_cmp(&a.share()).then_with(|| a.edition.cmp(&b.edition)));
    fits
}
