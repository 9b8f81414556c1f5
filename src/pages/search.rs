//! What a search found, or what to try instead.

use maud::{Markup, html};

use crate::engine::{Engine, Hit, Target};

use super::badges::{area_path, record_path};
use super::format::{self, counted, encode, len};
use super::frame::{Page, Section};

/// Hits on one page.
const MOST_HITS: usize = 50;

/// The page.
#[must_use]
pub fn page(engine: &Engine, wanted: &str) -> Page {
    let wanted = wanted.trim();
    let hits = if wanted.is_empty() { Vec::new() } else { engine.search(wanted, MOST_HITS) };
    let body = html! {
        h1 class="govuk-heading-xl" { "Search" }
        form class="ww-find" action="/search" method="get" {
            label class="govuk-label govuk-label--s" for="search-again" { "Postcode, or the name or code of a place, ward or asset" }
            div class="ww-find__row" {
                input class="govuk-input" id="search-again" name="q" type="search" value=(wanted) autocomplete="off"
                    spellcheck="false" maxlength="200";
                button class="govuk-button" type="submit" { "Find" }
            }
        }
        @if wanted.is_empty() { p class="govuk-body" { "Type something to look for." } }
        @else if hits.is_empty() { (nothing(wanted)) }
        @else { (found(engine, wanted, &hits)) }
    };
    let title = if wanted.is_empty() {
        "Search".to_owned()
    } else {
        format!("Search for “{wanted}”: {}", counted(len(hits.len()), "result", "results"))
    };
    Page { title, section: Section::Elsewhere, trail: Vec::new(), body }
}

fn found(engine: &Engine, wanted: &str, hits: &[Hit]) -> Markup {
    html! {
        h2 class="govuk-heading-m" {
            @if hits.len() == MOST_HITS { "The first " (MOST_HITS) " results" } @else { (format::sentence(&counted(len(hits.len()), "result", "results"))) }
            " for “" (wanted) "”"
        }
        ol class="govuk-list ww-hits" {
            @for hit in hits {
                @if let Some((href, kind)) = link(engine, hit) {
                    li class="ww-hit" {
                        a class="govuk-link ww-hit__label" href=(href) { (hit.label) }
                        span class="ww-hit__detail" { (kind) @if !hit.detail.is_empty() { ", " (hit.detail) } }
                        (profiles(engine, hit))
                    }
                }
            }
        }
    }
}

fn nothing(wanted: &str) -> Markup {
    html! {
        div class="govuk-inset-text" {
            h2 class="govuk-heading-m" { "Nothing was found for “" (wanted) "”" }
            ul class="govuk-list govuk-list--bullet" {
                li { "Check the spelling, or type only the first letters." }
                li { "A postcode is only found when this place holds a postcode list that has it." }
                li { "For coordinates, use " a class="govuk-link" href="/where" { "Where" } "." }
                li { "Or look through the " a class="govuk-link" href="/data" { "data catalogue" } "." }
            }
        }
    }
}

fn link(engine: &Engine, hit: &Hit) -> Option<(String, &'static str)> {
    match &hit.target {
        Target::Area { edition, area } => {
            let code = &engine.layer(edition)?.areas.get(*area)?.code;
            Some((area_path(edition, code.as_str()), "Area"))
        }
        Target::Record { edition, record } => Some((record_path(edition, *record), "Record")),
        Target::Postcode { postcode, .. } => Some((format!("/where?q={}", encode(postcode)), "Postcode")),
    }
}

/// The profiles of an area that was found.
fn profiles(engine: &Engine, hit: &Hit) -> Markup {
    let Target::Area { edition, area } = &hit.target else { return html! {} };
    let Some(found) = engine.layer(edition).and_then(|layer| layer.areas.get(*area)) else { return html! {} };
    super::assess::profiles_of(engine, edition, found.code.as_str())
}

/// The one page that a search leads to without asking, if it is that clear.
#[must_use]
pub fn straight_to(engine: &Engine, wanted: &str) -> Option<String> {
    let hits = engine.search(wanted, 2);
    let [hit] = hits.as_slice() else { return None };
    let exact = hit.label.eq_ignore_ascii_case(wanted.trim())
        || crate::model::Postcode::parse(wanted).is_some_and(|p| p.as_str() == hit.label);
    exact.then(|| link(engine, hit).map(|(href, _)| href)).flatten()
}
