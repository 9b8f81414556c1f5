//! The addresses of assessments.

use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use std::sync::Arc;

use crate::api::doors::may_write;
use crate::api::{App, Kind, Problem};
use crate::assess::sensitivity::leave_one_out;
use crate::engine::{AssessError, Assessed};
use crate::pages::context::Context;
use crate::pages::frame::Page;
use crate::pages::params::Params;
use crate::pages::routes::answer;
use crate::pages::take;

use super::PATH;
use super::build::{self, Saving};
use super::compare;
use super::file;
use super::library::{self, LIBRARY};
use super::profile;
use super::sensitivity::{self, Shares};
use super::subject::Subject;

type Shown = Result<Response, Problem>;
type Asked = Query<Vec<(String, String)>>;

/// The pages of assessments.
pub fn router() -> Router<App> {
    Router::new()
        .route(PATH, get(show_list))
        .route(LIBRARY, get(show_library))
        .route("/assessments/{id}", get(show))
        .route("/assessments/{id}/map.svg", get(show_svg))
        .route("/assessments/{id}/map.json", get(show_shapes))
        .route("/assessments/{id}/sensitivity", get(show_sensitivity))
        .route("/assessments/{id}/areas/{code}", get(show_profile))
        .route("/assessments/{id}/compare", get(show_comparison))
        .route("/assessments/{id}/build", get(show_build))
        .route("/assessments/{id}/build.json", get(show_model))
        .route("/assessments/{id}/save", post(save))
}

async fn show_list(State(app): State<App>) -> Shown {
    answer(app, |context| Ok(context.show(&super::list_page(&context.engine)))).await
}

async fn show_library(State(app): State<App>) -> Shown {
    answer(app, |context| Ok(context.show(&library::page(&context.engine)))).await
}

async fn show(State(app): State<App>, Path(id): Path<String>, Query(query): Asked) -> Shown {
    answer(app, move |context| match assessed(&context, &id)? {
        Ok(found) => {
            let params = Params(query);
            let page = super::page(&context.engine, &found, &params);
            let own = super::subject::path(&found.spec.id);
            Ok(context
                .show_with(page, &take::assessment(&context.engine, found.spec.id.as_str(), &own, &params)))
        }
        Err(error) => Ok(context.show(&super::refused("This assessment cannot be shown", &error))),
    })
    .await
}

async fn show_svg(State(app): State<App>, Path(id): Path<String>, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let svg = drawn(&context, &id, query, file::svg)?;
        Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "no-cache")], svg)
            .into_response())
    })
    .await
}

async fn show_shapes(State(app): State<App>, Path(id): Path<String>, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let shapes = drawn(&context, &id, query, file::geojson)?;
        Ok(([(header::CACHE_CONTROL, "no-cache")], Json(shapes)).into_response())
    })
    .await
}

async fn show_profile(State(app): State<App>, Path((id, code)): Path<(String, String)>) -> Shown {
    shown(app, id, "This profile cannot be shown", move |context, found| {
        let missing = || Problem::not_found(format!("area '{code}' in assessment '{}'", found.spec.id));
        let area = found.position(&code).ok_or_else(missing)?;
        let ranks = context.engine.figure_ranks(&found.spec.id)?;
        profile::page(&context.engine, found, &ranks, area).ok_or_else(missing)
    })
    .await
}

async fn show_comparison(State(app): State<App>, Path(id): Path<String>, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let found = match assessed(&context, &id)? {
            Ok(found) => found,
            Err(error) => return Ok(context.show(&super::refused("Areas cannot be compared", &error))),
        };
        let params = Params(query);
        let missing = || Problem::not_found(format!("areas of assessment '{}' in this place", found.spec.id));
        let page = compare::page(&context.engine, &found, &params).ok_or_else(missing)?;
        let is_drawn = compare::Asked::read(&params, &found).areas.len() > 1;
        Ok(if is_drawn {
            context.show_with(page, &take::comparison(&context.engine, &id, &params))
        } else {
            context.show(&page)
        })
    })
    .await
}

async fn show_build(State(app): State<App>, Path(id): Path<String>, Query(query): Asked) -> Shown {
    shown(app, id, "This assessment cannot be shown", move |context, own| {
        let saving = Saving::of(&context.app);
        Ok(build::page(&context.engine, own, &Params(query), &saving))
    })
    .await
}

/// Saves a changed recipe as an assessment of its own, and shows that.
async fn save(
    State(app): State<App>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Form(form): Form<Vec<(String, String)>>,
) -> Shown {
    let form = Params(form);
    answer(app, move |context| {
        may_write(&context.app, &headers, form.get("token"))?;
        let own = assessed(&context, &id)??;
        let edits = Params(query_pairs(form.get("edits").unwrap_or_default())?);
        match build::save(&context.app, &context.engine, &own, &edits, &form) {
            Ok(saved) => Ok(Redirect::to(&super::subject::path(&saved)).into_response()),
            Err(problem) => {
                let saving =
                    Saving { typed: form.clone(), problem: Some(&problem), ..Saving::of(&context.app) };
                let page = build::page(&context.engine, &own, &edits, &saving);
                Ok((problem.status(), context.show(&page)).into_response())
            }
        }
    })
    .await
}

/// The pairs of a query that came as one field of a form.
fn query_pairs(query: &str) -> Result<Vec<(String, String)>, Problem> {
    let wrong = |_not_one| Problem::parameter("edits", "the changes cannot be read");
    let uri: axum::http::Uri = format!("/?{query}").parse().map_err(wrong)?;
    let Query(pairs) =
        Query::try_from_uri(&uri).map_err(|error| Problem::parameter("edits", error.body_text()))?;
    Ok(pairs)
}

async fn show_model(State(app): State<App>, Path(id): Path<String>, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let own = assessed(&context, &id)??;
        let model = build::model(&context.engine, &own, &Params(query));
        let refused =
            || Problem::new(Kind::BadRequest, "the changed recipe cannot be run; the page says why");
        Ok(([(header::CACHE_CONTROL, "no-cache")], Json(model.ok_or_else(refused)?)).into_response())
    })
    .await
}

/// What leaving out each part does is there at once; the shares of variance
/// take many runs, so the page waits for them a moment and then says so.
async fn show_sensitivity(State(app): State<App>, Path(id): Path<String>) -> Shown {
    let engine = app.engine();
    let name = format!("sensitivity of {id} in version {}", engine.version());
    let done = match super::id(&id).zip(app.begin_work(&name)) {
        None => None,
        Some((asked, running)) => {
            let work = tokio::task::spawn_blocking(move || {
                let found = engine.sensitivity(&asked);
                drop(running);
                found
            });
            tokio::time::timeout(app.config().limits.patience_time, work).await.ok().and_then(Result::ok)
        }
    };
    shown(app, id, "This assessment cannot be shown", move |context, found| {
        let shares = done.transpose()?;
        let left_out = match &shares {
            Some(shares) => shares.left_out.clone(),
            None => leave_one_out(&found.run).map_err(AssessError::from)?,
        };
        let shares = shares.as_deref().map_or(Shares::Pending, Shares::Known);
        Ok(sensitivity::page(&context.engine, found, &left_out, &shares))
    })
    .await
}

/// A page of an assessment, or the page that says why it cannot be run.
async fn shown<P>(app: App, id: String, otherwise: &'static str, page: P) -> Shown
where
    P: FnOnce(&Context, &Arc<Assessed>) -> Result<Page, Problem> + Send + 'static,
{
    answer(app, move |context| match assessed(&context, &id)? {
        Ok(found) => Ok(context.show(&page(&context, &found)?)),
        Err(error) => Ok(context.show(&super::refused(otherwise, &error))),
    })
    .await
}

/// The map of an assessment as a file.
fn drawn<T>(
    context: &Context,
    id: &str,
    query: Vec<(String, String)>,
    draw: impl FnOnce(&Subject<'_>) -> Option<T>,
) -> Result<T, Problem> {
    let found = assessed(context, id)??;
    let params = Params(query);
    let map = Subject::of(&context.engine, &found, &params).as_ref().and_then(draw);
    map.ok_or_else(|| Problem::not_found(format!("map of assessment '{id}'")))
}

/// The assessment of an address: none of this id is a problem, one that
/// cannot be run is told by its page.
pub(super) fn assessed(context: &Context, id: &str) -> Result<Result<Arc<Assessed>, AssessError>, Problem> {
    let missing = || Problem::not_found(format!("assessment '{id}' in this place"));
    let id = super::id(id).ok_or_else(missing)?;
    match context.engine.assessed(&id) {
        Err(error @ AssessError::Unknown { .. }) => Err(error.into()),
        other => Ok(other),
    }
}
