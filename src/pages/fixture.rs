//! A tiny place with awkward names, built in code, for the tests of the pages.

use std::sync::Arc;

use geo_types::{Coord, MultiPolygon, Rect};
use jiff::civil::date;

use crate::engine::{Dataset, Edition, EditionData, Engine, KeyedTable, PlaceInfo, Snapshot};
use crate::geom::Grid;
use crate::layer::{Area, Layer, Repair};
use crate::model::{
    AreaCode, Catalogue, Checksum, DatasetKind, EditionKey, EvidenceKind, EvidenceSource, Licence, Measure,
    MeasureKind, MeasureSource, Missing, Reckoning, Scheme, Validity, Weighed,
};
use crate::register::{Precision, Record, Register};
use crate::table::{ColumnBuilder, ColumnInfo, ColumnKind, Table};

const WEST: f64 = 400_000.0;
const SOUTH: f64 = 300_000.0;

/// Four wards of one square kilometre, a table of people and a register of buildings.
pub fn engine() -> Engine {
    Engine::new(Arc::new(Snapshot::new(7, info(), vec![wards(), people(), buildings()])))
}

/// The same wards with patches moved by 500 m east, halves that hold two wards
/// each, a layer far away, a point of evidence a ward, and a measure of people.
pub fn two_layers() -> Engine {
    let mut info = info();
    info.catalogue = Catalogue {
        measures: vec![Measure {
            about: crate::model::MeasureAbout::default(),
            id: "people".parse().expect("an id"),
            title: "People".into(),
            unit: "persons".into(),
            kind: MeasureKind::Count,
            per: 1.0,
            sources: vec![MeasureSource {
                table: "people".parse().expect("an id"),
                edition: None,
                reckoning: Reckoning::Count { column: "People <all>".into() },
                only: Vec::new(),
                adds_rows: false,
                repeats_denominator: false,
                located: None,
                period: None,
            }],
        }],
        evidence: vec![EvidenceSource {
            kind: EvidenceKind::OtherPoints,
            dataset: "buildings".parse().expect("an id"),
            edition: None,
            weighed: Weighed::AtRecords { column: None },
        }],
        lookups: Vec::new(),
        ..Catalogue::default()
    };
    let patches =
        [("P1", rectangle(500.0, 0.0, 1000.0, 2000.0)), ("P2", rectangle(-500.0, 0.0, 1000.0, 2000.0))];
    let halves =
        [("H1", rectangle(0.0, 0.0, 2000.0, 1000.0)), ("H2", rectangle(0.0, 1000.0, 2000.0, 1000.0))];
    let far = [("F1", rectangle(90_000.0, 0.0, 1000.0, 1000.0))];
    let sets = vec![
        wards(),
        people(),
        buildings(),
        plain_layer("patches", "Patches, 2024", &patches),
        plain_layer("halves", "Halves, 2024", &halves),
        plain_layer("far", "Far away", &far),
    ];
    Engine::new(Arc::new(Snapshot::new(7, info, sets)))
}

fn rectangle(x: f64, y: f64, width: f64, height: f64) -> MultiPolygon<f64> {
    let corner = Coord { x: WEST + x, y: SOUTH + y };
    MultiPolygon(vec![Rect::new(corner, Coord { x: corner.x + width, y: corner.y + height }).to_polygon()])
}

fn plain_layer(id: &str, title: &str, shapes: &[(&str, MultiPolygon<f64>)]) -> Dataset {
    use geo::Area as _;
    let areas = shapes.iter().map(|(code, shape)| Area {
        code: AreaCode::parse(code).expect("a code"),
        name: None,
        shape: shape.clone(),
        area_m2: shape.unsigned_area(),
        repair: None,
    });
    let codes: Vec<&str> = shapes.iter().map(|(code, _)| *code).collect();
    let rows = (1..=shapes.len() as u64).collect();
    let key = key(&format!("{id}@2024"));
    let layer = Layer {
        edition: key.clone(),
        validity: Validity::default(),
        scheme: Scheme::Own,
        areas: areas.collect(),
        attributes: Table::build(rows, vec![column("code", texts(&codes))]).expect("a table"),
    };
    let data = EditionData::Layer(Arc::new(layer));
    dataset(id, DatasetKind::Layer, title, edition(&key.to_string(), title, data))
}

/// A place into which nothing has been imported.
pub fn empty() -> Engine {
    Engine::new(Arc::new(Snapshot::new(0, info(), Vec::new())))
}

pub fn key(text: &str) -> EditionKey {
    text.parse().expect("a key")
}

fn info() -> PlaceInfo {
    PlaceInfo {
        id: "ty".into(),
        name: "Tŷ Mawr & <Cwm>".into(),
        description: "A place of \"four\" wards.".into(),
        main_layer: Some("wards".parse().expect("an id")),
        catalogue: Catalogue::default(),
    }
}

fn edition(text: &str, title: &str, data: EditionData) -> Edition {
    Edition {
        key: key(text),
        title: title.into(),
        validity: Validity { from: Some(date(2018, 5, 3)), to: None },
        period: Some("Census <2021>".into()),
        file: "source & file.csv".into(),
        part: None,
        checksum: Checksum::of(b""),
        source: Some("javascript:alert(1)".into()),
        licence: Licence { name: "Open <Licence>".into(), url: None, attribution: "© Tŷ & Co".into() },
        content: String::new(),
        since_version: 7,
        data,
    }
}

fn dataset(id: &str, kind: DatasetKind, title: &str, edition: Edition) -> Dataset {
    Dataset {
        id: id.parse().expect("an id"),
        kind,
        title: title.into(),
        description: "What it is <for>.".into(),
        editions: vec![edition],
    }
}

fn column(name: &str, cells: ColumnBuilder) -> (ColumnInfo, ColumnBuilder) {
    (ColumnInfo { name: name.into(), published: name.into(), kind: cells.kind() }, cells)
}

fn texts(cells: &[&str]) -> ColumnBuilder {
    ColumnBuilder::Text(cells.iter().map(|cell| Ok((*cell).into())).collect())
}

fn square(x: f64, y: f64) -> MultiPolygon<f64> {
    let corner = Coord { x: WEST + x, y: SOUTH + y };
    MultiPolygon(vec![Rect::new(corner, Coord { x: corner.x + 1000.0, y: corner.y + 1000.0 }).to_polygon()])
}

fn wards() -> Dataset {
    let names = ["Ŵyn & <Aston>", "Bordesley \"Green\"", "O'Neill", "Dôl"];
    let corners = [(0.0, 0.0), (1000.0, 0.0), (0.0, 1000.0), (1000.0, 1000.0)];
    let areas = names.iter().zip(corners).enumerate().map(|(i, (name, (x, y)))| Area {
        code: AreaCode::parse(&format!("W0500000{i}")).expect("a code"),
        name: Some((*name).into()),
        shape: square(x, y),
        area_m2: 1e6,
        repair: (i == 3).then_some(Repair { before_m2: 1_000_012.5, after_m2: 1e6 }),
    });
    let attributes =
        Table::build(vec![1, 2, 3, 4], vec![column("WD <name>", texts(&names))]).expect("a table");
    let layer = Layer {
        edition: key("wards@2018"),
        validity: Validity { from: Some(date(2018, 5, 3)), to: None },
        scheme: Scheme::Gss,
        areas: areas.collect(),
        attributes,
    };
    let data = EditionData::Layer(Arc::new(layer));
    dataset("wards", DatasetKind::Layer, "Wards", edition("wards@2018", "Wards & divisions, May 2018", data))
}

fn people() -> Dataset {
    let codes = texts(&["W05000000", "W05000001", "W05000002"]);
    let count = ColumnBuilder::Number(vec![Ok(12_345.0), Err(Missing::Suppressed), Ok(0.0)]);
    let note = texts(&["<b>bold</b>", "a & b", "ŵ"]);
    let columns = vec![column("ward", codes), column("People <all>", count), column("note", note)];
    let table = KeyedTable {
        edition: key("people@2021"),
        table: Table::build(vec![2, 3, 4], columns).expect("a table"),
        code_column: Some(0),
        geography: Some(key("wards@2018")),
    };
    let data = EditionData::Table(Arc::new(table));
    dataset("people", DatasetKind::Table, "People", edition("people@2021", "People, Census 2021", data))
}

fn buildings() -> Dataset {
    let record = |id: &str, name: &str, location| Record { id: id.into(), name: Some(name.into()), location };
    let at = |e: f64, n: f64| Grid { e: WEST + e, n: SOUTH + n };
    let records = vec![
        record("1", "Neuadd <Hall>", Some((at(500.0, 500.0), Precision::Coordinates))),
        record("2", "Library & café", Some((at(1500.0, 500.0), Precision::Postcode))),
        record("3", "Lost depot", None),
    ];
    let mut owner = ColumnBuilder::with_capacity(ColumnKind::Text, 3);
    if let ColumnBuilder::Text(cells) = &mut owner {
        cells.extend([Ok("Council <A>".into()), Ok("Trust & B".into())]);
    }
    owner.push_gap(Missing::NotGiven);
    let register = Register {
        edition: key("buildings@2025"),
        validity: Validity::default(),
        records,
        attributes: Table::build(vec![2, 3, 4], vec![column("Owner", owner)]).expect("a table"),
        facets: vec![0],
        postcode_column: None,
    };
    let data = EditionData::Register(Arc::new(register));
    dataset(
        "buildings",
        DatasetKind::Register,
        "Buildings",
        edition("buildings@2025", "Buildings, 2025", data),
    )
}

/// Codes of the wards of [`priorities`]; the last lies apart.
pub const PRIORITY_WARDS: usize = 12;

/// Twelve wards, the last far from the others, with two periods of claimants,
/// a score with a gap, and an assessment of them.
pub fn priorities() -> Engine {
    let mut info = info();
    info.catalogue =
        Catalogue { measures: vec![jobless(), lonely(), green(), adults()], ..Catalogue::default() };
    let mut sets = vec![twelve(), counts("2021", 0.0), buildings()];
    let before = counts("2011", 3.0);
    sets[1].editions.extend(before.editions);
    let mut snapshot = Snapshot::new(7, info, sets);
    let spec = crate::ingest::recipe::read_recipe(RECIPE).expect("a recipe");
    snapshot.assessments =
        vec![crate::engine::PlaceAssessment { file: "priorities.toml".into(), spec: Arc::new(spec) }];
    Engine::new(Arc::new(snapshot))
}

const RECIPE: &str = r#"
[assessment]
id = "priorities"
title = "Priorities & <more>"
purpose = "Where to <start>."
areas = "wards@2018"
people = "adults"
seed = 7

[[domain]]
id = "work"
title = "Work <first>"
weight = 2

[[domain.indicator]]
id = "jobless"
title = "Jobless & <seeking>"
measure = "jobless"
direction = "higher-is-worse"

[[domain]]
id = "life"
title = "Life"

[[domain.indicator]]
id = "lonely"
title = "Lonely"
measure = "lonely"
direction = "higher-is-worse"
imputation = "mean"

[ranking]
worst = 3

[uncertainty]
draws = 100
sampling = true
"#;

fn measure(id: &str, kind: MeasureKind, reckoning: Reckoning) -> Measure {
    Measure {
        about: crate::model::MeasureAbout {
            polarity: Some(crate::model::Polarity::HigherIsWorse),
            owner: "Office & Co".into(),
            next_update: "not planned".into(),
            numerator: "People".into(),
            denominator: "All people".into(),
            events: false,
        },
        id: id.parse().expect("an id"),
        title: format!("{id} <title>"),
        unit: "%".into(),
        kind,
        per: 100.0,
        sources: vec![MeasureSource {
            table: "counts".parse().expect("an id"),
            edition: None,
            reckoning,
            only: Vec::new(),
            adds_rows: false,
            repeats_denominator: false,
            period: None,
            located: None,
        }],
    }
}

fn jobless() -> Measure {
    let reckoning = Reckoning::Rate { numerator: "Jobless".into(), denominator: "Adults".into() };
    measure("jobless", MeasureKind::Rate, reckoning)
}

fn lonely() -> Measure {
    measure("lonely", MeasureKind::Score, Reckoning::Score { column: "Lonely".into(), over: None })
}

fn green() -> Measure {
    measure("green", MeasureKind::Score, Reckoning::Score { column: "Green".into(), over: None })
}

fn adults() -> Measure {
    let mut adults = measure("adults", MeasureKind::Count, Reckoning::Count { column: "Adults".into() });
    adults.about.polarity = Some(crate::model::Polarity::Neither);
    adults
}

fn twelve() -> Dataset {
    let corner = |at: usize| {
        let apart = if at + 1 == PRIORITY_WARDS { 9_000.0 } else { 0.0 };
        ((at % 4) as f64 * 1000.0 + apart, (at / 4) as f64 * 1000.0)
    };
    let areas = (0..PRIORITY_WARDS).map(|at| Area {
        code: AreaCode::parse(&format!("W05{at:06}")).expect("a code"),
        name: Some(if at == 0 { "Ŵyn & <Aston>".into() } else { format!("Ward {at}") }),
        shape: square(corner(at).0, corner(at).1),
        area_m2: 1e6,
        repair: None,
    });
    let names: Vec<String> = (0..PRIORITY_WARDS).map(|at| at.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let rows = (1..=PRIORITY_WARDS as u64).collect();
    let layer = Layer {
        edition: key("wards@2018"),
        validity: Validity { from: Some(date(2018, 5, 3)), to: None },
        scheme: Scheme::Gss,
        areas: areas.collect(),
        attributes: Table::build(rows, vec![column("name", texts(&names))]).expect("a table"),
    };
    let data = EditionData::Layer(Arc::new(layer));
    dataset("wards", DatasetKind::Layer, "Wards", edition("wards@2018", "Wards & divisions, May 2018", data))
}

fn counts(year: &str, more: f64) -> Dataset {
    let codes: Vec<String> = (0..PRIORITY_WARDS).map(|at| format!("W05{at:06}")).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let numbers = |of: &dyn Fn(usize) -> Result<f64, Missing>| {
        ColumnBuilder::Number((0..PRIORITY_WARDS).map(of).collect())
    };
    let gap = |at: usize, wanted: usize, value: f64| {
        if at == wanted { Err(Missing::Suppressed) } else { Ok(value) }
    };
    let columns = vec![
        column("ward", texts(&codes)),
        column(
            "Jobless",
            numbers(&|at| gap(at, 9, (at as f64 * 7.0) % 60.0 * 10.0 + 20.0 + more * at as f64)),
        ),
        column("Adults", numbers(&|_| Ok(4_000.0))),
        column("Lonely", numbers(&|at| gap(at, 4, (at as f64 * 5.0) % 12.0 + more))),
        column("Green", numbers(&|at| Ok(50.0 - at as f64))),
    ];
    let table = KeyedTable {
        edition: key(&format!("counts@{year}")),
        table: Table::build((2..).take(PRIORITY_WARDS).collect(), columns).expect("a table"),
        code_column: Some(0),
        geography: Some(key("wards@2018")),
    };
    let mut edition =
        edition(&format!("counts@{year}"), &format!("Counts, {year}"), EditionData::Table(Arc::new(table)));
    edition.period = Some(year.into());
    dataset("counts", DatasetKind::Table, "Counts", edition)
}
