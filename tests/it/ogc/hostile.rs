//! Requests that nobody well-meaning sends to the standards: a clear answer, soon.

use std::time::Instant;

use proptest::prelude::*;

use super::{escaped, ok, refused};
use crate::http::town::{app, get};

#[tokio::test]
async fn a_huge_limit_a_deep_filter_and_a_long_address_are_bounded() {
    let app = app();
    let started = Instant::now();
    ok(&app, "/ogc/collections/assets/items?limit=18446744073709551615").await;
    let deep = format!("{}true{}", "(".repeat(3_000), ")".repeat(3_000));
    refused(&app, &format!("/ogc/collections/assets/items?filter={deep}"), 400, Some("filter")).await;
    let long = "x".repeat(60_000);
    refused(&app, &format!("/ogc/collections/assets/items?filter={long}"), 414, None).await;
    let deep = format!("{}true{}", r#"{"op":"not","args":["#.repeat(400), "]}".repeat(400));
    refused(
        &app,
        &format!("/ogc/collections/assets/items?filter-lang=cql2-json&filter={}", escaped(&deep)),
        414,
        None,
    )
    .await;
    let deep = format!("{}true{}", r#"{"op":"not","args":["#.repeat(150), "]}".repeat(150));
    refused(
        &app,
        &format!("/ogc/collections/assets/items?filter-lang=cql2-json&filter={}", escaped(&deep)),
        400,
        Some("filter"),
    )
    .await;
    // Within the longest query: many conditions, many percents, powers of powers.
    let many = escaped(&vec!["Desks=1"; 400].join(" OR "));
    ok(
        &app,
        &format!(
            "/ogc/collections/assets/items?filter={}",
            &many[..many.len().min(8_000)].trim_end_matches(|c| c != '1')
        ),
    )
    .await;
    let long_sum = escaped(&format!("Desks = 1{}", "-1".repeat(2_000)));
    refused(&app, &format!("/ogc/collections/assets/items?filter={long_sum}"), 400, Some("filter")).await;
    let like = escaped(&format!("Owner LIKE '{}b'", "%a".repeat(600)));
    ok(&app, &format!("/ogc/collections/assets/items?filter={like}")).await;
    let powers = escaped("Desks = 9^9^9^9^9^9^9^9^9^9");
    ok(&app, &format!("/ogc/collections/assets/items?filter={powers}")).await;
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[tokio::test]
async fn shapes_at_the_ends_of_the_world_are_answered() {
    let app = app();
    for shape in [
        "POINT(1e308 -1e308)",
        "POINT(0 90)",
        "POINT(180 -90)",
        "BBOX(-180,-90,180,90)",
        "POINT(0 0)",
        "POLYGON((-180 -90,180 -90,180 90,-180 90,-180 -90))",
        "POLYGON((0 0,0 0,0 0,0 0))",
        "LINESTRING(0 0,0 0)",
        "POLYGON((0 0,1 1,0 1,1 0,0 0))",
        "GEOMETRYCOLLECTION(POINT(0 0))",
    ] {
        for op in [
            "S_INTERSECTS",
            "S_WITHIN",
            "S_EQUALS",
            "S_OVERLAPS",
            "S_DISJOINT",
            "S_CROSSES",
            "S_TOUCHES",
            "S_CONTAINS",
        ] {
            let filter = escaped(&format!("{op}(geometry, {shape})"));
            for collection in ["wards_2018", "assets"] {
                let status =
                    get(&app, &format!("/ogc/collections/{collection}/items?filter={filter}")).await.status;
                assert!(status.as_u16() == 200 || status.as_u16() == 400, "{op} {shape}: {status}");
            }
        }
    }
}

#[tokio::test]
async fn odd_paths_lead_nowhere() {
    let app = app();
    for path in [
        "/ogc/collections/%00",
        "/ogc/collections/..%2F..%2Fetc%2Fpasswd",
        "/ogc/collections/wards_",
        "/ogc/collections/_",
        "/ogc/collections/overlap_wards_2018",
        "/ogc/collections/overlap_a_b_c_d",
        "/ogc/collections/wards/items/%00",
        "/ogc/collections/wards/tiles/Other/0/0/0",
        "/ogc/collections/wards/tiles/WebMercatorQuad/15/0/0",
        "/ogc/collections/wards/tiles/WebMercatorQuad/-1/0/0",
        "/ogc/collections/wards/tiles/WebMercatorQuad/0/1/0",
        "/ogc/collections/wards/tiles/WebMercatorQuad/99999999999/0/0",
        "/ogc/collections/claimants/tiles",
        "/ogc/nothing",
        "/ogc/collections/custom-areas",
    ] {
        refused(&app, path, 404, None).await;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_query_makes_the_service_fail(
        path in "(items|items/[a-z]|queryables|tiles|tilejson\\.json|)",
        name in "(filter|bbox|datetime|crs|f|cursor|limit|filter-lang|[a-z]{1,4})",
        value in "\\PC{0,60}",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let address = format!("/ogc/collections/assets/{path}?{name}={}", escaped(&value));
        let status = runtime.block_on(get(&app(), address.trim_end_matches('/'))).status;
        prop_assert!(status.as_u16() < 500, "{status}");
    }
}
