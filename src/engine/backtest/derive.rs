//! What a place says of a back-test without being asked to.

use crate::engine::{Engine, KeyedTable};
use crate::model::{Columns, EditionKey, EvidenceKind, EvidenceSource, Span, Truths, Weighed};
use crate::table::ColumnKind;

use super::NoBacktest;

/// About how many counts a derived test has: single years become bands.
const COUNTS: usize = 18;
/// How many small areas each source should hold at least, on average.
const LEAST_TO_A_SOURCE: usize = 3;

/// A test that nobody described.
pub(super) struct Found {
    pub(super) table: EditionKey,
    pub(super) small_areas: EditionKey,
    pub(super) total: String,
    pub(super) truths: Truths,
}

/// The layer edition that a table's rows are of.
pub(super) fn small_areas(engine: &Engine, table: &EditionKey) -> Result<EditionKey, NoBacktest> {
    let keyed = engine.keyed_table(table)?;
    let geography = keyed.geography.clone();
    Ok(geography.ok_or_else(|| crate::engine::AlignError::NoGeography(table.clone()))?)
}

/// The table by which the place knows its residents, where columns beside
/// each other add up to them in every row: those are its bands.
pub(super) fn find(engine: &Engine) -> Result<Found, NoBacktest> {
    let sources = &engine.snapshot().info.catalogue.evidence;
    let nothing = |why: String| NoBacktest::NothingKnown { why };
    let people = sources.iter().find(|source| source.kind == EvidenceKind::SmallAreaPopulation);
    let Some(EvidenceSource { dataset, edition, weighed: Weighed::AtAreas { column }, .. }) = people else {
        return Err(nothing("no table is named as evidence of small-area-population".into()));
    };
    let found = engine.edition_or_newest(dataset, edition.as_ref());
    let table = found.ok_or_else(|| NoBacktest::NoTable(dataset.clone()))?.key.clone();
    let small_areas = small_areas(engine, &table)?;
    let keyed = engine.keyed_table(&table)?;
    let bands = bands(keyed, column);
    let truths = bands.ok_or_else(|| {
        nothing(format!("{table} has no columns side by side that add up to '{column}' in every row"))
    })?;
    Ok(Found { table, small_areas, total: column.clone(), truths })
}

/// The longest stretch of columns that adds up to the total in every row.
fn bands(keyed: &KeyedTable, total: &str) -> Option<Truths> {
    let table = &keyed.table;
    let total = table.column(total)?;
    let usable = |at: &usize| *at != total && table.columns()[*at].kind == ColumnKind::Number;
    let wanted: Vec<f64> = (0..table.len()).map(|row| table.number(row, total).unwrap_or(f64::NAN)).collect();
    let mut best: Option<(usize, usize)> = None;
    for first in (0..table.columns().len()).filter(usable) {
        let mut sums = vec![0.0; table.len()];
        for last in (first..table.columns().len()).take_while(usable) {
            for (row, sum) in sums.iter_mut().enumerate() {
                *sum += table.number(row, last).unwrap_or(f64::NAN);
            }
            let adds_up = last > first && sums.iter().zip(&wanted).all(|(sum, whole)| agree(*sum, *whole));
            if adds_up && best.is_none_or(|(from, to)| to - from < last - first) {
                best = Some((first, last));
            }
        }
    }
    let (first, last) = best?;
    let name = |at: usize| table.columns()[at].name.clone();
    let together = ((last - first + 1) / COUNTS).max(1);
    Some(Truths::Dealt { span: Span { from: name(first), to: name(last) }, together })
}

/// Rows with a gap in either say nothing against it.
fn agree(sum: f64, whole: f64) -> bool {
    sum.is_nan() || whole.is_nan() || (sum - whole).abs() <= 1e-9 * whole.abs().max(1.0)
}

/// The finest layer that is coarser than the small areas and finer than the
/// targets; of several as fine, the first by name and its newest edition.
pub(super) fn sources(
    engine: &Engine,
    small_areas: &EditionKey,
    to: &EditionKey,
) -> Result<EditionKey, NoBacktest> {
    let count = |key: &EditionKey| engine.layer(key).map_or(0, |layer| layer.areas.len());
    let (small, targets) = (count(small_areas), count(to));
    let layers = engine.layers.iter().map(|layer| &layer.key);
    let between = layers.filter(|key| {
        let areas = count(key);
        areas > targets && areas * LEAST_TO_A_SOURCE <= small && *key != small_areas && *key != to
    });
    // The first of equals: editions come newest first.
    let finest = between.rev().max_by_key(|key| count(key));
    finest.cloned().ok_or_else(|| NoBacktest::NoSources { small_areas: small_areas.clone() })
}

/// The words for columns: one by its name, several by their ends.
pub(super) fn name(columns: &Columns) -> String {
    match columns {
        Columns::One(column) => column.clone(),
        Columns::Span(Span { from, to }) => format!("{from} to {to}"),
    }
}
