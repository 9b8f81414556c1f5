//! One value of a column, as a cell.

use arrow::array::{Array, AsArray};
use arrow::datatypes::{
    DataType, Date32Type, Date64Type, Decimal32Type, Decimal64Type, Decimal128Type, Float16Type, Float32Type,
    Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use jiff::civil::{Date, date};

use crate::check::Rule;
use crate::draft::Cell;

use super::super::Limits;

/// Whole numbers up to here are exact as floating point.
const EXACT: u64 = 1 << 53;

/// Whether values of this type become cells.
pub(super) fn is_read(kind: &DataType) -> bool {
    kind.is_integer()
        || kind.is_floating()
        || matches!(
            kind,
            DataType::Boolean
                | DataType::Utf8
                | DataType::Date32
                | DataType::Date64
                | DataType::Decimal32(_, _)
                | DataType::Decimal64(_, _)
                | DataType::Decimal128(_, _)
                | DataType::Time32(_)
                | DataType::Time64(_)
                | DataType::Timestamp(_, _)
        )
}

/// The value of one row.
///
/// # Errors
/// The rule that it breaks, and how.
pub(super) fn cell_at(array: &dyn Array, index: usize, limits: &Limits) -> Result<Cell, (Rule, String)> {
    if array.is_null(index) {
        return Ok(Cell::Empty);
    }
    match array.data_type() {
        DataType::Boolean => Ok(Cell::Flag(array.as_boolean().value(index))),
        DataType::Int8 => Ok(Cell::Number(array.as_primitive::<Int8Type>().value(index).into())),
        DataType::Int16 => Ok(Cell::Number(array.as_primitive::<Int16Type>().value(index).into())),
        DataType::Int32 => Ok(Cell::Number(array.as_primitive::<Int32Type>().value(index).into())),
        DataType::UInt8 => Ok(Cell::Number(array.as_primitive::<UInt8Type>().value(index).into())),
        DataType::UInt16 => Ok(Cell::Number(array.as_primitive::<UInt16Type>().value(index).into())),
        DataType::UInt32 => Ok(Cell::Number(array.as_primitive::<UInt32Type>().value(index).into())),
        DataType::Int64 => Ok(whole(i128::from(array.as_primitive::<Int64Type>().value(index)))),
        DataType::UInt64 => Ok(whole(i128::from(array.as_primitive::<UInt64Type>().value(index)))),
        DataType::Float16 => finite(f64::from(array.as_primitive::<Float16Type>().value(index))),
        DataType::Float32 => {
            let number = array.as_primitive::<Float32Type>().value(index);
            // As it would be written: 0.1, not 0.10000000149.
            finite(number.to_string().parse().unwrap_or_else(|_| f64::from(number)))
        }
        DataType::Float64 => finite(array.as_primitive::<Float64Type>().value(index)),
        DataType::Utf8View => text(array.as_string_view().value(index), limits),
        DataType::Date32 => Ok(day(i64::from(array.as_primitive::<Date32Type>().value(index)))),
        DataType::Date64 => Ok(day(array.as_primitive::<Date64Type>().value(index).div_euclid(86_400_000))),
        DataType::Decimal32(_, _) => {
            Ok(decimal(&array.as_primitive::<Decimal32Type>().value_as_string(index)))
        }
        DataType::Decimal64(_, _) => {
            Ok(decimal(&array.as_primitive::<Decimal64Type>().value_as_string(index)))
        }
        DataType::Decimal128(_, _) => {
            Ok(decimal(&array.as_primitive::<Decimal128Type>().value_as_string(index)))
        }
        _ => shown(array, index, limits),
    }
}

type Read = Result<Cell, (Rule, String)>;

#[expect(clippy::cast_precision_loss, reason = "larger numbers are kept as text")]
fn whole(number: i128) -> Cell {
    if number.unsigned_abs() <= u128::from(EXACT) {
        Cell::Number(number as f64)
    } else {
        Cell::text(&number.to_string())
    }
}

fn finite(number: f64) -> Read {
    if number.is_finite() {
        Ok(Cell::Number(number))
    } else {
        Err((Rule::NotFinite, format!("the number {number} is not finite")))
    }
}

fn text(text: &str, limits: &Limits) -> Read {
    if text.len() > limits.cell_bytes {
        let message = format!("a cell of {} bytes; at most {} are read", text.len(), limits.cell_bytes);
        return Err((Rule::OverLimit, message));
    }
    Ok(Cell::text(text))
}

/// A day by its distance from 1 January 1970; the number itself where no
/// calendar reaches it.
fn day(days: i64) -> Cell {
    let day: Option<Date> =
        jiff::Span::new().try_days(days).ok().and_then(|span| date(1970, 1, 1).checked_add(span).ok());
    day.map_or_else(|| Cell::text(&format!("day {days} from 1970-01-01")), Cell::Day)
}

/// A decimal of at most 15 figures is a number; longer ones keep their digits.
fn decimal(text: &str) -> Cell {
    let figures = text.bytes().filter(u8::is_ascii_digit).count();
    match text.parse::<f64>() {
        Ok(number) if figures <= 15 && number.is_finite() => Cell::Number(number),
        _ => Cell::text(text),
    }
}

/// Times as text, in the ISO form.
fn shown(array: &dyn Array, index: usize, limits: &Limits) -> Read {
    let options = FormatOptions::default();
    let formatter =
        ArrayFormatter::try_new(array, &options).map_err(|error| (Rule::Unreadable, error.to_string()))?;
    let shown =
        formatter.value(index).try_to_string().map_err(|error| (Rule::Unreadable, error.to_string()))?;
    text(&shown, limits)
}
