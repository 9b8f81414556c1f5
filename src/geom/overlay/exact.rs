//! The same sum with twice the digits, for small results.

use super::boxes::LANES;
use super::double::Double;
use super::integral::Edge;
use super::source::{Chunk, Source};

/// The sum of `pair.rs` in double length: whole copies of the source and what
/// lies beneath (with `down`, above) the edges.
///
/// `tolerance` is the height difference above which single length is sure that
/// an edge of the source does not lie beneath.
pub(super) fn shared_area(source: &Source, copies: f64, edges: &[Edge], down: bool, tolerance: f64) -> f64 {
    let mut sum = Double::ZERO;
    if copies != 0.0 {
        sum = sum + area(source) * Double::from(copies);
    }
    for edge in edges {
        let mut each = |chunk: &Chunk| {
            for lane in 0..LANES {
                sum = sum + beneath(chunk, lane, edge, down, tolerance);
            }
        };
        if down {
            source.chunks_under::<true>(&edge.rect(), &mut each);
        } else {
            source.chunks_under::<false>(&edge.rect(), &mut each);
        }
    }
    sum.round()
}

/// The area of the source, its edges measured against its own floor.
fn area(source: &Source) -> Double {
    let floor = source.rect.ymin;
    let mut twice = Double::ZERO;
    for chunk in &source.chunks {
        for lane in 0..LANES {
            let width = Double::difference(chunk.hi[lane], chunk.lo[lane]);
            let heights =
                Double::difference(chunk.y_lo[lane], floor) + Double::difference(chunk.y_hi[lane], floor);
            twice = twice + width * heights * Double::from(chunk.sign[lane]);
        }
    }
    twice * Double::from(0.5)
}

fn beneath(chunk: &Chunk, lane: usize, edge: &Edge, down: bool, tolerance: f64) -> Double {
    let side = Edge {
        lo: chunk.lo[lane],
        hi: chunk.hi[lane],
        y_lo: chunk.y_lo[lane],
        y_hi: chunk.y_hi[lane],
        slope: chunk.slope[lane],
        sign: chunk.sign[lane],
    };
    let (a, b) = (side.lo.max(edge.lo), side.hi.min(edge.hi));
    if b <= a || is_surely_past(&side, edge, (a, b), down, tolerance) {
        return Double::ZERO;
    }
    let difference =
        |x: f64| if down { height(edge, x) - height(&side, x) } else { height(&side, x) - height(edge, x) };
    let (at_a, at_b) = (difference(a), difference(b));
    let (below_a, below_b) = (at_a.negative_part(), at_b.negative_part());
    let change = at_b - at_a;
    let share = if change.is_zero() { Double::ONE } else { (below_b - below_a) / change };
    let half_sign = Double::from(0.5 * side.sign * edge.sign);
    Double::difference(b, a) * (below_a + below_b) * share * half_sign
}

fn is_surely_past(side: &Edge, edge: &Edge, ends: (f64, f64), down: bool, tolerance: f64) -> bool {
    let difference = |x: f64| {
        let d = (side.y_lo - edge.y_lo) + (side.slope * (x - side.lo) - edge.slope * (x - edge.lo));
        if down { -d } else { d }
    };
    difference(ends.0).min(difference(ends.1)) > tolerance
}

/// The height of an edge at x; exact at its ends.
#[expect(clippy::float_cmp, reason = "the very coordinate of an end")]
fn height(edge: &Edge, x: f64) -> Double {
    if x == edge.lo {
        return Double::from(edge.y_lo);
    }
    if x == edge.hi {
        return Double::from(edge.y_hi);
    }
    let rise = Double::difference(edge.y_hi, edge.y_lo);
    let run = Double::difference(edge.hi, edge.lo);
    Double::from(edge.y_lo) + rise * Double::difference(x, edge.lo) / run
}
