//! The one route table, and the layers around it.

use axum::Router;
use axum::http::Uri;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::compression::CompressionLayer;

use crate::pages;

use super::layers::{headers, load, log, problems, version};
use super::{App, Problem};

/// The whole service as a router, without a socket.
pub fn app(app: App) -> Router {
    let routes: Router<App> = Router::new().merge(pages::router()).fallback(nothing_here);
    with_layers(routes, &app).with_state(app)
}

/// The innermost layer stands first.
fn with_layers(routes: Router<App>, app: &App) -> Router<App> {
    // A GeoPackage is a data base: packing it costs much and gains little.
    let packed = DefaultPredicate::new().and(NotForContentType::new("application/geopackage+sqlite3"));
    routes
        .layer(from_fn_with_state(app.clone(), version::tag))
        .layer(CatchPanicLayer::custom(problems::panicked))
        .layer(from_fn_with_state(app.clone(), load::bound))
        .layer(from_fn(problems::finish))
        .layer(from_fn_with_state(app.clone(), pages::error::as_page))
        .layer(from_fn_with_state(app.clone(), headers::secure))
        .layer(CompressionLayer::new().compress_when(packed))
        .layer(from_fn_with_state(app.clone(), log::answer))
}

async fn nothing_here(uri: Uri) -> Problem {
    Problem::not_found(format!("page at {}", uri.path()))
}
