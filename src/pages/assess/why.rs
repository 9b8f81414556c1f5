//! "Why is this ward red?": what adds up to its score, what would move it,
//! and where each figure comes from.

use maud::{Markup, html};

use crate::assess::explain::{Against, Contributions, LeverFault, contributions, levers};
use crate::assess::run::Standing;
use crate::pages::format::{self, counted, len};
use crate::pages::listing;

use super::digits::Digits;
use super::origin;
use super::subject::{Subject, settings};
use super::twin::chance;

/// The panel; without an area it says how to get one.
pub(super) fn section(subject: &Subject<'_>) -> Markup {
    html! {
        section aria-labelledby="why-heading" id="why" class="ww-why" tabindex="-1" {
            @match subject.chosen {
                None => {
                    h2 class="govuk-heading-l" id="why-heading" { "Why is an area where it is?" }
                    (picker(subject))
                },
                Some(area) => (panel(subject, area)),
            }
        }
    }
}

/// The choice of an area by a plain form.
fn picker(subject: &Subject<'_>) -> Markup {
    let mut areas: Vec<usize> = (0..subject.assessed.areas.len()).collect();
    areas.sort_by_cached_key(|area| (subject.label(*area).to_lowercase(), subject.code(*area)));
    html! {
        form class="ww-chooser ww-noprint" action={ (subject.path()) "#why" } method="get" {
            @for (name, value) in &subject.params.0 {
                @if name != "area" && name != "page" && !value.trim().is_empty() { input type="hidden" name=(name) value=(value); }
            }
            div class="govuk-form-group" {
                label class="govuk-label" for="why-area" { "Explain one area" }
                select class="govuk-select" id="why-area" name="area" {
                    option value="" { "Choose" }
                    @for area in areas {
                        option value=(subject.code(area)) selected[subject.chosen == Some(area)] { (subject.label(area)) }
                    }
                }
            }
            button class="govuk-button govuk-button--secondary" type="submit" { "Explain" }
        }
    }
}

fn panel(subject: &Subject<'_>, area: usize) -> Markup {
    let label = subject.label(area);
    html! {
        h2 class="govuk-heading-l" id="why-heading" { "Why is " (label) " where it is?" }
        p class="govuk-body-l" { (place(subject, area)) }
        p class="govuk-body ww-noprint" {
            a class="govuk-link" href=(super::area_path(subject, area)) { "Profile of " (label) } " · "
            a class="govuk-link" href=(format!("{}/compare?areas={}", subject.path(), format::encode(subject.code(area)))) { "Compare it with others" } " · "
            a class="govuk-link" href={ (subject.link("area", None)) "#why" } { "Close" }
        }
        @match contributions(subject.run(), area, Against::Average) {
            Ok(split) => (table(subject, area, &split)),
            Err(fault) => p class="govuk-inset-text" { "Its score cannot be split: " (fault) "." },
        }
        (moving(subject, area))
        (picker(subject))
    }
}

/// Where the area stands, in sentences.
fn place(subject: &Subject<'_>, area: usize) -> String {
    let index = subject.run().index();
    let ranked = index.ranked();
    let worst = subject.run().recipe.rules.worst;
    let label = subject.label(area);
    match (index.standings[area], subject.assessed.rank_range(index, area)) {
        (Standing::Unranked(why), _) => {
            format!("{label} is {}.", super::column::unranked_words(why))
        }
        (Standing::Ranked { rank, .. }, None) => {
            format!("{label} has rank {rank} of {ranked}, 1 being the worst.")
        }
        (Standing::Ranked { rank, .. }, Some(range)) => {
            let where_to = if range.low == range.high {
                format!("be {} still", range.low)
            } else {
                format!("lie between {} and {}", range.low, range.high)
            };
            format!(
                "{label} has rank {rank} of {ranked}, 1 being the worst. Had the choices behind it been made otherwise, \
                 its rank would {where_to} in 90 of 100 cases. It is among the worst {worst} in {} of all cases.",
                chance(range.among_worst)
            )
        }
    }
}

fn table(subject: &Subject<'_>, area: usize, split: &Contributions) -> Markup {
    let scores = Digits::of([split.score, split.base].into_iter());
    let most = split.parts.iter().map(|part| part.amount.abs()).fold(0.0, f64::max);
    let mut parts: Vec<&crate::assess::explain::Part> = split.parts.iter().collect();
    parts.sort_by(|a, b| b.amount.total_cmp(&a.amount).then(a.id.cmp(&b.id)));
    let head = html! {
        thead class="govuk-table__head" {
            tr class="govuk-table__row" {
                th scope="col" class="govuk-table__header" { "Indicator" }
                th scope="col" class="govuk-table__header govuk-table__header--numeric" { "Here" }
                th scope="col" class="govuk-table__header govuk-table__header--numeric" { "Middle area" }
                th scope="col" class="govuk-table__header govuk-table__header--numeric" { "Adds to the score" }
                th scope="col" class="govuk-table__header" { "Where it comes from" }
            }
        }
    };
    let rows = html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" { "An average area" }
            td class="govuk-table__cell" {} td class="govuk-table__cell" {}
            td class="govuk-table__cell govuk-table__cell--numeric" { (scores.words(split.base)) }
            td class="govuk-table__cell" { "the mean score of every indicator" }
        }
        @for part in &parts { (part_row(subject, area, part, scores, most)) }
        tr class="govuk-table__row ww-total" {
            th scope="row" class="govuk-table__header" { strong { (subject.label(area)) } }
            td class="govuk-table__cell" {} td class="govuk-table__cell" {}
            td class="govuk-table__cell govuk-table__cell--numeric" { strong { (scores.words(split.score)) } }
            td class="govuk-table__cell" { "its score" }
        }
    };
    html! {
        h3 class="govuk-heading-m" { "What adds up to its score" }
        (listing::side_table(&format!("What adds up to the score of {}", subject.label(area)), &head, &rows))
    }
}

fn part_row(
    subject: &Subject<'_>,
    area: usize,
    part: &crate::assess::explain::Part,
    scores: Digits,
    most: f64,
) -> Markup {
    let run = subject.run();
    let title = run.node(&part.id).map_or(part.id.as_str(), |node| node.title.as_str());
    let stages = run.indicators.iter().find(|stages| stages.id == part.id);
    html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" {
                a class="govuk-link" href=(subject.link("of", Some(&part.id))) { (title) }
            }
            @match stages {
                Some(stages) => (figures(subject, stages, area)),
                None => { td class="govuk-table__cell" { "a domain" } td class="govuk-table__cell" {} },
            }
            td class="govuk-table__cell govuk-table__cell--numeric" { (bar(part.amount, most)) " " (scores.signed(part.amount)) }
            td class="govuk-table__cell" { (origin::of(subject, &part.id, Some(area))) }
        }
    }
}

fn figures(subject: &Subject<'_>, stages: &crate::assess::run::Stages, area: usize) -> Markup {
    let known: Vec<f64> = stages.raw.iter().filter_map(|figure| figure.ok()).collect();
    let digits = Digits::of(known.iter().copied());
    let unit = super::subject::source(subject.assessed, &stages.id).map_or("", |source| source.unit.as_str());
    let middle = crate::assess::comparator::range(&stages.raw).ok().map(|[_, _, middle, _, _]| middle);
    html! {
        td class="govuk-table__cell govuk-table__cell--numeric" {
            @match stages.raw[area] {
                Ok(value) => { (with_unit(digits, value, unit)) },
                Err(gap) => {
                    (crate::pages::badges::missing(gap))
                    @if let (true, Ok(stand_in)) = (stages.imputed.stand_ins[area], stages.imputed.figures[area]) {
                        br; span class="ww-quiet" { "stand-in: " (with_unit(digits, stand_in, unit)) }
                    }
                },
            }
        }
        td class="govuk-table__cell govuk-table__cell--numeric" {
            @match middle { Some(middle) => (with_unit(digits, middle, unit)), None => "–" }
        }
    }
}

/// A figure with its unit where that is short.
pub(super) fn with_unit(digits: Digits, value: f64, unit: &str) -> String {
    match unit {
        "%" | "per cent" => format!("{}%", digits.words(value)),
        _ => digits.words(value),
    }
}

/// A bar to the left of the middle for what takes away, to the right for what adds.
fn bar(amount: f64, most: f64) -> Markup {
    let length = if most > 0.0 { (amount.abs() / most * 40.0).round() } else { 0.0 };
    let x = if amount < 0.0 { 41.0 - length } else { 41.0 };
    html! {
        svg class="ww-bar" width="82" height="14" viewBox="0 0 82 14" aria-hidden="true" focusable="false" {
            path d="M41 0v14" stroke="#0b0c0c" {}
            rect x=(x) y="2" width=(length) height="10" fill={ @if amount < 0.0 { "#a1dab4" } @else { "#1d70a2" } } {}
        }
    }
}

/// What would take the area out of the worst ones.
fn moving(subject: &Subject<'_>, area: usize) -> Markup {
    let run = subject.run();
    let worst = run.recipe.rules.worst;
    let found = match levers(run, area) {
        Ok(found) => found,
        Err(LeverFault::NotAmongTheWorst { .. } | LeverFault::NotRanked) => return html! {},
        Err(fault) => return html! { p class="govuk-body" { (format::sentence(&fault.to_string())) "." } },
    };
    html! {
        h3 class="govuk-heading-m" { "What would move it out of the worst " (worst) }
        @if found.is_empty() {
            p class="govuk-body" { "No single indicator could: even the best figure of any area would not be enough." }
        } @else {
            p class="govuk-body" {
                (format::sentence(&counted(len(found.len()), "indicator", "indicators"))) " could by itself, all else as it is. The least change comes first."
            }
            ul class="govuk-list govuk-list--bullet" { @for lever in &found { li { (lever_words(subject, lever)) } } }
        }
    }
}

fn lever_words(subject: &Subject<'_>, lever: &crate::assess::explain::Lever) -> Markup {
    let run = subject.run();
    let title = settings(run, &lever.id).map_or(lever.id.as_str(), |settings| settings.title.as_str());
    let digits = Digits::of([lever.from, lever.to].into_iter());
    let unit = super::subject::source(subject.assessed, &lever.id).map_or("", |source| source.unit.as_str());
    html! {
        strong { (title) } ": from " (with_unit(digits, lever.from, unit)) " to " (with_unit(digits, lever.to, unit))
        ", " (super::twin::share(lever.share_of_range)) " of the range between areas."
        @if !lever.holds_on_rerun { " Reckoned anew with that figure, the area would still be among them, because it moves the scale." }
    }
}
