//! The finder: one search, and what it found, view by view.

use maud::{Markup, html};

use crate::api::{App, Problem, colocate};
use crate::colocate::{Decision, Kind, Note, SearchSpec};
use crate::engine::{Colocated, Engine};
use crate::export::ShapeKind;
use crate::pages::format::{counted, len};
use crate::pages::frame::{Page, Section};
use crate::pages::listing;
use crate::pages::params::Params;
use crate::views::colocate::disagreements;

use super::asked::Show;
use super::{PATH, list, map, others, parts, shortlist};

/// What a view of the finder is made from.
#[derive(Clone, Copy)]
pub struct Finder<'a> {
    /// The service.
    pub app: &'a App,
    /// The place.
    pub engine: &'a Engine,
    /// What was found.
    pub found: &'a Colocated,
    /// What people decided.
    pub decisions: &'a [Decision],
    /// The address.
    pub params: &'a Params,
    /// What is wrong with the form that was sent.
    pub problem: Option<&'a Problem>,
}

/// The page.
///
/// # Errors
/// A [`Problem`] for a search that the place has not, or cannot carry out.
pub fn page(app: &App, engine: &Engine, params: &Params, problem: Option<&Problem>) -> Result<Page, Problem> {
    let searches = &engine.snapshot().searches;
    let Some(id) = search_of(engine, params) else { return Ok(without_search(engine)) };
    let id = id.as_str();
    let found = colocate::carried_out(engine, id)?;
    let decisions = colocate::decisions(app, &found.spec.id)?;
    let finder = Finder { app, engine, found: &found, decisions: &decisions, params, problem };
    let show = Show::of(params);
    let view = match show {
        _ if !is_asked(&found.spec, show) => not_asked(show),
        Show::Candidates => list::view(finder),
        Show::Hubs => others::hubs(finder),
        Show::Gaps => others::gaps(finder),
        Show::Duplicates => others::duplicates(finder),
        Show::Shortlist => shortlist::view(finder),
    };
    let name = show.name();
    let title = format!("{name}: {}", found.spec.title);
    let title = if problem.is_some() { format!("Error: {title}") } else { title };
    let body = html! {
        @if let Some(problem) = problem { (parts::problem_box(problem)) }
        span class="govuk-caption-xl" { "Co-location" }
        h1 class="govuk-heading-xl" { (found.spec.title) }
        p class="govuk-body-l" { (found.spec.purpose) }
        @if searches.len() > 1 { (chooser(engine, id, params)) }
        (views(finder, show))
        @if show == Show::Candidates && is_asked(&found.spec, show) { (tally(finder)) }
        (view)
        (notes(&found.found.notes))
        (quarrels(&found))
        (basis(finder))
    };
    Ok(Page { title, section: Section::Colocation, trail: Vec::new(), body })
}

/// Whether the search looks for what a view shows.
fn is_asked(spec: &SearchSpec, show: Show) -> bool {
    let kind = match show {
        Show::Candidates => Kind::Pairs,
        Show::Hubs => Kind::Hubs,
        Show::Gaps => Kind::Gaps,
        Show::Duplicates => Kind::Duplicates,
        Show::Shortlist => return true,
    };
    spec.find.contains(&kind)
}

fn not_asked(show: Show) -> Markup {
    html! {
        p class="govuk-inset-text" { "This search does not look for " (show.name().to_lowercase()) ": its " code { "find" } " leaves them out." }
    }
}

/// The search that the address names, else the first of the place.
#[must_use]
pub fn search_of(engine: &Engine, params: &Params) -> Option<String> {
    let first = engine.snapshot().searches.first()?;
    Some(params.get("search").unwrap_or_else(|| first.spec.id.as_str()).to_owned())
}

/// A place whose manifest names no search: what is there, and what to write.
fn without_search(engine: &Engine) -> Page {
    let estate = engine.estate();
    let body = html! {
        h1 class="govuk-heading-xl" { "Which buildings and services could share?" }
        p class="govuk-body-l" { "This place keeps no search yet." }
        p class="govuk-body" {
            @if estate.registers.is_empty() {
                "None of its registers is said to hold buildings or services. Name them in the manifest under " code { "[[buildings]]" }
                " and " code { "[[services]]" } ", then name a file with a search under " code { "[[search]]" } "."
            } @else {
                "Its registers tell of " (counted(len(estate.buildings.len()), "building", "buildings")) " and "
                (counted(len(estate.services.len()), "service", "services"))
                ". Name a file with a search under " code { "[[search]]" } " in the manifest, or carry one out with "
                code { "wardwise colocate" } "."
            }
        }
        p class="govuk-body" { "The sample place has a search to start from: " code { "searches/rooms_for_advice.toml" } "." }
    };
    Page { title: "Co-location".into(), section: Section::Colocation, trail: Vec::new(), body }
}

fn chooser(engine: &Engine, chosen: &str, params: &Params) -> Markup {
    html! {
        form class="ww-chooser ww-noprint" action=(PATH) method="get" {
            div class="govuk-form-group" {
                label class="govuk-label govuk-label--s" for="search" { "Search" }
                select class="govuk-select" id="search" name="search" {
                    @for one in &engine.snapshot().searches {
                        option value=(one.spec.id) selected[one.spec.id.as_str() == chosen] { (one.spec.title) }
                    }
                }
            }
            (parts::marks(params))
            button class="govuk-button govuk-button--secondary" type="submit" { "Show" }
        }
    }
}

/// Links to the views, each with how much it holds.
fn views(finder: Finder<'_>, shown: Show) -> Markup {
    let found = &finder.found.found;
    let count = |show: Show| match show {
        Show::Candidates => found.pairs.len(),
        Show::Hubs => found.hubs.len(),
        Show::Gaps => found.gaps.len(),
        Show::Duplicates => found.duplicates.len(),
        Show::Shortlist => shortlist::subjects(finder).len(),
    };
    html! {
        nav class="ww-views ww-noprint" aria-label="What was found" {
            ul class="ww-views__list" {
                @for (show, key, name) in Show::ALL {
                    li {
                        a class="govuk-link ww-views__link" href=(parts::view_link(finder.params, finder.found.spec.id.as_str(), key))
                            aria-current=[(show == shown).then_some("page")] { (name) " (" (count(show)) ")" }
                    }
                }
            }
        }
    }
}

fn tally(finder: Finder<'_>) -> Markup {
    let tally = &finder.found.found.tally;
    html! {
        p class="govuk-body" {
            "Of " (counted(len(tally.within_reach), "pair", "pairs")) " of a service and a building within "
            (finder.found.spec.distances.reach_minutes) " minutes\u{2019} walk, "
            strong { (counted(len(tally.passes), "passes", "pass")) " all gates" } ", "
            strong { (counted(len(tally.to_check), "is", "are")) " to be checked" } " because something is not known, and "
            strong { (counted(len(tally.fails), "fails", "fail")) } ". Unknown never counts as yes."
        }
        @if !tally.failed_by.is_empty() || !tally.open_at.is_empty() {
            details class="govuk-details" {
                summary class="govuk-details__summary" { span class="govuk-details__summary-text" { "Which gates fail, and which are open" } }
                div class="govuk-details__text" {
                    ul class="govuk-list govuk-list--bullet" {
                        @for (gate, count) in &tally.failed_by { li { (gate.title()) ": " (counted(len(*count), "pair fails", "pairs fail")) } }
                        @for (gate, count) in &tally.open_at { li { (gate.title()) ": not known for " (counted(len(*count), "pair", "pairs")) } }
                    }
                }
            }
        }
        (map::figure(finder))
    }
}

fn notes(notes: &[Note]) -> Markup {
    if notes.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="missing" {
            h2 class="govuk-heading-l" id="missing" { "What is missing" }
            ul class="govuk-list govuk-list--bullet" { @for note in notes { li { (note.words()) } } }
        }
    }
}

/// Disagreements that are shown; the JSON has them all.
const MOST_QUARRELS: usize = 40;

/// What registers that were joined say differently, side by side.
fn quarrels(found: &Colocated) -> Markup {
    let all = disagreements(found);
    if all.is_empty() {
        return html! {};
    }
    let head = html! {
        thead class="govuk-table__head" { tr class="govuk-table__row" {
            @for head in ["Building", "Of what", "Believed", "The other says"] { th scope="col" class="govuk-table__header" { (head) } }
        } }
    };
    let rows = html! {
        @for one in all.iter().take(MOST_QUARRELS) {
            tr class="govuk-table__row" {
                th scope="row" class="govuk-table__header" { (one.building) }
                td class="govuk-table__cell" { (one.title) }
                td class="govuk-table__cell" { (one.believed) br; span class="ww-quiet" { (one.believed_register) ", row " (one.believed_row) } }
                td class="govuk-table__cell" { (one.other) br; span class="ww-quiet" { (one.other_register) ", row " (one.other_row) } }
            }
        }
    };
    html! {
        section aria-labelledby="quarrels" {
            h2 class="govuk-heading-l" id="quarrels" { "Where registers disagree" }
            (listing::side_table("What registers that were joined say of one building", &head, &rows))
            @if all.len() > MOST_QUARRELS { p class="govuk-body" { "The first " (MOST_QUARRELS) " of " (all.len()) " are shown; the JSON below has all." } }
        }
    }
}

/// What the answer rests on, and how to have it elsewhere.
fn basis(finder: Finder<'_>) -> Markup {
    let found = finder.found;
    let api = format!("/api/colocation/{}", found.spec.id);
    html! {
        section aria-labelledby="basis" {
            h2 class="govuk-heading-l" id="basis" { "How this was found" }
            p class="govuk-body" {
                "Gates come first; each answer says the cell that it rests on. Pairs that fail none are ranked by the middle of their score: the weighted mean of criteria from 0 to 1, with what is not known once at its worst and once at its best. "
                "Leases and checks are judged on " (crate::pages::format::day(found.spec.date)) ". " (found.by().words())
            }
            @if found.spec.stability.draws > 0 {
                p class="govuk-body" {
                    "How far the order owes to the weights was tried out with " (found.spec.stability.draws)
                    " other draws of them, each between half and twice its weight (seed " (found.spec.stability.seed) ")."
                }
            }
            ul class="govuk-list" {
                @for key in &found.data {
                    @if let Some(edition) = finder.engine.edition(key) {
                        li { a class="govuk-link" href=(crate::pages::badges::edition_path(key)) { (edition.title) } " – " (edition.licence.name) }
                    }
                }
            }
            ul class="govuk-list ww-downloads" {
                li { a class="govuk-link" href=(format!("{api}/candidates.csv")) download { "CSV" } " – the candidates, one row each" }
                li { a class="govuk-link" href=(format!("{api}/candidates.geojson")) { "GeoJSON" } " – candidates as lines, hubs and gaps as points" }
                @for format in crate::export::candidates::FORMATS {
                    li { a class="govuk-link" href=(format!("{api}/candidates.{}", format.extension())) download { (format.title()) } " – " (format.purpose(ShapeKind::Lines)) }
                }
                li { a class="govuk-link" href=(api) { "JSON" } " – everything with its reasons, for programs" }
            }
        }
    }
}
