//! The addresses of the pages, and the three steps of each: parameters, question, page.

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};

use crate::api::{App, Problem};
use crate::engine::EditionData;

use super::badges::edition_path;
use super::context::Context;
use super::params::Params;
use super::{
    about, area, assets, catalogue, frame, history, home, layer, mapfile, record, register, search, source,
    statement, table, whereabouts,
};

type Shown = Result<Response, Problem>;

/// The pages of the service.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(show_home))
        .route("/search", get(show_search))
        .route("/where", get(show_where))
        .route("/data", get(show_catalogue))
        .route("/data/{dataset}", get(show_dataset))
        .route("/data/{dataset}/{edition}", get(show_edition))
        .route("/registers", get(show_registers))
        .route("/area/{dataset}/{edition}/{code}", get(show_area))
        .route("/record/{dataset}/{edition}/{row}", get(show_record))
        .route("/source/{dataset}/{edition}/{row}", get(show_source))
        .route("/map/{dataset}/{file}", get(show_map))
        .route("/history", get(show_history))
        .route("/about", get(show_about))
        .route("/accessibility", get(show_statement))
        .route("/icon.svg", get(frame::icon))
        .route("/assets/{*path}", get(assets::asset))
}

async fn show_home(State(app): State<App>, Query(query): Query<Vec<(String, String)>>) -> Response {
    let context = Context::of(app);
    context.show(&home::page(&context.engine, &Params(query)))
}

async fn show_search(State(app): State<App>, Query(query): Query<Vec<(String, String)>>) -> Response {
    let mut context = Context::of(app);
    let params = Params(query);
    let wanted = params.get("q").unwrap_or_default();
    if let Some(page) = search::straight_to(&context.engine, wanted) {
        return Redirect::to(&page).into_response();
    }
    wanted.clone_into(&mut context.site.query);
    context.show(&search::page(&context.engine, wanted))
}

async fn show_where(State(app): State<App>, Query(query): Query<Vec<(String, String)>>) -> Response {
    let context = Context::of(app);
    context.show(&whereabouts::page(&context.engine, &Params(query)))
}

async fn show_catalogue(State(app): State<App>) -> Response {
    let context = Context::of(app);
    context.show(&catalogue::page(&context.engine, &context.verdicts()))
}

async fn show_dataset(State(app): State<App>, Path(dataset): Path<String>) -> Shown {
    let context = Context::of(app);
    let newest = context.dataset(&dataset)?.editions.first();
    let newest = newest.ok_or_else(|| Problem::not_found(format!("edition of {dataset}")))?;
    Ok(Redirect::to(&edition_path(&newest.key)).into_response())
}

async fn show_edition(
    State(app): State<App>,
    Path((dataset, edition)): Path<(String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Shown {
    let context = Context::of(app);
    let (set, edition) = context.edition(&dataset, &edition)?;
    let report = context.report(&edition.key);
    let params = Params(query);
    let api = context.app.link(&format!("/api/download/{}/{}.geojson", edition.key.dataset, edition.key.edition));
    let asked = layer::Asked { dataset: set, edition, report: report.as_ref(), api: &api, params: &params };
    let page = match &edition.data {
        EditionData::Layer(layer) => layer::page(&context.engine, asked, layer),
        EditionData::Table(table) => table::page(&context.engine, asked, table),
        EditionData::Register(register) => register::page(&context.engine, asked, register),
    };
    Ok(context.show(&page))
}

async fn show_registers(State(app): State<App>) -> Response {
    let context = Context::of(app);
    context.show(&catalogue::registers(&context.engine))
}

async fn show_area(
    State(app): State<App>,
    Path((dataset, edition, code)): Path<(String, String, String)>,
) -> Shown {
    let context = Context::of(app);
    let (set, edition) = context.edition(&dataset, &edition)?;
    let missing = || Problem::not_found(format!("area {code} in {}", edition.title));
    let layer = edition.layer().ok_or_else(missing)?;
    let (at, area) = context.engine.area(&edition.key, &code).ok_or_else(missing)?;
    let subject = area::Subject { edition, layer, at, area };
    Ok(context.show(&area::page(&context.engine, set, subject)))
}

async fn show_record(
    State(app): State<App>,
    Path((dataset, edition, row)): Path<(String, String, String)>,
) -> Shown {
    let context = Context::of(app);
    let (_, edition) = context.edition(&dataset, &edition)?;
    let missing = || Problem::not_found(format!("record {row} in {}", edition.title));
    let register = edition.register().ok_or_else(missing)?;
    let at = position(&row).ok_or_else(missing)?;
    let record = register.records.get(at).ok_or_else(missing)?;
    Ok(context.show(&record::page(&context.engine, edition, register, at, record)))
}

async fn show_source(
    State(app): State<App>,
    Path((dataset, edition, row)): Path<(String, String, String)>,
) -> Shown {
    let context = Context::of(app);
    let (_, edition) = context.edition(&dataset, &edition)?;
    let missing = || Problem::not_found(format!("row {row} in {}", edition.title));
    let at = position(&row).filter(|at| *at < edition.attributes().len()).ok_or_else(missing)?;
    let label = match &edition.data {
        EditionData::Layer(layer) => layer.areas[at].label().to_owned(),
        EditionData::Register(register) => {
            let record = &register.records[at];
            record.name.as_ref().unwrap_or(&record.id).clone()
        }
        EditionData::Table(_) => format!("row {row}"),
    };
    let published = context.published(edition, at)?;
    Ok(context.show(&source::page(edition, &label, &published)))
}

async fn show_map(
    State(app): State<App>,
    Path((dataset, file)): Path<(String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Shown {
    let context = Context::of(app);
    let params = Params(query);
    let missing = || Problem::not_found(format!("map {file} of {dataset}"));
    let (edition, ending) = file.rsplit_once('.').ok_or_else(missing)?;
    let (_, edition) = context.edition(&dataset, edition)?;
    match ending {
        "svg" => {
            let svg = mapfile::svg(&context.engine, edition, &params).ok_or_else(missing)?;
            Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "no-cache")], svg).into_response())
        }
        "json" => {
            let shapes = mapfile::geojson(&context.engine, edition, &params).ok_or_else(missing)?;
            Ok(([(header::CACHE_CONTROL, "no-cache")], Json(shapes)).into_response())
        }
        _ => Err(missing()),
    }
}

async fn show_history(State(app): State<App>) -> Shown {
    let context = Context::of(app);
    Ok(context.show(&history::page(&context.versions()?, context.engine.version())))
}

async fn show_about(State(app): State<App>) -> Response {
    let context = Context::of(app);
    context.show(&about::page(&context.engine))
}

async fn show_statement(State(app): State<App>) -> Response {
    Context::of(app).show(&statement::page())
}

/// Rows are counted from 1 in addresses.
fn position(row: &str) -> Option<usize> {
    row.parse::<usize>().ok()?.checked_sub(1)
}
