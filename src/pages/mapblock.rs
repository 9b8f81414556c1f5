//! The map of a layer or a register on a page: SVG, legend, source, and the
//! view model from which a script makes the map that can be moved.

use std::sync::Arc;

use geo_types::MultiPolygon;
use maud::{Markup, html};
use serde::Serialize;

use crate::api::ogc;
use crate::engine::{Edition, Engine};
use crate::geom::{Grid, crs};
use crate::layer::Layer;
use crate::model::EditionKey;

use super::badges::{area_path, edition_path, record_path};
use super::figures::Shown;
use super::format::{self, counted, len};
use super::frame::model;
use super::map::draw::MOST_INLINE_BYTES;
use super::map::legend::{Entry, Key, Mark, Part};
use super::map::{Drawing, DrawnArea, DrawnPoint, MOST_LINKED, MapText, PLAIN, View};
use super::sheet::{Credit, Sheet};

/// Points of a register that are drawn inside a page; more go to a file of their own.
const MOST_INLINE_POINTS: usize = 1_500;

/// Layers of more areas come to the map in tiles.
const MOST_WHOLE: usize = 400;

/// The view model of a map island. The shapes are fetched from `source`.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MapModel {
    /// Heading for the map region.
    pub title: String,
    /// Address of the GeoJSON to draw.
    pub source: String,
    /// Address of outlines to draw below points.
    pub backdrop: Option<String>,
    /// Address of vector tiles with the shapes of a layer that is too large to
    /// be fetched whole; the GeoJSON then has none.
    pub tiles: Option<String>,
    /// West, south, east, north in degrees.
    pub bounds: [f64; 4],
    /// What one thing on the map is called.
    pub noun: String,
    /// Whether a click asks which areas hold the spot.
    pub asks_where: bool,
    /// Longitude and latitude of a spot to mark.
    pub spot: Option<[f64; 2]>,
}

/// What the map of a layer is for, beside showing it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Purpose<'a> {
    /// Whether a click asks which areas hold the spot.
    pub asks_where: bool,
    /// A spot that the page speaks of, with its name.
    pub spot: Option<(Grid, &'a str)>,
}

/// The shapes of a layer for one window, from the engine.
#[derive(Debug, Clone)]
pub struct Outlines {
    shapes: Arc<Vec<MultiPolygon<f64>>>,
    view: View,
}

impl Outlines {
    /// Shapes generalised to about half a unit on paper. `None` when there is nothing to draw.
    #[must_use]
    pub fn of(engine: &Engine, key: &EditionKey) -> Option<Self> {
        let layer = engine.layer(key)?;
        let view = View::around(layer.areas.iter().map(|area| &area.shape), std::iter::empty())?;
        let shapes = engine.outline(key, view.metres_per_unit())?;
        Some(Self { shapes, view })
    }

    /// The window.
    #[must_use]
    pub fn view(&self) -> View {
        self.view
    }

    /// The shape of one area for display.
    #[must_use]
    pub fn shape(&self, area: usize) -> Option<&MultiPolygon<f64>> {
        self.shapes.get(area)
    }
}

/// Draws a layer, coloured by a figure where one is given.
#[must_use]
pub fn layer_drawing<'a>(
    outlines: &'a Outlines,
    edition: &Edition,
    layer: &'a Layer,
    shown: Option<&Shown<'_>>,
    text: MapText,
) -> Drawing<'a> {
    let areas =
        layer.areas.iter().zip(outlines.shapes.iter()).enumerate().map(|(i, (area, shape))| DrawnArea {
            label: area.label(),
            spoken: shown.map_or_else(
                || area.label().to_owned(),
                |shown| format!("{}: {} {}", area.label(), shown.figure.name(), shown.words(i)),
            ),
            href: Some(area_path(&edition.key, area.code.as_str())),
            fill: fill(shown, i),
            shape,
            code: area.code.as_str(),
        });
    Drawing { view: outlines.view, areas: areas.collect(), backdrop: Vec::new(), points: Vec::new(), text }
}

fn fill(shown: Option<&Shown<'_>>, area: usize) -> Option<&'static str> {
    let Some(shown) = shown else { return Some(PLAIN) };
    Some(shown.classes.as_ref()?.fill(shown.class(area)?))
}

/// The map of a layer with everything around it.
#[must_use]
pub fn layer_map(
    engine: &Engine,
    edition: &Edition,
    layer: &Layer,
    shown: Option<&Shown<'_>>,
    purpose: Purpose<'_>,
) -> Markup {
    let Some(outlines) = Outlines::of(engine, &edition.key) else {
        return html! { p class="govuk-inset-text" { "There is no area to draw." } };
    };
    let text = layer_text(edition, layer, shown);
    let (title, summary) = (text.title.clone(), text.summary.clone());
    let query = shown.map_or_else(String::new, |shown| {
        format!("?figure={}&classes={}", format::encode(&shown.figure.key()), shown.method.key())
    });
    let file = format!("/map/{}/{}", edition.key.dataset, edition.key.edition);
    let mut drawing = layer_drawing(&outlines, edition, layer, shown, text);
    drawing.points.extend(purpose.spot.map(|(at, name)| DrawnPoint {
        at: outlines.view.place(at.into()),
        spoken: name.to_owned(),
        href: None,
    }));
    let inline = layer.areas.len() <= MOST_LINKED;
    let svg = inline.then(|| drawing.svg()).filter(|svg| svg.0.len() <= MOST_INLINE_BYTES);
    let tiled = layer.areas.len() > MOST_WHOLE;
    let island = MapModel {
        title: title.clone(),
        source: if tiled { shapeless(&format!("{file}.json{query}")) } else { format!("{file}.json{query}") },
        backdrop: None,
        tiles: tiled.then(|| tiles(&edition.key)),
        bounds: bounds(engine, &edition.key),
        noun: "area".into(),
        asks_where: purpose.asks_where,
        spot: purpose.spot.and_then(|(at, _)| crs::grid_to_lonlat(at).ok()).map(|spot| [spot.lon, spot.lat]),
    };
    html! {
        figure class="ww-map" data-island="map" data-model="map-model" {
            div class="ww-map__paper" {
                @if let Some(svg) = &svg { (svg) } @else {
                    img class="ww-map__svg" src=(format!("{file}.svg{query}")) alt=(format!("{title}. {summary}"))
                        width=(outlines.view.width / 2) height=(outlines.view.height / 2) loading="lazy";
                }
            }
            figcaption class="ww-map__caption" {
                @if let Some(shown) = shown { (figure_key(shown).html()) }
                @if svg.is_none() {
                    p class="govuk-body-s ww-map__unlinked" {
                        "The areas of this map are no links, because there are " (counted(len(layer.areas.len()), "area", "areas"))
                        ". Every area is in the " a class="govuk-link" href="#list" { "list below" } "."
                    }
                }
                (source_line("Boundaries", edition))
            }
        }
        (model("map-model", &island))
    }
}

/// The tiles of a layer, as the map asks for them.
fn tiles(key: &EditionKey) -> String {
    let collection = ogc::collections::edition_id(key);
    format!("{}/collections/{collection}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}", ogc::ROOT)
}

/// The address of the same things without their shapes.
fn shapeless(source: &str) -> String {
    let sign = if source.contains('?') { '&' } else { '?' };
    format!("{source}{sign}shapes=no")
}

/// The words of a layer's map.
#[must_use]
pub fn layer_text(edition: &Edition, layer: &Layer, shown: Option<&Shown<'_>>) -> MapText {
    let title = shown.map_or_else(
        || format!("Map of {}", edition.title),
        |shown| format!("Map of {} by area: {}", shown.figure.name(), edition.title),
    );
    MapText { id: "map".into(), title, summary: summary(edition, layer, shown) }
}

fn summary(edition: &Edition, layer: &Layer, shown: Option<&Shown<'_>>) -> String {
    let what = format!(
        "{} of {}, {}.",
        format::sentence(&counted(len(layer.areas.len()), "area", "areas")),
        edition.title,
        format::validity(edition.validity)
    );
    match shown {
        Some(shown) => format!("{} {}", shown.sentence(layer), what),
        None => what,
    }
}

/// The legend of a figure: classes in words, then what is missing.
#[must_use]
pub fn figure_key(shown: &Shown<'_>) -> Key {
    let count_of =
        |class: Option<usize>| len((0..shown.areas.len()).filter(|area| shown.class(*area) == class).count());
    let mut entries = Vec::new();
    if let Some(classes) = &shown.classes {
        entries.extend((0..classes.len()).map(|class| Entry {
            mark: Mark::Fill(classes.fill(class)),
            words: classes.words(class, shown.style),
            areas: Some(count_of(Some(class))),
        }));
    }
    let missing = count_of(None);
    if missing > 0 {
        entries.push(Entry { mark: Mark::Gap, words: "No figure".into(), areas: Some(missing) });
    }
    let title = shown.figure.edition.period.as_ref().map_or_else(
        || shown.figure.name().to_owned(),
        |period| format!("{}, {period}", shown.figure.name()),
    );
    Key::of(title, entries, shown.method.words())
}

/// Whence something is, with its dates and its licence, for a map that goes away from here.
#[must_use]
pub fn credit(what: &'static str, edition: &Edition) -> Credit {
    let when =
        edition.period.as_ref().map_or_else(|| format::validity(edition.validity), |p| format!("for {p}"));
    let attribution = edition.licence.attribution.trim_end_matches('.');
    let attribution = if attribution.is_empty() { String::new() } else { format!("{attribution}. ") };
    Credit {
        what,
        named: format!("{}, {when}", edition.title),
        terms: format!("{attribution}{}.", edition.licence.name),
    }
}

fn source_line(what: &str, edition: &Edition) -> Markup {
    html! {
        p class="ww-map__source" {
            (what) ": " a class="govuk-link" href=(edition_path(&edition.key)) { (edition.title) } ", "
            (format::validity(edition.validity)) ". "
            @if !edition.licence.attribution.is_empty() { (edition.licence.attribution) " " }
            (edition.licence.name) "."
        }
    }
}

/// The corners of a layer in degrees, for the map that can be moved.
#[must_use]
pub fn bounds(engine: &Engine, key: &EditionKey) -> [f64; 4] {
    let Some(ground) = engine.bounds(key) else { return [-8.0, 49.8, 2.0, 60.9] };
    degrees(ground.min, ground.max)
}

fn degrees(min: Grid, max: Grid) -> [f64; 4] {
    let corners = [min, Grid { e: min.e, n: max.n }, Grid { e: max.e, n: min.n }, max];
    let mut box_ = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for corner in corners {
        let Ok(point) = crs::grid_to_lonlat(corner) else { return [-8.0, 49.8, 2.0, 60.9] };
        box_ =
            [box_[0].min(point.lon), box_[1].min(point.lat), box_[2].max(point.lon), box_[3].max(point.lat)];
    }
    box_
}

/// A dot of a register: row, place, words.
#[derive(Debug, Clone)]
pub struct Dot {
    /// Position of the record.
    pub row: usize,
    /// Where it lies.
    pub at: Grid,
    /// Its name.
    pub label: String,
}

/// The map of some records, over the outlines of the main layer.
#[must_use]
pub fn register_map(engine: &Engine, edition: &Edition, dots: &[Dot], query: &str, summary: &str) -> Markup {
    let backdrop_key = main_layer(engine).map(|edition| edition.key.clone());
    let backdrop = backdrop_key.as_ref().and_then(|key| Outlines::of(engine, key));
    let ground = dots.iter().map(|dot| dot.at);
    let view = backdrop.as_ref().map(Outlines::view).or_else(|| View::around(std::iter::empty(), ground));
    let Some(view) = view.filter(|_| !dots.is_empty()) else {
        return html! { p class="govuk-inset-text" { "No record of this list can be shown on a map." } };
    };
    let title = format!("Map of {}", edition.title);
    let inline =
        dots.len() <= MOST_INLINE_POINTS && backdrop.as_ref().is_none_or(|b| b.shapes.len() <= MOST_LINKED);
    let file = format!("/map/{}/{}", edition.key.dataset, edition.key.edition);
    let key = backdrop_key.as_ref().unwrap_or(&edition.key);
    let island = MapModel {
        title: title.clone(),
        source: format!("{file}.json{query}"),
        tiles: None,
        backdrop: backdrop_key.as_ref().map(|key| format!("/map/{}/{}.json", key.dataset, key.edition)),
        bounds: bounds(engine, key),
        noun: "record".into(),
        asks_where: false,
        spot: None,
    };
    let text = MapText { id: "map".into(), title: title.clone(), summary: summary.to_owned() };
    html! {
        figure class="ww-map" data-island="map" data-model="map-model" {
            div class="ww-map__paper" {
                @if inline { (dots_drawing(view, backdrop.as_ref(), edition, dots, text).svg()) } @else {
                    img class="ww-map__svg" src=(format!("{file}.svg{query}")) alt=(format!("{title}. {summary}"))
                        width=(view.width / 2) height=(view.height / 2) loading="lazy";
                }
            }
            figcaption class="ww-map__caption" {
                @if dots.len() > MOST_LINKED {
                    p class="govuk-body-s ww-map__unlinked" {
                        "The dots are no links, because there are " (counted(len(dots.len()), "record", "records"))
                        ". Every record is in the " a class="govuk-link" href="#list" { "list below" } "."
                    }
                }
                (source_line("Records", edition))
                @if let Some(ground) = main_layer(engine) { (source_line("Boundaries", ground)) }
            }
        }
        (model("map-model", &island))
    }
}

/// The map that shows where one spot lies; nothing in a place without areas.
#[must_use]
pub fn spot_map(engine: &Engine, at: Grid, label: &str) -> Markup {
    let drawn = drawn_spot(engine, at, label, |drawing, edition| (drawing.svg(), edition));
    let Some((svg, edition)) = drawn else { return html! {} };
    html! {
        figure class="ww-map" {
            div class="ww-map__paper" { (svg) }
            figcaption class="ww-map__caption" { (source_line("Boundaries", edition)) }
        }
    }
}

/// The same for a sheet of its own; `of` is the register that tells of the spot.
#[must_use]
pub fn spot_sheet(engine: &Engine, at: Grid, label: &str, of: &Edition) -> Option<Sheet> {
    let drawn = drawn_spot(engine, at, label, |drawing, edition| (drawing.picture(&html! {}), edition));
    let (picture, edition) = drawn?;
    let dot = Entry { mark: Mark::Dot { fill: SPOT, rim: "#ffffff" }, words: label.to_owned(), areas: None };
    let key = Key { title: String::new(), parts: vec![Part::List(vec![dot])] };
    let sources = [credit("Records", of), credit("Boundaries", edition)];
    Some(Sheet::of(engine, picture, key, &sources))
}

/// Colour of a dot, as it is drawn.
const SPOT: &str = "#16333f";

fn drawn_spot<'e, T>(
    engine: &'e Engine,
    at: Grid,
    label: &str,
    make: impl FnOnce(Drawing<'_>, &'e Edition) -> T,
) -> Option<T> {
    let edition = main_layer(engine)?;
    let outlines = Outlines::of(engine, &edition.key)?;
    let view = outlines.view();
    let drawing = Drawing {
        view,
        areas: Vec::new(),
        backdrop: outlines.shapes.iter().collect(),
        points: vec![DrawnPoint { at: view.place(at.into()), spoken: label.to_owned(), href: None }],
        text: MapText {
            id: "spot".into(),
            title: format!("Map that shows where {label} lies"),
            summary: format!("A dot over the outlines of {}.", edition.title),
        },
    };
    Some(make(drawing, edition))
}

/// Draws some records over outlines.
#[must_use]
pub fn dots_drawing<'a>(
    view: View,
    backdrop: Option<&'a Outlines>,
    edition: &Edition,
    dots: &[Dot],
    text: MapText,
) -> Drawing<'a> {
    let points = dots.iter().map(|dot| DrawnPoint {
        at: view.place(dot.at.into()),
        spoken: dot.label.clone(),
        href: Some(record_path(&edition.key, dot.row)),
    });
    Drawing {
        view,
        areas: Vec::new(),
        backdrop: backdrop.map_or_else(Vec::new, |b| b.shapes.iter().collect()),
        points: points.collect(),
        text,
    }
}

/// The newest edition of the layer that people mean by "my ward".
#[must_use]
pub fn main_layer(engine: &Engine) -> Option<&Edition> {
    let snapshot = engine.snapshot();
    let named = snapshot.info.main_layer.as_ref().and_then(|id| snapshot.dataset(id));
    let first =
        || snapshot.datasets.values().find(|dataset| dataset.kind == crate::model::DatasetKind::Layer);
    named.or_else(first)?.editions.first()
}
