//! Hot spots of the index, its domains and its indicators.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::assess::figure::Figure;
use crate::assess::normalise::Direction;
use crate::assess::run::Run;
use crate::assess::spatial::{
    Local, Moran, Neighbours, Scheme, SpatialFault, Test, hot_spots, local_moran, moran,
};
use crate::engine::Engine;
use crate::geom::contiguity::borders;
use crate::model::EditionKey;

use super::error::{AssessError, AssessFault};

/// Two areas are neighbours where their outlines run together at least this far, in metres.
pub const BORDER_AT_LEAST_M: f64 = 10.0;

/// How far apart two drawings of one border may lie, in metres.
pub const BORDER_WITHIN_M: f64 = 1.0;

/// The share of false discoveries that is held.
pub const FALSE_DISCOVERIES: f64 = 0.05;

/// Permutations for each area, at least.
pub const PERMUTATIONS: usize = 9_999;

/// More areas than this are tested by the normal distribution: permutations
/// enough to find anything among so many would take too long.
pub const MOST_PERMUTED: usize = 1_000;

/// Where high and low figures lie together.
#[derive(Debug, Clone, PartialEq)]
pub struct Spatial {
    /// How p-values were found.
    pub test: Test,
    /// By id: the index, each domain, each indicator. High means worse, also
    /// where the indicator's own high figures are the better ones.
    pub columns: BTreeMap<String, HotSpots>,
}

/// The tests of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct HotSpots {
    /// Gi*: hot and cold spots, or why none could be sought.
    pub getis: Result<Vec<Local>, SpatialFault>,
    /// Local Moran: clusters, and areas unlike their neighbours.
    pub local_moran: Result<Vec<Local>, SpatialFault>,
    /// Moran's I of the whole map.
    pub moran: Result<Moran, SpatialFault>,
}

impl Spatial {
    /// The tests of all columns of a run.
    pub(super) fn of(run: &Run, neighbours: &Neighbours) -> Self {
        let test = test_for(run.inputs.areas.len(), run.recipe.seed);
        let columns: Vec<(String, Vec<Figure>)> = columns(run);
        let tested = |(id, column): (String, Vec<Figure>)| (id, HotSpots::of(&column, neighbours, test));
        Self { test, columns: columns.into_par_iter().map(tested).collect() }
    }
}

impl HotSpots {
    fn of(column: &[Figure], neighbours: &Neighbours, test: Test) -> Self {
        Self {
            getis: hot_spots(column, neighbours, Scheme::Binary, test, FALSE_DISCOVERIES),
            local_moran: local_moran(column, &neighbours.as_shares(), test, FALSE_DISCOVERIES),
            moran: moran(column, &neighbours.as_shares(), test),
        }
    }
}

/// As many permutations as are needed to find anything among so many tests.
fn test_for(areas: usize, seed: u64) -> Test {
    if areas > MOST_PERMUTED {
        Test::Normal
    } else {
        Test::Permutations { count: PERMUTATIONS.max(40 * areas), seed }
    }
}

/// Scores of the index and its domains, and the raw figures of each indicator
/// (a stand-in must not make a cluster), turned so that high is worse.
fn columns(run: &Run) -> Vec<(String, Vec<Figure>)> {
    let groups = run.nodes.iter().filter(|node| node.weighing.is_some());
    let mut all: Vec<(String, Vec<Figure>)> =
        groups.map(|node| (node.id.clone(), node.scores.clone())).collect();
    for (indicator, stages) in run.recipe.index.indicators().into_iter().zip(&run.indicators) {
        let sign = if indicator.direction == Direction::HighIsBetter { -1.0 } else { 1.0 };
        let turned = stages.raw.iter().map(|figure| figure.map(|value| value * sign)).collect();
        all.push((indicator.id.clone(), turned));
    }
    all
}

impl Engine {
    /// Who borders on whom in a layer edition, measured once and kept.
    ///
    /// # Errors
    /// [`AssessError::Refused`] where the place shows no such edition.
    pub fn borders(&self, key: &EditionKey) -> Result<Arc<Neighbours>, AssessError> {
        self.assessments.neighbours.get_or_make(key.clone(), || {
            let refused = |why: String| AssessError::Refused(vec![AssessFault::new("areas", why)]);
            let layer =
                self.layer(key).ok_or_else(|| refused(format!("the place shows no layer edition {key}")))?;
            let shapes: Vec<_> = layer.areas.iter().map(|area| &area.shape).collect();
            let pairs: Vec<(usize, usize)> = borders(&shapes, BORDER_WITHIN_M)
                .into_iter()
                .filter(|border| border.length_m >= BORDER_AT_LEAST_M)
                .map(|border| (border.a, border.b))
                .collect();
            Neighbours::from_pairs(shapes.len(), &pairs).map_err(|fault| refused(fault.to_string()))
        })
    }
}
