//! Which row of a sheet is the header: titles and grouping rows stand above it.

use crate::check::{Fault, Place, Rule};

use super::sheet_cells::{SheetRow, column_letters};

/// How many rows that hold something are looked at.
pub(super) const LOOKED_AT: usize = 30;

/// The header row and what stands above it.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// 1-based row of the sheet.
    pub(super) row: u64,
    /// Position among the rows that were looked at.
    pub(super) position: usize,
    first_column: u32,
    names: Vec<String>,
    above: Vec<SheetRow>,
}

/// The first row that fills at least four fifths as many cells as the fullest
/// of the rows looked at, or all but one: titles fill one cell, grouping rows a few.
pub(super) fn find_header(rows: &[SheetRow]) -> Option<Header> {
    let fullest = rows.iter().map(|row| row.cells.len()).max()?;
    let full_enough = |filled: usize| filled * 5 >= fullest * 4 || (filled > 1 && filled + 1 == fullest);
    let position = rows.iter().position(|row| full_enough(row.cells.len()))?;
    let header = &rows[position];
    let ends = |row: &SheetRow| {
        let columns = row.cells.iter().map(|(column, _)| *column);
        (columns.clone().min(), columns.max())
    };
    let (first, last) = ends(header);
    // A column of row numbers at the left often has no name.
    let first_column = rows[position..].iter().filter_map(|row| ends(row).0).min().or(first)?;
    let width = last?.checked_sub(first_column)? + 1;
    let mut names = vec![String::new(); usize::try_from(width).ok()?];
    for (column, cell) in &header.cells {
        let place = column.checked_sub(first_column).and_then(|place| usize::try_from(place).ok());
        if let Some(name) = place.and_then(|place| names.get_mut(place)) {
            *name = cell.display().into_owned();
        }
    }
    let above = rows[..position].to_vec();
    Some(Header { row: header.number, position, first_column, names, above })
}

impl Header {
    pub(super) fn width(&self) -> usize {
        self.names.len()
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.names.clone()
    }

    /// The position of a sheet's column among the named ones.
    pub(super) fn position_of(&self, column: u32) -> Option<usize> {
        let position = usize::try_from(column.checked_sub(self.first_column)?).ok()?;
        (position < self.names.len()).then_some(position)
    }

    /// What a person should know of the header: rows left aside, cells merged.
    pub(super) fn notes(&self, merged: &[(u64, u64, u32, u32)]) -> Vec<Fault> {
        let mut notes = Vec::new();
        for row in &self.above {
            let words: Vec<_> = row.cells.iter().map(|(_, cell)| cell.display()).collect();
            let words: String = words.join(" | ").chars().take(120).collect();
            let message = format!(
                "row {} stands above the header (row {}) and is left aside: {words}",
                row.number, self.row
            );
            notes.push(Fault::new(Rule::Header, Place::row(row.number), message));
        }
        let touching = merged.iter().filter(|(top, ..)| *top <= self.row);
        for (top, bottom, left, right) in touching {
            let message = format!(
                "cells {}{top} to {}{bottom} are merged; only the first of them carries the text",
                column_letters(*left),
                column_letters(*right)
            );
            notes.push(Fault::new(Rule::Header, Place::row(*top), message));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Cell;

    fn row(number: u64, cells: &[(u32, &str)]) -> SheetRow {
        SheetRow { number, cells: cells.iter().map(|(column, text)| (*column, Cell::text(text))).collect() }
    }

    #[test]
    fn titles_and_grouping_rows_are_left_aside_and_told() {
        let rows = [
            row(1, &[(0, "Table 1: people by ward")]),
            row(3, &[(1, "2019"), (3, "2020")]),
            row(4, &[(0, "Ward"), (1, "Count"), (2, "Rate"), (3, "Count"), (4, "Rate")]),
            row(5, &[(0, "Aston"), (1, "5"), (2, "1"), (3, "6"), (4, "2")]),
        ];
        let header = find_header(&rows).expect("a header");
        assert_eq!((header.row, header.width()), (4, 5));
        let notes = header.notes(&[(3, 3, 1, 2)]);
        assert_eq!(notes.len(), 3);
        assert!(notes[2].message.contains("B3 to C3"), "{}", notes[2].message);
    }

    #[test]
    fn a_column_without_a_name_is_kept() {
        let rows = [row(1, &[(1, "Ward"), (2, "Count")]), row(2, &[(0, "1"), (1, "Aston"), (2, "5")])];
        let header = find_header(&rows).expect("a header");
        assert_eq!(header.names(), ["", "Ward", "Count"]);
    }

    #[test]
    fn an_empty_sheet_has_no_header() {
        assert!(find_header(&[]).is_none());
    }
}
