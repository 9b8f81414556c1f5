//! Faults that lie in single cells or headers, whatever they mean.

use super::words::counted;
use crate::draft::{Cell, Draft};
use crate::fault::{Fault, Place, Rule};

/// How many records a sentence names.
const NAMED: usize = 5;

/// One note for each column with line ends or other control characters inside cells.
pub(super) fn control_characters(draft: &Draft) -> Vec<Fault> {
    let columns = draft.columns.iter().enumerate();
    columns.filter_map(|(position, name)| control_characters_in(draft, position, name)).collect()
}

fn control_characters_in(draft: &Draft, position: usize, name: &str) -> Option<Fault> {
    let mut rows = Vec::new();
    let mut line_ends = 0_u64;
    for row in &draft.rows {
        let Some(Cell::Text(text)) = row.cells.get(position) else { continue };
        if text.chars().any(char::is_control) {
            rows.push(row.number);
            line_ends += u64::from(text.contains(['\n', '\r']));
        }
    }
    let first = *rows.first()?;
    let count = rows.len() as u64;
    let kind = if line_ends == count {
        "a line end".to_owned()
    } else if line_ends == 0 {
        "a control character".to_owned()
    } else {
        format!("control characters ({line_ends} of them a line end)")
    };
    let message = format!("{count} cells of '{}' hold {kind} inside ({})", name.trim(), rows_named(&rows));
    let place = Place::row(first).in_field(name.trim());
    Some(Fault::new(Rule::ControlCharacters, place, message).counting(count))
}

/// A note where column names begin with a figure: many programs rename them.
pub(super) fn names_with_figures(draft: &Draft) -> Option<Fault> {
    let named: Vec<_> = draft
        .columns
        .iter()
        .map(|name| name.trim())
        .filter(|name| name.starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    let first = named.first()?;
    let message = format!(
        "{} with a figure ('{first}'{}); other programs may rename them",
        counted(named.len() as u64, "column name begins", "column names begin"),
        if named.len() > 1 { " ..." } else { "" }
    );
    Some(Fault::new(Rule::Header, Place::field(*first), message).counting(named.len() as u64))
}

/// "rows 2, 5, 9 and 12 more".
pub(super) fn rows_named(rows: &[u64]) -> String {
    let named: Vec<_> = rows.iter().take(NAMED).map(ToString::to_string).collect();
    let word = if rows.len() == 1 { "row" } else { "rows" };
    let more = rows.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{word} {}{more}", named.join(", "))
}
