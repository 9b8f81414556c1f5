//! Straight edges: how two of them meet, and which of many could.

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo_types::{Coord, Line};

/// How two segments meet. Decided exactly; only the crossing's place is rounded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Meeting {
    /// Not at all.
    Apart,
    /// At a point inside both.
    Cross(Coord<f64>),
    /// At an end of at least one of them.
    Touch(Coord<f64>),
    /// Along a stretch, which starts here.
    Along(Coord<f64>),
}

/// How two segments of some length meet.
pub(super) fn meeting(a: Line<f64>, b: Line<f64>) -> Meeting {
    let side = |line: Line<f64>, p: Coord<f64>| RobustKernel::orient2d(line.start, line.end, p);
    let (bs, be) = (side(a, b.start), side(a, b.end));
    if bs == be && bs != Orientation::Collinear {
        return Meeting::Apart;
    }
    let (as_, ae) = (side(b, a.start), side(b, a.end));
    if as_ == ae && as_ != Orientation::Collinear {
        return Meeting::Apart;
    }
    let flat = [bs, be, as_, ae].map(|side| side == Orientation::Collinear);
    if flat == [true; 4] {
        return along(a, b);
    }
    let ends = [(flat[0], b.start, a), (flat[1], b.end, a), (flat[2], a.start, b), (flat[3], a.end, b)];
    if let Some((_, p, _)) = ends.into_iter().find(|(flat, p, other)| *flat && in_box(*p, *other)) {
        return Meeting::Touch(p);
    }
    if flat.contains(&true) { Meeting::Apart } else { Meeting::Cross(crossing(a, b)) }
}

/// Segments on one line: the stretch they share, if any.
fn along(a: Line<f64>, b: Line<f64>) -> Meeting {
    let order = |p: Coord<f64>, q: Coord<f64>| (p.x, p.y) <= (q.x, q.y);
    let sorted = |line: Line<f64>| {
        if order(line.start, line.end) { (line.start, line.end) } else { (line.end, line.start) }
    };
    let ((a0, a1), (b0, b1)) = (sorted(a), sorted(b));
    let from = if order(a0, b0) { b0 } else { a0 };
    let to = if order(a1, b1) { a1 } else { b1 };
    if from == to {
        Meeting::Touch(from)
    } else if order(from, to) {
        Meeting::Along(from)
    } else {
        Meeting::Apart
    }
}

fn crossing(a: Line<f64>, b: Line<f64>) -> Coord<f64> {
    let (da, db, off) = (a.end - a.start, b.end - b.start, b.start - a.start);
    let share = (off.x * db.y - off.y * db.x) / (da.x * db.y - da.y * db.x);
    a.start + da * share
}

fn in_box(p: Coord<f64>, line: Line<f64>) -> bool {
    let within = |v: f64, a: f64, b: f64| a.min(b) <= v && v <= a.max(b);
    within(p.x, line.start.x, line.end.x) && within(p.y, line.start.y, line.end.y)
}

/// An upright box, edges included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent2 {
    /// Lower left corner.
    pub min: Coord<f64>,
    /// Upper right corner.
    pub max: Coord<f64>,
}

impl Extent2 {
    /// The smallest box around some points; `None` without points.
    pub(super) fn around(points: impl IntoIterator<Item = Coord<f64>>) -> Option<Self> {
        points.into_iter().fold(None, |found: Option<Self>, p| {
            let Self { min, max } = found.unwrap_or(Self { min: p, max: p });
            Some(Self {
                min: Coord { x: min.x.min(p.x), y: min.y.min(p.y) },
                max: Coord { x: max.x.max(p.x), y: max.y.max(p.y) },
            })
        })
    }

    fn mirrored(self) -> Self {
        Self { min: Coord { x: self.min.y, y: self.min.x }, max: Coord { x: self.max.y, y: self.max.x } }
    }
}

/// The work allowed was not enough to look at every pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OutOfBudget;

/// Visits every pair of boxes that touch, in an order that depends on the
/// boxes alone; `visit` stops the walk by returning `false`.
///
/// A sweep along the axis on which the boxes overlap least. Looking at one
/// pair costs one unit of `budget`.
pub(super) fn visit_touching(
    boxes: &[Extent2],
    budget: u64,
    mut visit: impl FnMut(usize, usize) -> bool,
) -> Result<(), OutOfBudget> {
    let crowding = |low: fn(&Extent2) -> f64, high: fn(&Extent2) -> f64| {
        let widths: f64 = boxes.iter().map(|b| high(b) - low(b)).sum();
        let from = boxes.iter().map(low).fold(f64::INFINITY, f64::min);
        let to = boxes.iter().map(high).fold(f64::NEG_INFINITY, f64::max);
        widths / (to - from).max(f64::MIN_POSITIVE)
    };
    let upright = crowding(|b| b.min.x, |b| b.max.x) <= crowding(|b| b.min.y, |b| b.max.y);
    let mut order: Vec<(Extent2, usize)> =
        boxes.iter().enumerate().map(|(at, b)| (if upright { *b } else { b.mirrored() }, at)).collect();
    order.sort_by(|(a, i), (b, j)| a.min.x.total_cmp(&b.min.x).then(i.cmp(j)));
    let mut spent = 0_u64;
    for (place, (a, i)) in order.iter().enumerate() {
        for (b, j) in &order[place + 1..] {
            if b.min.x > a.max.x {
                break;
            }
            spent += 1;
            if spent > budget {
                return Err(OutOfBudget);
            }
            let touch = a.min.y <= b.max.y && b.min.y <= a.max.y;
            if touch && !visit(*i.min(j), *i.max(j)) {
                return Ok(());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(a: (f64, f64), b: (f64, f64)) -> Line<f64> {
        Line::new(Coord::from(a), Coord::from(b))
    }

    #[test]
    fn two_segments_meet_in_one_of_four_ways() {
        let base = line((0.0, 0.0), (10.0, 0.0));
        let check = |other, expected| assert_eq!(meeting(base, other), expected);
        check(line((5.0, -5.0), (5.0, 5.0)), Meeting::Cross(Coord { x: 5.0, y: 0.0 }));
        check(line((5.0, 0.0), (5.0, 5.0)), Meeting::Touch(Coord { x: 5.0, y: 0.0 }));
        check(line((10.0, 0.0), (20.0, 0.0)), Meeting::Touch(Coord { x: 10.0, y: 0.0 }));
        check(line((12.0, 0.0), (4.0, 0.0)), Meeting::Along(Coord { x: 4.0, y: 0.0 }));
        check(line((11.0, 0.0), (20.0, 0.0)), Meeting::Apart);
        check(line((12.0, -1.0), (12.0, 1.0)), Meeting::Apart);
        check(line((12.0, 0.0), (12.0, 1.0)), Meeting::Apart);
    }

    proptest! {
        #[test]
        fn the_sweep_finds_the_pairs_that_a_double_loop_finds(
            corners in prop::collection::vec((0..20_i32, 0..20_i32, 0..6_i32, 0..6_i32), 0..40),
        ) {
            let boxes: Vec<Extent2> = corners.iter().map(|&(x, y, w, h)| Extent2 {
                min: Coord { x: x.into(), y: y.into() },
                max: Coord { x: (x + w).into(), y: (y + h).into() },
            }).collect();
            let mut found = Vec::new();
            visit_touching(&boxes, u64::MAX, |i, j| { found.push((i, j)); true }).expect("in budget");
            found.sort_unstable();
            let mut expected = Vec::new();
            for (i, a) in boxes.iter().enumerate() {
                for (j, b) in boxes.iter().enumerate().skip(i + 1) {
                    if a.min.x <= b.max.x && b.min.x <= a.max.x && a.min.y <= b.max.y && b.min.y <= a.max.y {
                        expected.push((i, j));
                    }
                }
            }
            prop_assert_eq!(found, expected);
        }
    }
}
