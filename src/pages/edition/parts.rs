//! Parts that the pages of layers, tables and registers share.

use maud::{Markup, html};

use crate::check::Report;
use crate::engine::{Dataset, Edition};
use crate::export::{Format, shapes_of};
use crate::model::DatasetKind;
use crate::pages::badges::{self, edition_path};
use crate::pages::changes;
use crate::pages::format::{self, count, len};
use crate::pages::report;

/// Heading, badges and what the data set is for.
#[must_use]
pub fn heading(dataset: &Dataset, edition: &Edition) -> Markup {
    html! {
        span class="govuk-caption-xl" { (kind_words(dataset.kind)) }
        h1 class="govuk-heading-xl" { (edition.title) }
        p class="govuk-body ww-badges" { (badges::vintage(edition)) (badges::age(edition)) }
        @if !dataset.description.is_empty() { p class="govuk-body-l" { (dataset.description) } }
    }
}

/// What a kind of data set is called on pages.
#[must_use]
pub fn kind_words(kind: DatasetKind) -> &'static str {
    match kind {
        DatasetKind::Layer => "Boundaries",
        DatasetKind::Table => "Table of figures",
        DatasetKind::Register => "Register",
        DatasetKind::Network => "Streets and paths",
    }
}

/// How many of what an edition holds.
#[must_use]
pub fn holds(edition: &Edition) -> String {
    match &edition.data {
        crate::engine::EditionData::Layer(layer) => format::counted(len(layer.areas.len()), "area", "areas"),
        crate::engine::EditionData::Register(register) => {
            format::counted(len(register.records.len()), "record", "records")
        }
        crate::engine::EditionData::Network(streets) => {
            let km = streets.segments.iter().map(|segment| segment.length_m).sum::<f64>() / 1000.0;
            format!(
                "{} km of streets and paths",
                format::number((10.0 * km).round() / 10.0, format::NumberStyle::GROUPED)
            )
        }
        crate::engine::EditionData::Table(table) => format::counted(len(table.table.len()), "row", "rows"),
    }
}

/// Links to the parts of a long page.
#[must_use]
pub fn contents(items: &[(&str, &str)]) -> Markup {
    html! {
        nav class="ww-contents ww-noprint" aria-label="On this page" {
            ul class="ww-contents__list" {
                @for (id, label) in items { li { a class="govuk-link" href=(format!("#{id}")) { (label) } } }
            }
        }
    }
}

/// Where the file came from and how it may be used.
#[must_use]
pub fn about(edition: &Edition) -> Markup {
    html! {
        section aria-labelledby="about" {
            h2 class="govuk-heading-l" id="about" { "Source and licence" }
            dl class="govuk-summary-list" {
                (row("Published file", &html! { code { (edition.file) } @if let Some(part) = &edition.part { ", part " code { (part) } } }))
                @if let Some(source) = &edition.source { (row("Publisher's page", &source_link(source))) }
                (row("In force", &html! { (format::in_force(edition.validity)) }))
                @if let Some(period) = &edition.period { (row("Figures for", &html! { (period) })) }
                (row("Licence", &licence(edition)))
                @if !edition.licence.attribution.is_empty() {
                    (row("Please write", &html! { (edition.licence.attribution) }))
                }
                (row("Imported", &html! { "with version " a class="govuk-link" href=(format!("/history#version-{}", edition.since_version)) { (edition.since_version) } " of this place" }))
                (row("Checksum", &html! { code class="ww-break" { "SHA-256 " (edition.checksum) } }))
            }
        }
    }
}

/// Other editions of the same data set.
#[must_use]
pub fn other_editions(dataset: &Dataset, edition: &Edition) -> Markup {
    let others: Vec<_> = dataset.editions.iter().filter(|other| other.key != edition.key).collect();
    html! {
        section aria-labelledby="editions" {
            h2 class="govuk-heading-l" id="editions" { "Other editions" }
            @if others.is_empty() { p class="govuk-body" { "This is the only edition of " (dataset.title) " here." } }
            @else {
                ul class="govuk-list" {
                    @for other in others {
                        li { a class="govuk-link" href=(edition_path(&other.key)) { (other.title) } ", "
                            (format::validity(other.validity)) ", " (holds(other)) }
                    }
                }
                @if edition.layer().is_some() { (changes_between(dataset, edition)) }
            }
        }
    }
}

/// Links to what changed from the edition before, and to the one after.
fn changes_between(dataset: &Dataset, edition: &Edition) -> Markup {
    let at = dataset.editions.iter().position(|other| other.key == edition.key);
    let earlier = at.and_then(|at| dataset.editions.get(at + 1));
    let later = at.and_then(|at| dataset.editions.get(at.checked_sub(1)?));
    html! {
        ul class="govuk-list" {
            @if let Some(earlier) = earlier { li { (changes::link_between(earlier, edition)) } }
            @if let Some(later) = later { li { (changes::link_between(edition, later)) } }
        }
    }
}

/// Downloads, each with what it is, and the address for other programs.
#[must_use]
pub fn downloads(edition: &Edition, api: &str) -> Markup {
    let key = &edition.key;
    let at = |ending: &str| format!("{}/download.{ending}", api_path(key));
    let kind = shapes_of(edition);
    html! {
        section aria-labelledby="downloads" {
            h2 class="govuk-heading-l" id="downloads" { "Downloads" }
            p class="govuk-body" { (count(len(edition.attributes().len()))) " rows. Every file names its source, edition and licence, CSV in the metadata beside it. Missing figures stay missing." }
            ul class="govuk-list ww-downloads" {
                @for format in Format::ALL.into_iter().filter(|format| format.holds(kind)) {
                    li { a class="govuk-link" href=(at(format.extension())) download { (format.title()) }
                        " – " (format.purpose(kind)) }
                }
            }
            h3 class="govuk-heading-m" id="api" { "Use in QGIS and other programs" }
            p class="govuk-body" {
                "Texts to paste into QGIS, R, Python and Excel are under " a class="govuk-link" href="#take" { "Take it with you" } ". The address that programs read:"
            }
            p class="govuk-body" { code class="ww-address" { (api) } }
            p class="govuk-body" { a class="govuk-link" href="/api" { "Everything the API offers" } }
        }
    }
}

/// The address of an edition in the API.
#[must_use]
pub fn api_path(key: &crate::model::EditionKey) -> String {
    format!("/api/datasets/{}/editions/{}", key.dataset, key.edition)
}

/// The validation report, or why there is none.
#[must_use]
pub fn checks(checked: Option<&Report>) -> Markup {
    html! {
        section aria-labelledby="checks" {
            h2 class="govuk-heading-l" id="checks" { "Checks of the published file" }
            @match checked {
                Some(checked) => (report::report(checked)),
                None => p class="govuk-inset-text" { "The report of this import is not kept with this place. Import the file again to have one." },
            }
        }
    }
}

/// One row of a summary list.
#[must_use]
pub fn row(label: &str, value: &Markup) -> Markup {
    html! {
        div class="govuk-summary-list__row" {
            dt class="govuk-summary-list__key" { (label) }
            dd class="govuk-summary-list__value" { (value) }
        }
    }
}

fn licence(edition: &Edition) -> Markup {
    match &edition.licence.url {
        Some(url) if is_web(url) => html! { a class="govuk-link" href=(url) { (edition.licence.name) } },
        _ => html! { (edition.licence.name) },
    }
}

fn source_link(source: &str) -> Markup {
    if is_web(source) {
        html! { a class="govuk-link ww-break" href=(source) { (source) } }
    } else {
        html! { (source) }
    }
}

/// Whether a published text may be an address to follow: never a script.
fn is_web(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_address_that_is_a_script_is_shown_as_text() {
        assert!(!source_link("javascript:alert(1)").into_string().contains("href"));
        assert!(source_link("https://data.example/x").into_string().contains("href"));
    }
}
