//! TopoJSON: shapes made of shared arcs.
//!
//! The format declares no coordinate system. Where an object keeps the old
//! `crs` member of the GeoJSON it was made from, that is taken; else the
//! manifest has to name one. Each object is a layer: with several, the
//! manifest chooses by `part`.

mod arcs;
mod object;

use std::cell::Cell as Count;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::check::{Fault, Place, Rule};
use crate::draft::{Cell, Draft};

use super::encoding::text_of;
use super::found::{Found, Halt, over_limit, unreadable};
use super::intake::Intake;
use super::json::{CellSeed, TOO_MANY_POINTS, check_depth, syntax};
use super::{Limits, ReadOptions, SourceBytes, crs_text};

use arcs::{Arcs, ArcsSeed, TransformSeed};
use object::{Object, ObjectSeed};

/// Reads one object of a TopoJSON file.
pub(super) fn read(
    source: &SourceBytes<'_>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Draft, Vec<Fault>> {
    let mut found = Found::default();
    let parsed = text_of(source.bytes, options.encoding.as_deref(), &mut found).and_then(|text| {
        check_depth(&text, limits)?;
        parse(&text, options.part.as_deref(), limits)
    });
    let topology = match parsed {
        Ok(topology) => topology,
        Err(halt) => return Err(vec![*halt]),
    };
    let (name, object) = match topology.object {
        Ok(chosen) => chosen,
        Err(halt) => return Err(vec![*halt]),
    };
    let mut intake = Intake::new(source.file, Some(name), limits);
    intake.found = found;
    if let Some(crs) = object.crs.as_ref().or(topology.crs.as_ref()) {
        take_crs(crs, &mut intake);
    }
    match object::fill(object, &topology.arcs, &mut intake) {
        Ok(()) => intake.finish(),
        Err(halt) => intake.halt(halt),
    }
}

struct Topology {
    arcs: Arcs,
    crs: Option<Cell>,
    object: Result<(String, Object), Halt>,
}

/// Parses the text twice: first for the names of the objects and the arcs,
/// then for the one object that is wanted, so that the others cost nothing.
fn parse(text: &str, part: Option<&str>, limits: &Limits) -> Result<Topology, Halt> {
    let outline = run(text, OutlineSeed { limits })?;
    if outline.kind.as_deref() != Some("Topology") {
        return Err(unreadable(
            "the JSON does not call itself a Topology, so it is not TopoJSON",
            "Name the right format in the manifest.",
        ));
    }
    let chosen = choose(&outline.objects, part);
    let object = chosen.and_then(|name| {
        let object = run(text, WantedSeed { name: &name, limits })?;
        let object = object.ok_or_else(|| unreadable(format!("the object '{name}' holds no shapes"), ""))?;
        Ok((name, object))
    });
    let arcs = outline.arcs.finish(outline.transform)?;
    Ok(Topology { arcs, crs: outline.crs, object })
}

fn run<'t, S>(text: &'t str, seed: S) -> Result<S::Value, Halt>
where
    S: DeserializeSeed<'t>,
{
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut deserializer).map_err(|error| {
        if error.to_string().starts_with(TOO_MANY_POINTS) {
            return over_limit(Place::default(), "more points than are read");
        }
        syntax(&error)
    })?;
    deserializer.end().map_err(|error| syntax(&error))?;
    Ok(value)
}

fn choose(objects: &[String], part: Option<&str>) -> Result<String, Halt> {
    let offer = format!("Choose one in the manifest: part = one of {}.", objects.join(", "));
    match (part, objects) {
        (Some(part), _) if objects.iter().any(|name| name == part) => Ok(part.to_owned()),
        (Some(part), _) => Err(unreadable(format!("the file has no object '{part}'"), offer)),
        (None, [only]) => Ok(only.clone()),
        (None, []) => Err(unreadable("the topology has no objects", "Export the layer again.")),
        (None, several) => Err(unreadable(format!("the file holds {} objects", several.len()), offer)),
    }
}

fn take_crs(crs: &Cell, intake: &mut Intake<'_>) {
    let text = crs.display();
    let member: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let Some(name) = member.pointer("/properties/name").and_then(serde_json::Value::as_str) else { return };
    let message = format!("an old crs member names '{}'", name.chars().take(100).collect::<String>());
    intake.found.add(Fault::new(Rule::LegacyCrs, Place::default(), message));
    intake.declare(crs_text::from_name(name));
}

/// What stands at the top of a topology, its shapes left aside.
#[derive(Default)]
struct Outline {
    kind: Option<String>,
    objects: Vec<String>,
    arcs: arcs::Raw,
    transform: Option<arcs::Transform>,
    crs: Option<Cell>,
}

struct OutlineSeed<'l> {
    limits: &'l Limits,
}

impl<'de> DeserializeSeed<'de> for OutlineSeed<'_> {
    type Value = Outline;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outline, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OutlineSeed<'_> {
    type Value = Outline;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a topology")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Outline, A::Error> {
        let mut outline = Outline::default();
        let cell = || CellSeed { limit: self.limits.cell_bytes };
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => outline.kind = Some(map.next_value_seed(cell())?.cell.display().into_owned()),
                "crs" => outline.crs = Some(map.next_value_seed(cell())?.cell),
                "objects" => outline.objects = map.next_value_seed(NamesSeed { limits: self.limits })?,
                "arcs" => outline.arcs = map.next_value_seed(ArcsSeed { limit: self.limits.points })?,
                "transform" => outline.transform = map.next_value_seed(TransformSeed)?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(outline)
    }
}

/// The names of the objects.
struct NamesSeed<'l> {
    limits: &'l Limits,
}

impl<'de> DeserializeSeed<'de> for NamesSeed<'_> {
    type Value = Vec<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<String>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for NamesSeed<'_> {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("objects by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
        let mut names = Vec::new();
        while let Some((name, _)) = map.next_entry::<String, IgnoredAny>()? {
            if names.len() >= self.limits.columns {
                return Err(serde::de::Error::custom("more objects than are read"));
            }
            names.push(name);
        }
        Ok(names)
    }
}

/// The one object that is wanted, at the top level or inside `objects`.
struct WantedSeed<'n> {
    name: &'n str,
    limits: &'n Limits,
}

impl<'de> DeserializeSeed<'de> for WantedSeed<'_> {
    type Value = Option<Object>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Object>, D::Error> {
        struct Top<'n>(WantedSeed<'n>);
        impl<'de> Visitor<'de> for Top<'_> {
            type Value = Option<Object>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a topology")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut object = None;
                while let Some(key) = map.next_key::<String>()? {
                    if key == "objects" {
                        let seed = InObjects { name: self.0.name, limits: self.0.limits };
                        object = map.next_value_seed(seed)?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(object)
            }
        }
        deserializer.deserialize_map(Top(self))
    }
}

struct InObjects<'n> {
    name: &'n str,
    limits: &'n Limits,
}

impl<'de> DeserializeSeed<'de> for InObjects<'_> {
    type Value = Option<Object>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Object>, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for InObjects<'_> {
    type Value = Option<Object>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("objects by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut object = None;
        while let Some(key) = map.next_key::<String>()? {
            if key == self.name {
                object =
                    Some(map.next_value_seed(ObjectSeed { limits: self.limits, count: &Count::new(0) })?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(object)
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{Geometry, polygon};

    use super::*;
    use crate::draft::DeclaredCrs;
    use crate::geom::Crs;

    fn run(text: &str, part: Option<&str>) -> Result<Draft, Vec<Fault>> {
        let options = ReadOptions { part: part.map(str::to_owned), ..ReadOptions::default() };
        read(&SourceBytes::new("a.topojson", text.as_bytes()), &options, &Limits::default())
    }

    /// Two unit squares that share an edge, as the standard's own example does it.
    fn squares(objects: &str) -> String {
        format!(
            r#"{{"type":"Topology","objects":{objects},"transform":{{"scale":[0.5,1],"translate":[10,0]}},
               "arcs":[[[2,0],[0,1]],[[2,1],[-2,0],[0,-1],[2,0]],[[2,1],[2,0],[0,-1],[-2,0]]]}}"#
        )
    }

    const ONE: &str = r#"{"a":{"type":"GeometryCollection","geometries":[
        {"type":"Polygon","id":1,"properties":{"n":"west"},"arcs":[[0,1]]},
        {"type":"Polygon","id":2,"properties":{"n":"east"},"arcs":[[-1,2]]},
        {"type":null,"properties":{"n":"none"}}]}}"#;

    #[test]
    fn arcs_are_joined_forwards_and_backwards() {
        let draft = run(&squares(ONE), None).expect("a draft");
        assert_eq!(draft.columns, ["n", "id"]);
        assert_eq!(draft.part.as_deref(), Some("a"));
        assert_eq!(draft.crs, DeclaredCrs::None);
        let west: Geometry<f64> =
            polygon![(x: 11.0, y: 0.0), (x: 11.0, y: 1.0), (x: 10.0, y: 1.0), (x: 10.0, y: 0.0), (x: 11.0, y: 0.0)]
                .into();
        assert_eq!(draft.rows[0].geometry.as_ref(), Some(&west));
        assert_eq!(draft.rows[2].geometry, None);
        let back = run(&squares(r#"{"a":{"type":"LineString","arcs":[-1]}}"#), None).expect("a draft");
        let Some(Geometry::LineString(line)) = &back.rows[0].geometry else { panic!("a line") };
        assert_eq!(line.0, [(11.0, 1.0), (11.0, 0.0)].map(geo_types::Coord::from));
    }

    #[test]
    fn several_objects_need_a_part_and_the_error_names_them() {
        let text =
            squares(r#"{"a":{"type":"Point","coordinates":[0,0]},"b":{"type":"Point","coordinates":[2,1]}}"#);
        let faults = run(&text, None).expect_err("a fault");
        assert!(faults[0].advice.contains("a, b"), "{}", faults[0].advice);
        assert!(run(&text, Some("c")).is_err());
        let draft = run(&text, Some("b")).expect("a draft");
        assert_eq!(draft.rows[0].geometry, Some(geo_types::Point::new(11.0, 1.0).into()));
    }

    #[test]
    fn an_arc_that_is_not_there_is_named_with_its_row() {
        for arcs in ["[[7,1]]", "[[-9]]"] {
            let text = squares(&ONE.replace("[[-1,2]]", arcs));
            let faults = run(&text, None).expect_err("a fault");
            assert_eq!(faults[0].place.row, Some(2), "{arcs}");
        }
    }

    #[test]
    fn an_old_crs_member_of_the_object_is_taken() {
        let text = squares(
            r#"{"a":{"type":"Point","coordinates":[0,0],"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}}}"#,
        );
        assert_eq!(run(&text, None).expect("a draft").crs, DeclaredCrs::Known(Crs::LonLat));
    }

    #[test]
    fn a_shape_that_repeats_one_long_arc_without_end_is_over_the_limit() {
        let arc: Vec<String> = (0..1000).map(|i| format!("[{i},0]")).collect();
        let repeated = vec!["0"; 10_000].join(",");
        let text = format!(
            r#"{{"type":"Topology","objects":{{"a":{{"type":"LineString","arcs":[{repeated}]}}}},"arcs":[[{}]]}}"#,
            arc.join(",")
        );
        let limits = Limits { points: 100_000, ..Limits::default() };
        let faults = read(&SourceBytes::new("a", text.as_bytes()), &ReadOptions::default(), &limits);
        assert_eq!(faults.expect_err("a fault")[0].rule, Rule::OverLimit);
    }
}
