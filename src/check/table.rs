//! Checking a table.

use crate::draft::Draft;
use crate::table::KeyedTable;
use crate::model::DatasetKind;

use super::{Checked, Counts, Report, TableRules};

/// Checks a table.
#[must_use]
pub fn check_table(draft: Draft, rules: &TableRules<'_>) -> Checked<KeyedTable> {
    let report = Report {
        edition: rules.edition.clone(),
        kind: DatasetKind::Table,
        file: draft.file,
        part: draft.part,
        checksum: rules.checksum.clone(),
        counts: Counts::default(),
        faults: draft.noticed,
        waivers: Vec::new(),
        vintages: Vec::new(),
    };
    Checked { value: None, report }
}
