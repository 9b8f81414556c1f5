//! What changed between two editions of a layer: `/boundaries/changes`.
//!
//! `asked.rs` reads the address, `words.rs` says events as people do,
//! `tables.rs` lists the areas of both sides, `map.rs` draws them.

mod asked;
mod map;
mod tables;
pub mod words;

pub use asked::Asked;
pub(super) use tables::{link, tie_words};

use maud::{Markup, html};

use crate::api::{Problem, refused};
use crate::crosswalk::lineage::{Label, Lineage, Reuse};
use crate::engine::{Edition, Engine};

use super::format::{self, counted, len};
use super::frame::{Page, Section};
use super::params::Params;
use super::sheet::Sheet;
use super::whereabouts::error_summary;
use map::Vintages;
use tables::Side;

/// Most codes and names that the warning lists; the JSON answer has them all.
const MOST_REUSED: usize = 40;

/// The address of the page.
pub const PATH: &str = "/boundaries/changes";

/// The page.
///
/// # Errors
/// A [`Problem`] when two editions cannot be measured against each other.
pub fn page(engine: &Engine, params: &Params) -> Result<Page, Problem> {
    let trail = vec![("Boundaries".into(), "/boundaries".into())];
    let (title, body) = match asked::read(engine, params) {
        Ok(Some(asked)) => compared(engine, &asked, params)?,
        Ok(None) => ("What changed between editions".to_owned(), nothing_to_compare()),
        Err(wrong) => ("Error: what changed between editions".to_owned(), again(engine, &wrong, params)),
    };
    Ok(Page { title, section: Section::Boundaries, trail, body })
}

/// The map as a file of its own.
///
/// # Errors
/// A [`Problem`] for an address that names no two editions.
pub fn map_file(engine: &Engine, params: &Params) -> Result<String, Problem> {
    with_vintages(engine, params, |vintages| Some(map::svg(engine, vintages)?.1.into_string()))
}

/// The map for a sheet of its own.
///
/// # Errors
/// A [`Problem`] for an address that names no two editions.
pub fn sheet(engine: &Engine, params: &Params) -> Result<Sheet, Problem> {
    with_vintages(engine, params, |vintages| map::sheet(engine, vintages))
}

fn with_vintages<T>(
    engine: &Engine,
    params: &Params,
    make: impl FnOnce(&Vintages<'_>) -> Option<T>,
) -> Result<T, Problem> {
    let missing = || Problem::not_found("map of these editions");
    let asked = asked::read(engine, params).map_err(|(field, words)| Problem::parameter(field, words))?;
    let asked = asked.ok_or_else(missing)?;
    let lineage = lineage(engine, &asked)?;
    make(&vintages(engine, &asked, &lineage)?).ok_or_else(missing)
}

/// What the page compares, and the address of its rows; `None` where it compares nothing.
#[must_use]
pub fn compared_file(engine: &Engine, params: &Params) -> Option<(String, Option<String>)> {
    let asked = asked::read(engine, params).ok()??;
    let (old, new) = (engine.edition(&asked.from)?, engine.edition(&asked.to)?);
    let csv = lineage_query(&asked).map(|query| format!("/api/lineage.csv{query}"));
    Some((format!("What changed: {} to {}", old.title, new.title), csv))
}

/// The query of the API for two editions of one layer; it has no other.
fn lineage_query(asked: &Asked) -> Option<String> {
    let same = asked.from.dataset == asked.to.dataset;
    same.then(|| format!("?layer={}&from={}&to={}", asked.to.dataset, asked.from.edition, asked.to.edition))
}

fn lineage(engine: &Engine, asked: &Asked) -> Result<std::sync::Arc<Lineage>, Problem> {
    engine.usual_lineage(&asked.from, &asked.to).map_err(|error| refused::pair(&error, "from"))
}

fn vintages<'a>(engine: &'a Engine, asked: &'a Asked, lineage: &'a Lineage) -> Result<Vintages<'a>, Problem> {
    let edition = |key| engine.edition(key).ok_or_else(|| Problem::not_found(format!("edition {key}")));
    let (old, new) = (edition(&asked.from)?, edition(&asked.to)?);
    let layer = new.layer().ok_or_else(|| Problem::not_found(format!("boundaries {}", asked.to)))?;
    Ok(Vintages { asked, old, new, layer, lineage })
}

fn compared(engine: &Engine, asked: &Asked, params: &Params) -> Result<(String, Markup), Problem> {
    let lineage = lineage(engine, asked)?;
    let shown = vintages(engine, asked, &lineage)?;
    let (old, new) = (shown.old, shown.new);
    let side = |is_old: bool| {
        let (own, other) = if is_old { (&asked.from, &asked.to) } else { (&asked.to, &asked.from) };
        Side { lineage: &lineage, is_old, own, other, event: asked.event }
    };
    let body = html! {
        (opening())
        (asked::form(engine, Some(asked), Some(&lineage), None, params))
        section aria-labelledby="answer" {
            h2 class="govuk-heading-l" id="answer" { (old.title) " to " (new.title) }
            p class="govuk-body-l" { (words::summary(&lineage, &old.title, &new.title)) }
            p class="govuk-body ww-badges" { (super::badges::vintage(old)) (super::badges::vintage(new)) }
            p class="govuk-body" { (words::counted_by(lineage.counted_by)) }
            (super::edition::parts::contents(&[("old", "Old areas"), ("new", "New areas"), ("downloads", "Downloads"), ("method", "How this was found")]))
            (warnings(&shown))
            (map::map(engine, &shown))
        }
        (tables::section(&side(true), params))
        (tables::section(&side(false), params))
        (downloads(&shown))
        (method(&lineage))
    };
    Ok((format!("What changed: {} to {}", old.title, new.title), body))
}

fn opening() -> Markup {
    html! {
        span class="govuk-caption-xl" { "Boundaries" }
        h1 class="govuk-heading-xl" { "What changed between editions" }
        p class="govuk-body-l" {
            "What became of every area when boundaries were redrawn, and where the new ones came from. Ground decides, never the name or the code."
        }
    }
}

fn nothing_to_compare() -> Markup {
    html! {
        (opening())
        p class="govuk-inset-text" {
            "No layer of this place has two editions. Import an older or a newer edition of its boundaries, on the command line or by "
            a class="govuk-link" href="/data/upload" { "upload" } "."
        }
    }
}

fn again(engine: &Engine, wrong: &asked::Wrong, params: &Params) -> Markup {
    html! {
        (error_summary(wrong.0, &wrong.1))
        (opening())
        (asked::form(engine, None, None, Some(wrong), params))
    }
}

/// Codes and names by which figures of the two editions must not be joined.
fn warnings(shown: &Vintages<'_>) -> Markup {
    let (codes, names): (Vec<&Reuse>, Vec<&Reuse>) =
        (shown.lineage.reused(Label::Code).collect(), shown.lineage.reused(Label::Name).collect());
    html! {
        @if codes.is_empty() && names.is_empty() {
            p class="govuk-body" { "No code and no name of the one edition stands for other ground in the other." }
        } @else {
            div class="govuk-warning-text" {
                span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
                strong class="govuk-warning-text__text" {
                    span class="govuk-visually-hidden" { "Warning " }
                    "Do not join figures of the two editions by " (joined_by(&codes, &names)) "."
                }
            }
            @if !codes.is_empty() { (reuse_list(shown, &codes, "codes")) }
            @if !names.is_empty() { (reuse_list(shown, &names, "names")) }
        }
    }
}

fn joined_by(codes: &[&Reuse], names: &[&Reuse]) -> String {
    let stand = |n: usize| if n == 1 { "stands" } else { "stand" };
    let mut parts = Vec::new();
    if !codes.is_empty() {
        parts.push(format!(
            "code: {} {} for other ground",
            counted(len(codes.len()), "code", "codes"),
            stand(codes.len())
        ));
    }
    if !names.is_empty() {
        parts.push(format!(
            "name: {} {} for other ground",
            counted(len(names.len()), "name", "names"),
            stand(names.len())
        ));
    }
    parts.join(", nor by ")
}

fn reuse_list(shown: &Vintages<'_>, reused: &[&Reuse], what: &str) -> Markup {
    let caption = format!("{} that stand for other ground", format::sentence(what));
    let lineage = shown.lineage;
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" {
                span class="govuk-details__summary-text" { (caption) " (" (reused.len()) ")" }
            }
            div class="ww-scroll ww-scroll--whole" role="region" aria-label=(caption) tabindex="0" {
                table class="govuk-table ww-table ww-table--words" {
                    caption class="govuk-visually-hidden" { (caption) }
                    thead class="govuk-table__head" { tr class="govuk-table__row" {
                        th scope="col" class="govuk-table__header" { "Old area" }
                        th scope="col" class="govuk-table__header" { "New area" }
                        th scope="col" class="govuk-table__header" { "Of the old, in the new" }
                        th scope="col" class="govuk-table__header" { "Of the new, from the old" }
                    } }
                    tbody class="govuk-table__body" {
                        @for reuse in reused.iter().take(MOST_REUSED) {
                            tr class="govuk-table__row" {
                                th scope="row" class="govuk-table__header" {
                                    (link(&shown.asked.from, &lineage.before, reuse.old)) " " span class="ww-quiet" { (lineage.before.code(reuse.old)) }
                                }
                                td class="govuk-table__cell" {
                                    (link(&shown.asked.to, &lineage.after, reuse.new)) " " span class="ww-quiet" { (lineage.after.code(reuse.new)) }
                                }
                                td class="govuk-table__cell" { (words::share(reuse.of_old)) }
                                td class="govuk-table__cell" { (words::share(reuse.of_new)) }
                            }
                        }
                    }
                }
            }
            @if reused.len() > MOST_REUSED {
                p class="govuk-body-s" { "The first " (MOST_REUSED) " are listed; the JSON download has them all." }
            }
        }
    }
}

fn downloads(shown: &Vintages<'_>) -> Markup {
    let asked = shown.asked;
    html! {
        section aria-labelledby="downloads" {
            h2 class="govuk-heading-l" id="downloads" { "Downloads" }
            ul class="govuk-list ww-downloads" {
                @if let Some(query) = lineage_query(asked) {
                    li { a class="govuk-link" href=(format!("/api/lineage.csv{query}")) download { "CSV" }
                        " – one row for each old area and each of its successors, with shares of both" }
                    li { a class="govuk-link" href=(format!("/api/lineage{query}")) { "JSON" } " – the whole lineage, for programs" }
                }
                li { a class="govuk-link" href=(map::file(asked)) { "SVG" } " – the map" }
            }
        }
    }
}

fn method(lineage: &Lineage) -> Markup {
    use crate::crosswalk::lineage::Event;
    html! {
        section aria-labelledby="method" {
            h2 class="govuk-heading-l" id="method" { "How this was found" }
            p class="govuk-body" {
                "Both editions were laid over each other. A piece makes an area a predecessor of another when it is wider than two drawings of one line differ by (1 m along the shorter outline) and holds at least "
                (format::percent(lineage.options.least_share)) " of the people or the ground of either. What moved is what is not in the largest of these pieces."
            }
            dl class="govuk-summary-list" {
                @for event in Event::ALL {
                    (super::edition::parts::row(&format::sentence(words::event(event)), &html! { (format::sentence(words::meaning(event))) }))
                }
            }
        }
    }
}

/// A link to what changed between two editions, for other pages.
#[must_use]
pub fn link_between(from: &Edition, to: &Edition) -> Markup {
    html! {
        a class="govuk-link" href=(format!("{PATH}?from={}&to={}", from.key, to.key)) {
            "What changed from " (from.title) " to " (to.title)
        }
    }
}
