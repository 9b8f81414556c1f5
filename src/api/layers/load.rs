//! Room and time for requests: too many at once are told to come back, and no
//! answer takes for ever.

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::{App, Kind, Problem, blocking, uploads};

/// The longest query that is read, in bytes.
const MAX_QUERY_BYTES: usize = 8 << 10;

/// Lets a request in when there is room, and ends it when its time is up.
pub(in crate::api) async fn bound(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if let Some(problem) = check_query(&request).or_else(|| check_body(&app, &mut request)) {
        return problem.into_response();
    }
    // Operators must reach /health above all when the service is full.
    let is_health = request.uri().path().starts_with("/health");
    let room = app.requests().clone().try_acquire_owned().ok();
    if room.is_none() && !is_health {
        return Problem::new(Kind::Busy, "too many requests are being worked on").into_response();
    }
    let answer = in_time(&app, request, next);
    match room {
        Some(room) => blocking::within(room, answer).await,
        None => answer.await,
    }
}

/// The answer, or the word that it was not ready in time.
async fn in_time(app: &App, request: Request, next: Next) -> Response {
    // Files of an upload take the time they take; their stalls are bounded elsewhere.
    if uploads::takes_files(request.uri().path()) {
        return next.run(request).await;
    }
    let time = app.config().limits.request_time;
    match tokio::time::timeout(time, next.run(request)).await {
        Ok(response) => response,
        Err(_elapsed) => {
            Problem::new(Kind::Busy, format!("the answer was not ready within {} s", time.as_secs()))
                .into_response()
        }
    }
}

/// Refuses a body that says itself that it is too large, and sees to it that
/// one which does not say is read no further than the limit.
fn check_body(app: &App, request: &mut Request) -> Option<Problem> {
    let limits = &app.config().limits;
    let is_upload = uploads::takes_files(request.uri().path());
    // The parts of a form have heads, which count as well.
    let most = if is_upload { limits.upload_bytes.saturating_add(64 << 10) } else { limits.body_bytes };
    DefaultBodyLimit::max(most).apply(request);
    let length = request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse::<u64>().ok()?;
    let detail = || format!("the body has {length} bytes; at most {most} are read here");
    (length > most as u64).then(|| Problem::new(Kind::TooLarge, detail()))
}

fn check_query(request: &Request) -> Option<Problem> {
    let bytes = request.uri().query().map_or(0, str::len);
    let detail = || format!("the query has {bytes} bytes; at most {MAX_QUERY_BYTES} are read");
    (bytes > MAX_QUERY_BYTES).then(|| Problem::new(Kind::TooLong, detail()))
}
