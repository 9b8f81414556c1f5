//! The data catalogue: every data set with its editions, and the way to upload.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::check::report::Verdict;
use crate::engine::{Dataset, Edition, Engine};
use crate::model::{DatasetKind, EditionKey};

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
    };
    html! {
        section aria-labelledby=(kind.key()) {
            h2 class="govuk-heading-l" id=(kind.key()) { (heading) }
            div class="ww-scroll ww-scroll--whole" role="region" aria-label={ (heading) ", as a table" } tabindex="0" {
                table class="govuk-table ww-table ww-catalogue" {
                    caption class="govuk-visually-hidden" { (heading) ", with their editions" }
                    thead class="govuk-table__head" { tr class="govuk-table__row" {
                        @for label in ["Data set and edition", "In force", "Holds", "Licence", "Checks"] { th scope="col" class="govuk-table__header" { (label) } }
                    } }
                    @for set in sets { (dataset(set, verdicts)) }
                }
            }
        }
    }
}

fn dataset(set: &Dataset, verdicts: &BTreeMap<EditionKey, Verdict>) -> Markup {
    html! {
        tbody class="govuk-table__body" id=(format!("set-{}", set.id)) {
            tr class="govuk-table__row ww-catalogue__set" {
                th scope="rowgroup" colspan="5" class="govuk-table__header" {
                    strong { (set.title) } @if !set.description.is_empty() { span class="ww-quiet" { " – " (set.description) } }
                }
            }
            @for edition in &set.editions { (edition_row(edition, verdicts.get(&edition.key).copied())) }
        }
    }
}

fn edition_row(edition: &Edition, verdict: Option<Verdict>) -> Markup {
    html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" {
                a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) }
                @if let Some(period) = &edition.period { br; span class="ww-quiet" { "Figures for " (period) } }
            }
            td class="govuk-table__cell" { (format::sentence(format::validity(edition.validity).trim_start_matches("in force "))) }
            td class="govuk-table__cell" { (holds(edition)) }
            td class="govuk-table__cell" { (edition.licence.name) }
            td class="govuk-table__cell" {
                @match verdict {
                    Some(verdict) => a class="govuk-link" href=(format!("{}#checks", edition_path(&edition.key))) { (badges::verdict(verdict)) span class="govuk-visually-hidden" { ": checks of " (edition.title) } },
                    None => span class="ww-quiet" { "no report kept" },
                }
            }
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
