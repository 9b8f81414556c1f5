//! Four streets and two libraries: the worked example of `docs/methods/what-if.md`.
#![expect(clippy::float_cmp, reason = "round numbers that must come out exactly")]

use proptest::prelude::*;

use super::*;
use crate::locate::Costs;

/// Two areas with two spots each; one library in the west, one in the east, an
/// empty shop between them.
///
/// Minutes: west's spots to the west library 2 and 8, to the shop 12 and 6, to
/// the east library 30 and 24; east's the other way round.
fn town() -> Setting {
    let count = |people: f64| Some(Count { people, error: 0.0 });
    let area = |code: &str, residents: f64, older: f64| Area {
        code: code.into(),
        name: None,
        residents: count(residents),
        groups: vec![count(older)],
    };
    let venue = |id: &str, open: bool| Venue { id: id.into(), name: format!("{id} library"), open };
    let spot = |area: usize| Spot { area, weight: 1.0 };
    Setting {
        areas: vec![area("west", 100.0, 40.0), area("east", 300.0, 20.0)],
        groups: vec![Group { name: "65 and over".into(), family: "Age".into() }],
        families: vec![Family { name: "Decile".into(), of_area: vec![Some("1".into()), Some("10".into())] }],
        spots: vec![spot(0), spot(0), spot(1), spot(1)],
        venues: vec![venue("west", true), venue("shop", false), venue("east", true)],
        minutes: Costs::new([
            vec![(0, 2.0), (1, 12.0), (2, 30.0)],
            vec![(0, 8.0), (1, 6.0), (2, 24.0)],
            vec![(0, 24.0), (1, 6.0), (2, 8.0)],
            vec![(0, 30.0), (1, 12.0), (2, 2.0)],
        ]),
    }
}

fn plan(actions: Vec<Action>) -> Plan {
    Plan { title: "Trial".into(), actions }
}

fn done(actions: Vec<Action>) -> Effect {
    effect(&town(), &plan(actions), Thresholds::default()).expect("a plan without faults")
}

fn close(venue: &str) -> Action {
    Action::Close { venue: venue.into() }
}

fn tally<'e>(effect: &'e Effect, name: &str) -> &'e Tally {
    effect.tallies.iter().find(|tally| tally.name == name).expect("a tally of this name")
}

#[test]
fn closing_a_library_is_felt_by_those_who_used_it() {
    let effect = done(vec![close("west")]);
    let west = &effect.areas[0];
    assert_eq!((west.before.minutes, west.after.minutes), (Some(5.0), Some(27.0)));
    assert_eq!(west.change, Some(22.0));
    let all = tally(&effect, "All residents");
    assert_eq!((all.losing.value, all.no_longer_near.value, all.gaining.value), (100.0, 100.0, 0.0));
    assert_eq!(all.share_losing.map(|share| share.value), Some(0.25));
    let older = tally(&effect, "65 and over");
    assert_eq!(older.losing.value, 40.0);
    assert!(older.harder_hit, "two thirds of them lose, of all a quarter");
    assert!(tally(&effect, "1").harder_hit && !tally(&effect, "10").harder_hit);
}

#[test]
fn a_move_that_helps_one_spot_and_hurts_another_has_a_range() {
    let effect = done(vec![Action::Move { venue: "west".into(), to: "shop".into() }]);
    // West: one spot goes from 2 to 12 minutes, the other from 8 to 6. East: 8 to 6, and 2 stays.
    let all = tally(&effect, "All residents");
    assert_eq!((all.losing.value, all.no_longer_near.value, all.gaining.value), (50.0, 50.0, 0.0));
    // Half of 100 people, known from two spots: 100² · ½ · ½ / 2.
    let half = 1.959_963_984_540_054 * (10_000.0_f64 / 8.0).sqrt();
    assert!((all.losing.high - (50.0 + half)).abs() < 1e-9 && all.losing.low == 0.0, "{:?}", all.losing);
    assert_eq!(effect.areas[0].before.range, Some((2.0, 8.0)));
}

#[test]
fn who_cannot_reach_anything_is_counted_and_not_averaged() {
    let mut setting = town();
    setting.minutes = Costs::new([vec![(0, 2.0)], vec![(0, 8.0)], vec![(2, 8.0)], vec![]]);
    let effect = effect(&setting, &plan(vec![close("west")]), Thresholds::default()).expect("no faults");
    let all = tally(&effect, "All residents");
    assert_eq!((all.cut_off.value, all.never_reached.value, all.losing.value), (100.0, 150.0, 0.0));
    assert_eq!(effect.areas[0].after.minutes, None);
    assert_eq!(effect.areas[1].before.unreached, 0.5);
    assert_eq!(all.minutes_after, Some(8.0));
    assert_eq!(all.share_losing.map(|share| share.value), Some(0.25), "cut off counts as losing");
}

#[test]
fn a_plan_that_cannot_be_is_told_all_its_faults() {
    let faults = |actions| plan(actions).apply(&town()).expect_err("faults");
    assert_eq!(faults(vec![]), [PlanFault::Empty]);
    let twice = vec![
        close("west"),
        close("west"),
        close("shop"),
        close("north"),
        Action::Open { venue: "east".into() },
    ];
    assert_eq!(
        faults(twice),
        [
            PlanFault::LeftTwice("west".into()),
            PlanFault::NotOpen("shop".into()),
            PlanFault::NoVenue("north".into()),
            PlanFault::OpenAlready("east".into()),
        ]
    );
    let itself = Action::Share { venue: "west".into(), with: "west".into() };
    assert_eq!(faults(vec![itself]), [PlanFault::ToItself("west".into())]);
}

#[test]
fn a_missing_number_is_in_no_sum_and_is_told() {
    let mut setting = town();
    setting.areas[0].groups[0] = None;
    let effect = effect(&setting, &plan(vec![close("west")]), Thresholds::default()).expect("no faults");
    let older = tally(&effect, "65 and over");
    assert_eq!((older.areas_unknown, older.people.value, older.losing.value), (1, 20.0, 0.0));
}

#[test]
fn the_error_of_a_number_widens_the_range() {
    let mut setting = town();
    setting.areas[0].residents = Some(Count { people: 100.0, error: 10.0 });
    let effect = effect(&setting, &plan(vec![close("west")]), Thresholds::default()).expect("no faults");
    let losing = tally(&effect, "All residents").losing;
    assert!((losing.high - losing.value - 19.599_639_845_400_54).abs() < 1e-9, "{losing:?}");
}

fn pack() -> Pack {
    let setting = town();
    let plan = plan(vec![close("west")]);
    let effect = done(vec![close("west")]);
    let blank = Pack {
        title: "Trial".into(),
        scenario: "abc".into(),
        date: jiff::civil::date(2026, 5, 1),
        place: "Town".into(),
        data_version: 3,
        data: vec!["libraries@2026".into()],
        travel: "straight line".into(),
        assumptions: vec!["People walk.".into()],
        actions: vec![],
        threshold_minutes: 0.0,
        near_minutes: 0.0,
        tallies: vec![],
        mitigations: vec![],
        sign_off: None,
    };
    Pack::reckoned(&setting, &plan, &effect, blank)
}

#[test]
fn a_pack_is_linked_only_when_signed_and_answered() {
    let errors = pack().link(" ").expect_err("three faults");
    let missing = |name: &str| PackError::NoMitigation(name.into());
    assert_eq!(errors, [PackError::NoDecision, PackError::NotSigned, missing("65 and over"), missing("1")]);
    let ready = Pack {
        mitigations: vec![Mitigation {
            for_whom: "Everyone".into(),
            what: "A mobile library comes weekly.".into(),
        }],
        sign_off: Some(SignOff {
            name: "A. Smith".into(),
            role: "Director".into(),
            on: jiff::civil::date(2026, 5, 2),
        }),
        ..pack()
    };
    let linked = ready.link("CAB-2026-17").expect("all is there");
    assert_eq!(linked.facts()[0], ("decision".to_owned(), "CAB-2026-17".to_owned()));
    LinkedPack::verify(linked.facts(), linked.digest()).expect("unchanged");
}

proptest! {
    #[test]
    fn any_change_of_any_fact_breaks_the_digest(at in any::<prop::sample::Index>(), text in "[a-z0-9 ]{0,6}") {
        let facts = pack().facts();
        let digest = digest_of(&facts);
        let mut changed = facts.clone();
        let at = at.index(changed.len());
        prop_assume!(changed[at].1 != text);
        changed[at].1 = text;
        prop_assert_eq!(LinkedPack::verify(&changed, &digest), Err(PackError::Changed));
        let mut fewer = facts.clone();
        fewer.remove(at);
        prop_assert_eq!(LinkedPack::verify(&fewer, &digest), Err(PackError::Changed));
        prop_assert_eq!(LinkedPack::verify(&facts, &digest), Ok(()));
    }

    #[test]
    fn parts_of_a_family_add_up_to_all_and_ranges_hold_their_estimates(
        minutes in prop::collection::vec(prop::collection::vec(prop::option::weighted(0.8, 0_u8..40), 3), 4),
        closed in 0_usize..3,
    ) {
        let mut setting = town();
        setting.minutes = Costs::new(minutes.iter().map(|row| {
            (0..).zip(row).filter_map(|(at, cost)| Some((at, f64::from((*cost)?)))).collect()
        }));
        let venue = ["west", "shop", "east"][closed];
        let action = if venue == "shop" { Action::Open { venue: venue.into() } } else { close(venue) };
        let effect = effect(&setting, &plan(vec![action]), Thresholds::default()).expect("no faults");
        let all = tally(&effect, "All residents");
        let kinds: [fn(&Tally) -> Range; 5] =
            [|t| t.losing, |t| t.gaining, |t| t.cut_off, |t| t.newly_reached, |t| t.never_reached];
        for of in kinds {
            let parts = of(tally(&effect, "1")).value + of(tally(&effect, "10")).value;
            prop_assert!((parts - of(all).value).abs() < 1e-9);
            let range = of(all);
            prop_assert!(range.low <= range.value && range.value <= range.high && range.high <= 400.0 + 1e-9);
        }
    }
}
