//! Lists of features and of shapes, and how a feature becomes a row.

use geo_types::Geometry;
use serde::de::{DeserializeSeed, Deserializer, Error as _, SeqAccess, Visitor};

use crate::check::{Fault, Place, Rule};
use crate::draft::Cell;
use crate::ingest::read::found::Halt;

use super::State;
use super::object::{Object, ObjectSeed, Role};

pub(super) fn take_feature(object: Object, number: u64, state: &mut State<'_>) -> Result<(), Halt> {
    state.ids.extend(object.id.map(|id| (state.intake.rows(), id)));
    take_row(number, object.geometry, object.properties, state)
}

pub(super) fn take_row(
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

/// The features of a collection.
pub(super) struct FeaturesSeed<'s, 'a> {
    pub(super) state: &'s mut State<'a>,
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
pub(super) struct ShapesSeed<'s, 'a> {
    pub(super) state: &'s mut State<'a>,
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
