//! The box outside which a filter can let nothing through.

use geo_types::{Coord, Rect};

use super::expr::{Expr, Place, SpatialOp};

/// A box that holds some of every feature a filter lets through, in grid
/// metres, so that a tree over boxes can propose features; `None` where the
/// filter says nothing of the kind. An empty box (`min` beyond `max`) lets
/// nothing through.
#[must_use]
pub fn confine<P>(filter: &Expr<P>) -> Option<[Coord<f64>; 2]> {
    match filter {
        Expr::And(parts) => parts.iter().filter_map(confine).reduce(narrower),
        Expr::Or(parts) => parts.iter().map(confine).reduce(|a, b| Some(wider(a?, b?)))?,
        Expr::Spatial(op, Place::Feature, Place::Shape(shape))
        | Expr::Spatial(op, Place::Shape(shape), Place::Feature)
            if *op != SpatialOp::Disjoint =>
        {
            Some(shape.bounds().map_or(NOWHERE, corners))
        }
        _ => None,
    }
}

const NOWHERE: [Coord<f64>; 2] =
    [Coord { x: f64::INFINITY, y: f64::INFINITY }, Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY }];

fn corners(rect: Rect<f64>) -> [Coord<f64>; 2] {
    [rect.min(), rect.max()]
}

/// The box within which a feature must come to touch both, on the safe side:
/// a feature that touches two boxes need not touch what the two share.
fn narrower(a: [Coord<f64>; 2], b: [Coord<f64>; 2]) -> [Coord<f64>; 2] {
    let size = |[min, max]: [Coord<f64>; 2]| (max.x - min.x) * (max.y - min.y);
    if size(b) < size(a) || b[0].x > b[1].x { b } else { a }
}

fn wider(a: [Coord<f64>; 2], b: [Coord<f64>; 2]) -> [Coord<f64>; 2] {
    [
        Coord { x: a[0].x.min(b[0].x), y: a[0].y.min(b[0].y) },
        Coord { x: a[1].x.max(b[1].x), y: a[1].y.max(b[1].y) },
    ]
}
