use super::*;
use geo::Validation;
use proptest::prelude::*;

type Ring<'a> = &'a [(f64, f64)];

fn polygon(shell: Ring<'_>, holes: &[Ring<'_>]) -> Polygon<f64> {
    let line = |ring: Ring<'_>| LineString::from(ring.to_vec());
    Polygon::new(line(shell), holes.iter().map(|hole| line(hole)).collect())
}

fn check(parts: Vec<Polygon<f64>>, expected: &[(DefectKind, u32, u32, Option<u32>)]) {
    let found: Vec<_> = find_defects(&MultiPolygon(parts))
        .into_iter()
        .map(|defect| (defect.kind, defect.part, defect.ring, defect.point))
        .collect();
    assert_eq!(found, expected);
}

const SQUARE: Ring<'_> = &[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];

fn at(e: f64, n: f64) -> Grid {
    Grid { e, n }
}

#[test]
fn a_square_with_a_hole_is_right() {
    check(vec![polygon(SQUARE, &[&[(2.0, 2.0), (2.0, 4.0), (4.0, 4.0)]])], &[]);
}

#[test]
fn a_hole_may_touch_its_shell_at_one_point() {
    check(vec![polygon(SQUARE, &[&[(0.0, 5.0), (4.0, 4.0), (4.0, 6.0)]])], &[]);
}

#[test]
fn a_crossing_is_told_with_its_place() {
    let bow_tie = polygon(&[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0)], &[]);
    check(vec![bow_tie], &[(DefectKind::CrossesItself(at(5.0, 5.0)), 1, 1, Some(1))]);
}

#[test]
fn a_ring_that_touches_itself_is_told_once() {
    let ring: Ring<'_> = &[(0.0, 0.0), (5.0, 5.0), (0.0, 10.0), (10.0, 10.0), (5.0, 5.0), (10.0, 0.0)];
    let defects = find_defects(&MultiPolygon(vec![polygon(ring, &[])]));
    assert_eq!(defects.len(), 1);
    assert_eq!(defects[0].kind, DefectKind::TouchesItself(at(5.0, 5.0)));
}

#[test]
fn a_spike_runs_back_along_itself() {
    let ring: Ring<'_> =
        &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 4.0), (2.0, 6.0), (2.0, 4.0), (0.0, 4.0)];
    let defects = find_defects(&MultiPolygon(vec![polygon(ring, &[])]));
    assert!(defects.iter().any(|d| matches!(d.kind, DefectKind::RunsAlongItself(_))), "{defects:?}");
}

#[test]
fn rings_without_area_and_with_too_few_points_are_told_apart() {
    check(vec![polygon(&[(0.0, 0.0), (10.0, 0.0)], &[])], &[(DefectKind::TooFewPoints, 1, 1, None)]);
    let flat = find_defects(&MultiPolygon(vec![polygon(&[(0.0, 0.0), (10.0, 0.0), (5.0, 0.0)], &[])]));
    assert!(flat.iter().any(|d| d.kind.is_grave()), "{flat:?}");
}

#[test]
fn a_repeated_point_is_harmless() {
    let ring: Ring<'_> = &[(0.0, 0.0), (10.0, 0.0), (10.0, 0.0), (10.0, 10.0)];
    check(vec![polygon(ring, &[])], &[(DefectKind::RepeatedPoint, 1, 1, Some(3))]);
    assert!(is_right(&MultiPolygon(vec![polygon(ring, &[])])));
}

#[test]
fn a_number_that_is_none_is_told_by_its_point() {
    let ring: Ring<'_> = &[(0.0, 0.0), (f64::NAN, 0.0), (10.0, 10.0)];
    check(vec![polygon(ring, &[])], &[(DefectKind::NotFinite, 1, 1, Some(2))]);
}

#[test]
fn holes_outside_and_over_each_other_are_told() {
    let far: Ring<'_> = &[(20.0, 20.0), (21.0, 20.0), (21.0, 21.0)];
    check(vec![polygon(SQUARE, &[far])], &[(DefectKind::HoleOutsideShell, 1, 2, None)]);
    let big: Ring<'_> = &[(1.0, 1.0), (9.0, 1.0), (9.0, 9.0), (1.0, 9.0)];
    let small: Ring<'_> = &[(2.0, 2.0), (3.0, 2.0), (3.0, 3.0)];
    check(vec![polygon(SQUARE, &[big, small])], &[(DefectKind::HoleInHole(3), 1, 2, None)]);
}

#[test]
fn parts_that_overlap_or_share_an_edge_are_told() {
    let inside: Ring<'_> = &[(2.0, 2.0), (3.0, 2.0), (3.0, 3.0)];
    check(vec![polygon(SQUARE, &[]), polygon(inside, &[])], &[(DefectKind::OverlapsPart(2), 1, 1, None)]);
    let beside: Ring<'_> = &[(10.0, 0.0), (20.0, 0.0), (20.0, 10.0), (10.0, 10.0)];
    check(
        vec![polygon(SQUARE, &[]), polygon(beside, &[])],
        &[(DefectKind::SharesEdgeWithPart(2, at(10.0, 0.0)), 1, 1, Some(2))],
    );
}

#[test]
fn a_hole_that_cuts_the_part_in_two_is_told() {
    let across: Ring<'_> = &[(0.0, 5.0), (5.0, 4.0), (10.0, 5.0), (5.0, 6.0)];
    check(vec![polygon(SQUARE, &[across])], &[(DefectKind::CutApart, 1, 1, None)]);
}

proptest! {
    #[test]
    fn one_ring_is_right_here_when_it_is_in_the_geometry_library(
        corners in prop::collection::vec((0..8_i32, 0..8_i32), 3..9),
    ) {
        let ring: Vec<(f64, f64)> = corners.iter().map(|&(x, y)| (x.into(), y.into())).collect();
        let shape = MultiPolygon(vec![polygon(&ring, &[])]);
        let covers_ground = signed_ring_area_m2(shape.0[0].exterior()).abs() > NO_AREA_M2;
        prop_assert_eq!(is_right(&shape), shape.is_valid() && covers_ground, "{:?}", find_defects(&shape));
    }

    #[test]
    fn two_parts_are_right_here_when_they_are_in_the_geometry_library(
        a in prop::collection::vec((0..6_i32, 0..6_i32), 3..5),
        b in prop::collection::vec((0..6_i32, 0..6_i32), 3..5),
    ) {
        let part = |corners: &[(i32, i32)]| {
            let ring: Vec<(f64, f64)> = corners.iter().map(|&(x, y)| (x.into(), y.into())).collect();
            polygon(&ring, &[])
        };
        let shape = MultiPolygon(vec![part(&a), part(&b)]);
        let ground = shape.0.iter().all(|p| signed_ring_area_m2(p.exterior()).abs() > NO_AREA_M2);
        prop_assert_eq!(is_right(&shape), shape.is_valid() && ground, "{:?}", find_defects(&shape));
    }
}
