//! Up to four candidates side by side.

use maud::{Markup, html};

use crate::api::{Problem, colocate};
use crate::engine::{Colocated, Engine};
use crate::pages::frame::{Page, Section};
use crate::pages::params::Params;
use crate::pages::{format, listing};
use crate::views::colocate::{CandidateView, FigureRangeView};

use super::parts;

/// Candidates side by side.
pub const MOST: usize = 4;

/// The page.
///
/// # Errors
/// A [`Problem`] for a search that is not there.
pub fn page(engine: &Engine, params: &Params) -> Result<Page, Problem> {
    let found = colocate::carried_out(engine, params.get("search").unwrap_or_default())?;
    let asked: Vec<&str> = params.all("c").collect();
    let pairs: Vec<_> = asked.iter().filter_map(|id| found.pair(id)).take(MOST).collect();
    let views: Vec<CandidateView> = pairs.iter().map(|pair| CandidateView::new(&found, pair)).collect();
    let body = html! {
        span class="govuk-caption-xl" { (found.spec.title) }
        h1 class="govuk-heading-xl" { "Compare candidates" }
        @if asked.len() > MOST {
            p class="govuk-inset-text" { "At most " (MOST) " candidates stand side by side; the first " (MOST) " of " (asked.len()) " are shown." }
        }
        @if asked.len().min(MOST) > views.len() {
            p class="govuk-inset-text" { "Some candidates of the address are not found in this version of the place any more." }
        }
        @if views.is_empty() {
            p class="govuk-inset-text" {
                "Nothing is chosen. Tick up to " (MOST) " candidates in the "
                a class="govuk-link" href=(parts::view_link(params, found.spec.id.as_str(), "candidates")) { "list" } " and compare them."
            }
        } @else { (table(&found, params, &views)) }
    };
    let trail =
        vec![(found.spec.title.clone(), parts::view_link(params, found.spec.id.as_str(), "candidates"))];
    let title = format!("Compare {} candidates: {}", views.len(), found.spec.title);
    Ok(Page { title, section: Section::Colocation, trail, body })
}

fn table(found: &Colocated, params: &Params, views: &[CandidateView]) -> Markup {
    let head = html! {
        thead class="govuk-table__head" { tr class="govuk-table__row" {
            td class="govuk-table__header" {}
            @for view in views {
                th scope="col" class="govuk-table__header" {
                    a class="govuk-link" href=(parts::candidate_link(params, found, &view.id)) { (view.service.name) " into " (view.building.name) }
                }
            }
        } }
    };
    let row = |name: &str, cell: &dyn Fn(&CandidateView) -> String| {
        html! {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (name) }
                @for view in views { td class="govuk-table__cell" { (cell(view)) } }
            }
        }
    };
    let range = |range: &FigureRangeView, unit: &str| match (range.low, range.mid, range.high) {
        (Some(low), Some(mid), Some(high)) => {
            format!("{unit}{} ({} to {})", whole(mid), whole(low), whole(high))
        }
        _ => format!("not estimated: {}", range.missing.unwrap_or_default()),
    };
    let rows = html! {
        (row("Rank", &|view| view.rank.to_string()))
        (row("Score", &|view| format!("{:.2} ({:.2} to {:.2})", view.score.middle, view.score.low, view.score.high)))
        (row("Walk between them", &|view| parts::walk(view.minutes)))
        (row("Cost, access, equality", &|view| view.front.to_owned()))
        (row("People within reach", &|view| view.reach.map_or_else(
            || "not known".to_owned(),
            |reach| format!("{} (now {})", format::people(reach.then), format::people(reach.now)),
        )))
        (row("Saving", &|view| range(&view.estimate.saving, "£")))
        @for (at, first) in views[0].gates.iter().enumerate() {
            (row(&format!("Gate: {}", first.title), &|view| format::sentence(view.gates[at].answer)))
        }
        @for (at, first) in views[0].criteria.iter().enumerate() {
            (row(&format!("{} (weight {:.2})", first.title, first.weight), &|view| {
                let line = &view.criteria[at];
                line.value.map_or_else(|| "not known".to_owned(), |value| format!("{value:.2}"))
            }))
        }
        (row("To be asked first", &|view| if view.questions.is_empty() { "nothing".to_owned() } else { view.questions.join(" ") }))
    };
    listing::table("Candidates side by side", &head, &rows)
}

fn whole(value: f64) -> String {
    format::number(value.round(), format::NumberStyle::GROUPED)
}
