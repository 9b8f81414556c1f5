//! The town of squares, and the laws that hold for any crosswalk.

#![expect(clippy::float_cmp, reason = "the very numbers are meant")]

pub(super) mod laws;
mod ranges;
mod squares;
mod survey;

use geo_types::{MultiPolygon, Rect, coord};

use super::{ControlPoint, Crosswalk, Evidence, Overlap, Rung, Side, Tolerance, by_points};
use crate::model::AreaCode;

pub(super) fn rectangle(x: (f64, f64), y: (f64, f64)) -> MultiPolygon<f64> {
    MultiPolygon::from(Rect::new(coord! { x: x.0, y: y.0 }, coord! { x: x.1, y: y.1 }).to_polygon())
}

pub(super) fn side(prefix: &str, count: usize) -> Side {
    Side::new(None, (0..count).map(|at| AreaCode::parse(&format!("{prefix}{at}")).expect("a code")))
}

pub(super) fn overlap(sources: &[MultiPolygon<f64>], targets: &[MultiPolygon<f64>]) -> Overlap {
    let (sources, targets): (Vec<_>, Vec<_>) = (sources.iter().collect(), targets.iter().collect());
    Overlap::measure(&sources, &targets, Tolerance::default()).expect("finite shapes")
}

/// A ward whose 400 people were counted and one that nobody counted, both
/// inside one target.
pub(super) fn two_sources_on_two_rungs() -> Crosswalk {
    let sources = [rectangle((0.0, 1_000.0), (0.0, 1_000.0)), rectangle((1_000.0, 3_000.0), (0.0, 1_000.0))];
    let targets = [rectangle((0.0, 3_000.0), (0.0, 1_000.0))];
    let counted = ControlPoint { source: Some(0), target: Some(0), weight: 400.0 };
    let ladder = [Evidence { rung: Rung::SmallAreaPopulation, points: vec![counted] }];
    by_points(side("S", 2), side("T", 1), &overlap(&sources, &targets), &ladder).expect("good weights")
}
