//! Candidates as a list that can be filtered, compared and marked.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::colocate::{Answer, Gate, Pair, Tier};
use crate::pages::format::{counted, len};
use crate::pages::listing::{self, Listing};

use super::asked::Filter;
use super::compare::MOST;
use super::finder::Finder;
use super::{PATH, parts};

/// Candidates on one page.
const PER_PAGE: usize = 25;

/// The view.
pub fn view(finder: Finder<'_>) -> Markup {
    let found = finder.found;
    if found.found.pairs.is_empty() {
        return html! {
            p class="govuk-inset-text" {
                "No pair fails no gate, so there is no candidate. Below stands what is missing and what would help."
            }
        };
    }
    let filter = Filter::of(finder.params);
    let pairs: Vec<&Pair> = found.found.pairs.iter().filter(|pair| filter.lets(found, pair)).collect();
    let listing = Listing { path: PATH, params: finder.params, per_page: PER_PAGE };
    let window = listing.window(pairs.len());
    html! {
        section aria-labelledby="candidates" {
            h2 class="govuk-heading-l" id="candidates" { "Candidates, the best first" }
            (filters(finder, &filter))
            @if pairs.is_empty() {
                p class="govuk-inset-text" {
                    "No candidate is of this kind. "
                    a class="govuk-link" href=(parts::view_link(finder.params, found.spec.id.as_str(), "candidates")) { "Show all candidates" } "."
                }
            } @else {
                p class="govuk-body" {
                    (counted(len(pairs.len()), "candidate", "candidates")) " of " (found.found.ranked) " that fail no gate"
                    @if filter.is_on() { ", as filtered" } ": for each service the best, and those on the front of cost, access and equality."
                }
                form action=(format!("{PATH}/compare")) method="get" {
                    input type="hidden" name="search" value=(found.spec.id);
                    @for id in finder.params.all("keep") { input type="hidden" name="keep" value=(id); }
                    (table(finder, &pairs[window]))
                    button class="govuk-button govuk-button--secondary ww-noprint" type="submit" { "Compare those ticked (up to " (MOST) ")" }
                }
                (listing.pager(pairs.len(), "candidate", "candidates"))
            }
        }
    }
}

fn filters(finder: Finder<'_>, filter: &Filter<'_>) -> Markup {
    let estate = &finder.found.estate;
    let pairs = &finder.found.found.pairs;
    let terms: BTreeSet<&String> = pairs
        .iter()
        .filter_map(|pair| estate.services[pair.service as usize].terms.value())
        .flatten()
        .collect();
    let owners: BTreeSet<&String> =
        pairs.iter().filter_map(|pair| estate.buildings[pair.building as usize].owner.value()).collect();
    html! {
        form class="ww-fit ww-noprint" action=(PATH) method="get" {
            input type="hidden" name="search" value=(finder.found.spec.id);
            @for id in finder.params.all("keep") { input type="hidden" name="keep" value=(id); }
            div class="ww-fit__row" {
                div class="govuk-form-group" {
                    label class="govuk-label" for="tier" { "Gates" }
                    select class="govuk-select" id="tier" name="tier" {
                        option value="" { "All" }
                        @for tier in [Tier::Passes, Tier::ToCheck] {
                            option value=(tier.key()) selected[filter.tier == Some(tier)] { (tier.title()) }
                        }
                    }
                }
                (choice("term", "Kind of service", &terms, filter.term))
                (choice("owner", "Owner of the building", &owners, filter.owner))
                div class="govuk-form-group" {
                    label class="govuk-label" for="front" { "Cost, access and equality" }
                    select class="govuk-select" id="front" name="front" {
                        option value="" { "All" }
                        option value="on" selected[filter.front] { "On the front alone" }
                    }
                }
            }
            button class="govuk-button govuk-button--secondary" type="submit" { "Filter" }
        }
    }
}

fn choice(name: &str, label: &str, words: &BTreeSet<&String>, chosen: Option<&str>) -> Markup {
    html! {
        div class="govuk-form-group" {
            label class="govuk-label" for=(name) { (label) }
            select class="govuk-select" id=(name) name=(name) {
                option value="" { "All" }
                @for word in words { option value=(word) selected[chosen == Some(word.as_str())] { (word) } }
            }
        }
    }
}

fn table(finder: Finder<'_>, pairs: &[&Pair]) -> Markup {
    let heads = [
        "Rank",
        "Service",
        "Building",
        "Walk",
        "Score",
        "Gates",
        "Open questions",
        "Cost, access, equality",
        "Compare",
    ];
    let head = html! {
        thead class="govuk-table__head" { tr class="govuk-table__row" {
            @for head in heads { th scope="col" class="govuk-table__header" { (head) } }
        } }
    };
    let rows = html! { @for pair in pairs { (row(finder, pair)) } };
    listing::table("Candidates: a service and a building that it could move into", &head, &rows)
}

fn row(finder: Finder<'_>, pair: &Pair) -> Markup {
    let found = finder.found;
    let service = &found.estate.services[pair.service as usize];
    let building = &found.estate.buildings[pair.building as usize];
    let id = found.id_of(pair);
    let label = format!("{} into {}", service.name, building.name);
    let is_kept = finder.params.all("keep").any(|kept| kept == id);
    html! {
        tr class="govuk-table__row" {
            td class="govuk-table__cell" { (pair.rank) }
            th scope="row" class="govuk-table__header" {
                a class="govuk-link" href=(parts::candidate_link(finder.params, found, &id)) { (service.name) }
                @if let Some(owner) = service.owner.value() { br; span class="ww-quiet" { (owner) } }
                @if is_kept { br; span class="govuk-tag govuk-tag--blue" { "Marked" } }
            }
            td class="govuk-table__cell" {
                (building.name)
                @if let Some(owner) = building.owner.value() { br; span class="ww-quiet" { (owner) } }
            }
            td class="govuk-table__cell" { (parts::walk(pair.minutes)) }
            td class="govuk-table__cell" { (parts::score(pair.score)) }
            td class="govuk-table__cell" { (parts::tier(pair.answers.tier())) }
            td class="govuk-table__cell" { (open(pair)) }
            td class="govuk-table__cell" { (parts::front(pair.front)) }
            td class="govuk-table__cell" {
                div class="govuk-checkboxes govuk-checkboxes--small" {
                    div class="govuk-checkboxes__item" {
                        input class="govuk-checkboxes__input" type="checkbox" id=(format!("c-{}", pair.rank)) name="c" value=(id);
                        label class="govuk-label govuk-checkboxes__label" for=(format!("c-{}", pair.rank)) {
                            span class="govuk-visually-hidden" { "Compare " (label) }
                        }
                    }
                }
            }
        }
    }
}

fn open(pair: &Pair) -> Markup {
    let gates: Vec<&str> = pair.answers.with(Answer::Unknown).map(Gate::title).collect();
    html! { @if gates.is_empty() { "none" } @else { (gates.len()) ": " (gates.join(", ")) } }
}
