use super::*;

fn run(text: &str) -> Result<Draft, Vec<Fault>> {
    read(&SourceBytes::new("a.geojson", text.as_bytes()), &ReadOptions::default(), &Limits::default(), None)
}

fn draft(text: &str) -> Draft {
    run(text).expect("a draft")
}

fn rules(text: &str) -> Vec<(Rule, String)> {
    run(text).expect_err("faults").into_iter().map(|fault| (fault.rule, fault.place.to_string())).collect()
}

const POINT: &str = r#"{"type":"Point","coordinates":[-1.9,52.4]}"#;

#[test]
fn columns_stand_in_the_order_in_which_they_first_appear() {
    let draft = draft(&format!(
        r#"{{"type":"FeatureCollection","features":[
            {{"type":"Feature","properties":{{"b":1,"a":"x"}},"geometry":{POINT}}},
            {{"type":"Feature","geometry":null,"properties":{{"a":"y","c ":[1,{{"k":null}}]}}}}]}}"#
    ));
    assert_eq!(draft.columns, ["b", "a", "c "]);
    assert_eq!(draft.rows[1].cells, [Cell::Empty, Cell::text("y"), Cell::text(r#"[1,{"k":null}]"#)]);
    assert!(draft.rows[0].geometry.is_some() && draft.rows[1].geometry.is_none());
    assert_eq!(draft.noticed.iter().map(|f| f.rule).collect::<Vec<_>>(), [Rule::Header]);
    assert_eq!(draft.crs, DeclaredCrs::Known(Crs::LonLat));
}

#[test]
fn a_bare_feature_and_a_bare_shape_make_one_row() {
    assert_eq!(draft(POINT).rows.len(), 1);
    let feature = format!(r#"{{"properties":{{"a":1}},"geometry":{POINT},"type":"Feature","id":7}}"#);
    let draft = draft(&feature);
    assert_eq!(draft.columns, ["a", "id"]);
    assert_eq!(draft.rows[0].cells, [Cell::Number(1.0), Cell::Number(7.0)]);
}

#[test]
fn a_feature_id_beside_an_id_property_gets_a_column_of_its_own() {
    let feature = format!(r#"{{"type":"Feature","id":"f1","properties":{{"id":"p1"}},"geometry":{POINT}}}"#);
    let draft = draft(&feature);
    assert_eq!(draft.columns, ["id", "id (2)"]);
    assert_eq!(draft.rows[0].cells, [Cell::text("p1"), Cell::text("f1")]);
}

#[test]
fn an_old_crs_member_is_taken_and_noted() {
    let of = |name: &str| {
        draft(&format!(
            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{name}"}}}},"features":[]}}"#
        ))
    };
    assert_eq!(of("urn:ogc:def:crs:EPSG::27700").crs, DeclaredCrs::Known(Crs::BritishNationalGrid));
    assert_eq!(of("EPSG:27700").noticed[0].rule, Rule::LegacyCrs);
    assert_eq!(of("EPSG:2157").crs, DeclaredCrs::Unknown("EPSG:2157".into()));
    let null = draft(r#"{"type":"FeatureCollection","crs":null,"features":[]}"#);
    assert!(matches!(null.crs, DeclaredCrs::Unknown(_)));
}

#[test]
fn every_bad_feature_is_named() {
    let text = r#"{"type":"FeatureCollection","features":[
        7,
        {"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":[[1,2]]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[null,1],[1,1],[0,0]]]}},
        {"type":"Shape"}]}"#;
    let expected = [
        (Rule::Unreadable, "row 1"),
        (Rule::WrongGeometry, "row 2"),
        (Rule::NotFinite, "row 3, ring 1, point 2"),
        (Rule::Unreadable, "row 4"),
    ];
    assert_eq!(rules(text), expected.map(|(rule, place)| (rule, place.to_owned())));
}

#[test]
fn broken_text_is_refused_with_its_line() {
    for text in ["{", "[]", "7", r#"{"type":"Topology"}"#, r#"{"type":"FeatureCollection"}"#, "{} {}"] {
        assert_eq!(rules(text)[0].0, Rule::Unreadable, "{text}");
    }
    let faults = run("{\n  \"type\": oops}").expect_err("faults");
    assert!(faults[0].message.contains("line 2"), "{}", faults[0].message);
}

#[test]
fn deep_nesting_is_over_the_limit() {
    for text in ["[".repeat(100_000), format!("{{\"a\":{}", "{\"a\":".repeat(100_000))] {
        assert_eq!(rules(&text)[0].0, Rule::OverLimit);
    }
}

#[test]
fn clockwise_shells_heights_and_open_rings_are_noted() {
    let draft = draft(r#"{"type":"Polygon","coordinates":[[[0,0,5],[0,1,5],[1,1,5]]]}"#);
    let rules: Vec<_> = draft.noticed.iter().map(|fault| fault.rule).collect();
    assert_eq!(rules, [Rule::RingDirection, Rule::UnclosedRing, Rule::HeightsLeftOut]);
}
