//! Laws that hold for any layers.

use geo_types::{LineString, MultiPolygon, Polygon, coord};
use proptest::prelude::*;

use super::{overlap, rectangle, side};
use crate::crosswalk::{Crosswalk, Figure, Spread, by_area};

/// A layer of tiles over a square of 1 km whose corners have been moved.
pub(in crate::crosswalk) fn tiles(across: usize, moves: &[f64]) -> Vec<MultiPolygon<f64>> {
    let step = 1_000.0 / f64::from(u32::try_from(across).expect("few tiles"));
    let corner = |x: usize, y: usize| {
        let inner = |at: usize| at > 0 && at < across;
        let pick = |salt: usize| moves[(x * 7 + y * 13 + salt) % moves.len()] * step;
        let place = |at: usize, by: f64| f64::from(u32::try_from(at).expect("few tiles")) * step + by;
        coord! { x: place(x, if inner(x) { pick(0) } else { 0.0 }), y: place(y, if inner(y) { pick(5) } else { 0.0 }) }
    };
    let tile = |at: usize| {
        let (x, y) = (at % across, at / across);
        let ring = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)];
        MultiPolygon(vec![Polygon::new(LineString(ring.to_vec()), Vec::new())])
    };
    (0..across * across).map(tile).collect()
}

pub(in crate::crosswalk) fn moved(
    shapes: &[MultiPolygon<f64>],
    scale: f64,
    by: f64,
) -> Vec<MultiPolygon<f64>> {
    let ring = |ring: &LineString<f64>| {
        LineString(ring.0.iter().map(|c| coord! { x: c.x * scale + by, y: c.y * scale - by }).collect())
    };
    let shape = |s: &MultiPolygon<f64>| {
        MultiPolygon(s.0.iter().map(|p| Polygon::new(ring(p.exterior()), Vec::new())).collect())
    };
    shapes.iter().map(shape).collect()
}

fn walk(sources: &[MultiPolygon<f64>], targets: &[MultiPolygon<f64>]) -> Crosswalk {
    by_area(side("S", sources.len()), side("T", targets.len()), &overlap(sources, targets), Spread::Spill)
}

fn carry(crosswalk: &Crosswalk, counts: &[f64]) -> Vec<f64> {
    let figures: Vec<Figure> = counts.iter().map(|count| Ok(*count)).collect();
    let (estimates, _) = crosswalk.apply_count(&figures).expect("a count a source");
    estimates.iter().map(|estimate| estimate.known_part).collect()
}

fn close(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-9 * (1.0 + a.abs()))
}

pub(in crate::crosswalk) fn moves() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(-0.3..0.3_f64, 9..20)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn totals_are_kept(a in moves(), b in moves(), counts in prop::collection::vec(0.0..1e6_f64, 36), shift in -700.0..700.0_f64) {
        let crosswalk = walk(&tiles(6, &a), &moved(&tiles(4, &b), 1.0, shift));
        let figures: Vec<Figure> = counts.iter().map(|count| Ok(*count)).collect();
        let (estimates, balance) = crosswalk.apply_count(&figures).expect("a count a source");
        let placed: f64 = estimates.iter().map(|estimate| estimate.known_part).sum();
        let total: f64 = counts.iter().sum();
        prop_assert!((placed + balance.spilled - total).abs() <= 1e-9 * total);
        prop_assert!((placed - balance.placed).abs() <= 1e-9 * total);
    }

    #[test]
    fn a_layer_onto_itself_changes_nothing(a in moves(), counts in prop::collection::vec(0.0..1e6_f64, 36)) {
        let layer = tiles(6, &a);
        prop_assert!(close(&carry(&walk(&layer, &layer), &counts), &counts));
    }

    #[test]
    fn the_order_of_the_areas_does_not_matter(a in moves(), b in moves(), counts in prop::collection::vec(0.0..1e6_f64, 36)) {
        let (sources, targets) = (tiles(6, &a), tiles(4, &b));
        let mut back = carry(
            &walk(&sources.iter().rev().cloned().collect::<Vec<_>>(), &targets.iter().rev().cloned().collect::<Vec<_>>()),
            &counts.iter().rev().copied().collect::<Vec<_>>(),
        );
        back.reverse();
        prop_assert!(close(&carry(&walk(&sources, &targets), &counts), &back));
    }

    #[test]
    fn a_target_in_parts_gets_what_the_whole_gets(a in moves(), counts in prop::collection::vec(0.0..1e6_f64, 36), cut in 50.0..950.0_f64) {
        let sources = tiles(6, &a);
        let whole = carry(&walk(&sources, &[rectangle((100.0, 1_100.0), (-50.0, 800.0))]), &counts);
        let parts = [rectangle((100.0, 100.0 + cut), (-50.0, 800.0)), rectangle((100.0 + cut, 1_100.0), (-50.0, 800.0))];
        let parts: f64 = carry(&walk(&sources, &parts), &counts).iter().sum();
        prop_assert!(close(&whole, &[parts]));
    }

    #[test]
    fn scale_and_place_do_not_matter(a in moves(), b in moves(), counts in prop::collection::vec(0.0..1e6_f64, 36), scale in 0.01..100.0_f64, by in -1e5..1e5_f64) {
        let (sources, targets) = (tiles(6, &a), tiles(4, &b));
        let elsewhere = walk(&moved(&sources, scale, by), &moved(&targets, scale, by));
        let here = carry(&walk(&sources, &targets), &counts);
        let there = carry(&elsewhere, &counts);
        // Coordinates of 1e5 m hold a tile of 2 m to about 1e-11 m, a millionth of a millionth of its side.
        prop_assert!(here.iter().zip(&there).all(|(a, b)| (a - b).abs() <= 1e-7 * (1.0 + a.abs())));
    }

    #[test]
    fn weights_there_and_back_share_one_area(a in moves(), b in moves()) {
        let (sources, targets) = (tiles(6, &a), tiles(4, &b));
        let (turned, built) = (walk(&sources, &targets).reversed().expect("areas"), walk(&targets, &sources));
        let weights = |crosswalk: &Crosswalk| crosswalk.links().map(|(_, link)| link.weight).collect::<Vec<_>>();
        prop_assert!(close(&weights(&turned), &weights(&built)));
    }
}
