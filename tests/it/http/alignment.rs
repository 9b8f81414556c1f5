//! Crosswalks and aligned figures through the service.

use serde_json::json;

use super::town::{app, get};

const PAIR: &str = "from=wards@2018&to=wards@2023";

#[tokio::test]
async fn a_crosswalk_comes_with_its_balance_and_its_pairs() {
    let answer = get(&app(), &format!("/api/crosswalks?{PAIR}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let view = answer.json();
    assert_eq!(view["way"], "area", "a town without evidence is weighed by ground");
    assert_eq!(view["official"], false);
    assert_eq!((&view["numberMatched"], &view["numberReturned"]), (&json!(4), &json!(4)));
    let first = &view["pairs"][0];
    assert_eq!(first["from_code"], "E05000001");
    assert_eq!((&first["to_code"], &first["relation"]), (&json!("E05000009"), &json!("inside")));
    assert_eq!((&first["area_m2"], &first["weight"]), (&json!(1_000_000.0), &json!(1.0)));
    assert_eq!(view["balance"]["sources_by_rung"], json!([{ "rung": "area", "sources": 4 }]));
    let ground = &view["totals"][0];
    assert_eq!((&ground["before"], &ground["placed"]), (&json!(4_000_000.0), &json!(4_000_000.0)));
    assert_eq!(ground["agrees"], true);
    assert_eq!(view["from"]["licence"]["name"], "CC0 1.0");
}

#[tokio::test]
async fn pairs_come_page_by_page_and_a_foreign_cursor_is_gone() {
    let app = app();
    let mut path = format!("/api/crosswalks?{PAIR}&limit=3");
    let mut codes = Vec::new();
    loop {
        let page = get(&app, &path).await.json();
        let pairs = page["pairs"].as_array().expect("pairs").clone();
        codes.extend(pairs.iter().map(|pair| pair["from_code"].as_str().expect("a code").to_owned()));
        let links = page["links"].as_array().expect("links");
        let Some(next) = links.iter().find(|link| link["rel"] == "next") else { break };
        path =
            next["href"].as_str().expect("an address").trim_start_matches("http://127.0.0.1:8080").to_owned();
    }
    assert_eq!(codes, ["E05000001", "E05000002", "E05000003", "E05000004"]);
    let gone = get(&app, &format!("/api/crosswalks?{PAIR}&cursor=xw-0.3")).await;
    assert_eq!((gone.status.as_u16(), gone.json()["field"].clone()), (410, json!("cursor")));
}

#[tokio::test]
async fn the_files_hold_the_same_pairs() {
    let app = app();
    let csv = get(&app, &format!("/api/crosswalks.csv?{PAIR}")).await;
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"wards-2018-to-wards-2023-area.csv\""
    );
    assert!(csv.header("link").contains("rel=\"describedby\""));
    let lines: Vec<&str> = csv.text().lines().collect();
    assert_eq!(lines[0], "from_code,to_code,area_m2,weight,rung,relation");
    assert_eq!(lines[1], "E05000001,E05000009,1000000,1,area,inside");
    assert_eq!(lines.len(), 5);
    let best = get(&app, "/api/crosswalks/best-fit.csv?from=wards@2023&to=wards@2018").await;
    assert_eq!(best.text(), "from_code,to_code,weight,rung\nE05000009,E05000001,0.25,area\n");
    let parquet = get(&app, &format!("/api/crosswalks.parquet?{PAIR}")).await;
    assert_eq!(parquet.header("content-type"), "application/vnd.apache.parquet");
    assert!(parquet.body.starts_with(b"PAR1") && parquet.body.ends_with(b"PAR1"));
}

#[tokio::test]
async fn an_area_falls_into_pieces_that_make_it_up() {
    let answer = get(&app(), "/api/crosswalks/pieces?from=wards@2023&to=wards@2018&area=E05000009").await;
    assert_eq!(answer.header("content-type"), "application/geo+json");
    let parsed: geojson::FeatureCollection = answer.text().parse().expect("GeoJSON");
    assert_eq!(parsed.features.len(), 4);
    let view = answer.json();
    let shares: f64 = view["features"]
        .as_array()
        .expect("pieces")
        .iter()
        .map(|piece| piece["properties"]["ground_share"].as_f64().expect("a share"))
        .sum();
    assert!((shares - 1.0).abs() < 1e-9, "{shares}");
    assert_eq!(view["features"][0]["properties"]["people_share"], json!(null));
}

#[tokio::test]
async fn what_is_wrong_in_the_question_is_named() {
    let app = app();
    for (query, status, field) in [
        ("crosswalks?to=wards@2023", 400, json!("from")),
        ("crosswalks?from=wards&to=wards@2023", 400, json!("from")),
        ("crosswalks?from=wards@1999&to=wards@2023", 404, json!("from")),
        ("crosswalks?from=claimants@2018&to=wards@2023", 404, json!("from")),
        ("crosswalks?from=wards@2018&to=wards@2023&way=magic", 400, json!("way")),
        ("crosswalks?from=wards@2018&to=wards@2023&way=points", 404, json!("way")),
        ("crosswalks?from=wards@2018&to=wards@2023&way=lookup", 404, json!("way")),
        ("crosswalks?from=wards@2018&to=wards@2023&colour=red", 400, json!("colour")),
        ("crosswalks/pieces?from=wards@2018&to=wards@2023", 400, json!("area")),
        ("crosswalks/pieces?from=wards@2018&to=wards@2023&area=X", 404, json!("area")),
        ("align?measure=nothing&to=wards@2023", 404, json!("measure")),
        ("align?measure=&to=wards@2023", 400, json!("measure")),
    ] {
        let answer = get(&app, &format!("/api/{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.json()["field"].clone()), (status, field), "{query}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{query}");
    }
}

#[tokio::test]
async fn a_measure_is_carried_with_its_gaps_and_its_balance() {
    let answer = get(&super::town::measured(), "/api/align?measure=claimants&to=wards@2023").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let view = answer.json();
    assert_eq!(view["measure"]["unit"], "persons");
    assert_eq!(view["source"]["dataset"], "claimants");
    assert_eq!(view["geography"]["edition"], "2018");
    assert_eq!(view["balance"], json!({ "total": 20.0, "placed": 20.0, "spilled": 0.0, "missing": 2 }));
    let row = &view["rows"][0];
    assert_eq!((&row["value"], &row["missing"]), (&json!(null), &json!("suppressed")));
    assert_eq!((&row["known_part"], &row["known_share"]), (&json!(20.0), &json!(0.5)));
    assert_eq!((&view["best_fit"], &row["best_fit"]), (&json!(null), &json!(null)));
}

#[tokio::test]
async fn a_lookup_stands_beside_the_estimate_and_a_large_difference_is_told() {
    let view =
        get(&super::town::measured(), "/api/align?measure=claimants&to=halves@2020&table=claimants@2018")
            .await;
    assert_eq!(view.status, 200, "{}", view.text());
    let view = view.json();
    assert_eq!(view["best_fit"]["official"], true);
    assert_eq!(view["best_fit"]["lookup"]["publisher"], "Office of Squares, best fit");
    let row = &view["rows"][0];
    assert_eq!((&row["value"], &row["best_fit"]), (&json!(10.0), &json!(20.0)));
    assert_eq!((&row["difference_percent"], &row["differs"]), (&json!(100.0), &json!(true)));
}

#[tokio::test]
async fn the_page_and_its_picture_answer_without_scripts() {
    let app = app();
    let page = get(&app, &format!("/boundaries?{PAIR}")).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("0 of 4 areas lie in more than one area of Wards, May 2023."));
    let svg = get(&app, &format!("/boundaries/map.svg?{PAIR}&area=E05000001")).await;
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.text().starts_with("<svg"));
    assert_eq!(get(&app, "/boundaries/map.svg?from=nothing@1&to=wards@2018").await.status, 404);
}
