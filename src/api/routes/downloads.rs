//! Editions as files.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::api::params::Fields;
use crate::api::params::edition::Wanted;
use crate::api::{App, Problem, links, stream};
use crate::export::{self, Format};

use super::Refusals;

/// An edition as GeoJSON (RFC 7946).
#[utoipa::path(get, path = "/api/datasets/{dataset}/editions/{edition}/download.geojson", tag = "downloads",
    params(("dataset" = String, Path, description = "Id of a layer or register."),
        ("edition" = String, Path, description = "Id of the edition.")),
    responses((status = 200, description = "The file.", body = Object, content_type = "application/geo+json"), Refusals))]
pub async fn geojson(State(app): State<App>, wanted: Wanted, fields: Fields) -> Result<Response, Problem> {
    file(&app, &wanted, fields, Format::GeoJson)
}

/// An edition as comma-separated text (UTF-8 with a byte-order mark).
#[utoipa::path(get, path = "/api/datasets/{dataset}/editions/{edition}/download.csv", tag = "downloads",
    params(("dataset" = String, Path, description = "Id of the data set."),
        ("edition" = String, Path, description = "Id of the edition.")),
    responses((status = 200, description = "The file.", body = String, content_type = "text/csv"), Refusals))]
pub async fn csv(State(app): State<App>, wanted: Wanted, fields: Fields) -> Result<Response, Problem> {
    file(&app, &wanted, fields, Format::Csv)
}

/// What the columns of the CSV file mean, and where it comes from (CSV on the Web).
#[utoipa::path(get, path = "/api/datasets/{dataset}/editions/{edition}/download.csv-metadata.json", tag = "downloads",
    params(("dataset" = String, Path, description = "Id of the data set."),
        ("edition" = String, Path, description = "Id of the edition.")),
    responses((status = 200, description = "The metadata.", body = Object, content_type = "application/csvm+json"), Refusals))]
pub async fn csv_metadata(
    State(app): State<App>,
    wanted: Wanted,
    fields: Fields,
) -> Result<Response, Problem> {
    file(&app, &wanted, fields, Format::CsvMetadata)
}

/// An edition as an OGC GeoPackage, in British National Grid.
#[utoipa::path(get, path = "/api/datasets/{dataset}/editions/{edition}/download.gpkg", tag = "downloads",
    params(("dataset" = String, Path, description = "Id of the data set."),
        ("edition" = String, Path, description = "Id of the edition.")),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "application/geopackage+sqlite3"),
        Refusals))]
pub async fn geopackage(State(app): State<App>, wanted: Wanted, fields: Fields) -> Result<Response, Problem> {
    file(&app, &wanted, fields, Format::GeoPackage)
}

/// An edition as an Excel workbook: rows with typed cells, and a sheet of notes.
#[utoipa::path(get, path = "/api/datasets/{dataset}/editions/{edition}/download.xlsx", tag = "downloads",
    params(("dataset" = String, Path, description = "Id of the data set."),
        ("edition" = String, Path, description = "Id of the edition.")),
    responses((status = 200, description = "The file.", body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), Refusals))]
pub async fn workbook(State(app): State<App>, wanted: Wanted, fields: Fields) -> Result<Response, Problem> {
    file(&app, &wanted, fields, Format::Xlsx)
}

/// An edition as Apache Parquet; with shapes as GeoParquet 1.1, in British National Grid.
#[utoipa::path(get, path = "/api/datasets/{dataset}/editions/{edition}/download.parquet", tag = "downloads",
    params(("dataset" = String, Path, description = "Id of the data set."),
        ("edition" = String, Path, description = "Id of the edition.")),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "application/vnd.apache.parquet"),
        Refusals))]
pub async fn parquet(State(app): State<App>, wanted: Wanted, fields: Fields) -> Result<Response, Problem> {
    file(&app, &wanted, fields, Format::Parquet)
}

/// An edition as FlatGeobuf with a spatial index, in British National Grid.
#[utoipa::path(get, path = "/api/datasets/{dataset}/editions/{edition}/download.fgb", tag = "downloads",
    params(("dataset" = String, Path, description = "Id of a layer, register or network."),
        ("edition" = String, Path, description = "Id of the edition.")),
    responses((status = 200, description = "The file.", body = Vec<u8>, content_type = "application/flatgeobuf"),
        Refusals))]
pub async fn flatgeobuf(State(app): State<App>, wanted: Wanted, fields: Fields) -> Result<Response, Problem> {
    file(&app, &wanted, fields, Format::FlatGeobuf)
}

fn file(app: &App, wanted: &Wanted, fields: Fields, format: Format) -> Result<Response, Problem> {
    fields.finish()?;
    let edition = wanted.edition()?;
    export::check(edition, format).map_err(|error| Problem::not_found(format!("such file: {error}")))?;
    let licence = edition.licence.url.clone();
    let (engine, key) = (wanted.current.engine.clone(), wanted.key.clone());
    let body = stream::body(app, move |out| export::write(&engine, &key, format, out).map_err(as_io))?;
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    let name = format!(
        "attachment; filename=\"{}\"",
        format.file_name(&format!("{}-{}", wanted.key.dataset, wanted.key.edition))
    );
    insert(headers, header::CONTENT_DISPOSITION, &name);
    let mut ways = Vec::new();
    if format == Format::Csv {
        let metadata = app.link(&links::download(&wanted.key, Format::CsvMetadata));
        ways.push(format!("<{metadata}>; rel=\"describedby\"; type=\"application/csvm+json\""));
    }
    ways.extend(licence.map(|url| format!("<{url}>; rel=\"license\"")));
    if !ways.is_empty() {
        insert(headers, header::LINK, &ways.join(", "));
    }
    Ok(response)
}

fn as_io(error: export::ExportError) -> std::io::Error {
    match error {
        export::ExportError::Io(error) => error,
        other => std::io::Error::other(other),
    }
}

fn insert(headers: &mut axum::http::HeaderMap, name: header::HeaderName, value: &str) {
    // A licence address with odd characters is left out of the header; the file itself names it.
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
