//! The map of a report: fifths of the ranks as SVG, complete without scripts.

use std::fmt::Write;

use geo::BoundingRect;
use geo_types::{Coord, LineString, MultiPolygon, Rect};
use maud::{Markup, PreEscaped, html};

use crate::engine::{Assessed, Engine};
use crate::geom::simplify::simplify_together;

/// Width of the map in units of the drawing.
const WIDTH: f64 = 720.0;
/// How far the drawn lines may stray, in units of the drawing.
const STRAY: f64 = 0.4;

/// Fills of the fifths, the worst last: apart for colour-blind readers, and
/// black lines reach 3:1 on each.
const FILLS: [&str; 5] = ["#ffffcc", "#a1dab4", "#41b6c4", "#1d91c0", "#225ea8"];
const PLAIN: &str = "#e4eef0";

/// The map with its legend; nothing where the areas have no shape.
pub(super) fn map(engine: &Engine, assessed: &Assessed) -> Markup {
    let Some(layer) = engine.layer(&assessed.spec.areas) else { return html! {} };
    let shapes: Vec<&MultiPolygon<f64>> = layer.areas.iter().map(|area| &area.shape).collect();
    let Some(frame) = around(&shapes) else { return html! {} };
    let scale = WIDTH / frame.width().max(1.0);
    let drawn = simplify_together(&shapes, STRAY / scale);
    let place = |c: Coord<f64>| ((c.x - frame.min().x) * scale, (frame.max().y - c.y) * scale);
    let height = (frame.height() * scale).ceil();
    let paths = drawn.iter().enumerate().map(|(at, shape)| {
        let fill = fifth(assessed, at).map_or(PLAIN, |fifth| FILLS[5 - fifth]);
        let words = words(assessed, at);
        let data = path(shape, place);
        let unsure = is_unsure(assessed, at);
        html! {
            path d=(data) fill=(fill) stroke="#333" stroke-width="0.6" fill-rule="evenodd" { title { (words) } }
            @if unsure { path d=(data) fill="url(#unsure)" stroke="none" fill-rule="evenodd" aria-hidden="true" {} }
        }
    });
    let paths: Vec<Markup> = paths.collect();
    html! {
        svg viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-labelledby="map-title map-text" {
            title id="map-title" { "Map of the ranks" }
            desc id="map-text" {
                "Areas in fifths of their ranks, the darkest the worst; dots where the area may or may not be "
                "among the worst. The ranking table says the same in figures."
            }
            defs {
                pattern id="unsure" width="6" height="6" patternUnits="userSpaceOnUse" {
                    circle cx="3" cy="3" r="1.1" fill="#000" {}
                }
            }
            @for path in &paths { (path) }
        }
        (legend())
    }
}

fn legend() -> Markup {
    let words = ["worst fifth", "second", "third", "fourth", "best fifth"];
    let swatch = |fill: &str, dots: bool| {
        let dots = if dots { "<rect width=\"22\" height=\"14\" fill=\"url(#unsure)\"/>" } else { "" };
        PreEscaped(format!(
            "<svg width=\"22\" height=\"14\" aria-hidden=\"true\"><rect width=\"22\" height=\"14\" fill=\"{fill}\" stroke=\"#333\"/>{dots}</svg>"
        ))
    };
    html! {
        ul.legend {
            @for (at, words) in words.iter().enumerate() { li { (swatch(FILLS[4 - at], false)) " " (words) } }
            li { (swatch("#fff", true)) " may or may not be among the worst" }
            li { (swatch(PLAIN, false)) " not ranked" }
        }
    }
}

/// The fifth of the ranked areas, 1 the worst.
fn fifth(assessed: &Assessed, at: usize) -> Option<usize> {
    let index = assessed.run.index();
    let rank = index.standings[at].rank()?;
    Some(((rank - 1) * 5 / index.ranked().max(1) + 1).min(5))
}

/// Whether its rank interval lies on both sides of the border of the worst.
pub(super) fn is_unsure(assessed: &Assessed, at: usize) -> bool {
    let worst = assessed.run.recipe.rules.worst;
    assessed
        .rank_range(assessed.run.index(), at)
        .is_some_and(|range| range.low <= worst && worst < range.high)
}

fn words(assessed: &Assessed, at: usize) -> String {
    let name = assessed.areas[at].label();
    match assessed.run.index().standings[at].rank() {
        Some(rank) => format!("{name}: rank {rank}"),
        None => format!("{name}: not ranked"),
    }
}

fn around(shapes: &[&MultiPolygon<f64>]) -> Option<Rect<f64>> {
    let boxes = shapes.iter().filter_map(|shape| shape.bounding_rect());
    boxes.reduce(|a, b| {
        let least = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
        let most = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
        Rect::new(least, most)
    })
}

fn path(shape: &MultiPolygon<f64>, place: impl Fn(Coord<f64>) -> (f64, f64)) -> String {
    let mut data = String::new();
    let rings = shape.0.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
    for ring in rings {
        draw(ring, &place, &mut data);
    }
    data
}

fn draw(ring: &LineString<f64>, place: &impl Fn(Coord<f64>) -> (f64, f64), data: &mut String) {
    for (at, point) in ring.0.iter().take(ring.0.len().saturating_sub(1)).enumerate() {
        let (x, y) = place(*point);
        let _ = write!(data, "{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" });
    }
    data.push('Z');
}
