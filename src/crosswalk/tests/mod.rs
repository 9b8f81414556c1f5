//! The town of squares, and the laws that hold for any crosswalk.

#![expect(clippy::float_cmp, reason = "the very numbers are meant")]

mod laws;
mod ranges;
mod squares;

use geo_types::{MultiPolygon, Rect, coord};

use super::{Overlap, Side, Tolerance};
use crate::model::AreaCode;

fn rectangle(x: (f64, f64), y: (f64, f64)) -> MultiPolygon<f64> {
    MultiPolygon::from(Rect::new(coord! { x: x.0, y: y.0 }, coord! { x: x.1, y: y.1 }).to_polygon())
}

fn side(prefix: &str, count: usize) -> Side {
    Side::new(None, (0..count).map(|at| AreaCode::parse(&format!("{prefix}{at}")).expect("a code")))
}

fn overlap(sources: &[MultiPolygon<f64>], targets: &[MultiPolygon<f64>]) -> Overlap {
    let (sources, targets): (Vec<_>, Vec<_>) = (sources.iter().collect(), targets.iter().collect());
    Overlap::measure(&sources, &targets, Tolerance::default()).expect("finite shapes")
}
