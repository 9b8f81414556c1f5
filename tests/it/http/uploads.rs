//! Files on their way into the place, from the browser to the next version.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;
use jiff::Timestamp;
use serde_json::{Value, json};
use tempfile::TempDir;
use wardwise::api::App;
use wardwise::config::{Config, Token};
use wardwise::engine::{Engine, PlaceInfo};
use wardwise::model::Catalogue;
use wardwise::store::PlaceStore;

use super::town::{Answer, get, send};

const LIBRARIES: &str = "ref,library,x,y\nL1,Elm Library,401250,301250\nL2,Library boat,,\n";

fn service(config: Config) -> (TempDir, App) {
    let dir = tempfile::tempdir().expect("a folder");
    let info = PlaceInfo {
        id: "town".into(),
        name: "Town".into(),
        description: String::new(),
        main_layer: None,
        catalogue: Catalogue::default(),
    };
    let manifest = "[place]\nid = \"town\"\nname = \"Town\"\n";
    let now: Timestamp = "2026-01-02T03:04:05Z".parse().expect("a moment");
    let store = PlaceStore::create(&dir.path().join("place"), &info, manifest, now).expect("a place");
    let engine = Arc::new(Engine::new(Arc::new(store.snapshot().expect("a snapshot"))));
    (dir, App::on_place(engine, store, config))
}

fn form(parts: &[(&str, Option<&str>, &str)]) -> Request<Body> {
    with_form(Request::post("/api/uploads"), parts)
}

fn with_form(request: Builder, parts: &[(&str, Option<&str>, &str)]) -> Request<Body> {
    let part = |(name, file, text): &(&str, Option<&str>, &str)| {
        let file = file.map_or(String::new(), |file| format!("; filename=\"{file}\""));
        format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{text}\r\n")
    };
    let body = parts.iter().map(part).collect::<Vec<_>>().concat() + "--edge--\r\n";
    request
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(Body::from(body))
        .expect("a request")
}

async fn post(app: &App, uri: &str, body: &Value) -> Answer {
    let request =
        Request::post(uri).header("content-type", "application/json").body(Body::from(body.to_string()));
    send(app, request.expect("a request")).await
}

fn choices() -> Value {
    json!({
        "kind": "register", "dataset": "libraries", "dataset_title": "Libraries", "edition": "2021",
        "licence": { "name": "OGL", "attribution": "Town Council" },
        "code": "ref", "name": "library", "locate": { "easting": "x", "northing": "y" }
    })
}

#[tokio::test]
async fn a_file_is_sent_looked_at_checked_ticked_and_published() {
    let (_dir, app) = service(Config::default());
    let sent = send(&app, form(&[("file", Some("libraries.csv"), LIBRARIES)])).await;
    assert_eq!(sent.status.as_u16(), 201, "{}", sent.text());
    let upload = sent.json();
    let detected = &upload["detected"];
    assert_eq!((&detected["format"], &detected["rows"]), (&json!("csv"), &json!(2)));
    let proposal = &detected["proposal"];
    assert_eq!((&proposal["kind"], &proposal["dataset"]), (&json!("register"), &json!("libraries")));
    assert_eq!((&proposal["code"], &proposal["edition"]), (&json!("ref"), &json!("current")));
    assert_eq!(proposal["locate"]["easting"], json!("x"), "{proposal}");
    assert_eq!(
        detected["columns"][1],
        json!({ "name": "library", "examples": ["Elm Library", "Library boat"], "empty": 0 })
    );
    let this = format!("/api/uploads/{}", upload["id"].as_str().expect("an id"));
    assert_eq!(sent.header("location"), format!("http://127.0.0.1:8080{this}"));

    let unchecked = post(&app, &format!("{this}/publish"), &json!({})).await;
    assert_eq!(unchecked.status.as_u16(), 409);

    let checked = post(&app, &format!("{this}/check"), &choices()).await;
    assert_eq!(checked.status.as_u16(), 200, "{}", checked.text());
    let looked = checked.json();
    assert_eq!(looked["state"], "stopped", "{looked}");
    let unticked = looked["report"]["unticked"].as_array().expect("rules").clone();
    assert!(unticked.contains(&json!("unlocated")), "{unticked:?}");
    assert_eq!(app.snapshot().version, 0, "a check changes nothing");

    let stopped = post(&app, &format!("{this}/publish"), &json!({})).await.json();
    assert_eq!(stopped["state"], "stopped");
    let accept: Vec<_> =
        unticked.iter().map(|rule| json!({ "warning": rule, "reason": "it sails" })).collect();
    let published = post(&app, &format!("{this}/publish"), &json!({ "accept": accept })).await.json();
    assert_eq!(published["state"], "published", "{published}");
    assert_eq!(app.snapshot().version, 1);

    assert_eq!(get(&app, &this).await.status.as_u16(), 404);
    let items = get(&app, "/api/datasets/libraries/editions/2021/items").await.json();
    assert_eq!(items["numberMatched"], 2, "{items}");
    assert_eq!(items["citation"]["licence"]["attribution"], "Town Council");
    let report = get(&app, "/api/datasets/libraries/editions/2021/report").await.json();
    assert_eq!(report["report"]["waivers"][0]["reason"], "it sails");
    let origin = get(&app, "/api/origin/libraries/2021/3").await.json();
    assert_eq!(origin["cells"][1], json!({ "column": "library", "text": "Library boat" }));
    assert_eq!(origin["cells"][2], json!({ "column": "x", "text": null }));
    assert_eq!(get(&app, "/api/origin/libraries/2021/9").await.status.as_u16(), 404);
    let versions = get(&app, "/api/versions").await.json();
    assert_eq!(versions["versions"][0]["what"], "import");
    assert_eq!(versions["versions"][0]["why"], "libraries edition 2021 was uploaded");
}

#[tokio::test]
async fn a_page_of_another_site_cannot_write() {
    let (_dir, app) = service(Config::default());
    let file = [("file", Some("a.csv"), LIBRARIES)];
    let status = async |header: &str, value: &str| {
        send(&app, with_form(Request::post("/api/uploads").header(header, value), &file))
            .await
            .status
            .as_u16()
    };
    assert_eq!(status("origin", "https://evil.example").await, 403);
    assert_eq!(status("origin", "null").await, 403);
    assert_eq!(status("origin", "http://127.0.0.1:9").await, 403);
    assert_eq!(status("sec-fetch-site", "cross-site").await, 403);
    assert_eq!(status("sec-fetch-site", "same-site").await, 403);
    assert_eq!(status("origin", "http://localhost:8080").await, 201);
    assert_eq!(status("sec-fetch-site", "same-origin").await, 201);
}

#[tokio::test]
async fn where_others_can_connect_a_token_is_needed() {
    let mut config = Config::default();
    config.server.address = "0.0.0.0".parse().expect("an address");
    let file = ("file", Some("a.csv"), LIBRARIES);
    let (_dir, closed) = service(config.clone());
    assert_eq!(send(&closed, form(&[file])).await.status.as_u16(), 403);

    config.writes.token = Token::parse("correct-horse-battery").ok();
    let (_dir, app) = service(config.clone());
    let refused = send(&app, form(&[file])).await;
    assert_eq!((refused.status.as_u16(), refused.header("www-authenticate")), (401, "Bearer"));
    assert_eq!(send(&app, form(&[("token", None, "wrong"), file])).await.status.as_u16(), 401);
    assert_eq!(
        send(&app, form(&[("token", None, "correct-horse-battery"), file])).await.status.as_u16(),
        201
    );
    let bearer = Request::post("/api/uploads").header("authorization", "Bearer correct-horse-battery");
    assert_eq!(send(&app, with_form(bearer, &[file])).await.status.as_u16(), 201);

    config.writes.read_only = true;
    let (_dir, app) = service(config);
    let bearer = Request::post("/api/uploads").header("authorization", "Bearer correct-horse-battery");
    assert_eq!(send(&app, with_form(bearer, &[file])).await.status.as_u16(), 403);
}

#[tokio::test]
async fn what_is_too_large_too_many_or_too_old_is_not_kept() {
    let mut config = Config::default();
    config.limits.upload_bytes = 100;
    config.writes.uploads = 1;
    let (dir, app) = service(config);
    let large = "x".repeat(200);
    let refused = send(&app, form(&[("file", Some("a.csv"), large.as_str())])).await;
    assert_eq!(refused.status.as_u16(), 413, "{}", refused.text());
    let waiting = dir.path().join("place/uploads");
    let count = || std::fs::read_dir(&waiting).map_or(0, Iterator::count);
    assert_eq!(count(), 0, "what was refused leaves nothing behind");
    assert_eq!(send(&app, form(&[("file", Some("a.csv"), LIBRARIES)])).await.status.as_u16(), 201);
    assert_eq!(send(&app, form(&[("file", Some("a.csv"), LIBRARIES)])).await.status.as_u16(), 409);

    let mut config = Config::default();
    config.writes.keep_uploads = std::time::Duration::ZERO;
    let (_dir, app) = service(config);
    let sent = send(&app, form(&[("file", Some("a.csv"), LIBRARIES)])).await.json();
    let gone = get(&app, &format!("/api/uploads/{}", sent["id"].as_str().expect("an id"))).await;
    assert_eq!(gone.status.as_u16(), 404);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_the_one_error_body() {
    let (_dir, app) = service(Config::default());
    let sent = send(&app, form(&[("file", Some("../a.csv"), LIBRARIES)])).await.json();
    assert_eq!(sent["files"], json!(["a.csv"]));
    let this = format!("/api/uploads/{}", sent["id"].as_str().expect("an id"));
    let mut odd = choices();
    odd["colour"] = json!("red");
    let mut unlicensed = choices();
    unlicensed["licence"]["name"] = json!(" ");
    let mut misnamed = choices();
    misnamed["dataset"] = json!("../x");
    for (body, field) in
        [(odd, "body"), (unlicensed, "licence.name"), (misnamed, "body"), (json!([]), "body")]
    {
        let answer = post(&app, &format!("{this}/check"), &body).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["field"]),
            (400, &json!(field)),
            "{}",
            answer.text()
        );
    }
    let text =
        Request::post(format!("{this}/check")).header("content-type", "text/plain").body(Body::from("{}"));
    assert_eq!(send(&app, text.expect("a request")).await.status.as_u16(), 415);
    let no_form =
        Request::post("/api/uploads").header("content-type", "text/csv").body(Body::from(LIBRARIES));
    assert_eq!(send(&app, no_form.expect("a request")).await.status.as_u16(), 415);
    assert_eq!(send(&app, form(&[("file", Some(""), "")])).await.status.as_u16(), 400);
    assert_eq!(send(&app, form(&[])).await.status.as_u16(), 400);
    assert_eq!(get(&app, "/api/uploads/..%2F..%2Fetc").await.status.as_u16(), 404);

    let discard = || Request::delete(&this).body(Body::empty()).expect("a request");
    assert_eq!(send(&app, discard()).await.status.as_u16(), 204);
    assert_eq!(send(&app, discard()).await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_file_that_nobody_can_read_says_why() {
    let (_dir, app) = service(Config::default());
    let sent = send(&app, form(&[("file", Some("a.geojson"), "{\"type\": \"FeatureCollection\"")])).await;
    assert_eq!(sent.status.as_u16(), 201);
    let detected = sent.json()["detected"].clone();
    assert_eq!(detected["proposal"], json!(null));
    assert!(!detected["faults"].as_array().expect("faults").is_empty(), "{detected}");
}
