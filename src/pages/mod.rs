//! Server-rendered pages: whole HTML with heading, sentence, table and map.

pub mod error;

use axum::Router;

use crate::api::App;

/// The pages of the service.
pub fn router() -> Router<App> {
    Router::new()
}
