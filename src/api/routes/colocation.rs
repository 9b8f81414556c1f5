//! Searches for co-location: what they found, as JSON, GeoJSON and CSV, and decisions.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::api::doors::may_write;
use crate::api::params::Fields;
use crate::api::{App, Current, Kind, Problem, blocking, colocate, stream, unkept};
use crate::export::{self, Format};
use crate::views::LinkView;
use crate::views::colocate::{
    ColocatedView, DecisionView, DecisionsView, JudgedView, NewDecisionView, SearchesView, features,
};

use super::{Refusals, StateRefusals, WriteRefusals, table};

/// The searches that the place keeps.
#[utoipa::path(get, path = "/api/colocation", tag = "co-location",
    responses((status = 200, description = "The searches.", body = SearchesView), Refusals))]
pub async fn list(
    State(app): State<App>,
    current: Current,
    fields: Fields,
) -> Result<Json<SearchesView>, Problem> {
    fields.finish()?;
    let links = vec![LinkView::json("self", "Searches for co-location", app.link("/api/colocation"))];
    Ok(Json(SearchesView::new(&current.engine, links)))
}

/// What a search found: candidates with gates, criteria and reasons, hubs, gaps and duplicates.
///
/// Each candidate says which cells it rests on, so that its score can be
/// reckoned again by hand. What is not known is null and counts neither as
/// yes nor as nought: the score is a range.
#[utoipa::path(get, path = "/api/colocation/{search}", tag = "co-location",
    params(("search" = String, Path, description = "Id of the search.")),
    responses((status = 200, description = "What was found.", body = ColocatedView), Refusals))]
pub async fn show(
    State(app): State<App>,
    current: Current,
    Path(search): Path<String>,
    fields: Fields,
) -> Result<Json<ColocatedView>, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let found = colocate::carried_out(&current.engine, &search)?;
        Ok(Json(ColocatedView::new(&current.engine, &found, links(&app, &search))))
    })
    .await
}

/// Candidates, hubs, gaps and duplicates as GeoJSON: pairs are lines from where a service is to the building.
#[utoipa::path(get, path = "/api/colocation/{search}/candidates.geojson", tag = "co-location",
    params(("search" = String, Path, description = "Id of the search.")),
    responses((status = 200, description = "The features.", body = serde_json::Value,
        content_type = "application/geo+json"), Refusals))]
pub async fn geojson(
    current: Current,
    Path(search): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let found = colocate::carried_out(&current.engine, &search)?;
        let mut answer = Json(features(&current.engine, &found)).into_response();
        let kind = HeaderValue::from_static("application/geo+json");
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
        Ok(answer)
    })
    .await
}

/// The candidates as comma-separated text, one row a pair.
#[utoipa::path(get, path = "/api/colocation/{search}/candidates.csv", tag = "co-location",
    params(("search" = String, Path, description = "Id of the search.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"), Refusals))]
pub async fn csv(
    State(app): State<App>,
    current: Current,
    Path(search): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    let name = search.clone();
    let found = blocking::run(move || colocate::carried_out(&current.engine, &search)).await?;
    table(&app, &format!("{name}.csv"), move |out| export::candidates::write(out, &found))
}

/// The candidates as an Excel workbook with a sheet of notes.
#[utoipa::path(get, path = "/api/colocation/{search}/candidates.xlsx", tag = "co-location",
    params(("search" = String, Path, description = "Id of the search.")),
    responses((status = 200, description = "The file.", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), Refusals))]
pub async fn workbook(
    State(app): State<App>,
    current: Current,
    Path(search): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    rows(app, current, search, fields, Format::Xlsx).await
}

/// The candidates as an OGC GeoPackage, in British National Grid.
#[utoipa::path(get, path = "/api/colocation/{search}/candidates.gpkg", tag = "co-location",
    params(("search" = String, Path, description = "Id of the search.")),
    responses((status = 200, description = "The file.", body = Vec<u8>,
        content_type = "application/geopackage+sqlite3"), Refusals))]
pub async fn geopackage(
    State(app): State<App>,
    current: Current,
    Path(search): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    rows(app, current, search, fields, Format::GeoPackage).await
}

/// The candidates as GeoParquet 1.1, in British National Grid.
#[utoipa::path(get, path = "/api/colocation/{search}/candidates.parquet", tag = "co-location",
    params(("search" = String, Path, description = "Id of the search.")),
    responses((status = 200, description = "The file.", body = Vec<u8>,
        content_type = "application/vnd.apache.parquet"), Refusals))]
pub async fn parquet(
    State(app): State<App>,
    current: Current,
    Path(search): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    rows(app, current, search, fields, Format::Parquet).await
}

/// The candidates as FlatGeobuf with a spatial index, in British National Grid.
#[utoipa::path(get, path = "/api/colocation/{search}/candidates.fgb", tag = "co-location",
    params(("search" = String, Path, description = "Id of the search.")),
    responses((status = 200, description = "The file.", body = Vec<u8>,
        content_type = "application/flatgeobuf"), Refusals))]
pub async fn flatgeobuf(
    State(app): State<App>,
    current: Current,
    Path(search): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    rows(app, current, search, fields, Format::FlatGeobuf).await
}

async fn rows(
    app: App,
    current: Current,
    search: String,
    fields: Fields,
    format: Format,
) -> Result<Response, Problem> {
    fields.finish()?;
    let engine = Arc::clone(&current.engine);
    let found = blocking::run(move || colocate::carried_out(&current.engine, &search)).await?;
    let name = format.file_name(&format!("{}-candidates", found.spec.id));
    let write =
        move |out: &mut dyn std::io::Write| export::candidates::write_file(out, &engine, &found, format);
    let mut answer = stream::body(&app, write)?.into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(answer)
}

/// The scenario in which a candidate's service moves in with its building.
///
/// The recipe may be changed, saved with `POST /api/scenarios` and then tried
/// out; `wardwise scenario` takes it as it is. People and groups are those of
/// the first scenario that the manifest names, else of its first search for
/// sites, else those of the co-location search; the recipe says which.
#[utoipa::path(get, path = "/api/colocation/{search}/scenario.toml", tag = "co-location",
    params(("search" = String, Path, description = "Id of the search."),
        ("candidate" = String, Query, description = "Id of a candidate of the search.")),
    responses((status = 200, description = "The recipe.", body = String, content_type = "application/toml"), StateRefusals))]
pub async fn scenario(
    current: Current,
    Path(search): Path<String>,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let needed = || Problem::parameter("candidate", "name a candidate of the search by its id");
    let candidate = fields.take("candidate")?.ok_or_else(needed)?;
    fields.finish()?;
    blocking::run(move || {
        let found = colocate::carried_out(&current.engine, &search)?;
        let pair = found.pair(&candidate);
        let pair =
            pair.ok_or_else(|| Problem::not_found(format!("candidate '{candidate}' of this search")))?;
        let recipe = current.engine.what_if(&found, pair);
        let recipe = recipe.map_err(|why| Problem::new(Kind::Conflict, why.to_string()).at("candidate"))?;
        Ok(unkept(([(header::CONTENT_TYPE, "application/toml")], recipe)))
    })
    .await
}

/// Every decision that people made about what a search found, the latest last.
#[utoipa::path(get, path = "/api/colocation/{search}/decisions", tag = "co-location",
    params(("search" = String, Path, description = "Id of the search.")),
    responses((status = 200, description = "The decisions.", body = DecisionsView), Refusals))]
pub async fn decisions(
    State(app): State<App>,
    current: Current,
    Path(search): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let found = colocate::carried_out(&current.engine, &search)?;
        let all = colocate::decisions(&app, &found.spec.id)?;
        let base = app.link(&format!("/api/colocation/{}", crate::views::link::segment(&search)));
        let links = vec![
            LinkView::json("self", "Decisions", format!("{base}/decisions")),
            LinkView::json("related", "What the search found", base),
        ];
        let duplicates = JudgedView::new(&found, &all);
        let view =
            DecisionsView { decisions: all.iter().map(DecisionView::new).collect(), duplicates, links };
        Ok(unkept(Json(view)))
    })
    .await
}

/// Keeps a decision: a candidate shortlisted or taken off, a duplicate confirmed, dismissed or reopened.
#[utoipa::path(post, path = "/api/colocation/{search}/decisions", tag = "co-location",
    params(("search" = String, Path, description = "Id of the search.")), request_body = NewDecisionView,
    responses((status = 201, description = "The decision is kept.", body = DecisionView), WriteRefusals))]
pub async fn decide(
    State(app): State<App>,
    current: Current,
    headers: HeaderMap,
    Path(search): Path<String>,
    fields: Fields,
    body: Result<Json<NewDecisionView>, JsonRejection>,
) -> Result<Response, Problem> {
    fields.finish()?;
    may_write(&app, &headers, None)?;
    let Json(new) = body.map_err(|error| super::uploads::bad_json(&error))?;
    blocking::run(move || {
        let found = colocate::carried_out(&current.engine, &search)?;
        let kept = colocate::decide(&app, &found, (&new.subject, &new.verdict, &new.reason))?;
        Ok((StatusCode::CREATED, unkept(Json(DecisionView::new(&kept)))).into_response())
    })
    .await
}

fn links(app: &App, search: &str) -> Vec<LinkView> {
    let base = app.link(&format!("/api/colocation/{}", crate::views::link::segment(search)));
    let mut all = vec![
        LinkView::json("self", "What the search found", base.clone()),
        LinkView::new(
            "enclosure",
            "application/geo+json",
            "As GeoJSON",
            format!("{base}/candidates.geojson"),
        ),
        LinkView::new("enclosure", "text/csv", "Candidates as CSV", format!("{base}/candidates.csv")),
    ];
    all.extend(export::candidates::FORMATS.into_iter().map(|format| {
        let title = format!("Candidates as {}", format.title());
        LinkView::new(
            "enclosure",
            format.media_type(),
            &title,
            format!("{base}/candidates.{}", format.extension()),
        )
    }));
    all.extend([
        LinkView::json("related", "Decisions", format!("{base}/decisions")),
        LinkView::json("collection", "All searches", app.link("/api/colocation")),
    ]);
    all
}
