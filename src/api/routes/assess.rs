//! Assessments: the list, results, one area explained, what matters, previews, downloads.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::api::params::Fields;
use crate::api::{App, Current, Problem, blocking, stream, unkept};
use crate::engine::Assessed;
use crate::export::{self, Format};
use crate::ingest::recipe::write_recipe;
use crate::model::AssessmentId;
use crate::pages::assess::{ComparedAreas, LIBRARY, MOST_COMPARED, profile_view};
use crate::pages::params::Params;
use crate::views::LinkView;
use crate::views::assess::{
    AreaView, AssessmentEntryView, AssessmentView, AssessmentsView, ComparisonView, LibraryView, ProfileView,
    SensitivityView,
};
use crate::views::link::segment;

use super::{Refusals, table};

/// The assessments of the place: those of its manifest, then those that people saved.
#[utoipa::path(get, path = "/api/assessments", tag = "assessments",
    responses((status = 200, description = "The assessments.", body = AssessmentsView), Refusals))]
pub async fn list(State(app): State<App>, current: Current, fields: Fields) -> Result<Response, Problem> {
    fields.finish()?;
    let entries = current.engine.assessments();
    let assessments =
        entries.iter().map(|entry| AssessmentEntryView::new(entry, links(&app, &entry.id))).collect();
    let links = vec![LinkView::json("self", "Assessments", app.link("/api/assessments"))];
    let view = AssessmentsView { version: current.version.number, assessments, links };
    // Saved ones belong to no version, so the version's tag would not tell them apart.
    Ok(unkept(Json(view)))
}

/// The indicator library: every measure with polarity, unit, owner, next update, numerator, denominator, tables, periods, geographies and terms, and what is missing before it may be published.
#[utoipa::path(get, path = "/api/indicators", tag = "assessments",
    responses((status = 200, description = "The indicators.", body = LibraryView), Refusals))]
pub async fn library(
    State(app): State<App>,
    current: Current,
    fields: Fields,
) -> Result<Json<LibraryView>, Problem> {
    fields.finish()?;
    let links = vec![
        LinkView::json("self", "Indicators", app.link("/api/indicators")),
        LinkView::new("alternate", "text/html", "The page", app.link(LIBRARY)),
    ];
    Ok(Json(LibraryView::new(&current.engine, links)))
}

/// One assessment: its recipe, and for each area score, rank, rank interval and verdicts.
#[utoipa::path(get, path = "/api/assessments/{assessment}", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment.", example = "priorities")),
    responses((status = 200, description = "The assessment.", body = AssessmentView), Refusals))]
pub async fn show(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    told(current, id, fields, move |_, found| {
        let recipe = write_recipe(&found.spec);
        Ok(AssessmentView::new(found, recipe, links(&app, &found.spec.id)))
    })
    .await
}

/// One area of an assessment: what adds up to its score, what would move it, each figure through every stage.
#[utoipa::path(get, path = "/api/assessments/{assessment}/areas/{area}", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment."),
        ("area" = String, Path, description = "Code of the area.", example = "E05011118")),
    responses((status = 200, description = "The area.", body = AreaView), Refusals))]
pub async fn area(
    State(app): State<App>,
    current: Current,
    Path((id, code)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    told(current, id, fields, move |_, found| {
        let area = position(found, &code)?;
        let own = area_path(found, &code);
        let links = vec![
            LinkView::json("self", "This area", app.link(&own)),
            LinkView::json("profile", "The profile of this area", app.link(&format!("{own}/profile"))),
            LinkView::json("collection", "The assessment", app.link(&path(&found.spec.id))),
        ];
        Ok(AreaView::new(found, area, links))
    })
    .await
}

/// The profile of one area: plain sentences, priorities, every figure with how sure it is, what lies in it, notes and sources.
#[utoipa::path(get, path = "/api/assessments/{assessment}/areas/{area}/profile", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment."),
        ("area" = String, Path, description = "Code of the area.", example = "E05011118")),
    responses((status = 200, description = "The profile.", body = ProfileView), Refusals))]
pub async fn profile(
    State(app): State<App>,
    current: Current,
    Path((id, code)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    told(current, id, fields, move |current, found| profile_of(&app, current, found, &code)).await
}

/// The profile of one area as comma-separated text (UTF-8 with a byte-order mark): one row a figure.
#[utoipa::path(get, path = "/api/assessments/{assessment}/areas/{area}/profile.csv", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment."),
        ("area" = String, Path, description = "Code of the area.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"), Refusals))]
pub async fn profile_csv(
    State(app): State<App>,
    current: Current,
    Path((id, code)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    let shared = app.clone();
    let work = move |current: &Current, found: &Arc<Assessed>| profile_of(&shared, current, found, &code);
    let view = worked_out(current, id, fields, work).await?;
    let name = format!("{}-{}.csv", view.assessment, view.result.code);
    Ok(unkept(table(&app, &name, move |out| export::profile::write(out, &view))?))
}

fn profile_of(app: &App, current: &Current, found: &Assessed, code: &str) -> Result<ProfileView, Problem> {
    let area = position(found, code)?;
    let ranks = current.engine.figure_ranks(&found.spec.id)?;
    let own = area_path(found, code);
    let links = vec![
        LinkView::json("self", "This profile", app.link(&format!("{own}/profile"))),
        LinkView::json("up", "The area in the assessment", app.link(&own)),
        LinkView::new(
            "enclosure",
            "text/csv",
            "The figures as a table",
            app.link(&format!("{own}/profile.csv")),
        ),
        LinkView::new(
            "alternate",
            "text/html",
            "The page",
            app.link(&format!("/assessments/{}/areas/{}", found.spec.id, segment(code))),
        ),
    ];
    let hidden = || Problem::not_found(format!("layer edition {} in view", found.spec.areas));
    profile_view(&current.engine, found, &ranks, area, links).ok_or_else(hidden)
}

/// Two to four areas side by side: their figures, and which differences from the first one chance does not explain.
#[utoipa::path(get, path = "/api/assessments/{assessment}/compare", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment."),
        ("areas" = String, Query, description = "Codes of two to four areas, with commas between them; the others are compared with the first.",
            example = "E05011118,E05011119")),
    responses((status = 200, description = "The areas side by side.", body = ComparisonView), Refusals))]
pub async fn compare(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let text = fields.take("areas")?.unwrap_or_default();
    told(current, id, fields, move |_, found| {
        let asked = ComparedAreas::read(&Params(vec![("areas".to_owned(), text.clone())]), found);
        if let Some(wrong) = asked.wrong.first() {
            return Err(Problem::parameter("areas", wrong.clone()));
        }
        if asked.areas.len() < 2 {
            let detail = format!("write the codes of two to {MOST_COMPARED} areas with commas between them");
            return Err(Problem::parameter("areas", detail));
        }
        let query = format!("compare?areas={}", segment(&text));
        let links = vec![
            LinkView::json("self", "This comparison", app.link(&format!("{}/{query}", path(&found.spec.id)))),
            LinkView::json("collection", "The assessment", app.link(&path(&found.spec.id))),
            LinkView::new(
                "alternate",
                "text/html",
                "The page",
                app.link(&format!("/assessments/{}/{query}", found.spec.id)),
            ),
        ];
        Ok(ComparisonView::new(found, &asked.areas, links))
    })
    .await
}

/// Which choice of an assessment matters: each part left out, and the shares of variance of each choice.
///
/// It takes many runs: an answer that is not ready in time is refused with 503, and is there when asked again.
#[utoipa::path(get, path = "/api/assessments/{assessment}/sensitivity", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment.")),
    responses((status = 200, description = "What matters.", body = SensitivityView), Refusals))]
pub async fn sensitivity(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    told(current, id, fields, move |current, found| {
        let shares = current.engine.sensitivity(&found.spec.id)?;
        let own = app.link(&format!("{}/sensitivity", path(&found.spec.id)));
        let links = vec![
            LinkView::json("self", "What matters", own),
            LinkView::json("collection", "The assessment", app.link(&path(&found.spec.id))),
        ];
        Ok(SensitivityView::new(found, &shares, links))
    })
    .await
}

/// Scores and ranks as comma-separated text (UTF-8 with a byte-order mark): a row for each area and part of the index.
#[utoipa::path(get, path = "/api/assessments/{assessment}/download.csv", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"), Refusals))]
pub async fn csv(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let found = worked_out(current, id, fields, |_, found| Ok(Arc::clone(found))).await?;
    let name = format!("{}-scores.csv", found.spec.id);
    Ok(unkept(table(&app, &name, move |out| export::assessment::write_scores(out, &found))?))
}

/// Every stage of every figure as comma-separated text: raw, aligned, treated, imputed, normalised, weighted.
#[utoipa::path(get, path = "/api/assessments/{assessment}/stages.csv", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"), Refusals))]
pub async fn stages(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let found = worked_out(current, id, fields, |_, found| Ok(Arc::clone(found))).await?;
    let name = format!("{}-stages.csv", found.spec.id);
    Ok(unkept(table(&app, &name, move |out| export::assessment::write_stages(out, &found))?))
}

/// The areas with scores and ranks as GeoJSON (RFC 7946), shapes whole.
#[utoipa::path(get, path = "/api/assessments/{assessment}/download.geojson", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment.")),
    responses((status = 200, description = "The file.", body = Object, content_type = "application/geo+json"), Refusals))]
pub async fn geojson(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    let engine = Arc::clone(&current.engine);
    let found = worked_out(current, id, fields, |_, found| Ok(Arc::clone(found))).await?;
    let name = format!("{}-areas.geojson", found.spec.id);
    let body = stream::body(&app, move |out| {
        let mut out = std::io::BufWriter::with_capacity(64 << 10, out);
        export::assessment::write_areas(&mut out, &engine, &found)?;
        std::io::Write::flush(&mut out)
    })?;
    Ok(file(body.into_response(), "application/geo+json", &name))
}

/// The areas with scores, ranks, ranges and flags as an Excel workbook with a sheet of notes.
#[utoipa::path(get, path = "/api/assessments/{assessment}/download.xlsx", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment.")),
    responses((status = 200, description = "The file.", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), Refusals))]
pub async fn workbook(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    rows(app, current, id, fields, Format::Xlsx).await
}

/// The areas with scores, ranks, ranges and flags as an OGC GeoPackage, in British National Grid.
#[utoipa::path(get, path = "/api/assessments/{assessment}/download.gpkg", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment.")),
    responses((status = 200, description = "The file.", body = Vec<u8>,
        content_type = "application/geopackage+sqlite3"), Refusals))]
pub async fn geopackage(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    rows(app, current, id, fields, Format::GeoPackage).await
}

/// The areas with scores, ranks, ranges and flags as GeoParquet 1.1, in British National Grid.
#[utoipa::path(get, path = "/api/assessments/{assessment}/download.parquet", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment.")),
    responses((status = 200, description = "The file.", body = Vec<u8>,
        content_type = "application/vnd.apache.parquet"), Refusals))]
pub async fn parquet(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    rows(app, current, id, fields, Format::Parquet).await
}

/// The areas with scores, ranks, ranges and flags as FlatGeobuf with a spatial index, in British National Grid.
#[utoipa::path(get, path = "/api/assessments/{assessment}/download.fgb", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment.")),
    responses((status = 200, description = "The file.", body = Vec<u8>,
        content_type = "application/flatgeobuf"), Refusals))]
pub async fn flatgeobuf(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    rows(app, current, id, fields, Format::FlatGeobuf).await
}

async fn rows(
    app: App,
    current: Current,
    id: String,
    fields: Fields,
    format: Format,
) -> Result<Response, Problem> {
    fields.finish()?;
    let engine = Arc::clone(&current.engine);
    let found = blocking::run(move || assessed(&current, &id)).await?;
    let name = format.file_name(&format!("{}-areas", found.spec.id));
    let write =
        move |out: &mut dyn std::io::Write| export::assessment::write_file(out, &engine, &found, format);
    Ok(file(stream::body(&app, write)?.into_response(), format.media_type(), &name))
}

/// The recipe as the TOML file that a person writes.
#[utoipa::path(get, path = "/api/assessments/{assessment}/download.toml", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment.")),
    responses((status = 200, description = "The file.", body = String, content_type = "application/toml"), Refusals))]
pub async fn toml(current: Current, Path(id): Path<String>, fields: Fields) -> Result<Response, Problem> {
    fields.finish()?;
    let missing = || Problem::not_found(format!("assessment '{id}' in this place"));
    let spec = id.parse().ok().and_then(|id| current.engine.assessment(&id)).ok_or_else(missing)?;
    Ok(file(write_recipe(&spec).into_response(), "application/toml", &format!("{}.toml", spec.id)))
}

fn file(mut answer: Response, media_type: &'static str, name: &str) -> Response {
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    unkept(answer)
}

/// What is worked out from the assessment of an address, as JSON. Saved ones
/// belong to no version, whose tag would not tell them apart: no cache keeps it.
async fn told<V, W>(current: Current, id: String, fields: Fields, work: W) -> Result<Response, Problem>
where
    V: Serialize + Send + 'static,
    W: FnOnce(&Current, &Arc<Assessed>) -> Result<V, Problem> + Send + 'static,
{
    Ok(unkept(Json(worked_out(current, id, fields, work).await?)))
}

/// What is worked out from the assessment of an address, once no parameter is left over.
async fn worked_out<V, W>(current: Current, id: String, fields: Fields, work: W) -> Result<V, Problem>
where
    V: Send + 'static,
    W: FnOnce(&Current, &Arc<Assessed>) -> Result<V, Problem> + Send + 'static,
{
    fields.finish()?;
    blocking::run(move || work(&current, &assessed(&current, &id)?)).await
}

/// Position of an area by the code of an address.
fn position(found: &Assessed, code: &str) -> Result<usize, Problem> {
    let missing = || Problem::not_found(format!("area '{code}' in assessment '{}'", found.spec.id));
    found.position(code).ok_or_else(missing)
}

fn area_path(found: &Assessed, code: &str) -> String {
    format!("{}/areas/{}", path(&found.spec.id), segment(code))
}

/// The assessment of an address.
pub(super) fn assessed(current: &Current, id: &str) -> Result<Arc<Assessed>, Problem> {
    let id: AssessmentId =
        id.parse().map_err(|_not_an_id| Problem::not_found(format!("assessment '{id}' in this place")))?;
    Ok(current.engine.assessed(&id)?)
}

fn path(id: &AssessmentId) -> String {
    format!("/api/assessments/{id}")
}

/// Ways on from an assessment.
fn links(app: &App, id: &AssessmentId) -> Vec<LinkView> {
    let own = app.link(&path(id));
    let download = |ending: &str| format!("{own}/download.{ending}");
    let mut all = vec![
        LinkView::json("self", "This assessment", own.clone()),
        LinkView::json("sensitivity", "Which choice matters", format!("{own}/sensitivity")),
        LinkView::json("collection", "All assessments", app.link("/api/assessments")),
        LinkView::new("enclosure", "text/csv", "Scores and ranks", download("csv")),
        LinkView::new("enclosure", "text/csv", "Every stage of every figure", format!("{own}/stages.csv")),
        LinkView::new(
            "enclosure",
            "application/geo+json",
            "Areas with scores and ranks",
            download("geojson"),
        ),
    ];
    let files = export::assessment::FORMATS.into_iter();
    all.extend(files.map(|format| {
        let title = format!("Areas with scores and ranks ({})", format.title());
        LinkView::new("enclosure", format.media_type(), &title, download(format.extension()))
    }));
    all.extend([
        LinkView::new("enclosure", "application/toml", "The recipe", download("toml")),
        LinkView::new("alternate", "text/html", "The page", app.link(&format!("/assessments/{id}"))),
    ]);
    all
}
