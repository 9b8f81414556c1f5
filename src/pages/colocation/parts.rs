//! Pieces that several views of the finder share.

use maud::{Markup, html};

use crate::api::Problem;
use crate::colocate::{Front, Score, Tier};
use crate::engine::Colocated;
use crate::pages::format;
use crate::pages::params::Params;
use crate::views::colocate::{CellView, PlaceView};

use super::PATH;

/// A score with its range.
pub fn score(score: Score) -> Markup {
    html! {
        strong { (format!("{:.2}", score.middle())) }
        @if score.high - score.low > 0.005 {
            " (" (format!("{:.2}", score.low)) " to " (format!("{:.2}", score.high)) ")"
        }
    }
}

/// What the gates say together.
pub fn tier(tier: Tier) -> Markup {
    let colour = match tier {
        Tier::Passes => "govuk-tag govuk-tag--green",
        Tier::ToCheck => "govuk-tag govuk-tag--yellow",
        Tier::Fails => "govuk-tag govuk-tag--red",
    };
    html! { strong class=(colour) { (tier.title()) } }
}

/// Where a candidate stands by cost, access and equality.
pub fn front(front: Front) -> &'static str {
    match front {
        Front::On => "on the front",
        Front::Behind => "behind",
        Front::Unjudged => "not known",
    }
}

/// A walk in words.
pub fn walk(minutes: f64) -> String {
    if minutes <= 0.0 { "same point".to_owned() } else { format!("{:.0} min", minutes.max(1.0)) }
}

/// The record of a service or building.
pub fn record(engine: &crate::engine::Engine, place: &PlaceView) -> Markup {
    let key = place.register.parse::<crate::model::EditionKey>().ok();
    let row = key.as_ref().and_then(|key| {
        let edition = engine.edition(key)?;
        let table = edition.attributes();
        (0..table.len()).find(|row| table.source_row(*row) == place.row)
    });
    if let (Some(key), Some(row)) = (key, row) {
        html! { a class="govuk-link" href=(crate::pages::badges::record_path(&key, row)) { (place.name) } }
    } else {
        html! { (place.name) }
    }
}

/// Cells that something rests on.
pub fn cells(cells: &[CellView]) -> Markup {
    html! {
        @for (at, cell) in cells.iter().enumerate() {
            @if at > 0 { "; " }
            (cell.register) ", row " (cell.row)
            @if !cell.column.is_empty() { ", \u{201c}" (cell.column) "\u{201d}" }
        }
    }
}

/// The address of one candidate.
pub fn candidate_link(params: &Params, found: &Colocated, id: &str) -> String {
    let kept = params.all("keep").map(|id| ("keep".to_owned(), id.to_owned()));
    let own = [("search", found.spec.id.as_str()), ("id", id)];
    let own = own.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    Params(own.chain(kept).collect()).at(&format!("{PATH}/candidate"))
}

/// The address of a view of the finder, with the shortlist of the address kept.
pub fn view_link(params: &Params, search: &str, view: &str) -> String {
    let kept = params.all("keep").map(|id| ("keep".to_owned(), id.to_owned()));
    let own = [("search", search), ("view", view)].map(|(name, value)| (name.to_owned(), value.to_owned()));
    Params(own.into_iter().chain(kept).collect()).at(PATH)
}

/// The marks of the address, for a form that must not lose them.
pub fn marks(params: &Params) -> Markup {
    html! { @for id in params.all("keep") { input type="hidden" name="keep" value=(id); } }
}

/// What is wrong, at the top of the page, with the focus and a link to the field.
pub fn problem_box(problem: &Problem) -> Markup {
    let words = format::sentence(&problem.detail);
    html! {
        div class="govuk-error-summary" tabindex="-1" data-focus="true" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { "There is a problem" }
                div class="govuk-error-summary__body" {
                    ul class="govuk-list govuk-error-summary__list" {
                        li {
                            @if problem.field.as_deref() == Some("reason") { a href="#reason" { (words) } } @else { (words) }
                        }
                    }
                }
            }
        }
    }
}
