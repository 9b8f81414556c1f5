//! The accessibility statement. It claims only what has been tested.

use maud::html;

use super::frame::{Page, Section};

/// The page.
#[must_use]
pub fn page() -> Page {
    let body = html! {
        h1 class="govuk-heading-xl" { "Accessibility statement" }
        p class="govuk-body-l" { "We want everyone to be able to use this service. This page says what works, what was tested and what was not." }
        h2 class="govuk-heading-l" { "What you should be able to do" }
        ul class="govuk-list govuk-list--bullet" {
            li { "use every page with a keyboard alone, with the focus always visible" }
            li { "zoom in to 400% without scrolling sideways, wide tables aside, which scroll in a box of their own" }
            li { "read everything that a map shows in a list or table beside it" }
            li { "use every page with scripts off, and print it" }
            li { "tell classes of a map apart without seeing colour, from the legend, the names and the table" }
        }
        h2 class="govuk-heading-l" { "How this service was tested" }
        p class="govuk-body" {
            "So far it has been tested by programs only: automated checks against the Web Content Accessibility Guidelines (WCAG) version 2.2, level AA, on every page at desktop and phone width, and automated journeys by keyboard, without scripts, without map graphics and in print, all in one browser (Chromium)."
        }
        p class="govuk-body" {
            strong { "It has not been tested with people" } " who use screen readers, magnifiers or voice control, and not in other browsers. Automated checks find only some of the barriers, so we do not claim that the service conforms to WCAG 2.2."
        }
        h2 class="govuk-heading-l" { "What we know does not work fully" }
        ul class="govuk-list govuk-list--bullet" {
            li { "The map that can be moved is a picture to screen readers. Everything on it is also in the list or table on the same page, and areas can be chosen there." }
            li { "On maps of more than 150 areas or records, single areas cannot be chosen on the printed map; they can be in the list." }
            li { "Very small areas can be smaller than 24 pixels on the map. Choose them in the list." }
            li { "Adjacent map colours do not all reach a contrast of 3 to 1 with each other; black boundaries part them." }
        }
        h2 class="govuk-heading-l" { "Tell us about a problem" }
        p class="govuk-body" {
            "If you cannot use a part of this service, or need its content in another form, tell whoever runs it: "
            a class="govuk-link" href="/about#help" { "get help" } "."
        }
        h2 class="govuk-heading-l" { "About this statement" }
        p class="govuk-body" {
            "It describes version " (env!("CARGO_PKG_VERSION")) " of the software. The body that runs this service is responsible for its own statement under the Public Sector Bodies (Websites and Mobile Applications) Accessibility Regulations 2018."
        }
    };
    Page { title: "Accessibility statement".into(), section: Section::About, trail: Vec::new(), body }
}
