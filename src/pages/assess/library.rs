//! The indicator library: every measure of the place with what a reader may ask of it.

use maud::{Markup, html};

use crate::engine::{Engine, LibraryEdition, LibraryEntry};
use crate::model::Polarity;
use crate::pages::badges::edition_path;
use crate::pages::format::{self, counted, len};
use crate::pages::frame::{Page, Section};

/// The address of the library.
pub const LIBRARY: &str = "/indicators";

const HEADS: [&str; 5] =
    ["Indicator", "What it counts", "Worse end", "Who answers for it", "Figures and terms"];

/// The page.
#[must_use]
pub fn page(engine: &Engine) -> Page {
    let all = engine.library();
    let held_back = all.iter().filter(|entry| !entry.lacks.is_empty()).count();
    let body = html! {
        h1 class="govuk-heading-xl" { "Indicators" }
        p class="govuk-body-l" {
            (format::sentence(&counted(len(all.len()), "measure", "measures"))) " of " (engine.snapshot().info.name)
            ". An assessment may use those of which all is said that a reader may ask: "
            @if held_back == 0 { "that is all of them." } @else { (len(all.len() - held_back)) " of them." }
        }
        @if all.is_empty() {
            div class="govuk-inset-text" {
                p class="govuk-body" { "Say in the manifest what figures mean, under " code { "[[measure]]" } ", and import it again." }
            }
        } @else {
            (table(&all))
        }
        p class="govuk-body" { a class="govuk-link" href="/api/indicators" { "The same for programs (JSON)" } }
    };
    let trail = vec![("Assessments".to_owned(), super::PATH.to_owned())];
    Page { title: "Indicators".to_owned(), section: Section::Assessments, trail, body }
}

fn table(all: &[LibraryEntry<'_>]) -> Markup {
    html! {
        table class="govuk-table ww-table ww-table--stacks" role="table" {
            caption class="govuk-visually-hidden" { "Every measure, with what is said of it" }
            thead class="govuk-table__head" role="rowgroup" { tr class="govuk-table__row" role="row" {
                @for head in HEADS { th scope="col" role="columnheader" class="govuk-table__header" { (head) } }
            } }
            tbody class="govuk-table__body" role="rowgroup" { @for entry in all { (row(entry)) } }
        }
    }
}

fn row(entry: &LibraryEntry<'_>) -> Markup {
    let (measure, about) = (entry.measure, &entry.measure.about);
    let cell = |label: &str, content: &Markup| {
        html! { td class="govuk-table__cell" role="cell" data-label=(label) { (content) } }
    };
    html! {
        tr class="govuk-table__row" role="row" id=(measure.id) {
            th scope="row" role="rowheader" class="govuk-table__header" {
                (measure.title) " " span class="ww-quiet ww-line" { (measure.id) }
                @if !entry.lacks.is_empty() {
                    p class="govuk-body-s" { strong { "Not to be published: " } (format::list(&entry.lacks)) " not said." }
                }
            }
            (cell(HEADS[1], &html! {
                (said(&about.numerator))
                @if !about.denominator.is_empty() { ", of " (about.denominator) }
                span class="ww-quiet ww-line" { (measure.kind.key()) ", " (said(&measure.unit)) }
            }))
            (cell(HEADS[2], &html! { (worse_end(about.polarity)) }))
            (cell(HEADS[3], &html! {
                (said(&about.owner))
                span class="ww-quiet ww-line" { "next figures: " (said(&about.next_update)) }
            }))
            (cell(HEADS[4], &html! { @for edition in &entry.editions { (held(edition)) } }))
        }
    }
}

fn held(one: &LibraryEdition<'_>) -> Markup {
    let edition = one.edition;
    let geography = edition.table().and_then(|table| table.geography.as_ref());
    html! {
        p class="govuk-body-s" {
            a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) }
            span class="ww-quiet ww-line" {
                @match one.periods.as_slice() {
                    [] => "period not said",
                    [only] => (only),
                    [first, .., last] => { (first) " to " (last) },
                }
                @match (geography, &one.source.located) {
                    (_, Some(located)) => { "; by the records of " (located.register) },
                    (Some(key), None) => { "; " (key) },
                    (None, None) => "; areas not said",
                }
                "; " (edition.licence.name)
            }
        }
    }
}

fn worse_end(polarity: Option<Polarity>) -> &'static str {
    match polarity {
        Some(Polarity::HigherIsWorse) => "high",
        Some(Polarity::LowerIsWorse) => "low",
        Some(Polarity::Neither) => "neither",
        None => "not said",
    }
}

fn said(text: &str) -> &str {
    if text.is_empty() { "not said" } else { text }
}
