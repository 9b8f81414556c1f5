//! Where figures come from, what was found in their files, and what became of them.

use axum::Json;
use axum::extract::{Path, State};

use crate::api::params::Fields;
use crate::api::params::edition::Wanted;
use crate::api::{App, Current, Problem, blocking, links};
use crate::store::{OriginRow, PlaceStore, Version};
use crate::views::service::{EditionReportView, OriginCellView, OriginView, VersionView, VersionsView};
use crate::views::{CitationView, LinkView, ReportView};

use super::Refusals;

/// What was found in the file of an edition when it was imported.
#[utoipa::path(get, path = "/api/datasets/{dataset}/editions/{edition}/report", tag = "provenance",
    params(("dataset" = String, Path, description = "Id of the data set."),
        ("edition" = String, Path, description = "Id of the edition.")),
    responses((status = 200, description = "The report.", body = EditionReportView), Refusals))]
pub async fn report(
    State(app): State<App>,
    wanted: Wanted,
    fields: Fields,
) -> Result<Json<EditionReportView>, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let report = folder(&app)?.report(&wanted.key)?;
        let citation = CitationView::new(wanted.current.engine.snapshot(), wanted.edition()?);
        Ok(Json(EditionReportView { citation, report: ReportView::from(&report) }))
    })
    .await
}

/// The versions of the place, newest first.
#[utoipa::path(get, path = "/api/versions", tag = "provenance",
    responses((status = 200, description = "The versions.", body = VersionsView), Refusals))]
pub async fn versions(
    State(app): State<App>,
    current: Current,
    fields: Fields,
) -> Result<Json<VersionsView>, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let history = app.store().map(PlaceStore::history).transpose()?.unwrap_or_default();
        let version = current.version.number;
        // A version that has landed since is not what this answer is tagged with.
        let seen = history.iter().filter(|entry| entry.number <= version);
        Ok(Json(VersionsView { version, versions: seen.map(view).collect() }))
    })
    .await
}

fn view(version: &Version) -> VersionView {
    VersionView {
        version: version.number,
        at: version.at.to_string(),
        what: version.what.key().to_owned(),
        why: version.why.clone(),
        software: version.software.clone(),
        editions: version.editions,
    }
}

/// A record as it stands in the published file, read again and verified.
#[utoipa::path(get, path = "/api/origin/{dataset}/{edition}/{row}", tag = "provenance",
    params(("dataset" = String, Path, description = "Id of the data set."),
        ("edition" = String, Path, description = "Id of the edition."),
        ("row" = u64, Path, description = "`row` of a feature or row.")),
    responses((status = 200, description = "The record.", body = OriginView), Refusals))]
pub async fn origin(
    State(app): State<App>,
    Path(path): Path<(String, String, String)>,
    wanted: Wanted,
    fields: Fields,
) -> Result<Json<OriginView>, Problem> {
    fields.finish()?;
    let (_, _, row) = path;
    let wrong = |_not_a_number| Problem::parameter("row", format!("'{row}' is not the number of a record"));
    let row: u64 = row.parse().map_err(wrong)?;
    blocking::run(move || {
        let record = folder(&app)?.origin_row(&wanted.key, row)?;
        let citation = CitationView::new(wanted.current.engine.snapshot(), wanted.edition()?);
        Ok(Json(origin_view(&app, record, citation)))
    })
    .await
}

fn origin_view(app: &App, record: OriginRow, citation: CitationView) -> OriginView {
    let edition = app.link(&links::edition(&record.edition));
    let cells = record.cells.into_iter();
    OriginView {
        row: record.row,
        cells: cells
            .map(|(column, text)| OriginCellView { column, text: Some(text).filter(|text| !text.is_empty()) })
            .collect(),
        imported_at: record.imported_at.to_string(),
        imported_by: record.software,
        links: vec![
            LinkView::json("self", "This record", app.link(&links::origin(&record.edition, record.row))),
            LinkView::json("collection", "The edition", edition),
        ],
        citation,
    }
}

fn folder(app: &App) -> Result<&PlaceStore, Problem> {
    app.store().ok_or_else(|| Problem::not_found("such record: the service runs without a place folder"))
}
