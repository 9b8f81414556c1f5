//! What the API says of a place.

use serde_json::json;

use super::town::{app, engine, get};

const WARDS: &str = "/api/datasets/wards/editions/2018";
const ASSETS: &str = "/api/datasets/assets/editions/2021";
const CLAIMANTS: &str = "/api/datasets/claimants/editions/2018";
const GRID: &str = "http://www.opengis.net/def/crs/EPSG/0/27700";

#[tokio::test]
async fn the_description_of_the_api_is_as_agreed() {
    insta::assert_json_snapshot!("openapi", wardwise::api::openapi(None));
}

#[tokio::test]
async fn every_link_of_the_landing_page_and_of_what_it_leads_to_answers() {
    let app = app();
    let (mut waiting, mut seen) = (vec!["/api".to_owned()], std::collections::BTreeSet::new());
    while let Some(path) = waiting.pop() {
        if path == "/" || path.ends_with("/report") || path.contains("/origin/") || !seen.insert(path.clone())
        {
            continue;
        }
        let answer = get(&app, &path).await;
        let needs_parameters = ["/api/where", "/api/search", "/api/crosswalks", "/api/align", "/api/series"]
            .contains(&path.as_str());
        assert_eq!(answer.status.as_u16(), if needs_parameters { 400 } else { 200 }, "{path}");
        if answer.header("content-type").contains("json") {
            collect_links(&answer.json(), &mut waiting);
        }
    }
    assert!(seen.len() > 25, "{seen:?}");
}

fn collect_links(value: &serde_json::Value, out: &mut Vec<String>) {
    let base = "http://127.0.0.1:8080";
    match value {
        serde_json::Value::Object(entries) => {
            if let Some(href) = entries.get("href").and_then(|href| href.as_str()) {
                out.push(href.strip_prefix(base).expect("an absolute address").to_owned());
            }
            entries.values().for_each(|value| collect_links(value, out));
        }
        serde_json::Value::Array(values) => values.iter().for_each(|value| collect_links(value, out)),
        _ => {}
    }
}

#[tokio::test]
async fn an_edition_says_what_it_holds_and_under_which_terms() {
    let app = app();
    let wards = get(&app, WARDS).await.json();
    assert_eq!(wards["rows"], 4);
    assert_eq!(wards["scheme"], "gss");
    assert_eq!(wards["extent"]["grid"], json!([400_000.0, 300_000.0, 402_000.0, 302_000.0]));
    assert_eq!(wards["citation"]["licence"]["name"], "CC0 1.0");
    assert_eq!(wards["citation"]["place_version"], 1);
    assert_eq!(wards["storageCrs"], GRID);
    let assets = get(&app, ASSETS).await.json();
    assert_eq!(assets["located"], 4);
    let owners = &assets["facets"][0];
    assert_eq!(owners["values"], json!([{ "value": "Council", "count": 3 }, { "value": "NHS", "count": 1 }]));
    assert_eq!(owners["missing"], 1);
}

#[tokio::test]
async fn features_carry_nulls_with_their_reasons_and_the_same_names() {
    let answer = get(&app(), &format!("{ASSETS}/items")).await;
    assert_eq!(answer.header("content-type"), "application/geo+json");
    assert_eq!(answer.header("content-crs"), "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>");
    let page = answer.json();
    assert_eq!((&page["numberMatched"], &page["numberReturned"]), (&json!(5), &json!(5)));
    assert_eq!(page["citation"]["edition"], "2021");
    let features = page["features"].as_array().expect("features");
    let names = |feature: &serde_json::Value| -> Vec<String> {
        feature["properties"].as_object().expect("properties").keys().cloned().collect()
    };
    assert!(features.iter().all(|feature| names(feature) == names(&features[0])));
    // A column of the publisher's that has the name of a parameter is renamed.
    assert_eq!(names(&features[0]), ["id", "name", "precision", "Owner", "Desks", "published_limit"]);
    assert_eq!(features[2]["properties"]["Desks"], json!(null));
    assert_eq!(features[2]["missing"], json!({ "Desks": "not-given" }));
    assert_eq!(features[1]["properties"]["Desks"], json!(0));
    assert_eq!(features[1]["missing"], json!({}));
    assert_eq!(features[3]["geometry"], json!(null));
    assert_eq!(features[0]["row"], 2);
}

#[tokio::test]
async fn a_table_tells_suppressed_from_nought_and_from_no_cover() {
    let page = get(&app(), &format!("{CLAIMANTS}/items")).await.json();
    let row = |at: usize| (page["rows"][at]["values"]["count"].clone(), page["rows"][at]["missing"].clone());
    assert_eq!(row(1), (json!(0), json!({})));
    assert_eq!(row(2), (json!(null), json!({ "count": "suppressed" })));
    assert_eq!(row(3), (json!(null), json!({ "count": "not-covered" })));
    assert_eq!(page["citation"]["geography"], "wards@2018");
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap_or_a_repeat() {
    let app = app();
    let mut next = Some(format!("{ASSETS}/items?limit=2"));
    let mut rows = Vec::new();
    let mut pages = 0;
    while let Some(address) = next {
        let page = get(&app, &address).await.json();
        rows.extend(page["features"].as_array().expect("features").iter().map(|f| f["row"].clone()));
        let links = page["links"].as_array().expect("links");
        let href =
            links.iter().find(|link| link["rel"] == "next").map(|link| link["href"].as_str().expect("text"));
        next = href.map(|href| href.strip_prefix("http://127.0.0.1:8080").expect("absolute").to_owned());
        assert_eq!(page["numberMatched"], 5);
        pages += 1;
    }
    assert_eq!(rows, [2, 3, 4, 5, 6].map(|row| json!(row)));
    assert_eq!(pages, 3);
}

#[tokio::test]
async fn a_cursor_of_replaced_rows_is_gone() {
    let answer = get(&app(), &format!("{ASSETS}/items?cursor=7.2")).await;
    assert_eq!(answer.status.as_u16(), 410);
}

#[tokio::test]
async fn a_limit_above_the_most_is_cut() {
    let page = get(&app(), &format!("{ASSETS}/items?limit=18446744073709551616")).await.json();
    assert_eq!(page["numberReturned"], 5);
}

#[tokio::test]
async fn fields_are_filters_and_gaps_can_be_asked_for() {
    let app = app();
    let count = async |query: &str| {
        get(&app, &format!("{ASSETS}/items?{query}")).await.json()["numberMatched"]
            .as_u64()
            .expect("a number")
    };
    assert_eq!(count("Owner=Council").await, 3);
    assert_eq!(count("Owner=Council&Desks=40").await, 1);
    assert_eq!(count("Owner=").await, 1);
    assert_eq!(count("Desks=2.50").await, 1);
    assert_eq!(count("precision=postcode").await, 1);
    assert_eq!(count("Owner=council").await, 0);
    assert_eq!(count("published_limit=plain").await, 1);
}

#[tokio::test]
async fn a_box_keeps_what_it_touches_in_either_system() {
    let app = app();
    let codes = async |query: &str| -> Vec<String> {
        let page = get(&app, &format!("{WARDS}/items?{query}")).await.json();
        let features = page["features"].as_array().expect("features").clone();
        features.iter().map(|feature| feature["id"].as_str().expect("a code").to_owned()).collect()
    };
    let grid = format!("bbox-crs={GRID}&bbox=");
    assert_eq!(codes(&format!("{grid}400100,300100,400200,300200")).await, ["E05000001"]);
    assert_eq!(codes(&format!("{grid}400999,300100,401001,300200")).await, ["E05000001", "E05000002"]);
    assert_eq!(codes(&format!("{grid}0,0,1,1")).await, Vec::<String>::new());
    assert_eq!(codes("bbox=-180,-90,180,90").await.len(), 4);
    assert_eq!(codes("bbox=-2.0015,52.596,-1.9985,52.599").await, ["E05000001"]);
}

#[tokio::test]
async fn coordinates_come_in_degrees_or_in_metres() {
    let app = app();
    let ring = async |query: &str| {
        let ward = get(&app, &format!("{WARDS}/items/E05000001{query}")).await;
        ward.json()["geometry"]["coordinates"][0][0].clone()
    };
    assert_eq!(
        ring(&format!("?crs={GRID}")).await,
        json!([
            [400_000, 300_000],
            [401_000, 300_000],
            [401_000, 301_000],
            [400_000, 301_000],
            [400_000, 300_000]
        ])
    );
    let degrees = ring("").await;
    let (lon, lat) = (degrees[0][0].as_f64().expect("a number"), degrees[0][1].as_f64().expect("a number"));
    assert!((lon - -2.001_5).abs() < 0.001 && (lat - 52.597_7).abs() < 0.001, "{lon} {lat}");
}

#[tokio::test]
async fn one_area_one_record_and_the_rows_of_one_area_have_addresses() {
    let app = app();
    let ward = get(&app, &format!("{WARDS}/items/E05000003")).await.json();
    assert_eq!(ward["properties"]["name"], "Yr Ŵyn");
    assert_eq!(ward["citation"]["licence"]["attribution"], "Made up.");
    assert_eq!(get(&app, &format!("{WARDS}/items/E05999999")).await.status.as_u16(), 404);
    let twice = get(&app, &format!("{ASSETS}/items/A1")).await;
    assert_eq!(twice.status.as_u16(), 409);
    assert!(twice.json()["detail"].as_str().expect("text").contains("2, 6"));
    assert_eq!(get(&app, &format!("{ASSETS}/items/A1?row=6")).await.json()["properties"]["name"], "Annex");
    let rows = get(&app, &format!("{CLAIMANTS}/items/E05000003")).await.json();
    assert_eq!(rows["rows"][0]["missing"], json!({ "count": "suppressed" }));
}

#[tokio::test]
async fn a_point_is_in_the_areas_of_its_day() {
    let app = app();
    let codes = async |query: &str| -> Vec<String> {
        let answer = get(&app, &format!("/api/where?{query}")).await.json();
        let areas = answer["areas"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
        areas.iter().map(|area| area["code"].as_str().expect("a code").to_owned()).collect()
    };
    let point = "easting=400250&northing=300250";
    assert_eq!(codes(point).await, ["E05000009", "E05000001"]);
    assert_eq!(codes(&format!("{point}&date=2019-05-01")).await, ["E05000001"]);
    assert_eq!(codes(&format!("{point}&date=2024-05-01")).await, ["E05000009"]);
    assert_eq!(codes(&format!("{point}&date=2010-05-01")).await, Vec::<String>::new());
    let nowhere = get(&app, "/api/where?easting=1&northing=1").await.json();
    assert_eq!(nowhere["none_in"], json!(["wards"]));
    let square = get(&app, "/api/where?grid=SK002002").await.json();
    assert!(square["point"]["note"].as_str().expect("text").contains("100 m"), "{square}");
}

#[tokio::test]
async fn a_search_leads_to_what_it_found() {
    let app = app();
    let found = get(&app, "/api/search?q=ald").await.json();
    assert_eq!(found["hits"][0]["label"], "Alder");
    let href = found["hits"][0]["href"].as_str().expect("a link").to_owned();
    assert_eq!(
        get(&app, href.strip_prefix("http://127.0.0.1:8080").expect("absolute")).await.status.as_u16(),
        200
    );
}

#[tokio::test]
async fn a_request_keeps_its_version_and_the_next_one_sees_the_new() {
    let app = app();
    let before = get(&app, "/api").await;
    app.swap(engine(2));
    let after = get(&app, "/api").await;
    assert_eq!((before.json()["version"].clone(), after.json()["version"].clone()), (json!(1), json!(2)));
    assert_ne!(before.header("etag"), after.header("etag"));
}

#[tokio::test]
async fn swaps_do_not_disturb_requests_in_flight() {
    let app = app();
    let asking = (0..40).map(|at| {
        let app = app.clone();
        tokio::spawn(async move {
            if at % 4 == 0 {
                app.swap(engine(at));
            }
            let page = get(&app, &format!("{WARDS}/items")).await;
            assert_eq!(page.status.as_u16(), 200);
            assert_eq!(page.json()["numberReturned"], 4);
        })
    });
    for task in asking.collect::<Vec<_>>() {
        task.await.expect("an answer");
    }
}

#[tokio::test]
async fn health_tells_state_and_counts_and_no_secret() {
    let health = get(&app(), "/health").await;
    assert_eq!(health.header("cache-control"), "no-store");
    let view = health.json();
    assert_eq!((&view["status"], &view["datasets"], &view["rows"]), (&json!("ok"), &json!(3), &json!(14)));
    let app = app();
    assert_eq!(get(&app, "/health/ready").await.status.as_u16(), 200);
    app.set_trouble(Some("gone: /secret/path".into()));
    let not_ready = get(&app, "/health/ready").await;
    assert_eq!(not_ready.status.as_u16(), 503);
    assert!(!not_ready.text().contains("secret"));
    assert_eq!(get(&app, "/health/live").await.status.as_u16(), 200);
}
