//! The choice of areas by a plain form, and the areas most alike.

use maud::{Markup, html};

use crate::assess::comparator::neighbours;
use crate::assess::recipe::Comparator;
use crate::pages::format::{self, counted, encode, len};

use super::super::subject::Subject;
use super::MOST;

/// Areas that are suggested.
const SUGGESTED: usize = 5;

/// The section.
pub(super) fn section(subject: &Subject<'_>, areas: &[usize]) -> Markup {
    html! {
        section aria-labelledby="pick" class="ww-noprint" {
            h2 class="govuk-heading-l" id="pick" { "Which areas?" }
            @match areas {
                [] => p class="govuk-body" { "Choose two to " (MOST) " areas. Each figure of the others is set beside that of the first." },
                [one] => p class="govuk-body" { (subject.label(*one)) " needs another area beside it. Choose one, or take one that is like it." },
                _ => {},
            }
            (form(subject, areas))
            @if let Some(first) = areas.first() { (alike(subject, *first, areas)) }
        }
    }
}

fn form(subject: &Subject<'_>, areas: &[usize]) -> Markup {
    let mut order: Vec<usize> = (0..subject.assessed.areas.len()).collect();
    order.sort_by_cached_key(|area| (subject.label(*area).to_lowercase(), subject.code(*area)));
    html! {
        form class="ww-chooser" action={ (subject.path()) "/compare" } method="get" {
            @for at in 0..MOST {
                @let id = format!("area-{}", at + 1);
                div class="govuk-form-group" {
                    label class="govuk-label" for=(id) { "Area " (at + 1) @if at > 1 { " (if you like)" } }
                    select class="govuk-select" id=(id) name="areas" {
                        option value="" { "None" }
                        @for area in &order {
                            option value=(subject.code(*area)) selected[areas.get(at) == Some(area)] { (subject.label(*area)) }
                        }
                    }
                }
            }
            button class="govuk-button govuk-button--secondary" type="submit" { "Compare" }
        }
    }
}

/// The areas most like the first one, and by what that is judged.
fn alike(subject: &Subject<'_>, first: usize, areas: &[usize]) -> Markup {
    let run = subject.run();
    let covariates = covariates(subject);
    let titles: Vec<String> = covariates
        .iter()
        .map(|id| run.node(id).map_or_else(|| id.clone(), |node| node.title.clone()))
        .collect();
    let found = neighbours(&covariates, SUGGESTED, &run.inputs);
    let found = found.ok().and_then(|mut all| (first < all.len()).then(|| all.swap_remove(first)));
    html! {
        h3 class="govuk-heading-m" id="alike" { "Areas most like " (subject.label(first)) }
        @match found.filter(|found| !found.is_empty() && !covariates.is_empty()) {
            None => p class="govuk-body" { "No other area can be likened to it: the figures do not tell areas apart." },
            Some(found) => {
                ul class="govuk-list" {
                    @for other in &found {
                        li {
                            @if areas.contains(other) { (subject.label(*other)) ", shown" }
                            @else { a class="govuk-link" href=(with(subject, areas, *other)) { (subject.label(*other)) } }
                        }
                    }
                }
                details class="govuk-details" {
                    summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "How these were found" } }
                    div class="govuk-details__text" {
                        p class="govuk-body" {
                            "They are nearest to it over " (counted(len(titles.len()), "figure", "figures"))
                            " taken together, each measured in standard deviations over all areas. A figure that one of two areas lacks is left out of their distance. "
                            @if is_of_recipe(subject) { "The recipe of the assessment names these figures: " } @else { "The figures are those of the assessment: " }
                            (format::list(&titles)) "."
                        }
                    }
                }
            },
        }
    }
}

/// The address with one more area; beside three others it takes the place of the last.
fn with(subject: &Subject<'_>, areas: &[usize], other: usize) -> String {
    let kept = areas.iter().copied().take(MOST - 1).chain([other]);
    let codes: Vec<String> = kept.map(|area| encode(subject.code(area))).collect();
    format!("{}/compare?areas={}", subject.path(), codes.join(","))
}

fn is_of_recipe(subject: &Subject<'_>) -> bool {
    matches!(subject.run().recipe.comparator, Comparator::Neighbours { .. })
}

/// What areas are likened by: what the recipe names, else every figure that tells areas apart.
fn covariates(subject: &Subject<'_>) -> Vec<String> {
    let run = subject.run();
    if let Comparator::Neighbours { covariates, .. } = &run.recipe.comparator {
        return covariates.clone();
    }
    let tells = |id: &String| neighbours(std::slice::from_ref(id), 1, &run.inputs).is_ok();
    run.indicators.iter().map(|stages| stages.id.clone()).filter(tells).collect()
}
