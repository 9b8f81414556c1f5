//! The assessments of the place.

use maud::html;

use crate::engine::{AssessmentEntry, AssessmentOrigin, Engine};
use crate::pages::frame::{Page, Section};

use super::subject::path;

/// The page.
#[must_use]
pub fn page(engine: &Engine) -> Page {
    let all = engine.assessments();
    let body = html! {
        h1 class="govuk-heading-xl" { "Assessments" }
        p class="govuk-body-l" {
            "Many figures of every area put together into priorities, each with how sure it is, why it is so, and what would change it."
        }
        @if all.is_empty() {
            div class="govuk-inset-text" {
                p class="govuk-body" {
                    "This place has no assessment yet. Write a recipe as a TOML file, name it in the manifest under "
                    code { "[[assessment]]" } ", and import the manifest again."
                }
            }
        } @else {
            ul class="ww-cards" { @for entry in &all { (card(engine, entry)) } }
        }
        p class="govuk-body" {
            a class="govuk-link" href=(super::LIBRARY) { "All indicators" } ": what each figure counts, who answers for it, and when new ones are due."
        }
    };
    Page { title: "Assessments".to_owned(), section: Section::Assessments, trail: Vec::new(), body }
}

fn card(engine: &Engine, entry: &AssessmentEntry) -> maud::Markup {
    let areas = engine.edition(&entry.areas);
    let areas = areas.map_or_else(|| entry.areas.to_string(), |edition| edition.title.clone());
    let path = path(&entry.id);
    html! {
        li class="ww-card" {
            h2 class="govuk-heading-m" { a class="govuk-link" href=(path) { (entry.title) } }
            p class="govuk-body" { (entry.purpose) }
            p class="govuk-body-s ww-quiet" { "Areas: " (areas) ". " (origin(entry)) }
            p class="govuk-body-s" {
                a class="govuk-link" href=(format!("{path}/sensitivity")) { "How solid is it?" span class="govuk-visually-hidden" { " " (entry.title) } }
                " · "
                a class="govuk-link" href=(format!("{path}/build")) { "Change it" span class="govuk-visually-hidden" { " " (entry.title) } }
            }
        }
    }
}

fn origin(entry: &AssessmentEntry) -> String {
    match &entry.origin {
        AssessmentOrigin::Manifest { .. } => "Part of the place’s data.".to_owned(),
        AssessmentOrigin::Saved { at } => {
            let day = at.to_zoned(jiff::tz::TimeZone::UTC).date();
            format!("Saved by a reader on {}, version {}.", crate::pages::format::day(day), entry.version)
        }
    }
}
