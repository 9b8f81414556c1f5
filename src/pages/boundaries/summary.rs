//! The page in a few plain sentences.

use maud::{Markup, html};

use crate::engine::{Total, TotalOf};
use crate::model::EvidenceKind;
use crate::pages::format::{self, counted, len, percent};

use super::chooser::way_words;
use super::groups::Group;
use super::subject::Subject;

/// The summary, or why there is nothing to sum up.
pub(super) fn summary(subject: &Subject<'_>) -> Markup {
    if subject.built.overlap.pairs.is_empty() {
        return html! {
            p class="govuk-inset-text" {
                "No area of " (subject.from.title) " shares any ground with " (subject.to.title) ": the two layers do not meet."
            }
        };
    }
    html! {
        p class="govuk-body-l" id="summary" { (sentence(subject)) }
        p class="govuk-body" {
            "Weights are reckoned " strong { (way_words(subject.built.way)) }
            @if subject.built.is_official() { " " strong class="govuk-tag govuk-tag--green" { "Official" } }
            ". Drawings of one line that lie less than a metre apart are taken for the same line."
        }
    }
}

fn sentence(subject: &Subject<'_>) -> String {
    let count =
        |holds: &dyn Fn(&Group) -> bool| len(subject.groups.iter().filter(|group| holds(group)).count());
    let (cut, split) = (count(&Group::is_cut), count(&Group::is_split));
    let nowhere = count(&Group::goes_nowhere);
    let lie = if cut == 1 { "lies" } else { "lie" };
    let all = counted(len(subject.groups.len()), "area", "areas");
    let mut sentences = vec![
        format!("{} of {all} {lie} in more than one area of {}.", format::count(cut), subject.to.title),
        format::sentence(&format!("{} by more than 5%.", counted(split, "area is split", "areas are split"))),
    ];
    sentences.extend(placed(subject));
    if nowhere > 0 {
        sentences.push(format::sentence(&format!(
            "{} to none of them.",
            counted(nowhere, "area goes", "areas go")
        )));
    }
    sentences.join(" ")
}

/// How much of what is counted finds an area.
fn placed(subject: &Subject<'_>) -> Option<String> {
    let people = subject.totals.iter().find(|total| total.of != TotalOf::Ground);
    let total = people.or_else(|| subject.totals.first())?;
    let share = percent(share(total.placed, total.before));
    let (what, lie) = (people_words(total.of), lies(total.of));
    Some(format!("{share} of the {what} of {} {lie} in one of them.", subject.from.title))
}

fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// Ground is one, people are many.
fn lies(of: TotalOf) -> &'static str {
    if of == TotalOf::Ground { "lies" } else { "lie" }
}

/// What control points of a kind stand for.
pub(super) fn people_words(of: TotalOf) -> &'static str {
    match of {
        TotalOf::Ground => "ground",
        TotalOf::Points(EvidenceKind::Addresses) => "homes",
        TotalOf::Points(EvidenceKind::PostcodeHouseholds) => "households",
        TotalOf::Points(EvidenceKind::SmallAreaPopulation) => "people",
        TotalOf::Points(EvidenceKind::OtherPoints) => "points",
    }
}

/// The word for people in a place, by its best evidence.
pub(super) fn best_people(totals: &[Total]) -> &'static str {
    totals.iter().find(|total| total.of != TotalOf::Ground).map_or("people", |total| people_words(total.of))
}
