//! Hubs, gaps and possible duplicates.

use maud::{Markup, html};

use crate::colocate::{Judged, Verdict, standing};
use crate::pages::format;
use crate::pages::listing;
use crate::pages::token::token_field;
use crate::views::colocate::{DuplicateView, GapView, HubView};

use super::finder::Finder;
use super::{PATH, parts};

/// How many of each are listed.
const MOST: usize = 50;

fn head(heads: &[&str]) -> Markup {
    html! {
        thead class="govuk-table__head" { tr class="govuk-table__row" {
            @for head in heads { th scope="col" class="govuk-table__header" { (head) } }
        } }
    }
}

fn more(shown: usize, all: usize) -> Markup {
    html! { @if all > shown { p class="govuk-body" { "The first " (shown) " of " (all) " are shown; all are in the files below." } } }
}

/// Buildings of several owners within a short walk.
pub fn hubs(finder: Finder<'_>) -> Markup {
    let (found, rules) = (finder.found, &finder.found.spec.hubs);
    let hubs: Vec<HubView> = found.found.hubs.iter().take(MOST).map(|hub| HubView::new(found, hub)).collect();
    let rows = html! {
        @for hub in &hubs {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (parts::record(finder.engine, &hub.middle)) }
                td class="govuk-table__cell" { (hub.owners.join(", ")) }
                td class="govuk-table__cell" {
                    @for (at, one) in hub.buildings.iter().enumerate() {
                        @if at > 0 { ", " } (one.building.name) " (" (parts::walk(one.minutes)) ")"
                    }
                }
                td class="govuk-table__cell govuk-table__cell--numeric" { (hub.with_spare) }
                td class="govuk-table__cell govuk-table__cell--numeric" { (hub.services) }
            }
        }
    };
    html! {
        section {
            h2 class="govuk-heading-l" id="hubs" { "Hubs" }
            p class="govuk-body" {
                "Buildings of at least " (rules.owners) " owners within " (rules.minutes) " minutes\u{2019} walk of one in the middle. They could be run as one, whoever moves."
            }
            @if hubs.is_empty() { p class="govuk-inset-text" { "There are none. A longer walk or fewer owners would find some." } }
            @else { (listing::table("Buildings of several owners within a short walk", &head(&["Around", "Owners", "Buildings", "With spare room", "Services"]), &rows)) }
            (more(hubs.len(), found.found.hubs.len()))
        }
    }
}

/// People whom a kind of service does not reach.
pub fn gaps(finder: Finder<'_>) -> Markup {
    let found = finder.found;
    let gaps: Vec<GapView> = found.found.gaps.iter().take(MOST).map(|gap| GapView::new(found, gap)).collect();
    let minutes = found.spec.distances.catchment_minutes;
    let reaches = html! {
        @for reach in &found.found.reaches {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (reach.term) }
                td class="govuk-table__cell govuk-table__cell--numeric" { (reach.services) }
                td class="govuk-table__cell govuk-table__cell--numeric" { (format::people(reach.reached)) }
                td class="govuk-table__cell govuk-table__cell--numeric" { (format::people(reach.not_reached)) }
                td class="govuk-table__cell govuk-table__cell--numeric" { (format::people(reach.could_be)) }
            }
        }
    };
    let rows = html! {
        @for gap in &gaps {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (gap.term) }
                td class="govuk-table__cell" { (parts::record(finder.engine, &gap.building)) @if let Some(owner) = &gap.building.owner { ", " (owner) } }
                td class="govuk-table__cell govuk-table__cell--numeric" { (format::people(gap.people)) }
                td class="govuk-table__cell govuk-table__cell--numeric" { @if let Some(need) = gap.need { (format::percent(need)) } @else { "not known" } }
                td class="govuk-table__cell" { @if gap.questions.is_empty() { "nothing" } @else { (format::sentence(&gap.questions.join("; "))) "?" } }
            }
        }
    };
    html! {
        section {
            h2 class="govuk-heading-l" id="gaps" { "Gaps" }
            p class="govuk-body" {
                "People farther than " (minutes) " minutes\u{2019} walk from every service of a kind, and the buildings from which most of them would be reached, each after those above it."
            }
            @if found.found.reaches.is_empty() { p class="govuk-inset-text" { "The search names no kind of service under [gaps], so nothing was looked for." } }
            @else { (listing::side_table("How far each kind of service reaches", &head(&["Kind of service", "Services", "People reached", "Not reached", "Could be"]), &reaches)) }
            @if gaps.is_empty() && !found.found.reaches.is_empty() {
                p class="govuk-inset-text" { "No building would reach " (found.spec.gaps.least_people) " people more." }
            }
            @if !gaps.is_empty() {
                (listing::table("Buildings that would close gaps", &head(&["Kind of service", "Building", "People newly reached", "Need greater than in", "To be asked first"]), &rows))
            }
            (more(gaps.len(), found.found.gaps.len()))
        }
    }
}

/// Services that may do the same. A person decides.
pub fn duplicates(finder: Finder<'_>) -> Markup {
    let found = finder.found;
    let all = &found.found.duplicates;
    html! {
        section {
            h2 class="govuk-heading-l" id="duplicates" { "Possible duplicates" }
            p class="govuk-body" {
                "Two services of one kind, open at the same time, with at least " (format::percent(found.spec.duplicates.overlap))
                " of the people within reach of the smaller one within reach of both. Whether they are duplicates, a person decides and says why."
            }
            @if all.is_empty() { p class="govuk-inset-text" { "There are none in this search." } }
            @else { p class="govuk-body" { (precision(finder)) } }
            @for (at, one) in all.iter().take(MOST).enumerate() { (duplicate(finder, at, &DuplicateView::new(found, one))) }
            (more(all.len().min(MOST), all.len()))
        }
    }
}

/// How often people found the search right.
fn precision(finder: Finder<'_>) -> String {
    let found = finder.found;
    let Judged { judged, confirmed, precision } = found.judged(finder.decisions);
    let Some(range) = precision else {
        return "Nobody has judged any of them yet, so nobody knows how often the search is right."
            .to_owned();
    };
    let count = |n: usize| format::count(n as u64);
    let were = if confirmed == 1 { "is" } else { "are" };
    format!(
        "Of {} judged so far {} {were} confirmed: {} ({} to {}, 95 % range, if those judged are like the rest).",
        count(judged),
        count(confirmed),
        format::percent(confirmed as f64 / judged as f64),
        format::percent(range.low),
        format::percent(range.high)
    )
}

fn duplicate(finder: Finder<'_>, at: usize, one: &DuplicateView) -> Markup {
    let stands = standing(finder.decisions, &finder.found.spec.id, &one.id);
    let verdict = stands.map(|decision| decision.made.verdict).filter(|verdict| *verdict != Verdict::Reopen);
    let hours = one.shared_minutes.map_or_else(
        || "whether they are open at the same time is not known".to_owned(),
        |minutes| format!("open at the same time {:.1} hours a week", f64::from(minutes) / 60.0),
    );
    html! {
        div class="ww-duplicate" {
            h3 class="govuk-heading-m" {
                (one.term) ": " (one.first.name) " and " (one.second.name) " "
                @match verdict {
                    Some(Verdict::Confirm) => strong class="govuk-tag govuk-tag--red" { "Confirmed" },
                    Some(Verdict::Dismiss) => strong class="govuk-tag govuk-tag--grey" { "Dismissed" },
                    _ => strong class="govuk-tag govuk-tag--yellow" { "Open" },
                }
            }
            p class="govuk-body" {
                (format::people(one.people)) " people are within reach of both, " (format::percent(one.overlap))
                " of those of the smaller one; " (hours) ". "
                (one.first.owner.as_deref().unwrap_or("Owner not known")) "; " (one.second.owner.as_deref().unwrap_or("owner not known")) "."
            }
            @if let Some(decision) = stands {
                p class="govuk-body" { "Last decided on version " (decision.place_version) ": " (decision.made.reason) }
            }
            @if finder.app.config().allows_writes() { (form(finder, at, one, verdict)) }
        }
    }
}

fn form(finder: Finder<'_>, at: usize, one: &DuplicateView, verdict: Option<Verdict>) -> Markup {
    // Only the form that was sent has something wrong; its field is the one that the top of the page leads to.
    let problem = finder.problem.filter(|_| finder.params.get("subject") == Some(one.id.as_str()));
    let (field, token) = if problem.is_some() {
        ("reason".to_owned(), "token".to_owned())
    } else {
        (format!("reason-{at}"), format!("token-{at}"))
    };
    let group =
        if problem.is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" };
    html! {
        details class="govuk-details ww-noprint" open[problem.is_some()] {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Decide" span class="govuk-visually-hidden" { " on " (one.first.name) " and " (one.second.name) } } }
            form class="govuk-details__text" action=(format!("{PATH}/decide")) method="post" novalidate {
                input type="hidden" name="search" value=(finder.found.spec.id);
                input type="hidden" name="subject" value=(one.id);
                (parts::marks(finder.params))
                div class=(group) {
                    label class="govuk-label" for=(field) { "Reason" }
                    @if let Some(problem) = problem {
                        p class="govuk-error-message" id="reason-error" {
                            span class="govuk-visually-hidden" { "Error: " } (format::sentence(&problem.detail))
                        }
                    }
                    input class="govuk-input" id=(field) name="reason" type="text" maxlength=(crate::colocate::MOST_REASON_CHARS)
                        value=[problem.and(finder.params.get("reason"))] aria-describedby=[problem.map(|_| "reason-error")];
                }
                (token_field(finder.app, &token, "Needed to save. It is not kept."))
                div class="govuk-button-group" {
                    @if verdict != Some(Verdict::Confirm) { button class="govuk-button" type="submit" name="verdict" value="confirm" { "Confirm" } }
                    @if verdict != Some(Verdict::Dismiss) { button class="govuk-button govuk-button--secondary" type="submit" name="verdict" value="dismiss" { "Dismiss" } }
                    @if verdict.is_some() { button class="govuk-button govuk-button--secondary" type="submit" name="verdict" value="reopen" { "Open again" } }
                }
            }
        }
    }
}
