//! Words and figures of explanations.

use crate::colocate::told::{Cited, Known, Told};
use crate::colocate::words::YesNo;

/// What is said of a told value that is not there.
pub(super) fn silence<T>(told: &Told<T>, what: &str) -> String {
    match &told.known {
        Known::Unread(text) => format!("the register says \u{201c}{text}\u{201d}, which is not understood"),
        _ if told.cited.is_some() => format!("the register does not tell {what}"),
        _ => format!("no register tells {what}"),
    }
}

pub(super) fn cells(cited: impl IntoIterator<Item = Option<Cited>>) -> Vec<Cited> {
    let mut cells: Vec<Cited> = Vec::new();
    for cell in cited.into_iter().flatten() {
        if !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    cells
}

pub(super) fn said(told: &Told<YesNo>, whether: &str, what: &str) -> String {
    match told.value() {
        Some(YesNo::Yes) => format!("the register says yes to {what}"),
        Some(YesNo::No) => format!("the register says no to {what}"),
        Some(YesNo::Part) => format!("the register says that there is {what} in part"),
        None => silence(told, whether),
    }
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

pub(super) fn hours(minutes: u32) -> String {
    number((f64::from(minutes) / 6.0).round() / 10.0)
}

/// A figure without needless decimals.
pub(super) fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    grouped(&format!("{rounded}"))
}

/// People, whole.
pub(super) fn people(count: f64) -> String {
    grouped(&format!("{:.0}", count.max(0.0)))
}

/// Thousands apart.
fn grouped(figure: &str) -> String {
    let (whole, rest) = figure.split_once('.').map_or((figure, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && !out.ends_with('-') {
            out.push(',');
        }
        out.push(digit);
    }
    rest.map_or_else(|| out.clone(), |rest| format!("{out}.{rest}"))
}
