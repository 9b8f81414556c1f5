//! The window of a map: grid metres to whole units on paper.

use geo::BoundingRect;
use geo_types::{Coord, MultiLineString, MultiPolygon, Rect};

use crate::geom::Grid;

/// The longer side of a map in units. One unit is about half a pixel.
const LONGER_SIDE: f64 = 1400.0;

/// The least side, so that a single point or a thin strip still has room.
const LEAST_SIDE_M: f64 = 200.0;

/// Which ground a map shows, and how many units a metre takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    west: f64,
    north: f64,
    units_per_m: f64,
    /// Width in units.
    pub width: i32,
    /// Height in units.
    pub height: i32,
}

impl View {
    /// A view of a rectangle with a small margin. `None` when there is nothing to show.
    #[must_use]
    pub fn of(ground: Option<Rect<f64>>) -> Option<Self> {
        let ground = ground?;
        let (w, h) = (ground.width().max(LEAST_SIDE_M), ground.height().max(LEAST_SIDE_M));
        if !w.is_finite() || !h.is_finite() {
            return None;
        }
        let margin = w.max(h) * 0.02;
        let (w, h) = (w + 2.0 * margin, h + 2.0 * margin);
        let units_per_m = LONGER_SIDE / w.max(h);
        let middle = ground.center();
        Some(Self {
            west: middle.x - w / 2.0,
            north: middle.y + h / 2.0,
            units_per_m,
            width: whole(w * units_per_m),
            height: whole(h * units_per_m),
        })
    }

    /// A view of all shapes and points together.
    pub fn around<'a>(
        shapes: impl Iterator<Item = &'a MultiPolygon<f64>>,
        points: impl Iterator<Item = Grid>,
    ) -> Option<Self> {
        let boxes = shapes.filter_map(BoundingRect::bounding_rect);
        let dots = points.map(|p| Rect::new(Coord::from(p), Coord::from(p)));
        Self::of(boxes.chain(dots).reduce(union))
    }

    /// A view of all lines together.
    pub fn around_lines<'a>(lines: impl Iterator<Item = &'a MultiLineString<f64>>) -> Option<Self> {
        Self::of(lines.filter_map(BoundingRect::bounding_rect).reduce(union))
    }

    /// A point in units, from the upper left corner.
    #[must_use]
    pub fn place(&self, coord: Coord<f64>) -> (i32, i32) {
        (whole((coord.x - self.west) * self.units_per_m), whole((self.north - coord.y) * self.units_per_m))
    }

    /// A length in units.
    #[must_use]
    pub fn units(&self, metres: f64) -> f64 {
        metres * self.units_per_m
    }

    /// Metres that one unit stands for.
    #[must_use]
    pub fn metres_per_unit(&self) -> f64 {
        1.0 / self.units_per_m
    }

    /// A round length of 1, 2 or 5 times a power of ten that fills at most a
    /// quarter of the width, in metres, for the scale bar.
    #[must_use]
    pub fn scale_bar_m(&self) -> f64 {
        let most = f64::from(self.width) / self.units_per_m / 4.0;
        let power = 10_f64.powf(most.log10().floor());
        [5.0, 2.0, 1.0].into_iter().map(|step| step * power).find(|m| *m <= most).unwrap_or(power)
    }
}

fn union(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let least = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    let most = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
    Rect::new(least, most)
}

#[expect(clippy::cast_possible_truncation, reason = "units are a few thousand at most, and clamped")]
fn whole(units: f64) -> i32 {
    units.round().clamp(-1e6, 1e6) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square_km() -> View {
        let ground = Rect::new(Coord { x: 400_000.0, y: 300_000.0 }, Coord { x: 401_000.0, y: 301_000.0 });
        View::of(Some(ground)).expect("a view")
    }

    #[test]
    fn north_is_up() {
        let view = square_km();
        let (_, low) = view.place(Coord { x: 400_000.0, y: 300_000.0 });
        let (_, high) = view.place(Coord { x: 400_000.0, y: 301_000.0 });
        assert!(high < low);
    }

    #[test]
    fn the_scale_bar_is_a_round_length() {
        assert!((square_km().scale_bar_m() - 200.0).abs() < 1e-9);
    }

    #[test]
    fn a_single_point_has_room_around_it() {
        let view =
            View::around(std::iter::empty(), std::iter::once(Grid { e: 1.0, n: 2.0 })).expect("a view");
        assert_eq!(view.width, view.height);
    }

    #[test]
    fn nothing_has_no_view() {
        assert_eq!(View::around(std::iter::empty(), std::iter::empty()), None);
    }
}
