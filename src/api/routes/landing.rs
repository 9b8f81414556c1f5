//! Where everything starts: what there is, described for programs.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::params::Fields;
use crate::api::{App, Current, Kind, Problem, openapi};
use crate::views::service::LandingView;
use crate::views::{LinkView, SOFTWARE};

use super::Refusals;

/// The place, and ways to everything in it.
#[utoipa::path(get, path = "/api", tag = "service", responses(
    (status = 200, description = "The landing page.", body = LandingView), Refusals))]
pub async fn landing(
    State(app): State<App>,
    current: Current,
    fields: Fields,
) -> Result<Json<LandingView>, Problem> {
    fields.finish()?;
    let info = &current.engine.snapshot().info;
    Ok(Json(LandingView {
        title: info.name.clone(),
        description: info.description.clone(),
        version: current.version.number,
        software: SOFTWARE.to_owned(),
        main_layer: info.main_layer.as_ref().map(ToString::to_string),
        links: links(&app),
    }))
}

fn links(app: &App) -> Vec<LinkView> {
    let description = "application/vnd.oai.openapi+json;version=3.1";
    vec![
        LinkView::json("self", "This page", app.link("/api")),
        LinkView::new("service-desc", description, "Description of this API", app.link("/api/openapi.json")),
        LinkView::new("service-doc", "text/html", "Pages for people", app.link("/")),
        LinkView::json("data", "Data sets", app.link("/api/datasets")),
        LinkView::json("where", "Areas that hold a point", app.link("/api/where")),
        LinkView::json("search", "Search", app.link("/api/search")),
        LinkView::json("crosswalks", "Weights between two layers", app.link("/api/crosswalks")),
        LinkView::json("align", "A measure carried to a layer", app.link("/api/align")),
        LinkView::json("assessments", "Priorities of areas", app.link("/api/assessments")),
        LinkView::json("indicators", "The indicator library", app.link("/api/indicators")),
        LinkView::json("lineage", "What became of each area between two editions", app.link("/api/lineage")),
        LinkView::json("misfit", "How badly geographies fit into each other", app.link("/api/misfit")),
        LinkView::json("series", "A measure through the years", app.link("/api/series")),
        LinkView::json("colocation", "Searches for co-location", app.link("/api/colocation")),
        LinkView::json("version-history", "Versions of the place", app.link("/api/versions")),
        LinkView::json("status", "Health of the service", app.link("/health")),
    ]
}

/// This description of the API (OpenAPI 3.1).
#[utoipa::path(get, path = "/api/openapi.json", tag = "service", responses(
    (status = 200, description = "An OpenAPI document.", body = Object,
        content_type = "application/vnd.oai.openapi+json;version=3.1"), Refusals))]
pub async fn description(State(app): State<App>, fields: Fields) -> Result<Response, Problem> {
    fields.finish()?;
    let document = openapi(Some(app.public_url().as_str()));
    let failed = |error: serde_json::Error| {
        tracing::error!(%error, "the description of the API could not be written: {error}");
        Problem::new(Kind::Internal, "the description could not be written")
    };
    let body = serde_json::to_vec(&document).map_err(failed)?;
    let media_type = "application/vnd.oai.openapi+json;version=3.1";
    Ok(([(header::CONTENT_TYPE, media_type)], body).into_response())
}

/// A kind of problem.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ProblemKindView)]
pub struct KindView {
    /// What `type` holds.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What a client can do about it.
    pub advice: String,
}

/// What a kind of problem means.
#[utoipa::path(get, path = "/api/problems/{kind}", tag = "service",
    params(("kind" = String, Path, description = "Last part of a problem's `type`.", example = "bad-request")),
    responses((status = 200, description = "The kind.", body = KindView), Refusals))]
pub async fn problem(Path(key): Path<String>, fields: Fields) -> Result<Json<KindView>, Problem> {
    fields.finish()?;
    let kind = Kind::ALL.iter().find(|kind| kind.key() == key);
    let kind = kind.ok_or_else(|| Problem::not_found(format!("kind of problem '{key}'")))?;
    Ok(Json(KindView {
        kind: format!("/api/problems/{}", kind.key()),
        title: kind.title().to_owned(),
        status: kind.status().as_u16(),
        advice: kind.advice().to_owned(),
    }))
}
