//! The lines of a text table: how they end, where they start, what divides their cells.

/// What a text table looks like from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextShape {
    /// The byte between cells.
    pub(super) delimiter: u8,
    /// Line ends outside quotation marks.
    pub(super) ends: LineEnds,
}

/// How many lines end in which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct LineEnds {
    pub(super) lf: u64,
    pub(super) crlf: u64,
    pub(super) bare_cr: u64,
}

/// The delimiters that are looked for, those of the likelier first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// How many records are looked at to tell the delimiter.
const LOOKED_AT: usize = 50;

impl TextShape {
    /// Looks at a text. `tabs_first` where the name says that tabs divide it.
    pub(super) fn of(text: &str, tabs_first: bool) -> Self {
        let mut order = DELIMITERS;
        if tabs_first {
            order.swap(0, 1);
        }
        let (counts, ends) = scan(text.as_bytes());
        Self { delimiter: likeliest(order, &counts), ends }
    }
}

/// One pass: delimiters in each of the first records, and all line ends.
fn scan(bytes: &[u8]) -> (Vec<[u32; 4]>, LineEnds) {
    let mut counts = vec![[0_u32; 4]];
    let mut ends = LineEnds::default();
    let mut quoted = false;
    let mut at_start = true;
    let mut index = 0;
    while index < bytes.len() {
        let byte = bytes[index];
        let next = bytes.get(index + 1).copied();
        index += 1;
        if quoted {
            match (byte, next) {
                (b'"', Some(b'"')) => index += 1,
                (b'"', _) => quoted = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' if at_start => quoted = true,
            b'\r' if next == Some(b'\n') => {
                ends.crlf += 1;
                index += 1;
            }
            b'\r' => ends.bare_cr += 1,
            b'\n' => ends.lf += 1,
            _ => {}
        }
        let delimiter = DELIMITERS.iter().position(|delimiter| *delimiter == byte);
        let ends_line = matches!(byte, b'\r' | b'\n');
        at_start = delimiter.is_some() || ends_line;
        if counts.len() > LOOKED_AT {
            continue;
        }
        if let (Some(delimiter), Some(record)) = (delimiter, counts.last_mut()) {
            record[delimiter] += 1;
        }
        if ends_line && counts.last() != Some(&[0; 4]) {
            counts.push([0; 4]);
        }
    }
    (counts, ends)
}

/// The delimiter that stands equally often in most records; the first of the
/// order where several do, and where none stands at all.
fn likeliest(order: [u8; 4], counts: &[[u32; 4]]) -> u8 {
    let score = |delimiter: u8| {
        let column = DELIMITERS.iter().position(|known| *known == delimiter).unwrap_or(0);
        let header = counts.first().map_or(0, |record| record[column]);
        let alike = counts.iter().filter(|record| header > 0 && record[column] == header).count();
        (alike, header)
    };
    let mut best = order[0];
    for delimiter in order {
        if score(delimiter) > score(best) {
            best = delimiter;
        }
    }
    best
}

/// Where a record starts.
pub(super) struct RecordStart {
    /// 1-based line of the record.
    pub(super) line: u64,
    /// 1-based lines that are blank between the record before and this one.
    pub(super) blank: std::ops::Range<u64>,
}

/// Counts lines as an editor shows them, whatever ends them, also inside quotation marks.
pub(super) struct LineCounter<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u64,
}

impl<'a> LineCounter<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0, line: 1 }
    }

    /// The start of the record that the parser began to look for at byte
    /// `from`, where the record before ended: blank lines lie between.
    pub(super) fn skip_blank(&mut self, from: u64) -> RecordStart {
        let from = usize::try_from(from).unwrap_or(usize::MAX).min(self.bytes.len());
        while self.offset < from {
            self.step();
        }
        let first = self.line;
        while matches!(self.byte(), Some(b'\r' | b'\n')) {
            self.step();
        }
        RecordStart { line: self.line, blank: first..self.line }
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.offset).copied()
    }

    /// One byte on, or two over a CR LF.
    fn step(&mut self) {
        match self.byte() {
            Some(b'\r') => {
                self.line += 1;
                self.offset += if self.bytes.get(self.offset + 1) == Some(&b'\n') { 2 } else { 1 };
            }
            Some(b'\n') => {
                self.line += 1;
                self.offset += 1;
            }
            _ => self.offset += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, delimiter: char, ends: (u64, u64, u64)) {
        let shape = TextShape::of(text, false);
        let found = shape.ends;
        assert_eq!(char::from(shape.delimiter), delimiter, "{text:?}");
        assert_eq!((found.lf, found.crlf, found.bare_cr), ends, "{text:?}");
    }

    #[test]
    fn the_delimiter_is_the_one_that_every_record_has() {
        check("a,b\n1,2\n", ',', (2, 0, 0));
        check("a;b\n1,5;2\n", ';', (2, 0, 0));
        check("a\tb,c\n1\t2\n3\t4", '\t', (2, 0, 0));
        check("a|b\n1|2", '|', (1, 0, 0));
        check("one\n1\n", ',', (2, 0, 0));
    }

    #[test]
    fn line_ends_inside_quotation_marks_do_not_count() {
        check("a,b\r\n\"x\ny\",2\r\n", ',', (0, 2, 0));
        check("a,b\r1,2\r", ',', (0, 0, 2));
        check("a,5\" pipe\nb,c\n", ',', (2, 0, 0));
    }

    #[test]
    fn blank_lines_between_records_are_counted() {
        let mut lines = LineCounter::new(b"a\r\n\r\n\r\nb\n");
        let start = lines.skip_blank(0);
        assert_eq!((start.line, start.blank), (1, 1..1));
        let start = lines.skip_blank(2);
        assert_eq!((start.line, start.blank), (4, 2..4));
    }
}
