//! What a file looks like before anybody has said anything of it: which
//! column holds codes, of which vintage, which names, which places.

use std::collections::BTreeSet;

use geo_types::Geometry;

use crate::draft::{Cell, Draft};
use crate::model::{AreaCode, DatasetKind, EditionKey, Scheme};
use crate::table::typing::type_draft;
use crate::table::{ColumnKind, Table, header_words};

use super::asset_columns::{AssetField, recognise};
use super::codes::Codes;
use super::naming::{propose_edition, propose_id, propose_title, stem};
use super::rules::{LayerCodes, Locate};
use super::{VintageMatch, vintage};

/// A first guess at a file, for `init` and for uploads. A person confirms it.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// What the file could become.
    pub kind: DatasetKind,
    /// An id for the data set, from the name of the file.
    pub id: String,
    /// A title for it.
    pub title: String,
    /// An id for the edition: the year in the file's name, else `current`.
    pub edition: String,
    /// Published name of the column of codes or ids.
    pub code: Option<String>,
    /// Published name of the column of names.
    pub name: Option<String>,
    /// Ways to place the records of a register, best first.
    pub locate: Vec<Locate>,
    /// Published names of columns that could serve as filters.
    pub facets: Vec<String>,
    /// The standard fields of asset registers that were recognised, by published name.
    pub fields: Vec<(String, AssetField)>,
    /// How well the codes match each vintage that the place holds, best first.
    pub vintages: Vec<VintageMatch>,
    /// The one edition that fits a table, where one alone does.
    pub geography: Option<EditionKey>,
}

/// Looks at a draft. `layers` are the editions that the place holds; none is
/// fine, then codes are known by their form alone.
#[must_use]
pub fn suggest(draft: &Draft, layers: &[LayerCodes]) -> Suggestion {
    let known = recognise(&draft.columns);
    let named = |column: usize| draft.columns.get(column).cloned();
    let field = |wanted| known.iter().find(|(_, field)| *field == wanted).map(|(column, _)| *column);
    let locate = locate_ways(&draft.columns);
    let area_codes = code_column(draft, &layers.iter().collect::<Vec<_>>());
    let kind = kind_of(draft, &locate, area_codes);
    let code = match kind {
        DatasetKind::Register => {
            field(AssetField::AssetId).or_else(|| field(AssetField::Uprn)).or_else(|| id_column(draft))
        }
        // No draft of rows is a network; it is suggested from the file's format.
        DatasetKind::Layer | DatasetKind::Table | DatasetKind::Network => {
            area_codes.or_else(|| id_column(draft))
        }
    };
    let name = match kind {
        DatasetKind::Register => field(AssetField::Name).or_else(|| field(AssetField::Address)),
        DatasetKind::Layer | DatasetKind::Table | DatasetKind::Network => None,
    };
    let name = name.or_else(|| name_column(draft, code));
    let (table, _) = type_draft(draft, &[]);
    let (vintages, fitting) = match (kind, code) {
        (DatasetKind::Table | DatasetKind::Layer, Some(column)) => {
            vintage::matches_of(&Codes::read(&table, column, &mut Vec::new()), layers)
        }
        _ => (Vec::new(), None),
    };
    Suggestion {
        kind,
        id: propose_id(stem(&draft.file)),
        title: propose_title(&draft.file),
        edition: propose_edition(&draft.file),
        code: code.and_then(named),
        name: name.and_then(named),
        locate: if kind == DatasetKind::Register { locate } else { Vec::new() },
        facets: facets(&table, kind).into_iter().filter_map(named).collect(),
        fields: known.into_iter().filter_map(|(column, field)| Some((named(column)?, field))).collect(),
        vintages,
        geography: fitting.filter(|_| kind == DatasetKind::Table),
    }
}

/// The ways to place records that the headers offer, best first.
pub(super) fn locate_ways(columns: &[String]) -> Vec<Locate> {
    let known = recognise(columns);
    let named = |wanted| {
        let found = known.iter().find(|(_, field)| *field == wanted)?;
        columns.get(found.0).cloned()
    };
    let mut ways = Vec::new();
    if let (Some(easting), Some(northing)) = (named(AssetField::Easting), named(AssetField::Northing)) {
        ways.push(Locate::Grid { easting, northing });
    }
    if let (Some(lon), Some(lat)) = (named(AssetField::Longitude), named(AssetField::Latitude)) {
        ways.push(Locate::LonLat { lon, lat });
    }
    ways.extend(named(AssetField::GridReference).map(|column| Locate::GridRef { column }));
    ways.extend(named(AssetField::Postcode).map(|column| Locate::Postcode { column }));
    ways
}

/// The column that holds area codes: most of its cells are codes of the
/// layers given (or have the form of a GSS code, where no layer is given). Of
/// several the one with the most distinct codes: the finest geography.
pub(super) fn code_column(draft: &Draft, layers: &[&LayerCodes]) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for column in 0..draft.columns.len() {
        let distinct = distinct_codes(draft, column, layers);
        if distinct > 0 && best.is_none_or(|(most, _)| distinct > most) {
            best = Some((distinct, column));
        }
    }
    best.map(|(_, column)| column)
}

/// How many distinct codes a column holds; 0 where it is not a column of codes.
fn distinct_codes(draft: &Draft, column: usize, layers: &[&LayerCodes]) -> usize {
    const LOOKED_AT: usize = 200_000;
    let mut cells = 0_usize;
    let mut distinct = BTreeSet::new();
    let texts = draft.rows.iter().take(LOOKED_AT).filter_map(|row| match row.cells.get(column) {
        Some(Cell::Text(text)) if !text.trim().is_empty() => Some(text.trim()),
        _ => None,
    });
    for text in texts {
        cells += 1;
        distinct.insert(text);
    }
    let codes: Vec<AreaCode> = distinct.iter().filter_map(|text| AreaCode::parse(text).ok()).collect();
    let known = codes.iter().filter(|code| layers.iter().any(|layer| layer.codes.contains(code))).count();
    let formed = codes.iter().filter(|code| Scheme::Gss.check(code).is_ok()).count();
    let covers = layers.iter().any(|layer| {
        let found = codes.iter().filter(|code| layer.codes.contains(code)).count();
        found * 2 > layer.codes.len()
    });
    let most = |part: usize| cells > 0 && part * 2 > distinct.len();
    if most(known) || covers {
        distinct.len()
    } else if layers.is_empty() && most(formed) {
        formed
    } else {
        0
    }
}

fn kind_of(draft: &Draft, locate: &[Locate], area_codes: Option<usize>) -> DatasetKind {
    let shapes = draft.rows.iter().filter_map(|row| row.geometry.as_ref());
    let mut points = false;
    for shape in shapes {
        match shape {
            Geometry::Polygon(_) | Geometry::MultiPolygon(_) => return DatasetKind::Layer,
            _ => points = true,
        }
    }
    let by_code_once = area_codes.is_some_and(|column| is_unique(draft, column));
    if points || (!locate.is_empty() && !by_code_once) { DatasetKind::Register } else { DatasetKind::Table }
}

fn is_unique(draft: &Draft, column: usize) -> bool {
    let mut seen = BTreeSet::new();
    let mut cells = draft.rows.iter().filter_map(|row| row.cells.get(column)).filter(|cell| !cell.is_blank());
    cells.all(|cell| seen.insert(cell.display().trim().to_owned()))
}

/// A column whose header speaks of an id or code and whose cells differ.
fn id_column(draft: &Draft) -> Option<usize> {
    const WORDS: [&str; 7] = ["id", "code", "cd", "urn", "ref", "reference", "identifier"];
    let named = |column: &usize| {
        let words = header_words(&draft.columns[*column]);
        words.iter().any(|word| WORDS.contains(&word.as_str()))
    };
    let mut candidates = (0..draft.columns.len()).filter(named);
    candidates.find(|column| !draft.rows.is_empty() && is_unique(draft, *column))
}

/// A name beside a code: the header that shares most words with the code's, else any name.
fn name_column(draft: &Draft, code: Option<usize>) -> Option<usize> {
    const WORDS: [&str; 4] = ["name", "nm", "title", "label"];
    let beside: BTreeSet<String> =
        code.map(|column| header_words(&draft.columns[column])).into_iter().flatten().collect();
    let shared =
        |column: usize| header_words(&draft.columns[column]).iter().filter(|w| beside.contains(*w)).count();
    let named = (0..draft.columns.len()).filter(|column| {
        let words = header_words(&draft.columns[*column]);
        Some(*column) != code && words.iter().any(|word| WORDS.contains(&word.as_str()))
    });
    // `max_by_key` would take the last of equals; the first is meant.
    named.rev().max_by_key(|column| shared(*column))
}

/// Columns with few distinct words, none of them numbers or days.
fn facets(table: &Table, kind: DatasetKind) -> Vec<usize> {
    const MOST: usize = 40;
    const OFFERED: usize = 6;
    if kind != DatasetKind::Register {
        return Vec::new();
    }
    let few = |column: &usize| {
        let mut seen = BTreeSet::new();
        let mut filled = 0_usize;
        for row in 0..table.len() {
            if let Some(text) = table.text(row, *column) {
                filled += 1;
                seen.insert(text);
            }
            if seen.len() > MOST {
                return false;
            }
        }
        seen.len() > 1 && seen.len() * 2 < filled
    };
    let words = (0..table.columns().len()).filter(|column| table.columns()[*column].kind == ColumnKind::Text);
    words.filter(few).take(OFFERED).collect()
}
