//! Co-location on the sample place and on the real files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use jiff::Timestamp;
use serde_json::{Value, json};
use wardwise::api::{self, App};
use wardwise::assess::intervals::{Interval, Level, wilson};
use wardwise::colocate::{Estate, Gate, NewDecision, Note, Tier, standing};
use wardwise::config::Config;
use wardwise::engine::{Colocated, Engine};
use wardwise::export;
use wardwise::import::{self, EditionState, ImportOptions, Manifest, Silent};
use wardwise::ingest::colocation::read_search;
use wardwise::model::{Field, SearchId};
use wardwise::store::PlaceStore;
use wardwise::views::colocate::{ColocatedView, features};

use crate::http::town::{Answer, send_to};
use crate::support::data_dir;

fn place(manifest: &Path, source: &Path) -> (tempfile::TempDir, PlaceStore, Engine) {
    let dir = tempfile::tempdir().expect("a folder");
    let text = std::fs::read_to_string(manifest).expect("the manifest");
    let beside = manifest.parent().expect("a folder");
    let manifest = Manifest::parse(text).expect("a plan").lying_in(beside);
    let options = ImportOptions::at(Timestamp::UNIX_EPOCH);
    let outcome = import::run(&manifest, source, dir.path(), &options, &Silent).expect("an import");
    let stopped: Vec<_> = outcome.stopped_assessments().collect();
    assert!(stopped.is_empty(), "{stopped:?}");
    assert!(outcome.editions.iter().all(|edition| edition.state == EditionState::Published));
    let store = PlaceStore::open(dir.path()).expect("a place");
    let engine = Engine::new(Arc::new(store.snapshot().expect("a snapshot")));
    (dir, store, engine)
}

pub(crate) fn elverham() -> (tempfile::TempDir, PlaceStore, Engine) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    place(&source.join("sample.toml"), &source)
}

fn rooms() -> SearchId {
    "rooms-for-advice".parse().expect("an id")
}

fn places(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/places").join(name)
}

fn carried_out(engine: &Engine, file: &str) -> Colocated {
    let text = std::fs::read_to_string(places(file)).expect("the search");
    engine.colocate(&read_search(&text).expect("a search")).expect("an answer")
}

#[test]
fn the_sample_keeps_a_search_that_finds_candidates_with_reasons() {
    let (_dir, store, engine) = elverham();
    let found = engine.colocated(&rooms()).expect("an answer");
    let tiers: BTreeSet<Tier> = found.found.pairs.iter().map(|pair| pair.answers.tier()).collect();
    assert_eq!(tiers, BTreeSet::from([Tier::Passes, Tier::ToCheck]), "what fails is counted and not listed");
    assert!(found.found.tally.fails > 0 && !found.found.hubs.is_empty() && !found.found.gaps.is_empty());
    let police = Gate::Boundary;
    assert!(found.found.tally.failed_by.iter().any(|(gate, _)| *gate == police), "areas of partners bind");
    let best = &found.found.pairs[0];
    let told = found.explain(best);
    assert!(told.sentence.contains(" could move into "), "{}", told.sentence);
    let sum: f64 = told.criteria.iter().map(|line| line.weight * line.value.unwrap_or(0.0)).sum();
    assert!((sum - best.score.low).abs() < 1e-9);
    for gate in &told.gates {
        for cited in &gate.rests_on {
            let (edition, column) = found.estate.cell(*cited);
            let table = engine.edition(edition).expect("the register").attributes();
            assert!(table.column(&column).is_some(), "{edition} has no {column}");
        }
    }
    everything_is_the_same_again(&store, &found, &engine);
    the_files_hold_every_candidate(&engine, &found);
}

fn everything_is_the_same_again(store: &PlaceStore, found: &Colocated, engine: &Engine) {
    let again = Engine::new(Arc::new(store.snapshot().expect("a snapshot")));
    let again_found = again.colocated(&rooms()).expect("an answer");
    let text = |engine: &Engine, found: &Colocated| {
        serde_json::to_string(&ColocatedView::new(engine, found, Vec::new())).expect("JSON")
    };
    assert_eq!(text(engine, found), text(&again, &again_found));
}

fn the_files_hold_every_candidate(engine: &Engine, found: &Colocated) {
    let mut csv = Vec::new();
    export::candidates::write(&mut csv, found).expect("a table");
    let rows = csv::Reader::from_reader(csv.as_slice()).records().flatten().count();
    assert_eq!(rows, found.found.pairs.len());
    let geojson = features(engine, found);
    assert!(geojson["citations"].as_array().is_some_and(|all| all.len() == found.data.len()));
    let kinds: Vec<&str> = geojson["features"]
        .as_array()
        .expect("features")
        .iter()
        .map(|feature| feature["properties"]["kind"].as_str().expect("a kind"))
        .collect();
    let count = |wanted: &str| kinds.iter().filter(|kind| **kind == wanted).count();
    assert_eq!(count("pair"), found.found.pairs.len());
    assert_eq!(count("hub"), found.found.hubs.len());
    assert_eq!(count("gap"), found.found.gaps.len());
    assert_eq!(count("duplicate"), found.found.duplicates.len());
    assert!(geojson.to_string().parse::<geojson::GeoJson>().is_ok());
}

#[test]
fn decisions_stay_with_the_place_and_the_latest_stands() {
    let (dir, store, _engine) = elverham();
    let decide = |verdict: &str, reason: &str| {
        let made = NewDecision::check(rooms(), "a > b", verdict, reason).expect("a decision");
        store.decide(&made, Timestamp::UNIX_EPOCH).expect("kept")
    };
    assert_eq!(decide("shortlist", "close by").number, 1);
    assert_eq!(decide("unlist", "sold").number, 2);
    let again = PlaceStore::open(dir.path()).expect("a place").decisions(&rooms()).expect("decisions");
    assert_eq!(again.len(), 2, "none is overwritten");
    assert_eq!(standing(&again, &rooms(), "a > b").map(|one| one.made.reason.as_str()), Some("sold"));
    assert!(standing(&again, &rooms(), "b > a").is_none());
}

pub(crate) async fn ask(app: &App, request: Request<Body>) -> Answer {
    send_to(api::app(app.clone()), request).await
}

pub(crate) fn page(uri: &str) -> Request<Body> {
    Request::get(uri).header("accept", "text/html").body(Body::empty()).expect("a request")
}

pub(crate) fn form(uri: &str, body: &str) -> Request<Body> {
    let kind = "application/x-www-form-urlencoded";
    Request::post(uri)
        .header("accept", "text/html")
        .header("content-type", kind)
        .body(Body::from(body.to_owned()))
        .expect("a request")
}

#[tokio::test]
async fn the_finder_lists_explains_compares_and_keeps_a_shortlist() {
    let (_dir, store, engine) = elverham();
    let app = App::on_place(Arc::new(engine), store, Config::default());
    let start = ask(&app, page("/colocation")).await;
    assert_eq!(start.status.as_u16(), 200, "{}", start.text());
    for part in [
        "Candidates, the best first",
        "Unknown never counts as yes",
        "What is missing",
        "candidates.geojson",
        "<line ",
    ] {
        assert!(start.text().contains(part), "{part}");
    }
    for view in ["hubs", "gaps", "duplicates", "shortlist"] {
        let shown = ask(&app, page(&format!("/colocation?view={view}"))).await;
        assert_eq!(shown.status.as_u16(), 200, "{view}");
    }
    let filtered = ask(&app, page("/colocation?tier=passes&term=Nothing%20like%20it")).await;
    assert!(filtered.text().contains("No candidate is of this kind"));

    let answer =
        ask(&app, Request::get("/api/colocation/rooms-for-advice").body(Body::empty()).expect("a request"))
            .await;
    let json = answer.json();
    let ids: Vec<String> = json["candidates"]
        .as_array()
        .expect("candidates")
        .iter()
        .map(|one| one["id"].as_str().expect("an id").to_owned())
        .collect();
    let encoded = wardwise::pages::format::encode(&ids[0]);
    let one = ask(&app, page(&format!("/colocation/candidate?search=rooms-for-advice&id={encoded}"))).await;
    assert_eq!(one.status.as_u16(), 200, "{}", one.text());
    assert!(
        one.text().contains("How the score comes about") && one.text().contains("Gates of this candidate")
    );
    let open =
        json["candidates"].as_array().expect("candidates").iter().find(|one| one["tier"] == "to-check");
    let open = wardwise::pages::format::encode(open.expect("one is to check")["id"].as_str().expect("an id"));
    let open = ask(&app, page(&format!("/colocation/candidate?search=rooms-for-advice&id={open}"))).await;
    assert!(open.text().contains("To be asked"), "what is unknown is asked");
    let five: String =
        ids.iter().take(5).map(|id| format!("&c={}", wardwise::pages::format::encode(id))).collect();
    let compared = ask(&app, page(&format!("/colocation/compare?search=rooms-for-advice{five}"))).await;
    assert!(compared.text().contains("At most 4 candidates"));
    assert!(compared.text().contains("Gate: Step-free access"));

    let body = format!("search=rooms-for-advice&subject={encoded}&verdict=shortlist&reason=");
    let refused = ask(&app, form("/colocation/decide", &body)).await;
    assert_eq!(refused.status.as_u16(), 400);
    assert!(refused.text().contains("There is a problem") && refused.text().contains("#reason"));
    let kept = ask(&app, form("/colocation/decide", &format!("{body}Near+the+estate"))).await;
    assert_eq!(kept.status.as_u16(), 303, "{}", kept.text());
    let list = ask(&app, page(kept.header("location"))).await;
    assert!(list.text().contains("Near the estate"));
    let foreign = Request::post("/colocation/decide")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(Body::from(format!("{body}x")))
        .expect("a request");
    assert_eq!(ask(&app, foreign).await.status.as_u16(), 403);
    the_api_keeps_decisions(&app, &ids[1]).await;
}

async fn the_api_keeps_decisions(app: &App, subject: &str) {
    let post = |value: Value| {
        Request::post("/api/colocation/rooms-for-advice/decisions")
            .header("content-type", "application/json")
            .body(Body::from(value.to_string()))
            .expect("a request")
    };
    let kept =
        ask(app, post(json!({ "subject": subject, "verdict": "shortlist", "reason": "To visit." }))).await;
    assert_eq!(kept.status.as_u16(), 201, "{}", kept.text());
    for (wrong, status, field) in [
        (json!({ "subject": subject, "verdict": "shortlist", "reason": " " }), 400, "reason"),
        (json!({ "subject": subject, "verdict": "maybe", "reason": "x" }), 400, "verdict"),
        (json!({ "subject": "nothing", "verdict": "shortlist", "reason": "x" }), 404, "subject"),
    ] {
        let answer = ask(app, post(wrong)).await;
        assert_eq!((answer.status.as_u16(), answer.json()["field"].as_str()), (status, Some(field)));
    }
    let list =
        Request::get("/api/colocation/rooms-for-advice/decisions").body(Body::empty()).expect("a request");
    let list = ask(app, list).await;
    assert_eq!(list.json()["decisions"].as_array().map(Vec::len), Some(2));
    let unknown = Request::get("/api/colocation/nothing").body(Body::empty()).expect("a request");
    assert_eq!(ask(app, unknown).await.status.as_u16(), 404);
    let typo = Request::get("/api/colocation?sort=rank").body(Body::empty()).expect("a request");
    assert_eq!(ask(app, typo).await.status.as_u16(), 400);
}

#[test]
fn the_land_records_of_cheltenham_run_through_and_say_what_they_lack() {
    let Some(source) = data_dir() else { return };
    let (_dir, _store, engine) = place(&places("cheltenham.toml"), &source);
    let estate = engine.estate();
    assert_eq!(estate.buildings.len(), 459);
    assert!(estate.buildings.iter().all(|one| one.owner.is_known()), "the owner is found by its header");
    let tenures = estate.buildings.iter().filter(|one| one.tenure.is_known()).count();
    assert_eq!(tenures, 453, "444 freehold and 9 leasehold; 4 are chattels, 2 are blank");
    let search = r#"
        id = "hubs"
        title = "Hubs"
        purpose = "To run the register through."
        date = 2023-04-01
    "#;
    let found = engine.colocate(&read_search(search).expect("a search")).expect("an answer");
    let keys: BTreeSet<&str> = found.found.notes.iter().map(Note::key).collect();
    for key in ["no-register", "no-spare-room", "nobody-lives-there", "nobody-tells", "nothing-within-reach"]
    {
        assert!(keys.contains(key), "{key} in {keys:?}");
    }
    assert!(found.found.hubs.is_empty(), "one owner makes no hub");
}

#[test]
fn the_two_lists_of_birminghams_libraries_are_joined_and_their_quarrels_are_shown() {
    let Some(source) = data_dir() else { return };
    let (_dir, _store, engine) = place(&places("birmingham.toml"), &source);
    let estate = engine.estate();
    the_libraries_are_joined(&estate);
    the_joined_libraries_are_sites(&engine);
    let found = carried_out(&engine, "birmingham-shared-sites.toml");
    let tally = &found.found.tally;
    assert_eq!(
        (tally.within_reach, tally.to_check, tally.passes),
        (2_246, 2_246, 0),
        "no register tells tenure, room or steps"
    );
    assert_eq!(
        found.found.tally.fails,
        found.found.tally.failed_by.iter().map(|(_, count)| count).sum::<usize>()
    );
    the_known_shared_sites_are_ranked(&engine, &found);
    every_candidate_can_be_tried_out(&engine, &found);
}

/// A school into a school closes one of the two; a practice into a library moves. Both are plans that hold.
fn every_candidate_can_be_tried_out(engine: &Engine, found: &Colocated) {
    let kind_of = |pair: &wardwise::colocate::Pair| {
        let terms = found.estate.services[pair.service as usize].terms.value();
        terms.and_then(|terms| terms.first()).expect("a kind").clone()
    };
    let hosts = |pair: &&wardwise::colocate::Pair| {
        let terms = found.estate.buildings[pair.building as usize].services.value();
        terms.is_some_and(|terms| terms.contains(&kind_of(pair)))
    };
    let pairs = || found.found.pairs.iter();
    let alike = pairs().find(|pair| hosts(pair)).expect("like into like");
    let other = pairs().find(|pair| !hosts(pair)).expect("one into another");
    for (pair, action) in [(alike, "close = "), (other, "share = ")] {
        let recipe = engine.what_if(found, pair).expect("a recipe");
        assert!(recipe.contains(action), "{action} in {recipe}");
        let spec = wardwise::ingest::siting::parse_scenario(&recipe).expect("a recipe that is read");
        let tried = engine.try_out(&spec, &recipe).expect("a plan that holds");
        assert!(tried.effect.tallies[0].people.value > 1e6, "the city");
    }
}

fn the_libraries_are_joined(estate: &Estate) {
    let is_library = |one: &&wardwise::colocate::Building| {
        one.services.value().is_some_and(|terms| terms.contains(&"Library".to_owned()))
    };
    let libraries: Vec<_> = estate.buildings.iter().filter(is_library).collect();
    let both = libraries.iter().filter(|one| one.records.len() == 2).count();
    let hours = libraries.iter().filter(|one| one.hours.is_known()).count();
    let of: BTreeMap<Field, usize> = estate.disagreements.iter().fold(BTreeMap::new(), |mut all, one| {
        *all.entry(one.field).or_default() += 1;
        all
    });
    println!("{} libraries, {both} in both lists, {hours} with hours; disagreements {of:?}", libraries.len());
    assert_eq!((libraries.len(), both, hours), (38, 36, 36));
    assert!(!estate.disagreements.is_empty());
}

/// A recipe that asks for all that offer "Library" has each library of the two lists once.
fn the_joined_libraries_are_sites(engine: &Engine) {
    let recipe = std::fs::read_to_string(places("birmingham-libraries-locate.toml")).expect("the recipe");
    let mut table: toml::Table = recipe.parse().expect("a recipe");
    table.insert("sites".into(), toml::Table::from_iter([("offering".to_owned(), "Library".into())]).into());
    for key in ["rules", "model"] {
        table.remove(key);
    }
    let model = "kind = \"p-median\"\nsites = 5".parse::<toml::Table>().expect("a model");
    table.insert("model".into(), model.into());
    let spec = wardwise::ingest::siting::parse_locate(&table.to_string()).expect("a recipe");
    let located = engine.locate(&spec, &|| 0.0).expect("an answer");
    let registers: Vec<String> = located.sites.editions.iter().map(ToString::to_string).collect();
    assert_eq!((located.sites.records.len(), located.sites.left_out.len()), (38, 0), "{registers:?}");
    assert_eq!(registers, ["libraries@ace-2023", "libraries-council-return@2025"]);
    assert_eq!(located.outcome.answer().expect("an answer").chosen.len(), 5);
}

/// How many of the libraries that the Arts Council calls co-located stand in
/// the top fifth of all library sites, ranked by their best candidate.
fn the_known_shared_sites_are_ranked(engine: &Engine, found: &Colocated) {
    let ace = engine.register(&"libraries@ace-2023".parse().expect("a key")).expect("the list");
    let column = |name: &str| ace.attributes.column(name).expect(name);
    let (flag, kind) = (column("co_located"), column("type"));
    let truth: BTreeSet<u64> = (0..ace.records.len())
        .filter(|row| {
            let is_yes =
                ace.attributes.written(*row, flag).is_some_and(|text| text == "Yes" || text == "true");
            is_yes && ace.attributes.written(*row, kind).is_some_and(|text| text == "Static Library")
        })
        .map(|row| ace.attributes.source_row(row))
        .collect();
    let estate = &found.estate;
    let libraries: Vec<u32> = (0_u32..)
        .zip(&estate.buildings)
        .filter(|(_, one)| {
            estate.registers[usize::from(one.records[0].0)].edition.dataset.as_str() == "libraries"
        })
        .map(|(at, _)| at)
        .collect();
    let mut best: BTreeMap<u32, f64> = libraries.iter().map(|at| (*at, 0.0)).collect();
    for pair in &found.found.pairs {
        let home = estate.services[pair.service as usize].building;
        for site in [Some(pair.building), home].into_iter().flatten() {
            best.entry(site).and_modify(|score| *score = score.max(pair.score.middle()));
        }
    }
    let mut ranked: Vec<(u32, f64)> = best.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let top = ranked.len().div_ceil(5);
    let is_shared = |at: u32| truth.contains(&estate.buildings[at as usize].records[0].1);
    let shared = ranked.iter().filter(|(at, _)| is_shared(*at)).count();
    let hits = ranked.iter().take(top).filter(|(at, _)| is_shared(*at)).count();
    let Interval { low, high } = wilson(hits as f64, shared as f64, Level::P95).expect("a share");
    println!(
        "{} sites, {shared} flagged as shared; {hits} of them in the top {top}: {:.0} % ({:.0} to {:.0} %)",
        ranked.len(),
        100.0 * hits as f64 / shared as f64,
        100.0 * low,
        100.0 * high
    );
    assert_eq!((ranked.len(), shared, top, hits), (37, 9, 8, 4), "docs/methods/co-location.md tells it");
    assert!((low - 0.189).abs() < 0.001 && (high - 0.733).abs() < 0.001, "{low} to {high}");
}
