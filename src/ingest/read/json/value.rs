//! One property value, as a cell.

use std::fmt::Write as _;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::draft::Cell;

/// Whole numbers beyond this lose digits as floating point (2^53).
const MAX_EXACT: u64 = 1 << 53;

/// A property value, and whether it lost anything on the way.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::ingest::read) struct Property {
    /// The value; lists and objects as JSON text.
    pub(in crate::ingest::read) cell: Cell,
    /// A whole number with more digits than a number can hold.
    pub(in crate::ingest::read) rounded: bool,
}

/// Reads one property value. Text of a list or object stops growing a little
/// past `limit` bytes, where the intake refuses it.
pub(in crate::ingest::read) struct CellSeed {
    /// The most bytes of one cell.
    pub(in crate::ingest::read) limit: usize,
}

impl<'de> DeserializeSeed<'de> for CellSeed {
    type Value = Property;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Property, D::Error> {
        deserializer.deserialize_any(self)
    }
}

fn plain(cell: Cell) -> Property {
    Property { cell, rounded: false }
}

impl<'de> Visitor<'de> for CellSeed {
    type Value = Property;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a property value")
    }

    fn visit_unit<E>(self) -> Result<Property, E> {
        Ok(plain(Cell::Empty))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Property, E> {
        Ok(plain(Cell::Flag(flag)))
    }

    #[expect(clippy::cast_precision_loss, reason = "only numbers up to 2^53 are taken as floating point")]
    fn visit_i64<E>(self, number: i64) -> Result<Property, E> {
        let exact = number.unsigned_abs() <= MAX_EXACT;
        Ok(plain(if exact { Cell::Number(number as f64) } else { Cell::text(&number.to_string()) }))
    }

    #[expect(clippy::cast_precision_loss, reason = "only numbers up to 2^53 are taken as floating point")]
    fn visit_u64<E>(self, number: u64) -> Result<Property, E> {
        Ok(plain(if number <= MAX_EXACT {
            Cell::Number(number as f64)
        } else {
            Cell::text(&number.to_string())
        }))
    }

    #[expect(clippy::cast_precision_loss, reason = "2^53 itself is exact")]
    fn visit_f64<E>(self, number: f64) -> Result<Property, E> {
        Ok(Property { cell: Cell::Number(number), rounded: number.abs() > MAX_EXACT as f64 })
    }

    fn visit_str<E>(self, text: &str) -> Result<Property, E> {
        Ok(plain(Cell::text(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Property, A::Error> {
        let mut text = String::new();
        Writer { text: &mut text, limit: self.limit }.visit_seq(seq)?;
        Ok(plain(Cell::text(&text)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Property, A::Error> {
        let mut text = String::new();
        Writer { text: &mut text, limit: self.limit }.visit_map(map)?;
        Ok(plain(Cell::text(&text)))
    }
}

/// Writes what streams by as compact JSON text.
struct Writer<'t> {
    text: &'t mut String,
    limit: usize,
}

impl Writer<'_> {
    fn raw(&mut self, piece: &str) {
        if self.text.len() <= self.limit {
            self.text.push_str(piece);
        }
    }

    fn quoted(&mut self, piece: &str) {
        if self.text.len() <= self.limit {
            let quoted = serde_json::Value::from(piece).to_string();
            self.text.push_str(&quoted);
        }
    }

    fn shown(&mut self, piece: impl std::fmt::Display) {
        if self.text.len() <= self.limit {
            // Writing to a String cannot fail.
            let _ = write!(self.text, "{piece}");
        }
    }
}

impl<'de> DeserializeSeed<'de> for Writer<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Writer<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(mut self) -> Result<(), E> {
        self.raw("null");
        Ok(())
    }

    fn visit_bool<E>(mut self, flag: bool) -> Result<(), E> {
        self.shown(flag);
        Ok(())
    }

    fn visit_i64<E>(mut self, number: i64) -> Result<(), E> {
        self.shown(number);
        Ok(())
    }

    fn visit_u64<E>(mut self, number: u64) -> Result<(), E> {
        self.shown(number);
        Ok(())
    }

    fn visit_f64<E>(mut self, number: f64) -> Result<(), E> {
        self.shown(serde_json::Value::from(number));
        Ok(())
    }

    fn visit_str<E>(mut self, text: &str) -> Result<(), E> {
        self.quoted(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        self.raw("[");
        let mut first = true;
        loop {
            let before = self.text.len();
            if !first {
                self.raw(",");
            }
            let limit = self.limit;
            if seq.next_element_seed(Writer { text: &mut *self.text, limit })?.is_none() {
                self.text.truncate(before);
                break;
            }
            first = false;
        }
        self.raw("]");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.raw("{");
        let mut first = true;
        while let Some(key) = map.next_key::<String>()? {
            if !first {
                self.raw(",");
            }
            first = false;
            self.quoted(&key);
            self.raw(":");
            let limit = self.limit;
            map.next_value_seed(Writer { text: &mut *self.text, limit })?;
        }
        self.raw("}");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: Cell) {
        let seed = CellSeed { limit: 100 };
        let read = seed.deserialize(&mut serde_json::Deserializer::from_str(json)).expect("json");
        assert_eq!(read.cell, expected, "{json}");
    }

    #[test]
    fn values_keep_their_type_and_long_numbers_their_digits() {
        check("null", Cell::Empty);
        check("\"\"", Cell::Empty);
        check("true", Cell::Flag(true));
        check("-2.5", Cell::Number(-2.5));
        check("100023337000", Cell::Number(100_023_337_000.0));
        check("9007199254740993", Cell::text("9007199254740993"));
        check("-9007199254740993", Cell::text("-9007199254740993"));
    }

    #[test]
    fn lists_and_objects_are_kept_as_text() {
        check(
            r#"{ "a" : [1, 2.0, "x\"y", null, []] , "b": {}}"#,
            Cell::text(r#"{"a":[1,2.0,"x\"y",null,[]],"b":{}}"#),
        );
    }
}
