//! An order of points in which neighbours on the ground are mostly neighbours
//! in memory, so that a search over the graph finds what it needs close by.

use crate::geom::Grid;

/// Places each axis into this many cells, as a power of two.
const BITS: u32 = 16;

/// The positions of points along a Z-shaped curve; ties keep their order.
pub(super) fn order(points: &[Grid]) -> Vec<u32> {
    let low = points.iter().fold((f64::INFINITY, f64::INFINITY), |l, p| (l.0.min(p.e), l.1.min(p.n)));
    let high =
        points.iter().fold((f64::NEG_INFINITY, f64::NEG_INFINITY), |h, p| (h.0.max(p.e), h.1.max(p.n)));
    let side = (high.0 - low.0).max(high.1 - low.1).max(1.0);
    let mut keyed: Vec<(u64, u32)> = (0..)
        .zip(points)
        .map(|(at, p)| (spread(cell(p.e - low.0, side)) | (spread(cell(p.n - low.1, side)) << 1), at))
        .collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, at)| at).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 0 to 1 times 65,535")]
fn cell(offset: f64, side: f64) -> u64 {
    ((offset / side).clamp(0.0, 1.0) * f64::from((1_u32 << BITS) - 1)) as u64
}

/// Puts a zero between every two bits of the lower sixteen.
fn spread(bits: u64) -> u64 {
    (0..BITS).fold(0, |all, bit| all | ((bits >> bit) & 1) << (2 * bit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_has_one_place_and_corners_come_in_the_shape_of_a_z() {
        let at = |e, n| Grid { e, n };
        let corners = [at(1.0, 1.0), at(0.0, 0.0), at(0.0, 1.0), at(1.0, 0.0)];
        assert_eq!(order(&corners), [1, 3, 2, 0]);
        assert!(order(&[]).is_empty());
    }
}
