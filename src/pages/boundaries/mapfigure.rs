//! The map of both layers with its key, and the view model of the one that can be moved.

use maud::{Markup, html};
use serde::Serialize;

use crate::engine::{Edition, Engine, Pieces};
use crate::model::EditionKey;
use crate::pages::frame::model;
use crate::pages::map::draw::MOST_INLINE_BYTES;
use crate::pages::map::legend::{Entry, Key, Mark, Part};
use crate::pages::map::{MapText, PLAIN};
use crate::pages::mapblock;
use crate::pages::params::Params;
use crate::pages::sheet::Sheet;
use crate::pages::take;

use super::asked::Asked;
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
                figcaption class="ww-map__caption" {
                    (key(subject.from, subject.to).html())
                    (take::pointer())
                    p class="ww-map__source" {
                        @for edition in [subject.from, subject.to] {
                            (edition.title) ": "
                            @if !edition.licence.attribution.is_empty() { (edition.licence.attribution.trim_end_matches('.')) ". " }
                            (edition.licence.name) ". "
                        }
                    }
                }
            }
            (model("swipe-model", &swipe(subject, &text)))
        }
    }
}

fn text(subject: &Subject<'_>) -> MapText {
    let chosen = subject.chosen.as_ref().map(|chosen| subject.sources.areas[chosen.source].label());
    let mut text = words(subject.from, subject.to, chosen);
    text.summary.push_str(" The list below says the same.");
    text
}

fn words(from: &Edition, to: &Edition, chosen: Option<&str>) -> MapText {
    let (from, to) = (&from.title, &to.title);
    let title = match chosen {
        Some(chosen) => format!("Map of the pieces of {chosen}"),
        None => format!("Map of {from} over {to}"),
    };
    let summary = format!("Dashed red lines: {from}. Solid black lines: {to}.");
    MapText { id: "map".into(), title, summary }
}

/// What the lines are.
fn key(from: &Edition, to: &Edition) -> Key {
    let line = |colour, dashes, edition: &Edition| Entry {
        mark: Mark::Line { colour, dashes, ground: PLAIN },
        words: edition.title.clone(),
        areas: None,
    };
    let lines = vec![line(FROM_LINE, Some("7 4"), from), line(TO_LINE, None, to)];
    Key { title: String::new(), parts: vec![Part::List(lines)] }
}

fn swipe(subject: &Subject<'_>, text: &MapText) -> SwipeModel {
    let layer = |edition: &Edition| LayerModel {
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

/// What an address asks to be drawn.
struct Drawn<'a> {
    from: &'a Edition,
    to: &'a Edition,
    pieces: Option<Pieces>,
}

impl<'a> Drawn<'a> {
    fn of(engine: &'a Engine, params: &Params) -> Option<Self> {
        let asked = Asked::read(engine, params);
        let (from, to) = (asked.from?, asked.to?);
        if asked.wrong.is_some() || from.key == to.key {
            return None;
        }
        let pieces = match params.get("area") {
            Some(code) => Some(engine.pieces(&from.key, &to.key, code).ok()?),
            None => None,
        };
        Some(Self { from, to, pieces })
    }

    fn text(&self, engine: &Engine) -> Option<MapText> {
        let chosen = match &self.pieces {
            Some(pieces) => Some(engine.layer(&self.from.key)?.areas.get(pieces.source)?.label()),
            None => None,
        };
        Some(words(self.from, self.to, chosen))
    }
}

/// The map as a picture of its own, for layers too large for a page.
#[must_use]
pub fn file(engine: &Engine, params: &Params) -> Option<String> {
    let drawn = Drawn::of(engine, params)?;
    let lines = TwoLayers::of(engine, &drawn.from.key, &drawn.to.key, drawn.pieces.as_ref())?;
    Some(lines.svg(&drawn.text(engine)?, None).into_string())
}

/// The map for a sheet of its own.
#[must_use]
pub fn sheet(engine: &Engine, params: &Params) -> Option<Sheet> {
    let drawn = Drawn::of(engine, params)?;
    let lines = TwoLayers::of(engine, &drawn.from.key, &drawn.to.key, drawn.pieces.as_ref())?;
    let sources = [drawn.from, drawn.to].map(|edition| mapblock::credit("Boundaries", edition));
    Some(Sheet::of(engine, lines.picture(drawn.text(engine)?), key(drawn.from, drawn.to), &sources))
}
