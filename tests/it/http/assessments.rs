//! Assessments through the service: results, one area, downloads, previews, refusals.

use axum::body::Body;
use axum::http::Request;

use super::town::{RECIPE, app, assessed, get, send};

const OWN: &str = "/api/assessments/priorities";

fn post(uri: &str, body: &str) -> Request<Body> {
    Request::post(uri)
        .header("content-type", "application/toml")
        .body(Body::from(body.to_owned()))
        .expect("a request")
}

#[tokio::test]
async fn assessments_are_listed_with_ways_on() {
    let view = get(&assessed(), "/api/assessments").await.json();
    let first = &view["assessments"][0];
    assert_eq!((&first["id"], &first["origin"]), (&"priorities".into(), &"manifest".into()));
    assert!(first["links"].as_array().expect("links").iter().any(|link| link["rel"] == "sensitivity"));
    assert_eq!(get(&app(), "/api/assessments").await.json()["assessments"], serde_json::json!([]));
}

#[tokio::test]
async fn a_result_has_ranks_and_says_why_there_is_none() {
    let answer = get(&assessed(), OWN).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let view = answer.json();
    let results = view["results"].as_array().expect("results");
    assert_eq!(results.len(), 4);
    assert_eq!(results[0]["rank"]["rank"], 1);
    assert_eq!(results[1]["rank"]["rank"], 2);
    assert_eq!(
        (&results[2]["score"], &results[2]["missing"]),
        (&serde_json::Value::Null, &"suppressed".into())
    );
    assert_eq!(results[2]["rank"]["unranked"], "no-score");
    assert!(view["recipe"].as_str().expect("a recipe").contains("[assessment]"));
    assert_eq!(get(&assessed(), "/api/assessments/nothing").await.status, 404);
}

#[tokio::test]
async fn contributions_add_up_and_every_figure_has_its_origin() {
    let view = get(&assessed(), &format!("{OWN}/areas/E05000001")).await.json();
    let sum = view["contributions"]
        .as_array()
        .expect("parts")
        .iter()
        .map(|part| part["amount"].as_f64().expect("a number"))
        .sum::<f64>();
    let (average, score) =
        (view["average"].as_f64().expect("a base"), view["result"]["score"].as_f64().expect("a score"));
    assert!((average + sum - score).abs() < 1e-9, "{average} + {sum} is not {score}");
    let origin = &view["figures"][0]["origin"]["figures"];
    assert_eq!((&origin["table"], &origin["period"]), (&"claimants@2018".into(), &"2018".into()));
    assert_eq!(get(&assessed(), &format!("{OWN}/areas/E99")).await.status, 404);
}

#[tokio::test]
async fn downloads_carry_the_same_results() {
    let csv = get(&assessed(), &format!("{OWN}/download.csv")).await;
    assert!(csv.header("content-type").starts_with("text/csv"));
    let lines: Vec<&str> = csv.text().lines().collect();
    assert!(lines[0].contains("area,name,part") && lines.len() == 1 + 3 * 4, "{}", lines[0]);
    assert!(lines[3].contains("E05000003") && lines[3].contains("suppressed"), "{}", lines[3]);
    let stages = get(&assessed(), &format!("{OWN}/stages.csv")).await;
    assert_eq!(stages.text().lines().count(), 5, "four areas of one indicator");
    let shapes = get(&assessed(), &format!("{OWN}/download.geojson")).await.json();
    let first = &shapes["features"][0];
    assert_eq!((&first["id"], &first["properties"]["rank"]), (&"E05000001".into(), &1.into()));
    assert_eq!(first["geometry"]["type"], "MultiPolygon");
    assert_eq!(shapes["features"][2]["properties"]["score"], serde_json::Value::Null);
    let recipe = get(&assessed(), &format!("{OWN}/download.toml")).await;
    assert!(wardwise::ingest::recipe::read_recipe(recipe.text()).is_ok());
}

#[tokio::test]
async fn a_recipe_is_previewed_and_its_faults_are_all_told() {
    let changed = RECIPE.replace("min-max", "rank").replace("\"priorities\"", "\"other\"");
    let answer = send(&assessed(), post("/api/assessments/preview", &changed)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["id"], "other");
    let wrong = RECIPE.replace("min-max", "ranks").replace("worst = 1", "worst = 0");
    let answer = send(&assessed(), post("/api/assessments/preview", &wrong)).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["field"]), (400, &"recipe".into()));
    let text = answer.text().to_owned();
    assert!(text.contains("ranks") && text.contains("worst"), "{text}");
    let absent = RECIPE.replace("measure = \"claimants\"", "measure = \"nothing\"");
    assert_eq!(send(&assessed(), post("/api/assessments/preview", &absent)).await.status, 400);
    let long = format!("{RECIPE}\n# {}", "x".repeat(300 << 10));
    assert_eq!(send(&assessed(), post("/api/assessments/preview", &long)).await.status, 413);
}

#[tokio::test]
async fn nothing_is_saved_without_a_place_folder_or_from_another_site() {
    let own = send(&assessed(), post("/api/assessments", RECIPE)).await;
    assert_eq!(own.status, 403, "{}", own.text());
    let mut foreign = post("/api/assessments", RECIPE);
    foreign.headers_mut().insert("origin", "https://elsewhere.example".parse().expect("a header"));
    assert_eq!(send(&assessed(), foreign).await.status, 403);
    let page = send(
        &assessed(),
        Request::post("/assessments/priorities/save")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from("edits=&id=x&title=t&purpose=p"))
            .expect("a request"),
    )
    .await;
    assert_eq!(page.status, 403);
}

#[tokio::test]
async fn the_pages_of_an_assessment_answer() {
    for (path, status) in [
        ("/assessments", 200),
        ("/assessments/priorities", 200),
        ("/assessments/priorities/map.json", 200),
        ("/assessments/priorities/map.svg", 200),
        ("/assessments/priorities/sensitivity", 200),
        ("/assessments/priorities/build", 200),
        ("/assessments/priorities/build.json?w.work=2", 200),
        ("/assessments/nothing", 404),
        ("/map", 200),
    ] {
        assert_eq!(get(&assessed(), path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn the_indicator_library_says_all_that_a_reader_may_ask_and_what_is_missing() {
    let view = get(&assessed(), "/api/indicators").await.json();
    let one = &view["indicators"][0];
    for (key, expected) in [
        ("id", "claimants"),
        ("title", "Claimants"),
        ("kind", "count"),
        ("unit", "persons"),
        ("polarity", "higher-is-worse"),
        ("numerator", "Claimants"),
        ("owner", "Office of Squares"),
        ("next_update", "not planned"),
    ] {
        assert_eq!(one[key], expected, "{key}");
    }
    assert_eq!((&one["publishable"], &one["lacks"]), (&true.into(), &serde_json::json!([])));
    let edition = &one["editions"][0];
    assert_eq!(edition["periods"], serde_json::json!(["2018"]));
    let citation = &edition["citation"];
    assert_eq!(citation["geography"], "wards@2018");
    assert!(citation["source"].is_object() && citation["licence"]["name"] == "CC0 1.0", "{citation}");

    let view = get(&super::town::measured(), "/api/indicators").await.json();
    let one = &view["indicators"][0];
    assert_eq!((&one["publishable"], &one["owner"]), (&false.into(), &serde_json::Value::Null));
    let lacks = ["polarity", "owner", "next_update", "numerator", "period of claimants@2018"];
    assert_eq!(one["lacks"], serde_json::json!(lacks));

    let page = get(&assessed(), "/indicators").await;
    assert_eq!(page.status, 200);
    for words in ["Office of Squares", "next figures: not planned", "that is all of them", "wards@2018"] {
        assert!(page.text().contains(words), "{words}");
    }
    let page = get(&super::town::measured(), "/indicators").await;
    assert!(page.text().contains("Not to be published: "), "{}", page.text());
    let page = get(&super::town::app(), "/indicators").await;
    assert!(page.text().contains("[[measure]]"), "the empty state says what to do");
}

#[tokio::test]
async fn a_figures_origin_names_owner_next_update_numerator_file_and_terms() {
    let view = get(&assessed(), &format!("{OWN}/areas/E05000001")).await.json();
    let used = &view["figures"][0]["origin"]["figures"];
    assert_eq!((&used["owner"], &used["next_update"]), (&"Office of Squares".into(), &"not planned".into()));
    assert_eq!((&used["numerator"], &used["polarity"]), (&"Claimants".into(), &"higher-is-worse".into()));
    assert_eq!((&used["unit"], &used["title"]), (&"persons".into(), &"Claimants".into()));
    assert!(used["file"].is_string() && used["licence"].is_string() && used["sha256"].is_string());
    let page = get(&assessed(), "/assessments/priorities?area=E05000001").await;
    assert!(page.text().contains("Owner: Office of Squares; next figures: not planned."));
}

#[tokio::test]
async fn nothing_of_an_assessment_is_kept_on_the_way_since_saved_ones_belong_to_no_version() {
    let app = assessed();
    for path in [
        "",
        "/areas/E05000001",
        "/areas/E05000001/profile",
        "/areas/E05000001/profile.csv",
        "/compare?areas=E05000001,E05000002",
        "/download.csv",
        "/stages.csv",
        "/download.geojson",
        "/download.toml",
    ] {
        let answer = get(&app, &format!("{OWN}{path}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("cache-control")), (200, "no-store"), "{path}");
    }
}
