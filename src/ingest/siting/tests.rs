//! Recipes that are right, and everything that can be wrong in one.
#![expect(clippy::float_cmp, reason = "round numbers that must come out exactly")]

use super::*;
use crate::locate::{Count, Model, SitesFrom};
use crate::scenario::ActionSpec;

const PEOPLE: &str = r#"
title = "Trial"
[people]
areas = "lsoa@2021"
residents = "residents"
[[people.group]]
name = "65 and over"
family = "Age"
columns = { table = "population", from = "65", to = "90+" }
[[people.class]]
name = "Ward"
layer = "wards@2018"
[sites]
register = "libraries"
keep = { type = ["Static", "Mobile"] }
leave_out = { closed = "Yes" }
"#;

fn words(found: Result<impl std::fmt::Debug, Vec<RecipeFault>>) -> Vec<String> {
    found.expect_err("faults").iter().map(ToString::to_string).collect()
}

#[test]
fn a_recipe_for_sites_is_read_whole() {
    let text = format!(
        "{PEOPLE}\n[model]\nkind = \"mclp\"\nsites = 12\nwithin_minutes = 10\n[rules]\nfixed = \"Central\"\n\
         [[rules.cover]]\ngroup = \"65 and over\"\nshare = 0.5\n[limits]\nseconds = 20"
    );
    let spec = parse_locate(&text).expect("no faults");
    assert_eq!(spec.model, Model::Mclp { within: 10.0, sites: Count::Exactly(12) });
    assert_eq!(spec.fixed, ["Central"]);
    assert_eq!(spec.cover[0].share, 0.5);
    assert_eq!(spec.limits.seconds, 20.0);
    let SitesFrom::Register { keep, .. } = &spec.sites.from else { panic!("a register") };
    assert_eq!(keep[0].values, ["Static", "Mobile"]);
    assert!(!spec.sites.tells_partners());
    assert_eq!(spec.people.areas.to_string(), "lsoa@2021");
}

#[test]
fn a_recipe_of_a_scenario_is_read_whole() {
    let text = format!(
        "date = 2026-05-01\nassumptions = [\"People walk.\"]\n{PEOPLE}\n[thresholds]\nminutes = 4\n\
         [[action]]\nclose = \"Aston\"\n[[action]]\nmove = \"Selly Oak\"\n\
         to = {{ name = \"New hub\", easting = 404000, northing = 283000 }}\n\
         [[action]]\nshare = \"Quinton\"\nwith = {{ register = \"fire-stations\", id = \"Woodgate\" }}\n\
         [pack]\ndecision = \"CAB-1\"\nsign_off = {{ name = \"A\", role = \"B\", on = 2026-05-02 }}\n"
    );
    let spec = parse_scenario(&text).expect("no faults");
    assert_eq!(spec.actions.len(), 3);
    assert_eq!(spec.actions[0], ActionSpec::Close { site: "Aston".into() });
    assert_eq!(spec.thresholds.minutes, 4.0);
    assert_eq!(spec.pack.decision.as_deref(), Some("CAB-1"));
}

#[test]
fn every_fault_is_told_with_its_table_and_key() {
    let text = "titel = \"x\"\n[people]\nareas = \"LSOA\"\n[[people.group]]\nname = \"a\"\n[sites]\n\
                register = 5\ncost = {}\n[model]\nkind = \"best\"\nsites = -1\n[rules]\nbudget = \"much\"\n\
                [[rules.cover]]\ngroup = \"b\"\nshare = 2\n[limits]\ngap = 1\nseconds = 0\nspeed = 9";
    let words = words(parse_locate(text));
    for part in [
        "title: is missing",
        "titel: is not known here",
        "people.areas: 'LSOA' cannot be an id",
        "people: write 'residents'",
        "people.group 1.family: is missing",
        "people.group 1: write 'measure'",
        "sites.register: is integer; write a text",
        "sites.cost: write 'column', 'where_unknown' or both",
        "model.kind: is 'best'; write one of lscp, mclp, p-median, p-centre",
        "model.sites: is integer; write a whole number",
        "rules.budget: is string; write a number",
        "rules.cover 1.share: is 2; write a number from 0 to 1",
        "limits.gap: is 1;",
        "limits.seconds: is 0;",
        "limits.speed: is not known here; known are gap, seconds, seed",
    ] {
        assert!(words.iter().any(|word| word.contains(part)), "{part}: {words:#?}");
    }
}

#[test]
fn what_a_model_or_rule_cannot_use_is_a_fault() {
    let text = format!(
        "{PEOPLE}\ncost = {{ where_unknown = 1 }}\n[model]\nkind = \"lscp\"\nsites = 3\n[rules]\npartners = 2\n\
         fixed = [\"a\"]\nforbidden = [\"a\"]\n[[rules.cover]]\ngroup = \"young\"\nshare = 0.5"
    );
    let words = words(parse_locate(&text));
    for part in [
        "model.sites: is given, and lscp has none",
        "model.within_minutes: is missing: lscp needs it",
        "sites.cost: is given, and no rule uses it",
        "sites.partner: is missing, and a rule needs it",
        "'a' is fixed and forbidden at once",
        "there is no group 'young'",
    ] {
        assert!(words.iter().any(|word| word.contains(part)), "{part}: {words:#?}");
    }
}

#[test]
fn an_action_is_one_thing_and_a_pack_needs_a_day() {
    let text =
        format!("{PEOPLE}\n[[action]]\nclose = \"a\"\nmove = \"b\"\n[[action]]\nmove = \"c\"\n[pack]\n");
    let words = words(parse_scenario(&text));
    for part in ["action 1: write exactly one of", "action 2.to: is missing", "date: is missing"] {
        assert!(words.iter().any(|word| word.contains(part)), "{part}: {words:#?}");
    }
}

#[test]
fn sites_are_a_register_or_all_that_offer_a_kind_of_service() {
    let (people, _) = PEOPLE.split_once("[sites]").expect("sites");
    let model = "[model]\nkind = \"p-median\"\nsites = 3\n[rules]\npartners = 2";
    let spec =
        parse_locate(&format!("{people}\n[sites]\noffering = \"Library\"\n{model}")).expect("no faults");
    assert_eq!(spec.sites.from, SitesFrom::Offering("Library".into()));
    assert!(spec.sites.tells_partners(), "the estate knows owners");
    let both = "[sites]\noffering = \"Library\"\nregister = \"libraries\"\nkeep = { type = \"Static\" }\n\
                capacity = { column = \"Room\" }";
    let told = words(parse_locate(&format!("{people}\n{both}\n{model}\ncapacity = \"whole\"")));
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().any(|fault| fault.starts_with("sites.register: excludes 'offering'")), "{told:?}");
    assert!(told.iter().any(|fault| fault.starts_with("sites.keep: excludes 'offering'")), "{told:?}");
    assert!(told.iter().any(|fault| fault.starts_with("sites.capacity: names a column")), "{told:?}");
    let neither = words(parse_locate(&format!("{people}\n[sites]\n{model}")));
    assert_eq!(neither, ["sites: write 'register' (one register) or 'offering' (a kind of service)"]);
}
