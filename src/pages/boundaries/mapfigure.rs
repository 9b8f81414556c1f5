//! The map of both layers with its key, and the view model of the one that can be moved.

use maud::{Markup, html};
use serde::Serialize;

use crate::engine::Engine;
use crate::model::EditionKey;
use crate::pages::frame::model;
use crate::pages::map::draw::MOST_INLINE_BYTES;
use crate::pages::map::{MapText, PLAIN};
use crate::pages::mapblock;
use crate::pages::params::Params;

use super::draw::{FROM_LINE, TO_LINE, TwoLayers};
use super::pairs::pieces_list;
use super::subject::Subject;

/// A page has room for the list, too.
const MOST_BYTES: usize = MOST_INLINE_BYTES * 2 / 3;

/// The view model of the map that can be moved.
#[derive(Debug, Clone, Serialize)]
struct SwipeModel {
    title: String,
    from: LayerModel,
    to: LayerModel,
    /// Address of an area's pieces, without the area.
    pieces: String,
    /// West, south, east, north in degrees.
    bounds: [f64; 4],
}

#[derive(Debug, Clone, Serialize)]
struct LayerModel {
    title: String,
    source: String,
}

/// The section.
pub(super) fn section(subject: &Subject<'_>) -> Markup {
    let Some(drawing) =
        TwoLayers::of(subject.engine, &subject.from.key, &subject.to.key, subject.chosen.as_ref())
    else {
        return html! { p class="govuk-inset-text" { "There is no area to draw." } };
    };
    let text = text(subject);
    let href = |at: usize| {
        format!("{}#map-heading", subject.link("area", Some(subject.sources.areas[at].code.as_str())))
    };
    let svg = Some(drawing.svg(&text, Some(&href))).filter(|svg| svg.0.len() <= MOST_BYTES);
    let (width, height) = drawing.size();
    let file = format!("/boundaries/map.svg?from={}&to={}", subject.from.key, subject.to.key);
    let file = match &subject.chosen {
        Some(chosen) => format!("{file}&area={}", crate::pages::format::encode(chosen.code.as_str())),
        None => file,
    };
    html! {
        section aria-labelledby="map-heading" {
            h2 class="govuk-heading-l" id="map-heading" { (text.title) }
            @if subject.chosen.is_some() {
                (pieces_list(subject))
                p class="govuk-body ww-noprint" { a class="govuk-link" href=(subject.link("area", None)) { "Show the whole map" } }
            }
            figure class="ww-map" data-island=[subject.chosen.is_none().then_some("swipe")] data-model="swipe-model" {
                div class="ww-map__paper" {
                    @if let Some(svg) = &svg { (svg) } @else {
                        img class="ww-map__svg" src=(file) alt=(format!("{}. {}", text.title, text.summary))
                            width=(width / 2) height=(height / 2) loading="lazy";
                    }
                }
                figcaption class="ww-map__caption" { (key(subject)) }
            }
            (model("swipe-model", &swipe(subject, &text)))
        }
    }
}

fn text(subject: &Subject<'_>) -> MapText {
    let (from, to) = (&subject.from.title, &subject.to.title);
    let title = match &subject.chosen {
        Some(chosen) => format!("Map of the pieces of {}", subject.sources.areas[chosen.source].label()),
        None => format!("Map of {from} over {to}"),
    };
    let summary = format!("Dashed red lines: {from}. Solid black lines: {to}. The list below says the same.");
    MapText { id: "map".into(), title, summary }
}

fn key(subject: &Subject<'_>) -> Markup {
    let line = |colour: &str, dashes: Option<&str>| {
        html! {
            svg class="ww-swatch" width="44" height="20" viewBox="0 0 44 20" aria-hidden="true" focusable="false" {
                rect width="44" height="20" fill=(PLAIN) {}
                path d="M2 10h40" stroke=(colour) stroke-width="3" stroke-dasharray=[dashes] {}
            }
        }
    };
    html! {
        div class="ww-legend" {
            ul class="ww-legend__list" {
                li class="ww-legend__item" { (line(FROM_LINE, Some("7 4"))) span { (subject.from.title) } }
                li class="ww-legend__item" { (line(TO_LINE, None)) span { (subject.to.title) } }
            }
        }
        p class="ww-map__source" {
            @for edition in [subject.from, subject.to] {
                (edition.title) ": "
                @if !edition.licence.attribution.is_empty() { (edition.licence.attribution.trim_end_matches('.')) ". " }
                (edition.licence.name) ". "
            }
        }
    }
}

fn swipe(subject: &Subject<'_>, text: &MapText) -> SwipeModel {
    let layer = |edition: &crate::engine::Edition| LayerModel {
        title: edition.title.clone(),
        source: format!("/map/{}/{}.json", edition.key.dataset, edition.key.edition),
    };
    SwipeModel {
        title: text.title.clone(),
        from: layer(subject.from),
        to: layer(subject.to),
        pieces: format!("/api/crosswalks/pieces?from={}&to={}", subject.from.key, subject.to.key),
        bounds: bounds(subject),
    }
}

/// The corners of both layers together.
fn bounds(subject: &Subject<'_>) -> [f64; 4] {
    let of = |key: &EditionKey| mapblock::bounds(subject.engine, key);
    let (a, b) = (of(&subject.from.key), of(&subject.to.key));
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// The map as a picture of its own, for layers too large for a page.
#[must_use]
pub fn file(engine: &Engine, params: &Params) -> Option<String> {
    let key = |name: &str| params.get(name)?.parse::<EditionKey>().ok();
    let (from, to) = (key("from")?, key("to")?);
    let pieces = match params.get("area") {
        Some(code) => Some(engine.pieces(&from, &to, code).ok()?),
        None => None,
    };
    let drawing = TwoLayers::of(engine, &from, &to, pieces.as_ref())?;
    let title = format!("{} over {}", engine.edition(&from)?.title, engine.edition(&to)?.title);
    let text = MapText { id: "map".into(), title, summary: String::new() };
    Some(drawing.svg(&text, None).into_string())
}
