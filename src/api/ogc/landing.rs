//! The landing page of the standards.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

use crate::api::params::Fields;
use crate::api::{App, Current, Problem};
use crate::pages::standards::{self, Entry, Listing};
use crate::views::LinkView;

use super::formats::{Format, HTML, JSON, json as json_answer, varied};
use super::links;

/// The media type of a description in OpenAPI 3.0.
pub(super) const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";

/// `/`
pub(super) async fn landing(
    State(app): State<App>,
    current: Current,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let format = Format::read(&mut fields, &headers)?;
    fields.finish()?;
    let info = &current.engine.snapshot().info;
    let links = all(&app, format == Format::Html);
    if format == Format::Json {
        let title = &info.name;
        let landing = json!({ "title": title, "description": info.description, "links": links });
        return Ok(json_answer(JSON, &landing));
    }
    let entry = |link: &LinkView| Entry {
        title: link.title.clone(),
        code: String::new(),
        href: link.href.clone(),
        description: String::new(),
    };
    let listing = Listing {
        title: format!("{} for other programs", info.name),
        lead: "The OGC interface (Features and Tiles): give the address of this page to QGIS, ArcGIS, GDAL or any \
               program that speaks it."
            .to_owned(),
        entries: links.iter().filter(|link| link.rel != "self" && link.rel != "alternate").map(entry).collect(),
        json: links::with_format(&links::at(&app, ""), "json"),
        trail: Vec::new(),
    };
    Ok(varied(standards::show(&current.engine, &standards::listing(&listing))))
}

fn all(app: &App, is_html: bool) -> Vec<LinkView> {
    let at = |path: &str| links::at(app, path);
    let mut all = links::itself(app, "", JSON, "This page", is_html);
    all.extend([
        LinkView::new("service-desc", OPENAPI, "Description of the interface (OpenAPI 3.0)", at("/api")),
        LinkView::new("service-doc", HTML, "Pages for people", app.link("/")),
        LinkView::json("conformance", "What it conforms to", at("/conformance")),
        LinkView::json("data", "Collections of features", at("/collections")),
        LinkView::json(
            "http://www.opengis.net/def/rel/ogc/1.0/conformance",
            "What it conforms to",
            at("/conformance"),
        ),
        LinkView::json(
            "http://www.opengis.net/def/rel/ogc/1.0/data",
            "Collections of features",
            at("/collections"),
        ),
        LinkView::json(
            "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes",
            "Tile matrix sets",
            at("/tileMatrixSets"),
        ),
    ]);
    all
}
