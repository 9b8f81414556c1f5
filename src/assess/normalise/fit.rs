//! Fitting a normalisation to a column, and applying it.

use super::{Direction, Normalisation, imd_exponential};
use crate::assess::figure::{self, ColumnFault, Figure};

/// A normalisation fitted to a column: a score for any figure.
///
/// Kept with a run, so that "what if this figure were lower" is asked of the
/// scale that the run used.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// −1 where high figures are better: figures are turned round first.
    sign: f64,
    form: Form,
}

#[derive(Debug, Clone, PartialEq)]
enum Form {
    /// score = base + slope · (figure − origin), at least `floor`.
    Straight { origin: f64, slope: f64, base: f64, floor: f64 },
    /// Scores from how many of the sorted figures are lower.
    Ranked { sorted: Vec<f64>, scale: RankScale },
    Categories(Vec<(f64, f64)>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum RankScale {
    Rank,
    Percentile,
    Exponential,
}

/// Normalises a column: the fitted scale and the scores.
///
/// # Units
/// Of the method; the higher a score, the worse.
///
/// # Errors
/// [`ColumnFault::Constant`], [`ColumnFault::AllMissing`],
/// [`ColumnFault::OneArea`], [`ColumnFault::NotFinite`],
/// [`ColumnFault::NoRobustSpread`], and [`ColumnFault::Unfit`] for a setting
/// that the figures do not allow (a best figure of nought, a target that every area
/// meets, a category without a score).
pub fn normalise(
    column: &[Figure],
    method: &Normalisation,
    direction: Direction,
) -> Result<(Fitted, Vec<Figure>), ColumnFault> {
    method.check(direction).map_err(|reason| ColumnFault::Unfit { reason })?;
    let fitted = Fitted::to(column, method, direction)?;
    let scores = fitted.scores(column)?;
    Ok((fitted, scores))
}

impl Fitted {
    fn to(column: &[Figure], method: &Normalisation, direction: Direction) -> Result<Self, ColumnFault> {
        let sign = if direction == Direction::HighIsBetter { -1.0 } else { 1.0 };
        if let Normalisation::Categorical { scores } = method {
            return Ok(Self { sign, form: Form::Categories(scores.clone()) });
        }
        let mut turned = figure::comparable(column)?;
        turned.iter_mut().for_each(|value| *value *= sign);
        Ok(Self { sign, form: form(&turned, method, sign)? })
    }

    /// The score of a figure; `None` for a category without one.
    #[must_use]
    pub fn score(&self, figure: f64) -> Option<f64> {
        let turned = figure * self.sign;
        match &self.form {
            Form::Straight { origin, slope, base, floor } => {
                Some((base + slope * (turned - origin)).max(*floor))
            }
            Form::Ranked { sorted, scale } => Some(scale.score(sorted, turned)),
            Form::Categories(scores) => {
                #[expect(clippy::float_cmp, reason = "codes are equal or they are not")]
                let found = scores.iter().find(|(code, _)| *code == figure);
                found.map(|(_, score)| *score)
            }
        }
    }

    fn scores(&self, column: &[Figure]) -> Result<Vec<Figure>, ColumnFault> {
        let score = |value: f64| {
            let reason = || ColumnFault::Unfit { reason: format!("category {value} has no score") };
            self.score(value).ok_or_else(reason)
        };
        column.iter().map(|figure| figure.map_or_else(|gap| Ok(Err(gap)), |value| score(value).map(Ok))).collect()
    }
}

impl RankScale {
    fn score(self, sorted: &[f64], value: f64) -> f64 {
        let lower = sorted.partition_point(|other| *other < value) as f64;
        let count = sorted.len() as f64;
        match self {
            Self::Rank => lower + 1.0,
            Self::Percentile => (lower / (count - 1.0)).min(1.0),
            Self::Exponential => {
                let upper = sorted.partition_point(|other| *other <= value) as f64;
                // Equal areas share the mean of their ranks; a new figure joins those below it.
                let rank = if upper > lower { (lower + 1.0 + upper) / 2.0 } else { lower.max(1.0) };
                imd_exponential(rank / count)
            }
        }
    }
}

const NO_FLOOR: f64 = f64::NEG_INFINITY;

fn form(turned: &[f64], method: &Normalisation, sign: f64) -> Result<Form, ColumnFault> {
    let least = turned.iter().copied().fold(f64::INFINITY, f64::min);
    let most = turned.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let straight = |origin, slope, base, floor| Ok(Form::Straight { origin, slope, base, floor });
    match method {
        Normalisation::MinMax { low, high } => straight(least, (high - low) / (most - least), *low, NO_FLOOR),
        Normalisation::ZScore => {
            straight(figure::mean(turned), 1.0 / figure::standard_deviation(turned), 0.0, NO_FLOOR)
        }
        Normalisation::RobustZ => {
            let (centre, spread) = robust(turned, sign)?;
            straight(centre, 1.0 / spread, 0.0, NO_FLOOR)
        }
        Normalisation::DistanceToTarget { target } => {
            let aim = target * sign;
            if most <= aim {
                let reason = format!("every area meets the target of {target}");
                return Err(ColumnFault::Unfit { reason });
            }
            straight(aim, 1.0 / (most - aim), 0.0, 0.0)
        }
        Normalisation::DistanceToBest => {
            if least == 0.0 {
                let reason = "the best figure is nought: nothing is a share of it".to_owned();
                return Err(ColumnFault::Unfit { reason });
            }
            straight(least, 1.0 / least.abs(), 0.0, 0.0)
        }
        Normalisation::Rank => Ok(ranked(turned, RankScale::Rank)),
        Normalisation::Percentile => Ok(ranked(turned, RankScale::Percentile)),
        Normalisation::ImdExponential => Ok(ranked(turned, RankScale::Exponential)),
        Normalisation::Categorical { scores } => Ok(Form::Categories(scores.clone())),
    }
}

fn ranked(turned: &[f64], scale: RankScale) -> Form {
    Form::Ranked { sorted: figure::sorted(turned), scale }
}

fn robust(turned: &[f64], sign: f64) -> Result<(f64, f64), ColumnFault> {
    let centre = figure::median(turned);
    let distances: Vec<f64> = turned.iter().map(|value| (value - centre).abs()).collect();
    let spread = 1.4826 * figure::median(&distances);
    if spread == 0.0 {
        return Err(ColumnFault::NoRobustSpread { value: centre * sign });
    }
    Ok((centre, spread))
}
