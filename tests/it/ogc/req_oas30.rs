//! Requirements class OpenAPI 3.0 of OGC 17-069r4 (Annex A.6).

use serde_json::Value;

use super::ok;
use crate::http::town::app;

/// `/req/oas30/oas-definition-1`, `-2`: the document refers to nothing outside and to nothing that is not there.
#[tokio::test]
async fn oas_definition() {
    let document = ok(&app(), "/ogc/api").await.json();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        let path = reference.strip_prefix('#').expect("a reference inside the document");
        assert!(document.pointer(path).is_some(), "{reference}");
    }
}

fn collect(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            out.extend(entries.get("$ref").and_then(Value::as_str).map(str::to_owned));
            entries.values().for_each(|value| collect(value, out));
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, out)),
        _ => {}
    }
}

/// `/req/oas30/completeness`: every path answers, and every address that answers has its path.
#[tokio::test]
async fn completeness() {
    let app = app();
    let document = ok(&app, "/ogc/api").await.json();
    let paths = document["paths"].as_object().expect("paths");
    for (path, operations) in paths {
        let address = path
            .replace("{tileMatrixSetId}", "WebMercatorQuad")
            .replace("{tileMatrix}/{tileRow}/{tileCol}", "0/0/0");
        let parameters = operations["get"]["parameters"].as_array().expect("parameters");
        let id = parameters.iter().find(|parameter| parameter["name"] == "featureId");
        let id = id.map_or("", |parameter| parameter["example"].as_str().expect("an example"));
        ok(&app, &format!("/ogc{}", address.replace("{featureId}", &super::escaped(id)))).await;
    }
    for collection in ["wards", "wards_2018", "assets_2021", "claimants"] {
        for path in ["", "/queryables", "/items", "/items/{featureId}"] {
            assert!(paths.contains_key(&format!("/collections/{collection}{path}")), "{collection}{path}");
        }
    }
}

/// `/req/oas30/exceptions-codes`: each refusal that there may be is described.
#[tokio::test]
async fn exceptions_codes() {
    let document = ok(&app(), "/ogc/api").await.json();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for status in ["200", "400", "404", "405", "500", "503"] {
            assert!(operations["get"]["responses"].get(status).is_some(), "{status} of {path}");
        }
    }
}

/// What clients look for: the properties by which a collection can be filtered.
#[tokio::test]
async fn every_property_that_can_be_filtered_by_is_a_parameter() {
    let app = app();
    let document = ok(&app, "/ogc/api").await.json();
    for collection in ["wards", "assets", "claimants"] {
        let parameters = &document["paths"][format!("/collections/{collection}/items")]["get"]["parameters"];
        let named: Vec<&str> =
            parameters.as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
        let schema = ok(&app, &format!("/ogc/collections/{collection}/queryables")).await.json();
        for name in
            schema["properties"].as_object().expect("properties").keys().filter(|name| *name != "geometry")
        {
            assert!(named.contains(&name.as_str()), "{name} of {collection}");
        }
    }
}
