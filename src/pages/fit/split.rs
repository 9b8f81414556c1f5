//! The areas of one layer that partners' areas cut into several parts.

use maud::{Markup, html};

use crate::engine::Engine;
use crate::model::EditionKey;
use crate::pages::badges::{area_path, edition_path};
use crate::pages::format::{self, counted, len, percent};
use crate::views::misfit::{MisfitView, PartView, SplitView};

use super::asked::{Asked, title};
use super::matrix::Matrix;

/// Most areas that are listed; the download has them all.
const MOST: usize = 100;

/// One split area with the geography that cuts it.
struct Cut<'a> {
    against: &'a EditionKey,
    split: &'a SplitView,
}

/// Heading, sentence and table.
#[must_use]
pub fn section(engine: &Engine, matrix: &Matrix, asked: &Asked, of: &EditionKey) -> Markup {
    let partners: Vec<(&EditionKey, &MisfitView)> = asked
        .layers
        .iter()
        .filter_map(|against| Some((against, matrix.get(of, against)?)))
        .filter(|(_, view)| !view.same_areas && !view.against_is_finer)
        .collect();
    let cuts: Vec<Cut<'_>> = partners
        .iter()
        .flat_map(|(against, view)| view.split.iter().map(move |split| Cut { against, split }))
        .collect();
    html! {
        section aria-labelledby="split" {
            h2 class="govuk-heading-l" id="split" { "Areas of " (title(engine, of)) " that are cut up" }
            p class="govuk-body" { (rule(asked)) }
            @if partners.is_empty() {
                p class="govuk-inset-text" { "No other geography that you chose has areas as large as these." }
            } @else {
                (counts(engine, &partners))
                @if !cuts.is_empty() { (table(engine, of, &cuts)) }
            }
        }
    }
}

fn rule(asked: &Asked) -> String {
    format!(
        "An area is listed when a partner's areas cut it into {} or more parts that each hold at least {} of its people (of its ground, where it has no people to count).",
        asked.options.split_from,
        percent(asked.options.least_share)
    )
}

/// One sentence a partner, also where it splits none.
fn counts(engine: &Engine, partners: &[(&EditionKey, &MisfitView)]) -> Markup {
    html! {
        ul class="govuk-list govuk-list--bullet" {
            @for (against, view) in partners {
                li {
                    a class="govuk-link" href=(edition_path(against)) { (title(engine, against)) } ": "
                    (counted(len(view.split.len()), "area is split", "areas are split")) " of " (view.areas_taking_part)
                }
            }
        }
    }
}

fn table(engine: &Engine, of: &EditionKey, cuts: &[Cut<'_>]) -> Markup {
    html! {
        div class="ww-scroll ww-scroll--whole" role="region" aria-label="Areas that are cut up" tabindex="0" {
            table class="govuk-table ww-table ww-table--words" {
                caption class="govuk-visually-hidden" { "Areas that are cut up, with their parts" }
                thead class="govuk-table__head" { tr class="govuk-table__row" {
                    th scope="col" class="govuk-table__header" { "Area" }
                    th scope="col" class="govuk-table__header" { "Cut by" }
                    th scope="col" class="govuk-table__header" { "Parts" }
                } }
                tbody class="govuk-table__body" { @for cut in cuts.iter().take(MOST) { (row(engine, of, cut)) } }
            }
        }
        @if cuts.len() > MOST {
            p class="govuk-body-s" { "The first " (MOST) " of " (format::count(len(cuts.len()))) " are listed; the download has them all." }
        }
    }
}

fn row(engine: &Engine, of: &EditionKey, cut: &Cut<'_>) -> Markup {
    let split = cut.split;
    html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" {
                a class="govuk-link" href=(area_path(of, &split.code)) { (split.name.as_deref().unwrap_or(&split.code)) }
            }
            td class="govuk-table__cell" { (title(engine, cut.against)) ", " (split.parts.len()) " parts" }
            td class="govuk-table__cell" {
                ul class="govuk-list ww-ties" { @for part in &split.parts { li { (part_words(cut.against, part)) } } }
            }
        }
    }
}

fn part_words(against: &EditionKey, part: &PartView) -> Markup {
    let share = crate::crosswalk::Portion { ground: part.share.ground, people: part.share.people };
    html! {
        a class="govuk-link" href=(area_path(against, &part.code)) { (part.name.as_deref().unwrap_or(&part.code)) } ": "
        (crate::pages::changes::words::share(share))
    }
}
