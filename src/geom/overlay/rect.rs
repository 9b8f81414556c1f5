//! An upright box.

use geo_types::Coord;

/// An upright box; empty when a minimum exceeds its maximum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Least x.
    pub xmin: f64,
    /// Greatest x.
    pub xmax: f64,
    /// Least y.
    pub ymin: f64,
    /// Greatest y.
    pub ymax: f64,
}

impl Rect {
    /// The box of nothing.
    pub const EMPTY: Self =
        Self { xmin: f64::INFINITY, xmax: f64::NEG_INFINITY, ymin: f64::INFINITY, ymax: f64::NEG_INFINITY };

    /// Grows the box so that it holds a point.
    #[inline]
    pub fn add(&mut self, point: Coord<f64>) {
        self.xmin = low(self.xmin, point.x);
        self.xmax = high(self.xmax, point.x);
        self.ymin = low(self.ymin, point.y);
        self.ymax = high(self.ymax, point.y);
    }

    /// The smallest box that holds both.
    #[must_use]
    #[inline]
    pub fn join(&self, other: &Self) -> Self {
        Self {
            xmin: low(self.xmin, other.xmin),
            xmax: high(self.xmax, other.xmax),
            ymin: low(self.ymin, other.ymin),
            ymax: high(self.ymax, other.ymax),
        }
    }

    /// Whether the two insides meet; boxes that only touch do not.
    #[must_use]
    #[inline]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.xmin < other.xmax && other.xmin < self.xmax && self.ymin < other.ymax && other.ymin < self.ymax
    }

    /// Extent along x; 0 for an empty box.
    #[must_use]
    #[inline]
    pub fn width(&self) -> f64 {
        high(self.xmax - self.xmin, 0.0)
    }

    /// Extent along y; 0 for an empty box.
    #[must_use]
    #[inline]
    pub fn height(&self) -> f64 {
        high(self.ymax - self.ymin, 0.0)
    }
}

/// The lesser of two numbers, one instruction; the arguments are never NaN here.
#[expect(clippy::inline_always, reason = "one instruction inside the loops over lanes")]
#[inline(always)]
pub(super) fn low(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// The greater of two numbers, one instruction; the arguments are never NaN here.
#[expect(clippy::inline_always, reason = "one instruction inside the loops over lanes")]
#[inline(always)]
pub(super) fn high(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}
