//! Which records count: columns that must be there, the manifest's filter,
//! blank records.

use crate::check::{Fault, Filter, Place, Report, Rule};
use crate::draft::{Draft, DraftRow};

use super::{LayerRules, tell};

/// Names the columns that are not there, and takes out of the draft the
/// records that the filter leaves aside and those that are blank.
pub(super) fn keep(draft: &mut Draft, rules: &LayerRules<'_>, report: &mut Report) {
    check_columns(draft, rules, report);
    let filters: Vec<(usize, &Filter)> =
        rules.only.iter().filter_map(|filter| Some((draft.column(&filter.column)?, filter))).collect();
    let wanted = |row: &DraftRow| {
        filters.iter().all(|(column, filter)| {
            row.cells.get(*column).is_some_and(|cell| cell.display().trim() == filter.value.trim())
        })
    };
    let before = draft.rows.len();
    draft.rows.retain(wanted);
    report.counts.filtered = (before - draft.rows.len()) as u64;
    if before > 0 && draft.rows.is_empty() && !filters.is_empty() {
        tell(report, nothing_kept(rules));
    }
    drop_blank_rows(draft, report);
}

fn drop_blank_rows(draft: &mut Draft, report: &mut Report) {
    draft.rows.retain(|row| {
        let blank = row.geometry.is_none() && row.cells.iter().all(crate::draft::Cell::is_blank);
        if blank {
            let fault = Fault::new(Rule::BlankRow, Place::row(row.number), "the record is blank");
            tell(report, fault.advise("It is left out; accept 'blank-row' in the manifest with a reason."));
        }
        !blank
    });
}

fn check_columns(draft: &Draft, rules: &LayerRules<'_>, report: &mut Report) {
    let filters = rules.only.iter().map(|filter| ("only", &filter.column));
    let text = rules.text.iter().map(|column| ("text", column));
    let named = rules.code.iter().map(|column| ("code", column));
    let all = named.chain(rules.name.iter().map(|column| ("name", column))).chain(filters).chain(text);
    for (key, column) in all.filter(|(_, column)| draft.column(column).is_none()) {
        let message = format!("the manifest says {key} = '{column}', but the file has no such column");
        let fault = Fault::new(Rule::ColumnAbsent, Place::field(column.as_str()), message);
        tell(report, fault.advise(format!("The columns are: {}.", listed(&draft.columns))));
    }
    if rules.code.is_none() {
        let fault = Fault::new(Rule::ColumnAbsent, Place::default(), "no column of codes is named");
        let advice = format!("Write code = \"...\" in the manifest; the columns are: {}.", listed(&draft.columns));
        tell(report, fault.advise(advice));
    }
}

fn nothing_kept(rules: &LayerRules<'_>) -> Fault {
    let filters: Vec<String> =
        rules.only.iter().map(|filter| format!("{} = '{}'", filter.column, filter.value)).collect();
    Fault::new(
        Rule::MissingCode,
        Place::default(),
        format!("no record is left after the filter {}", filters.join(", ")),
    )
    .advise("Look at how the file writes the value.")
}

fn listed(columns: &[String]) -> String {
    const MOST: usize = 40;
    let more = columns.len().saturating_sub(MOST);
    let shown: Vec<&str> = columns.iter().take(MOST).map(String::as_str).collect();
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}
