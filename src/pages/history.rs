//! The versions of a place: what each import or change brought.

use maud::{Markup, html};

use super::frame::{Page, Section};

/// One version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number.
    pub number: u64,
    /// When it was made, as people read it.
    pub when: String,
    /// What was done, in a few words.
    pub what: String,
    /// What changed: one line an edition.
    pub changes: Vec<String>,
}

/// The page, newest version first.
#[must_use]
pub fn page(versions: &[Version], current: u64) -> Page {
    let body = html! {
        h1 class="govuk-heading-xl" { "Version history" }
        p class="govuk-body-l" {
            "Every import, activation and withdrawal makes a new version of the whole place. This is version " (current) "."
        }
        @if versions.is_empty() {
            p class="govuk-inset-text" { "No version has been recorded yet. The first import makes the first version." }
        }
        ol class="ww-versions" {
            @for version in versions { (entry(version, current)) }
        }
    };
    Page { title: format!("Version history, up to version {current}"), section: Section::History, trail: Vec::new(), body }
}

fn entry(version: &Version, current: u64) -> Markup {
    html! {
        li class="ww-version" id=(format!("version-{}", version.number)) {
            h2 class="govuk-heading-m" {
                "Version " (version.number)
                @if version.number == current { " " strong class="govuk-tag govuk-tag--green" { "Shown now" } }
            }
            p class="govuk-body" { (version.when) @if !version.what.is_empty() { " – " (version.what) } }
            @if !version.changes.is_empty() {
                ul class="govuk-list govuk-list--bullet" { @for change in &version.changes { li { (change) } } }
            }
        }
    }
}
