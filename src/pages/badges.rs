//! Small signs that travel with every figure: vintage, age, quality, verdict.

use maud::{Markup, html};

use crate::check::Severity;
use crate::check::report::Verdict;
use crate::crosswalk::uncertainty::Margin;
use crate::engine::Edition;
use crate::model::{EditionKey, Missing};
use crate::register::Precision;

use super::format;

/// The address of an edition's page.
#[must_use]
pub fn edition_path(key: &EditionKey) -> String {
    format!("/data/{}/{}", key.dataset, key.edition)
}

/// The address of an area's page.
#[must_use]
pub fn area_path(key: &EditionKey, code: &str) -> String {
    format!("/area/{}/{}/{}", key.dataset, key.edition, format::encode(code))
}

/// The address of a record's page.
#[must_use]
pub fn record_path(key: &EditionKey, row: usize) -> String {
    format!("/record/{}/{}/{}", key.dataset, key.edition, row + 1)
}

/// The address of the published row behind a row.
#[must_use]
pub fn source_path(key: &EditionKey, row: usize) -> String {
    format!("/source/{}/{}/{}", key.dataset, key.edition, row + 1)
}

/// The link to the published row behind a row, named for those who hear links alone.
#[must_use]
pub fn source_link(key: &EditionKey, row: usize, of: &str) -> Markup {
    html! {
        a class="govuk-link" href=(source_path(key, row)) { "Source" span class="govuk-visually-hidden" { " of " (of) } }
    }
}

/// Which edition, and when it is in force; a link to its page.
#[must_use]
pub fn vintage(edition: &Edition) -> Markup {
    html! {
        a class="ww-badge ww-badge--vintage" href=(edition_path(&edition.key)) {
            strong { (edition.title) } " " span { (format::validity(edition.validity)) }
        }
    }
}

/// How old the figures are; a link to the version that brought them in.
#[must_use]
pub fn age(edition: &Edition) -> Markup {
    let imported = format!("mported with version {}", edition.since_version);
    html! {
        a class="ww-badge ww-badge--age" href=(format!("/history#version-{}", edition.since_version)) {
            @match &edition.period {
                Some(period) => { strong { "Figures for " (period) } " " span { "i" (imported) } },
                None => strong { "I" (imported) },
            }
        }
    }
}

/// A verdict as a tag.
#[must_use]
pub fn verdict(verdict: Verdict) -> Markup {
    match verdict {
        Verdict::Ready => html! { strong class="govuk-tag govuk-tag--green" { "Ready" } },
        Verdict::NeedsTick => html! { strong class="govuk-tag govuk-tag--yellow" { "Needs a tick" } },
        Verdict::Stopped => html! { strong class="govuk-tag govuk-tag--red" { "Stopped" } },
    }
}

/// How grave a fault is, as a tag.
#[must_use]
pub fn severity(severity: Severity) -> Markup {
    match severity {
        Severity::Error => html! { strong class="govuk-tag govuk-tag--red" { "Error" } },
        Severity::Warning => html! { strong class="govuk-tag govuk-tag--yellow" { "Warning" } },
        Severity::Note => html! { strong class="govuk-tag govuk-tag--grey" { "Note" } },
    }
}

/// How good an estimate is, as its letter and what that says; a dash where there is none.
#[must_use]
pub fn grade(margin: Option<&Margin>) -> Markup {
    html! {
        @match margin {
            Some(margin) => { strong { (margin.grade.key()) } span class="ww-quiet" { ", " (margin.grade.words()) } },
            None => span class="ww-quiet" { "–" },
        }
    }
}

/// The words that stand where a figure is missing.
#[must_use]
pub fn missing(reason: Missing) -> Markup {
    html! { span class="ww-missing" { (reason.words()) } }
}

/// How exactly a location is known.
#[must_use]
pub fn precision_words(precision: Precision) -> &'static str {
    match precision {
        Precision::Coordinates => "exact: the register's own coordinates",
        Precision::Postcode => "estimated: the point of its postcode",
        Precision::Sector => "estimated: the middle of its postcode sector",
        Precision::Area => "estimated: the middle of an area",
    }
}

/// How exactly a location is known, in a word or two for lists.
#[must_use]
pub fn precision_short(precision: Option<Precision>) -> &'static str {
    match precision {
        Some(Precision::Coordinates) => "exact",
        Some(Precision::Postcode) => "by postcode",
        Some(Precision::Sector) => "by postcode sector",
        Some(Precision::Area) => "by area",
        None => "not located",
    }
}
