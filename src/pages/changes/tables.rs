//! The two tables of a lineage: the old areas with their successors, the new
//! ones with their predecessors.

use maud::{Markup, html};

use crate::crosswalk::lineage::{Event, Line, Lineage, Tie, Vintage};
use crate::model::EditionKey;
use crate::pages::badges::area_path;
use crate::pages::format::{count, counted, len, percent};
use crate::pages::params::Params;

use super::words;

/// Areas of one table on a page.
pub const PER_PAGE: usize = 40;

/// One side of a lineage, as a table shows it.
pub struct Side<'a> {
    /// The whole lineage.
    pub lineage: &'a Lineage,
    /// Whether the old areas are told of, or the new.
    pub is_old: bool,
    /// The edition of the areas.
    pub own: &'a EditionKey,
    /// The edition of their successors or predecessors.
    pub other: &'a EditionKey,
    /// Only areas that this befell.
    pub event: Option<Event>,
}

impl Side<'_> {
    fn id(&self) -> &'static str {
        if self.is_old { "old" } else { "new" }
    }

    fn lines(&self) -> &[Line] {
        if self.is_old { &self.lineage.old } else { &self.lineage.new }
    }

    fn vintage(&self) -> &Vintage {
        if self.is_old { &self.lineage.before } else { &self.lineage.after }
    }

    fn others(&self) -> &Vintage {
        if self.is_old { &self.lineage.after } else { &self.lineage.before }
    }

    /// The areas to list, as positions in published order.
    fn wanted(&self) -> Vec<u32> {
        let held = |line: &Line| self.event.is_none_or(|event| line.events.contains(&event));
        (0_u32..).zip(self.lines()).filter(|(_, line)| held(line)).map(|(at, _)| at).collect()
    }
}

/// Heading, table and links to further pages of one side.
#[must_use]
pub fn section(side: &Side<'_>, params: &Params) -> Markup {
    let wanted = side.wanted();
    let pages = wanted.len().div_ceil(PER_PAGE).max(1);
    let field = format!("{}-page", side.id());
    let page = params.get(&field).and_then(|page| page.parse().ok()).unwrap_or(1_usize).clamp(1, pages);
    let shown: Vec<u32> = wanted.iter().copied().skip((page - 1) * PER_PAGE).take(PER_PAGE).collect();
    let (heading, caption) = if side.is_old {
        ("What became of each old area", "Old areas and where they went")
    } else {
        ("Where each new area came from", "New areas and where they came from")
    };
    html! {
        section aria-labelledby=(side.id()) {
            h2 class="govuk-heading-l" id=(side.id()) { (heading) }
            @if wanted.is_empty() {
                p class="govuk-inset-text" { "No area of " (side.own) " is of the kind that you chose." }
            } @else {
                (table(side, caption, &shown))
                (pager(side, params, &field, page, wanted.len()))
            }
        }
    }
}

fn table(side: &Side<'_>, caption: &str, shown: &[u32]) -> Markup {
    let (moved, ties) = if side.is_old { ("Left it", "Now in") } else { ("Came to it", "Came from") };
    html! {
        div class="ww-scroll ww-scroll--whole" role="region" aria-label=(caption) tabindex="0" {
            table class="govuk-table ww-table ww-table--words" {
                caption class="govuk-visually-hidden" { (caption) }
                thead class="govuk-table__head" { tr class="govuk-table__row" {
                    th scope="col" class="govuk-table__header" { "Area" }
                    th scope="col" class="govuk-table__header" { "What happened" }
                    th scope="col" class="govuk-table__header" { (moved) }
                    th scope="col" class="govuk-table__header" { (ties) }
                } }
                tbody class="govuk-table__body" { @for at in shown { (row(side, *at)) } }
            }
        }
    }
}

fn row(side: &Side<'_>, at: u32) -> Markup {
    let (vintage, line) = (side.vintage(), &side.lines()[at as usize]);
    html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" {
                (link(side.own, vintage, at)) " " span class="ww-quiet" { (vintage.code(at)) }
            }
            td class="govuk-table__cell" { (words::events(line, side.lineage, side.is_old)) }
            td class="govuk-table__cell" { (moved(line)) }
            td class="govuk-table__cell" { (ties(side, line)) }
        }
    }
}

/// What moved, where anything did: of an unchanged area nothing is said to.
fn moved(line: &Line) -> Markup {
    let moves = line.events.iter().any(|event| matches!(event, Event::Split | Event::Merge | Event::Shift));
    html! { @if moves { (words::share(line.moved)) } @else { "nothing" } }
}

fn ties(side: &Side<'_>, line: &Line) -> Markup {
    html! {
        @if line.ties.is_empty() { "nowhere: the other edition does not cover it" } @else {
            ul class="govuk-list ww-ties" {
                @for tie in &line.ties { li { (link(side.other, side.others(), tie.area)) ": " (tie_words(tie, side.is_old)) } }
            }
        }
    }
}

/// The tie's shares: of this area, then of the other.
#[must_use]
pub fn tie_words(tie: &Tie, is_old: bool) -> String {
    let of_that = percent(tie.of_that.people.unwrap_or(tie.of_that.ground));
    let that = if is_old { "of the new area" } else { "of the old area" };
    format!("{}; {of_that} {that}", words::share(tie.of_this))
}

/// An area's name as a link to its page.
#[must_use]
pub fn link(edition: &EditionKey, vintage: &Vintage, at: u32) -> Markup {
    let code = vintage.code(at);
    html! { a class="govuk-link" href=(area_path(edition, code.as_str())) { (vintage.name(at).unwrap_or(code.as_str())) } }
}

fn pager(side: &Side<'_>, params: &Params, field: &str, page: usize, rows: usize) -> Markup {
    let last = rows.div_ceil(PER_PAGE).max(1);
    if last == 1 {
        return html! { p class="govuk-body-s ww-quiet" { "All " (counted(len(rows), "area", "areas")) " are listed." } };
    }
    let link =
        |to: usize| format!("{}#{}", params.link(super::PATH, field, Some(&to.to_string())), side.id());
    let which = if side.is_old { "old" } else { "new" };
    html! {
        nav class="govuk-pagination ww-noprint" aria-label=(format!("Pages of the {which} areas")) {
            @if page > 1 {
                div class="govuk-pagination__prev" {
                    a class="govuk-link govuk-pagination__link" href=(link(page - 1)) rel="prev" {
                        "← Previous" span class="govuk-visually-hidden" { " " (which) " areas" }
                    }
                }
            }
            @if page < last {
                div class="govuk-pagination__next" {
                    a class="govuk-link govuk-pagination__link" href=(link(page + 1)) rel="next" {
                        "Next" span class="govuk-visually-hidden" { " " (which) " areas" } " →"
                    }
                }
            }
        }
        p class="govuk-body-s ww-quiet" {
            "Showing " (count(len((page - 1) * PER_PAGE + 1))) " to " (count(len((page * PER_PAGE).min(rows)))) " of "
            (count(len(rows))) " areas."
        }
    }
}
