//! Shared areas by another way and without rounding that matters.
//!
//! The plane is cut into upright slabs at every corner and every crossing of
//! two edges; within a slab the edges are in one order, and each piece between
//! two of them counts with the product of the two windings. Numbers are whole
//! multiples of 2^-640, so what division rounds away is below 10^-150. No two
//! doubles here lie so close that a true area could be as small as that.

use std::fmt;
use std::ops::{Add, Mul, Sub};

use geo_types::MultiPolygon;
use num_bigint::BigInt;

use super::super::Prepared;

const BITS: u32 = 640;

/// A number with 640 binary places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(BigInt);

struct Line {
    x: (Exact, Exact),
    y: (Exact, Exact),
    /// -1 to the right, +1 to the left.
    sign: i32,
    is_target: bool,
}

impl Exact {
    pub fn of(value: f64) -> Self {
        let bits = value.to_bits();
        let exponent = i64::try_from(bits >> 52 & 0x7FF).expect("11 bits");
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, power) =
            if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
        let shift = power + i64::from(BITS);
        let whole = BigInt::from(mantissa);
        let whole = if shift >= 0 { whole << shift } else { whole >> -shift };
        Self(if value < 0.0 { -whole } else { whole })
    }

    pub fn abs(&self) -> Self {
        if self.0 < BigInt::ZERO { Self(-&self.0) } else { self.clone() }
    }

    /// Whether this is nothing but what divisions rounded away: the heights
    /// of a handful of slabs, each off by less than 2^-600.
    pub fn is_zero(&self) -> bool {
        self.abs().0 < BigInt::from(1) << (BITS - 560)
    }

    pub fn scaled(&self, by: f64) -> Self {
        self * &Self::of(by)
    }

    /// How far another number lies from this one.
    pub fn off(&self, other: f64) -> Self {
        (self - &Self::of(other)).abs()
    }

    pub fn is_at_most(&self, other: &Self) -> bool {
        self <= other
    }

    fn divided_by(&self, other: &Self) -> Self {
        Self((&self.0 << BITS) / &other.0)
    }

    fn half(&self) -> Self {
        Self(&self.0 >> 1)
    }
}

impl Add for &Exact {
    type Output = Exact;

    fn add(self, other: Self) -> Exact {
        Exact(&self.0 + &other.0)
    }
}

impl Sub for &Exact {
    type Output = Exact;

    fn sub(self, other: Self) -> Exact {
        Exact(&self.0 - &other.0)
    }
}

impl Mul for &Exact {
    type Output = Exact;

    fn mul(self, other: Self) -> Exact {
        Exact((&self.0 * &other.0) >> BITS)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = BigInt::from(10).pow(30);
        write!(f, "{}e-30", (&self.0 * places) >> BITS)
    }
}

/// The sum over all places of how often `p` covers them times how often `q` does.
pub fn shared_area(p: &MultiPolygon<f64>, q: &MultiPolygon<f64>) -> Exact {
    let mut lines = edges(p, false);
    lines.extend(edges(q, true));
    let cuts = cuts(&lines);
    let mut area = Exact::of(0.0);
    for slab in cuts.windows(2) {
        area = &area + &slab_area(&lines, &slab[0], &slab[1]);
    }
    area
}

fn slab_area(lines: &[Line], left: &Exact, right: &Exact) -> Exact {
    let middle = (left + right).half();
    let mut crossed: Vec<(Exact, &Line)> = lines
        .iter()
        .filter(|line| line.x.0 <= *left && line.x.1 >= *right)
        .map(|line| (line.height(&middle), line))
        .collect();
    crossed.sort_by(|a, b| b.0.cmp(&a.0));
    let (mut covers, mut area) = ((0, 0), Exact::of(0.0));
    for pair in crossed.windows(2) {
        let line = pair[0].1;
        if line.is_target {
            covers.1 += line.sign;
        } else {
            covers.0 += line.sign;
        }
        let count = Exact::of(f64::from(covers.0 * covers.1));
        area = &area + &(&(&pair[0].0 - &pair[1].0) * &count);
    }
    &area * &(right - left)
}

fn edges(shape: &MultiPolygon<f64>, is_target: bool) -> Vec<Line> {
    let prepared = Prepared::new([shape]).expect("finite");
    let mut lines = Vec::new();
    for ring in prepared.rings(0) {
        let mut points = ring.points.to_vec();
        if ring.backwards {
            points.reverse();
        }
        for (at, a) in points.iter().enumerate() {
            let b = points[(at + 1) % points.len()];
            let (lo, hi, sign) = if b.x > a.x { (*a, b, -1) } else { (b, *a, 1) };
            if lo.x < hi.x {
                let x = (Exact::of(lo.x), Exact::of(hi.x));
                lines.push(Line { x, y: (Exact::of(lo.y), Exact::of(hi.y)), sign, is_target });
            }
        }
    }
    lines
}

/// Every x at which something changes, in order.
fn cuts(lines: &[Line]) -> Vec<Exact> {
    let mut cuts: Vec<Exact> = lines.iter().flat_map(|line| [line.x.0.clone(), line.x.1.clone()]).collect();
    for (at, a) in lines.iter().enumerate() {
        cuts.extend(lines[at + 1..].iter().filter_map(|b| a.crossing(b)));
    }
    cuts.sort();
    cuts.dedup();
    cuts
}

impl Line {
    fn height(&self, x: &Exact) -> Exact {
        let rise = &(&self.y.1 - &self.y.0) * &(x - &self.x.0);
        &self.y.0 + &rise.divided_by(&(&self.x.1 - &self.x.0))
    }

    /// Where two lines cross, between their ends.
    fn crossing(&self, other: &Self) -> Option<Exact> {
        let left = if self.x.0 > other.x.0 { &self.x.0 } else { &other.x.0 };
        let right = if self.x.1 < other.x.1 { &self.x.1 } else { &other.x.1 };
        if left >= right {
            return None;
        }
        let at_left = &self.height(left) - &other.height(left);
        let at_right = &self.height(right) - &other.height(right);
        let zero = Exact::of(0.0);
        let opposite = (at_left < zero && at_right > zero) || (at_left > zero && at_right < zero);
        opposite.then(|| left + &(&at_left * &(right - left)).divided_by(&(&at_left - &at_right)))
    }
}
