//! An evidence pack that was linked to a decision, as it was kept.

use maud::{Markup, html};

use crate::api::trials;
use crate::pages::frame::{Page, Section};
use crate::pages::listing;
use crate::store::KeptPack;

use super::parts::cell;
use super::{PATH, SCENARIOS};

/// The page: the facts in their order, and whether they fit their digest.
pub fn page(kept: &KeptPack) -> Page {
    let body = html! {
        span class="govuk-caption-xl" { "Equality evidence" }
        h1 class="govuk-heading-xl" { "Decision " (kept.decision) }
        (standing(kept))
        (listing::table("Facts of the pack", &listing::head(&[("What", false), ("As it was kept", false)]), &html! {
            @for (name, text) in &kept.facts {
                tr class="govuk-table__row" {
                    th scope="row" class="govuk-table__header" { (name) }
                    (cell(&html! { (text) }))
                }
            }
        }))
    };
    let trail = vec![
        ("Sites and plans".to_owned(), PATH.to_owned()),
        (kept.scenario.to_string(), format!("{SCENARIOS}/{}", kept.scenario)),
    ];
    Page {
        title: format!("Equality evidence for decision {}", kept.decision),
        section: Section::Sites,
        trail,
        body,
    }
}

fn standing(kept: &KeptPack) -> Markup {
    let day = crate::pages::format::day(kept.at.to_zoned(jiff::tz::TimeZone::UTC).date());
    html! {
        p class="govuk-inset-text" {
            @match trials::verify(kept) {
                Ok(()) => "Unchanged since it was kept: its facts fit their digest.",
                Err(error) => strong { (crate::pages::format::sentence(&error.to_string())) "." },
            }
        }
        p class="govuk-body" {
            "Linked on " (day) ", with version " (kept.place_version) " of the data. Digest " code class="ww-break" { (kept.digest) } "."
        }
    }
}
