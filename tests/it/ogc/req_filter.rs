//! Requirements classes Queryables and Filter of OGC 19-079r2 (Features Part 3) over HTTP.
//! What a filter means is tried in `filters.rs`.

use serde_json::json;

use super::{CRS84, GRID, LATLON, escaped, ids, link, ok, refused};
use crate::http::town::app;

const WARDS: &str = "/ogc/collections/wards_2018/items";
const ASSETS: &str = "/ogc/collections/assets/items";

async fn filtered(items: &str, filter: &str, more: &str) -> Vec<String> {
    ids(&ok(&app(), &format!("{items}?filter={}{more}", escaped(filter))).await.json())
}

/// `/req/queryables/get-queryables-op`, `/req/queryables/get-queryables-response`
#[tokio::test]
async fn get_queryables() {
    let app = app();
    let collection = ok(&app, "/ogc/collections/assets").await.json();
    let path = link(&collection, "http://www.opengis.net/def/rel/ogc/1.0/queryables").expect("a link");
    let answer = ok(&app, &path).await;
    assert_eq!(answer.header("content-type"), "application/schema+json");
    let schema = answer.json();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["type"], "object");
    assert_eq!(schema["properties"]["Owner"]["type"], "string");
    assert_eq!(schema["properties"]["Desks"]["type"], "number");
    assert_eq!(schema["properties"]["geometry"]["format"], "geometry-point");
    assert_eq!(schema["additionalProperties"], json!(false));
}

/// `/req/filter/filter-param`, `/req/filter/filter-lang-param`, `/req/features-filter/filter-param`
#[tokio::test]
async fn filter_and_filter_lang_param() {
    assert_eq!(filtered(WARDS, "name LIKE '%o%'", "").await, ["E05000004"]);
    assert_eq!(filtered(WARDS, "code IN ('E05000002','E05000003')", "&filter-lang=cql2-text").await.len(), 2);
    let json = r#"{"op":"in","args":[{"property":"code"},["E05000002","E05000003"]]}"#;
    assert_eq!(filtered(WARDS, json, "&filter-lang=cql2-json").await.len(), 2);
    refused(&app(), &format!("{WARDS}?filter=true&filter-lang=ecql"), 400, Some("filter-lang")).await;
}

/// `/req/filter/filter-crs-wgs84`, `/req/filter/filter-crs-param`
#[tokio::test]
async fn filter_crs_param() {
    let grid = "S_INTERSECTS(geometry, POINT(400500 300500))";
    assert_eq!(filtered(WARDS, grid, &format!("&filter-crs={GRID}")).await, ["E05000001"]);
    assert!(filtered(WARDS, grid, "").await.is_empty(), "no degrees go so far");
    let page = ok(&app(), WARDS).await.json();
    let corner = &page["features"][0]["geometry"]["coordinates"][0][0][0];
    let (lon, lat) =
        (corner[0].as_f64().expect("a number") + 0.001, corner[1].as_f64().expect("a number") + 0.001);
    let here = format!("S_WITHIN(POINT({lon} {lat}), geometry)");
    assert_eq!(filtered(WARDS, &here, &format!("&filter-crs={CRS84}")).await, ["E05000001"]);
    let turned = format!("S_CONTAINS(geometry, POINT({lat} {lon}))");
    assert_eq!(filtered(WARDS, &turned, &format!("&filter-crs={LATLON}")).await, ["E05000001"]);
}

/// `/req/filter/mixing-expressions`: a filter, a box and a property must all hold.
#[tokio::test]
async fn mixing_expressions() {
    let more = format!("&Owner=Council&bbox-crs={GRID}&bbox=400000,300000,401000,301000");
    let both = filtered(ASSETS, "Desks >= 0", &more).await;
    let each = filtered(ASSETS, "Desks >= 0", "&Owner=Council").await;
    assert!(!both.is_empty() && both.len() < each.len(), "{both:?} {each:?}");
}

/// `/req/filter/expression-construction`, `/req/filter/invalid-expression`
#[tokio::test]
async fn what_is_no_filter_is_refused_with_the_place() {
    let app = app();
    for bad in [
        "",
        "name =",
        "= 'x'",
        "name = 'x",
        "nme = 'x'",
        "name > 3",
        "Desks LIKE 'x'",
        "(name = 'x'",
        "name = 'x')",
        "S_INTERSECTS(geometry)",
        "S_INTERSECTS(geometry, POINT(1))",
        "S_INTERSECTS(geometry, POLYGON((0 0,1 1,2 2)))",
        "S_NEAR(geometry, POINT(1 2))",
        "name IN ()",
        "name IS 3",
        "geometry = 3",
        "NOT",
        "1 + ",
        "code = 'a' OR",
        "T_BEFORE(name, DATE('2020-01-01'))",
        "DATE('2020-13-01') = DATE('2020-01-01')",
        "name BETWEEN 'a'",
        "\u{0}",
    ] {
        let problem = refused(&app, &format!("{ASSETS}?filter={}", escaped(bad)), 400, Some("filter")).await;
        assert!(problem["detail"].as_str().is_some_and(|text| text.len() > 10), "{bad}: {problem}");
    }
    for bad in [
        "{}",
        "[]",
        "null",
        "{\"op\":\"=\"}",
        "{\"op\":\"=\",\"args\":[1]}",
        "{\"op\":\"near\",\"args\":[1,2]}",
        "{",
    ] {
        refused(
            &app,
            &format!("{ASSETS}?filter-lang=cql2-json&filter={}", escaped(bad)),
            400,
            Some("filter"),
        )
        .await;
    }
}

/// `/req/queryables-query-parameters/parameters`: tried in `req_core.rs` (`fc_filters`); here that
/// what is listed can be used, each property by itself.
#[tokio::test]
async fn every_queryable_can_be_used() {
    let app = app();
    let schema = ok(&app, "/ogc/collections/assets/queryables").await.json();
    for (name, of) in schema["properties"].as_object().expect("properties") {
        if of.get("type").is_some() {
            ok(&app, &format!("{ASSETS}?filter={}", escaped(&format!("\"{name}\" IS NOT NULL")))).await;
        }
    }
}
