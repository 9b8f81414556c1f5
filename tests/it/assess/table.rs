//! A CSV file as rows by column name.

use std::collections::BTreeMap;
use std::path::Path;

pub struct Table {
    pub rows: Vec<BTreeMap<String, String>>,
}

impl Table {
    pub fn read(path: &Path) -> Self {
        let mut reader =
            csv::Reader::from_path(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
        let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let row =
            |record: csv::StringRecord| names.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
        Self { rows: reader.records().map(|record| row(record.unwrap())).collect() }
    }

    pub fn text(&self, row: usize, column: &str) -> &str {
        &self.rows[row][column]
    }

    /// `None` for an empty cell or "NA".
    pub fn number(&self, row: usize, column: &str) -> Option<f64> {
        let text = self.text(row, column);
        (!text.is_empty() && text != "NA")
            .then(|| text.parse().unwrap_or_else(|_| panic!("{column}: {text}")))
    }

    pub fn row_of(&self, column: &str, value: &str) -> usize {
        self.rows.iter().position(|row| row[column] == value).unwrap_or_else(|| panic!("no {value}"))
    }
}

/// Equal within a share of their size (or of 1, for small ones).
#[track_caller]
pub fn assert_near(found: f64, expected: f64, within: f64, what: &str) {
    let room = within * expected.abs().max(1.0);
    assert!((found - expected).abs() <= room, "{what}: {found} is not {expected}");
}
