//! Assessments: the ward priority map with its table, chart and explanations.
//!
//! `profile/` is the page of one area, `compare/` sets areas side by side.
//! `asked.rs` reads the address, `subject.rs` finds the part of the index that
//! is shown, `column.rs` puts its areas into classes; the other files each
//! draw one part of the page.

mod asked;
mod bars;
mod build;
mod chooser;
mod classing;
mod column;
mod compare;
mod digits;
mod file;
mod hot;
mod library;
mod list;
mod map;
mod marks;
mod origin;
mod profile;
mod rangebar;
mod ranks;
mod routes;
mod sensitivity;
mod subject;
mod summary;
mod sure;
mod twin;
mod why;

#[cfg(test)]
mod tests;

use maud::{Markup, html};

use crate::api::Problem;
use crate::engine::{AssessError, Assessed, Engine};
use crate::export::ShapeKind;
use crate::model::AssessmentId;
use crate::pages::badges;
use crate::pages::format;
use crate::pages::frame::{Page, Section};
use crate::pages::params::Params;
use crate::pages::sheet::Sheet;

use subject::Subject;

pub use compare::{Asked as ComparedAreas, MOST as MOST_COMPARED};
pub use library::LIBRARY;
pub use list::page as list_page;
pub use profile::{
    links_of as profiles_of, path as profile_path, standalone as standalone_profile, view as profile_view,
};
pub use routes::router;

/// The address of the list of assessments.
pub const PATH: &str = "/assessments";

/// Other assessments that are named; more are a list of their own.
const MOST_OTHERS: usize = 4;

/// Bytes that a page may have before the map library arrives, with room for its frame
/// and for what is taken away from it.
const MOST_BYTES: usize = 130_000;

/// The address of an area's profile within the assessment.
fn area_path(subject: &Subject<'_>, area: usize) -> String {
    format!("{}/areas/{}", subject.path(), format::encode(subject.code(area)))
}

/// The ward priority map.
#[must_use]
pub fn page(engine: &Engine, assessed: &Assessed, params: &Params) -> Page {
    let title = assessed.spec.title.clone();
    let trail = vec![("Assessments".to_owned(), PATH.to_owned())];
    let Some(subject) = Subject::of(engine, assessed, params) else {
        let body = html! {
            h1 class="govuk-heading-xl" { (title) }
            p class="govuk-inset-text" { "The areas of this assessment, " (assessed.spec.areas) ", are not in view in this place." }
        };
        return Page { title, section: Section::Assessments, trail, body };
    };
    Page {
        title: heading(&subject),
        section: Section::Assessments,
        trail,
        body: body(&subject, &subject.path(), &head(&subject), &html! {}),
    }
}

/// What, where and when.
fn heading(subject: &Subject<'_>) -> String {
    if subject.is_index() {
        format!("{}, {}", subject.assessed.spec.title, subject.edition.title)
    } else {
        format!("{}: {}, {}", subject.assessed.spec.title, subject.node.title, subject.edition.title)
    }
}

/// Where an assessment is as a file.
#[must_use]
pub fn download(id: &AssessmentId, ending: &str) -> String {
    format!("/api/assessments/{id}/download.{ending}")
}

/// The map of an assessment for a sheet of its own; `None` where its areas are not in view.
///
/// # Errors
/// A problem where there is no such assessment, or it cannot be run.
pub fn sheet(engine: &Engine, written: &str, params: &Params) -> Result<Option<Sheet>, Problem> {
    let missing = || Problem::not_found(format!("assessment '{written}' in this place"));
    let assessed = engine.assessed(&id(written).ok_or_else(missing)?)?;
    Ok(Subject::of(engine, &assessed, params).as_ref().and_then(file::sheet))
}

/// The map of areas compared in an assessment, as [`sheet`].
///
/// # Errors
/// As of [`sheet`].
pub fn compared_sheet(engine: &Engine, written: &str, params: &Params) -> Result<Option<Sheet>, Problem> {
    let missing = || Problem::not_found(format!("assessment '{written}' in this place"));
    let assessed = engine.assessed(&id(written).ok_or_else(missing)?)?;
    Ok(compare::sheet(engine, &assessed, params))
}

/// The priority map as the first part of the home page at `path`: the message
/// is the headline, and the map is seen at once. `None` where the assessed
/// layer is not in the place.
#[must_use]
pub fn home_section(engine: &Engine, assessed: &Assessed, params: &Params, path: &str) -> Option<Markup> {
    let subject = Subject::of(engine, assessed, params)?;
    let head = html! {
        span class="govuk-caption-l" {
            (engine.snapshot().info.name) ": " span id="assess-title" { (heading(&subject)) }
        }
        h1 class="govuk-heading-l ww-headline" { span id="assess-headline" { (summary::headline(&subject)) } }
    };
    Some(body(&subject, path, &head, &intro(&subject)))
}

/// The view; what is `below` stands under the map, and the form leads to `action`.
fn body(subject: &Subject<'_>, action: &str, head: &Markup, below: &Markup) -> Markup {
    let rows = twin::rows(subject);
    let listed = twin::on_page(subject, &rows);
    let chooser = chooser::form(subject, action);
    let twin = twin::section(subject, &rows);
    let ranks = ranks::section(subject, listed);
    let why = why::section(subject);
    // The drawn map has whatever room the rest leaves.
    let rest = chooser.0.len() + twin.0.len() + ranks.0.len() + why.0.len();
    let map = map::section(subject, MOST_BYTES.saturating_sub(rest));
    html! {
        (head)
        (wrong(subject))
        div class="ww-split" {
            div class="ww-split__map" { (map) }
            div class="ww-split__list" {
                div id="assess-words" { p class="govuk-body" { (summary::sentence(subject)) } }
                (chooser)
                (ranks)
            }
        }
        (below)
        section aria-labelledby="list-heading" {
            h2 class="govuk-heading-l" id="list-heading" { "List of areas" }
            div id="assess-list" { (twin) }
        }
        (why)
        (ways_on(subject))
    }
}

fn head(subject: &Subject<'_>) -> Markup {
    html! {
        span class="govuk-caption-xl" { "Assessment" }
        h1 class="govuk-heading-xl" { span id="assess-title" { (heading(subject)) } }
        (intro(subject))
    }
}

/// Why the assessment exists, its areas, its other views.
fn intro(subject: &Subject<'_>) -> Markup {
    html! {
        p class="govuk-body" { (subject.assessed.spec.purpose) }
        p class="govuk-body ww-badges" { (badges::vintage(subject.edition)) }
        (others(subject))
        (views(&subject.path(), "map"))
    }
}

/// The other assessments of the place, where there are any.
fn others(subject: &Subject<'_>) -> Markup {
    let all = subject.engine.assessments();
    let others: Vec<_> = all.iter().filter(|entry| entry.id != subject.assessed.spec.id).collect();
    let (first, more) = others.split_at(others.len().min(MOST_OTHERS));
    html! {
        @if !first.is_empty() {
            p class="govuk-body-s ww-noprint" {
                "Other assessments: "
                @for (at, entry) in first.iter().enumerate() {
                    @if at > 0 { ", " }
                    a class="govuk-link" href=(subject::path(&entry.id)) { (entry.title) }
                }
                @if !more.is_empty() { " and " a class="govuk-link" href=(PATH) { (more.len()) " more" } }
                "."
            }
        }
    }
}

/// The views of one assessment, the present one marked.
fn views(path: &str, current: &str) -> Markup {
    let all = [
        ("map", path.to_owned(), "Map and list"),
        ("sensitivity", format!("{path}/sensitivity"), "How solid is it?"),
        ("build", format!("{path}/build"), "Change it"),
    ];
    html! {
        nav class="ww-views ww-noprint" aria-label="Views of this assessment" {
            ul class="ww-views__list" {
                @for (key, address, words) in all {
                    li { a class="ww-views__link" href=(address) aria-current=[(key == current).then_some("page")] { (words) } }
                }
            }
        }
    }
}

/// What of the address could not be understood.
fn wrong(subject: &Subject<'_>) -> Markup {
    let wrong = &subject.asked.wrong;
    html! {
        @if !wrong.is_empty() {
            div class="govuk-error-summary" data-focus="true" tabindex="-1" {
                div role="alert" {
                    h2 class="govuk-error-summary__title" { "There is a problem" }
                    div class="govuk-error-summary__body" {
                        ul class="govuk-list govuk-error-summary__list" { @for words in wrong { li { a href="#chooser" { (words) } } } }
                    }
                }
            }
        }
    }
}

/// Downloads, other views, the rule of better and worse.
fn ways_on(subject: &Subject<'_>) -> Markup {
    let id = &subject.assessed.spec.id;
    html! {
        section aria-labelledby="more" class="ww-ways" {
            h2 class="govuk-heading-l" id="more" { "What this rests on" }
            p class="govuk-body" { "Better and worse: " (crate::assess::rag::RULE) " Compared with " (subject::against(subject.run())) "." }
            p class="govuk-body" {
                "An alignment grade says how much error came in when figures were carried from other boundaries: A none, E 10% or more. "
                a class="govuk-link" href="/about/error" { "How sure is this?" }
            }
            p class="govuk-body" {
                "What each figure counts, who answers for it and when new ones are due: "
                a class="govuk-link" href=(LIBRARY) { "all indicators" } "."
            }
            h3 class="govuk-heading-m" { "Downloads" }
            ul class="govuk-list ww-downloads" {
                @for (ending, words) in [("csv", "Scores and ranks (CSV)"), ("geojson", "Areas with scores and ranks (GeoJSON)"), ("toml", "The recipe (TOML)")] {
                    li { a class="govuk-link" href=(download(id, ending)) { (words) } }
                }
                @for format in crate::export::assessment::FORMATS {
                    li { a class="govuk-link" href=(format!("/api/assessments/{id}/download.{}", format.extension())) { "Areas with scores, ranks and flags (" (format.title()) ")" }
                        " – " (format.purpose(ShapeKind::Areas)) }
                }
                li { a class="govuk-link" href=(format!("/api/assessments/{id}/stages.csv")) { "Every stage of every figure (CSV)" } }
                li { a class="govuk-link" href=(format!("/api/assessments/{id}")) { "Everything for programs (JSON)" } }
            }
        }
    }
}

/// A page that says why there is no assessment.
#[must_use]
pub fn refused(title: &str, error: &AssessError) -> Page {
    let body = html! {
        h1 class="govuk-heading-xl" { (title) }
        div class="govuk-error-summary" data-focus="true" tabindex="-1" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { "This assessment cannot be run on the data of this place" }
                div class="govuk-error-summary__body" {
                    @if error.faults().is_empty() { p { (error) } }
                    ul class="govuk-list govuk-list--bullet" {
                        @for fault in error.faults() { li { strong { (fault.at) } ": " (fault.message) } }
                    }
                }
            }
        }
        p class="govuk-body" { a class="govuk-link" href=(PATH) { "All assessments" } }
    };
    let trail = vec![("Assessments".to_owned(), PATH.to_owned())];
    Page { title: title.to_owned(), section: Section::Assessments, trail, body }
}

/// An assessment's id from an address.
fn id(text: &str) -> Option<AssessmentId> {
    text.parse().ok()
}
