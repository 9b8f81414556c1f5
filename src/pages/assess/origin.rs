//! Where a figure comes from: publisher, edition, crosswalk, grade; open it, follow the link.

use maud::{Markup, html};

use crate::engine::FiguresUsed;
use crate::model::Way;
use crate::pages::badges::edition_path;

use super::subject::{Subject, source};

/// The source of an indicator's figures; with an area, the grade of its own.
pub(super) fn of(subject: &Subject<'_>, indicator: &str, area: Option<usize>) -> Markup {
    let Some(source) = source(subject.assessed, indicator) else { return html! {} };
    let grade = area.and_then(|area| source.grades.get(area).copied().flatten());
    let title = subject.run().node(indicator).map_or(indicator, |node| node.title.as_str());
    html! {
        details class="ww-origin" {
            summary class="ww-origin__summary" {
                "Source" span class="govuk-visually-hidden" { " of " (title) }
                @if let Some(grade) = grade { ", grade " (grade.key()) }
            }
            ul class="govuk-list govuk-list--bullet" {
                (used(subject, &source.figures, None))
                @if let Some(over) = &source.over { (used(subject, over, Some("Divided by "))) }
                @if let Some(grade) = grade { li { "Grade " (grade.key()) ": " (grade.words()) "." } }
                @for note in &source.notes { li { (note) } }
            }
        }
    }
}

fn used(subject: &Subject<'_>, figures: &FiguresUsed, before: Option<&str>) -> Markup {
    let geography = subject.engine.edition(&figures.geography);
    let geography = geography.map_or_else(|| figures.geography.to_string(), |edition| edition.title.clone());
    html! {
        li {
            @if let Some(before) = before { (before) (figures.title) ": " }
            a class="govuk-link" href=(edition_path(&figures.table)) { (figures.table_title) } ", " (figures.period)
            @if figures.is_newest { " (the newest there is" @if !figures.too_new.is_empty() { " for the day of the assessment" } ")" }
            ". "
            @match &figures.crosswalk {
                None => { "Published for these very areas. " },
                Some(crosswalk) => {
                    "Published for " (geography) " and carried here " (way_words(crosswalk.way))
                    " (" a class="govuk-link" href=(crosswalk_path(subject, figures, crosswalk.way)) { "crosswalk" } "). "
                },
            }
            (figures.licence.name) ". "
            (about(figures))
        }
    }
}

/// What is counted, who answers for it, and when new figures are due.
fn about(figures: &FiguresUsed) -> Markup {
    let about = &figures.about;
    html! {
        (about.numerator) @if !about.denominator.is_empty() { ", of " (about.denominator) } ". "
        "Owner: " (about.owner) "; next figures: " (about.next_update) "."
    }
}

pub(super) fn crosswalk_path(subject: &Subject<'_>, figures: &FiguresUsed, way: Way) -> String {
    format!("/boundaries?from={}&to={}&way={}", figures.geography, subject.edition.key, way.key())
}

pub(super) fn way_words(way: Way) -> &'static str {
    match way {
        Way::Points => "by where people are",
        Way::Area | Way::Best => "by shared ground",
        Way::AreaKeptInside => "by shared ground, nothing left outside",
        Way::Lookup => "by a published lookup",
    }
}
