//! Codes and names: there, well formed, once only.

use std::collections::BTreeMap;

use crate::check::select::column_of;
use crate::check::{Fault, Place, Report, Rule};
use crate::draft::{Draft, DraftRow};
use crate::model::AreaCode;

use super::LayerRules;

/// What a row is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub code: AreaCode,
    pub name: Option<String>,
}

/// Reads code and name of every row; `None` for a row without a code that can
/// stand. Codes that stand twice are told by `ground`, which knows the shapes.
pub(super) fn check(draft: &Draft, rules: &LayerRules<'_>, report: &mut Report) -> Vec<Option<Named>> {
    let Some((field, column)) = rules.code.as_ref().and_then(|field| Some((field, column_of(draft, field)?)))
    else {
        return vec![None; draft.rows.len()];
    };
    let name_column = rules.name.as_ref().and_then(|name| column_of(draft, name));
    let mut named = Vec::with_capacity(draft.rows.len());
    for row in &draft.rows {
        let text = text_at(row, column);
        match read_code(&text, rules) {
            Ok(code) => {
                let name = name_column.map(|at| text_at(row, at)).filter(|name| !name.is_empty());
                named.push(Some(Named { code, name }));
            }
            Err(fault) => {
                let place = Place::row(row.number).in_field(field.as_str());
                report.faults.push(Fault { place, ..fault });
                named.push(None);
            }
        }
    }
    named
}

/// The rows that carry each code on more than one row.
pub(super) fn repeated(codes: &[Option<Named>]) -> Vec<(&AreaCode, Vec<usize>)> {
    let mut rows: BTreeMap<&AreaCode, Vec<usize>> = BTreeMap::new();
    for (at, named) in codes.iter().enumerate().filter_map(|(at, named)| Some((at, named.as_ref()?))) {
        rows.entry(&named.code).or_default().push(at);
    }
    rows.into_iter().filter(|(_, rows)| rows.len() > 1).collect()
}

fn read_code(text: &str, rules: &LayerRules<'_>) -> Result<AreaCode, Fault> {
    if text.is_empty() {
        return Err(Fault::new(Rule::MissingCode, Place::default(), "the record has no code")
            .advise("Every area needs a code; leave the record aside with 'only', or ask the publisher."));
    }
    let malformed = |message: String| Fault::new(Rule::MalformedCode, Place::default(), message);
    let code = AreaCode::parse(text).map_err(|e| malformed(e.to_string()))?;
    rules.scheme.check(&code).map_err(|e| {
        malformed(e.to_string())
            .advise("If the layer has codes of another kind, set its scheme in the manifest (gss, ni-small-area, name or own).")
    })?;
    Ok(code)
}

fn text_at(row: &DraftRow, column: usize) -> String {
    row.cells.get(column).map_or_else(String::new, |cell| cell.display().trim().to_owned())
}
