//! The page "Boundaries": how the areas of one layer lie in those of another,
//! and what a measure is on other boundaries than its own.
//!
//! `asked.rs` reads the address, `subject.rs` asks the engine, `groups.rs`
//! sets pairs in order; the other files each draw one part of the page.

mod asked;
mod chooser;
mod draw;
mod figures;
mod figuretable;
mod groups;
mod mapfigure;
mod pairs;
mod subject;
mod summary;
mod sure;
mod totals;
mod unmatched;

use maud::{Markup, html};

use crate::engine::{AlignError, Edition, Engine};

use super::badges;
use super::edition::parts;
use super::frame::{Page, Section};
use super::params::Params;
use asked::Asked;
use subject::Subject;

pub use mapfigure::{file as map_file, sheet};

/// The address of the page.
pub const PATH: &str = "/boundaries";

/// The page.
#[must_use]
pub fn page(engine: &Engine, params: &Params) -> Page {
    let asked = Asked::read(engine, params);
    let (title, body) = if asked.is_about_figures() {
        figures::view(engine, &asked, params)
    } else {
        overlaps(engine, &asked, params)
    };
    Page { title, section: Section::Boundaries, trail: Vec::new(), body }
}

/// The two layers that the page sets beside each other, and the query of the
/// API for them; `None` where it shows something else, or nothing.
#[must_use]
pub fn compared<'a>(engine: &'a Engine, params: &'a Params) -> Option<(&'a Edition, &'a Edition, String)> {
    let asked = Asked::read(engine, params);
    if asked.is_about_figures() {
        return None;
    }
    let subject = Subject::of(engine, &asked, params).ok()??;
    Some((subject.from, subject.to, subject.api_query()))
}

fn overlaps(engine: &Engine, asked: &Asked<'_>, params: &Params) -> (String, Markup) {
    let title = match (asked.from, asked.to) {
        (Some(from), Some(to)) => format!("How areas of {} lie in {}", from.title, to.title),
        _ => "How the areas of two layers lie to each other".to_owned(),
    };
    let body = html! {
        (head(&title, asked, params))
        (chooser::pair_form(engine, asked))
        @match Subject::of(engine, asked, params) {
            Ok(Some(subject)) => (whole(&subject)),
            Ok(None) => (why_nothing(asked)),
            Err(error) => (refused(&error, params)),
        }
    };
    (title, body)
}

/// Heading, vintages and the switch between the two views.
fn head(title: &str, asked: &Asked<'_>, params: &Params) -> Markup {
    let figures = asked.is_about_figures();
    let at = |view: Option<&str>| {
        let kept =
            ["from", "to", "way", "measure"].into_iter().filter_map(|name| Some((name, params.get(name)?)));
        let kept = Params(kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect());
        kept.link(PATH, "view", view)
    };
    html! {
        span class="govuk-caption-xl" { "Boundary alignment" }
        h1 class="govuk-heading-xl" { (title) }
        @if !figures {
            p class="govuk-body ww-badges" {
                @if let Some(from) = asked.from { (badges::vintage(from)) }
                @if let Some(to) = asked.to { (badges::vintage(to)) }
            }
        }
        nav class="ww-views ww-noprint" aria-label="Views of this page" {
            ul class="ww-views__list" {
                li { a class="ww-views__link" href=(at(None)) aria-current=[(!figures).then_some("page")] { "What lies in what" } }
                li { a class="ww-views__link" href=(at(Some("figures"))) aria-current=[figures.then_some("page")] { "A measure on other boundaries" } }
            }
        }
    }
}

fn whole(subject: &Subject<'_>) -> Markup {
    let sections = [
        ("map-heading", "Map"),
        ("pairs", "Areas and where they lie"),
        ("unmatched", "Areas without a partner"),
        ("totals", "Totals before and after"),
        ("downloads", "Downloads"),
        ("sure", "How sure is this?"),
    ];
    html! {
        (summary::summary(subject))
        @if subject.built.crosswalk.n_links() > 0 || subject.points.is_some() {
            (parts::contents(&sections))
        }
        (mapfigure::section(subject))
        (pairs::section(subject))
        (unmatched::section(subject))
        (totals::section(subject))
        (sure::downloads(subject))
        (sure::section(subject))
    }
}

/// The states in which there is nothing to compare, each with a way on.
fn why_nothing(asked: &Asked<'_>) -> Markup {
    if let Some(wrong) = &asked.wrong {
        return problem(wrong);
    }
    html! {
        div class="govuk-inset-text" {
            @match (asked.from, asked.to) {
                (Some(from), Some(_)) => {
                    p class="govuk-body" { "Both sides are " (from.title) ": every area lies wholly in itself. Choose two different editions." }
                },
                _ => p class="govuk-body" {
                    "Two layers are needed, and this place has fewer. "
                    a class="govuk-link" href="/data/upload" { "Add another layer or edition" } "."
                },
            }
        }
    }
}

fn problem(words: &str) -> Markup {
    html! {
        div class="govuk-error-summary" data-focus="true" tabindex="-1" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { "There is a problem" }
                div class="govuk-error-summary__body" {
                    ul class="govuk-list govuk-error-summary__list" { li { a href="#chooser" { (words) } } }
                }
            }
        }
    }
}

/// Why the weights could not be had, and what can be had instead.
fn refused(error: &AlignError, params: &Params) -> Markup {
    let words = match error {
        AlignError::NoEvidence => {
            "This place knows of no points that say where people are, so nothing can be weighed by them."
                .to_owned()
        }
        AlignError::NoLookup { .. } => {
            "This place holds no published lookup from the first layer to the second.".to_owned()
        }
        other => format!("{other}."),
    };
    let best = params.with("way", None).at(PATH);
    html! {
        div class="govuk-inset-text" {
            p class="govuk-body" { (words) }
            p class="govuk-body" { a class="govuk-link" href=(best) { "Use the best way there is" } }
        }
    }
}

#[cfg(test)]
mod tests;
