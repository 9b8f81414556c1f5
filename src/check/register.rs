//! From a draft to a register of things at points.
//!
//! Every record that is not blank stays in the register, whether a point is
//! found for it or not; how exactly a point is known goes with it.

use std::collections::BTreeMap;

use crate::draft::Draft;
use crate::fault::{Fault, Place, Rule, Severity};
use crate::geom::Grid;
use crate::model::DatasetKind;
use crate::register::{Precision, Record, Register};
use crate::table::Table;
use crate::table::typing::type_draft;

use super::asset_columns::{AssetField, recognise};
use super::cells::{control_characters, names_with_figures};
use super::identical::identical_rows;
use super::listing::Listing;
use super::location::{Locator, Systems};
use super::select::{Selected, absent_columns, column_of, select};
use super::series::{gaps_of_rows, period_column};
use super::suggest::locate_ways;
use super::uprn::{check_uprns, listing_repeats};
use super::waivers::{settle, share_words};
use super::words::counted;
use super::{Checked, Locate, RegisterRules, Report};

/// Checks the rows of a register and finds where its records lie.
///
/// The value is `None` exactly when the report holds an error.
#[must_use]
pub fn check_register(draft: Draft, rules: &RegisterRules<'_>) -> Checked<Register> {
    let mut faults = draft.noticed.clone();
    let (file, part) = (draft.file.clone(), draft.part.clone());
    faults.extend(absent_columns(&draft, wanted(rules)));
    let Selected { draft, mut counts, faults: selected } = select(draft, &rules.only);
    faults.extend(selected);
    faults.extend(control_characters(&draft));
    faults.extend(names_with_figures(&draft));
    faults.extend(identical_rows(&draft));
    let (attributes, typed) = type_draft(&draft, &text_columns(&draft, rules));
    faults.extend(typed);
    let mut listing = Listing::default();
    let known = recognise(&draft.columns);
    let field = |wanted| known.iter().find(|(_, field)| *field == wanted).map(|(column, _)| *column);
    let locate = if rules.locate.is_empty() { locate_ways(&draft.columns) } else { rules.locate.clone() };
    let postcode_column = postcode_way(&draft, &locate).or_else(|| field(AssetField::Postcode));
    let systems = Systems::decide(&draft, &locate, rules.crs.as_deref(), &mut faults);
    let mut locator = Locator::new(&draft, &locate, rules, systems, postcode_column);
    let locations: Vec<_> = draft.rows.iter().map(|row| locator.locate(row, &mut listing)).collect();
    if let Some(column) = postcode_column {
        faults.extend(locator.counts.note(&attributes.columns()[column].name, rules.postcodes.is_some()));
    }
    if let Some(column) = field(AssetField::Uprn) {
        check_uprns(&attributes, column, &mut listing);
    }
    let records = records(&draft, &attributes, rules, locations, &mut listing);
    drop(draft);
    counts.located = records.iter().filter(|record| record.location.is_some()).count() as u64;
    ground(&records, &attributes, rules, &mut listing);
    faults.extend(shared_points(&records));
    faults.extend(period_column(&attributes).and_then(|column| gaps_of_rows(&attributes, column, false)));
    faults.extend(listing.into_faults());
    let mut report = Report {
        edition: rules.edition.clone(),
        kind: DatasetKind::Register,
        file,
        part,
        checksum: rules.checksum.clone(),
        counts,
        faults,
        waivers: Vec::new(),
        vintages: Vec::new(),
    };
    settle(&mut report, &rules.waivers);
    let stopped = report.faults.iter().any(|fault| fault.severity == Severity::Error);
    let facets = rules.facets.iter().filter_map(|name| attributes.column(name)).collect();
    let value = Register {
        edition: rules.edition.clone(),
        validity: rules.validity,
        records,
        attributes,
        facets,
        postcode_column,
    };
    Checked { value: (!stopped).then_some(value), report }
}

fn wanted<'a>(rules: &'a RegisterRules<'_>) -> Vec<(&'static str, &'a str)> {
    let mut wanted = Vec::new();
    wanted.extend(rules.code.as_deref().map(|name| ("the column of ids", name)));
    wanted.extend(rules.name.as_deref().map(|name| ("the column of names", name)));
    wanted.extend(rules.only.iter().map(|filter| ("a filter", filter.column.as_str())));
    wanted.extend(rules.text.iter().map(|name| ("a column of text", name.as_str())));
    wanted.extend(rules.used.iter().map(|name| ("a column of a measure, evidence or lookup", name.as_str())));
    wanted.extend(rules.facets.iter().map(|name| ("a facet", name.as_str())));
    for way in &rules.locate {
        match way {
            Locate::Grid { easting, northing } => {
                wanted.extend([
                    ("the column of eastings", easting.as_str()),
                    ("the column of northings", northing),
                ]);
            }
            Locate::LonLat { lon, lat } => {
                wanted.extend([("the column of longitudes", lon.as_str()), ("the column of latitudes", lat)]);
            }
            Locate::GridRef { column } => wanted.push(("the column of grid references", column)),
            Locate::Postcode { column } => wanted.push(("the column of postcodes", column)),
        }
    }
    wanted
}

/// Ids and names stay text, whatever they look like.
fn text_columns(draft: &Draft, rules: &RegisterRules<'_>) -> Vec<String> {
    let mut text = rules.text.clone();
    let named = [&rules.code, &rules.name].into_iter().flatten().filter_map(|name| column_of(draft, name));
    text.extend(named.filter_map(|column| draft.columns.get(column)).cloned());
    text
}

fn postcode_way(draft: &Draft, locate: &[Locate]) -> Option<usize> {
    locate.iter().find_map(|way| match way {
        Locate::Postcode { column } => column_of(draft, column),
        _ => None,
    })
}

fn records(
    draft: &Draft,
    table: &Table,
    rules: &RegisterRules<'_>,
    locations: Vec<Option<(Grid, Precision)>>,
    listing: &mut Listing,
) -> Vec<Record> {
    let column = |name: &Option<String>| name.as_deref().and_then(|name| column_of(draft, name));
    let (code, name) = (column(&rules.code), column(&rules.name).or_else(|| name_column(draft)));
    let text = |row: usize, column: Option<usize>| {
        let cell = table.cell(row, column?);
        let text = cell.display().split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    };
    let mut rows_of: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut records = Vec::with_capacity(table.len());
    for (row, location) in locations.into_iter().enumerate() {
        let source = table.source_row(row);
        let id = text(row, code);
        match (&id, code) {
            (Some(id), _) => rows_of.entry(id.clone()).or_default().push(source),
            (None, Some(_)) => {
                let message = "the record has no id of its own; its row number stands in";
                listing.add(Fault::new(Rule::MissingCode, Place::row(source), message).at(Severity::Note));
            }
            (None, None) => {}
        }
        let id = id.unwrap_or_else(|| source.to_string());
        records.push(Record { id, name: text(row, name), location });
    }
    if let Some(column) =
        code.filter(|column| AssetField::of(&draft.columns[*column]) != Some(AssetField::Uprn))
    {
        let filled = rows_of.values().map(|rows| rows.len() as u64).sum();
        let ids = rows_of.iter().map(|(id, rows)| (id.clone(), rows.as_slice()));
        listing_repeats(ids, &table.columns()[column].name, filled, listing);
    }
    records
}

fn name_column(draft: &Draft) -> Option<usize> {
    let known = recognise(&draft.columns);
    let column = |wanted| known.iter().find(|(_, field)| *field == wanted).map(|(column, _)| *column);
    column(AssetField::Name).or_else(|| column(AssetField::Address))
}

/// Records that lie outside the place, and those that lie nowhere.
fn ground(records: &[Record], table: &Table, rules: &RegisterRules<'_>, listing: &mut Listing) {
    for (row, record) in records.iter().enumerate() {
        let place = || Place::row(table.source_row(row)).of(record.id.as_str());
        match record.location {
            None => {
                let fault = Fault::new(
                    Rule::Unlocated,
                    place(),
                    "nothing places the record on the ground; it is kept without a point",
                );
                listing.add(fault.advise("Give it coordinates or a postcode, or accept the warning."));
            }
            Some((at, _)) if rules.extent.is_some_and(|extent| !extent.contains(at)) => {
                let message = format!("the point ({:.0}, {:.0}) lies outside the place", at.e, at.n);
                listing.add(
                    Fault::new(Rule::OutsidePlace, place(), message)
                        .advise("Accept the warning if the register reaches further than the place."),
                );
            }
            Some(_) => {}
        }
    }
}

fn shared_points(records: &[Record]) -> Option<Fault> {
    let mut points: Vec<(u64, u64)> = records
        .iter()
        .filter_map(|record| record.location)
        .map(|(at, _)| (at.e.to_bits(), at.n.to_bits()))
        .collect();
    points.sort_unstable();
    let located = points.len() as u64;
    let (mut repeats, mut places, mut most) = (0_u64, 0_u64, 0_u64);
    for run in points.chunk_by(|a, b| a == b).filter(|run| run.len() > 1) {
        repeats += run.len() as u64 - 1;
        places += 1;
        most = most.max(run.len() as u64);
    }
    if repeats == 0 {
        return None;
    }
    let message = format!(
        "{} records repeat the exact point of an earlier one: {} two or more records, one of them {most}",
        share_words(repeats, located),
        counted(places, "point holds", "points hold")
    );
    Some(Fault::new(Rule::SharedPoint, Place::default(), message).counting(repeats))
}

#[cfg(test)]
mod tests;
