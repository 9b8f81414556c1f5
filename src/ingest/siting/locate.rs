//! The recipe for choosing sites.

use crate::locate::{
    Assignment, Count, CoverSpec, Limits, LocateSpec, Model, ModelKind, PeopleSpec, Unreached,
};

use super::people::basis;
use super::walk::{Section, Walk};

/// The whole recipe.
pub(super) fn spec(walk: &mut Walk, mut root: Section<'_>) -> Option<LocateSpec> {
    let title = root.needed_text(walk, "title");
    let (people, sites, travel) = basis(walk, &mut root);
    let inner = root.section(walk, "model");
    let model = model(walk, inner);
    let inner = root.section(walk, "rules");
    let rules = rules(walk, inner, people.as_ref());
    let inner = root.section(walk, "limits");
    let limits = limits(walk, inner);
    root.end(walk);
    let (people, sites) = (people?, sites?);
    for (asked, given, key) in [
        (rules.capacity.is_some(), sites.capacity.is_some(), "capacity"),
        (rules.budget.is_some(), sites.cost.is_some(), "cost"),
        (rules.partners.is_some(), sites.tells_partners(), "partner"),
    ] {
        if asked && !given {
            walk.fault(&format!("sites.{key}"), "is missing, and a rule needs it");
        } else if given && !asked && key != "partner" {
            walk.fault(&format!("sites.{key}"), "is given, and no rule uses it");
        }
    }
    Some(LocateSpec {
        title: title?,
        people,
        sites,
        travel,
        model: model?,
        fixed: rules.fixed,
        forbidden: rules.forbidden,
        capacity: rules.capacity,
        budget: rules.budget,
        partners: rules.partners,
        cover: rules.cover,
        unreached: rules.unreached,
        limits,
    })
}

fn model(walk: &mut Walk, mut section: Section<'_>) -> Option<Model> {
    let known = ModelKind::ALL.map(ModelKind::key);
    let kind = section.word(walk, "kind", &known, ModelKind::from_key);
    let kind = section.need(walk, "kind", kind);
    let exactly = section.whole(walk, "sites").map(Count::Exactly);
    let at_most = section.whole(walk, "at_most_sites").map(Count::AtMost);
    let within = section.number_in(walk, "within_minutes", 0.0, f64::INFINITY);
    let at = section.at.clone();
    section.end(walk);
    if exactly.is_some() && at_most.is_some() {
        walk.fault(&at, "'sites' and 'at_most_sites' exclude each other");
    }
    let sites = exactly.or(at_most);
    let (wants_sites, wants_within) = match kind? {
        ModelKind::Lscp => (false, true),
        ModelKind::Mclp => (true, true),
        ModelKind::PMedian | ModelKind::PCentre => (true, false),
    };
    let key = kind?.key();
    for (wanted, given, name) in
        [(wants_sites, sites.is_some(), "sites"), (wants_within, within.is_some(), "within_minutes")]
    {
        match (wanted, given) {
            (true, false) => walk.fault(&format!("{at}.{name}"), format!("is missing: {key} needs it")),
            (false, true) => walk.fault(&format!("{at}.{name}"), format!("is given, and {key} has none")),
            _ => {}
        }
    }
    Some(match kind? {
        ModelKind::Lscp => Model::Lscp { within: within? },
        ModelKind::Mclp => Model::Mclp { within: within?, sites: sites? },
        ModelKind::PMedian => Model::PMedian { sites: sites? },
        ModelKind::PCentre => Model::PCentre { sites: sites? },
    })
}

struct Rules {
    fixed: Vec<String>,
    forbidden: Vec<String>,
    capacity: Option<Assignment>,
    budget: Option<f64>,
    partners: Option<usize>,
    cover: Vec<CoverSpec>,
    unreached: Unreached,
}

fn rules(walk: &mut Walk, mut section: Section<'_>, people: Option<&PeopleSpec>) -> Rules {
    let capacity = section.word(walk, "capacity", &["whole", "split"], |word| match word {
        "whole" => Some(Assignment::Whole),
        "split" => Some(Assignment::Split),
        _ => None,
    });
    let unreached = section.word(walk, "unreached", &["refuse", "set-aside"], |word| match word {
        "refuse" => Some(Unreached::Refuse),
        "set-aside" => Some(Unreached::SetAside),
        _ => None,
    });
    let found = Rules {
        fixed: section.texts(walk, "fixed"),
        forbidden: section.texts(walk, "forbidden"),
        capacity,
        budget: section.number_in(walk, "budget", 0.0, f64::INFINITY),
        partners: section.whole(walk, "partners"),
        cover: section
            .sections(walk, "cover")
            .into_iter()
            .filter_map(|section| cover(walk, section, people))
            .collect(),
        unreached: unreached.unwrap_or_default(),
    };
    for site in found.fixed.iter().filter(|site| found.forbidden.contains(site)) {
        walk.fault(&section.at, format!("'{site}' is fixed and forbidden at once"));
    }
    section.end(walk);
    found
}

fn cover(walk: &mut Walk, mut section: Section<'_>, people: Option<&PeopleSpec>) -> Option<CoverSpec> {
    let group = section.needed_text(walk, "group");
    let share = section.number_in(walk, "share", 0.0, 1.0);
    let share = section.need(walk, "share", share);
    let within = section.number_in(walk, "within_minutes", 0.0, f64::INFINITY);
    if let (Some(group), Some(people)) = (&group, people)
        && !people.groups.iter().any(|known| known.name == *group)
    {
        walk.fault(&section.path("group"), format!("there is no group '{group}' under [[people.group]]"));
    }
    section.end(walk);
    Some(CoverSpec { group: group?, share: share?, within })
}

fn limits(walk: &mut Walk, mut section: Section<'_>) -> Limits {
    let usual = Limits::default();
    let seconds = section.number_in(walk, "seconds", 0.001, 86_400.0);
    let gap = section.number_in(walk, "gap", 0.0, 0.999);
    let seed = section.whole(walk, "seed");
    section.end(walk);
    Limits {
        seconds: seconds.unwrap_or(usual.seconds),
        gap: gap.unwrap_or(usual.gap),
        seed: seed.map_or(usual.seed, |seed| seed as u64),
    }
}
