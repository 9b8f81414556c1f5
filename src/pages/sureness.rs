//! How sure is this? Ranges and grades in plain words, and the proof behind them.

use maud::{Markup, html};

use crate::crosswalk::Rung;
use crate::crosswalk::uncertainty::{Company, Entry, Grade, Promise, Record};
use crate::engine::{ConstantsInUse, Engine};
use crate::views::backtest::origin;

use super::frame::{Page, Section};

/// The page.
#[must_use]
pub fn page(engine: &Engine) -> Page {
    let constants = engine.constants();
    let body = html! {
        h1 class="govuk-heading-xl" { "How sure is this?" }
        p class="govuk-body-l" {
            "Figures are published for one set of areas and often wanted for another. Wardwise then estimates them, and says beside each estimate how far it may be off."
        }
        h2 class="govuk-heading-l" id="range" { "The 95% range" }
        p class="govuk-body" {
            "“1,200, between 1,150 and 1,250” means: in 95 of 100 such cases the true figure lies between the two. In 5 it does not. A difference between two areas that is smaller than their ranges may be no difference at all."
        }
        h2 class="govuk-heading-l" id="grade" { "The grade" }
        p class="govuk-body" { "One letter for how wide the range is, as a share of the figure, to either side." }
        (grades())
        p class="govuk-body" { "A figure of grade E is never the only reason for a colour on a map." }
        h2 class="govuk-heading-l" id="proof" { "How this is known" }
        p class="govuk-body" {
            "By trying it out where the truth is known. Counts of very small areas are added up to larger ones, carried to other areas, and compared with what the small areas there add up to. A range that deserves its name holds 92 to 98 of 100 truths."
        }
        (in_use(constants))
        (table(constants))
        h2 class="govuk-heading-l" id="limits" { "What a range does not tell" }
        ul class="govuk-list govuk-list--bullet" {
            li { "Whether the published figure itself is right, or still right today." }
            li { "Ground that no published area covers: the share that is covered stands beside the figure." }
            li { "Things that gather in a few streets, such as crime: they may lie further off than the ages of people, on which most tests are made." }
        }
    };
    Page { title: "How sure is this?".into(), section: Section::About, trail: Vec::new(), body }
}

fn grades() -> Markup {
    html! {
        dl class="govuk-summary-list" {
            @for grade in Grade::ALL { (super::edition::parts::row(grade.key(), &html! { (grade.words()) })) }
        }
    }
}

/// Whose tests the constants come from.
fn in_use(constants: &ConstantsInUse) -> Markup {
    html! {
        @if constants.own.is_empty() {
            p class="govuk-body" { "The ranges of this place rest on tests that come with the program. A place that has counts of small areas can run its own." }
        } @else {
            p class="govuk-body" {
                "The ranges of this place rest on its own tests ("
                @for (at, test) in constants.own.iter().enumerate() { @if at > 0 { ", " } (test) }
                "), and on those that come with the program where it has none of its own."
            }
        }
        @for failed in &constants.failed {
            p class="govuk-inset-text" { "The test “" (failed.test) "” could not be run, so that the tests that come with the program stand in for it: " (failed.why) }
        }
    }
}

fn table(constants: &ConstantsInUse) -> Markup {
    let heads = [
        "What the figures rest on",
        "Compared with",
        "Figures",
        "Truths held",
        "Of",
        "Mean width",
        "Mean error",
        "Worst error",
        "Test",
    ];
    let tests = tests(constants);
    html! {
        div class="ww-scroll" tabindex="0" role="region" aria-label="Tests of the ranges" {
            table class="govuk-table" {
                caption class="govuk-table__caption govuk-table__caption--m" { "The tests behind the ranges of this place" }
                thead class="govuk-table__head" { tr class="govuk-table__row" {
                    @for head in heads { th scope="col" class="govuk-table__header" { (head) } }
                } }
                tbody class="govuk-table__body" {
                    @for (entry, kind, record) in lines(constants) { (line(entry, kind, record, &tests)) }
                }
            }
        }
        p class="govuk-body" { "Widths are of the whole range; widths and errors are shares of the figure. Where a kind of evidence has no line of its own, the next one down stands in." }
        h3 class="govuk-heading-m" { "Tests" }
        ol class="govuk-list govuk-list--number" {
            @for test in &tests { li { (test) } }
        }
    }
}

/// Each test once, in order of first use.
fn tests(constants: &ConstantsInUse) -> Vec<String> {
    let mut tests = Vec::new();
    for name in constants.calibration.entries().iter().map(test_of) {
        if !tests.contains(&name) {
            tests.push(name);
        }
    }
    tests
}

fn test_of(entry: &Entry) -> String {
    format!("{}: {}", origin(entry), entry.provenance.data)
}

fn lines(constants: &ConstantsInUse) -> Vec<(&Entry, &'static str, &Record)> {
    let lines = constants.calibration.entries().iter().flat_map(|entry| {
        let found = &entry.provenance;
        let kinds = [
            ("counts", Some(&found.counts)),
            ("rates", found.rates.as_ref()),
            ("scores", Some(&found.scores)),
        ];
        kinds.into_iter().filter_map(move |(kind, record)| Some((entry, kind, record?)))
    });
    lines.collect()
}

fn line(entry: &Entry, kind: &str, record: &Record, tests: &[String]) -> Markup {
    let number = tests.iter().position(|test| *test == test_of(entry)).map_or(0, |at| at + 1);
    let percent = |share: f64| format!("{:.1}%", share * 100.0);
    let held = match record.promise() {
        Promise::Kept => percent(record.coverage),
        missed => format!("{}, {}", percent(record.coverage), missed.words()),
    };
    let cells = [
        company(entry.company).to_owned(),
        kind.to_owned(),
        held,
        record.truths.to_string(),
        percent(record.mean_width),
        percent(record.mean_error),
        percent(record.worst_error),
        number.to_string(),
    ];
    html! {
        tr class="govuk-table__row" {
            th scope="row" class="govuk-table__header" { (rung(entry.rung)) }
            @for cell in cells { td class="govuk-table__cell" { (cell) } }
        }
    }
}

fn rung(rung: Rung) -> &'static str {
    match rung {
        Rung::Lookup => "a published lookup",
        Rung::Addresses => "homes, address by address",
        Rung::PostcodeHouseholds => "households at their postcodes",
        Rung::SmallAreaPopulation => "residents of small areas",
        Rung::OtherPoints => "other points",
        Rung::Area => "ground alone",
    }
}

fn company(company: Company) -> &'static str {
    match company {
        Company::Alone => "nothing",
        Company::Worse => "worse evidence",
        Company::Better => "better evidence",
    }
}
