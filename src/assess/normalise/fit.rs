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
    Line {
        origin: f64,
        slope: f64,
        base: f64,
        floor: f64,
    },
    /// Scores from how many of the sorted figures are lower.
    Ranked {
        sorted: Vec<f64>,
        scale: RankScale,
    },
    Categories(Vec<(f64, f64)>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum RankScale {
    Rank,
    Percentile,
    Exponential,
}

type Outcome = Result<(Fitted, Vec<Figure>), ColumnFault>;

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
pub fn normalise(column: &[Figure], method: &Normalisation, direction: Direction) -> Outcome {
    method.check(direction).map_err(|reason| ColumnFault::Unfit { reason })?;
    let sign = if direction == Direction::HighIsBetter { -1.0 } else { 1.0 };
    match method {
        Normalisation::MinMax { low, high } => lined(column, sign, |turned| Ok(min_max(turned, *low, *high))),
        Normalisation::ZScore => lined(column, sign, |turned| Ok(z_score(turned))),
        Normalisation::RobustZ => lined(column, sign, |turned| robust_z(turned, sign)),
        Normalisation::DistanceToTarget { target } => {
            lined(column, sign, |turned| to_target(turned, *target, sign))
        }
        Normalisation::DistanceToBest => lined(column, sign, to_best),
        Normalisation::Rank => ranked(column, sign, RankScale::Rank),
        Normalisation::Percentile => ranked(column, sign, RankScale::Percentile),
        Normalisation::ImdExponential => ranked(column, sign, RankScale::Exponential),
        Normalisation::Categorical { scores } => categories(column, sign, scores),
    }
}

impl Fitted {
    /// The score of a figure; `None` for a category without one.
    #[must_use]
    pub fn score(&self, figure: f64) -> Option<f64> {
        let turned = figure * self.sign;
        match &self.form {
            Form::Line { origin, slope, base, floor } => Some((base + slope * (turned - origin)).max(*floor)),
            Form::Ranked { sorted, scale } => {
                let lower = sorted.partition_point(|other| *other < turned);
                let upper = sorted.partition_point(|other| *other <= turned);
                Some(scale.score(lower, upper, sorted.len()))
            }
            Form::Categories(scores) => {
                #[expect(clippy::float_cmp, reason = "codes are equal or they are not")]
                let found = scores.iter().find(|(code, _)| *code == turned);
                found.map(|(_, score)| *score)
            }
        }
    }

    fn scores(&self, column: &[Figure]) -> Result<Vec<Figure>, ColumnFault> {
        let score = |value: f64| {
            let reason = || ColumnFault::Unfit { reason: format!("category {value} has no score") };
            self.score(value).ok_or_else(reason)
        };
        column
            .iter()
            .map(|figure| figure.map_or_else(|gap| Ok(Err(gap)), |value| score(value).map(Ok)))
            .collect()
    }
}

/// Fits a line to the figures, turned round where high is better.
fn lined(column: &[Figure], sign: f64, fit: impl Fn(&[f64]) -> Result<Form, ColumnFault>) -> Outcome {
    let mut turned = figure::comparable(column)?;
    for value in &mut turned {
        *value *= sign;
    }
    let fitted = Fitted { sign, form: fit(&turned)? };
    let scores = fitted.scores(column)?;
    Ok((fitted, scores))
}

fn line(origin: f64, slope: f64, base: f64) -> Form {
    Form::Line { origin, slope, base, floor: f64::NEG_INFINITY }
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn most(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

fn min_max(turned: &[f64], low: f64, high: f64) -> Form {
    let least = least(turned);
    line(least, (high - low) / (most(turned) - least), low)
}

fn z_score(turned: &[f64]) -> Form {
    line(figure::mean(turned), figure::standard_deviation(turned).recip(), 0.0)
}

fn robust_z(turned: &[f64], sign: f64) -> Result<Form, ColumnFault> {
    let centre = figure::median(turned);
    let distances: Vec<f64> = turned.iter().map(|value| (value - centre).abs()).collect();
    let spread = 1.4826 * figure::median(&distances);
    if spread == 0.0 {
        return Err(ColumnFault::NoRobustSpread { value: centre * sign });
    }
    Ok(line(centre, spread.recip(), 0.0))
}

fn to_target(turned: &[f64], target: f64, sign: f64) -> Result<Form, ColumnFault> {
    let (aim, worst) = (target * sign, most(turned));
    if worst <= aim {
        let reason = format!("every area meets the target of {target}");
        return Err(ColumnFault::Unfit { reason });
    }
    Ok(Form::Line { origin: aim, slope: (worst - aim).recip(), base: 0.0, floor: 0.0 })
}

fn to_best(turned: &[f64]) -> Result<Form, ColumnFault> {
    let best = least(turned);
    if best == 0.0 {
        let reason = "the best figure is nought: nothing is a share of it".to_owned();
        return Err(ColumnFault::Unfit { reason });
    }
    Ok(Form::Line { origin: best, slope: best.abs().recip(), base: 0.0, floor: 0.0 })
}

fn categories(column: &[Figure], sign: f64, scores: &[(f64, f64)]) -> Outcome {
    // Even codes must tell areas apart.
    figure::comparable(column)?;
    let fitted = Fitted { sign, form: Form::Categories(scores.to_vec()) };
    let scores = fitted.scores(column)?;
    Ok((fitted, scores))
}

/// Ranks a column in one pass over its sorted figures.
fn ranked(column: &[Figure], sign: f64, scale: RankScale) -> Outcome {
    let count = figure::comparable(column)?.len();
    let mut order: Vec<(f64, usize)> = Vec::with_capacity(count);
    let known =
        column.iter().enumerate().filter_map(|(at, figure)| figure.ok().map(|value| (value * sign, at)));
    order.extend(known);
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut scores = column.to_vec();
    let mut lower = 0;
    #[expect(clippy::float_cmp, reason = "equal figures share a rank")]
    for tied in order.chunk_by(|a, b| a.0 == b.0) {
        let score = scale.score(lower, lower + tied.len(), count);
        for (_, at) in tied {
            scores[*at] = Ok(score);
        }
        lower += tied.len();
    }
    let sorted = order.into_iter().map(|(value, _)| value).collect();
    Ok((Fitted { sign, form: Form::Ranked { sorted, scale } }, scores))
}

impl RankScale {
    /// The score of a figure with `lower` figures below it and `upper` not above it, of `count`.
    fn score(self, lower: usize, upper: usize, count: usize) -> f64 {
        match self {
            Self::Rank => (lower + 1) as f64,
            Self::Percentile => (lower as f64 / (count - 1) as f64).min(1.0),
            // Equal areas share the mean of their ranks; a new figure joins those below it.
            Self::Exponential if upper > lower => {
                imd_exponential((lower + 1 + upper) as f64 / 2.0 / count as f64)
            }
            Self::Exponential => imd_exponential(lower.max(1) as f64 / count as f64),
        }
    }
}
