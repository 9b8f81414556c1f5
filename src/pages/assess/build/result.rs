//! What comes of a changed recipe: ranks with their moves, the map, the sentence.

use maud::{Markup, html};

use crate::engine::{Assessed, Engine};
use crate::pages::assess::column::standing_words;
use crate::pages::assess::digits::Digits;
use crate::pages::assess::{map, subject::Subject};
use crate::pages::format::{self, counted, len};
use crate::pages::listing;
use crate::pages::map::draw::MOST_INLINE_BYTES;
use crate::pages::params::Params;

use super::preview::Preview;

/// Rows listed; the map page has all.
const MOST_ROWS: usize = 120;

/// Room for the map on a page that has a long form too.
const MOST_MAP_BYTES: usize = MOST_INLINE_BYTES / 2;

/// The half of the page with the result.
pub(super) fn section(engine: &Engine, own: &Assessed, preview: &Preview) -> Markup {
    let Some(now) = &preview.assessed else {
        return html! { h2 class="govuk-heading-m" { "What comes of it" } p class="govuk-inset-text" { "This cannot be run. The message above says why." } };
    };
    html! {
        h2 class="govuk-heading-m" { "What comes of it" }
        p class="govuk-body" id="build-words" { (sentence(own, now)) }
        @if !preview.changed.is_empty() {
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { (format::sentence(&counted(len(preview.changed.len()), "change", "changes"))) } }
                ul class="govuk-details__text govuk-list govuk-list--bullet" { @for words in &preview.changed { li { (words) } } }
            }
        }
        (drawn(engine, now))
        (table(own, now))
        p class="govuk-body-s ww-quiet" { "Rank intervals take many runs and are worked out when the assessment is saved." }
    }
}

/// How the worst ones change.
fn sentence(own: &Assessed, now: &Assessed) -> String {
    let worst = now.run.recipe.rules.worst;
    let among = |assessed: &Assessed, area: usize| {
        assessed.run.index().standings[area]
            .rank()
            .is_some_and(|rank| rank <= assessed.run.recipe.rules.worst)
    };
    let areas = || 0..now.areas.len();
    let label = |area: usize| now.areas[area].label().to_owned();
    let enter: Vec<String> =
        areas().filter(|area| among(now, *area) && !among(own, *area)).map(label).collect();
    let leave: Vec<String> =
        areas().filter(|area| !among(now, *area) && among(own, *area)).map(label).collect();
    let moved = areas()
        .filter(|area| now.run.index().standings[*area].rank() != own.run.index().standings[*area].rank())
        .count();
    if moved == 0 {
        return "No rank changes.".to_owned();
    }
    let mut text =
        format!("{} another rank.", format::sentence(&counted(len(moved), "area has", "areas have")));
    if !enter.is_empty() {
        text += &format!(" New among the worst {worst}: {}.", format::list(&enter));
    }
    if !leave.is_empty() {
        text += &format!(" No longer among them: {}.", format::list(&leave));
    }
    if enter.is_empty() && leave.is_empty() {
        text += &format!(" The worst {worst} stay the same areas.");
    }
    text
}

/// The map of ranks in five classes of as many areas each.
fn drawn(engine: &Engine, now: &Assessed) -> Markup {
    let query = [("show", "rank"), ("classes", "quantile"), ("n", "5")];
    let params =
        Params(query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
    let Some(mut subject) = Subject::of(engine, now, &params) else { return html! {} };
    // How sure the ranks are is worked out when the recipe is saved.
    subject.column.sureness.unsure.clear();
    let svg = map::svg(&subject, false).map(|(svg, _)| svg).filter(|svg| svg.0.len() <= MOST_MAP_BYTES);
    html! {
        @if let Some(svg) = svg {
            figure class="ww-map ww-build__map" {
                div class="ww-map__paper" { (svg) }
                figcaption class="ww-map__caption" { p class="govuk-body-s" { "Ranks in five classes of as many areas each, the darkest the worst. Hatched grey: not ranked." } }
            }
        } @else { p class="govuk-body-s ww-quiet" { "There are too many areas to draw them beside the form. The list below has the ranks." } }
    }
}

fn table(own: &Assessed, now: &Assessed) -> Markup {
    let index = now.run.index();
    let mut order = index.in_order();
    let all = order.len();
    order.truncate(MOST_ROWS);
    let scores =
        Digits::of(index.scores.iter().filter_map(|score| score.ok()).collect::<Vec<_>>().into_iter());
    let head = html! {
        thead class="govuk-table__head" {
            tr class="govuk-table__row" {
                th scope="col" class="govuk-table__header govuk-table__header--numeric" { "Rank" }
                th scope="col" class="govuk-table__header" { "Area" }
                th scope="col" class="govuk-table__header" { "Before" }
                th scope="col" class="govuk-table__header govuk-table__header--numeric" { "Score" }
            }
        }
    };
    let rows = html! {
        @for area in &order {
            tr class="govuk-table__row" data-code=(now.areas[*area].code) {
                td class="govuk-table__cell govuk-table__cell--numeric" data-cell="rank" { (standing_words(index.standings[*area])) }
                th scope="row" class="govuk-table__header" { (now.areas[*area].label()) }
                td class="govuk-table__cell" data-cell="move" { (moved(own.run.index().standings[*area].rank(), index.standings[*area].rank())) }
                td class="govuk-table__cell govuk-table__cell--numeric" data-cell="score" {
                    @match index.scores[*area] { Ok(score) => (scores.words(score)), Err(gap) => (gap.words()) }
                }
            }
        }
    };
    html! {
        (listing::table("Ranks with these choices, worst first", &head, &rows))
        @if all > order.len() { p class="govuk-body-s ww-quiet" { "The " (order.len()) " worst of " (all) " areas are listed." } }
    }
}

/// The rank before, with an arrow and a word for the move.
fn moved(before: Option<usize>, now: Option<usize>) -> String {
    match (before, now) {
        (Some(before), Some(now)) if before == now => format!("{before}"),
        (Some(before), Some(now)) if now < before => format!("{before}, ▲ {} worse", before - now),
        (Some(before), Some(now)) => format!("{before}, ▼ {} better", now - before),
        (Some(before), None) => format!("{before}, no longer ranked"),
        (None, Some(_)) => "not ranked before".to_owned(),
        (None, None) => "not ranked".to_owned(),
    }
}
