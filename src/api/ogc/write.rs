//! A feature as GeoJSON.
//!
//! All features of a collection have the same properties in the same order; a
//! gap is null, and `missing` says why. A column whose numbers are all whole
//! is written without a point, any other always with one: clients guess the
//! type of a column from its first values.

use std::io::{self, Write};

use crate::export::geojson::{OutputCrs, write_place};
use crate::export::{Property, Value};

use super::source::Source;

/// Writes features of one source in one system of coordinates.
pub(super) struct Writer<'a> {
    source: &'a dyn Source,
    crs: OutputCrs,
    /// `"name":` of each property.
    names: Vec<String>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(source: &'a dyn Source, crs: OutputCrs) -> Self {
        let names = source.properties().iter().map(|property| format!("{}:", quoted(&property.name)));
        Self { source, crs, names: names.collect() }
    }

    /// One feature.
    pub(super) fn feature(&self, row: usize) -> Vec<u8> {
        let mut out = Vec::with_capacity(512);
        // Memory takes every byte.
        let _ = self.write(row, &mut out);
        out
    }

    /// Writes one feature.
    ///
    /// # Errors
    /// When `out` cannot take the bytes.
    pub(super) fn write(&self, row: usize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"type\":\"Feature\",\"id\":")?;
        serde_json::to_writer(&mut *out, &self.source.id(row))?;
        out.write_all(b",\"geometry\":")?;
        let placed = write_place(self.source.shape(row).as_ref(), self.crs, out)?;
        out.write_all(b",\"properties\":{")?;
        let gaps = self.properties(row, out)?;
        out.write_all(b"}")?;
        let outside = placed.is_none().then_some(("\"geometry\":", "outside-great-britain"));
        let gaps = gaps.into_iter().map(|(at, reason)| (self.names[at].as_str(), reason)).chain(outside);
        for (at, (name, reason)) in gaps.clone().enumerate() {
            let start = if at == 0 { ",\"missing\":{" } else { "," };
            write!(out, "{start}{name}\"{reason}\"")?;
        }
        out.write_all(if gaps.count() > 0 { b"}}" } else { b"}" })
    }

    fn properties(&self, row: usize, out: &mut dyn Write) -> io::Result<Vec<(usize, &'static str)>> {
        let mut gaps = Vec::new();
        for (at, property) in self.source.properties().iter().enumerate() {
            if at > 0 {
                out.write_all(b",")?;
            }
            out.write_all(self.names[at].as_bytes())?;
            match self.source.value(row, at) {
                Ok(value) => write_value(&value, property, out)?,
                Err(reason) => {
                    gaps.push((at, reason.key()));
                    out.write_all(b"null")?;
                }
            }
        }
        Ok(gaps)
    }
}

fn write_value(value: &Value<'_>, property: &Property, out: &mut dyn Write) -> io::Result<()> {
    match value {
        Value::Number(number) if !property.is_whole && number.fract() == 0.0 => write!(out, "{number:.1}"),
        Value::Number(number) => write!(out, "{number}"),
        Value::Flag(flag) => write!(out, "{flag}"),
        Value::Text(text) => serde_json::to_writer(out, text).map_err(io::Error::from),
        Value::Day(day) => write!(out, "\"{day}\""),
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
