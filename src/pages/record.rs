//! The page of one record of a register.

use maud::{Markup, html};

use crate::engine::{Edition, Engine, Found};
use crate::register::Record;
use crate::table::Table;

use super::badges::{self, edition_path, record_path, source_path};
use super::cell::cell;
use super::edition::parts::row;
use super::format::{self, NumberStyle, number};
use super::frame::{Page, Section};
use super::mapblock::{spot_map, spot_sheet};
use super::sheet::Sheet;
use super::whereabouts::areas_table;

/// The page.
#[must_use]
pub fn page(engine: &Engine, edition: &Edition, at: usize, record: &Record) -> Page {
    let label = record.name.as_ref().unwrap_or(&record.id);
    let found = record.location.map(|(point, _)| engine.where_is(point, None));
    let body = html! {
        span class="govuk-caption-xl" { (edition.title) }
        h1 class="govuk-heading-xl" { (label) }
        p class="govuk-body ww-badges" { (badges::vintage(edition)) (badges::age(edition)) }
        div class="ww-split" {
            div { @if let Some((point, _)) = record.location { (spot_map(engine, point, label)) } }
            div {
                (location(record))
                @if record.location.is_some() {
                    p class="govuk-body" { a class="govuk-link" href=(format!("{}/walk", record_path(&edition.key, at))) { "Who lives within a walk of it" } }
                }
            }
        }
        section aria-labelledby="published" {
            h2 class="govuk-heading-l" id="published" { "What the register says" }
            (published(edition.attributes(), at))
            p class="govuk-body" { a class="govuk-link" href=(source_path(&edition.key, at)) { "The row in the published file" } }
        }
        section aria-labelledby="areas" {
            h2 class="govuk-heading-l" id="areas" { "Areas that hold it" }
            (areas(engine, found.as_deref()))
        }
    };
    let title = format!("{label}: record of {}, {}", edition.title, format::validity(edition.validity));
    let trail =
        vec![("Registers".into(), "/registers".into()), (edition.title.clone(), edition_path(&edition.key))];
    Page { title, section: Section::Registers, trail, body }
}

/// The map of the page for a sheet of its own; `None` where nothing says where the record lies.
#[must_use]
pub fn sheet(engine: &Engine, edition: &Edition, record: &Record) -> Option<Sheet> {
    let label = record.name.as_ref().unwrap_or(&record.id);
    spot_sheet(engine, record.location?.0, label, edition)
}

fn location(record: &Record) -> Markup {
    html! {
        @match record.location {
            Some((point, precision)) => {
                dl class="govuk-summary-list" {
                    (row("Location", &html! { (format::sentence(badges::precision_words(precision))) }))
                    (row("Easting and northing", &html! { (number(point.e, NumberStyle::PLAIN)) ", " (number(point.n, NumberStyle::PLAIN)) }))
                }
            },
            None => div class="govuk-inset-text" {
                "This record is not located: nothing in its row places it on the ground. It stands in lists but not on maps."
            },
        }
    }
}

fn published(table: &Table, at: usize) -> Markup {
    html! {
        dl class="govuk-summary-list" {
            @for (column, info) in table.columns().iter().enumerate() {
                (row(&info.name, &cell(table, at, column, NumberStyle::of(table, column))))
            }
        }
    }
}

fn areas(engine: &Engine, found: Option<&[Found]>) -> Markup {
    match found {
        None => html! { p class="govuk-body" { "Without a location no area can be named." } },
        Some([]) => html! { p class="govuk-body" { "No area of this place holds the point." } },
        Some(found) => areas_table(engine, found, "Areas that hold this record"),
    }
}
