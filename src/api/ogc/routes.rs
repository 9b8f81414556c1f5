//! The addresses of the standards.

use axum::Router;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;

use crate::api::App;

use super::{ROOT, collections, conformance, description, item, items, landing, metadata, queryables, tiles};

/// The routes below [`ROOT`].
pub fn router() -> Router<App> {
    let at = |path: &str| format!("{ROOT}{path}");
    Router::new()
        .route(ROOT, get(landing::landing))
        .route(&at("/"), get(landing::landing))
        .route(&at("/api"), get(description::description))
        .route(&at("/conformance"), get(conformance::conformance))
        .route(&at("/collections"), get(metadata::list))
        .route(&at("/collections/{id}"), get(metadata::show))
        .route(&at("/collections/{id}/queryables"), get(queryables::queryables))
        .route(&at("/collections/{id}/items"), get(items::items))
        .route(&at("/collections/{id}/items/{feature}"), get(item::item))
        .route(&at("/collections/{id}/tiles"), get(tiles::list))
        .route(&at("/collections/{id}/tiles/{set}"), get(tiles::set))
        .route(&at("/collections/{id}/tiles/{set}/{z}/{row}/{column}"), get(tiles::tile))
        .route(&at("/collections/{id}/tilejson.json"), get(tiles::tilejson))
        .route(&at("/tileMatrixSets"), get(tiles::matrix_sets))
        .route(&at("/tileMatrixSets/{set}"), get(tiles::matrix_set))
}

/// Saved areas belong to no version of the place, so no tag of a version may
/// vouch for them, and pages of other sites may not read them.
pub async fn guard_saved(
    params: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
    next: Next,
) -> Response {
    let names_saved = |params: RawPathParams| {
        params.iter().any(|(name, value)| name == "id" && value == collections::CUSTOM)
    };
    let is_saved = params.is_ok_and(names_saved);
    let mut answer = next.run(request).await;
    if is_saved {
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        answer.headers_mut().remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    }
    answer
}
