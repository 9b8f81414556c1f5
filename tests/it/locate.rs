//! Location models beside spopt's recorded optimum on the same inputs.

use serde::Deserialize;
use wardwise::locate::{
    Costs, Count, Demand, Fate, Limits, Model, Outcome, Problem, Rules, Site, Status, solve,
};

#[derive(Deserialize)]
struct Case {
    weights: Vec<f64>,
    costs: Vec<Vec<f64>>,
    sites: usize,
    within: f64,
    lscp: f64,
    mclp: f64,
    #[serde(rename = "p-median")]
    p_median: f64,
    #[serde(rename = "p-centre")]
    p_centre: f64,
    #[serde(rename = "p-median, first site fixed")]
    first_fixed: f64,
}

impl Case {
    fn problem(&self, model: Model, first: Fate) -> Problem {
        let demand = self.weights.iter().enumerate();
        let demand =
            demand.map(|(at, weight)| Demand { id: format!("d{at}"), weight: *weight, groups: vec![] });
        let site = |at: usize| Site {
            id: format!("s{at}"),
            partner: None,
            capacity: None,
            cost: None,
            fate: if at == 0 { first } else { Fate::Free },
        };
        Problem {
            groups: vec![],
            demand: demand.collect(),
            sites: (0..self.costs[0].len()).map(site).collect(),
            costs: Costs::new(self.costs.iter().map(|row| (0..).zip(row.iter().copied()).collect())),
            model,
            rules: Rules::default(),
        }
    }
}

#[test]
fn spopts_optimum_is_reached_on_the_same_inputs() {
    let text = include_str!("../fixtures/locate/spopt.json");
    let cases: Vec<Case> = serde_json::from_str(text).expect("the recorded cases");
    assert_eq!(cases.len(), 4);
    for case in &cases {
        let sites = Count::Exactly(case.sites);
        let check = |model: Model, first: Fate, expected: f64| {
            let found = solve(&case.problem(model, first), &Limits::default(), &|| 0.0).expect("no faults");
            let Outcome::Solved(answer) = found else { panic!("{found:?}") };
            assert_eq!(answer.status, Status::Optimal, "{model:?}");
            assert!(
                (answer.objective - expected).abs() < 1e-6,
                "{model:?}: {} of {expected}",
                answer.objective
            );
        };
        check(Model::Lscp { within: case.within }, Fate::Free, case.lscp);
        check(Model::Mclp { within: case.within / 2.0, sites }, Fate::Free, case.mclp);
        check(Model::PMedian { sites }, Fate::Free, case.p_median);
        check(Model::PCentre { sites }, Fate::Free, case.p_centre);
        check(Model::PMedian { sites }, Fate::Fixed, case.first_fixed);
    }
}
