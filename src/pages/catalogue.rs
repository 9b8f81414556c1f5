//! The data catalogue: every data set with its editions, and the way to upload.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::check::report::Verdict;
use crate::engine::{Dataset, Edition, Engine};
use crate::model::{DatasetKind, EditionKey, Validity};

use super::badges::{self, edition_path};
use super::edition::parts::holds;
use super::format::{self, counted, len};
use super::frame::{Page, Section};

/// The page.
#[must_use]
pub fn page(engine: &Engine, verdicts: &BTreeMap<EditionKey, Verdict>) -> Page {
    let snapshot = engine.snapshot();
    let editions: usize = snapshot.datasets.values().map(|d| d.editions.len()).sum();
    let body = html! {
        h1 class="govuk-heading-xl" { "Data catalogue" }
        p class="govuk-body-l" {
            (format::sentence(&counted(len(snapshot.datasets.len()), "data set", "data sets"))) " of " (snapshot.info.name) " in "
            (counted(len(editions), "edition", "editions")) ", each as it was published, checked and explained."
        }
        p class="govuk-body ww-noprint" {
            a class="govuk-button govuk-button--secondary" href="/data/upload" { "Add a file" }
        }
        @if snapshot.datasets.is_empty() { (empty()) }
        @for kind in DatasetKind::ALL { (of_kind(engine, kind, verdicts)) }
    };
    Page { title: "Data catalogue".into(), section: Section::Data, trail: Vec::new(), body }
}

fn empty() -> Markup {
    html! {
        div class="govuk-inset-text" {
            p class="govuk-body" { "Nothing has been imported yet." }
            p class="govuk-body" { "On the command line: " code { "wardwise import MANIFEST --source DIR --place DIR" } }
        }
    }
}

fn of_kind(engine: &Engine, kind: DatasetKind, verdicts: &BTreeMap<EditionKey, Verdict>) -> Markup {
    let sets: Vec<&Dataset> = engine.snapshot().datasets.values().filter(|d| d.kind == kind).collect();
    if sets.is_empty() {
        return html! {};
    }
    let heading = match kind {
        DatasetKind::Layer => "Boundaries",
        DatasetKind::Register => "Registers",
        DatasetKind::Table => "Tables of figures",
        DatasetKind::Network => "Streets and paths",
    };
    let dates = if kind == DatasetKind::Table { "Figures for" } else { "In force" };
    html! {
        section aria-labelledby=(kind.key()) {
            h2 class="govuk-heading-l" id=(kind.key()) { (heading) }
            table class="govuk-table ww-table ww-table--stacks ww-catalogue" role="table" {
                caption class="govuk-visually-hidden" { (heading) ", with their editions" }
                thead class="govuk-table__head" role="rowgroup" { tr class="govuk-table__row" role="row" {
                    @for label in ["Data set and edition", dates, "Holds", "Licence", "Checks"] { th scope="col" role="columnheader" class="govuk-table__header" { (label) } }
                } }
                @for set in sets { (dataset(set, dates, verdicts)) }
            }
        }
    }
}

fn dataset(set: &Dataset, dates: &str, verdicts: &BTreeMap<EditionKey, Verdict>) -> Markup {
    html! {
        tbody class="govuk-table__body" role="rowgroup" id=(format!("set-{}", set.id)) {
            tr class="govuk-table__row ww-catalogue__set" role="row" {
                th scope="rowgroup" role="rowheader" colspan="5" class="govuk-table__header" {
                    strong { (set.title) } @if !set.description.is_empty() { span class="ww-quiet" { " – " (set.description) } }
                }
            }
            @for edition in &set.editions { (edition_row(edition, dates, verdicts.get(&edition.key).copied())) }
        }
    }
}

fn edition_row(edition: &Edition, dates: &str, verdict: Option<Verdict>) -> Markup {
    html! {
        tr class="govuk-table__row" role="row" {
            th scope="row" role="rowheader" class="govuk-table__header" {
                a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) }
            }
            td class="govuk-table__cell" role="cell" data-label=(dates) { (when(edition)) }
            td class="govuk-table__cell" role="cell" data-label="Holds" { (holds(edition)) }
            td class="govuk-table__cell" role="cell" data-label="Licence" { (edition.licence.name) }
            td class="govuk-table__cell" role="cell" data-label="Checks" {
                @match verdict {
                    Some(verdict) => a class="govuk-link" href=(format!("{}#checks", edition_path(&edition.key))) { (badges::verdict(verdict)) span class="govuk-visually-hidden" { ": checks of " (edition.title) } },
                    None => span class="ww-quiet" { "no report kept" },
                }
            }
        }
    }
}

/// The period of figures where one is stated, else when the edition is in force.
fn when(edition: &Edition) -> Markup {
    let dated = edition.validity != Validity::default();
    html! {
        @if let Some(period) = &edition.period { (period) }
        @if edition.period.is_some() && dated { ", " (format::validity(edition.validity)) }
        @if edition.period.is_none() {
            @if dated { (format::in_force(edition.validity)) } @else { span class="ww-quiet" { "Dates not stated" } }
        }
    }
}

/// The list of registers.
#[must_use]
pub fn registers(engine: &Engine) -> Page {
    let sets: Vec<&Dataset> =
        engine.snapshot().datasets.values().filter(|d| d.kind == DatasetKind::Register).collect();
    let body = html! {
        h1 class="govuk-heading-xl" { "Registers of assets and places" }
        p class="govuk-body-l" { "Buildings, services and other things on the ground, each as a list and on a map." }
        @if sets.is_empty() {
            p class="govuk-inset-text" { "This place has no register yet. Add one to the manifest and import it, or "
                a class="govuk-link" href="/data/upload" { "upload a file" } "." }
        }
        ul class="ww-cards" {
            @for set in sets { @if let Some(newest) = set.editions.first() { (register_card(set, newest)) } }
        }
    };
    Page {
        title: "Registers of assets and places".into(),
        section: Section::Registers,
        trail: Vec::new(),
        body,
    }
}

fn register_card(set: &Dataset, newest: &Edition) -> Markup {
    let located =
        newest.register().map_or(0, |r| r.records.iter().filter(|record| record.location.is_some()).count());
    html! {
        li class="ww-card" {
            h2 class="govuk-heading-m" { a class="govuk-link" href=(edition_path(&newest.key)) { (set.title) } }
            @if !set.description.is_empty() { p class="govuk-body" { (set.description) } }
            p class="govuk-body-s" { (format::sentence(&holds(newest))) ", " (format::count(len(located))) " on the map. " (format::sentence(&format::validity(newest.validity))) "." }
        }
    }
}
