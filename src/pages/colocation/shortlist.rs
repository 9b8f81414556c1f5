//! The shortlist: what the place keeps, and what this address marks.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::colocate::{Decision, MOST_REASON_CHARS, Verdict};
use crate::pages::token::token_field;
use crate::pages::{format, listing};

use super::finder::Finder;
use super::{PATH, parts};

/// Ids of all candidates that are kept or marked, those kept by the place
/// first, with the decision that keeps them.
pub fn subjects(finder: Finder<'_>) -> Vec<(String, Option<&Decision>)> {
    // They come in the order in which they were made: a later one takes the place of the one before.
    let latest: BTreeMap<&str, &Decision> =
        finder.decisions.iter().map(|one| (one.made.subject.as_str(), one)).collect();
    let mut kept: Vec<&Decision> =
        latest.into_values().filter(|one| one.made.verdict == Verdict::Shortlist).collect();
    kept.sort_by_key(|one| one.number);
    let mut all: Vec<(String, Option<&Decision>)> =
        kept.into_iter().map(|one| (one.made.subject.clone(), Some(one))).collect();
    for marked in finder.params.all("keep") {
        if !all.iter().any(|(id, _)| id == marked) {
            all.push((marked.to_owned(), None));
        }
    }
    all
}

/// The view.
pub fn view(finder: Finder<'_>) -> Markup {
    let subjects = subjects(finder);
    let rows =
        html! { @for (at, (id, kept)) in subjects.iter().enumerate() { (row(finder, at, id, *kept)) } };
    let head = html! {
        thead class="govuk-table__head" { tr class="govuk-table__row" {
            @for head in ["Candidate", "Score", "Gates", "Kept by the place", "Reason"] { th scope="col" class="govuk-table__header" { (head) } }
        } }
    };
    html! {
        section {
            h2 class="govuk-heading-l" id="shortlist" { "Shortlist" }
            @if subjects.is_empty() {
                p class="govuk-inset-text" { "Nothing is on the shortlist yet. Open a candidate to mark it in the address or to save it with a reason." }
            } @else {
                (listing::table("Candidates that are kept or marked", &head, &rows))
            }
        }
    }
}

fn row(finder: Finder<'_>, at: usize, id: &str, kept: Option<&Decision>) -> Markup {
    let found = finder.found;
    let pair = found.pair(id);
    let name = |pair: &crate::colocate::Pair| {
        let (service, building) =
            (&found.estate.services[pair.service as usize], &found.estate.buildings[pair.building as usize]);
        format!("{} into {}", service.name, building.name)
    };
    html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" {
                @if let Some(pair) = pair { a class="govuk-link" href=(parts::candidate_link(finder.params, found, id)) { (name(pair)) } }
                @else {
                    (id) " – not among the candidates of this version any more"
                    @if kept.is_some() && finder.app.config().allows_writes() { (take_off(finder, at, id)) }
                }
            }
            td class="govuk-table__cell" { @if let Some(pair) = pair { (parts::score(pair.score)) } @else { "–" } }
            td class="govuk-table__cell" { @if let Some(pair) = pair { (parts::tier(pair.answers.tier())) } @else { "–" } }
            td class="govuk-table__cell" {
                @if let Some(one) = kept {
                    (format::day(one.at.to_zoned(jiff::tz::TimeZone::UTC).date())) ", version " (one.place_version)
                } @else { "no, marked in this address" }
            }
            td class="govuk-table__cell" { @if let Some(one) = kept { (one.made.reason) } @else { "–" } }
        }
    }
}

/// What is no candidate any more has no page on which it could be taken off.
fn take_off(finder: Finder<'_>, at: usize, id: &str) -> Markup {
    let (reason, token) = (format!("reason-{at}"), format!("token-{at}"));
    html! {
        details class="govuk-details ww-noprint" {
            summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Take it off" span class="govuk-visually-hidden" { ": " (id) } } }
            form class="govuk-details__text" action=(format!("{PATH}/decide")) method="post" novalidate {
                input type="hidden" name="search" value=(finder.found.spec.id);
                input type="hidden" name="subject" value=(id);
                input type="hidden" name="verdict" value=(Verdict::Unlist.key());
                (parts::marks(finder.params))
                div class="govuk-form-group" {
                    label class="govuk-label" for=(reason) { "Reason" }
                    input class="govuk-input" id=(reason) name="reason" type="text" maxlength=(MOST_REASON_CHARS);
                }
                (token_field(finder.app, &token, "Needed to save. It is not kept."))
                button class="govuk-button govuk-button--secondary" type="submit" { "Take off the shortlist" }
            }
        }
    }
}
