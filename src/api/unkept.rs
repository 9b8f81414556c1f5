//! Answers that no cache keeps.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// An answer that no cache keeps: what people upload, save and decide, and how
/// the service does, belong to no version of the place, so no tag of a version
/// may vouch for them.
pub fn unkept(answer: impl IntoResponse) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
}
