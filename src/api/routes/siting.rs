//! Searches for the sites that serve a place best: saved recipes and what comes out.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::api::doors::may_write;
use crate::api::params::Fields;
use crate::api::trials::Patience;
use crate::api::{App, Current, Problem, blocking, trials, unkept};
use crate::engine::Engine;
use crate::model::TrialKind;
use crate::store::Trial;
use crate::views::LinkView;
use crate::views::siting::{LocatedView, located_features};
use crate::views::trials::{NewTrialView, SitesAnswerView, TrialView, TrialsView};

use super::uploads::bad_json;
use super::{Refusals, StateRefusals, WriteRefusals};

const KIND: TrialKind = TrialKind::Sites;

/// The saved searches for sites.
#[utoipa::path(get, path = "/api/siting", tag = "sites",
    responses((status = 200, description = "The searches.", body = TrialsView), Refusals))]
pub async fn list(State(app): State<App>, current: Current, fields: Fields) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || Ok(unkept(Json(saved(&app, &current.engine, KIND)?)))).await
}

/// Saves a search as the next version of its id. Nothing is overwritten.
#[utoipa::path(post, path = "/api/siting", tag = "sites", request_body = NewTrialView,
    responses((status = 201, description = "The search is saved.", body = TrialView), WriteRefusals))]
pub async fn save(
    State(app): State<App>,
    current: Current,
    headers: HeaderMap,
    fields: Fields,
    body: Result<Json<NewTrialView>, JsonRejection>,
) -> Result<Response, Problem> {
    fields.finish()?;
    keep((app, current), KIND, &headers, body).await
}

/// The sites that a search chooses, with objective, bound, gap and status.
///
/// Where nothing is possible, `conflict` names the demands that cannot hold
/// together. The solver stops after 60 seconds at most; the status never says
/// more than is proved. One search runs at a time, and it goes on when nobody
/// waits any more: after a 503 ask again, and the answer may be there.
#[utoipa::path(get, path = "/api/siting/{search}", tag = "sites",
    params(("search" = String, Path, description = "Id of the search.")),
    responses((status = 200, description = "What came out.", body = SitesAnswerView), StateRefusals))]
pub async fn show(
    State(app): State<App>,
    current: Current,
    Path(search): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let saved = trials::find(&app, &current.engine, KIND, &search)?;
        let located = trials::locate(&app, &current.engine, &saved.recipe, Patience::ToTheEnd)?;
        let answer = LocatedView::new(&located, current.engine.version());
        Ok(unkept(Json(SitesAnswerView { asked: view(&app, KIND, saved), answer })))
    })
    .await
}

/// Sites and areas of a search as GeoJSON: which were chosen, and which area goes where.
#[utoipa::path(get, path = "/api/siting/{search}/sites.geojson", tag = "sites",
    params(("search" = String, Path, description = "Id of the search.")),
    responses((status = 200, description = "The features.", body = serde_json::Value,
        content_type = "application/geo+json"), StateRefusals))]
pub async fn geojson(
    State(app): State<App>,
    current: Current,
    Path(search): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let saved = trials::find(&app, &current.engine, KIND, &search)?;
        let located = trials::locate(&app, &current.engine, &saved.recipe, Patience::ToTheEnd)?;
        let view = LocatedView::new(&located, current.engine.version());
        Ok(features(&located_features(&located, &view)))
    })
    .await
}

/// Keeps a recipe of either kind.
pub(super) async fn keep(
    (app, current): (App, Current),
    kind: TrialKind,
    headers: &HeaderMap,
    body: Result<Json<NewTrialView>, JsonRejection>,
) -> Result<Response, Problem> {
    may_write(&app, headers, None)?;
    let Json(new) = body.map_err(|error| bad_json(&error))?;
    blocking::run(move || {
        let saved = trials::save(&app, &current.engine, kind, &new.id, &new.recipe)?;
        Ok((StatusCode::CREATED, unkept(Json(view(&app, kind, saved)))).into_response())
    })
    .await
}

/// Everything of a kind.
pub(super) fn saved(app: &App, engine: &Engine, kind: TrialKind) -> Result<TrialsView, Problem> {
    let saved = trials::list(app, engine, kind)?.into_iter().map(|one| view(app, kind, one)).collect();
    let links = vec![LinkView::json("self", "What is saved", app.link(base(kind)))];
    Ok(TrialsView { saved, links })
}

/// One of a kind with its links.
pub(super) fn view(app: &App, kind: TrialKind, saved: Trial) -> TrialView {
    let own = format!("{}/{}", base(kind), saved.id);
    let (features, title) = match kind {
        TrialKind::Sites => ("sites.geojson", "Sites and areas as GeoJSON"),
        TrialKind::Scenario => ("areas.geojson", "Areas and places as GeoJSON"),
    };
    let mut links = vec![
        LinkView::json("self", "What comes out", app.link(&own)),
        LinkView::new("enclosure", "application/geo+json", title, app.link(&format!("{own}/{features}"))),
        LinkView::json("collection", "All that is saved", app.link(base(kind))),
    ];
    if kind == TrialKind::Scenario {
        links.push(LinkView::json("related", "Evidence packs", app.link(&format!("{own}/packs"))));
    }
    TrialView {
        id: saved.id.to_string(),
        number: saved.number,
        title: saved.title,
        recipe: saved.recipe,
        saved_with_version: saved.place_version,
        saved_at: saved.at.map(|at| at.to_string()),
        software: saved.software,
        links,
    }
}

fn base(kind: TrialKind) -> &'static str {
    match kind {
        TrialKind::Sites => "/api/siting",
        TrialKind::Scenario => "/api/scenarios",
    }
}

/// Features that no cache keeps: what is saved belongs to no version of the place.
pub(super) fn features(value: &serde_json::Value) -> Response {
    let mut answer = unkept(Json(value));
    let kind = HeaderValue::from_static("application/geo+json");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}
