//! Room and time for requests: too many at once are told to come back, and no
//! answer takes for ever.

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tokio::sync::OwnedSemaphorePermit;

use crate::api::{App, Kind, Problem, blocking, uploads};

/// The longest query that is read, in bytes.
const MAX_QUERY_BYTES: usize = 8 << 10;

/// The room that a request takes up; none for those that always find room.
pub(super) type Room = Option<OwnedSemaphorePermit>;

/// Lets a request in when there is room, within the bounds of what is read of it.
///
/// # Errors
/// A [`Problem`] when its query or body is too long, or there is no room.
pub(super) fn admit(app: &App, request: &mut Request) -> Result<Room, Problem> {
    if let Some(problem) = check_query(request).or_else(|| check_body(app, request)) {
        return Err(problem);
    }
    // Operators must reach /health above all when the service is full.
    let is_health = request.uri().path().starts_with("/health");
    let room = app.requests().clone().try_acquire_owned().ok();
    if room.is_none() && !is_health {
        return Err(Problem::new(Kind::Busy, "too many requests are being worked on"));
    }
    Ok(room)
}

/// Waits for an answer that takes up room, or says that it was not ready in time.
pub(super) async fn within(
    app: &App,
    takes_files: bool,
    room: Room,
    answer: impl Future<Output = Response>,
) -> Response {
    let answer = in_time(app, takes_files, answer);
    match room {
        Some(room) => blocking::within(room, answer).await,
        None => answer.await,
    }
}

async fn in_time(app: &App, takes_files: bool, answer: impl Future<Output = Response>) -> Response {
    // Files of an upload take the time they take; their stalls are bounded elsewhere.
    if takes_files {
        return answer.await;
    }
    let time = app.config().limits.request_time;
    match tokio::time::timeout(time, answer).await {
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
