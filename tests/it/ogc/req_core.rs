//! Requirements class Core of OGC 17-069r4 (Annex A.2).

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use super::{CRS84, ids, link, ok, path_of, refused};
use crate::http::town::{app, send};

const WARDS: &str = "/ogc/collections/wards_2018/items";

/// `/req/core/root-op`, `/req/core/root-success`
#[tokio::test]
async fn root_op_and_success() {
    let landing = ok(&app(), "/ogc").await.json();
    for rel in ["self", "service-desc", "service-doc", "conformance", "data"] {
        assert!(link(&landing, rel).is_some(), "{rel} of {landing}");
    }
    assert_eq!(ok(&app(), "/ogc/").await.json()["title"], landing["title"]);
}

/// `/req/core/api-definition-op`, `/req/core/api-definition-success`
#[tokio::test]
async fn api_definition_op_and_success() {
    let app = app();
    let landing = ok(&app, "/ogc").await.json();
    let definition = ok(&app, &link(&landing, "service-desc").expect("a link")).await;
    assert_eq!(definition.header("content-type"), "application/vnd.oai.openapi+json;version=3.0");
    assert_eq!(definition.json()["openapi"], "3.0.3");
    assert_eq!(ok(&app, &link(&landing, "service-doc").expect("a link")).await.status.as_u16(), 200);
}

/// `/req/core/conformance-op`, `/req/core/conformance-success`
#[tokio::test]
async fn conformance_op_and_success() {
    let declared = ok(&app(), "/ogc/conformance").await.json();
    let classes = declared["conformsTo"].as_array().expect("classes");
    assert!(classes.contains(&json!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core")));
    let unique: std::collections::BTreeSet<_> = classes.iter().map(ToString::to_string).collect();
    assert_eq!(unique.len(), classes.len());
}

/// `/req/core/http`: status codes, and 405 with `Allow`.
#[tokio::test]
async fn http() {
    let app = app();
    for path in ["/ogc", "/ogc/collections", "/ogc/collections/wards/items", "/ogc/conformance", "/ogc/api"] {
        for method in ["POST", "PUT", "DELETE", "PATCH"] {
            let request = Request::builder().method(method).uri(path).body(Body::empty()).expect("a request");
            let answer = send(&app, request).await;
            assert_eq!(answer.status.as_u16(), 405, "{method} {path}");
            assert!(answer.header("allow").contains("GET"), "{method} {path}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
        let request = Request::head(path).body(Body::empty()).expect("a request");
        let answer = send(&app, request).await;
        assert_eq!((answer.status.as_u16(), answer.body.len()), (200, 0), "HEAD {path}");
    }
}

/// `/req/core/query-param-unknown`
#[tokio::test]
async fn query_param_unknown() {
    let app = app();
    let paths = [
        "/ogc",
        "/ogc/api",
        "/ogc/conformance",
        "/ogc/collections",
        "/ogc/collections/wards",
        "/ogc/collections/wards/queryables",
        "/ogc/collections/wards/items",
        "/ogc/collections/wards/items/E05000009",
        "/ogc/collections/wards/tiles",
        "/ogc/collections/wards/tilejson.json",
        "/ogc/tileMatrixSets",
    ];
    for path in paths {
        refused(&app, &format!("{path}?unheard=1"), 400, Some("unheard")).await;
    }
}

/// `/req/core/query-param-invalid`
#[tokio::test]
async fn query_param_invalid() {
    let app = app();
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=ten", "limit"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=1,4,3,2", "bbox"),
        ("datetime=yesterday", "datetime"),
        ("f=xml", "f"),
        ("crs=EPSG:27700", "crs"),
        ("limit=1&limit=2", "limit"),
    ] {
        refused(&app, &format!("{WARDS}?{query}"), 400, Some(field)).await;
    }
}

/// `/req/core/crs84`: longitude first where nothing else is asked for.
#[tokio::test]
async fn crs84() {
    let answer = ok(&app(), WARDS).await;
    assert_eq!(answer.header("content-crs"), format!("<{CRS84}>"));
    let corner = answer.json()["features"][0]["geometry"]["coordinates"][0][0][0].clone();
    let (lon, lat) = (corner[0].as_f64().expect("a number"), corner[1].as_f64().expect("a number"));
    assert!((-3.0..-1.0).contains(&lon) && (52.0..53.0).contains(&lat), "{corner}");
}

/// `/req/core/fc-md-op`, `/req/core/fc-md-success`, `/req/core/fc-md-links`
#[tokio::test]
async fn fc_md_op_success_links() {
    let all = ok(&app(), "/ogc/collections").await.json();
    assert!(link(&all, "self").is_some() && link(&all, "alternate").is_some());
    let listed: Vec<&str> =
        all["collections"].as_array().expect("a list").iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(
        listed,
        [
            "assets",
            "assets_2021",
            "claimants",
            "claimants_2018",
            "wards",
            "wards_2023",
            "wards_2018",
            "overlap_wards_2018_wards_2023"
        ]
    );
}

/// `/req/core/fc-md-items`, `/req/core/fc-md-items-links`, `/req/core/fc-md-extent`
#[tokio::test]
async fn fc_md_items_links_extent() {
    let app = app();
    let all = ok(&app, "/ogc/collections").await.json();
    for one in all["collections"].as_array().expect("a list") {
        let items = one["links"].as_array().expect("links").iter().filter(|link| link["rel"] == "items");
        let types: Vec<_> = items.map(|link| link["type"].as_str().expect("a type").to_owned()).collect();
        assert_eq!(types, ["application/geo+json", "text/html"], "{one}");
        ok(&app, &link(one, "items").expect("items")).await;
    }
    let wards = &all["collections"][4];
    let corners = wards["extent"]["spatial"]["bbox"][0].as_array().expect("a box");
    assert_eq!(corners.len(), 4);
    assert_eq!(wards["extent"]["temporal"]["interval"], json!([["2018-05-03T00:00:00Z", null]]));
    let old = ok(&app, "/ogc/collections/wards_2018").await.json();
    let interval = json!([["2018-05-03T00:00:00Z", "2023-05-03T23:59:59Z"]]);
    assert_eq!(old["extent"]["temporal"]["interval"], interval);
}

/// `/req/core/sfc-md-op`, `/req/core/sfc-md-success`: the same as in the list.
#[tokio::test]
async fn sfc_md_op_success() {
    let app = app();
    let all = ok(&app, "/ogc/collections").await.json();
    for listed in all["collections"].as_array().expect("a list") {
        let alone = ok(&app, &link(listed, "self").expect("self")).await.json();
        assert_eq!(alone, *listed);
    }
    refused(&app, "/ogc/collections/nothing", 404, None).await;
    refused(&app, "/ogc/collections/wards_1066", 404, None).await;
}

/// `/req/core/fc-op`, `/req/core/fc-response`
#[tokio::test]
async fn fc_op_and_response() {
    let page = ok(&app(), WARDS).await.json();
    assert_eq!(page["type"], "FeatureCollection");
    assert_eq!(ids(&page), ["E05000001", "E05000002", "E05000003", "E05000004"]);
}

/// `/req/core/fc-limit-definition`, `/req/core/fc-limit-response-1`
#[tokio::test]
async fn fc_limit_definition_and_response() {
    let app = app();
    for limit in 1..=5 {
        let page = ok(&app, &format!("{WARDS}?limit={limit}")).await.json();
        assert_eq!(ids(&page).len(), limit.min(4));
    }
    // More than the service allows is cut, because some clients give up where it is refused.
    assert_eq!(ids(&ok(&app, &format!("{WARDS}?limit=99999999999999999999")).await.json()).len(), 4);
}

/// `/req/core/fc-bbox-definition`, `/req/core/fc-bbox-response`
#[tokio::test]
async fn fc_bbox_definition_and_response() {
    let app = app();
    let within = |bbox: &'static str| {
        let app = app.clone();
        async move { ids(&ok(&app, &format!("{WARDS}?bbox={bbox}")).await.json()) }
    };
    let extent = ok(&app, "/ogc/collections/wards_2018").await.json()["extent"]["spatial"]["bbox"][0].clone();
    let [west, south, east, north] = [0, 1, 2, 3].map(|at| extent[at].as_f64().expect("a number"));
    let third = |from: f64, to: f64| from + (to - from) / 3.0;
    let path = format!("{WARDS}?bbox={west},{south},{},{}", third(west, east), third(south, north));
    assert_eq!(ids(&ok(&app, &path).await.json()), ["E05000001"]);
    assert_eq!(within("-180,-90,180,90").await.len(), 4);
    assert_eq!(within("-180,-90,-1000,180,90,1000").await.len(), 4);
    assert_eq!(within("0,51,1,52").await.len(), 0);
    // Across the antimeridian: the whole world but the stretch where the town lies, and the other way round.
    assert_eq!(within("170,-90,-170,90").await.len(), 0);
    assert_eq!(within("170,-90,-1,90").await.len(), 4);
}

/// `/req/core/fc-time-definition`, `/req/core/fc-time-response`: the day picks the edition.
#[tokio::test]
async fn fc_time_definition_and_response() {
    let app = app();
    let on = |when: &'static str| {
        let app = app.clone();
        async move { ids(&ok(&app, &format!("/ogc/collections/wards/items?datetime={when}")).await.json()).len() }
    };
    assert_eq!(on("2018-05-03").await, 4);
    assert_eq!(on("2023-05-03T23:59:59Z").await, 4);
    assert_eq!(on("2023-05-04").await, 1);
    assert_eq!(on("2030-01-01/..").await, 1);
    assert_eq!(on("../2018-05-02").await, 0);
    assert_eq!(on("2017-01-01/2018-05-03").await, 4);
    let empty = ok(&app, "/ogc/collections/wards_2018/items?datetime=2024-01-01").await.json();
    assert_eq!((&empty["numberMatched"], &empty["numberReturned"]), (&json!(0), &json!(0)));
}

/// `/req/core/fc-links`, `/req/core/fc-rel-type`
#[tokio::test]
async fn fc_links_and_rel_type() {
    let page = ok(&app(), WARDS).await.json();
    for rel in ["self", "alternate", "collection"] {
        assert!(link(&page, rel).is_some(), "{rel}");
    }
    for link in page["links"].as_array().expect("links") {
        assert!(link["type"].is_string() && link["rel"].is_string(), "{link}");
        path_of(&link["href"]);
    }
    assert!(link(&page, "next").is_none(), "there is no page after the last");
}

/// `/req/core/fc-timeStamp`, `/req/core/fc-numberMatched`, `/req/core/fc-numberReturned`
#[tokio::test]
async fn fc_time_stamp_and_numbers() {
    let before = jiff::Timestamp::now();
    let page = ok(&app(), &format!("{WARDS}?limit=3")).await.json();
    assert_eq!((&page["numberMatched"], &page["numberReturned"]), (&json!(4), &json!(3)));
    let stamp: jiff::Timestamp = page["timeStamp"].as_str().expect("a text").parse().expect("a time");
    assert!((stamp - before).get_seconds().abs() < 60, "{stamp}");
}

/// Recommendation 7.15.5: properties as parameters.
#[tokio::test]
async fn fc_filters() {
    let app = app();
    let assets = |query: &'static str| {
        let app = app.clone();
        async move { ids(&ok(&app, &format!("/ogc/collections/assets/items?{query}")).await.json()) }
    };
    assert_eq!(assets("Owner=NHS").await.len(), 1);
    assert_eq!(assets("Owner=").await.len(), 1, "those without an owner");
    assert_eq!(assets("Desks=0").await.len(), 1, "a gap is no nought");
    assert_eq!(assets("Desks=7&Owner=Council").await.len(), 1);
    refused(&app, "/ogc/collections/assets/items?Desks=seven", 400, Some("Desks")).await;
    refused(&app, "/ogc/collections/assets/items?Desks=", 400, Some("Desks")).await;
    refused(&app, "/ogc/collections/assets/items?Owner=NHS&Owner=Council", 400, Some("Owner")).await;
}

/// `/req/core/f-op`, `/req/core/f-success`, `/req/core/f-links`
#[tokio::test]
async fn f_op_success_links() {
    let app = app();
    let page = ok(&app, WARDS).await.json();
    for feature in page["features"].as_array().expect("features") {
        let id = feature["id"].as_str().expect("an id");
        let alone = ok(&app, &format!("{WARDS}/{id}")).await.json();
        for member in ["type", "id", "geometry", "properties"] {
            assert_eq!(alone[member], feature[member], "{member} of {id}");
        }
        for rel in ["self", "alternate", "collection"] {
            assert!(link(&alone, rel).is_some(), "{rel} of {id}");
        }
    }
    refused(&app, &format!("{WARDS}/E05999999"), 404, None).await;
}

/// An area that was abolished is still a feature of its data set.
#[tokio::test]
async fn an_abolished_area_is_found_in_the_newest_edition_that_has_it() {
    let app = app();
    let old = ok(&app, "/ogc/collections/wards/items/E05000001").await.json();
    assert_eq!(old["citation"]["edition"], "2018");
    refused(&app, "/ogc/collections/wards/items/E05000001?datetime=2024-01-01", 404, None).await;
    let then = ok(&app, "/ogc/collections/wards/items/E05000001?datetime=2019-05-01").await.json();
    let own = then["links"].as_array().expect("links").iter().find(|link| link["rel"] == "self");
    let own = super::path_of(&own.expect("a link to itself")["href"]);
    assert!(own.starts_with("/ogc/collections/wards_2018/items/E05000001"), "no moment changes it: {own}");
}

/// An id that the register repeats names each of its records.
#[tokio::test]
async fn ids_are_unique_even_where_the_register_repeats_them() {
    let app = app();
    let page = ok(&app, "/ogc/collections/assets/items").await.json();
    let all = ids(&page);
    let unique: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(unique.len(), all.len(), "{all:?}");
    for id in &all {
        let found = ok(&app, &format!("/ogc/collections/assets/items/{}", super::escaped(id))).await.json();
        assert_eq!(found["id"], **id);
    }
}
