//! Who is served, as a search names them.

use toml::de::DeTable;

use crate::colocate::{GroupFrom, NeedFrom, PeopleFrom};
use crate::ingest::recipe::section::{Reader, Section};

use super::number_in;

pub(super) fn people(root: &mut Section<'_, '_>, reader: &mut Reader) -> Option<PeopleFrom> {
    let mut section = root.section("people", "people", reader);
    if !section.is_there() {
        return None;
    }
    for key in ["areas", "residents"] {
        if section.value(key).is_none() {
            section.refuse(key, format!("'{key}' is missing"), reader);
        }
    }
    let areas = section.parsed("areas", reader);
    let residents = section.parsed("residents", reader);
    let groups = section.list("group", reader).into_iter().filter_map(|table| group(table, reader)).collect();
    let need = need(&mut section, reader);
    section.finish(reader);
    Some(PeopleFrom { areas: areas?, residents: residents?, groups, need })
}

fn group((line, table): (usize, &DeTable<'_>), reader: &mut Reader) -> Option<GroupFrom> {
    let mut section = Section::new("people / group", line, table);
    let name = section.needed("name", reader);
    if section.value("measure").is_none() {
        section.refuse("measure", "'measure' is missing", reader);
    }
    let measure = section.parsed("measure", reader);
    let worst_share = number_in(&mut section, "worst_share", (0.001, 1.0), reader);
    section.finish(reader);
    Some(GroupFrom { name, measure: measure?, worst_share })
}

/// `need = { measure = "…" }` or `need = { assessment = "…" }`.
fn need(section: &mut Section<'_, '_>, reader: &mut Reader) -> Option<NeedFrom> {
    let mut inner = section.section("need", "people / need", reader);
    if !inner.is_there() {
        return None;
    }
    let measure = inner.parsed("measure", reader).map(NeedFrom::Measure);
    let assessment = inner.parsed("assessment", reader).map(NeedFrom::Assessment);
    let found = match (measure, assessment) {
        (Some(one), None) | (None, Some(one)) => Some(one),
        _ => {
            reader.fault(inner.line, &inner.at, "name either a measure or an assessment");
            None
        }
    };
    inner.finish(reader);
    found
}
