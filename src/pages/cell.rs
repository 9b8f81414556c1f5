//! One cell of a published table on a page.

use maud::{Markup, html};

use crate::draft::Cell;
use crate::table::Table;

use super::badges;
use super::format::{self, NumberStyle, number};

/// Longer texts are cut on lists; the source page has them whole.
const MOST_CHARS: usize = 160;

/// A cell as people read it; a gap says why it is one.
#[must_use]
pub fn cell(table: &Table, row: usize, column: usize, style: NumberStyle) -> Markup {
    if let Some(reason) = table.gap(row, column) {
        return badges::missing(reason);
    }
    match table.cell(row, column) {
        Cell::Number(value) => html! { (number(value, style)) },
        Cell::Flag(flag) => html! { (if flag { "yes" } else { "no" }) },
        Cell::Day(day) => html! { (format::day(day)) },
        other => text(&other.display()),
    }
}

fn text(text: &str) -> Markup {
    if text.chars().count() <= MOST_CHARS {
        return html! { (text) };
    }
    let short: String = text.chars().take(MOST_CHARS).collect();
    html! { (short) span class="ww-quiet" { "… (cut here; whole on the source page)" } }
}
