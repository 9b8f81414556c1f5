//! A town of four squares held in memory, and how to ask the service about it.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use geo_types::{LineString, MultiPolygon, Polygon};
use jiff::civil::date;
use tower::ServiceExt;
use wardwise::api::{self, App};
use wardwise::config::Config;
use wardwise::engine::{Dataset, Edition, EditionData, Engine, PlaceInfo, Snapshot};
use wardwise::geom::Grid;
use wardwise::layer::{Area, Layer};
use wardwise::model::{
    AreaCode, Catalogue, Checksum, DatasetKind, Licence, LookupSource, Measure, MeasureKind, MeasureSource,
    Missing, Reckoning, Scheme, Validity,
};
use wardwise::register::{Precision, Record, Register};
use wardwise::table::{ColumnBuilder, ColumnInfo, KeyedTable, Table};

/// The town with a given version.
pub fn engine(version: u64) -> Arc<Engine> {
    let info = PlaceInfo {
        id: "four".into(),
        name: "Four Squares".into(),
        description: "A town of four squares.".into(),
        main_layer: Some("wards".parse().expect("an id")),
        catalogue: Catalogue::default(),
    };
    let datasets = vec![wards(), assets(), claimants()];
    Arc::new(Engine::new(Arc::new(Snapshot::new(version, info, datasets))))
}

/// The service on the town, with default settings.
pub fn app() -> App {
    App::new(engine(1), Config::default())
}

/// The service on the town with a measure of its claimants, two halves that
/// cut the southern wards, and a lookup that sends each ward to one half.
pub fn measured() -> App {
    let mut info = engine(1).snapshot().info.clone();
    info.catalogue = Catalogue {
        measures: vec![Measure {
            about: wardwise::model::MeasureAbout::default(),
            id: "claimants".parse().expect("an id"),
            title: "Claimants".into(),
            unit: "persons".into(),
            kind: MeasureKind::Count,
            per: 1.0,
            sources: vec![MeasureSource {
                table: "claimants".parse().expect("an id"),
                edition: None,
                reckoning: Reckoning::Count { column: "count".into() },
                only: Vec::new(),
                adds_rows: false,
                repeats_denominator: false,
                located: None,
                period: None,
            }],
        }],
        evidence: Vec::new(),
        lookups: vec![LookupSource {
            table: "ward-to-half".parse().expect("an id"),
            edition: None,
            column: "half".into(),
            to: "halves".parse().expect("an id"),
            official: Some("Office of Squares, best fit".into()),
        }],
        ..Catalogue::default()
    };
    let datasets = vec![wards(), assets(), claimants(), halves(), ward_to_half()];
    App::new(Arc::new(Engine::new(Arc::new(Snapshot::new(1, info, datasets)))), Config::default())
}

/// The recipe of [`assessed`].
pub const RECIPE: &str = r#"
[assessment]
id = "priorities"
title = "Priorities"
purpose = "Where to start."
areas = "wards@2018"
people = "claimants"
seed = 2018

[[domain]]
id = "work"
title = "Work"

[[domain.indicator]]
id = "claimants"
title = "Claimants"
measure = "claimants"
direction = "higher-is-worse"
normalisation = "min-max"

[ranking]
worst = 1
"#;

/// The service on the town with an assessment: two wards have a figure, two do not.
pub fn assessed() -> App {
    let mut info = measured().snapshot().info.clone();
    info.catalogue.measures[0].about = wardwise::model::MeasureAbout {
        polarity: Some(wardwise::model::Polarity::HigherIsWorse),
        owner: "Office of Squares".into(),
        next_update: "not planned".into(),
        numerator: "Claimants".into(),
        ..wardwise::model::MeasureAbout::default()
    };
    let mut claimants = claimants();
    claimants.editions[0].period = Some("2018".into());
    let datasets = vec![wards(), assets(), claimants, halves(), ward_to_half()];
    let mut snapshot = Snapshot::new(1, info, datasets);
    let spec = wardwise::ingest::recipe::read_recipe(RECIPE).expect("a recipe");
    let own = wardwise::engine::PlaceAssessment { file: "priorities.toml".into(), spec: Arc::new(spec) };
    snapshot.assessments = vec![own];
    App::new(Arc::new(Engine::new(Arc::new(snapshot))), Config::default())
}

/// West and east of the middle of the western wards; the south alone.
fn halves() -> Dataset {
    let areas = vec![
        area("E05000011", "West", square(399_500.0, 300_000.0, 1000.0)),
        area("E05000012", "East", square(400_500.0, 300_000.0, 1000.0)),
    ];
    let always = Validity::default();
    let layer = layer("halves@2020", always, areas, column("name", texts(&["West", "East"])));
    dataset(
        "halves",
        DatasetKind::Layer,
        vec![edition("halves@2020", "Halves", always, EditionData::Layer(Arc::new(layer)))],
    )
}

fn ward_to_half() -> Dataset {
    let columns = vec![
        column("ward", texts(&["E05000001", "E05000002"])),
        column("half", texts(&["E05000011", "E05000012"])),
    ];
    let keyed = KeyedTable {
        edition: "ward-to-half@2020".parse().expect("a key"),
        table: Table::build(vec![2, 3], columns).expect("a table"),
        code_column: Some(0),
        geography: Some("wards@2018".parse().expect("a key")),
    };
    let data = EditionData::Table(Arc::new(keyed));
    dataset(
        "ward-to-half",
        DatasetKind::Table,
        vec![edition("ward-to-half@2020", "Lookup", Validity::default(), data)],
    )
}

/// What the service answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }
}

/// Asks for an address.
pub async fn get(app: &App, uri: &str) -> Answer {
    send(app, Request::get(uri).body(Body::empty()).expect("a request")).await
}

/// Sends a request.
pub async fn send(app: &App, request: Request<Body>) -> Answer {
    send_to(api::app(app.clone()), request).await
}

pub async fn send_to(router: Router, request: Request<Body>) -> Answer {
    let response = router.oneshot(request).await.expect("the service never fails");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 64 << 20).await.expect("a whole body").to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

fn column(name: &str, cells: ColumnBuilder) -> (ColumnInfo, ColumnBuilder) {
    (ColumnInfo { name: name.into(), published: format!(" {name}"), kind: cells.kind() }, cells)
}

fn texts(cells: &[&str]) -> ColumnBuilder {
    let cell = |text: &&str| if text.is_empty() { Err(Missing::NotGiven) } else { Ok(Box::from(*text)) };
    ColumnBuilder::Text(cells.iter().map(cell).collect())
}

fn edition(key: &str, title: &str, validity: Validity, data: EditionData) -> Edition {
    Edition {
        key: key.parse().expect("a key"),
        title: title.into(),
        validity,
        period: None,
        file: format!("{title}.csv"),
        part: None,
        checksum: Checksum::of(key.as_bytes()),
        source: Some("https://example.org/data".into()),
        licence: Licence {
            name: "CC0 1.0".into(),
            url: Some("https://creativecommons.org/publicdomain/zero/1.0/".into()),
            attribution: "Made up.".into(),
        },
        content: String::new(),
        since_version: 1,
        data,
    }
}

fn dataset(id: &str, kind: DatasetKind, editions: Vec<Edition>) -> Dataset {
    Dataset {
        id: id.parse().expect("an id"),
        kind,
        title: format!("The {id}"),
        description: format!("What is known of {id}."),
        editions,
    }
}

fn square(e: f64, n: f64, side: f64) -> MultiPolygon<f64> {
    let ring = vec![(e, n), (e + side, n), (e + side, n + side), (e, n + side), (e, n)];
    MultiPolygon::new(vec![Polygon::new(LineString::from(ring), Vec::new())])
}

fn wards() -> Dataset {
    let old = Validity { from: Some(date(2018, 5, 3)), to: Some(date(2023, 5, 4)) };
    let new = Validity { from: Some(date(2023, 5, 4)), to: None };
    let quarters = ["E05000001", "E05000002", "E05000003", "E05000004"];
    let corners =
        [(400_000.0, 300_000.0), (401_000.0, 300_000.0), (400_000.0, 301_000.0), (401_000.0, 301_000.0)];
    let names = ["Alder", "Birch", "Yr Ŵyn", "Dogwood"];
    let areas = (0..4).map(|at| area(quarters[at], names[at], square(corners[at].0, corners[at].1, 1000.0)));
    let old_layer = layer("wards@2018", old, areas.collect(), column("name", texts(&names)));
    let whole = vec![area("E05000009", "All", square(400_000.0, 300_000.0, 2000.0))];
    let new_layer = layer("wards@2023", new, whole, column("name", texts(&["All"])));
    let editions = vec![
        edition("wards@2018", "Wards, May 2018", old, EditionData::Layer(Arc::new(old_layer))),
        edition("wards@2023", "Wards, May 2023", new, EditionData::Layer(Arc::new(new_layer))),
    ];
    dataset("wards", DatasetKind::Layer, editions)
}

fn area(code: &str, name: &str, shape: MultiPolygon<f64>) -> Area {
    use geo::Area as _;
    let area_m2 = shape.unsigned_area();
    Area {
        code: AreaCode::parse(code).expect("a code"),
        name: Some(name.into()),
        shape,
        area_m2,
        repair: None,
    }
}

fn layer(key: &str, validity: Validity, areas: Vec<Area>, names: (ColumnInfo, ColumnBuilder)) -> Layer {
    let attributes = Table::build((1..=areas.len() as u64).collect(), vec![names]).expect("a table");
    Layer { edition: key.parse().expect("a key"), validity, scheme: Scheme::Gss, areas, attributes }
}

fn assets() -> Dataset {
    let owners = ["Council", "Council", "NHS", "", "Council"];
    let desks = ColumnBuilder::Number(vec![Ok(40.0), Ok(0.0), Err(Missing::NotGiven), Ok(2.5), Ok(7.0)]);
    let notes = ["=HYPERLINK(\"http://x\")", "-", "plain", "a \"quoted\", text", "+44 121"];
    let columns =
        vec![column("Owner", texts(&owners)), column("Desks", desks), column("limit", texts(&notes))];
    let attributes = Table::build(vec![2, 3, 4, 5, 6], columns).expect("a table");
    let at = |e: f64, n: f64| Some((Grid { e, n }, Precision::Coordinates));
    let places = [
        ("A1", "Town Hall", at(400_250.0, 300_250.0)),
        ("A2", "Library", at(401_250.0, 300_250.0)),
        ("A3", "Clinic", Some((Grid { e: 400_750.0, n: 301_750.0 }, Precision::Postcode))),
        ("A4", "Nowhere", None),
        ("A1", "Annex", at(400_250.0, 300_250.0)),
    ];
    let records = places.iter().map(|(id, name, location)| Record {
        id: (*id).into(),
        name: Some((*name).into()),
        location: *location,
    });
    let register = Register {
        edition: "assets@2021".parse().expect("a key"),
        validity: Validity::default(),
        records: records.collect(),
        attributes,
        facets: vec![0],
        postcode_column: None,
    };
    let data = EditionData::Register(Arc::new(register));
    dataset(
        "assets",
        DatasetKind::Register,
        vec![edition("assets@2021", "Assets", Validity::default(), data)],
    )
}

fn claimants() -> Dataset {
    let codes = texts(&["E05000001", "E05000002", "E05000003", "E05000004"]);
    let counts =
        ColumnBuilder::Number(vec![Ok(20.0), Ok(0.0), Err(Missing::Suppressed), Err(Missing::NotCovered)]);
    let table = Table::build(vec![2, 3, 4, 5], vec![column("ward", codes), column("count", counts)]);
    let keyed = KeyedTable {
        edition: "claimants@2018".parse().expect("a key"),
        table: table.expect("a table"),
        code_column: Some(0),
        geography: Some("wards@2018".parse().expect("a key")),
    };
    let data = EditionData::Table(Arc::new(keyed));
    dataset(
        "claimants",
        DatasetKind::Table,
        vec![edition("claimants@2018", "Claimants", Validity::default(), data)],
    )
}
