//! `filter`, `filter-lang`, `filter-crs` and `property=value`: which features are wanted.

use crate::api::Problem;
use crate::api::params::{Fields, unknown};
use crate::cql2::{Comparison, Expr, Named, Scalar};
use crate::export::Property;
use crate::export::geojson::OutputCrs;
use crate::ingest::cql2::{Axes, GEOMETRY, ReadError, read_json, read_text};
use crate::table::ColumnKind;

use super::source::operand;

/// Reads the parameters of a filter in CQL2; `None` where there is none.
///
/// # Errors
/// A [`Problem`] that names the parameter, for a filter that cannot be read
/// and for one that does not fit the properties.
pub(super) fn read_filter(
    fields: &mut Fields,
    properties: &[Property],
) -> Result<Option<Expr<usize>>, Problem> {
    let text = fields.take("filter")?;
    let language = fields.take("filter-lang")?;
    let system = fields.take("filter-crs")?;
    let axes = axes(system.as_deref())?;
    let read = match language.as_deref() {
        None | Some("cql2-text") => read_text,
        Some("cql2-json") => read_json,
        Some(other) => {
            let detail = format!("'{other}' is not read here; write cql2-text or cql2-json");
            return Err(Problem::parameter("filter-lang", detail));
        }
    };
    let Some(text) = text else { return Ok(None) };
    let wrong = |error: ReadError| Problem::parameter("filter", error.to_string());
    let named: Vec<Named<'_>> =
        properties.iter().map(|property| Named { name: &property.name, kind: operand(property) }).collect();
    let bound = read(&text, axes).map_err(wrong)?.bind(&named);
    bound.map(Some).map_err(|error| Problem::parameter("filter", error.to_string()))
}

fn axes(system: Option<&str>) -> Result<Axes, Problem> {
    let crs = super::select::system("filter-crs", system)?;
    let (crs, north_first) = crs.axes();
    Ok(Axes { crs, north_first })
}

/// Reads what is left of a query as `property=value`: the property holds
/// exactly the value. An empty value of a text asks for gaps.
///
/// # Errors
/// A [`Problem`] that names a parameter which is no property, stands twice, or
/// has a value of the wrong kind.
pub(super) fn read_properties(
    fields: Fields,
    properties: &[Property],
    known: &[&str],
) -> Result<Vec<Expr<usize>>, Problem> {
    let left = fields.rest();
    let mut conditions = Vec::with_capacity(left.len());
    for (name, value) in &left {
        let Some(at) = properties.iter().position(|property| property.name == *name) else {
            let names = properties.iter().map(|property| property.name.as_str());
            return Err(unknown(name, known.iter().copied().chain(names)));
        };
        if left.iter().filter(|(other, _)| other == name).count() > 1 {
            return Err(Problem::parameter(
                name,
                format!("'{name}' stands more than once; use 'filter' for that"),
            ));
        }
        conditions.push(condition(at, &properties[at], value)?);
    }
    Ok(conditions)
}

fn condition(at: usize, property: &Property, value: &str) -> Result<Expr<usize>, Problem> {
    if value.is_empty() && property.kind == ColumnKind::Text {
        return Ok(Expr::IsNull(Scalar::Field(at)));
    }
    let wrong = |what: &str| Problem::parameter(&property.name, format!("'{value}' is not {what}"));
    let literal = match property.kind {
        ColumnKind::Text => Scalar::Text(value.to_owned()),
        ColumnKind::Number => {
            let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
            let fits = number.filter(|number| !property.is_whole || number.fract() == 0.0);
            let kind = if property.is_whole { "a whole number" } else { "a number" };
            Scalar::Number(fits.ok_or_else(|| wrong(kind))?)
        }
        ColumnKind::Flag => Scalar::Flag(value.parse().map_err(|_neither| wrong("true or false"))?),
        ColumnKind::Day => {
            Scalar::Day(value.parse().map_err(|_no_day: jiff::Error| wrong("a day such as 2019-05-01"))?)
        }
    };
    Ok(Expr::Compare(Comparison::Equal, Scalar::Field(at), literal))
}

/// The name by which filters speak of where features lie.
pub(super) const PLACE: &str = GEOMETRY;

/// The systems in which boxes, filters and answers may be.
pub(super) const SYSTEMS: [OutputCrs; 4] = OutputCrs::ALL;
