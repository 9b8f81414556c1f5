//! Names on a map, where there is room for them.

use geo::{BoundingRect, InteriorPoint};
use geo_types::MultiPolygon;

use super::View;

/// Height of a name in units.
const HEIGHT: i32 = 24;

/// Average width of a letter as a share of the height, on the generous side.
const LETTER: f64 = 0.56;

/// A name and the middle of its baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The name.
    pub text: String,
    /// Units from the left.
    pub x: i32,
    /// Units from the top.
    pub y: i32,
}

/// Places names so that none covers another and each lies inside the width of
/// its own area. Names without room are left to the list beside the map.
pub fn place<'a>(view: &View, areas: impl Iterator<Item = (&'a str, &'a MultiPolygon<f64>)>) -> Vec<Label> {
    let mut wanted: Vec<(f64, &str, &MultiPolygon<f64>)> = areas
        .filter_map(|(name, shape)| {
            let ground = shape.bounding_rect()?;
            Some((ground.width() * ground.height(), name, shape))
        })
        .collect();
    // Large areas first; the name settles ties, so that the result is the same each time.
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let mut taken: Vec<[i32; 4]> = Vec::new();
    let mut labels = Vec::new();
    for (_, name, shape) in wanted {
        if let Some((label, space)) = fit(view, name, shape)
            && !taken.iter().any(|other| meet(other, &space))
        {
            taken.push(space);
            labels.push(label);
        }
    }
    labels
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a name on paper is a few hundred units wide"
)]
fn fit(view: &View, name: &str, shape: &MultiPolygon<f64>) -> Option<(Label, [i32; 4])> {
    let width = (name.chars().count().min(200) as f64 * f64::from(HEIGHT) * LETTER) as i32;
    let room = view.units(shape.bounding_rect()?.width());
    if f64::from(width) > room * 0.9 {
        return None;
    }
    let (x, y) = view.place(shape.interior_point()?.0);
    let half = width / 2;
    let space = [x - half, y - HEIGHT / 2, x + half, y + HEIGHT / 2];
    let on_paper = space[0] >= 0 && space[1] >= 0 && space[2] <= view.width && space[3] <= view.height;
    on_paper.then(|| (Label { text: name.to_owned(), x, y: y + HEIGHT / 3 }, space))
}

fn meet(a: &[i32; 4], b: &[i32; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Coord, Rect};

    fn square(x: f64, y: f64, side: f64) -> MultiPolygon<f64> {
        let corner = Coord { x, y };
        MultiPolygon(vec![Rect::new(corner, Coord { x: x + side, y: y + side }).to_polygon()])
    }

    #[test]
    fn a_name_too_long_for_its_area_is_left_to_the_list() {
        let (big, small) = (square(0.0, 0.0, 1000.0), square(1000.0, 0.0, 30.0));
        let view = View::around([&big, &small].into_iter(), std::iter::empty()).expect("a view");
        let labels = place(&view, [("Aston", &big), ("Long name", &small)].into_iter());
        let names: Vec<_> = labels.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(names, ["Aston"]);
    }

    #[test]
    fn two_names_never_cover_each_other() {
        let (a, b) = (square(0.0, 0.0, 1000.0), square(10.0, 0.0, 1000.0));
        let view = View::around([&a, &b].into_iter(), std::iter::empty()).expect("a view");
        assert_eq!(place(&view, [("Aston", &a), ("Bordesley", &b)].into_iter()).len(), 1);
    }
}
