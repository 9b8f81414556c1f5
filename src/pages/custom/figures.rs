//! Every measure of the place, estimated for one area: a table with reasons.

use maud::{Markup, html};

use crate::crosswalk::Rung;
use crate::engine::{AlignError, AlignedFigure, CustomFigure, Engine};
use crate::model::MeasureId;
use crate::pages::badges::edition_path;
use crate::pages::format::{self, NumberStyle};
use crate::pages::listing;

/// Estimates by measure.
pub type Found = [(MeasureId, Result<CustomFigure, AlignError>)];

/// The people who live there, in a sentence: the first count of persons.
#[must_use]
pub fn people(found: &Found) -> Markup {
    let is_people =
        |figure: &&CustomFigure| matches!(figure.measure.unit.as_str(), "persons" | "people" | "residents");
    let Some(figure) = found.iter().filter_map(|(_, figure)| figure.as_ref().ok()).find(is_people) else {
        return html! {};
    };
    let AlignedFigure::Number(estimate) = &figure.figure else { return html! {} };
    html! {
        p class="govuk-body-l" {
            @match estimate.value {
                Ok(value) => { "About " strong { (whole(value)) } " " (figure.measure.title.to_lowercase()) " are estimated here." }
                Err(_) => { "How many people live here is not known: " (figure.reason.as_deref().unwrap_or("no figure")) "." }
            }
        }
    }
}

/// The table.
#[must_use]
pub fn table(engine: &Engine, found: &Found) -> Markup {
    if found.is_empty() {
        return html! {
            p class="govuk-inset-text" { "This place describes no measures, so nothing can be estimated. They are described under " code { "[[measure]]" } " in its manifest." }
        };
    }
    let head = html! {
        thead class="govuk-table__head" { tr class="govuk-table__row" {
            th scope="col" class="govuk-table__header" { "Measure" }
            th scope="col" class="govuk-table__header govuk-table__header--numeric" { "Estimate" }
            th scope="col" class="govuk-table__header govuk-table__header--numeric" { "Known share" }
            th scope="col" class="govuk-table__header" { "How it was estimated" }
        } }
    };
    let rows = html! {
        @for (id, figure) in found {
            @match figure {
                Ok(figure) => (row(engine, figure)),
                Err(error) => tr class="govuk-table__row" {
                    th scope="row" class="govuk-table__header" { (title_of(engine, id)) }
                    td class="govuk-table__cell govuk-table__cell--numeric" { "No estimate" }
                    td class="govuk-table__cell govuk-table__cell--numeric" { "–" }
                    td class="govuk-table__cell" { (format::sentence(&error.to_string())) "." }
                },
            }
        }
    };
    html! { div class="ww-estimates" { (listing::table("Every measure", &head, &rows)) } }
}

fn title_of(engine: &Engine, id: &MeasureId) -> String {
    engine.measure(id).map_or_else(|_absent| id.to_string(), |measure| measure.title.clone())
}

fn row(engine: &Engine, figure: &CustomFigure) -> Markup {
    html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" {
                (figure.measure.title)
                @if let Some(period) = &figure.period { " " span class="ww-quiet" { (period) } }
            }
            td class="govuk-table__cell govuk-table__cell--numeric" { (value(figure)) }
            td class="govuk-table__cell govuk-table__cell--numeric" { (known(figure)) }
            td class="govuk-table__cell" { (how(engine, figure)) }
        }
    }
}

fn value(figure: &CustomFigure) -> Markup {
    match &figure.figure {
        AlignedFigure::Number(estimate) => match estimate.value {
            Ok(value) => html! {
                (shown(value, figure)) " " span class="ww-quiet" { (figure.measure.unit) }
                @if let Some(margin) = &figure.margin {
                    br;
                    span class="ww-quiet" {
                        (shown(margin.range.low, figure)) " to " (shown(margin.range.high, figure))
                        ", grade " (margin.grade.key())
                    }
                }
            },
            Err(reason) => html! {
                strong class="govuk-tag govuk-tag--grey" { (format::sentence(reason.words())) }
                @if estimate.known_share > 0.0 {
                    br; span class="ww-quiet" { "known part: " (shown(estimate.known_part, figure)) }
                }
            },
        },
        AlignedFigure::Mixture(shares) if shares.is_empty() => {
            html! { strong class="govuk-tag govuk-tag--grey" { "No data here" } }
        }
        AlignedFigure::Mixture(shares) => html! {
            @for share in shares.iter().take(3) {
                @match &share.category { Ok(category) => (category), Err(reason) => (reason.words()) }
                ": " (format::percent(share.share)) br;
            }
            @if shares.len() > 3 { span class="ww-quiet" { "and " (shares.len() - 3) " more" } }
        },
    }
}

/// Counts as whole numbers, others with up to two decimals: more would feign exactness.
fn shown(value: f64, figure: &CustomFigure) -> String {
    if figure.balance.is_some() {
        whole(value)
    } else {
        format::number((value * 100.0).round() / 100.0, NumberStyle::GROUPED)
    }
}

/// Below ten a decimal is kept, so that a fraction of a person does not become nobody.
fn whole(value: f64) -> String {
    let rounded = if value.abs() < 10.0 { (value * 10.0).round() / 10.0 } else { value.round() };
    format::number(rounded, NumberStyle::GROUPED)
}

fn known(figure: &CustomFigure) -> Markup {
    let AlignedFigure::Number(estimate) = &figure.figure else { return html! { "–" } };
    html! {
        (format::percent(estimate.known_share))
        @if let Some(cover) = estimate.cover.filter(|cover| *cover < 0.995) {
            br; span class="ww-quiet" { (format::percent(cover)) " of the ground covered" }
        }
    }
}

fn how(engine: &Engine, figure: &CustomFigure) -> Markup {
    let title =
        engine.edition(&figure.geography).map_or_else(|| figure.geography.to_string(), |e| e.title.clone());
    let evidence: Vec<String> =
        figure.rungs.iter().map(|(rung, areas)| format!("{} ({areas})", words(*rung))).collect();
    html! {
        @if figure.sources > 0 {
            "From " (format::counted(format::len(figure.sources), "area", "areas")) " of " (title) ", "
            (figure.whole) " of them whole"
            @if !evidence.is_empty() { ", shared out by " (format::list(&evidence)) }
            ". "
        }
        a class="govuk-link" href=(edition_path(&figure.table)) { "Table" span class="govuk-visually-hidden" { " with " (figure.measure.title) } } ". "
        @if let Some(reason) = &figure.reason { strong { "Why there is no figure: " } (reason) "." }
    }
}

/// A kind of evidence in words.
fn words(rung: Rung) -> &'static str {
    match rung {
        Rung::Lookup => "a published lookup",
        Rung::Addresses => "residential addresses",
        Rung::PostcodeHouseholds => "households at postcodes",
        Rung::SmallAreaPopulation => "residents of small areas",
        Rung::OtherPoints => "weighted points",
        Rung::Area => "ground, as nothing says where people are",
    }
}
