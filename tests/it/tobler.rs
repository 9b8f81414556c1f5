//! The answers of tobler, another tool for areal interpolation, to the same questions.
//!
//! `benches/peers/tobler_fixture.py` recorded them; `docs/methods/tobler.md`
//! says where the two tools mean the same and where they do not.

use std::collections::BTreeMap;
use std::path::Path;

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use serde::Deserialize;
use wardwise::crosswalk::{Crosswalk, Estimate, Figure, Overlap, Side, Spread, Tolerance, by_area};
use wardwise::model::{AreaCode, Missing};

/// Parts, each a list of rings, the first its shell.
type Shape = Vec<Vec<Vec<[f64; 2]>>>;

#[derive(Deserialize)]
struct Fixture {
    tobler: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    sources: Vec<Shape>,
    targets: Vec<Shape>,
    people: Vec<Option<f64>>,
    score: Vec<Option<f64>>,
    kind: Vec<String>,
    tobler: Answers,
}

#[derive(Deserialize)]
struct Answers {
    people_spill: Vec<f64>,
    people_kept_inside: Vec<f64>,
    score: Vec<f64>,
    kinds: BTreeMap<String, Vec<f64>>,
}

impl Case {
    fn crosswalk(&self, spread: Spread) -> Crosswalk {
        let (sources, targets) = (shapes(&self.sources), shapes(&self.targets));
        let of = |shapes: &[MultiPolygon<f64>], letter: char| {
            let codes =
                (1..=shapes.len()).map(|at| AreaCode::parse(&format!("{letter}{at}")).expect("a code"));
            Side::new(None, codes)
        };
        let overlap = Overlap::measure(
            &sources.iter().collect::<Vec<_>>(),
            &targets.iter().collect::<Vec<_>>(),
            Tolerance::default(),
        );
        by_area(of(&sources, 'S'), of(&targets, 'T'), &overlap.expect("finite shapes"), spread)
    }

    fn counts(&self, spread: Spread) -> Vec<Estimate> {
        self.crosswalk(spread).apply_count(&figures(&self.people)).expect("a figure a source").0
    }

    fn scores(&self) -> Vec<Estimate> {
        self.crosswalk(Spread::Spill).apply_score(&figures(&self.score), None).expect("a figure a source")
    }
}

fn shapes(written: &[Shape]) -> Vec<MultiPolygon<f64>> {
    let ring = |ring: &Vec<[f64; 2]>| LineString(ring.iter().map(|&[x, y]| Coord { x, y }).collect());
    let part =
        |rings: &Vec<Vec<[f64; 2]>>| Polygon::new(ring(&rings[0]), rings[1..].iter().map(ring).collect());
    written.iter().map(|shape| MultiPolygon(shape.iter().map(part).collect())).collect()
}

fn figures(given: &[Option<f64>]) -> Vec<Figure> {
    given.iter().map(|figure| figure.ok_or(Missing::Suppressed)).collect()
}

fn fixture() -> Fixture {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tobler/cases.json");
    let fixture: Fixture =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the fixture")).expect("its form");
    assert_eq!(fixture.tobler, "0.13.0");
    fixture
}

fn cases(has_gaps: bool) -> Vec<Case> {
    let cases: Vec<Case> =
        fixture().cases.into_iter().filter(|case| case.people.contains(&None) == has_gaps).collect();
    assert_eq!(cases.len(), if has_gaps { 1 } else { 4 });
    cases
}

/// Within a millionth: tobler keeps areas as 32-bit numbers.
#[track_caller]
fn assert_near(ours: f64, theirs: f64, what: &str) {
    assert!((ours - theirs).abs() <= 1e-6 * theirs.abs().max(1.0), "{what}: {ours}, tobler {theirs}");
}

/// Equal where a source reaches the target; elsewhere tobler says 0 and we say that nothing is known.
#[track_caller]
fn assert_same(ours: &[Estimate], theirs: &[f64], what: &str) {
    assert_eq!(ours.len(), theirs.len());
    for (at, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        match ours.value {
            Ok(value) => assert_near(value, *theirs, &format!("{what}, target {at}")),
            Err(reason) => assert_eq!((reason, *theirs), (Missing::NotCovered, 0.0), "{what}, target {at}"),
        }
    }
}

#[test]
fn counts_with_spill_are_those_of_tobler_without_allocate_total() {
    for case in cases(false) {
        assert_same(&case.counts(Spread::Spill), &case.tobler.people_spill, &case.name);
    }
}

#[test]
fn counts_kept_inside_are_those_of_tobler_with_allocate_total() {
    for case in cases(false) {
        assert_same(&case.counts(Spread::KeepInside), &case.tobler.people_kept_inside, &case.name);
    }
}

#[test]
fn scores_by_area_are_tobler_s_intensive_variables() {
    for case in cases(false) {
        assert_same(&case.scores(), &case.tobler.score, &case.name);
    }
}

/// tobler divides by the whole target, we by the part that sources reach.
#[test]
fn kinds_are_those_of_tobler_once_the_cover_is_multiplied_back() {
    for case in cases(false) {
        let crosswalk = case.crosswalk(Spread::Spill);
        let kinds: Vec<_> = case.kind.iter().cloned().map(Ok).collect();
        let mixtures = crosswalk.apply_category(&kinds, None).expect("a kind a source");
        let cover = crosswalk.target_cover.as_ref().expect("shapes are known");
        for (kind, theirs) in &case.tobler.kinds {
            for (at, mixture) in mixtures.iter().enumerate() {
                let ours = mixture.iter().find(|share| share.category.as_ref() == Ok(kind));
                let share = ours.map_or(0.0, |share| share.share) * cover[at];
                assert_near(share, theirs[at], &format!("{}, {kind}, target {at}", case.name));
            }
        }
    }
}

/// tobler takes a missing figure for nought; we say that the target's is missing too.
#[test]
fn a_missing_figure_stays_missing_and_its_known_part_is_what_tobler_makes_of_nought() {
    for case in cases(true) {
        let counts = case.counts(Spread::Spill);
        let scores = case.scores();
        let missing = |estimates: &[Estimate]| {
            estimates.iter().filter(|estimate| estimate.value == Err(Missing::Suppressed)).count()
        };
        assert_eq!((missing(&counts), missing(&scores)), (6, 4));
        for (at, (count, score)) in counts.iter().zip(&scores).enumerate() {
            assert_near(count.known_part, case.tobler.people_spill[at], &format!("count {at}"));
            let with_nought = score.known_part * score.known_share;
            assert_near(with_nought, case.tobler.score[at], &format!("score {at}"));
        }
    }
}
