//! What filters in CQL2 mean, on one made-up feature and with text and JSON side by side.

use std::borrow::Cow;

use geo_types::{MultiPolygon, polygon};
use jiff::civil::date;
use proptest::prelude::*;
use wardwise::cql2::{FieldKind, Ground, Named, Subject, Truth, Value, confine, holds};
use wardwise::geom::Crs;
use wardwise::ingest::cql2::{Axes, read_json, read_text};

const METRES: Axes = Axes { crs: Crs::BritishNationalGrid, north_first: false };

/// A square of 10 m with a name, 7 desks, no count, a flag and a day.
struct Square(MultiPolygon<f64>);

fn square() -> Square {
    let shape = polygon![(x: 0., y: 0.), (x: 10., y: 0.), (x: 10., y: 10.), (x: 0., y: 10.)];
    Square(MultiPolygon(vec![shape]))
}

const FIELDS: [Named<'static>; 5] = [
    Named { name: "name", kind: FieldKind::Text },
    Named { name: "desks", kind: FieldKind::Number },
    Named { name: "count", kind: FieldKind::Number },
    Named { name: "open", kind: FieldKind::Flag },
    Named { name: "since", kind: FieldKind::Day },
];

impl Subject for Square {
    fn value(&self, field: usize) -> Option<Value<'_>> {
        match field {
            0 => Some(Value::Text(Cow::Borrowed("Yr Ŵyn"))),
            1 => Some(Value::Number(7.0)),
            2 => None,
            3 => Some(Value::Flag(true)),
            _ => Some(Value::Day(date(2019, 5, 1))),
        }
    }

    fn ground(&self) -> Option<Ground<'_>> {
        Some(Ground::Area(&self.0))
    }
}

fn truth(filter: &str) -> Truth {
    let read = read_text(filter, METRES).unwrap_or_else(|error| panic!("{filter}: {error}"));
    let bound = read.bind(&FIELDS).unwrap_or_else(|error| panic!("{filter}: {error}"));
    let square = square();
    let held = holds(&bound, &square);
    // What a tree proposes must hold all that is let through.
    if let (Truth::True, Some([min, max])) = (held, confine(&bound)) {
        assert!(min.x <= 10.0 && min.y <= 10.0 && max.x >= 0.0 && max.y >= 0.0, "{filter}");
    }
    held
}

fn check(expected: Truth, filters: &[&str]) {
    for filter in filters {
        assert_eq!(truth(filter), expected, "{filter}");
    }
}

#[test]
fn values_are_compared() {
    check(
        Truth::True,
        &[
            "name = 'Yr Ŵyn'",
            "desks = 7",
            "desks <> 8",
            "desks < 7.5",
            "7 <= desks",
            "desks > -1e3",
            "open = true",
            "open",
            "NOT open = FALSE",
            "since = DATE('2019-05-01')",
            "since = '2019-05-01'",
            "since < DATE('2020-01-01')",
            "since <= TIMESTAMP('2019-05-01T12:00:00Z')",
            "\"name\" = 'Yr Ŵyn'",
            "name <> 'it''s'",
            "desks != 6",
        ],
    );
    check(
        Truth::False,
        &["name = 'yr ŵyn'", "desks = 8", "desks >= 7.01", "NOT open", "since > DATE('2019-05-01')"],
    );
}

#[test]
fn texts_are_matched_listed_and_ranged() {
    check(
        Truth::True,
        &[
            "name LIKE 'Yr%'",
            "name LIKE '_r _yn'",
            "name NOT LIKE 'X%'",
            "CASEI(name) LIKE CASEI('yr ŵ%')",
            "CASEI(name) = CASEI('YR ŴYN')",
            "desks BETWEEN 7 AND 7",
            "desks NOT BETWEEN 8 AND 9",
            "desks IN (1, 7)",
            "desks NOT IN (1, 2)",
            "name IN ('a', 'Yr Ŵyn')",
            "CASEI(name) IN (CASEI('yr ŵyn'))",
        ],
    );
    check(Truth::False, &["name LIKE 'yr%'", "desks BETWEEN 8 AND 6", "desks IN (1, 2)"]);
}

#[test]
fn numbers_are_reckoned_with() {
    check(
        Truth::True,
        &[
            "desks + 1 = 8",
            "desks - 1 * 2 = 5",
            "(desks - 1) * 2 = 12",
            "desks / 2 = 3.5",
            "desks div 2 = 3",
            "desks % 4 = 3",
            "desks ^ 2 = 49",
            "-desks = -7",
            "2 * -desks < 0",
            "desks * desks = 49",
            "desks = desks",
        ],
    );
    check(Truth::Unknown, &["desks / 0 = 1", "desks / 0 <> 1"]);
}

#[test]
fn missing_is_neither_true_nor_false_and_never_nought() {
    check(
        Truth::Unknown,
        &[
            "count = 0",
            "count <> 0",
            "NOT count = 0",
            "count + 1 = 1",
            "count BETWEEN 0 AND 1",
            "count IN (0)",
            "count = 0 AND open",
            "count = 0 OR NOT open",
            "count = count",
        ],
    );
    check(Truth::True, &["count IS NULL", "desks IS NOT NULL", "count = 0 OR open", "geometry IS NOT NULL"]);
    check(Truth::False, &["count IS NOT NULL", "count = 0 AND NOT open", "geometry IS NULL"]);
}

#[test]
fn places_lie_to_each_other_as_the_standard_says() {
    check(
        Truth::True,
        &[
            "S_INTERSECTS(geometry, POINT(5 5))",
            "S_INTERSECTS(geometry, BBOX(9, 9, 20, 20))",
            "S_INTERSECTS(geometry, LINESTRING(-5 5, 20 5))",
            "S_DISJOINT(geometry, POINT(50 5))",
            "S_DISJOINT(geometry, POLYGON((20 0, 30 0, 30 10, 20 0)))",
            "S_EQUALS(geometry, POLYGON((0 0, 10 0, 10 10, 0 10, 0 0)))",
            "S_TOUCHES(geometry, POLYGON((10 0, 20 0, 20 10, 10 10, 10 0)))",
            "S_WITHIN(geometry, BBOX(-1, -1, 11, 11))",
            "S_WITHIN(POINT(1 1), geometry)",
            "S_CONTAINS(geometry, POLYGON((1 1, 2 1, 2 2, 1 1)))",
            "S_CONTAINS(BBOX(-1, -1, 11, 11), geometry)",
            "S_CROSSES(LINESTRING(-5 5, 20 5), geometry)",
            "S_OVERLAPS(geometry, POLYGON((5 5, 15 5, 15 15, 5 15, 5 5)))",
            "S_INTERSECTS(geometry, MULTIPOINT((50 50), (5 5)))",
            "S_INTERSECTS(geometry, MULTIPOLYGON(((1 1, 2 1, 2 2, 1 1)), ((50 50, 60 50, 60 60, 50 50))))",
            "S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(50 50), LINESTRING(0 0, 1 1)))",
            "S_INTERSECTS(geometry, POINT Z (5 5 99))",
            "S_EQUALS(geometry, geometry)",
            "S_INTERSECTS(POINT(1 1), BBOX(0, 0, 2, 2))",
        ],
    );
    check(
        Truth::False,
        &[
            "S_INTERSECTS(geometry, POINT(10.001 5))",
            "S_TOUCHES(geometry, POINT(5 5))",
            "S_WITHIN(geometry, BBOX(1, 1, 11, 11))",
            "S_OVERLAPS(geometry, POLYGON((1 1, 2 1, 2 2, 1 1)))",
            "S_DISJOINT(geometry, POINT(10 10))",
        ],
    );
}

#[test]
fn spans_of_time_lie_to_each_other_as_the_standard_says() {
    check(
        Truth::True,
        &[
            "T_AFTER(since, DATE('2019-04-30'))",
            "T_BEFORE(since, DATE('2019-05-02'))",
            "T_EQUALS(since, DATE('2019-05-01'))",
            "T_DURING(since, INTERVAL('2019-01-01', '2019-12-31'))",
            "T_INTERSECTS(since, INTERVAL('..', '2019-05-01'))",
            "T_DISJOINT(since, INTERVAL('2020-01-01', '..'))",
            "T_CONTAINS(INTERVAL('2019-01-01', '..'), since)",
            "T_STARTS(since, INTERVAL(since, '2020-01-01'))",
            "T_FINISHES(since, INTERVAL('2018-01-01', since))",
            "T_STARTEDBY(INTERVAL('2019-05-01', '2020-01-01'), since)",
            "T_FINISHEDBY(INTERVAL('2018-01-01', '2019-05-01'), since)",
            "T_MEETS(INTERVAL('2018-01-01', '2019-05-01'), INTERVAL(since, '..'))",
            "T_METBY(INTERVAL('2019-05-01', '..'), INTERVAL('2018-01-01', since))",
            "T_OVERLAPS(INTERVAL('2018-01-01', '2019-06-01'), INTERVAL(since, '2020-01-01'))",
            "T_OVERLAPPEDBY(INTERVAL(since, '2020-01-01'), INTERVAL('2018-01-01', '2019-06-01'))",
            "T_AFTER(since, TIMESTAMP('2019-04-30T23:00:00Z'))",
        ],
    );
    check(
        Truth::False,
        &["T_AFTER(since, DATE('2019-05-01'))", "T_DURING(since, INTERVAL('2019-05-01', '..'))"],
    );
}

#[test]
fn json_says_the_same_as_text() {
    let pairs = [
        (r#"{"op":"=","args":[{"property":"name"},"Yr Ŵyn"]}"#, "name = 'Yr Ŵyn'"),
        (
            r#"{"op":"and","args":[{"op":">","args":[{"property":"desks"},1]},{"op":"not","args":[{"op":"isNull","args":[{"property":"desks"}]}]}]}"#,
            "desks > 1 AND NOT desks IS NULL",
        ),
        (
            r#"{"op":"or","args":[{"op":"like","args":[{"property":"name"},"X%"]},{"op":"in","args":[{"property":"desks"},[1,7]]}]}"#,
            "name LIKE 'X%' OR desks IN (1, 7)",
        ),
        (r#"{"op":"between","args":[{"property":"desks"},1,9]}"#, "desks BETWEEN 1 AND 9"),
        (
            r#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":[5,5]}]}"#,
            "S_INTERSECTS(geometry, POINT(5 5))",
        ),
        (
            r#"{"op":"s_within","args":[{"property":"geometry"},{"bbox":[-1,-1,11,11]}]}"#,
            "S_WITHIN(geometry, BBOX(-1,-1,11,11))",
        ),
        (
            r#"{"op":"s_intersects","args":[{"property":"geometry"},{"type":"MultiPolygon","coordinates":[[[[0,0],[5,0],[5,5],[0,0]]]]}]}"#,
            "S_INTERSECTS(geometry, MULTIPOLYGON(((0 0,5 0,5 5,0 0))))",
        ),
        (
            r#"{"op":"t_after","args":[{"property":"since"},{"date":"2019-01-01"}]}"#,
            "T_AFTER(since, DATE('2019-01-01'))",
        ),
        (
            r#"{"op":"t_during","args":[{"property":"since"},{"interval":["2019-01-01",".."]}]}"#,
            "T_DURING(since, INTERVAL('2019-01-01','..'))",
        ),
        (
            r#"{"op":"=","args":[{"op":"casei","args":[{"property":"name"}]},{"op":"casei","args":["YR ŴYN"]}]}"#,
            "CASEI(name) = CASEI('YR ŴYN')",
        ),
        (r#"{"op":"=","args":[{"op":"+","args":[{"property":"desks"},1]},8]}"#, "desks + 1 = 8"),
        (r#"{"op":"isNull","args":[{"property":"geometry"}]}"#, "geometry IS NULL"),
        ("true", "TRUE"),
    ];
    for (json, text) in pairs {
        let (json, text) = (read_json(json, METRES).expect(json), read_text(text, METRES).expect(text));
        assert_eq!(json, text);
        let square = square();
        let (a, b) = (json.bind(&FIELDS).expect("fields"), text.bind(&FIELDS).expect("fields"));
        assert_eq!(holds(&a, &square), holds(&b, &square));
    }
}

#[test]
fn a_filter_that_nests_too_deep_or_grows_too_large_is_refused_at_once() {
    let deep = format!("{}open{}", "(".repeat(5_000), ")".repeat(5_000));
    let nots = format!("{} open", "NOT ".repeat(5_000));
    let minus = format!("desks = {}1", "-".repeat(5_000));
    let long = vec!["desks = 1"; 5_000].join(" OR ");
    let points = format!("S_INTERSECTS(geometry, MULTIPOINT({}))", vec!["1 1"; 30_000].join(","));
    for filter in [deep, nots, minus, long, points] {
        let error = read_text(&filter, METRES).expect_err("too much").to_string();
        assert!(error.contains("deeper") || error.contains("more than"), "{error}");
    }
    let json = format!("{}true{}", r#"{"op":"not","args":["#.repeat(60), "]}".repeat(60));
    assert!(read_json(&json, METRES).expect_err("too deep").to_string().contains("deeper"));
    let json = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read_json(&json, METRES).is_err());
}

#[test]
fn what_a_filter_is_confined_to_is_known_where_it_can_be() {
    let box_of =
        |filter: &str| confine(&read_text(filter, METRES).expect(filter)).map(|[a, b]| [a.x, a.y, b.x, b.y]);
    assert_eq!(box_of("S_INTERSECTS(geometry, BBOX(1,2,3,4)) AND desks = 1"), Some([1.0, 2.0, 3.0, 4.0]));
    assert_eq!(
        box_of("S_WITHIN(geometry, BBOX(1,2,3,4)) OR S_TOUCHES(geometry, POINT(9 0))"),
        Some([1.0, 0.0, 9.0, 4.0])
    );
    assert_eq!(box_of("S_WITHIN(geometry, BBOX(1,2,3,4)) OR desks = 1"), None);
    assert_eq!(box_of("NOT S_INTERSECTS(geometry, BBOX(1,2,3,4))"), None);
    assert_eq!(box_of("S_DISJOINT(geometry, BBOX(1,2,3,4))"), None);
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fail(text in "\\PC{0,80}") {
        let _ = read_text(&text, METRES);
        let _ = read_json(&text, METRES);
    }

    #[test]
    fn words_of_the_language_in_any_order_are_read_or_refused(
        words in prop::collection::vec(prop::sample::select(vec![
            "AND", "OR", "NOT", "(", ")", "=", "<", "desks", "name", "'x'", "7", "LIKE", "BETWEEN", "IN", "IS", "NULL",
            "S_INTERSECTS", "geometry", ",", "POINT", "BBOX", "-", "+", "^", "CASEI", "DATE", "'2020-01-01'", "TRUE",
        ]), 0..25),
    ) {
        if let Ok(read) = read_text(&words.join(" "), METRES)
            && let Ok(bound) = read.bind(&FIELDS)
        {
            let _ = holds(&bound, &square());
        }
    }
}
