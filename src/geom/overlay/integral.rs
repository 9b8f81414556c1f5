//! The formula: how much of a source lies beneath one edge of a target.
//!
//! With the rings directed, the number of times a polygon covers a point is
//! the sum of the signs of its edges above it (+1 for an edge that runs to the
//! left, -1 for one that runs to the right). Summing over the edges `f` of the
//! target and `e` of the source gives
//!
//! ```text
//! shared area = sum over f of sign(f) * sum over e of sign(e) * integral of min(e(x) - f(x), 0) dx
//! ```
//!
//! over the x that both edges span. Only differences of heights occur, so the
//! place of the origin costs no digits, and an edge `e` wholly above `f`
//! gives exactly 0. With rays that go down, `e` and `f` change places.

use super::boxes::LANES;
use super::rect::{Rect, high, low};
use super::source::{Chunk, Source};

/// One edge of a target as a line over x, with its sign.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    /// Left end.
    pub(super) lo: f64,
    /// Right end.
    pub(super) hi: f64,
    /// Height at the left end.
    pub(super) y_lo: f64,
    /// Height at the right end.
    pub(super) y_hi: f64,
    /// Rise over run.
    pub(super) slope: f64,
    /// What the area beneath counts for: -1 or +1.
    pub(super) sign: f64,
}

/// A sum over edge pairs and what is known of its rounding error.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum {
    /// Twice the integrals, lane by lane.
    twice: [f64; LANES],
    /// The least height difference met where two edges share some x.
    nearest: [f64; LANES],
    /// Width times height of everything that was added up.
    size: f64,
    /// The greatest height difference that could occur.
    reach: f64,
}

impl Edge {
    /// An edge between two points; nothing if it is upright.
    #[inline]
    pub(super) fn between(x0: f64, y0: f64, x1: f64, y1: f64) -> Option<Self> {
        let rightwards = x1 > x0;
        let (lo, hi) = if rightwards { (x0, x1) } else { (x1, x0) };
        let (y_lo, y_hi) = if rightwards { (y0, y1) } else { (y1, y0) };
        let slope = (y_hi - y_lo) / (hi - lo);
        let sign = if rightwards { -1.0 } else { 1.0 };
        (slope.abs() <= f64::MAX).then_some(Self { lo, hi, y_lo, y_hi, slope, sign })
    }

    /// A level edge.
    #[inline]
    pub(super) fn level(lo: f64, hi: f64, y: f64, sign: f64) -> Self {
        Self { lo, hi, y_lo: y, y_hi: y, slope: 0.0, sign }
    }

    #[inline]
    pub(super) fn rect(&self) -> Rect {
        Rect {
            xmin: self.lo,
            xmax: self.hi,
            ymin: low(self.y_lo, self.y_hi),
            ymax: high(self.y_lo, self.y_hi),
        }
    }
}

impl Sum {
    pub(super) const ZERO: Self =
        Self { twice: [0.0; LANES], nearest: [f64::INFINITY; LANES], size: 0.0, reach: 0.0 };

    /// Adds what lies beneath (with `DOWN`, above) one edge.
    #[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
    #[inline(always)]
    pub(super) fn add<const DOWN: bool>(&mut self, source: &Source, edge: &Edge) {
        let width = low(edge.hi, source.rect.xmax) - high(edge.lo, source.rect.xmin);
        let reach = source.rect.height() + (edge.y_hi - edge.y_lo).abs();
        let mut chunks = 0.0;
        source.chunks_under::<DOWN>(&edge.rect(), |chunk| {
            add_chunk::<DOWN>(&mut self.twice, &mut self.nearest, chunk, edge);
            chunks += 1.0;
        });
        self.size += chunks * width * reach;
        self.reach = high(self.reach, reach);
    }

    /// The area, summed in a fixed order.
    #[inline]
    pub(super) fn area(&self) -> f64 {
        let t = &self.twice;
        (((t[0] + t[4]) + (t[2] + t[6])) + ((t[1] + t[5]) + (t[3] + t[7]))) * 0.5
    }

    /// A bound on the rounding error of [`Sum::area`].
    ///
    /// Each height difference is off by at most some five roundings of the
    /// reach, each of the eight lanes of a chunk spans at most the width, and
    /// a sum of a few hundred terms adds a few roundings more: 128 in all.
    #[inline]
    pub(super) fn noise(&self) -> f64 {
        128.0 * f64::EPSILON * self.size
    }

    /// Whether some edge of the source came so near that its side is in doubt,
    /// or lies beneath for certain.
    #[inline]
    pub(super) fn is_near(&self) -> bool {
        let nearest = self.nearest.iter().copied().fold(f64::INFINITY, low);
        nearest <= self.tolerance()
    }

    /// The height below which a difference may be rounding alone.
    #[inline]
    pub(super) fn tolerance(&self) -> f64 {
        16.0 * f64::EPSILON * self.reach
    }
}

/// Eight edges of the source against one edge of the target, without a branch.
#[expect(clippy::inline_always, reason = "compiled once for each set of instructions, see wide.rs")]
#[inline(always)]
fn add_chunk<const DOWN: bool>(
    twice: &mut [f64; LANES],
    nearest: &mut [f64; LANES],
    chunk: &Chunk,
    edge: &Edge,
) {
    for lane in 0..LANES {
        let (e_lo, e_slope) = (chunk.lo[lane], chunk.slope[lane]);
        let a = high(e_lo, edge.lo);
        let b = low(chunk.hi[lane], edge.hi);
        let width = b - a;
        let rise = chunk.y_lo[lane] - edge.y_lo;
        let at_a = rise + (e_slope * (a - e_lo) - edge.slope * (a - edge.lo));
        let at_b = rise + (e_slope * (b - e_lo) - edge.slope * (b - edge.lo));
        let (at_a, at_b) = if DOWN { (-at_a, -at_b) } else { (at_a, at_b) };
        let (below_a, below_b) = (low(at_a, 0.0), low(at_b, 0.0));
        let change = at_b - at_a;
        // Exactly 1 where both ends are below, the share of the width where one is.
        let share = if change == 0.0 { 1.0 } else { (below_b - below_a) / change };
        let term = width * (below_a + below_b) * share * (chunk.sign[lane] * edge.sign);
        let apart = width <= 0.0;
        twice[lane] += if apart { 0.0 } else { term };
        nearest[lane] = low(nearest[lane], if apart { f64::INFINITY } else { low(at_a, at_b) });
    }
}
