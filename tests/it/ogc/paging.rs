//! Pages neither skip nor repeat, whatever happens in between.

use axum::body::Body;
use axum::http::Request;
use wardwise::api::App;
use wardwise::config::Config;
use wardwise::store::PlaceStore;

use super::{ids, link, ok, refused};
use crate::http::town::{Answer, app, engine, send_to};
use crate::support::squareborough;

async fn walk(app: &App, first: &str) -> Vec<String> {
    let (mut all, mut next) = (Vec::new(), Some(first.to_owned()));
    while let Some(path) = next {
        let page = ok(app, &path).await.json();
        all.extend(ids(&page));
        next = link(&page, "next");
        assert!(all.len() < 1_000);
    }
    all
}

#[tokio::test]
async fn pages_of_any_size_give_every_feature_once_in_one_order() {
    let app = app();
    for collection in ["wards_2018", "assets", "claimants", "overlap_wards_2018_wards_2023"] {
        let items = format!("/ogc/collections/{collection}/items");
        let whole = ids(&ok(&app, &items).await.json());
        for limit in 1..=6 {
            assert_eq!(walk(&app, &format!("{items}?limit={limit}")).await, whole, "{collection} by {limit}");
        }
    }
}

#[tokio::test]
async fn a_next_link_repeats_the_question() {
    let app = app();
    let filter = super::escaped("Desks >= 0");
    let found =
        walk(&app, &format!("/ogc/collections/assets/items?limit=1&filter={filter}&Owner=Council")).await;
    assert_eq!(found.len(), 3);
}

#[tokio::test]
async fn a_listing_that_was_begun_goes_on_while_its_rows_are_the_same() {
    let app = app();
    let items = "/ogc/collections/wards_2018/items?limit=3";
    let next = link(&ok(&app, items).await.json(), "next").expect("a next page");
    app.swap(engine(2));
    app.swap(engine(3));
    assert_eq!(ids(&ok(&app, &next).await.json()), ["E05000004"]);
}

/// Squareborough in a folder, with `wards` at its two editions.
fn place() -> (tempfile::TempDir, PlaceStore) {
    let dir = tempfile::tempdir().expect("a folder");
    import(dir.path(), &crate::support::squareborough_manifest(), &squareborough());
    let store = PlaceStore::open(dir.path()).expect("a place");
    (dir, store)
}

fn import(place: &std::path::Path, manifest: &str, source: &std::path::Path) {
    let file = place.with_extension("toml");
    std::fs::write(&file, manifest).expect("a manifest");
    let binary = env!("CARGO_BIN_EXE_wardwise");
    let done = std::process::Command::new(binary)
        .args(["import", file.to_str().expect("a path"), "--source", source.to_str().expect("a path")])
        .args(["--place", place.to_str().expect("a path"), "--quiet"])
        .output()
        .expect("the program");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn serve(store: &PlaceStore, config: Config) -> App {
    let engine = wardwise::engine::Engine::new(std::sync::Arc::new(store.snapshot().expect("a snapshot")));
    App::on_place(std::sync::Arc::new(engine), PlaceStore::open(store.dir()).expect("a place"), config)
}

/// The same town with the wards of 2018 published in the opposite order.
fn turned_source() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(squareborough()).expect("files") {
        let path = entry.expect("a file").path();
        std::fs::copy(&path, dir.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    let file = dir.path().join("wards_2018.geojson");
    let text = std::fs::read_to_string(&file).expect("wards");
    let mut wards: serde_json::Value = serde_json::from_str(&text).expect("GeoJSON");
    wards["features"].as_array_mut().expect("features").reverse();
    std::fs::write(&file, wards.to_string()).expect("the other order");
    dir
}

#[tokio::test]
async fn an_import_in_mid_listing_neither_skips_nor_repeats_while_the_old_version_is_kept_and_is_told_after()
{
    let (dir, store) = place();
    let app = serve(&store, Config::default());
    let items = "/ogc/collections/wards_2018/items";
    let whole = ids(&ok(&app, items).await.json());
    let first = ok(&app, &format!("{items}?limit=4")).await.json();
    let next = link(&first, "next").expect("a next page");
    let turned = turned_source();
    import(dir.path(), &crate::support::squareborough_manifest(), turned.path());
    wardwise::api::refresh(&app).expect("the new version");
    let mut now = ids(&ok(&app, items).await.json());
    now.reverse();
    assert_eq!(now, whole, "the new version answers from now on");
    let mut seen = ids(&first);
    seen.extend(walk(&app, &next).await);
    assert_eq!(seen, whole, "the listing that was begun goes on as it began");
    // One more version, and the one that the listing began on is let go.
    app.swap(app.engine());
    let problem = refused(&app, &next, 410, Some("cursor")).await;
    assert_eq!(problem["type"], "/api/problems/gone");
}

#[tokio::test]
async fn a_service_told_to_keep_no_earlier_version_says_that_the_rows_are_gone() {
    let (dir, store) = place();
    let mut config = Config::default();
    config.limits.earlier_time = std::time::Duration::ZERO;
    let app = serve(&store, config);
    let first = ok(&app, "/ogc/collections/wards_2018/items?limit=4").await.json();
    let turned = turned_source();
    import(dir.path(), &crate::support::squareborough_manifest(), turned.path());
    wardwise::api::refresh(&app).expect("the new version");
    refused(&app, &link(&first, "next").expect("a next page"), 410, Some("cursor")).await;
}

#[tokio::test]
async fn a_cursor_of_nobody_is_refused() {
    let app = app();
    for bad in [
        "",
        "x",
        "1.2",
        "../../etc/passwd",
        "0123456789ab",
        "0123456789ab.x",
        "0123456789ab.-1",
        "zzzzzzzzzzzz.1",
    ] {
        refused(&app, &format!("/ogc/collections/wards/items?cursor={bad}"), 400, Some("cursor")).await;
    }
    refused(&app, "/ogc/collections/wards/items?cursor=0123456789ab.1", 410, Some("cursor")).await;
    // Whoever started again would be told of the other mistake only then.
    refused(&app, "/ogc/collections/wards/items?cursor=0123456789ab.1&nothing=1", 400, Some("nothing")).await;
}

/// What the service says to the page of another site.
async fn from_elsewhere(app: &App, path: &str) -> Answer {
    let request = Request::get(path).header("origin", "https://elsewhere.example").body(Body::empty());
    send_to(wardwise::api::app(app.clone()), request.expect("a request")).await
}

#[tokio::test]
async fn saved_areas_are_kept_by_no_cache_and_read_by_no_other_site() {
    let (_dir, store) = place();
    let app = serve(&store, Config::default());
    for path in ["/ogc/collections/custom-areas", "/ogc/collections/custom%2Dareas/items"] {
        let saved = from_elsewhere(&app, path).await;
        assert_eq!(saved.status.as_u16(), 200, "{}", saved.text());
        assert_eq!(saved.header("cache-control"), "no-store", "{path}");
        assert!(!saved.headers.contains_key("etag"), "{path}");
        assert!(!saved.headers.contains_key("access-control-allow-origin"), "{path}");
    }
    let wards = from_elsewhere(&app, "/ogc/collections/wards/items").await;
    assert!(wards.headers.contains_key("etag") && wards.headers.contains_key("access-control-allow-origin"));
}
