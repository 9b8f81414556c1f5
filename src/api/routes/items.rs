//! The rows of an edition: page by page, or one at a time.

use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::api::params::Fields;
use crate::api::params::bbox::bbox;
use crate::api::params::crs::{bbox_crs, crs};
use crate::api::params::cursor::cursor;
use crate::api::params::edition::Wanted;
use crate::api::params::filter::filters;
use crate::api::params::limit::limit;
use crate::api::params::tolerance::tolerance;
use crate::api::select::{Page, Selection};
use crate::api::{App, Problem, blocking, page};
use crate::engine::Edition;
use crate::export::Rows;
use crate::export::geojson::OutputCrs;
use crate::views::item::{FeatureView, ItemsView};

use super::Refusals;

/// Rows of a page where `limit` is left out.
const DEFAULT_LIMIT: usize = 100;

/// The parameters of a listing, as refusals name them.
const KNOWN: [&str; 6] = ["limit", "cursor", "bbox", "bbox-crs", "crs", "tolerance"];

/// Rows of an edition, page by page: GeoJSON for layers and registers, plain rows for tables.
///
/// Any field of the edition can stand as a parameter: `Tenure=Freehold` gives the
/// records whose field holds exactly that, and an empty value those without one.
#[utoipa::path(get, path = "/api/datasets/{dataset}/editions/{edition}/items", tag = "data",
    params(("dataset" = String, Path, description = "Id of the data set."),
        ("edition" = String, Path, description = "Id of the edition."),
        ("limit" = Option<u64>, Query, minimum = 1, description = "Rows of a page; 100 where left out. \
            More than the service allows (10,000 unless set otherwise) is cut to that."),
        ("cursor" = Option<String>, Query, pattern = r"^[0-9]+\.[0-9]+$", description = "Where the page starts; taken from a `next` link."),
        ("bbox" = Option<String>, Query, description = "Only what touches the box: west, south, east, north.",
            example = "-1.95,52.45,-1.85,52.52"),
        ("bbox-crs" = Option<String>, Query, pattern = r"^http://www\.opengis\.net/def/crs/(OGC/1\.3/CRS84|EPSG/0/27700)$", description = "System of `bbox`; CRS84 where left out."),
        ("crs" = Option<String>, Query, pattern = r"^http://www\.opengis\.net/def/crs/(OGC/1\.3/CRS84|EPSG/0/27700)$", description = "System of the answer, CRS84 or EPSG:27700, by its full address.",
            example = "http://www.opengis.net/def/crs/EPSG/0/27700"),
        ("tolerance" = Option<f64>, Query, minimum = 0, maximum = 10000,
            description = "Layers: simplify shapes for display, by at most so many metres; shared edges stay shared.")),
    responses((status = 200, description = "A page of rows.", content(
        (ItemsView = "application/geo+json"), (ItemsView = "application/json"))),
        (status = 410, description = "The edition was replaced while it was being listed.",
            body = Problem, content_type = "application/problem+json"),
        Refusals))]
pub async fn list(State(app): State<App>, wanted: Wanted, fields: Fields) -> Result<Response, Problem> {
    blocking::run(move || {
        let edition = wanted.edition()?;
        let rows = Rows::new(edition);
        let selection = read_selection(fields, edition, &rows, app.config().limits.page_items)?;
        let found = selection.apply(&rows);
        let drawn = selection.tolerance.and_then(|metres| wanted.current.engine.outline(&wanted.key, metres));
        let written =
            page::write(&app, &wanted, &rows, &selection, &found, drawn.as_deref().map(Vec::as_slice))?;
        Ok(respond(edition, selection.crs, written))
    })
    .await
}

fn read_selection(
    mut fields: Fields,
    edition: &Edition,
    rows: &Rows<'_>,
    most: usize,
) -> Result<Selection, Problem> {
    let is_table = edition.table().is_some();
    let limit = limit(&mut fields, DEFAULT_LIMIT, most)?;
    let crs = crs(&mut fields)?;
    let bbox_crs = bbox_crs(&mut fields)?;
    let bbox = bbox(&mut fields, bbox_crs)?;
    let tolerance = tolerance(&mut fields)?;
    if is_table && bbox.is_some() {
        return Err(Problem::parameter("bbox", "a table has no places on the ground"));
    }
    // What can never be right is told before what was right a moment ago.
    let start = cursor(&mut fields, edition)?;
    let filters = filters(fields, rows, &KNOWN)?;
    Ok(Selection { filters, bbox, bbox_crs, crs, tolerance, page: Page { start, limit } })
}

fn respond(edition: &Edition, crs: OutputCrs, body: Vec<u8>) -> Response {
    if edition.table().is_some() {
        return ([(header::CONTENT_TYPE, "application/json")], body).into_response();
    }
    let mut response = ([(header::CONTENT_TYPE, "application/geo+json")], body).into_response();
    if let Ok(uri) = HeaderValue::from_str(&format!("<{}>", crs.uri())) {
        response.headers_mut().insert(HeaderName::from_static("content-crs"), uri);
    }
    response
}

/// One area or record as a feature, or the rows of a table that speak of one area.
///
/// Where a register repeats an id, `row` says which of the records is meant.
#[utoipa::path(get, path = "/api/datasets/{dataset}/editions/{edition}/items/{item}", tag = "data",
    params(("dataset" = String, Path, description = "Id of the data set."),
        ("edition" = String, Path, description = "Id of the edition."),
        ("item" = String, Path, description = "Code of an area or id of a record."),
        ("row" = Option<u64>, Query, description = "Record of the published file, where an id repeats."),
        ("crs" = Option<String>, Query, pattern = r"^http://www\.opengis\.net/def/crs/(OGC/1\.3/CRS84|EPSG/0/27700)$", description = "System of the answer, CRS84 or EPSG:27700, by its full address.")),
    responses((status = 200, description = "The row.", content(
        (FeatureView = "application/geo+json"), (ItemsView = "application/json"))),
        (status = 409, description = "Several records have this id; `row` says which is meant.",
            body = Problem, content_type = "application/problem+json"),
        Refusals))]
pub async fn item(
    State(app): State<App>,
    Path(path): Path<(String, String, String)>,
    wanted: Wanted,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let (_, _, id) = path;
    let crs = crs(&mut fields)?;
    let row = fields.take("row")?.map(|text| read_row(&text)).transpose()?;
    fields.finish()?;
    blocking::run(move || {
        let edition = wanted.edition()?;
        let rows = Rows::new(edition);
        let found = page::find(&wanted, &rows, &id, row)?;
        Ok(respond(edition, crs, page::write_one(&app, &wanted, &rows, &found, crs, &id)?))
    })
    .await
}

fn read_row(text: &str) -> Result<u64, Problem> {
    let wrong = |_not_a_number| Problem::parameter("row", format!("'{text}' is not the number of a record"));
    text.parse().map_err(wrong)
}
