//! Problems as pages: what went wrong, and what to do next.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::api::App;

/// Shows problems as pages to those who ask for pages, whoever found them.
pub async fn as_page(State(_app): State<App>, request: Request, next: Next) -> Response {
    next.run(request).await
}
