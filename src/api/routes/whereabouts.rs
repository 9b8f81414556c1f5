//! The areas that hold a point, on a day.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;

use crate::api::params::Fields;
use crate::api::params::date::date;
use crate::api::params::point::{Point, point};
use crate::api::{App, Current, Problem, blocking, links, locate};
use crate::engine::{Engine, Found};
use crate::model::DatasetKind;
use crate::views::LinkView;
use crate::views::whereabouts::{FoundView, WhereView};

use super::Refusals;

/// Every area of every layer that holds a point, on a day or on any.
///
/// The point is named in one way: by `postcode`, by `lon` and `lat`, by `grid`,
/// or by `easting` and `northing`.
#[utoipa::path(get, path = "/api/where", tag = "questions",
    params(("postcode" = Option<String>, Query, description = "A postcode, with any spacing."),
        ("lon" = Option<f64>, Query, description = "Degrees east; needs `lat`."),
        ("lat" = Option<f64>, Query, description = "Degrees north; needs `lon`."),
        ("grid" = Option<String>, Query, description = "A grid reference."),
        ("easting" = Option<f64>, Query, description = "Grid metres east; needs `northing`."),
        ("northing" = Option<f64>, Query, description = "Grid metres north; needs `easting`."),
        ("date" = Option<String>, Query, format = Date, description = "Only editions in force on this day.")),
    responses((status = 200, description = "The areas.", body = WhereView), Refusals))]
pub async fn areas(
    State(app): State<App>,
    current: Current,
    mut fields: Fields,
) -> Result<Json<WhereView>, Problem> {
    let asked = point(&mut fields)?;
    let day = date(&mut fields)?;
    fields.finish()?;
    blocking::run(move || answer(&app, &current, &asked, day)).await.map(Json)
}

fn answer(
    app: &App,
    current: &Current,
    asked: &Point,
    day: Option<jiff::civil::Date>,
) -> Result<WhereView, Problem> {
    let engine = &current.engine;
    let located = locate::locate(engine, asked, day)?;
    let found = engine.where_is(located.grid, day);
    Ok(WhereView {
        version: current.version.number,
        point: located.view(),
        date: day.map(|day| day.to_string()),
        none_in: layers_without(engine, &found),
        areas: found.iter().filter_map(|found| view(app, engine, found)).collect(),
        links: vec![LinkView::json("data", "Data sets", app.link("/api/datasets"))],
    })
}

fn layers_without(engine: &Engine, found: &[Found]) -> Vec<String> {
    let with: BTreeSet<_> = found.iter().map(|found| &found.edition.dataset).collect();
    let layers = engine.snapshot().datasets.values().filter(|dataset| dataset.kind == DatasetKind::Layer);
    layers.filter(|dataset| !with.contains(&dataset.id)).map(|dataset| dataset.id.to_string()).collect()
}

fn view(app: &App, engine: &Engine, found: &Found) -> Option<FoundView> {
    let edition = engine.edition(&found.edition)?;
    let dataset = engine.snapshot().dataset(&found.edition.dataset)?;
    let area = app.link(&links::item(&found.edition, found.code.as_str()));
    Some(FoundView {
        dataset: dataset.id.to_string(),
        dataset_title: dataset.title.clone(),
        edition: found.edition.edition.to_string(),
        edition_title: edition.title.clone(),
        validity: found.validity.into(),
        code: found.code.to_string(),
        name: found.name.clone(),
        on_boundary: found.on_boundary,
        licence: edition.licence.name.clone(),
        links: vec![LinkView::new("item", "application/geo+json", "The area", area)],
    })
}
