//! The profile of one area: what a coordinator takes into a meeting.
//!
//! `ward.rs` is what all parts look at, `words.rs` the sentences, `table.rs`
//! the figures, `ground.rs` what lies in the area, `notes.rs` gaps and sources,
//! `file.rs` the same page as a file that stands alone, `wire.rs` as data.

mod file;
mod ground;
mod notes;
mod table;
mod ward;
mod wire;
pub(in crate::pages::assess) mod words;

use maud::{Markup, html};

use crate::assess::explain::{PRIORITY_RULE, Priority};
use crate::engine::{Assessed, Engine, FigureRanks};
use crate::model::{EditionKey, Measure};
use crate::pages::area;
use crate::pages::badges::{self, area_path};
use crate::pages::edition::parts::row;
use crate::pages::format;
use crate::pages::frame::{Page, Section};
use crate::pages::params::Params;

use super::PATH;
use super::column::standing_words;
use super::digits::Digits;
use super::twin::{chance, share};

pub use file::standalone;
pub(super) use table::unit;
pub(super) use ward::{Ward, plain_subject, told};
pub use wire::view;

/// The page; `None` where the place does not show the assessed layer.
#[must_use]
pub fn page(engine: &Engine, assessed: &Assessed, ranks: &FigureRanks, area: usize) -> Option<Page> {
    let params = Params::default();
    let subject = plain_subject(engine, assessed, &params)?;
    let ward = Ward::of(&subject, ranks, area)?;
    let title = format!("{}: profile, {}", ward.label(), assessed.spec.title);
    let trail =
        vec![("Assessments".to_owned(), PATH.to_owned()), (assessed.spec.title.clone(), subject.path())];
    Some(Page { title, section: Section::Assessments, trail, body: body(&ward) })
}

/// Links to the profiles of an area, one for each assessment of its layer.
#[must_use]
pub fn links_of(engine: &Engine, key: &EditionKey, code: &str) -> Markup {
    let own: Vec<_> = engine.assessments().into_iter().filter(|entry| entry.areas == *key).collect();
    html! {
        @if !own.is_empty() {
            ul class="govuk-list ww-profiles" {
                @for entry in &own {
                    li { a class="govuk-link" href=(path(&entry.id.to_string(), code)) { "Profile in “" (entry.title) "”" } }
                }
            }
        }
    }
}

/// The address of a profile.
#[must_use]
pub fn path(assessment: &str, code: &str) -> String {
    format!("{PATH}/{assessment}/areas/{}", format::encode(code))
}

/// Everything below the trail.
fn body(ward: &Ward<'_>) -> Markup {
    html! {
        div class="ww-profile" {
            span class="govuk-caption-xl" { "Profile, " (ward.subject.assessed.spec.title) }
            h1 class="govuk-heading-xl" { (ward.label()) }
            p class="govuk-body ww-badges" { (badges::vintage(ward.subject.edition)) }
            (ways(ward))
            div class="ww-profile__head" {
                div { (summary(ward)) (facts(ward)) }
                div { (map(ward)) }
            }
            (priorities(ward))
            (table::section(ward))
            (years(ward))
            div class="ww-profile__pair" {
                div { (ground::contents(ward)) (notes::section(ward)) }
                div { (ground::partners(ward)) }
            }
            (notes::sources(ward))
            (downloads(ward))
        }
    }
}

fn ways(ward: &Ward<'_>) -> Markup {
    let subject = ward.subject;
    let compare = format!("{}/compare?areas={}", subject.path(), format::encode(ward.code()));
    html! {
        nav class="ww-views ww-noprint" aria-label="More on this area" {
            ul class="ww-views__list" {
                li { a class="ww-views__link" href=(subject.why(ward.area)) { "Why it is so" } }
                li { a class="ww-views__link" href=(compare) { "Compare it with others" } }
                li { a class="ww-views__link" href=(area_path(&subject.edition.key, ward.code())) { "All that is known of it" } }
                li { a class="ww-views__link" href=(subject.path()) { "All areas" } }
            }
        }
    }
}

fn summary(ward: &Ward<'_>) -> Markup {
    html! {
        section aria-labelledby="in-short" {
            h2 class="govuk-heading-l" id="in-short" { "In short" }
            p class="govuk-body-l ww-summary" { @for sentence in words::summary(ward) { (sentence) " " } }
        }
    }
}

fn facts(ward: &Ward<'_>) -> Markup {
    let index = ward.index();
    let scores: Vec<f64> = index.scores.iter().filter_map(|score| score.ok()).collect();
    let digits = Digits::of(scores.into_iter());
    let worst = ward.subject.run().recipe.rules.worst;
    html! {
        dl class="govuk-summary-list ww-facts" {
            (row("Rank", &html! { (standing_words(index.standings[ward.area])) }))
            @if let Some(range) = ward.subject.range(ward.area) {
                (row("In 90% of draws", &html! { (range.low) " to " (range.high) }))
                (row(&format!("In the worst {worst}"), &html! { (chance(range.among_worst)) " of draws" }))
            }
            (row("Score", &html! {
                @match index.scores[ward.area] { Ok(score) => (digits.words(score)), Err(gap) => (badges::missing(gap)) }
            }))
            (row("Stand-ins", &html! { (share(index.imputed[ward.area])) " of its weight" }))
        }
    }
}

/// The area with its neighbours.
fn map(ward: &Ward<'_>) -> Markup {
    html! { @if let Some(ground) = ward.on_the_ground() { (area::small_map(ward.subject.engine, ground)) } }
}

fn priorities(ward: &Ward<'_>) -> Markup {
    html! {
        section aria-labelledby="priorities" {
            h2 class="govuk-heading-l" id="priorities" { "Priorities" }
            @if ward.priorities.is_empty() {
                p class="govuk-body" { "No figure is worse for sure, and none adds to the score what an average area does not have." }
            } @else {
                ol class="ww-priorities" { @for own in &ward.priorities { (priority(ward, own)) } }
                p class="govuk-body-s ww-quiet" { (PRIORITY_RULE) " A rank on one figure may move as far as 90% of " (format::count(format::len(ward.ranks.draws))) " draws within its errors go." }
            }
        }
    }
}

fn priority(ward: &Ward<'_>, own: &Priority) -> Markup {
    let Some(told) = ward.figure(own.indicator) else { return html! {} };
    html! {
        li class="ww-priority" {
            h3 class="govuk-heading-s" {
                (told.title) " "
                @if let Some(rag) = told.judged.rag { (super::marks::rag(rag)) }
            }
            p class="govuk-body" { @for sentence in words::priority(ward, own) { (sentence) " " } }
        }
    }
}

/// Measures of several periods, all on the boundaries of the assessment.
fn years(ward: &Ward<'_>) -> Markup {
    let Some(ground) = ward.on_the_ground() else { return html! {} };
    let blocks: Vec<Markup> = measures(ward)
        .into_iter()
        .filter_map(|measure| area::years_of(ward.subject.engine, ground, measure))
        .collect();
    html! {
        @if !blocks.is_empty() {
            section aria-labelledby="trend" {
                h2 class="govuk-heading-l" id="trend" { "Through the years" }
                p class="govuk-body-s" { "All on the boundaries of " (ward.subject.edition.title) ", whatever boundaries a figure was published for. Each year says how its figure came about." }
                div class="ww-briefs" { @for block in &blocks { (block) } }
            }
        }
    }
}

/// The measures behind the figures, each once, in the order of the index.
fn measures<'a>(ward: &Ward<'a>) -> Vec<&'a Measure> {
    let used = ward.subject.assessed.sources.iter().map(|source| &source.figures.measure);
    let mut found: Vec<&Measure> = Vec::new();
    for measure in used.filter_map(|id| ward.subject.engine.measure(id).ok()) {
        if !found.iter().any(|own| own.id == measure.id) {
            found.push(measure);
        }
    }
    found
}

fn downloads(ward: &Ward<'_>) -> Markup {
    let api = format!("/api{}/profile", super::area_path(ward.subject, ward.area));
    html! {
        section aria-labelledby="downloads" class="ww-noprint" {
            h2 class="govuk-heading-m" id="downloads" { "Downloads" }
            ul class="govuk-list ww-downloads" {
                li { a class="govuk-link" href=(format!("{api}.csv")) { "This profile as a table (CSV)" } }
                li { a class="govuk-link" href=(api) { "This profile for programs (JSON)" } }
            }
        }
    }
}
