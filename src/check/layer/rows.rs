//! Which records count, and whether the columns asked for are there.

use crate::check::select::{Selected, absent_columns, select};
use crate::check::{Fault, Place, Report, Rule};
use crate::draft::Draft;

use super::LayerRules;

/// The records that the filter keeps and that are not blank. Columns that are
/// not there are told.
pub(super) fn keep(draft: Draft, rules: &LayerRules<'_>, report: &mut Report) -> Draft {
    report.faults.extend(absent_columns(&draft, wanted_columns(rules)));
    if rules.code.is_none() {
        let fault = Fault::new(Rule::ColumnAbsent, Place::default(), "no column of codes is named");
        let columns: Vec<&str> = draft.columns.iter().map(|column| column.trim()).collect();
        let advice = format!("Write code = \"...\" in the manifest; the columns are {}.", columns.join(", "));
        report.faults.push(fault.advise(advice));
    }
    let Selected { draft, counts, faults } = select(draft, &rules.only);
    report.counts = counts;
    report.faults.extend(faults);
    draft
}

fn wanted_columns<'a>(rules: &'a LayerRules<'_>) -> Vec<(&'static str, &'a str)> {
    let code = rules.code.iter().map(|column| ("the code", column.as_str()));
    let name = rules.name.iter().map(|column| ("the name", column.as_str()));
    let only = rules.only.iter().map(|filter| ("a filter", filter.column.as_str()));
    let text = rules.text.iter().map(|column| ("text", column.as_str()));
    code.chain(name).chain(only).chain(text).collect()
}
