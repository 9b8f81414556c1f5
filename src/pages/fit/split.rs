//! The areas of one layer that partners' areas cut into several parts.

use maud::{Markup, html};

use crate::engine::Engine;
use crate::model::EditionKey;
use crate::pages::badges::{area_path, edition_path};
use crate::pages::format::{self, counted, len, percent};
use crate::pages::params::Params;
use crate::views::misfit::{MisfitView, PartView, SplitView};

use super::asked::{Asked, title};
use super::matrix::Matrix;

/// Areas that are listed at first: those in most parts.
const FIRST: usize = 10;

/// Most areas that are listed on one page; the file has them all.
const MOST: usize = 500;

/// Parts of an area that are seen at once; the others unfold.
const PARTS_SEEN: usize = 3;

/// One split area with the geography that cuts it.
struct Cut<'a> {
    against: &'a EditionKey,
    split: &'a SplitView,
}

/// Heading, sentence and table.
#[must_use]
pub fn section(engine: &Engine, matrix: &Matrix, asked: &Asked, of: &EditionKey, params: &Params) -> Markup {
    let partners: Vec<(&EditionKey, &MisfitView)> = asked
        .layers
        .iter()
        .filter_map(|against| Some((against, matrix.get(of, against)?)))
        .filter(|(_, view)| !view.same_areas && !view.against_is_finer)
        .collect();
    let cuts = cuts(&partners, asked.by.as_ref());
    html! {
        section aria-labelledby="split-areas" {
            h2 class="govuk-heading-l" id="split-areas" { "Areas of " (title(engine, of)) " that are cut up" }
            p class="govuk-body" { (rule(asked)) }
            @if partners.is_empty() {
                p class="govuk-inset-text" { "No other geography that you chose has areas as large as these." }
            } @else {
                (counts(engine, &partners, asked, params))
                @if !cuts.is_empty() {
                    @let listed = if asked.lists_all { MOST } else { FIRST };
                    (table(engine, of, &cuts[..listed.min(cuts.len())]))
                    (more(&cuts, listed, asked, of, params))
                }
            }
        }
    }
}

/// All cuts, or those by one geography, the areas in most parts first.
fn cuts<'a>(partners: &[(&'a EditionKey, &'a MisfitView)], by: Option<&EditionKey>) -> Vec<Cut<'a>> {
    let wanted = partners.iter().filter(|(against, _)| by.is_none_or(|by| by == *against));
    let of_one = |(against, view): &(&'a EditionKey, &'a MisfitView)| {
        let against = *against;
        view.split.iter().map(move |split| Cut { against, split })
    };
    let mut cuts: Vec<Cut<'a>> = wanted.flat_map(of_one).collect();
    cuts.sort_by_key(|cut| std::cmp::Reverse(cut.split.parts.len()));
    cuts
}

fn rule(asked: &Asked) -> String {
    format!(
        "An area is listed when a partner's areas cut it into {} or more parts that each hold at least {} of its people (of its ground, where it has no people to count).",
        asked.options.split_from,
        percent(asked.options.least_share)
    )
}

/// One sentence a partner, also where it splits none.
fn counts(
    engine: &Engine,
    partners: &[(&EditionKey, &MisfitView)],
    asked: &Asked,
    params: &Params,
) -> Markup {
    let several = partners.iter().filter(|(_, view)| !view.split.is_empty()).count() > 1;
    html! {
        ul class="govuk-list govuk-list--bullet" {
            @for (against, view) in partners {
                li {
                    a class="govuk-link" href=(edition_path(against)) { (title(engine, against)) } ": "
                    (counted(len(view.split.len()), "area is split", "areas are split")) " of " (view.areas_taking_part)
                    @if asked.by.as_ref() == Some(*against) { strong { " – listed below" } }
                    @else if several && !view.split.is_empty() {
                        " – " a class="govuk-link" href=(listing(params, Some(against), false)) {
                            "list only these" span class="govuk-visually-hidden" { " that " (title(engine, against)) " cuts up" }
                        }
                    }
                }
            }
        }
        @if asked.by.is_some() {
            p class="govuk-body" { a class="govuk-link" href=(listing(params, None, false)) { "List what any of them cuts up" } }
        }
    }
}

/// The address of this page with another list on it.
fn listing(params: &Params, by: Option<&EditionKey>, all: bool) -> String {
    let named = params.with("by", by.map(|key| key.dataset.as_str()));
    format!("{}#split-areas", named.link(super::PATH, "list", all.then_some("all")))
}

fn table(engine: &Engine, of: &EditionKey, cuts: &[Cut<'_>]) -> Markup {
    html! {
        div class="ww-scroll ww-scroll--whole" role="region" aria-label="Areas that are cut up" tabindex="0" {
            table class="govuk-table ww-table ww-table--words" {
                caption class="govuk-visually-hidden" { "Areas that are cut up, with their parts, those in most parts first" }
                thead class="govuk-table__head" { tr class="govuk-table__row" {
                    th scope="col" class="govuk-table__header" { "Area" }
                    th scope="col" class="govuk-table__header" { "Cut by" }
                    th scope="col" class="govuk-table__header" { "Parts, the largest first" }
                } }
                tbody class="govuk-table__body" { @for cut in cuts { (row(engine, of, cut)) } }
            }
        }
    }
}

/// How many are listed, and the ways to all of them.
fn more(cuts: &[Cut<'_>], listed: usize, asked: &Asked, of: &EditionKey, params: &Params) -> Markup {
    let all = format::count(len(cuts.len()));
    html! {
        p class="govuk-body" {
            @if cuts.len() > listed {
                "The " (listed) " in most parts are listed, of " (all) ". "
            } @else if cuts.len() > FIRST {
                "All " (all) " are listed. "
            }
            @if cuts.len() > FIRST {
                @if asked.lists_all {
                    a class="govuk-link" href=(listing(params, asked.by.as_ref(), false)) { "List the first " (FIRST) } ". "
                } @else {
                    a class="govuk-link" href=(listing(params, asked.by.as_ref(), true)) {
                        @if cuts.len() > MOST { "List the first " (MOST) } @else { "List all " (all) }
                    } ". "
                }
            }
            a class="govuk-link" href=(super::split_file(asked, of)) download { "Download all of them with all parts (CSV)" } "."
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
                @let (seen, folded) = seen(&split.parts);
                (parts(cut.against, seen))
                @if !folded.is_empty() {
                    details class="govuk-details ww-ties__more" {
                        summary class="govuk-details__summary" { span class="govuk-details__summary-text" {
                            (folded.len()) " smaller parts"
                            span class="govuk-visually-hidden" { " of " (split.name.as_deref().unwrap_or(&split.code)) }
                        } }
                        (parts(cut.against, folded))
                    }
                }
            }
        }
    }
}

/// The parts seen at once and those that unfold; one alone is not folded.
fn seen(parts: &[PartView]) -> (&[PartView], &[PartView]) {
    if parts.len() <= PARTS_SEEN + 1 { (parts, &[]) } else { parts.split_at(PARTS_SEEN) }
}

fn parts(against: &EditionKey, parts: &[PartView]) -> Markup {
    html! { ul class="govuk-list ww-ties" { @for part in parts { li { (part_words(against, part)) } } } }
}

fn part_words(against: &EditionKey, part: &PartView) -> Markup {
    let share = crate::crosswalk::Portion { ground: part.share.ground, people: part.share.people };
    html! {
        a class="govuk-link" href=(area_path(against, &part.code)) { (part.name.as_deref().unwrap_or(&part.code)) } ": "
        (crate::pages::changes::words::share(share))
    }
}
