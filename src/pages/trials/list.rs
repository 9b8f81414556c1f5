//! The list of searches for sites and of scenarios.

use maud::{Markup, html};

use crate::model::TrialKind;
use crate::pages::frame::{Page, Section};
use crate::pages::listing;
use crate::store::Trial;

use super::parts::{cell, figure};
use super::{PATH, SCENARIOS};

/// The page.
pub fn page(sites: &[Trial], scenarios: &[Trial]) -> Page {
    let body = html! {
        h1 class="govuk-heading-xl" { "Sites and plans" }
        p class="govuk-body-l" { "Which sites would serve people best, and who gains and who loses if something closes, moves, opens or shares." }
        (of_kind(TrialKind::Sites, "Where should sites be?", sites))
        (of_kind(TrialKind::Scenario, "What if?", scenarios))
    };
    Page { title: "Sites and plans".into(), section: Section::Sites, trail: Vec::new(), body }
}

fn of_kind(kind: TrialKind, title: &str, all: &[Trial]) -> Markup {
    let (base, command) = match kind {
        TrialKind::Sites => (PATH, "wardwise locate"),
        TrialKind::Scenario => (SCENARIOS, "wardwise scenario"),
    };
    let rows = html! {
        @for one in all {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { a class="govuk-link" href=(format!("{base}/{}", one.id)) { (one.title) } }
                (cell(&html! { @if one.number == 0 { "the place’s manifest" } @else { "saved, version " (one.number) } }))
                (figure(one.place_version.to_string()))
            }
        }
    };
    html! {
        section aria-labelledby=(kind.key()) {
            h2 class="govuk-heading-l" id=(kind.key()) { (title) }
            @if all.is_empty() {
                p class="govuk-inset-text" {
                    "There is none yet. Name a file with one under " code { "[[" (kind.key()) "]]" } " in the manifest, or carry one out with " code { (command) } "."
                }
            } @else {
                (listing::side_table(&format!("{title} What the place keeps"), &listing::head(&[("Title", false), ("Kept by", false), ("Version of the data", true)]), &rows))
            }
        }
    }
}
