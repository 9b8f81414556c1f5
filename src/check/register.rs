//! Checking a register.

use crate::draft::Draft;
use crate::register::Register;
use crate::model::DatasetKind;

use super::{Checked, Counts, Report, RegisterRules};

/// Checks a register.
#[must_use]
pub fn check_register(draft: Draft, rules: &RegisterRules<'_>) -> Checked<Register> {
    let report = Report {
        edition: rules.edition.clone(),
        kind: DatasetKind::Register,
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
