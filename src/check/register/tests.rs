use super::*;
use crate::draft::{Cell, DraftRow};
use crate::index::{PostcodeDates, PostcodeEntry, Postcodes};
use crate::model::{Postcode, Validity};
use jiff::civil::date;

fn draft(header: &[&str], rows: &[&[&str]]) -> Draft {
    let mut draft = Draft::new("things.csv", None);
    draft.columns = header.iter().map(ToString::to_string).collect();
    draft.rows = rows
        .iter()
        .zip(2..)
        .map(|(cells, number)| DraftRow {
            number,
            geometry: None,
            cells: cells.iter().map(|text| Cell::text(text)).collect(),
        })
        .collect();
    draft
}

fn list() -> Postcodes {
    let entry = |text: &str, e, to| PostcodeEntry {
        postcode: Postcode::parse(text).expect("a postcode"),
        at: Grid { e, n: 286_700.0 },
        dates: PostcodeDates { from: None, to },
    };
    Postcodes::build([entry("B1 1BB", 406_600.0, None), entry("B1 1BD", 406_800.0, Some(date(2018, 1, 1)))])
}

fn check(header: &[&str], rows: &[&[&str]]) -> Checked<Register> {
    let list = list();
    let mut rules = RegisterRules::new("things@1".parse().expect("a key"));
    rules.validity = Validity { from: Some(date(2019, 5, 1)), to: None };
    rules.postcodes = Some(&list);
    check_register(draft(header, rows), &rules)
}

/// A register of shapes, in metres that the file does not declare.
fn shaped(points: &[(f64, f64)], set: Option<&str>) -> Checked<Register> {
    let mut draft = draft(&["name"], &vec![&["a"][..]; points.len()]);
    for (row, (x, y)) in draft.rows.iter_mut().zip(points) {
        row.geometry = Some(geo_types::Point::new(*x, *y).into());
    }
    let mut rules = RegisterRules::new("things@1".parse().expect("a key"));
    rules.crs = set.map(str::to_owned);
    check_register(draft, &rules)
}

fn rules_of(report: &Report) -> Vec<Rule> {
    report.summary().into_iter().map(|(rule, ..)| rule).collect()
}

fn locations(checked: Checked<Register>) -> Vec<Option<(f64, Precision)>> {
    let records = checked.value.expect("a register").records;
    records.into_iter().map(|record| record.location.map(|(at, precision)| (at.e, precision))).collect()
}

#[test]
fn every_record_says_how_exactly_it_lies() {
    let rows: [&[&str]; 5] = [
        &["406000", "286000", ""],
        &["", "", "b11bb"],
        &["0", "0", "B1 1ZZ"],
        &["", "", "CV1 1AA"],
        &["", "", "nowhere"],
    ];
    let checked = check(&["Easting", "Northing", "Postcode"], &rows);
    let expected = [
        Rule::MalformedPostcode,
        Rule::PostcodeUnmatched,
        Rule::Unlocated,
        Rule::MissingValues,
        Rule::PostcodeNormalised,
    ];
    let mut found = rules_of(&checked.report);
    found.sort_unstable();
    let mut wanted = expected.to_vec();
    wanted.sort_unstable();
    assert_eq!(found, wanted, "{:#?}", checked.report.faults);
    assert_eq!(checked.report.counts.located, 3);
    assert_eq!(
        locations(checked),
        [
            Some((406_000.0, Precision::Coordinates)),
            Some((406_600.0, Precision::Postcode)),
            Some((406_700.0, Precision::Sector)),
            None,
            None,
        ]
    );
}

#[test]
fn a_postcode_that_had_ended_is_found_and_told() {
    let checked = check(&["Postcode"], &[&["B1 1BD"]]);
    assert_eq!(rules_of(&checked.report), [Rule::PostcodeEnded]);
    assert_eq!(locations(checked), [Some((406_800.0, Precision::Postcode))]);
}

#[test]
fn coordinates_of_the_wrong_kind_are_told() {
    let checked = check(&["Easting", "Northing"], &[&["-1.9", "52.48"]]);
    assert_eq!(rules_of(&checked.report), [Rule::Unlocated, Rule::CrsMismatch]);
    let checked = check(&["lon", "lat"], &[&["52.48", "-1.9"]]);
    assert!(checked.report.faults.iter().any(|fault| fault.message.contains("look swapped")));
}

#[test]
fn grid_references_place_records() {
    let checked = check(&["Grid reference"], &[&["SP 066 867"], &["SP 06 86"]]);
    assert_eq!(
        locations(checked),
        [Some((406_650.0, Precision::Coordinates)), Some((406_500.0, Precision::Area))]
    );
}

#[test]
fn numbers_of_properties_are_checked() {
    let rows: [&[&str]; 4] =
        [&["10012", "B1 1BB"], &["000000010012", "B1 1BB"], &["1.00E+11", "B1 1BB"], &["", "B1 1BB"]];
    let checked = check(&["UPRN", "Postcode"], &rows);
    let found = rules_of(&checked.report);
    assert!(found.contains(&Rule::InvalidUprn) && found.contains(&Rule::RepeatedId), "{found:?}");
    assert!(found.contains(&Rule::SharedPoint));
}

#[test]
fn the_manifest_may_name_the_system_of_shapes() {
    let unnamed = shaped(&[(406_000.0, 286_000.0)], None);
    assert!(unnamed.value.is_none() && rules_of(&unnamed.report).contains(&Rule::UnknownCrs));
    let named = shaped(&[(406_000.0, 286_000.0)], Some("EPSG:27700"));
    assert!(rules_of(&named.report).contains(&Rule::CrsOverride), "{:?}", named.report.faults);
    assert_eq!(locations(named), [Some((406_000.0, Precision::Coordinates))]);
    let wrong = shaped(&[(406_000.0, 286_000.0)], Some("EPSG:4326"));
    let fault = wrong.report.faults.iter().find(|fault| fault.rule == Rule::CrsMismatch).expect("a fault");
    assert!(fault.advice.contains("crs = \"EPSG:27700\""), "{fault:?}");
    let unknown = shaped(&[(406_000.0, 286_000.0)], Some("EPSG:99"));
    assert!(unknown.value.is_none() && rules_of(&unknown.report).contains(&Rule::UnknownCrs));
}

#[test]
fn one_slip_among_many_points_says_nothing_of_the_system() {
    let mut points: Vec<(f64, f64)> = (0..40).map(|i| (406_000.0 + f64::from(i), 286_000.0)).collect();
    points[7] = (40_600_000.0, 286_000.0);
    let checked = shaped(&points, Some("EPSG:27700"));
    assert_eq!(checked.report.counts.located, 39);
}

fn columns(header: [&str; 2], cells: [&str; 2], set: &str) -> Checked<Register> {
    let mut rules = RegisterRules::new("things@1".parse().expect("a key"));
    rules.crs = Some(set.to_owned());
    check_register(draft(&header, &[&cells]), &rules)
}

#[test]
fn the_manifest_may_name_the_system_of_eastings_and_northings() {
    // The same spot in Web Mercator and on the National Grid.
    let checked = columns(["easting", "northing"], ["-212000", "6887000"], "EPSG:3857");
    let (e, _) = locations(checked)[0].expect("a point");
    assert!((400_000.0..420_000.0).contains(&e), "{e}");
    let checked = columns(["easting", "northing"], ["406000", "286000"], "EPSG:27700");
    assert_eq!(locations(checked), [Some((406_000.0, Precision::Coordinates))]);
    assert_eq!(locations(columns(["lon", "lat"], ["-1.9", "52.48"], "EPSG:4326")).len(), 1);
}

#[test]
fn a_system_that_nothing_is_in_is_told() {
    for (header, cells, set) in [
        (["lon", "lat"], ["-1.9", "52.48"], "EPSG:27700"),
        (["easting", "northing"], ["406000", "286000"], "EPSG:4326"),
        (["name", "postcode"], ["a", "B1 1BB"], "EPSG:27700"),
    ] {
        let checked = columns(header, cells, set);
        assert!(
            checked.value.is_none() && rules_of(&checked.report).contains(&Rule::CrsMismatch),
            "{header:?}"
        );
    }
}

#[test]
fn a_year_that_dates_a_building_is_no_series() {
    let years = ["1904", "1905", "1907", "1907", "1908"];
    let rows: Vec<&[&str]> = years.iter().map(std::slice::from_ref).collect();
    let gaps = |header| rules_of(&check(&[header], &rows).report).contains(&Rule::TimeGap);
    assert!(!gaps("Year opened") && !gaps("Year"));
}

#[test]
fn a_month_without_any_record_between_busy_ones_is_told() {
    let month = |number: usize| ["2024-01", "2024-02", "2024-04", "2024-05"][number / 12];
    let cells: Vec<[&str; 1]> = (0..48).map(|row| [month(row)]).collect();
    let rows: Vec<&[&str]> = cells.iter().map(<[&str; 1]>::as_slice).collect();
    let told = |header| {
        let report = check(&[header], &rows).report;
        report.faults.into_iter().find(|fault| fault.rule == Rule::TimeGap).map(|fault| fault.message)
    };
    assert_eq!(told("Month").as_deref(), Some("2024-03 missing between 2024-01 and 2024-05"));
    assert_eq!(told("Date opened"), None);
}
