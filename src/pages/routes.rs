//! The addresses of the pages, and the three steps of each: parameters, question, page.

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};

use crate::api::{App, Problem, blocking};
use crate::engine::EditionData;
use crate::register::Record;

use super::badges::{edition_path, record_path};
use super::context::Context;
use super::edition::parts;
use super::params::Params;
use super::{
    about, area, assess, assets, background, boundaries, catalogue, changes, colocation, custom, fit, frame,
    history, home, layer, mapfile, network, record, register, search, source, statement, sureness, table,
    take, trials, upload, walk, whereabouts,
};

type Shown = Result<Response, Problem>;
type Asked = Query<Vec<(String, String)>>;
type Edition = Path<(String, String)>;
type Row = Path<(String, String, String)>;

/// The pages of the service.
pub fn router() -> Router<App> {
    Router::new()
        .route("/", get(show_home))
        .route(home::MAP, get(show_figures))
        .route("/search", get(show_search))
        .route("/where", get(show_where))
        .route("/boundaries", get(show_boundaries))
        .route("/boundaries/map.svg", get(show_two_layers))
        .route("/data", get(show_catalogue))
        .route("/data/{dataset}", get(show_dataset))
        .route("/data/{dataset}/{edition}", get(show_edition))
        .route("/registers", get(show_registers))
        .route(changes::PATH, get(show_changes))
        .route("/boundaries/changes/map.svg", get(show_changes_map))
        .route(fit::PATH, get(show_fit))
        .route("/area/{code}", get(area::stable::show))
        .route("/area/{dataset}/{edition}/{code}", get(show_area))
        .route("/record/{dataset}/{edition}/{row}", get(show_record))
        .route("/source/{dataset}/{edition}/{row}", get(show_source))
        .route("/map/{dataset}/{file}", get(show_map))
        .route("/history", get(show_history))
        .route("/about", get(show_about))
        .route("/about/error", get(show_sureness))
        .route("/accessibility", get(show_statement))
        .route(background::ROUTE, get(background::tile))
        .route("/icon.svg", get(frame::icon))
        .route("/assets/{*path}", get(assets::asset))
        .merge(assess::router())
        .merge(colocation::router())
        .merge(custom::router())
        .merge(trials::router())
        .merge(walk::router())
        .merge(upload::router())
}

async fn show_home(State(app): State<App>, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let params = Params(query);
        let page = home::page(&context.engine, &params);
        Ok(context.show_with(page, &take::home(&context.engine, &params)))
    })
    .await
}

async fn show_figures(State(app): State<App>, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let params = Params(query);
        let page = home::figures_page(&context.engine, &params);
        Ok(context.show_with(page, &take::map_of_figures(&context.engine, &params)))
    })
    .await
}

async fn show_search(State(app): State<App>, Query(query): Asked) -> Shown {
    answer(app, move |mut context| {
        let params = Params(query);
        let wanted = params.get("q").unwrap_or_default();
        if let Some(page) = search::straight_to(&context.engine, wanted) {
            return Ok(Redirect::to(&page).into_response());
        }
        wanted.clone_into(&mut context.site.query);
        Ok(context.show(&search::page(&context.engine, wanted)))
    })
    .await
}

async fn show_where(State(app): State<App>, Query(query): Asked) -> Shown {
    answer(app, move |context| Ok(context.show(&whereabouts::page(&context.engine, &Params(query))))).await
}

async fn show_boundaries(State(app): State<App>, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let params = Params(query);
        let page = boundaries::page(&context.engine, &params);
        Ok(context.show_with(page, &take::boundaries(&context.engine, &params)))
    })
    .await
}

async fn show_two_layers(State(app): State<App>, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let missing = || Problem::not_found("map of these two layers");
        let svg = boundaries::map_file(&context.engine, &Params(query)).ok_or_else(missing)?;
        let fresh = (header::CACHE_CONTROL, "no-cache");
        Ok(([(header::CONTENT_TYPE, "image/svg+xml"), fresh], svg).into_response())
    })
    .await
}

async fn show_catalogue(State(app): State<App>) -> Shown {
    answer(app, |context| {
        let page = catalogue::page(&context.engine, &context.verdicts()?);
        Ok(context.show_with(page, &take::catalogue(&context.engine)))
    })
    .await
}

async fn show_dataset(State(app): State<App>, Path(dataset): Path<String>) -> Shown {
    answer(app, move |context| {
        let newest = context.dataset(&dataset)?.editions.first();
        let newest = newest.ok_or_else(|| Problem::not_found(format!("edition of {dataset}")))?;
        Ok(Redirect::to(&edition_path(&newest.key)).into_response())
    })
    .await
}

async fn show_edition(
    State(app): State<App>,
    Path((dataset, edition)): Edition,
    Query(query): Asked,
) -> Shown {
    answer(app, move |context| {
        let (set, edition) = context.edition(&dataset, &edition)?;
        let report = context.report(&edition.key)?;
        let params = Params(query);
        let ending = if edition.table().is_some() { "csv" } else { "geojson" };
        let api = context.app.link(&format!("{}/download.{ending}", parts::api_path(&edition.key)));
        let asked =
            layer::Asked { dataset: set, edition, report: report.as_ref(), api: &api, params: &params };
        let page = match &edition.data {
            EditionData::Layer(layer) => layer::page(&context.engine, asked, layer),
            EditionData::Table(table) => table::page(&context.engine, asked, table),
            EditionData::Register(register) => register::page(&context.engine, asked, register),
            EditionData::Network(streets) => network::page(asked, streets),
        };
        Ok(context.show_with(page, &take::edition(edition, &params)))
    })
    .await
}

async fn show_registers(State(app): State<App>) -> Shown {
    answer(app, |context| {
        let page = catalogue::registers(&context.engine);
        Ok(context.show_with(page, &take::registers(&context.engine)))
    })
    .await
}

async fn show_changes(State(app): State<App>, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let params = Params(query);
        let page = changes::page(&context.engine, &params)?;
        Ok(context.show_with(page, &take::changes(&context.engine, &params)))
    })
    .await
}

async fn show_changes_map(State(app): State<App>, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let svg = changes::map_file(&context.engine, &Params(query))?;
        let headers = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "no-cache")];
        Ok((headers, svg).into_response())
    })
    .await
}

async fn show_fit(State(app): State<App>, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let params = Params(query);
        let page = fit::page(&context.engine, &params)?;
        Ok(context.show_with(page, &take::fit(&context.engine, &params)))
    })
    .await
}

async fn show_area(State(app): State<App>, Path((dataset, edition, code)): Row) -> Shown {
    answer(app, move |context| {
        let (set, edition) = context.edition(&dataset, &edition)?;
        let missing = || Problem::not_found(format!("area {code} in {}", edition.title));
        let layer = edition.layer().ok_or_else(missing)?;
        let (at, area) = context.engine.area(&edition.key, &code).ok_or_else(missing)?;
        let subject = area::Subject { edition, layer, at, area };
        let page = area::page(&context.engine, set, subject);
        Ok(context.show_with(page, &take::area(edition, area.label(), area.code.as_str())))
    })
    .await
}

async fn show_record(State(app): State<App>, Path((dataset, edition, row)): Row) -> Shown {
    answer(app, move |context| {
        let (edition, at, record) = record_of(&context, &dataset, &edition, &row)?;
        let page = record::page(&context.engine, edition, at, record);
        Ok(context.show_with(page, &take::record(edition, record, record_path(&edition.key, at))))
    })
    .await
}

/// A record of a register, with its edition and position.
pub(super) fn record_of<'c>(
    context: &'c Context,
    dataset: &str,
    edition: &str,
    row: &str,
) -> Result<(&'c crate::engine::Edition, usize, &'c Record), Problem> {
    let (_, edition) = context.edition(dataset, edition)?;
    let missing = || Problem::not_found(format!("record {row} in {}", edition.title));
    let register = edition.register().ok_or_else(missing)?;
    let at = position(row).ok_or_else(missing)?;
    Ok((edition, at, register.records.get(at).ok_or_else(missing)?))
}

async fn show_source(State(app): State<App>, Path((dataset, edition, row)): Row) -> Shown {
    answer(app, move |context| {
        let (_, edition) = context.edition(&dataset, &edition)?;
        let missing = || Problem::not_found(format!("row {row} in {}", edition.title));
        let at = position(&row).filter(|at| *at < edition.attributes().len()).ok_or_else(missing)?;
        let label = match &edition.data {
            EditionData::Layer(layer) => layer.areas[at].label().to_owned(),
            EditionData::Register(register) => {
                let record = &register.records[at];
                record.name.as_ref().unwrap_or(&record.id).clone()
            }
            EditionData::Network(_) => format!("street {row}"),
            EditionData::Table(_) => format!("row {row}"),
        };
        let published = context.published(edition, at)?;
        Ok(context.show(&source::page(edition, &label, &published)))
    })
    .await
}

async fn show_map(State(app): State<App>, Path((dataset, file)): Edition, Query(query): Asked) -> Shown {
    answer(app, move |context| {
        let params = Params(query);
        let missing = || Problem::not_found(format!("map {file} of {dataset}"));
        let (edition, ending) = file.rsplit_once('.').ok_or_else(missing)?;
        let (_, edition) = context.edition(&dataset, edition)?;
        let fresh = (header::CACHE_CONTROL, "no-cache");
        match ending {
            "svg" => {
                let svg = mapfile::svg(&context.engine, edition, &params).ok_or_else(missing)?;
                Ok(([(header::CONTENT_TYPE, "image/svg+xml"), fresh], svg).into_response())
            }
            "json" => {
                let shapes = mapfile::geojson(&context.engine, edition, &params).ok_or_else(missing)?;
                Ok(([fresh], Json(shapes)).into_response())
            }
            _ => Err(missing()),
        }
    })
    .await
}

async fn show_history(State(app): State<App>) -> Shown {
    answer(app, |context| Ok(context.show(&history::page(&context.versions()?, context.engine.version()))))
        .await
}

async fn show_about(State(app): State<App>) -> Shown {
    answer(app, |context| Ok(context.show(&about::page(&context.engine)))).await
}

async fn show_sureness(State(app): State<App>) -> Shown {
    answer(app, |context| Ok(context.show(&sureness::page(&context.engine)))).await
}

async fn show_statement(State(app): State<App>) -> Shown {
    answer(app, |context| Ok(context.show(&statement::page()))).await
}

/// Runs the work of one page away from the threads that serve connections.
pub(super) async fn answer(app: App, work: impl FnOnce(Context) -> Shown + Send + 'static) -> Shown {
    blocking::run(move || work(Context::of(app))).await
}

/// Rows are counted from 1 in addresses.
fn position(row: &str) -> Option<usize> {
    row.parse::<usize>().ok()?.checked_sub(1)
}
