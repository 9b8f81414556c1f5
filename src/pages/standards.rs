//! The pages of the OGC interface: the same resources as its JSON, for people.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::engine::Engine;

use super::format::{self, counted, len};
use super::frame::{Page, Section, Site};

/// Links above a heading, outermost first.
pub type Trail = Vec<(String, String)>;

/// A list of things to go to.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Heading.
    pub title: String,
    /// A sentence below it.
    pub lead: String,
    /// The things.
    pub entries: Vec<Entry>,
    /// Address of the same as JSON.
    pub json: String,
    /// Links above the heading.
    pub trail: Trail,
}

/// One thing of a list.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name.
    pub title: String,
    /// Its id, where it has one.
    pub code: String,
    /// Its page.
    pub href: String,
    /// What it is.
    pub description: String,
}

/// One thing in full.
#[derive(Debug, Clone)]
pub struct Record {
    /// Heading.
    pub title: String,
    /// What is known of it; `None` is a dash.
    pub fields: Vec<(String, Option<String>)>,
    /// Ways on: label and address.
    pub ways: Vec<(String, String)>,
    /// Links above the heading.
    pub trail: Trail,
}

/// A page of features.
#[derive(Debug, Clone)]
pub struct Table {
    /// Name of the collection.
    pub title: String,
    /// Features on all pages.
    pub matched: usize,
    /// Names of the properties that are shown.
    pub columns: Vec<String>,
    /// How many properties are not shown.
    pub left_out: usize,
    /// The features.
    pub rows: Vec<Row>,
    /// Address of the next page.
    pub next: Option<String>,
    /// Address of the same as GeoJSON.
    pub json: String,
    /// Links above the heading.
    pub trail: Trail,
}

/// A feature in a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Its page.
    pub href: String,
    /// What its properties hold, or why they hold nothing.
    pub cells: Vec<Result<String, &'static str>>,
}

/// A page as an answer.
#[must_use]
pub fn show(engine: &Engine, page: &Page) -> Response {
    let site = Site::new(&engine.snapshot().info, engine.version());
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.render(&site).into_string()).into_response()
}

/// A list of things to go to.
#[must_use]
pub fn listing(listing: &Listing) -> Page {
    let body = html! {
        h1 class="govuk-heading-xl" { (listing.title) }
        p class="govuk-body-l" { (listing.lead) }
        ul class="govuk-list govuk-list--spaced" {
            @for entry in &listing.entries {
                li {
                    a class="govuk-link" href=(entry.href) { (entry.title) }
                    @if !entry.code.is_empty() { " " code { (entry.code) } }
                    @if !entry.description.is_empty() { br; span class="ww-quiet" { (entry.description) } }
                }
            }
        }
        (as_json(&listing.json, "The same as JSON"))
    };
    page(&listing.title, &listing.trail, body)
}

/// One thing in full.
#[must_use]
pub fn item(record: &Record) -> Page {
    let body = html! {
        h1 class="govuk-heading-xl" { (record.title) }
        dl class="govuk-summary-list" {
            @for (name, value) in &record.fields {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { (name) }
                    dd class="govuk-summary-list__value" { (value.as_deref().unwrap_or("–")) }
                }
            }
        }
        ul class="govuk-list govuk-list--bullet" {
            @for (label, href) in &record.ways { li { a class="govuk-link" href=(href) { (label) } } }
        }
    };
    page(&record.title, &record.trail, body)
}

/// A page of features.
#[must_use]
pub fn items(table: &Table) -> Page {
    let title = format!("Features of {}", table.title);
    let body = html! {
        h1 class="govuk-heading-xl" { (title) }
        p class="govuk-body" {
            (format::sentence(&counted(len(table.matched), "feature", "features"))) "; "
            (format::count(len(table.rows.len()))) " on this page."
            @if table.left_out > 0 {
                " " (counted(len(table.left_out), "further property is", "further properties are")) " on the page of each feature."
            }
        }
        @if table.rows.is_empty() {
            p class="govuk-inset-text" { "No feature meets what was asked for." }
        } @else { (features(table, &title)) }
        @if let Some(next) = &table.next {
            p class="govuk-body" { a class="govuk-link" href=(next) rel="next" { "Next page" } }
        }
        (as_json(&table.json, "The same as GeoJSON"))
    };
    page(&title, &table.trail, body)
}

fn features(table: &Table, title: &str) -> Markup {
    html! {
        div class="ww-scroll" role="region" aria-label=(title) tabindex="0" {
            table class="govuk-table ww-table" {
                caption class="govuk-visually-hidden" { (title) }
                thead class="govuk-table__head" {
                    tr class="govuk-table__row" {
                        th scope="col" class="govuk-table__header" { "Feature" }
                        @for column in &table.columns { th scope="col" class="govuk-table__header" { (column) } }
                    }
                }
                tbody class="govuk-table__body" {
                    @for row in &table.rows {
                        tr class="govuk-table__row" {
                            th scope="row" class="govuk-table__header" { a class="govuk-link" href=(row.href) { (row.id) } }
                            @for cell in &row.cells {
                                td class="govuk-table__cell" {
                                    @match cell {
                                        Ok(text) => (text),
                                        Err(reason) => span class="ww-missing" { (reason) },
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn as_json(href: &str, label: &str) -> Markup {
    html! { p class="govuk-body" { a class="govuk-link" href=(href) { (label) } } }
}

fn page(title: &str, trail: &Trail, body: Markup) -> Page {
    Page { title: title.to_owned(), section: Section::Data, trail: trail.clone(), body }
}
