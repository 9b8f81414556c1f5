//! The fields of an edition's rows: ours first, then the published columns.

use std::collections::BTreeSet;

use crate::engine::{Edition, EditionData};
use crate::table::ColumnKind;

/// One field of every row of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in JSON, CSV and filters; unique within the edition.
    pub property: String,
    /// What it is, for people: the name as published, or our own words.
    pub title: String,
    /// What its values are.
    pub kind: ColumnKind,
    /// Where its values come from.
    pub source: FieldSource,
}

/// Where the values of a field come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldSource {
    /// Code of the area, or of the area that a row of a table speaks of.
    Code,
    /// Id of the record, or number of the street's segment.
    Id,
    /// Name of the area or record.
    Name,
    /// Planar area in m².
    AreaM2,
    /// How exactly the record's point is known.
    Precision,
    /// Length of the street in metres.
    LengthM,
    /// Which way the street is walked.
    Walk,
    /// Whether it is a flight of steps.
    Steps,
    /// Whether it is a ferry.
    Ferry,
    /// A published column, by position.
    Column(usize),
}

impl FieldSource {
    fn own(self) -> (&'static str, &'static str, ColumnKind) {
        match self {
            Self::Code => ("code", "Code of the area", ColumnKind::Text),
            Self::Id => ("id", "Id of the record or street", ColumnKind::Text),
            Self::Name => ("name", "Name", ColumnKind::Text),
            Self::AreaM2 => ("area_m2", "Area in square metres", ColumnKind::Number),
            Self::Precision => ("precision", "How exactly the location is known", ColumnKind::Text),
            Self::LengthM => ("length_m", "Length in metres", ColumnKind::Number),
            Self::Walk => ("walk", "Which way it is walked", ColumnKind::Text),
            Self::Steps => ("steps", "Flight of steps", ColumnKind::Flag),
            Self::Ferry => ("ferry", "Ferry", ColumnKind::Flag),
            Self::Column(_) => ("", "", ColumnKind::Text),
        }
    }
}

/// The fields of an edition, in the order they are written.
///
/// A published column that has the name of one of ours becomes
/// `published_name`, so that both can be told apart in every format.
#[must_use]
pub fn fields(edition: &Edition) -> Vec<Field> {
    let own = own_sources(edition).iter().map(|source| {
        let (property, title, kind) = source.own();
        Field { property: property.to_owned(), title: title.to_owned(), kind, source: *source }
    });
    let mut fields: Vec<Field> = own.collect();
    let mut taken: BTreeSet<String> = fields.iter().map(|field| field.property.clone()).collect();
    taken.extend(RESERVED.iter().map(|name| (*name).to_owned()));
    for (at, column) in edition.attributes().columns().iter().enumerate() {
        let mut property = column.name.clone();
        while !taken.insert(property.clone()) {
            property = format!("published_{property}");
        }
        let title = column.published.trim().to_owned();
        fields.push(Field { property, title, kind: column.kind, source: FieldSource::Column(at) });
    }
    fields
}

/// Names of parameters and of columns that only some formats add. A published
/// column of such a name is renamed, so that a filter is never mistaken.
const RESERVED: [&str; 17] = [
    "geometry",
    "f",
    "datetime",
    "filter",
    "filter-lang",
    "filter-crs",
    "limit",
    "cursor",
    "bbox",
    "bbox-crs",
    "crs",
    "tolerance",
    "row",
    "easting",
    "northing",
    "longitude",
    "latitude",
];

fn own_sources(edition: &Edition) -> &'static [FieldSource] {
    match &edition.data {
        EditionData::Layer(_) => &[FieldSource::Code, FieldSource::Name, FieldSource::AreaM2],
        EditionData::Register(_) => &[FieldSource::Id, FieldSource::Name, FieldSource::Precision],
        EditionData::Table(table) if table.code_column.is_some() => &[FieldSource::Code],
        EditionData::Network(_) => &[
            FieldSource::Id,
            FieldSource::LengthM,
            FieldSource::Walk,
            FieldSource::Steps,
            FieldSource::Ferry,
        ],
        EditionData::Table(_) => &[],
    }
}
