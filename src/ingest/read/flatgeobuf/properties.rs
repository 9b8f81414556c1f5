//! The property bytes of a feature: pairs of column number and value.

use flatgeobuf::{ColumnType, Header};

use crate::check::{Fault, Place, Rule};
use crate::draft::Cell;

use super::super::found::{Found, Halt};
use super::super::intake::Intake;

/// Whole numbers up to here are exact as floating point.
const EXACT: u64 = 1 << 53;

/// The columns of a layer: their types, and where their cells go.
pub(super) struct Columns {
    columns: Vec<(String, ColumnType, Option<usize>)>,
}

impl Columns {
    /// Takes the columns from the header. Those of raw bytes are left out.
    pub(super) fn of(header: &Header<'_>, intake: &mut Intake<'_>) -> Result<Self, Halt> {
        let mut columns = Vec::new();
        for column in header.columns().iter().flatten() {
            let (name, kind) = (column.name().to_owned(), column.type_());
            let position = if kind == ColumnType::Binary {
                let message = format!("the column '{name}' holds raw bytes, which are not read");
                intake.found.add(Fault::new(Rule::ColumnLeftOut, Place::field(name.clone()), message));
                None
            } else {
                Some(intake.add_column(&name)?)
            };
            columns.push((name, kind, position));
        }
        Ok(Self { columns })
    }

    /// The cells of one feature. What cannot be read becomes a fault.
    pub(super) fn cells(&self, number: u64, bytes: &[u8], found: &mut Found) -> Vec<Cell> {
        let mut cells = vec![Cell::Empty; self.columns.iter().filter(|column| column.2.is_some()).count()];
        let mut rest = bytes;
        while rest.len() >= 2 {
            let index = usize::from(u16::from_le_bytes([rest[0], rest[1]]));
            rest = &rest[2..];
            let place = Place::row(number);
            let Some((name, kind, position)) = self.columns.get(index) else {
                let message = format!("a value for column {}, of which there is none", index + 1);
                found.add(Fault::new(Rule::Unreadable, place, message));
                break;
            };
            let Some(value) = take(*kind, &mut rest) else {
                let message = "the value is cut";
                found.add(Fault::new(Rule::Unreadable, place.in_field(name.clone()), message));
                break;
            };
            match (value, position) {
                (Ok(cell), Some(position)) => cells[*position] = cell,
                (Ok(_), None) => {}
                (Err((rule, problem)), _) => {
                    found.add(Fault::new(rule, place.in_field(name.clone()), problem));
                }
            }
        }
        cells
    }
}

type Value = Result<Cell, (Rule, String)>;

/// Takes one value off the bytes; `None` when they end too early.
fn take(kind: ColumnType, rest: &mut &[u8]) -> Option<Value> {
    Some(match kind {
        ColumnType::Bool => Ok(Cell::Flag(fixed::<1>(rest)?[0] != 0)),
        ColumnType::Byte => Ok(Cell::Number(f64::from(i8::from_le_bytes(fixed(rest)?)))),
        ColumnType::UByte => Ok(Cell::Number(f64::from(u8::from_le_bytes(fixed(rest)?)))),
        ColumnType::Short => Ok(Cell::Number(f64::from(i16::from_le_bytes(fixed(rest)?)))),
        ColumnType::UShort => Ok(Cell::Number(f64::from(u16::from_le_bytes(fixed(rest)?)))),
        ColumnType::Int => Ok(Cell::Number(f64::from(i32::from_le_bytes(fixed(rest)?)))),
        ColumnType::UInt => Ok(Cell::Number(f64::from(u32::from_le_bytes(fixed(rest)?)))),
        ColumnType::Long => {
            let number = i64::from_le_bytes(fixed(rest)?);
            Ok(whole(number.unsigned_abs(), number.is_negative()))
        }
        ColumnType::ULong => Ok(whole(u64::from_le_bytes(fixed(rest)?), false)),
        ColumnType::Float => finite(widened(f32::from_le_bytes(fixed(rest)?))),
        ColumnType::Double => finite(f64::from_le_bytes(fixed(rest)?)),
        ColumnType::DateTime => {
            text(counted(rest)?).map(|text| text.parse().map_or_else(|_| Cell::text(text), Cell::Day))
        }
        ColumnType::Binary => counted(rest).map(|_| Ok(Cell::Empty))?,
        _ => text(counted(rest)?).map(Cell::text),
    })
}

fn fixed<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

fn counted<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = u32::from_le_bytes(fixed(rest)?) as usize;
    let (head, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(head)
}

fn text(bytes: &[u8]) -> Result<&str, (Rule, String)> {
    std::str::from_utf8(bytes).map_err(|error| (Rule::Unreadable, format!("the text is not UTF-8: {error}")))
}

fn finite(number: f64) -> Value {
    if number.is_finite() {
        Ok(Cell::Number(number))
    } else {
        Err((Rule::NotFinite, format!("the number {number} is not finite")))
    }
}

/// A number of single precision as it would be written: 0.1, not 0.10000000149.
fn widened(number: f32) -> f64 {
    number.to_string().parse().unwrap_or_else(|_| f64::from(number))
}

#[expect(clippy::cast_precision_loss, reason = "larger numbers are kept as text")]
fn whole(magnitude: u64, negative: bool) -> Cell {
    let sign = if negative { "-" } else { "" };
    if magnitude > EXACT {
        return Cell::text(&format!("{sign}{magnitude}"));
    }
    let number = magnitude as f64;
    Cell::Number(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_taken_by_type_and_cut_ones_refused() {
        let mut rest = &[1, 0, 0, 0, b'x', 9][..];
        assert_eq!(take(ColumnType::String, &mut rest), Some(Ok(Cell::text("x"))));
        assert_eq!(rest, [9]);
        assert_eq!(take(ColumnType::Int, &mut rest), None);
        let mut huge = &[255, 255, 255, 255, b'x'][..];
        assert_eq!(take(ColumnType::String, &mut huge), None);
        let bytes = (-(1_i64 << 53) - 1).to_le_bytes();
        assert_eq!(take(ColumnType::Long, &mut &bytes[..]), Some(Ok(Cell::text("-9007199254740993"))));
        assert_eq!(take(ColumnType::Float, &mut &0.1_f32.to_le_bytes()[..]), Some(Ok(Cell::Number(0.1))));
        assert!(matches!(take(ColumnType::Double, &mut &f64::NAN.to_le_bytes()[..]), Some(Err(_))));
    }
}
