//! Any GeoJSON object: the members that mean something where it stands.

use geo_types::{Geometry, GeometryCollection};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::check::Rule;
use crate::draft::Cell;
use crate::ingest::read::json::{CellSeed, Nested, NestedSeed, geometry_of};

use super::State;
use super::features::{FeaturesSeed, ShapesSeed};
use super::nothing::anything_else;
use super::properties::PropertiesSeed;

/// The members of any GeoJSON object that mean something.
#[derive(Default)]
pub(super) struct Object {
    pub(super) kind: Option<String>,
    pub(super) features: bool,
    pub(super) coordinates: Option<Nested>,
    pub(super) geometries: Option<Vec<Geometry<f64>>>,
    pub(super) geometry: Option<Geometry<f64>>,
    pub(super) properties: Vec<Cell>,
    pub(super) id: Option<Cell>,
    pub(super) crs: Option<Cell>,
}

impl Object {
    /// The shape that a bare geometry object stands for.
    pub(super) fn into_geometry(self, state: &mut State<'_>) -> Option<Geometry<f64>> {
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

/// Which members of an object mean something here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The whole file: a collection, a feature or a shape.
    Root,
    /// One of the features.
    Feature,
    /// A shape of a feature or a collection.
    Shape,
}

/// Reads one object; `None` for `null` and for anything that is no object.
pub(super) struct ObjectSeed<'s, 'a> {
    pub(super) state: &'s mut State<'a>,
    pub(super) role: Role,
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
