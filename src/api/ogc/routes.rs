//! The addresses of the standards.

use axum::Router;
use axum::routing::get;

use crate::api::App;

use super::{ROOT, conformance, description, item, items, landing, metadata, queryables, tiles};

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
