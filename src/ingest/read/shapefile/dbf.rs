//! The attribute table of a shapefile, in dBASE III form and its kin.
//!
//! Read here rather than through a crate, because three things must survive
//! that general readers give up: all digits of long identifiers, the
//! position of records marked as deleted, and the bytes of text until its
//! encoding is settled.

use encoding_rs::{Encoding, UTF_8};
use jiff::civil::Date;

use crate::check::{Fault, Place, Rule};
use crate::draft::Cell;

use super::super::found::{Found, Halt, unreadable};

/// The most characters that a dBASE column name has.
pub(super) const NAME_LIMIT: usize = 10;

/// Whole numbers up to here are exact as floating point.
const EXACT_DIGITS: usize = 15;

/// One column that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// Its name, without padding.
    pub(super) name: String,
    kind: u8,
    start: usize,
    length: usize,
}

/// An attribute table whose header holds together.
pub(super) struct Table<'b> {
    records: &'b [u8],
    record_length: usize,
    count: usize,
    fields: Vec<Field>,
    left_out: Vec<(String, char)>,
}

impl<'b> Table<'b> {
    /// Reads the header. The count of records that it declares must be borne
    /// out by the bytes.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Halt> {
        let head = bytes.get(..32).ok_or_else(|| broken("it is shorter than its header"))?;
        let declared = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let header_length = usize::from(u16::from_le_bytes([head[8], head[9]]));
        let record_length = usize::from(u16::from_le_bytes([head[10], head[11]]));
        let descriptors = bytes
            .get(32..header_length)
            .filter(|_| record_length > 0)
            .ok_or_else(|| broken("its header declares lengths that cannot be"))?;
        let records = bytes.get(header_length..).unwrap_or_default();
        let whole = records.len() / record_length;
        if declared > whole {
            return Err(broken(&format!("it declares {declared} records and holds {whole}")));
        }
        let (fields, left_out) = fields_of(descriptors, record_length)?;
        Ok(Self { records, record_length, count: declared, fields, left_out })
    }

    /// How many records there are, those marked as deleted included.
    pub(super) fn len(&self) -> u64 {
        self.count as u64
    }

    /// The columns that are read, in order.
    pub(super) fn columns(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter()
    }

    /// Columns of types that no cell can hold, by name and dBASE type.
    pub(super) fn left_out(&self) -> impl Iterator<Item = (String, char)> + '_ {
        self.left_out.iter().cloned()
    }

    /// Whether all text can be UTF-8. A text that fills its column may be cut
    /// inside its last character.
    pub(super) fn is_utf8(&self) -> bool {
        self.texts().all(|text| utf8_prefix(text).is_some())
    }

    /// Whether all text is plain ASCII, and so the same in every encoding.
    pub(super) fn is_ascii(&self) -> bool {
        self.texts().all(<[u8]>::is_ascii)
    }

    /// The cells of a record; `None` for one that is marked as deleted.
    pub(super) fn row(
        &self,
        index: usize,
        encoding: &'static Encoding,
        found: &mut Found,
    ) -> Option<Vec<Cell>> {
        let record = self.record(index)?;
        if record.first() == Some(&b'*') {
            return None;
        }
        let place = |field: &Field| Place::row(index as u64 + 1).in_field(field.name.clone());
        let cell = |field: &Field| {
            let bytes = record.get(field.start..field.start + field.length).unwrap_or_default();
            cell_of(field.kind, bytes, encoding).unwrap_or_else(|problem| {
                found.add(Fault::new(Rule::NotFinite, place(field), problem));
                Cell::Empty
            })
        };
        Some(self.fields.iter().map(cell).collect())
    }

    fn record(&self, index: usize) -> Option<&'b [u8]> {
        let start = index.checked_mul(self.record_length)?;
        self.records.get(start..start.checked_add(self.record_length)?)
    }

    fn texts(&self) -> impl Iterator<Item = &'b [u8]> + '_ {
        let texts = |record: &'b [u8]| {
            let of = move |field: &Field| record.get(field.start..field.start + field.length);
            self.fields.iter().filter(|field| field.kind == b'C').filter_map(of)
        };
        (0..self.count).filter_map(|index| self.record(index)).flat_map(texts)
    }
}

fn fields_of(descriptors: &[u8], record_length: usize) -> Result<(Vec<Field>, Vec<(String, char)>), Halt> {
    let raw: Vec<&[u8]> =
        descriptors.chunks_exact(32).take_while(|chunk| !matches!(chunk[0], 0x0d | 0)).collect();
    let width = |chunk: &[u8], wide: bool| {
        let high = if wide && chunk[11] == b'C' { usize::from(chunk[17]) << 8 } else { 0 };
        usize::from(chunk[16]) + high
    };
    let total = |wide: bool| 1 + raw.iter().map(|chunk| width(chunk, wide)).sum::<usize>();
    // Some writers keep the high byte of a text column's width where the decimals are.
    let wide = total(false) != record_length && total(true) == record_length;
    if total(wide) > record_length {
        return Err(broken("its columns are wider than its records"));
    }
    let mut start = 1;
    let mut fields = Vec::new();
    let mut left_out = Vec::new();
    for chunk in raw {
        let name = chunk[..11].split(|byte| *byte == 0).next().unwrap_or_default();
        let name = String::from_utf8_lossy(name).into_owned();
        let (kind, length) = (chunk[11], width(chunk, wide));
        if matches!(kind, b'C' | b'N' | b'F' | b'D' | b'L' | b'I' | b'+' | b'O' | b'B' | b'Y')
            && is_fit(kind, length)
        {
            fields.push(Field { name, kind, start, length });
        } else {
            left_out.push((name, char::from(kind)));
        }
        start += length;
    }
    Ok((fields, left_out))
}

/// Whether a binary number has the width of its type.
fn is_fit(kind: u8, length: usize) -> bool {
    match kind {
        b'I' | b'+' => length == 4,
        b'O' | b'B' | b'Y' => length == 8,
        _ => true,
    }
}

fn cell_of(kind: u8, bytes: &[u8], encoding: &'static Encoding) -> Result<Cell, String> {
    match kind {
        b'N' | b'F' => number_of(bytes),
        b'D' => Ok(day_of(bytes)),
        b'L' => Ok(flag_of(bytes)),
        b'I' | b'+' => {
            Ok(fixed(bytes).map_or(Cell::Empty, |four| Cell::Number(f64::from(i32::from_le_bytes(four)))))
        }
        b'O' | b'B' => match fixed(bytes).map(f64::from_le_bytes) {
            Some(number) if number.is_finite() => Ok(Cell::Number(number)),
            Some(number) => Err(format!("the number {number} is not finite")),
            None => Ok(Cell::Empty),
        },
        b'Y' => Ok(fixed(bytes).map_or(Cell::Empty, |eight| money(i64::from_le_bytes(eight)))),
        _ => Ok(Cell::text(&text_of(bytes, encoding))),
    }
}

fn fixed<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.try_into().ok()
}

/// dBASE currency: ten-thousandths.
#[expect(clippy::cast_precision_loss, reason = "larger amounts are kept as text")]
fn money(amount: i64) -> Cell {
    if amount.unsigned_abs() < 1 << 53 {
        Cell::Number(amount as f64 / 10_000.0)
    } else {
        Cell::text(&format!("{}.{:04}", amount / 10_000, (amount % 10_000).unsigned_abs()))
    }
}

fn number_of(bytes: &[u8]) -> Result<Cell, String> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_matches([' ', '\0']);
    if text.is_empty() || text.bytes().all(|byte| byte == b'*') {
        return Ok(Cell::Empty);
    }
    let digits = text.trim_start_matches(['-', '+']);
    if digits.len() > EXACT_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Cell::text(text));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Cell::Number(number)),
        Ok(_) => Err(format!("the number '{text}' is not finite")),
        Err(_) => Ok(Cell::text(text)),
    }
}

fn day_of(bytes: &[u8]) -> Cell {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_matches([' ', '\0']);
    if text.is_empty() || text.bytes().all(|byte| byte == b'0') {
        return Cell::Empty;
    }
    let piece = |range: std::ops::Range<usize>| text.get(range).and_then(|piece| piece.parse::<i16>().ok());
    let day = match (text.len(), piece(0..4), piece(4..6), piece(6..8)) {
        (8, Some(year), Some(month), Some(day)) => {
            let (month, day) = (i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0));
            Date::new(year, month, day).ok()
        }
        _ => None,
    };
    day.map_or_else(|| Cell::text(text), Cell::Day)
}

fn flag_of(bytes: &[u8]) -> Cell {
    match bytes.first() {
        Some(b'T' | b't' | b'Y' | b'y') => Cell::Flag(true),
        Some(b'F' | b'f' | b'N' | b'n') => Cell::Flag(false),
        Some(b'?' | b' ' | 0) | None => Cell::Empty,
        Some(_) => Cell::text(&String::from_utf8_lossy(bytes)),
    }
}

fn text_of(bytes: &[u8], encoding: &'static Encoding) -> String {
    let padding = |byte: &u8| !matches!(byte, b' ' | 0);
    let end = bytes.iter().rposition(padding).map_or(0, |last| last + 1);
    let bytes = &bytes[..end];
    if encoding == UTF_8
        && let Some(text) = utf8_prefix(bytes)
    {
        return text.to_owned();
    }
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The text, without a last character that is cut; `None` if it is not UTF-8.
fn utf8_prefix(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => std::str::from_utf8(&bytes[..error.valid_up_to()]).ok(),
        Err(_) => None,
    }
}

fn broken(why: &str) -> Halt {
    unreadable(format!("the attribute table (.dbf) is damaged: {why}"), "Fetch the shapefile again.")
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;

    use super::*;

    fn table(fields: &[(&str, u8, u8)], rows: &[&str]) -> Vec<u8> {
        let record = 1 + fields.iter().map(|field| usize::from(field.2)).sum::<usize>();
        let header = 32 + 32 * fields.len() + 1;
        let mut bytes = vec![3, 126, 1, 1];
        bytes.extend(u32::try_from(rows.len()).expect("few").to_le_bytes());
        bytes.extend(u16::try_from(header).expect("short").to_le_bytes());
        bytes.extend(u16::try_from(record).expect("short").to_le_bytes());
        bytes.resize(32, 0);
        for (name, kind, length) in fields {
            let mut field = [0; 32];
            field[..name.len()].copy_from_slice(name.as_bytes());
            field[11] = *kind;
            field[16] = *length;
            bytes.extend(field);
        }
        bytes.push(0x0d);
        for row in rows {
            bytes.extend(row.bytes());
        }
        bytes
    }

    fn check(kind: u8, text: &str, expected: Result<Cell, &str>) {
        let cell = cell_of(kind, text.as_bytes(), UTF_8);
        assert_eq!(cell, expected.map_err(str::to_owned), "{text}");
    }

    #[test]
    fn numbers_days_and_flags_are_typed_and_blanks_are_empty() {
        check(b'N', "   12.50", Ok(Cell::Number(12.5)));
        check(b'N', "********", Ok(Cell::Empty));
        check(b'N', "", Ok(Cell::Empty));
        check(b'N', "1000233370001234", Ok(Cell::text("1000233370001234")));
        check(b'F', "nan", Err("the number 'nan' is not finite"));
        check(b'D', "20180503", Ok(Cell::Day(jiff::civil::date(2018, 5, 3))));
        check(b'D', "00000000", Ok(Cell::Empty));
        check(b'D', "2018-5-3", Ok(Cell::text("2018-5-3")));
        check(b'L', "T", Ok(Cell::Flag(true)));
        check(b'L', "?", Ok(Cell::Empty));
        check(b'C', " a  ", Ok(Cell::text(" a")));
    }

    #[test]
    fn a_character_cut_at_the_column_end_does_not_make_text_foreign() {
        let bytes = table(&[("NAME", b'C', 4)], &[" Cafx"]);
        let mut cut = bytes.clone();
        *cut.last_mut().expect("a byte") = 0xc3;
        assert!(Table::open(&cut).expect("a table").is_utf8());
        let mut foreign = bytes;
        let at = foreign.len() - 2;
        foreign[at] = 0xe9;
        assert!(!Table::open(&foreign).expect("a table").is_utf8());
        assert_eq!(text_of(b"Caf\xe9 ", WINDOWS_1252), "Café");
    }

    #[test]
    fn records_marked_as_deleted_are_told_apart() {
        let bytes = table(&[("A", b'C', 1)], &[" x", "*y"]);
        let table = Table::open(&bytes).expect("a table");
        let mut found = Found::default();
        assert_eq!(table.row(0, UTF_8, &mut found), Some(vec![Cell::text("x")]));
        assert_eq!(table.row(1, UTF_8, &mut found), None);
    }

    #[test]
    fn declared_counts_and_widths_must_be_borne_out() {
        let bytes = table(&[("A", b'C', 1)], &[" x"]);
        for (at, value) in [(4, 200), (7, 255), (8, 1), (10, 0), (10, 1), (9, 255)] {
            let mut wrong = bytes.clone();
            wrong[at] = value;
            assert!(Table::open(&wrong).is_err(), "byte {at} = {value}");
        }
        for length in 0..bytes.len() {
            assert!(Table::open(&bytes[..length]).is_err(), "cut at {length}");
        }
    }
}
