//! `f` and `Accept`: JSON for programs, HTML for people.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::api::Problem;
use crate::api::params::Fields;

/// GeoJSON.
pub(super) const GEOJSON: &str = "application/geo+json";
/// JSON.
pub(super) const JSON: &str = "application/json";
/// JSON Schema.
pub(super) const SCHEMA: &str = "application/schema+json";
/// HTML.
pub(super) const HTML: &str = "text/html";

/// In which form an answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// For programs.
    Json,
    /// For people.
    Html,
}

impl Format {
    /// Reads `f`; where it is left out, `Accept` decides.
    ///
    /// # Errors
    /// A [`Problem`] for a form that is not offered.
    pub(super) fn read(fields: &mut Fields, headers: &HeaderMap) -> Result<Self, Problem> {
        match fields.take("f")?.as_deref() {
            None => Ok(Self::accepted(headers)),
            Some("json") => Ok(Self::Json),
            Some("html") => Ok(Self::Html),
            Some(other) => {
                Err(Problem::parameter("f", format!("'{other}' is not offered; write json or html")))
            }
        }
    }

    /// HTML where it is named and nothing of ours in JSON is wanted as much:
    /// whoever takes anything gets JSON.
    fn accepted(headers: &HeaderMap) -> Self {
        let accept = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let wishes: Vec<(String, f64)> = accept.flat_map(|text| text.split(',')).filter_map(wish).collect();
        let weight = |names: &[&str]| {
            let named = wishes.iter().filter(|(name, _)| names.contains(&name.as_str()));
            named.map(|(_, weight)| *weight).fold(0.0, f64::max)
        };
        let html = weight(&[HTML, "application/xhtml+xml", "text/*"]);
        let json = weight(&[JSON, GEOJSON, SCHEMA, "application/*"]);
        if html > json { Self::Html } else { Self::Json }
    }
}

/// A media type and how much it is wanted.
fn wish(text: &str) -> Option<(String, f64)> {
    let mut parts = text.split(';');
    let name = parts.next()?.trim().to_ascii_lowercase();
    let weight = parts.find_map(|part| part.trim().strip_prefix("q=").map(str::to_owned));
    let weight = weight.map_or(Some(1.0), |weight| weight.trim().parse().ok())?;
    Some((name, weight))
}

/// Adds that the answer depends on `Accept`.
pub(super) fn varied(mut response: Response) -> Response {
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept"));
    response
}

/// A JSON answer of a media type.
pub(super) fn json(media_type: &'static str, value: &Value) -> Response {
    let body = value.to_string();
    varied(([(header::CONTENT_TYPE, media_type)], body).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(accept: &'static str, expected: Format) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        assert_eq!(Format::accepted(&headers), expected, "{accept}");
    }

    #[test]
    fn browsers_get_pages_and_whoever_takes_anything_gets_json() {
        check("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Format::Html);
        check("*/*", Format::Json);
        check("application/geo+json, application/json", Format::Json);
        check("application/json;q=0.5, text/html;q=0.4", Format::Json);
        check("application/json;q=0.5, text/html", Format::Html);
        check("", Format::Json);
        assert_eq!(Format::accepted(&HeaderMap::new()), Format::Json);
    }
}
