use geo_types::{Geometry, LineString, Point, Polygon};

use super::*;
use crate::check::{Rule, Severity};
use crate::draft::{Cell, DeclaredCrs, DraftRow};
use crate::geom::Crs;

fn square(west: f64, south: f64) -> Geometry<f64> {
    let (east, north) = (west + 1000.0, south + 1000.0);
    ring(&[(west, south), (east, south), (east, north), (west, north)])
}

fn ring(corners: &[(f64, f64)]) -> Geometry<f64> {
    Geometry::Polygon(Polygon::new(LineString::from(corners.to_vec()), Vec::new()))
}

/// Two wards side by side on the grid.
fn wards() -> Draft {
    let mut draft = Draft::new("wards.gpkg", None);
    draft.crs = DeclaredCrs::Known(Crs::BritishNationalGrid);
    draft.columns = vec!["code".into(), "name".into()];
    add(&mut draft, "E05000001", square(400_000.0, 300_000.0));
    add(&mut draft, "E05000002", square(401_000.0, 300_000.0));
    draft
}

fn add(draft: &mut Draft, code: &str, geometry: impl Into<Option<Geometry<f64>>>) {
    let number = draft.rows.len() as u64 + 1;
    let cells = vec![Cell::text(code), Cell::text("A ward")];
    draft.rows.push(DraftRow { number, geometry: geometry.into(), cells });
}

fn rules() -> LayerRules<'static> {
    let mut rules = LayerRules::new("wards@2018".parse().expect("a key"));
    (rules.code, rules.name) = (Some("code".into()), Some("name".into()));
    rules
}

/// Checks a draft after `change`; gives each fault's rule, gravity, row and message.
fn faults(
    change: impl FnOnce(&mut Draft, &mut LayerRules<'static>),
) -> Vec<(Rule, Severity, Option<u64>, String)> {
    let (mut draft, mut rules) = (wards(), rules());
    change(&mut draft, &mut rules);
    let checked = check_layer(draft, &rules);
    let stopped = checked.report.verdict() == Verdict::Stopped;
    assert_eq!(checked.value.is_none(), stopped);
    checked.report.faults.into_iter().map(|f| (f.rule, f.severity, f.place.row, f.message)).collect()
}

fn check(
    change: impl FnOnce(&mut Draft, &mut LayerRules<'static>),
    rule: Rule,
    severity: Severity,
    row: Option<u64>,
    words: &str,
) {
    let all = faults(change);
    let told = all.iter().any(|f| f.0 == rule && f.1 == severity && f.2 == row && f.3.contains(words));
    assert!(told, "{all:#?}");
}

#[test]
fn two_good_wards_become_a_layer() {
    let checked = check_layer(wards(), &rules());
    assert_eq!(checked.report.faults, []);
    let layer = checked.value.expect("a layer");
    assert_eq!(layer.areas.len(), 2);
    assert_eq!(layer.areas[0].label(), "A ward");
    assert!((layer.areas[1].area_m2 - 1e6).abs() < 1e-6);
    assert_eq!((checked.report.counts.kept, checked.report.counts.left_out), (2, 0));
}

#[test]
fn an_unnamed_system_is_refused_with_how_to_name_it() {
    check(
        |draft, _| draft.crs = DeclaredCrs::Unknown("PROJCS[\"Transverse_Mercator\"]".into()),
        Rule::UnknownCrs,
        Severity::Error,
        None,
        "look like EPSG:27700",
    );
    let mut draft = wards();
    draft.crs = DeclaredCrs::None;
    let report = check_layer(draft, &rules()).report;
    assert!(report.faults[0].advice.contains("crs = \"EPSG:27700\""));
    assert_eq!(report.counts.left_out, 2);
}

#[test]
fn the_manifest_may_name_the_system() {
    let name = |draft: &mut Draft, rules: &mut LayerRules<'static>| {
        draft.crs = DeclaredCrs::None;
        rules.crs = Some("epsg:27700".into());
    };
    check(name, Rule::CrsOverride, Severity::Note, None, "the manifest sets EPSG:27700");
    check(
        |_, rules| rules.crs = Some("EPSG:99".into()),
        Rule::UnknownCrs,
        Severity::Error,
        None,
        "'EPSG:99'",
    );
}

#[test]
fn numbers_that_cannot_be_of_the_declared_system_are_told() {
    let degrees = |draft: &mut Draft, _: &mut LayerRules<'static>| {
        draft.rows[0].geometry = Some(ring(&[(-1.9, 52.4), (-1.8, 52.4), (-1.8, 52.5)]));
        draft.rows[1].geometry = Some(ring(&[(-1.8, 52.4), (-1.7, 52.4), (-1.7, 52.5)]));
    };
    check(degrees, Rule::CrsMismatch, Severity::Error, None, "cannot be EPSG:27700");
    let metres = |draft: &mut Draft, _: &mut LayerRules<'static>| draft.crs = DeclaredCrs::Known(Crs::LonLat);
    check(metres, Rule::CrsMismatch, Severity::Error, None, "cannot be OGC:CRS84");
    let swapped = |draft: &mut Draft, _: &mut LayerRules<'static>| {
        draft.crs = DeclaredCrs::Known(Crs::LonLat);
        draft.rows[0].geometry = Some(ring(&[(52.4, -1.9), (52.4, -1.8), (52.5, -1.8)]));
        draft.rows.truncate(1);
    };
    check(swapped, Rule::CrsMismatch, Severity::Error, None, "latitude stands before longitude");
}

#[test]
fn shapes_that_are_missing_or_of_the_wrong_type_are_told_by_row() {
    let missing = |draft: &mut Draft, _: &mut LayerRules<'static>| draft.rows[1].geometry = None;
    check(missing, Rule::NullGeometry, Severity::Error, Some(2), "no shape");
    let point = |draft: &mut Draft, _: &mut LayerRules<'static>| {
        draft.rows[0].geometry = Some(Geometry::Point(Point::new(400_000.0, 300_000.0)));
    };
    check(point, Rule::WrongGeometry, Severity::Error, Some(1), "a point");
    let nan = |draft: &mut Draft, _: &mut LayerRules<'static>| {
        draft.rows[0].geometry =
            Some(ring(&[(400_000.0, f64::NAN), (401_000.0, 300_000.0), (400_000.0, 301_000.0)]));
    };
    check(nan, Rule::NotFinite, Severity::Error, Some(1), "not finite");
}

#[test]
fn a_repair_is_told_with_the_area_before_and_after() {
    // A ring that touches itself, as 8 of Birmingham's output areas do.
    let (e, n) = (410_000.0, 310_000.0);
    let touching = ring(&[
        (e, n),
        (e + 800.0, n),
        (e + 800.0, n + 800.0),
        (e + 400.0, n + 800.0),
        (e + 400.0, n),
        (e, n + 800.0),
    ]);
    let change = |draft: &mut Draft, _: &mut LayerRules<'static>| add(draft, "E05000003", touching);
    check(
        change,
        Rule::RepairedGeometry,
        Severity::Warning,
        Some(3),
        "touches itself at 410400.000, 310000.000",
    );
}

#[test]
fn a_doubtful_repair_stops_the_file() {
    let (e, n) = (410_000.0, 310_000.0);
    let bow_tie = ring(&[(e, n), (e + 800.0, n + 800.0), (e + 800.0, n), (e, n + 800.0)]);
    let change = |draft: &mut Draft, _: &mut LayerRules<'static>| add(draft, "E05000003", bow_tie);
    check(change, Rule::RepairTooLarge, Severity::Error, Some(3), "crosses itself");
}

#[test]
fn codes_must_be_there_well_formed_and_unique() {
    let set = |draft: &mut Draft, code: &str| draft.rows[1].cells[0] = Cell::text(code);
    check(|d, _| set(d, " "), Rule::MissingCode, Severity::Error, Some(2), "no code");
    check(|d, _| set(d, "95AA01S3"), Rule::MalformedCode, Severity::Error, Some(2), "not a GSS code");
    check(|d, _| set(d, "E05000001"), Rule::DuplicateCode, Severity::Error, Some(2), "row 1");
    check(|_, r| r.code = Some("WD99CD".into()), Rule::ColumnAbsent, Severity::Error, None, "WD99CD");
}

#[test]
fn a_layer_that_stands_twice_is_told_as_a_whole() {
    let twice = |draft: &mut Draft, _: &mut LayerRules<'static>| {
        let again = draft.rows.clone();
        draft.rows.extend(again);
    };
    check(twice, Rule::DoubledLayer, Severity::Error, None, "whole layer is in the file twice");
}

#[test]
fn the_filter_leaves_rows_aside_and_counts_them() {
    let mut draft = wards();
    draft.columns.push("council".into());
    for (row, council) in draft.rows.iter_mut().zip(["Birmingham", " Solihull "]) {
        row.cells.push(Cell::text(council));
    }
    let mut rules = rules();
    rules.only = vec![Filter { column: "council".into(), value: "Solihull".into() }];
    let checked = check_layer(draft, &rules);
    assert_eq!(checked.value.expect("a layer").areas[0].code.as_str(), "E05000002");
    assert_eq!((checked.report.counts.filtered, checked.report.counts.left_out), (1, 0));
}

#[test]
fn overlaps_gaps_and_pin_holes_are_told() {
    let over = |draft: &mut Draft, _: &mut LayerRules<'static>| {
        add(draft, "E05000003", square(401_990.0, 300_000.0));
    };
    check(over, Rule::Overlap, Severity::Warning, Some(2), "overlaps E05000003 (A ward) by 10000.0 m²");
    let around = |draft: &mut Draft, _: &mut LayerRules<'static>| {
        for (at, (dx, dy)) in
            [(2.0, 0.0), (0.0, 1.0), (2.0, 1.0), (0.0, 2.0), (1.0, 2.0), (2.0, 2.0)].into_iter().enumerate()
        {
            add(draft, &format!("E0500001{at}"), square(400_000.0 + dx * 1000.0, 300_000.0 + dy * 1000.0));
        }
    };
    check(around, Rule::Gap, Severity::Warning, Some(1), "no area covers 1.000 km² around");
}

#[test]
fn what_lies_outside_the_place_is_told() {
    let inside = check_layer(wards(), &rules()).value.expect("a layer");
    let extent = Extent::of(&inside);
    let mut draft = wards();
    add(&mut draft, "E05000003", square(402_000.0, 300_000.0));
    let rules = LayerRules { extent: Some(&extent), ..rules() };
    let report = check_layer(draft, &rules).report;
    assert_eq!(report.faults.len(), 1);
    assert_eq!((report.faults[0].rule, report.faults[0].place.row), (Rule::OutsidePlace, Some(3)));
    assert!(report.faults[0].message.contains("100.0 %"));
}

#[test]
fn blank_records_are_left_out_and_told() {
    let blank = |draft: &mut Draft, _: &mut LayerRules<'static>| {
        draft.rows.push(DraftRow { number: 9, geometry: None, cells: vec![Cell::Empty, Cell::text(" ")] });
    };
    check(blank, Rule::BlankRow, Severity::Warning, Some(9), "blank");
}

#[test]
fn a_waiver_that_nothing_needs_is_told() {
    let waive = |_: &mut Draft, rules: &mut LayerRules<'static>| {
        rules.waivers = vec![Waiver { rule: Rule::Gap, reason: "a lake".into() }];
    };
    check(waive, Rule::UnusedWaiver, Severity::Warning, None, "'gap'");
}
