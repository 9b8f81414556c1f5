//! Maps of the pages as files, for print, slides and other sites.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::api::params::{Fields, sheet as asked};
use crate::api::{Current, Kind, Problem, blocking};
use crate::pages::sheet::{self, Paper, RasterError, Sheet};

use super::Refusals;

/// The map of a page as SVG, with title, legend, scale, north, sources and licences.
///
/// Texts are texts, so that programs for slides and drawings can change them.
#[utoipa::path(get, path = "/api/map.svg", tag = "maps",
    params(
        ("page" = String, Query, description = "Address of a page with a map, from its first `/` on, with its query.",
            example = "/map"),
        ("size" = Option<String>, Query, description = "`screen` (the usual one), `embed` (as wide as its room), `a4`, \
            `a4-landscape`, `a3`, `a3-landscape` or `slide`.")),
    responses((status = 200, description = "The map.", body = String, content_type = "image/svg+xml"), Refusals))]
pub async fn svg(current: Current, mut fields: Fields) -> Result<Response, Problem> {
    let (page, paper) = (asked::page(&mut fields)?, asked::size(&mut fields)?);
    fields.finish()?;
    blocking::run(move || {
        let sheet = sheet::of_address(&current.engine, &page)?;
        Ok(file(&sheet, paper, "svg", "image/svg+xml", sheet::svg(&sheet, paper).into_bytes()))
    })
    .await
}

/// The map of a page as PNG: the same sheet, in pixels.
#[utoipa::path(get, path = "/api/map.png", tag = "maps",
    params(
        ("page" = String, Query, description = "Address of a page with a map, from its first `/` on, with its query.",
            example = "/map"),
        ("size" = Option<String>, Query, description = "`screen` (the usual one), `embed`, `a4`, `a4-landscape`, `a3`, \
            `a3-landscape` or `slide`."),
        ("width" = Option<u32>, Query, minimum = 200, maximum = 5000,
            description = "Width in pixels; left out, about 200 to the inch on paper, 1920 for a slide, 1600 for a screen.")),
    responses((status = 200, description = "The map.", body = Vec<u8>, content_type = "image/png"), Refusals))]
pub async fn png(current: Current, mut fields: Fields) -> Result<Response, Problem> {
    let (page, paper) = (asked::page(&mut fields)?, asked::size(&mut fields)?);
    let width = asked::width(&mut fields, paper)?;
    fields.finish()?;
    blocking::run(move || {
        let sheet = sheet::of_address(&current.engine, &page)?;
        let picture = sheet::png(&sheet::svg(&sheet, paper), paper, width).map_err(refused)?;
        Ok(file(&sheet, paper, "png", "image/png", picture))
    })
    .await
}

fn refused(error: RasterError) -> Problem {
    match error {
        RasterError::Width { .. } => Problem::parameter("width", error.to_string()),
        RasterError::Drawing(_) | RasterError::Writing(_) => {
            tracing::error!(%error, "a map could not be made a picture: {error}");
            Problem::new(Kind::Internal, "the map could not be made a picture")
        }
    }
}

/// Shown where it is opened, and saved under a name that says what it is.
fn file(sheet: &Sheet, paper: Paper, ending: &str, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = ([(header::CONTENT_TYPE, media_type)], bytes).into_response();
    let name = format!("inline; filename=\"{}\"", sheet.file_name(paper, ending));
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
