//! What a back-test is given, and what it refuses.

use crate::crosswalk::error::CrosswalkError;
use crate::crosswalk::side::Side;
use crate::crosswalk::weights::Rung;

/// Where a small area lies, whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its source.
    pub source: u32,
    /// Its target; `None` outside all of them.
    pub target: Option<u32>,
}

/// What one rung knows of each small area: people, households, m².
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights<'a> {
    /// The rung it stands for.
    pub rung: Rung,
    /// A weight for each small area.
    pub values: &'a [f64],
}

/// A count known at the small areas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count<'a> {
    /// What is counted.
    pub name: &'a str,
    /// The count of each small area.
    pub values: &'a [f64],
}

/// A rate known at the small areas by its two counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Numerator of each small area.
    pub numerator: &'a [f64],
    /// Denominator of each small area.
    pub denominator: &'a [f64],
}

/// All that a back-test needs, in plain vectors: one value for each small area.
#[derive(Debug, Clone)]
pub struct Spec<'a> {
    /// Which figures of which areas, in words.
    pub data: &'a str,
    /// The sources.
    pub from: Side,
    /// The targets.
    pub to: Side,
    /// Where each small area lies.
    pub places: &'a [Place],
    /// Residents of each small area: scores are means over them, and the best
    /// fit sends a source where most of them are.
    pub people: &'a [f64],
    /// What weighs, best rung first. A source in which one has no weight takes
    /// the next, as on the ladder of [`crate::crosswalk::by_points`].
    pub weights: &'a [Weights<'a>],
    /// Counts with known truths; as scores, each is taken per resident.
    pub counts: &'a [Count<'a>],
    /// Rates with known truths.
    pub ratios: &'a [Ratio<'a>],
    /// Into how many parts targets are dealt; two or more.
    pub folds: usize,
    /// Which deal: the same seed, the same parts.
    pub seed: u64,
}

/// Why there can be no back-test.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BacktestError {
    /// A column has not one value for each small area.
    #[error("{found} values of {what} for {expected} small areas")]
    WrongLength {
        /// The column.
        what: String,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A value is negative or not finite.
    #[error("{what} of small area {at} is {value}: values are finite and not negative")]
    BadValue {
        /// The column.
        what: String,
        /// The small area, counted from 0.
        at: usize,
        /// The value.
        value: f64,
    },
    /// A small area lies in a source or target that is not there.
    #[error("small area {at} lies in {end} {number}, and there are {len}")]
    NoSuchArea {
        /// The small area, counted from 0.
        at: usize,
        /// `source` or `target`.
        end: &'static str,
        /// The number given.
        number: u32,
        /// How many there are.
        len: usize,
    },
    /// Truths are what the weights were made of.
    #[error("'{count}' is what {rung} weighs by: a back-test needs truths that the weights do not know")]
    Circular {
        /// The count.
        count: String,
        /// The rung.
        rung: &'static str,
    },
    /// No rung weighs a source.
    #[error("nothing weighs source '{code}'")]
    NoWeight {
        /// The source.
        code: String,
    },
    /// Rungs are not in order, twice there, or cannot be tested.
    #[error("weights come best rung first, each once, and a lookup is made here, not given; at {rung}")]
    RungOrder {
        /// The first rung out of order.
        rung: &'static str,
    },
    /// There is nothing to tune on or to judge.
    #[error(
        "{folds} folds of {targets} targets with {counts} counts: two folds, two targets and a count are the least"
    )]
    TooLittle {
        /// Folds asked for.
        folds: usize,
        /// Targets.
        targets: usize,
        /// Counts.
        counts: usize,
    },
    /// More than one truth in twenty differs where the weights see no split.
    #[error(
        "no constant makes the {kind} range of {rung} hold 95 % of truths: its weights see no split where there is one"
    )]
    NothingFits {
        /// The rung.
        rung: &'static str,
        /// The kind of figure.
        kind: &'static str,
    },
    /// A crosswalk could not be applied.
    #[error(transparent)]
    Crosswalk(#[from] CrosswalkError),
}

impl Spec<'_> {
    /// Everything that is wrong with it.
    pub(super) fn check(&self) -> Result<(), Vec<BacktestError>> {
        let mut errors = Vec::new();
        for (what, values) in self.columns() {
            self.check_column(&what, values, &mut errors);
        }
        self.check_places(&mut errors);
        self.check_rungs(&mut errors);
        if self.folds < 2 || self.to.len() < self.folds || self.counts.is_empty() || self.weights.is_empty() {
            let (folds, targets, counts) = (self.folds, self.to.len(), self.counts.len());
            errors.push(BacktestError::TooLittle { folds, targets, counts });
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }

    fn columns(&self) -> Vec<(String, &[f64])> {
        let mut columns = vec![("people".to_owned(), self.people)];
        columns.extend(self.weights.iter().map(|w| (format!("weights of {}", w.rung.key()), w.values)));
        columns.extend(self.counts.iter().map(|count| (format!("count '{}'", count.name), count.values)));
        for ratio in self.ratios {
            columns.push((format!("numerator of '{}'", ratio.name), ratio.numerator));
            columns.push((format!("denominator of '{}'", ratio.name), ratio.denominator));
        }
        columns
    }

    fn check_column(&self, what: &str, values: &[f64], errors: &mut Vec<BacktestError>) {
        let what = || what.to_owned();
        let (found, expected) = (values.len(), self.places.len());
        if found != expected {
            errors.push(BacktestError::WrongLength { what: what(), found, expected });
        }
        let bad = values.iter().enumerate().filter(|(_, value)| !(value.is_finite() && **value >= 0.0));
        errors.extend(bad.map(|(at, value)| BacktestError::BadValue { what: what(), at, value: *value }));
    }

    fn check_places(&self, errors: &mut Vec<BacktestError>) {
        for (at, place) in self.places.iter().enumerate() {
            let ends =
                [("source", Some(place.source), self.from.len()), ("target", place.target, self.to.len())];
            for (end, number, len) in ends {
                if let Some(number) = number.filter(|number| *number as usize >= len) {
                    errors.push(BacktestError::NoSuchArea { at, end, number, len });
                }
            }
        }
    }

    fn check_rungs(&self, errors: &mut Vec<BacktestError>) {
        let mut before = Rung::Lookup;
        for weights in self.weights {
            if weights.rung <= before {
                errors.push(BacktestError::RungOrder { rung: weights.rung.key() });
            }
            before = weights.rung;
            let counts = self.counts.iter().map(|count| (count.name, count.values));
            let rates = self.ratios.iter().map(|ratio| (ratio.name, ratio.numerator));
            for (name, _) in counts.chain(rates).filter(|(_, values)| in_proportion(values, weights.values)) {
                errors.push(BacktestError::Circular { count: name.to_owned(), rung: weights.rung.key() });
            }
        }
    }
}

/// Whether two columns are one, up to a factor.
fn in_proportion(a: &[f64], b: &[f64]) -> bool {
    let (sum_a, sum_b): (f64, f64) = (a.iter().sum(), b.iter().sum());
    sum_a > 0.0
        && sum_b > 0.0
        && a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| (a / sum_a - b / sum_b).abs() <= 1e-12)
}
