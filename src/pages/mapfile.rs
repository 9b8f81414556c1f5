//! Maps as files of their own: SVG for large layers, GeoJSON for the map that can be moved.

use geo_types::{Coord, LineString, MultiPolygon};
use maud::html;
use serde_json::{Value, json};

use crate::engine::{Edition, Engine};
use crate::geom::{Grid, crs};
use crate::layer::Layer;
use crate::register::Register;

use super::badges::{area_path, record_path};
use super::edition::chooser;
use super::figures::{self, Shown};
use super::format::{count, counted, len, sentence};
use super::map::legend::{Entry, Key, Mark, Part};
use super::map::{MapText, PLAIN, View};
use super::mapblock::{self, Dot, Outlines, dots_drawing, figure_key, layer_drawing, layer_text, main_layer};
use super::params::Params;
use super::register::{Filter, dots};
use super::sheet::Sheet;

/// Decimals of a degree: about 10 cm.
const DEGREE_STEP: f64 = 1e6;

/// A layer or register as one SVG picture.
#[must_use]
pub fn svg(engine: &Engine, edition: &Edition, params: &Params) -> Option<String> {
    let text = MapText { id: "map".into(), title: edition.title.clone(), summary: String::new() };
    if let Some(layer) = edition.layer() {
        let outlines = Outlines::of(engine, &edition.key)?;
        let figures = figures::of_layer(engine.snapshot(), &edition.key);
        let shown = chooser::shown(&figures, layer, params);
        let mut drawing = layer_drawing(&outlines, edition, layer, shown.as_ref(), text);
        for area in &mut drawing.areas {
            area.href = None;
        }
        return Some(drawing.svg().into_string());
    }
    let ground = Ground::of(engine, edition, params)?;
    Some(dots_drawing(ground.view, ground.backdrop.as_ref(), edition, &ground.dots, text).svg().into_string())
}

/// Records that pass the filter, and what they are drawn over.
struct Ground<'a> {
    dots: Vec<Dot>,
    below: Option<&'a Edition>,
    backdrop: Option<Outlines>,
    view: View,
}

impl<'a> Ground<'a> {
    fn of(engine: &'a Engine, edition: &Edition, params: &Params) -> Option<Self> {
        let register = edition.register()?;
        let below = main_layer(engine);
        let backdrop = below.and_then(|main| Outlines::of(engine, &main.key));
        let dots = dots(register, &Filter::read(params, register).rows(register));
        let view = backdrop.as_ref().map(Outlines::view);
        let view = view.or_else(|| View::around(std::iter::empty(), dots.iter().map(|dot| dot.at)))?;
        Some(Self { dots, below, backdrop, view })
    }
}

/// A layer or register for a sheet of its own.
#[must_use]
pub fn sheet(engine: &Engine, edition: &Edition, params: &Params) -> Option<Sheet> {
    if let Some(layer) = edition.layer() {
        let figures = figures::of_layer(engine.snapshot(), &edition.key);
        let shown = chooser::shown(&figures, layer, params);
        return layer_sheet(engine, edition, layer, shown.as_ref());
    }
    let ground = Ground::of(engine, edition, params)?;
    let of_all = edition.register()?.records.len();
    let summary = format!(
        "{} of {} on the map.",
        counted(len(ground.dots.len()), "record", "records"),
        count(len(of_all))
    );
    let text =
        MapText { id: "map".into(), title: format!("Map of {}", edition.title), summary: sentence(&summary) };
    let drawing = dots_drawing(ground.view, ground.backdrop.as_ref(), edition, &ground.dots, text);
    let dot = Mark::Dot { fill: "#16333f", rim: "#ffffff" };
    let entry = Entry { mark: dot, words: edition.title.clone(), areas: None };
    let key = Key { title: String::new(), parts: vec![Part::List(vec![entry])] };
    let mut sources = vec![mapblock::credit("Records", edition)];
    sources.extend(ground.below.map(|below| mapblock::credit("Boundaries", below)));
    Some(Sheet::of(engine, drawing.picture(&html! {}), key, &sources))
}

/// A layer, coloured by a figure where one is given, for a sheet of its own.
#[must_use]
pub fn layer_sheet(
    engine: &Engine,
    edition: &Edition,
    layer: &Layer,
    shown: Option<&Shown<'_>>,
) -> Option<Sheet> {
    let outlines = Outlines::of(engine, &edition.key)?;
    let drawing = layer_drawing(&outlines, edition, layer, shown, layer_text(edition, layer, shown));
    let mut sources = vec![mapblock::credit("Boundaries", edition)];
    sources.extend(shown.map(|shown| mapblock::credit("Figures", shown.figure.edition)));
    let key = shown.map_or_else(Key::default, figure_key);
    Some(Sheet::of(engine, drawing.picture(&html! {}), key, &sources))
}

/// A layer or register as GeoJSON for display: generalised shapes in degrees,
/// with label, address, fill and words. `shapes=no` leaves the shapes out, for
/// a map that has them in tiles.
#[must_use]
pub fn geojson(engine: &Engine, edition: &Edition, params: &Params) -> Option<Value> {
    let features = match (edition.layer(), edition.register()) {
        (Some(layer), _) => {
            let figures = figures::of_layer(engine.snapshot(), &edition.key);
            let shown = chooser::shown(&figures, layer, params);
            let with_shapes = params.get("shapes") != Some("no");
            areas(engine, edition, layer, shown.as_ref(), with_shapes)?
        }
        (_, Some(register)) => points(edition, register, params),
        _ => return None,
    };
    Some(json!({ "type": "FeatureCollection", "features": features }))
}

fn areas(
    engine: &Engine,
    edition: &Edition,
    layer: &Layer,
    shown: Option<&Shown<'_>>,
    with_shapes: bool,
) -> Option<Vec<Value>> {
    use geo::InteriorPoint;
    let outlines = Outlines::of(engine, &edition.key)?;
    let feature = |(i, area): (usize, &crate::layer::Area)| {
        let shape = outlines.shape(i)?;
        let fill = shown.map_or(Some(PLAIN), |s| Some(s.classes.as_ref()?.fill(s.class(i)?)));
        let geometry = if with_shapes {
            json!({ "type": "MultiPolygon", "coordinates": coordinates(shape)? })
        } else {
            Value::Null
        };
        let middle = shape.interior_point().and_then(|p| degrees(p.0));
        Some(json!({
            "type": "Feature",
            "properties": {
                "code": area.code.as_str(),
                "label": area.label(),
                "href": area_path(&edition.key, area.code.as_str()),
                "fill": fill,
                "words": shown.map(|s| format!("{}: {}", s.figure.name(), s.words(i))),
                "middle": middle,
            },
            "geometry": geometry,
        }))
    };
    Some(layer.areas.iter().enumerate().filter_map(feature).collect())
}

fn points(edition: &Edition, register: &Register, params: &Params) -> Vec<Value> {
    let dots = dots(register, &Filter::read(params, register).rows(register));
    let feature = |dot: Dot| {
        Some(json!({
            "type": "Feature",
            "properties": {
                "code": (dot.row + 1).to_string(),
                "label": dot.label,
                "href": record_path(&edition.key, dot.row),
            },
            "geometry": { "type": "Point", "coordinates": degrees(dot.at.into())? },
        }))
    };
    dots.into_iter().filter_map(feature).collect()
}

/// A shape in degrees, as GeoJSON has it.
pub(super) fn coordinates(shape: &MultiPolygon<f64>) -> Option<Vec<Vec<Vec<[f64; 2]>>>> {
    let ring = |ring: &LineString<f64>| ring.0.iter().map(|c| degrees(*c)).collect::<Option<Vec<_>>>();
    let polygons = shape.0.iter().map(|polygon| {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect::<Option<Vec<_>>>()
    });
    polygons.collect()
}

/// A point in degrees, to about 10 cm.
pub(super) fn degrees(coord: Coord<f64>) -> Option<[f64; 2]> {
    let point = crs::grid_to_lonlat(Grid::from(coord)).ok()?;
    Some([(point.lon * DEGREE_STEP).round() / DEGREE_STEP, (point.lat * DEGREE_STEP).round() / DEGREE_STEP])
}
