//! Smooth fields of chance over the ground.

use geo_types::Coord;

use super::rng::unit_at;

/// A field between -1 and 1 whose hills are about `scale_m` apart.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noise {
    pub(crate) seed: u64,
    pub(crate) scale_m: f64,
}

impl Noise {
    /// The height at a point: lattice values joined by a smooth quintic.
    pub(crate) fn at(&self, p: Coord<f64>) -> f64 {
        let at = Coord { x: p.x / self.scale_m, y: p.y / self.scale_m };
        let origin = Coord { x: at.x.floor(), y: at.y.floor() };
        let corner =
            |dx: f64, dy: f64| 2.0 * unit_at(self.seed, lattice(origin.x + dx), lattice(origin.y + dy)) - 1.0;
        let (across, up) = (fade(at.x - origin.x), fade(at.y - origin.y));
        let low = corner(0.0, 0.0) + across * (corner(1.0, 0.0) - corner(0.0, 0.0));
        let high = corner(0.0, 1.0) + across * (corner(1.0, 1.0) - corner(0.0, 1.0));
        low + up * (high - low)
    }

    /// Two octaves of the field, still between -1 and 1.
    pub(crate) fn rough_at(&self, p: Coord<f64>) -> f64 {
        let fine = Self { seed: self.seed ^ 0x5DEE_CE66, scale_m: self.scale_m / 2.3 };
        (self.at(p) + 0.5 * fine.at(p)) / 1.5
    }
}

fn fade(t: f64) -> f64 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "lattice indices are small; the shift keeps them positive"
)]
fn lattice(index: f64) -> u64 {
    (index + 1e6) as u64
}
