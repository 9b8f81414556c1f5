//! Custom areas on the sample place: estimated, saved, and the same by every way.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use geo::{Buffer as _, ConvexHull as _, Intersects as _};
use geo_types::{MultiPoint, MultiPolygon, Point};
use jiff::Timestamp;
use serde_json::{Value, json};
use wardwise::api::{self, App};
use wardwise::config::Config;
use wardwise::custom::{AreaName, CustomArea};
use wardwise::engine::{AlignedFigure, CustomAsk, Engine, EstimateAsk};
use wardwise::import::{self, ImportOptions, Manifest, Silent};
use wardwise::model::{EditionKey, Postcode};
use wardwise::store::{PlaceStore, StoreError};

use crate::http::town::{Answer, send_to};

fn elverham() -> (tempfile::TempDir, PlaceStore, Arc<Engine>) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    let place = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(source.join("sample.toml")).expect("the manifest");
    let manifest = Manifest::parse(text).expect("a plan");
    let options = ImportOptions::at(Timestamp::UNIX_EPOCH);
    import::run(&manifest, &source, place.path(), &options, &Silent).expect("an import");
    let store = PlaceStore::open(place.path()).expect("a place");
    let engine = Arc::new(Engine::new(Arc::new(store.snapshot().expect("a snapshot"))));
    (place, store, engine)
}

fn value(engine: &Engine, area: &CustomArea, measure: &str) -> f64 {
    let ask = EstimateAsk { measure: measure.parse().expect("an id"), table: None, period: None };
    match engine.estimate(area, &ask).expect("an answer").figure {
        AlignedFigure::Number(estimate) => estimate.value.expect("a figure"),
        AlignedFigure::Mixture(_) => panic!("a number"),
    }
}

/// The postcodes of every address whose postcode has all its addresses inside a shape.
fn postcodes_of(engine: &Engine, wanted: impl Fn(&Postcode) -> bool) -> Vec<(Postcode, Point<f64>)> {
    let key: EditionKey = "addresses@2024".parse().expect("a key");
    let register = engine.register(&key).expect("a register");
    let column = register.postcode_column.expect("postcodes");
    let row = |at: usize| {
        let postcode = Postcode::parse(register.attributes.text(at, column)?)?;
        let (point, _) = register.records[at].location?;
        wanted(&postcode).then(|| (postcode, Point::new(point.e, point.n)))
    };
    (0..register.records.len()).filter_map(row).collect()
}

#[test]
fn a_drawing_and_a_list_of_postcodes_around_the_same_addresses_agree_within_1_percent() {
    let (_place, _store, engine) = elverham();
    // A hull around one sector's addresses, then every postcode that has any
    // address inside it, drawn again around all of theirs until both enclose the same.
    let mut listed: BTreeSet<Postcode> =
        postcodes_of(&engine, |postcode| postcode.sector() == "EV4 2").into_iter().map(|(p, _)| p).collect();
    let all = postcodes_of(&engine, |_| true);
    let hull = loop {
        let points: Vec<Point<f64>> =
            all.iter().filter(|(p, _)| listed.contains(p)).map(|(_, at)| *at).collect();
        let hull = MultiPolygon(vec![MultiPoint(points).convex_hull()]);
        let before = listed.len();
        listed.extend(all.iter().filter(|(_, at)| hull.intersects(at)).map(|(p, _)| p.clone()));
        if listed.len() == before {
            break hull;
        }
    };
    // The hull's corners are addresses: half a metre of room takes them in.
    let shape = hull.buffer(0.5);
    let drawn = engine.custom_area(CustomAsk::Shapes { shapes: vec![shape], file: None }).expect("an area");
    let list = engine.custom_area(CustomAsk::Postcodes(listed.into_iter().collect())).expect("an area");
    for measure in ["residents", "households", "social-rented", "deprivation-score"] {
        let (a, b) = (value(&engine, &drawn, measure), value(&engine, &list, measure));
        assert!(a > 0.0 && (a / b - 1.0).abs() < 0.01, "{measure}: {a} drawn, {b} listed");
    }
}

#[test]
fn wards_put_together_have_the_sum_of_their_figures_by_the_general_way() {
    let (_place, _store, engine) = elverham();
    let edition: EditionKey = "wards@2023".parse().expect("a key");
    let layer = engine.layer(&edition).expect("wards");
    let codes: Vec<String> = layer.areas.iter().map(|area| area.code.to_string()).collect();
    let whole = engine.custom_area(CustomAsk::Areas { edition: edition.clone(), codes: codes.clone() });
    let whole = value(&engine, &whole.expect("an area"), "residents");
    let parts: f64 = codes
        .chunks(5)
        .map(|some| {
            let ask = CustomAsk::Areas { edition: edition.clone(), codes: some.to_vec() };
            value(&engine, &engine.custom_area(ask).expect("an area"), "residents")
        })
        .sum();
    assert!((whole - parts).abs() < 1e-3 * whole, "{whole} and {parts}");
    assert!((whole - 272_145.0).abs() < 500.0, "{whole}");
}

#[test]
fn saved_areas_are_kept_renamed_and_deleted_and_the_version_stays() {
    let (_place, store, engine) = elverham();
    let now: Timestamp = "2026-03-04T05:06:07Z".parse().expect("a moment");
    let name = |text: &str| AreaName::parse(text).expect("a name");
    let ask = CustomAsk::Areas {
        edition: "wards@2023".parse().expect("a key"),
        codes: vec!["E05990101".into(), "E05990102".into()],
    };
    let area = engine.custom_area(ask).expect("an area");
    let saved = store.save_custom_area(&name("North"), &area, now).expect("saved");
    assert_eq!((saved.id.as_str(), &saved.area), ("c1", &area));
    assert!(matches!(
        store.save_custom_area(&name("North"), &area, now),
        Err(StoreError::CustomNameTaken(_))
    ));
    let renamed = store.rename_custom_area("c1", &name("Far north"), now).expect("renamed");
    assert_eq!(renamed.name.as_str(), "Far north");
    assert_eq!(store.custom_areas().expect("areas"), [renamed]);
    store.delete_custom_area("c1", now).expect("deleted");
    assert!(matches!(store.custom_area("c1"), Err(StoreError::UnknownCustomArea(_))));
    // An id is never used again.
    assert_eq!(store.save_custom_area(&name("North"), &area, now).expect("saved").id, "c2");
    assert_eq!(store.version().expect("a version"), engine.version());
    assert_eq!(store.verify().expect("a check"), Vec::<String>::new());
}

async fn ask(app: &App, method: &str, uri: &str, body: Option<&Value>) -> Answer {
    let request = Request::builder().method(method).uri(uri).header("content-type", "application/json");
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    send_to(api::app(app.clone()), request.body(body).expect("a request")).await
}

#[tokio::test]
async fn an_area_is_saved_shown_estimated_renamed_and_deleted_over_http() {
    let (_place, store, engine) = elverham();
    let app = App::on_place(engine, store, Config::default());
    let ground = json!({ "name": "Two wards", "areas": { "edition": "wards@2023", "codes": ["E05990101", "E05990102"] } });
    let saved = ask(&app, "POST", "/api/custom-areas", Some(&ground)).await;
    assert_eq!(saved.status.as_u16(), 201, "{}", saved.text());
    assert_eq!(saved.json()["properties"]["made_from"], json!(["E05990101", "E05990102"]));
    let shown = ask(&app, "GET", "/api/custom-areas/c1", None).await;
    assert_eq!(
        (shown.json()["geometry"]["type"].as_str(), shown.header("cache-control")),
        (Some("MultiPolygon"), "no-store")
    );
    let figures = ask(&app, "GET", "/api/custom-areas/c1/figures?measure=residents", None).await.json();
    let people = figures["figures"][0]["value"].as_f64().expect("people");
    // The drawing that was given out, sent back, gives the same estimate.
    let again = json!({ "geometry": shown.json()["geometry"], "measures": ["residents"] });
    let estimate = ask(&app, "POST", "/api/estimate", Some(&again)).await;
    let same = estimate.json()["figures"][0]["value"].as_f64().expect("people");
    assert!((people / same - 1.0).abs() < 1e-3, "{people} and {same}");
    let renamed = ask(&app, "PATCH", "/api/custom-areas/c1", Some(&json!({ "name": "Both" }))).await;
    assert_eq!(renamed.json()["properties"]["name"], "Both");
    assert_eq!(ask(&app, "GET", "/api/custom-areas", None).await.json()["areas"][0]["name"], "Both");
    assert_eq!(ask(&app, "DELETE", "/api/custom-areas/c1", None).await.status.as_u16(), 204);
    assert_eq!(ask(&app, "GET", "/api/custom-areas/c1", None).await.status.as_u16(), 404);
}

#[tokio::test]
async fn what_names_no_ground_is_refused_with_its_field() {
    let (_place, store, engine) = elverham();
    let app = App::on_place(engine, store, Config::default());
    let sea = json!([[[-3.0, 52.0], [-3.0, 52.1], [-2.9, 52.1], [-3.0, 52.0]]]);
    let cases = [
        (json!({}), 400, "geometry"),
        (json!({ "postcodes": ["nonsense"] }), 400, "postcodes"),
        (json!({ "postcodes": ["B1 1BB"] }), 400, "postcodes"),
        (json!({ "areas": { "edition": "wards@2023", "codes": ["X"] } }), 400, "areas"),
        (json!({ "areas": { "edition": "wards@1999", "codes": ["X"] } }), 404, "areas"),
        (json!({ "geometry": { "type": "Polygon", "coordinates": sea } }), 400, "geometry"),
        (json!({ "geometry": { "type": "Point", "coordinates": [0, 52] } }), 400, "geometry"),
        (json!({ "postcodes": ["EV1 1AA"], "name": "x" }), 400, "name"),
    ];
    for (body, status, field) in cases {
        let answer = ask(&app, "POST", "/api/estimate", Some(&body)).await;
        assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.text());
        assert_eq!(answer.json()["field"], field, "{body}");
    }
}

#[tokio::test]
async fn saving_is_off_where_others_can_connect_and_estimating_is_not() {
    let (_place, store, engine) = elverham();
    let mut config = Config::default();
    config.server.address = "0.0.0.0".parse().expect("an address");
    let app = App::on_place(engine, store, config);
    let areas = json!({ "edition": "wards@2023", "codes": ["E05990101"] });
    let named = json!({ "name": "Mine", "areas": areas });
    assert_eq!(ask(&app, "POST", "/api/custom-areas", Some(&named)).await.status.as_u16(), 403);
    assert_eq!(ask(&app, "DELETE", "/api/custom-areas/c1", None).await.status.as_u16(), 403);
    let ground = json!({ "areas": areas, "measures": ["residents"] });
    assert_eq!(ask(&app, "POST", "/api/estimate", Some(&ground)).await.status.as_u16(), 200);
}

/// Sends the form of the page, as a browser without scripts does.
async fn form(app: &App, parts: &[(&str, &str)]) -> Answer {
    let part = |(name, text): &(&str, &str)| {
        format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let body = parts.iter().map(part).collect::<String>() + "--edge--\r\n";
    let request = Request::post("/custom")
        .header("accept", "text/html")
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(Body::from(body));
    send_to(api::app(app.clone()), request.expect("a request")).await
}

#[tokio::test]
async fn the_page_estimates_without_keeping_and_keeps_under_a_name() {
    let (_place, store, engine) = elverham();
    let app = App::on_place(engine, store.clone(), Config::default());
    let ward = [("way", "areas"), ("layer", "wards@2023"), ("code", "E05990101")];
    let shown = form(&app, &ward).await;
    assert_eq!(shown.status.as_u16(), 200, "{}", shown.text());
    assert!(
        shown.text().contains("Estimates for your area") && shown.text().contains("residential addresses")
    );
    assert!(store.custom_areas().expect("areas").is_empty());
    let kept = form(&app, &[ward.as_slice(), &[("name", "Mine")]].concat()).await;
    assert_eq!((kept.status.as_u16(), kept.header("location")), (303, "/custom/c1"));
    let again = form(&app, &[ward.as_slice(), &[("name", "Mine")]].concat()).await;
    assert_eq!(again.status.as_u16(), 409);
    assert!(again.text().contains("href=\"#name-areas\"") && again.text().contains("value=\"Mine\""));
}

#[tokio::test]
async fn a_wrong_form_comes_back_with_its_words_and_what_was_typed() {
    let (_place, store, engine) = elverham();
    let app = App::on_place(engine, store, Config::default());
    let cases: [(&[(&str, &str)], &str); 4] = [
        (&[("way", "corners"), ("corners", "TF 66 52\nTF 67 52")], "href=\"#corners\""),
        (&[("way", "corners"), ("corners", "TF 66 52\nTF 67 52\nnowhere")], "corner 3"),
        (&[("way", "postcodes"), ("postcodes", "EV1 1AA\nnonsense")], "href=\"#postcodes\""),
        (&[("way", "areas"), ("layer", "wards@2023"), ("codes", "X1")], "no area with the code X1"),
    ];
    for (parts, words) in cases {
        let answer = form(&app, parts).await;
        assert_eq!(answer.status.as_u16(), 400, "{parts:?}");
        let text = answer.text().to_lowercase();
        assert!(
            text.contains("there is a problem") && text.contains(&words.to_lowercase()),
            "{parts:?}\n{text}"
        );
        assert!(answer.text().contains(parts[parts.len() - 1].1), "what was typed is kept: {parts:?}");
    }
}
