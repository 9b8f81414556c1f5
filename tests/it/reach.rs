//! Walking times, rings and the network of a place, from a manifest to the command line's answers.

use std::path::Path;

use jiff::Timestamp;
use wardwise::api::App;
use wardwise::check::report::Verdict;
use wardwise::config::Config;
use wardwise::engine::{End, Engine, ReachAsk, ReachError, Reached, Stands, Walking};
use wardwise::import::{self, ImportOptions, Manifest, Silent};
use wardwise::model::DatasetKind;
use wardwise::network::{Bound, By, Modes, Pace, Reach, Rings, Side};
use wardwise::sample::extract::{Extract, Node, Way};
use wardwise::store::PlaceStore;
use wardwise::views::reach::{ReachView, rings_geojson};

use crate::http::town::get;
use crate::support;

/// A town on two banks: streets of 400 m along either, 120 m apart, and one
/// bridge at their east end; a lane in the north that nothing leads to.
fn town() -> Extract {
    let at = |id, e: f64, n: f64| {
        let at =
            wardwise::geom::crs::grid_to_lonlat(wardwise::geom::Grid { e: 407_000.0 + e, n: 287_000.0 + n });
        let at = at.expect("in Great Britain");
        Node { id, lon: at.lon, lat: at.lat, tags: Vec::new() }
    };
    let way = |id, refs: &[i64], kind: &str| Way {
        id,
        refs: refs.to_vec(),
        tags: vec![("highway".into(), kind.into())],
    };
    Extract {
        nodes: vec![
            at(1, 0.0, 0.0),
            at(2, 400.0, 0.0),
            at(3, 0.0, 120.0),
            at(4, 400.0, 120.0),
            at(5, 0.0, 900.0),
            at(6, 3_000.0, 900.0),
        ],
        ways: vec![
            way(11, &[1, 2], "residential"),
            way(12, &[3, 4], "residential"),
            way(13, &[2, 4], "footway"),
            way(14, &[5, 6], "track"),
            way(15, &[1, 3], "motorway"),
        ],
    }
}

const MANIFEST: &str = r#"
[place]
id = "banks"
name = "Two banks"

[licence.odbl]
name = "ODbL 1.0"
attribution = "made up"

[[network]]
id = "streets"
title = "Streets"
description = "What can be walked."
[[network.edition]]
id = "1"
file = "town.osm.pbf"
licence = "odbl"

[[register]]
id = "homes"
title = "Homes"
[[register.edition]]
id = "1"
file = "homes.csv"
code = "id"
locate = { easting = "e", northing = "n" }
licence = "odbl"
accept = [{ warning = "unlocated", reason = "one has no address" }]

[[register]]
id = "halls"
title = "Halls"
[[register.edition]]
id = "1"
file = "halls.csv"
code = "id"
name = "title"
locate = { easting = "e", northing = "n" }
licence = "odbl"
"#;

const HOMES: &str =
    "id,e,n\nsouth,407000,286990\nnorth,407000,287130\nlane,407500,287900\nfar,407000,285000\nnone,,\n";
const HALLS: &str = "id,title,kind,e,n\nh1,South hall,hall,407200,286990\nh2,North hall,hall,407100,287120\n";

fn write_source(dir: &Path) {
    std::fs::write(dir.join("town.osm.pbf"), town().bytes()).expect("written");
    std::fs::write(dir.join("homes.csv"), HOMES).expect("written");
    std::fs::write(dir.join("halls.csv"), HALLS).expect("written");
}

fn stand_up(manifest: &str, source: &Path, place: &Path) -> import::Outcome {
    let manifest = Manifest::parse(manifest).expect("a manifest");
    let options = ImportOptions::at(Timestamp::UNIX_EPOCH);
    import::run(&manifest, source, place, &options, &Silent).expect("an import")
}

fn engine(place: &Path) -> Engine {
    let store = PlaceStore::open(place).expect("a place");
    Engine::new(std::sync::Arc::new(store.snapshot().expect("a snapshot")))
}

fn banks() -> (tempfile::TempDir, Engine) {
    let dir = tempfile::tempdir().expect("a folder");
    write_source(dir.path());
    let outcome = stand_up(MANIFEST, dir.path(), &dir.path().join("place"));
    assert_eq!(
        outcome.stopped().count(),
        0,
        "{:?}",
        outcome.editions.iter().map(|e| &e.report.faults).collect::<Vec<_>>()
    );
    let engine = engine(&dir.path().join("place"));
    (dir, engine)
}

fn ask(from: &str, to: &str) -> ReachAsk {
    let end = |key: &str| End { edition: key.parse().expect("a key"), only: Vec::new() };
    ReachAsk {
        network: None,
        from: end(from),
        to: end(to),
        bound: Bound::Unlimited,
        walking: Walking::default(),
    }
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.05
}

fn homes_to_halls(engine: &Engine) -> Reached {
    engine.reach(&ask("homes@1", "halls@1")).expect("walks")
}

#[test]
fn a_network_is_imported_stored_and_read_back_as_it_was() {
    let (dir, engine) = banks();
    let key = "streets@1".parse().expect("a key");
    let edition = engine.edition(&key).expect("the network");
    let streets = edition.streets().expect("streets");
    assert_eq!(streets.segments.len(), 4, "the motorway is left out");
    assert_eq!(engine.snapshot().dataset(&key.dataset).expect("the set").kind, DatasetKind::Network);
    assert_eq!(engine.main_network(), Some(key.clone()));
    let store = PlaceStore::open(&dir.path().join("place")).expect("a place");
    let report = store.report(&key).expect("a report");
    assert_eq!(report.verdict(), Verdict::Ready);
    assert_eq!((report.counts.read, report.counts.kept, report.counts.filtered), (5, 4, 1));
    assert!(report.faults.iter().any(|fault| fault.message.contains("2 pieces")), "{:?}", report.faults);
    // Importing the very same again changes nothing.
    let again = stand_up(MANIFEST, dir.path(), &dir.path().join("place"));
    assert!(!again.is_change());
    // Another program sees lines.
    let connection = rusqlite::Connection::open(dir.path().join("place/place.gpkg")).expect("a database");
    let kind: String = connection
        .query_row(
            "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = 'streets_1'",
            [],
            |row| row.get(0),
        )
        .expect("listed");
    assert_eq!(kind, "LINESTRING");
}

#[test]
fn every_home_and_hall_has_a_time_or_the_reason_why_not() {
    let (_dir, engine) = banks();
    let reached = homes_to_halls(&engine);
    // 10 m to the street, 200 m along it, 10 m to the hall.
    let south = reached.pair(0, 0).time().expect("a time");
    assert!(near(south.metres, 220.0) && near(south.minutes, 2.75) && south.by == By::Network, "{south:?}");
    // Over the bridge: 10 + 400 + 120 + 300.
    let over = reached.pair(0, 1);
    assert!(near(over.time().expect("a time").metres, 830.0), "{over:?}");
    let straight = 1.3 * 164.01 / 80.0;
    assert!(near(over.comparison().expect("both").minutes, 830.0 / 80.0 - straight), "{over:?}");
    assert_eq!(reached.pair(2, 0).network, Some(Reach::NoWay));
    assert_eq!(reached.time(2, 0), None, "no straight line where no way leads");
    assert_eq!(reached.pair(3, 0).network, Some(Reach::OffNetwork(Side::Origin)));
    assert_eq!(reached.time(3, 0).map(|time| time.by), Some(By::StraightLine));
    assert_eq!(reached.origins[4].stands, Stands::Nowhere);
    assert_eq!(reached.time(4, 0), None);
    let tally = reached.origins_tally();
    assert_eq!((tally.points, tally.unlocated, tally.outside), (5, 1, 1));
    assert_eq!(tally.on_piece.into_iter().collect::<Vec<_>>(), [(0, 1), (1, 2)]);
    let view = ReachView::new(&reached, false);
    let states: Vec<&str> = view.pairs.iter().step_by(2).map(|pair| pair.status).collect();
    assert_eq!(states, ["reached", "reached", "no-way", "origin-off-network", "unlocated"]);
}

#[test]
fn the_nearest_hall_is_the_nearest_on_foot() {
    let (_dir, engine) = banks();
    let reached = homes_to_halls(&engine);
    let nearest: Vec<Option<usize>> =
        (0..5).map(|home| reached.nearest(home).map(|(site, _)| site)).collect();
    assert_eq!(nearest, [Some(0), Some(1), None, Some(0), None]);
}

#[test]
fn rings_are_streets_and_a_site_off_the_network_keeps_its_place() {
    let (_dir, engine) = banks();
    let around = End { edition: "halls@1".parse().expect("a key"), only: Vec::new() };
    let rings = engine.rings_around(None, &around, &[2.5], &Walking::default()).expect("rings");
    let Some(Rings(first)) = &rings[0].rings else { panic!("the hall lies on a street") };
    // 200 m less 10 m to the street, to either side.
    assert!(near(first[0].length_m, 380.0), "{}", first[0].length_m);
    let homes = End { edition: "homes@1".parse().expect("a key"), only: Vec::new() };
    let rings = engine.rings_around(None, &homes, &[5.0], &Walking::default()).expect("rings");
    let view = rings_geojson(&rings, "streets@1", 4.8);
    let states: Vec<_> = view["features"]
        .as_array()
        .expect("features")
        .iter()
        .map(|f| f["properties"]["status"].clone())
        .collect();
    assert_eq!(states, ["reached", "reached", "reached", "off-network", "unlocated"]);
}

#[test]
fn a_place_without_a_network_has_straight_lines_that_say_so() {
    let dir = tempfile::tempdir().expect("a folder");
    write_source(dir.path());
    let without = MANIFEST.split("[[network]]").collect::<Vec<_>>();
    let rest = without[1].split_once("[[register]]").expect("registers").1;
    stand_up(&format!("{}[[register]]{rest}", without[0]), dir.path(), &dir.path().join("place"));
    let engine = engine(&dir.path().join("place"));
    let reached = homes_to_halls(&engine);
    let time = reached.time(0, 0).expect("a time");
    assert!(time.by == By::StraightLine && near(time.metres, 260.0), "{time:?}");
    assert!(reached.times.is_none() && reached.network.is_none());
    let halls = End { edition: "halls@1".parse().expect("a key"), only: Vec::new() };
    let rings = engine.rings_around(None, &halls, &[5.0], &Walking::default());
    assert_eq!(rings, Err(ReachError::NoStreets));
}

#[test]
fn what_cannot_be_asked_is_told_in_plain_words() {
    let (_dir, engine) = banks();
    let refused = |change: &dyn Fn(&mut ReachAsk)| {
        let mut ask = ask("homes@1", "halls@1");
        change(&mut ask);
        engine.reach(&ask).expect_err("refused").to_string()
    };
    let words = refused(&|ask| ask.to.only = vec![("kind".into(), "school".into())]);
    assert!(words.contains("no row of halls@1 is left"), "{words}");
    let words = refused(&|ask| ask.to.only = vec![("sort".into(), "hall".into())]);
    assert!(words.contains("no column 'sort'"), "{words}");
    let words = refused(&|ask| ask.from.edition = "streets@1".parse().expect("a key"));
    assert!(words.contains("neither areas nor points"), "{words}");
    let words = refused(&|ask| ask.network = Some("halls@1".parse().expect("a key")));
    assert!(words.contains("no walking network"), "{words}");
}

#[tokio::test]
async fn the_service_tells_walks_and_rings_and_refuses_what_is_too_much_or_makes_no_sense() {
    let (dir, engine) = banks();
    let store = PlaceStore::open(&dir.path().join("place")).expect("a place");
    let app = App::on_place(std::sync::Arc::new(engine), store, Config::default());
    let walks = get(&app, "/api/walks?from=homes@1&to=halls@1").await;
    assert_eq!(walks.status, 200, "{}", walks.text());
    let walks = walks.json();
    let pairs = walks["pairs"].as_array().expect("pairs");
    assert_eq!((pairs.len(), &walks["network"]), (10, &serde_json::json!("streets@1")));
    assert_eq!(
        (&pairs[0]["minutes"], &pairs[0]["by"]),
        (&serde_json::json!(2.75), &serde_json::json!("network"))
    );
    assert_eq!(
        (&pairs[4]["status"], &pairs[4]["minutes"]),
        (&serde_json::json!("no-way"), &serde_json::Value::Null)
    );
    assert_eq!(pairs[6]["by"], "straight-line", "off the streets a straight line stands in and says so");
    assert_eq!(walks["links"].as_array().map(Vec::len), Some(3));
    let near =
        get(&app, "/api/walks?from=homes@1&to=halls@1&only_to=kind=hall&nearest=true&within=5").await.json();
    assert_eq!(near["pairs"].as_array().map(Vec::len), Some(5));
    let rings = get(&app, "/api/walks/rings.geojson?around=halls@1&minutes=2.5").await;
    assert_eq!(rings.header("content-type"), "application/geo+json");
    let rings = rings.json();
    assert_eq!(rings["features"][0]["geometry"]["type"], "MultiLineString");
    assert_eq!(rings["features"][0]["properties"]["street_m"], 380.0);
    for (wrong, status, field) in [
        ("/api/walks?from=homes@1", 400, "to"),
        ("/api/walks?from=homes@9&to=halls@1", 404, "from"),
        ("/api/walks?from=homes@1&to=halls@1&within=0", 400, "within"),
        ("/api/walks?from=homes@1&to=halls@1&only_to=hall", 400, "only_to"),
        ("/api/walks?from=homes@1&to=halls@1&network=halls@1", 404, "network"),
        ("/api/walks?from=homes@1&to=halls@1&speed=3", 400, "speed"),
        ("/api/walks/rings.geojson?around=halls@1&minutes=5,x", 400, "minutes"),
    ] {
        let refused = get(&app, wrong).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json()["field"]),
            (status, &serde_json::json!(field)),
            "{wrong}"
        );
    }
    assert_eq!(get(&app, "/api/walks?from=homes@1&to=streets@1").await.status, 400, "streets are no goal");
}

/// The places that a manifest of a real county stands up, with its network.
fn rutland() -> Option<(tempfile::TempDir, Engine)> {
    let source = support::data_dir()?;
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/places/rutland.toml");
    let dir = tempfile::tempdir().expect("a folder");
    let outcome = stand_up(
        &std::fs::read_to_string(manifest).expect("the manifest"),
        &source,
        &dir.path().join("place"),
    );
    let stopped: Vec<_> = outcome.stopped().map(|edition| (&edition.key, &edition.report.faults)).collect();
    assert!(stopped.is_empty(), "{stopped:?}");
    let engine = engine(&dir.path().join("place"));
    Some((dir, engine))
}

#[test]
fn every_output_area_of_rutland_has_a_walk_to_a_fire_station_and_a_mapped_library() {
    let Some((_dir, engine)) = rutland() else { return };
    let fire = engine.reach(&ask("oa@2011", "fire-stations@2018")).expect("walks");
    assert_eq!(fire.origins.len(), 116);
    let mut libraries = ask("oa@2011", "mapped-places@2018");
    libraries.to.only = vec![("kind".into(), "library".into())];
    let libraries = engine.reach(&libraries).expect("walks");
    for (what, reached) in [("fire stations", &fire), ("libraries", &libraries)] {
        let (starts, sites) = (reached.origins_tally(), reached.sites_tally());
        println!("{what}: starts {starts:?}, sites {sites:?}");
        let walked = (0..116)
            .filter(|oa| reached.nearest(*oa).is_some_and(|(_, time)| time.by == By::Network))
            .count();
        assert!(walked >= 110, "{what}: {walked} of 116 output areas walk");
        let mut longer: Vec<f64> = (0..116)
            .flat_map(|oa| {
                (0..reached.sites.len()).filter_map(move |site| reached.pair(oa, site).comparison()?.detour)
            })
            .collect();
        longer.sort_by(f64::total_cmp);
        println!(
            "{what}: detour {:.2} in the middle case of {}, {:.2} at most",
            longer[longer.len() / 2],
            longer.len(),
            longer[longer.len() - 1]
        );
        assert!(longer[0] >= 0.999, "no walk is shorter than the straight line: {}", longer[0]);
    }
    // The register's own libraries have no coordinates: told, not dropped.
    let unlocated = engine.reach(&ask("oa@2011", "libraries@ace-2023")).expect("an answer");
    assert_eq!(unlocated.sites_tally().unlocated, 6);
    assert!((0..116).all(|oa| unlocated.nearest(oa).is_none()));
}

#[test]
fn leaving_steps_out_never_makes_a_walk_in_rutland_shorter() {
    let Some((_dir, engine)) = rutland() else { return };
    let ask = ask("lsoa@2011", "fire-stations@2018");
    let level = Walking { modes: Modes { step_free: true, ferries: false }, ..Walking::default() };
    let (usual, level) = (
        engine.reach(&ask).expect("walks"),
        engine.reach(&ReachAsk { walking: level, ..ask.clone() }).expect("walks"),
    );
    for (area, site) in (0..23).flat_map(|area| (0..4).map(move |site| (area, site))) {
        let of = |reached: &Reached| reached.pair(area, site).network.and_then(Reach::time);
        if let (Some(usual), Some(level)) = (of(&usual), of(&level)) {
            assert!(level.metres + 1.0 >= usual.metres, "{area} to {site}");
        }
    }
    let quick = Walking { pace: Pace::of_km_per_h(9.6).expect("a pace"), ..Walking::default() };
    let quick = engine.reach(&ReachAsk { walking: quick, ..ask }).expect("walks");
    let time = |reached: &Reached| reached.nearest(0).expect("a station").1.minutes;
    assert!(near(time(&quick) * 2.0, time(&usual)));
}
