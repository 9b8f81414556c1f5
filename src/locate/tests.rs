//! The models against trying everything, their faults, conflicts and limits.

use proptest::prelude::*;

use super::testing::{agree, any_problem, problem, site};
use super::*;

const LIMITS: Limits = Limits { seconds: 60.0, gap: 0.0, seed: 1 };

fn solved(problem: &Problem) -> Answer {
    match solve(problem, &LIMITS, &|| 0.0).expect("a problem without faults") {
        Outcome::Solved(answer) => *answer,
        other => panic!("{other:?}"),
    }
}

fn conflict(problem: &Problem) -> Conflict {
    match solve(problem, &LIMITS, &|| 0.0).expect("a problem without faults") {
        Outcome::Infeasible(conflict) => conflict,
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_model_with_every_rule_finds_what_trying_everything_finds(problem in any_problem()) {
        let outcome = solve(&problem, &LIMITS, &|| 0.0);
        // Faults are for problems that make no sense, whatever is chosen.
        prop_assume!(outcome.is_ok());
        let outcome = outcome.expect("no faults");
        prop_assert_eq!(agree(&problem, &outcome), Ok(()));
        prop_assert_eq!(Ok(outcome), solve(&problem, &LIMITS, &|| 0.0));
    }

    #[test]
    fn a_conflict_without_one_of_its_parts_is_none(problem in any_problem()) {
        let outcome = solve(&problem, &LIMITS, &|| 0.0);
        if let Ok(Outcome::Infeasible(conflict)) = outcome {
            prop_assert!(conflict.minimal && conflict.smallest);
            prop_assert!(!conflict.constraints.is_empty());
            let run = run::Run { limits: LIMITS, clock: &|| 0.0 };
            let core: std::collections::BTreeSet<_> = conflict.constraints.iter().copied().collect();
            let possible = |active: &std::collections::BTreeSet<Constraint>| {
                let case = case::Case::with(&problem, active);
                let form = form::form(&case, form::Goal::Anything);
                highs::minimise(&form.mip, run.effort()).expect("solved").ended == mip::Ended::Solved
            };
            prop_assert!(!possible(&core));
            for constraint in &core {
                let mut without = core.clone();
                without.remove(constraint);
                prop_assert!(possible(&without), "{constraint:?} is needless");
            }
        }
    }

    #[test]
    fn splitting_never_costs_more_than_keeping_whole(problem in any_problem()) {
        let with = |assignment| {
            let mut problem = problem.clone();
            problem.rules.capacity = Some(assignment);
            solve(&problem, &LIMITS, &|| 0.0)
        };
        let (whole, split) = (with(Assignment::Whole), with(Assignment::Split));
        if let (Ok(Outcome::Solved(whole)), Ok(split)) = (whole, split) {
            let split = split.answer().expect("whole shares are shares");
            prop_assert_eq!(split.status, Status::Optimal);
            let worse = match whole.model {
                ModelKind::Mclp => whole.objective - split.objective,
                _ => split.objective - whole.objective,
            };
            prop_assert!(worse <= 1e-6 * whole.objective.abs().max(1.0), "{} {}", whole.objective, split.objective);
        }
    }
}

#[test]
fn split_people_fill_both_rooms() {
    let model = Model::PMedian { sites: Count::Exactly(2) };
    let mut problem = problem(&[10.0], &[&[1.0, 3.0]], model);
    problem.rules.capacity = Some(Assignment::Split);
    problem.sites[0].capacity = Some(6.0);
    problem.sites[1].capacity = Some(6.0);
    let answer = solved(&problem);
    assert!((answer.objective - (6.0 + 4.0 * 3.0)).abs() < 1e-6, "{}", answer.objective);
    let Served::By(by) = &answer.served[0] else { panic!("served") };
    assert!((by[0].1 - 0.6).abs() < 1e-6 && (by[1].1 - 0.4).abs() < 1e-6, "{by:?}");
    problem.rules.capacity = Some(Assignment::Whole);
    let faults = solve(&problem, &LIMITS, &|| 0.0).expect_err("nobody has room for ten");
    assert_eq!(faults, [Fault::TooLarge { id: "d0".into(), people: 10.0 }]);
}

#[test]
fn all_faults_are_told_at_once_and_by_name() {
    let model = Model::Mclp { within: f64::NAN, sites: Count::Exactly(9) };
    let mut wrong = problem(&[1.0, -2.0, f64::NAN], &[&[1.0], &[f64::INFINITY], &[2.0]], model);
    wrong.demand[1].id = "d0".into();
    let words: Vec<String> =
        solve(&wrong, &LIMITS, &|| 0.0).expect_err("faults").iter().map(ToString::to_string).collect();
    for part in ["'d0' stands 2 times", "is -2", "is NaN", "is inf", "the reach is NaN"] {
        assert!(words.iter().any(|word| word.contains(part)), "{part}: {words:?}");
    }
}

fn only_fault(problem: &Problem) -> String {
    let faults = solve(problem, &LIMITS, &|| 0.0).expect_err("a fault");
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].to_string()
}

#[test]
fn what_makes_no_sense_is_a_fault_with_its_name() {
    let two = Model::PMedian { sites: Count::Exactly(2) };
    let one = Model::PMedian { sites: Count::Exactly(1) };
    assert_eq!(only_fault(&problem(&[1.0], &[&[1.0]], two)), "2 sites are wanted and there are 1 candidates");
    assert_eq!(
        only_fault(&problem(&[0.0, 0.0], &[&[1.0], &[1.0]], one)),
        "all 2 demand points together have a demand of zero"
    );
    let mut far = problem(&[1.0, 1.0], &[&[1.0], &[1.0]], one);
    far.costs = Costs::new([vec![(0, 1.0)], vec![]]);
    assert_eq!(
        only_fault(&far),
        "'d1' cannot be served by any site; give it a way, or set such points aside"
    );
    far.rules.unreached = Unreached::SetAside;
    let answer = solved(&far);
    assert_eq!(answer.set_aside, [(1, Why::Unreachable)]);
    assert_eq!(answer.served[1], Served::Not(Why::Unreachable));
    let mut small = problem(&[5.0, 5.0], &[&[1.0], &[1.0]], one);
    small.rules.capacity = Some(Assignment::Split);
    assert_eq!(
        only_fault(&small),
        "the capacity of site 's0' is not known and the rule of capacity needs it; give it, or forbid the site"
    );
    small.sites[0].capacity = Some(9.0);
    assert!(only_fault(&small).contains("room for 9 together, and 10 are to be served"));
}

#[test]
fn a_conflict_names_the_fewest_things_in_plain_words() {
    let model = Model::PCentre { sites: Count::Exactly(2) };
    let mut problem = problem(&[1.0, 1.0], &[&[1.0, 2.0, 3.0], &[3.0, 2.0, 1.0]], model);
    for (site, cost) in problem.sites.iter_mut().zip([5.0, 6.0, 7.0]) {
        site.cost = Some(cost);
    }
    problem.rules.budget = Some(10.0);
    problem.sites[2] = Site { cost: Some(7.0), ..site(2, Fate::Forbidden) };
    let conflict = conflict(&problem);
    assert_eq!(conflict.constraints, [Constraint::Count, Constraint::Budget]);
    assert!(conflict.minimal && conflict.smallest);
    assert_eq!(
        conflict.words(&problem, "minutes"),
        ["exactly 2 sites are to be chosen", "all together may cost 10 at most"]
    );
}

#[test]
fn of_two_equal_sites_the_first_is_chosen() {
    let row: &[f64] = &[4.0, 4.0, 4.0];
    for model in [
        Model::Lscp { within: 5.0 },
        Model::Mclp { within: 5.0, sites: Count::Exactly(1) },
        Model::PMedian { sites: Count::Exactly(1) },
        Model::PCentre { sites: Count::Exactly(1) },
    ] {
        assert_eq!(solved(&problem(&[1.0, 2.0], &[row, row], model)).chosen, [0], "{model:?}");
    }
}

#[test]
fn without_time_no_answer_is_called_optimal() {
    let mut costs = Vec::new();
    for at in 0..60_u32 {
        costs.push((0..30_u32).map(|site| f64::from((at * 37 + site * 91) % 101)).collect::<Vec<f64>>());
    }
    let rows: Vec<&[f64]> = costs.iter().map(Vec::as_slice).collect();
    let weights: Vec<f64> = (0..60).map(|at| f64::from(at % 7 + 1)).collect();
    for model in [
        Model::Lscp { within: 12.0 },
        Model::Mclp { within: 12.0, sites: Count::Exactly(4) },
        Model::PMedian { sites: Count::Exactly(4) },
        Model::PCentre { sites: Count::Exactly(4) },
    ] {
        let problem = problem(&weights, &rows, model);
        let limits = Limits { seconds: 1e-9, ..LIMITS };
        match solve(&problem, &limits, &|| 1.0).expect("no faults") {
            Outcome::Solved(answer) => {
                assert_ne!(answer.status, Status::Optimal, "{model:?}");
                assert!(answer.gap > 0.0);
            }
            Outcome::NothingFound { .. } => {}
            Outcome::Infeasible(conflict) => panic!("{conflict:?}"),
        }
    }
}
