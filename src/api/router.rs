//! The one route table.

use axum::Router;
use axum::http::Uri;

use crate::pages;

use super::{App, Problem};

/// The whole service as a router, without a socket.
pub fn app(app: App) -> Router {
    Router::new().merge(pages::router()).fallback(nothing_here).with_state(app)
}

async fn nothing_here(uri: Uri) -> Problem {
    Problem::not_found(format!("page at {}", uri.path()))
}
