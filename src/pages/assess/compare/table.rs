//! Every figure of the areas side by side, with what differs for sure.

use maud::{Markup, html};

use crate::assess::explain::{Difference, NotTold};
use crate::assess::normalise::Direction;
use crate::pages::badges;
use crate::pages::format;
use crate::pages::listing;

use super::super::profile::{told, unit};
use super::super::rangebar::{self, Mark, RangeBar};
use super::super::subject::{against, settings};
use super::{Compared, LETTERS, sign};

/// The section.
pub(super) fn section(compared: &Compared<'_>) -> Markup {
    let subject = compared.subject;
    let against = against(subject.run());
    let head = html! {
        thead class="govuk-table__head" role="rowgroup" { tr class="govuk-table__row" role="row" {
            th scope="col" role="columnheader" class="govuk-table__header" { "Figure" }
            @for (at, area) in compared.areas.iter().enumerate() {
                th scope="col" role="columnheader" class="govuk-table__header" { (sign(at)) " " (subject.label(*area)) }
            }
            th scope="col" role="columnheader" class="govuk-table__header" { "All areas" }
        } }
    };
    let rows = html! { @for at in 0..subject.run().indicators.len() { (row(compared, at)) } };
    html! {
        section aria-labelledby="figures" {
            h2 class="govuk-heading-l" id="figures" { "Figures" }
            p class="govuk-body-s" {
                "A gap between two areas is called sure where chance does not explain it, with all gaps of this page looked at together "
                "(false-discovery rate " (crate::engine::FALSE_DISCOVERIES) "). Below each figure is its 95% range."
            }
            div class="ww-figures-table" { (listing::stacking_side_table("Figures of the areas side by side", &head, &rows)) }
            (rangebar::key(&against))
        }
    }
}

fn row(compared: &Compared<'_>, at: usize) -> Markup {
    let subject = compared.subject;
    let Some(first) = compared.areas.first().and_then(|area| told(subject, at, *area)) else {
        return html! {};
    };
    html! {
        tr class="govuk-table__row" role="row" {
            th scope="row" role="rowheader" class="govuk-table__header" { (first.title) (unit(&first)) }
            @for (place, area) in compared.areas.iter().enumerate() {
                td class="govuk-table__cell" role="cell" data-label=(subject.label(*area)) {
                    (figure(compared, at, *area))
                    @if let Some(difference) = place.checked_sub(1).and_then(|place| compared.differences.get(at)?.get(place)) {
                        span class="ww-line" { (difference_words(difference)) }
                    }
                }
            }
            td class="govuk-table__cell" role="cell" data-label="All areas" { (bar(compared, at)) }
        }
    }
}

fn figure(compared: &Compared<'_>, at: usize, area: usize) -> Markup {
    let Some(told) = told(compared.subject, at, area) else { return html! {} };
    html! {
        @match told.figure_words(area) {
            Ok(words) => strong { (words) },
            Err(gap) => (badges::missing(gap)),
        }
        @if let (Ok(_), Some(usual)) = (told.stages.raw[area], told.judged.usual) {
            span class="ww-quiet ww-line" { (told.words(usual.low)) " to " (told.words(usual.high)) }
        }
    }
}

/// Whether a figure differs from the first area's, as sign and word.
fn difference_words(difference: &Result<Difference, NotTold>) -> Markup {
    let (class, sign, words) = match difference {
        Ok(own) if own.is_sure => match own.is_worse {
            Some(true) => ("ww-rag--worse", "▲", "worse for sure"),
            Some(false) => ("ww-rag--better", "▼", "better for sure"),
            None if own.amount > 0.0 => ("ww-rag--higher", "+", "higher for sure"),
            None => ("ww-rag--lower", "−", "lower for sure"),
        },
        Ok(_) => ("ww-rag--similar", "●", "not sure"),
        Err(NotTold::Gap(_)) => return html! { span class="ww-quiet" { "no figure to compare" } },
        Err(NotTold::NoError) => return html! { span class="ww-quiet" { "cannot be told" } },
    };
    html! { span class={ "ww-rag " (class) } { span aria-hidden="true" { (sign) } " " (words) } }
}

fn bar(compared: &Compared<'_>, at: usize) -> Markup {
    let subject = compared.subject;
    let Some(first) = compared.areas.first().and_then(|area| told(subject, at, *area)) else {
        return html! {};
    };
    let mark = |(place, area): (usize, &usize)| Mark {
        label: subject.label(*area),
        letter: LETTERS[place % LETTERS.len()],
        figure: first.stages.raw[*area],
        interval: first.stages.judged[*area].usual,
    };
    // Areas have one benchmark each; a line stands only where it is the same for all of them.
    let benchmarks: Vec<Option<f64>> =
        compared.areas.iter().map(|area| first.stages.judged[*area].benchmark).collect();
    let is_one = benchmarks.windows(2).all(|pair| pair[0] == pair[1]);
    let bar = RangeBar {
        column: &first.stages.raw,
        direction: settings(subject.run(), &first.stages.id).map_or(Direction::Neither, |own| own.direction),
        benchmark: benchmarks.first().copied().flatten().filter(|_| is_one),
        against: &format::sentence(&against(subject.run())),
        marks: compared.areas.iter().enumerate().map(mark).collect(),
    };
    html! { @match bar.picture(|value| first.words(value)) { Some(picture) => (picture), None => "no figures" } }
}
