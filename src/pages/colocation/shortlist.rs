//! The shortlist: what the place keeps, and what this address marks.

use maud::{Markup, html};

use crate::colocate::{Verdict, standing};
use crate::pages::{format, listing};

use super::finder::Finder;
use super::parts;

/// Ids of all candidates that are kept or marked, those kept by the place first.
pub fn subjects(finder: Finder<'_>) -> Vec<String> {
    let search = &finder.found.spec.id;
    let mut all: Vec<String> = Vec::new();
    for decision in finder.decisions.iter().filter(|one| one.made.search == *search) {
        let stands = standing(finder.decisions, search, &decision.made.subject);
        let is_listed = stands.is_some_and(|one| one.made.verdict == Verdict::Shortlist);
        if is_listed && !all.contains(&decision.made.subject) {
            all.push(decision.made.subject.clone());
        }
    }
    for kept in finder.params.all("keep") {
        if !all.iter().any(|id| id == kept) {
            all.push(kept.to_owned());
        }
    }
    all
}

/// The view.
pub fn view(finder: Finder<'_>) -> Markup {
    let subjects = subjects(finder);
    let rows = html! { @for id in &subjects { (row(finder, id)) } };
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

fn row(finder: Finder<'_>, id: &str) -> Markup {
    let found = finder.found;
    let stands =
        standing(finder.decisions, &found.spec.id, id).filter(|one| one.made.verdict == Verdict::Shortlist);
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
                @else { (id) " – not among the candidates of this version any more" }
            }
            td class="govuk-table__cell" { @if let Some(pair) = pair { (parts::score(pair.score)) } @else { "–" } }
            td class="govuk-table__cell" { @if let Some(pair) = pair { (parts::tier(pair.answers.tier())) } @else { "–" } }
            td class="govuk-table__cell" {
                @if let Some(one) = stands {
                    (format::day(one.at.to_zoned(jiff::tz::TimeZone::UTC).date())) ", version " (one.place_version)
                } @else { "no, marked in this address" }
            }
            td class="govuk-table__cell" { @if let Some(one) = stands { (one.made.reason) } @else { "–" } }
        }
    }
}
