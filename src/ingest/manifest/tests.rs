//! Manifests, right and wrong.

use crate::check::Rule;

use super::parse_manifest;

const SMALL: &str = r#"
    [place]
    id = "squareborough"
    name = "Squareborough"
    main_layer = "wards"

    [licence.ogl]
    name = "Open Government Licence v3.0"

    [[layer]]
    id = "wards"
    title = "Wards"
    [[layer.edition]]
    id = "2018"
    file = "wards.geojson"
    code = "code"
    licence = "ogl"
    valid_from = 2018-05-03

    [[table]]
    id = "people"
    title = "People"
    geography = "wards"
    [[table.edition]]
    id = "2021"
    file = "people.csv"
    code = "ward"
    licence = "ogl"
    accept = [{ warning = "absent-areas", reason = "one ward was not asked" }]
"#;

#[test]
fn a_small_manifest_becomes_a_plan() {
    let plan = parse_manifest(SMALL).expect("a plan");
    assert_eq!(plan.layers[0].editions[0].key.to_string(), "wards@2018");
    assert_eq!(plan.tables[0].editions[0].accept.0[0].rule, Rule::AbsentAreas);
}

fn check_fault(change: impl Fn(&str) -> String, expected: &str) {
    let faults = parse_manifest(&change(SMALL)).expect_err("faults");
    let all: Vec<_> = faults.iter().map(ToString::to_string).collect();
    assert!(all.iter().any(|fault| fault.contains(expected)), "{all:?}");
}

#[test]
fn every_wrong_name_is_told_with_its_place() {
    check_fault(|t| t.replace("wards.geojson", "../wards.geojson"), "inside the source folder");
    check_fault(|t| t.replace("geography = \"wards\"", "geography = \"patches\""), "no layer 'patches'");
    check_fault(|t| t.replace("absent-areas", "unknown-crs"), "cannot be accepted");
    check_fault(|t| t.replace("one ward was not asked", " "), "reason for accepting");
    check_fault(|t| t.replace("licence = \"ogl\"", "licence = \"x\""), "licence 'x' is not described");
    check_fault(|t| t.replace("2018-05-03", "2018-05-03T10:00:00"), "must be a day");
    check_fault(|t| t.replace("title = \"Wards\"", "title = \"Wards\"\ncolour = 1"), "unknown field");
}

#[test]
fn all_faults_are_given_at_once() {
    let text = SMALL.replace("licence = \"ogl\"", "licence = \"x\"");
    assert_eq!(parse_manifest(&text).expect_err("faults").len(), 2);
}
