//! About the service and the place, and how to get help.

use maud::{Markup, html};

use crate::engine::Engine;

use super::badges::edition_path;
use super::frame::{Page, Section};

/// The page.
#[must_use]
pub fn page(engine: &Engine) -> Page {
    let info = &engine.snapshot().info;
    let body = html! {
        h1 class="govuk-heading-xl" { "About this service" }
        p class="govuk-body-l" {
            "Wardwise shows what is known of " (info.name) ", area by area, from files that councils and other public bodies publish."
        }
        @if !info.description.is_empty() { p class="govuk-body" { (info.description) } }
        section aria-labelledby="help" {
            h2 class="govuk-heading-l" id="help" { "Help" }
            p class="govuk-body" {
                "This copy of Wardwise is run by whoever gave you its address. Tell them what is wrong, with the address of the page and what you expected to see."
            }
            ul class="govuk-list govuk-list--bullet" {
                li { "To find a ward or another area, use the search at the top of every page." }
                li { "To see where a figure comes from, choose it: its page shows the published file, row and cells." }
                li { "To take data away, open it in the " a class="govuk-link" href="/data" { "data catalogue" } " and choose a download." }
            }
        }
        section aria-labelledby="data" {
            h2 class="govuk-heading-l" id="data" { "About the data" }
            p class="govuk-body" { "What you see is what was published. Where it had to be touched, the page says so in words:" }
            (words())
            (licences(engine))
        }
    };
    Page { title: "About this service and its data".into(), section: Section::About, trail: Vec::new(), body }
}

fn words() -> Markup {
    let words = [
        ("Not given", "the publisher left the cell empty or marked it as not available"),
        ("Suppressed", "the publisher held the figure back so that nobody can be recognised"),
        ("Not applicable", "the question does not arise for this area"),
        ("No data here", "nothing was collected: the table has no row for the area"),
        ("Repaired", "the published shape crossed itself; the page gives the change in area"),
        ("Estimated", "a location comes from a postcode or an area, not from the register's own coordinates"),
    ];
    html! {
        dl class="govuk-summary-list" {
            @for (word, meaning) in words { (super::edition::parts::row(word, &html! { (meaning) })) }
        }
        p class="govuk-body" { "A missing figure is never shown or counted as zero." }
        p class="govuk-body" { "An estimate stands with its range and grade: " a class="govuk-link" href="/about/error" { "how sure is this?" } }
    }
}

fn licences(engine: &Engine) -> Markup {
    let editions: Vec<_> = engine.snapshot().datasets.values().flat_map(|d| &d.editions).collect();
    html! {
        h3 class="govuk-heading-m" { "Licences and attributions" }
        @if editions.is_empty() { p class="govuk-body" { "There are no data yet." } }
        ul class="govuk-list" {
            @for edition in editions {
                li {
                    a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) } ": " (edition.licence.name)
                    @if !edition.licence.attribution.is_empty() { ". " (edition.licence.attribution) }
                }
            }
        }
    }
}
