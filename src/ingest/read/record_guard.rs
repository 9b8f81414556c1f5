//! Stops a text table whose record grows past the limits before the parser
//! has put the record together.
//!
//! The parser keeps a whole record in memory, whatever its size: a file of
//! nothing but commas is one record. The guard stands before it, follows
//! quotation marks as the parser does, and ends the reading at the first byte
//! too many.

use std::io::{self, Read};

use crate::check::Place;

use super::Limits;
use super::found::{Halt, over_limit};

/// What of a record was too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a record goes past the limits")]
pub(super) struct TooMuch {
    line: u64,
    what: Excess,
    most: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Excess {
    Cells,
    Bytes,
}

impl TooMuch {
    /// The guard's own word inside an error of the parser.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref::<Self>().copied()
    }
}

impl From<TooMuch> for Halt {
    fn from(TooMuch { line, what, most }: TooMuch) -> Self {
        let message = match what {
            Excess::Cells if line == 1 => format!("more than {most} columns"),
            Excess::Cells => format!("more than {most} cells in one record"),
            Excess::Bytes => format!(
                "a cell has more than {most} bytes; a quotation mark may be opened in this record and never closed"
            ),
        };
        over_limit(Place::row(line), message)
    }
}

/// Where the byte before stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// After a quotation mark inside quotation marks: it ends them, or stands for itself.
    Quote,
}

/// A reader that hands on bytes as long as records keep within the limits.
pub(super) struct RecordGuard<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    columns: usize,
    cell_bytes: usize,
    at: At,
    cells: usize,
    in_cell: usize,
    /// The line being read, and the line on which its record starts.
    line: u64,
    start: u64,
    after_cr: bool,
}

impl<'a> RecordGuard<'a> {
    pub(super) fn new(bytes: &'a [u8], delimiter: u8, limits: &Limits) -> Self {
        Self {
            bytes,
            delimiter,
            columns: limits.columns,
            cell_bytes: limits.cell_bytes,
            at: At::Start,
            cells: 1,
            in_cell: 0,
            line: 1,
            start: 1,
            after_cr: false,
        }
    }

    fn take(&mut self, byte: u8) -> Result<(), TooMuch> {
        self.count_line(byte);
        let quoted = self.at == At::Quoted || (self.at == At::Start && byte == b'"');
        if !quoted && matches!(byte, b'\n' | b'\r') {
            self.end_record();
        } else if !quoted && byte == self.delimiter {
            self.end_cell()?;
        } else {
            self.in_cell += 1;
            self.at = match (self.at, byte) {
                (At::Start, b'"') => At::Quoted,
                (At::Quoted, b'"') => At::Quote,
                (At::Quoted, _) | (At::Quote, b'"') => At::Quoted,
                _ => At::Plain,
            };
            if self.in_cell > self.cell_bytes.saturating_mul(2).saturating_add(2) {
                return Err(self.too_much(Excess::Bytes, self.cell_bytes));
            }
        }
        Ok(())
    }

    fn count_line(&mut self, byte: u8) {
        if byte == b'\r' || (byte == b'\n' && !self.after_cr) {
            self.line += 1;
        }
        self.after_cr = byte == b'\r';
    }

    fn end_cell(&mut self) -> Result<(), TooMuch> {
        self.cells += 1;
        self.in_cell = 0;
        self.at = At::Start;
        if self.cells > self.columns { Err(self.too_much(Excess::Cells, self.columns)) } else { Ok(()) }
    }

    fn end_record(&mut self) {
        self.cells = 1;
        self.in_cell = 0;
        self.at = At::Start;
        self.start = self.line;
    }

    fn too_much(&self, what: Excess, most: usize) -> TooMuch {
        TooMuch { line: self.start, what, most }
    }
}

impl Read for RecordGuard<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = into.len().min(self.bytes.len());
        let (now, later) = self.bytes.split_at(length);
        for byte in now {
            self.take(*byte).map_err(io::Error::other)?;
        }
        into[..length].copy_from_slice(now);
        self.bytes = later;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn limits() -> Limits {
        Limits { columns: 3, cell_bytes: 4, ..Limits::default() }
    }

    fn told(text: &str) -> Option<String> {
        let error = RecordGuard::new(text.as_bytes(), b',', &limits()).read(&mut [0; 256]).err()?;
        let halt: Halt = TooMuch::of(&error)?.into();
        Some(format!("{:?} {}", halt.place.row, halt.message))
    }

    #[test]
    fn a_record_with_too_many_cells_is_told_with_its_line() {
        assert_eq!(told(",,,"), Some("Some(1) more than 3 columns".into()));
        assert_eq!(
            told("a,b\r\n\"x\ny\",1\n1,2,3,4"),
            Some("Some(4) more than 3 cells in one record".into())
        );
        assert_eq!(told("a,b,c\n1,\"2,,,\",3\n\"4\"\"\",5,6\n"), None);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_told_early() {
        let text = format!("a\n1\n\"{}", "\n".repeat(40));
        assert!(told(&text).is_some_and(|words| words.starts_with("Some(3) a cell has more than 4 bytes")));
    }

    proptest! {
        #[test]
        fn the_guard_lets_pass_whatever_the_parser_finds_within_the_limits(text in "[a,\"\r\n]{0,60}") {
            let mut parser =
                csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let widest = parser.records().map(|record| record.map_or(0, |record| record.len())).max();
            let limits = Limits { columns: widest.unwrap_or(0).max(1), ..Limits::default() };
            let passed = RecordGuard::new(text.as_bytes(), b',', &limits).read(&mut [0; 256]);
            prop_assert!(passed.is_ok(), "{passed:?}");
            let narrower = Limits { columns: limits.columns - 1, ..limits };
            let stopped = RecordGuard::new(text.as_bytes(), b',', &narrower).read(&mut [0; 256]);
            prop_assert!(narrower.columns == 0 || stopped.is_err());
        }
    }
}
