//! What the service conforms to: a class stands here only if tests of ours try
//! its requirements (`docs/standards.md` says which).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

use crate::api::params::Fields;
use crate::api::{App, Current, Problem};
use crate::pages::standards::{self, Entry, Listing};

use super::formats::{Format, JSON, json as json_answer, varied};
use super::links;

/// The conformance classes.
pub const CLASSES: [&str; 31] = [
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/temporal-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/arithmetic",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/tms/2.0/conf/tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilematrixset",
    "http://www.opengis.net/spec/tms/2.0/conf/json-tilesetmetadata",
];

/// `/conformance`
pub(super) async fn conformance(
    State(app): State<App>,
    current: Current,
    headers: HeaderMap,
    mut fields: Fields,
) -> Result<Response, Problem> {
    let format = Format::read(&mut fields, &headers)?;
    fields.finish()?;
    if format == Format::Json {
        return Ok(json_answer(JSON, &json!({ "conformsTo": CLASSES })));
    }
    let entry = |class: &&str| Entry {
        title: (*class).to_owned(),
        code: String::new(),
        href: (*class).to_owned(),
        description: String::new(),
    };
    let listing = Listing {
        title: "What this service conforms to".to_owned(),
        lead: "Classes of requirements of OGC standards, each tried by tests of this project.".to_owned(),
        entries: CLASSES.iter().map(entry).collect(),
        json: links::with_format(&links::at(&app, "/conformance"), "json"),
        trail: vec![("OGC interface".to_owned(), links::with_format(&links::at(&app, ""), "html"))],
    };
    Ok(varied(standards::show(&current.engine, &standards::listing(&listing))))
}
