//! Settings of the whole: comparison, ranking, uncertainty.

use crate::assess::aggregate::Aggregation;
use crate::assess::impute::Imputation;
use crate::assess::normalise::Normalisation;

/// What each area is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Comparator {
    /// A published figure of a larger area, "England" say; the inputs hold one for each indicator.
    Published {
        /// Its name.
        name: String,
    },
    /// All areas of the assessment together.
    Place,
    /// The areas that are most alike, the area itself left out.
    Neighbours {
        /// How many.
        count: usize,
        /// The indicators by which areas are alike.
        covariates: Vec<String>,
    },
    /// The areas of the same group of a grouping, the area itself included.
    Patch {
        /// The grouping.
        grouping: String,
    },
}

/// When an area is not ranked, and how many areas are "the worst".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankRules {
    /// An area of which more than this share of the weight is imputed or missing has no rank.
    pub most_imputed: f64,
    /// An area of which less than this share is covered by the sources has no rank.
    pub least_cover: f64,
    /// How many areas are "the worst".
    pub worst: usize,
}

impl Default for RankRules {
    fn default() -> Self {
        Self { most_imputed: 0.30, least_cover: 0.80, worst: 10 }
    }
}

/// All choices that could as well have been made otherwise.
///
/// Each list holds alternatives beside what the recipe says; a draw takes one
/// of them or the recipe's own, each as likely as the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Uncertainty {
    /// How many draws.
    pub draws: usize,
    /// Weights are drawn from (1 − spread) to (1 + spread) times their own; 0 keeps them.
    pub weight_spread: f64,
    /// Other normalisations, for all indicators but the categorical ones.
    pub normalisations: Vec<Normalisation>,
    /// Other aggregations, for all groups.
    pub aggregations: Vec<Aggregation>,
    /// Other imputations, for all indicators with gaps.
    pub imputations: Vec<Imputation>,
    /// Whether figures move by their sampling error.
    pub sampling: bool,
    /// Whether figures move by the error of their alignment to these areas.
    pub alignment: bool,
}

impl Default for Uncertainty {
    /// 1,000 draws of weights within a quarter of their own, nothing else.
    fn default() -> Self {
        Self {
            draws: 1_000,
            weight_spread: 0.25,
            normalisations: Vec::new(),
            aggregations: Vec::new(),
            imputations: Vec::new(),
            sampling: false,
            alignment: false,
        }
    }
}
