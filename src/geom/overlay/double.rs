//! Numbers of twice the usual length, for the few areas that cancel.
//!
//! A value is the unevaluated sum of two `f64`: some 32 digits. The error-free
//! steps are Knuth's two-sum and Dekker's product (T. J. Dekker, "A
//! floating-point technique for extending the available precision",
//! Numerische Mathematik 18, 1971).

use std::ops::{Add, Div, Mul, Neg, Sub};

/// The sum `hi + lo`, where `lo` is what `hi` rounded away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Double {
    hi: f64,
    lo: f64,
}

impl Double {
    pub(super) const ZERO: Self = Self { hi: 0.0, lo: 0.0 };
    pub(super) const ONE: Self = Self { hi: 1.0, lo: 0.0 };

    /// The exact difference of two numbers.
    pub(super) fn difference(a: f64, b: f64) -> Self {
        two_sum(a, -b)
    }

    pub(super) fn is_negative(self) -> bool {
        self.hi < 0.0 || (self.hi == 0.0 && self.lo < 0.0)
    }

    pub(super) fn is_zero(self) -> bool {
        self.hi == 0.0 && self.lo == 0.0
    }

    /// The nearest ordinary number.
    pub(super) fn round(self) -> f64 {
        self.hi + self.lo
    }

    /// The lesser of this and zero.
    pub(super) fn negative_part(self) -> Self {
        if self.is_negative() { self } else { Self::ZERO }
    }
}

impl From<f64> for Double {
    fn from(value: f64) -> Self {
        Self { hi: value, lo: 0.0 }
    }
}

impl Add for Double {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let high = two_sum(self.hi, other.hi);
        let low = two_sum(self.lo, other.lo);
        let sum = quick_two_sum(high.hi, high.lo + low.hi);
        quick_two_sum(sum.hi, sum.lo + low.lo)
    }
}

impl Neg for Double {
    type Output = Self;

    fn neg(self) -> Self {
        Self { hi: -self.hi, lo: -self.lo }
    }
}

impl Sub for Double {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Double {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let product = two_product(self.hi, other.hi);
        quick_two_sum(product.hi, product.lo + (self.hi * other.lo + self.lo * other.hi))
    }
}

impl Div for Double {
    type Output = Self;

    /// Three steps of long division.
    fn div(self, other: Self) -> Self {
        let first = self.hi / other.hi;
        let rest = self - other * Self::from(first);
        let second = rest.hi / other.hi;
        let rest = rest - other * Self::from(second);
        let third = rest.hi / other.hi;
        quick_two_sum(first, second) + Self::from(third)
    }
}

fn two_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    let from_b = hi - a;
    Double { hi, lo: (a - (hi - from_b)) + (b - from_b) }
}

/// [`two_sum`] for a first number that is the larger one.
fn quick_two_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    Double { hi, lo: b - (hi - a) }
}

fn two_product(a: f64, b: f64) -> Double {
    let hi = a * b;
    let ((a1, a2), (b1, b2)) = (split(a), split(b));
    Double { hi, lo: ((a1 * b1 - hi) + a1 * b2 + a2 * b1) + a2 * b2 }
}

/// Two halves of 26 bits each.
fn split(a: f64) -> (f64, f64) {
    let shifted = 134_217_729.0 * a;
    let high = shifted - (shifted - a);
    (high, a - high)
}
