//! The versions of a place: what each import or change brought.

use maud::{Markup, html};

use crate::store::What;

use super::format::{self, counted};
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
    /// Why, as whoever did it wrote.
    pub why: String,
    /// Editions that it shows.
    pub editions: u64,
    /// The program that made it.
    pub software: String,
}

impl Version {
    /// A version of the store, in words.
    #[must_use]
    pub fn of(version: &crate::store::Version) -> Self {
        let what = match version.what {
            What::Create => "the place was made",
            What::Import => "files were imported",
            What::Activate => "an edition was brought into view",
            What::Withdraw => "an edition was taken out of view",
            What::Rollback => "an earlier version was brought back",
        };
        let at = version.at.to_zoned(jiff::tz::TimeZone::UTC);
        Self {
            number: version.number,
            when: format!("{}, {:02}:{:02} UTC", format::day(at.date()), at.hour(), at.minute()),
            what: what.to_owned(),
            why: version.why.clone(),
            editions: version.editions,
            software: version.software.clone(),
        }
    }
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
    Page {
        title: format!("Version history, up to version {current}"),
        section: Section::History,
        trail: Vec::new(),
        body,
    }
}

fn entry(version: &Version, current: u64) -> Markup {
    html! {
        li class="ww-version" id=(format!("version-{}", version.number)) {
            h2 class="govuk-heading-m" {
                "Version " (version.number)
                @if version.number == current { " " strong class="govuk-tag govuk-tag--green" { "Shown now" } }
            }
            p class="govuk-body ww-version__when" { (version.when) " – " (version.what) "." }
            @if !version.why.is_empty() { p class="govuk-body" { "“" (version.why) "”" } }
            p class="govuk-body-s ww-quiet" {
                (format::sentence(&counted(version.editions, "edition", "editions"))) " in view. Made by " (version.software) "."
            }
        }
    }
}
