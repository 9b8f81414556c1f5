//! Searches whose answers can be checked in the head.

use proptest::prelude::*;

use crate::model::{Field, Holds, PartnerType};

use super::testing::*;
use super::*;

fn value(pair: &Pair, criterion: Criterion) -> Option<f64> {
    pair.values[criterion.position()]
}

fn near(found: Option<f64>, expected: f64) {
    assert!(found.is_some_and(|found| (found - expected).abs() < 1e-12), "{found:?} is not {expected}");
}

fn with(row: [&'static str; 15], column: &str, text: &'static str) -> [&'static str; 15] {
    let at = BUILDINGS.iter().position(|name| *name == column).expect("a column");
    let mut row = row;
    row[at] = text;
    row
}

#[test]
fn a_pair_scores_what_the_head_reckons() {
    let (estate, demand, ties) = (estate(&[&HALL], &[&ADVICE]), demand(), Ties::default());
    let found = find(&spec(), on(&estate, &demand, &ties));
    let pair = &found.pairs[0];
    assert_eq!(pair.answers.tier(), Tier::Passes);
    // Within 15 minutes (1,200 m) of the hall are areas 0 and 1, of the service all three.
    near(value(pair, Criterion::Access), 300.0 / 600.0);
    near(value(pair, Criterion::Equality), 60.0 / 90.0);
    near(value(pair, Criterion::Need), (100.0 * 1.0 + 200.0 * 0.5) / 300.0);
    near(value(pair, Criterion::Space), 1.0);
    near(value(pair, Criterion::Cost), 0.5);
    near(value(pair, Criterion::Condition), 2.0 / 3.0);
    near(value(pair, Criterion::Hours), 7.0 / 8.0);
    near(value(pair, Criterion::Partner), 0.5);
    near(value(pair, Criterion::Nearness), 0.5);
    let mean = [0.5, 2.0 / 3.0, 2.0 / 3.0, 1.0, 0.5, 2.0 / 3.0, 0.875, 0.5, 0.5].iter().sum::<f64>() / 9.0;
    near(Some(pair.score.low), mean);
    near(Some(pair.score.high), mean);
    assert_eq!(pair.front, Front::On);
    assert_eq!(pair.stays_at_top, Some(1.0));
}

#[test]
fn the_page_says_enough_to_reckon_the_score_again() {
    let hall = with(HALL, "Condition", "");
    let (estate, demand, ties) = (estate(&[&hall], &[&ADVICE]), demand(), Ties::default());
    let (spec, setting) = (spec(), on(&estate, &demand, &ties));
    let found = find(&spec, setting);
    let told = explain(&spec, setting, &found.catchments, &found.pairs[0]);
    let low: f64 = told.criteria.iter().map(|line| line.weight * line.value.unwrap_or(0.0)).sum();
    let high: f64 = told.criteria.iter().map(|line| line.weight * line.value.unwrap_or(1.0)).sum();
    near(Some(found.pairs[0].score.low), low);
    near(Some(found.pairs[0].score.high), high);
    assert!((high - low - 1.0 / 9.0).abs() < 1e-12, "one of nine is not known");
    let condition = told.criteria.iter().find(|line| line.criterion == Criterion::Condition).expect("a line");
    assert_eq!(condition.how, "not known: the register does not tell the condition");
    let (edition, column) = estate.cell(condition.rests_on[0]);
    assert_eq!(
        (edition.to_string().as_str(), column.as_str(), condition.rests_on[0].row),
        ("assets@2024", "Condition", 2)
    );
    assert!(told.sentence.starts_with(
        "Debt advice (Squareborough Voluntary Action) could move into Town Hall, a council building 10 minutes\u{2019} walk"
    ), "{}", told.sentence);
    assert!(
        told.sentence.contains("Of 600 people within 15 minutes now, 300 would lose that; 0 would gain it."),
        "{}",
        told.sentence
    );
}

#[test]
fn what_is_written_of_sharing_and_not_understood_is_no_yes() {
    let mut estate = estate(&[&HALL], &[&ADVICE]);
    let unread = Known::Unread("No - restrictive covenant".into());
    estate.buildings[0].sharing = Told { known: unread, cited: None };
    let (demand, ties) = (demand(), Ties::default());
    let (spec, setting) = (spec(), on(&estate, &demand, &ties));
    let found = find(&spec, setting);
    let told = explain(&spec, setting, &found.catchments, &found.pairs[0]);
    let tenure = told.gates.iter().find(|line| line.gate == Gate::Tenure).expect("a line");
    assert_eq!(tenure.answer, Answer::Unknown);
    assert!(tenure.why.contains("restrictive covenant"), "{}", tenure.why);
}

#[test]
fn room_and_need_that_nobody_tells_are_not_called_roomy() {
    let mut bare = [""; 15];
    (bare[0], bare[1], bare[2]) = ("bare", "Bare House", "0");
    let estate = estate(&[&bare, &HALL], &[&ADVICE]);
    let of = |at: usize| {
        super::estimate::estimate(&estate.services[0], None, &estate.buildings[at], &spec().factors)
            .is_crowded
    };
    assert_eq!((of(0), of(1)), (None, Some(false)));
}

#[test]
fn a_building_that_no_register_has_and_a_register_that_is_missing_are_told() {
    let mut estate = estate(&[&HALL], &[&ADVICE]);
    estate.services[0].building_named = Told { known: Known::Is("zzz".into()), cited: None };
    estate.services[0].building = None;
    estate.not_shown = vec![(Holds::Buildings, "depots".parse().expect("an id"))];
    let (demand, ties) = (demand(), Ties::default());
    let notes = find(&spec(), on(&estate, &demand, &ties)).notes;
    let keys: Vec<&str> = notes.iter().map(Note::key).collect();
    assert!(keys.contains(&"register-not-shown") && keys.contains(&"building-not-known"), "{keys:?}");
}

#[test]
fn unknown_never_counts_as_yes_and_does_not_hide_a_candidate() {
    let mut bare = [""; 15];
    (bare[0], bare[1], bare[2]) = ("bare", "Bare House", "0");
    let (estate, demand, ties) = (estate(&[&bare, &HALL], &[&ADVICE]), demand(), Ties::default());
    let (spec, setting) = (spec(), on(&estate, &demand, &ties));
    let found = find(&spec, setting);
    let names: Vec<_> =
        found.pairs.iter().map(|pair| estate.buildings[pair.building as usize].id.as_str()).collect();
    assert_eq!(names, ["hall", "bare"], "both are ranked together");
    let bare = &found.pairs[1];
    assert_eq!(bare.answers.tier(), Tier::ToCheck);
    let open: Vec<Gate> = bare.answers.with(Answer::Unknown).collect();
    assert_eq!(
        open,
        [
            Gate::Tenure,
            Gate::Lease,
            Gate::StepFree,
            Gate::Compliance,
            Gate::SecureSpace,
            Gate::Hours,
            Gate::Capacity
        ]
    );
    assert_eq!(explain(&spec, setting, &found.catchments, bare).questions.len(), 7);
}

#[test]
fn each_gate_that_says_no_fails_the_pair() {
    let check = |column: &str, text: &'static str, gate: Gate, expected: Answer| {
        let hall = with(HALL, column, text);
        let estate = estate(&[&hall], &[&ADVICE]);
        let (demand, ties) = (demand(), Ties::default());
        let found = find(&spec(), on(&estate, &demand, &ties));
        let answer = match (found.pairs.first(), found.tally.failed_by.as_slice()) {
            (Some(pair), _) => pair.answers.of(gate),
            (None, [(failed, 1)]) if *failed == gate => Answer::No,
            (None, failed) => panic!("{column} = {text} fails {failed:?}"),
        };
        assert_eq!(answer, expected, "{column} = {text}");
    };
    check("TenureType", "Licence", Gate::Tenure, Answer::No);
    check("TenureType", "Leasehold", Gate::Tenure, Answer::Unknown);
    check("TenureType", "Chattel", Gate::Tenure, Answer::Unknown);
    check("Step-free Access", "No", Gate::StepFree, Answer::No);
    check("Step-free Access", "Part", Gate::StepFree, Answer::Unknown);
    check("Compliance Until", "2025-12-31", Gate::Compliance, Answer::No);
    check("Compliance Until", "2026-01-01", Gate::Compliance, Answer::Yes);
    check("Secure Room", "No", Gate::SecureSpace, Answer::No);
    check("Separate Entrance", "No", Gate::Safeguarding, Answer::Yes);
    check("Opening Hours", "Mon-Wed 09:00-17:00", Gate::Hours, Answer::Yes);
    check("Opening Hours", "Mon, Tue 09:00-17:00", Gate::Hours, Answer::No);
    check("Opening Hours", "By arrangement", Gate::Hours, Answer::Unknown);
    check("Spare Desks", "3", Gate::Capacity, Answer::No);
    check("Spare Desks", "0", Gate::Capacity, Answer::No);
    check("Spare Desks", "NA", Gate::Capacity, Answer::Unknown);
}

#[test]
fn a_lease_must_run_on_to_the_very_day() {
    let check = |end: &'static str, passes: bool| {
        let hall = with(with(HALL, "TenureType", "Leasehold"), "Lease End", end);
        let estate = estate(&[&hall], &[&ADVICE]);
        let (demand, ties) = (demand(), Ties::default());
        let found = find(&spec(), on(&estate, &demand, &ties));
        assert_eq!(!found.pairs.is_empty(), passes, "{end}");
    };
    check("2031-01-01", true);
    check("2030-12-31", false);
}

#[test]
fn a_gate_that_is_not_asked_says_why() {
    let hall = with(HALL, "Step-free Access", "No");
    let (estate, demand, ties) = (estate(&[&hall], &[&ADVICE]), demand(), Ties::default());
    let (mut spec, setting) = (spec(), on(&estate, &demand, &ties));
    spec.gates.skip.insert(Gate::StepFree, "the lift is being built".into());
    let found = find(&spec, setting);
    let told = explain(&spec, setting, &found.catchments, &found.pairs[0]);
    let gate = told.gates.iter().find(|gate| gate.gate == Gate::StepFree).expect("the gate");
    assert_eq!((gate.answer, gate.why.as_str()), (Answer::Skipped, "not asked: the lift is being built"));
}

#[test]
fn a_service_stays_within_the_area_of_its_partner() {
    let (estate, demand) = (estate(&[&HALL], &[&ADVICE]), demand());
    let check = |service: Option<u32>, building: Option<u32>, tier: Option<Tier>| {
        let layer = TiedLayer {
            layer: "police".parse().expect("an id"),
            title: "Police areas".into(),
            areas: vec!["North".into(), "South".into()],
            of_building: vec![building],
        };
        let ties = Ties { layers: vec![layer], of_service: vec![Some((0, service))] };
        let found = find(&spec(), on(&estate, &demand, &ties));
        assert_eq!(found.pairs.first().map(|pair| pair.answers.tier()), tier, "{service:?} {building:?}");
    };
    check(Some(0), Some(0), Some(Tier::Passes));
    check(Some(0), Some(1), None);
    check(Some(0), None, Some(Tier::ToCheck));
    check(None, Some(1), Some(Tier::ToCheck));
}

#[test]
fn what_is_missing_is_said() {
    let keys = |spec: &SearchSpec, estate: &Estate, demand: &Demand| -> Vec<&'static str> {
        let ties = Ties::default();
        find(spec, on(estate, demand, &ties)).notes.iter().map(Note::key).collect()
    };
    let has = |keys: &[&str], key: &str| assert!(keys.contains(&key), "{key} is not in {keys:?}");
    let full = with(HALL, "Spare Desks", "0");
    has(&keys(&spec(), &estate(&[&full], &[&ADVICE]), &demand()), "no-spare-room");
    has(&keys(&spec(), &estate(&[&full], &[&ADVICE]), &demand()), "all-fail");
    let mut bare = [""; 15];
    (bare[0], bare[2]) = ("bare", "0");
    has(&keys(&spec(), &estate(&[&bare], &[&ADVICE]), &demand()), "nobody-knows");
    has(&keys(&spec(), &estate(&[&bare], &[&ADVICE]), &demand()), "nobody-tells");
    has(&keys(&spec(), &estate(&[&HALL], &[&ADVICE]), &Demand::default()), "nobody-lives-there");
    has(&keys(&spec(), &estate(&[], &[]), &demand()), "no-register");
    has(&keys(&spec(), &estate(&[&HALL], &[&ADVICE]), &demand()), "no-terms-for-gaps");
    let far = with(HALL, "e", "90000");
    has(&keys(&spec(), &estate(&[&far], &[&ADVICE]), &demand()), "nothing-within-reach");
    let lost = with(HALL, "e", "");
    has(&keys(&spec(), &estate(&[&lost], &[&ADVICE]), &demand()), "unlocated");
    let mut asked = spec();
    asked.gaps.terms = vec!["Juggling".into()];
    has(&keys(&asked, &estate(&[&HALL], &[&ADVICE]), &demand()), "nobody-offers");
    asked.services.partners = vec![PartnerType::Fire];
    has(&keys(&asked, &estate(&[&HALL], &[&ADVICE]), &demand()), "none-let-through");
    let odd = with(HALL, "Opening Hours", "By arrangement");
    has(&keys(&spec(), &estate(&[&odd], &[&ADVICE]), &demand()), "not-understood");
}

#[test]
fn every_note_is_a_sentence() {
    let notes = [
        Note::NoRegister(Holds::Buildings),
        Note::Unlocated(Holds::Services, 1),
        Note::OffNetwork(Holds::Buildings, 2),
        Note::NobodyKnows(Gate::Hours),
        Note::NobodyTells(Holds::Services, vec![Field::NeedsDesks, Field::Hours]),
        Note::NotUnderstood {
            holds: Holds::Services,
            field: Field::Hours,
            count: 2,
            example: "By arrangement".into(),
        },
        Note::Alone(2),
        Note::Disagree(3),
    ];
    for note in notes {
        let words = note.words();
        assert!(
            words.ends_with(['.', '?'])
                && words.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '\u{201c}'),
            "{words}"
        );
    }
}

#[test]
fn a_gap_is_filled_by_the_building_that_reaches_most() {
    let far = with(with(with(HALL, "id", "far"), "e", "1600"), "name", "Far House");
    let (estate, demand, ties) = (estate(&[&HALL, &far], &[&ADVICE]), demand(), Ties::default());
    let mut spec = spec();
    spec.gaps.terms = vec!["Library".into()];
    let found = find(&spec, on(&estate, &demand, &ties));
    // The far house reaches areas 1 and 2, the hall then only area 0.
    let told: Vec<_> = found
        .gaps
        .iter()
        .map(|gap| (estate.buildings[gap.building as usize].id.as_str(), gap.people))
        .collect();
    assert_eq!(told, [("far", 500.0), ("hall", 100.0)]);
    let reach = &found.reaches[0];
    assert_eq!((reach.services, reach.reached, reach.not_reached, reach.could_be), (0, 0.0, 600.0, 600.0));
}

#[test]
fn two_services_of_a_kind_for_the_same_people_may_be_duplicates() {
    let check = |e: &'static str, hours: &'static str, expected: Option<(f64, Option<u32>)>| {
        let mut other = ADVICE;
        (other[0], other[1], other[2], other[6]) = ("other", "Money advice", e, hours);
        let (estate, demand, ties) = (estate(&[], &[&ADVICE, &other]), demand(), Ties::default());
        let found = find(&spec(), on(&estate, &demand, &ties));
        let told = found.duplicates.first().map(|one| (one.overlap, one.shared_minutes));
        assert_eq!(told, expected, "{e} {hours}");
    };
    check("0", "Mon 09:00-12:00", Some((1.0, Some(120))));
    check("0", "Mon 08:00-09:00", None);
    check("0", "By arrangement", Some((1.0, None)));
    check("90000", "Mon 09:00-12:00", None);
}

#[test]
fn owners_within_a_short_walk_make_a_hub() {
    let other = |id: &'static str, e: &'static str, owner: &'static str| {
        with(with(with(HALL, "id", id), "e", e), "Owner", owner)
    };
    let rows = [
        HALL,
        other("b", "160", "Elver Fire Service"),
        other("c", "300", "Elver NHS Trust"),
        other("d", "2000", "X"),
    ];
    let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
    let (estate, demand, ties) = (estate(&rows, &[]), demand(), Ties::default());
    let found = find(&spec(), on(&estate, &demand, &ties));
    assert_eq!(found.hubs.len(), 1);
    assert_eq!(found.hubs[0].owners.len(), 3);
    assert_eq!(found.hubs[0].buildings.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn joined_registers_are_one_estate_and_their_quarrels_are_kept() {
    let header = ["id", "name", "e", "UPRN", "TenureType", "Condition"];
    let council = register(
        "council",
        &header,
        &[&["1", "Aston Library", "10", "0100", "Freehold", ""], &["2", "Old", "9", "", "", ""]],
    );
    let national = register("national", &header, &[&["n1", "Aston Library", "12", "100", "Leasehold", "B"]]);
    let sources = ["council", "national"].map(|id| EstateSourceOf(id).joined());
    let estate = Estate::build(&[
        Listed { source: &sources[0], register: &council },
        Listed { source: &sources[1], register: &national },
    ]);
    assert_eq!(estate.buildings.len(), 2);
    let aston = &estate.buildings[0];
    assert_eq!(aston.tenure.value(), Some(&words::Tenure::Freehold), "the first is believed");
    assert_eq!(
        aston.condition.value(),
        Some(&words::Grade::B),
        "the second fills what the first leaves open"
    );
    assert_eq!(estate.alone, [1], "the old one stands in one list only");
    assert_eq!(estate.disagreements.len(), 1);
    let quarrel = &estate.disagreements[0];
    assert_eq!(
        (quarrel.field, quarrel.believed.0.as_str(), quarrel.other.0.as_str()),
        (Field::Tenure, "freehold", "leasehold")
    );
}

struct EstateSourceOf(&'static str);

impl EstateSourceOf {
    fn joined(self) -> crate::model::EstateSource {
        crate::model::EstateSource { join: Some("libraries".into()), ..source(self.0, Holds::Buildings) }
    }
}

#[test]
fn an_estimate_says_what_it_lacks_and_reckons_what_it_can() {
    let (estate, demand, ties) = (estate(&[&HALL], &[&ADVICE]), demand(), Ties::default());
    let (mut spec, setting) = (spec(), on(&estate, &demand, &ties));
    let found = find(&spec, setting);
    let told = explain(&spec, setting, &found.catchments, &found.pairs[0]).estimate;
    assert_eq!(told.area_m2, Ok(Range { low: 24.0, mid: 32.0, high: 40.0 }));
    assert_eq!(told.saving, Err("the running cost of where the service is now is not known"));
    let factor = |low: f64, mid: f64, high: f64| Some(Factor { low, mid, high, source: "a test".into() });
    spec.factors.cost_per_m2 = factor(50.0, 100.0, 150.0);
    spec.factors.one_off_per_m2 = factor(10.0, 20.0, 30.0);
    spec.factors.transition = factor(1000.0, 2000.0, 3000.0);
    let told = explain(&spec, setting, &found.catchments, &found.pairs[0]).estimate;
    // 32 m² at £100 for five years, less 32 × £20 and £2,000.
    assert_eq!(told.saving.map(|saving| saving.mid), Ok(16_000.0 - 640.0 - 2_000.0));
    assert_eq!(told.saving.map(|saving| saving.low), Ok(24.0 * 50.0 * 5.0 - 40.0 * 30.0 - 3_000.0));
    assert_eq!(told.carbon_t_a_year.map(|carbon| carbon.high), Ok(40.0 * 39.0 * 0.001));
}

fn cells() -> impl Strategy<Value = Vec<[usize; 6]>> {
    prop::collection::vec([0_usize..20, 0..4, 0..4, 0..4, 0..4, 0..3], 1..8)
}

/// Buildings of drawn cells, some of them empty.
fn drawn(cells: &[[usize; 6]]) -> Vec<[&'static str; 15]> {
    const AT: [&str; 20] = [
        "0", "80", "160", "240", "320", "400", "480", "560", "640", "720", "800", "900", "1000", "1200",
        "1400", "1600", "1800", "2000", "2400", "3000",
    ];
    const IDS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let row = |(at, cell): (usize, &[usize; 6])| {
        let row = with(with(HALL, "id", IDS[at]), "e", AT[cell[0]]);
        let row = with(row, "TenureType", ["Freehold", "Leasehold", "Licence", ""][cell[1]]);
        let row = with(row, "Spare Desks", ["4", "2", "0", ""][cell[2]]);
        let row = with(row, "Condition", ["A", "C", "", "D"][cell[3]]);
        let row = with(row, "Running Cost GBP", ["10000", "", "50000", "90000"][cell[4]]);
        with(row, "Step-free Access", ["Yes", "No", ""][cell[5]])
    };
    cells.iter().enumerate().map(row).collect()
}

proptest! {
    #[test]
    fn knowing_more_never_leaves_the_range(cells in cells()) {
        let rows = drawn(&cells);
        let known: Vec<_> = rows.iter().map(|row| if row[9].is_empty() { with(*row, "Condition", "B") } else { *row }).collect();
        let (demand, ties) = (demand(), Ties::default());
        let scores = |rows: &[[&'static str; 15]]| {
            let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
            let estate = estate(&rows, &[&ADVICE]);
            let mut spec = spec();
            spec.most.per_service = 99;
            let found = find(&spec, on(&estate, &demand, &ties));
            let mut scores: Vec<(u32, Score)> = found.pairs.iter().map(|pair| (pair.building, pair.score)).collect();
            scores.sort_by_key(|(at, _)| *at);
            scores
        };
        let (less, more) = (scores(&rows), scores(&known));
        prop_assert_eq!(less.len(), more.len());
        for ((at, less), (also_at, more)) in less.iter().zip(&more) {
            prop_assert_eq!(at, also_at);
            prop_assert!(less.low <= more.low + 1e-12 && more.high <= less.high + 1e-12);
        }
    }

    #[test]
    fn the_order_of_the_register_does_not_matter(cells in cells()) {
        let rows = drawn(&cells);
        let turned: Vec<_> = rows.iter().rev().copied().collect();
        let (demand, ties) = (demand(), Ties::default());
        let told = |rows: &[[&'static str; 15]]| {
            let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
            let estate = estate(&rows, &[&ADVICE]);
            let mut spec = spec();
            spec.most.per_service = 99;
            let found = find(&spec, on(&estate, &demand, &ties));
            let mut told: Vec<String> = found.pairs.iter().map(|pair| {
                format!("{} {:?} {:?} {:?}", estate.buildings[pair.building as usize].id, pair.score, pair.front, pair.answers)
            }).collect();
            told.sort();
            told
        };
        prop_assert_eq!(told(&rows), told(&turned));
    }
}
