//! The one route table, and the layers around it.

use axum::Router;
use axum::http::{HeaderName, Method, Uri, header};
use axum::middleware::from_fn_with_state;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::cors::{Any, CorsLayer};
use utoipa::OpenApi;
use utoipa::openapi::{RefOr, Schema, ServerBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::pages;

use super::layers::around::{Door, around};
use super::layers::problems;
use super::routes::{
    align, assess, colocation, crosswalks, custom, datasets, downloads, health, items, landing, lineage,
    maps, misfit, provenance, recipes, scenarios, search, series, siting, uploads, walks, whereabouts,
};
use super::{App, Problem, ogc};

/// The whole service as a router, without a socket.
pub fn app(app: App) -> Router {
    let (mut api, _) = data_routes().split_for_parts();
    let mut standards = ogc::router();
    if app.config().server.cors {
        api = api.layer(cors());
        standards = standards.layer(cors());
    }
    // Outside of what lets other sites in, which it takes back for saved areas.
    let standards = standards.layer(axum::middleware::from_fn(ogc::guard_saved));
    // Pages of other sites may read what anybody may read, but neither uploads nor custom areas.
    let (uploads, _) = upload_routes().merge(custom_routes()).split_for_parts();
    let routes = Router::new()
        .merge(api)
        .merge(standards)
        .merge(uploads)
        .merge(pages::router())
        .fallback(nothing_here);
    with_layers(routes, &app).with_state(app)
}

/// The description of the API, with the address of its server where that is known.
#[must_use]
pub fn openapi(server: Option<&str>) -> utoipa::openapi::OpenApi {
    let (_, mut document) = data_routes().merge(upload_routes()).merge(custom_routes()).split_for_parts();
    document.servers = server.map(|url| vec![ServerBuilder::new().url(url).build()]);
    name_operations(&mut document);
    unbind_limits(&mut document);
    document
}

/// `limit` may be any number: one above what the service gives is cut, however
/// many digits it has, so no width of integers bounds it.
fn unbind_limits(document: &mut utoipa::openapi::OpenApi) {
    let items = document.paths.paths.values_mut();
    let operations = items.filter_map(|item| item.get.as_mut());
    for parameter in operations.flat_map(|operation| operation.parameters.iter_mut().flatten()) {
        let RefOr::T(parameter) = parameter else { continue };
        if let (true, Some(RefOr::T(Schema::Object(object)))) =
            (parameter.name == "limit", parameter.schema.as_mut())
        {
            object.format = None;
        }
    }
}

/// Gives each operation a name by its method and path, which no other has:
/// `get_colocation_search_candidates_csv`.
fn name_operations(document: &mut utoipa::openapi::OpenApi) {
    let plain = |path: &str| -> String {
        let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.filter(|word| *word != "api").collect::<Vec<_>>().join("_")
    };
    for (path, item) in &mut document.paths.paths {
        let path = plain(path);
        for (method, operation) in [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("patch", &mut item.patch),
            ("delete", &mut item.delete),
        ] {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}_{path}").trim_end_matches('_').to_owned());
            }
        }
    }
}

/// What the description of the API starts with.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wardwise",
        description = "What is known of a place: its boundaries, registers and tables, each figure with its edition, \
            source and licence. A missing value is null, and a sibling says why; it is never 0.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(Problem)),
    tags(
        (name = "service", description = "The service itself."),
        (name = "data", description = "Data sets, their editions and rows."),
        (name = "provenance", description = "Where figures come from and what became of them."),
        (name = "downloads", description = "Editions as files."),
        (name = "maps", description = "Maps of the pages as files, for print, slides and other sites."),
        (name = "questions", description = "What is where."),
        (name = "alignment", description = "Figures of one geography carried to another."),
        (name = "assessments", description = "Priorities of areas: scores, ranks with intervals, and why."),
        (name = "co-location", description = "Buildings and services that could share, with reasons; keeping a decision is \
            off unless the service listens on loopback only or a token is configured."),
        (name = "sites", description = "Which sites serve a place best, with proof; saving is off unless the service \
            listens on loopback only or a token is configured."),
        (name = "scenarios", description = "What if: who would gain and who would lose. Nothing of it is part of the \
            place. Saving and linking evidence are off unless the service listens on loopback only or a token is \
            configured."),
        (name = "walks", description = "How long people walk, along streets or by a straight line that says so; streets \
            within some minutes of sites."),
        (name = "custom areas", description = "Ground that a person chose, and figures estimated for it; saving is off \
            unless the service listens on loopback only or a token is configured."),
        (name = "uploads", description = "Files on their way into the place; off unless the service listens on \
            loopback only or a token is configured."),
    )
)]
struct Description;

fn data_routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(landing::landing))
        .routes(routes!(landing::description))
        .routes(routes!(landing::problem))
        .routes(routes!(datasets::list))
        .routes(routes!(datasets::dataset))
        .routes(routes!(datasets::edition))
        .routes(routes!(items::list))
        .routes(routes!(items::item))
        .routes(routes!(downloads::geojson))
        .routes(routes!(downloads::csv))
        .routes(routes!(downloads::csv_metadata))
        .routes(routes!(downloads::geopackage))
        .routes(routes!(downloads::workbook))
        .routes(routes!(downloads::parquet))
        .routes(routes!(downloads::flatgeobuf))
        .routes(routes!(provenance::report))
        .routes(routes!(provenance::versions))
        .routes(routes!(provenance::origin))
        .routes(routes!(whereabouts::areas))
        .routes(routes!(search::search))
        .routes(routes!(crosswalks::show))
        .routes(routes!(crosswalks::csv))
        .routes(routes!(crosswalks::parquet))
        .routes(routes!(crosswalks::workbook))
        .routes(routes!(crosswalks::best_fit))
        .routes(routes!(crosswalks::pieces))
        .routes(routes!(align::align))
        .routes(routes!(assess::list))
        .routes(routes!(assess::library))
        .routes(routes!(assess::show))
        .routes(routes!(assess::area))
        .routes(routes!(assess::profile))
        .routes(routes!(assess::profile_csv))
        .routes(routes!(assess::compare))
        .routes(routes!(assess::sensitivity))
        .routes(routes!(assess::csv))
        .routes(routes!(assess::stages))
        .routes(routes!(assess::geojson))
        .routes(routes!(assess::workbook))
        .routes(routes!(assess::geopackage))
        .routes(routes!(assess::parquet))
        .routes(routes!(assess::flatgeobuf))
        .routes(routes!(assess::toml))
        .routes(routes!(lineage::lineage))
        .routes(routes!(lineage::csv))
        .routes(routes!(misfit::misfit))
        .routes(routes!(misfit::csv))
        .routes(routes!(misfit::split_csv))
        .routes(routes!(series::series))
        .routes(routes!(series::csv))
        .routes(routes!(colocation::list))
        .routes(routes!(colocation::show))
        .routes(routes!(colocation::geojson))
        .routes(routes!(colocation::csv))
        .routes(routes!(colocation::scenario))
        .routes(routes!(walks::walks))
        .routes(routes!(walks::rings))
        .routes(routes!(maps::svg))
        .routes(routes!(maps::png))
        .routes(routes!(colocation::workbook))
        .routes(routes!(colocation::geopackage))
        .routes(routes!(colocation::parquet))
        .routes(routes!(colocation::flatgeobuf))
        .routes(routes!(health::health))
        .routes(routes!(health::live))
        .routes(routes!(health::ready))
}

fn upload_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(uploads::send))
        .routes(routes!(uploads::show, uploads::discard))
        .routes(routes!(uploads::check))
        .routes(routes!(uploads::publish))
}

fn custom_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(recipes::preview))
        .routes(routes!(recipes::save))
        .routes(routes!(recipes::versions))
        .routes(routes!(recipes::withdraw))
        .routes(routes!(custom::list, custom::save))
        .routes(routes!(custom::show, custom::rename, custom::delete))
        .routes(routes!(custom::figures))
        .routes(routes!(custom::estimate))
        .routes(routes!(colocation::decisions, colocation::decide))
        .routes(routes!(siting::list, siting::save))
        .routes(routes!(siting::show))
        .routes(routes!(siting::geojson))
        .routes(routes!(scenarios::list, scenarios::save))
        .routes(routes!(scenarios::show))
        .routes(routes!(scenarios::geojson))
        .routes(routes!(scenarios::packs, scenarios::link))
}

/// Anybody's page may read what anybody may read.
fn cors() -> CorsLayer {
    let told =
        [header::ETAG, header::LINK, header::CONTENT_DISPOSITION, HeaderName::from_static("content-crs")];
    CorsLayer::new().allow_origin(Any).allow_methods([Method::GET, Method::HEAD]).expose_headers(told)
}

/// The innermost layer stands first.
fn with_layers(routes: Router<App>, app: &App) -> Router<App> {
    // A GeoPackage is a data base: packing it costs much and gains little.
    let packed = DefaultPredicate::new().and(NotForContentType::new("application/geopackage+sqlite3"));
    routes
        .layer(CatchPanicLayer::custom(problems::panicked))
        .layer(CompressionLayer::new().compress_when(packed))
        .layer(from_fn_with_state(Door::new(app), around))
}

async fn nothing_here(uri: Uri) -> Problem {
    Problem::not_found(format!("page at {}", uri.path()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let document = serde_json::to_value(openapi(None)).expect("JSON");
        let paths = document["paths"].as_object().expect("paths");
        let operations = paths.values().flat_map(|item| item.as_object().expect("methods").values());
        let names: Vec<&str> = operations.filter_map(|one| one["operationId"].as_str()).collect();
        assert!(names.len() > 90, "{} operations are named", names.len());
        let different: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(different.len(), names.len());
    }
}
