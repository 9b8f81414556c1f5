//! A small town on a line for the tests of this module.

use std::collections::BTreeMap;

use crate::geom::{Grid, StraightLine};
use crate::model::{EditionKey, EstateSource, Holds, Validity};
use crate::register::{Precision, Record, Register};
use crate::table::{ColumnBuilder, ColumnInfo, ColumnKind, Table};

use super::*;

/// 80 metres a minute along the line, without a detour.
pub(super) const LINE: StraightLine = StraightLine { detour: 1.0, km_per_hour: 4.8 };

/// A register from a header and rows of texts; "e" holds the easting.
pub(super) fn register(id: &str, header: &[&str], rows: &[&[&str]]) -> Register {
    let cell = |row: &[&str], name: &str| {
        let at = header.iter().position(|column| *column == name)?;
        Some(row[at].to_owned()).filter(|text| !text.is_empty())
    };
    let columns = header.iter().enumerate().map(|(at, name)| {
        let cells = rows.iter().map(|row| {
            if row[at].is_empty() { Err(crate::model::Missing::NotGiven) } else { Ok(row[at].into()) }
        });
        let info = ColumnInfo { name: (*name).into(), published: (*name).into(), kind: ColumnKind::Text };
        (info, ColumnBuilder::Text(cells.collect()))
    });
    let attributes = Table::build((2..).take(rows.len()).collect(), columns.collect()).expect("a table");
    let record = |row: &&[&str]| Record {
        id: cell(row, "id").expect("an id"),
        name: cell(row, "name"),
        location: cell(row, "e")
            .map(|e| (Grid { e: e.parse().expect("metres"), n: 0.0 }, Precision::Coordinates)),
    };
    Register {
        edition: format!("{id}@2024").parse::<EditionKey>().expect("a key"),
        validity: Validity::default(),
        records: rows.iter().map(record).collect(),
        attributes,
        facets: Vec::new(),
        postcode_column: None,
    }
}

/// A register of the manifest with nothing named: columns are told by their headers.
pub(super) fn source(id: &str, holds: Holds) -> EstateSource {
    EstateSource {
        holds,
        register: id.parse().expect("an id"),
        edition: None,
        fields: BTreeMap::new(),
        only: Vec::new(),
        leave_out: Vec::new(),
        join: None,
        tied_to: BTreeMap::new(),
    }
}

pub(super) const BUILDINGS: [&str; 15] = [
    "id",
    "name",
    "e",
    "Owner",
    "TenureType",
    "Lease End",
    "Spare Desks",
    "Opening Hours",
    "Step-free Access",
    "Condition",
    "Running Cost GBP",
    "Floor Area m2",
    "Secure Room",
    "Separate Entrance",
    "Compliance Until",
];

pub(super) const SERVICES: [&str; 9] = [
    "id",
    "name",
    "e",
    "Provider",
    "Term",
    "Needs Desks",
    "Opening Hours",
    "Needs Secure Room",
    "Needs Separation",
];

/// A building of which everything is known and good.
pub(super) const HALL: [&str; 15] = [
    "hall",
    "Town Hall",
    "0",
    "Squareborough Borough Council",
    "Freehold",
    "",
    "8",
    "Mon-Fri 09:00-17:00",
    "Yes",
    "B",
    "40000",
    "500",
    "Yes",
    "Yes",
    "2027-01-01",
];

/// A service 800 m away that needs 4 desks.
pub(super) const ADVICE: [&str; 9] = [
    "advice",
    "Debt advice",
    "800",
    "Squareborough Voluntary Action",
    "Advice",
    "4",
    "Mon-Fri 10:00-18:00",
    "Yes",
    "No",
];

pub(super) fn estate(buildings: &[&[&str]], services: &[&[&str]]) -> Estate {
    let (buildings, services) =
        (register("assets", &BUILDINGS, buildings), register("services", &SERVICES, services));
    let (of_buildings, of_services) =
        (source("assets", Holds::Buildings), source("services", Holds::Services));
    Estate::build(&[
        Listed { source: &of_buildings, register: &buildings },
        Listed { source: &of_services, register: &services },
    ])
}

/// Three areas, 800 m apart: 100, 200 and 300 people, 20, 40 and 30 of them disabled.
pub(super) fn demand() -> Demand {
    let point = |at: usize, people: f64, disabled: f64, need: f64| DemandPoint {
        code: format!("A{at}"),
        name: format!("Area {at}"),
        at: Grid { e: 800.0 * at as f64, n: 0.0 },
        people,
        groups: vec![Some(disabled)],
        need: Some(need),
    };
    Demand {
        groups: vec!["Disabled".into()],
        need_from: Some("deprivation".into()),
        points: vec![point(0, 100.0, 20.0, 1.0), point(1, 200.0, 40.0, 0.5), point(2, 300.0, 30.0, 0.0)],
        unknown: 0,
    }
}

pub(super) fn spec() -> SearchSpec {
    SearchSpec {
        id: "test".parse().expect("an id"),
        title: "Test".into(),
        purpose: "To test.".into(),
        date: jiff::civil::date(2026, 1, 1),
        find: Kind::ALL.into(),
        buildings: Which::default(),
        services: Which::default(),
        same_owner: true,
        distances: Distances { detour: 1.0, ..Distances::default() },
        people: None,
        gates: GateRules::default(),
        weights: equal_weights(),
        scales: Scales::default(),
        duplicates: DuplicateRules::default(),
        hubs: HubRules::default(),
        gaps: GapRules { least_people: 1.0, ..GapRules::default() },
        factors: Factors::default(),
        stability: Stability { draws: 20, ..Stability::default() },
        most: Most::default(),
    }
}

pub(super) fn on<'a>(estate: &'a Estate, demand: &'a Demand, ties: &'a Ties) -> Setting<'a> {
    Setting { estate, demand, walk: &LINE, ties }
}
