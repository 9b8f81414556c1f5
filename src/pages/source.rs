//! The published row behind a row of the place, cell by cell.

use maud::{Markup, html};

use crate::engine::Edition;

use super::badges::edition_path;
use super::edition::parts::row;
use super::frame::{Page, Section};

/// A record exactly as it stands in the published file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Published {
    /// Path inside the source folder.
    pub file: String,
    /// Sheet, layer or member.
    pub part: Option<String>,
    /// 1-based record; the starting line in text tables.
    pub row: u64,
    /// Published column names and cells.
    pub cells: Vec<(String, String)>,
}

/// The page. `label` names the row; `back` is the page it is usually reached from.
#[must_use]
pub fn page(edition: &Edition, label: &str, published: &Published) -> Page {
    let body = html! {
        span class="govuk-caption-xl" { (edition.title) }
        h1 class="govuk-heading-xl" { "Source of " (label) }
        p class="govuk-body-l" { "These are the cells as they were published, before anything was read into them." }
        dl class="govuk-summary-list" {
            (row("Published file", &html! { code { (published.file) } }))
            @if let Some(part) = &published.part { (row("Part of the file", &html! { code { (part) } })) }
            (row("Row of the file", &html! { (published.row) }))
            (row("Checksum of the file", &html! { code class="ww-break" { "SHA-256 " (edition.checksum) } }))
            (row("Licence", &html! { (edition.licence.name) @if !edition.licence.attribution.is_empty() { ". " (edition.licence.attribution) } }))
            (row("Read by", &html! { "Wardwise " (env!("CARGO_PKG_VERSION")) ", into version " a class="govuk-link" href=(format!("/history#version-{}", edition.since_version)) { (edition.since_version) } " of this place" }))
        }
        (cells(published))
        p class="govuk-body" { a class="govuk-link" href=(edition_path(&edition.key)) { "Back to " (edition.title) } }
    };
    let title = format!("Source of {label}, {}", edition.title);
    let trail = vec![("Data".into(), "/data".into()), (edition.title.clone(), edition_path(&edition.key))];
    Page { title, section: Section::Data, trail, body }
}

fn cells(published: &Published) -> Markup {
    html! {
        h2 class="govuk-heading-l" { "Published cells" }
        @if published.cells.is_empty() { p class="govuk-body" { "The published record has no cell." } }
        @else {
            div class="ww-scroll" role="region" aria-label="Published cells" tabindex="0" {
                table class="govuk-table ww-table" {
                    caption class="govuk-visually-hidden" { "Published cells" }
                    thead class="govuk-table__head" { tr class="govuk-table__row" {
                        th scope="col" class="govuk-table__header" { "Column" }
                        th scope="col" class="govuk-table__header" { "Cell" }
                    } }
                    tbody class="govuk-table__body" {
                        @for (column, cell) in &published.cells {
                            tr class="govuk-table__row" {
                                th scope="row" class="govuk-table__header" { (column) }
                                td class="govuk-table__cell ww-verbatim" {
                                    @if cell.is_empty() { span class="ww-missing" { "empty" } } @else { (cell) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
