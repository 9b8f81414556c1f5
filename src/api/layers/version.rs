//! Each request sees one version of the place, and its answer is tagged with it.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::App;

/// Keep a copy, but ask whether it still holds: the answer to that is cheap.
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// Gives the request the version it will see, answers 304 where the client
/// has it already, and tags what depends on the version alone.
///
/// An answer with a `Cache-Control` of its own is left as it is: it depends
/// on more than the version (an upload, the state of the service), or on less
/// (the files of the map).
pub(super) async fn tagged(app: &App, mut request: Request, next: Next) -> Response {
    let current = app.current();
    let version = Arc::clone(&current.version);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads && has_tag(request.headers(), &version.etag) {
        let headers = [(header::ETAG, version.tag.clone()), (header::CACHE_CONTROL, REVALIDATE)];
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    request.extensions_mut().insert(current);
    let mut response = next.run(request).await;
    let tagged = response.headers().contains_key(header::CACHE_CONTROL);
    // An empty tile (204) holds as long as a full one.
    let holds = matches!(response.status(), StatusCode::OK | StatusCode::NO_CONTENT);
    if reads && holds && !tagged {
        response.headers_mut().insert(header::ETAG, version.tag.clone());
        response.headers_mut().insert(header::CACHE_CONTROL, REVALIDATE);
    } else if !tagged && response.status() != StatusCode::NOT_MODIFIED {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Whether `If-None-Match` names the tag. The comparison is weak, so a proxy
/// that made the tag strong or weak does not matter.
fn has_tag(headers: &HeaderMap, etag: &str) -> bool {
    let lists = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    lists.flat_map(|list| list.split(',')).any(|tag| opaque(tag) == opaque(etag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header_text: &'static str, expected: bool) {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static(header_text));
        assert_eq!(has_tag(&headers, "W/\"7-ab\""), expected, "{header_text}");
    }

    #[test]
    fn a_tag_is_known_in_a_list_weak_or_strong() {
        check("W/\"7-ab\"", true);
        check("\"6-ab\", \"7-ab\"", true);
        check("\"7-a\"", false);
        check("*", false);
    }
}
