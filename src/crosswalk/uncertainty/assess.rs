//! The error of a figure: its parts put together, target by target.

use super::calibration::{Company, Constants};
use super::count::Counts;
use super::quantity::Quantity;
use super::rate::Rates;
use super::route::{Piece, Reach, Route};
use super::score::Scores;
use super::{Assessed, Basis, Grade, Margin, Range, Uncertainty, Variance, Z_95};
use crate::crosswalk::apply::{Estimate, Figure};
use crate::crosswalk::error::CrosswalkError;
use crate::crosswalk::weights::{Crosswalk, Rung};

impl Crosswalk {
    /// The range of each count that [`Crosswalk::apply_count`] gives.
    ///
    /// What a target certainly has (sources whole inside, and never less than
    /// nought) is the least that the low end can be.
    ///
    /// # Errors
    /// [`CrosswalkError::WrongLength`], [`CrosswalkError::BadStandardError`],
    /// [`CrosswalkError::OtherEnds`] for a crosswalk to compare with that runs
    /// elsewhere, [`CrosswalkError::NeedsSteps`] for a composed one.
    ///
    /// # Source
    /// `docs/methods/error-range.md`.
    pub fn range_of_counts(
        &self,
        counts: &[Figure],
        with: &Uncertainty<'_>,
    ) -> Result<Vec<Assessed>, CrosswalkError> {
        Route::direct(self)?.range_of_counts(counts, with)
    }

    /// The range of each rate that [`Crosswalk::apply_rate`] gives.
    ///
    /// # Errors
    /// As [`Crosswalk::range_of_counts`].
    pub fn range_of_rates(
        &self,
        numerators: &[Figure],
        denominators: &[Figure],
        with: &Uncertainty<'_>,
    ) -> Result<Vec<Assessed>, CrosswalkError> {
        Route::direct(self)?.range_of_rates(numerators, denominators, with)
    }

    /// The range of each score that [`Crosswalk::apply_score`] gives.
    ///
    /// # Errors
    /// As [`Crosswalk::range_of_counts`] and [`Crosswalk::apply_score`].
    pub fn range_of_scores(
        &self,
        scores: &[Figure],
        sizes: Option<&[f64]>,
        with: &Uncertainty<'_>,
    ) -> Result<Vec<Assessed>, CrosswalkError> {
        Route::direct(self)?.range_of_scores(scores, sizes, with)
    }
}

impl Route<'_> {
    /// The range of each count at the end of the route.
    ///
    /// # Errors
    /// As [`Crosswalk::range_of_counts`].
    pub fn range_of_counts(
        &self,
        counts: &[Figure],
        with: &Uncertainty<'_>,
    ) -> Result<Vec<Assessed>, CrosswalkError> {
        assess(self, &Counts(counts), with)
    }

    /// The range of each rate at the end of the route.
    ///
    /// # Errors
    /// As [`Crosswalk::range_of_rates`].
    pub fn range_of_rates(
        &self,
        numerators: &[Figure],
        denominators: &[Figure],
        with: &Uncertainty<'_>,
    ) -> Result<Vec<Assessed>, CrosswalkError> {
        assess(self, &Rates { numerators, denominators }, with)
    }

    /// The range of each score at the end of the route.
    ///
    /// # Errors
    /// As [`Crosswalk::range_of_scores`].
    pub fn range_of_scores(
        &self,
        scores: &[Figure],
        sizes: Option<&[f64]>,
        with: &Uncertainty<'_>,
    ) -> Result<Vec<Assessed>, CrosswalkError> {
        assess(self, &Scores { figures: scores, sizes, parts_differ: true }, with)
    }
}

/// Figures by one evidence, with the variance of their splits.
pub(crate) struct Judged {
    pub(crate) estimates: Vec<Estimate>,
    pub(crate) reach: Vec<Reach>,
    /// Σ of all pieces, in the company that was asked for.
    pub(crate) split: Vec<f64>,
}

/// Carries figures along a route, and their splits with the constants of each
/// rung in the company that each target has.
pub(crate) fn judged(
    route: &Route<'_>,
    quantity: &dyn Quantity,
    constants: &dyn Fn(Rung, Company) -> Constants,
    company: &dyn Fn(usize, Reach) -> Company,
) -> Result<Judged, CrosswalkError> {
    let (pieces, reach) = route.pieces()?;
    let companies: Vec<Company> = reach.iter().enumerate().map(|(at, reach)| company(at, *reach)).collect();
    let constants = |piece: &Piece| constants(piece.rung, companies[piece.target]);
    Ok(Judged {
        estimates: quantity.estimates(route.whole())?,
        split: quantity.split(route, &pieces, &constants)?,
        reach,
    })
}

/// The error of every target's figure.
pub(crate) fn assess(
    route: &Route<'_>,
    quantity: &dyn Quantity,
    with: &Uncertainty<'_>,
) -> Result<Vec<Assessed>, CrosswalkError> {
    let whole = route.whole();
    let sampling = match with.sampling {
        Some(errors) => {
            check_errors(whole, errors)?;
            quantity.sampling(whole, errors)?
        }
        None => vec![0.0; whole.to.len()],
    };
    let others = others(whole, quantity, with)?;
    let company = |target: usize, reach: Reach| between(&others, target, reach.rung, 0.0).1;
    let constants = |rung, company| with.calibration.entry(rung, company).constants;
    let own = judged(route, quantity, &constants, &company)?;
    let floors = quantity.floors(whole);
    let margin = |at: usize, value: f64| {
        let doubt = if own.reach[at].by_lookup {
            Doubt::of_lookup(&others, at, value)?
        } else {
            Doubt::of_weights(&own, &others, at, value)
        };
        let variance = Variance { sampling: sampling[at], ..doubt.variance };
        let calibrated_on = with.calibration.entry(doubt.rung, doubt.tuned_for).rung;
        let basis = Basis { rung: own.reach[at].rung, calibrated_on, company: doubt.company };
        // What was sampled is not certain, but a count is still no less than nought.
        let floor = floors[at].map(|floor| if with.sampling.is_some() { floor.min(0.0) } else { floor });
        Margin::of(value, variance, basis, floor, doubt.nests)
    };
    let assessed = |(at, estimate): (usize, &Estimate)| Assessed {
        value: estimate.value,
        margin: estimate.value.ok().and_then(|value| margin(at, value)),
    };
    Ok(own.estimates.iter().enumerate().map(assessed).collect())
}

/// What makes a target's figure doubtful, sampling aside.
struct Doubt {
    variance: Variance,
    nests: bool,
    /// The rung whose constants are asked for, and in which company.
    rung: Rung,
    tuned_for: Company,
    company: Company,
}

impl Doubt {
    /// Weights say how a source may be split; other evidence says how wrong
    /// they may be, and may know of a split that they do not see.
    fn of_weights(own: &Judged, others: &[Judged], target: usize, value: f64) -> Self {
        let rung = own.reach[target].rung;
        let (between, company) = between(others, target, rung, value);
        let nests = own.reach[target].nests
            && others.iter().all(|o| o.reach[target].nests || o.reach[target].by_lookup);
        let split = own.split[target];
        let variance = Variance { split, between: if nests { 0.0 } else { between }, sampling: 0.0 };
        Self { variance, nests, rung, tuned_for: company, company }
    }

    /// A lookup does not say what it splits: the error is that of the best
    /// other evidence, and half the squared difference from it.
    fn of_lookup(others: &[Judged], target: usize, value: f64) -> Option<Self> {
        let best = best_other(others, target)?;
        let apart = value - best.estimates[target].value.ok()?;
        let (company, nests) = (Company::Better, best.reach[target].nests);
        let between = company.share_of_difference() * apart * apart;
        let variance = Variance { split: best.split[target], between, sampling: 0.0 };
        let nests = nests && between <= 0.0;
        Some(Self { variance, nests, rung: best.reach[target].rung, tuned_for: Company::Alone, company })
    }
}

impl Margin {
    /// `None` where part of the variance is not known.
    fn of(value: f64, variance: Variance, basis: Basis, floor: Option<f64>, nests: bool) -> Option<Self> {
        let half = Z_95 * variance.standard_error();
        if !half.is_finite() {
            return None;
        }
        let low = floor.map_or(value - half, |floor| (value - half).max(floor.min(value)));
        let exact = nests && half <= 0.0;
        let grade = if exact { Grade::A } else { Grade::of(half, value) };
        Some(Self { range: Range { low, high: value + half }, grade, variance, basis })
    }
}

/// The same figures by the other evidence. What a lookup decides is no evidence.
fn others(
    whole: &Crosswalk,
    quantity: &dyn Quantity,
    with: &Uncertainty<'_>,
) -> Result<Vec<Judged>, CrosswalkError> {
    let judge = |other: &&Crosswalk| {
        if (&other.from, &other.to) != (&whole.from, &whole.to) {
            return Err(CrosswalkError::OtherEnds {
                expected: whole.from.label(),
                found: other.from.label(),
            });
        }
        let alone = |rung, company| with.calibration.entry(rung, company).constants;
        judged(&Route::direct(other)?, quantity, &alone, &|_, _| Company::Alone)
    };
    with.others.iter().map(judge).collect()
}

/// How far other evidence puts a figure elsewhere, as a variance, and how good
/// that evidence is. Better evidence alone is heard where there is any.
pub(crate) fn between(others: &[Judged], target: usize, rung: Rung, value: f64) -> (f64, Company) {
    let heard = |better: bool| -> Vec<f64> {
        let witnesses = others.iter().filter(|other| {
            let reach = other.reach[target];
            !reach.by_lookup && (reach.rung < rung) == better
        });
        witnesses
            .filter_map(|other| other.estimates[target].value.ok())
            .map(|v| (v - value).powi(2))
            .collect()
    };
    let (better, worse) = (heard(true), heard(false));
    let (company, squares) = match (better.is_empty(), worse.is_empty()) {
        (false, _) => (Company::Better, better),
        (true, false) => (Company::Worse, worse),
        (true, true) => return (0.0, Company::Alone),
    };
    let mean = squares.iter().sum::<f64>() / squares.len() as f64;
    (company.share_of_difference() * mean, company)
}

/// The best other evidence of a target; the first of equals.
fn best_other(others: &[Judged], target: usize) -> Option<&Judged> {
    let known =
        others.iter().filter(|other| !other.reach[target].by_lookup && other.estimates[target].value.is_ok());
    known.min_by_key(|other| other.reach[target].rung)
}

fn check_errors(whole: &Crosswalk, errors: &[f64]) -> Result<(), CrosswalkError> {
    whole.check_length("standard errors", errors.len())?;
    match errors.iter().position(|error| !(error.is_finite() && *error >= 0.0)) {
        Some(at) => Err(CrosswalkError::BadStandardError {
            code: whole.from.codes[at].to_string(),
            error: errors[at],
        }),
        None => Ok(()),
    }
}
