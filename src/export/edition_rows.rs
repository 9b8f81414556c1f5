//! The rows of an edition, for every format.

use std::borrow::Cow;

use crate::engine::{Edition, EditionData};
use crate::model::Missing;
use crate::table::ColumnKind;

use super::features::{Features, Property, Shape, ShapeKind};
use super::fields::{Field, FieldSource};
use super::rows::{Rows, Value};

/// Whole numbers beyond this are not told apart by every client.
const MOST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// The rows of an edition with what is known of their columns.
pub(super) struct EditionFeatures<'a> {
    rows: Rows<'a>,
    /// Of the fields, then of the origins.
    properties: Vec<Property>,
    origins: &'static [Origin],
}

/// Where a row comes from, and what was done to it.
#[derive(Debug, Clone, Copy)]
enum Origin {
    /// Row of the published file.
    SourceRow,
    /// Area before its outline was repaired.
    BeforeM2,
    /// Area after its outline was repaired.
    AfterM2,
}

impl Origin {
    const OF_AREAS: [Self; 3] = [Self::SourceRow, Self::BeforeM2, Self::AfterM2];
    const OF_ROWS: [Self; 1] = [Self::SourceRow];

    fn property(self) -> Property {
        match self {
            Self::SourceRow => Property::whole("source_row", "Row of the published file"),
            Self::BeforeM2 => Property::new(
                "repaired_before_m2",
                "Area in square metres before the outline was repaired; empty where it was not",
                ColumnKind::Number,
            ),
            Self::AfterM2 => Property::new(
                "repaired_after_m2",
                "Area in square metres after the outline was repaired; empty where it was not",
                ColumnKind::Number,
            ),
        }
    }

    fn value(self, edition: &Edition, row: usize) -> Result<Value<'_>, Missing> {
        let repair = || match &edition.data {
            EditionData::Layer(layer) => layer.areas.get(row)?.repair,
            _ => None,
        };
        match self {
            Self::SourceRow => Ok(Value::Number(edition.attributes().source_row(row) as f64)),
            Self::BeforeM2 => repair().map(|repair| Value::Number(repair.before_m2)).ok_or(Missing::NotGiven),
            Self::AfterM2 => repair().map(|repair| Value::Number(repair.after_m2)).ok_or(Missing::NotGiven),
        }
    }
}

impl<'a> EditionFeatures<'a> {
    pub(super) fn new(edition: &'a Edition) -> Self {
        let rows = Rows::new(edition);
        Self { properties: properties(&rows), rows, origins: &[] }
    }

    /// The rows with what each comes from: its row in the published file and,
    /// for areas, what repairing it changed.
    pub(super) fn with_origin(edition: &'a Edition) -> Self {
        let origins: &[Origin] = if edition.layer().is_some() { &Origin::OF_AREAS } else { &Origin::OF_ROWS };
        let mut all = Self::new(edition);
        for origin in origins {
            let mut property = origin.property();
            while all.properties.iter().any(|other| other.name == property.name) {
                property.name.insert_str(0, "own_");
            }
            all.properties.push(property);
        }
        Self { origins, ..all }
    }

    fn origin(&self, property: usize) -> Option<Origin> {
        self.origins.get(property.checked_sub(self.rows.fields().len())?).copied()
    }
}

impl Features for EditionFeatures<'_> {
    fn properties(&self) -> &[Property] {
        &self.properties
    }

    fn shapes(&self) -> ShapeKind {
        shapes_of(self.rows.edition())
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn value(&self, row: usize, property: usize) -> Result<Value<'_>, Missing> {
        match self.origin(property) {
            Some(origin) => origin.value(self.rows.edition(), row),
            None => self.rows.value(row, &self.rows.fields()[property]),
        }
    }

    fn shape(&self, row: usize) -> Option<Shape<'_>> {
        shape_of(self.rows.edition(), row)
    }

    fn has_reasons(&self, property: usize) -> bool {
        // Reasons are kept beside published columns only; asking for those is
        // far quicker than reading every value.
        let field = self.rows.fields().get(property);
        let Some(FieldSource::Column(column)) = field.map(|field| field.source) else { return false };
        let table = self.rows.edition().attributes();
        let is_told = |reason: Missing| reason != Missing::NotGiven;
        (0..table.len()).any(|row| table.gap(row, column).is_some_and(is_told))
    }
}

/// What every row of an edition has, in the order of its fields.
#[must_use]
pub fn properties(rows: &Rows<'_>) -> Vec<Property> {
    rows.fields().iter().map(|field| property(rows, field)).collect()
}

fn property(rows: &Rows<'_>, field: &Field) -> Property {
    let is_whole = field.kind == ColumnKind::Number
        && matches!(field.source, FieldSource::Column(_))
        && (0..rows.len()).all(|row| match rows.value(row, field) {
            Ok(Value::Number(number)) => number.fract() == 0.0 && number.abs() < MOST_WHOLE,
            _ => true,
        });
    Property { name: field.property.clone(), title: field.title.clone(), kind: field.kind, is_whole }
}

/// What the rows of an edition look like on a map.
#[must_use]
pub fn shapes_of(edition: &Edition) -> ShapeKind {
    match &edition.data {
        EditionData::Layer(_) => ShapeKind::Areas,
        EditionData::Register(_) => ShapeKind::Points,
        EditionData::Network(_) => ShapeKind::Lines,
        EditionData::Table(_) => ShapeKind::Nothing,
    }
}

/// Where a row of an edition lies; `None` where that is not known.
#[must_use]
pub fn shape_of(edition: &Edition, row: usize) -> Option<Shape<'_>> {
    match &edition.data {
        EditionData::Layer(layer) => Some(Shape::Area(Cow::Borrowed(&layer.areas.get(row)?.shape))),
        EditionData::Register(register) => Some(Shape::Point(register.records.get(row)?.location?.0)),
        EditionData::Network(streets) => Some(Shape::Line(Cow::Borrowed(&streets.segments.get(row)?.line))),
        EditionData::Table(_) => None,
    }
}
