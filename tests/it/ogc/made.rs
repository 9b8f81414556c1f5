//! Collections of what the place's recipes make, and of its streets.

use wardwise::api::App;
use wardwise::config::Config;

use super::{GRID, escaped, ids, link, ok};
use crate::profile::sample;

fn app() -> App {
    App::new(sample().engine.clone(), Config::default())
}

/// The ids of the collections that start so.
async fn collections(app: &App, start: &str) -> Vec<String> {
    let all = ok(app, "/ogc/collections").await.json();
    let all = all["collections"].as_array().expect("collections").iter();
    let ids = all.map(|one| one["id"].as_str().expect("an id").to_owned());
    ids.filter(|id| id.starts_with(start)).collect()
}

async fn walk(app: &App, items: &str, limit: usize) -> Vec<String> {
    let (mut all, mut next) = (Vec::new(), Some(format!("{items}?limit={limit}")));
    while let Some(path) = next {
        let page = ok(app, &path).await.json();
        all.extend(ids(&page));
        next = link(&page, "next");
    }
    all
}

#[tokio::test]
async fn an_assessment_is_a_collection_of_areas_with_score_rank_interval_and_flags() {
    let app = app();
    assert!(collections(&app, "assessment_").await.contains(&"assessment_priorities".to_owned()));
    let items = "/ogc/collections/assessment_priorities/items";
    let page = ok(&app, items).await.json();
    let assessed = &sample().assessed;
    assert_eq!(page["numberMatched"], assessed.areas.len());
    for (at, feature) in page["features"].as_array().expect("features").iter().enumerate() {
        assert_eq!(feature["geometry"]["type"], "MultiPolygon");
        let said = &feature["properties"];
        // Reading JSON may lose the last bit.
        let (seen, own) = (said["score"].as_f64(), assessed.run.index().scores[at].ok());
        let is_same = seen.zip(own).map_or(seen == own, |(a, b)| (a - b).abs() <= 1e-12 * b.abs());
        assert!(is_same, "{seen:?} instead of {own:?}");
        let range = assessed.ranges.as_ref().and_then(|ranges| ranges.areas[at].as_ref());
        assert_eq!(said["rank_low_90"].as_u64(), range.map(|range| range.low as u64));
        assert_eq!(said["rank_high_90"].as_u64(), range.map(|range| range.high as u64));
        assert!(said["share_missing"].is_f64() && said["cover"].is_f64(), "{said}");
    }
    assert_eq!(walk(&app, items, 7).await, ids(&page));
    let worst = ok(&app, &format!("{items}?filter={}", escaped("rank <= 3"))).await.json();
    assert_eq!(worst["numberMatched"], 3);
    let first = ids(&worst)[0].clone();
    assert_eq!(ok(&app, &format!("{items}/{first}")).await.json()["id"], first.as_str());
    let asked = ok(&app, "/ogc/collections/assessment_priorities/queryables").await.json();
    assert_eq!(asked["properties"]["rank"]["type"], "integer");
    assert_eq!(asked["properties"]["score"]["type"], "number");
}

#[tokio::test]
async fn the_candidates_of_a_search_are_lines_in_their_order() {
    let app = app();
    let all = collections(&app, "candidates_").await;
    let id = all.first().expect("the sample has a search");
    let items = format!("/ogc/collections/{id}/items");
    let page = ok(&app, &items).await.json();
    let features = page["features"].as_array().expect("features");
    let ranks: Vec<u64> = features.iter().filter_map(|one| one["properties"]["rank"].as_u64()).collect();
    assert!(!ranks.is_empty() && ranks.is_sorted(), "{ranks:?}");
    let lines = features.iter().filter(|one| one["geometry"]["type"] == "LineString").count();
    assert!(
        lines > 0
            && features
                .iter()
                .all(|one| matches!(one["geometry"]["type"].as_str(), None | Some("LineString")))
    );
    let first = ids(&page)[0].clone();
    assert_eq!(ok(&app, &format!("{items}/{}", escaped(&first))).await.json()["id"], first.as_str());
    let asked = ok(&app, &format!("/ogc/collections/{id}/queryables")).await.json();
    assert_eq!(asked["properties"]["geometry"]["format"], "geometry-linestring");
    let passing = ok(&app, &format!("{items}?filter={}", escaped("tier = 'passes'"))).await.json();
    assert!(passing["numberMatched"].as_u64() <= page["numberMatched"].as_u64());
}

#[tokio::test]
async fn streets_are_lines_that_a_box_and_a_shape_find() {
    let app = app();
    let engine = &sample().engine;
    let key = "streets@2024".parse().expect("a key");
    let streets = engine.edition(&key).expect("streets");
    let items = "/ogc/collections/streets_2024/items";
    let crs = escaped(GRID);
    let one = ok(&app, &format!("{items}/1?crs={crs}")).await.json();
    assert_eq!(one["geometry"]["type"], "LineString");
    let corner = one["geometry"]["coordinates"][0].as_array().expect("a corner");
    let (e, n) = (corner[0].as_f64().expect("metres"), corner[1].as_f64().expect("metres"));
    let [west, south, east, north] = [e - 300.0, n - 300.0, e + 300.0, n + 300.0];
    let boxed =
        ok(&app, &format!("{items}?limit=10000&bbox={west},{south},{east},{north}&bbox-crs={crs}")).await;
    let ring =
        format!("POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))");
    let filter = escaped(&format!("S_INTERSECTS(geometry,{ring})"));
    let clipped = ok(&app, &format!("{items}?limit=10000&filter={filter}&filter-crs={crs}")).await.json();
    let boxed = boxed.json();
    assert_eq!(ids(&clipped), ids(&boxed));
    let found = boxed["numberMatched"].as_u64().expect("a number");
    assert!(found > 0 && found < streets.attributes().len() as u64, "{found}");
    assert!(ids(&boxed).contains(&"1".to_owned()));
    // What lies within is what neither crosses the edge nor lies outside: counted with plain numbers.
    let within = escaped(&format!("S_WITHIN(geometry,{ring})"));
    let within =
        ok(&app, &format!("{items}?limit=10000&crs={crs}&filter={within}&filter-crs={crs}")).await.json();
    for feature in within["features"].as_array().expect("features") {
        for corner in feature["geometry"]["coordinates"].as_array().expect("corners") {
            let (e, n) = (corner[0].as_f64().expect("metres"), corner[1].as_f64().expect("metres"));
            assert!((west..=east).contains(&e) && (south..=north).contains(&n), "{feature}");
        }
    }
}

#[tokio::test]
async fn the_description_knows_each_of_them_and_they_have_a_page() {
    let app = app();
    let document = ok(&app, "/ogc/api").await.json();
    for id in ["assessment_priorities".to_owned(), collections(&app, "candidates_").await[0].clone()] {
        assert!(document["paths"].get(format!("/collections/{id}/items")).is_some(), "{id}");
        for path in ["", "/items", "/queryables"] {
            let page = ok(&app, &format!("/ogc/collections/{id}{path}?f=html")).await;
            assert!(page.text().contains("<main"), "{id}{path}");
        }
    }
}
