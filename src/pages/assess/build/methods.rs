//! The methods that the builder offers, by key and in words.

use crate::assess::aggregate::{Aggregation, WeightSum};
use crate::assess::impute::Imputation;
use crate::assess::normalise::{Direction, Normalisation};
use crate::assess::treat::{Limits, Treatment};

/// One choice of a list: its key in addresses and its words.
pub(super) type Choice = (&'static str, &'static str);

pub(super) const DIRECTIONS: [Choice; 3] = [
    ("worse", "High figures are worse"),
    ("better", "High figures are better"),
    ("neither", "Neither end is worse"),
];

pub(super) const NORMALISATIONS: [Choice; 8] = [
    ("min-max", "Straight line from best to worst area"),
    ("z", "Standard deviations from the mean"),
    ("robust-z", "Deviations from the median"),
    ("rank", "Rank"),
    ("percentile", "Share of areas that are better"),
    ("imd-exponential", "As the Indices of Deprivation"),
    ("distance-to-best", "Distance from the best area"),
    ("own", "As in the recipe"),
];

pub(super) const TREATMENTS: [Choice; 5] = [
    ("none", "Nothing"),
    ("winsorise", "Bring the farthest figures nearer"),
    ("winsorise-then-log", "Bring nearer, else logarithm"),
    ("log", "Logarithm"),
    ("own", "As in the recipe"),
];

pub(super) const IMPUTATIONS: [Choice; 4] = [
    ("none", "Nothing: a gap stays a gap"),
    ("mean", "The mean of all areas"),
    ("median", "The median of all areas"),
    ("own", "As in the recipe"),
];

pub(super) const AGGREGATIONS: [Choice; 5] = [
    ("arithmetic", "Weighted mean"),
    ("geometric", "Geometric mean"),
    ("harmonic", "Harmonic mean"),
    ("copeland", "Contest of areas (Copeland)"),
    ("own", "As in the recipe"),
];

/// Scores of a straight line where a recipe says nothing else; above nought, as some means need them.
const MIN_MAX: Normalisation = Normalisation::MinMax { low: 1.0, high: 100.0 };

pub(super) fn direction(key: &str) -> Option<Direction> {
    Some(match key {
        "worse" => Direction::HighIsWorse,
        "better" => Direction::HighIsBetter,
        "neither" => Direction::Neither,
        _ => return None,
    })
}

pub(super) fn direction_key(direction: Direction) -> &'static str {
    match direction {
        Direction::HighIsWorse => "worse",
        Direction::HighIsBetter => "better",
        Direction::Neither => "neither",
    }
}

/// The normalisation of a key; the recipe's own settings stay where it is the same kind.
pub(super) fn normalisation(key: &str, own: &Normalisation) -> Option<Normalisation> {
    if normalisation_key(own) == key {
        return Some(own.clone());
    }
    Some(match key {
        "min-max" => MIN_MAX,
        "z" => Normalisation::ZScore,
        "robust-z" => Normalisation::RobustZ,
        "rank" => Normalisation::Rank,
        "percentile" => Normalisation::Percentile,
        "imd-exponential" => Normalisation::ImdExponential,
        "distance-to-best" => Normalisation::DistanceToBest,
        _ => return None,
    })
}

pub(super) fn normalisation_key(own: &Normalisation) -> &'static str {
    match own {
        Normalisation::MinMax { .. } => "min-max",
        Normalisation::ZScore => "z",
        Normalisation::RobustZ => "robust-z",
        Normalisation::Rank => "rank",
        Normalisation::Percentile => "percentile",
        Normalisation::ImdExponential => "imd-exponential",
        Normalisation::DistanceToBest => "distance-to-best",
        Normalisation::DistanceToTarget { .. } | Normalisation::Categorical { .. } => "own",
    }
}

pub(super) fn treatment(key: &str, own: Treatment) -> Option<Treatment> {
    if treatment_key(own) == key {
        return Some(own);
    }
    Some(match key {
        "none" => Treatment::None,
        "winsorise" => Treatment::Winsorise(Limits::default()),
        "winsorise-then-log" => Treatment::WinsoriseThenLog(Limits::default()),
        "log" => Treatment::Log,
        _ => return None,
    })
}

pub(super) fn treatment_key(own: Treatment) -> &'static str {
    match own {
        Treatment::None => "none",
        Treatment::Winsorise(_) => "winsorise",
        Treatment::WinsoriseThenLog(_) => "winsorise-then-log",
        Treatment::Log => "log",
        Treatment::Clip { .. } => "own",
    }
}

pub(super) fn imputation(key: &str, own: &Imputation) -> Option<Imputation> {
    if imputation_key(own) == key {
        return Some(own.clone());
    }
    Some(match key {
        "none" => Imputation::None,
        "mean" => Imputation::Mean,
        "median" => Imputation::Median,
        _ => return None,
    })
}

pub(super) fn imputation_key(own: &Imputation) -> &'static str {
    match own {
        Imputation::None => "none",
        Imputation::Mean => "mean",
        Imputation::Median => "median",
        Imputation::GroupMean { .. } => "own",
    }
}

pub(super) fn aggregation(key: &str, own: Aggregation) -> Option<Aggregation> {
    if aggregation_key(own) == key {
        return Some(own);
    }
    Some(match key {
        "arithmetic" => Aggregation::Arithmetic(WeightSum::Shared),
        "geometric" => Aggregation::Geometric,
        "harmonic" => Aggregation::Harmonic,
        "copeland" => Aggregation::Copeland,
        _ => return None,
    })
}

pub(super) fn aggregation_key(own: Aggregation) -> &'static str {
    match own {
        Aggregation::Arithmetic(_) => "arithmetic",
        Aggregation::Geometric => "geometric",
        Aggregation::Harmonic => "harmonic",
        Aggregation::Copeland => "copeland",
        Aggregation::Power { .. } => "own",
    }
}

/// The words of a key.
pub(super) fn words(choices: &[Choice], key: &str) -> &'static str {
    choices.iter().find(|(own, _)| *own == key).map_or("", |(_, words)| words)
}
