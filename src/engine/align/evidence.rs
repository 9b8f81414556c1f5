//! The control points that a place knows of: where its people are.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::crosswalk::{Evidence, Rung, locate};
use crate::engine::{Edition, Engine};
use crate::geom::Grid;
use crate::geom::middle::middle;
use crate::model::{DatasetId, EditionId, EditionKey, EvidenceKind, EvidenceSource, Weighed};
use crate::register::Register;
use crate::table::KeyedTable;

/// Control points of one source, placed on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedEvidence {
    /// What they stand for.
    pub kind: EvidenceKind,
    /// The edition that they were read from.
    pub edition: EditionKey,
    /// Tells its rows from any others.
    pub content: String,
    /// Column of the weights; `None` where each record counts as one.
    pub column: Option<String>,
    /// Points with their weights, none of them nought.
    pub points: Vec<(Grid, f64)>,
    /// Rows that give no point or no weight.
    pub left_out: usize,
}

/// What a crosswalk says of one source of its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceUsed {
    /// What its points stand for.
    pub kind: EvidenceKind,
    /// The edition that they were read from.
    pub edition: EditionKey,
    /// Column of the weights.
    pub column: Option<String>,
    /// How many points there are.
    pub points: usize,
}

/// The evidence of a place, built on first use.
#[derive(Debug, Default)]
pub(in crate::engine) struct EvidenceList {
    placed: OnceLock<Vec<Arc<PlacedEvidence>>>,
}

impl Engine {
    /// The control points that the manifest names and the place has in view,
    /// best kind first. A source that is not in view is left out.
    #[must_use]
    pub fn evidence(&self) -> &[Arc<PlacedEvidence>] {
        self.evidence.placed.get_or_init(|| {
            let sources = &self.snapshot.info.catalogue.evidence;
            sources.iter().filter_map(|source| place(self, source).map(Arc::new)).collect()
        })
    }

    /// The residents that the place knows of, each small area's at one point,
    /// with the areas of two layers that hold them. `None` where the place
    /// knows of none or shows no such layers: addresses and households are
    /// not people.
    #[must_use]
    pub fn residents(&self, first: &EditionKey, second: &EditionKey) -> Option<Evidence> {
        let people =
            self.evidence().iter().find(|placed| placed.kind == EvidenceKind::SmallAreaPopulation)?;
        let index = |key: &EditionKey| self.layers.iter().find(|layer| layer.key == *key);
        let (first, second) = (index(first)?, index(second)?);
        let points = locate(&people.points, first.areas(), second.areas());
        Some(Evidence { rung: Rung::SmallAreaPopulation, points })
    }

    /// One edition of a data set: the one named, else the newest in view.
    pub(in crate::engine) fn edition_or_newest(
        &self,
        dataset: &DatasetId,
        edition: Option<&EditionId>,
    ) -> Option<&Edition> {
        match edition {
            Some(edition) => self.snapshot.edition(dataset, edition),
            None => self.snapshot.dataset(dataset)?.editions.first(),
        }
    }
}

/// The rung of the ladder that a kind of points stands on.
pub(in crate::engine) fn rung(kind: EvidenceKind) -> Rung {
    match kind {
        EvidenceKind::Addresses => Rung::Addresses,
        EvidenceKind::PostcodeHouseholds => Rung::PostcodeHouseholds,
        EvidenceKind::SmallAreaPopulation => Rung::SmallAreaPopulation,
        EvidenceKind::OtherPoints => Rung::OtherPoints,
    }
}

fn place(engine: &Engine, source: &EvidenceSource) -> Option<PlacedEvidence> {
    let edition = engine.edition_or_newest(&source.dataset, source.edition.as_ref())?;
    let (points, left_out) = match &source.weighed {
        Weighed::AtAreas { column } => at_areas(engine, edition.table()?, column)?,
        Weighed::AtRecords { column } => at_records(edition.register()?, column.as_deref())?,
    };
    Some(PlacedEvidence {
        kind: source.kind,
        edition: edition.key.clone(),
        content: edition.content.clone(),
        column: source.column().map(str::to_owned),
        points,
        left_out,
    })
}

/// Each area's figure at the middle of the area.
fn at_areas(engine: &Engine, table: &KeyedTable, column: &str) -> Option<(Vec<(Grid, f64)>, usize)> {
    let (layer, codes, column) =
        (engine.layer(table.geography.as_ref()?)?, table.code_column?, table.table.column(column)?);
    let middles: BTreeMap<&str, Option<Grid>> =
        layer.areas.iter().map(|area| (area.code.as_str(), middle(&area.shape))).collect();
    let rows = (0..table.table.len()).map(|row| {
        let code = table.table.text(row, codes)?;
        let point = *middles.get(code)?;
        weighed(point?, table.table.number(row, column).ok()?)
    });
    Some(collect(rows))
}

fn at_records(register: &Register, column: Option<&str>) -> Option<(Vec<(Grid, f64)>, usize)> {
    let column = match column {
        Some(name) => Some(register.attributes.column(name)?),
        None => None,
    };
    let rows = register.records.iter().enumerate().map(|(row, record)| {
        let (point, _) = record.location?;
        let weight = match column {
            Some(column) => register.attributes.number(row, column).ok()?,
            None => 1.0,
        };
        weighed(point, weight)
    });
    Some(collect(rows))
}

/// A point of weight nought says nothing, and a negative one is no weight.
fn weighed(point: Grid, weight: f64) -> Option<(Grid, f64)> {
    (weight.is_finite() && weight > 0.0).then_some((point, weight))
}

fn collect(rows: impl Iterator<Item = Option<(Grid, f64)>>) -> (Vec<(Grid, f64)>, usize) {
    let mut left_out = 0;
    let mut points = Vec::new();
    for row in rows {
        match row {
            Some(point) => points.push(point),
            None => left_out += 1,
        }
    }
    (points, left_out)
}
