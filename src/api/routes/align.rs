//! A measure carried to the areas of a layer.

use axum::Json;
use axum::extract::State;

use crate::api::params::Fields;
use crate::api::params::align::ask;
use crate::api::{App, Current, Problem, blocking, links};
use crate::engine::{AlignAsk, Beside};
use crate::views::LinkView;
use crate::views::align::AlignView;

use super::Refusals;

/// A measure carried to the areas of a layer, each figure with what it rests
/// on, and the figure of the place's lookup beside it.
#[utoipa::path(get, path = "/api/align", tag = "alignment",
    params(("measure" = String, Query, description = "Id of the measure.", example = "residents"),
        ("to" = String, Query, description = "Edition of the layer that figures are wanted for.", example = "wards@2018"),
        ("way" = Option<String>, Query, description = "How weights are found, as for `/api/crosswalks`."),
        ("table" = Option<String>, Query, description = "Edition of the table to read; the first of the measure's sources where left out.",
            example = "population@2021"),
        ("period" = Option<String>, Query, description = "Period, where a table holds several; the latest where left out.")),
    responses((status = 200, description = "The figures.", body = AlignView),
        (status = 409, description = "The layers, the lookup or the table cannot be used as they are.",
            body = Problem, content_type = "application/problem+json"), Refusals))]
pub async fn align(
    State(app): State<App>,
    current: Current,
    mut fields: Fields,
) -> Result<Json<AlignView>, Problem> {
    let ask = ask(&mut fields, &current.engine)?;
    fields.finish()?;
    blocking::run(move || view(&app, &current, &ask, &current.engine.align_beside(&ask)?)).await.map(Json)
}

fn view(app: &App, current: &Current, ask: &AlignAsk, found: &Beside) -> Result<AlignView, Problem> {
    let engine = &current.engine;
    let better = &found.better;
    let query = links::crosswalk_query(&better.source.geography, &better.to, ask.way);
    let mut ways =
        vec![LinkView::json("table", "The published figures", app.link(&links::items(&better.source.table)))];
    if better.crosswalk.is_some() {
        let crosswalk = app.link(&format!("/api/crosswalks?{query}"));
        ways.push(LinkView::json("crosswalk", "The weights", crosswalk));
    }
    let sure = app.link("/about/error");
    ways.push(LinkView::new("describedby", "text/html", "How sure is this? Ranges and grades", sure));
    let view = AlignView::new(engine, engine.measure(&ask.measure)?, found, ways);
    view.ok_or_else(|| Problem::not_found(format!("edition {}", better.to)))
}
