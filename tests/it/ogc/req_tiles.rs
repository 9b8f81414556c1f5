//! OGC API – Tiles (20-057), Two Dimensional Tile Matrix Set (17-083r4) and `TileJSON` 3.0.0.

use axum::body::Body;
use axum::http::Request;
use fast_mvt::{MvtReaderRef, MvtValueRef};
use serde_json::json;

use super::{link, ok, path_of, refused};
use crate::http::town::{Answer, app, get, send};

const TILES: &str = "/ogc/collections/wards_2018/tiles/WebMercatorQuad";

fn layers(answer: &Answer) -> Vec<(String, Vec<(u64, String)>)> {
    let reader = MvtReaderRef::new(&answer.body).expect("a tile");
    let layer = |layer: fast_mvt::MvtLayerRef<'_>| {
        let features = layer.features().map(|feature| {
            let code = feature.properties().find_map(|property| match property.expect("a property") {
                ("code", MvtValueRef::String(code)) => Some(code.to_owned()),
                _ => None,
            });
            (feature.id().expect("an id"), code.expect("a code"))
        });
        (layer.name().to_owned(), features.collect())
    };
    reader.layers().map(layer).collect()
}

/// `/req/core/tc-op`, `/req/core/tc-success`: row before column; labels once.
#[tokio::test]
async fn tc_op_and_success() {
    let answer = ok(&app(), &format!("{TILES}/8/83/126")).await;
    assert_eq!(answer.header("content-type"), "application/vnd.mapbox-vector-tile");
    let layers = layers(&answer);
    assert_eq!(layers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["areas", "labels"]);
    assert_eq!(layers[0].1.len(), 4, "{layers:?}");
    assert_eq!(layers[0].1, layers[1].1);
    assert_eq!(layers[0].1[0].0, 1, "ids count from 1");
}

/// `/req/core/tc-error`, empty tiles 204.
#[tokio::test]
async fn an_empty_tile_has_no_content_and_one_that_is_not_there_is_not_found() {
    let app = app();
    let empty = get(&app, &format!("{TILES}/8/0/0")).await;
    assert_eq!((empty.status.as_u16(), empty.body.len()), (204, 0));
    refused(&app, &format!("{TILES}/8/256/0"), 404, None).await;
    refused(&app, &format!("{TILES}/8/83/x"), 404, None).await;
    refused(&app, &format!("{TILES}/8/83/126?f=png"), 400, Some("f")).await;
    let later = get(&app, &format!("{TILES}/8/83/126?datetime=2024-01-01")).await;
    assert_eq!(later.status.as_u16(), 204, "the edition is not in force");
}

/// A copy that still holds is not sent again.
#[tokio::test]
async fn tiles_are_tagged() {
    let app = app();
    let path = format!("{TILES}/8/83/126");
    let etag = ok(&app, &path).await.header("etag").to_owned();
    let request = Request::get(&path).header("if-none-match", &etag).body(Body::empty()).expect("a request");
    assert_eq!(send(&app, request).await.status.as_u16(), 304);
    assert_eq!(ok(&app, &path).await.body, ok(&app, &path).await.body);
}

/// `/req/tilesets-list/tileset-links`, `/req/tileset/description`
#[tokio::test]
async fn tileset_list_and_description() {
    let app = app();
    let collection = ok(&app, "/ogc/collections/wards_2018").await.json();
    let list = link(&collection, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector").expect("a link");
    let list = ok(&app, &list).await.json();
    let set = ok(&app, &link(&list["tilesets"][0], "self").expect("a link")).await.json();
    assert_eq!(set["tileMatrixSetURI"], "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad");
    let limits = &set["tileMatrixSetLimits"][8];
    assert_eq!(
        *limits,
        json!({"tileMatrix": "8", "minTileRow": 83, "maxTileRow": 83, "minTileCol": 126, "maxTileCol": 126})
    );
    let item =
        set["links"].as_array().expect("links").iter().find(|link| link["rel"] == "item").expect("an item");
    let address = path_of(&item["href"])
        .replace("{tileMatrix}", "8")
        .replace("{tileRow}", "83")
        .replace("{tileCol}", "126");
    ok(&app, &address).await;
    refused(&app, "/ogc/collections/claimants/tiles", 404, None).await;
}

/// `/req/tilematrixset/json`: the scale of each zoom is half that of the one before.
#[tokio::test]
async fn tile_matrix_set() {
    let app = app();
    let all = ok(&app, "/ogc/tileMatrixSets").await.json();
    let set = ok(&app, &link(&all["tileMatrixSets"][0], "self").expect("a link")).await.json();
    let scale = |z: usize| set["tileMatrices"][z]["scaleDenominator"].as_f64().expect("a number");
    assert!((scale(0) - 559_082_264.028_717_9).abs() < 1e-3);
    assert!((1..=14).all(|z| (scale(z - 1) / scale(z) - 2.0).abs() < 1e-12));
    assert_eq!(set["tileMatrices"][14]["matrixWidth"], 16_384);
}

#[tokio::test]
async fn tilejson_says_where_tiles_are_and_what_is_in_them() {
    let app = app();
    let json = ok(&app, "/ogc/collections/wards_2018/tilejson.json").await.json();
    assert_eq!(json["tilejson"], "3.0.0");
    let names: Vec<_> =
        json["vector_layers"].as_array().expect("layers").iter().map(|layer| &layer["id"]).collect();
    assert_eq!(names, ["areas", "labels"]);
    let tile = path_of(&json["tiles"][0]).replace("{z}", "8").replace("{y}", "83").replace("{x}", "126");
    ok(&app, &tile).await;
    let points = ok(&app, "/ogc/collections/assets/tilejson.json").await.json();
    assert_eq!(points["vector_layers"][0]["fields"]["count"], "How many records the point stands for");
}

/// Records on one spot are one dot that says how many.
#[tokio::test]
async fn every_record_with_a_place_is_counted_in_a_dot() {
    let app = app();
    let answer = ok(&app, "/ogc/collections/assets/tiles/WebMercatorQuad/0/0/0").await;
    let reader = MvtReaderRef::new(&answer.body).expect("a tile");
    let counts = reader.layers().flat_map(|layer| layer.features().collect::<Vec<_>>()).map(|feature| {
        let count = feature.properties().find_map(|property| match property.expect("a property") {
            ("count", MvtValueRef::Int(count)) => u64::try_from(count).ok(),
            _ => None,
        });
        count.expect("a count")
    });
    assert_eq!(counts.sum::<u64>(), 4);
}
