//! The properties of a feature as the cells of a row.

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::check::{Fault, Place, Rule};
use crate::draft::Cell;
use crate::ingest::read::found::Halt;
use crate::ingest::read::json::CellSeed;

use super::State;
use super::nothing::anything_else;

/// The properties of one feature.
pub(super) struct PropertiesSeed<'s, 'a> {
    pub(super) state: &'s mut State<'a>,
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

fn put(cells: &mut Vec<Cell>, position: usize, cell: Cell) {
    if cells.len() <= position {
        cells.resize(position + 1, Cell::Empty);
    }
    cells[position] = cell;
}
