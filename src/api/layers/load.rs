//! Room and time for requests: too many at once are told to come back, and no
//! answer takes for ever.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::{App, Kind, Problem, uploads};

/// The longest query that is read, in bytes.
const MAX_QUERY_BYTES: usize = 8 << 10;

/// Lets a request in when there is room, and ends it when its time is up.
pub(in crate::api) async fn bound(State(app): State<App>, request: Request, next: Next) -> Response {
    if let Some(problem) = check_query(&request) {
        return problem.into_response();
    }
    // Operators must reach /health above all when the service is full.
    let is_health = request.uri().path().starts_with("/health");
    let permit = app.requests().clone().try_acquire_owned();
    if permit.is_err() && !is_health {
        return Problem::new(Kind::Busy, "too many requests are being worked on").into_response();
    }
    // Files of an upload take the time they take; their stalls are bounded elsewhere.
    if request.uri().path() == uploads::PATH {
        return next.run(request).await;
    }
    let time = app.config().limits.request_time;
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => {
            Problem::new(Kind::Busy, format!("the answer was not ready within {} s", time.as_secs())).into_response()
        }
    }
}

fn check_query(request: &Request) -> Option<Problem> {
    let bytes = request.uri().query().map_or(0, str::len);
    let detail = || format!("the query has {bytes} bytes; at most {MAX_QUERY_BYTES} are read");
    (bytes > MAX_QUERY_BYTES).then(|| Problem::new(Kind::TooLong, detail()))
}
