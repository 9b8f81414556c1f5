//! What surrounds every answer: the error body, headers, versions, bounds.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Request};
use wardwise::api::{App, doors};
use wardwise::config::{Config, PublicUrl, Token};

use super::town::{app, engine, get, send};

#[tokio::test]
async fn whatever_is_refused_has_the_one_error_body() {
    let app = app();
    let cases = [
        ("GET", "/api/nothing", 404),
        ("GET", "/api/datasets/Nothing", 404),
        ("GET", "/api/datasets/wards/editions/..", 404),
        ("GET", "/api/datasets/wards/editions/2018/items/%FF", 400),
        ("GET", "/api/datasets?knd=layer", 400),
        ("GET", "/api/datasets?kind=map", 400),
        ("POST", "/api/datasets", 405),
        ("DELETE", "/api", 405),
        ("GET", "/api/datasets/claimants/editions/2018/download.geojson", 404),
        ("GET", "/api/where", 400),
        ("GET", "/api/search?q=", 400),
    ];
    for (method, uri, status) in cases {
        let request = Request::builder().method(method).uri(uri).body(Body::empty()).expect("a request");
        let answer = send(&app, request).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {uri}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {uri}");
        let problem = answer.json();
        assert_eq!(problem["status"], status, "{problem}");
        for member in ["type", "title", "detail"] {
            assert!(problem[member].as_str().is_some_and(|text| !text.is_empty()), "{member} of {problem}");
        }
        let kind = get(&app, problem["type"].as_str().expect("text")).await;
        assert_eq!(kind.json()["title"], problem["title"]);
    }
}

#[tokio::test]
async fn a_method_that_is_not_for_an_address_is_told_which_are() {
    let request = Request::put("/api").body(Body::empty()).expect("a request");
    assert!(send(&app(), request).await.header("allow").contains("GET"));
}

#[tokio::test]
async fn an_unknown_parameter_is_named_with_those_there_are() {
    let problem = get(&app(), "/api/datasets/assets/editions/2021/items?Ownr=Council").await.json();
    assert_eq!(problem["field"], "Ownr");
    assert!(problem["detail"].as_str().expect("text").contains("Owner"), "{problem}");
}

#[tokio::test]
async fn a_copy_that_still_holds_is_not_sent_again() {
    let app = app();
    let first = get(&app, "/api/datasets").await;
    let etag = first.header("etag").to_owned();
    let again = |etag: &str| {
        Request::get("/api/datasets").header("if-none-match", etag).body(Body::empty()).expect("a request")
    };
    let same = send(&app, again(&etag)).await;
    assert_eq!((same.status.as_u16(), same.body.len()), (304, 0));
    assert_eq!(same.header("etag"), etag);
    app.swap(engine(2));
    assert_eq!(send(&app, again(&etag)).await.status.as_u16(), 200);
}

#[tokio::test]
async fn links_come_from_the_settings_and_never_from_the_host_header() {
    let mut config = Config::default();
    config.server.public_url = PublicUrl::parse("https://place.example.gov.uk").ok();
    let app = App::new(engine(1), config);
    let request = Request::get("/api").header("host", "evil.example").body(Body::empty()).expect("a request");
    let answer = send(&app, request).await;
    assert!(answer.text().contains("https://place.example.gov.uk/api/datasets"));
    assert!(!answer.text().contains("evil"));
}

#[test]
fn without_a_token_nothing_is_changed_through_a_proxy() {
    let straight = HeaderMap::new();
    assert!(doors::may_write(&app(), &straight, None).is_ok());
    for name in ["forwarded", "via", "x-forwarded-for", "x-real-ip"] {
        let handed_on =
            HeaderMap::from_iter([(name.parse().expect("a name"), HeaderValue::from_static("x"))]);
        let refused = doors::may_write(&app(), &handed_on, None).expect_err("a refusal");
        assert_eq!(refused.status, 403, "{name}");
        let mut config = Config::default();
        config.writes.token = Token::parse("0123456789abcdef").ok();
        let guarded = App::new(engine(1), config);
        assert!(doors::may_write(&guarded, &handed_on, Some("0123456789abcdef")).is_ok());
    }
    let mut config = Config::default();
    config.server.public_url = PublicUrl::parse("https://place.example.gov.uk").ok();
    let public = App::new(engine(1), config);
    assert_eq!(doors::may_write(&public, &straight, None).expect_err("a refusal").status, 403);
}

#[tokio::test]
async fn every_answer_has_the_headers_that_protect() {
    for uri in ["/api", "/api/nothing", "/health"] {
        let answer = get(&app(), uri).await;
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{uri}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'self'"), "{uri}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "strict-origin-when-cross-origin");
        assert!(!answer.header("x-request-id").is_empty());
    }
}

#[tokio::test]
async fn pages_of_other_sites_may_read_unless_that_is_turned_off() {
    let ask = || {
        Request::get("/api").header("origin", "https://other.example").body(Body::empty()).expect("a request")
    };
    assert_eq!(send(&app(), ask()).await.header("access-control-allow-origin"), "*");
    let mut config = Config::default();
    config.server.cors = false;
    let answer = send(&App::new(engine(1), config), ask()).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn answers_are_packed_for_those_who_ask() {
    for packing in ["gzip", "br"] {
        let request =
            Request::get("/api/openapi.json").header("accept-encoding", packing).body(Body::empty());
        assert_eq!(send(&app(), request.expect("a request")).await.header("content-encoding"), packing);
    }
}

#[tokio::test]
async fn the_page_of_a_problem_can_be_read_by_those_who_take_packed_answers() {
    let request =
        Request::get("/nothing/here").header("accept", "text/html").header("accept-encoding", "gzip");
    let answer = send(&app(), request.body(Body::empty()).expect("a request")).await;
    assert_eq!(answer.status.as_u16(), 404);
    assert_eq!(answer.header("content-encoding"), "");
    assert!(answer.text().starts_with("<!DOCTYPE html>"), "{}", answer.text());
}

#[tokio::test]
async fn a_full_service_says_when_to_come_back_and_still_tells_its_health() {
    let mut config = Config::default();
    config.limits.requests = 1;
    config.limits.downloads = 1;
    let app = App::new(engine(1), config);
    // A download that nobody reads holds its place.
    let router = wardwise::api::app(app.clone());
    let download = "/api/datasets/wards/editions/2018/download.geojson";
    let held =
        tower::ServiceExt::oneshot(router, Request::get(download).body(Body::empty()).expect("a request"));
    let held = held.await.expect("an answer");
    let mut refused = 0;
    for _ in 0..20 {
        refused += usize::from(get(&app, download).await.status.as_u16() == 503);
    }
    drop(held);
    assert!(refused < 20, "a small file fits into the pieces that may wait, so its place is soon free");
    let busy = wardwise::api::Problem::new(wardwise::api::Kind::Busy, "x");
    let response = axum::response::IntoResponse::into_response(busy);
    assert!(response.headers().contains_key("retry-after"));
}

#[tokio::test]
async fn a_body_nobody_asked_for_is_bounded() {
    let request = Request::post("/api/datasets")
        .header("content-length", (2 << 20).to_string())
        .body(Body::from(vec![0_u8; 2 << 20]))
        .expect("a request");
    assert_eq!(send(&app(), request).await.status.as_u16(), 413);
}

#[tokio::test]
async fn head_tells_what_get_would() {
    let request = Request::head("/api").body(Body::empty()).expect("a request");
    let answer = send(&app(), request).await;
    assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0));
    assert!(!answer.header("etag").is_empty());
}
