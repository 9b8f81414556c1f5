//! Requirements class Coordinate Reference Systems by Reference of OGC 18-058r1 (Annex A).

use serde_json::Value;

use super::{CRS84, GRID, LATLON, MERCATOR, escaped, ids, ok, refused};
use crate::http::town::app;

const WARDS: &str = "/ogc/collections/wards_2018/items";

fn first_corner(page: &Value) -> (f64, f64) {
    let corner = &page["features"][0]["geometry"]["coordinates"][0][0][0];
    (corner[0].as_f64().expect("a number"), corner[1].as_f64().expect("a number"))
}

/// `/req/crs/crs-uri`, `/req/crs/fc-md-crs-list`, `/req/crs/fc-md-storageCrs`
#[tokio::test]
async fn crs_list_and_storage() {
    let all = ok(&app(), "/ogc/collections").await.json();
    for one in all["collections"].as_array().expect("a list").iter().filter(|one| one.get("crs").is_some()) {
        let listed: Vec<&str> =
            one["crs"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        assert_eq!(listed, [CRS84, GRID, LATLON, MERCATOR]);
        assert_eq!(one["storageCrs"], GRID);
    }
    assert!(all["collections"][2].get("crs").is_none(), "a table has no places");
}

/// `/req/crs/fc-crs-definition`, `/req/crs/fc-crs-valid-value`, `/req/crs/fc-crs-default-value`,
/// `/req/crs/fc-crs-action`: every system in the list, escaped and as it is.
#[tokio::test]
async fn fc_crs_valid_value() {
    let app = app();
    for crs in [CRS84, GRID, LATLON, MERCATOR] {
        for written in [crs.to_owned(), escaped(crs)] {
            for path in [WARDS.to_owned(), format!("{WARDS}/E05000001")] {
                let answer = ok(&app, &format!("{path}?crs={written}")).await;
                assert_eq!(answer.header("content-crs"), format!("<{crs}>"));
            }
        }
    }
    refused(&app, &format!("{WARDS}?crs=http://www.opengis.net/def/crs/EPSG/0/32630"), 400, Some("crs"))
        .await;
}

/// `/req/crs/geojson`, `/req/crs/ogc-crs-header`: the numbers are those of the system, axes in its order.
#[tokio::test]
async fn coordinates_are_those_of_the_system() {
    let app = app();
    let corner = |crs: &'static str| {
        let app = app.clone();
        async move { first_corner(&ok(&app, &format!("{WARDS}?crs={crs}")).await.json()) }
    };
    assert_eq!(corner(GRID).await, (400_000.0, 300_000.0));
    let (lon, lat) = corner(CRS84).await;
    assert_eq!(corner(LATLON).await, (lat, lon), "EPSG:4326 has the latitude first");
    // EPSG:3857 by the formulas of its definition, to the millimetre that seven decimals allow for.
    let (x, y) = corner(MERCATOR).await;
    let radius = 6_378_137.0;
    let north = radius * (std::f64::consts::FRAC_PI_4 + lat.to_radians() / 2.0).tan().ln();
    assert!((x - radius * lon.to_radians()).abs() < 0.02 && (y - north).abs() < 0.03, "{x} {y}");
}

/// `/req/crs/fc-bbox-crs-definition`, `/req/crs/fc-bbox-crs-valid-value`, `/req/crs/fc-bbox-crs-action`
#[tokio::test]
async fn fc_bbox_crs() {
    let app = app();
    let page = |crs: &'static str, bbox: String| {
        let app = app.clone();
        async move { ids(&ok(&app, &format!("{WARDS}?bbox-crs={crs}&bbox={bbox}")).await.json()) }
    };
    assert_eq!(page(GRID, "400100,300100,400200,300200".into()).await, ["E05000001"]);
    let (lon, lat) = first_corner(&ok(&app, WARDS).await.json());
    let (west, south, east, north) = (lon + 0.001, lat + 0.001, lon + 0.002, lat + 0.002);
    assert_eq!(page(CRS84, format!("{west},{south},{east},{north}")).await, ["E05000001"]);
    assert_eq!(page(LATLON, format!("{south},{west},{north},{east}")).await, ["E05000001"]);
    let (x, y) = first_corner(&ok(&app, &format!("{WARDS}?crs={MERCATOR}")).await.json());
    assert_eq!(
        page(MERCATOR, format!("{},{},{},{}", x + 100.0, y + 100.0, x + 200.0, y + 200.0)).await,
        ["E05000001"]
    );
    refused(&app, &format!("{WARDS}?bbox-crs=EPSG:27700&bbox=1,2,3,4"), 400, Some("bbox-crs")).await;
}
