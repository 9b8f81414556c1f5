//! GeoJSON: RFC 7946, and the older files with a `crs` member.
//!
//! Features stream by and become rows one at a time. A bare feature or a bare
//! shape makes a draft of one row.

use geo_types::{Geometry, GeometryCollection};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::check::{Fault, Place, Rule};
use crate::draft::{Cell, DeclaredCrs, Draft};
use crate::geom::Crs;

use super::crs_text;
use super::encoding::text_of;
use super::found::{Halt, over_limit, unreadable};
use super::intake::Intake;
use super::json::{CellSeed, Nested, NestedSeed, TOO_MANY_POINTS, Tally, check_depth, geometry_of, syntax};
use super::rings::Turn;
use super::{Limits, ReadOptions, SourceBytes};

/// Reads a GeoJSON file.
pub(super) fn read(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    let mut intake = Intake::new(source.file, None, limits);
    intake.expect_turn(Turn::Anticlockwise, "RFC 7946");
    intake.declare(DeclaredCrs::Known(Crs::LonLat));
    let mut state = State {
        intake,
        limits,
        tally: Tally::default(),
        ids: Vec::new(),
        stamps: Vec::new(),
        row_faults: Vec::new(),
        halt: None,
    };
    let parsed = parse(source, options, &mut state).and_then(|()| {
        state.intake.leave_heights(state.tally.heights);
        state.intake.append_column("id", std::mem::take(&mut state.ids))
    });
    match parsed {
        Ok(()) => state.intake.finish(),
        Err(halt) => state.intake.halt(halt),
    }
}

struct State<'a> {
    intake: Intake<'a>,
    limits: &'a Limits,
    tally: Tally,
    /// Feature ids, by the index of their row.
    ids: Vec<(u64, Cell)>,
    /// By column: the last feature that had a value for it.
    stamps: Vec<u64>,
    /// Faults of the feature that is being read.
    row_faults: Vec<(Rule, String)>,
    /// The fault behind an error that serde was given only as a text.
    halt: Option<Halt>,
}

fn parse(source: &SourceBytes<'_>, options: &ReadOptions, state: &mut State<'_>) -> Result<(), Halt> {
    let text = text_of(source.bytes, options.encoding.as_deref(), &mut state.intake.found)?;
    check_depth(&text, state.limits)?;
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    let parsed = ObjectSeed { state: &mut *state, role: Role::Root }
        .deserialize(&mut deserializer)
        .and_then(|object| deserializer.end().map(|()| object));
    match parsed {
        Ok(object) => take_root(object, state),
        Err(error) => Err(cause(&error, state)),
    }
}

/// The fault behind an error of the parser.
fn cause(error: &serde_json::Error, state: &mut State<'_>) -> Halt {
    if let Some(halt) = state.halt.take() {
        return halt;
    }
    if error.to_string().starts_with(TOO_MANY_POINTS) {
        let place = Place::row(state.intake.rows() + 1);
        return over_limit(place, format!("more than {} points in all", state.limits.points));
    }
    syntax(error)
}

fn take_root(object: Option<Object>, state: &mut State<'_>) -> Result<(), Halt> {
    let Some(mut object) = object else {
        return Err(unreadable("the file holds no JSON object", "GeoJSON begins with a FeatureCollection."));
    };
    if let Some(crs) = object.crs.take() {
        take_crs(&crs, state);
    }
    match object.kind.as_deref() {
        Some("FeatureCollection") if object.features => Ok(()),
        Some("FeatureCollection") => {
            Err(unreadable("the FeatureCollection has no list of features", "Export the layer again."))
        }
        Some("Feature") => take_feature(object, 1, state),
        Some(_) if object.coordinates.is_some() || object.geometries.is_some() => {
            let geometry = object.into_geometry(state);
            take_row(1, geometry, Vec::new(), state)
        }
        Some(kind) => Err(unreadable(
            format!("the file is a JSON '{}', not GeoJSON", kind.chars().take(40).collect::<String>()),
            "Name the right format in the manifest, or export the layer as GeoJSON.",
        )),
        None => Err(unreadable("the JSON has no type, so it is not GeoJSON", "Export the layer as GeoJSON.")),
    }
}

/// Takes the coordinate system that the older standard allowed a file to name.
fn take_crs(crs: &Cell, state: &mut State<'_>) {
    let text = crs.display();
    let member: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let name = member.pointer("/properties/name").and_then(serde_json::Value::as_str);
    let declared = name.map_or_else(|| crs_text::unknown(&format!("crs: {text}")), crs_text::from_name);
    let shown: String = name.unwrap_or(&text).chars().take(100).collect();
    let message = format!("an old crs member names '{shown}'; RFC 7946 knows longitude and latitude alone");
    state.intake.found.add(Fault::new(Rule::LegacyCrs, Place::default(), message));
    state.intake.declare(declared);
}

/// The members of any GeoJSON object that mean something.
#[derive(Default)]
struct Object {
    kind: Option<String>,
    features: bool,
    coordinates: Option<Nested>,
    geometries: Option<Vec<Geometry<f64>>>,
    geometry: Option<Geometry<f64>>,
    properties: Vec<Cell>,
    id: Option<Cell>,
    crs: Option<Cell>,
}

impl Object {
    /// The shape that a bare geometry object stands for.
    fn into_geometry(self, state: &mut State<'_>) -> Option<Geometry<f64>> {
        let kind = self.kind.unwrap_or_default();
        if kind == "GeometryCollection" {
            let parts = self.geometries.unwrap_or_default();
            return (!parts.is_empty()).then_some(Geometry::GeometryCollection(GeometryCollection(parts)));
        }
        let Some(nested) = self.coordinates else {
            state.row_faults.push((Rule::WrongGeometry, format!("a {kind} shape without coordinates")));
            return None;
        };
        match geometry_of(&kind, nested) {
            Ok(shape) => shape.map(|(geometry, unclosed)| {
                state.intake.close_rings(unclosed);
                geometry
            }),
            Err(problem) => {
                state.row_faults.push((Rule::WrongGeometry, problem));
                None
            }
        }
    }
}

fn take_feature(object: Object, number: u64, state: &mut State<'_>) -> Result<(), Halt> {
    state.ids.extend(object.id.map(|id| (state.intake.rows(), id)));
    take_row(number, object.geometry, object.properties, state)
}

fn take_row(
    number: u64,
    geometry: Option<Geometry<f64>>,
    cells: Vec<Cell>,
    state: &mut State<'_>,
) -> Result<(), Halt> {
    for (rule, message) in state.row_faults.drain(..) {
        let advice = "Mend the feature in the program that made it, and publish the file again.";
        state.intake.found.add(Fault::new(rule, Place::row(number), message).advise(advice));
    }
    state.intake.push(number, geometry, cells)
}

fn put(cells: &mut Vec<Cell>, position: usize, cell: Cell) {
    if cells.len() <= position {
        cells.resize(position + 1, Cell::Empty);
    }
    cells[position] = cell;
}

/// Which members of an object mean something here.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The whole file: a collection, a feature or a shape.
    Root,
    /// One of the features.
    Feature,
    /// A shape of a feature or a collection.
    Shape,
}

/// Reads one object; `None` for `null` and for anything that is no object.
struct ObjectSeed<'s, 'a> {
    state: &'s mut State<'a>,
    role: Role,
}

impl ObjectSeed<'_, '_> {
    fn member<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        object: &mut Object,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let cell_limit = self.state.limits.cell_bytes;
        let cell = CellSeed { limit: cell_limit };
        match (key, self.role) {
            ("type", _) => {
                if let Cell::Text(kind) = map.next_value_seed(cell)?.cell {
                    object.kind = Some(kind.into());
                }
            }
            ("coordinates", Role::Root | Role::Shape) => {
                let seed = NestedSeed { tally: &mut self.state.tally, limit: self.state.limits.points };
                object.coordinates = Some(map.next_value_seed(seed)?);
            }
            ("geometries", Role::Root | Role::Shape) => {
                object.geometries = Some(map.next_value_seed(ShapesSeed { state: &mut *self.state })?);
            }
            ("geometry", Role::Root | Role::Feature) => {
                let seed = ObjectSeed { state: &mut *self.state, role: Role::Shape };
                let shape = map.next_value_seed(seed)?;
                object.geometry = shape.and_then(|shape| shape.into_geometry(self.state));
            }
            ("properties", Role::Root | Role::Feature) => {
                object.properties = map.next_value_seed(PropertiesSeed { state: &mut *self.state })?;
            }
            ("id", Role::Root | Role::Feature) => object.id = Some(map.next_value_seed(cell)?.cell),
            ("crs", Role::Root) => object.crs = Some(map.next_value_seed(cell)?.cell),
            ("features", Role::Root) => {
                map.next_value_seed(FeaturesSeed { state: &mut *self.state })?;
                object.features = true;
            }
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// What stands where an object or a list should: taken for nothing at all.
macro_rules! anything_else {
    ($value:ty, $nothing:expr) => {
        fn visit_unit<E>(self) -> Result<$value, E> {
            Ok($nothing)
        }

        fn visit_bool<E>(self, _flag: bool) -> Result<$value, E> {
            Ok($nothing)
        }

        fn visit_i64<E>(self, _number: i64) -> Result<$value, E> {
            Ok($nothing)
        }

        fn visit_u64<E>(self, _number: u64) -> Result<$value, E> {
            Ok($nothing)
        }

        fn visit_f64<E>(self, _number: f64) -> Result<$value, E> {
            Ok($nothing)
        }

        fn visit_str<E>(self, _text: &str) -> Result<$value, E> {
            Ok($nothing)
        }
    };
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_, '_> {
    type Value = Option<Object>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Object>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_, '_> {
    type Value = Option<Object>;

    anything_else!(Option<Object>, None);

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a GeoJSON object")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<Object>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Option<Object>, A::Error> {
        let mut object = Object::default();
        while let Some(key) = map.next_key::<String>()? {
            self.member(&key, &mut object, &mut map)?;
        }
        Ok(Some(object))
    }
}

struct FeaturesSeed<'s, 'a> {
    state: &'s mut State<'a>,
}

impl<'de> DeserializeSeed<'de> for FeaturesSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for FeaturesSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let state = self.state;
        let mut number = 1;
        while let Some(object) =
            seq.next_element_seed(ObjectSeed { state: &mut *state, role: Role::Feature })?
        {
            let object = object.unwrap_or_else(|| {
                state.row_faults.push((Rule::Unreadable, "this entry of the list is not a feature".into()));
                Object { kind: Some("Feature".into()), ..Object::default() }
            });
            if object.kind.as_deref() != Some("Feature") {
                let kind = object.kind.as_deref().unwrap_or("nothing").chars().take(40).collect::<String>();
                let message = format!("the type of this entry is '{kind}', not 'Feature'");
                state.row_faults.push((Rule::Unreadable, message));
            }
            take_feature(object, number, state).map_err(|halt| {
                state.halt = Some(halt);
                A::Error::custom("halted")
            })?;
            number += 1;
        }
        Ok(())
    }
}

/// The shapes of a geometry collection.
struct ShapesSeed<'s, 'a> {
    state: &'s mut State<'a>,
}

impl<'de> DeserializeSeed<'de> for ShapesSeed<'_, '_> {
    type Value = Vec<Geometry<f64>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ShapesSeed<'_, '_> {
    type Value = Vec<Geometry<f64>>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of shapes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let state = self.state;
        let mut shapes = Vec::new();
        while let Some(object) =
            seq.next_element_seed(ObjectSeed { state: &mut *state, role: Role::Shape })?
        {
            match object {
                Some(object) => shapes.extend(object.into_geometry(state)),
                None => state.row_faults.push((Rule::WrongGeometry, "a shape that is no object".into())),
            }
        }
        Ok(shapes)
    }
}

struct PropertiesSeed<'s, 'a> {
    state: &'s mut State<'a>,
}

impl PropertiesSeed<'_, '_> {
    /// Finds the column of a property, noting one that stands twice in a feature.
    fn position(&mut self, key: &str) -> Result<usize, Halt> {
        let position = self.state.intake.column(key)?;
        let feature = self.state.intake.rows() + 1;
        if self.state.stamps.len() <= position {
            self.state.stamps.resize(position + 1, 0);
        }
        if self.state.stamps[position] == feature {
            let message = format!("the property '{key}' stands twice in one feature; the last is kept");
            let place = Place::row(feature).in_field(key);
            self.state.intake.found.add(Fault::new(Rule::Header, place, message));
        }
        self.state.stamps[position] = feature;
        Ok(position)
    }
}

impl<'de> DeserializeSeed<'de> for PropertiesSeed<'_, '_> {
    type Value = Vec<Cell>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Cell>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for PropertiesSeed<'_, '_> {
    type Value = Vec<Cell>;

    anything_else!(Vec<Cell>, Vec::new());

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the properties of a feature")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Cell>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        let message = "the properties are a list, not an object".to_owned();
        self.state.row_faults.push((Rule::Unreadable, message));
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Vec<Cell>, A::Error> {
        let mut cells = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let position = self.position(&key).map_err(|halt| {
                self.state.halt = Some(halt);
                A::Error::custom("halted")
            })?;
            let property = map.next_value_seed(CellSeed { limit: self.state.limits.cell_bytes })?;
            if property.rounded {
                let message = "a number beyond 2^53 may have lost its last digits".to_owned();
                let place = Place::row(self.state.intake.rows() + 1).in_field(&key);
                self.state.intake.found.add(Fault::new(Rule::NumberFormat, place, message));
            }
            put(&mut cells, position, property.cell);
        }
        Ok(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Result<Draft, Vec<Fault>> {
        read(&SourceBytes::new("a.geojson", text.as_bytes()), &ReadOptions::default(), &Limits::default())
    }

    fn draft(text: &str) -> Draft {
        run(text).expect("a draft")
    }

    fn rules(text: &str) -> Vec<(Rule, String)> {
        run(text)
            .expect_err("faults")
            .into_iter()
            .map(|fault| (fault.rule, fault.place.to_string()))
            .collect()
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
        let feature =
            format!(r#"{{"type":"Feature","id":"f1","properties":{{"id":"p1"}},"geometry":{POINT}}}"#);
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
}
