//! Lineages, misfits and series over HTTP, as answers and as pages, in Squareborough.

use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};
use wardwise::api::App;
use wardwise::config::Config;
use wardwise::engine::Engine;
use wardwise::import::{ImportOptions, Manifest, Silent, run};
use wardwise::store::PlaceStore;

use super::town::{Answer, get};
use crate::support::{squareborough, squareborough_manifest};

/// The service on Squareborough, imported once for all tests of this file.
fn app() -> App {
    static TOWN: OnceLock<Arc<Engine>> = OnceLock::new();
    let engine = TOWN.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder");
        let place = dir.path().join("place");
        let manifest = Manifest::parse(squareborough_manifest()).expect("a manifest");
        let options = ImportOptions::at("2026-11-25T09:00:00Z".parse().expect("a moment"));
        run(&manifest, &squareborough(), &place, &options, &Silent).expect("an import");
        let store = PlaceStore::open(&place).expect("a place");
        Arc::new(Engine::new(Arc::new(store.snapshot().expect("a snapshot"))))
    });
    App::new(Arc::clone(engine), Config::default())
}

async fn answer(uri: &str) -> Value {
    let answer = get(&app(), uri).await;
    assert_eq!(answer.status.as_u16(), 200, "{uri}: {}", answer.text());
    answer.json()
}

async fn page(uri: &str) -> String {
    let answer = page_of(uri).await;
    assert_eq!(answer.status.as_u16(), 200, "{uri}: {}", answer.text());
    answer.text().to_owned()
}

async fn page_of(uri: &str) -> Answer {
    let request = axum::http::Request::get(uri).header("accept", "text/html");
    super::town::send(&app(), request.body(axum::body::Body::empty()).expect("a request")).await
}

async fn refused(uri: &str, status: u16, field: &str) {
    let answer = get(&app(), uri).await;
    assert_eq!(answer.status.as_u16(), status, "{uri}: {}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json", "{uri}");
    assert_eq!(answer.json()["field"], field, "{uri}: {}", answer.text());
}

fn near(value: &Value, expected: f64) {
    let found = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
}

#[tokio::test]
async fn a_lineage_names_heirs_with_shares_of_people_and_of_ground() {
    let told = answer("/api/lineage?layer=wards&from=2018&to=2023").await;
    assert_eq!((&told["before"]["edition"], &told["after"]["edition"]), (&json!("2018"), &json!("2023")));
    let elm = &told["lineage"]["old"][4];
    assert_eq!(elm["events"], json!(["shift"]));
    assert_eq!(elm["ties"][0]["of_this"], json!({ "ground": 0.5, "people": 0.5 }));
    // Elm is twice as full as the others: two thirds of the new Dogwood's ground is not of its people.
    near(&elm["ties"][0]["of_that"]["ground"], 1.0 / 3.0);
    near(&elm["ties"][0]["of_that"]["people"], 0.5);
    assert_eq!(told["lineage"]["counted_by"], "small-area-population");
    // Left out, layer and editions are the main layer's newest two.
    assert_eq!(answer("/api/lineage").await["lineage"], told["lineage"]);
    // With a higher bar a quarter of Elm is nobody's heir.
    let coarse = answer("/api/lineage?least=40").await;
    assert_eq!(coarse["lineage"]["old"][4]["ties"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_lineage_is_a_table_for_spreadsheets_too() {
    let file = get(&app(), "/api/lineage.csv?layer=wards").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"lineage-wards-2018-2023.csv\"");
    let text = file.text();
    assert!(text.starts_with("\u{feff}from_code,from_name,from_events,to_code"), "{text}");
    assert_eq!(text.lines().count(), 1 + 12);
    assert!(text.contains("small-area-population"), "{text}");
}

#[tokio::test]
async fn what_a_lineage_cannot_be_told_of_is_refused_by_name() {
    refused("/api/lineage?layer=moon", 404, "layer").await;
    refused("/api/lineage?layer=police", 404, "from").await;
    refused("/api/lineage?layer=wards&from=1999", 404, "from").await;
    refused("/api/lineage?layer=No+id", 400, "layer").await;
    refused("/api/lineage?least=lots", 400, "least").await;
    refused("/api/lineage?tolerance=3", 400, "tolerance").await;
}

#[tokio::test]
async fn a_misfit_is_given_both_ways_with_its_matrix_on_demand() {
    let told = answer("/api/misfit?layer=wards@2018,police").await;
    let views = told["misfits"].as_array().expect("views");
    assert_eq!(views.len(), 2);
    for view in views {
        near(&view["by_ground"]["misfit"], 0.75);
        assert_eq!(view["same_areas"], false);
        assert_eq!(view["split"].as_array().map(Vec::len), Some(4));
    }
    assert_eq!(told["overlaps"], Value::Null);
    assert_eq!(told["citations"].as_array().map(Vec::len), Some(2));
    let with = answer("/api/misfit?layer=wards@2018,police&overlaps=true").await;
    assert_eq!(with["overlaps"].as_array().map(Vec::len), Some(25));
    near(&with["overlaps"][0]["of_layer"]["ground"], 0.25);
    // Parts of a quarter are none when only larger ones count.
    let coarse = answer("/api/misfit?layer=wards@2018,police&least=26&split=2").await;
    assert_eq!(coarse["misfits"][0]["split"], json!([]));
    // One is measured against all others, none means all; the day picks the edition.
    assert_eq!(answer("/api/misfit?layer=police").await["misfits"].as_array().map(Vec::len), Some(6));
    assert_eq!(answer("/api/misfit").await["misfits"].as_array().map(Vec::len), Some(12));
    let past = answer("/api/misfit?layer=wards,police&date=2022-03-01").await;
    assert_eq!((&past["date"], &past["misfits"][0]["layer"]), (&json!("2022-03-01"), &json!("wards@2018")));
    let file = get(&app(), "/api/misfit.csv?layer=wards@2018,police").await;
    assert_eq!(file.text().lines().count(), 1 + 25);
}

#[tokio::test]
async fn split_areas_are_a_file_with_one_row_a_part() {
    // Four wards lie in four police areas each, and four police areas in four wards.
    let both = get(&app(), "/api/misfit/split.csv?layer=wards@2018,police").await.text().to_owned();
    assert_eq!(both.lines().count(), 1 + 8 * 4);
    let of_wards =
        get(&app(), "/api/misfit/split.csv?layer=wards@2018,police&of=wards@2018").await.text().to_owned();
    let rows: Vec<&str> = of_wards.lines().collect();
    assert_eq!(rows.len(), 1 + 4 * 4);
    assert!(rows[0].ends_with("layer,code,name,against,parts,part,against_code,against_name,share_of_people,share_of_ground,counted_by"), "{}", rows[0]);
    assert!(rows[1].starts_with("wards@2018,") && rows[1].contains(",police@2020,4,1,"), "{}", rows[1]);
    assert!(rows.iter().skip(1).all(|row| row.contains(",0.25,")), "{of_wards}");
    let coarse = get(&app(), "/api/misfit/split.csv?layer=wards@2018,police&of=wards@2018&least=26&split=2")
        .await
        .text()
        .to_owned();
    assert_eq!(coarse.lines().count(), 1);
    refused("/api/misfit/split.csv?of=moon", 404, "of").await;
}

#[tokio::test]
async fn what_cannot_be_fitted_is_refused_by_name() {
    refused("/api/misfit?layer=wards,wards", 400, "layer").await;
    refused("/api/misfit?layer=moon", 404, "layer").await;
    refused("/api/misfit?layer=wards@1900", 404, "layer").await;
    refused("/api/misfit?layer=wards&date=2001-01-01", 404, "layer").await;
    refused("/api/misfit?date=May", 400, "date").await;
    refused("/api/misfit?split=1", 400, "split").await;
    refused("/api/misfit?overlaps=perhaps", 400, "overlaps").await;
}

#[tokio::test]
async fn a_series_says_of_each_figure_where_it_comes_from_and_how_sure_it_is() {
    let told = answer("/api/series?measure=claimants&to=wards@2023").await;
    let point = &told["points"][0];
    assert_eq!((&point["period"], &point["year"]), (&json!("2018"), &json!(2018)));
    assert_eq!((&point["table"], &point["published_for"]), (&json!("claimants@2018"), &json!("wards@2018")));
    assert_eq!(point["source"]["licence"]["name"], "CC0 1.0");
    assert!(point["crosswalk"].as_str().is_some_and(|id| id.starts_with("xw-")), "{point}");
    assert!(point["method"].as_str().is_some_and(|words| words.contains("small-area-population")), "{point}");
    let figure = |code: &str| {
        let figures = point["figures"].as_array().expect("figures");
        figures.iter().find(|figure| figure["code"] == code).expect("an area").clone()
    };
    // Dogwood has all of the old one and half of Elm, where the truth may be other than half.
    let dogwood = figure("E05970011");
    near(&dogwood["value"], 160.0);
    assert!(dogwood["low"].as_f64() < Some(160.0) && dogwood["high"].as_f64() > Some(160.0), "{dogwood}");
    near(&dogwood["best_fit"], 260.0);
    assert_eq!(dogwood["differs"], true);
    // A ward that is what it was is exact; a gap stays a gap.
    assert_eq!((&figure("E05970001")["grade"], &figure("E05970001")["missing"]), (&json!("A"), &Value::Null));
    let gap = figure("E05970010");
    assert_eq!((&gap["value"], &gap["missing"]), (&Value::Null, &json!("not-given")));
    assert_eq!((&gap["low"], &gap["grade"]), (&Value::Null, &Value::Null));
}

#[tokio::test]
async fn figures_of_these_very_boundaries_are_as_published_and_one_area_can_be_asked_for() {
    let told = answer("/api/series?measure=claimants&to=wards@2018&area=E05970002").await;
    let point = &told["points"][0];
    assert_eq!((&point["method"], &point["crosswalk"]), (&json!("as published"), &Value::Null));
    assert_eq!(point["figures"].as_array().map(Vec::len), Some(1));
    assert_eq!((&point["figures"][0]["value"], &point["figures"][0]["grade"]), (&json!(40.0), &Value::Null));
    let file = get(&app(), "/api/series.csv?measure=claimants&to=wards@2018").await;
    assert!(
        file.text().contains("claimants,persons,wards@2018,E05970002,Birch,2018,2018,,40,,"),
        "{}",
        file.text()
    );
    assert_eq!(file.text().lines().count(), 1 + 9);
    // Another way gives other weights, and says so.
    let official = answer("/api/series?measure=claimants&way=lookup").await;
    assert_eq!(official["points"][0]["is_official"], true);
}

#[tokio::test]
async fn what_no_series_can_be_made_of_is_refused_by_name() {
    refused("/api/series", 400, "measure").await;
    refused("/api/series?measure=happiness", 404, "measure").await;
    refused("/api/series?measure=people&to=moon", 404, "to").await;
    refused("/api/series?measure=people&to=wards@1900", 404, "to").await;
    refused("/api/series?measure=people&area=E1", 404, "area").await;
    refused("/api/series?measure=people&way=magic", 400, "way").await;
    refused("/api/series?measure=people&way=lookup", 404, "way").await;
}

#[tokio::test]
async fn the_page_of_changes_tells_both_sides_and_warns_of_names() {
    let text = page("/boundaries/changes").await;
    assert!(text.contains("Of the 8 areas of Wards, May 2023, 1 is unchanged"), "{text}");
    assert!(text.contains("3 names stand for other ground"), "{text}");
    assert!(text.contains("50% of people, 50% of ground; 50% of the new area"), "{text}");
    assert!(text.contains("href=\"/area/wards/2018/E05970005\"") && text.contains("ww-old-lines"));
    assert!(text.contains("href=\"/api/lineage.csv?layer=wards&amp;from=2018&amp;to=2023\""));
    assert!(!text.contains(" style="));
    // A filter leaves the others out of the lists and white on the map.
    let split = page("/boundaries/changes?event=split").await;
    assert!(!split.contains("href=\"/area/wards/2018/E05970005\""), "Elm was not split");
    assert!(split.contains("href=\"/area/wards/2018/E05970009\"") && split.contains("fill=\"#ffffff\""));
    let map = page_of("/boundaries/changes/map.svg?from=wards@2018&to=wards@2023").await;
    assert_eq!((map.status.as_u16(), map.header("content-type")), (200, "image/svg+xml"));
}

#[tokio::test]
async fn a_wrong_choice_of_editions_is_explained_beside_its_field() {
    for (query, field) in [
        ("from=wards@1900", "from"),
        ("from=wards@2018&to=wards@2018", "to"),
        ("event=magic", "event"),
        ("to=police@2020", "from"),
    ] {
        let text = page(&format!("/boundaries/changes?{query}")).await;
        assert!(
            text.contains("There is a problem") && text.contains(&format!("href=\"#{field}\"")),
            "{query}: {text}"
        );
    }
}

#[tokio::test]
async fn the_page_of_fit_tells_what_a_number_means_and_lists_split_wards() {
    let text = page("/boundaries/fit?date=2022-03-01&layer=wards&layer=police").await;
    // By people: nine wards, each a quarter in each police area it meets.
    assert!(text.contains("75% of people"), "{text}");
    assert!(text.contains("4 areas are split"), "{text}");
    assert!(text.contains("in force on 1 March 2022"), "{text}");
    assert!(
        text.contains("href=\"/api/misfit.csv?layer=police@2020,wards@2018&amp;least=5&amp;split=3\""),
        "{text}"
    );
    // So few are all listed, and the file has every part of them.
    assert!(!text.contains("list=all"), "{text}");
    assert!(
        text.contains("href=\"/api/misfit/split.csv?layer=police@2020,wards@2018&amp;least=5&amp;split=3&amp;of=wards@2018\""),
        "{text}"
    );
    let only = page("/boundaries/fit?date=2022-03-01&layer=wards&layer=police&by=police").await;
    assert!(only.contains("listed below") && only.contains("List what any of them cuts up"), "{only}");
    let fewer = page("/boundaries/fit?date=2022-03-01&layer=wards&layer=police&least=30").await;
    assert!(fewer.contains("no areas are split"), "{fewer}");
    for (query, field) in [
        ("least=lots", "least"),
        ("split=1", "split"),
        ("date=May", "date"),
        ("layer=moon", "layer"),
        ("of=moon", "of"),
        ("by=moon", "layer"),
    ] {
        let text = page(&format!("/boundaries/fit?{query}")).await;
        assert!(
            text.contains("There is a problem") && text.contains(&format!("href=\"#{field}\"")),
            "{query}"
        );
    }
}

#[tokio::test]
async fn an_areas_page_tells_its_past_its_future_and_its_partners() {
    let elm = page("/area/wards/2018/E05970005").await;
    assert!(elm.contains("What became of it: Wards, May 2023") && elm.contains("Boundary moved"), "{elm}");
    assert!(elm.contains("cut into 4") && elm.contains("Which partners"), "{elm}");
    let fir = page("/area/wards/2023/E05970012").await;
    assert!(fir.contains("Where it came from: Wards, May 2018"), "{fir}");
    assert!(fir.contains("Its name stands for other ground"), "{fir}");
    assert!(fir.contains("No measure of this place has figures of two or more years."), "{fir}");
}
