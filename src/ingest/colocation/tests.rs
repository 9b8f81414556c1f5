//! Searches, right and wrong.

use crate::colocate::{Criterion, Gate, Kind, NeedFrom};
use crate::model::PartnerType;

use super::read_search;

const SMALL: &str = r#"
id = "advice"
title = "Advice into libraries"
purpose = "To find rooms for advice."
date = 2026-01-01
"#;

const WHOLE: &str = r#"
id = "advice"
title = "Advice into libraries"
purpose = "To find rooms for advice."
date = 2026-01-01
find = ["pairs", "gaps"]
same_owner = false

[buildings]
registers = ["assets"]
partners = ["council", "faith"]

[services]
terms = ["Debt advice"]

[distances]
reach_minutes = 15
detour = 1.4

[people]
areas = "lsoa@2021"
residents = "residents"
need = { measure = "deprivation-score" }

[[people.group]]
name = "Most deprived fifth"
measure = "deprivation-score"
worst_share = 0.2

[gates]
lease_years = 3
skip = { compliance = "asked by the landlord" }
secure_terms = ["Debt advice"]

[weights]
access = 3
cost = 1
nearness = 0

[scales]
cost_best = 20
good_partners = ["council + voluntary"]

[gaps]
terms = ["Library"]

[factors]
one_off_per_m2 = { low = 100, mid = 200, high = 400, source = "our own works" }
years = 10

[stability]
draws = 50
seed = 7

[most]
per_service = 2
"#;

#[test]
fn a_small_search_takes_what_is_usual() {
    let spec = read_search(SMALL).expect("a search");
    assert_eq!(spec.find.len(), Kind::ALL.len());
    assert_eq!(spec.weights.len(), Criterion::ALL.len());
    assert!(spec.people.is_none() && spec.same_owner);
    assert!(spec.factors.cost_per_m2.is_none(), "no price is made up");
}

#[test]
fn every_key_of_a_whole_search_counts() {
    let spec = read_search(WHOLE).expect("a search");
    assert_eq!(spec.find, [Kind::Pairs, Kind::Gaps].into());
    assert_eq!(spec.buildings.partners, [PartnerType::Council, PartnerType::Faith]);
    assert_eq!((spec.distances.reach_minutes, spec.distances.detour), (15.0, 1.4));
    let people = spec.people.expect("people");
    assert_eq!(people.groups[0].worst_share, Some(0.2));
    assert!(matches!(people.need, Some(NeedFrom::Measure(_))));
    assert_eq!(spec.gates.skip.keys().collect::<Vec<_>>(), [&Gate::Compliance]);
    assert_eq!(spec.weights, [(Criterion::Access, 3.0), (Criterion::Cost, 1.0)].into());
    assert!(spec.scales.good.contains(&(PartnerType::Council, PartnerType::Voluntary)));
    assert_eq!(spec.factors.one_off_per_m2.map(|factor| factor.mid), Some(200.0));
    assert_eq!((spec.stability.draws, spec.stability.seed, spec.most.per_service), (50, 7, 2));
}

/// Every key taken out of a whole search changes what it means, or is a fault.
#[test]
fn no_key_is_read_and_ignored() {
    let whole = read_search(WHOLE).expect("a search");
    for line in WHOLE.lines().filter(|line| line.contains(" = ") && *line != "nearness = 0") {
        let without = WHOLE.replacen(&format!("{line}\n"), "", 1);
        assert_ne!(read_search(&without).ok(), Some(whole.clone()), "without {line}");
    }
}

#[test]
fn all_faults_are_told_at_once_with_their_lines() {
    let text = r#"
title = "x"
purpose = 3
date = "soon"
find = ["pears"]
colour = "red"
[distances]
reach_minutes = 500
[weights]
charm = 1
[gates]
skip = { tenure = "" }
[scales]
cost_best = 200
good_partners = ["council"]
[factors]
years = 0
one_off_per_m2 = { low = 9, mid = 2, high = 4, source = "x" }
"#;
    let faults = read_search(text).expect_err("faults");
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    for part in [
        "'id' is missing",
        "'purpose' must be a text",
        "'date' must be a day",
        "'pears' is not known",
        "the key 'colour' is not known",
        "write a number from 1 to 120",
        "the criterion 'charm' is not known",
        "must say why the gate is not asked",
        "'cost_best' must be less than 'cost_worst'",
        "write two kinds",
        "write a number from 1 to 60",
        "must ascend",
    ] {
        assert!(told.iter().any(|fault| fault.contains(part)), "{part} in\n{}", told.join("\n"));
    }
    assert!(told.iter().any(|fault| fault.starts_with("line 8, distances")), "{}", told.join("\n"));
}

#[test]
fn what_is_no_toml_is_a_fault_with_its_line() {
    let faults = read_search("id = \"a\"\ntitle = ").expect_err("faults");
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].line, 2);
}
