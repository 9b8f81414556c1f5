//! Scenarios: saved recipes, what they would do to people, and evidence packs.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::api::doors::may_write;
use crate::api::params::Fields;
use crate::api::trials::Patience;
use crate::api::{App, Current, Problem, blocking, trials, unkept};
use crate::model::TrialKind;
use crate::store::KeptPack;
use crate::views::LinkView;
use crate::views::scenario::{TriedView, tried_features};
use crate::views::trials::{
    KeptPackView, KeptPacksView, NewTrialView, ScenarioAnswerView, TrialView, TrialsView,
};

use super::siting::{features, keep, saved, view};
use super::{Refusals, StateRefusals, WriteRefusals};

const KIND: TrialKind = TrialKind::Scenario;

/// Stands on everything that a scenario gives out.
const LABEL: &str = "What if: not real data";

/// The saved scenarios.
#[utoipa::path(get, path = "/api/scenarios", tag = "scenarios",
    responses((status = 200, description = "The scenarios.", body = TrialsView), Refusals))]
pub async fn list(State(app): State<App>, current: Current, fields: Fields) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || Ok(unkept(Json(saved(&app, &current.engine, KIND)?)))).await
}

/// Saves a scenario as the next version of its id. Nothing is overwritten.
#[utoipa::path(post, path = "/api/scenarios", tag = "scenarios", request_body = NewTrialView,
    responses((status = 201, description = "The scenario is saved.", body = TrialView), WriteRefusals))]
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

/// Who would gain and who would lose, by group and class, each sum with its range.
///
/// Nothing of it is part of the place: `label` says so.
#[utoipa::path(get, path = "/api/scenarios/{scenario}", tag = "scenarios",
    params(("scenario" = String, Path, description = "Id of the scenario.")),
    responses((status = 200, description = "What came out.", body = ScenarioAnswerView), StateRefusals))]
pub async fn show(
    State(app): State<App>,
    current: Current,
    Path(scenario): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let saved = trials::find(&app, &current.engine, KIND, &scenario)?;
        let tried = trials::try_out(&app, &current.engine, &saved.recipe, Patience::ToTheEnd)?;
        let answer = TriedView::new(&tried);
        Ok(unkept(Json(ScenarioAnswerView { label: LABEL, asked: view(&app, KIND, saved), answer })))
    })
    .await
}

/// Areas with their minutes before and after, and the places of the service, as GeoJSON.
#[utoipa::path(get, path = "/api/scenarios/{scenario}/areas.geojson", tag = "scenarios",
    params(("scenario" = String, Path, description = "Id of the scenario.")),
    responses((status = 200, description = "The features.", body = serde_json::Value,
        content_type = "application/geo+json"), StateRefusals))]
pub async fn geojson(
    State(app): State<App>,
    current: Current,
    Path(scenario): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let saved = trials::find(&app, &current.engine, KIND, &scenario)?;
        let tried = trials::try_out(&app, &current.engine, &saved.recipe, Patience::ToTheEnd)?;
        Ok(features(&tried_features(&tried)))
    })
    .await
}

/// The equality evidence packs of a scenario that were linked to decisions.
#[utoipa::path(get, path = "/api/scenarios/{scenario}/packs", tag = "scenarios",
    params(("scenario" = String, Path, description = "Id of the scenario.")),
    responses((status = 200, description = "The packs.", body = KeptPacksView), StateRefusals))]
pub async fn packs(
    State(app): State<App>,
    current: Current,
    Path(scenario): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let saved = trials::find(&app, &current.engine, KIND, &scenario)?;
        let packs = trials::packs(&app, &saved)?.into_iter().map(pack).collect();
        Ok(unkept(Json(KeptPacksView { packs, links: links(&app, saved.id.as_str()) })))
    })
    .await
}

/// Links the evidence of a scenario to the decision that its recipe names. It is never changed again.
#[utoipa::path(post, path = "/api/scenarios/{scenario}/packs", tag = "scenarios",
    params(("scenario" = String, Path, description = "Id of the scenario.")),
    responses((status = 201, description = "The pack is kept.", body = KeptPackView), WriteRefusals))]
pub async fn link(
    State(app): State<App>,
    current: Current,
    headers: HeaderMap,
    Path(scenario): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    may_write(&app, &headers, None)?;
    blocking::run(move || {
        let saved = trials::find(&app, &current.engine, KIND, &scenario)?;
        let kept = trials::keep_pack(&app, &current.engine, &saved)?;
        Ok((StatusCode::CREATED, unkept(Json(pack(kept)))).into_response())
    })
    .await
}

fn links(app: &App, scenario: &str) -> Vec<LinkView> {
    let own = app.link(&format!("/api/scenarios/{scenario}"));
    vec![
        LinkView::json("self", "Evidence packs", format!("{own}/packs")),
        LinkView::json("up", "The scenario", own),
    ]
}

fn pack(kept: KeptPack) -> KeptPackView {
    KeptPackView {
        unchanged: trials::verify(&kept).is_ok(),
        scenario: kept.scenario.to_string(),
        decision: kept.decision,
        digest: kept.digest,
        place_version: kept.place_version,
        linked_at: kept.at.to_string(),
        facts: kept.facts,
    }
}
