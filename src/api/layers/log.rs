//! One line of the log for each answer, and the id that ties the two together.

use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::api::App;

/// The header that carries the id of a request in its answer.
pub(in crate::api) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Names the request, and logs its answer. The query is left out of the log:
/// it may hold the postcode of somebody's home.
pub(in crate::api) async fn answer(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = app.next_request_id();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", request.id = %id);
    let mut response = next.run(request).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let status = response.status().as_u16();
    let duration_ms = started.elapsed().as_millis();
    if status >= 500 {
        tracing::warn!(request.id = %id, %method, path, status, duration_ms, "answered {method} {path} with {status}");
    } else {
        tracing::info!(request.id = %id, %method, path, status, duration_ms, "answered {method} {path} with {status}");
    }
    response
}
