//! Downloads, and how sure all of this is.

use maud::{Markup, html};

use crate::crosswalk::Rung;
use crate::engine::{BuiltCrosswalk, Edition, Engine, Way};
use crate::pages::badges::edition_path;
use crate::pages::format::{self, count, counted, len};
use crate::views::crosswalk::LEAST_SHARE;

use super::subject::Subject;

/// The files.
pub(super) fn downloads(subject: &Subject<'_>) -> Markup {
    let query = subject.api_query();
    let at = |path: &str| format!("/api/crosswalks{path}?{query}");
    html! {
        section aria-labelledby="downloads" {
            h2 class="govuk-heading-l" id="downloads" { "Downloads" }
            ul class="govuk-list ww-downloads" {
                li { a class="govuk-link" href=(at("/best-fit.csv")) download { "Lookup, one row an area (CSV)" }
                    " – the area of " (subject.to.title) " that most of it goes to, and how much"
                    @if !subject.built.is_official() { "; not an official best fit" } }
                li { a class="govuk-link" href=(at(".csv")) download { "All pairs (CSV)" } " – shared ground in m², weight, what it rests on, how they lie" }
                li { a class="govuk-link" href=(at(".xlsx")) download { "All pairs (Excel)" } " – typed cells, and a sheet with source, method and citation" }
                li { a class="govuk-link" href=(at(".parquet")) download { "All pairs (Parquet)" } " – the same for programs, with source and licence inside" }
                li { a class="govuk-link" href=(at("")) { "JSON" } " – pairs page by page, with balance sheet, evidence and licence" }
            }
        }
    }
}

/// The panel.
pub(super) fn section(subject: &Subject<'_>) -> Markup {
    html! {
        section aria-labelledby="sure" {
            h2 class="govuk-heading-l" id="sure" { "How sure is this?" }
            (method(subject.engine, &subject.built))
            ul class="govuk-list govuk-list--bullet" {
                @for (rung, sources) in subject.built.crosswalk.sheet(LEAST_SHARE).sources_by_rung {
                    li { (format::sentence(&counted(len(sources), "area rests", "areas rest"))) " on " (rung_words(rung)) }
                }
            }
            p class="govuk-body" {
                "Shared ground is measured exactly, on the boundaries as published. A published boundary itself is drawn to a metre or so, so that shares of a few square metres mean nothing."
            }
            (sources(&[subject.from, subject.to]))
        }
    }
}

/// How the weights came about, in a paragraph.
pub(super) fn method(engine: &Engine, built: &BuiltCrosswalk) -> Markup {
    html! {
        p class="govuk-body" {
            @match built.way {
                Way::Area => "By ground: each area is shared out by the ground that it has in the others, as if people were spread evenly. Where an area is half park, this sends half of its people to the park.",
                Way::AreaKeptInside => "By ground, all kept inside: as by ground, with everything taken to lie in the areas that it meets. Wrong wherever people do live outside them.",
                Way::Points | Way::Best => "By where people are: each area is shared out by the people counted at points inside it, and by ground where no one is counted.",
                Way::Lookup => "By the published lookup: each area goes whole to the one that its publisher names.",
            }
            @for used in &built.evidence {
                @if let Some(edition) = engine.edition(&used.edition) {
                    " People: " a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) } ", "
                    (count(len(used.points))) " points" @if let Some(column) = &used.column { ", column “" (column) "”" } "."
                }
            }
            @if let Some((key, publisher)) = &built.lookup {
                @if let Some(edition) = engine.edition(key) {
                    " Lookup: " a class="govuk-link" href=(edition_path(key)) { (edition.title) }
                    @match publisher {
                        Some(publisher) => { ", published by " (publisher) "." },
                        None => ". No publisher answers for it, so figures made with it are not official.",
                    }
                }
            }
        }
        p class="govuk-body-s ww-quiet" { "Crosswalk " code { (built.id) } ": the same layers, evidence and method have the same name." }
    }
}

fn rung_words(rung: Rung) -> &'static str {
    match rung {
        Rung::Lookup => "the lookup",
        Rung::Addresses => "home addresses",
        Rung::PostcodeHouseholds => "postcodes with their households",
        Rung::SmallAreaPopulation => "people counted in small areas, each small area at one point",
        Rung::OtherPoints => "other points",
        Rung::Area => "ground alone, because no one is counted in them or people were not asked for",
    }
}

/// Figures carried to the very layer they were published for name it once.
fn each_once<'e>(editions: &[&'e Edition]) -> Vec<&'e Edition> {
    let mut once: Vec<&Edition> = Vec::new();
    for edition in editions {
        if !once.iter().any(|known| known.key == edition.key) {
            once.push(edition);
        }
    }
    once
}

/// The sources and licences behind a view.
pub(super) fn sources(editions: &[&Edition]) -> Markup {
    html! {
        h3 class="govuk-heading-m" { "Sources and licences" }
        ul class="govuk-list govuk-list--bullet" {
            @for edition in each_once(editions) {
                li {
                    a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) } ", " (format::validity(edition.validity)) ". "
                    @if !edition.licence.attribution.is_empty() { (edition.licence.attribution.trim_end_matches('.')) ". " }
                    (edition.licence.name) "."
                }
            }
        }
    }
}
