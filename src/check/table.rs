//! From a draft to a table of figures keyed by codes.
//!
//! Rows are never changed: what the gate finds (negative counts, totals that
//! repeat, values far off, gaps in time) is told, and a person decides.

use crate::draft::Draft;
use crate::fault::{Fault, Place, Rule, Severity};
use crate::model::DatasetKind;
use crate::table::typing::type_draft;
use crate::table::{ColumnKind, KeyedTable, Table};

use super::cells::{control_characters, names_with_figures};
use super::codes::{Codes, malformed, mixed_schemes};
use super::figures::{Figure, Nature, figures_of};
use super::identical::identical_rows;
use super::outliers::outliers;
use super::ranges::out_of_range;
use super::select::{Selected, absent_columns, column_of, select};
use super::series::{header_gaps, jumps, period_column, time_gaps};
use super::totals::{control_totals, repeated_totals, row_sums, share_matrix, total_rows};
use super::vintage::{self, detect};
use super::waivers::settle;
use super::{Checked, Report, TableRules};

/// Checks the rows of a file of figures and builds the table.
///
/// The value is `None` exactly when the report holds an error.
#[must_use]
pub fn check_table(draft: Draft, rules: &TableRules<'_>) -> Checked<KeyedTable> {
    let mut faults = draft.noticed.clone();
    let (file, part) = (draft.file.clone(), draft.part.clone());
    faults.extend(absent_columns(&draft, wanted(rules)));
    let Selected { mut draft, counts, faults: selected } = select(draft, &rules.only);
    faults.extend(selected);
    faults.extend(control_characters(&draft));
    faults.extend(names_with_figures(&draft));
    faults.extend(identical_rows(&draft));
    let code = code_column(&draft, rules, &mut faults);
    let mut text = rules.text.clone();
    text.extend(code.and_then(|column| draft.columns.get(column)).cloned());
    let (table, typed) = type_draft(&draft, &text);
    draft.rows.clear();
    faults.extend(typed);
    let Gate { geography, vintages } = gate(&table, code, rules, &mut faults);
    let mut report = Report {
        edition: rules.edition.clone(),
        kind: DatasetKind::Table,
        file,
        part,
        checksum: rules.checksum.clone(),
        counts,
        faults,
        waivers: Vec::new(),
        vintages,
    };
    settle(&mut report, &rules.waivers);
    let stopped = report.faults.iter().any(|fault| fault.severity == Severity::Error);
    let value = KeyedTable { edition: rules.edition.clone(), table, code_column: code, geography };
    Checked { value: (!stopped).then_some(value), report }
}

fn wanted<'a>(rules: &'a TableRules<'_>) -> Vec<(&'static str, &'a str)> {
    let mut wanted = Vec::new();
    wanted.extend(rules.code.as_deref().map(|name| ("the column of codes", name)));
    wanted.extend(rules.name.as_deref().map(|name| ("the column of names", name)));
    wanted.extend(rules.only.iter().map(|filter| ("a filter", filter.column.as_str())));
    wanted.extend(rules.text.iter().map(|name| ("a column of text", name.as_str())));
    wanted.extend(rules.control.keys().map(|name| ("a column with a control total", name.as_str())));
    wanted
}

/// The column that the manifest names; failing that, for a table with a
/// geography, the one that holds most of its codes.
fn code_column(draft: &Draft, rules: &TableRules<'_>, faults: &mut Vec<Fault>) -> Option<usize> {
    if let Some(name) = &rules.code {
        return column_of(draft, name);
    }
    let dataset = rules.geography.as_ref()?;
    let layers: Vec<_> = rules.layers.iter().filter(|layer| layer.edition.dataset == *dataset).collect();
    let found = super::suggest::code_column(draft, &layers);
    if found.is_none() {
        let message = format!("no column holds codes of '{dataset}', and the manifest names none");
        let advice = "Write code = \"the column's name\" in the manifest.";
        faults.push(Fault::new(Rule::ColumnAbsent, Place::default(), message).advise(advice));
    }
    found
}

/// What the gate learns on its way.
struct Gate {
    geography: Option<crate::model::EditionKey>,
    vintages: Vec<super::VintageMatch>,
}

fn gate(table: &Table, code: Option<usize>, rules: &TableRules<'_>, faults: &mut Vec<Fault>) -> Gate {
    let figures = figures_of(table);
    let name = rules.name.as_deref().and_then(|name| table.column(name));
    faults.extend(control_totals(table, &figures, &rules.control));
    faults.extend(out_of_range(table, &figures));
    let shares = share_matrix(table.len(), &figures);
    faults.extend(shares.as_ref().and_then(|sums| row_sums(table, sums)));
    // In a matrix of shares most cells are near nothing and a few are large: that is no fault.
    let compared = if shares.is_some() { &[] } else { figures.as_slice() };
    faults.extend(header_gaps(table));
    let period = period_column(table);
    let Some(code) = code else {
        faults.extend(total_rows(table, None, name, &figures));
        faults.extend(outliers(table, compared, &[], None));
        faults.extend(period.into_iter().flat_map(|column| time_gaps(table, column, &[])));
        return Gate { geography: None, vintages: Vec::new() };
    };
    let codes = Codes::read(table, code, faults);
    faults.extend(mixed_schemes(table, &codes));
    faults.extend(total_rows(table, Some(&codes), name, &figures));
    let found = detect(table, &codes, rules, faults);
    if let Some(layer) = found.layer {
        malformed(table, &codes, layer.scheme, faults);
        vintage::gaps(table, &codes, layer, faults);
    }
    let groups = group_columns(table, &codes, &figures);
    faults.extend(repeated_rows(table, &codes, &groups));
    let others: Vec<usize> = groups.iter().copied().filter(|column| !is_period(table, *column)).collect();
    let periods: Vec<usize> = groups.iter().copied().filter(|column| is_period(table, *column)).collect();
    faults.extend(repeated_totals(table, &codes, &figures, &periods));
    faults.extend(outliers(table, compared, &groups, Some(code)));
    if let Some(column) = period {
        let keys: Vec<usize> = std::iter::once(code).chain(others.iter().copied()).collect();
        faults.extend(time_gaps(table, column, &keys));
        faults.extend(jumps(table, column, code, &others, &figures));
    }
    Gate { geography: found.layer.map(|layer| layer.edition.clone()), vintages: found.vintages }
}

/// The columns that tell the rows of one code apart: words, answers, days and
/// periods that differ from row to row.
fn group_columns(table: &Table, codes: &Codes, figures: &[Figure]) -> Vec<usize> {
    if !codes.repeat() {
        return Vec::new();
    }
    let is_amount = |column: usize| {
        figures.iter().any(|figure| figure.column == column && figure.nature != Nature::Period)
    };
    (0..table.columns().len())
        .filter(|column| *column != codes.column && !is_amount(*column))
        .filter(|column| {
            codes.rows.values().any(|rows| rows.windows(2).any(|p| table.cell(p[0], *column) != table.cell(p[1], *column)))
        })
        .collect()
}

fn is_period(table: &Table, column: usize) -> bool {
    let info = &table.columns()[column];
    info.kind == ColumnKind::Day || Nature::of(&info.name) == Nature::Period
}

fn repeated_rows(table: &Table, codes: &Codes, groups: &[usize]) -> Option<Fault> {
    let rows: usize = codes.rows.values().map(Vec::len).sum();
    let most = codes.rows.values().map(Vec::len).max()?;
    let extra = rows - codes.len();
    if extra == 0 {
        return None;
    }
    let by: Vec<_> = groups.iter().map(|column| format!("'{}'", table.columns()[*column].name)).collect();
    let by = if by.is_empty() {
        "no other column tells them apart".to_owned()
    } else {
        format!("told apart by {}", by.join(", "))
    };
    let message = format!("{rows} rows for {} codes, up to {most} rows a code: a long table, {by}", codes.len());
    let field = table.columns()[codes.column].name.as_str();
    Some(Fault::new(Rule::RepeatedRow, Place::field(field), message).counting(extra as u64))
}
