//! Searches for co-location: TOML that a person can read and write.
//!
//! All faults are given at once, unknown keys among them: a setting that is
//! written and not read would be a lie. `docs/methods/co-location.md` lists
//! every key.

mod people;
mod rules;
mod scales;

#[cfg(test)]
mod tests;

use toml::de::DeTable;

use crate::colocate::{Distances, Kind, Most, SearchSpec, Stability, Which};

use super::recipe::RecipeFault;
use super::recipe::section::{Reader, Section};

/// The longest search that is read, in bytes.
const MAX_SEARCH_BYTES: usize = 1 << 20;

/// Reads and checks a search. All faults are given, not the first.
///
/// # Errors
/// One [`RecipeFault`] for each key that is not known, each value of another
/// type than it must be, and each setting that cannot be applied.
pub fn read_search(text: &str) -> Result<SearchSpec, Vec<RecipeFault>> {
    let mut reader = Reader::new(text);
    if text.len() > MAX_SEARCH_BYTES {
        reader.fault(1, "search", format!("{} bytes; at most {MAX_SEARCH_BYTES} are read", text.len()));
        return Err(reader.faults);
    }
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let line = reader.line(error.span().map_or(0, |span| span.start));
            reader.fault(line, "search", error.message());
            return Err(reader.faults);
        }
    };
    let spec = read(Section::new("search", 1, table.get_ref()), &mut reader);
    match spec {
        Some(spec) if reader.faults.is_empty() => Ok(spec),
        _ => {
            let mut faults = reader.faults;
            faults.sort_by(|a, b| a.line.cmp(&b.line).then(a.at.cmp(&b.at)).then(a.message.cmp(&b.message)));
            faults.dedup();
            Err(faults)
        }
    }
}

fn read(mut root: Section<'_, '_>, reader: &mut Reader) -> Option<SearchSpec> {
    for key in ["id", "date"] {
        if root.value(key).is_none() {
            root.refuse(key, format!("'{key}' is missing"), reader);
        }
    }
    let id = root.parsed("id", reader);
    let title = root.needed("title", reader);
    let purpose = root.needed("purpose", reader);
    let date = root.date("date", reader);
    let find = kinds(&mut root, reader);
    let same_owner = root.flag("same_owner", reader).unwrap_or(true);
    let buildings = which(&mut root, "buildings", reader);
    let services = which(&mut root, "services", reader);
    let distances = distances(&mut root, reader);
    let people = people::people(&mut root, reader);
    let gates = rules::gates(&mut root, reader);
    let weights = scales::weights(&mut root, reader);
    let scales = scales::scales(&mut root, reader);
    let duplicates = rules::duplicates(&mut root, reader);
    let hubs = rules::hubs(&mut root, reader);
    let gaps = rules::gaps(&mut root, reader);
    let factors = scales::factors(&mut root, reader);
    let stability = stability(&mut root, reader);
    let most = most(&mut root, reader);
    root.finish(reader);
    Some(SearchSpec {
        id: id?,
        title,
        purpose,
        date: date?,
        find,
        buildings,
        services,
        same_owner,
        distances,
        people,
        gates,
        weights,
        scales,
        duplicates,
        hubs,
        gaps,
        factors,
        stability,
        most,
    })
}

fn kinds(root: &mut Section<'_, '_>, reader: &mut Reader) -> std::collections::BTreeSet<Kind> {
    if root.value("find").is_none() {
        return Kind::ALL.into();
    }
    let known = Kind::ALL.map(Kind::key);
    let before = reader.faults.len();
    let kinds = words(root, "find", &known, Kind::from_key, reader);
    // What stands there and is no kind was told word by word.
    if kinds.is_empty() && reader.faults.len() == before {
        root.refuse("find", format!("'find' is empty; name some of {}", known.join(", ")), reader);
    }
    kinds.into_iter().collect()
}

fn which(root: &mut Section<'_, '_>, key: &'static str, reader: &mut Reader) -> Which {
    let mut section = root.section(key, key, reader);
    let registers = section.texts("registers", reader);
    let registers = registers.into_iter().filter_map(|text| {
        let id = text.parse();
        id.map_err(|error: crate::model::IdError| section.refuse("registers", error.to_string(), reader)).ok()
    });
    let registers = registers.collect();
    let which = Which {
        registers,
        owners: section.texts("owners", reader),
        partners: rules::partners(&mut section, "partners", reader),
        terms: section.texts("terms", reader),
    };
    section.finish(reader);
    which
}

fn distances(root: &mut Section<'_, '_>, reader: &mut Reader) -> Distances {
    let usual = Distances::default();
    let mut section = root.section("distances", "distances", reader);
    let mut minutes =
        |key: &'static str, usual: f64| number_in(&mut section, key, (1.0, 120.0), reader).unwrap_or(usual);
    let (reach_minutes, catchment_minutes) = (
        minutes("reach_minutes", usual.reach_minutes),
        minutes("catchment_minutes", usual.catchment_minutes),
    );
    let distances = Distances {
        reach_minutes,
        catchment_minutes,
        km_per_hour: number_in(&mut section, "km_per_hour", (0.5, 30.0), reader).unwrap_or(usual.km_per_hour),
        detour: number_in(&mut section, "detour", (1.0, 5.0), reader).unwrap_or(usual.detour),
        network: section.flag("network", reader).unwrap_or(usual.network),
    };
    section.finish(reader);
    distances
}

fn stability(root: &mut Section<'_, '_>, reader: &mut Reader) -> Stability {
    let usual = Stability::default();
    let mut section = root.section("stability", "stability", reader);
    let draws = section.whole("draws", reader).unwrap_or(usual.draws);
    if draws > 10_000 {
        section.refuse("draws", "'draws' is at most 10000", reader);
    }
    let stability = Stability {
        draws,
        top: section.whole("top", reader).unwrap_or(usual.top),
        seed: section.whole("seed", reader).unwrap_or(usual.seed),
    };
    if stability.top == 0 {
        section.refuse("top", "'top' is at least 1", reader);
    }
    section.finish(reader);
    stability
}

fn most(root: &mut Section<'_, '_>, reader: &mut Reader) -> Most {
    let usual = Most::default();
    let mut section = root.section("most", "most", reader);
    let most = Most {
        per_service: section.whole("per_service", reader).unwrap_or(usual.per_service),
        in_all: section.whole("in_all", reader).unwrap_or(usual.in_all),
    };
    for (key, count) in [("per_service", most.per_service), ("in_all", most.in_all)] {
        if !(1..=10_000).contains(&count) {
            section.refuse(key, format!("'{key}' is from 1 to 10000"), reader);
        }
    }
    section.finish(reader);
    most
}

/// A number in a range.
fn number_in(
    section: &mut Section<'_, '_>,
    key: &'static str,
    (low, high): (f64, f64),
    reader: &mut Reader,
) -> Option<f64> {
    let number = section.number(key, reader)?;
    if (low..=high).contains(&number) {
        return Some(number);
    }
    section.refuse(key, format!("{key} = {number}: write a number from {low} to {high}"), reader);
    None
}

/// A list of words that are known.
fn words<T>(
    section: &mut Section<'_, '_>,
    key: &'static str,
    known: &[&str],
    read: impl Fn(&str) -> Option<T>,
    reader: &mut Reader,
) -> Vec<T> {
    let mut found = Vec::new();
    for text in section.texts(key, reader) {
        match read(text.trim()) {
            Some(word) => found.push(word),
            None => {
                section.refuse(key, format!("'{text}' is not known; there are {}", known.join(", ")), reader);
            }
        }
    }
    found
}
