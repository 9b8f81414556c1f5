//! The middle and the spread of values, as outliers cannot move them.

/// Median and robust standard deviation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) median: f64,
    /// 1.4826 times the median absolute deviation from the median: the
    /// standard deviation, where the values are normal.
    pub(super) robust_sd: f64,
}

/// How many robust standard deviations from the median are far.
pub(super) const FAR: f64 = 4.0;

/// Fewer values than this say nothing of a spread.
pub(super) const FEWEST: usize = 20;

impl Spread {
    /// `None` for too few values, or where more than half are one and the same.
    pub(super) fn of(values: &[f64]) -> Option<Self> {
        if values.len() < FEWEST {
            return None;
        }
        let median = median(values.to_vec())?;
        let deviation = median_of(values.iter().map(|value| (value - median).abs()))?;
        let robust_sd = 1.4826 * deviation;
        (robust_sd > 0.0).then_some(Self { median, robust_sd })
    }

    /// Robust standard deviations from the median.
    pub(super) fn distance(&self, value: f64) -> f64 {
        (value - self.median).abs() / self.robust_sd
    }
}

fn median_of(values: impl Iterator<Item = f64>) -> Option<f64> {
    median(values.collect())
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    Some((values.get(middle.checked_sub(1)?)? + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wild_value_does_not_move_the_spread() {
        let mut values: Vec<f64> = (0..41).map(f64::from).collect();
        let calm = Spread::of(&values).expect("a spread");
        assert_eq!((calm.median, calm.robust_sd), (20.0, 1.4826 * 10.0));
        values[40] = 1e9;
        let wild = Spread::of(&values).expect("a spread");
        assert_eq!(wild, calm);
        assert!(wild.distance(1e9) > FAR);
    }

    #[test]
    fn values_that_are_all_alike_have_no_spread() {
        assert_eq!(Spread::of(&[5.0; 30]), None);
        assert_eq!(Spread::of(&[1.0, 2.0]), None);
    }
}
