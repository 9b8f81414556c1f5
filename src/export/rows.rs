//! What a row says, the same in every format.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::draft::Cell;
use crate::engine::{Edition, EditionData};
use crate::model::Missing;

use super::fields::{Field, FieldSource, fields};

/// A value that is there.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Text, codes among it.
    Text(Cow<'a, str>),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A calendar day.
    Day(Date),
}

impl Value<'_> {
    /// The value as text without any formatting for people.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Flag(flag) => Cow::Borrowed(if *flag { "true" } else { "false" }),
            Self::Day(day) => Cow::Owned(day.to_string()),
        }
    }
}

/// The rows of one edition, of whatever kind.
pub struct Rows<'a> {
    edition: &'a Edition,
    fields: Vec<Field>,
}

impl<'a> Rows<'a> {
    /// The rows of an edition.
    #[must_use]
    pub fn new(edition: &'a Edition) -> Self {
        Self { edition, fields: fields(edition) }
    }

    /// The edition.
    #[must_use]
    pub fn edition(&self) -> &'a Edition {
        self.edition
    }

    /// The fields of every row, in the order they are written.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// A field by its name on the wire.
    #[must_use]
    pub fn field(&self, property: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.property == property)
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.edition.attributes().len()
    }

    /// Whether there is no row at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Code of the area, id of the record, or the code that a table's row
    /// speaks of; `None` for a row without one.
    #[must_use]
    pub fn key(&self, row: usize) -> Option<Cow<'a, str>> {
        key_of(self.edition, row)
    }

    /// The value of a field in a row.
    ///
    /// # Errors
    /// Why there is none.
    pub fn value(&self, row: usize, field: &Field) -> Result<Value<'a>, Missing> {
        value_of(self.edition, row, field)
    }
}

fn key_of(edition: &Edition, row: usize) -> Option<Cow<'_, str>> {
    match &edition.data {
        EditionData::Layer(layer) => Some(Cow::Borrowed(layer.areas.get(row)?.code.as_str())),
        EditionData::Register(register) => Some(Cow::Borrowed(register.records.get(row)?.id.as_str())),
        // A way of the file is several segments, so its own id would repeat.
        EditionData::Network(streets) => (row < streets.segments.len()).then(|| (row + 1).to_string().into()),
        EditionData::Table(table) => match table.table.cell(row, table.code_column?) {
            Cell::Empty => None,
            cell => Some(Cow::Owned(cell.display().into_owned())),
        },
    }
}

/// The value of a field in a row, for whoever keeps the fields of an edition.
///
/// # Errors
/// Why there is none.
pub fn value_of<'a>(edition: &'a Edition, row: usize, field: &Field) -> Result<Value<'a>, Missing> {
    let text = |text: Option<&'a str>| text.map(|t| Value::Text(Cow::Borrowed(t))).ok_or(Missing::NotGiven);
    match (field.source, &edition.data) {
        (FieldSource::Column(column), _) => published(edition, row, column),
        (FieldSource::Code | FieldSource::Id, _) => {
            key_of(edition, row).map(Value::Text).ok_or(Missing::NotGiven)
        }
        (FieldSource::Name, EditionData::Layer(layer)) => text(layer.areas[row].name.as_deref()),
        (FieldSource::Name, EditionData::Register(register)) => text(register.records[row].name.as_deref()),
        (FieldSource::AreaM2, EditionData::Layer(layer)) => Ok(Value::Number(layer.areas[row].area_m2)),
        (FieldSource::Precision, EditionData::Register(register)) => {
            text(register.records[row].location.map(|(_, precision)| precision.key()))
        }
        (FieldSource::LengthM, EditionData::Network(streets)) => {
            Ok(Value::Number(streets.segments[row].length_m))
        }
        (FieldSource::Walk, EditionData::Network(streets)) => text(Some(streets.segments[row].walk.key())),
        (FieldSource::Steps, EditionData::Network(streets)) => Ok(Value::Flag(streets.segments[row].steps)),
        (FieldSource::Ferry, EditionData::Network(streets)) => Ok(Value::Flag(streets.segments[row].ferry)),
        _ => Err(Missing::NotApplicable),
    }
}

fn published(edition: &Edition, row: usize, column: usize) -> Result<Value<'_>, Missing> {
    let table = edition.attributes();
    // Texts, which are most of what is asked for, need not be copied.
    if let Some(text) = table.text(row, column) {
        return Ok(Value::Text(Cow::Borrowed(text)));
    }
    match table.cell(row, column) {
        Cell::Empty => Err(table.gap(row, column).unwrap_or(Missing::NotGiven)),
        Cell::Text(text) => Ok(Value::Text(Cow::Owned(text.into()))),
        Cell::Number(number) => Ok(Value::Number(number)),
        Cell::Flag(flag) => Ok(Value::Flag(flag)),
        Cell::Day(day) => Ok(Value::Day(day)),
    }
}
