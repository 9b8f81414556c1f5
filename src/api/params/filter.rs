//! `column=value`: rows whose field holds exactly a value.

use crate::api::Problem;
use crate::export::{Field, Rows, Value};

use super::{Fields, unknown};

/// One condition: the field holds the value. An empty value asks for gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    field: Field,
    value: String,
}

/// Reads what is left of the query as conditions on fields.
///
/// # Errors
/// A [`Problem`] that names the first parameter that is neither known to the
/// address (`known`) nor a field of the edition.
pub fn filters(fields: Fields, rows: &Rows<'_>, known: &[&str]) -> Result<Vec<Filter>, Problem> {
    let conditions = fields.rest().into_iter().map(|(name, value)| {
        if let Some(field) = rows.field(&name) {
            return Ok(Filter { field: field.clone(), value });
        }
        let properties = rows.fields().iter().map(|field| field.property.as_str());
        Err(unknown(&name, known.iter().copied().chain(properties)))
    });
    conditions.collect()
}

impl Filter {
    /// Whether a row meets the condition.
    #[must_use]
    pub fn holds(&self, rows: &Rows<'_>, row: usize) -> bool {
        match rows.value(row, &self.field) {
            Err(_reason) => self.value.is_empty(),
            Ok(Value::Number(number)) => self.value.parse() == Ok(number),
            Ok(value) => value.plain() == self.value,
        }
    }

    /// The condition as it stands in an address.
    #[must_use]
    pub fn written(&self) -> (&str, &str) {
        (&self.field.property, &self.value)
    }
}
