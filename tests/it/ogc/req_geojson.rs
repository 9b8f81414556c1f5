//! Requirements class GeoJSON of OGC 17-069r4 (Annex A.4).

use super::{ids, ok};
use crate::http::town::app;

/// `/req/geojson/definition`
#[tokio::test]
async fn definition() {
    for path in ["/ogc/collections/wards/items", "/ogc/collections/wards/items/E05000009"] {
        assert_eq!(ok(&app(), path).await.header("content-type"), "application/geo+json");
    }
    assert_eq!(ok(&app(), "/ogc/collections").await.header("content-type"), "application/json");
}

/// `/req/geojson/content`: every page is GeoJSON that a reader of it takes.
#[tokio::test]
async fn content() {
    let app = app();
    for collection in ["wards", "wards_2018", "assets", "claimants", "overlap_wards_2018_wards_2023"] {
        let text = ok(&app, &format!("/ogc/collections/{collection}/items")).await;
        let read: geojson::FeatureCollection = text.text().parse().expect("GeoJSON");
        assert_eq!(read.features.len(), ids(&text.json()).len());
        for feature in &read.features {
            assert!(feature.id.is_some() && feature.properties.is_some());
        }
    }
}

/// Clients guess the type of a column from its first values.
#[tokio::test]
async fn every_feature_has_the_same_properties_of_one_type_each() {
    let page = ok(&app(), "/ogc/collections/assets/items").await;
    let text = page.text().to_owned();
    assert!(text.contains("\"Desks\":40.0") && text.contains("\"Desks\":2.5"), "{text}");
    let page = page.json();
    let features = page["features"].as_array().expect("features");
    let names = |at: usize| {
        features[at]["properties"].as_object().expect("an object").keys().cloned().collect::<Vec<_>>()
    };
    assert!((1..features.len()).all(|at| names(at) == names(0)));
    assert!(features[2]["properties"]["Desks"].is_null());
    assert_eq!(features[2]["missing"]["Desks"], "not-given");
    assert!(features[3]["geometry"].is_null());
}
