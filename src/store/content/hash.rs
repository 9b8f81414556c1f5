//! One number that tells whether two sets of rows are the same.

use sha2::{Digest, Sha256};

use crate::engine::EditionData;
use crate::layer::Layer;
use crate::model::EditionKey;
use crate::network::Streets;
use crate::register::Register;
use crate::table::Table;

use super::cells::{Held, held};

/// A SHA-256 over fields, each told apart from its neighbours.
#[derive(Debug, Default, Clone)]
pub struct Sum(Sha256);

impl Sum {
    /// Adds a text with its length, so that "ab", "c" differs from "a", "bc".
    pub fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
    }

    /// Adds a text that may be absent.
    pub fn option(&mut self, text: Option<&str>) {
        self.tag(u8::from(text.is_some()));
        self.text(text.unwrap_or(""));
    }

    /// Adds a whole number.
    pub fn whole(&mut self, number: u64) {
        self.0.update(number.to_le_bytes());
    }

    /// Adds a number; the two zeros count as one.
    pub fn number(&mut self, number: f64) {
        self.0.update((number + 0.0).to_bits().to_le_bytes());
    }

    /// The 64 hexadecimal digits.
    pub fn digits(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn tag(&mut self, tag: u8) {
        self.0.update([tag]);
    }
}

/// The hash of everything that is kept of an edition's rows.
pub fn content_hash(edition: &EditionKey, data: &EditionData) -> String {
    let mut sum = Sum::default();
    sum.text(&edition.to_string());
    match data {
        EditionData::Layer(layer) => add_layer(&mut sum, layer),
        EditionData::Register(register) => add_register(&mut sum, register),
        EditionData::Table(table) => add_table(&mut sum, &table.table),
        EditionData::Network(streets) => add_streets(&mut sum, streets),
    }
    sum.digits()
}

fn add_layer(sum: &mut Sum, layer: &Layer) {
    sum.text("layer");
    sum.whole(layer.areas.len() as u64);
    for area in &layer.areas {
        sum.text(area.code.as_str());
        sum.option(area.name.as_deref());
        sum.number(area.area_m2);
        sum.whole(u64::from(area.repair.is_some()));
        if let Some(repair) = area.repair {
            sum.number(repair.before_m2);
            sum.number(repair.after_m2);
        }
        sum.whole(area.shape.0.len() as u64);
        for polygon in &area.shape {
            sum.whole(polygon.interiors().len() as u64);
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                sum.whole(ring.0.len() as u64);
                for point in &ring.0 {
                    sum.number(point.x);
                    sum.number(point.y);
                }
            }
        }
    }
    add_table(sum, &layer.attributes);
}

fn add_register(sum: &mut Sum, register: &Register) {
    sum.text("register");
    sum.whole(register.records.len() as u64);
    for record in &register.records {
        sum.text(&record.id);
        sum.option(record.name.as_deref());
        sum.option(record.location.map(|(_, precision)| precision.key()));
        if let Some((point, _)) = record.location {
            sum.number(point.e);
            sum.number(point.n);
        }
    }
    add_table(sum, &register.attributes);
}

fn add_streets(sum: &mut Sum, streets: &Streets) {
    sum.text("network");
    sum.whole(streets.segments.len() as u64);
    for segment in streets.segments.iter() {
        sum.whole(u64::from(segment.from));
        sum.whole(u64::from(segment.to));
        sum.number(segment.length_m);
        sum.text(segment.walk.key());
        sum.whole(u64::from(segment.steps));
        sum.whole(u64::from(segment.ferry));
        sum.whole(segment.line.0.len() as u64);
        for point in &segment.line.0 {
            sum.number(point.x);
            sum.number(point.y);
        }
    }
    add_table(sum, &streets.attributes);
}

fn add_table(sum: &mut Sum, table: &Table) {
    sum.text("table");
    sum.whole(table.columns().len() as u64);
    for column in table.columns() {
        sum.text(&column.name);
        sum.text(&column.published);
        sum.text(column.kind.key());
    }
    sum.whole(table.len() as u64);
    for row in 0..table.len() {
        sum.whole(table.source_row(row));
        for (index, column) in table.columns().iter().enumerate() {
            add_cell(sum, held(table, row, index, column.kind));
        }
    }
}

fn add_cell(sum: &mut Sum, cell: Held<'_>) {
    match cell {
        Held::Number(number) => {
            sum.tag(1);
            sum.number(number);
        }
        Held::Text(text) => {
            sum.tag(2);
            sum.text(text);
        }
        Held::Flag(flag) => sum.tag(if flag { 4 } else { 3 }),
        Held::Day(day) => {
            sum.tag(5);
            sum.text(&day.to_string());
        }
        Held::Gap(reason) => {
            sum.tag(6);
            sum.text(reason.key());
        }
    }
}
