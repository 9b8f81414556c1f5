//! Laws of the network, on towns small enough to check in the head.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::geom::Grid;

fn at(e: f64, n: f64) -> Grid {
    Grid { e, n }
}

fn way(nodes: &[u32]) -> WalkWay<'_> {
    WalkWay { nodes, walk: Walk::Both, steps: false, ferry: false }
}

fn network(points: &[Grid], ways: &[WalkWay<'_>]) -> Network {
    network_with(points, ways, &[], Modes::default())
}

fn network_with(points: &[Grid], ways: &[WalkWay<'_>], blocked: &[usize], modes: Modes) -> Network {
    let blocked: Vec<bool> = (0..points.len()).map(|at| blocked.contains(&at)).collect();
    let segments: Arc<[Segment]> = split(points, &blocked, ways).into_iter().map(|(_, s)| s).collect();
    Network::build(&segments, modes)
}

/// Takes a point to the nearest street, however short its piece.
fn snap(network: &Network, point: Grid) -> Snap {
    network.snap(point, &SnapRule { limit_m: 500.0, least_piece_m: 0.0 })
}

fn walked(network: &Network, a: Grid, b: Grid) -> Reach {
    let (a, b) = (snap(network, a), snap(network, b));
    network.times(&[a], &[b], Bound::Unlimited, Pace::WALK).reach(0, 0)
}

fn metres(network: &Network, a: Grid, b: Grid) -> f64 {
    walked(network, a, b).time().expect("a way").metres
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.01
}

/// Two banks, each a street of 400 m, and one bridge at their east end.
fn river() -> (Vec<Grid>, Vec<Vec<u32>>) {
    let points = vec![at(0.0, 0.0), at(400.0, 0.0), at(0.0, 100.0), at(400.0, 100.0)];
    (points, vec![vec![0, 1], vec![2, 3], vec![1, 3]])
}

#[test]
fn a_river_makes_the_walk_longer_than_the_straight_line() {
    let (points, ways) = river();
    let ways: Vec<WalkWay<'_>> = ways.iter().map(|nodes| way(nodes)).collect();
    let town = network(&points, &ways);
    let (a, b) = (at(0.0, 0.0), at(0.0, 100.0));
    assert!(near(metres(&town, a, b), 900.0));
    let (from, to) = (snap(&town, a), snap(&town, b));
    let times = town.times(&[from], &[to], Bound::Unlimited, Pace::WALK);
    let pair = times.pair((0, 0), (Some(a), Some(b)));
    let comparison = pair.comparison().expect("both");
    assert!(near(pair.time().expect("a time").minutes, 11.25));
    assert!(near(comparison.minutes, (900.0 - 130.0) / 80.0) && near(comparison.detour.expect("apart"), 9.0));
    // A bound shorter than the walk: the straight line does not step in.
    let short = town.times(&[from], &[to], Bound::Minutes(5.0), Pace::WALK);
    assert_eq!(short.reach(0, 0), Reach::Beyond { minutes: 5.0 });
    assert_eq!(short.pair((0, 0), (Some(a), Some(b))).time(), None);
}

#[test]
fn rings_stop_at_the_water() {
    let (points, ways) = river();
    let ways: Vec<WalkWay<'_>> = ways.iter().map(|nodes| way(nodes)).collect();
    let town = network(&points, &ways);
    let site = snap(&town, at(0.0, 0.0));
    let site = site.anchor().expect("on the network");
    let Rings(rings) = town.rings_towards(site, &[10.0, 5.0], Pace::WALK);
    assert!(near(rings[0].length_m, 400.0), "the south bank alone: {}", rings[0].length_m);
    assert!(near(rings[1].length_m, 400.0), "the bridge, then 300 m of the north bank");
    let far = rings[0].streets.0.iter().flat_map(|line| &line.0).any(|point| point.y > 1.0);
    assert!(!far, "ground beyond the river is not claimed");
}

#[test]
fn ways_that_cross_without_a_shared_node_do_not_meet() {
    let points = [at(-50.0, 0.0), at(50.0, 0.0), at(0.0, -50.0), at(0.0, 50.0)];
    let town = network(&points, &[way(&[0, 1]), way(&[2, 3])]);
    assert_eq!(town.pieces().len(), 2);
    assert_eq!(walked(&town, at(-50.0, 0.0), at(0.0, 50.0)), Reach::NoWay);
}

#[test]
fn a_gate_that_stops_walkers_cuts_the_way() {
    let points = [at(0.0, 0.0), at(100.0, 0.0), at(200.0, 0.0)];
    let ways = [way(&[0, 1, 2])];
    assert!(near(metres(&network(&points, &ways), points[0], points[2]), 200.0));
    let gated = network_with(&points, &ways, &[1], Modes::default());
    assert_eq!(walked(&gated, points[0], points[2]), Reach::NoWay);
    assert_eq!(gated.n_nodes(), 4);
}

#[test]
fn without_steps_the_way_round_is_walked_and_ferries_only_when_asked() {
    let points = [at(0.0, 0.0), at(100.0, 0.0), at(100.0, 300.0), at(0.0, 300.0)];
    let steps = WalkWay { steps: true, ..way(&[0, 1]) };
    let ferry = WalkWay { ferry: true, ..way(&[0, 3]) };
    let ways = [steps, ferry, way(&[1, 2, 3])];
    let metres = |modes| {
        let town = network_with(&points, &ways, &[], modes);
        let node = |at: usize| snap(&town, points[at]);
        town.times(&[node(0)], &[node(1)], Bound::Unlimited, Pace::WALK).reach(0, 0)
    };
    assert!(near(metres(Modes::default()).time().expect("a way").metres, 100.0));
    let level = metres(Modes { step_free: true, ferries: true });
    assert!(near(level.time().expect("a way").metres, 700.0));
    // Without the ferry the first point has no street of its own left: it walks to the next.
    let cut = metres(Modes { step_free: true, ferries: false });
    assert!(near(cut.time().expect("a way").metres, 100.0), "{cut:?}");
}

#[test]
fn a_one_way_walk_has_a_way_there_and_none_back() {
    let points = [at(0.0, 0.0), at(100.0, 0.0)];
    let town = network(&points, &[WalkWay { walk: Walk::Forward, ..way(&[0, 1]) }]);
    assert!(near(metres(&town, at(10.0, 0.0), at(90.0, 0.0)), 80.0));
    assert_eq!(walked(&town, at(90.0, 0.0), at(10.0, 0.0)), Reach::NoWay);
}

#[test]
fn who_stands_at_a_junction_may_take_any_street_there() {
    let points = [at(0.0, 0.0), at(100.0, 0.0), at(0.0, 100.0)];
    let one_way = WalkWay { walk: Walk::Forward, ..way(&[0, 1]) };
    let town = network(&points, &[one_way, way(&[0, 2])]);
    assert!(near(metres(&town, points[0], points[2]), 100.0));
    assert!(near(metres(&town, points[2], points[0]), 100.0));
    assert!(near(metres(&town, points[2], points[1]), 200.0));
}

#[test]
fn points_far_from_streets_and_points_unknown_are_told_apart() {
    let points = [at(0.0, 0.0), at(100.0, 0.0)];
    let town = network(&points, &[way(&[0, 1])]);
    let snaps = town.snap_all(&[Some(at(50.0, 30.0)), Some(at(50.0, 600.0)), None], &SnapRule::default());
    assert!(snaps[0].anchor().is_some_and(|anchor| near(anchor.off_m, 30.0) && near(anchor.along_m, 50.0)));
    assert_eq!(snaps[1], Snap::Outside { nearest_m: Some(600.0) });
    assert_eq!(snaps[2], Snap::NoPoint);
    let times = town.times(&snaps, &snaps[..1], Bound::Unlimited, Pace::WALK);
    assert_eq!(times.reach(1, 0), Reach::OffNetwork(Side::Origin));
    let pair = times.pair((1, 0), (Some(at(50.0, 600.0)), Some(at(50.0, 30.0))));
    assert_eq!(pair.time().map(|time| time.by), Some(By::StraightLine));
    let nowhere = network(&[], &[]);
    assert_eq!(snap(&nowhere, at(0.0, 0.0)), Snap::Outside { nearest_m: None });
}

#[test]
fn a_courtyard_path_is_passed_over_for_the_street_beside_it() {
    let points = [at(0.0, 0.0), at(2_000.0, 0.0), at(500.0, 40.0), at(540.0, 40.0)];
    let town = network(&points, &[way(&[0, 1]), way(&[2, 3])]);
    let inside = at(520.0, 35.0);
    let Snap::On(anchor) = town.snap(inside, &SnapRule::default()) else { panic!("a street is near") };
    assert!(anchor.passed_over && anchor.piece == 0 && near(anchor.off_m, 35.0));
    let Snap::On(anchor) = snap(&town, inside) else { panic!("a path is near") };
    assert!(!anchor.passed_over && anchor.piece == 1 && near(anchor.off_m, 5.0));
}

#[test]
fn a_route_round_a_loop_goes_the_short_way() {
    // A lane of 100 m to a loop of 400 m whose two ends are one node.
    let points = [at(0.0, 0.0), at(100.0, 0.0), at(200.0, 0.0), at(200.0, 100.0), at(100.0, 100.0)];
    let town = network(&points, &[way(&[0, 1]), way(&[1, 2, 3, 4, 1])]);
    for (goal, expected) in [(at(150.0, 0.0), 150.0), (at(100.0, 60.0), 160.0)] {
        let (start, end) = (snap(&town, points[0]), snap(&town, goal));
        let (start, end) = (start.anchor().expect("on"), end.anchor().expect("on"));
        for (from, to) in [((points[0], start), (goal, end)), ((goal, end), (points[0], start))] {
            let route = town.route(from, to, Pace::WALK).expect("a way");
            assert!(near(route.time.metres, expected), "{goal:?}: {}", route.time.metres);
            assert!(near(lines::length_m(&route.line), expected), "{goal:?}: {:?}", route.line);
        }
    }
}

/// Streets between random points, some of them one way.
fn any_town() -> impl Strategy<Value = (Vec<Grid>, Vec<(u32, u32, u8)>)> {
    let points = prop::collection::vec((0..60_i32, 0..60_i32), 2..24);
    points.prop_flat_map(|points| {
        let n = u32::try_from(points.len()).expect("few");
        let points: Vec<Grid> =
            points.into_iter().map(|(e, n)| at(f64::from(e) * 10.0, f64::from(n) * 10.0)).collect();
        (Just(points), prop::collection::vec((0..n, 0..n, 0..6_u8), 1..40))
    })
}

fn build(points: &[Grid], streets: &[(u32, u32, u8)]) -> Network {
    let nodes: Vec<[u32; 2]> = streets.iter().map(|(a, b, _)| [*a, *b]).collect();
    let ways: Vec<WalkWay<'_>> = nodes
        .iter()
        .zip(streets)
        .map(|(nodes, (_, _, kind))| {
            let walk = match kind {
                0 => Walk::Forward,
                1 => Walk::Backward,
                _ => Walk::Both,
            };
            WalkWay { walk, ..way(nodes) }
        })
        .collect();
    network(points, &ways)
}

/// Floyd and Warshall's distances between the nodes of a network, in millimetres.
fn all_pairs(town: &Network) -> Vec<Vec<u64>> {
    let n = town.n_nodes();
    let mut mm = vec![vec![u64::MAX / 4; n]; n];
    for (node, row) in (0_u32..).zip(&mut mm) {
        row[node as usize] = 0;
        for arc in town.out.arcs(node) {
            row[arc.to as usize] = row[arc.to as usize].min(u64::from(arc.mm));
        }
    }
    for k in 0..n {
        for i in 0..n {
            for j in 0..n {
                mm[i][j] = mm[i][j].min(mm[i][k] + mm[k][j]);
            }
        }
    }
    mm
}

proptest! {
    #[test]
    fn searches_find_what_a_triple_loop_finds((points, streets) in any_town()) {
        let town = build(&points, &streets);
        let expected = all_pairs(&town);
        let mut search = town.search();
        for (node, row) in (0_u32..).zip(&expected) {
            search.run(&town.out, &[(node, 0)], graph::MOST_MM);
            for (other, mm) in (0_u32..).zip(row) {
                let found = search.mm(other);
                let found = if found == search::UNREACHED { u64::MAX / 4 } else { u64::from(found) };
                prop_assert_eq!(found, (*mm).min(u64::MAX / 4));
            }
        }
    }

    #[test]
    fn times_do_not_depend_on_the_side_that_is_searched_from(
        (points, streets) in any_town(),
        bound in prop::option::of(0.0..12.0_f64),
    ) {
        let town = build(&points, &streets);
        let bound = bound.map_or(Bound::Unlimited, Bound::Minutes);
        let few: Vec<Snap> = points.iter().take(3).map(|p| snap(&town, at(p.e + 3.0, p.n + 1.0))).collect();
        let many: Vec<Snap> = points.iter().map(|p| snap(&town, at(p.e - 2.0, p.n + 4.0))).collect();
        let wide = town.times(&few, &many, bound, Pace::WALK);
        for (i, origin) in few.iter().enumerate() {
            for (j, site) in many.iter().enumerate() {
                let alone = town.times(std::slice::from_ref(origin), std::slice::from_ref(site), bound, Pace::WALK);
                prop_assert_eq!(wide.reach(i, j), alone.reach(0, 0), "{} {}", i, j);
            }
        }
    }

    #[test]
    fn a_route_is_as_long_as_its_time_says((points, streets) in any_town()) {
        let town = build(&points, &streets);
        let goal = at(points[1].e - 2.0, points[1].n + 4.0);
        let start = at(points[0].e + 3.0, points[0].n + 1.0);
        let (from, to) = (snap(&town, start), snap(&town, goal));
        if let (Some(from), Some(to)) = (from.anchor(), to.anchor()) {
            let expected = walked(&town, start, goal).time();
            let route = town.route((start, from), (goal, to), Pace::WALK).ok();
            prop_assert_eq!(expected, route.as_ref().map(|route| route.time));
            if let Some(route) = route {
                // A millimetre for each segment, and as much for the ways to the street.
                let slack = 0.002 * (route.segments.len() as f64 + 2.0);
                let drawn = lines::length_m(&route.line);
                prop_assert!((drawn - route.time.metres).abs() <= slack, "{} {}", drawn, route.time.metres);
            }
        }
    }

    #[test]
    fn rings_hold_a_street_once_and_all_of_what_is_reached((points, streets) in any_town()) {
        let town = build(&points, &streets);
        if let Some(site) = snap(&town, points[0]).anchor() {
            let Rings(fine) = town.rings_towards(site, &[1.0, 2.0, 4.0, 1_000.0], Pace::WALK);
            let Rings(whole) = town.rings_towards(site, &[1_000.0], Pace::WALK);
            let sum: f64 = fine.iter().map(|ring| ring.length_m).sum();
            let all: f64 = whole.iter().map(|ring| ring.length_m).sum();
            prop_assert!((sum - all).abs() < 1e-6 * (1.0 + all), "{} {}", sum, all);
            prop_assert!(all <= town.length_m() + 0.01 * streets.len() as f64);
        }
    }
}
