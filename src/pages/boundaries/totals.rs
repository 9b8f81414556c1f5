//! Totals before and after, shown to agree or to differ.

use maud::{Markup, html};

use crate::engine::{Total, TotalOf};
use crate::pages::format::{self, NumberStyle, count, len, number};
use crate::pages::listing;

use super::subject::Subject;
use super::summary::people_words;

/// The section.
pub(super) fn section(subject: &Subject<'_>) -> Markup {
    let head = html! {
        thead class="govuk-table__head" {
            tr class="govuk-table__row" {
                th scope="col" class="govuk-table__header" { "What" }
                @for words in ["Before", "In the areas", "Outside them", "Counted twice", "Do they agree?"] {
                    th scope="col" class="govuk-table__header govuk-table__header--numeric" { (words) }
                }
            }
        }
    };
    let rows = html! { @for total in subject.totals.iter() { (row(total)) } };
    html! {
        section aria-labelledby="totals" {
            h2 class="govuk-heading-l" id="totals" { "Totals before and after" }
            p class="govuk-body" {
                "Each side is added up by itself: before, area by area of " (subject.from.title) "; after, area by area of "
                (subject.to.title) ". Nothing may be lost or made on the way."
            }
            (listing::side_table("Ground and people on both sides", &head, &rows))
            (uncovered(subject))
        }
    }
}

fn row(total: &Total) -> Markup {
    html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" {
                (format::sentence(people_words(total.of))) ", " (count(len(total.sources))) " areas"
            }
            @for value in [total.before, total.placed, total.outside, total.repeated] {
                td class="govuk-table__cell govuk-table__cell--numeric" { (amount(total.of, value)) }
            }
            td class="govuk-table__cell govuk-table__cell--numeric" {
                @if total.agrees() { strong class="govuk-tag govuk-tag--green" { "✓ Agree" } }
                @else { strong class="govuk-tag govuk-tag--red" { "✗ Differ" } }
            }
        }
    }
}

fn uncovered(subject: &Subject<'_>) -> Markup {
    let more: Vec<String> = subject
        .totals
        .iter()
        .filter(|total| total.uncovered >= 1.0)
        .map(|total| format!("{} of {}", amount(total.of, total.uncovered), people_words(total.of)))
        .collect();
    html! {
        p class="govuk-body" {
            @if more.is_empty() { "No part of " (subject.to.title) " lies outside " (subject.from.title) "." }
            @else { (subject.to.title) " also holds " (format::list(&more)) " that no area of " (subject.from.title) " covers; no figure is made up for it." }
        }
    }
}

fn amount(of: TotalOf, value: f64) -> String {
    match of {
        // Under a square metre is what adding up millions of them leaves.
        TotalOf::Ground if value < 1.0 => "0 m²".to_owned(),
        TotalOf::Ground => format::area(value),
        TotalOf::Points(_) => number((value * 10.0).round() / 10.0, NumberStyle::GROUPED),
    }
}
