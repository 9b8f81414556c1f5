//! Nothing that can be written into a file may make the kernel panic.

use geo_types::{LineString, MultiPolygon, Polygon, coord};
use proptest::prelude::*;

use super::shapes::{rectangle, ring};
use crate::geom::overlay::{Options, Prepared, RefusalReason, find_multiple_cover, orient, shared_areas};

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.0),
        Just(-0.0),
        Just(1.0),
        Just(1.0 + f64::EPSILON),
        Just(1e-310),
        Just(-5e-324),
        Just(1e30),
        Just(-1e30),
        Just(1e29),
        Just(1e-30),
        Just(400_000.0),
        Just(400_000.000_000_000_06),
        -2.0..2.0_f64,
    ]
}

fn bad_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => number(),
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY), Just(1e300), Just(f64::MAX)],
    ]
}

fn shape(number: impl Strategy<Value = f64> + Clone) -> impl Strategy<Value = MultiPolygon<f64>> {
    let line = prop::collection::vec((number.clone(), number), 0..12)
        .prop_map(|points| LineString(points.into_iter().map(|(x, y)| coord! { x: x, y: y }).collect()));
    let part = (line.clone(), prop::collection::vec(line, 0..3))
        .prop_map(|(shell, holes)| Polygon::new(shell, holes));
    prop::collection::vec(part, 0..3).prop_map(MultiPolygon)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_finite_shapes_give_finite_areas(
        p in prop::collection::vec(shape(number().boxed()), 0..4),
        q in prop::collection::vec(shape(number().boxed()), 0..4),
    ) {
        let (p, q) = (Prepared::new(&p).expect("finite"), Prepared::new(&q).expect("finite"));
        for pair in shared_areas(&p, &q, Options::default()) {
            prop_assert!(pair.area_m2.is_finite());
        }
        let _ = find_multiple_cover(&p, 0.0);
    }

    #[test]
    fn bad_numbers_are_refused_and_never_measured(p in prop::collection::vec(shape(bad_number().boxed()), 0..4)) {
        let sound = |shape: &MultiPolygon<f64>| shape.0.iter().all(|part| {
            std::iter::once(part.exterior()).chain(part.interiors())
                .all(|ring| ring.0.iter().all(|c| c.x.abs() <= 1e30 && c.y.abs() <= 1e30))
        });
        prop_assert_eq!(Prepared::new(&p).is_ok(), p.iter().all(sound));
        let _ = p.iter().map(orient).count();
    }
}

#[test]
fn a_bad_point_is_refused_with_its_place() {
    let good = rectangle((0.0, 1.0), (0.0, 1.0));
    let shell = good.0[0].exterior().clone();
    let hole = ring(&[(0.2, 0.2), (0.4, f64::NAN), (0.4, 0.4)]);
    let far = ring(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1e31)]);
    let bad = MultiPolygon(vec![Polygon::new(shell, vec![hole]), Polygon::new(far, Vec::new())]);
    let refused = Prepared::new([&good, &bad]).expect_err("not finite");
    let places: Vec<_> = refused.iter().map(|r| (r.index, r.ring, r.point, r.reason)).collect();
    assert_eq!(places, [(1, 1, 1, RefusalReason::NotFinite), (1, 2, 2, RefusalReason::TooLarge)]);
    assert_eq!(refused[0].to_string(), "polygon 1, ring 1, point 1: a coordinate is not a finite number");
}

#[test]
fn empty_shapes_and_layers_share_nothing() {
    let empty = MultiPolygon(Vec::new());
    let hollow = MultiPolygon(vec![Polygon::new(LineString(Vec::new()), Vec::new())]);
    let square = rectangle((0.0, 1.0), (0.0, 1.0));
    let none = Prepared::new([]).expect("nothing to refuse");
    let odd = [empty, hollow, square];
    let odd = Prepared::new(&odd).expect("finite");
    assert!(none.is_empty());
    assert_eq!(shared_areas(&none, &odd, Options::default()), []);
    assert_eq!(shared_areas(&odd, &none, Options::default()), []);
    let found = shared_areas(&odd, &odd, Options::default());
    assert_eq!(found.iter().map(|pair| (pair.source, pair.target)).collect::<Vec<_>>(), [(2, 2)]);
    let large = Options { least_m2: 1.5 };
    assert_eq!(shared_areas(&odd, &odd, large), []);
}

#[test]
fn open_rings_are_closed() {
    let mut open = rectangle((0.0, 4.0), (0.0, 4.0));
    open.0[0].exterior_mut(|ring| {
        ring.0.pop();
    });
    let line =
        LineString(vec![coord! { x: 0.0, y: 0.0 }, coord! { x: 4.0, y: 0.0 }, coord! { x: 4.0, y: 4.0 }]);
    let open = MultiPolygon(vec![Polygon::new(line, Vec::new()), open.0[0].clone()]);
    assert_eq!(Prepared::new([&open]).expect("finite").area(0), Some(24.0));
}

#[test]
fn a_layer_of_boxes_over_boxes_does_not_fill_the_memory() {
    let all: Vec<_> = (0..2_000).map(|at| rectangle((0.0, 1e6 + f64::from(at)), (0.0, 1e6))).collect();
    let one = rectangle((5e5, 5e5 + 1.0), (5e5, 5e5 + 1.0));
    let (all, one) = (Prepared::new(&all).expect("finite"), Prepared::new([&one]).expect("finite"));
    let found = shared_areas(&one, &all, Options::default());
    assert_eq!(found.len(), 2_000);
    assert!(found.iter().all(|pair| pair.area_m2 == 1.0));
}
