//! The recipe of a scenario.

use crate::locate::SitesFrom;
use crate::scenario::{ActionSpec, Mitigation, PackSpec, PlaceSpec, ScenarioSpec, SignOff, Thresholds};

use super::people::basis;
use super::walk::{Section, Walk};

/// The whole recipe.
pub(super) fn spec(walk: &mut Walk, mut root: Section<'_>) -> Option<ScenarioSpec> {
    let title = root.needed_text(walk, "title");
    let date = root.day(walk, "date");
    let assumptions = root.texts(walk, "assumptions");
    let (people, sites, travel) = basis(walk, &mut root);
    let inner = root.section(walk, "thresholds");
    let thresholds = thresholds(walk, inner);
    let inner = root.sections(walk, "action");
    let actions: Vec<Option<ActionSpec>> = inner.into_iter().map(|inner| action(walk, inner)).collect();
    if !root.has("action") {
        walk.fault("action", "is missing: write at least one [[action]]");
    }
    let pack = root.maybe_section(walk, "pack");
    if let (Some(pack), None) = (&pack, date) {
        walk.fault(
            "date",
            format!("is missing: what stands under [{}] goes into a pack, which bears a day", pack.at),
        );
    }
    let pack = pack.map(|inner| self::pack(walk, inner)).unwrap_or_default();
    root.end(walk);
    let sites = sites?;
    for (given, key) in [
        (sites.capacity.is_some(), "capacity"),
        (sites.cost.is_some(), "cost"),
        (matches!(&sites.from, SitesFrom::Register { partner: Some(_), .. }), "partner"),
    ] {
        if given {
            walk.fault(&format!("sites.{key}"), "is given, and a scenario does not use it");
        }
    }
    let actions = actions.into_iter().collect::<Option<_>>()?;
    Some(ScenarioSpec {
        title: title?,
        date,
        assumptions,
        people: people?,
        sites,
        travel,
        thresholds,
        actions,
        pack,
    })
}

fn thresholds(walk: &mut Walk, mut section: Section<'_>) -> Thresholds {
    let usual = Thresholds::default();
    let minutes = section.number_in(walk, "minutes", 0.0, f64::INFINITY);
    let near = section.number_in(walk, "near_minutes", 0.0, f64::INFINITY);
    section.end(walk);
    Thresholds { minutes: minutes.unwrap_or(usual.minutes), near: near.unwrap_or(usual.near) }
}

fn action(walk: &mut Walk, mut section: Section<'_>) -> Option<ActionSpec> {
    let kinds = ["close", "move", "open", "share"];
    let given: Vec<&str> = kinds.into_iter().filter(|kind| section.has(kind)).collect();
    let action = match given[..] {
        ["close"] => section.text(walk, "close").map(|site| ActionSpec::Close { site }),
        ["move"] => {
            let (site, to) = (section.text(walk, "move"), place(walk, &mut section, "to"));
            site.zip(to).map(|(site, to)| ActionSpec::Move { site, to })
        }
        ["open"] => place(walk, &mut section, "open").map(|at| ActionSpec::Open { at }),
        ["share"] => {
            let (site, with) = (section.text(walk, "share"), place(walk, &mut section, "with"));
            site.zip(with).map(|(site, with)| ActionSpec::Share { site, with })
        }
        _ => {
            walk.fault(&section.at, format!("write exactly one of {}", kinds.join(", ")));
            return None;
        }
    };
    section.end(walk);
    action
}

fn place(walk: &mut Walk, section: &mut Section<'_>, key: &'static str) -> Option<PlaceSpec> {
    let Some(mut inner) = section.maybe_section(walk, key) else {
        walk.fault(&section.path(key), "is missing: name a record of a register, or a point");
        return None;
    };
    let place = if inner.has("register") {
        let register = inner.edition(walk, "register");
        let id = inner.needed_text(walk, "id");
        register.zip(id).map(|(register, id)| PlaceSpec::Record { register, id })
    } else {
        let name = inner.needed_text(walk, "name");
        let easting = inner.number_in(walk, "easting", 0.0, 700_000.0);
        let easting = inner.need(walk, "easting", easting);
        let northing = inner.number_in(walk, "northing", 0.0, 1_300_000.0);
        let northing = inner.need(walk, "northing", northing);
        name.zip(easting.zip(northing)).map(|(name, (easting, northing))| PlaceSpec::Point {
            name,
            easting,
            northing,
        })
    };
    inner.end(walk);
    place
}

fn pack(walk: &mut Walk, mut section: Section<'_>) -> PackSpec {
    let decision = section.text(walk, "decision");
    let inner = section.sections(walk, "mitigation");
    let mitigations = inner.into_iter().filter_map(|inner| mitigation(walk, inner)).collect();
    let sign_off = section.maybe_section(walk, "sign_off").and_then(|inner| sign_off(walk, inner));
    section.end(walk);
    PackSpec { decision, mitigations, sign_off }
}

fn mitigation(walk: &mut Walk, mut section: Section<'_>) -> Option<Mitigation> {
    let for_whom = section.needed_text(walk, "for");
    let what = section.needed_text(walk, "what");
    section.end(walk);
    Some(Mitigation { for_whom: for_whom?, what: what? })
}

fn sign_off(walk: &mut Walk, mut section: Section<'_>) -> Option<SignOff> {
    let name = section.needed_text(walk, "name");
    let role = section.needed_text(walk, "role");
    let on = section.day(walk, "on");
    let on = section.need(walk, "on", on);
    section.end(walk);
    Some(SignOff { name: name?, role: role?, on: on? })
}
