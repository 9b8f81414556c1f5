//! Data sets and their editions.

use axum::Json;
use axum::extract::{Path, State};

use crate::api::params::Fields;
use crate::api::params::edition::{Wanted, find_dataset};
use crate::api::{App, Current, Problem, blocking, describe};
use crate::model::DatasetKind;
use crate::views::LinkView;
use crate::views::dataset::{DatasetView, DatasetsView, EditionView};

use super::Refusals;

/// All data sets of the place.
#[utoipa::path(get, path = "/api/datasets", tag = "data",
    params(("kind" = Option<String>, Query, description = "Only `layer`, `register` or `table`.",
        pattern = "^(layer|register|table)$")),
    responses((status = 200, description = "The data sets.", body = DatasetsView), Refusals))]
pub async fn list(
    State(app): State<App>,
    current: Current,
    mut fields: Fields,
) -> Result<Json<DatasetsView>, Problem> {
    let kind = fields.take("kind")?.map(|text| read_kind(&text)).transpose()?;
    fields.finish()?;
    let datasets = current.engine.snapshot().datasets.values();
    let wanted = datasets.filter(|dataset| kind.is_none_or(|kind| dataset.kind == kind));
    Ok(Json(DatasetsView {
        version: current.version.number,
        datasets: wanted.map(|dataset| describe::dataset(&app, dataset)).collect(),
        links: vec![LinkView::json("self", "All data sets", app.link("/api/datasets"))],
    }))
}

fn read_kind(text: &str) -> Result<DatasetKind, Problem> {
    let wrong = || Problem::parameter("kind", format!("'{text}' is no kind; write layer, register or table"));
    DatasetKind::from_key(text).ok_or_else(wrong)
}

/// One data set with its editions.
#[utoipa::path(get, path = "/api/datasets/{dataset}", tag = "data",
    params(("dataset" = String, Path, description = "Id of the data set.")),
    responses((status = 200, description = "The data set.", body = DatasetView), Refusals))]
pub async fn dataset(
    State(app): State<App>,
    current: Current,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Json<DatasetView>, Problem> {
    fields.finish()?;
    let found = find_dataset(&current.engine, &id)?;
    Ok(Json(describe::dataset(&app, found)))
}

/// One edition: its fields, facets, source and licence.
#[utoipa::path(get, path = "/api/datasets/{dataset}/editions/{edition}", tag = "data",
    params(("dataset" = String, Path, description = "Id of the data set."),
        ("edition" = String, Path, description = "Id of the edition.")),
    responses((status = 200, description = "The edition.", body = EditionView), Refusals))]
pub async fn edition(
    State(app): State<App>,
    wanted: Wanted,
    fields: Fields,
) -> Result<Json<EditionView>, Problem> {
    fields.finish()?;
    let view = blocking::run(move || Ok(describe::edition(&app, &wanted.current.engine, wanted.edition()?)));
    Ok(Json(view.await?))
}
