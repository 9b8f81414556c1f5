//! One object of a topology: a shape, or a collection whose members are records.

use std::cell::Cell as Count;

use geo_types::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPolygon};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::check::{Fault, Place, Rule};
use crate::draft::Cell;

use super::super::Limits;
use super::super::found::Halt;
use super::super::intake::Intake;
use super::super::json::{CellSeed, Nested, NestedSeed, Tally, geometry_of, polygon_of};
use super::arcs::Arcs;

/// A shape as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Object {
    kind: Option<String>,
    arcs: Option<Indexes>,
    coordinates: Option<Nested>,
    geometries: Vec<Object>,
    properties: Vec<(String, Cell)>,
    id: Option<Cell>,
    /// The old member that names a coordinate system.
    pub(super) crs: Option<Cell>,
}

/// Arc indexes, nested as the type of the shape wants it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Indexes {
    Line(Vec<i64>),
    Rings(Vec<Vec<i64>>),
    Polygons(Vec<Vec<Vec<i64>>>),
}

/// Turns an object into rows: one for each member of a collection.
pub(super) fn fill(object: Object, arcs: &Arcs, intake: &mut Intake<'_>) -> Result<(), Halt> {
    let records = if object.kind.as_deref() == Some("GeometryCollection") && object.properties.is_empty() {
        object.geometries
    } else {
        vec![object]
    };
    let mut ids = Vec::new();
    for (index, mut record) in records.into_iter().enumerate() {
        let number = index as u64 + 1;
        ids.extend(record.id.take().map(|id| (intake.rows(), id)));
        let cells = take_cells(&mut record, intake)?;
        let geometry = shape_of(record, arcs, intake)?.unwrap_or_else(|problem| {
            let advice = "Export the layer again from the program that made it.";
            let fault = Fault::new(Rule::WrongGeometry, Place::row(number), problem);
            intake.found.add(fault.advise(advice));
            None
        });
        intake.push(number, geometry, cells)?;
    }
    intake.append_column("id", ids)
}

fn take_cells(record: &mut Object, intake: &mut Intake<'_>) -> Result<Vec<Cell>, Halt> {
    let mut cells = Vec::new();
    for (name, cell) in std::mem::take(&mut record.properties) {
        let position = intake.column(&name)?;
        if cells.len() <= position {
            cells.resize(position + 1, Cell::Empty);
        }
        cells[position] = cell;
    }
    Ok(cells)
}

type Shape = Result<Option<Geometry<f64>>, String>;

fn shape_of(object: Object, arcs: &Arcs, intake: &mut Intake<'_>) -> Result<Shape, Halt> {
    let Some(kind) = object.kind else { return Ok(Ok(None)) };
    let Some(indexes) = object.arcs else {
        return match kind.as_str() {
            "GeometryCollection" => collected(object.geometries, arcs, intake),
            "Point" | "MultiPoint" => Ok(placed(&kind, object.coordinates, arcs)),
            _ => Ok(Err(format!("a {} without arcs", kind.chars().take(40).collect::<String>()))),
        };
    };
    intake.room_for_points(indexes.count(arcs))?;
    Ok(joined(&kind, &indexes, arcs))
}

fn collected(parts: Vec<Object>, arcs: &Arcs, intake: &mut Intake<'_>) -> Result<Shape, Halt> {
    let mut shapes = Vec::new();
    for part in parts {
        match shape_of(part, arcs, intake)? {
            Ok(shape) => shapes.extend(shape),
            Err(problem) => return Ok(Err(problem)),
        }
    }
    Ok(Ok((!shapes.is_empty()).then_some(Geometry::GeometryCollection(GeometryCollection(shapes)))))
}

fn placed(kind: &str, coordinates: Option<Nested>, arcs: &Arcs) -> Shape {
    let nested = match coordinates.ok_or_else(|| format!("a {kind} without coordinates"))? {
        Nested::Position(at) => Nested::Position(arcs.place(at)),
        Nested::Line(line) => Nested::Line(line.into_iter().map(|at| arcs.place(at)).collect()),
        other => other,
    };
    Ok(geometry_of(kind, nested)?.map(|(geometry, _)| geometry))
}

fn joined(kind: &str, indexes: &Indexes, arcs: &Arcs) -> Shape {
    let rings = |rings: &[Vec<i64>]| rings.iter().map(|ring| arcs.join(ring)).collect::<Result<Vec<_>, _>>();
    match (kind, indexes) {
        ("LineString", Indexes::Line(line)) => Ok(lined(arcs.join(line)?).map(Geometry::from)),
        ("MultiLineString", Indexes::Rings(lines)) => {
            let lines: Vec<_> = rings(lines)?.into_iter().filter_map(lined).collect();
            Ok((!lines.is_empty()).then(|| MultiLineString(lines).into()))
        }
        ("Polygon", Indexes::Rings(polygon)) => Ok(polygon_of(rings(polygon)?).map(Geometry::from)),
        ("MultiPolygon", Indexes::Polygons(polygons)) => {
            let polygons = polygons.iter().map(|polygon| rings(polygon)).collect::<Result<Vec<_>, _>>()?;
            let polygons: Vec<_> = polygons.into_iter().filter_map(polygon_of).collect();
            Ok((!polygons.is_empty()).then(|| MultiPolygon(polygons).into()))
        }
        // An empty list fits every nesting.
        (_, Indexes::Line(line)) if line.is_empty() => Ok(None),
        _ => Err(format!(
            "the arcs are not nested as those of a {}",
            kind.chars().take(40).collect::<String>()
        )),
    }
}

fn lined(line: Vec<Coord<f64>>) -> Option<LineString<f64>> {
    (!line.is_empty()).then_some(LineString(line))
}

impl Indexes {
    fn count(&self, arcs: &Arcs) -> u64 {
        match self {
            Self::Line(line) => arcs.count(line),
            Self::Rings(rings) => rings.iter().map(|ring| arcs.count(ring)).sum(),
            Self::Polygons(polygons) => polygons.iter().flatten().map(|ring| arcs.count(ring)).sum(),
        }
    }
}

/// Reads one object.
#[derive(Clone, Copy)]
pub(super) struct ObjectSeed<'l> {
    /// Bounds on what is read.
    pub(super) limits: &'l Limits,
    /// How many objects were read, those inside collections included.
    pub(super) count: &'l Count<u64>,
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_> {
    type Value = Object;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Object, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_> {
    type Value = Object;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a shape")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
        let limits = self.limits;
        self.count.set(self.count.get() + 1);
        if self.count.get() > limits.rows {
            return Err(A::Error::custom(format!("more than {} shapes", limits.rows)));
        }
        let cell = || CellSeed { limit: limits.cell_bytes };
        let mut object = Object::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => {
                    if let Cell::Text(kind) = map.next_value_seed(cell())?.cell {
                        object.kind = Some(kind.into());
                    }
                }
                "arcs" => object.arcs = map.next_value()?,
                "coordinates" => {
                    let seed = NestedSeed { tally: &mut Tally::default(), limit: limits.points };
                    object.coordinates = Some(map.next_value_seed(seed)?);
                }
                "geometries" => object.geometries = map.next_value_seed(ListSeed(self))?,
                "properties" => object.properties = map.next_value_seed(PropertiesSeed { limits })?,
                "id" => object.id = Some(map.next_value_seed(cell())?.cell),
                "crs" => object.crs = Some(map.next_value_seed(cell())?.cell),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(object)
    }
}

struct ListSeed<'l>(ObjectSeed<'l>);

impl<'de> DeserializeSeed<'de> for ListSeed<'_> {
    type Value = Vec<Object>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Object>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ListSeed<'_> {
    type Value = Vec<Object>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of shapes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Object>, A::Error> {
        let mut objects = Vec::new();
        while let Some(object) = seq.next_element_seed(self.0)? {
            objects.push(object);
        }
        Ok(objects)
    }
}

struct PropertiesSeed<'l> {
    limits: &'l Limits,
}

impl<'de> DeserializeSeed<'de> for PropertiesSeed<'_> {
    type Value = Vec<(String, Cell)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for PropertiesSeed<'_> {
    type Value = Vec<(String, Cell)>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the properties of a shape")
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut properties = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let property = map.next_value_seed(CellSeed { limit: self.limits.cell_bytes })?;
            if properties.len() >= self.limits.columns {
                return Err(A::Error::custom(format!("more than {} columns", self.limits.columns)));
            }
            properties.push((name, property.cell));
        }
        Ok(properties)
    }
}
