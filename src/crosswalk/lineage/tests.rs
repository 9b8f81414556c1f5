use geo_types::{LineString, MultiPolygon, Polygon};
use proptest::prelude::*;

use super::*;
use crate::crosswalk::tests::laws::{moved, moves, tiles};
use crate::crosswalk::tests::{overlap, rectangle};
use crate::crosswalk::{ControlPoint, Evidence, Relation, locate};
use crate::geom::Grid;
use crate::index::Areas;
use crate::model::AreaCode;

type Ward = (&'static str, &'static str, MultiPolygon<f64>);

fn km(corners: &[(f64, f64)]) -> MultiPolygon<f64> {
    let ring = corners.iter().map(|(x, y)| (x * 1_000.0, y * 1_000.0)).collect::<Vec<_>>();
    MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])])
}

fn block(west: f64, east: f64, south: f64, north: f64) -> MultiPolygon<f64> {
    km(&[(west, south), (east, south), (east, north), (west, north)])
}

/// Squareborough before May 2023: nine squares of 1 km.
fn wards_2018() -> Vec<Ward> {
    let names = ["Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel", "Ivy"];
    let codes = ["S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09"];
    let place = |at: usize| {
        (f64::from(u32::try_from(at % 3).expect("few")), f64::from(u32::try_from(at / 3).expect("few")))
    };
    (0..9)
        .map(|at| {
            let (x, y) = place(at);
            (codes[at], names[at], block(x, x + 1.0, y, y + 1.0))
        })
        .collect()
}

/// Squareborough since: Birch and Cedar merged, Elm shared out, Gorse renamed, Ivy split.
fn wards_2023() -> Vec<Ward> {
    vec![
        ("S01", "Alder", block(0.0, 1.0, 0.0, 1.0)),
        ("S10", "Birch & Cedar", block(1.0, 3.0, 0.0, 1.0)),
        ("S11", "Dogwood", block(0.0, 1.5, 1.0, 2.0)),
        ("S12", "Fir", km(&[(1.5, 1.0), (3.0, 1.0), (3.0, 2.0), (2.0, 2.0), (2.0, 1.5), (1.5, 1.5)])),
        ("S13", "Heathland", block(0.0, 1.0, 2.0, 3.0)),
        ("S14", "Hazel", km(&[(1.5, 1.5), (2.0, 1.5), (2.0, 3.0), (1.0, 3.0), (1.0, 2.0), (1.5, 2.0)])),
        ("S15", "Ivy West", block(2.0, 2.5, 2.0, 3.0)),
        ("S16", "Ivy East", block(2.5, 3.0, 2.0, 3.0)),
    ]
}

/// One point in each quarter of a ward: 100 people, 200 in Elm.
fn people(old: &[Ward], new: &[Ward]) -> Evidence {
    let quarter = |at: u32| {
        let (e, n) = (f64::from(at % 6) * 500.0 + 250.0, f64::from(at / 6) * 500.0 + 250.0);
        let in_elm = (1_000.0..2_000.0).contains(&e) && (1_000.0..2_000.0).contains(&n);
        (Grid { e, n }, if in_elm { 200.0 } else { 100.0 })
    };
    let points: Vec<_> = (0..36).map(quarter).collect();
    let areas = |wards: &[Ward]| Areas::new(wards.iter().map(|ward| &ward.2));
    Evidence { rung: Rung::SmallAreaPopulation, points: locate(&points, &areas(old), &areas(new)) }
}

fn vintage(wards: &[Ward]) -> Vintage {
    let codes = wards.iter().map(|ward| AreaCode::parse(ward.0).expect("a code"));
    Vintage {
        side: Side::new(None, codes),
        names: wards.iter().map(|ward| (!ward.1.is_empty()).then(|| ward.1.to_owned())).collect(),
    }
}

fn shapes(wards: &[Ward]) -> Vec<MultiPolygon<f64>> {
    wards.iter().map(|ward| ward.2.clone()).collect()
}

fn traced(old: &[Ward], new: &[Ward], people: Option<&Evidence>) -> Lineage {
    let pieces = Pieces::measure(&overlap(&shapes(old), &shapes(new)), people).expect("sound weights");
    trace(vintage(old), vintage(new), &pieces, Options::default()).expect("as many areas as measured")
}

fn squareborough() -> Lineage {
    let (old, new) = (wards_2018(), wards_2023());
    traced(&old, &new, Some(&people(&old, &new)))
}

fn events(lines: &[Line]) -> Vec<String> {
    let words = |line: &Line| line.events.iter().map(|event| event.key()).collect::<Vec<_>>().join("+");
    lines.iter().map(words).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[track_caller]
fn check_portion(portion: Portion, ground: f64, people: Option<f64>) {
    let same = match (portion.people, people) {
        (Some(a), Some(b)) => near(a, b),
        (None, None) => true,
        _ => false,
    };
    assert!(near(portion.ground, ground) && same, "{portion:?}, expected {ground} and {people:?}");
}

#[test]
fn every_kind_of_change_in_squareborough_is_told_from_both_sides() {
    let lineage = squareborough();
    let old = ["same", "merge", "merge", "shift", "shift", "shift", "renamed+recoded", "shift", "split"];
    assert_eq!(events(&lineage.old), old);
    let new = ["same", "merge", "shift", "shift", "renamed+recoded", "shift", "split", "split"];
    assert_eq!(events(&lineage.new), new);
    assert_eq!(lineage.counted_by, Some(Rung::SmallAreaPopulation));
}

#[test]
fn a_divided_ward_names_its_heirs_with_shares_both_ways() {
    let lineage = squareborough();
    let elm = &lineage.old[4];
    let heirs: Vec<&str> = elm.ties.iter().map(|tie| lineage.after.code(tie.area).as_str()).collect();
    assert_eq!(heirs, ["S11", "S12", "S14"]);
    check_portion(elm.ties[0].of_this, 0.5, Some(0.5));
    // 400 of Dogwood's 800 people came from Elm, on a third of its ground.
    check_portion(elm.ties[0].of_that, 1.0 / 3.0, Some(0.5));
    check_portion(elm.ties[1].of_that, 0.2, Some(1.0 / 3.0));
    assert_eq!(elm.ties[0].people, Some(400.0));
    check_portion(elm.moved, 0.5, Some(0.5));
    check_portion(elm.loose, 0.0, Some(0.0));
}

#[test]
fn what_moved_is_what_left_the_old_area_and_what_came_to_the_new() {
    let lineage = squareborough();
    check_portion(lineage.old[3].moved, 0.0, Some(0.0));
    check_portion(lineage.new[2].moved, 1.0 / 3.0, Some(0.5));
    check_portion(lineage.old[8].moved, 0.5, Some(0.5));
    check_portion(lineage.new[7].moved, 0.0, Some(0.0));
    assert_eq!(lineage.new[7].ties[0].relation, Relation::Inside);
}

#[test]
fn names_that_live_on_over_other_ground_are_listed() {
    let lineage = squareborough();
    let names: Vec<&str> =
        lineage.reused(Label::Name).filter_map(|reuse| lineage.before.name(reuse.old)).collect();
    assert_eq!(names, ["Dogwood", "Fir", "Hazel"]);
    assert_eq!(lineage.reused(Label::Code).count(), 0);
}

#[test]
fn without_people_shares_are_of_ground_and_say_so() {
    let lineage = traced(&wards_2018(), &wards_2023(), None);
    assert_eq!(lineage.counted_by, None);
    check_portion(lineage.old[4].ties[0].of_that, 1.0 / 3.0, None);
    assert_eq!(events(&lineage.old), events(&squareborough().old));
}

#[test]
fn an_area_without_people_has_a_share_of_ground_and_none_of_people() {
    let old = [("A", "", block(0.0, 1.0, 0.0, 1.0)), ("B", "", block(1.0, 2.0, 0.0, 1.0))];
    let new = [("C", "", block(0.0, 0.4, 0.0, 1.0)), ("D", "", block(0.4, 2.0, 0.0, 1.0))];
    let all_in_b = ControlPoint { source: Some(1), target: Some(1), weight: 70.0 };
    let counted = Evidence { rung: Rung::Addresses, points: vec![all_in_b] };
    let lineage = traced(&old, &new, Some(&counted));
    check_portion(lineage.old[0].ties[0].of_this, 0.6, None);
    check_portion(lineage.old[0].ties[0].of_that, 0.375, Some(0.0));
    assert_eq!(events(&lineage.old), ["shift", "shift"]);
    check_portion(lineage.old[1].moved, 0.0, Some(0.0));
}

#[test]
fn a_code_used_again_for_other_ground_is_caught() {
    let old = [
        ("A", "Ash", block(0.0, 1.0, 0.0, 1.0)),
        ("B", "Beech", block(1.0, 2.0, 0.0, 1.0)),
        ("C", "", block(5.0, 6.0, 0.0, 1.0)),
    ];
    let new = [
        ("A", "Ash", block(0.0, 1.25, 0.0, 1.0)),
        ("B", "Beech", block(1.25, 2.0, 0.0, 1.0)),
        ("C", "", block(8.0, 9.0, 0.0, 1.0)),
    ];
    let lineage = traced(&old, &new, None);
    let expected = ["shift+code-reused", "shift+code-reused", "removed+code-reused"];
    assert_eq!(events(&lineage.old), expected);
    assert_eq!(events(&lineage.new)[2], "added+code-reused");
    let codes: Vec<&Reuse> = lineage.reused(Label::Code).collect();
    assert_eq!(codes.len(), 3);
    check_portion(codes[1].of_old, 0.75, None);
    check_portion(codes[1].of_new, 1.0, None);
    check_portion(codes[2].of_old, 0.0, None);
}

#[test]
fn two_names_swapped_on_the_same_ground_are_renamed_and_not_moved() {
    let old = [("A", "Ash", block(0.0, 1.0, 0.0, 1.0)), ("B", "Beech", block(1.0, 2.0, 0.0, 1.0))];
    let new = [("A", "Beech", block(0.0, 1.0, 0.0, 1.0)), ("B", "Ash", block(1.0, 2.0, 0.0, 1.0))];
    let lineage = traced(&old, &new, None);
    assert_eq!(events(&lineage.old), ["renamed", "renamed"]);
    assert_eq!(lineage.reused(Label::Name).count(), 2);
}

#[test]
fn a_name_that_one_file_leaves_out_is_not_another_name() {
    let (old, new) = ([("A", "Ash", block(0.0, 1.0, 0.0, 1.0))], [("A", "", block(0.0, 1.0, 0.0, 1.0))]);
    assert_eq!(events(&traced(&old, &new, None).old), ["same"]);
}

#[test]
fn growth_into_ground_without_an_area_is_a_shift() {
    let (old, new) = ([("A", "", block(0.0, 1.0, 0.0, 1.0))], [("B", "", block(0.0, 2.0, 0.0, 1.0))]);
    let lineage = traced(&old, &new, None);
    assert_eq!((events(&lineage.old), events(&lineage.new)), (vec!["shift".into()], vec!["shift".into()]));
    check_portion(lineage.old[0].moved, 0.0, None);
    check_portion(lineage.new[0].loose, 0.5, None);
}

#[test]
fn a_split_ward_that_also_lost_ground_is_both() {
    let old = [("A", "", block(0.0, 3.0, 0.0, 1.0))];
    let new = [("B", "", block(0.0, 1.0, 0.0, 1.0)), ("C", "", block(1.0, 2.5, 0.0, 1.0))];
    let lineage = traced(&old, &new, None);
    assert_eq!(events(&lineage.old), ["split+shift"]);
    assert_eq!(events(&lineage.new), ["split", "split"]);
}

#[test]
fn many_small_losses_are_not_overlooked() {
    // A tenth of an area goes to twelve long neighbours, to none of them as much as a hundredth of either.
    let mut old = vec![("A", "", block(0.0, 1.0, 0.0, 12.0))];
    let mut new = vec![("A", "", block(0.0, 0.9, 0.0, 12.0))];
    let codes = ["N0", "N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "Na", "Nb"];
    for (at, code) in (0_u32..).zip(codes) {
        let (south, north) = (f64::from(at), f64::from(at) + 1.0);
        old.push((code, "", block(1.0, 21.0, south, north)));
        new.push((code, "", block(0.9, 21.0, south, north)));
    }
    let lineage = traced(&old, &new, None);
    assert_eq!(lineage.old[0].events, [Event::Shift, Event::CodeReused]);
    check_portion(lineage.old[0].loose, 0.1, None);
    assert_eq!(lineage.old[0].ties.len(), 1);
}

#[test]
fn a_vintage_that_was_not_measured_is_refused() {
    let (old, new) = (wards_2018(), wards_2023());
    let pieces = Pieces::measure(&overlap(&shapes(&old), &shapes(&new)), None).expect("no weights");
    let refused = trace(vintage(&old[1..]), vintage(&new), &pieces, Options::default());
    assert!(matches!(refused, Err(CrosswalkError::WrongLength { expected: 8, found: 9, .. })));
}

#[test]
fn a_bad_weight_is_refused_by_its_place() {
    let (old, new) = (wards_2018(), wards_2023());
    let mut counted = people(&old, &new);
    counted.points[7].weight = f64::NAN;
    let refused = Pieces::measure(&overlap(&shapes(&old), &shapes(&new)), Some(&counted));
    assert!(matches!(refused.expect_err("a bad weight")[..], [CrosswalkError::BadWeight { point: 7, .. }]));
}

/// Tiles as wards, with codes of their own places.
fn layer(prefix: &str, shapes: &[MultiPolygon<f64>]) -> (Vintage, Vec<MultiPolygon<f64>>) {
    let codes = (0..shapes.len()).map(|at| AreaCode::parse(&format!("{prefix}{at:02}")).expect("a code"));
    (Vintage { side: Side::new(None, codes), names: vec![None; shapes.len()] }, shapes.to_vec())
}

fn traced_tiles(a: &(Vintage, Vec<MultiPolygon<f64>>), b: &(Vintage, Vec<MultiPolygon<f64>>)) -> Lineage {
    let pieces = Pieces::measure(&overlap(&a.1, &b.1), None).expect("no weights");
    trace(a.0.clone(), b.0.clone(), &pieces, Options::default()).expect("as many areas as measured")
}

fn reversed((vintage, shapes): &(Vintage, Vec<MultiPolygon<f64>>)) -> (Vintage, Vec<MultiPolygon<f64>>) {
    let codes = vintage.side.codes.iter().rev().cloned();
    let side = Side::new(None, codes);
    (Vintage { side, names: vintage.names.clone() }, shapes.iter().rev().cloned().collect())
}

/// Each line in the order of codes: events, then partners by code with shares.
fn by_code(mine: &Vintage, theirs: &Vintage, lines: &[Line]) -> Vec<(String, String, Vec<(String, i64)>)> {
    let thousandth = |share: f64| format!("{:.0}", share * 1e6).parse::<i64>().expect("a number");
    let mut rows: Vec<_> = (0_u32..)
        .zip(lines)
        .map(|(at, line)| {
            let mut ties: Vec<_> = line
                .ties
                .iter()
                .map(|tie| (theirs.code(tie.area).to_string(), thousandth(tie.of_this.ground)))
                .collect();
            ties.sort();
            (mine.code(at).to_string(), events(std::slice::from_ref(line)).concat(), ties)
        })
        .collect();
    rows.sort();
    rows
}

fn other_way_round(event: &str) -> String {
    let swap = [("split", "MERGE"), ("merge", "SPLIT"), ("added", "REMOVED"), ("removed", "ADDED")];
    swap.iter().fold(event.to_owned(), |text, (from, to)| text.replace(from, to)).to_lowercase()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_vintage_is_the_same_as_itself(a in moves()) {
        let tiles = layer("T", &tiles(5, &a));
        let lineage = traced_tiles(&tiles, &tiles);
        prop_assert!(lineage.old.iter().chain(&lineage.new).all(|line| line.events == [Event::Same]));
        prop_assert!(lineage.reused.is_empty());
    }

    #[test]
    fn another_drawing_of_the_same_lines_moves_nothing(a in moves(), east in -0.3..0.3_f64) {
        let (old, new) = (tiles(5, &a), moved(&tiles(5, &a), 1.0, east));
        let lineage = traced_tiles(&layer("T", &old), &layer("T", &new));
        prop_assert!(lineage.old.iter().all(|line| line.events == [Event::Same]), "{:?}", events(&lineage.old));
    }

    #[test]
    fn shares_of_an_area_add_up_to_the_whole(a in moves(), b in moves(), shift in -500.0..500.0_f64) {
        let (old, new) = (layer("S", &tiles(6, &a)), layer("T", &moved(&tiles(4, &b), 1.0, shift)));
        let lineage = traced_tiles(&old, &new);
        let pieces = Pieces::measure(&overlap(&old.1, &new.1), None).expect("no weights");
        for (at, line) in lineage.old.iter().enumerate() {
            let slivers: f64 = pieces.of(at).iter().filter(|p| p.relation == Relation::Sliver)
                .map(|piece| pieces.of_from(piece).ground).sum();
            let ties: f64 = line.ties.iter().map(|tie| tie.of_this.ground).sum();
            prop_assert!((ties + slivers + line.loose.ground - 1.0).abs() < 1e-9);
            prop_assert!(line.moved.ground + 1e-9 >= line.loose.ground);
        }
    }

    #[test]
    fn the_order_of_the_areas_does_not_matter(a in moves(), b in moves()) {
        let (old, new) = (layer("S", &tiles(4, &a)), layer("T", &tiles(6, &b)));
        let (here, there) = (traced_tiles(&old, &new), traced_tiles(&reversed(&old), &reversed(&new)));
        let rows = |l: &Lineage| (by_code(&l.before, &l.after, &l.old), by_code(&l.after, &l.before, &l.new));
        prop_assert_eq!(rows(&here), rows(&there));
    }

    #[test]
    fn told_backwards_a_split_is_a_merge(a in moves(), b in moves(), across in 2..6_usize) {
        let (old, new) = (layer("S", &tiles(across, &a)), layer("T", &tiles(4, &b)));
        let (forth, back) = (traced_tiles(&old, &new), traced_tiles(&new, &old));
        let turned: Vec<String> = events(&back.new).iter().map(|event| other_way_round(event)).collect();
        prop_assert_eq!(events(&forth.old), turned);
    }

    #[test]
    fn tiles_cut_in_two_are_splits_and_nothing_else(a in moves(), cut in 0.2..0.8_f64) {
        let whole = tiles(3, &a);
        let halves: Vec<_> = whole.iter().flat_map(|tile| halves(tile, cut)).collect();
        let lineage = traced_tiles(&layer("S", &whole), &layer("T", &halves));
        prop_assert!(lineage.old.iter().all(|line| line.events == [Event::Split] && line.ties.len() == 2));
        prop_assert!(lineage.new.iter().all(|line| line.events == [Event::Split] && line.ties.len() == 1));
    }
}

/// A quadrangle cut from its first side to its third.
fn halves(tile: &MultiPolygon<f64>, cut: f64) -> [MultiPolygon<f64>; 2] {
    let ring = &tile.0[0].exterior().0;
    let between = |a: usize, b: usize| ring[a] + (ring[b] - ring[a]) * cut;
    let (near, far) = (between(0, 1), between(3, 2));
    let polygon = |ring: Vec<_>| MultiPolygon(vec![Polygon::new(LineString(ring), vec![])]);
    [polygon(vec![ring[0], near, far, ring[3]]), polygon(vec![near, ring[1], ring[2], far])]
}

#[test]
fn a_sliver_never_makes_a_predecessor() {
    // A strip of 0.8 m along a kilometre: within the tolerance of one metre.
    let old = [
        ("A", "", rectangle((0.0, 30.0), (0.0, 1_000.0))),
        ("B", "", rectangle((30.0, 60.0), (0.0, 1_000.0))),
    ];
    let new = [
        ("A", "", rectangle((0.0, 30.8), (0.0, 1_000.0))),
        ("B", "", rectangle((30.8, 60.0), (0.0, 1_000.0))),
    ];
    let lineage = traced(&old, &new, None);
    // It is more than the least share of one in a hundred, and still no tie.
    assert_eq!(events(&lineage.old), ["same", "same"]);
    check_portion(lineage.old[1].moved, 0.0, None);
}
