//! The tables that both recipes share: people, sites, travel.

use crate::locate::{
    Along, ClassFrom, ClassSpec, CountFrom, GroupSpec, NumberFrom, PeopleSpec, SitesFrom, SitesSpec,
    TravelSpec,
};

use super::walk::{Section, Walk};

/// What both recipes rest on: who lives where, what could serve them, how they get there.
pub(super) fn basis(
    walk: &mut Walk,
    root: &mut Section<'_>,
) -> (Option<PeopleSpec>, Option<SitesSpec>, TravelSpec) {
    let inner = root.section(walk, "people");
    let people = people(walk, inner);
    let inner = root.section(walk, "sites");
    let sites = sites(walk, inner);
    let inner = root.section(walk, "travel");
    (people, sites, travel(walk, inner))
}

/// `[people]`.
fn people(walk: &mut Walk, mut section: Section<'_>) -> Option<PeopleSpec> {
    let areas = section.edition(walk, "areas");
    let areas = section.need(walk, "areas", areas);
    let within = section.edition(walk, "within");
    let residents = count(walk, &mut section, "residents", "residents_columns");
    let groups: Vec<Option<GroupSpec>> =
        section.sections(walk, "group").into_iter().map(|group| self::group(walk, group)).collect();
    let classes: Vec<Option<ClassSpec>> =
        section.sections(walk, "class").into_iter().map(|class| self::class(walk, class)).collect();
    let at = section.at.clone();
    section.end(walk);
    let groups: Vec<GroupSpec> = groups.into_iter().collect::<Option<_>>()?;
    let classes: Vec<ClassSpec> = classes.into_iter().collect::<Option<_>>()?;
    twice(walk, &at, "group", groups.iter().map(|group| group.name.as_str()));
    twice(walk, &at, "class", classes.iter().map(|class| class.name.as_str()));
    Some(PeopleSpec { areas: areas?, within, residents: residents?, groups, classes })
}

fn twice<'a>(walk: &mut Walk, at: &str, what: &str, names: impl Iterator<Item = &'a str>) {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    for pair in names.windows(2).filter(|pair| pair[0] == pair[1]) {
        walk.fault(at, format!("the {what} '{}' stands twice", pair[0]));
    }
}

/// A count by a measure or by columns: one of two keys.
fn count(
    walk: &mut Walk,
    section: &mut Section<'_>,
    measure: &'static str,
    columns: &'static str,
) -> Option<CountFrom> {
    let by_measure = section.text(walk, measure);
    let by_columns = section.maybe_section(walk, columns).map(|section| self::columns(walk, section));
    match (by_measure, by_columns) {
        (Some(_), Some(_)) => {
            walk.fault(&section.at, format!("'{measure}' and '{columns}' exclude each other"));
            None
        }
        (Some(name), None) => {
            let id = name.parse().map_err(|error: crate::model::IdError| error.to_string());
            id.map_err(|error| walk.fault(&section.path(measure), error)).ok().map(CountFrom::Measure)
        }
        (None, Some(columns)) => columns,
        (None, None) => {
            if !section.has(measure) {
                walk.fault(&section.at, format!("write '{measure}' (a measure) or '{columns}'"));
            }
            None
        }
    }
}

fn columns(walk: &mut Walk, mut section: Section<'_>) -> Option<CountFrom> {
    let table = section.edition(walk, "table");
    let table = section.need(walk, "table", table);
    let from = section.needed_text(walk, "from");
    let to = section.needed_text(walk, "to");
    section.end(walk);
    Some(CountFrom::Columns { table: table?, from: from?, to: to? })
}

fn group(walk: &mut Walk, mut section: Section<'_>) -> Option<GroupSpec> {
    let name = section.needed_text(walk, "name");
    let family = section.needed_text(walk, "family");
    let from = count(walk, &mut section, "measure", "columns");
    section.end(walk);
    Some(GroupSpec { name: name?, family: family?, from: from? })
}

fn class(walk: &mut Walk, mut section: Section<'_>) -> Option<ClassSpec> {
    let name = section.needed_text(walk, "name");
    let layer = section.edition(walk, "layer");
    let table = section.edition(walk, "table");
    let column = section.text(walk, "column");
    let from = match (layer, table, column) {
        (Some(layer), None, None) => Some(ClassFrom::Layer(layer)),
        (None, Some(table), Some(column)) => Some(ClassFrom::Column { table, column }),
        _ => {
            walk.fault(&section.at, "write either 'layer', or 'table' and 'column'");
            None
        }
    };
    section.end(walk);
    Some(ClassSpec { name: name?, from: from? })
}

/// `[sites]`.
fn sites(walk: &mut Walk, mut section: Section<'_>) -> Option<SitesSpec> {
    let capacity = section.maybe_section(walk, "capacity").map(|section| number_from(walk, section));
    let cost = section.maybe_section(walk, "cost").map(|section| number_from(walk, section));
    let from = sites_from(walk, &mut section);
    if matches!(from, Some(SitesFrom::Offering(_))) {
        for (key, number) in [("capacity", &capacity), ("cost", &cost)] {
            if number.as_ref().is_some_and(|number| number.column.is_some()) {
                let message =
                    "names a column, and 'offering' reads several registers: write 'where_unknown' alone";
                walk.fault(&section.path(key), message);
            }
        }
    }
    section.end(walk);
    Some(SitesSpec { from: from?, capacity, cost })
}

/// One register with its filters, or a kind of service.
fn sites_from(walk: &mut Walk, section: &mut Section<'_>) -> Option<SitesFrom> {
    let offering = section.text(walk, "offering");
    let register = section.edition(walk, "register");
    let keep = section.filters(walk, "keep");
    let leave_out = section.filters(walk, "leave_out");
    let partner = section.text(walk, "partner");
    match (section.has("offering"), section.has("register")) {
        (true, _) => {
            for key in ["register", "keep", "leave_out", "partner"] {
                if section.has(key) {
                    let message = "excludes 'offering': registers, filters and owners are those that the manifest names under [[buildings]] and [[services]]";
                    walk.fault(&section.path(key), message);
                }
            }
            offering.map(SitesFrom::Offering)
        }
        (false, true) => register.map(|register| SitesFrom::Register { register, keep, leave_out, partner }),
        (false, false) => {
            walk.fault(&section.at, "write 'register' (one register) or 'offering' (a kind of service)");
            None
        }
    }
}

fn number_from(walk: &mut Walk, mut section: Section<'_>) -> NumberFrom {
    let column = section.text(walk, "column");
    let where_unknown = section.number_in(walk, "where_unknown", 0.0, f64::INFINITY);
    if !section.has("column") && !section.has("where_unknown") {
        walk.fault(&section.at, "write 'column', 'where_unknown' or both");
    }
    section.end(walk);
    NumberFrom { column, where_unknown }
}

/// `[travel]`.
fn travel(walk: &mut Walk, mut section: Section<'_>) -> TravelSpec {
    let usual = TravelSpec::default();
    let along = along(walk, &mut section);
    let km_per_hour = section.number_in(walk, "km_per_hour", 0.5, 30.0);
    let detour = section.number_in(walk, "detour", 1.0, 10.0);
    if along != Along::StraightLine && detour.is_some() {
        walk.fault(&section.path("detour"), "belongs to the straight line; a network knows its own");
    }
    let furthest_minutes = section.number_in(walk, "furthest_minutes", 0.0, f64::INFINITY);
    section.end(walk);
    TravelSpec {
        along,
        km_per_hour: km_per_hour.unwrap_or(usual.km_per_hour),
        detour: detour.unwrap_or(usual.detour),
        furthest_minutes,
    }
}

fn along(walk: &mut Walk, section: &mut Section<'_>) -> Along {
    let known = ["straight-line", "network"];
    let by = section.word(walk, "by", &known, |word| known.contains(&word).then(|| word == "network"));
    let network = section.edition(walk, "network");
    let step_free = section.flag(walk, "step_free");
    if by == Some(true) {
        return Along::Network { network, step_free: step_free.unwrap_or(false) };
    }
    for (given, key) in [(network.is_some(), "network"), (step_free.is_some(), "step_free")] {
        if given {
            walk.fault(&section.path(key), "needs by = \"network\"");
        }
    }
    Along::StraightLine
}
