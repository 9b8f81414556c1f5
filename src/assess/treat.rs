//! Treatment of far-out figures, so that one area does not squeeze all others together.

use super::figure::{self, ColumnFault, Figure, known};

/// What is done about far-out figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Treatment {
    /// Nothing.
    None,
    /// The farthest figures of the longer tail are brought to the next one, one after another,
    /// until the column passes [`Shape::passes`].
    Winsorise(Limits),
    /// As [`Winsorise`](Self::Winsorise); if that is not enough, the logarithm of the figures
    /// as they came.
    WinsoriseThenLog(Limits),
    /// ln(x − lowest + 1 % of the range), whatever the shape.
    Log,
    /// Figures beyond two quantiles are brought to them.
    Clip {
        /// The lower quantile, a share from 0.
        low: f64,
        /// The upper quantile, a share up to 1.
        high: f64,
    },
}

/// When a column passes, and how much may be done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// A skewness nearer to nought than this passes.
    pub skewness: f64,
    /// Or a kurtosis below this.
    pub kurtosis: f64,
    /// At most this many figures are moved.
    pub most_points: usize,
}

impl Default for Limits {
    /// Skewness 2, kurtosis 3.5, five points: the practice of the JRC's composite indicators.
    fn default() -> Self {
        Self { skewness: 2.0, kurtosis: 3.5, most_points: 5 }
    }
}

/// Skewness and excess kurtosis of a column, corrected for its size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// Above nought where the long tail is on the high side.
    pub skewness: f64,
    /// Nought for a normal distribution.
    pub kurtosis: f64,
}

impl Shape {
    /// The shape of a column.
    ///
    /// # Errors
    /// [`ColumnFault::Unfit`] below four figures; else as for any column that is compared.
    ///
    /// # Source
    /// D. N. Joanes and C. A. Gill, "Comparing measures of sample skewness
    /// and kurtosis", The Statistician 47, 1998: G1 and G2.
    pub fn of(column: &[Figure]) -> Result<Self, ColumnFault> {
        let values = figure::comparable(column)?;
        if values.len() < 4 {
            let reason = format!("{} figures have no shape: at least four are needed", values.len());
            return Err(ColumnFault::Unfit { reason });
        }
        let n = values.len() as f64;
        let (centre, spread) = (figure::mean(&values), figure::standard_deviation(&values));
        let sum = |power| values.iter().map(|x| ((x - centre) / spread).powi(power)).sum::<f64>();
        let skewness = n / ((n - 1.0) * (n - 2.0)) * sum(3);
        let kurtosis = n * (n + 1.0) / ((n - 1.0) * (n - 2.0) * (n - 3.0)) * sum(4)
            - 3.0 * (n - 1.0).powi(2) / ((n - 2.0) * (n - 3.0));
        Ok(Self { skewness, kurtosis })
    }

    /// Whether one of the two is within its limit.
    #[must_use]
    pub fn passes(self, limits: &Limits) -> bool {
        self.skewness.abs() < limits.skewness || self.kurtosis < limits.kurtosis
    }
}

/// A treated column and what was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Treated {
    /// The figures after treatment; gaps stay gaps.
    pub figures: Vec<Figure>,
    /// What was done.
    pub done: Done,
    /// The form of the treatment, to be applied to another figure.
    pub(crate) curve: Curve,
}

/// What a treatment did.
#[derive(Debug, Clone, PartialEq)]
pub enum Done {
    /// Nothing was asked for, or nothing was needed.
    Nothing,
    /// Figures of these areas were brought nearer.
    Moved {
        /// Positions of the areas.
        areas: Vec<usize>,
        /// Whether the column passes now.
        passes: bool,
    },
    /// The logarithm was taken of all.
    Logged {
        /// Whether the column passes now; `None` where no limit was set.
        passes: Option<bool>,
    },
}

/// The treatment as a function of one figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Curve {
    Between { low: f64, high: f64 },
    Log { shift: f64 },
}

impl Curve {
    const FREE: Self = Self::Between { low: f64::NEG_INFINITY, high: f64::INFINITY };

    /// The treated figure. A figure below all that the logarithm was fitted to
    /// is treated as the lowest of them.
    pub(crate) fn at(self, value: f64) -> f64 {
        match self {
            Self::Between { low, high } => value.clamp(low, high),
            Self::Log { shift } => (value + shift).max(f64::MIN_POSITIVE).ln(),
        }
    }
}

impl Treatment {
    /// Faults of the setting itself.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn check(&self) -> Result<(), String> {
        match *self {
            Self::None | Self::Log => Ok(()),
            Self::Clip { low, high } if (0.0..1.0).contains(&low) && low < high && high <= 1.0 => Ok(()),
            Self::Clip { low, high } => {
                Err(format!("clip from {low} to {high}: quantiles go from 0 to 1, low first"))
            }
            Self::Winsorise(limits) | Self::WinsoriseThenLog(limits) => {
                let whole = limits.skewness > 0.0 && limits.kurtosis.is_finite() && limits.most_points > 0;
                if whole {
                    Ok(())
                } else {
                    Err("limits need a skewness above 0 and at least one point".to_owned())
                }
            }
        }
    }

    /// Treats a column.
    ///
    /// # Units
    /// Unit of the column; for the logarithm, its natural logarithm.
    ///
    /// # Errors
    /// [`ColumnFault`] for columns that cannot be compared, and
    /// [`ColumnFault::Unfit`] where the setting is impossible or would leave nothing to compare.
    ///
    /// # Source
    /// OECD and JRC, "Handbook on constructing composite indicators", 2008, step 2.
    pub fn apply(&self, column: &[Figure]) -> Result<Treated, ColumnFault> {
        self.check().map_err(|reason| ColumnFault::Unfit { reason })?;
        match *self {
            Self::None => {
                figure::check_finite(column)?;
                Ok(Treated { figures: column.to_vec(), done: Done::Nothing, curve: Curve::FREE })
            }
            Self::Winsorise(limits) => winsorise(column, &limits),
            Self::WinsoriseThenLog(limits) => {
                let treated = winsorise(column, &limits)?;
                if matches!(treated.done, Done::Moved { passes: false, .. }) {
                    log(column, Some(&limits))
                } else {
                    Ok(treated)
                }
            }
            Self::Log => log(column, None),
            Self::Clip { low, high } => clip(column, low, high),
        }
    }
}

fn winsorise(column: &[Figure], limits: &Limits) -> Result<Treated, ColumnFault> {
    let before = Shape::of(column)?;
    if before.passes(limits) {
        return Ok(Treated { figures: column.to_vec(), done: Done::Nothing, curve: Curve::FREE });
    }
    let values = figure::sorted(&known(column));
    let (mut best, mut passes) = (None, false);
    for points in 1..=limits.most_points.min(values.len().saturating_sub(2)) {
        let curve = pulled_in(&values, points, before.skewness > 0.0);
        let figures = curved(column, curve);
        // Past the point where all would be alike, there is nothing more to move.
        let Ok(shape) = Shape::of(&figures) else { break };
        passes = shape.passes(limits);
        best = Some((figures, curve));
        if passes {
            break;
        }
    }
    let (figures, curve) = best.unwrap_or_else(|| (column.to_vec(), Curve::FREE));
    Ok(Treated { done: Done::Moved { areas: moved(column, &figures), passes }, figures, curve })
}

fn pulled_in(sorted: &[f64], points: usize, high_side: bool) -> Curve {
    if high_side {
        Curve::Between { low: f64::NEG_INFINITY, high: sorted[sorted.len() - 1 - points] }
    } else {
        Curve::Between { low: sorted[points], high: f64::INFINITY }
    }
}

fn log(column: &[Figure], limits: Option<&Limits>) -> Result<Treated, ColumnFault> {
    let values = figure::sorted(&figure::comparable(column)?);
    let (lowest, highest) = (values[0], values[values.len() - 1]);
    let curve = Curve::Log { shift: 0.01 * (highest - lowest) - lowest };
    let figures = curved(column, curve);
    let passes = limits.map(|limits| Shape::of(&figures).map(|shape| shape.passes(limits))).transpose()?;
    Ok(Treated { figures, done: Done::Logged { passes }, curve })
}

fn clip(column: &[Figure], low: f64, high: f64) -> Result<Treated, ColumnFault> {
    let values = figure::sorted(&figure::comparable(column)?);
    let curve = Curve::Between { low: figure::quantile(&values, low), high: figure::quantile(&values, high) };
    let figures = curved(column, curve);
    let areas = moved(column, &figures);
    let done = if areas.is_empty() { Done::Nothing } else { Done::Moved { areas, passes: true } };
    Ok(Treated { figures, done, curve })
}

fn curved(column: &[Figure], curve: Curve) -> Vec<Figure> {
    column.iter().map(|figure| figure.map(|value| curve.at(value))).collect()
}

fn moved(before: &[Figure], after: &[Figure]) -> Vec<usize> {
    (0..before.len()).filter(|at| before[*at] != after[*at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Missing;

    fn column(values: &[f64]) -> Vec<Figure> {
        values.iter().copied().map(Ok).collect()
    }

    #[test]
    fn one_far_figure_is_brought_to_the_next() {
        let mut figures = column(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 500.0]);
        figures.push(Err(Missing::Suppressed));
        let treated = Treatment::Winsorise(Limits::default()).apply(&figures).unwrap();
        assert_eq!(treated.done, Done::Moved { areas: vec![9], passes: true });
        assert_eq!(treated.figures[9], Ok(9.0));
        assert_eq!(treated.figures[10], Err(Missing::Suppressed));
    }

    #[test]
    fn what_winsorising_cannot_mend_is_logged() {
        let values: Vec<f64> = (0..80).map(|step| (f64::from(step) / 4.0).exp()).collect();
        let treated = Treatment::WinsoriseThenLog(Limits::default()).apply(&column(&values)).unwrap();
        assert_eq!(treated.done, Done::Logged { passes: Some(true) });
    }

    #[test]
    fn the_logarithm_of_the_lowest_is_that_of_a_hundredth_of_the_range() {
        let treated = Treatment::Log.apply(&column(&[0.0, 50.0, 100.0])).unwrap();
        assert!((treated.figures[0].unwrap() - 1.0_f64.ln()).abs() < 1e-12);
        assert!((treated.figures[2].unwrap() - 101.0_f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn clipping_brings_both_ends_to_their_quantiles() {
        let treated =
            Treatment::Clip { low: 0.25, high: 0.75 }.apply(&column(&[0.0, 1.0, 2.0, 3.0, 4.0])).unwrap();
        assert_eq!(treated.figures, column(&[1.0, 1.0, 2.0, 3.0, 3.0]));
    }

    #[test]
    fn columns_and_settings_that_do_not_fit_are_refused() {
        let constant = column(&[3.0; 9]);
        assert_eq!(Treatment::Log.apply(&constant), Err(ColumnFault::Constant { value: 3.0 }));
        let upside_down = Treatment::Clip { low: 0.9, high: 0.1 };
        assert!(matches!(upside_down.apply(&constant), Err(ColumnFault::Unfit { .. })));
        let few = Treatment::Winsorise(Limits::default()).apply(&column(&[1.0, 2.0, 3.0]));
        assert!(matches!(few, Err(ColumnFault::Unfit { .. })));
    }
}
