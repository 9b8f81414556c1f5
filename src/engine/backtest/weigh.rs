//! What the place's evidence gives each small area.

use crate::crosswalk::Rung;
use crate::crosswalk::backtest::gathered;
use crate::engine::align::rung;
use crate::engine::{AlignError, Engine, PlacedEvidence};
use crate::model::{EditionKey, EvidenceKind};

use super::reach::Ground;
use super::{NoBacktest, PlannedBacktest};

/// What weighed on one rung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weigher {
    /// The rung.
    pub rung: Rung,
    /// The edition its weights were read from; the small areas' own for ground.
    pub edition: EditionKey,
    /// Column of the weights; `None` where each point counts as one, and for ground.
    pub column: Option<String>,
    /// How many small areas have any weight.
    pub small_areas: usize,
}

/// Evidence of the place that could not weigh, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnusedEvidence {
    /// What it stands for.
    pub kind: EvidenceKind,
    /// The edition it was read from.
    pub edition: EditionKey,
    /// Why it is not used.
    pub why: &'static str,
}

pub(super) struct Weighed {
    pub(super) rungs: Vec<(Rung, Vec<f64>)>,
    pub(super) weighers: Vec<Weigher>,
    pub(super) unused: Vec<UnusedEvidence>,
}

impl Weighed {
    /// Evidence best kind first, then ground.
    pub(super) fn gather(
        engine: &Engine,
        plan: &PlannedBacktest,
        ground: &Ground,
    ) -> Result<Self, NoBacktest> {
        let mut all = Self { rungs: Vec::new(), weighers: Vec::new(), unused: Vec::new() };
        for placed in engine.evidence() {
            let rung = rung(placed.kind);
            if all.rungs.iter().any(|(held, _)| *held == rung) {
                all.leave(placed, "another source of the same kind comes first");
                continue;
            }
            let values = in_small_areas(engine, plan, ground, placed)?;
            let values = match (&ground.groups, placed.kind) {
                (Some((groups, points)), EvidenceKind::SmallAreaPopulation) => {
                    gathered(groups, points, &values)
                }
                _ => values,
            };
            if values.iter().all(|value| *value <= 0.0) {
                all.leave(placed, "none of its points lies in a small area");
                continue;
            }
            all.take(rung, placed.edition.clone(), placed.column.clone(), values);
        }
        let ground_m2 = ground.rows.iter().map(|row| ground.layer.areas[*row].area_m2).collect();
        all.take(Rung::Area, plan.small_areas.clone(), None, ground_m2);
        Ok(all)
    }

    fn leave(&mut self, placed: &PlacedEvidence, why: &'static str) {
        self.unused.push(UnusedEvidence { kind: placed.kind, edition: placed.edition.clone(), why });
    }

    fn take(&mut self, rung: Rung, edition: EditionKey, column: Option<String>, values: Vec<f64>) {
        let small_areas = values.iter().filter(|value| **value > 0.0).count();
        self.weighers.push(Weigher { rung, edition, column, small_areas });
        self.rungs.push((rung, values));
    }
}

/// Control points added up in the small areas that hold them.
fn in_small_areas(
    engine: &Engine,
    plan: &PlannedBacktest,
    ground: &Ground,
    placed: &PlacedEvidence,
) -> Result<Vec<f64>, NoBacktest> {
    let index = engine.layers.iter().find(|layer| layer.key == plan.small_areas);
    let index = index.ok_or_else(|| AlignError::NoLayer(plan.small_areas.clone()))?;
    let points: Vec<_> = placed.points.iter().map(|(point, _)| *point).collect();
    let mut sums = vec![0.0; ground.layer.areas.len()];
    for (found, (_, weight)) in index.areas().first_at_each(&points).into_iter().zip(&placed.points) {
        if let Some(at) = found {
            sums[at] += weight;
        }
    }
    Ok(ground.rows.iter().map(|row| sums[*row]).collect())
}
