//! The standards, requirement by requirement, through the router.
//!
//! `req_*.rs` follow the abstract test suites: Annex A of OGC 17-069r4
//! (Features Part 1), of 18-058r1 (Part 2) and of 19-079r2 (Part 3); each
//! module is a class and each test is named by its requirement.

mod addresses;
mod coverage;
mod filters;
mod hostile;
mod made;
mod paging;
mod req_core;
mod req_crs;
mod req_filter;
mod req_geojson;
mod req_html;
mod req_oas30;
mod req_tiles;

use serde_json::Value;

use crate::http::town::{Answer, get};
use wardwise::api::App;

pub const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
pub const GRID: &str = "http://www.opengis.net/def/crs/EPSG/0/27700";
pub const LATLON: &str = "http://www.opengis.net/def/crs/EPSG/0/4326";
pub const MERCATOR: &str = "http://www.opengis.net/def/crs/EPSG/0/3857";

/// The answer, which must be right.
pub async fn ok(app: &App, path: &str) -> Answer {
    let answer = get(app, path).await;
    assert_eq!(answer.status.as_u16(), 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
    answer
}

/// The refusal: its status, one error body, and the parameter that is at fault.
pub async fn refused(app: &App, path: &str, status: u16, field: Option<&str>) -> Value {
    let answer = get(app, path).await;
    assert_eq!(answer.status.as_u16(), status, "{path}: {}", String::from_utf8_lossy(&answer.body));
    assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
    let problem = answer.json();
    if let Some(field) = field {
        assert_eq!(problem["field"], field, "{path}: {problem}");
    }
    problem
}

/// A path of ours as a link has it, without the server.
pub fn path_of(href: &Value) -> String {
    let href = href.as_str().expect("a link");
    href.strip_prefix("http://127.0.0.1:8080").expect("an absolute address of ours").to_owned()
}

/// The address of a relation.
pub fn link(of: &Value, rel: &str) -> Option<String> {
    let links = of["links"].as_array().expect("links");
    links.iter().find(|link| link["rel"] == rel).map(|link| path_of(&link["href"]))
}

/// The ids of the features of a page.
pub fn ids(page: &Value) -> Vec<String> {
    let features = page["features"].as_array().expect("features");
    features.iter().map(|feature| feature["id"].as_str().expect("an id").to_owned()).collect()
}

/// A text as it stands in a query.
pub fn escaped(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
