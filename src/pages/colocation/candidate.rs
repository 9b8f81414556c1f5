//! One candidate with everything that speaks for it and against it.

use maud::{Markup, html};

use crate::api::{App, Problem, colocate};
use crate::colocate::{Decision, Verdict, standing};
use crate::engine::{Colocated, Engine, NoWhatIf};
use crate::pages::format;
use crate::pages::frame::{Page, Section};
use crate::pages::listing;
use crate::pages::params::Params;
use crate::pages::token::token_field;
use crate::pages::trials::SCENARIOS;
use crate::views::colocate::{CandidateView, FigureRangeView};

use super::{PATH, parts};

/// The page.
///
/// # Errors
/// A [`Problem`] for a search or candidate that is not there.
pub fn page(app: &App, engine: &Engine, params: &Params, problem: Option<&Problem>) -> Result<Page, Problem> {
    let found = colocate::carried_out(engine, params.get("search").unwrap_or_default())?;
    let id = params.get("id").unwrap_or_default();
    let pair = found.pair(id).ok_or_else(|| Problem::not_found("candidate of this name in the search"))?;
    let view = CandidateView::new(&found, pair);
    let decisions = colocate::decisions(app, &found.spec.id)?;
    let stands = standing(&decisions, &found.spec.id, id);
    let heading = format!("{} into {}", view.service.name, view.building.name);
    let body = html! {
        @if let Some(problem) = problem { (parts::problem_box(problem)) }
        span class="govuk-caption-xl" { "Candidate " (view.rank) " of the " (found.found.pairs.len()) " listed" }
        h1 class="govuk-heading-xl" { (heading) }
        p class="govuk-body-l" { (view.sentence) }
        (facts(engine, &found, &view, pair))
        (gates(&view))
        (criteria(&view))
        (estimate(&view))
        (what_if(engine.what_if(&found, pair)))
        (mark(app, &found, params, id, stands))
    };
    let trail =
        vec![(found.spec.title.clone(), parts::view_link(params, found.spec.id.as_str(), "candidates"))];
    let title = if problem.is_some() { format!("Error: {heading}") } else { heading };
    Ok(Page { title, section: Section::Colocation, trail, body })
}

fn facts(engine: &Engine, found: &Colocated, view: &CandidateView, pair: &crate::colocate::Pair) -> Markup {
    let row = |name: &str, value: Markup| {
        html! {
            div class="govuk-summary-list__row" {
                dt class="govuk-summary-list__key" { (name) }
                dd class="govuk-summary-list__value" { (value) }
            }
        }
    };
    let of = |place: &crate::views::colocate::PlaceView| {
        html! {
            (parts::record(engine, place))
            @if let Some(owner) = &place.owner { ", " (owner) } @else { ", owner not known" }
        }
    };
    html! {
        dl class="govuk-summary-list" {
            (row("Service", of(&view.service)))
            (row("Building", of(&view.building)))
            (row("Walk between them", html! { (parts::walk(pair.minutes)) }))
            (row("Gates", parts::tier(pair.answers.tier())))
            (row("Score", parts::score(pair.score)))
            (row("Cost, access and equality", html! {
                (format::sentence(parts::front(pair.front)))
                " – whether another building for this service is as good at all three and better at one"
            }))
            @if let Some(share) = pair.stays_at_top {
                (row("With other weights", html! {
                    "Among the first " (found.spec.stability.top) " in " (format::percent(share)) " of "
                    (found.spec.stability.draws) " draws of weights"
                }))
            }
        }
    }
}

fn head(heads: &[&str]) -> Markup {
    html! {
        thead class="govuk-table__head" { tr class="govuk-table__row" {
            @for head in heads { th scope="col" class="govuk-table__header" { (head) } }
        } }
    }
}

fn gates(view: &CandidateView) -> Markup {
    let rows = html! {
        @for gate in &view.gates {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (gate.title) }
                td class="govuk-table__cell" { strong { (format::sentence(gate.answer)) } }
                td class="govuk-table__cell" { (format::sentence(&gate.why)) "." }
                td class="govuk-table__cell" { @if gate.rests_on.is_empty() { "–" } @else { (parts::cells(&gate.rests_on)) } }
            }
        }
    };
    html! {
        section aria-labelledby="gates" {
            h2 class="govuk-heading-l" id="gates" { "Gates" }
            @if !view.questions.is_empty() {
                div class="govuk-inset-text" {
                    p class="govuk-body" { strong { "To be asked before anything is decided" } }
                    ul class="govuk-list govuk-list--bullet" { @for question in &view.questions { li { (question) } } }
                }
            }
            (listing::whole_table("Gates of this candidate", &head(&["Gate", "Answer", "Why", "Rests on"]), &rows))
        }
    }
}

/// The score, so that it can be reckoned again: value times weight, line by line.
fn criteria(view: &CandidateView) -> Markup {
    let figure = |value: f64| format!("{value:.3}");
    let rows = html! {
        @for line in &view.criteria {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (line.title) }
                td class="govuk-table__cell" { (format::sentence(&line.how)) "." }
                td class="govuk-table__cell govuk-table__cell--numeric" { @if let Some(value) = line.value { (figure(value)) } @else { "0 to 1" } }
                td class="govuk-table__cell govuk-table__cell--numeric" { (figure(line.weight)) }
                td class="govuk-table__cell govuk-table__cell--numeric" {
                    @if let Some(value) = line.value { (figure(value * line.weight)) } @else { "0 to " (figure(line.weight)) }
                }
                td class="govuk-table__cell" { @if line.rests_on.is_empty() { "–" } @else { (parts::cells(&line.rests_on)) } }
            }
        }
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" { "Score" }
            td class="govuk-table__cell" { "The sum. What is not known counts once 0 and once 1; candidates are ranked by the middle." }
            td class="govuk-table__cell" {}
            td class="govuk-table__cell govuk-table__cell--numeric" { (figure(view.criteria.iter().map(|line| line.weight).sum())) }
            td class="govuk-table__cell govuk-table__cell--numeric" { (figure(view.score.low)) " to " (figure(view.score.high)) }
            td class="govuk-table__cell" {}
        }
    };
    html! {
        section aria-labelledby="criteria" {
            h2 class="govuk-heading-l" id="criteria" { "How the score comes about" }
            (listing::whole_table("Criteria of this candidate", &head(&["Criterion", "How", "Value", "Weight", "Value × weight", "Rests on"]), &rows))
        }
    }
}

fn estimate(view: &CandidateView) -> Markup {
    let estimate = &view.estimate;
    let years = format!("Saving over {} years", estimate.years);
    let lines: [(&str, &FigureRangeView, &str, f64, i32); 6] = [
        ("Room that the service takes up", &estimate.area_m2, "m²", 1.0, 0),
        ("Cost avoided a year", &estimate.avoided_a_year, "£", 1.0, 0),
        ("Paid once", &estimate.one_off, "£", 1.0, 0),
        (years.as_str(), &estimate.saving, "£", 1.0, 0),
        ("CO₂e avoided a year", &estimate.carbon_t_a_year, "t", 1.0, 2),
        ("Building in use with the service", &estimate.in_use_then, "%", 100.0, 0),
    ];
    let figure = |value: Option<f64>, times: f64, decimals: i32| {
        value.map_or_else(|| "–".to_owned(), |value| rounded(value * times, decimals))
    };
    let rows = html! {
        @for (name, range, unit, times, decimals) in lines {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (name) " (" (unit) ")" }
                @if let Some(missing) = range.missing {
                    td class="govuk-table__cell" colspan="3" { "Not estimated: " (missing) }
                } @else {
                    td class="govuk-table__cell govuk-table__cell--numeric" { (figure(range.low, times, decimals)) }
                    td class="govuk-table__cell govuk-table__cell--numeric" { (figure(range.mid, times, decimals)) }
                    td class="govuk-table__cell govuk-table__cell--numeric" { (figure(range.high, times, decimals)) }
                }
            }
        }
    };
    html! {
        section aria-labelledby="estimate" {
            h2 class="govuk-heading-l" id="estimate" { "Money, carbon and room" }
            @if estimate.is_crowded == Some(true) {
                div class="govuk-warning-text" {
                    span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
                    strong class="govuk-warning-text__text" {
                        span class="govuk-visually-hidden" { "Warning: " }
                        "The building would be crowded: access would get worse for all who use it."
                    }
                }
            }
            (listing::whole_table("What the move would change", &head(&["What", "Low", "Likeliest", "High"]), &rows))
            @if !estimate.sources.is_empty() {
                p class="govuk-body-s" { "Factors, which the search may change: " (estimate.sources.join("; ")) "." }
            }
        }
    }
}

/// A figure with as many decimals as it bears.
fn rounded(value: f64, decimals: i32) -> String {
    let step = 10_f64.powi(decimals);
    format::number((value * step).round() / step, format::NumberStyle::GROUPED)
}

/// The way on to who would gain and who would lose.
fn what_if(recipe: Result<String, NoWhatIf>) -> Markup {
    html! {
        section class="ww-noprint" aria-labelledby="what-if" {
            h2 class="govuk-heading-l" id="what-if" { "Who would gain and who would lose" }
            @match recipe {
                Ok(recipe) => {
                    p class="govuk-body" {
                        "A scenario tries the move out: how far people would walk before and after, group by group. It changes nothing in the place."
                    }
                    form action=(format!("{SCENARIOS}/try")) method="post" {
                        input type="hidden" name="recipe" value=(recipe);
                        button class="govuk-button govuk-button--secondary" type="submit" { "What if it moved in?" }
                    }
                }
                Err(why) => p class="govuk-body" { "Not to be told: " (why.to_string()) "." },
            }
        }
    }
}

/// The shortlist: in the address for oneself, in the place for all.
fn mark(app: &App, found: &Colocated, params: &Params, id: &str, stands: Option<&Decision>) -> Markup {
    let listed = stands.filter(|one| one.made.verdict == Verdict::Shortlist);
    let is_kept = params.all("keep").any(|kept| kept == id);
    let kept: Vec<(String, String)> = params
        .all("keep")
        .filter(|kept| *kept != id)
        .map(|kept| ("keep".to_owned(), kept.to_owned()))
        .chain((!is_kept).then(|| ("keep".to_owned(), id.to_owned())))
        .collect();
    let back = |pairs: Vec<(String, String)>| {
        let own = vec![("search".to_owned(), found.spec.id.to_string()), ("id".to_owned(), id.to_owned())];
        Params(own.into_iter().chain(pairs).collect()).at(&format!("{PATH}/candidate"))
    };
    html! {
        section aria-labelledby="shortlist" {
            h2 class="govuk-heading-l" id="shortlist" { "Shortlist" }
            p class="govuk-body" {
                @if let Some(one) = listed {
                    "On the shortlist of this place since " (format::day(one.at.to_zoned(jiff::tz::TimeZone::UTC).date()))
                    ", version " (one.place_version) ": " (one.made.reason)
                } @else { "Not on the shortlist of this place." }
            }
            p class="govuk-body ww-noprint" {
                a class="govuk-link" href=(back(kept)) {
                    @if is_kept { "Take the mark off" } @else { "Mark it in this address" }
                }
                ": whoever is sent the address sees the mark."
            }
            @if app.config().allows_writes() {
                form class="ww-noprint" action=(format!("{PATH}/decide")) method="post" novalidate {
                    input type="hidden" name="search" value=(found.spec.id);
                    input type="hidden" name="subject" value=(id);
                    (parts::marks(params))
                    input type="hidden" name="verdict" value=(if listed.is_some() { Verdict::Unlist } else { Verdict::Shortlist }.key());
                    div class="govuk-form-group" {
                        label class="govuk-label govuk-label--s" for="reason" { "Reason" }
                        div class="govuk-hint" id="reason-hint" { "Kept with the place, for all to read" }
                        textarea class="govuk-textarea" id="reason" name="reason" rows="3" maxlength=(crate::colocate::MOST_REASON_CHARS)
                            aria-describedby="reason-hint" { (params.get("reason").unwrap_or_default()) }
                    }
                    (token_field(app, "token", "Needed to save. It is not kept."))
                    button class="govuk-button" type="submit" {
                        @if listed.is_some() { "Take off the shortlist" } @else { "Save to the shortlist" }
                    }
                }
            }
        }
    }
}
