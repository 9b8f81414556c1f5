//! Recipes that people send: previewed, saved as versions, withdrawn.

use axum::Json;
use axum::extract::rejection::StringRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use crate::api::doors::may_write;
use crate::api::params::Fields;
use crate::api::{App, Current, Kind, Problem, blocking, take_saved, unkept};
use crate::assess::spec::AssessmentSpec;
use crate::ingest::recipe::{read_recipe, write_recipe};
use crate::model::AssessmentId;
use crate::store::{AssessmentVersion, PlaceStore};
use crate::views::LinkView;
use crate::views::assess::{AssessmentVersionView, AssessmentVersionsView, AssessmentView};

use super::{Refusals, WriteRefusals};

/// Longest recipe that is read over HTTP, in bytes.
const MOST_BYTES: usize = 256 << 10;

/// Most indicators of a recipe that comes over HTTP.
const MOST_INDICATORS: usize = 200;

/// Runs a recipe and keeps nothing: scores, ranks and verdicts, without rank intervals.
///
/// The body is the recipe as the TOML file that a person writes: at most 256 kB and 200 indicators.
#[utoipa::path(post, path = "/api/assessments/preview", tag = "assessments",
    request_body(content = String, content_type = "application/toml"),
    responses((status = 200, description = "What comes of it.", body = AssessmentView), WriteRefusals))]
pub async fn preview(
    State(app): State<App>,
    current: Current,
    fields: Fields,
    body: Result<String, StringRejection>,
) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let spec = recipe(body)?;
        let found = current.engine.assess_quickly(&spec);
        let found = found.map_err(|error| Problem::parameter("recipe", error.to_string()))?;
        let links = vec![LinkView::json("collection", "All assessments", app.link("/api/assessments"))];
        Ok(unkept(Json(AssessmentView::new(&found, write_recipe(&spec), links))))
    })
    .await
}

/// Saves a recipe as the next version of the assessment that it names.
#[utoipa::path(post, path = "/api/assessments", tag = "assessments",
    request_body(content = String, content_type = "application/toml"),
    responses((status = 201, description = "The version is saved.", body = AssessmentVersionView), WriteRefusals))]
pub async fn save(
    State(app): State<App>,
    current: Current,
    fields: Fields,
    headers: HeaderMap,
    body: Result<String, StringRejection>,
) -> Result<Response, Problem> {
    fields.finish()?;
    may_write(&app, &headers, None)?;
    blocking::run(move || {
        let spec = recipe(body)?;
        let store = folder(&app)?;
        // What cannot be run is not kept: nobody could look at it.
        let ran = current.engine.assess_quickly(&spec);
        ran.map_err(|error| Problem::parameter("recipe", error.to_string()))?;
        let saved = store.save_assessment(&spec, Timestamp::now())?;
        take_saved(&app, store)?;
        let location = app.link(&format!("/api/assessments/{}", spec.id));
        let view = version_view(&saved);
        Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(view)).into_response())
    })
    .await
}

/// Every saved version of an assessment, the newest first.
#[utoipa::path(get, path = "/api/assessments/{assessment}/versions", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment.")),
    responses((status = 200, description = "The versions.", body = AssessmentVersionsView), Refusals))]
pub async fn versions(
    State(app): State<App>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    blocking::run(move || {
        let id = known(&id)?;
        let store = app.store().ok_or_else(|| Problem::not_found("saved assessment here"))?;
        let versions = store.assessment_versions(&id)?.iter().map(version_view).collect();
        let own = app.link(&format!("/api/assessments/{id}/versions"));
        let links = vec![LinkView::json("self", "Saved versions", own)];
        Ok(unkept(Json(AssessmentVersionsView { versions, links })))
    })
    .await
}

/// Withdraws a saved version. It stays on record, and the version before it stands again.
#[utoipa::path(delete, path = "/api/assessments/{assessment}/versions/{number}", tag = "assessments",
    params(("assessment" = String, Path, description = "Id of the assessment."),
        ("number" = u64, Path, description = "Number of the version.")),
    responses((status = 204, description = "It is withdrawn."), WriteRefusals))]
pub async fn withdraw(
    State(app): State<App>,
    headers: HeaderMap,
    Path((id, number)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, Problem> {
    fields.finish()?;
    may_write(&app, &headers, None)?;
    let number =
        number.parse().map_err(|_no_number| Problem::not_found(format!("version '{number}' of '{id}'")))?;
    blocking::run(move || {
        let store = folder(&app)?;
        store.withdraw_assessment(&known(&id)?, number, Timestamp::now())?;
        take_saved(&app, store)?;
        Ok(StatusCode::NO_CONTENT.into_response())
    })
    .await
}

fn version_view(saved: &AssessmentVersion) -> AssessmentVersionView {
    AssessmentVersionView {
        id: saved.id.to_string(),
        number: saved.number,
        saved_at: saved.saved_at.to_string(),
        withdrawn_at: saved.withdrawn_at.map(|at| at.to_string()),
        place_version: saved.place_version,
        software: saved.software.clone(),
        recipe: saved.recipe.clone(),
    }
}

/// The recipe of a body, within the limits.
fn recipe(body: Result<String, StringRejection>) -> Result<AssessmentSpec, Problem> {
    let text =
        body.map_err(|error| Problem::new(Kind::of_status(error.status()), error.body_text()).at("recipe"))?;
    if text.len() > MOST_BYTES {
        let detail = format!("the recipe has {} bytes; at most {MOST_BYTES} are read here", text.len());
        return Err(Problem::new(Kind::TooLarge, detail).at("recipe"));
    }
    let spec = read_recipe(&text).map_err(|faults| {
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Problem::parameter("recipe", all.join("\n"))
    })?;
    let n = spec.index.indicators().len();
    if n > MOST_INDICATORS {
        let detail = format!("the recipe has {n} indicators; at most {MOST_INDICATORS} are taken here");
        return Err(Problem::new(Kind::TooLarge, detail).at("recipe"));
    }
    Ok(spec)
}

fn folder(app: &App) -> Result<&PlaceStore, Problem> {
    let without = "the service runs without a place folder, so it keeps no assessments";
    app.store().ok_or_else(|| Problem::new(Kind::Forbidden, without))
}

fn known(id: &str) -> Result<AssessmentId, Problem> {
    id.parse().map_err(|_not_an_id| Problem::not_found(format!("assessment '{id}'")))
}
