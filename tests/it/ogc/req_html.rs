//! Requirements class HTML of OGC 17-069r4 (Annex A.3).

use axum::body::Body;
use axum::http::Request;

use super::ok;
use crate::http::town::{app, send};

const PATHS: [&str; 8] = [
    "/ogc",
    "/ogc/conformance",
    "/ogc/collections",
    "/ogc/collections/wards",
    "/ogc/collections/wards/queryables",
    "/ogc/collections/wards_2018/items",
    "/ogc/collections/wards_2018/items/E05000003",
    "/ogc/collections/claimants/items",
];

/// `/req/html/definition`
#[tokio::test]
async fn definition() {
    for path in PATHS {
        let by_name = ok(&app(), &format!("{path}?f=html")).await;
        assert_eq!(by_name.header("content-type"), "text/html; charset=utf-8", "{path}");
        let request = Request::get(path)
            .header("accept", "text/html,*/*;q=0.8")
            .body(Body::empty())
            .expect("a request");
        let by_wish = send(&app(), request).await;
        assert_eq!(by_wish.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert!(by_wish.header("vary").to_lowercase().contains("accept"), "{path}");
        assert!(
            ok(&app(), &format!("{path}?f=json")).await.header("content-type").contains("json"),
            "{path}"
        );
    }
}

/// `/req/html/content`: what the JSON says is on the page, and leads on.
#[tokio::test]
async fn content() {
    let items = ok(&app(), "/ogc/collections/wards_2018/items?f=html&limit=3").await;
    for part in ["E05000001", "Alder", "Yr Ŵyn", "4 features", "Next page", "f=html"] {
        assert!(items.text().to_lowercase().contains(&part.to_lowercase()), "{part}");
    }
    let item = ok(&app(), "/ogc/collections/wards_2018/items/E05000003?f=html").await;
    assert!(item.text().contains("Yr Ŵyn") && item.text().contains("/area/wards/2018/E05000003"));
    let gaps = ok(&app(), "/ogc/collections/claimants/items?f=html").await;
    assert!(gaps.text().contains("suppressed") && gaps.text().contains("no data here"));
}
