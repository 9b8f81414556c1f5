//! Gates, duplicates, hubs and gaps of a search.

use std::collections::BTreeMap;

use crate::colocate::{DuplicateRules, GapRules, Gate, GateRules, HubRules};
use crate::ingest::recipe::section::{Reader, Section};
use crate::model::{IdError, PartnerType};

use super::{number_in, words};

pub(super) fn gates(root: &mut Section<'_, '_>, reader: &mut Reader) -> GateRules {
    let usual = GateRules::default();
    let mut section = root.section("gates", "gates", reader);
    let skip = skipped(&mut section, reader);
    let untied = section.texts("untied", reader).into_iter().filter_map(|text| {
        text.parse().map_err(|error: IdError| section.refuse("untied", error.to_string(), reader)).ok()
    });
    let untied = untied.collect();
    let rules = GateRules {
        skip,
        untied,
        lease_years: number_in(&mut section, "lease_years", (0.0, 100.0), reader)
            .unwrap_or(usual.lease_years),
        hours_share: number_in(&mut section, "hours_share", (0.0, 1.0), reader).unwrap_or(usual.hours_share),
        separate_terms: section.texts("separate_terms", reader),
        secure_terms: section.texts("secure_terms", reader),
    };
    section.finish(reader);
    rules
}

/// `skip = { step_free = "the lift is being built" }`.
fn skipped(section: &mut Section<'_, '_>, reader: &mut Reader) -> BTreeMap<Gate, String> {
    let inner = section.section("skip", "gates / skip", reader);
    let mut skip = BTreeMap::new();
    for (key, value) in inner.own_names() {
        let line = reader.line(value.span().start);
        let Some(gate) = Gate::from_key(key) else {
            let known = Gate::ALL.map(Gate::key).join(", ");
            reader.fault(line, &inner.at, format!("the gate '{key}' is not known; there are {known}"));
            continue;
        };
        match value.get_ref().as_str().map(str::trim).filter(|reason| !reason.is_empty()) {
            Some(reason) => _ = skip.insert(gate, reason.to_owned()),
            None => reader.fault(line, &inner.at, format!("'{key}' must say why the gate is not asked")),
        }
    }
    skip
}

pub(super) fn duplicates(root: &mut Section<'_, '_>, reader: &mut Reader) -> DuplicateRules {
    let mut section = root.section("duplicates", "duplicates", reader);
    let overlap = number_in(&mut section, "overlap", (0.0, 1.0), reader);
    section.finish(reader);
    overlap.map_or_else(DuplicateRules::default, |overlap| DuplicateRules { overlap })
}

pub(super) fn hubs(root: &mut Section<'_, '_>, reader: &mut Reader) -> HubRules {
    let usual = HubRules::default();
    let mut section = root.section("hubs", "hubs", reader);
    let rules = HubRules {
        minutes: number_in(&mut section, "minutes", (0.0, 60.0), reader).unwrap_or(usual.minutes),
        owners: section.whole("owners", reader).unwrap_or(usual.owners),
    };
    if rules.owners < 2 {
        section.refuse("owners", "'owners' is at least 2: one owner alone makes no hub", reader);
    }
    section.finish(reader);
    rules
}

pub(super) fn gaps(root: &mut Section<'_, '_>, reader: &mut Reader) -> GapRules {
    let usual = GapRules::default();
    let mut section = root.section("gaps", "gaps", reader);
    let rules = GapRules {
        terms: section.texts("terms", reader),
        least_people: number_in(&mut section, "least_people", (1.0, 1e9), reader)
            .unwrap_or(usual.least_people),
    };
    section.finish(reader);
    rules
}

pub(super) fn partners(
    section: &mut Section<'_, '_>,
    key: &'static str,
    reader: &mut Reader,
) -> Vec<PartnerType> {
    words(section, key, &PartnerType::ALL.map(PartnerType::key), PartnerType::from_key, reader)
}
