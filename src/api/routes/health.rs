//! For operators: does the service live, can it answer, what does it hold.

use axum::Json;
use axum::extract::State;
use axum::response::Response;

use crate::api::params::Fields;
use crate::api::{App, Problem, unkept};
use crate::views::SOFTWARE;
use crate::views::service::HealthView;

use super::Refusals;

/// State, version and counts. Nothing in it is secret.
#[utoipa::path(get, path = "/health", tag = "service", responses(
    (status = 200, description = "The service answers.", body = HealthView), Refusals))]
pub async fn health(State(app): State<App>, fields: Fields) -> Result<Response, Problem> {
    fields.finish()?;
    let snapshot = app.snapshot();
    let editions = || snapshot.datasets.values().flat_map(|dataset| &dataset.editions);
    let view = HealthView {
        status: app.trouble().map_or("ok", |_| "failing").to_owned(),
        software: SOFTWARE.to_owned(),
        version: snapshot.version,
        datasets: snapshot.datasets.len(),
        editions: editions().count(),
        rows: editions().map(|edition| edition.attributes().len()).sum(),
        requests_in_flight: app.requests_in_flight(),
        writes: app.config().allows_writes(),
    };
    Ok(unkept(Json(view)))
}

/// Whether the process lives at all.
#[utoipa::path(get, path = "/health/live", tag = "service", responses(
    (status = 200, description = "It does.", body = String, content_type = "text/plain"), Refusals))]
pub async fn live(fields: Fields) -> Result<Response, Problem> {
    fields.finish()?;
    Ok(unkept("alive\n"))
}

/// Whether the service should be sent requests.
#[utoipa::path(get, path = "/health/ready", tag = "service", responses(
    (status = 200, description = "It should.", body = String, content_type = "text/plain"), Refusals))]
pub async fn ready(State(app): State<App>, fields: Fields) -> Result<Response, Problem> {
    fields.finish()?;
    match app.trouble() {
        None => Ok(unkept("ready\n")),
        Some(_) => {
            Err(Problem::new(crate::api::Kind::Busy, "the place folder cannot be read; the log says why"))
        }
    }
}
