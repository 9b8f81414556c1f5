//! Names on a map, where there is room for them.

use geo::{BoundingRect, InteriorPoint};
use geo_types::MultiPolygon;
use maud::{Markup, html};

use super::View;

/// Heights of names in units: on a page, and, where there is no room, on paper.
const HEIGHTS: [i32; 3] = [24, 20, 16];

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
    /// Height of its letters in units.
    pub height: i32,
}

/// Where a map is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// On a page, with a list beside it: names have one size.
    Page,
    /// On paper, alone: a name without room is set smaller before it is left out.
    Paper,
}

/// Places names so that none covers another and each lies inside the width of
/// its own area. Names without room are left to the list beside the map.
pub fn place<'a>(
    view: &View,
    areas: impl Iterator<Item = (&'a str, &'a MultiPolygon<f64>)>,
    reading: Reading,
) -> Vec<Label> {
    let heights = match reading {
        Reading::Page => &HEIGHTS[..1],
        Reading::Paper => &HEIGHTS[..],
    };
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
        let mut fits = heights.iter().filter_map(|height| fit(view, name, shape, *height));
        if let Some((label, space)) = fits.find(|(_, space)| !taken.iter().any(|other| meet(other, space))) {
            taken.push(space);
            labels.push(label);
        }
    }
    labels
}

/// The names, drawn.
#[must_use]
pub fn names(placed: &[Label]) -> Markup {
    let own = |label: &Label| (label.height != HEIGHTS[0]).then_some(label.height);
    let texts = html! { @for label in placed { text x=(label.x) y=(label.y) font-size=[own(label)] { (label.text) } } };
    html! {
        g class="ww-names" aria-hidden="true" font-size=(HEIGHTS[0]) text-anchor="middle" pointer-events="none"
            font-family="Noto Sans, Arial, sans-serif" { (haloed(&texts)) }
    }
}

/// Texts twice, a white rim below the black ones: programs for slides and
/// drawings do not know the order of fill and rim that one text could ask for.
pub(super) fn haloed(texts: &Markup) -> Markup {
    html! {
        g fill="#ffffff" stroke="#ffffff" stroke-width="6" stroke-linejoin="round" { (texts) }
        g fill="#0b0c0c" stroke="none" { (texts) }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a name on paper is a few hundred units wide"
)]
fn fit(view: &View, name: &str, shape: &MultiPolygon<f64>, height: i32) -> Option<(Label, [i32; 4])> {
    let width = (name.chars().count().min(200) as f64 * f64::from(height) * LETTER) as i32;
    let room = view.units(shape.bounding_rect()?.width());
    if f64::from(width) > room * 0.9 {
        return None;
    }
    let (x, y) = view.place(shape.interior_point()?.0);
    let half = width / 2;
    let space = [x - half, y - height / 2, x + half, y + height / 2];
    let on_paper = space[0] >= 0 && space[1] >= 0 && space[2] <= view.width && space[3] <= view.height;
    on_paper.then(|| (Label { text: name.to_owned(), x, y: y + height / 3, height }, space))
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
        let labels = place(&view, [("Aston", &big), ("Long name", &small)].into_iter(), Reading::Page);
        let names: Vec<_> = labels.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(names, ["Aston"]);
    }

    #[test]
    fn two_names_never_cover_each_other() {
        let (a, b) = (square(0.0, 0.0, 1000.0), square(10.0, 0.0, 1000.0));
        let view = View::around([&a, &b].into_iter(), std::iter::empty()).expect("a view");
        assert_eq!(place(&view, [("Aston", &a), ("Bordesley", &b)].into_iter(), Reading::Page).len(), 1);
    }

    #[test]
    fn on_paper_a_name_without_room_is_set_smaller() {
        let (big, small) = (square(0.0, 0.0, 1000.0), square(1000.0, 0.0, 80.0));
        let view = View::around([&big, &small].into_iter(), std::iter::empty()).expect("a view");
        let placed = |reading| place(&view, [("Aston", &big), ("Bordesley", &small)].into_iter(), reading);
        let heights = |reading| placed(reading).iter().map(|label| label.height).collect::<Vec<_>>();
        assert_eq!(heights(Reading::Page), [24]);
        assert_eq!(heights(Reading::Paper), [24, 16]);
    }
}
