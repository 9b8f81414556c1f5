//! Two to four areas side by side.
//!
//! `asked.rs` reads the address, `picker.rs` the choice of areas with those
//! most alike, `table.rs` the figures, `chart.rs` the scores on one scale,
//! `map.rs` where the areas lie.

mod asked;
mod chart;
mod map;
mod picker;
mod table;

use maud::{Markup, html};

use crate::assess::explain::{Difference, NotTold, compare};
use crate::assess::run::Standing;
use crate::engine::{Assessed, Engine, FALSE_DISCOVERIES};
use crate::pages::badges;
use crate::pages::format::{self, counted, len};
use crate::pages::frame::{Page, Section};
use crate::pages::params::Params;
use crate::pages::sheet::Sheet;

use super::PATH;
use super::profile::plain_subject;
use super::subject::Subject;

pub use asked::{Asked, MOST};

/// What stands beside the sign of each area.
const LETTERS: [&str; MOST] = ["A", "B", "C", "D"];

/// Everything that the parts of the page look at.
struct Compared<'a> {
    subject: &'a Subject<'a>,
    areas: &'a [usize],
    /// By indicator, then by area but the first.
    differences: Vec<Vec<Result<Difference, NotTold>>>,
}

/// The page; `None` where the place does not show the assessed layer.
#[must_use]
pub fn page(engine: &Engine, assessed: &Assessed, params: &Params) -> Option<Page> {
    let plain = Params::default();
    let subject = plain_subject(engine, assessed, &plain)?;
    let asked = Asked::read(params, assessed);
    let trail =
        vec![("Assessments".to_owned(), PATH.to_owned()), (assessed.spec.title.clone(), subject.path())];
    let labels: Vec<String> = asked.areas.iter().map(|area| subject.label(*area).to_owned()).collect();
    let heading = if labels.len() < 2 {
        "Compare areas".to_owned()
    } else {
        format!("{} side by side", format::list(&labels))
    };
    let body = html! {
        span class="govuk-caption-xl" { (assessed.spec.title) }
        h1 class="govuk-heading-xl" { (heading) }
        p class="govuk-body ww-badges" { (badges::vintage(subject.edition)) }
        (wrong(&asked))
        @if let [first, others @ ..] = asked.areas.as_slice() {
            @if !others.is_empty() {
                (side_by_side(&Compared {
                    subject: &subject,
                    areas: &asked.areas,
                    differences: compare(&assessed.run, *first, others, FALSE_DISCOVERIES),
                }))
            }
        }
        (picker::section(&subject, &asked.areas))
    };
    let title = format!("{heading}, {}", assessed.spec.title);
    Some(Page { title, section: Section::Assessments, trail, body })
}

/// The map of the compared areas for a sheet of its own; `None` where fewer
/// than two are compared, or the layer is too large to be drawn.
#[must_use]
pub fn sheet(engine: &Engine, assessed: &Assessed, params: &Params) -> Option<Sheet> {
    let plain = Params::default();
    let subject = plain_subject(engine, assessed, &plain)?;
    let asked = Asked::read(params, assessed);
    let several = asked.areas.len() > 1;
    let compared = Compared { subject: &subject, areas: &asked.areas, differences: Vec::new() };
    several.then(|| map::sheet(&compared)).flatten()
}

fn wrong(asked: &Asked) -> Markup {
    html! {
        @if !asked.wrong.is_empty() {
            div class="govuk-error-summary" data-focus="true" tabindex="-1" {
                div role="alert" {
                    h2 class="govuk-error-summary__title" { "There is a problem" }
                    div class="govuk-error-summary__body" {
                        ul class="govuk-list govuk-error-summary__list" { @for words in &asked.wrong { li { a href="#area-1" { (words) } } } }
                    }
                }
            }
        }
    }
}

fn side_by_side(compared: &Compared<'_>) -> Markup {
    html! {
        div class="ww-compare" {
            p class="govuk-body-l" { @for sentence in summary(compared) { (sentence) " " } }
            ul class="govuk-list ww-compare__who" {
                @for (at, area) in compared.areas.iter().enumerate() { li { (who(compared, at, *area)) } }
            }
            (table::section(compared))
            (chart::section(compared))
            (map::section(compared))
        }
    }
}

/// The sign, name, rank and profile of one area.
fn who(compared: &Compared<'_>, at: usize, area: usize) -> Markup {
    let subject = compared.subject;
    html! {
        (sign(at)) " " strong { (subject.label(area)) } ": "
        @match subject.run().index().standings[area] {
            Standing::Ranked { rank, .. } => {
                "rank " (rank)
                @if let Some(range) = subject.assessed.rank_range(subject.run().index(), area) { ", in 90% of draws " (range.low) " to " (range.high) }
            },
            Standing::Unranked(why) => (super::column::unranked_words(why)),
        }
        ". "
        a class="govuk-link" href=(super::area_path(subject, area)) { "Profile" span class="govuk-visually-hidden" { " of " (subject.label(area)) } }
    }
}

/// The disc with a letter that stands for an area in drawings.
fn sign(at: usize) -> Markup {
    html! {
        svg class="ww-swatch" width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false" {
            circle cx="11" cy="11" r="10" fill=(super::rangebar::COLOURS[at % MOST]) {}
            text x="11" y="15.5" text-anchor="middle" font-size="13" font-weight="700" fill="#ffffff" { (LETTERS[at % MOST]) }
        }
        span class="govuk-visually-hidden" { (LETTERS[at % MOST]) ": " }
    }
}

/// How many figures differ for sure, area by area.
fn summary(compared: &Compared<'_>) -> Vec<String> {
    let subject = compared.subject;
    let Some((first, others)) = compared.areas.split_first() else { return Vec::new() };
    let mut all = vec![format!("Each figure is set beside that of {}.", subject.label(*first))];
    for (at, area) in others.iter().enumerate() {
        let told = || compared.differences.iter().filter_map(move |row| row[at].as_ref().ok());
        let sure = |worse: Option<bool>| told().filter(|own| own.is_sure && own.is_worse == worse).count();
        let (worse, better, other) = (sure(Some(true)), sure(Some(false)), sure(None));
        let unsure = told().filter(|own| !own.is_sure).count();
        let unknown = compared.differences.len() - worse - better - other - unsure;
        let none = |n: usize| if n == 0 { "none".to_owned() } else { n.to_string() };
        let mut parts = vec![format!("worse on {}", none(worse)), format!("better on {}", none(better))];
        if other > 0 {
            parts.push(format!("unlike it on {other}"));
        }
        let mut words = format!("{} is for sure {}.", subject.label(*area), format::list(&parts));
        if unsure > 0 {
            words.push_str(&format!(" On {unsure} the gap may be chance."));
        }
        if unknown > 0 {
            words.push_str(&format!(" On {unknown} it cannot be told."));
        }
        all.push(words);
    }
    all.push(format!(
        "There {} in all.",
        if compared.differences.len() == 1 {
            "is one figure".to_owned()
        } else {
            format!("are {}", counted(len(compared.differences.len()), "figure", "figures"))
        }
    ));
    all
}
