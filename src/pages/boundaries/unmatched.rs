//! Areas of either layer that have no partner, or only in part.

use maud::{Markup, html};

use crate::layer::Layer;
use crate::model::EditionKey;
use crate::pages::badges::area_path;
use crate::pages::format::{self, counted, len, percent};
use crate::views::crosswalk::LEAST_SHARE;

use super::subject::Subject;

/// Areas that a list names before it only counts them.
const NAMED: usize = 30;

/// The section.
pub(super) fn section(subject: &Subject<'_>) -> Markup {
    let sheet = subject.built.crosswalk.sheet(LEAST_SHARE);
    let whole = |list: &[usize]| list.iter().map(|at| (*at, None)).collect::<Vec<_>>();
    let part = |list: &[(usize, f64)], not: &[usize]| {
        let left = list.iter().filter(|(at, _)| !not.contains(at));
        left.map(|(at, share)| (*at, Some(*share))).collect::<Vec<_>>()
    };
    let (from, to) = (&subject.from.title, &subject.to.title);
    let from_side = (subject.sources, &subject.from.key);
    let to_side = (subject.targets, &subject.to.key);
    html! {
        section aria-labelledby="unmatched" {
            h2 class="govuk-heading-l" id="unmatched" { "Areas without a partner" }
            div class="ww-halves" {
                div {
                    h3 class="govuk-heading-m" { "Of " (from) }
                    (list("finds no area to go to", "find no area to go to", from_side, &whole(&sheet.sources_nowhere)))
                    (list("goes in part to no area", "go in part to no area", from_side, &part(&sheet.sources_spilling, &sheet.sources_nowhere)))
                }
                div {
                    h3 class="govuk-heading-m" { "Of " (to) }
                    (list("receives nothing", "receive nothing", to_side, &whole(&sheet.targets_without_source)))
                    (list("lies in part outside every source", "lie in part outside every source", to_side, &part(&sheet.targets_uncovered, &sheet.targets_without_source)))
                }
            }
            p class="govuk-body-s ww-quiet" { "Parts of up to 1% are not listed." }
        }
    }
}

fn list(
    one: &str,
    many: &str,
    (layer, key): (&Layer, &EditionKey),
    areas: &[(usize, Option<f64>)],
) -> Markup {
    let words = |n: usize| match n {
        1 => format!("1 area {one}"),
        n => format!("{} {many}", format::sentence(&counted(len(n), "area", "areas"))),
    };
    if areas.is_empty() {
        return html! { p class="govuk-body" { (words(0)) "." } };
    }
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (words(areas.len())) } }
            ul class="govuk-list govuk-details__text" {
                @for (at, share) in areas.iter().take(NAMED) {
                    @let area = &layer.areas[*at];
                    li {
                        a class="govuk-link" href=(area_path(key, area.code.as_str())) { (area.label()) }
                        @if let Some(share) = share { ": " (percent(*share)) }
                    }
                }
                @if areas.len() > NAMED { li { "and " (format::count(len(areas.len() - NAMED))) " more, all of them in the JSON download" } }
            }
        }
    }
}
