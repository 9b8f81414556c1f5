//! Every figure of the area beside those of all areas: one row an indicator.

use maud::{Markup, html};

use crate::assess::normalise::Direction;
use crate::engine::FiguresUsed;
use crate::pages::badges::{self, source_path};
use crate::pages::figures;
use crate::pages::listing;

use super::super::marks;
use super::super::origin;
use super::super::rangebar::{self, Mark, RangeBar};
use super::super::subject::{against, settings};
use super::ward::{Told, Ward};

const HEADS: [&str; 6] = ["Figure", "Here", "Beside it", "All areas", "Verdict", "Rank"];
/// The last column, where any figure has an earlier period.
const SINCE: &str = "Since";

/// The section.
pub(super) fn section(ward: &Ward<'_>) -> Markup {
    let against = against(ward.subject.run());
    let heads = HEADS.into_iter().chain(has_changes(ward).then_some(SINCE));
    let head = html! {
        thead class="govuk-table__head" role="rowgroup" { tr class="govuk-table__row" role="row" {
            @for head in heads { th scope="col" role="columnheader" class="govuk-table__header" { (head) } }
        } }
    };
    let mut domain = None;
    let rows = html! {
        @for told in ward.figures() {
            @if told.node.parent != domain {
                ({ domain = told.node.parent; domain_row(ward, told.node.parent) })
            }
            (row(ward, &told))
        }
    };
    let caption = format!("Every figure of {}", ward.label());
    html! {
        section aria-labelledby="every-figure" {
            h2 class="govuk-heading-l" id="every-figure" { "Every figure" }
            p class="govuk-body-s" {
                "“Beside it” is the figure of " (against) ". The small number is the source, listed below. "
                (crate::assess::rag::RULE)
            }
            div class="ww-figures-table" { (listing::stacking_side_table(&caption, &head, &rows)) }
            (rangebar::key(&against))
        }
    }
}

/// Whether any figure of the assessment has an earlier period to be compared with.
fn has_changes(ward: &Ward<'_>) -> bool {
    !ward.subject.assessed.changes.is_empty()
}

/// The heading of a domain, with where the area stands in it.
fn domain_row(ward: &Ward<'_>, node: Option<usize>) -> Markup {
    let Some(node) = node.and_then(|at| ward.subject.run().nodes.get(at)) else { return html! {} };
    if node.parent.is_none() {
        return html! {};
    }
    let ranked = node.ranked();
    html! {
        tr class="govuk-table__row ww-domain" role="row" {
            th scope="rowgroup" role="rowheader" colspan=(HEADS.len() + usize::from(has_changes(ward))) class="govuk-table__header" {
                strong { (node.title) }
                @match node.standings[ward.area].rank() {
                    Some(rank) => span class="ww-quiet" {
                        " rank " (rank) " of " (ranked)
                        @if let Some(range) = ward.subject.assessed.rank_range(node, ward.area) {
                            ", in 9 of 10 draws " (range.low) " to " (range.high)
                        }
                    },
                    None => span class="ww-quiet" { " not ranked" },
                }
            }
        }
    }
}

fn row(ward: &Ward<'_>, told: &Told<'_>) -> Markup {
    let cell = |label: &str, content: &Markup| {
        html! { td class="govuk-table__cell" role="cell" data-label=(label) { (content) } }
    };
    html! {
        tr class="govuk-table__row" role="row" {
            th scope="row" role="rowheader" class="govuk-table__header" {
                (told.title) (unit(told)) " " (numbers(ward, told))
            }
            (cell(HEADS[1], &here(ward, told)))
            (cell(HEADS[2], &beside(told)))
            (cell(HEADS[3], &range(ward, told)))
            (cell(HEADS[4], &verdict(told)))
            (cell(HEADS[5], &rank(ward, told)))
            @if has_changes(ward) { (cell(SINCE, &since(ward, told))) }
        }
    }
}

/// A unit that does not stand with each figure.
pub(in crate::pages::assess) fn unit(told: &Told<'_>) -> Markup {
    html! { @if !matches!(told.unit, "" | "%" | "per cent") { span class="ww-quiet" { " (" (told.unit) ")" } } }
}

/// The numbers of its sources, each a link to the list below.
fn numbers(ward: &Ward<'_>, told: &Told<'_>) -> Markup {
    let Some(source) = told.source else { return html! {} };
    let all: Vec<usize> =
        std::iter::once(&source.figures).chain(&source.over).map(|used| ward.source_number(used)).collect();
    html! {
        @for (at, number) in all.into_iter().enumerate() {
            @if at > 0 { sup { "," } }
            sup { a class="govuk-link ww-note" href=(format!("#source-{number}")) {
                span class="govuk-visually-hidden" { "source " } (number)
            } }
        }
    }
}

fn here(ward: &Ward<'_>, told: &Told<'_>) -> Markup {
    let area = ward.area;
    let stages = told.stages;
    html! {
        @match told.figure_words(area) {
            Ok(words) => {
                @match told.source.and_then(|source| row_path(ward, &source.figures)) {
                    Some(path) => a class="govuk-link ww-figure" href=(path) { strong { (words) } },
                    None => strong { (words) },
                }
            },
            Err(gap) => {
                (badges::missing(gap))
                @if let (true, Ok(stand_in)) = (stages.imputed.stand_ins[area], stages.imputed.figures[area]) {
                    span class="ww-quiet ww-line" { "stand-in " (told.words(stand_in)) }
                }
            },
        }
        @if let (Ok(_), Some(usual)) = (stages.raw[area], told.judged.usual) {
            span class="ww-quiet ww-line" { (told.words(usual.low)) " to " (told.words(usual.high)) }
        }
    }
}

/// The published row of a figure, or the crosswalk that carried it.
pub(in crate::pages::assess) fn row_path(ward: &Ward<'_>, used: &FiguresUsed) -> Option<String> {
    if let Some(crosswalk) = &used.crosswalk {
        return Some(origin::crosswalk_path(ward.subject, used, crosswalk.way));
    }
    let table = ward.subject.engine.edition(&used.table)?.table()?;
    match figures::rows_of(table, ward.code()).as_slice() {
        [] => None,
        [only] => Some(source_path(&used.table, *only)),
        // Of several rows (years, kinds) the page of the area shows which is which.
        _ => Some(format!("{}#figures", badges::area_path(&ward.subject.edition.key, ward.code()))),
    }
}

fn beside(told: &Told<'_>) -> Markup {
    html! {
        @match told.judged.benchmark {
            Some(benchmark) => (told.words(benchmark)),
            None => span class="ww-quiet" { "–" },
        }
    }
}

fn range(ward: &Ward<'_>, told: &Told<'_>) -> Markup {
    let against = against(ward.subject.run());
    let direction =
        settings(ward.subject.run(), &told.stages.id).map_or(Direction::Neither, |own| own.direction);
    let bar = RangeBar {
        column: &told.stages.raw,
        direction,
        benchmark: told.judged.benchmark,
        against: &crate::pages::format::sentence(&against),
        marks: vec![Mark {
            label: ward.label(),
            letter: "",
            figure: told.stages.raw[ward.area],
            interval: told.judged.usual,
        }],
    };
    html! { @match bar.picture(|value| told.words(value)) { Some(picture) => (picture), None => "no figures" } }
}

fn verdict(told: &Told<'_>) -> Markup {
    html! {
        @match told.judged.rag {
            Some(rag) => (marks::rag(rag)),
            None if told.judged.withheld => span class="ww-quiet" { "too rough" },
            None => span class="ww-quiet" { "cannot be told" },
        }
    }
}

fn rank(ward: &Ward<'_>, told: &Told<'_>) -> Markup {
    html! {
        @match told.node.standings[ward.area].rank() {
            Some(rank) => {
                (rank)
                @if let Some(range) = ward.rank_range(told) {
                    span class="ww-quiet ww-line" {
                        @if range.low == range.high { "firm" } @else { (range.low) " to " (range.high) }
                    }
                }
            },
            None => span class="ww-quiet" { "–" },
        }
    }
}

fn since(ward: &Ward<'_>, told: &Told<'_>) -> Markup {
    let change =
        ward.change(told).and_then(|found| Some((found, found.areas.get(ward.area)?.as_ref().ok()?)));
    html! {
        @match change {
            Some((found, change)) => {
                span aria-hidden="true" { (marks::verdict(change.verdict)) } " " (change.verdict.words())
                span class="ww-quiet ww-line" { (told.digits.signed(change.difference)) " since " (found.earlier.period) }
            },
            None => span class="ww-quiet" { "–" },
        }
    }
}
